package analysis_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/codingtest"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// three are two interviews and a meeting, in which three people speak a turn or two:
//
//	i1 (One, January)   Ann: we trust them      p1 Trust by K and L; "trust": p5 Cost
//	                    Ben: cost cost money    p2 Cost
//	i2 (Two, March)     Cat: trust costs money  p3 Trust > Loss, Cost
//	m1 (One, March)     Ann: no money at all
//	                    Ben: we trust money     p4 Trust
func three() (*coding.Study, codingtest.Texts) {
	s := coding.Study{Title: "Three",
		Cases: []*corpus.CaseStudy{{ID: "one", Name: "One", Description: "The first."}, {ID: "two", Name: "Two"}},
		Organisations: []*corpus.Organisation{{ID: "N", Name: "Northmoor", Cases: []corpus.CaseID{"one"}},
			{ID: "A", Name: "Aldenshire", Cases: []corpus.CaseID{"one"}}},
		Participants: []*corpus.Participant{{ID: "ann", Name: "Ann", Organisation: "N", Role: "chief",
			Attributes: map[string]string{"age": "30"}},
			{ID: "ben", Name: "Ben", Organisation: "A", Attributes: map[string]string{"age": "50"}},
			{ID: "cat", Name: "Cat", Organisation: "N", Attributes: map[string]string{"age": "40"}}},
		Coders:      []*coding.Coder{{ID: "k", Name: "K"}, {ID: "l", Name: "L"}},
		Themes:      []*coding.Theme{{ID: "t", Name: "Trust", Colour: "#AA3377"}, {ID: "l", Name: "Loss", Parent: "t"}, {ID: "c", Name: "Cost"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{}}
	texts := codingtest.Texts{}
	source := func(id, caseStudy, date string, kind corpus.SourceType, said ...string) {
		body, tr := "", &corpus.Transcript{}
		for i := 0; i < len(said); i += 2 {
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: said[i], Participant: corpus.ParticipantID(said[i])})
			tr.Turns = append(tr.Turns, corpus.Turn{Start: len(body), Body: len(body), End: len(body) + len(said[i+1]), Speaker: i / 2,
				From: corpus.NoTime, To: corpus.NoTime})
			for n := range said[i+1] {
				if n == 0 || said[i+1][n-1] == ' ' {
					tr.Words = append(tr.Words, int32(len(body)+n))
				}
			}
			body += said[i+1] + "\n"
		}
		s.Sources = append(s.Sources, &corpus.Source{ID: corpus.SourceID(id), Name: id, Text: corpus.TextID(id), Type: kind,
			Date: corpus.Date(date),
			Case: corpus.CaseID(caseStudy), Language: "en"})
		s.Transcripts[corpus.TextID(id)], texts[corpus.TextID(id)] = tr, corpus.Text{ID: corpus.TextID(id), Body: body}
	}
	source("i1", "one", "2019-01", corpus.TypeInterview, "ann", "we trust them", "ben", "cost cost money")
	source("i2", "two", "2019-03", corpus.TypeInterview, "cat", "trust costs money")
	source("m1", "one", "2019-03", corpus.TypeMeeting, "ann", "no money at all", "ben", "we trust money")
	tag := func(passage, source, words string, by coding.CoderID, themes ...coding.ThemeID) {
		start := strings.Index(texts[corpus.TextID(source)].Body, words)
		s.Passages = append(s.Passages, coding.Passage{ID: coding.PassageID(passage), Text: corpus.TextID(source),
			Span: corpus.Span{Start: start, End: start + len(words)}})
		for _, t := range themes {
			s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(fmt.Sprint(passage, t)), Passage: coding.PassageID(passage), Theme: t, Coder: by})
		}
	}
	tag("p1", "i1", "we trust them", "k", "t")
	tag("p5", "i1", "trust", "k", "c")
	tag("p2", "i1", "cost cost money", "k", "c")
	tag("p3", "i2", "trust costs money", "k", "l", "c")
	tag("p4", "m1", "we trust money", "k", "t")
	s.Tags = append(s.Tags, coding.Tag{ID: "p1tl", Passage: "p1", Theme: "t", Coder: "l"})
	s.Summaries = []coding.Summary{{ID: "u", Theme: "t", On: "N", Coder: "k", Text: "They trust.\n\nMostly."}}
	s.Links = []coding.Link{{ID: "x", From: "t", To: "c", Kind: "lowers", Note: "at first", Coder: "k"},
		{ID: "y", From: "p2", To: "one", Kind: "shows"}}
	return coding.NewStudy(s), texts
}

