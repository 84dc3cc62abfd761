package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostNouns limits how often commonNoun searches the whole text.
const mostNouns = 200

// commonNoun reports whether a single word is a noun of the language rather than a name:
// it occurs in lower case as well, or all nouns have capitals.
func (e *weigher) commonNoun(word string) bool {
	if strings.ContainsAny(word, " .-") {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(word); !hasCase(first) {
		return true
	}
	if e.nouns++; e.nouns > mostNouns { // no transcript has so many people who speak once
		return true
	}
	return e.nounsHaveCapitals() || containsWord(e.Body, strings.ToLower(word))
}

// containsWord reports whether a word occurs in a text by itself.
func containsWord(text, word string) bool {
	for at := 0; ; {
		n := strings.Index(text[at:], word)
		if n < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at+n])
		after, _ := utf8.DecodeRuneInString(text[at+n+len(word):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		at += n + len(word)
	}
}
