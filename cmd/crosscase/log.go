package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newLog(w *world) *cobra.Command {
	var o outputFlags
	var limit int
	c := &cobra.Command{
		Use:   "log",
		Short: "Show who changed what, and when",
		Args:  arguments(),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, _ *coding.Study) error {
				entries, err := p.Log(c.Context())
				if err != nil {
					return err
				}
				all := len(entries)
				if limit > 0 && all > limit {
					entries = entries[all-limit:]
				}
				err = o.write(w, func(out io.Writer, f report.Format, s report.Screen) error { return logGrid(entries).Write(out, f, s) })
				if len(entries) < all {
					fmt.Fprintf(w.stderr, "the last %d of %d; --limit 0 shows all\n", len(entries), all)
				}
				return err
			})
		},
	}
	o.add(c.Flags())
	c.Flags().IntVar(&limit, "limit", 50, "the last `N` only; 0 is all")
	return c
}

func logGrid(entries []project.Entry) *report.Grid {
	g := &report.Grid{Head: []string{"number", "when", "coder", "what"}, Empty: "Nothing was changed yet.", JSON: entries}
	for _, e := range entries {
		what := e.What
		if e.Undone != 0 {
			what += fmt.Sprintf(" (taken back by %d)", e.Undone)
		}
		g.Rows = append(g.Rows, []any{e.Number, e.At.Local().Format("2006-01-02 15:04"), e.Coder, what})
	}
	return g
}

func newUndo(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "undo [N]",
		Short: "Take back the last change, or the one with this number",
		Long: `Take back the last change, or the one with this number in crosscase log: all that
one command changed. What something later builds on must wait until that is
taken back. To take back an undo, give its number.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return runUndo(c.Context(), w, args) },
	}
	w.addCoder(c.Flags(), "who takes it back")
	return c
}

func runUndo(ctx context.Context, w *world, args []string) error {
	step := 0
	if len(args) > 0 {
		n, err := strconv.Atoi(args[0])
		if err != nil || n < 1 {
			return fault{fmt.Errorf("undo %q: give a number as crosscase log shows it", args[0]), usage}
		}
		step = n
	}
	return w.with(ctx, func(p *project.Project, _ *coding.Study) error {
		undone, err := p.Undo(ctx, w.coderName(), w.now(), step)
		if err != nil {
			return err
		}
		for i, e := range undone {
			if i == 5 && len(undone) > 6 {
				fmt.Fprintf(w.stderr, "and %d more\n", len(undone)-i)
				break
			}
			fmt.Fprintf(w.stderr, "taken back: %s\n", e.What)
		}
		return nil
	})
}
