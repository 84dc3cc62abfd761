package analysis_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/codingtest"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// texts are what stands in XML, each text by itself.
func texts(document string) (all []string, err error) {
	d := xml.NewDecoder(strings.NewReader(document))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if x, ok := token.(xml.CharData); ok && strings.TrimSpace(string(x)) != "" {
			all = append(all, string(x))
		}
	}
}

// Pictures of each analysis show the names and numbers of its table.
func TestPictures(t *testing.T) {
	tests := []struct {
		line string
		want []string // texts that stand in it, or what a mark says where one points at it
	}{
		{"matrix --cols=case --depth=1", []string{"Cost", "Trust", "One", "Two", "Total", "2", "1", "3", "4", "5"}},
		{"matrix --rows=case,organisation --cols=theme", []string{"One · Northmoor", "One · Aldenshire", "Two · Northmoor", "Trust > Loss"}},
		{"matrix --rows=theme,type --cols=case", []string{"Cost · interview", "Trust · meeting"}},
		{"timeline --depth=1", []string{"2019-01", "2019-03", "Trust"}},
		{"timeline --by=year", []string{"2019", "Loss"}},
		{"cooccur", []string{"Cost – Trust: 3", "Cost – Loss: 1", "Trust: 3"}},
		{"cooccur --by=followed", []string{"Trust → Cost: 1"}},
		{"saturation", []string{"i1: 2 new", "i2: 1 new", "m1: 0 new"}},
		{"saturation --frequencies", []string{"Cost", "Trust > Loss"}},
		{"compare one Two", []string{"Trust > Loss", "One", "Two"}},
		{"similarity --by=participant", []string{"Ann", "Ben", "Cat"}},
		{"joint age", []string{"Cost", "of those who speak of it", "of those who do not"}},
		{"codeline i1", []string{"Cost", "Trust", "Ann", "Ben"}},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			var b bytes.Buffer
			if err := answered(t, tt.line).Write(&b, report.SVG, report.Screen{}); err != nil {
				t.Fatal(err)
			}
			all, err := texts(b.String())
			if err != nil {
				t.Fatal(err)
			}
			said := "\n" + strings.Join(all, "\n") + "\n"
			for _, want := range tt.want {
				if !strings.Contains(said, "\n"+want+"\n") {
					t.Errorf("there is no %q in\n%s", want, said)
				}
			}
		})
	}
	r, err := analysis.Read([]string{"codeline", "--portrait=true", "i1"})
	if err != nil {
		t.Fatal(err)
	}
	s, bodies := three()
	found, err := r.Run(context.Background(), s, analysis.Tools{Texts: bodies, Format: report.SVG})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := found.Write(&b, report.SVG, report.Screen{}); err != nil || !strings.Contains(b.String(), "#aa3377") ||
		!strings.Contains(b.String(), coding.Colour(0)) {
		t.Errorf("a portrait has not the colours of its themes: %v\n%s", err, b.String())
	}
	if _, err := r.Run(context.Background(), s, analysis.Tools{Texts: bodies, Format: report.CSV}); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("a portrait as CSV: %v", err)
	}
}

// Law of pictures: whatever is asked of whichever study, what can be drawn is drawn whole:
// well-formed, and without a number that is none.
func TestPicturesLaw(t *testing.T) {
	drawn := map[string]bool{}
	for _, x := range found(t) {
		r, found := x.asked, x.found
		if x.err != nil || found.Table.Picture == nil {
			continue
		}
		drawn[r.Analysis.Name] = true
		var b bytes.Buffer
		if err := found.Write(&b, report.SVG, report.Screen{}); err != nil {
			t.Fatalf("%q: %v", r.Line(), err)
		}
		if _, err := texts(b.String()); err != nil || strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "<script") {
			t.Errorf("%q: %v, or something that is no picture is in it", r.Line(), err)
		}
	}
	for _, a := range analysis.All() {
		if drawn[a.Name] != (a.Picture != "") {
			t.Errorf("%s is drawn: %v; it declares %q", a.Name, drawn[a.Name], a.Picture)
		}
	}
}

