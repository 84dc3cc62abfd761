package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/coding/words"
	"crosscase/corpus"
)

func newSimilar(w *env) *cobra.Command {
	var f filterFlags
	var o outputFlags
	var place placeFlags
	var unit string
	var limit int
	c := &cobra.Command{
		Use:   "similar [PASSAGE]",
		Short: "Find passages similar to this one",
		Long: `Find turns or sentences whose words are most like those of a passage: the cosine of
their stemmed words and pairs of them, rare ones counting more. PASSAGE is an ID as
crosscase passages --format json shows it; or say where with --source and --quote,
--turns, --lines or --span.`,
		Example: `  crosscase similar --source int-03 --quote "cheaper than doing it alone"`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if (len(args) == 1) == (len(place.given()) > 0) {
				return fault{errors.New("similar: like which passage? give its ID, or --source with --quote, --turns, --lines or --span"), usage}
			}
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				src, span, err := placeMeant(c.Context(), p, s, args, f.list("source"), place.Place)
				if err != nil {
					return err
				}
				f.fix("source")
				filter, err := f.filter(c.Context(), s, p)
				if err != nil {
					return err
				}
				g, err := newSuggester(c.Context(), p, s, unit, s.Places(filter))
				if err != nil {
					return err
				}
				text, err := p.Text(c.Context(), src.Text)
				if err != nil {
					return err
				}
				cut, err := g.tokenize(src.Language, text.Body[span.Start:span.End])
				if err != nil {
					return err
				}
				var quotes []reading.Quote
				grid := &report.Grid{Head: []string{"place", "like", "speaker", "in common", "words"}, Digits: 2, Empty: "Nothing has a word in common with it."}
				for _, l := range words.Similar(g.units, cut) {
					u := g.units[l.Unit]
					if s.Sources[u.Source] == src && u.Span.Overlaps(span) {
						continue
					}
					quotes = append(quotes, g.quote(u, fmt.Sprintf("%.2f", l.Similarity), "in common: "+strings.Join(l.Common, ", ")))
					grid.Rows = append(grid.Rows, []any{u.Ref(s), l.Similarity, speakerOf(s, u), strings.Join(l.Common, ", "), strings.Join(strings.Fields(g.words(u)), " ")})
					if len(grid.Rows) == limit {
						break
					}
				}
				return o.write(w, func(out io.Writer, f report.Format, screen report.Screen) error {
					if f != report.Table || len(quotes) == 0 {
						return grid.Write(out, f, screen)
					}
					return reading.WritePassages(out, quotes, screen)
				})
			})
		},
	}
	f.addPlaces(c.Flags())
	o.add(c.Flags())
	place.add(c.Flags())
	c.Flags().StringVar(&unit, "unit", "turn", "compare with this `UNIT`: turn or sentence")
	c.Flags().IntVar(&limit, "limit", 10, "so many of them")
	return c
}

// placeMeant finds the passage with an identifier, or the place that flags name.
func placeMeant(ctx context.Context, p *project.Project, s *coding.Study, args, sources []string, place coding.Place) (*corpus.Source, corpus.Span, error) {
	if len(args) == 1 {
		i, err := s.FindPassage(args[0])
		if err != nil {
			return nil, corpus.Span{}, err
		}
		src := s.SourceOf(s.Passages[i])
		if src == nil {
			return nil, corpus.Span{}, coding.WithHint(coding.Errorf(coding.ErrConflict, "passage %s: its words were corrected since", args[0]), "give it a place first: crosscase passage attach")
		}
		return src, s.Passages[i].Span, nil
	}
	if len(sources) != 1 {
		return nil, corpus.Span{}, fault{errors.New("one --source is needed to say where"), usage}
	}
	src, err := s.FindSource(sources[0])
	if err != nil {
		return nil, corpus.Span{}, err
	}
	text, err := p.Text(ctx, src.Text)
	if err != nil {
		return nil, corpus.Span{}, err
	}
	spans, err := coding.Locate(&corpus.Finder{Text: text}, s.Transcript(src), place)
	if err != nil {
		return nil, corpus.Span{}, err
	}
	return src, spans[0], nil
}
