package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/project"
	"crosscase/coding/report"
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
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error { return verify(c.Context(), w, &o, p, s, args[0]) })
		},
	}
	o.add(c.Flags())
	return c
}

func verify(ctx context.Context, w *env, o *outputFlags, p *project.Project, s *coding.Study, table string) error {
	data, err := os.ReadFile(manifestOf(table))
	if errors.Is(err, fs.ErrNotExist) {
		return coding.WithHint(coding.Errorf(coding.ErrUnknown, "%s: there is no manifest beside it", table), "crosscase matrix -o %s writes both", table)
	} else if err != nil {
		return err
	}
	f, err := analysis.ReadManifest(data)
	if err != nil {
		return fmt.Errorf("%s: %w", manifestOf(table), err)
	}
	written, err := os.ReadFile(table)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(written)
	edited := hex.EncodeToString(sum[:]) != f.SHA256
	changes, cells, err := changesOf(ctx, w, p, s, table, f)
	if err != nil {
		return err
	}
	title := fmt.Sprintf("%s, written after change %d of %s", f.File, f.Change, f.Project)
	if err := o.grid(w, analysis.Changes(title, changes)); err != nil {
		return err
	}
	switch {
	case edited && len(changes) > 0:
		return fmt.Errorf("%s was edited since it was written; and %s of %d no longer hold", table, plural(len(changes), "cell"), cells)
	case edited:
		return fmt.Errorf("%s was edited since it was written: what it shows may differ from what was counted, which still holds", table)
	case len(changes) > 0:
		return fmt.Errorf("%s of %d no longer hold", plural(len(changes), "cell"), cells)
	}
	fmt.Fprintf(w.stderr, "all %s hold\n", plural(cells, "cell"))
	return nil
}

// changesOf makes the table again and compares; cells is how many there were.
func changesOf(ctx context.Context, w *env, p *project.Project, s *coding.Study, table string, f *analysis.Manifest) ([]analysis.CellChange, int, error) {
	r, err := analysis.Read(f.Arguments)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", manifestOf(table), err)
	}
	now, err := r.Run(ctx, s, w.tools(p, report.CSV, true))
	if err != nil {
		return nil, 0, fmt.Errorf("%s asks for what there is not any more: %w", table, err)
	}
	return now.Verify(f, s)
}
