package corpus

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokens are the words and punctuation marks of a text. In scripts without spaces
// between words each letter is a token.
type tokens struct {
	words []int32 // equal numbers are equal words, regardless of case
	spans []Span
}

// matchWords finds the place of each word of from among the words of to, -1 for
// those that are gone.
func matchWords(from, to Text) (a, b tokens, match []int32) {
	numbers := map[string]int32{}
	a, b = tokenize(from.Body, numbers), tokenize(to.Body, numbers)
	match = unmatched(len(a.words))
	align(a.words, b.words, 0, 0, match, 0)
	return a, b, match
}

// unmatched are n words that are matched with none.
func unmatched(n int) []int32 {
	match := make([]int32, n)
	for i := range match {
		match[i] = -1
	}
	return match
}

// tokenize cuts body into tokens. numbers has the number of each word that was
// seen before, and receives those of new ones.
func tokenize(body string, numbers map[string]int32) (t tokens) {
	start := -1
	for i, r := range body {
		if inWord(r) || start >= 0 && isMark(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			t.add(body, Span{start, i}, numbers)
			start = -1
		}
		if !isSpace(r) {
			t.add(body, Span{i, i + utf8.RuneLen(r)}, numbers)
		}
	}
	if start >= 0 {
		t.add(body, Span{start, len(body)}, numbers)
	}
	return t
}

func (t *tokens) add(body string, s Span, numbers map[string]int32) {
	word := body[s.Start:s.End]
	if strings.ToLower(word) != word {
		word = strings.ToLower(word)
	}
	n, ok := numbers[word]
	if !ok {
		n = int32(len(numbers))
		numbers[strings.Clone(word)] = n
	}
	t.words = append(t.words, n)
	t.spans = append(t.spans, s)
}

// within returns the tokens that a span touches, [first, last).
func (t tokens) within(s Span) (first, last int) {
	first = sort.Search(len(t.spans), func(i int) bool { return t.spans[i].End > s.Start })
	last = sort.Search(len(t.spans), func(i int) bool { return t.spans[i].Start >= s.End })
	return first, max(first, last)
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }

func isMark(r rune) bool { return unicode.Is(unicode.M, r) }

// inWord reports whether r is a letter or digit of a script that puts spaces
// between words.
func inWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.In(r, unicode.Han, unicode.Hiragana,
		unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
