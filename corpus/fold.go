package corpus

import (
	"strings"
	"unicode/utf8"
)

// CutPrefixFold returns what follows prefix in s, where case does not matter. Letters
// are compared one by one, since a letter and its other case can differ in length: an
// index into the lower case of s is none into s.
func CutPrefixFold(s, prefix string) (after string, found bool) {
	after = s
	for prefix != "" {
		_, n := utf8.DecodeRuneInString(after)
		_, m := utf8.DecodeRuneInString(prefix)
		if !strings.EqualFold(after[:n], prefix[:m]) {
			return s, false
		}
		after, prefix = after[n:], prefix[m:]
	}
	return after, true
}
