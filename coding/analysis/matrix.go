// Package analysis asks questions of a study and lays the answers out.
//
// Each analysis has a file. The counting is done below, by packages matrix, agreement
// and words; here its result becomes a table ([report.Grid]) with its notes and, where
// there is one, its picture. Package report writes them in any format.
package analysis

import (
	"strings"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

// Matrix lays a matrix out: a line for each row, a column for each column, and
// the counted totals.
func Matrix(m *matrix.Matrix) *report.Grid {
	g := &report.Grid{Title: title(m), Digits: digits(m), Notes: m.Notes, Empty: "Nothing was counted: no passage is tagged that these filters let through."}
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
	shown := map[string]bool{} // paths of themes
	for r := range m.RowKeys {
		var row []any
		for i, k := range m.RowKeys[r] {
			switch {
			case k.Dimension == matrix.Theme && m.Options.Sort == "" && (k.Level == 0 || shown[strings.TrimSuffix(k.Path, coding.Separator+k.Label)]):
				shown[k.Path] = true
				row = append(row, report.Name{Label: k.Label, Path: k.Path, Level: k.Level})
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
	if m.Measure == matrix.Rate || m.Measure == matrix.Coverage {
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
	of := map[matrix.Measure]string{matrix.Rate: "of_words", matrix.Coverage: "of_words", matrix.Participants: "of_participants"}[m.Measure]
	if of != "" {
		g.Head = append(g.Head, of)
	}
	for r := range m.RowKeys {
		for c := range m.ColKeys {
			var row []any
			for _, k := range append(append([]matrix.Key{}, m.RowKeys[r]...), m.ColKeys[c]...) {
				row = append(row, k.Path)
			}
			row = append(row, number(m, r, c))
			switch of {
			case "of_words":
				row = append(row, m.Cells[r][c].AllWords)
			case "of_participants":
				row = append(row, m.Cells[r][c].AllParticipants)
			}
			g.Rows = append(g.Rows, row)
		}
	}
	g.Picture = func() *report.Picture { return MatrixPicture(m) }
	return g
}

func digits(m *matrix.Matrix) int {
	switch m.Measure {
	case matrix.Rate, matrix.Weight:
		return 2
	}
	return 1
}

// number is a cell's value, whole where it is a count.
func number(m *matrix.Matrix, row, col int) any {
	v, cell := m.Value(row, col), m.At(row, col)
	switch {
	case cell.Unseen && !(v > 0):
		return report.Unseen{}
	case m.Measure == matrix.Participants && m.Percent == "":
		return report.Of{N: cell.Participants, All: cell.AllParticipants}
	}
	switch m.Measure {
	case matrix.Coverage, matrix.Rate, matrix.Weight:
		return v
	}
	if m.Percent != "" {
		return v
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
	t := strings.ToUpper(string(m.Measure[:1])) + string(m.Measure[1:]) + " by " + names(m.Options.Rows) + " and " + names(m.Options.Cols)
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
