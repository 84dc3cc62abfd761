package format

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf16"

	"crosscase/corpus"
)

// A sheet is a page of a PDF that a test draws.
type sheet struct {
	content string
	rotate  int      // by which readers turn the page
	marks   []string // what is on top of the page, as dictionaries
}

// at draws a line of text in Helvetica from a point on.
func at(x, y, size float64, text string) string { return turnedAt(0, x, y, size, text) }

// turnedAt draws a line turned by so many degrees counterclockwise.
func turnedAt(degrees, x, y, size float64, text string) string {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	text = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(text)
	return fmt.Sprintf("BT /F1 %g Tf %.4f %.4f %.4f %.4f %g %g Tm (%s) Tj ET\n", size, cos, sin, -sin, cos, x, y, text)
}

// block draws lines from the top down.
func block(x, y, size, lead float64, lines ...string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(at(x, y, size, l))
		y -= lead
	}
	return b.String()
}

// downward draws a line of Japanese from top to bottom.
func downward(x, y, size float64, text string) string {
	var hex strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&hex, "%04X", u)
	}
	return fmt.Sprintf("BT /F2 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n", size, x, y, hex.String())
}

// pdfFile is a PDF with these pages.
func pdfFile(sheets ...sheet) []byte {
	objects := []string{"", "",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		"<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UCS2-V/DescendantFonts[<</Type/Font/Subtype/CIDFontType0" +
			"/BaseFont/HeiseiMin-W3/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000/FontDescriptor" +
			"<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 6/FontBBox[-123 -257 1001 910]/Ascent 723/Descent -241/CapHeight 709" +
			"/ItalicAngle 0/StemV 69>>>>]>>"}
	add := func(object string) int {
		objects = append(objects, object)
		return len(objects)
	}
	var kids, fields strings.Builder
	for _, s := range sheets {
		var marks strings.Builder
		for _, m := range s.marks {
			ref := fmt.Sprintf("%d 0 R ", add(m))
			marks.WriteString(ref)
			if strings.Contains(m, "/Widget") {
				fields.WriteString(ref)
			}
		}
		content := add(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(s.content), s.content))
		fmt.Fprintf(&kids, "%d 0 R ", add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Rotate %d/Contents %d 0 R"+
			"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>/Annots[%s]>>", s.rotate, content, marks.String())))
	}
	objects[0] = "<</Type/Catalog/Pages 2 0 R"
	if fields.Len() > 0 {
		objects[0] += fmt.Sprintf("/AcroForm<</Fields[%s]/DR<</Font<</F1 3 0 R>>>>/DA(/F1 11 Tf 0 g)>>", fields.String())
	}
	objects[0] += ">>"
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(sheets), kids.String())
	return pdfOf(objects)
}

// pdfOf numbers objects from 1 on and lists where they are.
func pdfOf(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var places []int
	for i, o := range objects {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, p := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", p)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}

// draftedPDF reads a PDF that a test draws, and holds it to the laws.
func draftedPDF(t *testing.T, r *Reader, sheets ...sheet) corpus.Document {
	t.Helper()
	data := pdfFile(sheets...)
	doc, err := r.Read("drafted.pdf", data)
	if err != nil {
		t.Fatal(err)
	}
	checkDocument(t, doc)
	checkKept(t, r, data, doc)
	return doc
}

// paragraphs are the paragraphs of a document.
func paragraphs(doc corpus.Document) []string { return strings.Split(doc.Body, "\n\n") }

// leftOut are the things left out of a document, as "reason, place: text".
func leftOut(doc corpus.Document) (found []string) {
	for _, l := range doc.LeftOut {
		found = append(found, fmt.Sprintf("%s, %s: %s", l.Why, l.Where, l.Text))
	}
	return found
}
