package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

// matrixSection shows themes across cases, and what each organisation speaks of.
func matrixSection(r *studyReport) error {
	r.d.Heading(2, "Themes across cases")
	g := Matrix(r.m)
	if err := WithPassages(r.ctx, g, r.m, r.s, r.texts, report.HTML); err != nil {
		return err
	}
	r.d.Sections = g.Sections
	r.d.Table(g)
	if len(r.m.RowKeys) > 0 {
		r.d.Picture(MatrixPicture(r.m))
	}
	return organisationsSection(r)
}

// organisationsSection tells what each speaks of most, for its words, with quotes.
func organisationsSection(r *studyReport) error {
	s := r.s
	m, err := matrix.New(s, matrix.Options{Filter: r.o.Filter, Rows: []matrix.Dimension{matrix.Theme},
		Cols: []matrix.Dimension{"organisation"}, Measure: matrix.Rate, Keep: true})
	if err != nil {
		return err
	}
	r.d.Heading(2, "What each organisation speaks of")
	q := newQuoter(r.ctx, m, s, r.texts)
	for c, keys := range m.ColKeys {
		if keys[0].ID == "" {
			continue
		}
		var rows []int
		for i := range m.RowKeys { // the themes at the ends of branches say most
			if m.Cells[i][c].Passages > 0 && !hasBelow(m, i) {
				rows = append(rows, i)
			}
		}
		slices.SortStableFunc(rows, func(a, b int) int {
			return cmp.Or(cmp.Compare(m.Cells[b][c].Passages, m.Cells[a][c].Passages), cmp.Compare(a, b))
		})
		rows = rows[:min(r.o.Top, len(rows))]
		r.d.Heading(3, keys[0].Label)
		var names []string
		for _, i := range rows {
			names = append(names, fmt.Sprintf("%s (%s, %.2f per 1,000 words)", m.RowKeys[i][0].Path,
				coding.Count(m.Cells[i][c].Passages, "passage"), m.Value(i, c)))
		}
		r.d.Paragraph("%s.", cmp.Or(strings.Join(names, "; "), "Nothing is tagged here"))
		for _, i := range rows {
			var quotes []report.Quotation
			for _, p := range m.Best(s, i, c, r.o.PerCell) {
				x, err := q.quote(p)
				if err != nil {
					return err
				}
				quotes = append(quotes, x.Quotation())
			}
			r.d.Note(m.RowKeys[i][0].Path)
			r.d.Quotes(quotes)
		}
	}
	return nil
}

// hasBelow tells whether a theme of the matrix has others below it that count.
func hasBelow(m *matrix.Matrix, row int) bool {
	prefix := m.RowKeys[row][0].Path + coding.Separator
	for i, keys := range m.RowKeys {
		if m.RowTotals[i].Passages > 0 && strings.HasPrefix(keys[0].Path, prefix) {
			return true
		}
	}
	return false
}
