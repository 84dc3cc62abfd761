package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
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
					"go back with crosscase restore BACKUP, or save what is whole with crosscase rescue DAMAGED NEW")
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

func newBackup(w *env) *cobra.Command {
	var o outputFlags
	list, keep := false, 0
	c := &cobra.Command{
		Use:   "backup FILE | --list | --keep N",
		Short: "Copy the project, whole and consistent, while others use it",
		Long: `Copy the project, whole and consistent, while others use it. The copy is read
back and checked before it gets its name. To go back to it: crosscase restore.

A copy is made automatically before pseudonymise, merge, import-project, restore and
a change of the file's format, in NAME.crosscase.copies beside the project. The last
five stay; --keep changes that, and --list shows them.`,
		Example: `  crosscase backup monday.crosscase
  crosscase backup --list
  crosscase restore 1`,
		Args: arguments("[FILE]"),
		RunE: func(c *cobra.Command, args []string) error {
			keeps := c.Flags().Changed("keep")
			if n := len(args); n+map[bool]int{true: 1}[list]+map[bool]int{true: 1}[keeps] != 1 {
				return fault{errors.New("backup: give a FILE for the copy, or --list, or --keep"), usage}
			}
			return w.working(c.Context(), func(a *app.Session) error {
				switch {
				case keeps:
					return a.KeepCopies(keep)
				case list:
					g, err := a.CopyTable()
					if err != nil {
						return err
					}
					return o.grid(w, g)
				}
				if err := a.Backup(c.Context(), args[0]); err != nil {
					return err
				}
				fmt.Fprintf(w.stderr, "copied to %s\n", args[0])
				return nil
			})
		},
	}
	f := c.Flags()
	f.BoolVar(&list, "list", false, "list the automatic copies, the newest first")
	f.IntVar(&keep, "keep", 0, "keep the last `N` automatic copies from now on, and remove others; 0 for none")
	o.add(f)
	return c
}

func newRestore(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "restore BACKUP",
		Short: "Put a backup in the place of the project",
		Long: `Put a backup in the place of the project. The backup is checked first, and stays
as it is. The project as it was is kept in NAME.crosscase.copies beside it.

BACKUP is a file, or the number or name of an automatic copy (crosscase backup --list).

Copying a backup over the project by hand can mix the two: use this command.`,
		Example: `  crosscase restore monday.crosscase
  crosscase restore monday.crosscase --project study.crosscase
  crosscase restore 1`,
		Args: arguments("BACKUP"),
		RunE: func(c *cobra.Command, args []string) error {
			path, err := w.projectFile()
			if err != nil {
				return err
			}
			restored, err := app.Restore(c.Context(), args[0], path, w.now())
			if err != nil {
				return err
			}
			fmt.Fprintf(w.stderr, "Restored %s from %s (%s, last edit %s).\n", restored.File, restored.From,
				plural(restored.Entries, "edit"), restored.Last.Local().Format("2006-01-02 15:04"))
			if restored.Kept != "" {
				fmt.Fprintf(w.stderr, "The project as it was is kept as %s.\n", restored.Kept)
			}
			return nil
		},
	}
}
