package exchange_test

import (
	"context"
	"errors"
	"fmt"
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

// textSource is a source with its words in the document.
func textSource(n int, name, words string) *refi.Source {
	return &refi.Source{Kind: refi.TextSource, Text: refi.Text{GUID: guid(sources, n), Name: name, Content: &words}}
}

// What a case is, and why, by the first of the ways that tells: a rule, what crosscase wrote,
// a classification or variable, a variable that only people have, what it stands below.
func TestRolesOfCases(t *testing.T) {
	value := func(variable int, value string) []refi.Value {
		return []refi.Value{{Variable: guid(variables, variable), Type: "Text", Value: value}}
	}
	tests := []struct {
		name     string
		values   []refi.Value
		below    string // a code that the case stands below
		is, by   string
		variable string
	}{
		{"Ann", value(1, "x"), "", "participant", "as you say", "Person:Age"},
		{"Docks", value(1, "SITE"), "", "case", "as you say", "kind"},
		{"B", value(1, "8"), "", "participant", "by its classification Person", "Person:Shoe size"},
		{"C", value(1, "Company"), "", "organisation", "by its Type, Company", "Type"},
		{"D", value(1, "41"), "", "participant", "by its variable Age group", "Age group"},
		{"E", value(1, "x"), "Organisations", "organisation", "by what it stands below, Organisations", "colour"},
		{"F", value(1, "x"), "Fälle", "case", "by what it stands below, Fälle", "colour"},
		{"G", value(1, "x"), "Things", "attribute", "nothing tells what it is", "colour"},
		{"H", nil, "", "attribute", "nothing tells what it is", "colour"},
		{"", value(1, "x"), "", "attribute", "the variables of one document", "colour"},
	}
	for _, test := range tests {
		doc := &refi.Project{Variables: []refi.Variable{{GUID: guid(variables, 1), Name: test.variable, Type: "Text"}}, Sources: []*refi.Source{textSource(1, "talk", "Words.")},
			Cases: []*refi.Case{{GUID: guid(cases, 1), Name: test.name, Values: test.values, SourceRefs: []string{guid(sources, 1)}}}}
		if test.below != "" {
			doc.Codes = []*refi.Code{{GUID: guid(codes, 1), Name: test.below, Below: []*refi.Code{{GUID: guid(cases, 1), Name: test.name}}}}
		}
		options := exchange.Options{Cases: []exchange.CaseRule{{Of: "ann", Is: "participant"}, {Of: "site", Is: "case"}}}
		a, err := exchange.Import(doc, exchange.Memory{}, "x.qdpx", options, monday)
		if err != nil {
			t.Fatal(err)
		}
		want := []exchange.CaseRole{{Name: test.name, Is: test.is, By: test.by}}
		if test.name == "" {
			want[0].Name = "(unnamed)"
		}
		if diff := cmp.Diff(want, a.Report.Cases); diff != "" {
			t.Errorf("%q (-want +got)\n%s", test.name, diff)
		}
	}
}

// Cases become what a study has: participants with organisations that take part in case
// studies, and sources that belong to them; what is none of these is an attribute.
func TestCasesBecomeThings(t *testing.T) {
	doc := &refi.Project{Variables: []refi.Variable{{GUID: guid(variables, 1), Name: "Kind", Type: "Text"}, {GUID: guid(variables, 2), Name: "shoe size", Type: "Integer"}},
		Sources: []*refi.Source{textSource(1, "talk", "Only words."), textSource(2, "paper", "Of two bodies.")}}
	of := func(n int, name, kind string, sources ...string) {
		doc.Cases = append(doc.Cases, &refi.Case{GUID: guid(cases, n), Name: name, SourceRefs: sources, Description: "about " + name,
			Values: []refi.Value{{Variable: guid(variables, 1), Type: "Text", Value: kind}, {Variable: guid(variables, 2), Type: "Integer", Value: "41"}}})
	}
	of(1, "Ann", "Person", guid(sources, 1))
	of(2, "Fire", "Organisation", guid(sources, 1), guid(sources, 2))
	of(3, "Police", "Organisation", guid(sources, 2))
	of(4, "Docks", "Case study", guid(sources, 1))
	of(5, "Thing", "wood", guid(sources, 1))
	m := &edittest.Memory{}
	a := importInto(t, m, doc, exchange.Memory{}, exchange.Options{})
	s := m.Study()
	talk, paper := s.Source(corpus.SourceID(guid(sources, 1))), s.Source(corpus.SourceID(guid(sources, 2)))
	got := []string{
		s.Participants[0].Name, s.Participants[0].Attributes["shoe size"], s.Organisation(talk.Organisation).Name, s.Case(talk.Case).Name, s.Case(talk.Case).Description,
		string(paper.Organisation), talk.Attributes["Case"], talk.Attributes["Kind"], s.Transcript(talk).Speakers[0].Label, s.MemosOn(string(s.Participants[0].ID))[0].Text,
	}
	if diff := cmp.Diff([]string{"Ann", "41", "Fire", "Docks", "about Docks", "", "Thing", "wood", "Ann", "about Ann"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if k := a.Report.Kept; len(k) != 1 || k[0].What != "sources of several organisations, which belong to none here" || k[0].Example != "paper" {
		t.Errorf("kept %v", k)
	}

	// What they are here is what another crosscase is told, whatever they are called then.
	organisation := *s.Organisation(talk.Organisation)
	organisation.Name, organisation.Kind = "Fire & Rescue", "service"
	participant := *s.Participants[0]
	participant.Organisation, participant.Role, participant.Aliases = organisation.ID, "chief", []string{"A.", "Annie"}
	if err := m.Apply(edit.Edit{Coder: "AK", At: monday, Changes: []edit.Change{edit.PutOrganisation{Organisation: organisation}, edit.PutParticipant{Participant: participant},
		edit.PutParticipant{Participant: corpus.Participant{ID: corpus.ParticipantID(guid(cases, 9)), Name: "New", Attributes: map[string]string{"shoe size": "big", "age": "7"}}}}}); err != nil {
		t.Fatal(err)
	}
	archive, _ := exported(t, m, refi.Standard)
	again := &edittest.Memory{}
	importInto(t, again, archive.Project, archive, exchange.Options{})
	s = again.Study()
	ann := s.Participant(participant.ID)
	if diff := cmp.Diff([]any{"Ann", "chief", organisation.ID, []string{"A.", "Annie"}}, []any{ann.Name, ann.Role, ann.Organisation, ann.Aliases}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if o := s.Organisation(organisation.ID); o.Name != "Fire & Rescue" || o.Kind != "service" {
		t.Errorf("%+v", o)
	}
	if x := s.Participant(corpus.ParticipantID(guid(cases, 9))); x == nil || x.Attributes["age"] != "7" || x.Attributes["shoe size"] != "big" && x.Attributes["shoe size (2)"] != "big" {
		t.Errorf("%+v", x)
	}
}

// A text in a file is read as what it is: with or without a byte order mark, in UTF-16, else
// in Windows-1252, which is said; one that is not there is kept for what the file says of it.
func TestEncodings(t *testing.T) {
	tests := map[string]struct{ data, want, changed, kept string }{
		"UTF-8":            {"Über", "Über", "", ""},
		"byte order mark":  {"\ufeffÜber\r\n", "Über\n", "", ""},
		"UTF-16, little":   {"\xff\xfe\xdc\x00b\x00", "Üb", "", ""},
		"UTF-16, big":      {"\xfe\xff\x00\xdc\x00b", "Üb", "", ""},
		"Windows-1252":     {"\xdcber \x96", "Über –", "text that is not UTF-8: read as Windows-1252", ""},
		"NUL":              {"a\x00b", "ab", "", ""},
		"nothing":          {"", "", "", ""},
		"that is missing":  {"missing", "", "", "sources whose text is not in the file"},
		"that is too long": {strings.Repeat("x", refi.MaxText+1), "", "", "sources whose text is too large"},
	}
	for name, test := range tests {
		files := exchange.Memory{}
		if test.data != "missing" {
			files["a.txt"] = []byte(test.data)
		}
		doc := &refi.Project{Sources: []*refi.Source{{Kind: refi.TextSource, Text: refi.Text{GUID: guid(sources, 1), Name: "a", Plain: "internal://a.txt"}}}}
		m := &edittest.Memory{}
		a := importInto(t, m, doc, files, exchange.Options{})
		changed, kept := "", ""
		if len(a.Report.Changed) > 0 {
			changed = a.Report.Changed[0].What
		}
		if len(a.Report.Kept) > 0 {
			kept = a.Report.Kept[0].What
		}
		body := ""
		for _, src := range m.Study().Sources {
			text, err := m.Text(ctx, src.Text)
			if err != nil {
				t.Fatal(err)
			}
			body = text.Body
		}
		if body != test.want || changed != test.changed || kept != test.kept || (len(m.Study().Sources) == 0) != (kept != "") {
			t.Errorf("%s: %q, changed %q, kept %q", name, body, changed, kept)
		}
	}
}

// A file that crosscase wrote and that somebody has tampered with is refused or read without
// what is beside it, and the reason is said.
func TestDamagedSidecar(t *testing.T) {
	m := &edittest.Memory{}
	importInto(t, m, &refi.Project{Name: "a", Sources: []*refi.Source{textSource(1, "talk", "Words.")}}, exchange.Memory{}, exchange.Options{})
	doc, files, _, err := exchange.Export(ctx, exchange.Contents{Study: m.Study(), Texts: m, Original: m.Original}, refi.Standard, "crosscase test")
	if err != nil {
		t.Fatal(err)
	}
	replaced := func(by string) []refi.File {
		all := []refi.File{{Name: refi.ExtraFile, Data: func() ([]byte, error) { return []byte(by), nil }}}
		for _, f := range files {
			if f.Name != refi.ExtraFile {
				all = append(all, f)
			}
		}
		return all
	}
	for name, test := range map[string]struct{ sidecar, says string }{
		"no JSON":           {"{", "cannot be read"},
		"a newer format":    {`{"Format": 99}`, "newer crosscase"},
		"another project's": {`{"Format": 1, "Study": {}, "Project": "abc"}`, "changed by another program"},
	} {
		back := archived(t, doc, replaced(test.sidecar))
		a, err := exchange.Import(back.Project, back.Package, "x.qdpx", exchange.Options{}, monday)
		if err != nil {
			t.Fatal(err)
		}
		if c := a.Report.Changed; len(c) == 0 || !strings.Contains(c[0].Example, test.says) {
			t.Errorf("%s: %v", name, c)
		}
	}
	back := archived(t, doc, files)
	a, err := exchange.Import(back.Project, back.Package, "x.qdpx", exchange.Options{}, monday)
	if err != nil || len(a.Report.Changed) > 0 || len(a.Report.Account()) == 0 {
		t.Errorf("as it was written: %v, %v", a.Report.Changed, err)
	}
}

// What was preserved and is not there any more, or is damaged, stops an export, with the name
// of the file that it came with.
func TestDamagedPreserved(t *testing.T) {
	m := &edittest.Memory{}
	importInto(t, m, drawn(), exchange.Memory{"map.jpg": []byte("jpeg")}, exchange.Options{})
	s := m.Study()
	for name, test := range map[string]struct {
		original func(sum string) ([]byte, error)
		want     error
	}{
		"missing":     {func(string) ([]byte, error) { return nil, coding.ErrUnknown }, coding.ErrUnknown},
		"not deflate": {func(string) ([]byte, error) { return []byte("words"), nil }, coding.ErrDamaged},
	} {
		original := func(_ context.Context, sum string) ([]byte, error) { return test.original(sum) }
		_, _, _, err := exchange.Export(ctx, exchange.Contents{Study: s, Texts: m, Original: original}, refi.Standard, "crosscase test")
		if !errors.Is(err, test.want) || !strings.Contains(fmt.Sprint(err), "file.qdpx") {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
	how := coding.Preserved{ID: s.Preserved[0].ID, Name: "file.qdpx", Document: s.Preserved[0].Document, How: "{"}
	c := s.Clone()
	c.Preserved = []coding.Preserved{how}
	if _, _, _, err := exchange.Export(ctx, exchange.Contents{Study: coding.NewStudy(c), Texts: m, Original: m.Original}, refi.Standard, ""); !errors.Is(err, coding.ErrDamaged) {
		t.Errorf("how it was imported is damaged: %v", err)
	}
}

// What the standard has no place for is said: kept beside the project in a file for all
// programs, lost in a file for one.
func TestReportOfExport(t *testing.T) {
	m := &edittest.Memory{}
	importInto(t, m, &refi.Project{Name: "a", Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Trust"}}, Sources: []*refi.Source{textSource(1, "talk", "Ann: We saved 🙂 it.\nBob: Yes.")}},
		exchange.Memory{}, exchange.Options{Known: func(label string) bool { return label == "Ann" || label == "Bob" }})
	s := m.Study()
	text := s.Sources[0].Text
	err := m.Apply(edit.Edit{Coder: "AK", At: monday, Changes: []edit.Change{
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: corpus.OrganisationID(guid(cases, 1)), Name: "Fire"}},
		edit.TagPassage{Passage: coding.PassageID(guid(selections, 1)), Text: text, Span: corpus.Span{Start: 5, End: 13}, Tag: coding.TagID(guid(codings, 1)),
			Theme: s.Themes[0].ID, Weight: 2, About: corpus.OrganisationID(guid(cases, 1)), Suggested: true},
		edit.PutSummary{ID: guid(notes, 1), Theme: s.Themes[0].ID, On: string(s.Sources[0].ID), Text: "In short"},
		edit.PutQuery{Query: coding.SavedQuery{ID: "q", Name: "q", Expression: "Trust"}},
		edit.MarkSource{Source: s.Sources[0].ID, State: coding.Complete},
		edit.Reject{ID: guid(notes, 2), Theme: s.Themes[0].ID, Source: s.Sources[0].ID, Words: coding.WordsKey("Yes.")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"1 marks of tags that were suggested", "1 notes of what coders have read", "1 saved queries, matrices and searches", "1 suggestions that were declined", "1 summaries",
		"1 tags that say whom they are about", "2 turns with their speakers, but for what the text says", "1 weights of tags"}
	for _, profile := range refi.Profiles() {
		_, report := exported(t, m, profile)
		said, none := report.Kept, report.Lost
		if profile.Name != refi.Standard.Name {
			said, none = none, said
		}
		var got []string
		for _, p := range said {
			got = append(got, fmt.Sprintf("%d %s", p.Count, p.What))
		}
		if diff := cmp.Diff(want, got); diff != "" || len(none) > 0 || report.Astral != 1 {
			t.Errorf("%s (-want +got)\n%s\nand %v, %d", profile.Name, diff, none, report.Astral)
		}
	}
}

// A source whose words were corrected here keeps its codings where the words are now, and
// loses the styled text, which is said.
func TestCorrectedText(t *testing.T) {
	words := "One two three."
	doc := &refi.Project{Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Trust", Codable: true}}, Sources: []*refi.Source{{Kind: refi.TextSource, Text: refi.Text{GUID: guid(sources, 1),
		Name: "talk", Plain: "internal://a.txt", Rich: "internal://a.docx", Selections: []*refi.Selection{
			{GUID: guid(selections, 1), Start: 4, End: 7, Codings: []*refi.Coding{{GUID: guid(codings, 1), Code: guid(codes, 1)}}},
			{GUID: guid(selections, 2), Start: 8, End: 13, Description: "a remark"}}}}}}
	m := &edittest.Memory{}
	importInto(t, m, doc, exchange.Memory{"a.txt": []byte(words), "a.docx": []byte("PK")}, exchange.Options{})
	s := m.Study()
	body := "Zero. One two three."
	var carried []edit.AttachPassage
	for _, p := range s.Passages {
		carried = append(carried, edit.AttachPassage{Passage: p.ID, Text: "new", Span: corpus.Span{Start: p.Span.Start + 6, End: p.Span.End + 6}})
	}
	if err := m.Apply(edit.Edit{Coder: "AK", At: monday.Add(time.Hour), Changes: []edit.Change{
		edit.UpdateText{Source: s.Sources[0].ID, Text: corpus.Text{ID: "new", Body: body}, Original: []byte(body), File: "b.txt", Carried: carried}}}); err != nil {
		t.Fatal(err)
	}
	archive, report := exported(t, m, refi.Standard)
	x := archive.Project.Sources[0]
	data, err := archive.File(x.Plain, 100)
	if err != nil || string(data) != body || x.Rich != "" {
		t.Errorf("%q, %v, styled %q", data, err, x.Rich)
	}
	var got []string
	for _, sel := range x.Selections {
		got = append(got, fmt.Sprint(sel.GUID, " ", body[sel.Start:sel.End], " ", len(sel.Codings), sel.Description))
	}
	if diff := cmp.Diff([]string{guid(selections, 1) + " two 1", guid(selections, 2) + " three 0a remark"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if c := report.Changed; len(c) != 1 || !strings.Contains(c[0].What, "styled text") || c[0].Example != "a.docx" {
		t.Errorf("changed %v", c)
	}
}

// A source all of whose words are coded with a case belongs to that: so NVivo says what is in
// a case.
func TestCasesOfWholeTexts(t *testing.T) {
	words := "The pumps were dear.\nThe men were kind.\n\n"
	for _, tt := range []struct {
		name       string
		spans      [][2]int // selections that are coded with the cases of these numbers
		cases      []int
		role, want string // case, organisation, speaker and attribute
	}{
		{"from the first to the last letter", [][2]int{{0, 41}}, []int{1}, "case", "Site ---"},
		{"without the lines at the end", [][2]int{{0, 39}}, []int{1}, "case", "Site ---"},
		{"a part", [][2]int{{0, 20}}, []int{1}, "case", "----"},
		{"part by part", [][2]int{{21, 39}, {0, 20}}, []int{1, 1}, "case", "Site ---"},
		{"parts but for a word", [][2]int{{0, 20}, {25, 39}}, []int{1, 1}, "case", "----"},
		{"parts of two cases", [][2]int{{0, 20}, {21, 39}}, []int{1, 2}, "case", "----"},
		{"two cases", [][2]int{{0, 41}, {0, 40}}, []int{1, 2}, "case", "----"},
		{"an organisation", [][2]int{{0, 41}}, []int{2}, "organisation", "-Fire --"},
		{"a participant", [][2]int{{0, 41}}, []int{1}, "participant", "--Site -"},
		{"what is none of these", [][2]int{{0, 41}}, []int{1}, "attribute", "---Site "},
	} {
		s := textSource(1, "Visit", words)
		doc := &refi.Project{Origin: "NVivo for Mac 20.1", Sources: []*refi.Source{s}}
		for n, name := range []string{"Site", "Fire"} {
			doc.Codes = append(doc.Codes, &refi.Code{GUID: guid(cases, n+1), Name: name, Codable: true})
			doc.Cases = append(doc.Cases, &refi.Case{GUID: guid(cases, n+1), Name: name})
		}
		for i, span := range tt.spans {
			s.Selections = append(s.Selections, &refi.Selection{GUID: guid(selections, i+1), Start: span[0], End: span[1],
				Codings: []*refi.Coding{{GUID: guid(codings, i+1), Code: guid(cases, tt.cases[i])}}})
		}
		m := &edittest.Memory{}
		importInto(t, m, doc, exchange.Memory{}, exchange.Options{Cases: []exchange.CaseRule{{Is: tt.role}}})
		study := m.Study()
		src := study.Sources[0]
		name := func(s string) string {
			if s == "" {
				return "-"
			}
			return s + " "
		}
		got := ""
		if c := study.Case(src.Case); c != nil {
			got += name(c.Name)
		} else {
			got += "-"
		}
		if o := study.Organisation(src.Organisation); o != nil {
			got += name(o.Name)
		} else {
			got += "-"
		}
		speaker := ""
		if all := study.Transcript(src).Speakers; len(all) > 0 {
			speaker = all[0].Label
		}
		if got += name(speaker) + name(src.Attributes["Case"]); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		loseNothing(t, t.TempDir(), doc, exchange.Memory{}, exchange.Options{})
	}
}
