package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
)

// ErasedMark stands in a text where words were erased.
const ErasedMark = "[erased]"

// WordStarts returns the byte at which each word of body begins. A word is a word of
// UAX #29 with a letter or a digit: "don't" is one word, "police-led" two, each Han
// character one. What stands where words were erased is none: nobody said it.
func WordStarts(body string) []int32 {
	starts := make([]int32, 0, len(body)/5)
	for tokens := words.FromString(body); tokens.Next(); {
		if isWord(tokens.Value()) && (tokens.Start() == 0 || !strings.HasPrefix(body[tokens.Start()-1:], ErasedMark)) {
			starts = append(starts, int32(tokens.Start()))
		}
	}
	return starts
}

// isWord reports whether a token has a letter or a digit.
func isWord(token string) bool {
	for _, r := range token {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// Sentences cuts span into sentences, without the white space between them. A line
// end is white space, an empty line ends a sentence, and the full stop of an
// abbreviation does not: "Dr. Roe" stays together.
func (t Text) Sentences(span Span) []Span {
	var found []Span
	for _, par := range t.paragraphs(span) {
		// Bytes replace bytes, so that positions stay the same.
		flat := strings.ReplaceAll(t.Body[par.Start:par.End], "\n", " ")
		open := -1 // start of a sentence that continues after an abbreviation
		for tokens := sentences.FromString(flat); tokens.Next(); {
			if open < 0 {
				open = tokens.Start()
			}
			if tokens.End() < len(flat) && EndsInAbbreviation(flat[open:tokens.End()], flat[tokens.End():]) {
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

// paragraphs cuts span at empty lines.
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

// abbreviations with which sentences do not end, in lower case.
var abbreviations = set(`dr mr mrs ms prof st sir hon rev sgt insp supt cpl lt col gen capt cllr
	vs etc e.g i.e cf bzw z.b d.h usw hr fr m mme mlle dhr mevr sra sr`)

// beforeNumbers are abbreviations only if a number follows: "no. 5", but not "we said
// no."
var beforeNumbers = set(`no nos nr fig vol p pp approx ca`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// EndsInAbbreviation reports whether the full stop at the end of a sentence may be
// that of an abbreviation; next is what follows.
func EndsInAbbreviation(sentence, next string) bool {
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
