package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/matrix"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newMatrix(w *world) *cobra.Command {
	var o matrixOptions
	c := &cobra.Command{
		Use:   "matrix [NAME]",
		Short: "Print the cross-case theme matrix",
		Long: `Print the cross-case theme matrix: themes by organisations, grouped by case study;
or the matrix that was saved under NAME.

Rows and columns are one or two of: theme, case, organisation, about, source,
type, participant, role, question, coder, month, year, attr:NAME. Numbers in an
attribute go into bins: attr:age/10 by tens, attr:age<30<50 at limits. A cell counts

  passages      distinct passages; coders who marked the same words count once
  tags          tags, each coder's counted
  sources       distinct sources with such a passage
  participants  distinct participants who speak in such a passage, as 6 of 9
  words         distinct words of such passages, within the column's turns
  coverage      those, in % of all words of the column's turns
  rate          passages per 1,000 of all words of the column's turns
  presence      1 or 0
  weight        mean weight of the tags that have one

or shows

  quotes        the passages themselves, the best --per-cell of them
  summary       what you say of the cell: crosscase summary set

A passage counts for the organisations of those who speak in it, else for the
source's own; turns of researchers are left out. Totals are counted anew over
the distinct passages, never summed. · is where nobody has looked yet.

A table that is written to a FILE gets a FILE.manifest.json beside it: what was
asked, and the passages behind each cell. crosscase verify FILE tells later which
cells no longer hold, and why.`,
		Example: `  crosscase matrix --cell rate
  crosscase matrix --rows theme --cols case,organisation --long -o matrix.csv
  crosscase matrix --rows organisation --cols about --theme Reputation
  crosscase matrix --cols attr:age/10 --cell participants
  crosscase matrix --cell quotes --per-cell 2 --depth 1 -o quotes.docx
  crosscase matrix save "by role" --cols role --cell rate
  crosscase matrix "by role" -o by-role.xlsx`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				given := givenFlags(c.Flags(), "format", "output")
				if len(given) > 0 {
					return fault{fmt.Errorf("matrix %s: --%s would be another matrix; give no name, or save it under one", args[0], given[0]), usage}
				}
			}
			if err := o.checkFlags(c.Flags()); err != nil {
				return err
			}
			return runMatrix(c.Context(), w, o, c, args)
		},
	}
	o.add(c.Flags())
	o.outputFlags.addPicture(c.Flags())
	c.AddCommand(newMatrixSave(w), newMatrixList(w), newMatrixRemove(w))
	return c
}

// checkFlags refuses flags that would say nothing.
func (o *matrixOptions) checkFlags(fs *pflag.FlagSet) error {
	if fs.Changed("per-cell") && o.cell != "quotes" {
		return fault{errors.New("--per-cell says nothing without --cell quotes"), usage}
	}
	return nil
}

// givenFlags lists flags that were given, but for some, and those of all commands.
func givenFlags(fs *pflag.FlagSet, but ...string) (names []string) {
	fs.Visit(func(f *pflag.Flag) {
		if !slices.Contains(but, f.Name) && f.Name != "project" && f.Name != "blind" {
			names = append(names, f.Name)
		}
	})
	return names
}

type matrixOptions struct {
	filterFlags
	outputFlags
	rows, cols, cell, percent, sort string
	depth, perCell                  int
	keep                            bool // the passages behind cells
	empty, long, test               bool
}

// add adds the flags that say what matrix is meant.
func (o *matrixOptions) add(f *pflag.FlagSet) {
	o.filterFlags.addAll(f)
	f.StringVar(&o.rows, "rows", "theme", "`DIMENSION` of the rows, or two with a comma")
	f.StringVar(&o.cols, "cols", "case,organisation", "`DIMENSION` of the columns, or two with a comma")
	f.StringVar(&o.cell, "cell", "passages", "`MEASURE` in the cells, or quotes or summary")
	f.StringVar(&o.percent, "percent", "", "share in % of the counted total of its `LINE`: row, column or total")
	f.IntVar(&o.depth, "depth", 0, "show themes down to this `LEVEL`; 0 is all")
	f.BoolVar(&o.empty, "empty", false, "show rows and columns in which nothing was counted, too")
	f.StringVar(&o.sort, "sort", "", "rows by `ORDER` of name or total, instead of the codebook's")
	f.BoolVar(&o.long, "long", false, "one row for each cell, for R and pandas")
	f.IntVar(&o.perCell, "per-cell", 3, "with --cell quotes: so many `QUOTES` in a cell; 0 is all")
	f.BoolVar(&o.test, "test", false, "test whether rows and columns go together, below the table: chi-square, Cramér's V, Fisher's exact test")
}

