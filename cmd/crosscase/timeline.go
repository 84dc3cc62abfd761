package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

func newTimeline(w *world) *cobra.Command {
	var filter filterFlags
	var output outputFlags
	var by, cell string
	var depth int
	c := &cobra.Command{
		Use:   "timeline",
		Short: "Print themes by month or year of the sources",
		Long: `Print how often each theme is in the sources of each month, or with --by year of
each year. It counts as the matrix does; months without a source are not shown.`,
		Example: `  crosscase timeline --depth 1
  crosscase timeline --by year --cell rate -o timeline.svg`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if by != "month" && by != "year" {
				return fault{fmt.Errorf("--by %s: month or year", by), usage}
			}
			return w.analyse(c.Context(), &filter, &output, func(s *coding.Study, f coding.Filter) (*report.Grid, error) {
				m, err := matrix.New(s, matrix.Options{Filter: f, Rows: []matrix.Dimension{matrix.Theme}, Cols: []matrix.Dimension{matrix.Dimension(by)}, Measure: matrix.Measure(cell), Depth: depth})
				if err != nil {
					return nil, err
				}
				g := analysis.Matrix(m)
				g.Picture = func() *report.Picture { return analysis.TimelinePicture(m) }
				return g, nil
			})
		},
	}
	filter.addAll(c.Flags())
	output.addPicture(c.Flags())
	c.Flags().StringVar(&by, "by", "month", "`STEP`: month or year")
	c.Flags().StringVar(&cell, "cell", "passages", "`MEASURE` in the cells, as in the matrix")
	c.Flags().IntVar(&depth, "depth", 0, "show themes down to this `LEVEL`; 0 is all")
	return c
}

func newCodeline(w *world) *cobra.Command {
	var filter filterFlags
	var output outputFlags
	var portrait bool
	c := &cobra.Command{
		Use:   "codeline SOURCE",
		Short: "Print where the themes are in one source, and who speaks",
		Long: `Print which themes each turn of a source has. The picture shows the source from its
first word to its last, a line for each theme and each speaker; with --portrait as
squares in the colours of the themes.`,
		Example: `  crosscase codeline int-03
  crosscase codeline int-03 -o int-03.svg
  crosscase codeline int-03 --portrait -o int-03.png`,
		Args: arguments("SOURCE"),
		RunE: func(c *cobra.Command, args []string) error {
			f, err := output.means()
			if err != nil {
				return err
			}
			if len(filter.sources) > 0 {
				return fault{fmt.Errorf("codeline: of one source, %s: --source would name another", args[0]), usage}
			}
			if portrait && f != report.SVG && f != report.PNG {
				return fault{fmt.Errorf("--portrait is a picture: --format svg or png"), usage}
			}
			return w.analyse(c.Context(), &filter, &output, func(s *coding.Study, f coding.Filter) (*report.Grid, error) {
				src, err := s.FindSource(args[0])
				if err != nil {
					return nil, err
				}
				return analysis.Codeline(matrix.NewCodeline(s, f, src), s, portrait), nil
			})
		},
	}
	filter.addAll(c.Flags())
	c.Flags().Lookup("source").Hidden = true
	output.addPicture(c.Flags())
	c.Flags().BoolVar(&portrait, "portrait", false, "draw it as a portrait: squares in the colours of themes")
	return c
}
