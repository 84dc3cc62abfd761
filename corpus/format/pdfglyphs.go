package format

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
)

// A glyph is a letter at its place on a page, in points from the lower left corner.
type glyph struct {
	text                     rune
	left, right, bottom, top float64
	size                     float64 // of the font
	bold                     bool
	turn                     int  // degrees by which it is turned counterclockwise, 0 to 359
	starts                   bool // a line from top to bottom
}

// pageText are the letters of a page.
type pageText struct {
	glyphs []glyph
	plain  string // the engine's own text, in its order, with blanks where it has gaps
	lost   int    // letters of which the file does not say which they are
}

// readPage reads the letters of a page.
func readPage(engine pdfium.Pdfium, document references.FPDF_DOCUMENT, index int) (pageText, error) {
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: document, Index: index}}
	found, err := engine.GetPageTextStructured(&requests.GetPageTextStructured{
		Page: page, Mode: requests.GetPageTextStructuredModeChars, CollectFontInformation: true,
	})
	if err != nil {
		return pageText{}, err
	}
	t := pageText{glyphs: make([]glyph, 0, len(found.Chars))}
	var plain strings.Builder
	pairs := surrogates{engine: engine, page: page}
	defer pairs.close()
	turn := 0
	for i, c := range found.Chars {
		for _, r := range c.Text {
			if r == '\ufffd' {
				if r = pairs.rune(i); r == 0 {
					continue
				}
			}
			if r == '\ufffd' || unicode.Is(unicode.Co, r) {
				t.lost++
			}
			g := glyphOf(c, r)
			if len(t.glyphs) > 0 && t.glyphs[len(t.glyphs)-1].apart(g) {
				plain.WriteByte(' ')
			}
			plain.WriteRune(r)
			if turn, g.turn = turnOf(c.Angle, r, turn); finite(g) {
				t.glyphs = append(t.glyphs, g)
			}
		}
		if c.Text == "" {
			t.lost++
		}
	}
	t.plain = plain.String()
	return t, nil
}

// glyphOf is a letter with its box and its font.
func glyphOf(c *responses.GetPageTextStructuredChar, r rune) glyph {
	p := c.PointPosition
	g := glyph{
		text: r, left: min(p.Left, p.Right), right: max(p.Left, p.Right),
		bottom: min(p.Bottom, p.Top), top: max(p.Bottom, p.Top),
	}
	if f := c.FontInformation; f != nil {
		g.size, g.bold = f.RenderedSize, f.Weight >= 600 || strings.Contains(strings.ToLower(f.Name), "bold")
	}
	return g
}

// apart reports whether two letters are further from each other than those of a word, or one is a large
// first letter that was drawn next to another line.
func (g glyph) apart(h glyph) bool {
	if small := min(g.size, h.size); small > 1 && max(g.size, h.size) >= initialSize*small {
		return true
	}
	far := 0.8 * max(g.size, h.size, 1)
	return h.left-g.right > far || g.left-h.right > far || h.bottom-g.top > far || g.bottom-h.top > far
}

// finite reports whether a glyph is at a usable place.
func finite(g glyph) bool {
	for _, x := range []float64{g.left, g.right, g.bottom, g.top, g.size} {
		if math.IsNaN(x) || math.Abs(x) > 1e6 {
			return false
		}
	}
	return true
}

// surrogates combines the UTF-16 surrogate pairs in which the engine returns letters
// beyond U+FFFF.
type surrogates struct {
	engine pdfium.Pdfium
	page   requests.Page
	text   references.FPDF_TEXTPAGE
	failed bool
}

// rune returns the letter whose pair begins at index i; 0 for the second half of one.
func (h *surrogates) rune(i int) rune {
	if h.text == "" && !h.failed {
		loaded, err := h.engine.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: h.page})
		if err != nil {
			h.failed = true
		} else {
			h.text = loaded.TextPage
		}
	}
	unit := func(i int) rune {
		if h.text == "" {
			return '\ufffd'
		}
		u, err := h.engine.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: h.text, Index: i})
		if err != nil {
			return '\ufffd'
		}
		return rune(u.Unicode)
	}
	switch r := unit(i); {
	case r >= 0xd800 && r < 0xdc00:
		return utf16.DecodeRune(r, unit(i+1))
	case r >= 0xdc00 && r < 0xe000:
		return 0
	case r > 0x10ffff || r < 0:
		return '\ufffd'
	default:
		return r
	}
}

func (h *surrogates) close() {
	if h.text != "" {
		h.engine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: h.text})
	}
}
