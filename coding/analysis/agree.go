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
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

var agreeAnalysis = Analysis{
	Name:    "agree",
	Title:   "Agreement",
	Summary: "How far coders agree, for each theme and over all.",
	Short:   "Measure how far coders agree, for each theme and over all",
	Long: `Measure how far two or more coders agree, for each theme and over all: percent
agreement, Holsti, Cohen's κ and Scott's π (two coders), Fleiss' κ, Brennan and
Prediger's κ, Gwet's AC1 and Krippendorff's α, with bootstrap intervals.

They are compared on units: --unit character, word, sentence, turn, passage (what
any of them marked) or source. A theme is on a unit that a passage with it touches.
What researchers say is no unit. Only sources that all of the coders have begun are
compared, unless --all-sources; what one of them has not begun is missing then, not
a no. Decisions that crosscase consensus records as the coder Consensus' are left
out, unless --coder names them.

--disagreements lists what they marked differently, with the words; --units lists
each unit that somebody marked, with what each coder made of it.`,
	Example: `  crosscase agree --coder AK --coder BM
  crosscase agree --unit sentence --theme Trust --format csv
  crosscase agree --disagreements --theme Reputation`,
	Filters: append([]string{"theme", "coder", "exact"}, query.PlaceNames()...),
	Usages:  map[string]string{"coder": "this `CODER`; else all who have tagged, except decisions of a consensus"},
	Options: []query.Flag{
		{Name: "unit", Usage: "compare on this `UNIT`: character, word, sentence, turn, passage or source", Label: "compared on each",
			Kind:    query.Choose,
			Choices: query.Choices("character", "word", "sentence", "turn", "passage", "source"), Default: "turn"},
		{Name: "all-sources", Usage: "sources, too, that not all of them have begun", Label: "sources, too, that not all have begun",
			Kind: query.Check},
		{Name: "disagreements", Usage: "list what they marked differently, with the words", Kind: query.Check},
		{Name: "units", Usage: "list the units that somebody marked, with what each made of them", Label: "list the units instead",
			Kind: query.Check},
		{Name: "samples", Usage: "`NUMBER` of bootstrap samples; 0 for no intervals", Kind: query.Whole, Default: "1000"},
		seed("random samples"),
	},
	Others: true,
	// What coders marked leads to their passages. Units that nobody marked have none, unless
	// they are passages themselves; coefficients are worked out.
	Leads: map[string]Counted{"both": Units, "neither": Units, "all": Nothing, "characters": Nothing, "words": Nothing,
		"sentences": Nothing, "turns": Nothing, "passages": Nothing, "sources": Nothing, "turn": Nothing, "start": Nothing, "end": Nothing,
		Others: Units},
	Check: func(r *Request) error {
		for list, flags := range map[string][]string{"disagreements": {"unit", "units", "all-sources", "samples", "seed"},
			"units": {"samples", "seed"}} {
			for _, flag := range flags {
				if r.Is(list) && r.Given(flag) {
					return coding.Errorf(coding.ErrInvalid, "agree: --%s has no effect with --%s", flag, list)
				}
			}
		}
		return nil
	},
	Run:     runAgree,
	Section: agreeSection,
}

func runAgree(ctx context.Context, in Input) (*Result, error) {
	s, f := in.Study, in.Filter
	coders := f.Coders
	if len(coders) == 0 {
		coders = codersAtWork(s)
	}
	if coders = slices.Compact(coders); len(coders) < 2 || slices.Contains(coders, "") {
		return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "agree: two coders are needed; %s", onlyCoder(s, coders, len(f.Coders) > 0)),
			"another coder's copy comes in with crosscase merge; --coder says whom to compare")
	}
	f.Coders = nil
	if in.Is("disagreements") {
		return Disagreements(ctx, s, in.Texts, f, coders, "")
	}
	r, err := matrix.RateCoders(ctx, s, matrix.RatingOptions{Filter: f, Coders: coders, Unit: matrix.Unit(in.Text("unit")),
		AllSources: in.Is("all-sources")}, in.Texts)
	if err != nil {
		return nil, err
	}
	if in.Is("units") {
		g, err := RatedUnits(ctx, r, s, in.Texts)
		return &Result{Table: g, behind: newRated(r, s).inUnits()}, err
	}
	return &Result{Table: Agreement(r, s, in.Whole("samples"), in.Seed()), behind: newRated(r, s).inThemes()}, nil
}

