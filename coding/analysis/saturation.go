package analysis

import (
	"context"
	"fmt"
	"strings"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

var saturationAnalysis = Analysis{
	Name:    "saturation",
	Title:   "Saturation",
	Summary: "What each further source brings that is new.",
	Short:   "Print how many new themes each further source brings",
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
	Picture: "curve",
	Filters: query.FilterNames(),
	Options: []query.Flag{
		{Name: "order", Usage: "sources in the `ORDER` of their date, or of import", Label: "sources in the order of", Kind: query.Choose,
			Choices: query.Choices("date", "import"), Default: "date", Checked: true},
		{Name: "base", Usage: "so many `SOURCES` make the base", Label: "sources in the base", Kind: query.Whole, Default: "4"},
		{Name: "run", Usage: "so many `SOURCES` make a run", Label: "sources in a run", Kind: query.Whole, Default: "2"},
		{Name: "threshold", Usage: "share of new themes at which it counts as saturated, in `%`", Label: "threshold in %", Kind: query.Decimal,
			Default: "5"},
		{Name: "orders", Usage: "`NUMBER` of random orders", Kind: query.Whole, Default: "1000"},
		{Name: "frequencies", Usage: "list in how many sources each theme is", Label: "in how many sources each theme is", Kind: query.Check},
		seed("random orders"),
	},
	// Themes are counted besides, and lines numbered; shares and bands are worked out.
	Leads: map[string]Counted{"passages so far": Passages, "passages": Passages, "sources": Sources, "": Nothing, "themes": Nothing,
		"new": Nothing, "so far": Nothing, "which is the": Nothing},
	Check: func(r *Request) error {
		for _, flag := range []string{"base", "run", "threshold", "orders", "seed"} {
			if r.Is("frequencies") && r.Given(flag) {
				return noEffect(flag, "frequencies")
			}
		}
		for _, flag := range []string{"base", "run", "orders"} {
			if n := r.Whole(flag); n < 1 {
				return coding.Errorf(coding.ErrInvalid, "--%s %d: at least 1", flag, n)
			}
		}
		return nil
	},
	Run: func(_ context.Context, in Input) (*Result, error) {
		x, err := matrix.Saturate(in.Study, matrix.SaturationOptions{Filter: in.Filter, Import: in.Text("order") == "import",
			Base: in.Whole("base"),
			Run:  in.Whole("run"), Threshold: in.Decimal("threshold"), Orders: in.Whole("orders"), Seed: in.Seed()})
		if err != nil {
			return nil, err
		}
		if in.Is("frequencies") {
			return &Result{Table: Frequencies(x, in.Study), behind: alone(x)}, nil
		}
		return &Result{Table: Saturation(x, in.Study), behind: soFar(x, in.Study)}, nil
	},
	Section: saturationSection,
}

// soFar leads to the passages of all sources up to a line.
func soFar(x *matrix.Saturation, s *coding.Study) behind {
	return func(row, _ int) (coding.Filter, string, bool) {
		f := x.Filter
		f.Sources = nil
		for _, st := range x.Steps[:row+1] {
			f.Sources = append(f.Sources, s.Sources[st.Source].ID)
		}
		return f, "", true
	}
}

// alone leads to the passages of a theme for itself.
func alone(x *matrix.Saturation) behind {
	return func(row, _ int) (coding.Filter, string, bool) {
		f := x.Filter
		f.Themes, f.Exact = []coding.ThemeID{x.Themes[row].Theme}, true
		return f, "", true
	}
}

// Saturation lays out what each further source brings.
func Saturation(x *matrix.Saturation, s *coding.Study) *report.Grid {
	g := &report.Grid{Title: "New themes with each further source", Notes: x.Notes, Digits: 1,
		Empty: "No source is tagged, or marked as gone through.",
		Head: []string{"", "source", "date", "passages so far", "themes", "new", "so far", "mean of orders", "band low", "band high",
			"new in run %", "new themes"}}
	for i, st := range x.Steps {
		src := s.Sources[st.Source]
		g.Rows = append(g.Rows, []any{i + 1, src.Name, string(src.Date), st.Passages, st.Themes, len(st.New), st.Seen, x.Mean[i], x.Low[i],
			x.High[i], st.Run, strings.Join(st.New, "; ")})
	}
	g.Picture = func() *report.Picture { return saturationPicture(x, s) }
	return g
}

// Frequencies lays out in how many sources each theme is, and where it came up first.
func Frequencies(x *matrix.Saturation, s *coding.Study) *report.Grid {
	g := &report.Grid{Title: "In how many sources each theme is", Digits: 1, Empty: "No source is tagged, or marked as gone through.",
		Head: []string{"theme", "sources", "% of sources", "passages", "first in", "which is the"},
		Notes: []string{fmt.Sprintf("Of %s that somebody has begun. Themes count for themselves, without those below them.",
			coding.Count(len(x.Steps), "source"))}}
	var bars []report.Bar
	for _, f := range x.Themes {
		g.Rows = append(g.Rows, []any{f.Path, f.Sources, 100 * float64(f.Sources) / float64(len(x.Steps)), f.Passages,
			s.Sources[x.Steps[f.First-1].Source].Name, f.First})
		bars = append(bars, report.Bar{Label: f.Path, Values: []float64{float64(f.Sources)}})
	}
	g.Picture = func() *report.Picture { return report.Bars(g.Title, []string{"sources"}, bars, 0, g.Notes) }
	return g
}

// saturationPicture draws how themes come up.
func saturationPicture(x *matrix.Saturation, s *coding.Study) *report.Picture {
	chart := report.Accumulation{Title: "New themes with each further source", Reached: x.Reached, Notes: x.Notes}
	for i, st := range x.Steps {
		chart.Steps = append(chart.Steps, report.AccumulationStep{Name: s.Sources[st.Source].Name, New: len(st.New), Seen: st.Seen,
			Mean: x.Mean[i], Low: x.Low[i], High: x.High[i]})
	}
	return chart.Picture()
}

// saturationSection draws saturation.
func saturationSection(r *studyReport) error {
	x, err := matrix.Saturate(r.s, matrix.SaturationOptions{Filter: r.o.Filter, Threshold: matrix.Threshold, Seed: r.o.Seed})
	if err != nil {
		return err
	}
	r.d.Heading(2, "Saturation")
	if len(x.Steps) == 0 {
		r.d.Paragraph("No source is tagged, or marked as gone through.")
		return nil
	}
	for _, n := range x.Notes {
		if n != x.Drawn() { // stands below the picture
			r.d.Paragraph("%s", n)
		}
	}
	r.d.Picture(saturationPicture(x, r.s))
	return nil
}
