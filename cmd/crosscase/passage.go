package main

import (
	"crosscase/cmd/crosscase/app"
	"crosscase/coding/report"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func newPassage(w *env) *cobra.Command {
	c := &cobra.Command{Use: "passage", Short: "Passages: attach", Args: subcommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newPassageAttach(w))
	return c
}

func newPassageAttach(w *env) *cobra.Command {
	var place placeFlags
	var nearest bool
	c := &cobra.Command{
		Use:   "attach PASSAGE",
		Short: "Give a detached passage a place in its source's text",
		Long: `Give a passage that a correction has detached a place in the text as it stands. Its
tags and notes go along. PASSAGE is what crosscase passages --detached shows.

  --quote, --turns, --lines, --span   say where, as crosscase tag takes them
  --nearest                           where its words were: what the list shows
                                      as "now"`,
		Example: `  crosscase passage attach 3f0f5b9d --quote "nearly a third of the bill"`,
		Args:    arguments("PASSAGE"),
		RunE: func(c *cobra.Command, args []string) error {
			ways := place.given()
			if nearest {
				ways = append(ways, "--nearest")
			}
			if len(ways) != 1 {
				return fault{errors.New("passage attach: where? give one of --quote, --turns, --lines, --span, --nearest"), usage}
			}
			return w.working(c.Context(), func(a *app.Session) error {
				attached, words, err := a.AttachPassage(c.Context(), args[0], place.Place, nearest)
				if err := w.tell(attached, err); err != nil {
					return err
				}
				fmt.Fprintf(w.stderr, "attached to %q\n", report.Visible(words))
				return nil
			})
		},
	}
	place.add(c.Flags())
	c.Flags().BoolVar(&nearest, "nearest", false, "where its words were")
	w.addCoder(c.Flags(), "who attaches it")
	return c
}
