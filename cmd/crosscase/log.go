package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crosscase/coding"
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
			since, err := parseDay("--since", o.since)
			if err != nil {
				return err
			}
			until, err := parseDay("--until", o.until)
			if err != nil {
				return err
			}
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				entries, err := p.Log(c.Context())
				if err != nil {
					return err
				}
				mine := func(coder string) bool { return true }
				if w.isBlind() {
					mine = func(coder string) bool { return sameCoder(s, coder, w.coderName()) }
				}
				entries = slices.DeleteFunc(entries, func(e project.Entry) bool {
					return !mine(e.Coder) || o.coder != "" && !sameCoder(s, e.Coder, o.coder) ||
						o.matching != "" && !strings.Contains(strings.ToLower(e.What), strings.ToLower(o.matching)) ||
						!since.IsZero() && e.At.Before(since) || !until.IsZero() && !e.At.Before(until.AddDate(0, 0, 1))
				})
				all := len(entries)
				if o.limit > 0 && all > o.limit {
					entries = entries[all-o.limit:]
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

// sameCoder tells whether two names mean one coder.
func sameCoder(s *coding.Study, a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	x, err1 := s.FindCoder(a)
	y, err2 := s.FindCoder(b)
	return err1 == nil && err2 == nil && x == y
}

// parseDay reads a day in this place's time; "" is zero.
func parseDay(flag, day string) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.ParseInLocation(layout, day, time.Local); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fault{fmt.Errorf("%s %q: write a day as 2026-03-31", flag, day), usage}
}

func logGrid(entries []project.Entry) *report.Grid {
	g := &report.Grid{Head: []string{"number", "when", "coder", "what"}, Empty: "Nothing was changed yet.", JSON: entries}
	if entries == nil {
		g.JSON = []project.Entry{}
	}
	for _, e := range entries {
		what := e.What
		if e.Undone != 0 {
			what += fmt.Sprintf(" (taken back by %d)", e.Undone)
		}
		g.Rows = append(g.Rows, []any{e.Number, e.At.Local().Format("2006-01-02 15:04"), e.Coder, what})
	}
	return g
}

func newShowChange(w *env) *cobra.Command {
	var o outputFlags
	var limit int
	c := &cobra.Command{
		Use:   "show-change N",
		Short: "Show all that one change in the log did",
		Args:  arguments("N"),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := parseNumber("show-change", args[0])
			if err != nil {
				return err
			}
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				e, details, err := p.Details(c.Context(), number)
				if err != nil {
					return err
				}
				if w.isBlind() && !sameCoder(s, e.Coder, w.coderName()) {
					return coding.WithHint(fmt.Errorf("change %d: %w: it is not yours, and you work blind", number, coding.ErrUnknown), "leave out --blind to see it")
				}
				return o.write(w, func(out io.Writer, f report.Format, screen report.Screen) error {
					switch f {
					case report.JSON:
						return report.WriteJSON(out, struct {
							project.Entry
							Changes []project.Detail `json:"changes"`
						}{e, append([]project.Detail{}, details...)})
					case report.Table:
						return showChange(out, e, details, limit)
					}
					return detailGrid(details).Write(out, f, screen)
				})
			})
		},
	}
	o.add(c.Flags())
	c.Flags().IntVar(&limit, "limit", 100, "at most so many `THINGS`; 0 is all")
	return c
}

func parseNumber(what, s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, fault{fmt.Errorf("%s %q: give a number as crosscase log shows it", what, s), usage}
	}
	return n, nil
}

func detailGrid(details []project.Detail) *report.Grid {
	g := &report.Grid{Head: []string{"action", "kind", "what", "field", "before", "after"}}
	for _, d := range details {
		if len(d.Fields) == 0 {
			g.Rows = append(g.Rows, []any{d.Action, d.Kind, d.What, "", "", ""})
		}
		for _, f := range d.Fields {
			g.Rows = append(g.Rows, []any{d.Action, d.Kind, d.What, f.Name, f.Before, f.After})
		}
	}
	return g
}

