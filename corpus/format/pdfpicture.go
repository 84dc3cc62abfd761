package format

import (
	"unicode"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// fewLetters are what a scanned page may have besides its picture, as a stamp or a number.
const fewLetters = 20

// isPicture reports whether a page is a picture, as a scanner makes it: most of it, with
// few letters on it.
func isPicture(engine pdfium.Pdfium, document references.FPDF_DOCUMENT, index int, text pageText) bool {
	letters := 0
	for _, g := range text.glyphs {
		if unicode.IsLetter(g.text) || unicode.IsDigit(g.text) {
			letters++
		}
	}
	if letters >= fewLetters {
		return false
	}
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: document, Index: index}}
	count, err := engine.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	size, sizeErr := engine.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: document, Index: index})
	if err != nil || sizeErr != nil {
		return false
	}
	area := 0.0
	for i := range min(count.Count, maxMarks) {
		area += pictureArea(engine, page, i, letters == 0)
	}
	return area > 0.4*size.Width*size.Height
}

// pictureArea is the area of a page's object in square points if it is a picture or, where
// drawings count, a drawing of several, which may be pictures.
func pictureArea(engine pdfium.Pdfium, page requests.Page, i int, drawings bool) float64 {
	object, err := engine.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
	if err != nil {
		return 0
	}
	kind, err := engine.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
	if err != nil || kind.Type != enums.FPDF_PAGEOBJ_IMAGE && (kind.Type != enums.FPDF_PAGEOBJ_FORM || !drawings) {
		return 0
	}
	b, err := engine.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object.PageObject})
	if err != nil {
		return 0
	}
	return float64(b.Right-b.Left) * float64(b.Top-b.Bottom)
}
