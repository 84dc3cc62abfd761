package exchange_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// As many codings are here as a report says; those that say the same twice are one tag.
func TestCountOfTags(t *testing.T) {
	coding := func(n, code, user int) *refi.Coding {
		return &refi.Coding{GUID: guid(codings, n), Code: guid(codes, code), Creator: guid(users, user)}
	}
	for _, tt := range []struct {
		name       string
		selections [][]*refi.Coding // all on the same words
		whole      []*refi.Coding
		here       int
	}{
		{"on two selections", [][]*refi.Coding{{coding(1, 1, 1)}, {coding(2, 1, 1)}}, nil, 1},
		{"on one selection", [][]*refi.Coding{{coding(1, 1, 1), coding(2, 1, 1)}}, nil, 1},
		{"by two users", [][]*refi.Coding{{coding(1, 1, 1)}, {coding(2, 1, 2)}}, nil, 2},
		{"with two codes", [][]*refi.Coding{{coding(1, 1, 1), coding(2, 2, 1)}}, nil, 2},
		{"on all words and the source", [][]*refi.Coding{{coding(1, 1, 1)}}, []*refi.Coding{coding(2, 1, 1), coding(3, 2, 1)}, 2},
	} {
		s := textSource(1, "V", "pumps")
		s.Codings = tt.whole
		said := len(tt.whole)
		for i, all := range tt.selections {
			said += len(all)
			s.Selections = append(s.Selections, &refi.Selection{GUID: guid(selections, i+1), End: 5, Codings: all})
		}
		doc := &refi.Project{Sources: []*refi.Source{s}, Users: []refi.User{{GUID: guid(users, 1), Name: "ann"}, {GUID: guid(users, 2), Name: "bob"}},
			Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Cost", Codable: true}, {GUID: guid(codes, 2), Name: "Trust", Codable: true}}}
		m := &edittest.Memory{}
		a := importInto(t, m, doc, exchange.Memory{}, exchange.Options{})
		if !slices.Contains(a.Report.Account(), exchange.Line{What: "codings", InFile: said, Here: tt.here}) || len(m.Study().Tags) != tt.here {
			t.Errorf("%s: %v, %d tags; want %d", tt.name, a.Report.Account(), len(m.Study().Tags), tt.here)
		}
		twice := slices.ContainsFunc(a.Report.Changed, func(p refi.Problem) bool {
			return p.What == "coding that is there twice, by the same user: one tag here" && p.Count == said-tt.here
		})
		if twice != (said > tt.here) {
			t.Errorf("%s: said %v", tt.name, a.Report.Changed)
		}
		archive, _ := exported(t, m, refi.Standard)
		if n := archive.Project.Counts()["codings"]; n != said {
			t.Errorf("%s: exported %d codings, came %d", tt.name, n, said)
		}
	}
}

// As many notes and links are here as a report says; those that say the same twice are one.
func TestCountOfNotesAndLinks(t *testing.T) {
	note := func(n int, text string, user int) *refi.Text {
		return &refi.Text{GUID: guid(notes, n), Content: &text, Audit: refi.Audit{Creator: guid(users, user)}}
	}
	link := func(n, from, to int, name string) *refi.Link {
		return &refi.Link{GUID: guid(links, n), Name: name, Origin: guid(codes, from), Target: guid(codes, to)}
	}
	s := textSource(1, "V", "pumps were dear")
	s.NoteRefs = []string{guid(notes, 4), guid(notes, 5), guid(notes, 6)}
	for n, end := range []int{5, 5, 10} {
		s.Selections = append(s.Selections, &refi.Selection{GUID: guid(selections, n+1), End: end, NoteRefs: []string{guid(notes, n+1)}})
	}
	doc := &refi.Project{Sources: []*refi.Source{s}, Users: []refi.User{{GUID: guid(users, 1), Name: "ann"}, {GUID: guid(users, 2), Name: "bob"}},
		Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Cost", Codable: true}, {GUID: guid(codes, 2), Name: "Trust", Codable: true}},
		Notes: []*refi.Text{note(1, "Why?", 1), note(2, "Why?", 1), note(3, "Why?", 1), note(4, "Why?", 1), note(5, "Why?", 2), note(6, "Why?", 1)},
		Links: []*refi.Link{link(1, 1, 2, ""), link(2, 1, 2, ""), link(3, 2, 1, ""), link(4, 1, 2, "feeds")}}
	m := &edittest.Memory{}
	a := importInto(t, m, doc, exchange.Memory{}, exchange.Options{})
	said := map[string]int{}
	for _, p := range a.Report.Changed {
		said[p.What] = p.Count
	}
	want := map[string]int{"note that is there twice, by the same user: one memo here": 2, "link that is there twice: one here": 1}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("said (-want +got)\n%s", diff)
	}
	if n, l := len(m.Study().Memos), len(m.Study().Links); n != 4 || l != 3 {
		t.Errorf("%d memos and %d links", n, l)
	}
	for _, l := range []exchange.Line{{What: "notes", InFile: 6, Here: 4}, {What: "links", InFile: 4, Here: 3}} {
		if !slices.Contains(a.Report.Account(), l) {
			t.Errorf("said %v, want %v", a.Report.Account(), l)
		}
	}
	archive, _ := exported(t, m, refi.Standard)
	if n := archive.Project.Counts(); n["notes"] != 6 || n["links"] != 4 {
		t.Errorf("exported %v", n)
	}
}

