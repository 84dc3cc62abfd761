package main

import (
	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/analysis"
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
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(a.SaveMatrix(c.Context(), args[0], r)) })
		},
	}
	addAnalysisFlags(c.Flags(), a)
	return c
}

func newMatrixList(w *env) *cobra.Command {
	var o outputFlags
	c := &cobra.Command{
		Use: "list", Short: "List the saved ones", Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return o.grid(w, a.Matrices()) })
		},
	}
	o.add(c.Flags())
	return c
}

func newMatrixRemove(w *env) *cobra.Command {
	c := &cobra.Command{
		Use: "remove NAME", Short: "Remove a saved one", Args: arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(a.RemoveMatrix(c.Context(), args[0])) })
		},
	}
	w.addCoder(c.Flags(), "who removes it")
	return c
}
