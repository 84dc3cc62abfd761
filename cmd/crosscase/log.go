package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newLog(w *env) *cobra.Command {
	var o logOptions
	verify := false
	c := &cobra.Command{
		Use:   "log",
		Short: "Show who changed what, and when",
		Long: `Show who changed what, and when. crosscase show-change N shows all of one change,
crosscase undo N takes it back, crosscase diff says what came of all since a day.

Each entry has a hash over what it says and over the entry before. --verify computes
them anew and prints the last one: note it, and nobody can change the history before
it unnoticed.`,
		Example: `  crosscase log --coder AK --since 2026-03-01
  crosscase log --matching "theme" --limit 0 --format csv`,
		Args: arguments(),
		RunE: func(c *cobra.Command, args []string) error {
			f, err := o.filter()
			if err != nil {
				return err
			}
			return w.working(c.Context(), func(a *app.Session) error {
				if verify {
					return w.verifyLog(c.Context(), a)
				}
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
	f.BoolVar(&verify, "verify", false, "check that no entry was changed, and print the hash of the last one")
	return c
}

// verifyLog prints the hash that stands for the whole log.
func (w *env) verifyLog(ctx context.Context, a *app.Session) error {
	last, err := a.Project.Latest(ctx)
	if err != nil {
		return err
	}
	hash, broken, err := a.Project.VerifyLog(ctx)
	if err != nil {
		return err
	}
	if broken > 0 {
		return coding.WithHint(coding.Errorf(coding.ErrDamaged, "log entry %d: it is not what was written", broken), "crosscase check lists all problems")
	}
	if last.Number == 0 {
		fmt.Fprintln(w.stdout, "Nothing was changed yet.")
		return nil
	}
	fmt.Fprintf(w.stdout, "The log is as it was written: %s; the last has the hash\n%s\n", plural(last.Number, "entry"), hash)
	return nil
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
