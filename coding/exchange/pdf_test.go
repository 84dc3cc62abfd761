package exchange_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// pagesPDF is a PDF file with one line of words on each page.
func pagesPDF(lines ...string) []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
	var kids []string
	for _, l := range lines {
		n := len(objects) + 1
		kids = append(kids, fmt.Sprint(n, " 0 R"))
		stream := "BT /F1 12 Tf 72 700 Td (" + l + ") Tj ET"
		objects = append(objects, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>", n+1),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(stream), stream))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(lines), strings.Join(kids, " "))
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

// pdfCache is where the reader of PDF documents is kept for all tests, since compiling it
// takes seconds.
func pdfCache(t *testing.T) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return t.TempDir()
	}
	return filepath.Join(cache, "crosscase", "pdf")
}

// A PDF file that comes without its text is read; what is marked on its pages is on the words
// that its name quotes, where that can be only one place.
func TestPDFWithoutText(t *testing.T) {
	doc := &refi.Project{Origin: "ATLAS.ti for Windows 9.1.3.0", Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Cost", Codable: true}},
		Users: []refi.User{{GUID: guid(users, 1), Name: "ann"}}}
	source := func(n int, name, path string, marked ...*refi.Selection) {
		doc.Sources = append(doc.Sources, &refi.Source{Kind: refi.PDFSource, Path: path, Text: refi.Text{GUID: guid(sources, n), Name: name, Selections: marked}})
	}
	n := 0
	mark := func(page int, name string) *refi.Selection {
		n++
		return &refi.Selection{GUID: guid(selections, n), Name: name, Page: page, Box: [4]int{70, 700, 200, 715},
			Codings: []*refi.Coding{{GUID: guid(codings, n), Code: guid(codes, 1), Creator: guid(users, 1)}}}
	}
	source(1, "Paper", "internal://paper.pdf", mark(0, "The pumps were dear."), mark(1, "were"), mark(0, "The men…"), mark(0, "not there"), mark(0, ""), mark(0, "e"))
	source(2, "Torn", "internal://torn.pdf", mark(0, "The pumps"))
	source(3, "Gone", "internal://gone.pdf", mark(0, "The pumps"))
	files := exchange.Memory{"paper.pdf": pagesPDF("The pumps were dear.", "The men were kind."), "torn.pdf": []byte("%PDF-1.4 torn")}
	m := &edittest.Memory{WithoutTouched: true}
	a := importInto(t, m, doc, files, exchange.Options{Cache: pdfCache(t)})
	want := []string{`Cost by ann on "The men"`, `Cost by ann on "The pumps were dear."`, `Cost by ann on "were"`}
	var got []string
	for _, line := range codedWords(t, m) {
		words, _, _ := strings.Cut(line, " at ")
		got = append(got, words)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if all := strings.Join(codedWords(t, m), "\n"); !strings.Contains(all, `"were" at 29 of`) {
		t.Errorf("the word of the second page stands elsewhere: %s", all)
	}
	var said []string
	for _, p := range slices.Concat(a.Report.Changed, a.Report.Kept) {
		said = append(said, fmt.Sprint(p.Count, " ", p.What))
	}
	for _, line := range []string{"1 PDF file that came without its text: read here", "3 selection of a page: is on the words that its name quotes",
		"1 PDF file whose text cannot be read", "2 PDF files without their text", "5 selections of pages"} {
		if !slices.Contains(said, line) {
			t.Errorf("not said: %s\n%s", line, strings.Join(said, "\n"))
		}
	}
	archive, _ := exported(t, m, refi.Standard)
	back := archive.Project.Sources[0]
	if back.Path != "internal://paper.pdf" || len(back.Selections) != 6 || len(back.Selections[0].Codings) != 1 || back.Selections[0].Box != [4]int{70, 700, 200, 715} {
		t.Errorf("went as %+v", back)
	}
	again := &edittest.Memory{WithoutTouched: true}
	importInto(t, again, archive.Project, archive, exchange.Options{})
	if diff := cmp.Diff(codedWords(t, m), codedWords(t, again)); diff != "" {
		t.Errorf("(-was +came back)\n%s", diff)
	}
}
