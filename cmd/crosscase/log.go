package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newLog(w *env) *cobra.Command {
	var o logOptions
	c := &cobra.Command{
		Use:   "log",
		Short: "Show who changed what, and when",
		Long: `Show who changed what, and when. crosscase show-change N shows all of one change,
crosscase undo N takes it back, crosscase diff says what came of all since a day.`,
		Example: `  crosscase log --coder AK --since 2026-03-01
  crosscase log --matching "theme" --limit 0 --format csv`,
		Args: arguments(),
		RunE: func(c *cobra.Command, args []string) error {
			f, err := o.filter()
			if err != nil {
				return err
			}
			return w.working(c.Context(), func(a *app.Session) error {
				entries, err := a.Log(c.Context(), f)
				if err != nil {
					return err
				}
				all := len(entries)
				if o.limit > 0 && all > o.limit {
					entries = entries[all-o.limit:]
				}
				err = o.grid(w, logGrid(entries))
				if len(entries) < all {
					fmt.Fprintf(w.stderr, "the last %d of %d; --limit 0 shows all\n", len(entries), all)
				}
				return err
			})
		},
	}
	o.add(c.Flags())
	f := c.Flags()
	f.IntVar(&o.limit, "limit", 50, "the last `N` only; 0 is all")
	f.StringVar(&o.coder, "coder", "", "only what this `CODER` did")
	f.StringVar(&o.since, "since", "", "only from this `DATE` on")
	f.StringVar(&o.until, "until", "", "only up to this `DATE`")
	f.StringVar(&o.matching, "matching", "", "only what says this, `WORDS`")
	return c
}

type logOptions struct {
	outputFlags
	limit                         int
	coder, since, until, matching string
}

func (o *logOptions) filter() (f app.LogFilter, err error) {
	f = app.LogFilter{Coder: o.coder, Matching: o.matching}
	if f.Since, _, err = parseDays("--since", o.since); err == nil {
		_, f.Until, err = parseDays("--until", o.until)
	}
	return f, err
}

// parseDays reads the days that a flag means; without any both are zero.
func parseDays(flag, text string) (from, to time.Time, err error) {
	if text == "" {
		return from, to, nil
	}
	if from, to, err = app.Days(text); err != nil {
		err = fmt.Errorf("%s %w", flag, err)
	}
	return from, to, err
}

func logGrid(entries []project.Entry) *report.Grid {
	g := &report.Grid{Head: []string{"number", "when", "coder", "what"},
		Empty: "Nothing was changed yet.", JSON: append([]project.Entry{}, entries...)}
	for _, e := range entries {
		what := e.What
		if e.Undone != 0 {
			what += fmt.Sprintf(" (taken back by %d)", e.Undone)
		}
		g.Rows = append(g.Rows, []any{e.Number, e.At.Local().Format("2006-01-02 15:04"), e.Coder, what})
	}
	return g
}

func newUndo(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "undo [N]",
		Short: "Take back the last change, or the one with this number",
		Long: `Take back the last change, or the one with this number in crosscase log: all that
one command changed. What something later builds on must wait until that is
taken back. crosscase redo does again what was taken back last. With --blind it is
your own last change.`,
		Args: arguments("[N]"),
		RunE: func(c *cobra.Command, args []string) (err error) {
			step := 0
			if len(args) > 0 {
				if step, err = parseNumber("undo", args[0]); err != nil {
					return err
				}
			}
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(a.Undo(c.Context(), step)) })
		},
	}
	w.addCoder(c.Flags(), "who takes it back")
	return c
}

// parseNumber reads the number of a change.
func parseNumber(what, s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, fault{fmt.Errorf("%s %q: give a number as crosscase log shows it", what, s), usage}
	}
	return n, nil
}

func newRedo(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "redo",
		Short: "Do again what was taken back last",
		Args:  arguments(),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(a.Redo(c.Context(), 0)) })
		},
	}
	w.addCoder(c.Flags(), "who does it again")
	return c
}