// Law of pages: each number of a matrix that is written as HTML leads to its passages on
// the same page, as many as it says or as are told to be more.
func TestPassagesLaw(t *testing.T) {
	number := regexp.MustCompile(`<a href="#(cell-\d+-\d+)">(\d+)</a>`)
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		m, err := matrix.New(s, matrix.Options{Rows: []matrix.Dimension{matrix.Theme}, Cols: []matrix.Dimension{"organisation"}, Keep: true})
		if err != nil {
			t.Fatal(err)
		}
		g := analysis.Matrix(m)
		if err := analysis.WithPassages(context.Background(), g, m, s, codingtest.Bodies(s), report.HTML); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := g.Write(&b, report.HTML, report.Screen{}); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		led := 0
		for _, x := range number.FindAllStringSubmatch(page, -1) {
			led++
			_, section, ok := strings.Cut(page, fmt.Sprintf(`<section id="%s">`, x[1]))
			section, _, _ = strings.Cut(section, "</section>")
			if n := strings.Count(section, "<blockquote>"); !ok || fmt.Sprint(n) != x[2] {
				t.Fatalf("%s passages, and %d behind them: %v", x[2], n, ok)
			}
		}
		counted := 0
		for r := range m.RowKeys {
			for c := range m.ColKeys {
				counted += min(m.Cells[r][c].Passages, 1)
			}
		}
		if led != counted {
			t.Fatalf("%d numbers lead to passages, %d count any", led, counted)
		}
	})
}

// The report of a study says what there is, counted by hand.
func TestStudyReport(t *testing.T) {
	s, bodies := three()
	h := analysis.History{From: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), Changes: 12,
		Themes: map[string]int{"added": 3, "renamed": 1}}
	d, err := analysis.StudyReport(context.Background(), s, bodies, h,
		analysis.ReportOptions{PerCell: 1, Top: 2, Version: "1.2", Samples: 10, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := d.Write(&b, report.Markdown); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"# Three\n",
		"3 sources in 2 case studies and 2 organisations; 3 themes, 5 tagged passages, 7 tags by 2 coders.",
		"Written by crosscase 1.2 from the project as it was after 12 changes; state " + analysis.Digest(s)[:12],
		"One: The first.",
		"| i1 | interview | One |  | 2019-01 | 6 |", "| m1 | meeting | One |  | 2019-03 | 7 |",
		"| Ben |  | Aldenshire | 2 | 6 |", "| Ann | chief | Northmoor | 2 | 7 |",
		"| Participants (COREQ 12) | 3 who speak, of 2 organisations |", "| Data | 2 interviews, 1 meeting; 16 words |", "| Collected | 2019-01 to " +
			"2019-03 |",
		"| Coders (COREQ 24) | K (6 tags), L (1 tag) |",
		"| How the codebook developed (COREQ 26) | from 2026-01-02 to 2026-03-04: 3 themes added, 1 renamed |",
		"| Trust |  | 3 | 3 |", "| &emsp;Loss |  | 1 | 1 |",
		"## Themes across cases", "### Northmoor", "### Aldenshire",
		"Cost (1 passage, 166.67 per 1,000 words); Trust (1 passage, 166.67 per 1,000 words).",  // of Aldenshire
		"Cost (2 passages, 200.00 per 1,000 words); Trust (1 passage, 100.00 per 1,000 words).", // of Northmoor, in 10: Loss is the third
		"A theme counts the passages that it is tagged on itself; its subthemes are listed separately. The matrix above counts themes with " +
			"their subthemes.",
		"> cost cost money\n", "> trust costs money\n",
		"| Cost | Trust | 2 | 0.500 | 3 | 3 |", // in turns: 2 of 3 + 3 - 2
		"## Saturation", "## Agreement of coders",
		"| theme | agreement | Cohen's κ | Gwet's AC1 | Krippendorff's α |", // K marks both turns with Cost, L neither
		"| Cost | 0.00 \\[0.00, 0.00] | 0.00 \\[0.00, 0.00] | -1.00 \\[-1.00, -1.00] | -0.50 \\[-0.50, -0.50] |",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	b.Reset()
	if err := d.Write(&b, report.HTML); err != nil {
		t.Fatal(err)
	}
	if n, m := strings.Count(b.String(), `<a href="#cell-`), strings.Count(b.String(), `<section id="cell-`); n != m || n != 7 {
		t.Errorf("%d numbers lead to %d lists of passages, want 7", n, m) // two themes of each organisation in One, three of one in Two
	}
}

// Law of reports: numbers of passages in the report lead to as many of them on its page,
// numbers of sources to passages of so many sources, and none that is not 0 leads nowhere.
func TestReportLaw(t *testing.T) {
	number := regexp.MustCompile(`<a href="#([a-z]+-\d+-\d+)">(\d+)( passages?)?</a>`)
	from := regexp.MustCompile(`<p class="meta">([^ <]+)`)
	led := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		d, err := analysis.StudyReport(context.Background(), s, codingtest.Bodies(s), analysis.History{},
			analysis.ReportOptions{Top: 9, PerCell: 1, Filter: coding.Filter{Straddle: coding.StraddleEach}})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := d.Write(&b, report.HTML); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		for _, part := range strings.Split(page, "<h2 ")[1:] {
			_, heading, _ := strings.Cut(part, ">")
			heading, _, _ = strings.Cut(heading, "<")
			for _, x := range number.FindAllStringSubmatch(part, -1) {
				_, section, ok := strings.Cut(page, fmt.Sprintf(`<section id="%s">`, x[1]))
				section, _, _ = strings.Cut(section, "</section>")
				led[heading]++
				sources := map[string]bool{}
				for _, f := range from.FindAllStringSubmatch(section, -1) {
					sources[f[1]] = true
				}
				passages := strings.Count(section, "<blockquote>")
				switch {
				case !ok || passages == 0:
					t.Fatalf("%s leads to no passages", x[0])
				case heading == "Themes that come together": // turns, as in the law of leads
				case fmt.Sprint(passages) != x[2] && (heading != "Codebook" || fmt.Sprint(len(sources)) != x[2]):
					t.Fatalf("%s leads to %d passages of %d sources", x[0], passages, len(sources))
				}
			}
			tables := heading == "Codebook" || heading == "Themes that come together"
			if n := regexp.MustCompile(`<td class="n">[1-9]\d*</td>|\(\d+ passages?,`).FindString(part); n != "" && (tables || n[0] == '(') {
				t.Fatalf("%s of %q leads nowhere", n, heading)
			}
		}
	})
	for _, heading := range []string{"Codebook", "Themes across cases", "What each organisation speaks of", "Themes that come together"} {
		if led[heading] == 0 {
			t.Errorf("no number of %q leads to passages", heading)
		}
	}
}

