package app

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/report"
)

// told is a study with something of everything to list.
func told(t *testing.T) *desk {
	d := newStudy(t)
	d.did(Participants().Set(t.Context(), d.as("AK"), "Roe", Revision{Values: map[string][]string{"role": {"chief"}, "alias": {"R"}},
		Attributes: map[string]string{"rank": "high"}}))
	d.did(Organisations().Set(t.Context(), d.as("AK"), "Northmoor Police",
		Revision{Values: map[string][]string{"kind": {"police"}, "case": {"One"}},
			Attributes: map[string]string{"size": "9"}}))
	d.did(Cases().Set(t.Context(), d.as("AK"), "One", Revision{Values: map[string][]string{"description": {"The first"}},
		Attributes: map[string]string{"begun": "2019"}}))
	d.did(Sources().Set(t.Context(), d.as("AK"), "int-1", Revision{Values: map[string][]string{"type": {"meeting"}, "date": {"2019-03"},
		"language": {"en"}},
		Attributes: map[string]string{"mood": "good"}}))
	d.did(Themes().Set(t.Context(), d.as("AK"), "Trust", value("definition", "Relying on others")))
	d.tag("AK", "Deep", "money")
	d.tag("BM", "Deep", "money")
	d.tag("BM", "Trust", "hopes")
	return d
}

func TestLists(t *testing.T) {
	d := told(t)
	s := d.as("AK").Study
	for _, tt := range []struct {
		name string
		list func(*coding.Study) *report.Grid
		head []string
		rows [][]any
	}{
		{"sources", Sources().List, []string{"source", "type", "case", "organisation", "date", "language", "turns", "words", "speakers", "tags"},
			[][]any{{"int-1", "meeting", "One", "Northmoor Police", "2019-03", "en", 4, 13, 2, 3}}},
		{"participants", Participants().List, []string{"participant", "role", "organisation", "aliases", "sources", "turns", "words"},
			[][]any{{"Interviewer", "researcher", "", "", 1, 2, 6}, {"Roe", "chief", "Northmoor Police", "R", 1, 2, 7}}},
		{"organisations", Organisations().List, []string{"organisation", "kind", "cases", "participants", "sources"},
			[][]any{{"Northmoor Police", "police", "One", 1, 1}}},
		{"cases", Cases().List, []string{"case", "sources", "organisations", "description"},
			[][]any{{"One", 1, "Northmoor Police", "The first"}}},
		{"coders", Coders().List, []string{"coder", "tags", "passages", "sources", "themes", "memos", "also"},
			[][]any{{"AK", 1, 1, 1, 1, 0, ""}, {"BM", 2, 2, 1, 2, 0, ""}}},
		{"themes", Themes().List, []string{"theme", "passages", "tags", "definition"},
			[][]any{{report.Name{Label: "Cost", Path: "Cost"}, 0, 0, ""}, {report.Name{Label: "Trust", Path: "Trust"}, 2, 3, "Relying on others"},
				{report.Name{Label: "Deep", Path: "Trust > Deep", Level: 1}, 1, 2, ""}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := tt.list(s)
			if diff := cmp.Diff(tt.head, g.Head); diff != "" {
				t.Errorf("head (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.rows, g.Rows); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if empty := tt.list(coding.NewStudy(coding.Study{})); len(empty.Rows) > 0 || empty.Empty == "" || len(empty.Notes) > 0 {
				t.Errorf("nothing is listed as %q, with rows %v and notes %v", empty.Empty, empty.Rows, empty.Notes)
			}
		})
	}
}

// Themes are listed with what they are in a method, and whether they are archived, where
// some are; and drawn.
func TestListOfThemes(t *testing.T) {
	d := told(t)
	d.did(Themes().Set(t.Context(), d.as("AK"), "Cost", value("kind", "category")))
	d.did(d.as("AK").ArchiveTheme(t.Context(), "Cost"))
	g := Themes().List(d.as("AK").Study)
	if diff := cmp.Diff([]any{report.Name{Label: "Cost (archived)", Path: "Cost"}, "category", 0, 0, ""}, g.Rows[0]); diff != "" ||
		g.Head[1] != "kind" {
		t.Errorf("under %s (-want +got):\n%s", g.Head, diff)
	}
	if len(g.Notes) != 1 || g.Picture() == nil {
		t.Errorf("notes %q, picture %v", g.Notes, g.Picture())
	}
}

func TestDetails(t *testing.T) {
	d := told(t)
	a := d.as("AK")
	d.did(a.AddMemo(t.Context(), d.subject(a, SubjectNames{Theme: "Trust"}), "Not said outright"))
	d.did(d.as("AK").Link(t.Context(), "Cost", "limits", "Trust", ""))
	d.did(Themes().Merge(t.Context(), d.as("AK"), "Deep", "Trust"))
	d.did(d.as("AK").ArchiveTheme(t.Context(), "Trust"))
	d.make("BM", "complete", edit.MarkSource{Source: d.as("BM").Study.Sources[0].ID, State: coding.Complete, Turn: 4})
	s := d.as("AK").Study
	src := s.Sources[0]
	for _, tt := range []struct {
		name      string
		got, want []Detail
	}{
		{"source", Sources().Details(s, src), []Detail{{"type", "meeting"}, {"case", "One"}, {"organisation", "Northmoor Police"},
			{"date", "2019-03"}, {"language", "en"},
			{"file", src.File}, {"media type", src.MediaType}, {"SHA-256", src.SHA256}, {"layout", s.Transcript(src).Layout}, {"turns",
				"4"}, {"words", "13"},
			{"pages", ""}, {"questions", ""}, {"mood", "good"}, {"speaker", "Interviewer (2 turns, 6 words)"}, {"speaker",
				"Roe (2 turns, 7 words)"}}},
		{"participant", detailsOf(t, Participants(), s, "Roe"), []Detail{{"role", "chief"}, {"organisation", "Northmoor Police"},
			{"aliases", "R"}, {"rank", "high"}, {"speaks in", "int-1 (2 turns)"}}},
		{"organisation", detailsOf(t, Organisations(), s, "Northmoor Police"),
			[]Detail{{"kind", "police"}, {"cases", "One"}, {"size", "9"}, {"participant", "Roe"}}},
		{"case", detailsOf(t, Cases(), s, "One"), []Detail{{"description", "The first"}, {"organisations", "Northmoor Police"},
			{"begun", "2019"}, {"source", "int-1"}}},
		{"coder", detailsOf(t, Coders(), s, "AK"), []Detail{{"also", ""}, {"tags", "1"}, {"memos", "1"}}},
		{"theme", detailsOf(t, Themes(), s, "Trust"), []Detail{{"kind", ""}, {"definition", "Relying on others"}, {"include", ""},
			{"exclude", ""}, {"example", ""},
			{"colour", "#112233"}, {"passages", "2"}, {"tags", "3"}, {"looked for in",
				"1 of 1 source, which somebody completed since it is described so"},
			{"archived", "yes; crosscase theme restore brings it back"}, {"merged from",
				"Trust > Deep, " + s.Merged["Deep"].At.Local().Format("2006-01-02")},
			{"link", "Cost limits Trust"}, {"memo", "Not said outright"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func detailsOf[T any](t *testing.T, k Kind[T], s *coding.Study, name string) []Detail {
	t.Helper()
	x, err := k.Find(s, name)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(k.Called(s, x)); got != name {
		t.Errorf("%s is called %s", name, got)
	}
	return k.Details(s, x)
}
