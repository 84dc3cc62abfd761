package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/merge"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newMerge(w *env) *cobra.Command {
	var theirs []string
	var dryRun bool
	c := &cobra.Command{
		Use:   "merge OTHER",
		Short: "Bring another coder's copy of the project, or another project, into this one",
		Long: `Bring a copy of the project, or another project, into this one: sources, participants,
organisations, case studies, themes, passages, tags, memos, links, saved queries,
coders and what they have read. Nothing of this one goes.

Sources are the same by their imported bytes, themes by identifier, then by path,
people and organisations by identifier, then by name. Tags are put together
without doubles. Where both say something different, what was changed since the
copy was made is taken; where both were changed, it is a conflict: they are listed,
and this project's side stays unless --theirs names it. All happens at once or
nothing; twice is no more than once; crosscase undo takes it back.`,
		Example: `  crosscase merge study-bm.crosscase --dry-run
  crosscase merge study-bm.crosscase --theirs "theme Trust: definition"
  crosscase merge study-bm.crosscase --theirs all`,
		Args: arguments("OTHER"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				return w.merge(c.Context(), p, s, args[0], theirs, dryRun)
			})
		},
	}
	c.Flags().StringArrayVar(&theirs, "theirs", nil, "of this `CONFLICT`, as it is listed, take OTHER's side; all for every one")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "say what would come in, and do nothing")
	w.addCoder(c.Flags(), "who merges them")
	return c
}

func (w *env) merge(ctx context.Context, p *project.Project, s *coding.Study, path string, theirs []string, dryRun bool) error {
	other, err := project.Open(ctx, withEnding(path))
	if errors.Is(err, coding.ErrUnknown) {
		return coding.WithHint(err, "name the other project's file, as crosscase merge ../study-bm.crosscase")
	}
	if err != nil {
		return err
	}
	defer other.Close()
	o, err := other.Study(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	mine := merge.Side{Study: s, Texts: p, Original: p.Original}
	copied := merge.Side{Study: o, Texts: other, Original: other.Original}
	fork, err := p.Fork(ctx, other)
	if err != nil {
		return err
	}
	if fork > 0 {
		if mine.Touched, mine.Removed, err = p.Touched(ctx, fork); err != nil {
			return err
		}
		if copied.Touched, copied.Removed, err = other.Touched(ctx, fork); err != nil {
			return err
		}
	}
	used := map[string]bool{}
	choose := func(what string) bool {
		for _, t := range theirs {
			if t == "all" || strings.EqualFold(strings.TrimSpace(t), what) {
				used[t] = true
				return true
			}
		}
		return false
	}
	j, err := merge.Merge(ctx, mine, copied, choose, w.newID)
	if err != nil {
		return fmt.Errorf("merge %s: %w", path, err)
	}
	for _, t := range theirs {
		if !used[t] && t != "all" {
			var names []string
			for _, c := range j.Conflicts {
				names = append(names, c.What)
			}
			err := fmt.Errorf("--theirs %q: %w: there is no such conflict", t, coding.ErrUnknown)
			if near := coding.Nearest(t, names); len(near) > 0 {
				return coding.WithHint(err, "did you mean %q?", near[0])
			}
			return coding.WithHint(err, "crosscase merge %s --dry-run lists them", path)
		}
	}
	return w.bring(ctx, p, j, path, dryRun)
}

// bring shows what comes in, and lets it.
func (w *env) bring(ctx context.Context, p *project.Project, j *merge.Result, path string, dryRun bool) error {
	open := 0
	if len(j.Conflicts) > 0 {
		g := &report.Grid{Head: []string{"conflict", "here", "there", "taken"}}
		for _, c := range j.Conflicts {
			if c.Taken == "mine" {
				open++
			}
			g.Rows = append(g.Rows, []any{c.What, c.Mine, c.Theirs, map[string]string{"mine": "here", "theirs": "there"}[c.Taken]})
		}
		if err := g.Write(w.stdout, report.Table, w.screen); err != nil {
			return err
		}
	}
	var said []string
	for _, c := range j.Counts {
		if c.Added > 0 {
			said = append(said, plural(c.Added, c.Kind))
		}
		if c.Taken > 0 {
			said = append(said, plural(c.Taken, "changed "+c.Kind))
		}
	}
	what := strings.Join(said, ", ")
	if what == "" {
		what = "nothing new"
	}
	if open > 0 {
		fmt.Fprintf(w.stderr, "%s: this project's side stands; --theirs %q takes the other\n", plural(open, "conflict"), j.Conflicts[0].What)
	}
	if j.Back > 0 {
		fmt.Fprintf(w.stderr, "%s that had been removed here since the copy was made %s back\n", plural(j.Back, "tag"), map[bool]string{true: "comes", false: "come"}[j.Back == 1])
	}
	if dryRun {
		fmt.Fprintf(w.stderr, "would bring in %s; nothing was done\n", what)
		return nil
	}
	if err := w.apply(ctx, p, "merge "+path+": "+what, j.Changes...); err != nil {
		return err
	}
	if len(j.Changes) > 0 {
		fmt.Fprintf(w.stderr, "brought in %s\n", what)
		return w.syncIndex(ctx, p)
	}
	return nil
}
