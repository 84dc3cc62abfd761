package app

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/report"
)

// SaveMatrix keeps a request for a matrix under a name, in the place of the one that has
// it. The matrix is counted before: errors are those of that.
func (s *Session) SaveMatrix(ctx context.Context, name string, r *analysis.Request) (Done, error) {
	name = strings.TrimSpace(name)
	found, err := r.Run(ctx, s.Seen(), s.Tools(report.Table, false))
	if err != nil {
		return Done{}, err
	}
	d, err := s.Apply(ctx, "save matrix "+name, r.Save(s.Seen(), name, s.NewID))
	if err == nil {
		d.Said = append(d.Said, fmt.Sprintf("saved %s, %s by %s now", name,
			coding.Count(len(found.Matrix.RowKeys), "row"), coding.Count(len(found.Matrix.ColKeys), "column")))
	}
	return d, err
}

// RemoveMatrix removes a saved matrix. The error wraps [coding.ErrUnknown].
func (s *Session) RemoveMatrix(ctx context.Context, name string) (Done, error) {
	q, err := s.Seen().FindMatrix(name)
	if err != nil {
		return Done{}, err
	}
	return s.Apply(ctx, "remove matrix "+q.Name, edit.RemoveQuery{ID: q.ID})
}

// Matrices lists the saved matrices.
func (s *Session) Matrices() *report.Grid {
	g := &report.Grid{Head: []string{"matrix", "asks for"}, Empty: "No matrices. Save one with crosscase matrix save NAME --cols role."}
	for _, q := range s.Seen().Matrices {
		g.Rows = append(g.Rows, []any{q.Name, cmp.Or(q.Expression, "(what matrix asks for by itself)")})
	}
	return g
}
