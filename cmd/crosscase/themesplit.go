package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

func newThemeSplit(w *env) *cobra.Command {
	var o splitOptions
	c := &cobra.Command{
		Use:   "split THEME --into THEME[,THEME...]",
		Short: "Move some of its tags to another theme, by filter or one by one",
		Long: `Move tags of a theme, those below it left out, to another one, which is made if it
is not there. Without more, the filter flags say which: all that crosscase passages
lists with them. --passage names single passages. --each shows you the passages one
by one and asks; with several themes after --into you choose among them.`,
		Example: `  crosscase theme split Trust --into "Trust > In institutions" --where 'text:service OR Trust NEAR Law'
  crosscase theme split Trust --into "Trust > In persons,Trust > In institutions" --each`,
		Args: arguments("THEME"),
		RunE: func(c *cobra.Command, args []string) error {
			if o.into == "" {
				return fault{errors.New("theme split: where to? give --into THEME"), usage}
			}
			return w.working(c.Context(), func(a *app.Session) error { return o.run(c.Context(), w, a, args[0]) })
		},
	}
	o.filterFlags.addAll(c.Flags())
	for _, hidden := range []string{"theme", "exact"} {
		c.Flags().MarkHidden(hidden)
	}
	f := c.Flags()
	f.StringVar(&o.into, "into", "", "the `THEMES` that tags move to")
	manyVar(f, &o.passages, "passage", "only the passage with this `ID`, as crosscase passages --format json shows it")
	f.BoolVar(&o.each, "each", false, "be asked for each passage")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would move, and do nothing")
	return c
}

type splitOptions struct {
	filterFlags
	into         string
	passages     []string
	each, dryRun bool
}

func (o *splitOptions) run(ctx context.Context, w *env, a *app.Session, theme string) error {
	if len(o.list("theme")) > 0 {
		return fault{errors.New("theme split: --theme has no effect; the theme to split is the argument"), usage}
	}
	split, err := a.NewSplit(ctx, theme, o.into, o.typed(), o.passages)
	if err != nil {
		return err
	}
	switch {
	case len(split.Into) > 1 && !o.each:
		err := errors.New("theme split: several themes after --into need --each: who else should say which passage goes where?")
		return fault{err, usage}
	case o.each && !w.interactive:
		err := errors.New("theme split: --each asks, and nobody is there to answer")
		return coding.WithHint(fault{err, usage}, "choose by filter, or with --passage ID")
	case o.each:
		w.chooseEach(split)
	case o.dryRun:
		for i := range split.Passages {
			if err := reading.WritePassages(w.stdout, split.Passages[i:i+1], w.screen); err != nil {
				return err
			}
		}
	}
	switch {
	case split.Moves() == 0:
		fmt.Fprintln(w.stderr, "no tags to move")
		return nil
	case o.dryRun:
		fmt.Fprintf(w.stderr, "would move %s; nothing was done\n", report.Visible(split.Words(a.Seen())))
		return nil
	}
	return w.tell(a.Split(ctx, split))
}

// chooseEach asks where each passage goes; those behind the one where the person stops
// stay.
func (w *env) chooseEach(x *app.Split) {
	stopped := false
	for i, q := range x.Passages {
		if x.To[i] = -1; !stopped {
			x.To[i], stopped = w.choose(q, i+1, len(x.Passages), x.Into)
		}
	}
}

// choose asks where a passage goes: the number of one of names, from 0, or -1 for
// nowhere.
func (w *env) choose(q reading.Quote, n, of int, names []string) (choice int, stop bool) {
	fmt.Fprintf(w.stdout, "\n%d of %d\n", n, of)
	reading.WritePassages(w.stdout, []reading.Quote{q}, w.screen)
	for i, name := range names {
		fmt.Fprintf(w.stdout, "  %d  %s\n", i+1, report.Visible(name))
	}
	for {
		answer, ok := w.ask("move to (number, Enter for stay, q to stop): ")
		switch {
		case !ok || answer == "q":
			return -1, true
		case answer == "":
			return -1, false
		}
		var n int
		if _, err := fmt.Sscan(answer, &n); err == nil && n >= 1 && n <= len(names) {
			return n - 1, false
		}
	}
}
