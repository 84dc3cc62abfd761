package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
)

func newVerify(w *env) *cobra.Command {
	var o outputFlags
	c := &cobra.Command{
		Use:   "verify TABLE",
		Short: "Say which cells of a written table no longer hold, and why",
		Long: `Compare a table that was written to a file with the project as it is now: which
cells show something else, and of a matrix which rest on other passages, and why. It
reads the manifest beside the table, TABLE.manifest.json. The exit status is 1 where a
cell no longer holds, or the table was edited since.`,
		Example: `  crosscase matrix -o themes.xlsx
  crosscase verify themes.xlsx`,
		Args: arguments("TABLE"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.verify(c.Context(), &o, a, args[0]) })
		},
	}
	o.add(c.Flags())
	return c
}

func (w *env) verify(ctx context.Context, o *outputFlags, a *app.Session, table string) error {
	written, err := app.ReadFile(table)
	if err != nil {
		return err
	}
	manifest, err := os.ReadFile(app.ManifestOf(table))
	if errors.Is(err, fs.ErrNotExist) {
		return coding.WithHint(coding.Errorf(coding.ErrUnknown, "%s: there is no manifest beside it", table),
			"crosscase matrix -o %s writes both", table)
	} else if err != nil {
		return err
	}
	v, err := a.Verify(ctx, table, written, manifest)
	if err != nil {
		return err
	}
	if err := o.grid(w, v.Grid()); err != nil {
		return err
	}
	if err := v.Err(); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "all %s hold\n", plural(v.Cells, "cell"))
	return nil
}
