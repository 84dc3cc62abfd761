package main

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
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
				return w.working(c.Context(), func(a *app.Session) error {
					g, err := a.Recoded(c.Context(), since, name)
					if err != nil {
						return err
					}
					return o.grid(w, g)
				})
			}
			f, err := o.output().Document(report.Markdown, report.JSON)
			if err != nil {
				return err
			}
			return w.working(c.Context(), func(a *app.Session) error {
				d, err := a.Difference(c.Context(), since)
				if err != nil {
					return err
				}
				return o.to(w, func(out io.Writer) error {
					if f == report.JSON {
						return report.WriteJSON(out, d.Difference)
					}
					return d.Markdown(out)
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
