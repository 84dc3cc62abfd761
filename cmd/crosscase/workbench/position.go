package workbench

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/corpus"
)

// A piece is a stretch of a text that the reader shows in an element of its own.
// Pieces lie side by side and leave nothing out: what a page holds in them, one after
// the other, is the text.
type piece struct {
	corpus.Span
	turn int // index of the turn that it belongs to, number of turns for what follows the last
	kind pieceKind
}

type pieceKind uint8

const (
	words   pieceKind = iota // of a turn
	between                  // what stands between turns and is none
	gap                      // white space, and labels of speakers, who are named beside; not shown
)

// pieces cuts a text.
func pieces(body string, tr *corpus.Transcript) (all []piece) {
	add := func(start, end, turn int, kind pieceKind) {
		if start < end {
			all = append(all, piece{corpus.Span{Start: start, End: end}, turn, kind})
		}
	}
	at := 0
	rest := func(to, turn int) {
		kind := gap
		if strings.TrimSpace(body[at:to]) != "" {
			kind = between
		}
		add(at, to, turn, kind)
	}
	for i, t := range tr.Turns {
		rest(t.Start, i)
		kind := gap
		if t.Speaker < 0 && t.Question == 0 && strings.TrimSpace(body[t.Start:t.Body]) != "" {
			kind = between // nobody is named beside it
		}
		add(t.Start, t.Body, i, kind)
		add(t.Body, t.End, i, words)
		at = t.End
	}
	rest(len(body), len(tr.Turns))
	return all
}

// A position is a place in a text as a browser knows it: so many UTF-16 units into the
// piece that begins at a byte.
type position struct {
	At    int `json:"at"`
	Units int `json:"units"`
}

// A layout is a text with its pieces. Here, and nowhere else, places in the browser
// become bytes and bytes places in the browser.
type layout struct {
	corpus.Text
	pieces []piece
}

// bytes is the byte that a position means. The error wraps [coding.ErrConflict] where
// there is no such place, as a page shows that was opened before a source changed.
func (l layout) bytes(p position) (int, error) {
	i, ok := slices.BinarySearchFunc(l.pieces, p.At, func(x piece, at int) int { return x.Start - at })
	if !ok {
		return 0, coding.Errorf(coding.ErrConflict, "there is no such place in the text any more")
	}
	at, units := l.pieces[i].Start, 0
	for _, r := range l.Body[at:l.pieces[i].End] {
		if units >= p.Units {
			break
		}
		units += utf16Length(r)
		at += utf8.RuneLen(r)
	}
	if units != p.Units {
		return 0, coding.Errorf(coding.ErrConflict, "there is no letter %d at byte %d of the text", p.Units, p.At)
	}
	return at, nil
}

// span is what lies between two positions, if it reads as words, white space and all.
func (l layout) span(start, end position, words string) (s corpus.Span, err error) {
	if s.Start, err = l.bytes(start); err != nil {
		return s, err
	}
	if s.End, err = l.bytes(end); err != nil {
		return s, err
	}
	quote, err := l.Quote(s)
	if err != nil {
		return s, fmt.Errorf("these words cannot be marked: %w", err)
	}
	if quote != words {
		return s, coding.Errorf(coding.ErrConflict, "other words stand there: %q, not %q", excerpt(quote, 60), excerpt(words, 60))
	}
	return s, nil
}

// position is where a byte is. An end belongs to the piece before it.
func (l layout) position(at int, end bool) position {
	i := sort.Search(len(l.pieces), func(i int) bool { return l.pieces[i].Start > at || end && l.pieces[i].Start == at }) - 1
	p := l.pieces[max(i, 0)]
	units := 0
	for _, r := range l.Body[p.Start:at] {
		units += utf16Length(r)
	}
	return position{p.Start, units}
}

func utf16Length(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}
