package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
)

func newUntag(w *env) *cobra.Command {
	var o untagOptions
	c := &cobra.Command{
		Use:   "untag THEME[,THEME...]",
		Short: "Take themes off passages",
		Long: `Take themes off passages: off the one that --quote, --turns, --lines or --span
names, or with --all off every one that the filter flags leave. Only your own
tags, or those of --coder.`,
		Example: `  crosscase untag Trust --source int-03 --quote "we picked up the phone"
  crosscase untag Cost --all --type document`,
		Args: arguments("THEME[,THEME...]"),
		RunE: func(c *cobra.Command, args []string) error { return runUntag(c.Context(), w, o, args[0]) },
	}
	o.filterFlags.addPlaces(c.Flags())
	o.place.add(c.Flags())
	c.Flags().BoolVar(&o.all, "all", false, "every passage that the filter flags leave")
	o.filterFlags.add(c.Flags(), "where")
	c.Flags().StringVar(&o.whose, "coder", "", "take off this `CODER`'s tags instead of your own")
	return c
}

type untagOptions struct {
	filterFlags
	place placeFlags
	all   bool
	whose string
}

func runUntag(ctx context.Context, w *env, o untagOptions, themes string) error {
	ways := o.place.given()
	switch {
	case len(ways) == 0 && !o.all:
		return fault{errors.New("untag: where? give --quote, --turns, --lines or --span, or --all"), usage}
	case len(ways) > 1 || len(ways) > 0 && o.all:
		return fault{errors.New("untag: give one of --quote, --turns, --lines, --span and --all"), usage}
	}
	return w.working(ctx, func(a *app.Session) error {
		u := app.Untagging{Themes: a.Seen().SplitThemes(themes), Filters: o.typed(), Coder: cmp.Or(o.whose, w.coderName())}
		if !o.all {
			source, err := oneSource(a, "untag", ways[0], o.list("source")...)
			if err != nil {
				return err
			}
			u.Source, u.Place = source, o.place.Place
		}
		d, n, err := a.Untag(ctx, u)
		if err := w.tell(d, err); err != nil {
			return err
		}
		fmt.Fprintf(w.stderr, "%s removed; crosscase undo puts back what was there\n", plural(n, "tag"))
		return nil
	})
}
