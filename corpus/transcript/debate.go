package transcript

import (
	"slices"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	debateName = lazyregexp.New(`^[ \t]*(?:\*\*)?` +
		`(\p{Lu}[\p{L}\p{M}.'’-]*(?:[ \t]+(?:of|for|the|and|to|in|de|von|\p{Lu}[\p{L}\p{M}.'’-]*)){1,9}?)(?:\*\*)?[ \t]*` +
		`((?:\([^()\n]{2,60}\)[ \t]*)+)(?:\*\*)?[ \t]*(:?)[ \t]*`)
	debateChair = lazyregexp.New(`^(?:Mr|Madam|Mr\.|The)? ?(?:Deputy |Acting )?(?:Speaker|President|Presiding Officer)$`)
)

// debate is the report of a parliament: the name with constituency and party in
// parentheses, "Jane Roe (Northmoor) (Lab)", above the words or before a colon;
// later in the debate the name alone. A name that never has brackets, as the chair's, is a
// label where it stands as the others do.
var debate = layout{
	name: "debate", requires: "(", example: "Name (Constituency) (Party), the words below", distinctive: true,
	find: func(d *document) finder {
		f := debateFinder{document: d, members: map[string]bool{}, inside: map[string][]string{}, apart: map[string]bool{},
			stances: map[stance]bool{}, alone: map[string]int{}}
		seats := false // rather than what labels have beside names: (Host), (she/her)
		for i := range d.Blocks {
			if name, ok := f.loneName(i); ok {
				f.alone[strings.ToLower(name)]++
			}
			if x, ok := f.introduction(i); ok {
				seats = seats || !x.colon || len(x.inside) > 1
				if !x.colon {
					f.stances[f.stance(i)] = true
				}
				key := strings.ToLower(x.name)
				if f.members[key] = true; f.inside[key] == nil {
					f.inside[key] = x.inside
				}
				f.apart[key] = f.apart[key] || otherOrganisation(f.inside[key], x.inside)
			}
		}
		if !seats || !f.anySpeaksAgain() {
			clear(f.members)
		}
		return f.find
	},
}

// A debateFinder knows the members who are introduced by constituency and party,
// in lower case.
type debateFinder struct {
	*document
	members map[string]bool
	inside  map[string][]string // what is in the brackets behind the name where it is introduced first
	apart   map[string]bool     // names of two people
	stances map[stance]bool     // how those names stand that are on lines of their own
	alone   map[string]int      // how often names without brackets are on lines of their own
}

// A stance is how a name on a line of its own stands.
type stance struct {
	bold, gap, below bool // all of it is bold; an empty line is above it, below it
}

func (f *debateFinder) stance(i int) stance {
	line := strings.TrimSpace(f.line(i))
	bold := f.Blocks[i].Bold >= len(line) || strings.HasPrefix(line, "**") && strings.HasSuffix(line, "**")
	return stance{bold, i == 0 || f.Blocks[i].Gap, i+1 < len(f.Blocks) && f.Blocks[i+1].Gap}
}

// loneName returns the text of block i if it is two to four words with capitals and no brackets.
func (f *debateFinder) loneName(i int) (name string, ok bool) {
	if f.Blocks[i].Kind == corpus.HeadingBlock {
		return "", false
	}
	name = strings.Trim(strings.TrimSpace(f.line(i)), "*")
	n := len(strings.Fields(name))
	return name, n >= 2 && n <= 4 && isName(name) && !strings.ContainsAny(name, ",()[]") && !endsSentence(name)
}

// chair reads a name that never has brackets, standing as those in brackets do with words below it. One
// that may be a title, since its words are also written small, is doubtful.
func (f *debateFinder) chair(i int) (name string, doubtful, ok bool) {
	name, ok = f.loneName(i)
	at := f.stance(i)
	if !ok || !f.stances[at] || i+1 == len(f.Blocks) || f.Blocks[i+1].Kind == corpus.HeadingBlock ||
		i > 0 && f.labelled(i-1) || f.labelled(i+1) {
		return "", false, false
	}
	recurs := f.alone[strings.ToLower(name)] > 1
	if !recurs && !f.known(name) && !at.bold && at.gap == at.below {
		return "", false, false // each paragraph stands so
	}
	for word := range strings.FieldsSeq(strings.ToLower(name)) {
		doubtful = doubtful || containsWord(f.Body, word) && !particles[word]
	}
	return name, doubtful && !recurs, true
}

