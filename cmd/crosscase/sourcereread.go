package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/intake"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func newSourceReread(w *env) *cobra.Command {
	var flags readingFlags
	var filters filterFlags
	var o app.RereadOptions
	c := &cobra.Command{
		Use:   "reread [NAME...]",
		Short: "Read the original files of sources again and carry passages over",
		Long: `Read the original files of sources again, as they are kept in the project: all of
them, those that are named, as int-03 or int-*, or those that pass the filters. What
reads otherwise than before is listed: who speaks how much, what was left out, and
what becomes of passages, as with crosscase source update. Where only speakers or
turns differ, passages stay exactly where they are.

Turns that were assigned by hand keep their speakers, and whoever is known by a label
stays who it was. Only a label that names nobody, as R or Speaker 1, becomes another
person in each source if nothing else is known of that person.

What was decided about how a source is read, with --speaker, --not-speaker, --layout,
--encoding and --column, is kept with it and holds again. What is given now goes before
it, label by label, and is kept in turn. --discard-decisions forgets what was kept, so
that the file is read as it is found. crosscase source show tells what is kept.

A source whose words were corrected since it was imported is left alone; name it with
--discard-corrections to read what was imported. All is one step, which crosscase undo
takes back.`,
		Example: `  crosscase source reread --dry-run
  crosscase source reread 'int-*' --layout colon`,
		RunE: func(c *cobra.Command, args []string) (err error) {
			if o.Reading, err = flags.means(w); err != nil {
				return err
			}
			o.Names, o.Filters = args, filters.typed()
			return w.working(c.Context(), func(a *app.Session) error { return w.reread(c.Context(), a, o) })
		},
	}
	flags.add(c.Flags())
	filters.add(c.Flags(), "type", "case", "organisation", "since", "until")
	c.Flags().BoolVar(&o.DiscardCorrections, "discard-corrections", false, "read sources again whose words were corrected, if they are named")
	c.Flags().BoolVar(&o.DiscardDecisions, "discard-decisions", false, "forget --speaker, --layout and the like of before")
	c.Flags().BoolVar(&o.DryRun, "dry-run", false, "say what would change, and do nothing")
	w.addCoder(c.Flags(), "who reads them again")
	return c
}

// reread reads sources again and says what came of it.
func (w *env) reread(ctx context.Context, a *app.Session, o app.RereadOptions) error {
	var end func()
	o.Progress, end = w.bar(ctx, "reading")
	r, err := a.Reread(ctx, o)
	end()
	if r == nil {
		return err
	}
	for _, x := range r.Changed {
		w.rereadSource(a, r, x)
	}
	for _, x := range r.LeftAlone {
		fmt.Fprintf(w.stderr, "left alone  %s\n", report.Visible(x.String()))
	}
	if o.DryRun && err == nil {
		fmt.Fprintf(w.stderr, "would change %s; nothing was done\n", r.Summary())
	} else if err != nil {
		return err
	} else {
		fmt.Fprintf(w.stderr, "changed %s\n", r.Summary())
	}
	if len(r.Silent) > 0 {
		names := make([]string, len(r.Silent))
		for i, p := range r.Silent {
			names[i] = p.Name
		}
		var speak string
		switch {
		case o.DryRun:
			speak = "would no longer speak"
		case len(names) == 1:
			speak = "no longer speaks"
		default:
			speak = "no longer speak"
		}
		fmt.Fprintf(w.stderr, "%s %s in any source, and nothing else is known about them: %s\n", plural(len(names), "participant"), speak,
			report.Visible(strings.Join(names, ", ")))
	}
	if r.Step == 0 {
		return nil
	}
	return w.syncIndex(ctx, a.Project)
}

// rereadSource says what changes in a source that is read again.
func (w *env) rereadSource(a *app.Session, r *app.Rereading, x app.RereadSource) {
	line := func(what, before, after string) {
		if before != after {
			fmt.Fprintf(w.stdout, "  %-10s %s → %s\n", what, before, after)
		}
	}
	fmt.Fprintln(w.stdout, report.Visible(x.Source.Name))
	line("read with", orNone(intake.Flags(x.Old.Choices)), orNone(intake.Flags(x.Update.Text.Choices)))
	line("layout", orNone(x.Before.Layout), orNone(x.After.Layout))
	line("turns", thousands(len(x.Before.Turns)), thousands(len(x.After.Turns)))
	line("words", thousands(x.Before.AllWords()), thousands(x.After.AllWords()))
	for _, sp := range x.Speakers() {
		line("speaker", said(r.NameOf(a.Study, sp.Participant), sp.Before), said(r.NameOf(a.Study, sp.Participant), sp.After))
	}
	line("left out", orNone(intake.LeftOutInShort(x.Old.LeftOut)), orNone(intake.LeftOutInShort(x.Update.Text.LeftOut)))
	if x.Recut > 0 {
		fmt.Fprintf(w.stdout, "  %-10s %s by hand: begin or end elsewhere now, so that the file says who speaks\n", "assigned",
			plural(x.Recut, "turn"))
	}
	if len(x.Passages) > 0 {
		fmt.Fprintf(w.stdout, "  %-10s %s\n", "passages", x.Summary())
	}
	for _, p := range x.Passages {
		if p.Outcome != corpus.Unchanged {
			fmt.Fprintln(w.stdout, "  "+reading.CarriedLine(a.Study, x.Correction, p))
		}
	}
}

// said is how much somebody says in a source.
func said(name string, share corpus.Share) string {
	if share.Turns == 0 {
		return "does not speak"
	}
	return fmt.Sprintf("%s: %s, %s", report.Visible(name), plural(share.Turns, "turn"), plural(share.Words, "word"))
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
