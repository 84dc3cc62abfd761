package format

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"crosscase/corpus"
)

// A score is how linguists transcribe: a tier for each speaker, and tiers with remarks,
// along the time of the recording.
type score struct {
	tiers    []*tier
	segments int
}

// A tier is what one person says, or remarks about it.
type tier struct {
	name     string
	voice    string // who speaks; "" for nobody
	leftOut  bool   // it is about the words, not spoken
	segments []segment
}

// A segment is a stretch of a tier. At orders the segments of all tiers: a time, or a
// point of a timeline.
type segment struct {
	text     string
	from, to time.Duration
	at       int64
}

// nowhere is where a segment is whose place is unknown: after the one before it in its
// tier, else before all others.
const nowhere = int64(-1 << 63)

// tier appends a tier.
func (s *score) tier(name, voice string, leftOut bool) *tier {
	t := &tier{name: oneLine(name), voice: oneLine(voice), leftOut: leftOut}
	s.tiers = append(s.tiers, t)
	return t
}

// add appends a segment to a tier, unless it is empty. The error wraps [ErrTooLarge].
func (s *score) add(t *tier, x segment) error {
	if strings.TrimSpace(x.text) == "" {
		return nil
	}
	if s.segments++; s.segments > maxBlocks {
		return fmt.Errorf("%w: more than %d annotations", ErrTooLarge, maxBlocks)
	}
	if x.at == nowhere && len(t.segments) > 0 {
		x.at = t.segments[len(t.segments)-1].at
	}
	t.segments = append(t.segments, x)
	return nil
}

// score appends the spoken tiers as cues in the order in which they begin, of those
// that begin together the upper tier first. Tiers that are not spoken are left out.
func (b *builder) score(s score) error {
	type cue struct {
		segment
		voice string
	}
	var cues []cue
	for _, t := range s.tiers {
		for _, x := range t.segments {
			if !t.leftOut {
				cues = append(cues, cue{x, t.voice})
			} else if err := b.leaveOut(corpus.Annotation, "tier "+t.name, x.text); err != nil {
				return err
			}
		}
	}
	slices.SortStableFunc(cues, func(a, b cue) int { return cmp.Compare(a.at, b.at) })
	for _, c := range cues {
		if err := b.utter(c.text, c.voice, c.from, c.to); err != nil {
			return err
		}
	}
	return nil
}

// utter appends what a voice says as a cue on one line, unless it is empty. The error
// wraps [ErrTooLarge].
func (b *builder) utter(text, voice string, from, to time.Duration) error {
	return b.add(oneLine(text), corpus.Block{Kind: corpus.CueBlock, Gap: true, Voice: oneLine(voice), From: from, To: to})
}

// leaveOut notes words that are not in the text. The error wraps [ErrTooLarge].
func (b *builder) leaveOut(why corpus.Why, where, text string) error {
	if text = oneLine(text); text == "" {
		return nil
	}
	if len(b.doc.LeftOut) == maxBlocks {
		return fmt.Errorf("%w: more than %d annotations", ErrTooLarge, maxBlocks)
	}
	b.doc.LeftOut = append(b.doc.LeftOut, corpus.LeftOut{Why: why, Where: where, Text: text})
	return nil
}

// oneLine is text with single blanks instead of white space. It makes no list of the
// words, since a line may have millions.
func oneLine(s string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(clean(s)) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

// hasLetter reports whether there is a letter in s.
func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// A cast is the people whom a file declares, each with a name of their own.
type cast struct {
	people []corpus.Person
	taken  map[string]bool // names in lower case
}

// maxPeople is the most speakers of a file.
const maxPeople = 10_000

// declare adds a person and returns the name; the identifier that the file uses is the
// name where there is none, and tells apart those of one name. Beyond [maxPeople] nobody is added.
func (c *cast) declare(p corpus.Person, id string) (name string) {
	if len(c.people) == maxPeople {
		return oneLine(id)
	}
	p.Name = c.unique(p.Name, id)
	maps.DeleteFunc(p.Attributes, func(_, value string) bool { return value == "" })
	c.people = append(c.people, p)
	return p.Name
}

// unique is a name that nobody else has.
func (c *cast) unique(name, id string) string {
	name, id = oneLine(name), oneLine(id)
	if name == "" {
		name = id
	} else if c.taken[strings.ToLower(name)] {
		name += " (" + id + ")"
	}
	if c.taken == nil {
		c.taken = map[string]bool{}
	}
	c.taken[strings.ToLower(name)] = true
	return name
}

// roleOf is a role that a file declares, as crosscase calls it.
func roleOf(role string) string {
	role = strings.ToLower(oneLine(strings.ReplaceAll(role, "_", " ")))
	if role == "investigator" || corpus.ResearcherLabel(role) {
		return corpus.Researcher
	}
	return role
}

// lineAt is the number of the line in which a byte of text is.
func lineAt(text string, at int) int { return 1 + strings.Count(text[:min(at, len(text))], "\n") }
