package analysis

import (
	"context"
	"fmt"

	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

var similarityAnalysis = Analysis{
	Name:    "similarity",
	Title:   "Similarity",
	Summary: "Which cases, organisations, people or sources are alike in their themes, and in which groups they fall.",
	Short:   "Compare all values of a dimension with each other by the themes that they have",
	Long: `Compare all values of a dimension with each other by the themes that they have:
jaccard (shared of all that either has), matching (alike in having or not having),
cosine (of the numbers of passages). Pictures show the dendrogram of their clusters by
average linkage. crosscase compare --by says the same.`,
	Example: `  crosscase similarity --by participant
  crosscase similarity --likeness cosine -o dendrogram.svg`,
	Picture: "dendrogram",
	Filters: query.FilterNames(),
	Options: []query.Flag{
		{Name: "by", Usage: "compare all values of this `DIMENSION`: case, organisation, participant, source, attr:NAME…", Label: "compare",
			Choices: query.Choices("case", "organisation", "participant", "source", "role", "type"), Kind: query.Choose, Default: "organisation"},
		{Name: "likeness", Usage: "`HOW` alike is measured: jaccard, matching or cosine", Label: "similarity", Kind: query.Choose,
			Choices: query.Choices("jaccard", "matching", "cosine"), Default: "jaccard"},
	},
	Leads: map[string]Counted{Others: Nothing}, // coefficients
	Run:   func(_ context.Context, in Input) (*Result, error) { return similar(in) },
}

// similar compares all values of a dimension with each other.
func similar(in Input) (*Result, error) {
	d, err := in.dimension("by")
	if err != nil {
		return nil, err
	}
	x, err := matrix.Similar(in.Study, in.Filter, d, matrix.Likeness(in.Text("likeness")))
	if err != nil {
		return nil, err
	}
	return &Result{Table: Similarity(x)}, nil
}

// Similarity lays likenesses out, in the order of the clusters.
func Similarity(x *matrix.Similarity) *report.Grid {
	g := &report.Grid{Title: fmt.Sprintf("Likeness of %ss by their themes", x.By), Notes: x.Notes, Digits: 2, Heat: true,
		Empty: "No theme is on anything that these filters let through.", Head: []string{string(x.By)}}
	g.Picture = func() *report.Picture { return dendrogram(x) }
	order := x.Order()
	for _, i := range order {
		g.Head = append(g.Head, x.Keys[i].Label)
	}
	for _, i := range order {
		row := []any{x.Keys[i].Label}
		for _, j := range order {
			row = append(row, x.Values[i][j])
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// dendrogram draws the clusters of a similarity.
func dendrogram(x *matrix.Similarity) *report.Picture {
	chart := report.Dendrogram{Title: fmt.Sprintf("Likeness of %ss by their themes", x.By), Order: x.Order(),
		Notes: append([]string{"Below the lines: mean likeness (" + string(x.Likeness) + ") at which clusters are joined."}, x.Notes...)}
	for _, k := range x.Keys {
		chart.Names = append(chart.Names, k.Label)
	}
	for _, m := range x.Merges {
		chart.Merges = append(chart.Merges, report.Merge{A: m.A, B: m.B, Distance: m.Distance})
	}
	return chart.Picture()
}
