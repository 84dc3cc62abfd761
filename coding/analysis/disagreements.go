package analysis

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// Disagreements lists the places that coders marked differently, but for those on which
// judge, who may be nobody, has decided.
func Disagreements(ctx context.Context, s *coding.Study, texts coding.Texts, f coding.Filter, coders []coding.CoderID,
	judge coding.CoderID) (*Result, error) {
	read := TextReader{Context: ctx, Study: s, Texts: texts}
	agreed, disagreed := edit.Agreements(s, f, coders, judge, read.Source)
	places := disagreementPlaces(s, disagreed, read.Source)
	r := &Result{Table: disagreementGrid(s, disagreed, read.Source), Agreed: agreed, Disagreed: disagreed,
		Said: fmt.Sprintf("%s marked differently, %d alike", coding.Count(len(disagreed), "place"), len(agreed))}
	if len(disagreed) > 0 {
		r.Text = func(out io.Writer, screen report.Screen) error { return reading.WritePassages(out, places, screen) }
	}
	return r, read.Err
}

// A TextReader reads the words of sources, each once.
type TextReader struct {
	Context context.Context
	Study   *coding.Study
	Texts   coding.Texts
	Err     error // the last one

	read map[int]corpus.Text
}

// Source returns the words of a source, by its index.
func (r *TextReader) Source(source int) corpus.Text {
	t, ok := r.read[source]
	if !ok {
		var err error
		if t, err = r.Texts.Text(r.Context, r.Study.Sources[source].Text); err != nil {
			r.Err = err
		}
		if r.read == nil {
			r.read = map[int]corpus.Text{}
		}
		r.read[source] = t
	}
	return t
}

// disagreementPlaces are the places as people read them.
func disagreementPlaces(s *coding.Study, all []edit.Disagreement, texts func(int) corpus.Text) (quotes []reading.Quote) {
	for _, d := range all {
		q := reading.NewHit(s, d.Source, d.FirstTurn(s), d.Span, texts(d.Source))
		with, without := marked(s, d)
		said := s.Path(d.Theme) + ": " + strings.Join(with, ", ")
		if len(without) > 0 {
			said += ", not " + strings.Join(without, ", ")
		} else {
			said += ", with other borders"
		}
		q.Before, q.After, q.Themes = "", "", []string{said}
		quotes = append(quotes, q)
	}
	return quotes
}

// marked are the names of those who marked a place, and of those who did not.
func marked(s *coding.Study, d edit.Disagreement) (with, without []string) {
	for _, m := range d.Marks {
		if name := s.Coder(m.Coder).Name; !slices.Contains(with, name) {
			with = append(with, name)
		}
	}
	for _, c := range d.Without {
		without = append(without, s.Coder(c).Name)
	}
	return with, without
}

func disagreementGrid(s *coding.Study, all []edit.Disagreement, texts func(int) corpus.Text) *report.Grid {
	g := &report.Grid{Head: []string{"source", "turn", "theme", "marked by", "not by", "start", "end", "quote"},
		Empty: "Nothing is marked differently."}
	for _, d := range all {
		turn, _ := s.Transcript(s.Sources[d.Source]).TurnsIn(d.Span)
		with, without := marked(s, d)
		g.Rows = append(g.Rows, []any{s.Sources[d.Source].Name, turn + 1, s.Path(d.Theme), strings.Join(with, "; "),
			strings.Join(without, "; "), d.Span.Start, d.Span.End, texts(d.Source).Body[d.Span.Start:d.Span.End]})
	}
	return g
}
