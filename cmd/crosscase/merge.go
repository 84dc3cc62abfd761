package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
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
			return w.working(c.Context(), func(a *app.Session) error {
				m, err := a.Merge(c.Context(), args[0], theirs, dryRun)
				if m.Result == nil {
					return err
				}
				return w.merged(c.Context(), a, m, err, dryRun)
			})
		},
	}
	manyVar(c.Flags(), &theirs, "theirs", "of this `CONFLICT`, as it is listed, take OTHER's side; all for every one")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "say what would come in, and do nothing")
	w.addCoder(c.Flags(), "who merges them")
	return c
}

// merged says what came in.
func (w *env) merged(ctx context.Context, a *app.Session, m app.Merged, err error, dryRun bool) error {
	if err := w.conflicts(m.Conflicts); err != nil {
		return err
	}
	if open := m.Open(); open > 0 {
		fmt.Fprintf(w.stderr, "%s: this project's side stands; --theirs %q takes the other\n", plural(open, "conflict"), m.Conflicts[0].What)
	}
	if m.Back > 0 {
		fmt.Fprintf(w.stderr, "%s that had been removed here since the copy was made %s back\n",
			plural(m.Back, "tag"), map[bool]string{true: "comes", false: "come"}[m.Back == 1])
	}
	if len(m.Plain) > 0 {
		fmt.Fprintf(w.stderr, "note     names come without characters that nobody can see: %s\n", strings.Join(m.Plain, ", "))
	}
	if dryRun {
		fmt.Fprintf(w.stderr, "would bring in %s; nothing was done\n", m.Summary())
		return nil
	}
	if err := w.tell(m.Done, err); err != nil || len(m.Changes) == 0 {
		return err
	}
	fmt.Fprintf(w.stderr, "brought in %s\n", m.Summary())
	return w.syncIndex(ctx, a.Project)
}
