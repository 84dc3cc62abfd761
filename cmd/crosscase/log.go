package main

import (
	"context"
	"errors"
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

func newLog(w *world) *cobra.Command {
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

func newShowChange(w *world) *cobra.Command {
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

func newUndo(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "undo [N]",
		Short: "Take back the last change, or the one with this number",
		Long: `Take back the last change, or the one with this number in crosscase log: all that
one command changed. What something later builds on must wait until that is
taken back. crosscase redo does again what was taken back last.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return runUndo(c.Context(), w, args) },
	}
	w.addCoder(c.Flags(), "who takes it back")
	return c
}

func newRedo(w *world) *cobra.Command {
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

func runUndo(ctx context.Context, w *world, args []string) error {
	step := 0
	if len(args) > 0 {
		n, err := parseNumber("undo", args[0])
		if err != nil {
			return err
		}
		step = n
	}
	return w.withAll(ctx, func(p *project.Project, _ *coding.Study) error {
		undone, err := p.Undo(ctx, w.coderName(), w.now(), step)
		if err != nil {
			return err
		}
		for i, e := range undone {
			if i == 5 && len(undone) > 6 {
				fmt.Fprintf(w.stderr, "and %d more\n", len(undone)-i)
				break
			}
			fmt.Fprintf(w.stderr, "taken back: %s\n", report.Visible(e.What))
		}
		return nil
	})
}

func newDiff(w *world) *cobra.Command {
	var o outputFlags
	var since string
	c := &cobra.Command{
		Use:   "diff --since DATE|CHANGE",
		Short: "Say what became of the codebook and the tags since a day or a change",
		Long: `Say what became of the codebook and the tags since a day, or after the change with a
number in crosscase log: themes added, renamed, moved, merged and removed,
definitions changed, tags added and removed by theme and coder. What was done and
taken back again is not in it. It is Markdown, for the methods section, or JSON.`,
		Example: `  crosscase diff --since 2026-03-01 -o codebook-history.md
  crosscase diff --since 120`,
		Args: arguments(),
		RunE: func(c *cobra.Command, args []string) error {
			if since == "" {
				return fault{errors.New("diff: since when? give --since with a day or the number of a change"), usage}
			}
			f, err := report.ParseFormat(o.format)
			if err != nil || f != report.Markdown && f != report.JSON {
				return fault{fmt.Errorf("diff: --format %s: markdown or json", o.format), usage}
			}
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				after, label, err := changeBefore(c.Context(), p, since)
				if err != nil {
					return err
				}
				d, err := p.Since(c.Context(), after)
				if err != nil {
					return err
				}
				if w.isBlind() {
					d.Tags = slices.DeleteFunc(d.Tags, func(t project.TagChange) bool { return !sameCoder(s, t.Coder, w.coderName()) })
					d.Coders = slices.DeleteFunc(d.Coders, func(coder string) bool { return !sameCoder(s, coder, w.coderName()) })
				}
				return o.to(w, func(out io.Writer) error {
					if f == report.JSON {
						return report.WriteJSON(out, d)
					}
					return writeDiff(out, s.Title, label, d)
				})
			})
		},
	}
	c.Flags().StringVar(&since, "since", "", "a `DAY`, as 2026-03-31, or the number of a change")
	c.Flags().StringVar(&o.format, "format", "markdown", "`FORMAT`: markdown or json")
	c.Flags().StringVarP(&o.file, "output", "o", "", "write to this `FILE`")
	return c
}

// changeBefore is the number of the last change before a day, or that of a change
// itself.
func changeBefore(ctx context.Context, p *project.Project, since string) (after int, label string, err error) {
	if n, err := strconv.Atoi(since); err == nil && len(since) != 4 {
		return n, "change " + since, nil
	}
	day, err := parseDay("--since", since)
	if err != nil {
		return 0, "", err
	}
	entries, err := p.Log(ctx)
	if err != nil {
		return 0, "", err
	}
	for _, e := range entries {
		if e.At.Before(day) {
			after = e.Number
		}
	}
	return after, since, nil
}

func writeDiff(out io.Writer, title, since string, d *project.Difference) error {
	md := report.MarkdownText
	fmt.Fprintf(out, "# %s: changes since %s\n\n", md(title), md(since))
	if d.Changes == 0 {
		_, err := fmt.Fprintln(out, "Nothing was changed.")
		return err
	}
	fmt.Fprintf(out, "%s by %s, from %s to %s.\n", plural(d.Changes, "change"), md(strings.Join(d.Coders, ", ")), d.From.Local().Format("2006-01-02"), d.To.Local().Format("2006-01-02"))
	if d.Unknown > 0 {
		fmt.Fprintf(out, "Of %s nothing is known any more, since names were replaced by pseudonyms.\n", plural(d.Unknown, "change"))
	}
	section := func(heading, what string, line func(c project.ThemeChange) string) {
		first := true
		for _, c := range d.Themes {
			if c.What != what {
				continue
			}
			if first {
				fmt.Fprintf(out, "\n## %s\n\n", heading)
				first = false
			}
			fmt.Fprintf(out, "- %s\n", line(c))
			for _, f := range c.Fields {
				if what == "added" {
					fmt.Fprintf(out, "  - %s: %s\n", f.Name, md(f.After))
				} else {
					fmt.Fprintf(out, "  - %s: %s → %s\n", f.Name, orNoWords(md(f.Before)), orNoWords(md(f.After)))
				}
			}
		}
	}
	path := func(c project.ThemeChange) string { return md(c.Path) }
	from := func(c project.ThemeChange) string { return md(c.Was) + " → " + md(c.Path) }
	section("Themes added", "added", path)
	section("Themes renamed", "renamed", from)
	section("Themes moved", "moved", from)
	section("Themes merged", "merged", func(c project.ThemeChange) string { return md(c.Path) + " into " + md(c.Into) })
	section("Themes removed", "removed", path)
	section("Themes archived", "archived", path)
	section("Themes restored", "restored", path)
	section("Definitions changed", "described", path)
	if len(d.Tags) > 0 {
		fmt.Fprint(out, "\n## Tags\n\n")
		g := &report.Grid{Head: []string{"theme", "coder", "added", "removed"}}
		for _, t := range d.Tags {
			g.Rows = append(g.Rows, []any{t.Theme, t.Coder, t.Added, t.Removed})
		}
		if err := g.Write(out, report.Markdown, report.Screen{}); err != nil {
			return err
		}
	}
	if len(d.Others) > 0 {
		fmt.Fprint(out, "\n## Other things\n\n")
		g := &report.Grid{Head: []string{"what", "added", "changed", "removed"}}
		for _, o := range d.Others {
			g.Rows = append(g.Rows, []any{o.Kind, o.Added, o.Changed, o.Removed})
		}
		return g.Write(out, report.Markdown, report.Screen{})
	}
	return nil
}

func orNoWords(s string) string {
	if s == "" {
		return "(nothing)"
	}
	return s
}
