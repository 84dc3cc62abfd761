package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

func newTruth(w *world) *cobra.Command {
	var filter filterFlags
	var output outputFlags
	var by, outcome, measure string
	var conditions []string
	var cases bool
	c := &cobra.Command{
		Use:   "truth --condition THEME --condition THEME --outcome THEME",
		Short: "Print the truth table of conditions and an outcome, with its minimal solutions",
		Long: `Print which combinations of conditions go with an outcome, case by case, and the
shortest formulas for them (crisp-set qualitative comparative analysis).

A condition, and the outcome, is a theme, or an attribute compared with something:
  Trust                     at least one passage
  "Trust >= 3"              three passages or more; see --measure
  "attr:size >= 100"        a number that the case has
  "attr:kind = police"      a value that it has

A case is a case study, an organisation, a participant or a source (--by). Rows in
which cases of the same conditions differ in the outcome are marked C; solutions
leave them out. --cases prints the cases themselves: as CSV, the R package QCA reads
it with read.csv(FILE, row.names = 1).`,
		Example: `  crosscase truth --condition Trust --condition "Shared vision >= 2" --outcome Reputation
  crosscase truth --by participant --condition Cost --condition "attr:kind = police" --outcome Savings --cases -o cases.csv`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if len(conditions) == 0 || outcome == "" {
				return fault{fmt.Errorf("truth: give --outcome, and --condition once or more"), usage}
			}
			return w.analyse(c.Context(), &filter, &output, func(s *coding.Study, f coding.Filter) (*report.Grid, error) {
				d, err := dimension(by, s)
				if err != nil {
					return nil, err
				}
				o := matrix.TruthOptions{Filter: f, By: d, Measure: matrix.Measure(measure)}
				for _, text := range conditions {
					x, err := matrix.ParseCondition(text, s)
					if err != nil {
						return nil, err
					}
					o.Conditions = append(o.Conditions, x)
				}
				if o.Outcome, err = matrix.ParseCondition(outcome, s); err != nil {
					return nil, err
				}
				t, err := matrix.TruthTable(s, o)
				if err != nil {
					return nil, err
				}
				return analysis.Truth(t, cases), nil
			})
		},
	}
	filter.addAll(c.Flags())
	output.add(c.Flags())
	c.Flags().StringVar(&by, "by", "organisation", "what a case is, `DIMENSION`: case, organisation, participant, source…")
	c.Flags().StringArrayVar(&conditions, "condition", nil, "a `CONDITION`; give it for each")
	c.Flags().StringVar(&outcome, "outcome", "", "the outcome, written as a `CONDITION`")
	c.Flags().StringVar(&measure, "measure", "passages", "what thresholds of themes are about, `MEASURE` of the matrix")
	c.Flags().BoolVar(&cases, "cases", false, "print the cases, not the combinations")
	return c
}
