package matrix

import (
	"runtime"
	"sync"

	"crosscase/coding"
)

// A cutPiece is a piece before anybody has said where it counts.
type cutPiece struct {
	voice          coding.Voice
	turn, from, to int32
}

// cutAll finds the words of passages, turn by turn, several passages at once.
func (c *counter) cutAll(passages []coding.Selected) [][]cutPiece {
	all := make([][]cutPiece, len(passages))
	if !c.measure.needs.words {
		return all
	}
	lets := c.s.Places(c.o.Filter)
	parts := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	for i := range parts {
		wait.Go(func() {
			var room []cutPiece
			for n := i * len(passages) / parts; n < (i+1)*len(passages)/parts; n++ {
				if cap(room)-len(room) < 64 {
					room = make([]cutPiece, 0, 4096)
				}
				room = c.cut(&passages[n], lets, room[len(room):])
				all[n] = room[:len(room):len(room)]
			}
		})
	}
	wait.Wait()
	return all
}

// cut adds the words of a passage, turn by turn, to pieces.
func (c *counter) cut(p *coding.Selected, lets func(int, coding.Voice) bool, pieces []cutPiece) []cutPiece {
	span := c.s.Passages[p.Index].Span
	tr := c.s.Transcript(c.s.Sources[p.Source])
	first, last := tr.TurnsIn(span)
	for n := first; n < last; n++ {
		v, ok := c.s.Owner(p.Source, tr.Turns[n])
		if !ok || !lets(p.Source, v) {
			continue
		}
		if from, to := tr.WordsFrom(coding.Overlap(span, tr.Turns[n].Words())); from < to {
			pieces = append(pieces, cutPiece{v, int32(n), from, to})
		}
	}
	return pieces
}
