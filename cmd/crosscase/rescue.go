package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/report"
)

func newRescue(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "rescue DAMAGED NEW",
		Short: "Save what is whole of a damaged project as a new one",
		Long: `Save what is whole of a damaged project as a new one, and list what is not. The
damaged file is only read. What is broken is restored from the log where the log
knows it. What others need and is lost, such as a theme or a coder, gets a name
that says so, and can be renamed. Words that are damaged and can still be read
are kept and listed.

A backup that is not older than you can bear is better: crosscase restore.`,
		Example: `  crosscase rescue study.crosscase saved.crosscase`,
		Args:    arguments("DAMAGED", "NEW"),
		RunE: func(c *cobra.Command, args []string) error {
			saved, err := app.Rescue(c.Context(), args[0], args[1], w.coderName(), w.now())
			if err != nil {
				return err
			}
			for _, line := range saved.Mended {
				fmt.Fprintln(w.stdout, report.Visible(line))
			}
			for _, line := range saved.Lost {
				fmt.Fprintln(w.stdout, report.Visible("lost: "+line))
			}
			fmt.Fprintf(w.stderr, "Saved %s as %s: %s restored, %s lost.\n", plural(saved.Rows, "row"), saved.File,
				plural(len(saved.Mended), "row"), plural(len(saved.Lost), "thing"))
			fmt.Fprintf(w.stderr, "To put it in the place of the damaged one, which is kept: crosscase restore %s --project %s\n", args[1], args[0])
			if n := len(saved.Lost); n > 0 {
				return fault{fmt.Errorf("%s could not be saved", plural(n, "thing")), partial}
			}
			return nil
		},
	}
}
