package main

import (
	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/reading"
)

func newMemoShow(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show one whole",
		Args:  arguments("ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				m, err := a.FindMemo(args[0])
				if err != nil {
					return err
				}
				return reading.ShowMemo(w.stdout, reading.NewMemo(a.Seen(), *m), w.screen)
			})
		},
	}
}
