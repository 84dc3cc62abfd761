package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/project"
	"crosscase/coding/query"
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
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error { return w.answer(c.Context(), p, s, r, &output) })
		},
	}
	addAnalysisFlags(c.Flags(), a)
	if w.completing { // else it would be 300 registrations at every start
		w.completeFlags(c, a)
	}
	if a.Picture != "" {
		output.addPicture(c.Flags())
	} else {
		output.add(c.Flags())
	}
	return c
}

// completeFlags offers what a study holds for the flags of an analysis, and its
// arguments, when Tab is pressed.
func (w *env) completeFlags(c *cobra.Command, a *analysis.Analysis) {
	offer := func(choices func(*coding.Study) []query.Choice) cobra.CompletionFunc {
		return func(c *cobra.Command, _ []string, _ string) (values []string, _ cobra.ShellCompDirective) {
			err := w.with(c.Context(), func(_ *project.Project, s *coding.Study) error {
				for _, x := range choices(s) {
					values = append(values, x.Value)
				}
				return nil
			})
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return values, cobra.ShellCompDirectiveNoFileComp
		}
	}
	for _, o := range a.Options {
		if o.Choices != nil {
			c.RegisterFlagCompletionFunc(o.Name, offer(o.Choices))
		}
	}
	for _, name := range a.Filters {
		if f, _ := query.FilterNamed(name); f.Choices != nil {
			c.RegisterFlagCompletionFunc(name, offer(f.Choices))
		}
	}
	if len(a.Arguments) > 0 && a.Arguments[0].Choices != nil {
		c.ValidArgsFunction = offer(a.Arguments[0].Choices)
	}
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
			return cobra.MaximumNArgs(len(a.Arguments))
		}
		needed = append(needed, x.Value)
	}
	return arguments(needed...)
}

// addAnalysisFlags adds the flags of the options and filters of an analysis.
func addAnalysisFlags(fs *pflag.FlagSet, a *analysis.Analysis) {
	organizationToo(fs)
	for _, o := range a.Options {
		addFlag(fs, o)
	}
	for _, name := range a.Filters {
		f, _ := query.FilterNamed(name)
		if usage := a.Usages[name]; usage != "" {
			f.Usage = usage
		}
		addFlag(fs, f.Flag)
	}
}

// addFlag adds a flag from its declaration.
func addFlag(fs *pflag.FlagSet, f query.Flag) {
	switch f.Kind {
	case query.Check:
		fs.Bool(f.Name, f.Default == "true", f.Usage)
	case query.Many:
		fs.StringArray(f.Name, nil, f.Usage)
	case query.Whole:
		n := 0
		fmt.Sscan(f.Default, &n)
		fs.Int(f.Name, n, f.Usage)
	case query.Decimal:
		x, _ := coding.ParseNumber(f.Default)
		numberVar(fs, new(float64), f.Name, x, f.Usage)
	default:
		fs.String(f.Name, f.Default, f.Usage)
	}
}

// requestOf is the request that flags and arguments make.
func requestOf(a *analysis.Analysis, fs *pflag.FlagSet, args []string) (*analysis.Request, error) {
	r := a.Ask(args...)
	var wrong error
	visitGiven(fs, func(name string, values []string) {
		for _, v := range values {
			if err := r.Set(name, v); err != nil {
				wrong = err
			}
		}
	})
	return r, wrong
}

// visitGiven calls do with each flag that was given and its values, but for those that
// all commands have.
func visitGiven(fs *pflag.FlagSet, do func(name string, values []string)) {
	fs.Visit(func(f *pflag.Flag) {
		if slices.Contains([]string{"output", "format", "project", "blind"}, f.Name) {
			return
		}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			do(f.Name, list.GetSlice())
			return
		}
		do(f.Name, []string{f.Value.String()})
	})
}

// givenArguments are the flags that were given, but for those that all commands have.
func givenArguments(fs *pflag.FlagSet) (args []string) {
	visitGiven(fs, func(name string, values []string) {
		for _, v := range values {
			args = append(args, "--"+name+"="+v)
		}
	})
	return args
}

// answer answers a request and writes the result, with its manifest where it goes to a file.
func (w *env) answer(ctx context.Context, p *project.Project, s *coding.Study, r *analysis.Request, o *outputFlags) error {
	f, err := o.means()
	if err != nil {
		return err
	}
	found, err := r.Run(ctx, s, w.tools(p, f, o.file != ""))
	if err != nil {
		return err
	}
	if err := w.writeResult(o, found); err != nil {
		return err
	}
	if o.file != "" && f != report.SVG && f != report.PNG {
		line := r.Line()
		if found.Expression != nil {
			line = found.Expression
		}
		if err := w.writeManifest(ctx, o.file, found.Manifest(s), line, p); err != nil {
			return err
		}
	}
	return nil
}

// writeResult writes what an analysis has found.
func (w *env) writeResult(o *outputFlags, found *analysis.Result) error {
	err := o.write(w, func(out io.Writer, f report.Format, screen report.Screen) error {
		if found.Text != nil && f == report.Table {
			return found.Text(out, screen)
		}
		return found.Table.Write(out, f, screen)
	})
	if err == nil && found.Said != "" {
		fmt.Fprintln(w.stderr, found.Said)
	}
	return err
}

// tools are what analyses work with.
func (w *env) tools(p *project.Project, f report.Format, keep bool) analysis.Tools {
	return w.session(p, nil).Tools(f, keep)
}

// manifestOf is where the manifest of a table is.
func manifestOf(file string) string { return file + ".manifest.json" }

// writeManifest writes the manifest of a table that was written just before. What went
// into a pipe or a device has none.
func (w *env) writeManifest(ctx context.Context, file string, f *analysis.Manifest, args []string, p *project.Project) error {
	if isStream(file) {
		return nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	entries, err := p.Log(ctx)
	if err != nil {
		return err
	}
	if n := len(entries); n > 0 {
		f.Change = entries[n-1].Number
	}
	sum := sha256.Sum256(data)
	f.Version, f.Arguments, f.File, f.SHA256 = version(), append([]string{}, args...), filepath.Base(file), hex.EncodeToString(sum[:])
	return w.writeFile(manifestOf(file), func(out io.Writer) error { return report.WriteJSON(out, f) })
}
