package report_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/codingtest"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// pictures draws everything there is of a study.
func pictures(t *testing.T, s *coding.Study, f coding.Filter) map[string]*report.Picture {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	found := map[string]*report.Picture{}
	m, err := matrix.New(s, matrix.Options{Filter: f, Rows: []matrix.Dimension{matrix.Theme}, Cols: []matrix.Dimension{"case", "organisation"}})
	must(err)
	found["matrix"] = analysis.Matrix(m).Picture()
	m, err = matrix.New(s, matrix.Options{Filter: f, Rows: []matrix.Dimension{"case", "organisation"},
		Cols: []matrix.Dimension{matrix.Theme}, Measure: matrix.Participants})
	must(err)
	found["matrix of participants"] = analysis.Matrix(m).Picture()
	line := analysis.Named("timeline").Ask()
	must(line.Set("cell", "rate"))
	timeline, err := line.Run(context.Background(), s, analysis.Tools{})
	must(err)
	found["timeline"] = timeline.Table.Picture()
	for _, r := range matrix.Relations {
		c, err := matrix.Cooccur(s, matrix.CooccurrenceOptions{Filter: f, Relation: r})
		must(err)
		found["network "+string(r)] = analysis.Cooccurrence(c, s, false, false).Picture()
	}
	x, err := matrix.Saturate(s, matrix.SaturationOptions{Filter: f, Orders: 20})
	must(err)
	found["saturation"] = analysis.Saturation(x, s).Picture()
	sim, err := matrix.Similar(s, f, "organisation", matrix.Jaccard)
	must(err)
	found["dendrogram"] = analysis.Similarity(sim).Picture()
	if len(s.Cases) > 1 {
		sides := []matrix.Side{{Name: s.Cases[0].Name, Filter: f}, {Name: s.Cases[1].Name, Filter: f}}
		for i := range sides {
			sides[i].Filter.Cases = []corpus.CaseID{s.Cases[i].ID}
		}
		c, err := matrix.Compare(s, sides[0], sides[1])
		must(err)
		found["bars"] = analysis.Comparison(c).Picture()
	}
	if len(s.Sources) > 0 {
		line := matrix.NewCodeline(s, f, s.Sources[0])
		found["codeline"], found["portrait"] = analysis.Codeline(line, s, false).Picture(), analysis.Codeline(line, s, true).Picture()
	}
	return found
}

// Nothing is cut: every mark and every letter of a name is inside its picture, also of
// forty themes with names of sixty letters by twenty columns, and names do not run
// into each other.
func TestNothingIsCut(t *testing.T) {
	wide, _ := codingtest.Wide()
	for _, s := range []*coding.Study{wide, coding.NewStudy(coding.Study{})} {
		for name, p := range pictures(t, s, coding.Filter{}) {
			for _, m := range report.Marks(p) {
				for _, corner := range m.Corners {
					if x, y := corner[0], corner[1]; x < -0.5 || y < -0.5 || x > p.Width+0.5 || y > p.Height+0.5 || math.IsNaN(x) || math.IsNaN(y) {
						t.Errorf("%s: %s %q reaches %.0f, %.0f of %.0f × %.0f", name, m.Kind, m.Text+m.Tip, x, y, p.Width, p.Height)
						break
					}
				}
			}
			if strings.HasPrefix(name, "network") {
				continue // names stand at angles there
			}
			var texts []report.MarkBox
			var boxes [][2][2]float64
			for _, m := range report.Marks(p) {
				if m.Kind == "text" {
					texts, boxes = append(texts, m), append(boxes, box(m.Corners))
				}
			}
			for i, a := range boxes {
				for j, b := range boxes[:i] {
					if texts[i].Turn == texts[j].Turn && a[0][0] < b[1][0]-1 && b[0][0] < a[1][0]-1 && a[0][1] < b[1][1]-1 && b[0][1] < a[1][1]-1 {
						t.Errorf("%s: %q and %q run into each other", name, texts[i].Text, texts[j].Text)
					}
				}
			}
		}
	}
}

