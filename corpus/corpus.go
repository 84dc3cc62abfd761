// Package corpus defines what researchers collect: sources with their words, and the
// people who speak in them.
//
// A [Source] is one imported document. Its words are a [Text], which never changes;
// places in it are [Span] values, counted in bytes. A [Transcript] cuts a text into
// turns, each with at most one speaker, and knows where each word begins. It answers
// two questions cheaply that all analyses ask: which turns a span touches
// ([Transcript.TurnsIn]), and how many words it has ([Transcript.WordsIn]).
//
// When the words of a source are corrected, [Carry] finds where spans of the old text
// are in the new one, and [CarryTranscript] carries the turns over.
//
// The package only computes: it reads no files and no clock. Its subpackages read
// files (format) and find speakers (transcript). Words and sentences are those of
// Unicode (UAX #29), through github.com/clipperhouse/uax29, which is maintained, MIT
// and the fastest of those measured.
//
// These laws hold for every text (laws_test.go):
//
//   - Spans: a span that [Text.Check] accepts quotes at least one letter, and its
//     neighbours join to the whole text.
//   - Words add up: the words of adjacent spans are the words of both together.
//   - Quotes are found: [Finder.Find] finds any quote of whole words at its place.
//   - Carrying never invents: a carried span has the words that it had before.
//   - Words are followed: a word that is unique is carried to where it went.
//   - Alignment: words are only matched with equal words, in the same order.
//   - Turns are carried: a carried transcript is valid, and each of its turns keeps
//     the speaker and time of a turn of the old one, in the same order.
//   - Dates and times: what is formatted is read back as the same value.
package corpus

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Identifiers are GUIDs, so that two copies of a project can be merged.
type (
	SourceID       string
	TextID         string
	ParticipantID  string
	OrganisationID string
	CaseID         string
)

// ErrSpan means that a span cuts a letter, is empty, or is not inside its text.
var ErrSpan = errors.New("no such stretch of the text")

// A Span is a part of a text, [Start, End), in bytes.
type Span struct{ Start, End int }

// Len returns the length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Overlaps reports whether s and o have a byte in common.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Contains reports whether all of o is in s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// String formats the span as --span takes it: START:END.
func (s Span) String() string { return fmt.Sprintf("%d:%d", s.Start, s.End) }

// A Text is one version of the words of a source: valid UTF-8 with \n line ends and
// without a byte order mark. It never changes.
type Text struct {
	ID      TextID
	Body    string
	LeftOut []LeftOut // what its file shows and Body has not
	Choices []Choice  // how a person wants its file to be read; what nobody decided is found
}

// A Choice is one thing that a person decided about how a file is read.
type Choice struct {
	What  string // as the option of the command line is called: speaker, layout…
	Value string // as that option takes it: R=Anna Roe
}

// Check returns nil if s is a valid span of t: not empty, inside the text, on rune
// boundaries. Otherwise the error wraps [ErrSpan] and says what is wrong.
func (t Text) Check(s Span) error {
	switch {
	case s.Start < 0 || s.End > len(t.Body):
		return fmt.Errorf("%w: %s leaves a text of %d bytes", ErrSpan, s, len(t.Body))
	case s.Start >= s.End:
		return fmt.Errorf("%w: %s is empty", ErrSpan, s)
	case !utf8.RuneStart(t.Body[s.Start]) || s.End < len(t.Body) && !utf8.RuneStart(t.Body[s.End]):
		return fmt.Errorf("%w: %s cuts a letter in two", ErrSpan, s)
	}
	return nil
}

// Quote returns the words in s. The error wraps [ErrSpan].
func (t Text) Quote(s Span) (string, error) {
	if err := t.Check(s); err != nil {
		return "", err
	}
	return t.Body[s.Start:s.End], nil
}

