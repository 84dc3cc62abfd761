package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
)

// WordStarts returns the byte at which each word of body begins. A word is what
// Unicode calls one (UAX #29), if it holds a letter or a digit: "don't" is one
// word, "police-led" two, each Han character one.
func WordStarts(body string) []int32 {
	starts := make([]int32, 0, len(body)/5)
	for tokens := words.FromString(body); tokens.Next(); {
		if isWord(tokens.Value()) {
			starts = append(starts, int32(tokens.Start()))
		}
	}
	return starts
}

func isWord(token string) bool {
	for _, r := range token {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// Sentences cuts the words in span into sentences, without the white space
// between them. A single line end is white space, an empty line ends a
// sentence, and so it is with abbreviations: "Dr. Roe" stays together.
func (t Text) Sentences(span Span) []Span {
	var found []Span
	for _, par := range t.paragraphs(span) {
		// One byte for one byte, so that positions stay.
		flat := strings.ReplaceAll(t.Body[par.Start:par.End], "\n", " ")
		open := -1 // start of a sentence that an abbreviation keeps open
		for tokens := sentences.FromString(flat); tokens.Next(); {
			if open < 0 {
				open = tokens.Start()
			}
			if tokens.End() < len(flat) && endsInAbbreviation(flat[open:tokens.End()], flat[tokens.End():]) {
				continue
			}
			if s := t.Trim(Span{par.Start + open, par.Start + tokens.End()}); s.Len() > 0 {
				found = append(found, s)
			}
			open = -1
		}
	}
	return found
}

func (t Text) paragraphs(span Span) []Span {
	var found []Span
	for start := span.Start; start < span.End; {
		n := strings.Index(t.Body[start:span.End], "\n\n")
		if n < 0 {
			return append(found, Span{start, span.End})
		}
		found = append(found, Span{start, start + n})
		start += n + 2
	}
	return found
}

// abbreviations that a sentence does not end with, in lower case.
var abbreviations = set(`dr mr mrs ms prof st sir hon rev sgt insp supt cpl lt col gen capt cllr
	vs etc e.g i.e cf bzw z.b d.h usw hr fr m mme mlle dhr mevr sra sr`)

// beforeNumbers are abbreviations only where a number follows: "no. 5", but not "we
// said no."
var beforeNumbers = set(`no nos nr fig vol p pp approx ca`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// endsInAbbreviation tells whether the dot at the end of a sentence may belong to
// an abbreviation; next is what follows.
func endsInAbbreviation(sentence, next string) bool {
	s, dotted := strings.CutSuffix(strings.TrimRight(sentence, " "), ".")
	if !dotted {
		return false
	}
	last := strings.TrimLeft(s[strings.LastIndexByte(s, ' ')+1:], `("'“‘[`)
	r, n := utf8.DecodeRuneInString(last)
	initial := n == len(last) && unicode.IsUpper(r) && r != 'I' // "J. Roe", but not "you and I."
	last = strings.ToLower(last)
	return initial || abbreviations[last] || beforeNumbers[last] && next != "" && next[0] >= '0' && next[0] <= '9'
}
