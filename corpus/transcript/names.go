package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// nameLines is names without any mark: as headings, which NVivo asks for, or on lines of their
// own, with the words below. What shows that they are names is that the same few take turns
// through the whole document.
var nameLines = layout{
	name: "names", example: "Name on a line of its own or as a heading, the words below", distinctive: true, recurs: true,
	find: func(d *document) finder {
		for _, headings := range []bool{true, false} {
			f := nameFinder{document: d, headings: headings}
			if f.count() {
				return f.find
			}
		}
		return func(int) (mark, bool) { return mark{}, false }
	},
}

// A nameFinder knows the lines that may be names.
type nameFinder struct {
	*document
	headings bool
	lines    []int        // blocks of those that recur
	words    map[int]bool // blocks below those
	asks     bool         // a researcher recurs
	times    map[string]int
	stance   [2]bool // whether an empty line is before each name, and after it
}

// name returns the text of block i if it may be a name: a few words without the signs of a
// sentence.
func (f *nameFinder) name(i int) (string, bool) {
	b := f.Blocks[i]
	if b.Kind == corpus.CueBlock || (b.Kind == corpus.HeadingBlock) != f.headings || b.Span.Len() > 4*40 || i+1 >= len(f.Blocks) ||
		i < f.head.end {
		return "", false
	}
	line := strings.Trim(f.line(i), "#*_ \t")
	last, _ := utf8.DecodeLastRuneInString(line)
	bare, _ := behindName(line)
	if line == "" || utf8.RuneCountInString(bare) > 40 || utf8.RuneCountInString(line) > longestLabel || strings.ContainsAny(line, "\t:：>") ||
		!unicode.IsLetter(last) && !unicode.IsDigit(last) && last != ')' && last != '.' {
		return "", false
	}
	if len(strings.Fields(bare)) > 4 || wordingOf(line) == sentenceWording || isTime(f.timeLines(), i) || soundWords[labelKey(line)] ||
		heading(labelKey(line)) {
		return "", false
	}
	if last == '.' && corpus.RoleOf(line) == corpus.NoRole {
		return "", false
	}
	return line, strings.ContainsFunc(line, unicode.IsLetter)
}

// count finds the lines that recur, and reports whether they are names that take turns. The
// line below a name is what is said, however short it is.
func (f *nameFinder) count() bool {
	f.times, f.words = map[string]int{}, map[int]bool{}
	others := 0
	for i := range f.Blocks {
		if name, ok := f.name(i); ok {
			f.times[labelKey(name)]++
			f.asks = f.asks || f.times[labelKey(name)] > 1 && corpus.ResearcherLabel(name)
		} else if f.headings && f.Blocks[i].Kind == corpus.HeadingBlock {
			others++
		}
	}
	last, changes, timed, once, gaps := "", 0, 0, 0, [2]int{}
	below := f.timesBelow(func(i int) bool {
		name, ok := f.name(i)
		return ok && f.recurs(name, labelKey(name))
	})
	for i := range f.Blocks {
		name, ok := f.name(i)
		key := labelKey(name)
		if !ok || f.words[i] || !f.recurs(name, key) {
			switch {
			case !ok || f.words[i] || len(f.lines) == 0: // a title
			case strings.Contains(name, " ") && isName(name):
				once++
			default:
				others++
			}
			continue
		}
		f.lines = append(f.lines, i)
		said := i + 1
		if below || isTime(f.timeLines(), said) && !f.maybeWords(said) {
			said, _ = f.afterTime(said, len(f.Blocks))
		}
		if said < len(f.Blocks) && f.Blocks[said].Kind != corpus.HeadingBlock {
			f.words[said] = true
		}
		if key != last {
			changes++
		}
		last = key
		if i > 0 && isTime(f.timeLines(), i-1) || isTime(f.timeLines(), i+1) {
			timed++
		}
		for n := range gaps {
			if f.Blocks[i+n].Gap {
				gaps[n]++
			}
		}
	}
	n := len(f.lines)
	if once*4 > n { // more than there are people who speak once
		others += once
	}
	f.stance = [2]bool{gaps[0]*2 > n, gaps[1]*2 > n}
	return n >= 4 && changes*10 >= n*7 && len(f.words)*10 >= n*9 && f.people(timed*2 >= n, others)
}