// answered asks the study of three sources as a command would, with a space between
// arguments.
func answered(t *testing.T, line string) *analysis.Result {
	t.Helper()
	found, err := ask(line)
	if err != nil {
		t.Fatalf("%s: %v (%s)", line, err, coding.Hint(err))
	}
	return found
}

func ask(line string) (*analysis.Result, error) {
	s, texts := three()
	r, err := analysis.Read(strings.Split(line, " "))
	if err != nil {
		return nil, err
	}
	return r.Run(context.Background(), s, analysis.Tools{Texts: texts, Tokenize: tokenize, Keep: true})
}

// rows are the rows of a table as CSV has them, without its head.
func rows(t *testing.T, g *report.Grid) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := g.Write(&b, report.CSV, report.Screen{}); err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

// Tables of each analysis, counted by hand.
func TestTables(t *testing.T) {
	tests := []struct {
		line string
		want [][]string
	}{
		{"matrix --cols=organisation", [][]string{
			{"Cost", "1", "2", "3"}, {"Trust", "1", "2", "3"}, {"Trust > Loss", "0", "1", "1"}, {"Total", "2", "3", "5"}}},
		{"matrix --cols=case --cell=tags", [][]string{
			{"Cost", "2", "1", "3"}, {"Trust", "3", "1", "4"}, {"Trust > Loss", "0", "1", "1"}, {"Total", "5", "2", "7"}}},
		{"matrix --cols=type --cell=participants", [][]string{
			{"Cost", "3", "0", "3"}, {"Trust", "2", "1", "3"}, {"Trust > Loss", "1", "0", "1"}, {"Total", "3", "1", "3"}}},
		{"matrix --cols=case --percent=row --depth=1", [][]string{
			{"Cost", "66.66666666666667", "33.333333333333336", "100"}, {"Trust", "66.66666666666667", "33.333333333333336", "100"},
			{"Total", "80", "20", "100"}}},
		{"matrix --rows=source --cols=theme --long", [][]string{
			{"i1", "Cost", "2"}, {"i1", "Trust", "1"}, {"i1", "Trust > Loss", "0"}, {"i2", "Cost", "1"}, {"i2", "Trust", "1"},
			{"i2", "Trust > Loss", "1"}, {"m1", "Cost", "0"}, {"m1", "Trust", "1"}, {"m1", "Trust > Loss", "0"}}},
		{"matrix --cols=case --cell=quotes --per-cell=1 --depth=1", [][]string{
			{"Cost", "2", "“cost cost money” (Ben, i1, turn 2)", "1", "“trust costs money” (Cat, i2, turn 1)"},
			{"Trust", "2", "“we trust them” (Ann, i1, turn 1)", "1", "“trust costs money” (Cat, i2, turn 1)"}}},
		{"matrix --cols=organisation --cell=summary --depth=1", [][]string{
			{"Cost", "1", "", "2", ""}, {"Trust", "1", "", "2", "They trust.\n\nMostly."}}},
		{"timeline", [][]string{{"Cost", "2", "1", "3"}, {"Trust", "1", "2", "3"}, {"Trust > Loss", "0", "1", "1"}, {"Total", "3", "2", "5"}}},
		{"timeline --by=year --cell=sources", [][]string{{"Cost", "2", "2"}, {"Trust", "3", "3"}, {"Trust > Loss", "1", "1"},
			{"Total", "3", "3"}}},
		{"cooccur", [][]string{{"Cost", "", "3", "1", "3"}, {"Trust", "3", "", "", "3"}, {"Trust > Loss", "1", "", "", "1"}}},
		{"cooccur --by=turn", [][]string{{"Cost", "", "2", "1", "3"}, {"Trust", "2", "", "", "3"}, {"Trust > Loss", "1", "", "", "1"}}},
		{"cooccur --by=source --depth=1", [][]string{{"Cost", "", "2", "2"}, {"Trust", "2", "", "3"}}},
		{"cooccur --by=passage --depth=1", [][]string{{"Cost", "", "1", "3"}, {"Trust", "1", "", "3"}}},
		// Cost (p2) begins in the turn after Trust (p1); nothing follows Cost.
		{"cooccur --by=followed --depth=1", [][]string{{"Cost", "", "0", "3"}, {"Trust", "1", "", "3"}}},
		{"cooccur --by=followed --pairs", [][]string{{"Trust", "Cost", "1", "0.3333333333333333", "3", "3"}}},
		{"cooccur --pairs", [][]string{{"Cost", "Trust", "3", "0.6", "3", "3"}, {"Cost", "Trust > Loss", "1", "0.3333333333333333", "3", "1"}}},
		{"cooccur --cell=coefficient --depth=1", [][]string{{"Cost", "", "0.6", "3"}, {"Trust", "0.6", "", "3"}}},
		{"triangulate", [][]string{
			{"Cost", "1 of 2 (1)", "1 of 2 (2)", "1 of 2 (3)", "interview", "one type of source only: interview; told in interviews, not observed"},
			{"Trust", "1 of 2 (1)", "1 of 2 (2)", "2 of 2 (3)", "meeting, interview", ""},
			{"Trust > Loss", "0 of 2", "1 of 2 (1)", "1 of 2 (1)", "interview",
				"one type of source only: interview; one organisation only: Northmoor; told in interviews, not observed; one person only"}}},
		{"triangulate --by=case --theme=Cost", [][]string{
			{"Cost", "1 of 2 (2)", "1 of 1 (1)", "1 of 2 (3)", "interview",
				"one type of source only: interview; told in interviews, not observed"}}},
		{"saturation --frequencies", [][]string{{"Cost", "2", "66.66666666666667", "3", "i1", "1"},
			{"Trust", "2", "66.66666666666667", "2", "i1", "1"},
			{"Trust > Loss", "1", "33.333333333333336", "1", "i2", "2"}}},
		{"joint age", [][]string{{"Cost", "3", "40", "40", "0", "", "", ""}, {"Trust", "3", "40", "40", "0", "", "", ""},
			{"Trust > Loss", "1", "40", "40", "2", "40", "40", "0"}}},
		{"codeline i1", [][]string{{"1", "Ann", "Cost; Trust"}, {"2", "Ben", "Cost"}}},
		{"codeline i1 --coder=L", [][]string{{"1", "Ann", "Trust"}}},
		{"truth --by=source --condition=Trust --outcome=Cost", [][]string{{"1", "C", "3", "0.6666666666666666", "i1, i2; without: m1"}}},
		{"truth --by=source --condition=Trust --outcome=Cost --cases", [][]string{{"i1", "1", "1"}, {"i2", "1", "1"}, {"m1", "1", "0"}}},
		{"truth --by=participant --condition=attr:age=30..45 --outcome=Loss",
			[][]string{{"1", "C", "2", "0.5", "Cat; without: Ann"}, {"0", "0", "1", "0", "Ben"}}},
		// Themes: i1 Cost and Trust, i2 all three, m1 Trust alone.
		{"similarity --by=source", [][]string{{"i1", "1", "0.6666666666666666", "0.5"}, {"i2", "0.6666666666666666", "1", "0.3333333333333333"},
			{"m1", "0.5", "0.3333333333333333", "1"}}},
		{"compare --by=source --likeness=matching", [][]string{{"i1", "1", "0.6666666666666666", "0.6666666666666666"},
			{"i2", "0.6666666666666666", "1", "0.3333333333333333"}, {"m1", "0.6666666666666666", "0.3333333333333333", "1"}}},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, rows(t, answered(t, tt.line).Table)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Sides of a comparison: passages, rates per 1,000 of 13 and 3 words, who of all, ranks.
func TestComparison(t *testing.T) {
	var got [][]string
	for _, row := range rows(t, answered(t, "compare one Two").Table) {
		got = append(got, row[:9])
	}
	rate := func(n, words float64) string { return fmt.Sprint(1000 * n / words) }
	want := [][]string{
		{"Cost", "2", rate(2, 13), "2", "1", "1", rate(1, 3), "1", "1"},
		{"Trust", "2", rate(2, 13), "2", "1", "1", rate(1, 3), "1", "1"},
		{"Trust > Loss", "0", "0", "0", "", "1", rate(1, 3), "1", "1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for line, sides := range map[string]string{"compare Ann Ben": "Ann and Ben", "compare i1 m1": "i1 and m1",
		"compare northmoor Aldenshire":   "Northmoor and Aldenshire",
		"compare role=chief attr:age=50": "role=chief and attr:age=50", "compare organisation=Northmoor,until=2019-02 type=meeting": ""} {
		found := answered(t, line)
		if sides != "" && found.Table.Title != sides {
			t.Errorf("%s is called %q", line, found.Table.Title)
		}
		if len(found.Table.Rows) == 0 {
			t.Errorf("%s finds nothing", line)
		}
	}
	if got := answered(t, "compare organisation=Northmoor,until=2019-02 type=meeting").Table.Rows; got[0][0] != "Trust" || got[0][1] != 1 ||
		got[0][5] != 1 {
		t.Errorf("filters as sides: %v", got)
	}
	for line, says := range map[string]string{"compare Ann Bne": "no case, organisation", "compare Ann colour=red": "is no filter",
		"compare --case=One Two Ann": "", "compare --type=meeting type=interview Ann": "the other filters leave nothing of it"} {
		if _, err := ask(line); says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%s: %v, want %q", line, err, says)
		}
	}
}

func TestSaturationTable(t *testing.T) {
	found := answered(t, "saturation --base=1 --run=1 --orders=20")
	var got [][]string
	for _, row := range rows(t, found.Table) {
		got = append(got, append(row[:7:7], row[10], row[11]))
	}
	// Two themes in the base; the second source brings one more, 50 %, the third none.
	want := [][]string{{"1", "i1", "2019-01", "3", "2", "2", "2", "", "Cost; Trust"},
		{"2", "i2", "2019-03", "4", "2", "1", "3", "50", "Trust > Loss"},
		{"3", "m1", "2019-03", "5", "1", "0", "3", "0", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if last := found.Table.Rows[2]; !cmp.Equal(last[7:10], []any{3., 3., 3.}, approximately) {
		t.Errorf("all three sources bring %v, %v to %v themes in any order; want 3", last[7], last[8], last[9])
	}
	if notes := strings.Join(found.Table.Notes, "\n"); !strings.Contains(notes,
		"reached at 2+1 sources: the run after the first 2 brings 0 % new themes") {
		t.Errorf("notes say\n%s", notes)
	}
	byImport := answered(t, "saturation --order=import --orders=2")
	if notes := strings.Join(byImport.Table.Notes, "\n"); !strings.Contains(notes, "order of import") || !strings.Contains(notes, "too few") {
		t.Errorf("by import, notes say\n%s", notes)
	}
}

func TestAgreement(t *testing.T) {
	// K has begun all three sources, L only i1; of its two turns both mark the first.
	found := answered(t, "agree --samples=0 --theme=Trust")
	var trust []any
	for _, row := range found.Table.Rows {
		if name, ok := row[0].(report.Name); ok && name.Path == "Trust" {
			trust = row
		}
	}
	want := []any{1, 0, 0, 1} // both, only K, only L, neither
	if len(trust) < 5 || !cmp.Equal(trust[1:5], want) {
		t.Fatalf("Trust: %v, want %v", trust, want)
	}
	for i, v := range trust[5:] {
		if x, ok := v.(report.Interval); ok && (x.Value != 1 || !math.IsNaN(x.Low)) {
			t.Errorf("%s is %v without an interval, want 1", found.Table.Head[5+i], x)
		}
	}
	// L has begun one source: there is nobody to compare K with in the others.
	listed := rows(t, answered(t, "agree --units --all-sources").Table)
	wantUnits := [][]string{{"Cost", "i1", "1", "1", "0", "1", "we trust them"}, {"Cost", "i1", "2", "1", "0", "1", "cost cost money"},
		{"Trust", "i1", "1", "1", "1", "1", "we trust them"}}
	if diff := cmp.Diff(wantUnits, listed); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
	differ := answered(t, "agree --disagreements")
	got := rows(t, differ.Table)
	wantPlaces := [][]string{{"i1", "1", "Cost", "K", "L", "3", "8", "trust"}, {"i1", "2", "Cost", "K", "L", "14", "29", "cost cost money"}}
	if diff := cmp.Diff(wantPlaces, got); diff != "" || differ.Said != "2 places marked differently, 1 alike" {
		t.Errorf("%s; places (-want +got):\n%s", differ.Said, diff)
	}
	var b bytes.Buffer
	if err := differ.Write(&b, report.Table, report.Screen{}); err != nil || !strings.Contains(b.String(), "Cost: K, not L") {
		t.Errorf("on a terminal: %v\n%s", err, b.String())
	}
	if _, err := ask("agree --coder=K"); !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), "only K is named") {
		t.Errorf("with one coder: %v", err)
	}
}

func TestWords(t *testing.T) {
	all := answered(t, "words --all --min=1").Table
	counts := map[string]string{}
	for _, row := range rows(t, all) {
		counts[row[0]] = row[1] + " in " + row[3]
	}
	want := map[string]string{"money": "4 in 3", "trust": "3 in 3", "we": "2 in 2", "cost": "2 in 1", "them": "1 in 1", "costs": "1 in 1",
		"no": "1 in 1",
		"at": "1 in 1", "all": "1 in 1"}
	if diff := cmp.Diff(want, counts); diff != "" || all.Rows[0][2] != 250.0 || all.Notes[0] != "Of 16 words in all." {
		t.Errorf("%v per 1,000, %s (-want +got):\n%s", all.Rows[0][2], all.Notes, diff)
	}
	by := answered(t, "words --all --by=organisation --limit=1").Table
	if diff := cmp.Diff([]any{"money", 4, 250.0, 3, 2, 2}, by.Rows[0]); diff != "" || len(by.Rows) != 1 ||
		!cmp.Equal(by.Head[4:], []string{"Aldenshire", "Northmoor"}) {
		t.Errorf("by organisation %v (-want +got):\n%s", by.Head, diff)
	}
	pairs := answered(t, "words --all --phrase=2 --min=2").Table
	if diff := cmp.Diff([][]any{{"we trust", 2}}, first(pairs.Rows, 2)); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
	// Aldenshire says cost 2 of 6 words, Northmoor 0 of 10.
	key := answered(t, "words --all --by=organisation --key=aldenshire --min=1").Table
	if got := key.Rows[0]; got[0] != "cost" || got[1] != 2 || got[2] != 0 || math.Abs(got[3].(float64)-4*math.Log(16./6)) > 1e-9 {
		t.Errorf("the first key word is %v; want cost, 2 against 0, G² %.3f", got, 4*math.Log(16./6))
	}
	against := answered(t, "words --all --by=participant --key=Ben --against=Cat --min=1 --limit=2").Table
	if len(against.Rows) != 2 || !cmp.Equal(against.Head[1:3], []string{"Ben", "Cat"}) {
		t.Errorf("Ben against Cat: %v, %d rows", against.Head, len(against.Rows))
	}
	near := answered(t, "words --all --near=trust --window=1 --min=1").Table
	// Of five places beside it, "we" has two; it stands twice in 16 words.
	if diff := cmp.Diff([]any{"we", 2, 2, 2 * 5 / 16., 14 + math.Log2(2*2/5.)}, near.Rows[0][:5], approximately); diff != "" ||
		len(near.Rows) != 1 ||
		!strings.HasPrefix(near.Notes[0], "trust stands 3 times") {
		t.Errorf("%d rows, %s (-want +got):\n%s", len(near.Rows), near.Notes, diff)
	}
	for line, says := range map[string]string{"words --near=nothing": `word "nothing": unknown`,
		"words --near=trust --window=0": "--window of 1",
		"words --by=theme":              "one dimension of turns", "words --by=organisation --key=Northmor": `value "Northmor": unknown`,
		"words --by=organisation --key=Northmoor --against=x": `value "x": unknown`, "words --phrase=9": "1 to 5 words",
		"words --near=trust --by=case": "goes without", "words --key=x": "needs --by", "words --against=x": "goes with --key"} {
		if _, err := ask(line); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", line, err, says)
		}
	}
}

// first are the first cells of each row.
func first(rows [][]any, n int) (cut [][]any) {
	for _, row := range rows {
		cut = append(cut, row[:n])
	}
	return cut
}

func TestMostSpoken(t *testing.T) {
	for want, languages := range map[string][]string{"": nil, "de": {"en", "de", "de"}, "en": {"en", "de"}} {
		var s coding.Study
		for i, l := range languages {
			s.Sources = append(s.Sources, &corpus.Source{ID: corpus.SourceID(fmt.Sprint(i)), Language: l})
		}
		if got := analysis.MostSpoken(coding.NewStudy(s)); got != want {
			t.Errorf("of %v it is %q, want %q", languages, got, want)
		}
	}
}

func TestSummaryCell(t *testing.T) {
	s, _ := three()
	m := answered(t, "matrix --cols=case,organisation").Matrix
	theme, on := analysis.SummaryCell(append(m.RowKeys[1][:1:1], m.ColKeys[1]...))
	var names []string
	for _, k := range on {
		names = append(names, string(k.Dimension)+" "+k.Path)
	}
	if s.Path(theme) != "Trust" || !cmp.Equal(names, []string{"organisation Northmoor", "case One"}) {
		t.Errorf("%s, %q", s.Path(theme), names)
	}
}

func TestLinks(t *testing.T) {
	s, _ := three()
	want := [][]string{{"Trust", "lowers", "Cost", "K", "at first"}, {"passage i1, turn 2", "shows", "case One", "", ""}}
	if diff := cmp.Diff(want, rows(t, analysis.Links(s))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A theme is indented below the one that it nests in where that is shown; another theme
// whose name reads like its path will not do.
func TestThemeNames(t *testing.T) {
	s := coding.NewStudy(coding.Study{Themes: []*coding.Theme{{ID: "a", Name: "A"}, {ID: "b", Name: "B", Parent: "a"},
		{ID: "c", Name: "C", Parent: "b"}, {ID: "x", Name: "A > B"}}})
	for _, tt := range []struct {
		themes string
		want   []any
	}{
		{"abc", []any{report.Name{Label: "A", Path: "A"}, report.Name{Label: "B", Path: "A > B", Level: 1},
			report.Name{Label: "C", Path: "A > B > C", Level: 2}}},
		{"xc", []any{report.Name{Label: "A > B", Path: "A > B"}, "A > B > C"}},
		{"ac", []any{report.Name{Label: "A", Path: "A"}, "A > B > C"}},
	} {
		var keys []matrix.Key
		for _, id := range tt.themes {
			keys = append(keys, matrix.ThemeKey(s, s.Theme(coding.ThemeID(id))))
		}
		if diff := cmp.Diff(tt.want, analysis.ThemeNames(keys)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.themes, diff)
		}
	}
}

// Notes on a test of independence, with tables whose figures are worked out by hand.
func TestNotesOnATest(t *testing.T) {
	// Passages of Cost and Trust by case: 2 and 1, 2 and 1: nothing depends on anything.
	notes := strings.Join(answered(t, "matrix --cols=case --depth=1 --test").Table.Notes, "\n")
	for _, want := range []string{"Chi-square 0.00, 1 degree of freedom, p = 1.0000; Cramér's V 0.00 (2 × 2 cells).",
		"Fisher's exact test p = 1.0000; odds ratio 1.00 [",
		"4 of 4 expected counts are below 5", "1 passage in several cells"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes do not say %q:\n%s", want, notes)
		}
	}
	if notes := analysis.NotesOnTest(&matrix.Test{Independence: matrix.Independence{P: math.NaN()}}); len(notes) != 1 ||
		!strings.Contains(notes[0], "there are fewer") {
		t.Errorf("of too few, notes say %q", notes)
	}
	if notes := analysis.NotesOnTest(&matrix.Test{Rows: 2, Cols: 3,
		Independence: matrix.Independence{P: 0.00001, Freedom: 2}}); !strings.Contains(notes[0],
		"2 degrees of freedom, p = below 0.0001") {
		t.Errorf("of a small p, notes say %q", notes)
	}
}

// What is asked that makes no sense is refused with what would.
func TestAnalysisRefusals(t *testing.T) {
	for line, says := range map[string]string{
		"matrix --rows=case --cols=type --depth=2":      "--depth has no effect",
		"matrix --rows=case --cols=type --cell=summary": "--cell summary is of a theme",
		"matrix --cell=quotes --long":                   "have no effect with --cell quotes",
		"matrix --cell=quotes --percent=row":            "--percent has no effect",
		"matrix --cols=case --theme=Loss --test":        "two rows and two columns at least",
		"similarity --by=theme":                         "cannot be themes",
		"similarity --by=case,type":                     "one dimension",
		"similarity --likeness=x":                       `likeness "x"`,
		"triangulate --by=type":                         "say case or organisation",
		"joint age --by=case":                           "say source or participant",
		"joint size":                                    `attribute "size": unknown`,
		"codeline i9":                                   `source "i9": unknown`,
		"truth --outcome=Cost":                          "--condition once or more",
		"truth --condition=Nothing --outcome=Cost":      `theme "Nothing": unknown`,
		"truth --condition=Cost --outcome=Nothing":      `theme "Nothing": unknown`,
		"truth --condition=Cost --outcome=Loss --by=x":  `dimension "x"`,
		"saturation --frequencies --base=2":             "--base has no effect with --frequencies",
		"saturation --base=0":                           "--base 0: at least 1",
		"agree --units --samples=3":                     "--samples has no effect with --units",
		"cooccur --by=beside":                           `relation "beside"`,
		"timeline --cell=beauty":                        `measure "beauty"`,
		"matrix by-role":                                `matrix "by-role": unknown`,
		"nonsense":                                      "asks for no analysis",
		"codeline":                                      "SOURCE is missing",
		"codeline i1 i2":                                `"i2" is too much`,
		"joint age --threshold=3":                       "unknown flag: --threshold",
	} {
		if _, err := ask(line); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", line, err, says)
		}
	}
}

