package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/report"
)

func newRun(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "run ANALYSIS.yaml",
		Short: "Write all results that an analysis file names: tables, pictures and reports",
		Long: `Write all results that a file names, so that an analysis can be done again as it was:

  folder: results             # beside the file; that is also the default
  filters:
    police:                   # filters under a name, as the flags are called
      organisation: [Northmoor Police, Eastmarch Police]
      type: interview
  results:
    - write: themes.xlsx      # a file for each; its ending is the format
      command: matrix
      filter: police          # one or more of those above
      cell: rate              # all else are flags of the command
    - write: cases.svg
      command: compare
      arguments: [Joint records system, Shared control room]
    - write: report.html
      command: report

` + report.Wrap("A result can be of any command that only reads the project: "+strings.Join(app.AnalysisFileCommands(), ", ")+".", 84) + `

results.json says what was written, from which state of the project and with which
version. The same state gives the same files, byte for byte. Everything is written,
or nothing where one of them fails.`,
		Example: `  crosscase run analysis.yaml`,
		Args:    arguments("ANALYSIS.yaml"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.runFile(c.Context(), args[0])
		},
	}
}

func (w *env) runFile(ctx context.Context, file string) error {
	data, err := app.ReadFile(file)
	if err != nil {
		return app.AnalysisFileHint(err)
	}
	f, err := app.ReadAnalysisFile(file, data)
	if err != nil {
		return err
	}
	folder := filepath.Join(filepath.Dir(file), filepath.FromSlash(f.Folder))
	return w.working(ctx, func(a *app.Session) error {
		all, err := a.Results(ctx, f)
		if err != nil {
			return err
		}
		if err := w.writeResults(folder, all.Files); err != nil {
			return err
		}
		for _, name := range all.Names {
			fmt.Fprintln(w.stdout, filepath.Join(folder, name))
		}
		fmt.Fprintf(w.stderr, "%s written, from state %.12s\n", plural(len(all.Names), "result"), all.State)
		return nil
	})
}

// writeResults writes files into a folder, in the place of those that are there; none
// where one of them may not be replaced.
func (w *env) writeResults(folder string, files []app.ResultFile) error {
	for _, f := range files {
		if err := app.CheckOutput(filepath.Join(folder, filepath.FromSlash(f.Name)), w.asked); err != nil {
			return err
		}
	}
	for _, f := range files {
		to := filepath.Join(folder, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		if err := w.writeFile(to, func(out io.Writer) error { _, err := out.Write(f.Data); return err }); err != nil {
			return err
		}
	}
	return nil
}