// box is the smallest box around points, by its lowest and highest corner.
func box(all [][2]float64) [2][2]float64 {
	low, high := all[0], all[0]
	for _, c := range all {
		for k := range c {
			low[k], high[k] = min(low[k], c[k]), max(high[k], c[k])
		}
	}
	return [2][2]float64{low, high}
}

// What is written is well-formed, holds text as text, and asks for nothing from
// elsewhere; the PNG is as large as it says.
func TestPicturesAreWellFormed(t *testing.T) {
	s, _ := codingtest.Wide()
	for name, p := range pictures(t, s, coding.Filter{}) {
		var svg bytes.Buffer
		if err := p.SVG(&svg); err != nil {
			t.Fatal(err)
		}
		checkXML(t, name, svg.String())
		for _, bad := range []string{"NaN", "Inf", "<script", "href", "http://www.w3.org/1999"} {
			if strings.Contains(svg.String(), bad) {
				t.Errorf("%s: there is %q in it", name, bad)
			}
		}
	}
	few := coding.Filter{Themes: []coding.ThemeID{s.Themes[1].ID, s.Themes[2].ID, s.Themes[3].ID}}
	for name, p := range pictures(t, s, few) { // of many a PNG takes a second
		var points bytes.Buffer
		if err := p.PNG(&points); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		img, err := png.Decode(&points)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if b := img.Bounds(); b.Dx() != int(math.Ceil(p.Width*report.PNGScale)) || b.Dy() != int(math.Ceil(p.Height*report.PNGScale)) {
			t.Errorf("%s: %v points of %.0f × %.0f", name, b, p.Width, p.Height)
		}
	}
	huge := &report.Picture{Width: 20_000, Height: 10}
	if err := huge.PNG(io.Discard); err == nil {
		t.Error("a picture of 40,000 points is written")
	}
}

