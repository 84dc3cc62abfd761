package analysis

import (
	"context"
	"time"

	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

var timelineAnalysis = Analysis{
	Name:    "timeline",
	Title:   "Timeline",
	Summary: "Themes by month or year.",
	Short:   "Print themes by month or year of the sources",
	Long: `Print how often each theme is in the sources of each month, or with --by year of
each year. It counts as the matrix does; months without a source are not shown.`,
	Example: `  crosscase timeline --depth 1
  crosscase timeline --by year --cell rate -o timeline.svg`,
	Picture: "dots",
	Filters: query.FilterNames(),
	Options: []query.Flag{
		{Name: "by", Usage: "`STEP`: month or year", Label: "step", Kind: query.Choose, Choices: query.Choices("month", "year"),
			Default: "month", Checked: true},
		{Name: "cell", Usage: "`MEASURE` in the cells, as in the matrix", Label: "cells", Kind: query.Choose,
			Choices: query.Choices(cellNames(measureKinds())...), Default: "passages"},
		depth(),
	},
	Leads: measured(),
	Run: func(_ context.Context, in Input) (*Result, error) {
		m, err := matrix.New(in.Study, matrix.Options{Filter: in.Filter, Rows: []matrix.Dimension{matrix.Theme},
			Cols:    []matrix.Dimension{matrix.Dimension(in.Text("by"))},
			Measure: matrix.Measure(in.Text("cell")), Depth: in.Whole("depth")})
		if err != nil {
			return nil, err
		}
		g := Matrix(m)
		g.Picture = func() *report.Picture { return timelinePicture(m) }
		return &Result{Table: g, behind: cells(m, inCells(m))}, nil
	},
}

// timelinePicture draws a matrix whose columns are months or years.
func timelinePicture(m *matrix.Matrix) *report.Picture {
	g := Matrix(m)
	d := report.Dots{Title: g.Title, Value: m.Value, Shown: func(r, c int) string { return g.Shown(number(m, r, c)) }, Notes: m.Notes}
	for _, row := range m.RowKeys {
		d.Rows, d.Levels = append(d.Rows, row[0].Label), append(d.Levels, row[0].Level)
	}
	for c, keys := range m.ColKeys {
		d.Cols = append(d.Cols, keys[0].Label)
		d.Gaps = append(d.Gaps, c+1 < len(m.ColKeys) && !follows(keys[0].ID, m.ColKeys[c+1][0].ID))
	}
	return d.Picture()
}

// follows tells whether one month or year comes right after another.
func follows(a, b string) bool {
	for _, layout := range []string{"2006-01", "2006"} {
		t, err := time.Parse(layout, a)
		if err != nil {
			continue
		}
		next := t.AddDate(0, 1, 0)
		if layout == "2006" {
			next = t.AddDate(1, 0, 0)
		}
		return next.Format(layout) == b
	}
	return false
}
