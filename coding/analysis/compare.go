package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
	"crosscase/corpus"
)

var compareAnalysis = Analysis{
	Name:    "compare",
	Use:     "compare A B",
	Title:   "Comparison",
	Summary: "Two sides, theme by theme: where they differ, and how clearly.",
	Short:   "Compare two case studies, organisations or other sides; or how alike all are",
	Long: `Compare two sides theme by theme: what both speak of, what only one does, how the
themes rank on each, and how far the rates are apart.

A side is a case study, an organisation, a participant or a source, or a filter as
organisation=Police, role=chief, type=interview, attr:age=20..40; several with
commas between them all hold.

With --by and no sides, all values of a dimension are compared with each other by
the themes that they have: jaccard (shared of all that either has), matching
(alike in having or not having), cosine (of the numbers of passages). Pictures show
the dendrogram of their clusters by average linkage.

Rates are passages per 1,000 words; intervals are of 95 %. Interviewees are chosen,
not drawn at random: take intervals and p as how clear a pattern is here.`,
	Example: `  crosscase compare "Joint control room" "Shared control room"
  crosscase compare role=chief role=officer --theme Trust
  crosscase compare --by organisation --likeness cosine -o dendrogram.svg`,
	Picture: "bars",
	Filters: query.FilterNames(),
	Arguments: []Argument{
		{Name: "a", Value: "A", Label: "first side", Optional: true, Choices: sideChoices, Default: caseAt(0)},
		{Name: "b", Value: "B", Label: "second side", Optional: true, Choices: sideChoices, Default: caseAt(1)},
	},
	Options: []query.Flag{
		{Name: "by", Usage: "compare all values of this `DIMENSION`: " + strings.Join(dimension.UnitNames(), ", ") + ", attr:NAME…"},
		{Name: "likeness", Usage: "`HOW` alike is measured: jaccard, matching or cosine", Default: "jaccard"},
	},
	// Rates, ranks and what tells the sides apart are worked out.
	Leads: map[string]Counted{"passages": Passages, "participants": Participants, "rank": Nothing, Others: Nothing},
	Missing: func(s *coding.Study, r *Request) string {
		if slices.Contains(append(slices.Clone(r.Arguments), "", ""), "") &&
			len(slices.DeleteFunc(slices.Clone(r.Arguments), func(a string) bool { return a == "" })) < 2 {
			return "Choose two case studies or organisations to compare."
		}
		return ""
	},
	Check: func(r *Request) error {
		switch {
		case !r.Given("by") && len(r.Arguments) != 2:
			return coding.Errorf(coding.ErrInvalid, "compare: what with what? give two sides, or --by")
		case r.Given("by") && len(r.Arguments) > 0:
			return coding.Errorf(coding.ErrInvalid, "compare: --by compares all with each other, and takes no sides")
		case !r.Given("by") && r.Given("likeness"):
			return coding.Errorf(coding.ErrInvalid, "compare: --likeness has no effect on two sides; it goes with --by")
		}
		return nil
	},
	Run: func(ctx context.Context, in Input) (*Result, error) {
		if in.Given("by") {
			return similar(in)
		}
		var sides [2]matrix.Side
		for i, arg := range in.Arguments {
			var err error
			if sides[i], err = sideNamed(ctx, in, arg); err != nil {
				return nil, err
			}
		}
		c, err := matrix.Compare(in.Study, sides[0], sides[1])
		if err != nil {
			return nil, err
		}
		return &Result{Table: Comparison(c), behind: sideCells(c)}, nil
	},
}

// sideCells leads from the counts of a comparison, four columns a side, to their passages.
func sideCells(c *matrix.Comparison) behind {
	return func(row, column int) (coding.Filter, string, bool) {
		if column < 1 || column > 8 {
			return coding.Filter{}, "", false
		}
		return narrowed(c.Sides[(column-1)/4].Filter, c.Themes[row].Key)
	}
}

// sideChoices are case studies and organisations.
func sideChoices(s *coding.Study) (all []query.Choice) {
	for _, c := range s.Cases {
		all = append(all, query.Choice{Value: c.Name, Label: c.Name})
	}
	for _, o := range s.Organisations {
		all = append(all, query.Choice{Value: o.Name, Label: o.Name})
	}
	return all
}

// caseAt is the name of a case study, where there are two or more.
func caseAt(i int) func(*coding.Study) string {
	return func(s *coding.Study) string {
		if len(s.Cases) < 2 {
			return ""
		}
		return s.Cases[i].Name
	}
}

