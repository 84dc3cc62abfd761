package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/coding/words"
	"crosscase/corpus"
)

func newSuggest(w *env) *cobra.Command {
	var o suggestOptions
	c := &cobra.Command{
		Use:   "suggest THEME",
		Short: "Rank passages without a theme by how likely they have it",
		Long: `Rank turns or sentences that a theme is not on by how likely they have it. A
classifier (logistic regression on stemmed words and pairs of them) learns that
from the study's own tags, on this machine, each time anew; the percentage is
calibrated on sources that it had not seen. Behind "because" stand the words that
weigh most.

Nothing is tagged until you accept it: with --each you are asked one by one, with
--accept and --reject you name them by what stands in front of each, as int-03:12,
and --decisions takes the table that --format csv wrote with a column "decision" of
yes and no. What you reject is remembered, and teaches the next round. A tag that
was suggested says so: --where suggested:yes finds it.

--evaluate says how far suggestions can be trusted, for one theme or for all: with
models that had not seen the source in question, which share of the first ten was
right, and the average precision, beside a search for the theme's name and chance.`,
		Example: `  crosscase suggest Trust
  crosscase suggest Trust --unit sentence --accept int-03:12.2,int-04:7.1 --reject int-01:3.1
  crosscase suggest --evaluate`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 && !o.evaluate {
				return fault{errors.New("suggest: which theme? crosscase suggest THEME"), usage}
			}
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error { return o.run(c.Context(), w, p, s, args) })
		},
	}
	o.filterFlags.addPlaces(c.Flags())
	o.outputFlags.add(c.Flags())
	f := c.Flags()
	f.StringVar(&o.unit, "unit", "turn", "rank and tag this `UNIT`: turn or sentence")
	f.IntVar(&o.limit, "limit", 10, "so many `SUGGESTIONS`")
	f.BoolVar(&o.each, "each", false, "be asked for each")
	f.StringVar(&o.accept, "accept", "", "tag these, a list of `PLACES`")
	f.StringVar(&o.reject, "reject", "", "remember that the theme is not on these `PLACES`")
	f.StringVar(&o.decisions, "decisions", "", "take decisions from this table, a CSV `FILE`")
	f.BoolVar(&o.evaluate, "evaluate", false, "say how well it works instead")
	w.addCoder(f, "who decides")
	return c
}

type suggestOptions struct {
	filterFlags
	outputFlags
	unit, accept, reject, decisions string
	limit                           int
	each, evaluate                  bool
}

// A suggester has the units of a study at hand, and their words.
type suggester struct {
	s        *coding.Study
	tokenize words.Tokenizer
	units    []words.Unit
	texts    map[int]corpus.Text
}