func showChange(out io.Writer, e project.Entry, details []project.Detail, limit int) error {
	fmt.Fprintf(out, "%d  %s  %s  %s\n", e.Number, e.At.Local().Format("2006-01-02 15:04"), report.Visible(e.Coder), report.Visible(e.What))
	if e.Undone != 0 {
		fmt.Fprintf(out, "    taken back by %d\n", e.Undone)
	}
	if len(details) == 0 {
		_, err := fmt.Fprintln(out, "    what it changed is not known any more: names were replaced by pseudonyms since, or thereby")
		return err
	}
	marks := map[string]string{"added": "+", "removed": "-", "changed": "~"}
	for i, d := range details {
		if limit > 0 && i == limit && len(details) > limit+1 {
			_, err := fmt.Fprintf(out, "    and %d more; --limit 0 shows all\n", len(details)-i)
			return err
		}
		if _, err := fmt.Fprintf(out, "  %s %-12s %s\n", marks[d.Action], d.Kind, report.Visible(d.What)); err != nil {
			return err
		}
		for _, f := range d.Fields {
			fmt.Fprintf(out, "                 %s: %s → %s\n", f.Name, quoteOr(f.Before), quoteOr(f.After))
		}
	}
	return nil
}

func quoteOr(s string) string {
	if s == "" {
		return "(none)"
	}
	return strconv.Quote(report.Visible(strings.Join(strings.Fields(s), " ")))
}

func newUndo(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "undo [N]",
		Short: "Take back the last change, or the one with this number",
		Long: `Take back the last change, or the one with this number in crosscase log: all that
one command changed. What something later builds on must wait until that is
taken back. crosscase redo does again what was taken back last. With --blind it is
your own last change.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return runUndo(c.Context(), w, args) },
	}
	w.addCoder(c.Flags(), "who takes it back")
	return c
}

func newRedo(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "redo",
		Short: "Do again what was taken back last",
		Args:  arguments(),
		RunE: func(c *cobra.Command, args []string) error {
			return w.withAll(c.Context(), func(p *project.Project, _ *coding.Study) error {
				undone, err := p.Redo(c.Context(), w.coderName(), w.now())
				if err != nil {
					return err
				}
				for _, e := range undone {
					_, what, _ := strings.Cut(e.What, ": ")
					fmt.Fprintf(w.stderr, "done again: %s\n", report.Visible(what))
				}
				return nil
			})
		},
	}
	w.addCoder(c.Flags(), "who does it again")
	return c
}

func runUndo(ctx context.Context, w *env, args []string) error {
	step := 0
	if len(args) > 0 {
		n, err := parseNumber("undo", args[0])
		if err != nil {
			return err
		}
		step = n
	}
	return w.withAll(ctx, func(p *project.Project, s *coding.Study) error {
		if step == 0 && w.isBlind() {
			var err error
			if step, err = lastOwn(ctx, p, s, w.coderName()); err != nil {
				return err
			}
		}
		undone, err := p.Undo(ctx, w.coderName(), w.now(), step)
		if err != nil {
			return err
		}
		for i, e := range undone {
			if i == 5 && len(undone) > 6 {
				fmt.Fprintf(w.stderr, "and %d more\n", len(undone)-i)
				break
			}
			whose := ""
			if !sameCoder(s, e.Coder, w.coderName()) {
				whose = " (" + e.Coder + "'s)"
			}
			fmt.Fprintf(w.stderr, "taken back: %s%s\n", report.Visible(e.What), report.Visible(whose))
		}
		return nil
	})
}

// lastOwn is the last step of a coder that was not taken back.
func lastOwn(ctx context.Context, p *project.Project, s *coding.Study, coder string) (step int, err error) {
	entries, err := p.Log(ctx)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		if e.Undoes == 0 && e.Undone == 0 && sameCoder(s, e.Coder, coder) {
			step = e.Step
		}
	}
	if step == 0 {
		return 0, coding.Errorf(coding.ErrUnknown, "undo: there is nothing of yours to take back")
	}
	return step, nil
}
