package format

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// vocabulary counts the words within lines, and their parts before a hyphen. It tells
// "police-" "led" from "col-" "laboration".
func vocabulary(pages [][]pdfLine) map[string]int {
	words := map[string]int{}
	for _, lines := range pages {
		for _, l := range lines {
			for w := range strings.FieldsSeq(l.text) {
				w = bare(w)
				words[w]++
				if i := strings.IndexByte(w, '-'); i > 0 {
					words[w[:i+1]]++
				}
			}
		}
	}
	return words
}

// bare returns a word in lower case without punctuation around it.
func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// tail is the end of the paragraph so far: only this matters, since a paragraph may be long.
func (p *pdfText) tail() string {
	return string(bytes.ToValidUTF8(p.text[max(len(p.text)-80, 0):], nil))
}

// glue ends a line that goes on with the next one: with a blank, or without the hyphen of a divided word.
func (p *pdfText) glue(next string) {
	end := p.tail()
	cut, hyphened := cutHyphen(end)
	switch {
	case hyphened:
		p.text = p.text[:len(p.text)-(len(end)-len(cut))]
		if !p.hyphenated(cut, next) {
			p.text = append(p.text, '-')
		}
	case joined(end, next):
	default:
		p.text = append(p.text, ' ')
	}
}

// joined reports whether no blank belongs between two lines, because of a dash or of
// a hyphen after a digit: "supplementary—" and "briefly", "12-" and "pound".
func joined(before, after string) bool {
	r, n := utf8.DecodeLastRuneInString(before)
	if unspaced(r) && unspaced(firstRune(after)) {
		return true
	}
	inside, _ := utf8.DecodeLastRuneInString(before[:len(before)-n])
	if r == '—' || r == '-' && unicode.IsDigit(inside) {
		return inside != ' ' && n < len(before)
	}
	next, m := utf8.DecodeRuneInString(after)
	return next == '—' && !strings.HasPrefix(after[m:], " ")
}

// cutHyphen removes the hyphen at the end of a line.
func cutHyphen(text string) (cut string, ok bool) {
	if cut, ok = strings.CutSuffix(text, string(hyphen)); ok {
		return strings.TrimRight(cut, "-\u00ad"), true
	}
	for _, h := range []string{"-", "\u00ad", "\u2010"} {
		if cut, ok = strings.CutSuffix(text, h); ok {
			r, _ := utf8.DecodeLastRuneInString(cut)
			return cut, unicode.IsLetter(r)
		}
	}
	return text, false
}

// hyphenated reports whether a hyphen is only due to the end of a line. It is not if
// the word has one elsewhere in the document, if a capital or digit follows, or if
// the document does not hyphenate words.
func (p *pdfText) hyphenated(before, after string) bool {
	first, _ := utf8.DecodeRuneInString(after)
	if !unicode.IsLower(first) {
		return false
	}
	head := before[strings.LastIndexAny(before, " \n")+1:]
	tail, _, _ := strings.Cut(after, " ")
	with, without := p.words[bare(head+"-"+tail)], p.words[bare(head+tail)]
	if with+without > 0 {
		return without >= with
	}
	compound := strings.Contains(bare(head), "-") || strings.Contains(bare(tail), "-")
	if !p.hyphenates || compound || utf8.RuneCountInString(bare(head)) < 2 {
		return false
	}
	return p.words[bare(head)+"-"] == 0 // no compound begins with the first part
}
