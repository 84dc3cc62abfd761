package format

import (
	"errors"
	"math"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// typed are the letters of a text set in a font of this size, half as wide as high,
// from a point on: lines are 1.2 times the size apart.
func typed(text string, left, base, size float64) (glyphs []glyph) {
	x := left
	for _, r := range text {
		g := glyph{text: r, left: x, right: x + size/2, bottom: base, top: base + 0.7*size, size: size}
		if r == '\n' {
			x, base = left-size/2, base-1.2*size
		}
		if unicode.IsSpace(r) {
			g.right = g.left
		}
		glyphs = append(glyphs, g)
		x += size / 2
	}
	return glyphs
}

// set are the lines of a text, as they are after linesOf.
func set(text string, left, base, size float64) []pdfLine {
	return linesOf(typed(text, left, base, size))
}

// texts are the texts of lines.
func texts(lines []pdfLine) (found []string) {
	for _, l := range lines {
		found = append(found, l.text)
	}
	return found
}

func TestLinesOf(t *testing.T) {
	tests := []struct {
		name   string
		glyphs []glyph
		want   []string
	}{
		{"nothing", nil, nil},
		{"two lines", typed("one two\nthree", 50, 700, 10), []string{"one two", "three"}},
		{"white space", typed("  \n one ", 50, 700, 10), []string{"one"}},
		{"a wide gap", append(typed("left", 50, 700, 10), typed("right", 200, 700, 10)...), []string{"left", "right"}},
		{"a narrow gap", append(typed("left", 50, 700, 10), typed("right", 76, 700, 10)...), []string{"leftright"}},
		{"another height without a line end", append(typed("one", 50, 700, 10), typed("two", 50, 680, 10)...), []string{"one", "two"}},
		{"a hyphen at the end", typed("col\x02\nlaboration", 50, 700, 10), []string{"col\x02", "laboration"}},
		{"a ligature", typed("oﬃce", 50, 700, 10), []string{"office"}},
		{"control characters", typed("a\x07b", 50, 700, 10), []string{"ab"}},
		{"a large first letter drawn behind its line", append(append(typed("asked him to", 70, 700, 10), typed("I", 50, 688, 25)...),
			typed("wait", 70, 688, 10)...), []string{"asked him to", "I", "wait"}},
		{"pieces of a line", append(typed("one\n", 50, 700, 10), typed("two", 72, 700, 10)...), []string{"one two"}},
		{"pieces of a word", append(typed("one\n", 50, 700, 10), typed("two", 65, 700, 10)...), []string{"onetwo"}},
		{"a bullet drawn last", append(append(typed("first item\n", 70, 700, 10), typed("second item\n", 70, 680, 10)...),
			append(typed("•\n", 50, 700, 10), typed("•", 50, 680, 10)...)...), []string{"• first item", "• second item"}},
		{"a number far from everything", append(typed("text\n", 300, 700, 10), typed("1.", 50, 700, 10)...), []string{"text", "1."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, texts(linesOf(tt.glyphs))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLineMeasures(t *testing.T) {
	glyphs := typed("gone by", 50, 700, 10)
	for i := range glyphs {
		if glyphs[i].text == 'g' || glyphs[i].text == 'y' { // they hang below the line
			glyphs[i].bottom -= 2
		}
		glyphs[i].bold = i < len("gone")
	}
	l := linesOf(glyphs)[0]
	if l.base != 700 || l.bottom != 698 || l.top != 707 || l.size != 10 {
		t.Errorf("base %g, bottom %g, top %g, size %g", l.base, l.bottom, l.top, l.size)
	}
	if l.left != 50 || l.right != 85 || l.first != 20 {
		t.Errorf("from %g to %g, first word %g wide", l.left, l.right, l.first)
	}
	if l.bold != len("gone") {
		t.Errorf("%d bytes in bold, want %d", l.bold, len("gone"))
	}
	if alone := linesOf(typed("gone", 50, 700, 10))[0]; alone.first != 20 {
		t.Errorf("one word, %g wide", alone.first)
	}
}

// pagesOf makes so many pages, each with the lines that make returns.
func pagesOf(n int, make func(page int) []pdfLine) (pages [][]pdfLine) {
	for i := range n {
		pages = append(pages, make(i))
	}
	return pages
}

// pagesWith are pages that show these lines.
func pagesWith(lines ...[]pdfLine) (pages []pdfPage) {
	for _, l := range lines {
		pages = append(pages, pdfPage{lines: l})
	}
	return pages
}

// body is a page of text of five lines, from the height 600 on.
func body(page int) []pdfLine {
	words := strings.Repeat(string(rune('a'+page)), 5)
	return set(strings.TrimSpace(strings.Repeat(words+" lorem ipsum dolor\n", 5)), 50, 600, 10)
}

func TestWithoutHeads(t *testing.T) {
	roman := []string{"i", "ii", "iii", "iv", "v", "vi"}
	tests := []struct {
		name  string
		pages int
		extra func(page int) []pdfLine
		gone  bool
	}{
		{"a header", 5, func(int) []pdfLine { return set("The Kestrel Review", 50, 750, 10) }, true},
		{"a header with a number", 5, func(p int) []pdfLine { return set("Chapter "+string(rune('1'+p)), 50, 750, 10) }, true},
		{"a footer", 5, func(int) []pdfLine { return set("confidential", 50, 40, 10) }, true},
		{"page numbers", 5, func(p int) []pdfLine { return set("- "+string(rune('1'+p))+" -", 50, 40, 10) }, true},
		{"Roman page numbers", 5, func(p int) []pdfLine { return set(roman[p], 50, 40, 10) }, true},
		{"page 1 of 5", 5, func(p int) []pdfLine { return set("Seite "+string(rune('1'+p))+" von 5", 50, 40, 10) }, true},
		{"the number of a single page", 1, func(int) []pdfLine { return set("1", 50, 40, 10) }, true},
		{"lines that differ", 5, func(p int) []pdfLine { return set(strings.Repeat(string(rune('k'+p)), 9), 50, 750, 10) }, false},
		{"a header on two of five pages", 5, func(p int) []pdfLine {
			if p > 1 {
				return nil
			}
			return set("The Kestrel Review", 50, 750, 10)
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			whole := pagesOf(tt.pages, func(p int) []pdfLine { return append(tt.extra(p), body(p)...) })
			pages := pagesWith(whole...)
			gone := withoutHeads(pages)
			for p := range pages {
				want := body(p)
				if !tt.gone {
					want = whole[p]
				} else if gone[p].page != p || gone[p].text != whole[p][0].text {
					t.Errorf("page %d: %+v left out, want %q", p+1, gone[p], whole[p][0].text)
				}
				if diff := cmp.Diff(texts(want), texts(pages[p].lines)); diff != "" {
					t.Errorf("page %d: %s", p+1, diff)
				}
			}
		})
	}
}

func TestWithoutMargins(t *testing.T) {
	numbered := func(step int) []pdfLine { // numbers of paragraphs, left of the text
		var lines []pdfLine
		for i, l := range body(0) {
			if i%step == 0 {
				lines = append(lines, set(string(rune('1'+i)), 20, l.base, 10)...)
			}
			lines = append(lines, l)
		}
		return lines
	}
	pages := pagesWith(numbered(2), body(1))
	gone := withoutMargins(pages)
	if diff := cmp.Diff(texts(body(0)), texts(pages[0].lines)); diff != "" {
		t.Error(diff)
	}
	if len(gone) != 1 || gone[0] != (pdfLeftOut{0, corpus.LineNumber, "1 3 5"}) {
		t.Errorf("%+v left out, want the numbers of lines 1, 3 and 5", gone)
	}
	for name, lines := range map[string][]pdfLine{
		"on the right":                      append(body(0), set("17", 400, 600, 10)...),
		"in the text, on a line of its own": append(body(0), set("17", 60, 500, 10)...),
	} {
		pages := pagesWith(lines)
		if gone := withoutMargins(pages); len(gone) > 0 {
			t.Errorf("a number %s is gone: %+v", name, gone)
		}
	}
	if gone := withoutMargins(nil); len(gone) != 0 {
		t.Errorf("no pages leave out %v", gone)
	}
}

func TestWithoutLineNumbers(t *testing.T) {
	page := func(to, before int) string { // with a line without a number before one
		var b strings.Builder
		for i := 1; i <= to; i++ {
			if i == before {
				b.WriteString("A heading of the court\n")
			}
			b.WriteString(string([]rune{rune('0' + i/10), rune('0' + i%10)}) + " words of the court\n")
		}
		return b.String()
	}
	lines, _ := withoutLineNumbers(set(page(25, 99), 50, 700, 10))
	for _, l := range lines {
		if l.text != "words of the court" {
			t.Fatalf("line %q keeps its number", l.text)
		}
	}
	if len(lines) != 25 {
		t.Errorf("%d lines, want 25", len(lines))
	}
	if lines, _ := withoutLineNumbers(set(page(25, 7), 50, 700, 10)); lines[0].text != "words of the court" {
		t.Errorf("one line without a number keeps those of all: %q", lines[0].text)
	}
	if lines, _ := withoutLineNumbers(set(page(5, 99), 50, 700, 10)); lines[0].text != "01 words of the court" {
		t.Errorf("a list of five loses its numbers: %q", lines[0].text)
	}
	years := strings.Repeat("19 was the first year\n", 20)
	if lines, _ := withoutLineNumbers(set(years, 50, 700, 10)); lines[0].text != "19 was the first year" {
		t.Errorf("numbers that do not count lose them: %q", lines[0].text)
	}
}

func TestMostCommon(t *testing.T) {
	tests := []struct {
		values []float64
		want   float64
	}{
		{[]float64{5}, 5},
		{[]float64{1, 50, 50.5, 51, 90}, 50},
		{[]float64{1, 2, 3, 50, 50}, 1},
		{[]float64{1, 9, 20}, 1},
	}
	for _, tt := range tests {
		if got := mostCommon(tt.values); got != tt.want {
			t.Errorf("mostCommon(%v) = %g, want %g", tt.values, got, tt.want)
		}
	}
}

// Two columns that were drawn line by line are read one after the other.
func TestInColumns(t *testing.T) {
	column := func(name string, left float64) []pdfLine {
		return set(strings.TrimSpace(strings.Repeat(name+" "+strings.Repeat("word ", 8)+"\n", 8)), left, 600, 10)
	}
	a, b := column("left", 50), column("right", 320)
	title := set("A title that reaches across both columns of the page, as titles often do.", 50, 650, 10)
	var across []pdfLine
	for i := range a {
		across = append(across, a[i], b[i])
	}
	want := append(append(texts(title), texts(a)...), texts(b)...)
	if diff := cmp.Diff(want, texts(inColumns(append(title, across...)))); diff != "" {
		t.Error("drawn across:", diff)
	}
	inOrder := append(append(append([]pdfLine{}, title...), a...), b...)
	if diff := cmp.Diff(want, texts(inColumns(inOrder))); diff != "" {
		t.Error("drawn in order:", diff)
	}
	single := column("only", 50)
	reversed := append([]pdfLine{}, single[4:]...)
	reversed = append(reversed, single[:4]...)
	got := inColumns(reversed)
	for i := 1; i < len(got); i++ {
		if got[i].base > got[i-1].base {
			t.Fatalf("line %d is above the one before", i)
		}
	}
	if few := set("a\nb", 50, 700, 10); !cmp.Equal(texts(inColumns(few)), texts(few)) {
		t.Errorf("two lines change: %q", texts(inColumns(few)))
	}
}

func TestFinite(t *testing.T) {
	ok := glyph{text: 'a', left: 1, right: 2, bottom: 3, top: 4, size: 5}
	if !finite(ok) {
		t.Errorf("%+v is rejected", ok)
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), -1e7} {
		g := ok
		g.top = x
		if finite(g) {
			t.Errorf("a letter at %g is accepted", x)
		}
	}
}

func TestPDFReason(t *testing.T) {
	for text, want := range map[string]string{
		"1: not a PDF":           "not a PDF",
		"no number":              "no number",
		"an error: in the file":  "an error: in the file",
		"3: first line\nsecond":  "first line",
		"42: password required:": "password required:",
	} {
		if got := pdfReason(errors.New(text)); got != want {
			t.Errorf("pdfReason(%q) = %q, want %q", text, got, want)
		}
	}
}
