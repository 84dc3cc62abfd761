package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/matrix"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newDiff(w *env) *cobra.Command {
	var o outputFlags
	var since, name string
	c := &cobra.Command{
		Use:   "diff --since DATE|CHANGE",
		Short: "Show what changed since a date or a change",
		Long: `Show what changed in the codebook and the tags since a date, or since the change with
this number in crosscase log: themes added, renamed, moved, merged and removed,
definitions changed, tags added and removed by theme and coder. What was done and
taken back again is not in it. It is Markdown, for the methods section, or JSON.

With --matrix, what became of each cell of a saved matrix, and why: the effect of
recoding on the results.`,
		Example: `  crosscase diff --since 2026-03-01 -o codebook-history.md
  crosscase diff --since 120
  crosscase diff --since 120 --matrix "by role"`,
		Args: arguments(),
		RunE: func(c *cobra.Command, args []string) error {
			if since == "" {
				return fault{errors.New("diff: since when? give --since with a day or the number of a change"), usage}
			}
			if name != "" {
				return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
					return diffMatrix(c.Context(), w, &o, p, s, since, name)
				})
			}
			f, err := o.document(report.Markdown, report.JSON)
			if err != nil {
				return err
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
	c.Flags().StringVar(&name, "matrix", "", "what became of each cell of the matrix that was saved as `NAME`")
	c.Flags().StringVar(&o.format, "format", "", "`FORMAT`: markdown or json; with --matrix table, csv and others, too")
	c.Flags().StringVarP(&o.file, "output", "o", "", "write to this `FILE`")
	return c
}

// diffMatrix says what became of each cell of a saved matrix.
func diffMatrix(ctx context.Context, w *env, o *outputFlags, p *project.Project, s *coding.Study, since, name string) error {
	saved, err := s.FindMatrix(name)
	if err != nil {
		return coding.WithHint(err, "crosscase matrix list shows them")
	}
	after, label, err := changeBefore(ctx, p, since)
	if err != nil {
		return err
	}
	was, err := p.StudyAt(ctx, after)
	if err != nil {
		return err
	}
	if w.isBlind() {
		was = w.session(p, was).Seen()
	}
	var both [2]*matrix.Matrix
	for i, study := range []*coding.Study{was, s} {
		r, err := analysis.Named("matrix").Saved(saved)
		if err != nil {
			return err
		}
		found, err := r.Run(ctx, study, w.tools(p, report.CSV, true))
		if err != nil {
			if i == 0 {
				return fmt.Errorf("as it was %s: %w", label, err)
			}
			return err
		}
		both[i] = found.Matrix
	}
	return o.grid(w, analysis.Recoded(both[0], was, both[1], s, label))
}

// changeBefore is the number of the last change before a day, or that of a change
// itself.
func changeBefore(ctx context.Context, p *project.Project, since string) (after int, label string, err error) {
	entries, err := p.Log(ctx)
	if err != nil {
		return 0, "", err
	}
	if n, err := strconv.Atoi(since); err == nil && (n < 1900 || n > 2100) { // else it is a year
		if n < 0 || n > len(entries) {
			return 0, "", coding.WithHint(fmt.Errorf("--since %d: %w: there is no such change", n, coding.ErrUnknown), "the last one is %d; see crosscase log", len(entries))
		}
		return n, "change " + since, nil
	}
	day, err := parseDay("--since", since)
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
