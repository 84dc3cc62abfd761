package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Finder finds quotes in one text. It makes the text comparable once, at the
// first quote.
type Finder struct {
	Text
	hay *folded
}

// Find returns every place in the text where quote stands, in order, whatever the
// white space, quotation marks, dashes, ligatures, accents' composition and case
// of either. Only whole words count: "trust" does not stand in "mistrust". An
// empty quote stands nowhere.
func (t *Finder) Find(quote string) []Span {
	needle := fold(strings.TrimSpace(quote)).text
	if needle == "" {
		return nil
	}
	if t.hay == nil {
		f := fold(t.Body)
		t.hay = &f
	}
	hay := t.hay
	var found []Span
	for from := 0; ; {
		n := strings.Index(hay.text[from:], needle)
		if n < 0 {
			return found
		}
		start, end := from+n, from+n+len(needle)
		span, whole := hay.span(start, end)
		if whole && t.wholeWords(span) {
			found = append(found, span)
			from = end
			continue
		}
		_, size := utf8.DecodeRuneInString(hay.text[start:])
		from = start + size
	}
}

// folded is a text made comparable, with the way back to where each of its bytes
// came from.
type folded struct {
	text string
	from []int32 // byte of the original at which the letter behind each byte begins; one more for the end
	at   []int32 // byte of text at which that letter's folding begins
}

// span leads back to the original; whole is false where a letter's folding (an
// ff ligature, a base and its accent) would be cut.
func (f folded) span(start, end int) (span Span, whole bool) {
	whole = int(f.at[start]) == start && int(f.at[end]) == end
	if r, _ := utf8.DecodeRuneInString(f.text[end:]); unicode.Is(unicode.Mn, r) {
		whole = false
	}
	// White space folds into one blank, which belongs to its first character:
	// the quote ends where the last letter before it ends.
	return Span{int(f.from[start]), int(f.from[end])}, whole
}

func fold(s string) folded {
	var b strings.Builder
	b.Grow(len(s))
	f := folded{from: make([]int32, 0, len(s)+1), at: make([]int32, 0, len(s)+1)}
	blank := false
	for i, r := range s {
		if unicode.IsSpace(r) || r == '\u00a0' {
			if blank {
				continue
			}
			blank = true
			f.write(&b, " ", i)
			continue
		}
		if r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff' {
			continue // soft hyphens and the like have no width
		}
		blank = false
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			if r == '`' {
				r = '\''
			}
			f.write(&b, string(r), i)
			continue
		}
		f.write(&b, foldRune(r), i)
	}
	f.from = append(f.from, int32(len(s)))
	f.at = append(f.at, int32(b.Len()))
	f.text = b.String()
	return f
}

func (f *folded) write(b *strings.Builder, s string, from int) {
	at := int32(b.Len())
	for range len(s) {
		f.from = append(f.from, int32(from))
		f.at = append(f.at, at)
	}
	b.WriteString(s)
}

func foldRune(r rune) string {
	switch {
	case strings.ContainsRune("‘’‚‛′ʼ´", r):
		return "'"
	case strings.ContainsRune("“”„‟″«»", r):
		return `"`
	case unicode.Is(unicode.Pd, r) || r == '−':
		return "-"
	}
	return strings.ToLower(norm.NFKD.String(string(unicode.ToLower(r))))
}

// wholeWords tells whether s begins and ends where words do. Scripts that write
// no space between words have no such borders.
func (t Text) wholeWords(s Span) bool {
	before, _ := utf8.DecodeLastRuneInString(t.Body[:s.Start])
	first, _ := utf8.DecodeRuneInString(t.Body[s.Start:])
	last, _ := utf8.DecodeLastRuneInString(t.Body[:s.End])
	after, _ := utf8.DecodeRuneInString(t.Body[s.End:])
	return !(inWord(before) && inWord(first)) && !(inWord(last) && inWord(after))
}
