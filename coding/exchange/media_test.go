package exchange_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// guid is an identifier for a test: the n-th of a kind.
func guid(kind, n int) string { return fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, n) }

// Kinds of identifiers.
const (
	codes = iota + 1
	users
	sources
	selections
	codings
	texts
	notes
	cases
	links
	sets
	graphs
)

// pdf is a project with one PDF file. On a page of it a box is marked that is words of its
// text, too, by the same identifier: with code 1 on the page alone, with code 2 on both,
// with code 3 on the words alone. Another box is the words of a picture, in a file.
func pdf() (*refi.Project, exchange.Memory) {
	content := "One two three.\nFour five."
	coding := func(n, code int) *refi.Coding {
		return &refi.Coding{GUID: guid(codings, n), Creator: guid(users, 1), Code: guid(codes, code)}
	}
	doc := &refi.Project{Name: "a PDF file", Users: []refi.User{{GUID: guid(users, 1), Name: "AK"}}}
	for n, name := range []string{"page", "both", "words"} {
		doc.Codes = append(doc.Codes, &refi.Code{GUID: guid(codes, n+1), Name: name, Codable: true})
	}
	doc.Sources = []*refi.Source{{Kind: refi.PDFSource, Text: refi.Text{GUID: guid(sources, 1), Name: "report", Selections: []*refi.Selection{
		{GUID: guid(selections, 1), Box: [4]int{1, 2, 3, 4}, Codings: []*refi.Coding{coding(1, 1), coding(2, 2)}},
		{GUID: guid(selections, 2), Box: [4]int{5, 6, 7, 8}, Page: 1, Codings: []*refi.Coding{coding(5, 1)},
			Representation: &refi.Text{GUID: guid(texts, 2), Plain: "internal://box.txt", Rich: "internal://box.docx"}},
	}}, Path: "internal://report.pdf", Representation: &refi.Text{GUID: guid(texts, 1), Content: &content, Selections: []*refi.Selection{
		{GUID: guid(selections, 1), Start: 4, End: 7, Codings: []*refi.Coding{coding(3, 2), coding(4, 3)}},
	}}}}
	return doc, exchange.Memory{"report.pdf": []byte("%PDF"), "box.txt": []byte("of a picture"), "box.docx": []byte("PK styled")}
}

// What is coded on a page of a PDF file is written there, and not again on its words.
func TestPagesRoundTrip(t *testing.T) {
	doc, files := pdf()
	loseNothing(t, t.TempDir(), doc, files, exchange.Options{})

	p := empty(t, t.TempDir())
	defer p.Close()
	bring(t, p, doc, files, exchange.Options{})
	if s := study(t, p); len(s.Tags) != 3 || len(s.Passages) != 1 {
		t.Errorf("%d tags on %d passages, want 3 on one", len(s.Tags), len(s.Passages))
	}
	back, _ := give(t, p, refi.Standard)
	if diff := cmp.Diff([]string{"1 page 1", "2 page 2", "3 words 2", "4 words 3", "5 page 1"}, written(back.Project)); diff != "" {
		t.Errorf("codings (-want +got)\n%s", diff)
	}
}

// written are the codings of PDF files: their number, where they are, and the code's number.
func written(p *refi.Project) (all []string) {
	number := func(guid string) string { return strings.TrimLeft(guid[strings.LastIndex(guid, "-")+1:], "0") }
	say := func(where string, selections []*refi.Selection) {
		for _, s := range selections {
			for _, c := range s.Codings {
				all = append(all, fmt.Sprint(number(c.GUID), " ", where, " ", number(c.Code)))
			}
		}
	}
	for _, s := range p.Sources {
		say("page", s.Selections)
		say("words", s.Representation.Selections)
	}
	slices.Sort(all)
	return all
}