// Dates are read in whatever way has one meaning; others are said.
func TestDatesOfCodings(t *testing.T) {
	for written, want := range map[string]string{
		"2020-01-02T03:04:05Z": "2020-01-02 03:04:05", "2020-01-02T03:04:05.123+01:00": "2020-01-02 02:04:05",
		"2020-01-02T03:04:05+0100": "2020-01-02 02:04:05", "2020-01-02 03:04:05": "2020-01-02 03:04:05",
		"2020-01-02 03:04:05 +01:00": "2020-01-02 02:04:05", " 2020-01-02T03:04 ": "2020-01-02 03:04:00", "2020-01-02": "2020-01-02 00:00:00",
		"01/02/2020 03:04": "", "1577934245": "", "": "",
	} {
		s := textSource(1, "V", "pumps")
		s.Selections = []*refi.Selection{{GUID: guid(selections, 1), End: 5,
			Codings: []*refi.Coding{{GUID: guid(codings, 1), Code: guid(codes, 1), Creator: guid(users, 1), Created: written}}}}
		doc := &refi.Project{Sources: []*refi.Source{s}, Users: []refi.User{{GUID: guid(users, 1), Name: "ann"}},
			Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Cost", Codable: true}}}
		m := &edittest.Memory{}
		a := importInto(t, m, doc, exchange.Memory{}, exchange.Options{})
		at, said := m.Study().Tags[0].At.UTC().Format(time.DateTime), len(a.Report.Changed)
		if want != "" && (at != want || said > 0) || want == "" && said != len(written[:min(1, len(written))]) {
			t.Errorf("%q: %s, want %s; said %v", written, at, want, a.Report.Changed)
		}
	}
}

// A source without a name has that of its file, and no name again where it goes.
func TestSourcesWithoutNames(t *testing.T) {
	files := exchange.Memory{"board_2017.txt": []byte("One."), guid(texts, 1) + ".txt": []byte("Two."), "notes.v2.txt": []byte("Three."),
		"2017.04 board": []byte("Five."), "dr. who": []byte("Six."), "visit%202%20caf%c3%a9.txt": []byte("Seven.")}
	for path, want := range map[string]string{
		"board_2017.txt":                          "board_2017",
		"internal://board_2017.txt":               "board_2017",
		`sources\notes.v2.txt`:                    "notes.v2",
		"internal://2017.04 board":                "2017.04 board",
		"internal://Dr. Who":                      "Dr. Who",
		"internal://Visit%202%20caf%C3%A9.txt":    "Visit 2 café",
		"internal://" + guid(texts, 1) + ".txt":   "unnamed source",
		"internal://{" + guid(texts, 1) + "}.txt": "unnamed source",
	} {
		doc := &refi.Project{Sources: []*refi.Source{{Kind: refi.TextSource, Text: refi.Text{GUID: guid(sources, 1), Plain: path}}}}
		files["{"+guid(texts, 1)+"}.txt"] = []byte("Four.")
		m := &edittest.Memory{}
		a := importInto(t, m, doc, files, exchange.Options{})
		if diff := cmp.Diff(want, m.Study().Sources[0].Name); diff != "" || len(a.Report.Changed) != 1 {
			t.Errorf("%s: %v (-want +got)\n%s", path, a.Report.Changed, diff)
		}
		if archive, _ := exported(t, m, refi.Standard); archive.Project.Sources[0].Name != "" {
			t.Errorf("%s: exported as %q", path, archive.Project.Sources[0].Name)
		}
	}
	pdf, files := pdf()
	pdf.Sources[0].Name = ""
	m := &edittest.Memory{}
	importInto(t, m, pdf, files, exchange.Options{})
	if got := fmt.Sprint(m.Study().Sources[0].Name); got != "report" {
		t.Errorf("a PDF file without a name is %q", got)
	}
}
