package analysis

import (
	"context"
	"fmt"
	"math"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

var cooccurAnalysis = Analysis{
	Name:    "cooccur",
	Title:   "Co-occurrence",
	Summary: "Which themes come together.",
	Short:   "Show which themes co-occur: on the same words, in one turn, or one after the other",
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
	Picture: "network",
	Filters: query.FilterNames(),
	Options: []query.Flag{
		{Name: "by", Usage: "what together means, `HOW`: passage, overlap, turn, near, followed or source", Label: "together means",
			Kind:    query.Choose,
			Choices: query.Choices("overlap", "passage", "turn", "near", "followed", "source"), Default: "overlap"},
		{Name: "turns", Usage: "for near and followed: at most so many `TURNS` apart; 1 where nothing is said", Label: "turns apart",
			Kind:    query.Whole,
			Default: "0", For: "by=near,followed"},
		{Name: "cell", Usage: "`WHAT` to show: count or coefficient", Label: "cells", Kind: query.Choose,
			Choices: query.Choices("count", "coefficient"),
			Default: "count", Checked: true},
		{Name: "pairs", Usage: "a line for each two themes that are together, most first", Label: "as a list of pairs", Kind: query.Check},
		depth(),
	},
	Leads: map[string]Counted{"together": Together, "of the first": Together, "of the second": Together, // coefficients are worked out
		"passages": Passages, "sources": Sources, "turns": Turns, Others: Together},
	Run: func(_ context.Context, in Input) (*Result, error) {
		o := matrix.CooccurrenceOptions{Filter: in.Filter, Relation: matrix.Relation(in.Text("by")), Turns: in.Whole("turns"),
			Depth: in.Whole("depth")}
		if !in.Given("turns") && (o.Relation == matrix.NearTurns || o.Relation == matrix.FollowedBy) {
			o.Turns = 1
		}
		found, err := matrix.Cooccur(in.Study, o)
		if err != nil {
			return nil, err
		}
		r := &Result{Table: Cooccurrence(found, in.Study, in.Is("pairs"), in.Text("cell") == "coefficient"), behind: inTable(found, in.Study)}
		switch {
		case in.Is("pairs"):
			r.behind = inPairs(found, in.Study)
		case in.Text("cell") == "coefficient":
			r.behind = nil
		}
		return r, nil
	},
	Section: cooccurSection,
}

// Cooccurrence lays pairs of themes out: a line and a column for each theme, or with
// pairs a line for each pair that is together at all. coefficient shows it in the
// place of counts.
func Cooccurrence(c *matrix.Cooccurrence, s *coding.Study, pairs, coefficient bool) *report.Grid {
	var keys []matrix.Key
	for _, t := range c.Themes {
		keys = append(keys, matrix.ThemeKey(s, s.Themes[t]))
	}
	g := &report.Grid{Title: "Themes together: " + string(c.Relation), Notes: c.Notes, Digits: 2,
		Empty: "Nothing is tagged that these filters let through.", Heat: true, Totals: true}
	g.Picture = func() *report.Picture { return cooccurrencePicture(c, s) }
	if pairs {
		g.Head = []string{"theme", "with", "together", "coefficient", "of the first", "of the second"}
		if c.Relation == matrix.FollowedBy {
			g.Head[1], g.Head[3] = "followed by", "share"
		}
		g.Heat, g.Totals, g.Digits, g.Empty = false, false, 3, "No two themes are together in this way."
		for _, p := range pairsOf(c) {
			a, b := p[0], p[1]
			g.Rows = append(g.Rows, []any{keys[a].Path, keys[b].Path, c.Pairs[a][b], c.Coefficient(a, b), c.Alone[a], c.Alone[b]})
		}
		return g
	}
	g.Head = []string{"theme"}
	for _, k := range keys {
		g.Head = append(g.Head, k.Path)
	}
	g.Head = append(g.Head, map[matrix.Relation]string{matrix.SameTurn: "turns", matrix.SameSource: "sources"}[c.Relation])
	if g.Head[len(g.Head)-1] == "" {
		g.Head[len(g.Head)-1] = "passages"
	}
	for a, name := range themeNames(keys) {
		row := []any{name}
		for b := range keys {
			switch {
			case c.Nested(a, b):
				row = append(row, math.NaN())
			case coefficient:
				row = append(row, c.Coefficient(a, b))
			default:
				row = append(row, c.Pairs[a][b])
			}
		}
		g.Rows = append(g.Rows, append(row, c.Alone[a]))
	}
	return g
}

// cooccurrencePicture draws themes and a line between those that are together.
func cooccurrencePicture(c *matrix.Cooccurrence, s *coding.Study) *report.Picture {
	chart := report.Network{Title: "Themes together: " + string(c.Relation), Directed: c.Relation == matrix.FollowedBy,
		None: "No two themes are together in this way.", Notes: c.Notes}
	for a, t := range c.Themes {
		chart.Nodes = append(chart.Nodes, report.Node{Name: s.Themes[t].Name, N: c.Alone[a]})
		for b := range c.Themes {
			if k := c.Pairs[a][b]; k > 0 && !c.Nested(a, b) && (a < b || chart.Directed) {
				chart.Edges = append(chart.Edges, report.Edge{A: a, B: b, N: k})
			}
		}
	}
	return chart.Picture()
}

// cooccurSection shows the themes that come together.
func cooccurSection(r *studyReport) error {
	c, err := matrix.Cooccur(r.s, matrix.CooccurrenceOptions{Filter: r.o.Filter, Relation: matrix.SameTurn})
	if err != nil {
		return err
	}
	r.d.Heading(2, "Themes that come together")
	g := Cooccurrence(c, r.s, true, false)
	if g.Title = ""; len(g.Rows) > 15 {
		g.Notes = append([]string{fmt.Sprintf("The first 15 of %d pairs.", len(g.Rows))}, g.Notes...)
		g.Rows = g.Rows[:15]
	}
	asked := map[string][]string{"by": {string(matrix.SameTurn)}, "pairs": {"true"}}
	if err := r.table("together", g, r.of, asked, inPairs(c, r.s)); err != nil {
		return err
	}
	if len(g.Rows) > 0 {
		r.d.Picture(cooccurrencePicture(c, r.s))
	}
	return nil
}
