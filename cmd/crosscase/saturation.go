package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

func newSaturation(w *world) *cobra.Command {
	var filter filterFlags
	var output outputFlags
	var o matrix.SaturationOptions
	var order string
	var frequencies bool
	c := &cobra.Command{
		Use:   "saturation",
		Short: "Print how many new themes each further source brings",
		Long: `Print how many new themes each further source brings, and measure saturation as
Guest, Namey and Chen (2020) do: the new themes of a run of sources, in % of those
in the first sources, the base. It is reached where a run brings no more than the
threshold. Random orders tell how much of it is the order in which people were met.

Sources that nobody has tagged or marked as gone through are left out: they bring
nothing new only because nobody has looked.

--frequencies lists in how many sources each theme is instead, and where it came up
first.`,
		Example: `  crosscase saturation --type interview
  crosscase saturation --base 6 --run 3 --threshold 0
  crosscase saturation -o saturation.png`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if order != "date" && order != "import" {
				return fault{fmt.Errorf("--order %s: date or import", order), usage}
			}
			for _, flag := range []string{"base", "run", "threshold", "orders", "seed"} {
				if frequencies && c.Flags().Changed(flag) {
					return fault{fmt.Errorf("--%s says nothing of --frequencies", flag), usage}
				}
			}
			o.Import = order == "import"
			for _, flag := range []struct {
				name string
				is   float64
			}{{"base", float64(o.Base)}, {"run", float64(o.Run)}, {"orders", float64(o.Orders)}} {
				if flag.is < 1 {
					return fault{fmt.Errorf("--%s %g: at least 1", flag.name, flag.is), usage}
				}
			}
			return w.analyse(c.Context(), &filter, &output, func(s *coding.Study, f coding.Filter) (*report.Grid, error) {
				o.Filter = f
				x, err := matrix.Saturate(s, o)
				if err != nil {
					return nil, err
				}
				if frequencies {
					return analysis.Frequencies(x, s), nil
				}
				return analysis.Saturation(x, s), nil
			})
		},
	}
	filter.addAll(c.Flags())
	output.addPicture(c.Flags())
	c.Flags().StringVar(&order, "order", "date", "sources in the `ORDER` of their date, or of import")
	c.Flags().IntVar(&o.Base, "base", 4, "so many `SOURCES` make the base")
	c.Flags().IntVar(&o.Run, "run", 2, "so many `SOURCES` make a run")
	numberVar(c.Flags(), &o.Threshold, "threshold", matrix.Threshold, "share of new themes at which it counts as saturated, in `%`")
	c.Flags().IntVar(&o.Orders, "orders", 1000, "`NUMBER` of random orders")
	c.Flags().BoolVar(&frequencies, "frequencies", false, "list in how many sources each theme is")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "`NUMBER` that random orders begin with; the same gives the same")
	return c
}
