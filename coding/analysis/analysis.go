package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/agreement"
	"crosscase/coding/matrix"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// themeNames lays themes out as the codebook reads, each indented below the one
// above it where that is shown, too.
func themeNames(keys []matrix.Key) []any {
	shown := map[string]bool{}
	var names []any
	for _, k := range keys {
		above := strings.TrimSuffix(k.Path, coding.Separator+k.Label)
		if k.Level == 0 || shown[above] {
			shown[k.Path] = true
			names = append(names, report.Name{Label: k.Label, Path: k.Path, Level: k.Level})
			continue
		}
		names = append(names, k.Path)
	}
	return names
}

// Cooccurrence lays pairs of themes out: a line and a column for each theme, or with
// pairs a line for each pair that is together at all. coefficient shows it in the
// place of counts.
func Cooccurrence(c *matrix.Cooccurrence, s *coding.Study, pairs, coefficient bool) *report.Grid {
	var keys []matrix.Key
	for _, t := range c.Themes {
		th := s.Themes[t]
		keys = append(keys, matrix.Key{Dimension: matrix.Theme, Label: th.Name, Path: s.Path(th.ID), Level: s.Level(th.ID), ID: string(th.ID)})
	}
	g := &report.Grid{Title: "Themes together: " + string(c.Relation), Notes: c.Notes, Digits: 2, Empty: "Nothing is tagged that these filters let through.", Heat: true, Totals: true}
	g.Picture = func() *report.Picture { return cooccurrencePicture(c, s) }
	if pairs {
		g.Head = []string{"theme", "with", "together", "coefficient", "of the first", "of the second"}
		if c.Relation == matrix.FollowedBy {
			g.Head[1], g.Head[3] = "followed by", "share"
		}
		g.Heat, g.Totals, g.Digits, g.Empty = false, false, 3, "No two themes are together in this way."
		for a := range keys {
			for b := range keys {
				if (a < b || c.Relation == matrix.FollowedBy) && c.Pairs[a][b] > 0 && !c.Nested(a, b) {
					g.Rows = append(g.Rows, []any{keys[a].Path, keys[b].Path, c.Pairs[a][b], c.Coefficient(a, b), c.Alone[a], c.Alone[b]})
				}
			}
		}
		slices.SortStableFunc(g.Rows, func(x, y []any) int { return y[2].(int) - x[2].(int) })
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

// Comparison lays two sides out, theme by theme.
func Comparison(c *matrix.Comparison) *report.Grid {
	a, b := c.Sides[0].Name, c.Sides[1].Name
	g := &report.Grid{Title: a + " and " + b, Notes: c.Notes, Digits: 2, Empty: "Neither side has a theme on anything.",
		Groups: []string{"", a, a, a, a, b, b, b, b, "Difference", "Difference", "Difference", "Difference"},
		Head:   []string{"theme", "passages", "rate", "participants", "rank", "passages", "rate", "participants", "rank", "rate", "share", "odds ratio", "p"}}
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

// TestNotes says what tests tell of a matrix, and what they do not.
func TestNotes(t *matrix.Test) []string {
	if math.IsNaN(t.P) {
		return []string{"Test: two rows and two columns with anything in them are needed; there are fewer."}
	}
	notes := []string{fmt.Sprintf("Chi-square %.2f, %s, p = %s; Cramér's V %.2f (%d × %d cells).", t.ChiSquared, coding.Count(t.Freedom, "degree")+" of freedom", pValue(t.P), t.CramersV, t.Rows, t.Cols)}
	if t.Fisher != nil {
		notes = append(notes, fmt.Sprintf("Fisher's exact test p = %s; odds ratio %s (95 %%, Woolf).", pValue(*t.Fisher), (&report.Grid{}).Shown(interval(*t.OddsRatio, 2))))
	}
	if t.LowExpected > 0 {
		notes = append(notes, fmt.Sprintf("%d of %d expected counts are below 5: the chi-square p is not to be trusted.", t.LowExpected, t.Rows*t.Cols))
	}
	if t.Overlap > 0 {
		notes = append(notes, fmt.Sprintf("%s in several cells; tests take them for independent, and p comes out too small.", coding.Count(t.Overlap, "passage")))
	}
	return append(notes, matrix.Purposive)
}

// interval is an estimate for a table, with digits after the point.
func interval(e matrix.Estimate, digits int) report.Interval {
	return report.Interval{Value: e.Value, Low: e.Low, High: e.High, Digits: digits}
}

func pValue(p float64) string {
	if p < 0.0001 {
		return "below 0.0001"
	}
	return fmt.Sprintf("%.4f", p)
}

// Similarity lays likenesses out, in the order of the clusters.
func Similarity(x *matrix.Similarity) *report.Grid {
	g := &report.Grid{Title: fmt.Sprintf("Likeness of %ss by their themes", x.By), Notes: x.Notes, Digits: 2, Heat: true, Empty: "No theme is on anything that these filters let through.", Head: []string{string(x.By)}}
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

// Saturation lays out what each further source brings.
func Saturation(x *matrix.Saturation, s *coding.Study) *report.Grid {
	g := &report.Grid{Title: "New themes with each further source", Notes: x.Notes, Digits: 1, Empty: "No source is tagged, or marked as gone through.",
		Head: []string{"", "source", "date", "passages so far", "themes", "new", "so far", "mean of orders", "band low", "band high", "new in run %", "new themes"}}
	for i, st := range x.Steps {
		src := s.Sources[st.Source]
		g.Rows = append(g.Rows, []any{i + 1, src.Name, string(src.Date), st.Passages, st.Themes, len(st.New), st.Seen, x.Mean[i], x.Low[i], x.High[i], st.Run, strings.Join(st.New, "; ")})
	}
	g.Picture = func() *report.Picture { return saturationPicture(x, s) }
	return g
}

// Frequencies lays out in how many sources each theme is, and where it came up first.
func Frequencies(x *matrix.Saturation, s *coding.Study) *report.Grid {
	g := &report.Grid{Title: "In how many sources each theme is", Digits: 1, Empty: "No source is tagged, or marked as gone through.", Head: []string{"theme", "sources", "% of sources", "passages", "first in", "which is the"},
		Notes: []string{fmt.Sprintf("Of %s that somebody has begun. Themes count for themselves, without those below them.", coding.Count(len(x.Steps), "source"))}}
	var bars []report.Bar
	for _, f := range x.Themes {
		g.Rows = append(g.Rows, []any{f.Path, f.Sources, 100 * float64(f.Sources) / float64(len(x.Steps)), f.Passages, s.Sources[x.Steps[f.First-1].Source].Name, f.First})
		bars = append(bars, report.Bar{Label: f.Path, Values: []float64{float64(f.Sources)}})
	}
	g.Picture = func() *report.Picture { return report.Bars(g.Title, []string{"sources"}, bars, 0, g.Notes) }
	return g
}

// Triangulation lays out which types of sources support a theme.
func Triangulation(t *matrix.Triangulation) *report.Grid {
	g := &report.Grid{Title: "Sources that support each theme", Notes: t.Notes, Head: []string{"theme"}, Empty: "Nothing is tagged that these filters let through."}
	for _, k := range t.Cols {
		g.Head = append(g.Head, k.Label)
	}
	g.Head = append(g.Head, "All", "types", "to think of")
	var keys []matrix.Key
	for _, row := range t.Rows {
		keys = append(keys, row.Key)
	}
	for i, name := range themeNames(keys) {
		row := []any{name}
		for _, c := range append(slices.Clone(t.Rows[i].Cells), t.Rows[i].Total) {
			row = append(row, supported(c))
		}
		var types []string
		for _, typ := range t.Rows[i].Total.Types {
			types = append(types, string(typ))
		}
		g.Rows = append(g.Rows, append(row, strings.Join(types, ", "), strings.Join(t.Rows[i].Doubts, "; ")))
	}
	type cell struct {
		Types        []corpus.SourceType `json:"types"`
		Available    []corpus.SourceType `json:"available"`
		Passages     int                 `json:"passages"`
		Participants int                 `json:"participants"`
	}
	type line struct {
		Theme  string          `json:"theme"`
		Cells  map[string]cell `json:"cells"`
		All    cell            `json:"all"`
		Doubts []string        `json:"to_think_of"`
	}
	lines := []line{}
	for _, row := range t.Rows {
		l := line{row.Path, map[string]cell{}, cell{row.Total.Types, row.Total.Available, row.Total.Passages, row.Total.Participants}, append([]string{}, row.Doubts...)}
		for i, c := range row.Cells {
			l.Cells[t.Cols[i].Label] = cell{c.Types, c.Available, c.Passages, c.Participants}
		}
		lines = append(lines, l)
	}
	g.JSON = lines
	return g
}

func supported(c matrix.Support) report.Figure {
	switch {
	case len(c.Available) == 0:
		return "–"
	case c.Passages == 0:
		return report.Figure(fmt.Sprintf("0 of %d", len(c.Available)))
	}
	return report.Figure(fmt.Sprintf("%d of %d (%d)", len(c.Types), len(c.Available), c.Participants))
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

// Joint lays a joint display out.
func Joint(j *matrix.Joint) *report.Grid {
	with, without := "speak of it", "do not"
	if j.By == "source" {
		with, without = "have it", "have not"
	}
	g := &report.Grid{Title: "Themes and " + j.Attribute, Notes: j.Notes, Digits: 1, Empty: "Nothing is tagged that these filters let through.",
		Groups: []string{"", with, with, with, without, without, without, ""}, Head: []string{"theme", "n", "mean", "median", "n", "mean", "median", "difference of means"}}
	var keys []matrix.Key
	var bars []report.Bar
	for _, t := range j.Themes {
		keys = append(keys, t.Key)
	}
	for i, name := range themeNames(keys) {
		t := j.Themes[i]
		g.Rows = append(g.Rows, []any{name, t.With.N, t.With.Mean, t.With.Median, t.Without.N, t.Without.Mean, t.Without.Median, t.With.Mean - t.Without.Mean})
		bars = append(bars, report.Bar{Label: t.Label, Level: t.Level, Values: []float64{t.With.Mean, t.Without.Mean}})
	}
	g.Picture = func() *report.Picture {
		return report.Bars("Mean "+j.Attribute, []string{"of those who " + with, "of those who " + without}, bars, 1, j.Notes)
	}
	return g
}

// Codeline lists where themes are in a source, turn by turn.
func Codeline(c *matrix.Codeline, s *coding.Study, asPortrait bool) *report.Grid {
	g := &report.Grid{Title: "Codeline of " + c.Source.Name, Head: []string{"turn", "speaker", "themes"}, Empty: "Nothing is tagged in " + c.Source.Name + "."}
	for _, t := range c.Turns {
		g.Rows = append(g.Rows, []any{t.Number, t.Speaker, strings.Join(t.Themes, "; ")})
	}
	g.Picture = func() *report.Picture {
		if asPortrait {
			return portrait(c, s)
		}
		return codelinePicture(c)
	}
	return g
}

// Agreement lays coefficients out, a line for each theme and one for all together.
func Agreement(r *matrix.Rating, s *coding.Study, samples int, seed uint64) *report.Grid {
	g := &report.Grid{Title: "Agreement by " + string(r.Unit), Digits: 2, Empty: "None of these coders has tagged anything that can be compared."}
	var names []string
	for _, c := range r.Coders {
		names = append(names, s.Coder(c).Name)
	}
	two := len(r.Coders) == 2
	g.Head, g.Groups = []string{"theme"}, []string{""}
	put := func(group string, heads ...string) {
		for _, h := range heads {
			g.Head, g.Groups = append(g.Head, h), append(g.Groups, group)
		}
	}
	units := string(r.Unit) + "s"
	if two {
		put(units, "both", "only "+names[0], "only "+names[1], "neither")
	} else {
		for _, n := range names {
			put(units, n)
		}
		put(units, "all")
	}
	for _, c := range agreement.Coefficients {
		if two || c.Name != "Cohen's κ" && c.Name != "Scott's π" {
			put("", c.Name)
		}
	}
	if two {
		put("", "prevalence", "bias")
	}
	line := func(name any, sums *agreement.Sums, in []agreement.Interval) {
		row := []any{name}
		if two {
			row = append(row, int(sums.Table(1, 1)), int(sums.Table(1, 0)), int(sums.Table(0, 1)), int(sums.Table(0, 0)))
		} else {
			for i := range r.Coders {
				row = append(row, int(sums.Marks(i)))
			}
			row = append(row, int(sums.Units))
		}
		for i, c := range agreement.Coefficients {
			if two || c.Name != "Cohen's κ" && c.Name != "Scott's π" {
				row = append(row, report.Interval{Value: c.Of(sums), Low: in[i].Low, High: in[i].High, Digits: 2})
			}
		}
		if two {
			row = append(row, sums.Prevalence(), sums.Bias())
		}
		g.Rows = append(g.Rows, row)
	}
	if len(r.Themes) > 0 {
		intervals := agreement.Bootstrap(r.ByTheme[0].Units, r.ByTheme, samples, seed)
		for i, name := range themeNames(r.Themes) {
			line(name, r.Sums[i], intervals[i])
		}
		all := make([]agreement.Interval, len(agreement.Coefficients))
		if samples > 1 {
			x := r.All()
			all = agreement.Bootstrap(x.Units, []*agreement.Ratings{x}, samples, seed)[0]
		} else {
			for i := range all {
				all[i] = agreement.Interval{Low: math.NaN(), High: math.NaN()}
			}
		}
		line("All themes", r.AllSums(), all)
	}
	g.Notes = append(r.Describe(s), agreementNotes(r, samples, seed)...)
	if len(r.Sources) == 0 {
		g.Empty = fmt.Sprintf("There is no source that all of %s have begun; choose coders with --coder, or compare what two of them have begun with --all-sources.", strings.Join(names, ", "))
	}
	return g
}

func agreementNotes(r *matrix.Rating, samples int, seed uint64) (notes []string) {
	if samples > 1 {
		notes = append(notes, fmt.Sprintf("In brackets: 95 %% bootstrap interval, %s samples of whole %ss, seed %d.", coding.Thousands(samples), r.Drawn, seed))
	}
	notes = append(notes,
		"Agreement on what nobody marked counts, but for Holsti, where decisions are marks; κ, π, α and AC1 take away what chance would give. – is not defined: nothing varies.",
		"All themes: each theme for itself on each unit is one decision.")
	if r.Filter.Exact {
		notes = append(notes, "Themes count without those below them (--exact).")
	} else {
		notes = append(notes, "Themes count what lies below them, too.")
	}
	var rare []string
	for i, s := range r.Sums {
		if k := s.Cohen(); s.PercentAgreement() >= 0.9 && k < 0.6 && s.Prevalence() >= 0.7 {
			rare = append(rare, r.Themes[i].Path)
		}
	}
	if len(rare) > 0 {
		notes = append(notes, fmt.Sprintf("κ, π and α mislead where a theme is rare (prevalence near 1): they are low though coders agree on nearly all %ss. Look at AC1 and the counts for: %s.", r.Unit, strings.Join(rare, ", ")))
	}
	return notes
}

// RatedUnits lists the blocks of units in which somebody put a theme, with what each
// coder made of them: how many of its units.
func RatedUnits(ctx context.Context, r *matrix.Rating, s *coding.Study, texts coding.Texts) (*report.Grid, error) {
	g := &report.Grid{Title: "Units that somebody marked", Head: []string{"theme", "source", "turn"}, Notes: r.Describe(s), Empty: "None of these coders has tagged anything that can be compared."}
	for _, c := range r.Coders {
		g.Head = append(g.Head, s.Coder(c).Name)
	}
	g.Head = append(g.Head, string(r.Unit)+"s", "words")
	var text corpus.Text
	for i, x := range r.ByTheme {
		for from := 0; from < len(x.Marked); {
			block := int(x.Marked[from].Block)
			marked := make([]int, len(r.Coders))
			missing := make([]bool, len(r.Coders))
			for ; from < len(x.Marked) && int(x.Marked[from].Block) == block; from++ {
				for c, v := range x.Row(from) {
					marked[c] += max(int(v), 0) * int(x.Marked[from].Units)
					missing[c] = v == agreement.Missing
				}
			}
			place := r.Places[block]
			src := s.Sources[place.Source]
			words := ""
			if place.Span.End > 0 {
				if text.ID != src.Text {
					var err error
					if text, err = texts.Text(ctx, src.Text); err != nil {
						return nil, err
					}
				}
				words = reading.OneLine(text.Body[place.Span.Start:place.Span.End])
			}
			turn := any(place.Turn)
			if place.Turn == 0 {
				turn = ""
			}
			row := []any{r.Themes[i].Path, src.Name, turn}
			for c, n := range marked {
				if missing[c] {
					row = append(row, math.NaN())
				} else {
					row = append(row, n)
				}
			}
			units, _ := x.Block(block)
			g.Rows = append(g.Rows, append(row, units, words))
		}
	}
	return g, nil
}
