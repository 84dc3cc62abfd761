package format

import (
	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"crosscase/corpus"
)

// A PDFPage holds the letters of a page of a PDF document, in the order in which it draws
// them, and the height of the page in points.
type PDFPage struct {
	Height  float64
	Letters []PDFLetter
}

// A PDFLetter is a letter with the middle of its box, in points from the lower left corner.
type PDFLetter struct {
	Rune rune
	X, Y float32
}

// ReadPDF reads a PDF document as [Reader.Read] does, and returns where the letters of its
// pages are, too: other programs say by rectangles what they mark.
func (r *Reader) ReadPDF(name string, data []byte) (corpus.Document, []PDFPage, error) {
	r.keep = true
	defer func() { r.keep, r.kept = false, nil }()
	doc, err := r.Read(name, data)
	return doc, r.kept, err
}

// lettersOf are the letters of a page.
func lettersOf(engine pdfium.Pdfium, document references.FPDF_DOCUMENT, page int, glyphs []glyph) PDFPage {
	p := PDFPage{Letters: make([]PDFLetter, len(glyphs))}
	if size, err := engine.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: document, Index: page}); err == nil {
		p.Height = size.Height
	}
	for i, g := range glyphs {
		p.Letters[i] = PDFLetter{g.text, float32((g.left + g.right) / 2), float32((g.bottom + g.top) / 2)}
	}
	return p
}
