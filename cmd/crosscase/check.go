package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
)

func newCheck(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Verify the integrity of the project",
		Long: `Verify the integrity of the project: the file is complete, every passage has the
words that were marked, every turn is in its place, and the original files are
those that were imported.`,
		Args: arguments(),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				found, err := a.Check(c.Context())
				if err != nil {
					return err
				}
				for _, problem := range found.Problems {
					fmt.Fprintln(w.stdout, problem)
				}
				if n := len(found.Problems); n > 0 {
					return coding.Errorf(coding.ErrDamaged, "%s: %s", found.File, plural(n, "problem"))
				}
				others := ""
				if found.Others > 0 {
					others = fmt.Sprintf(" (and %d without tags or on earlier texts)", found.Others)
				}
				fmt.Fprintf(w.stdout, "%s is well: %s, %s%s, %s, all on the words that were marked.\n", found.File,
					plural(found.Sources, "source"), plural(found.Passages, "tagged passage"), others, plural(found.Tags, "tag"))
				return nil
			})
		},
	}
}

func newBackup(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the project, whole and consistent, while others use it",
		Args:  arguments("FILE"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				if err := a.Backup(c.Context(), args[0]); err != nil {
					return err
				}
				fmt.Fprintf(w.stderr, "copied to %s\n", args[0])
				return nil
			})
		},
	}
}
