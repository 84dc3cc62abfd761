package transcript

import (
	"strings"

	"crosscase/corpus"
)

var (
	debateName  = lazily(`^[ \t]*(?:\*\*)?(\p{Lu}[\p{L}\p{M}.'’-]*(?:[ \t]+(?:of|for|the|and|to|in|de|von|\p{Lu}[\p{L}\p{M}.'’-]*)){1,9}?)(?:\*\*)?[ \t]*((?:\([^()\n]{2,60}\)[ \t]*)+)(?:\*\*)?[ \t]*(:?)[ \t]*`)
	debateChair = lazily(`^(?:Mr|Madam|Mr\.|The)? ?(?:Deputy |Acting )?(?:Speaker|President|Presiding Officer)$`)
)

// debate is a parliament's report: the name with constituency and party in
// brackets, "Jane Roe (Northmoor) (Lab)", above the words or before a colon; at
// later times the name alone.
var debate = layout{name: "debate", needs: "(", looks: "Name (Constituency) (Party), the words below", strong: true, finder: func(d *document) finder {
	head := func(i int) (name, rest string, ok bool) {
		name, rest, colon, ok := debateHead(d.line(i))
		if d.Blocks[i].Kind == corpus.HeadingBlock {
			return "", "", false
		}
		if _, attends := d.attendee(name); !ok || attends || !colon && rest != "" {
			return "", "", false
		}
		if colon {
			return name, rest, true
		}
		// One below the other they are a list of names.
		next := i + 1
		if next < len(d.Blocks) {
			_, _, _, ok = debateHead(d.line(next))
		}
		return name, rest, next < len(d.Blocks) && !ok
	}
	named := map[string]bool{}
	for i := range d.Blocks {
		if name, _, ok := head(i); ok {
			named[strings.ToLower(name)] = true
		}
	}
	// Headings have abbreviations in brackets, too, but nobody speaks twice there.
	times := map[string]int{}
	again := false
	for i := range d.Blocks {
		name, _, ok := head(i)
		if !ok {
			name, _, _ = strings.Cut(strings.Trim(strings.TrimSpace(d.line(i)), "*"), ":")
		}
		if key := strings.ToLower(strings.TrimSpace(name)); named[key] {
			times[key]++
			again = again || times[key] > 1
		}
	}
	if !again {
		clear(named)
	}
	return func(i int) (mark, bool) {
		line := d.line(i)
		m := mark{at: corpus.NoTime, to: corpus.NoTime}
		if len(named) == 0 {
			return m, false
		}
		if name, rest, ok := head(i); ok {
			m.name, m.body = name, d.Blocks[i].Span.End-len(rest)
			return m, true
		}
		alone, _, colon := strings.Cut(line, ":")
		if key := strings.TrimSpace(strings.Trim(strings.TrimSpace(alone), "*")); named[strings.ToLower(key)] || debateChair().MatchString(key) {
			m.name, m.body = key, d.Blocks[i].Span.End
			if colon {
				said := line[len(alone)+1:]
				m.body -= len(strings.TrimLeft(said, "* "))
			}
			return m, true
		}
		return m, false
	}
}}

// debateHead reads a name with brackets behind it; rest is what follows them.
func debateHead(line string) (name, rest string, colon, ok bool) {
	m := debateName().FindStringSubmatchIndex(line)
	if m == nil {
		return "", "", false, false
	}
	if name = strings.TrimSpace(line[m[2]:m[3]]); strings.HasPrefix(name, "The ") { // an office, with who holds it in brackets
		name, _, _ = strings.Cut(strings.Trim(line[m[4]:m[5]], "( "), ")")
	}
	return name, line[m[1]:], m[6] < m[7], true
}
