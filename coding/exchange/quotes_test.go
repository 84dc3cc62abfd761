package exchange_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// shifted is a project whose program counted the byte order mark of its text in all codings but
// the last but one; the last is named after other words.
func shifted() (*refi.Project, exchange.Memory) {
	s := &refi.Source{Kind: refi.TextSource, Text: refi.Text{GUID: guid(sources, 1), Name: "Visit", Plain: "internal://visit.txt"}}
	for i, x := range []refi.Selection{
		{Name: "the PUMPS were dear", Start: 1, End: 20}, {Description: "Two men were kind.", Start: 22, End: 40},
		{Start: 41, End: 45}, {Name: "kind", Start: 34, End: 38}, {Name: "Two men were", Start: 42, End: 45},
	} {
		x.GUID = guid(selections, i+1)
		x.Codings = []*refi.Coding{{GUID: guid(codings, i+1), Code: guid(codes, 1)}}
		s.Selections = append(s.Selections, &x)
	}
	doc := &refi.Project{Origin: "Probe 1", Sources: []*refi.Source{s}, Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Cost", Codable: true}}}
	return doc, exchange.Memory{"visit.txt": []byte("\ufeffThe pumps were dear.\nTwo men were kind.\nThey left.\n")}
}

// Codings come to be on the words quoted with them, and a report says how far they were moved,
// and which are quoted with other words. They go out at the words where they are.
func TestQuotesMoveCodings(t *testing.T) {
	doc, files := shifted()
	m := &edittest.Memory{}
	a := importInto(t, m, doc, files, exchange.Options{})
	study := m.Study()
	var got []string
	body, err := m.Text(ctx, study.Sources[0].Text)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range study.Passages {
		got = append(got, body.Body[p.Span.Start:p.Span.End])
	}
	slices.Sort(got)
	want := []string{"The pumps were dear", "They", "Two men were kind.", "hey", "kind"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("words (-want +got)\n%s", diff)
	}
	said := []refi.Problem{
		{What: "selections in Visit moved by -1 character, as quotes prove", Count: 4, Example: `to "The pumps were dear"`},
		{What: "selections in Visit that are quoted with other words of their text: not moved there", Count: 1, Example: `"Two men were" on "hey"`},
	}
	if diff := cmp.Diff(said, a.Report.Changed); diff != "" {
		t.Errorf("said (-want +got)\n%s", diff)
	}
	out, _ := exported(t, m, refi.Standard)
	again := &edittest.Memory{}
	importInto(t, again, out.Project, out, exchange.Options{})
	if n := len(again.Study().Tags); n != len(study.Tags) {
		t.Errorf("%d codings come back of %d", n, len(study.Tags))
	}
}

// What was imported before quotes decided is read as it was then.
func TestQuotesDidNotDecideBefore(t *testing.T) {
	doc, files := shifted()
	words, err := exchange.WordsBy(doc, files, 3)
	if want := []string{"he pumps were dear.", "wo men were kind.\n", "hey ", "kind", "ey "}; err != nil || !cmp.Equal(words, want) {
		t.Errorf("%q, want %q (%v)", words, want, err)
	}
}
