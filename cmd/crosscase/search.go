package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/analysis"
)

// newSearch makes the command that lists matches, or saves the search instead.
func newSearch(w *env) *cobra.Command {
	var name string
	c := newListing(w, app.SearchList())
	c.Flags().StringVar(&name, "save", "", "save the search under this `NAME` instead; @NAME searches again")
	list := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if name == "" {
			return list(c, args)
		}
		l := app.SearchList()
		r, err := requestOf(l.Asked, c.Flags(), args)
		if err != nil {
			return err
		}
		return w.saveSearch(c.Context(), r, name)
	}
	return c
}

// saveSearch saves a request for a search under a name.
func (w *env) saveSearch(ctx context.Context, r *analysis.Request, name string) error {
	if r.Text("in") == "memos" {
		return fault{errors.New("--save has no effect with --in memos"), usage}
	}
	if err := r.Analysis.Check(r); err != nil {
		return err
	}
	return w.working(ctx, func(a *app.Session) error {
		q := app.Search{Words: r.Arguments[0], Filters: r.Filters, By: r.Text("by")}
		if err := w.tell(a.SaveSearch(ctx, name, q)); err != nil {
			return err
		}
		fmt.Fprintf(w.stderr, "saved; crosscase search @%s searches again\n", strings.TrimPrefix(strings.TrimSpace(name), "@"))
		return nil
	})
}