// recurs reports whether a line is one of those that take turns: it recurs, or is in the role
// of those who are asked where somebody asks more than once.
func (f *nameFinder) recurs(name, key string) bool {
	return f.times[key] > 1 || f.asks && corpus.RoleOf(name) == corpus.RoleAnswers && !corpus.CommonLabel(name)
}

// people reports whether the labels that recur are names of people: by a role, a time beside
// them or two words each; or because nothing else is in their form.
func (f *nameFinder) people(timed bool, others int) bool {
	distinct, roles, full, nouns := 0, 0, 0, 0
	seen := map[string]bool{}
	for _, i := range f.lines {
		name, _ := f.name(i)
		key := labelKey(name)
		if seen[key] {
			continue
		}
		seen[key] = true
		distinct++
		switch role := corpus.RoleOf(name); {
		case role == corpus.RoleAsks || role == corpus.RoleAnswers && !corpus.CommonLabel(name):
			roles++
		case strings.Contains(name, " ") && nameLike(name):
			full++
		}
		if containsWord(f.Body, strings.ToLower(name)) && strings.ToLower(name) != name {
			nouns++
		}
	}
	n, blocks := len(f.lines), len(f.Blocks)
	if distinct < 2 || distinct > 12 || n*100 < blocks*4 {
		return false
	}
	strong := roles > 0 && !commonOnly(seen) || timed || full == distinct && others*4 <= n
	switch {
	case strong && (f.headings || f.stance[0] || timed || n*5 >= blocks):
		return true
	}
	first, _ := f.name(f.lines[0])
	r, _ := utf8.DecodeRuneInString(first)
	return n >= 6 && others*5 <= n && nouns == 0 && strings.ContainsAny(f.Body, "?？؟") && // themes alternate as well, but nobody asks about them
		(f.headings || f.stance[0]) && unicode.IsUpper(r) && n*5 >= blocks
}

// commonOnly reports whether all labels are words that also stand where nobody speaks.
func commonOnly(keys map[string]bool) bool {
	for k := range keys {
		if !corpus.CommonLabel(k) {
			return false
		}
	}
	return true
}

// find returns the name at block i: one that recurs, or one that stands as those do.
func (f *nameFinder) find(i int) (mark, bool) {
	name, ok := f.name(i)
	if !ok || f.words[i] {
		return mark{}, false
	}
	m := mark{name: name, body: f.Blocks[i].Span.End, at: corpus.NoTime, to: corpus.NoTime}
	if f.recurs(name, labelKey(name)) {
		return m, true
	}
	role := corpus.RoleOf(name)
	next, named := f.name(i + 1)
	switch {
	case role == corpus.RoleAsks || role == corpus.RoleAnswers:
		return m, true
	case named && !f.words[i+1] && f.recurs(next, labelKey(next)): // a title
		return m, false
	case f.headings: // may be somebody who speaks once, as well as a theme
		m.strange = true
		return m, i > f.lines[0] && i < f.lines[len(f.lines)-1] && nameLike(name) && len(strings.Fields(name)) <= 2 && f.Blocks[i+1].Kind != corpus.HeadingBlock
	case i > 0 && f.Blocks[i].Gap != f.stance[0] || f.Blocks[i+1].Gap != f.stance[1]:
		return m, false
	case f.stance == [2]bool{true, true}: // each paragraph stands so
		return m, strings.Contains(name, " ") && isName(name)
	case f.stance == [2]bool{}: // each line stands so, unless it has a time
		return m, isTime(f.timeLines(), i+1) || i > 0 && isTime(f.timeLines(), i-1) && strings.Contains(name, " ") && nameLike(name)
	}
	return m, nameLike(name)
}