var approximately = cmpopts.EquateApprox(0, 1e-9)

// Manifests: what became of each cell, and why.
func TestRecoded(t *testing.T) {
	was, _ := three()
	then := answered(t, "matrix --cols=case --depth=1").Matrix
	changed, texts := three()
	changed.Tags = nil
	for _, tag := range was.Tags { // p2 is on Trust now, p4 is not tagged, p3 is about Cost alone
		switch {
		case tag.Passage == "p2":
			tag.Theme = "t"
		case tag.Passage == "p4", tag.Passage == "p3" && tag.Theme == "l":
			continue
		}
		changed.Tags = append(changed.Tags, tag)
	}
	is := coding.NewStudy(*changed)
	r, err := analysis.Read([]string{"matrix", "--cols=case", "--depth=1"})
	if err != nil {
		t.Fatal(err)
	}
	found, err := r.Run(context.Background(), is, analysis.Tools{Texts: texts, Tokenize: tokenize, Keep: true})
	if err != nil {
		t.Fatal(err)
	}
	g := analysis.Recoded(then, was, found.Matrix, is, "Monday")
	var got [][]any
	for _, row := range g.Rows {
		got = append(got, row[:5])
	}
	want := [][]any{
		{"Total", "Total", "5", "4", -1}, {"Total", "One", "4", "3", -1},
		{"Cost", "Total", "3", "2", -1}, {"Cost", "One", "2", "1", -1},
		{"Trust", "Total", "3", "2", -1}, {"Trust", "One", "2", "2", 0}, {"Trust", "Two", "1", "0", -1},
	}
	if diff := cmp.Diff(want, got, approximately); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	reasons := fmt.Sprint(g.Rows)
	for _, want := range []string{"i1, turn 2, is not tagged with Cost any more, or one below it",
		"i1, turn 2, was counted elsewhere, and is tagged or belongs here now",
		"m1, turn 2, is not tagged with Trust any more, or one below it", "i2, turn 1, is not tagged with Trust any more, or one below it"} {
		if !strings.Contains(reasons, want) {
			t.Errorf("no cell says %q:\n%s", want, reasons)
		}
	}
	if same := analysis.Recoded(then, was, then, was, "Monday"); len(same.Rows) > 0 || same.Empty != "No cell has changed." {
		t.Errorf("nothing was done, and %v", same.Rows)
	}
}
