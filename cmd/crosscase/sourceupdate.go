package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/reading"
	"crosscase/corpus"
)

func newSourceUpdate(w *env) *cobra.Command {
	var flags readingFlags
	var o correctOptions
	c := &cobra.Command{
		Use:   "update NAME FILE",
		Short: "Replace a source's text and carry its passages over",
		Long: `Give a source the words of FILE in place of those that it has. Each passage goes
along to where its words stand in the new text:

  unchanged  the same words in the same place, but for white space and case
  moved      the same words in another place
  changed    at least 90 % of the words in the same order, in one place and with few
             others, by the same speaker
  detached   not these words any more, or in several places

All but the first are listed; --all lists those, too. A changed passage counts and
waits for review: crosscase passages --changed lists it with the words before and
after, crosscase passage accept confirms it. A passage of fewer than three words is
never changed. One of three to eight words is changed in its punctuation only, one of
nine also by a word more, and from ten words on a word may be another one or gone.
Where a negation came or went, the list says so.
Detached passages keep their tags but do not count: crosscase passages --detached
lists them, crosscase passage attach gives them a place. crosscase undo brings the
old words and every passage back.

What was decided with --speaker, --not-speaker and --layout about the words of before
holds for the new ones, but for what is given now.`,
		Example: `  crosscase source update int-03 int-03-corrected.docx --dry-run`,
		Args:    arguments("NAME", "FILE"),
		RunE: func(c *cobra.Command, args []string) error {
			how, err := flags.means(w)
			if err != nil {
				return err
			}
			return w.working(c.Context(), func(a *app.Session) error {
				corrected, err := a.UpdateSource(c.Context(), args[0], args[1], how, o.dryRun)
				return w.corrected(c.Context(), a, corrected, err, o)
			})
		},
	}
	flags.add(c.Flags())
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "say what would become of each passage, and do nothing")
	o.add(c.Flags())
	w.addCoder(c.Flags(), "who corrects it")
	return c
}

// correctOptions say how to correct a source.
type correctOptions struct{ dryRun, all bool }

func (o *correctOptions) add(fs *pflag.FlagSet) {
	fs.BoolVar(&o.all, "all", false, "list the unchanged passages, too")
}

// corrected says what became of a source's passages.
func (w *env) corrected(ctx context.Context, a *app.Session, c app.Corrected, err error, o correctOptions) error {
	for _, x := range c.Passages {
		if x.Outcome != corpus.Unchanged || o.all {
			fmt.Fprintln(w.stdout, reading.CarriedLine(a.Study, c.Correction, x))
		}
	}
	if o.dryRun && err == nil {
		fmt.Fprintf(w.stderr, "would update %s: %s; nothing was done\n", c.Source.Name, c.Summary())
		return nil
	}
	if err := w.tell(c.Done, err); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "updated %s: %s\n", c.Source.Name, c.Summary())
	for _, state := range []corpus.Outcome{corpus.Changed, corpus.Detached} {
		if n := c.Count()[state]; n > 0 {
			fmt.Fprintf(w.stderr, "%s: crosscase passages --%s --source %q\n", plural(n, string(state)+" passage"), state, c.Source.Name)
		}
	}
	return w.syncIndex(ctx, a.Project)
}
