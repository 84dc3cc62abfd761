package main

import (
	"crosscase/cmd/crosscase/app"

	"github.com/spf13/cobra"
)

func newSourceMark(w *env) *cobra.Command {
	var turn int
	c := &cobra.Command{
		Use:   "mark NAME STATE",
		Short: "Say how far you are with one: unread, in-progress or complete",
		Long: `Say how far you are with a source: unread, in-progress or complete. crosscase
progress shows it, with the sources that are to be revisited since a theme was made
or described anew. NAME "all" marks every source.`,
		Example: `  crosscase source mark int-03 complete
  crosscase source mark int-04 in-progress --turn 12`,
		Args: arguments("NAME", "STATE"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				return w.tell(a.MarkNamed(c.Context(), args[0], args[1], turn))
			})
		},
	}
	c.Flags().IntVar(&turn, "turn", 0, "the last `TURN` that you have read")
	w.addCoder(c.Flags(), "who has read it")
	return c
}
