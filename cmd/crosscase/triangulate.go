package main

import (
	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

func newTriangulate(w *world) *cobra.Command {
	var filter filterFlags
	var output outputFlags
	var by string
	c := &cobra.Command{
		Use:   "triangulate",
		Short: "Print which types of sources support each theme, for each organisation or case study",
		Long: `Print on which types of sources each theme rests, for each organisation or case
study: 2 of 3 (4) is two of the three types that there are, with four persons who
speak of it; – is where there is no source at all.

Themes are marked that rest on one type of source, one organisation or one person,
and those that are told in interviews but not seen in meetings or site visits.`,
		Example: `  crosscase triangulate
  crosscase triangulate --by case --theme Reputation --format csv`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.analyse(c.Context(), &filter, &output, func(s *coding.Study, f coding.Filter) (*report.Grid, error) {
				t, err := matrix.Triangulate(s, f, matrix.Dimension(by))
				if err != nil {
					return nil, err
				}
				return analysis.Triangulation(t), nil
			})
		},
	}
	filter.addAll(c.Flags())
	output.add(c.Flags())
	c.Flags().StringVar(&by, "by", "organisation", "for each of `WHAT`: organisation or case")
	return c
}

func newJoint(w *world) *cobra.Command {
	var filter filterFlags
	var output outputFlags
	var by string
	c := &cobra.Command{
		Use:   "joint ATTRIBUTE",
		Short: "Lay themes beside a number: of those who speak of it, and of those who do not",
		Long: `Lay themes beside a number that participants or sources have as an attribute: how
many speak of each theme, with the mean and median of their number, and the same of
those who do not (a joint display of words and numbers).`,
		Example: `  crosscase joint years-of-service
  crosscase joint budget --by source -o joint.xlsx`,
		Args: arguments("ATTRIBUTE"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.analyse(c.Context(), &filter, &output, func(s *coding.Study, f coding.Filter) (*report.Grid, error) {
				j, err := matrix.JointDisplay(s, f, args[0], matrix.Dimension(by))
				if err != nil {
					return nil, err
				}
				return analysis.Joint(j), nil
			})
		},
	}
	filter.addAll(c.Flags())
	output.addPicture(c.Flags())
	c.Flags().StringVar(&by, "by", "participant", "whose number: participant or source, `WHOSE`")
	return c
}