// Around returns up to runes runes of the text before s, and as many after it. s must
// be valid.
func (t Text) Around(s Span, runes int) (before, after string) {
	start, end := s.Start, s.End
	for range runes {
		_, n := utf8.DecodeLastRuneInString(t.Body[:start])
		start -= n
		_, n = utf8.DecodeRuneInString(t.Body[end:])
		end += n
	}
	return t.Body[start:s.Start], t.Body[s.End:end]
}

// Lines returns the span of the lines first to last, inclusive, counted from 1,
// without the end of the last line. The error wraps [ErrSpan].
func (t Text) Lines(first, last int) (Span, error) {
	span := Span{Start: -1}
	line, start := 1, 0
	for {
		n := strings.IndexByte(t.Body[start:], '\n')
		end := start + n
		if n < 0 {
			end = len(t.Body)
		}
		if line == first {
			span.Start = start
		}
		if line == last && span.Start >= 0 {
			span.End = end
			return span, t.Check(span)
		}
		if n < 0 {
			return Span{}, fmt.Errorf("%w: lines %d-%d of a text with %d lines", ErrSpan, first, last, line)
		}
		line, start = line+1, end+1
	}
}

// Trim returns s without the white space at its ends; the result may be empty.
func (t Text) Trim(s Span) Span {
	body := t.Body[s.Start:s.End]
	s.Start += len(body) - len(strings.TrimLeftFunc(body, unicode.IsSpace))
	return Span{s.Start, s.Start + len(strings.TrimSpace(body))}
}

// A TurnKind is the kind of a turn.
type TurnKind uint8

// The kinds of turns.
const (
	Paragraph TurnKind = iota // with or without a speaker
	Heading
	Question // of an interview guide, in writing: words of the researcher without a speaker
)

// NoTime is the time of a turn that has none.
const NoTime = time.Duration(-1)

// A Turn is a part of a text with one speaker or, without a speaker, one paragraph or
// heading.
type Turn struct {
	Start, End int // bytes; Start is where the speaker's label begins, if there is one
	Body       int // byte at which the words begin, after the label: Start <= Body <= End
	Kind       TurnKind
	Speaker    int           // index into Transcript.Speakers; -1 for none
	From, To   time.Duration // in the recording, [NoTime] if unknown
	Question   int           // that it answers: its number in Transcript.Questions from 1; 0 for none
}

// Span is the whole turn with its label.
func (t Turn) Span() Span { return Span{t.Start, t.End} }

// Words is the turn without its label.
func (t Turn) Words() Span { return Span{t.Body, t.End} }

// A Speaker is one label of a transcript and its participant.
type Speaker struct {
	Label       string // as in the source, without colon or brackets
	Participant ParticipantID
}

// A Transcript is a text cut into turns, which are in order and never overlap.
type Transcript struct {
	Layout    string // how speakers are marked, as "colon"; "" without speakers
	Speakers  []Speaker
	Turns     []Turn
	Questions []string // of an interview guide or a survey, that turns answer
	Words     []int32  // byte at which each word of the text begins, ascending; see [WordStarts]
	Pages     []int32  // byte at which each page begins, ascending; nil for none
}

// A Share is how much one person says.
type Share struct {
	Speaker      // the first of those who are this participant
	Turns, Words int
}

// Shares lists who speaks, each person once, in the order of Speakers: several labels may
// be one participant's, and a label whose turns were all given to others is nobody's.
func (t *Transcript) Shares() []Share {
	all := make([]Share, len(t.Speakers))
	first := make([]int, len(t.Speakers)) // the speaker who is the same person
	known := map[ParticipantID]int{}
	for i, s := range t.Speakers {
		all[i].Speaker, first[i] = s, i
		if n, twice := known[s.Participant]; twice && s.Participant != "" {
			first[i] = n
		}
		known[s.Participant] = first[i]
	}
	for i, turn := range t.Turns {
		if turn.Speaker >= 0 {
			all[first[turn.Speaker]].Turns++
			all[first[turn.Speaker]].Words += t.TurnWords(i)
		}
	}
	return slices.DeleteFunc(all, func(s Share) bool { return s.Turns == 0 })
}

