package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// signs is a label with signs of the transcriber's own: "Name – text", "- Name: text", "<Name>
// text", "*Name:* text", "Name:text". What shows that they are speakers is that the same few take turns
// through most of the document.
var signs = layout{
	name: "signs", loose: true, example: "Name – text; - Name: text; <Name> text",
	find: func(d *document) finder {
		f := signFinder{document: d, times: map[string]int{}}
		if !f.choose() {
			return func(int) (mark, bool) { return mark{}, false }
		}
		return f.find
	},
}

// A signed is the beginning of a line that may be a label with signs.
type signed struct {
	form string // the signs, with N for the label
	name string
	body int  // byte of the line at which the words begin
	ends bool // the line ends as a sentence does
}

// weak reports whether the signs also stand after other words than labels.
func (s signed) weak() bool { return !strings.ContainsAny(s.form, ":<{[(") }

// A signFinder knows the form of the labels of a document.
type signFinder struct {
	*document
	form  string
	times map[string]int // marks of that form by key
}

const (
	mostForms = 40  // that are counted in a document
	firstFew  = 300 // lines after which a document without such labels is given up
)

// choose finds the form that most labels have, and reports whether they are speakers.
func (f *signFinder) choose() bool {
	all := map[string][]signed{}
	lines := 0
	for i := f.head.end; i < len(f.Blocks); i++ {
		if b := f.Blocks[i]; b.Kind == corpus.HeadingBlock || b.Kind == corpus.CueBlock {
			continue
		}
		if lines++; lines == firstFew && !frequent(all, lines) {
			return false
		}
		for _, s := range signedLine(f.line(i)) {
			if len(all) < mostForms || all[s.form] != nil {
				all[s.form] = append(all[s.form], s)
			}
		}
	}
	best := 0
	for form, found := range all {
		n := f.recurring(found)
		if n > best || n == best && n > 0 && form < f.form {
			if f.takeTurns(found, n) {
				best, f.form = n, form
			}
		}
	}
	if f.form == "" {
		return false
	}
	clear(f.times)
	for _, s := range all[f.form] {
		_, key := f.clean(s.name)
		f.times[key]++
	}
	return true
}

// frequent reports whether one of some forms is found in every twelfth line.
func frequent(all map[string][]signed, lines int) bool {
	for _, found := range all {
		if len(found)*12 >= lines {
			return true
		}
	}
	return false
}

// recurring counts the lines whose labels recur.
func (f *signFinder) recurring(found []signed) (n int) {
	if len(found) < 4 {
		return 0
	}
	clear(f.times)
	for _, s := range found {
		_, key := f.clean(s.name)
		f.times[key]++
	}
	for _, times := range f.times {
		if times > 1 {
			n += times
		}
	}
	return n
}

// takeTurns reports whether n lines with labels that recur are a conversation: a few labels that
// alternate through most of the lines, of roles or of what looks like names.
func (f *signFinder) takeTurns(found []signed, n int) bool {
	changes, roles, sentences, last := 0, 0, 0, ""
	names := map[string]bool{}
	for _, s := range found {
		label, key := f.clean(s.name)
		if f.times[key] < 2 {
			continue
		}
		if key != last {
			changes++
		}
		if s.ends {
			sentences++
		}
		last = key
		if names[key] {
			continue
		}
		names[key] = true
		role := corpus.RoleOf(label)
		if role == corpus.RoleAsks || role == corpus.RoleAnswers && !corpus.CommonLabel(label) && !abbreviation(label) {
			roles++
		}
		if role == corpus.NoRole && (wordingOf(label) != nameWording || !nameLike(label) && !initials().MatchString(label) ||
			heading(key) || listed(key) || enumerated(key) || containsWord(f.Body, strings.ToLower(label))) {
			return false
		}
	}
	enough := roles > 0 && n*10 >= f.paragraphs()*6 || n >= 6 && n*10 >= f.paragraphs()*8 && sentences*2 >= n
	return enough && len(names) >= 2 && len(names) <= 15 && changes*2 >= n && (!strings.HasPrefix(found[0].form, "N.") || roles > 0)
}

