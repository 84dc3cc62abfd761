package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newMatrix(w *world) *cobra.Command {
	var o matrixOptions
	c := &cobra.Command{
		Use:   "matrix",
		Short: "Print the cross-case theme matrix",
		Long: `Print the cross-case theme matrix: themes by organisations, grouped by case study.

Rows and columns are one or two of: theme, case, organisation, about, source,
type, participant, role, question, coder, month, year, attr:NAME. A cell counts

  passages      distinct passages; coders who marked the same words count once
  tags          tags, each coder's counted
  sources       distinct sources with such a passage
  participants  distinct participants who speak in such a passage
  words         distinct words of such passages, within the column's turns
  coverage      those, in % of all words of the column's turns
  rate          passages per 1,000 of all words of the column's turns
  presence      1 or 0
  weight        mean weight of the tags that have one

A passage counts for the organisations of those who speak in it, else for the
source's own; turns of researchers are left out. Totals are counted anew over
the distinct passages, never summed.`,
		Example: `  crosscase matrix --cell rate
  crosscase matrix --rows theme --cols case,organisation --long --format csv -o matrix.csv
  crosscase matrix --rows participant --cols type --theme Trust --percent row`,
		Args: arguments(),
		RunE: func(c *cobra.Command, args []string) error { return runMatrix(c.Context(), w, o) },
	}
	o.filterFlags.addAll(c.Flags())
	o.outputFlags.addPicture(c.Flags())
	f := c.Flags()
	f.StringVar(&o.rows, "rows", "theme", "`DIMENSION` of the rows, or two with a comma")
	f.StringVar(&o.cols, "cols", "case,organisation", "`DIMENSION` of the columns, or two with a comma")
	f.StringVar(&o.cell, "cell", "passages", "`MEASURE` in the cells")
	f.StringVar(&o.percent, "percent", "", "share in % of the counted total of its `LINE`: row, column or total")
	f.IntVar(&o.depth, "depth", 0, "show themes down to this `LEVEL`; 0 is all")
	f.BoolVar(&o.empty, "empty", false, "show rows and columns in which nothing was counted, too")
	f.StringVar(&o.sort, "sort", "", "rows by `ORDER` of name or total, instead of the codebook's")
	f.BoolVar(&o.long, "long", false, "one row for each cell, for R and pandas")
	return c
}

type matrixOptions struct {
	filterFlags
	outputFlags
	rows, cols, cell, percent, sort string
	depth                           int
	empty, long                     bool
}

func runMatrix(ctx context.Context, w *world, o matrixOptions) error {
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		m, err := o.matrix(ctx, p, s)
		if err != nil {
			return err
		}
		grid := report.Matrix(m)
		if o.long {
			grid = report.Long(m)
		}
		if err := o.grid(w, grid); err != nil {
			return err
		}
		if len(s.Tags) == 0 {
			fmt.Fprintln(w.stderr, "no tags yet; see crosscase tag --help")
		}
		return nil
	})
}

func (o *matrixOptions) matrix(ctx context.Context, p *project.Project, s *coding.Study) (*matrix.Matrix, error) {
	if o.depth < 0 {
		return nil, fault{fmt.Errorf("--depth %d: a level from 1, or 0 for all", o.depth), usage}
	}
	opts := matrix.Options{Measure: matrix.Measure(o.cell), Percent: o.percent, Depth: o.depth, Empty: o.empty, Sort: o.sort}
	var err error
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
	if opts.Depth > 0 && !themes {
		return nil, fault{errors.New("--depth says nothing here; themes are in neither rows nor columns"), usage}
	}
	return matrix.New(s, opts)
}
