package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

var truthAnalysis = Analysis{
	Name:    "truth",
	Use:     "truth --condition THEME --condition THEME --outcome THEME",
	Title:   "Truth table",
	Summary: "Which conditions go together with an outcome (QCA, crisp sets).",
	Short:   "Print the truth table of conditions and an outcome, with its minimal solutions",
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
	Filters: query.FilterNames(),
	Options: []query.Flag{
		{Name: "outcome", Usage: "the outcome, written as a `CONDITION`", Label: "outcome", Kind: query.Choose,
			Choices: query.Or([]query.Choice{{}}, conditionChoices)},
		{Name: "condition", Usage: "a `CONDITION`; give it for each", Label: "conditions", Kind: query.Many, Choices: conditionChoices},
		{Name: "by", Usage: "what a case is, `DIMENSION`: " + strings.Join(dimension.UnitNames(), ", ") + "…", Label: "a case is",
			Kind:    query.Choose,
			Choices: query.Choices(dimension.UnitNames()...), Default: "organisation"},
		{Name: "measure", Usage: "what thresholds of themes are about, `MEASURE` of the matrix", Default: "passages"},
		{Name: "cases", Usage: "print the cases, not the combinations", Label: "list the cases instead", Kind: query.Check},
	},
	// 1 and 0 say whether a case has a condition, n counts cases.
	Leads: map[string]Counted{"OUT": Nothing, "n": Nothing, Others: Nothing},
	Missing: func(_ *coding.Study, r *Request) string {
		if r.Text("outcome") == "" || len(r.List("condition")) == 0 {
			return "Choose an outcome and one or more conditions."
		}
		return ""
	},
	Check: func(r *Request) error {
		if len(r.List("condition")) == 0 || r.Text("outcome") == "" {
			return coding.Errorf(coding.ErrInvalid, "truth: give --outcome, and --condition once or more")
		}
		return nil
	},
	Run: runTruth,
}

// conditionChoices are themes, as conditions.
func conditionChoices(s *coding.Study) []query.Choice {
	f, _ := query.FilterNamed("theme")
	return f.Choices(s)
}

func runTruth(_ context.Context, in Input) (*Result, error) {
	d, err := in.dimension("by")
	if err != nil {
		return nil, err
	}
	o := matrix.TruthOptions{Filter: in.Filter, By: d, Measure: matrix.Measure(in.Text("measure"))}
	for _, text := range in.List("condition") {
		x, err := matrix.ParseCondition(text, in.Study)
		if err != nil {
			return nil, err
		}
		o.Conditions = append(o.Conditions, x)
	}
	if o.Outcome, err = matrix.ParseCondition(in.Text("outcome"), in.Study); err != nil {
		return nil, err
	}
	t, err := matrix.TruthTable(in.Study, o)
	if err != nil {
		return nil, err
	}
	return &Result{Table: Truth(t, in.Is("cases"))}, nil
}

// Truth lays a truth table out; cases shows each case for itself, as the R package
// QCA reads it.
func Truth(t *matrix.Truth, cases bool) *report.Grid {
	g := &report.Grid{Title: "Truth table for " + t.Outcome.Name, Digits: 2, Empty: "There is no case that these filters let through."}
	var names []string
	for _, c := range t.Conditions {
		names = append(names, c.Name)
	}
	mark := func(has bool) any {
		if has {
			return 1
		}
		return 0
	}
	if cases {
		g.Title = "Cases for " + t.Outcome.Name
		g.Head = append(append([]string{"case"}, names...), t.Outcome.Name)
		for _, c := range t.Cases {
			row := []any{c.Label}
			for _, has := range c.Has {
				row = append(row, mark(has))
			}
			g.Rows = append(g.Rows, append(row, mark(c.Outcome)))
		}
		return g
	}
	g.Head = append(names, "OUT", "n", "incl", "cases")
	for _, r := range t.Rows {
		var row []any
		for _, has := range r.Has {
			row = append(row, mark(has))
		}
		out := any(mark(len(r.Without) == 0))
		who := strings.Join(r.With, ", ")
		switch {
		case r.Contradictory():
			out = "C"
			who += "; without: " + strings.Join(r.Without, ", ")
		case len(r.With) == 0:
			who = strings.Join(r.Without, ", ")
		}
		g.Rows = append(g.Rows, append(row, out, len(r.With)+len(r.Without), r.Consistency(), who))
	}
	for _, s := range []struct {
		name string
		list []matrix.Solution
	}{{"Complex solution", t.Complex}, {"Parsimonious solution", t.Parsimonious}} {
		if len(s.list) == 0 {
			g.Notes = append(g.Notes, s.name+": none; no configuration always has the outcome.")
		}
		for i, x := range s.list {
			name := s.name
			if len(s.list) > 1 {
				name += fmt.Sprintf(" %d of %d", i+1, len(s.list))
			}
			g.Notes = append(g.Notes, fmt.Sprintf("%s: %s → %s", name, t.Write(x), t.Outcome.Name))
		}
	}
	var meanings []string
	for _, c := range append(slices.Clone(t.Conditions), t.Outcome) {
		meanings = append(meanings, c.Name+" is "+c.Text)
	}
	g.Notes = append(append(g.Notes, strings.Join(meanings, "; ")+"."), t.Notes...)
	return g
}
