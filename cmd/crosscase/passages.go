package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
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

func runPassages(ctx context.Context, w *env, o passagesOptions) error {
	return w.working(ctx, func(a *app.Session) error {
		found, err := a.Passages(ctx, o.typed(), o.detached)
		if err != nil {
			return err
		}
		quotes, err := found.Quotes(ctx, 0, len(found.Passages), o.context)
		if err != nil {
			return err
		}
		if err := o.quotes(w, quotes, reading.WritePassages, reading.Passages); err != nil {
			return err
		}
		said := plural(len(quotes), "passage")
		if over := found.Over(); over != "" {
			said += ", " + over
		}
		if more := found.Replaced(); more != "" {
			said += "; " + more + ": crosscase passages --detached"
		}
		fmt.Fprintln(w.stderr, said)
		return nil
	})
}