func newSuggester(ctx context.Context, p *project.Project, s *coding.Study, unit string, lets func(int, coding.Voice) bool) (*suggester, error) {
	u := coding.Unit(unit)
	if u != coding.UnitSentence && u != coding.UnitTurn {
		return nil, fault{fmt.Errorf("--unit %q: turn or sentence", unit), usage}
	}
	g := &suggester{s: s, tokenize: app.Tokenizer(), texts: map[int]corpus.Text{}}
	var err error
	if g.units, err = words.Units(ctx, s, p, g.tokenize, u, lets); err != nil {
		return nil, err
	}
	for i, src := range s.Sources {
		if g.texts[i], err = p.Text(ctx, src.Text); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// words are the words of a unit as they stand.
func (g *suggester) words(u words.Unit) string {
	return g.texts[u.Source].Body[u.Span.Start:u.Span.End]
}

// describe cuts a theme's name and all that describes it into words.
func (g *suggester) describe(t *coding.Theme) (name, all []words.Word, err error) {
	language := analysis.MostSpoken(g.s)
	if name, err = g.tokenize(language, t.Name); err != nil {
		return nil, nil, err
	}
	all, err = g.tokenize(language, strings.Join([]string{t.Name, t.Definition, t.Include, t.Example}, ". "))
	return name, all, err
}

func (o *suggestOptions) run(ctx context.Context, w *env, p *project.Project, s *coding.Study, args []string) error {
	filter, err := o.filter(ctx, s, p)
	if err != nil {
		return err
	}
	lets := s.Places(filter)
	g, err := newSuggester(ctx, p, s, o.unit, nil)
	if err != nil {
		return err
	}
	if o.evaluate {
		return o.runEvaluate(w, g, args)
	}
	theme, err := s.FindTheme(args[0])
	if err != nil {
		return err
	}
	_, describes, err := g.describe(theme)
	if err != nil {
		return err
	}
	labels, candidates := words.Label(s, g.units, theme.ID, g.words)
	if o.accept+o.reject+o.decisions != "" {
		return o.decide(ctx, w, p, g, theme)
	}
	m, err := words.Train(g.units, labels, describes)
	if err != nil {
		return fmt.Errorf("suggest %s: %w", s.Path(theme.ID), err)
	}
	candidates = slices.DeleteFunc(candidates, func(i int) bool { return !lets(g.units[i].Source, g.units[i].Voice) })
	ranked := m.Rank(candidates)
	ranked = ranked[:min(len(ranked), max(o.limit, 0))]
	for i := range ranked {
		m.Because(&ranked[i])
	}
	if o.each {
		return o.ask(ctx, w, p, g, theme, ranked)
	}
	if f, err := o.means(); err != nil {
		return err
	} else if grid := g.grid(ranked, s.Path(theme.ID)); f != report.Table || len(ranked) == 0 || w.capture != nil {
		if err := o.grid(w, grid); err != nil {
			return err
		}
	} else {
		var quotes []reading.Quote
		for _, x := range ranked {
			quotes = append(quotes, g.quote(g.units[x.Unit], fmt.Sprintf("%.0f %%", 100*x.Probability), "because "+strings.Join(x.Because, ", ")))
		}
		if err := o.quotes(w, quotes, reading.WritePassages, reading.Passages); err != nil {
			return err
		}
	}
	fmt.Fprintf(w.stderr, "learnt from %s; the words that speak most for %s: %s\n", plural(count(labels), "passage"), report.Visible(s.Path(theme.ID)), report.Visible(strings.Join(m.Top(8), ", ")))
	return nil
}

func count(labels words.Labels) (n int) {
	for _, l := range labels {
		if l > 0 {
			n++
		}
	}
	return n
}

// quote is a unit as people read it, by its place, with a figure and a line of why.
func (g *suggester) quote(u words.Unit, figure, why string) reading.Quote {
	q := reading.NewHit(g.s, u.Source, u.Turn, u.Span, g.texts[u.Source])
	q.Source, q.Turn = u.Ref(g.s)+"  "+figure, 0
	q.Before, q.After, q.Themes = "", "", []string{why}
	return q
}

// grid lays suggestions out for every format but the table; decision is left for
// people to fill in.
func (g *suggester) grid(ranked []words.Suggestion, theme string) *report.Grid {
	grid := &report.Grid{Head: []string{"place", "theme", "likely", "speaker", "because", "source", "start", "end", "words", "decision"},
		Empty: "Nothing to suggest: every passage has the theme, or was rejected."}
	for _, x := range ranked {
		u := g.units[x.Unit]
		grid.Rows = append(grid.Rows, []any{u.Ref(g.s), theme, x.Probability, speakerOf(g.s, u), strings.Join(x.Because, ", "),
			g.s.Sources[u.Source].Name, u.Span.Start, u.Span.End, strings.Join(strings.Fields(g.words(u)), " "), ""})
	}
	return grid
}

func speakerOf(s *coding.Study, u words.Unit) string {
	tr := s.Transcript(s.Sources[u.Source])
	if t := tr.Turns[u.Turn]; t.Speaker >= 0 {
		return reading.Speaker(s, tr, t)
	}
	return ""
}

// unit finds a unit by what people call it.
func (g *suggester) unit(ref string) (words.Unit, error) {
	for _, u := range g.units {
		if strings.EqualFold(u.Ref(g.s), strings.TrimSpace(ref)) {
			return u, nil
		}
	}
	return words.Unit{}, coding.WithHint(fmt.Errorf("place %q: %w", ref, coding.ErrUnknown), "write it as it stands in the list, as int-03:12; --unit must be the same as there")
}

func (g *suggester) accepted(w *env, theme *coding.Theme, u words.Unit) edit.Change {
	return edit.TagPassage{Passage: coding.PassageID(w.newID()), Text: g.s.Sources[u.Source].Text, Span: u.Span, Tag: coding.TagID(w.newID()), Theme: theme.ID, Suggested: true}
}

func (g *suggester) rejected(w *env, theme *coding.Theme, u words.Unit) edit.Change {
	return edit.Reject{ID: w.newID(), Theme: theme.ID, Source: g.s.Sources[u.Source].ID, Words: coding.WordsKey(g.words(u))}
}

// decide stores decisions that were made on a list.
func (o *suggestOptions) decide(ctx context.Context, w *env, p *project.Project, g *suggester, theme *coding.Theme) error {
	var yes, no []string
	list := func(s string) (refs []string) {
		for r := range strings.SplitSeq(s, ",") {
			if strings.TrimSpace(r) != "" {
				refs = append(refs, r)
			}
		}
		return refs
	}
	yes, no = list(o.accept), list(o.reject)
	if o.decisions != "" {
		y, n, err := readDecisions(o.decisions)
		if err != nil {
			return err
		}
		yes, no = append(yes, y...), append(no, n...)
	}
	var changes []edit.Change
	for _, ref := range yes {
		u, err := g.unit(ref)
		if err != nil {
			return err
		}
		changes = append(changes, g.accepted(w, theme, u))
	}
	for _, ref := range no {
		u, err := g.unit(ref)
		if err != nil {
			return err
		}
		changes = append(changes, g.rejected(w, theme, u))
	}
	if len(changes) == 0 {
		fmt.Fprintln(w.stderr, "no decisions; write yes or no in the column \"decision\"")
		return nil
	}
	said := fmt.Sprintf("suggestions of %s: %d accepted, %d rejected", g.s.Path(theme.ID), len(yes), len(no))
	if err := w.apply(ctx, p, said, changes...); err != nil {
		return err
	}
	fmt.Fprintln(w.stderr, report.Visible(said))
	return nil
}

func readDecisions(file string) (yes, no []string, err error) {
	if _, err := os.Stat(file); err != nil {
		return nil, nil, fault{fmt.Errorf("%s: %w", file, reason(err)), failed}
	}
	table, err := app.ReadTable(file)
	if err != nil {
		return nil, nil, fault{err, failed}
	}
	at := func(name string) int {
		return slices.IndexFunc(table.Columns, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), name) })
	}
	place, decision := at("place"), at("decision")
	if place < 0 || decision < 0 {
		return nil, nil, fault{coding.WithHint(fmt.Errorf("%s: line 1: columns \"place\" and \"decision\" are needed", file), "write the table with crosscase suggest THEME --format csv"), failed}
	}
	for _, r := range table.Rows {
		if place >= len(r.Values) || decision >= len(r.Values) {
			continue
		}
		ref := coding.Unharmed(r.Values[place])
		switch d := strings.ToLower(strings.TrimSpace(r.Values[decision])); d {
		case "yes", "y", "1", "accept", "ja":
			yes = append(yes, ref)
		case "no", "n", "0", "reject", "nein":
			no = append(no, ref)
		case "":
		default:
			return nil, nil, fault{fmt.Errorf("%s: line %d: decision %q: yes, no or nothing", file, r.Line, d), failed}
		}
	}
	return yes, no, nil
}

