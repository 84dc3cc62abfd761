package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/secret"
)

func newBackup(w *env) *cobra.Command {
	var o outputFlags
	var to recipientFlags
	list, encrypt, keep := false, false, 0
	c := &cobra.Command{
		Use:   "backup FILE | --list | --keep N",
		Short: "Copy the project, whole and consistent, while others use it",
		Long: `Copy the project, whole and consistent, while others use it. The copy is read
back and checked before it gets its name. To go back to it: crosscase restore. With
--encrypt or --recipient the copy is encrypted as crosscase lock does it.

A copy is made automatically before pseudonymise, merge, import-project, restore and
a change of the file's format, in NAME.crosscase.copies beside the project. The last
five stay; --keep changes that, and --list shows them.`,
		Example: `  crosscase backup monday.crosscase
  crosscase backup monday.crosscase.age --encrypt
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
				var people secret.To
				if encrypt || len(to.keys) > 0 || to.passphrase != "" {
					var err error
					if people, err = to.people(w, a.Project.Path()); err != nil {
						return err
					}
				}
				if err := a.Backup(c.Context(), args[0], people); err != nil {
					return err
				}
				fmt.Fprintf(w.stderr, "copied to %s\n", args[0])
				return nil
			})
		},
	}
	f := c.Flags()
	f.BoolVar(&encrypt, "encrypt", false, "encrypt the copy with a passphrase, which is asked for")
	to.add(f)
	f.BoolVar(&list, "list", false, "list the automatic copies, the newest first")
	f.IntVar(&keep, "keep", 0, "keep the last `N` automatic copies from now on, and remove others; 0 for none")
	o.add(f)
	return c
}

func newRestore(w *env) *cobra.Command {
	var from identityFlags
	c := &cobra.Command{
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
			with, err := from.person(w)
			if err != nil {
				return err
			}
			restored, err := app.Restore(c.Context(), args[0], path, with, w.now())
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
	from.add(c.Flags())
	return c
}
