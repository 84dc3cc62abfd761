package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
	"crosscase/corpus"
)

var triangulateAnalysis = Analysis{
	Name:    "triangulate",
	Title:   "Triangulation",
	Summary: "In how many types of sources a theme is, and what may rest on less than it seems.",
	Short:   "Print which types of sources support each theme, for each organisation or case study",
	Long: `Print on which types of sources each theme rests, for each organisation or case
study: 2 of 3 (4) is two of the three types that there are, with four persons who
speak of it; – is where there is no source at all.

Themes are marked that rest on one type of source, one organisation or one person,
and those that are told in interviews but not seen in meetings or site visits.`,
	Example: `  crosscase triangulate
  crosscase triangulate --by case --theme Reputation --format csv`,
	Filters: query.FilterNames(),
	Options: []query.Flag{
		{Name: "by", Usage: "for each of `WHAT`: organisation or case", Label: "for each", Kind: query.Choose,
			Choices: query.Choices(dimension.Names(func(d *dimension.Dimension) bool { return d.Triangulates })...), Default: "organisation"},
	},
	Leads: map[string]Counted{"All": Types, Others: Types},
	Run: func(_ context.Context, in Input) (*Result, error) {
		t, err := matrix.Triangulate(in.Study, in.Filter, matrix.Dimension(in.Text("by")))
		if err != nil {
			return nil, err
		}
		return &Result{Table: Triangulation(t), behind: supports(t)}, nil
	},
}

// supports leads from what supports a theme to its passages.
func supports(t *matrix.Triangulation) behind {
	return func(row, column int) (coding.Filter, string, bool) {
		theme := t.Rows[row]
		switch column--; {
		case column == len(t.Cols):
			return narrowed(t.Filter, theme.Key)
		case column < 0 || column > len(t.Cols) || len(theme.Cells[column].Available) == 0:
			return coding.Filter{}, "", false
		}
		return narrowed(t.Filter, theme.Key, t.Cols[column])
	}
}

// Triangulation lays out which types of sources support a theme.
func Triangulation(t *matrix.Triangulation) *report.Grid {
	g := &report.Grid{Title: "Sources that support each theme", Notes: t.Notes, Head: []string{"theme"},
		Empty: "Nothing is tagged that these filters let through."}
	for _, k := range t.Cols {
		g.Head = append(g.Head, k.Label)
	}
	g.Head = append(g.Head, "All", "types", "to think of")
	var keys []matrix.Key
	for _, row := range t.Rows {
		keys = append(keys, row.Key)
	}
	for i, name := range themeNames(keys) {
		row := []any{name}
		for _, c := range append(slices.Clone(t.Rows[i].Cells), t.Rows[i].Total) {
			row = append(row, supported(c))
		}
		var types []string
		for _, typ := range t.Rows[i].Total.Types {
			types = append(types, string(typ))
		}
		g.Rows = append(g.Rows, append(row, strings.Join(types, ", "), strings.Join(t.Rows[i].Doubts, "; ")))
	}
	type cell struct {
		Types        []corpus.SourceType `json:"types"`
		Available    []corpus.SourceType `json:"available"`
		Passages     int                 `json:"passages"`
		Participants int                 `json:"participants"`
	}
	type line struct {
		Theme  string          `json:"theme"`
		Cells  map[string]cell `json:"cells"`
		All    cell            `json:"all"`
		Doubts []string        `json:"to_think_of"`
	}
	lines := []line{}
	for _, row := range t.Rows {
		l := line{row.Path, map[string]cell{}, cell{row.Total.Types, row.Total.Available, row.Total.Passages, row.Total.Participants},
			append([]string{}, row.Doubts...)}
		for i, c := range row.Cells {
			l.Cells[t.Cols[i].Label] = cell{c.Types, c.Available, c.Passages, c.Participants}
		}
		lines = append(lines, l)
	}
	g.JSON = lines
	return g
}

func supported(c matrix.Support) report.Figure {
	switch {
	case len(c.Available) == 0:
		return "–"
	case c.Passages == 0:
		return report.Figure(fmt.Sprintf("0 of %d", len(c.Available)))
	}
	return report.Figure(fmt.Sprintf("%d of %d (%d)", len(c.Types), len(c.Available), c.Participants))
}
