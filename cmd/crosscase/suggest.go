package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/locate"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/coding/words"
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
		Args: arguments("[THEME]"),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 && !o.evaluate {
				return fault{errors.New("suggest: which theme? crosscase suggest THEME"), usage}
			}
			return w.working(c.Context(), func(a *app.Session) error { return o.run(c.Context(), w, a, args) })
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

func (o *suggestOptions) run(ctx context.Context, w *env, a *app.Session, args []string) error {
	switch {
	case o.evaluate:
		return o.runEvaluate(ctx, w, a, strings.Join(args, ""))
	case o.accept+o.reject+o.decisions != "":
		return o.decide(ctx, w, a, args[0])
	}
	found, err := a.Suggest(ctx, args[0], app.Units{Unit: locate.Unit(o.unit), Filters: o.typed(), Limit: o.limit})
	if err != nil {
		return err
	}
	if o.each {
		return o.ask(ctx, w, a, found)
	}
	if err := o.print(w, found, a.Study.Path(found.Theme.ID)); err != nil {
		return err
	}
	fmt.Fprintln(w.stderr, report.Visible(found.Said(a.Study)))
	return nil
}

// print prints suggestions: as passages to be read, or in the columns of a table, where
// decision is left for people to fill in.
func (o *suggestOptions) print(w *env, found app.Suggestions, theme string) error {
	f, err := o.means()
	if err != nil {
		return err
	}
	if f == report.Table && len(found.List) > 0 {
		var quotes []reading.Quote
		for _, x := range found.List {
			quotes = append(quotes, asListed(x.Place, fmt.Sprintf("%.0f %%", 100*x.Probability), "because "+strings.Join(x.Because, ", ")))
		}
		return o.write(w, func(out io.Writer, _ report.Format, screen report.Screen) error {
			return reading.WritePassages(out, quotes, screen)
		})
	}
	grid := &report.Grid{Head: []string{"place", "theme", "likely", "speaker", "because", "source", "start", "end", "words", "decision"},
		Empty: "Nothing to suggest: every passage has the theme, or was rejected."}
	for _, x := range found.List {
		grid.Rows = append(grid.Rows, []any{x.Ref, theme, x.Probability, x.Speaker, strings.Join(x.Because, ", "),
			x.Source, x.Start, x.End, strings.Join(strings.Fields(x.Quote.Quote), " "), ""})
	}
	return o.grid(w, grid)
}

func (o *suggestOptions) runEvaluate(ctx context.Context, w *env, a *app.Session, theme string) error {
	all, mean, err := a.Evaluate(ctx, theme, locate.Unit(o.unit))
	if err != nil {
		return err
	}
	grid := &report.Grid{Head: []string{"theme", o.unit + "s", "of", "first 10", "search", "chance", "average precision", "of search",
		"of chance"}, Digits: 2,
		Empty: "No theme is in enough " + o.unit + "s to learn from.",
		Notes: []string{"Models had not seen the sources in question. Search: units ranked by how much the theme's name stands in them. Chance: what any order may be expected to give."}}
	qualities := func(e words.Evaluation) []any {
		return []any{e.Model.At10, e.Search.At10, e.Random.At10, e.Model.Average, e.Search.Average, e.Random.Average}
	}
	for _, e := range all {
		name := report.Name{Label: e.Theme.Name, Path: a.Study.Path(e.Theme.ID), Level: a.Study.Level(e.Theme.ID)}
		grid.Rows = append(grid.Rows, append([]any{name, e.Positive, e.Units}, qualities(e.Evaluation)...))
	}
	if len(all) > 0 {
		grid.Foot = [][]any{append([]any{"Mean", "", ""}, qualities(mean)...)}
	}
	return o.grid(w, grid)
}
