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

// pagesPDF is a PDF file with lines of words on each page, 20 points apart from 700 down.
func pagesPDF(pages ...string) []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
	var kids []string
	for _, l := range pages {
		n := len(objects) + 1
		kids = append(kids, fmt.Sprint(n, " 0 R"))
		stream := "BT /F1 12 Tf 72 700 Td (" + strings.ReplaceAll(l, "\n", ") Tj 0 -20 Td (") + ") Tj ET"
		objects = append(objects, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>", n+1),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(stream), stream))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), strings.Join(kids, " "))
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
	source(1, "Paper", "internal://paper.pdf", mark(0, "The pumps were dear."), mark(1, "were"), mark(0, "The men…"), mark(0, "not there"), mark(7, ""), mark(0, "e"))
	source(2, "Torn", "internal://torn.pdf", mark(0, "The pumps"))
	source(3, "Gone", "internal://gone.pdf", mark(0, "The pumps"))
	files := exchange.Memory{"paper.pdf": pagesPDF("The pumps were dear.", "The men were kind."), "torn.pdf": []byte("%PDF-1.4 torn")}
	m := &edittest.Memory{}
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
	for _, line := range []string{"1 PDF file that came without its text: read here", "2 selection of a page: is on the words that its name quotes",
		"1 selection of a page whose name quotes words of another page: is on those",
		"2 selection of a page whose name quotes no words there: is on those in its rectangle",
		"1 PDF file whose text cannot be read", "2 PDF files without their text", "3 selections of pages"} {
		if !slices.Contains(said, line) {
			t.Errorf("not said: %s\n%s", line, strings.Join(said, "\n"))
		}
	}
	archive, _ := exported(t, m, refi.Standard)
	back := archive.Project.Sources[0]
	if back.Path != "internal://paper.pdf" || len(back.Selections) != 6 || len(back.Selections[0].Codings) != 1 || back.Selections[0].Box != [4]int{70, 700, 200, 715} {
		t.Errorf("went as %+v", back)
	}
	again := &edittest.Memory{}
	importInto(t, again, archive.Project, archive, exchange.Options{})
	if diff := cmp.Diff(codedWords(t, m), codedWords(t, again)); diff != "" {
		t.Errorf("(-was +came back)\n%s", diff)
	}
}

// A partCase is a part of a page, by its name and its rectangle, and the words that it is on.
type partCase struct {
	name  string
	page  int
	box   [4]int
	words string // that it is on, "" for none
	own   string // that the file has with it
}

// The file has three lines on its first page, of which the first and the last are alike.
var partCases = []partCase{
	{"The men were kind.", 0, [4]int{72, 678, 200, 690}, `"The men were kind." at 21`, ""},
	{"The pumps were dear.", 0, [4]int{72, 656, 200, 670}, `"The pumps were dear." at 40`, ""},   // of two, the one in the rectangle
	{"The pumps were dear.", 1, [4]int{72, 698, 240, 712}, `"A second page goes on." at 61`, ""}, // goes on there
	{"Quotation 1:1", 0, [4]int{72, 678, 200, 690}, `"The men were kind." at 21`, ""},
	{"", 0, [4]int{122, 678, 149, 690}, `"were" at 29`, ""}, // of three, the one in the rectangle
	{"", 0, [4]int{149, 690, 122, 678}, `"were" at 29`, ""},
	{"The men…", 0, [4]int{60, 656, 300, 690}, `"The men were kind. The pumps were dear." at 21`, ""},
	{"The men…", 0, [4]int{60, 656, 300, 714}, `"The men" at 21`, ""}, // which also holds what is before
	{"were", 0, [4]int{60, 600, 300, 714}, "", ""},                    // any of three
	{"", 0, [4]int{300, 100, 400, 200}, "", ""},
	{"", 9, [4]int{72, 678, 200, 690}, "", ""},
	{"Quotation 1:2", 0, [4]int{60, 600, 300, 714}, `"The men were kind." at 21`, "The men were kind."},
}

// Names of parts of pages decide which words they are on, and where those stand several times, or
// are no quotes, rectangles do; how a file counts pages and heights follows from the two.
func TestPDFRectangles(t *testing.T) {
	for _, tt := range []struct {
		what  string
		place func(c partCase) (page int, box [4]int)
		says  string
		names []string // what they decide alone
	}{
		{what: "as the standard counts", place: func(c partCase) (int, [4]int) { return c.page, c.box }},
		{what: "from above and 1", place: func(c partCase) (int, [4]int) {
			return c.page + 1, [4]int{c.box[0], 792 - c.box[1], c.box[2], 792 - c.box[3]}
		}, says: "pages of PDF files that are counted from 1, and rectangles from the top, as the words in them prove"},
		{what: "in another unit", place: func(c partCase) (int, [4]int) { return c.page, [4]int{1, 1, 4, 4} },
			says: "rectangles in PDF files that do not hold the words of their names: names alone count",
			names: []string{`Part 00 by ann on "The men were kind." at 21`, `Part 06 by ann on "The men" at 21`, `Part 07 by ann on "The men" at 21`,
				`Part 11 by ann on "The men were kind." at 21`}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			doc := &refi.Project{Origin: "ATLAS.ti for Windows 9.1.3.0", Users: []refi.User{{GUID: guid(users, 1), Name: "ann"}}}
			source := &refi.Source{Kind: refi.PDFSource, Path: "internal://paper.pdf", Text: refi.Text{GUID: guid(sources, 1), Name: "Paper"}}
			doc.Sources = []*refi.Source{source}
			var want []string
			for i, c := range partCases {
				code := fmt.Sprintf("Part %02d", i)
				doc.Codes = append(doc.Codes, &refi.Code{GUID: guid(codes, i+1), Name: code, Codable: true})
				page, box := tt.place(c)
				part := &refi.Selection{GUID: guid(selections, i+1), Name: c.name, Page: page, Box: box,
					Codings: []*refi.Coding{{GUID: guid(codings, i+1), Code: guid(codes, i+1), Creator: guid(users, 1)}}}
				if c.own != "" {
					part.Representation = &refi.Text{GUID: guid(notes, i+1), Content: &c.own}
				}
				source.Selections = append(source.Selections, part)
				if c.words != "" {
					want = append(want, code+" by ann on "+c.words)
				}
			}
			if tt.names != nil {
				want = tt.names
			}
			m := &edittest.Memory{}
			files := exchange.Memory{"paper.pdf": pagesPDF("The pumps were dear.\nThe men were kind.\nThe pumps were dear.", "A second page goes on.")}
			a := importInto(t, m, doc, files, exchange.Options{Cache: pdfCache(t)})
			var got []string
			for _, line := range codedWords(t, m) {
				words, _, _ := strings.Cut(line, " of ")
				got = append(got, words)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			said := ""
			for _, p := range a.Report.Changed {
				if strings.Contains(p.What, " in PDF files ") || strings.Contains(p.What, " of PDF files ") {
					said = p.What
				}
			}
			if said != tt.says {
				t.Errorf("said %q, want %q", said, tt.says)
			}
		})
	}
}
