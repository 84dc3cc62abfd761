package analysis

import (
	"context"
	"slices"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

var jointAnalysis = Analysis{
	Name:    "joint",
	Title:   "Joint display",
	Summary: "Themes beside a number that is known of people or sources.",
	Short:   "Compare a numeric attribute between those who mention a theme and those who do not",
	Long: `Compare a numeric attribute of participants or sources between groups: how
many speak of each theme, with the mean and median of their number, and the same of
those who do not (a joint display of words and numbers).`,
	Example: `  crosscase joint years-of-service
  crosscase joint budget --by source -o joint.xlsx`,
	Filters: query.FilterNames(),
	Picture: "bars",
	Arguments: []Argument{{Name: "attribute", Value: "ATTRIBUTE", Label: "attribute",
		Choices: func(s *coding.Study) []query.Choice { return query.Labelled(numericAttributes(s)) },
		Default: func(s *coding.Study) string { return firstOf(numericAttributes(s)) }}},
	Options: []query.Flag{
		{Name: "by", Usage: "whose number: participant or source, `WHOSE`", Label: "whose", Kind: query.Choose,
			Choices: query.Choices(dimension.Names(func(d *dimension.Dimension) bool { return d.Joint })...), Default: "participant"},
	},
	Leads: map[string]Counted{"n": Values}, // means and medians are of their numbers
	Missing: func(s *coding.Study, _ *Request) string {
		if len(numericAttributes(s)) == 0 {
			return "No participant or source has an attribute that is a number yet. Further columns of the tables of participants and " +
				"sources become attributes."
		}
		return ""
	},
	Run: func(_ context.Context, in Input) (*Result, error) {
		j, err := matrix.JointDisplay(in.Study, in.Filter, in.Arguments[0], matrix.Dimension(in.Text("by")))
		if err != nil {
			return nil, err
		}
		return &Result{Table: Joint(j), behind: speakers(j, in.Filter)}, nil
	},
}

// speakers leads from how many speak of a theme to what they say. Those who do not say
// nothing.
func speakers(j *matrix.Joint, f coding.Filter) behind {
	by, _ := dimension.Named(string(j.By))
	return func(row, column int) (coding.Filter, string, bool) {
		t := j.Themes[row]
		if column != 1 || len(t.Who) == 0 {
			return coding.Filter{}, "", false
		}
		among := f
		by.Among(&among, t.Who)
		return narrowed(among, t.Key)
	}
}

// numericAttributes are the names of attributes that have a number somewhere.
func numericAttributes(s *coding.Study) (names []string) {
	for _, n := range s.AttributeNames() {
		if slices.ContainsFunc(s.AttributeValues(n), func(v string) bool { _, ok := coding.ParseNumber(v); return ok }) {
			names = append(names, n)
		}
	}
	return names
}

func firstOf(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// Joint lays a joint display out.
func Joint(j *matrix.Joint) *report.Grid {
	with, without := "speak of it", "do not"
	if j.By == "source" {
		with, without = "have it", "have not"
	}
	g := &report.Grid{Title: "Themes and " + j.Attribute, Notes: j.Notes, Digits: 1,
		Empty:  "Nothing is tagged that these filters let through.",
		Groups: []string{"", with, with, with, without, without, without, ""},
		Head:   []string{"theme", "n", "mean", "median", "n", "mean", "median", "difference of means"}}
	var keys []matrix.Key
	var bars []report.Bar
	for _, t := range j.Themes {
		keys = append(keys, t.Key)
	}
	for i, name := range themeNames(keys) {
		t := j.Themes[i]
		g.Rows = append(g.Rows, []any{name, t.With.N, t.With.Mean, t.With.Median, t.Without.N, t.Without.Mean, t.Without.Median,
			t.With.Mean - t.Without.Mean})
		bars = append(bars, report.Bar{Label: t.Label, Level: t.Level, Values: []float64{t.With.Mean, t.Without.Mean}})
	}
	g.Picture = func() *report.Picture {
		return report.Bars("Mean "+j.Attribute, []string{"of those who " + with, "of those who " + without}, bars, 1, j.Notes)
	}
	return g
}
