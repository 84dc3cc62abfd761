package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

func newPassage(w *env) *cobra.Command {
	c := &cobra.Command{Use: "passage", Short: "Passages: attach, accept", Args: subcommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newPassageAttach(w), newPassageAccept(w))
	return c
}

// reviewFlags say which passages are meant that wait for somebody.
type reviewFlags struct {
	filterFlags
	all, dryRun bool
}

func (f *reviewFlags) add(fs *pflag.FlagSet, state app.PassageState, all string) {
	f.filterFlags.add(fs, app.ReviewFilters(state)...)
	fs.BoolVar(&f.all, "all", false, all)
	fs.BoolVar(&f.dryRun, "dry-run", false, "say what would become of them, and do nothing")
}

// review is what the arguments and flags of a command say.
func (f *reviewFlags) review(command string, passages []string) (app.Review, error) {
	r := app.Review{IDs: passages, Filters: f.typed(), DryRun: f.dryRun}
	switch {
	case f.all && len(passages) > 0:
		return r, fault{fmt.Errorf("%s: give passages or --all, not both", command), usage}
	case !f.all && len(passages) == 0:
		return r, fault{fmt.Errorf("%s: which? give passages, or --all with or without filters", command), usage}
	case !f.all && len(r.Filters) > 0:
		return r, fault{fmt.Errorf("%s: filters need --all", command), usage}
	}
	return r, nil
}

func newPassageAttach(w *env) *cobra.Command {
	var place placeFlags
	var nearest bool
	var which reviewFlags
	c := &cobra.Command{
		Use:   "attach PASSAGE...",
		Short: "Give detached passages a place in their sources' texts",
		Long: `Give passages that a correction has detached a place in the text as it is now. Their
tags and notes go along. PASSAGE is what crosscase passages --detached shows.

  --quote, --turns, --lines, --span   say where, for one passage, as crosscase tag
                                      takes them
  --nearest                           the stretch of the text that is nearest in
                                      words, for any number of passages

The nearest stretch has at least 60 % of the words of the passage in the same order,
and more than any other. The passage is then marked as changed: crosscase passages
--changed lists it with the words before and after, crosscase passage accept confirms
it. Passages without such a stretch stay detached and are listed with the reason.`,
		Example: `  crosscase passage attach 3f0f5b9d --quote "nearly a third of the bill"
  crosscase passage attach --nearest --all --dry-run
  crosscase passage attach --nearest --all --source int-03`,
		RunE: func(c *cobra.Command, args []string) error {
			ways := place.given()
			if nearest {
				ways = append(ways, "--nearest")
			}
			if len(ways) != 1 {
				return fault{errors.New("passage attach: where? give one of --quote, --turns, --lines, --span, --nearest"), usage}
			}
			if nearest {
				r, err := which.review("passage attach", args)
				if err != nil {
					return err
				}
				return w.working(c.Context(), func(a *app.Session) error {
					n, err := a.AttachNearest(c.Context(), r)
					return w.attached(n, err, r.DryRun)
				})
			}
			if len(args) != 1 || which.all || which.dryRun || len(which.typed()) > 0 {
				return fault{fmt.Errorf("passage attach: %s is a place for one PASSAGE; --all, --dry-run and filters need --nearest", ways[0]),
					usage}
			}
			return w.working(c.Context(), func(a *app.Session) error {
				d, words, err := a.AttachPassage(c.Context(), args[0], place.Place)
				if err := w.tell(d, err); err != nil {
					return err
				}
				fmt.Fprintf(w.stderr, "attached to %q\n", report.Visible(words))
				return nil
			})
		},
	}
	place.add(c.Flags())
	c.Flags().BoolVar(&nearest, "nearest", false, "the stretch that is nearest in words")
	which.add(c.Flags(), app.Detached, "with --nearest, every detached passage that the filter flags leave")
	w.addCoder(c.Flags(), "who attaches them")
	return c
}

// attached says what became of passages that were to be attached where their words are
// nearest.
func (w *env) attached(n app.Nearest, err error, dryRun bool) error {
	if err != nil {
		return err
	}
	line := func(state string, x app.NearestPassage) {
		fmt.Fprintln(w.stdout, reading.Reworded(state, x.Was, x.Source+", passage "+string(x.ID[:min(len(x.ID), 8)]), x.Now))
	}
	for _, x := range n.Attached {
		line("attached", x)
	}
	for _, x := range n.Left {
		line("detached", x)
		fmt.Fprintf(w.stdout, "      %s\n", x.Why)
	}
	did, end := "attached", ""
	if dryRun {
		did, end = "would attach", "; nothing was done"
	}
	fmt.Fprintf(w.stderr, "%s %s, left %d detached%s\n", did, plural(len(n.Attached), "passage"), len(n.Left), end)
	if n.Step != 0 {
		fmt.Fprintln(w.stderr, "review the words with crosscase passages --changed")
	}
	return nil
}

func newPassageAccept(w *env) *cobra.Command {
	var which reviewFlags
	c := &cobra.Command{
		Use:   "accept PASSAGE...",
		Short: "Accept the words of passages that changed with their text",
		Long: `Accept the words of passages that a correction has changed a little, so that they no
longer wait for review. PASSAGE is what crosscase passages --changed shows, with the
words before and after. Numbers stay as they are: changed passages count before, too.
crosscase undo brings the marks back. A passage whose new words are wrong is removed with
crosscase untag, or given other borders in crosscase code or crosscase web.`,
		Example: `  crosscase passage accept 3f0f5b9d
  crosscase passage accept --all --source int-03`,
		RunE: func(c *cobra.Command, args []string) error {
			r, err := which.review("passage accept", args)
			if err != nil {
				return err
			}
			return w.working(c.Context(), func(a *app.Session) error {
				d, n, err := a.AcceptPassages(c.Context(), r)
				if err != nil {
					return err
				}
				if r.DryRun {
					fmt.Fprintf(w.stderr, "would accept %s; nothing was done\n", plural(n, "changed passage"))
					return nil
				}
				w.say(d.Said...)
				fmt.Fprintf(w.stderr, "accepted %s\n", plural(n, "changed passage"))
				return nil
			})
		},
	}
	which.add(c.Flags(), app.Changed, "every changed passage that the filter flags leave")
	w.addCoder(c.Flags(), "who accepts them")
	return c
}