// labelled reports whether block i is a name on a line of its own.
func (f *debateFinder) labelled(i int) bool {
	if x, ok := memberName(f.line(i)); ok && x.rest == "" {
		return true
	}
	_, ok := f.loneName(i)
	return ok && f.stances[f.stance(i)] && f.stance(i).bold
}

// otherOrganisation reports whether brackets behind two occurrences of a name hold the names of two
// organisations, so that they are two people.
func otherOrganisation(first, again []string) bool {
	a, b := slices.IndexFunc(first, namesOrganisation), slices.IndexFunc(again, namesOrganisation)
	return a >= 0 && b >= 0 && !strings.EqualFold(first[a], again[b])
}

// introduction reads the full name of a member at block i.
func (f *debateFinder) introduction(i int) (x member, ok bool) {
	x, ok = memberName(f.line(i))
	if f.Blocks[i].Kind == corpus.HeadingBlock {
		return x, false
	}
	if _, attends := f.attendee(x.name); !ok || attends || !x.colon && x.rest != "" {
		return x, false
	}
	if x.colon {
		return x, true
	}
	// Several in a column are a list of names.
	next := i + 1
	if next < len(f.Blocks) {
		_, ok = memberName(f.line(next))
	}
	return x, next < len(f.Blocks) && !ok
}

// anySpeaksAgain tells a debate from a text whose headings have abbreviations in
// parentheses, which do not recur.
func (f *debateFinder) anySpeaksAgain() bool {
	times := map[string]int{}
	for i := range f.Blocks {
		x, ok := f.introduction(i)
		name := x.name
		if !ok {
			name, _, _ = strings.Cut(strings.Trim(strings.TrimSpace(f.line(i)), "*"), ":")
		}
		key := strings.ToLower(strings.TrimSpace(name))
		if f.members[key] {
			if times[key]++; times[key] > 1 {
				return true
			}
		}
	}
	return false
}

func (f *debateFinder) find(i int) (mark, bool) {
	m := mark{at: corpus.NoTime, to: corpus.NoTime}
	if len(f.members) == 0 {
		return m, false
	}
	x, ok := f.introduction(i)
	if ok {
		m.name, m.inside, m.body = x.name, x.inside, f.Blocks[i].Span.End-len(x.rest)
		if f.apart[strings.ToLower(x.name)] {
			m.name, m.inside = x.name+" ("+strings.Join(x.inside, ") (")+")", nil
		}
		return m, true
	}
	line := f.line(i)
	alone, words, colon := strings.Cut(line, ":")
	name := strings.TrimSpace(strings.Trim(strings.TrimSpace(alone), "*"))
	if !f.members[strings.ToLower(name)] && !debateChair().MatchString(name) {
		if m.name, m.nobody, ok = f.chair(i); ok && !m.nobody {
			m.body = f.Blocks[i].Span.End
		} else {
			m.body = f.Blocks[i].Span.Start
		}
		return m, ok
	}
	m.name, m.body = name, f.Blocks[i].Span.End
	if colon {
		m.body -= len(strings.TrimLeft(words, "* "))
	}
	return m, true
}

// A member is a name followed by brackets.
type member struct {
	name   string
	inside []string // what the brackets hold, or the office before the brackets in which its holder is
	rest   string   // what comes after them in the line
	colon  bool     // a colon is between them and the rest
}

// memberName reads a member at the beginning of a line.
func memberName(line string) (x member, ok bool) {
	m := debateName().FindStringSubmatchIndex(line)
	if m == nil {
		return x, false
	}
	if _, _, timed := stampAt(line[m[4]:m[5]]); timed {
		return x, false
	}
	x = member{rest: line[m[1]:], colon: m[6] < m[7]}
	x.name, x.inside = behindName(line[m[2]:m[3]] + " " + line[m[4]:m[5]])
	if office, named := strings.CutPrefix(x.name, "The "); named && len(x.inside) > 0 { // an office, its holder in brackets
		x.name, x.inside = x.inside[0], []string{office}
	}
	return x, true
}
