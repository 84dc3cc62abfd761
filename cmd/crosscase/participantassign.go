package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/report"
)

func newParticipantAssign(w *env) *cobra.Command {
	var source, turns string
	c := &cobra.Command{
		Use:   "assign NAME --source SOURCE --turns TURNS",
		Short: "Say who speaks in some turns",
		Long: `Say who speaks in some turns of a source, whatever their labels say; (none) is
nobody. Counts follow at once.`,
		Example: `  crosscase participant assign "Anna Roe" --source min-02 --turns 7-9,12`,
		Args:    arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			if turns == "" {
				return fault{errors.New("participant assign: which turns? give --source and --turns"), usage}
			}
			return w.working(c.Context(), func(a *app.Session) error {
				source, err := oneSource(a, "participant assign", "--turns", source)
				if err != nil {
					return err
				}
				d, err := a.AssignTurns(c.Context(), args[0], source, turns)
				return w.assigned(c.Context(), a, d, err)
			})
		},
	}
	c.Flags().StringVar(&source, "source", "", "`SOURCE` that the turns are in")
	c.Flags().StringVar(&turns, "turns", "", "`TURNS`, as 12 or 7-9,12")
	w.addCoder(c.Flags(), "who assigns them")
	return c
}

func newParticipantSplit(w *env) *cobra.Command {
	var source, turns string
	var eachSource, dryRun bool
	c := &cobra.Command{
		Use:   "split NAME NEW [--source SOURCE]",
		Short: "Make two of one, or another person in each source",
		Long: `Make two participants of one who are two persons: what NAME says in a source, or in
some of its turns, becomes NEW's, who is added if there is nobody of that name.

With --each-source and without NEW, what NAME says becomes another person's in each
source, as "R (int-03)", who has the same role and organisation. Memos, summaries,
aliases and attributes stay with NAME.`,
		Example: `  crosscase participant split Chair "Chair of the second board" --source min-02
  crosscase participant split R --each-source --dry-run`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := splitUsage(args, source, turns, eachSource, dryRun); err != nil {
				return fault{err, usage}
			}
			return w.working(c.Context(), func(a *app.Session) error {
				if eachSource {
					return w.splitBySource(c.Context(), a, args[0], dryRun)
				}
				in, err := oneSource(a, "participant split", "NEW", source)
				if err != nil {
					return err
				}
				d, err := a.SplitParticipant(c.Context(), args[0], strings.TrimSpace(args[1]), in, turns)
				return w.assigned(c.Context(), a, d, err)
			})
		},
	}
	c.Flags().StringVar(&source, "source", "", "`SOURCE` that they speak in; needed where there are several")
	c.Flags().StringVar(&turns, "turns", "", "only these `TURNS`, as 12 or 7-9,12")
	c.Flags().BoolVar(&eachSource, "each-source", false, "another person in each source")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "with --each-source: list who would speak where, and do nothing")
	w.addCoder(c.Flags(), "who splits them")
	return c
}

// splitUsage is what is wrong with what a split was asked for with, nil for nothing.
func splitUsage(args []string, source, turns string, eachSource, dryRun bool) error {
	switch {
	case eachSource && (len(args) > 1 || source+turns != ""):
		return errors.New("participant split: --each-source goes with NAME alone")
	case dryRun && !eachSource:
		return errors.New("participant split: --dry-run goes with --each-source")
	case !eachSource && len(args) == 1:
		return errors.New("participant split: NEW is missing; or give --each-source")
	}
	return nil
}

// splitBySource makes another person of one in each source.
func (w *env) splitBySource(ctx context.Context, a *app.Session, name string, dryRun bool) error {
	d, parts, err := a.SplitBySource(ctx, name, dryRun)
	for _, p := range parts {
		fmt.Fprintf(w.stdout, "%s  %s\n", report.Visible(p.Name), plural(p.Turns, "turn"))
	}
	if dryRun && err == nil {
		fmt.Fprintf(w.stderr, "would split %s in %s; nothing was done\n", report.Visible(name), plural(len(parts), "source"))
		return nil
	}
	return w.assigned(ctx, a, d, err)
}

// assigned says that other people speak in some turns, and brings the index up to date.
func (w *env) assigned(ctx context.Context, a *app.Session, d app.Done, err error) error {
	if err := w.tell(d, err); err != nil {
		return err
	}
	if d.Step > 0 {
		fmt.Fprintln(w.stderr, report.Visible(d.What))
	}
	return w.syncIndex(ctx, a.Project)
}
