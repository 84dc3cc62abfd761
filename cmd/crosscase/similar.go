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
	"crosscase/corpus"
)

func newSimilar(w *env) *cobra.Command {
	var o similarOptions
	c := &cobra.Command{
		Use:   "similar [PASSAGE]",
		Short: "Find passages similar to this one",
		Long: `Find turns or sentences whose words are most like those of a passage: the cosine of
their stemmed words and pairs of them, rare ones counting more. PASSAGE is an ID as
crosscase passages --format json shows it; or say where with --source and --quote,
--turns, --lines or --span.`,
		Example: `  crosscase similar --source int-03 --quote "cheaper than doing it alone"`,
		Args:    arguments("[PASSAGE]"),
		RunE: func(c *cobra.Command, args []string) error {
			if (len(args) == 1) == (len(o.place.given()) > 0) {
				return fault{errors.New("similar: like which passage? give its ID, or --source with --quote, --turns, --lines or --span"), usage}
			}
			return w.working(c.Context(), func(a *app.Session) error { return o.run(c.Context(), w, a, args) })
		},
	}
	o.filterFlags.addPlaces(c.Flags())
	o.outputFlags.add(c.Flags())
	o.place.add(c.Flags())
	c.Flags().StringVar(&o.unit, "unit", "turn", "compare with this `UNIT`: turn or sentence")
	c.Flags().IntVar(&o.limit, "limit", 10, "so many of them")
	return c
}

type similarOptions struct {
	filterFlags
	outputFlags
	place placeFlags
	unit  string
	limit int
}

func (o *similarOptions) run(ctx context.Context, w *env, a *app.Session, args []string) error {
	src, span, err := o.meant(ctx, a, args)
	if err != nil {
		return err
	}
	where := o.typed()
	delete(where, "source") // says where the passage is
	found, err := a.Similar(ctx, src, span, app.Units{Unit: locate.Unit(o.unit), Filters: where, Limit: o.limit})
	if err != nil {
		return err
	}
	var quotes []reading.Quote
	grid := &report.Grid{Head: []string{"place", "like", "speaker", "in common", "words"}, Digits: 2,
		Empty: "Nothing has a word in common with it."}
	for _, x := range found {
		common := strings.Join(x.Common, ", ")
		quotes = append(quotes, asListed(x.Place, fmt.Sprintf("%.2f", x.Similarity), "in common: "+common))
		grid.Rows = append(grid.Rows, []any{x.Ref, x.Similarity, x.Speaker, common, strings.Join(strings.Fields(x.Quote.Quote), " ")})
	}
	return o.write(w, func(out io.Writer, f report.Format, screen report.Screen) error {
		if f != report.Table || len(quotes) == 0 {
			return grid.Write(out, f, screen)
		}
		return reading.WritePassages(out, quotes, screen)
	})
}

// meant finds the passage with an identifier, or the place that flags name.
func (o *similarOptions) meant(ctx context.Context, a *app.Session, args []string) (*corpus.Source, corpus.Span, error) {
	if len(args) == 1 {
		return a.PassagePlace(args[0])
	}
	source, err := oneSource(a, "similar", o.place.given()[0], o.list("source")...)
	if err != nil {
		return nil, corpus.Span{}, err
	}
	src, spans, err := a.Locate(ctx, source, o.place.Place)
	if err != nil {
		return nil, corpus.Span{}, err
	}
	return src, spans[0], nil
}

// asListed is a place as a list shows it: with a figure beside its name and a line of why.
func asListed(p app.Place, figure, why string) reading.Quote {
	q := p.Quote
	q.Source, q.Turn, q.Themes = p.Ref+"  "+figure, 0, []string{why}
	return q
}
