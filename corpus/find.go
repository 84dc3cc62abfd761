package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Finder finds quotes in one text. It normalises the text once, at the first quote.
type Finder struct {
	Text
	hay *folded
}

// Find returns every place of quote in the text, in order. It ignores differences of
// case, white space, kinds of quotation marks, dashes and ellipses, ligatures and
// composition of accents.
// Only whole words match: "trust" is not found in "mistrust". An empty quote is not
// found.
func (t *Finder) Find(quote string) []Span {
	needle := FoldQuote(quote)
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

// FoldQuote is a quote as [Finder.Find] compares it: two that differ only in what Find ignores
// are the same.
func FoldQuote(quote string) string { return fold(strings.TrimSpace(quote)).text }

// A folded text is normalised for comparison, and knows where each of its bytes came
// from.
type folded struct {
	text string
	from []int32 // for each byte, and the end, the byte of the original letter
	at   []int32 // for each byte, and the end, the byte at which the folding of its letter begins
}

// span returns the span in the original of [start, end) in the folded text. whole is
// false if it would cut a letter, as an ff ligature or a letter with its accent.
func (f folded) span(start, end int) (span Span, whole bool) {
	whole = int(f.at[start]) == start && int(f.at[end]) == end
	if r, _ := utf8.DecodeRuneInString(f.text[end:]); unicode.Is(unicode.Mn, r) {
		whole = false
	}
	return Span{int(f.from[start]), int(f.from[end])}, whole
}

// fold normalises a text.
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
		if r == '\u00ad' || '\u200b' <= r && r <= '\u200d' || r == '\u2060' || r == '\ufeff' {
			continue // without width, as soft hyphens and joiners
		}
		blank = false
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			if r == '`' || r == '"' {
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

// write appends the folding of the letter at byte from of the original.
func (f *folded) write(b *strings.Builder, s string, from int) {
	at := int32(b.Len())
	for range len(s) {
		f.from = append(f.from, int32(from))
		f.at = append(f.at, at)
	}
	b.WriteString(s)
}

// foldRune normalises a letter or mark that is not ASCII.
func foldRune(r rune) string {
	switch {
	case strings.ContainsRune("‘’‚‛‹›′ʼ´“”„‟″«»「」『』", r): // single, double and apostrophes alike
		return "'"
	case unicode.Is(unicode.Pd, r) || r == '−':
		return "-"
	}
	return strings.ToLower(norm.NFKD.String(string(unicode.ToLower(r))))
}

// wholeWords reports whether s begins and ends at word boundaries. In scripts without
// spaces between words every letter is one.
func (t Text) wholeWords(s Span) bool {
	first, _ := utf8.DecodeRuneInString(t.Body[s.Start:])
	after, _ := utf8.DecodeRuneInString(t.Body[s.End:])
	return !(endsInWord(t.Body[:s.Start]) && inWord(first)) && !(endsInWord(t.Body[:s.End]) && inWord(after))
}

// endsInWord reports whether s ends in a letter or digit, perhaps with accents.
func endsInWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, isMark))
	return inWord(r)
}
