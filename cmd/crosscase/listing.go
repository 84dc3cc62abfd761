package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/analysis"
	"crosscase/coding/report"
)

// newListing makes the command of a listing, "theme list" or "passages", from its
// declaration.
func newListing(w *env, l app.Listing) *cobra.Command {
	var o outputFlags
	c := &cobra.Command{
		Use: usageLine(l.Asked)[strings.LastIndexByte(l.Asked.Name, ' ')+1:], Short: l.Asked.Short, Long: l.Asked.Long, Example: l.Asked.Example,
		Args: analysisArguments(l.Asked),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := requestOf(l.Asked, c.Flags(), args)
			if err != nil {
				return err
			}
			return w.list(c.Context(), l, r, &o)
		},
	}
	addAnalysisFlags(c.Flags(), l.Asked)
	if w.completing {
		w.completeFlags(c, l.Asked)
	}
	o.addFormats(c.Flags(), l.Formats)
	return c
}

// list answers a request for a listing and writes it.
func (w *env) list(ctx context.Context, l app.Listing, r *analysis.Request, o *outputFlags) error {
	format, err := l.Format(o.output())
	if err != nil {
		return err
	}
	return w.working(ctx, func(a *app.Session) error {
		step, end := w.bar(ctx, "indexing ")
		found, err := l.Read(ctx, a, r, step)
		end()
		if err != nil {
			return err
		}
		err = o.writeAs(w, report.Format(format), func(out io.Writer, screen report.Screen) error { return found.Write(out, format, screen) })
		if err == nil {
			w.say(found.Said...)
		}
		return err
	})
}
