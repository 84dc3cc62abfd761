package app

import "crosscase/corpus"

// An original is a source's text with its turns.
type original struct {
	source string // its name
	text   corpus.Text
	tr     *corpus.Transcript
}

// A readBack is a text as it is read from the file that it was written to.
type readBack struct {
	text  corpus.Text
	turns []corpus.Turn // with the words of the original's, one for one; nil where they are others
}

// places are where spans of the original are; the zero span for one that has no place. A
// speaker's label may be another one than in the original, and so a passage over several
// turns is not looked for as it is.
func (r readBack) places(of original, spans []corpus.Span) []corpus.Span {
	places := make([]corpus.Span, len(spans))
	if r.turns != nil && r.text.Body != of.text.Body {
		for i, s := range spans {
			places[i] = r.byTurn(of, s)
		}
		return places
	}
	for i, c := range corpus.Carry(of.text, r.text, spans) {
		if places[i] = c.Span; c.Outcome == corpus.Detached {
			places[i] = r.byPieces(of, spans[i])
		}
	}
	return places
}

// byTurn counts letters within the turns in which a span begins and ends.
func (r readBack) byTurn(of original, span corpus.Span) corpus.Span {
	first, last := of.tr.TurnsIn(span)
	if first == last {
		return corpus.Span{}
	}
	begins, ends := of.tr.Turns[first], of.tr.Turns[last-1]
	place := corpus.Span{Start: r.turns[first].Start, End: r.turns[last-1].Body}
	if span.Start >= begins.Body {
		place.Start = r.within(first, of, span).Start
	}
	if span.End > ends.Body {
		place.End = r.within(last-1, of, span).End
	}
	if place.End <= place.Start {
		return corpus.Span{}
	}
	return place
}

// within is the part of a span in the words of a turn.
func (r readBack) within(turn int, of original, span corpus.Span) corpus.Span {
	from, to := of.tr.Turns[turn].Words(), r.turns[turn].Words()
	part := corpus.Span{Start: max(span.Start, from.Start) - from.Start, End: min(span.End, from.End) - from.Start}
	part = corpus.SameSpan(of.text.Body[from.Start:from.End], r.text.Body[to.Start:to.End], part)
	return corpus.Span{Start: to.Start + part.Start, End: to.Start + part.End}
}

// byPieces looks for a span's part in each turn by itself.
func (r readBack) byPieces(of original, span corpus.Span) (place corpus.Span) {
	first, last := of.tr.TurnsIn(span)
	var pieces []corpus.Span
	for _, t := range of.tr.Turns[first:last] {
		if piece := (corpus.Span{Start: max(t.Body, span.Start), End: min(t.End, span.End)}); piece.Start < piece.End {
			pieces = append(pieces, piece)
		}
	}
	found := corpus.Carry(of.text, r.text, pieces)
	for i, c := range found {
		if c.Outcome == corpus.Detached || i > 0 && c.Span.Start < found[i-1].Span.End {
			return corpus.Span{}
		}
		place.End = c.Span.End
	}
	if len(found) > 0 {
		place.Start = found[0].Span.Start
	}
	return place
}