// codersAtWork are those who have begun a source, in the order of the study: of the
// coders who are named, else of all who do more than record what others agreed on.
func codersAtWork(s *coding.Study, named ...coding.CoderID) (coders []coding.CoderID) {
	begun := map[coding.CoderID]bool{}
	for _, x := range s.Ledger(named...) {
		begun[s.Coders[x.Coder].ID] = begun[s.Coders[x.Coder].ID] || x.State != coding.Unread
	}
	for _, c := range s.Coders {
		if begun[c.ID] {
			coders = append(coders, c.ID)
		}
	}
	return coders
}

// onlyCoder says who is to be compared, where they are fewer than two: those who were
// named, else those who have begun a source.
func onlyCoder(s *coding.Study, coders []coding.CoderID, named bool) string {
	switch {
	case len(coders) == 0 || s.Coder(coders[0]) == nil:
		return "nobody has begun a source"
	case named:
		return "only " + s.Coder(coders[0]).Name + " is named"
	}
	return "only " + s.Coder(coders[0]).Name + " has begun a source"
}

// Agreement lays coefficients out, a line for each theme and one for all together.
func Agreement(r *matrix.Rating, s *coding.Study, samples int, seed uint64) *report.Grid {
	g := &report.Grid{Title: "Agreement by " + string(r.Unit), Digits: 2,
		Empty: "None of these coders has tagged anything that can be compared."}
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
		g.Empty = fmt.Sprintf("There is no source that all of %s have begun; choose coders with --coder, or compare what two of them "+
			"have begun with --all-sources.", strings.Join(names, ", "))
	}
	return g
}

func agreementNotes(r *matrix.Rating, samples int, seed uint64) (notes []string) {
	if samples > 1 {
		notes = append(notes, fmt.Sprintf("In brackets: 95 %% bootstrap interval, %s samples of whole %ss, seed %d.", coding.Thousands(samples),
			r.Drawn, seed))
	}
	notes = append(notes,
		"Agreement on what nobody marked counts, but for Holsti, where decisions are marks; κ, π, α and AC1 take away what chance would "+
			"give. – is not defined: nothing varies.",
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
		notes = append(notes, fmt.Sprintf("κ, π and α mislead where a theme is rare (prevalence near 1): they are low though coders "+
			"agree on nearly all %ss. Look at AC1 and the counts for: %s.", r.Unit, strings.Join(rare, ", ")))
	}
	return notes
}

// RatedUnits lists the blocks of units in which somebody put a theme, with what each
// coder made of them: how many of its units.
func RatedUnits(ctx context.Context, r *matrix.Rating, s *coding.Study, texts coding.Texts) (*report.Grid, error) {
	g := &report.Grid{Title: "Units that somebody marked", Head: []string{"theme", "source", "turn"}, Notes: r.Describe(s),
		Empty: "None of these coders has tagged anything that can be compared."}
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

// agreeSection shows the agreement of coders, by the coefficients that papers report.
func agreeSection(r *studyReport) error {
	r.d.Heading(2, "Agreement of coders")
	coders := codersAtWork(r.s, r.o.Filter.Coders...)
	if len(coders) < 2 {
		r.d.Paragraph("One coder or none has worked on the sources so far.")
		return nil
	}
	f := r.o.Filter
	f.Coders = nil
	rating, err := matrix.RateCoders(r.ctx, r.s, matrix.RatingOptions{Filter: f, Coders: coders}, r.texts)
	if err != nil {
		return err
	}
	g := Agreement(rating, r.s, r.o.Samples, r.o.Seed)
	g.Title = ""
	keep := func(name string) bool {
		return slices.Contains([]string{"theme", "agreement", "Cohen's κ", "Fleiss' κ", "Gwet's AC1", "Krippendorff's α"}, name)
	}
	small := &report.Grid{Empty: g.Empty, Notes: g.Notes, Digits: g.Digits}
	for _, row := range append([][]any{nil}, g.Rows...) {
		var line []any
		for i, h := range g.Head {
			switch {
			case !keep(h) || len(coders) == 2 && h == "Fleiss' κ":
			case row == nil:
				small.Head = append(small.Head, h)
			default:
				line = append(line, row[i])
			}
		}
		if row != nil {
			small.Rows = append(small.Rows, line)
		}
	}
	r.d.Table(small)
	return nil
}
