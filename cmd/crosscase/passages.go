package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/reading"
)

func newPassages(w *env) *cobra.Command {
	var o passagesOptions
	c := &cobra.Command{
		Use:   "passages",
		Short: "List tagged passages, by any filter",
		Example: `  crosscase passages --theme Trust --organisation "Northmoor Police"
  crosscase passages --theme Reputation --context 1 --format markdown -o reputation.md`,
		Args: arguments(),
		RunE: func(c *cobra.Command, args []string) error { return runPassages(c.Context(), w, o) },
	}
	o.add(c)
	return c
}

func newWhy(w *env) *cobra.Command {
	var o passagesOptions
	c := &cobra.Command{
		Use:   "why --theme THEME --organisation ORGANISATION",
		Short: "Print the passages behind one number of the matrix",
		Long: `Print the passages behind one number of the matrix: those with a theme, or one
below it, that count for an organisation. It takes the same filters as the
matrix.`,
		Example: `  crosscase why --theme Trust --organisation "Northmoor Police" --case "Joint control room"`,
		Args:    arguments(),
		RunE: func(c *cobra.Command, args []string) error {
			if len(o.list("theme")) == 0 {
				return fault{errors.New("why: which number? give --theme, and --organisation or another filter"), usage}
			}
			return runPassages(c.Context(), w, o)
		},
	}
	o.add(c)
	return c
}

type passagesOptions struct {
	filterFlags
	outputFlags
	context  int
	detached bool
}

func (o *passagesOptions) add(c *cobra.Command) {
	o.filterFlags.addAll(c.Flags())
	o.outputFlags.add(c.Flags())
	c.Flags().IntVar(&o.context, "context", 0, "so many `TURNS` before and after, too")
	c.Flags().BoolVar(&o.detached, "detached", false, "those whose words a correction has changed, with what stands there now; see crosscase passage attach")
}

// spoken are the filters that ask who speaks, which nobody knows of words that are
// gone.
func (o *passagesOptions) spoken() []string {
	first := func(list []string) string { return strings.Join(list, "") }
	return given([]string{"--organisation", "--participant", "--role", "--question", "--attr"},
		first(o.list("organisation")), first(o.list("participant")), first(o.list("role")), first(o.list("question")), first(o.list("attr")))
}

func runPassages(ctx context.Context, w *env, o passagesOptions) error {
	if flags := o.spoken(); o.detached && len(flags) > 0 {
		return fault{fmt.Errorf("%s has no effect with --detached: the speakers of the replaced words are unknown", flags[0]), usage}
	}
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		filter, err := o.filter(ctx, s, p)
		if err != nil {
			return err
		}
		filter.Detached = o.detached
		sel := s.Select(filter)
		quotes, err := reading.ReadQuotes(ctx, s, p, sel, o.context)
		if err != nil {
			return err
		}
		if err := o.quotes(w, quotes, reading.WritePassages, reading.Passages); err != nil {
			return err
		}
		said := plural(len(quotes), "passage")
		if sel.Straddling > 0 {
			said += fmt.Sprintf(", %d over several organisations", sel.Straddling)
		}
		if sel.Detached > 0 && !o.detached {
			said += fmt.Sprintf("; %d more on words that were corrected since: crosscase passages --detached", sel.Detached)
		}
		fmt.Fprintln(w.stderr, said)
		return nil
	})
}
