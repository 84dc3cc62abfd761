package exchange_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// Who speaks is who a text says, else the one participant whose case it is, or most of a turn.
func TestWhoSpeaks(t *testing.T) {
	person := func(n int, name string, sources, selections []string) *refi.Case {
		return &refi.Case{GUID: guid(cases, n), Name: name, SourceRefs: sources, SelectionRefs: selections}
	}
	part := func(n, start, end int) *refi.Selection {
		return &refi.Selection{GUID: guid(selections, n), Start: start, End: end}
	}
	tests := []struct {
		name  string
		text  string
		parts []*refi.Selection
		cases []*refi.Case
		want  []string // of each turn
	}{
		{"nobody", "One.\n\nTwo.", nil, nil, []string{"", ""}},
		{"whose case the text is", "One.\n\nTwo.", nil, []*refi.Case{person(1, "Ann", []string{guid(sources, 1)}, nil)}, []string{"Ann", "Ann"}},
		{"not one of two", "One.\n\nTwo.", nil, []*refi.Case{person(1, "Ann", []string{guid(sources, 1)}, nil), person(2, "Bob", []string{guid(sources, 1)}, nil)}, []string{"", ""}},
		{"whose case a turn is", "One.\n\nTwo.", []*refi.Selection{part(1, 6, 10)}, []*refi.Case{person(1, "Ann", nil, []string{guid(selections, 1)})}, []string{"", "Ann"}},
		{"whose case most of a turn is", "One two three.\n\nTwo.", []*refi.Selection{part(1, 0, 4), part(2, 4, 14)},
			[]*refi.Case{person(1, "Ann", nil, []string{guid(selections, 1)}), person(2, "Bob", nil, []string{guid(selections, 2)})}, []string{"Bob", ""}},
	}
	for _, test := range tests {
		source := textSource(1, "talk", test.text)
		source.Selections = test.parts
		doc := &refi.Project{Sources: []*refi.Source{source}, Cases: test.cases}
		m := &edittest.Memory{}
		importInto(t, m, doc, exchange.Memory{}, exchange.Options{Cases: []exchange.CaseRule{{Is: "participant"}}})
		s := m.Study()
		tr := s.Transcript(s.Sources[0])
		var got []string
		for _, turn := range tr.Turns {
			name := ""
			if turn.Speaker >= 0 {
				name = s.Participant(tr.Speakers[turn.Speaker].Participant).Name
			}
			got = append(got, name)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, diff)
		}
	}
}

// A variable is of the narrowest type that all values of an attribute are of; what is of
// another type goes into a text beside it.
func TestTypesOfVariables(t *testing.T) {
	tests := map[string]struct {
		values []string
		want   string
	}{
		"whole numbers":     {[]string{"1", "-20", "0"}, "Integer"},
		"numbers":           {[]string{"1", "2.50"}, "Float"},
		"days":              {[]string{"2020-01-02", "2020-02-03"}, "Date"},
		"words":             {[]string{"1", "two"}, "Text"},
		"codes with zeros":  {[]string{"007", "1"}, "Text"},
		"too long a number": {[]string{"1234567890123456"}, "Text"},
		"nought point":      {[]string{"0.5"}, "Float"},
	}
	for name, test := range tests {
		m := &edittest.Memory{}
		var changes []edit.Change
		for n, v := range test.values {
			changes = append(changes, edit.PutCase{Case: corpus.CaseStudy{ID: corpus.CaseID(guid(cases, n)), Name: fmt.Sprint("case ", n), Attributes: map[string]string{"x": v}}})
		}
		if err := m.Apply(edit.Edit{Coder: "AK", At: monday, Changes: changes}); err != nil {
			t.Fatal(err)
		}
		archive, _ := exported(t, m, refi.Standard)
		i := slices.IndexFunc(archive.Project.Variables, func(v refi.Variable) bool { return v.Name == "x" })
		if got := archive.Project.Variables[i].Type; got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
		for n, c := range archive.Project.Cases {
			if j := slices.IndexFunc(c.Values, func(v refi.Value) bool { return v.Variable == archive.Project.Variables[i].GUID }); j < 0 || c.Values[j].Value != test.values[n] {
				t.Errorf("%s: %v", name, c.Values)
			}
		}
	}
}

