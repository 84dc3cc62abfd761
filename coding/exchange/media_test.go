package exchange_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/edit"
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
	points
	variables
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

// calls is a recording of two calls, each with a transcript; the recording is coded by its
// time, as a whole, and in the words of both.
func calls() (*refi.Project, exchange.Memory) {
	doc := &refi.Project{Name: "calls", Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Trust", Codable: true}}}
	coding := func(n int) []*refi.Coding { return []*refi.Coding{{GUID: guid(codings, 10+n), Code: guid(codes, 1)}} }
	call := func(n int, words string) *refi.Transcript {
		t := &refi.Transcript{Text: refi.Text{GUID: guid(texts, n), Name: fmt.Sprint("Call ", n), Plain: fmt.Sprintf("internal://%d.txt", n)}}
		t.Points = []refi.SyncPoint{{GUID: guid(points, 2*n), Time: 0}, {GUID: guid(points, 2*n+1), Time: 900, Position: len(words)}}
		t.Selections = []*refi.Selection{{GUID: guid(selections, 10+n), From: t.Points[0].GUID, To: t.Points[1].GUID, Codings: coding(n)}}
		return t
	}
	doc.Sources = []*refi.Source{{Kind: refi.AudioSource, Path: "internal://a.mp3", Transcripts: []*refi.Transcript{call(1, "One."), call(2, "Two.")},
		Text: refi.Text{GUID: guid(sources, 1), Name: "calls", Codings: coding(3), Selections: []*refi.Selection{{GUID: guid(selections, 13), End: 500, Codings: coding(4)}}}}}
	return doc, exchange.Memory{"a.mp3": []byte("ID3"), "1.txt": []byte("One."), "2.txt": []byte("Two.")}
}

// A transcript that was removed here is not exported, nor the recording once all are.
func TestRemovedTranscripts(t *testing.T) {
	doc, files := calls()
	loseNothing(t, t.TempDir(), doc, files, exchange.Options{})
	p := empty(t, t.TempDir())
	defer p.Close()
	bring(t, p, doc, files, exchange.Options{})
	for left := 1; left >= 0; left-- {
		s := study(t, p)
		if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "remove", Changes: []edit.Change{edit.RemoveSource{ID: s.Sources[left].ID}}}); err != nil {
			t.Fatal(err)
		}
		back, _ := give(t, p, refi.Standard)
		if left == 0 {
			if len(back.Project.Sources) != 0 || back.Has("internal://a.mp3") {
				t.Errorf("the recording is there without its transcripts: %v", back.Project.Sources)
			}
			return
		}
		source := back.Project.Sources[0]
		if len(source.Transcripts) != 1 || source.Transcripts[0].Name != "Call 1" || back.Has("internal://2.txt") || !back.Has("internal://a.mp3") {
			t.Errorf("%d transcripts; of the second: %v", len(source.Transcripts), back.Has("internal://2.txt"))
		}
	}
}

// What a report says of an import adds up: what is here and what is kept is what is in the
// file.
func TestAccountOfMedia(t *testing.T) {
	pages, files := pdf()
	recording, more := calls()
	delete(more, "2.txt")
	maps.Copy(files, more)
	doc := &refi.Project{Users: pages.Users, Codes: pages.Codes, Sources: slices.Concat(pages.Sources, recording.Sources)}
	for n, s := range doc.Sources {
		s.GUID = guid(sources, n+1)
	}
	a, err := exchange.Import(doc, files, "media.qdpx", exchange.Options{}, monday)
	if err != nil {
		t.Fatal(err)
	}
	want := []exchange.Line{{"sources", 2, 2}, {"codes", 3, 3}, {"selections", 6, 2}, {"codings", 9, 4}, {"users", 1, 1}}
	if diff := cmp.Diff(want, a.Report.Account()); diff != "" {
		t.Errorf("account (-want +got)\n%s", diff)
	}
	if len(a.Report.Changed) == 0 || a.Report.Changed[0].What != "coding that is there twice, by the same user: one tag here" {
		t.Errorf("a whole recording that is coded as its words are: %v", a.Report.Changed)
	}
	var kept []string
	for _, k := range a.Report.Kept {
		kept = append(kept, fmt.Sprintf("%d %s", k.Count, k.What))
	}
	if diff := cmp.Diff([]string{"1 sources whose text is not in the file", "1 selections in them", "1 codings in them",
		"1 codings that say again, of a page, what is said of its words", "1 selections of pages", "2 codings on them", "1 selections of recordings by their time"}, kept); diff != "" {
		t.Errorf("kept (-want +got)\n%s", diff)
	}
}
