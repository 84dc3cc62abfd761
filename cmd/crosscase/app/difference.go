package app

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/matrix"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

// A Difference is what changed in a study since a day or a change.
type Difference struct {
	*project.Difference
	Title string // of the study
	Since string // in words
}

// Difference compares the study with what it was at a day, as 2026-03-31, or after a
// change, as 120: where the coder works blind, of tags the own ones. The error wraps
// [coding.ErrUnknown] where there is no such change, [coding.ErrInvalid] for what is no day.
func (s *Session) Difference(ctx context.Context, since string) (Difference, error) {
	after, label, err := s.changeBefore(ctx, since)
	if err != nil {
		return Difference{}, err
	}
	d, err := s.Project.Since(ctx, after)
	if err != nil {
		return Difference{}, err
	}
	if s.Blind {
		d.Tags = slices.DeleteFunc(d.Tags, func(t project.TagChange) bool { return !s.SameCoder(t.Coder, s.Coder) })
		d.Coders = slices.DeleteFunc(d.Coders, func(coder string) bool { return !s.SameCoder(coder, s.Coder) })
	}
	return Difference{d, s.Study.Title, label}, nil
}

// changeBefore is the number of the last change before a day, or that of a change itself,
// and what it is called. A number between 1900 and 2100 is a year.
func (s *Session) changeBefore(ctx context.Context, since string) (after int, label string, err error) {
	entries, err := s.Project.Log(ctx)
	if err != nil {
		return 0, "", err
	}
	if n, err := strconv.Atoi(since); err == nil && (n < 1900 || n > 2100) {
		if n < 0 || n > len(entries) {
			return 0, "", coding.WithHint(fmt.Errorf("--since %d: %w: there is no such change", n, coding.ErrUnknown),
				"the last one is %d; see crosscase log", len(entries))
		}
		return n, "change " + since, nil
	}
	day, _, err := Days(since)
	if err != nil {
		return 0, "", fmt.Errorf("--since %w", err)
	}
	for _, e := range entries {
		if e.At.Before(day) {
			after = e.Number
		}
	}
	return after, since, nil
}

// Recoded tells what became of each cell of a saved matrix since a day or a change, and
// why. Errors are those of [Session.Difference] and of the matrix.
func (s *Session) Recoded(ctx context.Context, since, name string) (*report.Grid, error) {
	saved, err := s.Seen().FindMatrix(name)
	if err != nil {
		return nil, err
	}
	after, label, err := s.changeBefore(ctx, since)
	if err != nil {
		return nil, err
	}
	then, err := s.Project.StudyAt(ctx, after)
	if err != nil {
		return nil, err
	}
	was, is := (&Session{Study: then, Coder: s.Coder, Blind: s.Blind}).Seen(), s.Seen()
	before, err := s.countSaved(ctx, was, saved)
	if err != nil {
		return nil, fmt.Errorf("as it was %s: %w", label, err)
	}
	now, err := s.countSaved(ctx, is, saved)
	if err != nil {
		return nil, err
	}
	return analysis.Recoded(before, was, now, is, label), nil
}

// countSaved counts a saved matrix in one state of the study.
func (s *Session) countSaved(ctx context.Context, study *coding.Study, saved *coding.SavedQuery) (*matrix.Matrix, error) {
	r, err := analysis.Named("matrix").Saved(saved)
	if err != nil {
		return nil, err
	}
	found, err := r.Run(ctx, study, s.Tools(report.CSV, true))
	if err != nil {
		return nil, err
	}
	return found.Matrix, nil
}

// Markdown writes the difference for the methods section of a paper.
func (d Difference) Markdown(out io.Writer) error {
	md := report.MarkdownText
	fmt.Fprintf(out, "# %s: changes since %s\n\n", md(d.Title), md(d.Since))
	if d.Changes == 0 {
		_, err := fmt.Fprintln(out, "Nothing was changed.")
		return err
	}
	fmt.Fprintf(out, "%s by %s, from %s to %s.\n", coding.Count(d.Changes, "change"), md(strings.Join(d.Coders, ", ")),
		d.From.Local().Format("2006-01-02"), d.To.Local().Format("2006-01-02"))
	if d.Unknown > 0 {
		fmt.Fprintf(out, "Of %s nothing is known any more, since names were replaced by pseudonyms.\n", coding.Count(d.Unknown, "change"))
	}
	for _, x := range themeSections {
		d.themes(out, x)
	}
	if len(d.Tags) > 0 {
		g := &report.Grid{Head: []string{"theme", "coder", "added", "removed"}}
		for _, t := range d.Tags {
			g.Rows = append(g.Rows, []any{t.Theme, t.Coder, t.Added, t.Removed})
		}
		if err := tableUnder(out, "Tags", g); err != nil {
			return err
		}
	}
	if len(d.Others) == 0 {
		return nil
	}
	g := &report.Grid{Head: []string{"what", "added", "changed", "removed"}}
	for _, o := range d.Others {
		g.Rows = append(g.Rows, []any{o.Kind, o.Added, o.Changed, o.Removed})
	}
	return tableUnder(out, "Other things", g)
}

func tableUnder(out io.Writer, heading string, g *report.Grid) error {
	fmt.Fprintf(out, "\n## %s\n\n", heading)
	return g.Write(out, report.Markdown, report.Screen{})
}

// A themeSection lists the themes that one thing was done to.
type themeSection struct {
	heading, what string
	line          func(project.ThemeChange) string // escaped
}

var themeSections = []themeSection{
	{"Themes added", "added", themePath},
	{"Themes renamed", "renamed", themeMove},
	{"Themes moved", "moved", themeMove},
	{"Themes merged", "merged", func(c project.ThemeChange) string {
		return report.MarkdownText(c.Path) + " into " + report.MarkdownText(c.Into)
	}},
	{"Themes removed", "removed", themePath},
	{"Themes archived", "archived", themePath},
	{"Themes restored", "restored", themePath},
	{"Definitions changed", "described", themePath},
}

func themePath(c project.ThemeChange) string { return report.MarkdownText(c.Path) }

func themeMove(c project.ThemeChange) string {
	return report.MarkdownText(c.Was) + " → " + report.MarkdownText(c.Path)
}

// themes writes one section, if there is something in it.
func (d Difference) themes(out io.Writer, x themeSection) {
	first := true
	for _, c := range d.Themes {
		if c.What != x.what {
			continue
		}
		if first {
			fmt.Fprintf(out, "\n## %s\n\n", x.heading)
			first = false
		}
		fmt.Fprintf(out, "- %s\n", x.line(c))
		for _, f := range c.Fields {
			if x.what == "added" {
				fmt.Fprintf(out, "  - %s: %s\n", f.Name, report.MarkdownText(f.After))
			} else {
				fmt.Fprintf(out, "  - %s: %s → %s\n", f.Name, orNoWords(report.MarkdownText(f.Before)), orNoWords(report.MarkdownText(f.After)))
			}
		}
	}
}

func orNoWords(s string) string {
	if s == "" {
		return "(nothing)"
	}
	return s
}