// Names that crosscase does not have become others here, and are the program's own again when
// they go out; one that was changed here goes out as it is.
func TestNamesThatCannotBe(t *testing.T) {
	long := strings.Repeat("x", coding.MaxName+1)
	names := []string{"", "Trust", "trust", "two\nlines", long, "(none)"}
	want := []string{"unnamed code", "Trust", "trust (2)", "two lines", long[:coding.MaxName-20] + "…", "unnamed code (2)"}
	doc := &refi.Project{Name: "x"}
	for n, name := range names {
		doc.Codes = append(doc.Codes, &refi.Code{GUID: guid(codes, n), Name: name, Codable: true})
	}
	m := &edittest.Memory{}
	a := importInto(t, m, doc, exchange.Memory{}, exchange.Options{})
	var got []string
	for _, x := range m.Study().Themes {
		got = append(got, x.Name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("here (-want +got)\n%s", diff)
	}
	if c := a.Report.Changed; len(c) != 1 || c[0].Count != 5 || c[0].Example != `"" is "unnamed code"` {
		t.Errorf("changed %+v", c)
	}
	x := *m.Study().Themes[3]
	x.Name = "three lines"
	if err := m.Apply(edit.Edit{Coder: "AK", At: monday, Changes: []edit.Change{edit.PutTheme{Theme: x}}}); err != nil {
		t.Fatal(err)
	}
	names[3] = "three lines"
	for profile, unnamed := range map[string]string{"standard": "", "atlasti": "unnamed code"} {
		p, err := refi.ParseProfile(profile)
		if err != nil {
			t.Fatal(err)
		}
		names[0] = unnamed
		archive, report := exported(t, m, p)
		got = nil
		for _, c := range archive.Project.Codes {
			got = append(got, c.Name)
		}
		if diff := cmp.Diff(names, got); diff != "" || (len(report.Changed) > 0) != (unnamed != "") {
			t.Errorf("%s (-want +got)\n%s%v", profile, diff, report.Changed)
		}
	}
}

// A user whom a file does not list, or who is the program itself, has a name here; in an
// export they are as they were, until somebody says who they are.
func TestUnlistedUsers(t *testing.T) {
	const atlas = "C32A2BD5-537F-4838-8B17-DF9EFBAFDF4B"
	source := textSource(1, "talk", "One two three.")
	for n, user := range []string{"", guid(users, 7), atlas} {
		source.Selections = append(source.Selections, &refi.Selection{GUID: guid(selections, n), Start: 4 * n, End: 4*n + 3,
			Codings: []*refi.Coding{{GUID: guid(codings, n), Code: guid(codes, 1), Creator: user}}})
	}
	doc := &refi.Project{Users: []refi.User{{GUID: atlas, Name: "ATLAS.ti"}}, Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Trust", Codable: true}}, Sources: []*refi.Source{source}}
	m := &edittest.Memory{}
	a := importInto(t, m, doc, exchange.Memory{}, exchange.Options{})
	s := m.Study()
	var by []string
	for _, x := range s.Tags {
		by = append(by, s.CoderName(x.Coder))
	}
	if diff := cmp.Diff([]string{"unknown user", "unknown user 00000002", "ATLAS.ti"}, by); diff != "" || a.Report.Account()[2].What != "selections" {
		t.Errorf("here (-want +got)\n%s%v", diff, a.Report.Account())
	}
	creators := func() (all []string) {
		archive, _ := exported(t, m, refi.Standard)
		names := map[string]string{"": "nobody"}
		for _, u := range archive.Project.Users {
			names[refi.Key(u.GUID)] = u.Name
		}
		for _, x := range archive.Project.Sources[0].Selections {
			all = append(all, names[refi.Key(x.Codings[0].Creator)])
		}
		return all
	}
	if diff := cmp.Diff([]string{"nobody", "", "ATLAS.ti"}, creators()); diff != "" {
		t.Errorf("as it came (-want +got)\n%s", diff)
	}
	if err := m.Apply(edit.Edit{Coder: "AK", At: monday, Changes: []edit.Change{edit.PutCoder{Coder: coding.Coder{ID: s.Tags[0].Coder, Name: "Maria"}}}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Maria", "", "ATLAS.ti"}, creators()); diff != "" {
		t.Errorf("once it is known (-want +got)\n%s", diff)
	}
}

// One note on several things is a memo on each; one of them that is changed is a note of its
// own then, and the others stay what they were.
func TestNoteOnSeveralThings(t *testing.T) {
	text := "Both"
	doc := &refi.Project{Notes: []*refi.Text{{GUID: guid(notes, 1), Name: "Heading", Content: &text}}}
	for n := range 2 {
		doc.Codes = append(doc.Codes, &refi.Code{GUID: guid(codes, n), Name: fmt.Sprint("Code ", n), Codable: true, NoteRefs: []string{guid(notes, 1)}})
	}
	m := &edittest.Memory{}
	importInto(t, m, doc, exchange.Memory{}, exchange.Options{})
	said := func(m *edittest.Memory) (all []string) {
		s := m.Study()
		for _, x := range s.Themes {
			for _, memo := range s.MemosOn(string(x.ID)) {
				all = append(all, x.Name+": "+memo.Text)
			}
		}
		return all
	}
	if diff := cmp.Diff([]string{"Code 0: # Heading\n\nBoth", "Code 1: # Heading\n\nBoth"}, said(m)); diff != "" {
		t.Errorf("here (-want +got)\n%s", diff)
	}
	for n, memo := range m.Study().Memos {
		changed := m.Copy()
		if err := changed.Apply(edit.Edit{Coder: "AK", At: monday, Changes: []edit.Change{edit.PutMemo{ID: memo.ID, On: memo.On, Text: "Another"}}}); err != nil {
			t.Fatal(err)
		}
		archive, _ := exported(t, changed, refi.Standard)
		again := &edittest.Memory{}
		importInto(t, again, archive.Project, archive, exchange.Options{})
		want := []string{"Code 0: # Heading\n\nBoth", "Code 1: # Heading\n\nBoth"}
		want[n] = fmt.Sprintf("Code %d: Another", n)
		if diff := cmp.Diff(want, said(again)); diff != "" {
			t.Errorf("memo %d was changed (-want +got)\n%s", n, diff)
		}
	}
}

// Turns of a transcript begin at the times of its sync points.
func TestTimesOfTranscripts(t *testing.T) {
	words := "One.\n\nTwo.\n\nThree."
	tr := &refi.Transcript{Text: refi.Text{GUID: guid(texts, 1), Content: &words}, Points: []refi.SyncPoint{
		{GUID: guid(points, 1), Time: 0, Position: 0}, {GUID: guid(points, 2), Time: 2500, Position: 6}, {GUID: guid(points, 3), Time: -1, Position: 12}, {GUID: guid(points, 4), Time: 9000, Position: 99}}}
	doc := &refi.Project{Sources: []*refi.Source{{Kind: refi.VideoSource, Text: refi.Text{GUID: guid(sources, 1), Name: "call"}, Transcripts: []*refi.Transcript{tr}}}}
	m := &edittest.Memory{}
	importInto(t, m, doc, exchange.Memory{}, exchange.Options{})
	s := m.Study()
	var from []time.Duration
	for _, turn := range s.Transcript(s.Sources[0]).Turns {
		from = append(from, turn.From)
	}
	if diff := cmp.Diff([]time.Duration{0, 2500 * time.Millisecond, corpus.NoTime}, from); diff != "" || s.Sources[0].Name != "call" {
		t.Errorf("%s (-want +got)\n%s", s.Sources[0].Name, diff)
	}
	err := m.Apply(edit.Edit{Coder: "AK", At: monday, Changes: []edit.Change{
		edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(guid(codes, 1)), Name: "Trust"}},
		edit.TagPassage{Passage: "p", Text: s.Sources[0].Text, Span: corpus.Span{Start: 6, End: 9}, Tag: "t", Theme: coding.ThemeID(guid(codes, 1))}}})
	if err != nil {
		t.Fatal(err)
	}
	archive, _ := exported(t, m, refi.Standard)
	back := archive.Project.Sources[0].Transcripts[0]
	sel := back.Selections[0]
	if len(back.Points) != 5 || sel.From != guid(points, 2) || sel.To != back.Points[4].GUID || back.Points[4].Position != 9 || back.Points[4].Time != -1 {
		t.Errorf("from %s to %s, points %v", sel.From, sel.To, back.Points)
	}
}
