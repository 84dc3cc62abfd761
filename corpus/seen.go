package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// PlainName is a name without signs that nobody can see, which would make two names of one:
// zero width spaces, soft hyphens, byte order marks, marks of direction. Joiners stay between
// letters of scripts that are written with them, as Persian and Hindi, and in emoji.
func PlainName(name string) string {
	if !strings.ContainsFunc(name, unseen) {
		return name
	}
	var b strings.Builder
	before := rune(0)
	for i, r := range name {
		if unseen(r) {
			if after, _ := utf8.DecodeRuneInString(name[i+utf8.RuneLen(r):]); !shapes(r, before, after) {
				continue
			}
		}
		b.WriteRune(r)
		before = r
	}
	return strings.TrimSpace(b.String())
}

// apostrophes are signs that people type for the one of O'Brien.
var apostrophes = strings.NewReplacer("’", "'", "ʼ", "'", "‘", "'", "´", "'", "`", "'", "＇", "'")

// PlainApostrophes is a name with one sign for all apostrophes, as names are compared.
func PlainApostrophes(name string) string {
	if !strings.ContainsAny(name, "’ʼ‘´`＇") {
		return name
	}
	return apostrophes.Replace(name)
}

// Signs that join what stands beside them, or say which of its forms is meant.
const (
	nonJoiner = '\u200c'
	joiner    = '\u200d'
)

// unseen tells of signs that show nothing by themselves.
func unseen(r rune) bool {
	if r < 0x80 {
		return false
	}
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0': // fillers
		return true
	}
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) || unicode.Is(unicode.Variation_Selector, r)
}

// joining are scripts in which a joiner changes how a word is written.
var joining = []*unicode.RangeTable{unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mandaic, unicode.Mongolian, unicode.Devanagari,
	unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam,
	unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Balinese, unicode.Javanese}

// shapes reports whether an unseen sign changes how what stands beside it is written.
func shapes(r, before, after rune) bool {
	switch {
	case r == nonJoiner:
		return unicode.In(before, joining...) && unicode.In(after, joining...)
	case r == joiner:
		return unicode.In(before, joining...) && (after == utf8.RuneError || unicode.In(after, joining...)) || isEmoji(before) && isEmoji(after)
	case r >= '\u180b' && r <= '\u180f':
		return unicode.Is(unicode.Mongolian, before)
	case r >= '\ufe00' && r <= '\ufe0f':
		return unicode.IsSymbol(before) || unicode.IsPunct(before) || unicode.IsNumber(before) || unicode.Is(unicode.Han, before)
	case r >= '\U000e0100' && r <= '\U000e01ef':
		return unicode.Is(unicode.Han, before)
	case r >= '\U000e0020' && r <= '\U000e007f': // of flags
		return before == '\U0001f3f4' || before >= '\U000e0020' && before <= '\U000e007f'
	}
	return false
}

// isEmoji tells of what joiners in emoji stand between; a variation selector may come before one.
func isEmoji(r rune) bool { return unicode.IsSymbol(r) || r == '\ufe0f' }
