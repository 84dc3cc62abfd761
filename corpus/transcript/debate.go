package transcript

import (
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
// later in the debate the name alone.
var debate = layout{
	name: "debate", requires: "(", example: "Name (Constituency) (Party), the words below", distinctive: true,
	find: func(d *document) finder {
		f := debateFinder{document: d, members: map[string]bool{}}
		for i := range d.Blocks {
			if name, _, ok := f.introduction(i); ok {
				f.members[strings.ToLower(name)] = true
			}
		}
		if !f.anySpeaksAgain() {
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
}

// introduction reads the full name of a member at block i; rest is what follows it
// in the line.
func (f *debateFinder) introduction(i int) (name, rest string, ok bool) {
	name, rest, colon, ok := memberName(f.line(i))
	if f.Blocks[i].Kind == corpus.HeadingBlock {
		return "", "", false
	}
	if _, attends := f.attendee(name); !ok || attends || !colon && rest != "" {
		return "", "", false
	}
	if colon {
		return name, rest, true
	}
	// Several in a column are a list of names.
	next := i + 1
	if next < len(f.Blocks) {
		_, _, _, ok = memberName(f.line(next))
	}
	return name, rest, next < len(f.Blocks) && !ok
}

// anySpeaksAgain tells a debate from a text whose headings have abbreviations in
// parentheses, which do not recur.
func (f *debateFinder) anySpeaksAgain() bool {
	times := map[string]int{}
	for i := range f.Blocks {
		name, _, ok := f.introduction(i)
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
	if name, rest, ok := f.introduction(i); ok {
		m.name, m.body = name, f.Blocks[i].Span.End-len(rest)
		return m, true
	}
	line := f.line(i)
	alone, words, colon := strings.Cut(line, ":")
	name := strings.TrimSpace(strings.Trim(strings.TrimSpace(alone), "*"))
	if !f.members[strings.ToLower(name)] && !debateChair().MatchString(name) {
		return m, false
	}
	m.name, m.body = name, f.Blocks[i].Span.End
	if colon {
		m.body -= len(strings.TrimLeft(words, "* "))
	}
	return m, true
}

// memberName reads a name followed by parentheses; rest is what comes after them.
func memberName(line string) (name, rest string, colon, ok bool) {
	m := debateName().FindStringSubmatchIndex(line)
	if m == nil {
		return "", "", false, false
	}
	if _, _, timed := stampAt(line[m[4]:m[5]]); timed {
		return "", "", false, false
	}
	if name = strings.TrimSpace(line[m[2]:m[3]]); strings.HasPrefix(name, "The ") { // an office, its holder in parentheses
		name, _, _ = strings.Cut(strings.Trim(line[m[4]:m[5]], "( "), ")")
	}
	return name, line[m[1]:], m[6] < m[7], true
}
