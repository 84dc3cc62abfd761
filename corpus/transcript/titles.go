package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	andBetween = lazyregexp.New(`\s+(?:&|and|und|et|y)\s+`)
	// inTitle is a label behind the words before it, in a title.
	inTitle = lazyregexp.New(`([\p{L}\p{M}.'’ -]+) [(\[](\p{Lu}{2,4}|\p{Lu}\d{1,2})[)\]]`)
)

// mostTitles is the number of lines at the top of a document that may be titles.
const mostTitles = 6

// beforeLabel is what stands before a label in brackets: "Befragte" of "Befragte (B)".
func beforeLabel(text string) string {
	name, inside := behindName(text)
	if len(inside) == 1 && shortLabel().MatchString(inside[0]) {
		return name
	}
	return text
}

// labelInKey splits the key of a line above a transcript that says under which label somebody speaks below:
// "Befragte (B)".
func (d *document) labelInKey(key string) (name, label string) {
	name = beforeLabel(key)
	if _, inside := behindName(key); name != key && d.begins(inside[0]) {
		return name, inside[0]
	}
	return key, ""
}

// declaredInTitles are those whose full names have, in the titles above a transcript, the label behind them
// under which they speak: "Interview 7 - Ilse Braun (IB); Interviewer Jonas Keller (JK)".
func (d *document) declaredInTitles(h head) (people []headPerson) {
	said := map[string]bool{}
	for _, p := range slices.Concat(h.interviewers, h.interviewees) {
		for _, label := range p.Aliases {
			said[label] = true
		}
	}
	for _, p := range h.legend {
		for _, label := range p.Aliases {
			said[label] = true
		}
	}
	for i := 0; i < min(mostTitles, len(d.Blocks)); i++ {
		if d.roster[i] {
			continue
		}
		if name, _, _, ok := nameAndColon(d.Blocks[i], d.line(i)); ok && i >= h.end && (shortLabel().MatchString(name) || isName(name)) {
			break // somebody speaks
		}
		for _, m := range inTitle().FindAllStringSubmatch(d.line(i), -1) {
			p, ok := inFullBefore(m[1], m[2])
			if ok && !said[m[2]] && d.begins(m[2]) {
				said[m[2]] = true
				people = append(people, p)
			}
		}
	}
	return people
}

// inFullBefore is the full name at the end of a text whose initials a label is; the one who asks, if a word
// for the role is before it.
func inFullBefore(text, label string) (p headPerson, ok bool) {
	words := strings.Fields(text)
	n := len(words) - utf8.RuneCountInString(label)
	if n < 0 {
		return p, false
	}
	for i, letter := range []rune(label) {
		if first, _ := utf8.DecodeRuneInString(words[n+i]); first != letter || !unicode.IsUpper(first) {
			return p, false
		}
	}
	p.Name, p.Aliases = strings.Join(words[n:], " "), []string{label}
	for _, w := range words[:n] {
		p.asks = p.asks || utf8.RuneCountInString(w) > 3 && corpus.RoleOf(w) == corpus.RoleAsks
	}
	return p, isName(p.Name) && !namesOrganisation(p.Name)
}

// A titleIndex has the titles of people by their names, which may be without them.
type titleIndex map[string][]string

// add keeps the titles with which somebody is listed.
func (t titleIndex) add(name, written string) {
	if titles := titlesBefore(written); t != nil && len(titles) > 0 {
		t[name] = titles
	}
}

// of are the titles of somebody.
func (t titleIndex) of(name string) []string { return append(titlesBefore(name), t[name]...) }

// titlesBefore are the titles with which a name begins, the same for all their spellings.
func titlesBefore(name string) (all []string) {
	for w := range strings.FieldsSeq(name) {
		if !titles().MatchString(w) {
			break
		}
		switch w = strings.ToLower(strings.TrimRight(w, ".")); {
		case ladies[w]:
			w = "f"
		case gentlemen[w]:
			w = "m"
		case w == "professor":
			w = "prof"
		}
		all = append(all, w)
	}
	return all
}

// titleDecides are those of several people of one name whom a label means: the one who is listed just so, or
// else those who have its titles, where only some have them, but never a lady for a gentleman.
func titleDecides[P any](t titleIndex, label string, people []P, name func(P) string) []P {
	if len(people) < 2 {
		return people
	}
	only := func(has func(p P) bool) {
		var some []P
		for _, p := range people {
			if has(p) {
				some = append(some, p)
			}
		}
		if len(some) > 0 {
			people = some
		}
	}
	only(func(p P) bool { return strings.EqualFold(name(p), label) })
	for _, title := range titlesBefore(label) {
		only(func(p P) bool { return slices.Contains(t.of(name(p)), title) })
		other, sexed := map[string]string{"f": "m", "m": "f"}[title]
		only(func(p P) bool { return !sexed || !slices.Contains(t.of(name(p)), other) })
	}
	return people
}