// ask asks for each suggestion, and stores each answer at once.
func (o *suggestOptions) ask(ctx context.Context, w *env, p *project.Project, g *suggester, theme *coding.Theme, ranked []words.Suggestion) error {
	if !w.interactive {
		return coding.WithHint(fault{errors.New("suggest: --each asks, and nobody is there to answer"), usage}, "use --accept and --reject, or --decisions")
	}
	for i, x := range ranked {
		u := g.units[x.Unit]
		q := reading.NewHit(g.s, u.Source, u.Turn, u.Span, g.texts[u.Source])
		q.Before, q.After = "", ""
		fmt.Fprintf(w.stdout, "\n%d of %d, %.0f %% likely, because of %s\n", i+1, len(ranked), 100*x.Probability, report.Visible(strings.Join(x.Because, ", ")))
		if err := reading.WritePassages(w.stdout, []reading.Quote{q}, w.screen); err != nil {
			return err
		}
		answer, ok := w.ask("%s? [y/n, Enter to leave it, q to stop] ", report.Visible(g.s.Path(theme.ID)))
		var c edit.Change
		switch strings.ToLower(answer) {
		case "y", "yes":
			c = g.accepted(w, theme, u)
		case "n", "no":
			c = g.rejected(w, theme, u)
		case "q":
			return nil
		}
		if !ok {
			return nil
		}
		if c == nil {
			continue
		}
		verb := map[bool]string{true: "accepted", false: "rejected"}[strings.HasPrefix(strings.ToLower(answer), "y")]
		if err := w.apply(ctx, p, fmt.Sprintf("suggestion of %s %s in %s", g.s.Path(theme.ID), verb, g.s.Sources[u.Source].Name), c); err != nil {
			return err
		}
	}
	return nil
}

func (o *suggestOptions) runEvaluate(w *env, g *suggester, args []string) error {
	themes := g.s.Themes
	if len(args) > 0 {
		t, err := g.s.FindTheme(args[0])
		if err != nil {
			return err
		}
		themes = []*coding.Theme{t}
	}
	grid := &report.Grid{Head: []string{"theme", "passages", "of", "first 10", "search", "chance", "average precision", "of search", "of chance"}, Digits: 2,
		Empty: "No theme has enough passages to learn from.",
		Notes: []string{"Models had not seen the sources in question. Search: units ranked by how much the theme's name stands in them. Chance: what any order may be expected to give."}}
	var mean words.Evaluation
	n := 0.0
	for _, t := range themes {
		name, describes, err := g.describe(t)
		if err != nil {
			return err
		}
		labels, _ := words.Label(g.s, g.units, t.ID, g.words)
		e, ok := words.Evaluate(g.units, labels, describes, name)
		if !ok {
			continue
		}
		grid.Rows = append(grid.Rows, []any{report.Name{Label: t.Name, Path: g.s.Path(t.ID), Level: g.s.Level(t.ID)}, e.Positive, e.Units, e.Model.At10, e.Search.At10, e.Random.At10, e.Model.Average, e.Search.Average, e.Random.Average})
		n++
		for to, from := range map[*float64]float64{&mean.Model.At10: e.Model.At10, &mean.Search.At10: e.Search.At10, &mean.Random.At10: e.Random.At10,
			&mean.Model.Average: e.Model.Average, &mean.Search.Average: e.Search.Average, &mean.Random.Average: e.Random.Average} {
			*to += from
		}
	}
	if n > 0 {
		grid.Foot = [][]any{{"Mean", "", "", mean.Model.At10 / n, mean.Search.At10 / n, mean.Random.At10 / n, mean.Model.Average / n, mean.Search.Average / n, mean.Random.Average / n}}
	}
	return o.grid(w, grid)
}