func runMatrix(ctx context.Context, w *world, o matrixOptions, c *cobra.Command, args []string) error {
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		arguments := w.asked
		if len(args) == 1 {
			saved, err := s.FindMatrix(args[0])
			if err != nil {
				return coding.WithHint(err, "crosscase matrix list shows them; crosscase matrix save %q … saves one", args[0])
			}
			output := o.outputFlags
			if o, err = parseMatrix(saved.Expression); err != nil {
				return fmt.Errorf("matrix %s: %w", saved.Name, err)
			}
			o.outputFlags, arguments = output, append([]string{"matrix"}, app.Split(saved.Expression)...)
		}
		f, err := o.means()
		if err != nil {
			return err
		}
		m, err := o.matrix(ctx, p, s)
		if err != nil {
			return err
		}
		grid, err := o.layOut(ctx, m, p, s, f)
		if err != nil {
			return err
		}
		if err := o.grid(w, grid); err != nil {
			return err
		}
		if w.shown != nil {
			w.shown.Matrix = m
		}
		if o.file != "" && f != report.SVG && f != report.PNG {
			manifest := analysis.NewManifest(m, s)
			if o.texts() {
				manifest.Table = analysis.TableManifest(grid, s).Table
			}
			if err := w.writeManifest(ctx, o.file, manifest, arguments, p); err != nil {
				return err
			}
		}
		if len(s.Tags) == 0 {
			fmt.Fprintln(w.stderr, "no tags yet; see crosscase tag --help")
		}
		return nil
	})
}

// texts tells whether the cells hold words in the place of numbers.
func (o *matrixOptions) texts() bool { return o.cell == "quotes" || o.cell == "summary" }

// layOut makes the table that is asked for.
func (o *matrixOptions) layOut(ctx context.Context, m *matrix.Matrix, p *project.Project, s *coding.Study, f report.Format) (g *report.Grid, err error) {
	switch {
	case o.cell == "quotes":
		return analysis.Quotes(ctx, m, s, p, o.perCell)
	case o.cell == "summary":
		return analysis.Summaries(m, s)
	case o.long:
		g = analysis.Long(m)
	default:
		g = analysis.Matrix(m)
	}
	if o.test {
		test, err := m.Test()
		if err != nil {
			return nil, err
		}
		g.Notes = append(g.Notes, analysis.TestNotes(test)...)
	}
	if f == report.XLSX || f == report.HTML && !o.long {
		err = analysis.WithPassages(ctx, g, m, s, p, f)
	}
	return g, err
}

func (o *matrixOptions) matrix(ctx context.Context, p *project.Project, s *coding.Study) (*matrix.Matrix, error) {
	if o.depth < 0 {
		return nil, fault{fmt.Errorf("--depth %d: a level from 1, or 0 for all", o.depth), usage}
	}
	if o.perCell < 0 {
		return nil, fault{fmt.Errorf("--per-cell %d: a number from 1, or 0 for all", o.perCell), usage}
	}
	texts := o.texts()
	switch {
	case !texts && !slices.Contains(matrix.Measures, matrix.Measure(o.cell)):
		var names []string
		for _, m := range matrix.Measures {
			names = append(names, string(m))
		}
		return nil, fault{fmt.Errorf("--cell %s: one of %s, quotes, summary", o.cell, strings.Join(names, ", ")), usage}
	case texts && o.percent != "":
		return nil, fault{fmt.Errorf("--percent says nothing of --cell %s", o.cell), usage}
	case texts && (o.long || o.test):
		return nil, fault{fmt.Errorf("--long and --test say nothing of --cell %s", o.cell), usage}
	}
	f, err := o.means()
	if err != nil {
		return nil, err
	}
	keep := texts || o.keep || o.file != "" || f == report.XLSX || f == report.HTML
	opts := matrix.Options{Measure: matrix.Measure(o.cell), Percent: o.percent, Depth: o.depth, Empty: o.empty, Sort: o.sort, Keep: keep}
	if texts {
		opts.Measure = matrix.Passages
	}
	if opts.Filter, err = o.filter(ctx, s, p); err != nil {
		return nil, err
	}
	if opts.Rows, err = matrix.ParseDimensions(o.rows, s); err != nil {
		return nil, fmt.Errorf("--rows: %w", err)
	}
	if opts.Cols, err = matrix.ParseDimensions(o.cols, s); err != nil {
		return nil, fmt.Errorf("--cols: %w", err)
	}
	themes := slices.Contains(append(slices.Clone(opts.Rows), opts.Cols...), matrix.Theme)
	switch {
	case opts.Depth > 0 && !themes:
		return nil, fault{errors.New("--depth says nothing here; themes are in neither rows nor columns"), usage}
	case o.cell == "summary" && !themes:
		return nil, fault{errors.New("--cell summary is of a theme; put theme into --rows or --cols"), usage}
	}
	return matrix.New(s, opts)
}