// Comparison lays two sides out, theme by theme.
func Comparison(c *matrix.Comparison) *report.Grid {
	a, b := c.Sides[0].Name, c.Sides[1].Name
	g := &report.Grid{Title: a + " and " + b, Notes: c.Notes, Digits: 2, Empty: "Neither side has a theme on anything.",
		Groups: []string{"", a, a, a, a, b, b, b, b, "Difference", "Difference", "Difference", "Difference"},
		Head: []string{"theme", "passages", "rate", "participants", "rank", "passages", "rate", "participants", "rank", "rate", "share",
			"odds ratio", "p"}}
	var bars []report.Bar
	for _, t := range c.Themes {
		row := []any{t.Path}
		var rates []float64
		for i, x := range t.Cells {
			rank := any(t.Rank[i])
			if t.Rank[i] == 0 {
				rank = math.NaN()
			}
			rates = append(rates, x.Value(matrix.Rate))
			row = append(row, x.Passages, x.Value(matrix.Rate), report.Of{N: x.Participants, All: x.AllParticipants}, rank)
		}
		g.Rows = append(g.Rows, append(row, interval(t.Rates, 2), interval(t.Shares, 2), interval(t.OddsRatio, 1), t.FisherP))
		bars = append(bars, report.Bar{Label: t.Path, Values: rates})
	}
	shared, only := 0, [2][]string{}
	for _, t := range c.Themes {
		switch {
		case t.Everywhere:
			shared++
		case t.Cells[0].Passages > 0:
			only[0] = append(only[0], t.Path)
		default:
			only[1] = append(only[1], t.Path)
		}
	}
	below := "Themes count what lies below them, too."
	if c.Sides[0].Filter.Exact {
		below = "Themes count without those below them (--exact)."
	}
	notes := []string{fmt.Sprintf("%d of %d themes are on both sides. %s", shared, len(c.Themes), below)}
	for i, list := range only {
		if len(list) > 0 {
			notes = append(notes, fmt.Sprintf("Only in %s: %s.", c.Sides[i].Name, strings.Join(list, ", ")))
		}
	}
	g.Notes = append(notes, c.Notes...)
	g.Picture = func() *report.Picture {
		return report.Bars("Passages per 1,000 words: "+a+" and "+b, []string{a, b}, bars, 2, g.Notes)
	}
	return g
}

// sideNamed reads what one side is, within the filters that hold for both: the name of
// something, or filters with their values.
func sideNamed(ctx context.Context, in Input, text string) (matrix.Side, error) {
	s := in.Study
	x := matrix.Side{Name: text, Filter: in.Filter}
	for _, d := range dimension.Units() {
		id, err := d.Find(s, text)
		if err == nil {
			x.Name = unitLabel(d, s, id)
			d.Narrow(&x.Filter, "", id)
			return x, nil
		}
		if !errors.Is(err, coding.ErrUnknown) {
			return x, fmt.Errorf("compare: %w", err)
		}
	}
	if !strings.Contains(text, "=") {
		kinds := dimension.UnitNames()
		last := len(kinds) - 1
		err := coding.Errorf(coding.ErrUnknown, "compare %q: no %s or %s of that name", text, strings.Join(kinds[:last], ", "), kinds[last])
		if close := coding.Nearest(text, sideNames(s)); len(close) > 0 {
			return x, coding.WithHint(err, "did you mean %s? Or write a filter, as role=chief", strings.Join(close, " or "))
		}
		return x, coding.WithHint(err, "crosscase case list and organisation list show them; or write a filter, as role=chief")
	}
	return sideOf(ctx, s, x, text)
}

// unitLabel is the name of a value of a dimension.
func unitLabel(d *dimension.Dimension, s *coding.Study, id string) string {
	things := d.Things(s)
	for i := range int32(things.Len) {
		if x := things.At(i); x.ID == id {
			return x.Label
		}
	}
	return id
}

// sideNames lists what a side can be called.
func sideNames(s *coding.Study) (all []string) {
	for _, d := range dimension.Units() {
		things := d.Things(s)
		for i := range int32(things.Len) {
			all = append(all, things.At(i).Label)
		}
	}
	return all
}

// inText are the names of the filters that a side can be written with.
func inText() (names []string) {
	for _, f := range query.Filters() {
		if f.InText {
			names = append(names, f.Name)
		}
	}
	return names
}

// sideOf reads a side that is written as filters.
func sideOf(ctx context.Context, s *coding.Study, x matrix.Side, text string) (matrix.Side, error) {
	names := query.Names{}
	for part := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(part, "=")
		if attribute, is := corpus.CutPrefixFold(strings.TrimSpace(part), "attr:"); ok && is {
			names["attr"] = append(names["attr"], attribute)
			continue
		}
		f, known := query.FilterNamed(strings.ToLower(strings.TrimSpace(name)))
		if !ok || !known || !f.InText {
			return x, coding.WithHint(coding.Errorf(coding.ErrInvalid, "compare %q: %q is no filter", text, part),
				"filters are %s and attr:NAME, each with = and a value", strings.Join(inText(), ", "))
		}
		names[f.Name] = append(names[f.Name], strings.TrimSpace(value))
	}
	g, err := names.Resolve(ctx, s, nil)
	if err != nil {
		return x, err
	}
	// What both sides are asked and what this one asks are joined by and.
	f := &x.Filter
	for _, d := range dimension.All() {
		if !d.Within(f, g) {
			return x, coding.Errorf(coding.ErrInvalid, "compare %q: the other filters leave nothing of it", text)
		}
	}
	if g.Since != "" {
		f.Since = max(f.Since, g.Since)
	}
	if g.Until != "" && (f.Until == "" || g.Until < f.Until) {
		f.Until = g.Until
	}
	return x, nil
}
