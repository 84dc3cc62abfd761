package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

func newCooccur(w *world) *cobra.Command {
	var filter filterFlags
	var output outputFlags
	var relation, cell string
	var turns, depth int
	var pairs bool
	c := &cobra.Command{
		Use:   "cooccur",
		Short: "Print which themes are together: on the same words, in a turn, one after the other",
		Long: `Print how often each theme is together with each other.

--by says what together means:
  passage   the same words, from the same beginning to the same end
  overlap   passages with a letter in common; what the query 'A AND B' finds
  turn      in one turn
  near      overlapping, or at most --turns apart
  followed  the column's theme begins after the row's has ended, at most --turns later
  source    somewhere in one source

Counted are passages of either theme that are together with the other one (turns
or sources for those), so that the number is the same both ways, but for followed.
The coefficient is their share in all that either theme has, from 0 to 1 (Jaccard;
other programs call it c).`,
		Example: `  crosscase cooccur --depth 1
  crosscase cooccur --by turn --cell coefficient --organisation "Northmoor Police"
  crosscase cooccur --by followed --turns 2 --pairs
  crosscase cooccur -o network.svg`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if cell != "count" && cell != "coefficient" {
				return fault{fmt.Errorf("--cell %s: count or coefficient", cell), usage}
			}
			if relation == string(matrix.NearTurns) && !c.Flags().Changed("turns") || relation == string(matrix.FollowedBy) && !c.Flags().Changed("turns") {
				turns = 1
			}
			return w.analyse(c.Context(), &filter, &output, func(s *coding.Study, f coding.Filter) (*report.Grid, error) {
				found, err := matrix.Cooccur(s, matrix.CooccurrenceOptions{Filter: f, Relation: matrix.Relation(relation), Turns: turns, Depth: depth})
				if err != nil {
					return nil, err
				}
				return analysis.Cooccurrence(found, s, pairs, cell == "coefficient"), nil
			})
		},
	}
	filter.addAll(c.Flags())
	output.addPicture(c.Flags())
	c.Flags().StringVar(&relation, "by", "overlap", "what together means, `HOW`: passage, overlap, turn, near, followed or source")
	c.Flags().IntVar(&turns, "turns", 0, "for near and followed: at most so many `TURNS` apart; 1 where nothing is said")
	c.Flags().StringVar(&cell, "cell", "count", "`WHAT` to show: count or coefficient")
	c.Flags().BoolVar(&pairs, "pairs", false, "a line for each two themes that are together, most first")
	c.Flags().IntVar(&depth, "depth", 0, "show themes down to this `LEVEL`; 0 is all")
	return c
}