// givenArguments are the flags of a command as they were given, without where its
// result is written.
func givenArguments(fs *pflag.FlagSet) (args []string) {
	fs.Visit(func(f *pflag.Flag) {
		if slices.Contains([]string{"output", "format", "project", "blind"}, f.Name) {
			return
		}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			for _, v := range list.GetSlice() {
				args = append(args, "--"+f.Name+"="+v)
			}
			return
		}
		args = append(args, "--"+f.Name+"="+f.Value.String())
	})
	return args
}

// parseMatrix reads what a matrix was asked with.
func parseMatrix(expression string) (o matrixOptions, err error) {
	fs := pflag.NewFlagSet("matrix", pflag.ContinueOnError)
	fs.SetOutput(io.Discard)
	o.add(fs)
	if err := fs.Parse(app.Split(expression)); err != nil {
		return o, coding.Errorf(coding.ErrInvalid, "%q: %v", expression, err)
	}
	return o, nil
}

func newMatrixSave(w *world) *cobra.Command {
	var o matrixOptions
	c := &cobra.Command{
		Use:   "save NAME",
		Short: "Save a matrix under a name, or give the one of that name another meaning",
		Example: `  crosscase matrix save "by role" --cols role --cell rate
  crosscase matrix "by role"`,
		Args: arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.checkFlags(c.Flags()); err != nil {
				return err
			}
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				name := strings.TrimSpace(args[0])
				given := givenArguments(c.Flags())
				q := coding.SavedQuery{ID: coding.QueryID(w.newID()), Name: name, Kind: coding.SavedMatrix, Expression: app.CommandLine(given...)}
				if old, err := s.FindMatrix(name); err == nil && strings.EqualFold(old.Name, name) {
					q.ID = old.ID
				}
				m, err := o.matrix(c.Context(), p, s) // that it can be counted is seen now
				if err != nil {
					return err
				}
				if err := w.apply(c.Context(), p, "save matrix "+name, edit.PutQuery{Query: q}); err != nil {
					return err
				}
				fmt.Fprintf(w.stderr, "saved %s, %s by %s now\n", name, plural(len(m.RowKeys), "row"), plural(len(m.ColKeys), "column"))
				return nil
			})
		},
	}
	o.add(c.Flags())
	return c
}

func newMatrixList(w *world) *cobra.Command {
	var o outputFlags
	c := &cobra.Command{
		Use: "list", Short: "List the saved ones", Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.with(c.Context(), func(_ *project.Project, s *coding.Study) error {
				g := &report.Grid{Head: []string{"matrix", "asks for"}, Empty: "No matrices. Save one with crosscase matrix save NAME --cols role."}
				for _, q := range s.Matrices {
					g.Rows = append(g.Rows, []any{q.Name, cmp.Or(q.Expression, "(what matrix asks for by itself)")})
				}
				return o.grid(w, g)
			})
		},
	}
	o.add(c.Flags())
	return c
}

func newMatrixRemove(w *world) *cobra.Command {
	c := &cobra.Command{
		Use: "remove NAME", Short: "Remove a saved one", Args: arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				q, err := s.FindMatrix(args[0])
				if err != nil {
					return err
				}
				return w.apply(c.Context(), p, "remove matrix "+q.Name, edit.RemoveQuery{ID: q.ID})
			})
		},
	}
	w.addCoder(c.Flags(), "who removes it")
	return c
}

// manifestOf is where the manifest of a table is.
func manifestOf(file string) string { return file + ".manifest.json" }

// writeManifest writes the manifest of a table that was written just before. What went
// into a pipe or a device has none.
func (w *world) writeManifest(ctx context.Context, file string, f *analysis.Manifest, args []string, p *project.Project) error {
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
