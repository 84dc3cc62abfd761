package analysis

import (
	"context"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

var matrixAnalysis = Analysis{
	Name:    "matrix",
	Use:     "matrix [NAME]",
	Title:   "Matrix",
	Summary: "Themes across cases: how much each theme is with whom.",
	Short:   "Print the cross-case theme matrix",
	Long: `Print the cross-case theme matrix: themes by organisations, grouped by case study;
or the matrix that was saved under NAME.

` + dimensionHelp() + `

` + cellLines(measureKinds()) + `

or shows

` + cellLines(cellTexts) + `

A passage counts for the organisations of those who speak in it, else for the
source's own; turns of researchers are left out. Totals are counted anew over
the distinct passages, never summed. · is where nobody has looked yet.

A table that is written to a FILE gets a FILE.manifest.json beside it: what was
asked, and the passages behind each cell. crosscase verify FILE tells later which
cells no longer hold, and why.`,
	Example: `  crosscase matrix --cell rate
  crosscase matrix --rows theme --cols case,organisation --long -o matrix.csv
  crosscase matrix --rows organisation --cols about --theme Reputation
  crosscase matrix --cols attr:age/10 --cell participants
  crosscase matrix --cell quotes --per-cell 2 --depth 1 -o quotes.docx
  crosscase matrix save "by role" --cols role --cell rate
  crosscase matrix "by role" -o by-role.xlsx`,
	Picture:   "heat map",
	Filters:   query.FilterNames(),
	Arguments: []Argument{{Name: "saved", Value: "NAME", Optional: true}},
	Options: []query.Flag{
		{Name: "rows", Usage: "`DIMENSION` of the rows, or two with a comma", Label: "rows", Kind: query.Dimensions, Choices: dimensionChoices,
			Default: "theme"},
		{Name: "cols", Usage: "`DIMENSION` of the columns, or two with a comma", Label: "columns", Kind: query.Dimensions,
			Choices: dimensionChoices, Default: "case,organisation"},
		{Name: "cell", Usage: "`MEASURE` in the cells, or quotes or summary", Label: "cells", Kind: query.Choose,
			Choices: query.Choices(cellNames(append(measureKinds(), cellTexts...))...), Default: "passages"},
		{Name: "percent", Usage: "share in % of the counted total of its `LINE`: row, column or total", Label: "in % of", Kind: query.Choose,
			Choices: query.Or([]query.Choice{{}}, query.Choices("row", "column", "total"))},
		depth(),
		{Name: "sort", Usage: "rows by `ORDER` of name or total, instead of the codebook's", Label: "sorted by", Kind: query.Choose,
			Choices: query.Or([]query.Choice{{Label: "codebook"}}, query.Choices("name", "total"))},
		{Name: "per-cell", Usage: "with --cell quotes: so many `QUOTES` in a cell; 0 is all", Label: "quotes in a cell", Kind: query.Whole,
			Default: "3", For: "cell=quotes"},
		{Name: "empty", Usage: "show rows and columns in which nothing was counted, too", Label: "empty lines, too", Kind: query.Check},
		{Name: "long", Usage: "one row for each cell, for R and pandas", Kind: query.Check},
		{Name: "test", Usage: "test whether rows and columns go together, below the table: chi-square, Cramér's V, Fisher's exact test",
			Label: "test of independence", Kind: query.Check},
	},
	Leads:   measured(), // from quotes and summaries the page leads on
	Check:   checkMatrix,
	Run:     runMatrix,
	Section: matrixSection,
}

// checkMatrix refuses what makes no sense together.
func checkMatrix(r *Request) error {
	cell := r.Text("cell")
	texts := isText(cell)
	if len(r.Arguments) == 1 {
		for _, o := range r.Analysis.Options {
			if r.Given(o.Name) {
				return savedOtherwise(r.Arguments[0], o.Name)
			}
		}
		for _, name := range r.Analysis.Filters {
			if len(r.Filters[name]) > 0 {
				return savedOtherwise(r.Arguments[0], name)
			}
		}
	}
	switch {
	case r.Given("per-cell") && cell != "quotes":
		return coding.Errorf(coding.ErrInvalid, "--per-cell needs --cell quotes")
	case r.Whole("depth") < 0:
		return coding.Errorf(coding.ErrInvalid, "--depth %d: a level from 1, or 0 for all", r.Whole("depth"))
	case r.Whole("per-cell") < 0:
		return coding.Errorf(coding.ErrInvalid, "--per-cell %d: a number from 1, or 0 for all", r.Whole("per-cell"))
	case !texts && (cell == "" || matrix.Measure(cell).Spec() == nil):
		return coding.Errorf(coding.ErrInvalid, "--cell %s: one of %s", cell, strings.Join(cellNames(append(measureKinds(), cellTexts...)), ", "))
	case texts && r.Text("percent") != "":
		return coding.Errorf(coding.ErrInvalid, "--percent has no effect with --cell %s", cell)
	case texts && (r.Is("long") || r.Is("test")):
		return coding.Errorf(coding.ErrInvalid, "--long and --test have no effect with --cell %s", cell)
	}
	return nil
}

func savedOtherwise(name, flag string) error {
	return coding.Errorf(coding.ErrInvalid, "matrix %s: --%s would be another matrix; give no name, or save it under one", name, flag)
}

// runMatrix counts the matrix that is asked for, or one that was saved.
func runMatrix(ctx context.Context, in Input) (*Result, error) {
	if len(in.Arguments) == 1 {
		return savedMatrix(ctx, in)
	}
	m, err := countMatrix(in)
	if err != nil {
		return nil, err
	}
	g, at, err := layOut(ctx, in, m)
	if err != nil {
		return nil, err
	}
	r := &Result{Table: g, Matrix: m, Words: isText(in.Text("cell")), place: at}
	if !r.Words {
		r.behind = cells(m, at)
	}
	if len(in.Study.Tags) == 0 {
		r.Said = "no tags yet; see crosscase tag --help"
	}
	return r, nil
}

func savedMatrix(ctx context.Context, in Input) (*Result, error) {
	name := in.Arguments[0]
	saved, err := in.Study.FindMatrix(name)
	if err != nil && strings.HasPrefix(coding.Hint(err), "did you mean") {
		return nil, err
	}
	if err != nil {
		return nil, coding.WithHint(err, "crosscase matrix list shows them; crosscase matrix save %q … saves one", name)
	}
	r, err := in.Analysis.Saved(saved)
	if err != nil {
		return nil, err
	}
	found, err := r.Run(ctx, in.Study, in.Tools)
	if err != nil {
		return nil, err
	}
	found.Expression = r.Line()
	return found, nil
}

// Save keeps the request, which is for a matrix, under a name; one of that name gets
// another meaning.
func (r *Request) Save(s *coding.Study, name string, newID func() string) edit.PutQuery {
	q := coding.SavedQuery{ID: coding.QueryID(newID()), Name: name, Kind: coding.SavedMatrix, Expression: query.CommandLine(r.Line()[1:]...)}
	if old, err := s.FindMatrix(name); err == nil && strings.EqualFold(old.Name, name) {
		q.ID = old.ID
	}
	return edit.PutQuery{Query: q}
}

// countMatrix counts what the options ask for.
func countMatrix(in Input) (*matrix.Matrix, error) {
	texts := isText(in.Text("cell"))
	o := matrix.Options{Filter: in.Filter, Measure: matrix.Measure(in.Text("cell")), Percent: in.Text("percent"), Depth: in.Whole("depth"),
		Empty: in.Is("empty"), Sort: in.Text("sort"), Keep: texts || in.Keep || in.Format == report.XLSX || in.Format == report.HTML}
	if texts {
		o.Measure = matrix.Passages
	}
	var err error
	if o.Rows, err = matrix.ParseDimensions(in.Text("rows"), in.Study); err != nil {
		return nil, wrongFlag("rows", err)
	}
	if o.Cols, err = matrix.ParseDimensions(in.Text("cols"), in.Study); err != nil {
		return nil, wrongFlag("cols", err)
	}
	themes := slices.Contains(slices.Concat(o.Rows, o.Cols), matrix.Theme)
	switch {
	case o.Depth > 0 && !themes:
		return nil, coding.Errorf(coding.ErrInvalid, "--depth has no effect; neither rows nor columns are themes")
	case in.Text("cell") == "summary" && !themes:
		return nil, coding.Errorf(coding.ErrInvalid, "--cell summary is of a theme; put theme into --rows or --cols")
	}
	return matrix.New(in.Study, o)
}

// layOut makes the table that is asked for, and tells where the numbers of the matrix are.
func layOut(ctx context.Context, in Input, m *matrix.Matrix) (g *report.Grid, at place, err error) {
	switch {
	case in.Text("cell") == "quotes":
		return Quotes(ctx, m, in.Study, in.Texts, in.Whole("per-cell"))
	case in.Text("cell") == "summary":
		return Summaries(m, in.Study)
	case in.Is("long"):
		g, at = Long(m), inLine(m)
	default:
		g, at = Matrix(m), inCells(m)
	}
	if in.Is("test") {
		test, err := m.Test()
		if err != nil {
			return nil, nil, err
		}
		g.Notes = append(g.Notes, notesOnTest(test)...)
	}
	if in.Format == report.XLSX || in.Format == report.HTML && !in.Is("long") {
		err = WithPassages(ctx, g, m, in.Study, in.Texts, in.Format)
	}
	return g, at, err
}

// Matrix lays a matrix out: a line for each row, a column for each column, and
// the counted totals.
func Matrix(m *matrix.Matrix) *report.Grid {
	g := &report.Grid{Title: title(m), Digits: digits(m), Notes: m.Notes,
		Empty: "Nothing was counted: no passage is tagged that these filters let through."}
	for _, d := range m.Options.Rows {
		g.Head = append(g.Head, string(d))
	}
	nested := len(m.Options.Cols) > 1
	if nested {
		g.Groups = make([]string, len(g.Head), len(g.Head)+len(m.ColKeys)+1)
	}
	for _, keys := range m.ColKeys {
		g.Head = append(g.Head, keys[len(keys)-1].Path)
		if nested {
			g.Groups = append(g.Groups, keys[0].Path)
		}
	}
	g.Head = append(g.Head, "Total")
	if nested {
		g.Groups = append(g.Groups, "")
	}
	themes := outline{}
	for r := range m.RowKeys {
		var row []any
		for i, k := range m.RowKeys[r] {
			switch {
			case k.Dimension == matrix.Theme && m.Options.Sort == "" && themes.fits(k):
				row = append(row, themes.name(k))
			case i == 0 && r > 0 && len(m.RowKeys[r]) > 1 && m.RowKeys[r-1][0] == k:
				row = append(row, report.Name{Label: "", Path: k.Path, Level: 0})
			default:
				row = append(row, k.Path)
			}
		}
		for c := range m.ColKeys {
			row = append(row, number(m, r, c))
		}
		g.Rows = append(g.Rows, append(row, number(m, r, -1)))
	}
	foot := []any{"Total"}
	for len(foot) < len(m.Options.Rows) {
		foot = append(foot, "")
	}
	for c := range m.ColKeys {
		foot = append(foot, number(m, -1, c))
	}
	g.Foot = append(g.Foot, append(foot, number(m, -1, -1)))
	if m.Measure.Spec().Of == matrix.OfWords {
		foot := []any{"of words"}
		for len(foot) < len(m.Options.Rows) {
			foot = append(foot, "")
		}
		for c := range m.ColKeys {
			foot = append(foot, m.ColTotals[c].AllWords)
		}
		g.Foot = append(g.Foot, append(foot, m.Total.AllWords))
	}
	g.JSON, g.Heat, g.Totals = matrixJSON(m), true, true
	g.Picture = func() *report.Picture { return MatrixPicture(m) }
	return g
}

// Long lays a matrix out with a row for each cell, for R and pandas: the
// dimensions' values, then the measure. Totals are left out.
func Long(m *matrix.Matrix) *report.Grid {
	g := &report.Grid{Digits: digits(m), Notes: m.Notes, Empty: "Nothing was counted."}
	for _, d := range append(append([]matrix.Dimension{}, m.Options.Rows...), m.Options.Cols...) {
		g.Head = append(g.Head, string(d))
	}
	g.Head = append(g.Head, string(m.Measure))
	if m.Percent != "" {
		g.Head[len(g.Head)-1] += "_percent_of_" + m.Percent
	}
	of := m.Measure.Spec().Of
	if of != matrix.OfNothing {
		g.Head = append(g.Head, string(of))
	}
	for r := range m.RowKeys {
		for c := range m.ColKeys {
			var row []any
			for _, k := range append(append([]matrix.Key{}, m.RowKeys[r]...), m.ColKeys[c]...) {
				row = append(row, k.Path)
			}
			row = append(row, number(m, r, c))
			switch of {
			case matrix.OfWords:
				row = append(row, m.Cells[r][c].AllWords)
			case matrix.OfParticipants:
				row = append(row, m.Cells[r][c].AllParticipants)
			}
			g.Rows = append(g.Rows, row)
		}
	}
	g.Picture = func() *report.Picture { return MatrixPicture(m) }
	return g
}

// digits are those after the point; shares in % have one.
func digits(m *matrix.Matrix) int { return max(m.Measure.Spec().Decimals, 1) }

// number is a cell's value, whole where it is a count.
func number(m *matrix.Matrix, row, col int) any {
	v, cell, spec := m.Value(row, col), m.At(row, col), m.Measure.Spec()
	switch {
	case cell.Unseen && !(v > 0):
		return report.Unseen{}
	case m.Percent != "", spec.Decimals > 0:
		return v
	case spec.Of == matrix.OfParticipants:
		return report.Of{N: int(v), All: cell.AllParticipants}
	}
	return int(v)
}

func title(m *matrix.Matrix) string {
	names := func(dims []matrix.Dimension) string {
		var all []string
		for _, d := range dims {
			all = append(all, string(d))
		}
		return strings.Join(all, ", ")
	}
	t := m.Measure.Spec().Label + " by " + names(m.Options.Rows) + " and " + names(m.Options.Cols)
	if m.Percent != "" {
		t += " (% of " + m.Percent + ")"
	}
	return t
}

// matrixJSON is the documented shape of a matrix in JSON.
func matrixJSON(m *matrix.Matrix) any {
	type line struct {
		Keys  map[string]string `json:"keys"`
		Total any               `json:"total"`
		Cells []any             `json:"cells,omitempty"`
	}
	lines := func(all [][]matrix.Key, total func(i int) any) []line {
		found := []line{}
		for i, keys := range all {
			l := line{Keys: map[string]string{}, Total: total(i)}
			for _, k := range keys {
				l.Keys[string(k.Dimension)] = k.Path
			}
			found = append(found, l)
		}
		return found
	}
	rows := lines(m.RowKeys, func(i int) any { return report.PlainValue(number(m, i, -1)) })
	for r := range rows {
		for c := range m.ColKeys {
			rows[r].Cells = append(rows[r].Cells, report.PlainValue(number(m, r, c)))
		}
	}
	return struct {
		Measure             matrix.Measure `json:"measure"`
		Percent             string         `json:"percent,omitempty"`
		Columns             []line         `json:"columns"`
		Rows                []line         `json:"rows"`
		Total               any            `json:"total"`
		Passages            int            `json:"passages"`
		Straddling          int            `json:"straddling"`
		WithoutOrganisation int            `json:"without_organisation"`
		Notes               []string       `json:"notes"`
	}{
		m.Measure, m.Percent, lines(m.ColKeys, func(i int) any { return report.PlainValue(number(m, -1, i)) }), rows,
		report.PlainValue(number(m, -1, -1)), len(m.Selection.Passages), m.Selection.Straddling, m.Selection.WithoutOrganisation, m.Notes,
	}
}

// MatrixPicture draws a matrix as a heat map with its numbers.
func MatrixPicture(m *matrix.Matrix) *report.Picture {
	g := Matrix(m)
	h := &report.HeatMap{Title: g.Title, Notes: m.Notes, Totals: true}
	n := len(m.Options.Rows)
	h.Cols = g.Head[n:]
	if g.Groups != nil {
		h.Groups = g.Groups[n:]
	}
	lines := g.Rows
	for r, row := range m.RowKeys {
		var parts []string
		level := 0
		for _, k := range row {
			if k.Dimension == matrix.Theme && len(row) == 1 && m.Options.Sort == "" {
				parts, level = append(parts, k.Label), k.Level
				continue
			}
			parts = append(parts, k.Path)
		}
		if len(row) == 1 {
			if name, ok := lines[r][0].(report.Name); ok {
				parts, level = []string{name.Label}, name.Level
			} else {
				parts, level = []string{row[0].Path}, 0
			}
		}
		h.Rows, h.Levels = append(h.Rows, strings.Join(parts, " · ")), append(h.Levels, level)
	}
	h.Rows, h.Levels = append(h.Rows, "Total"), append(h.Levels, 0)
	at := func(r, c int) (int, int) {
		if r == len(m.RowKeys) {
			r = -1
		}
		if c == len(m.ColKeys) {
			c = -1
		}
		return r, c
	}
	h.Value = func(r, c int) float64 { return m.Value(at(r, c)) }
	h.Shown = func(r, c int) string {
		r, c = at(r, c)
		return g.Shown(number(m, r, c))
	}
	return h.Picture()
}
