package project

import (
	"strings"
	"unicode"
)

// quotes are sequences of words that must not stand anywhere any more: any quoteWords of the
// erased words in a row, and passages of no more words than that as a whole.
type quotes map[string]bool

// quoteWords is how many words in a row are a quote and no turn of phrase; shortQuote how many
// a whole passage must have.
const (
	quoteWords = 5
	shortQuote = 3
)

// addAll adds what could be quoted of some words.
func (q *quotes) addAll(words string) {
	if *q == nil {
		*q = quotes{}
	}
	all := plainWords(words)
	for i := 0; i+quoteWords <= len(all); i++ {
		(*q)[strings.Join(all[i:i+quoteWords], " ")] = true
	}
}

// add adds a passage.
func (q *quotes) add(passage string) {
	q.addAll(passage)
	if all := plainWords(passage); len(all) >= shortQuote && len(all) < quoteWords {
		(*q)[strings.Join(all, " ")] = true
	}
}

// hide replaces quotes in a text by a mark.
func (q quotes) hide(s string) string {
	if len(q) == 0 {
		return s
	}
	places := wordPlaces(s)
	hidden := make([]bool, len(places))
	for n := shortQuote; n <= quoteWords; n++ {
		for i := 0; i+n <= len(places); i++ {
			words := make([]string, n)
			for j, w := range places[i : i+n] {
				words[j] = strings.ToLower(s[w[0]:w[1]])
			}
			if q[strings.Join(words, " ")] {
				for j := range n {
					hidden[i+j] = true
				}
			}
		}
	}
	var b strings.Builder
	at := 0
	for i := 0; i < len(places); i++ {
		if !hidden[i] {
			continue
		}
		b.WriteString(s[at:places[i][0]] + erasedMark)
		for ; i+1 < len(places) && hidden[i+1]; i++ {
		}
		at = places[i][1]
	}
	return b.String() + s[at:]
}

// plainWords are the words of a text in small letters.
func plainWords(s string) (words []string) {
	for _, w := range wordPlaces(s) {
		words = append(words, strings.ToLower(s[w[0]:w[1]]))
	}
	return words
}

// wordPlaces is where words of letters and digits begin and end, in bytes.
func wordPlaces(s string) (all [][2]int) {
	start := -1
	for i, r := range s {
		in := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if in && start < 0 {
			start = i
		}
		if !in && start >= 0 {
			all, start = append(all, [2]int{start, i}), -1
		}
	}
	if start >= 0 {
		all = append(all, [2]int{start, len(s)})
	}
	return all
}