// TurnsIn returns the turns that span overlaps, as indices [first, last). The label
// belongs to the turn.
func (t *Transcript) TurnsIn(span Span) (first, last int) {
	first, _ = slices.BinarySearchFunc(t.Turns, span.Start, func(u Turn, start int) int {
		if u.End <= start {
			return -1
		}
		return 1
	})
	for last = first; last < len(t.Turns) && t.Turns[last].Start < span.End; last++ {
	}
	return first, last
}

// WordsIn counts the words that begin in span. Adjacent spans thus share no word and
// lose none.
func (t *Transcript) WordsIn(span Span) int {
	from, to := t.WordsFrom(span)
	return int(to - from)
}

// WordsFrom returns the words that begin in span, as indices [from, to) into t.Words.
func (t *Transcript) WordsFrom(span Span) (from, to int32) {
	if span.End <= span.Start {
		return 0, 0
	}
	first, _ := slices.BinarySearch(t.Words, int32(span.Start))
	n, _ := slices.BinarySearch(t.Words[first:], int32(span.End))
	return int32(first), int32(first + n)
}

// PagesIn returns the pages on which a span begins and ends, counted from 1; 0 without
// pages.
func (t *Transcript) PagesIn(span Span) (first, last int) {
	at := func(b int) int {
		n, there := slices.BinarySearch(t.Pages, int32(b))
		if there {
			n++
		}
		return n
	}
	return at(span.Start), at(max(span.End-1, span.Start))
}

// TurnWords counts the words of turn i, without its label.
func (t *Transcript) TurnWords(i int) int { return t.WordsIn(t.Turns[i].Words()) }

// AllWords counts the words of all turns, without labels.
func (t *Transcript) AllWords() (n int) {
	for i := range t.Turns {
		n += t.TurnWords(i)
	}
	return n
}

// CheckPlaces is [Transcript.Check] without the text, of which only the size in bytes is
// known: it cannot see a letter that is cut in two. It looks at the places of words and pages,
// too.
func (t *Transcript) CheckPlaces(size int) error {
	end := 0
	for i, u := range t.Turns {
		switch {
		case u.Start < end || u.Body < u.Start || u.End < u.Body:
			return fmt.Errorf("turn %d: %d:%d:%d out of order after %d", i+1, u.Start, u.Body, u.End, end)
		case u.End == u.Start:
			return fmt.Errorf("turn %d: %w: %s is empty", i+1, ErrSpan, u.Span())
		case u.End > size:
			return fmt.Errorf("turn %d: %w: %s leaves a text of %d bytes", i+1, ErrSpan, u.Span(), size)
		case u.Speaker < -1 || u.Speaker >= len(t.Speakers):
			return fmt.Errorf("turn %d: no speaker %d", i+1, u.Speaker)
		case u.Question < 0 || u.Question > len(t.Questions):
			return fmt.Errorf("turn %d: no question %d", i+1, u.Question)
		}
		end = u.End
	}
	for _, places := range [][]int32{t.Words, t.Pages} {
		last := int32(0)
		for _, at := range places {
			if at < last || int(at) > size {
				return fmt.Errorf("%w: a word or page at %d of a text of %d bytes", ErrSpan, at, size)
			}
			last = at
		}
	}
	return nil
}

// Check returns an error if the transcript is not valid: turns must be in order,
// inside the text, on rune boundaries, and not overlap; their speakers and questions
// must exist.
func (t *Transcript) Check(text Text) error {
	if err := t.CheckPlaces(len(text.Body)); err != nil {
		return err
	}
	for i, u := range t.Turns {
		if err := text.Check(u.Span()); err != nil {
			return fmt.Errorf("turn %d: %w", i+1, err)
		}
		if u.Body < u.End && !utf8.RuneStart(text.Body[u.Body]) {
			return fmt.Errorf("turn %d: %w: its words begin inside a letter", i+1, ErrSpan)
		}
	}
	return nil
}
