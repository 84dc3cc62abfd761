package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/coding"
)

func newCheck(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Verify the integrity of the project",
		Long: `Verify the integrity of the project: every row of the file has the checksum of
what was written, every passage has the words that were marked, every turn is
in its place, and the original files are those that were imported.`,
		Args: arguments(),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := w.openProject(c.Context()) // the study of one that is damaged cannot be read
			if err != nil {
				return err
			}
			defer p.Close()
			found, err := w.session(p, nil).Check(c.Context())
			if err != nil {
				return err
			}
			for _, problem := range found.Problems {
				fmt.Fprintln(w.stdout, problem)
			}
			if n := len(found.Problems); n > 0 {
				return coding.WithHint(coding.Errorf(coding.ErrDamaged, "%s: %s", found.File, plural(n, "problem")),
					coding.GoBackHint)
			}
			others := ""
			if found.Others > 0 {
				others = fmt.Sprintf(" (and %d without tags or on earlier texts)", found.Others)
			}
			fmt.Fprintf(w.stdout, "%s is well: %s, %s%s, %s, all on the words that were marked.\n", found.File,
				plural(found.Sources, "source"), plural(found.Passages, "tagged passage"), others, plural(found.Tags, "tag"))
			if found.Index {
				fmt.Fprintln(w.stderr, "The search index beside the project is damaged; the next search builds it anew.")
			}
			if found.Unsettled {
				fmt.Fprintf(w.stderr, "Another program is using the project: the latest edits are in %s-wal, which a copy of the file alone would lack.\n"+
					"Copy it with crosscase backup.\n", found.File)
			}
			return nil
		},
	}
}
