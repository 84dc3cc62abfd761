package foreign

import (
	"strings"
	"unicode/utf8"
)

// A place finds where codings are in a text, and makes sure of their words.
type place struct {
	text   string // as the database has it
	runes  []rune
	offset []int // of each rune, in bytes
	mark   int   // code points of byte order marks at its beginning
}

func newPlace(text string) *place {
	p := &place{text: text, runes: []rune(text)}
	p.offset = make([]int, 0, len(p.runes)+1)
	for i := range text {
		p.offset = append(p.offset, i)
	}
	p.offset = append(p.offset, len(text))
	p.mark = marks(text)
	return p
}

// marks is how many byte order marks a text begins with.
func marks(text string) int {
	return (len(text) - len(strings.TrimLeft(text, byteOrderMark))) / len(byteOrderMark)
}

func (p *place) slice(start, end int) (string, bool) {
	if start < 0 || end > len(p.runes) || start >= end {
		return "", false
	}
	return p.text[p.offset[start]:p.offset[end]], true
}

// inSource says where a place in the database's text is in the source, which has no byte
// order mark; false where nothing but the mark is in it.
func (p *place) inSource(start, end int) (from, to int, ok bool) {
	from, to = max(0, start-p.mark), end-p.mark
	return from, to, from < to
}

func sameWords(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

// settle says where words are that a program keeps with a place, in code points of the
// database's text. A byte order mark at its beginning counts there, unless the words say
// that it was not counted. Where the text was edited since, they may stand elsewhere: at
// the only place, if there is but one.
func (p *place) settle(start, end int, words string) (from, to int, moved, ok bool) {
	if strings.TrimSpace(words) == "" {
		_, inside := p.slice(start, end)
		return start, end, false, inside
	}
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, sameWords} {
		for n := 0; n <= p.mark; n++ {
			if is, inside := p.slice(start+n, end+n); inside && same(is, words) {
				return start + n, end + n, false, true
			}
		}
	}
	at := strings.Index(p.text, words)
	if at < 0 || strings.Contains(p.text[at+1:], words) {
		return 0, 0, false, false
	}
	from = utf8.RuneCountInString(p.text[:at])
	return from, from + utf8.RuneCountInString(words), true, true
}