// reported is the report of a study in Markdown.
func reported(t *testing.T, s *coding.Study, texts coding.Texts) string {
	t.Helper()
	d, err := analysis.StudyReport(context.Background(), s, texts, analysis.History{}, analysis.ReportOptions{PerCell: 1, Top: 5, Samples: 10, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := d.Write(&b, report.Markdown); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What an organisation speaks of is the themes that are asked for and those below them,
// each with its own passages.
func TestOrganisationsSpeakOf(t *testing.T) {
	s, texts := three()
	for _, tt := range []struct {
		filter coding.Filter
		want   string // of Northmoor, who say 10 words
	}{
		{coding.Filter{}, "Cost (2 passages, 200.00 per 1,000 words); Trust (1 passage, 100.00 per 1,000 words); Trust > Loss (1 passage, 100.00 per 1,000 words)."},
		{coding.Filter{Themes: []coding.ThemeID{"t"}}, "\n\nTrust (1 passage, 100.00 per 1,000 words); Trust > Loss (1 passage, 100.00 per 1,000 words)."},
		{coding.Filter{Themes: []coding.ThemeID{"t"}, Exact: true}, "\n\nTrust (1 passage, 100.00 per 1,000 words)."},
	} {
		d, err := analysis.StudyReport(context.Background(), s, texts, analysis.History{}, analysis.ReportOptions{Filter: tt.filter, PerCell: 1, Top: 5})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := d.Write(&b, report.Markdown); err != nil {
			t.Fatal(err)
		}
		_, said, _ := strings.Cut(b.String(), "### Northmoor")
		said, _, _ = strings.Cut(said, "\n> ")
		if !strings.Contains(said, tt.want) {
			t.Errorf("%+v: %q is not in %q", tt.filter, tt.want, said)
		}
	}
}

// The report counts passages as the matrix does and people who speak, and says of others
// that they are there.
func TestReportCounts(t *testing.T) {
	s, texts := three()
	with := s.Clone()
	with.Passages = append(with.Passages, coding.Passage{ID: "p9", Text: "m1", Span: corpus.Span{Start: 0, End: 2}}) // has a memo alone
	with.Memos = append(with.Memos, coding.Memo{ID: "n", On: "p9", Coder: "k", Text: "Who?"})
	with.Organisations = append(with.Organisations, &corpus.Organisation{ID: "S", Name: "Southvale"})
	for _, p := range []corpus.Participant{{ID: "dan", Name: "Dan", Organisation: "S"}, {ID: "eve", Name: "Eve"},
		{ID: "int", Name: "Int", Role: corpus.Researcher}} {
		with.Participants = append(with.Participants, &p)
	}
	said := reported(t, coding.NewStudy(with), texts)
	for _, want := range []string{
		"3 themes, 5 tagged passages, 7 tags", "5 passages: ", // of the head, of the matrix
		"| Researchers who speak (COREQ 1) | 0; 1 more in the table of participants who do not speak |",
		"| Participants (COREQ 12) | 3 who speak, of 2 organisations; 2 more in the table of participants who do not speak |",
		"| Dan |  | Southvale | 0 | 0 |",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(said, "random orders") {
		t.Error("the report speaks of random orders, which only the picture shows")
	}
}

// A study in which nobody has coded has a report, too.
func TestReportOfNothing(t *testing.T) {
	for _, s := range []*coding.Study{coding.NewStudy(coding.Study{}), codingtest.Codebook()} {
		d, err := analysis.StudyReport(context.Background(), s, codingtest.Texts{}, analysis.History{},
			analysis.ReportOptions{PerCell: 1, Top: 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []report.Format{report.Markdown, report.HTML, report.DOCX} {
			var b bytes.Buffer
			if err := d.Write(&b, f); err != nil || bytes.Contains(b.Bytes(), []byte("NaN")) {
				t.Errorf("%s: %v", f, err)
			}
			if f == report.Markdown && (!strings.Contains(b.String(), "No source is tagged, or marked as gone through.") ||
				!strings.Contains(b.String(), "One coder or none has worked on the sources so far.")) {
				t.Errorf("it says\n%s", b.String())
			}
		}
	}
}

// What became of a passage that a cell does not count any more.
func TestFates(t *testing.T) {
	before, _ := three()
	m, err := matrix.New(before, matrix.Options{Rows: []matrix.Dimension{matrix.Theme}, Cols: []matrix.Dimension{"case"}, Keep: true})
	if err != nil {
		t.Fatal(err)
	}
	manifest := analysis.NewManifest(m, before)
	tests := []struct {
		name   string
		change func(*coding.Study)
		says   string
	}{
		{"a passage is unmarked", func(s *coding.Study) { s.Passages = s.Passages[:4]; s.Tags = remove(s.Tags, "p4") },
			"m1, turn 2, is not marked any more"},
		{"a passage is on words that were corrected", func(s *coding.Study) {
			for i := range s.Passages {
				if s.Passages[i].ID == "p4" {
					s.Passages[i].Text = "m0"
				}
			}
			s.Earlier = map[corpus.TextID]corpus.SourceID{"m0": "m1"}
		}, "m1, turn 2, is on words that were corrected since, and counts nowhere"},
		{"a theme is removed", func(s *coding.Study) {
			s.Themes = []*coding.Theme{s.Themes[0], s.Themes[1]}
			s.Tags = removeTheme(s.Tags, "l")
		},
			"was tagged with Trust > Loss, which is not in the codebook any more"},
		{"a source is in another case", func(s *coding.Study) { s.Sources[2].Case = "two" },
			"m1, turn 2, counts elsewhere: who speaks in it, where it belongs or how it is tagged has changed"},
		{"a passage is new", func(s *coding.Study) {
			s.Passages = append(s.Passages, coding.Passage{ID: "p9", Text: "m1", Span: corpus.Span{Start: 0, End: 2}})
			s.Tags = append(s.Tags, coding.Tag{ID: "new", Passage: "p9", Theme: "c", Coder: "k"})
		}, "m1, turn 1, is new, or newly tagged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed, _ := three()
			tt.change(changed)
			s := coding.NewStudy(*changed)
			now, err := matrix.New(s, matrix.Options{Rows: []matrix.Dimension{matrix.Theme}, Cols: []matrix.Dimension{"case"}, Keep: true})
			if err != nil {
				t.Fatal(err)
			}
			if said := fmt.Sprint(analysis.Verify(manifest, now, s)); !strings.Contains(said, tt.says) {
				t.Errorf("no cell says %q:\n%s", tt.says, said)
			}
		})
	}
	g := analysis.Changes("Changes", []analysis.CellChange{{Row: "a", Then: "1", Now: "2", Why: []string{"1", "2", "3", "4", "5"}}})
	if diff := cmp.Diff([][]any{{"a", "", "1", "2", "1; 2; 3; and 2 more"}}, g.Rows); diff != "" {
		t.Errorf("many reasons (-want +got):\n%s", diff)
	}
}

func remove(tags []coding.Tag, passage coding.PassageID) (left []coding.Tag) {
	for _, t := range tags {
		if t.Passage != passage {
			left = append(left, t)
		}
	}
	return left
}

func removeTheme(tags []coding.Tag, theme coding.ThemeID) (left []coding.Tag) {
	for _, t := range tags {
		if t.Theme != theme {
			left = append(left, t)
		}
	}
	return left
}

// Saved matrices, and what the page offers first.
func TestDeclared(t *testing.T) {
	s, bodies := three()
	saved := analysis.Named("matrix").Ask()
	if err := saved.Set("cols", "case"); err != nil {
		t.Fatal(err)
	}
	q := saved.Save(s, "by case", func() string { return "id" })
	s.Matrices = []*coding.SavedQuery{&q.Query}
	again := saved.Save(s, "BY CASE", func() string { return "other" })
	if again.Query.ID != "id" || again.Query.Name != "BY CASE" {
		t.Errorf("saved again it is %+v", again.Query)
	}
	found, err := analysis.Named("matrix").Ask("By Case").Run(context.Background(), s, analysis.Tools{Texts: bodies})
	if err != nil || !cmp.Equal(found.Expression, []string{"matrix", "--cols=case"}) || found.Table.Rows[0][1] != 2 {
		t.Errorf("the saved matrix: %v, %v", found, err)
	}
	if _, err := analysis.Named("matrix").Ask("by cose").Run(context.Background(), s, analysis.Tools{}); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("another one: %v", err)
	}
	broken := q.Query
	broken.Expression = "--colour=red"
	s.Matrices = []*coding.SavedQuery{&broken}
	if _, err := analysis.Named("matrix").Ask("by case").Run(context.Background(), s, analysis.Tools{}); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("a saved matrix that cannot be read: %v", err)
	}
	first := map[string]string{}
	for _, a := range analysis.All() {
		for _, x := range a.Arguments {
			if x.Default != nil {
				first[a.Name+" "+x.Name] = x.Default(s)
			}
		}
	}
	if diff := cmp.Diff(map[string]string{"compare a": "One", "compare b": "Two", "codeline of": "i1", "joint attribute": "age"},
		first); diff != "" {
		t.Errorf("first on pages (-want +got):\n%s", diff)
	}
	one := coding.NewStudy(coding.Study{Cases: s.Cases[:1]})
	if got := analysis.Named("compare").Arguments[0].Default(one); got != "" {
		t.Errorf("of one case study the first side is %q", got)
	}
	blind := analysis.Named("agree").Ask()
	if _, err := blind.Run(context.Background(), s, analysis.Tools{Texts: bodies, Blind: true}); err == nil ||
		!strings.Contains(err.Error(), "you work blind") {
		t.Errorf("to one who works blind: %v", err)
	}
}