func checkXML(t *testing.T, name, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// Numbers of a workbook are numbers, text is text whatever it begins with, and the
// passages are behind the cells on a sheet of their own.
func TestWorkbook(t *testing.T) {
	s, bodies := codingtest.Wide()
	m, err := matrix.New(s, matrix.Options{Rows: []matrix.Dimension{matrix.Theme}, Cols: []matrix.Dimension{"organisation"}, Keep: true})
	if err != nil {
		t.Fatal(err)
	}
	g := analysis.Matrix(m)
	if err := analysis.WithPassages(context.Background(), g, m, s, bodies, report.XLSX); err != nil {
		t.Fatal(err)
	}
	var b, again bytes.Buffer
	if err := g.Write(&b, report.XLSX, report.Screen{}); err != nil {
		t.Fatal(err)
	}
	if err := g.Write(&again, report.XLSX, report.Screen{}); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("written twice it is not the same: %v", err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	sheets := f.GetSheetList()
	if len(sheets) != 2 || sheets[1] != "Passages" {
		t.Fatalf("sheets %q", sheets)
	}
	rows, err := f.GetRows(sheets[0])
	if err != nil || len(rows) < len(m.RowKeys)+2 || len(rows[0]) != len(m.ColKeys)+2 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	sum := 0
	for r := range m.RowKeys {
		for c := range m.ColKeys {
			at := report.CellName(c+2, r+2)
			typ, _ := f.GetCellType(sheets[0], at)
			value, _ := f.GetCellValue(sheets[0], at)
			if typ != excelize.CellTypeUnset && typ != excelize.CellTypeNumber || value != fmt.Sprint(m.Cells[r][c].Passages) {
				t.Fatalf("%s is %q of type %v, want %d", at, value, typ, m.Cells[r][c].Passages)
			}
			sum += m.Cells[r][c].Passages
		}
	}
	behind, _ := f.GetRows("Passages")
	if len(behind) != sum+1 {
		t.Errorf("%d passages behind the cells, which count %d", len(behind)-1, sum)
	}
	for c := range behind[1] {
		at := report.CellName(c+1, 2)
		if formula, _ := f.GetCellFormula("Passages", at); formula != "" {
			t.Errorf("%s is the formula %q", at, formula)
		}
	}
	if quote := behind[1][len(behind[1])-1]; !strings.HasPrefix(quote, "=2+3") {
		t.Errorf("the quote is %q", quote)
	}
	if panes, err := f.GetPanes(sheets[0]); err != nil || !panes.Freeze || panes.XSplit != 1 || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	long := &report.Grid{Head: []string{"text"}, Rows: [][]any{{strings.Repeat("é", 40_000)}}}
	if err := long.Write(&b, report.XLSX, report.Screen{}); err != nil {
		t.Fatal(err)
	}
	if f, err = excelize.OpenReader(&b); err != nil {
		t.Fatal(err)
	}
	if cut, _ := f.GetCellValue(f.GetSheetList()[0], "A2"); !strings.HasSuffix(cut, "(cut, 40000 characters in all)") {
		t.Errorf("a long text ends in %q", cut[len(cut)-40:])
	}
}

// A report in each of its formats says the same, and a document that we write is one
// that we can read.
func TestStudyReport(t *testing.T) {
	s, bodies := codingtest.Wide()
	few := coding.Filter{Themes: []coding.ThemeID{s.Themes[1].ID, s.Themes[2].ID, s.Themes[3].ID}} // of many its pictures take seconds
	d, err := analysis.StudyReport(context.Background(), s, bodies, analysis.History{Changes: 3, Themes: map[string]int{"added": 40}},
		analysis.ReportOptions{Filter: few, PerCell: 1, Top: 2, Version: "test", Samples: 20, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var page, doc, md bytes.Buffer
	for f, w := range map[report.Format]*bytes.Buffer{report.HTML: &page, report.DOCX: &doc, report.Markdown: &md} {
		if err := d.Write(w, f); err != nil {
			t.Fatal(err)
		}
		var again bytes.Buffer
		if err := d.Write(&again, f); err != nil || !bytes.Equal(again.Bytes(), w.Bytes()) {
			t.Errorf("%s: written twice it is not the same: %v", f, err)
		}
	}
	if err := d.Write(io.Discard, report.CSV); err == nil {
		t.Error("a report as CSV")
	}
	read, err := format.Read("report.docx", doc.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"html": page.String(), "docx": read.Body, "markdown": md.String()} {
		for _, want := range []string{"What each organisation speaks of", "interoperability of systems", "Compared on"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: there is no %q", name, want)
			}
		}
		if strings.Contains(text, "NaN") {
			t.Errorf("%s: there is NaN in it", name)
		}
	}
	for _, bad := range []string{"<script", "<b>they", "<b>study", "http://", "https://"} {
		if strings.Contains(strings.ReplaceAll(page.String(), `xmlns="http://www.w3.org/2000/svg"`, ""), bad) {
			t.Errorf("html: there is %q in it", bad)
		}
	}
	if n, m := strings.Count(page.String(), `<a href="#cell-`), strings.Count(page.String(), `<section id="cell-`); n == 0 || n != m {
		t.Errorf("html: %d numbers lead to %d lists of passages", n, m)
	}
}

// Signs that LaTeX would take for commands.
func TestLaTeX(t *testing.T) {
	g := &report.Grid{Title: "50 % of _all_", Head: []string{"theme", "n"}, Rows: [][]any{{`[a] \b {c} $d$ & #e ~ ^ "f" <g> – κ ≥ 2`, 1}}}
	var b bytes.Buffer
	if err := g.Write(&b, report.LaTeX, report.Screen{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`\caption{50 \% of \_all\_}`,
		`{}[a] \textbackslash{}b \{c\} \$d\$ \& \#e \textasciitilde{} \textasciicircum{} ''f'' \textless{}g\textgreater{} -- $\kappa$` +
			` $\geq$ 2 & 1 \\`, `\toprule`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
}
