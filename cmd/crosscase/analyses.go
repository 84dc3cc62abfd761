package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/analysis"
	"crosscase/coding/report"
)

// newAnalyses makes the commands of all analyses from their declarations.
func newAnalyses(w *env) (commands []*cobra.Command) {
	for _, a := range analysis.All() {
		c := newAnalysis(w, a)
		if a.Name == "matrix" {
			c.AddCommand(newMatrixSave(w), newMatrixList(w), newMatrixRemove(w))
		}
		commands = append(commands, c)
	}
	return commands
}

// newAnalysis makes the command of an analysis.
func newAnalysis(w *env, a *analysis.Analysis) *cobra.Command {
	var output outputFlags
	c := &cobra.Command{
		Use: usageLine(a), Short: a.Short, Long: a.Long, Example: a.Example,
		Args: analysisArguments(a),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := requestOf(a, c.Flags(), args)
			if err != nil {
				return err
			}
			return w.working(c.Context(), func(a *app.Session) error { return w.answer(c.Context(), a, r, &output) })
		},
	}
	addAnalysisFlags(c.Flags(), a)
	if w.completing { // else it would be 300 registrations at every start
		w.completeFlags(c, a)
	}
	formats := app.TableFormats
	if a.Picture != "" {
		formats = app.PictureFormats
	}
	output.addFormats(c.Flags(), formats)
	return c
}

// usageLine is the name of an analysis with its arguments.
func usageLine(a *analysis.Analysis) string {
	if a.Use != "" {
		return a.Use
	}
	line := a.Name
	for _, x := range a.Arguments {
		line += " " + x.Value
	}
	return line
}

func analysisArguments(a *analysis.Analysis) cobra.PositionalArgs {
	var needed []string
	for _, x := range a.Arguments {
		if x.Optional {
			needed = append(needed, "["+x.Value+"]")
			continue
		}
		needed = append(needed, x.Value)
	}
	return arguments(needed...)
}

// answer answers a request and writes the result, with its manifest where it goes to a file.
func (w *env) answer(ctx context.Context, a *app.Session, r *analysis.Request, o *outputFlags) error {
	f, err := o.means()
	if err != nil {
		return err
	}
	found, err := r.Run(ctx, a.Seen(), a.Tools(f, o.file != ""))
	if err != nil {
		return err
	}
	if err := w.writeResult(o, found); err != nil {
		return err
	}
	if o.file == "" || app.IsStream(o.file) || !app.HasManifest(f) {
		return nil
	}
	written, err := os.ReadFile(o.file)
	if err != nil {
		return err
	}
	m, err := a.Manifest(ctx, r, found, filepath.Base(o.file), written)
	if err != nil {
		return err
	}
	return w.writeFile(app.ManifestOf(o.file), func(out io.Writer) error { return report.WriteJSON(out, m) })
}

// writeResult writes what an analysis has found.
func (w *env) writeResult(o *outputFlags, found *analysis.Result) error {
	err := o.write(w, found.Write)
	if err == nil && found.Said != "" {
		fmt.Fprintln(w.stderr, found.Said)
	}
	return err
}