// find reads block i in the form of the document. With signs that also stand elsewhere, a label
// that occurs once must have a role, describe somebody or have two words.
func (f *signFinder) find(i int) (mark, bool) {
	if b := f.Blocks[i]; b.Kind == corpus.HeadingBlock || b.Kind == corpus.CueBlock {
		return mark{}, false
	}
	for _, s := range signedLine(f.line(i)) {
		if s.form != f.form {
			continue
		}
		_, key := f.clean(s.name)
		named := corpus.RoleOf(s.name) != corpus.NoRole || corpus.DescribesPerson(s.name) || strings.Contains(s.name, " ") && nameLike(s.name)
		if s.weak() && f.times[key] < 2 && !named {
			continue
		}
		return mark{name: s.name, body: f.Blocks[i].Span.Start + s.body, at: corpus.NoTime, to: corpus.NoTime}, true
	}
	return mark{}, false
}

// signedLine reads the signs and the label at the beginning of a line: none, or up to two
// readings, as a full stop may be that of an abbreviation.
func signedLine(line string) (found []signed) {
	var s signed
	at := spaceFrom(line, 0)
	if r, size := utf8.DecodeRuneInString(line[at:]); strings.ContainsRune("-•*·–—+>", r) && strings.HasPrefix(line[at+size:], " ") {
		s.form = string(r) // a bullet
		at = spaceFrom(line, at+size)
	}
	opening := len(line[at:]) - len(strings.TrimLeft(line[at:], "<{([*_"))
	if opening > 3 {
		return nil
	}
	open := line[at : at+opening]
	s.form += open + "N"
	start := at + opening
	for i, r := range line[start:] {
		if i > 4*40 {
			return found
		}
		if i == 0 && !unicode.IsLetter(r) {
			return nil
		}
		sign, after := signAt(line, start, start+i, open)
		if sign == "" {
			continue
		}
		if s.form == "N" && strings.HasPrefix(sign, ":") && (after == len(line) || line[after] == ' ' || line[after] == '\t') {
			return found // the layout colon
		}
		read := s
		read.name, read.body = strings.TrimRightFunc(line[start:start+i], blank), spaceFrom(line, after)
		read.form += sign
		read.ends = endsSentence(line) || read.body == len(line)
		if read.body == after && after < len(line) {
			read.form += "N" // no blank
		}
		if strings.Count(read.name, " ") <= 4 {
			found = append(found, read)
		}
		if sign != "." {
			return found
		}
	}
	return found
}

// endsSentence reports whether a line ends as a sentence does.
func endsSentence(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, " \t\")]”’»"))
	return strings.ContainsRune(".?!…。？！؟", last)
}

func blank(r rune) bool { return r == ' ' || r == '\t' || invisible(r) }

// closingSigns close what a sign opens.
var closingSigns = map[byte]byte{'<': '>', '{': '}', '(': ')', '[': ']'}

// signAt reads the sign at byte i that ends the label from start on; after is the byte behind it.
// Signs of words, as dashes, have blanks or the end of the line beside them.
func signAt(line string, start, i int, open string) (sign string, after int) {
	r, size := utf8.DecodeRuneInString(line[i:])
	if r == ' ' || unicode.IsLetter(r) {
		return "", 0
	}
	after = i + size
	ends := after == len(line) || line[after] == ' ' || line[after] == '\t'
	spaced := i > start && line[i-1] == ' '
	if i == start {
		return "", 0
	}
	last := byte(0)
	if open != "" {
		last = open[len(open)-1]
	}
	switch {
	case r == ':' || r == '：':
		after += len(line[after:]) - len(strings.TrimLeft(line[after:], ":*_)]}>"))
		return ":" + strings.Trim(line[i+size:after], ":"), after
	case last == '*' || last == '_':
		if r == rune(last) {
			after += len(line[after:]) - len(strings.TrimLeft(line[after:], "*_:"))
			return line[i:after], after
		}
	case last != 0:
		if r == rune(closingSigns[last]) {
			after += len(line[after:]) - len(strings.TrimLeft(line[after:], ":"))
			return line[i:after], after
		}
	case r == ')' && strings.Contains(line[start:i], "("): // what is beside the name
	case strings.ContainsRune("–—-=|", r) && spaced && ends, strings.ContainsRune("|;/>)", r) && !spaced && ends:
		return string(r), after
	case r == '.' && ends && !strings.Contains(line[start:i], " "):
		return ".", after
	}
	return "", 0
}

// withoutMarks is a text without the signs that set the direction of writing or have no width.
func withoutMarks(s string) string {
	if !strings.ContainsFunc(s, invisible) {
		return s
	}
	runes := slices.DeleteFunc([]rune(s), invisible)
	return string(runes)
}

// invisible reports whether a sign is not seen; joiners are a part of words.
func invisible(r rune) bool {
	return r > 0x7f && unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d'
}
