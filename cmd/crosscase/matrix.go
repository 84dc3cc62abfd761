package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newMatrixSave(w *env) *cobra.Command {
	a := analysis.Named("matrix")
	c := &cobra.Command{
		Use:   "save NAME",
		Short: "Save a matrix under a name, or give the one of that name another meaning",
		Example: `  crosscase matrix save "by role" --cols role --cell rate
  crosscase matrix "by role"`,
		Args: arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := requestOf(a, c.Flags(), nil)
			if err != nil {
				return err
			}
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error { return w.saveMatrix(c.Context(), p, s, args[0], r) })
		},
	}
	addAnalysisFlags(c.Flags(), a)
	return c
}

// saveMatrix keeps a request under a name. That it can be counted is seen now.
func (w *env) saveMatrix(ctx context.Context, p *project.Project, s *coding.Study, name string, r *analysis.Request) error {
	name = strings.TrimSpace(name)
	found, err := r.Run(ctx, s, w.tools(p, report.Table, false))
	if err != nil {
		return err
	}
	if err := w.apply(ctx, p, "save matrix "+name, r.Save(s, name, w.newID)); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "saved %s, %s by %s now\n", name, plural(len(found.Matrix.RowKeys), "row"), plural(len(found.Matrix.ColKeys), "column"))
	return nil
}

func newMatrixList(w *env) *cobra.Command {
	var o outputFlags
	c := &cobra.Command{
		Use: "list", Short: "List the saved ones", Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.with(c.Context(), func(_ *project.Project, s *coding.Study) error {
				g := &report.Grid{Head: []string{"matrix", "asks for"}, Empty: "No matrices. Save one with crosscase matrix save NAME --cols role."}
				for _, q := range s.Matrices {
					g.Rows = append(g.Rows, []any{q.Name, cmp.Or(q.Expression, "(what matrix asks for by itself)")})
				}
				return o.grid(w, g)
			})
		},
	}
	o.add(c.Flags())
	return c
}

func newMatrixRemove(w *env) *cobra.Command {
	c := &cobra.Command{
		Use: "remove NAME", Short: "Remove a saved one", Args: arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				q, err := s.FindMatrix(args[0])
				if err != nil {
					return err
				}
				return w.apply(c.Context(), p, "remove matrix "+q.Name, edit.RemoveQuery{ID: q.ID})
			})
		},
	}
	w.addCoder(c.Flags(), "who removes it")
	return c
}
