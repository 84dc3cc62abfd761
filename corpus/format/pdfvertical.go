package format

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"crosscase/corpus"
)

// unspaced reports whether a letter is of a writing without blanks between words.
func unspaced(r rune) bool {
	return r >= 0x2e80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff65 || r == 'ー')
}

// markVertical marks the lines that are written from top to bottom as turned: lines from
// right to left that are read downwards become lines down the page once they are turned.
// On a page of such lines, so is a line of one or two letters.
func markVertical(glyphs []glyph) {
	var short []span
	down, letters := 0, 0
	for from := 0; from < len(glyphs); {
		to := columnEnd(glyphs, from)
		switch n := signs(glyphs[from:to]); {
		case markColumn(glyphs[from:to], 2):
			down += n
			letters += n
		case n > 0:
			short = append(short, span{from, to})
			letters += n
		}
		from = to
	}
	if down == 0 || down*2 < letters {
		return
	}
	for _, s := range short {
		if apart(glyphs, s.from, s.to) {
			markColumn(glyphs[s.from:s.to], 0)
		}
	}
}

// A span is a part of the letters of a page.
type span struct{ from, to int }

// isInk reports whether a letter is visible.
func (g glyph) isInk() bool {
	return g.text > ' ' && !unicode.IsSpace(g.text) && (g.right > g.left || unspaced(g.text))
}

// isThin reports whether the box of a letter has no width, as some fonts have it for small marks.
func (g glyph) isThin() bool { return g.right-g.left < 0.1*g.size }

// signs counts the letters of a writing without blanks.
func signs(glyphs []glyph) (n int) {
	for _, g := range glyphs {
		if g.isInk() && unspaced(g.text) && g.turn == 0 {
			n++
		}
	}
	return n
}

// columnEnd is the end of the letters from one on that were drawn one below the other. The engine
// may end a line after each of them, or add blanks.
func columnEnd(glyphs []glyph, from int) int {
	var first, last *glyph
	end := from + 1
	broken := false
	for i := from; i < len(glyphs); i++ {
		g := &glyphs[i]
		if !g.isInk() {
			broken = broken || g.text == '\n'
			continue
		}
		if first == nil {
			first = g
		} else if !g.isBelow(*first, *last, broken) {
			break
		}
		last, end, broken = g, i+1, false
	}
	if last == nil {
		return len(glyphs)
	}
	return end
}

// isBelow reports whether a letter is in the column of others, below the last of them or, as one of two
// digits in the room of a letter, beside it. Where the engine broke the line, it is closer.
func (g glyph) isBelow(first, last glyph, broken bool) bool {
	size := max(min(first.size, g.size), 1)
	aside, drop := math.Abs(g.left+g.right-first.left-first.right)/2, last.middle()-g.middle()
	if (g.isThin() || !broken && drop > 0.3*size) && aside <= 1.2*size && drop > -0.3*size && drop < 4*size {
		return true // boxes are not always where the letters are
	}
	return aside <= 0.6*size && drop > -0.3*size && drop < 2.6*size
}

// apart reports whether no letter was drawn on the left or right of some, next to them.
func apart(glyphs []glyph, from, to int) bool {
	beside := func(g, h glyph) bool {
		size := max(g.size, h.size, 1)
		return math.Abs(g.middle()-h.middle()) < 0.5*size && max(g.left-h.right, h.left-g.right) < 0.5*size
	}
	var first, last *glyph
	for i := from; i < to; i++ {
		if g := &glyphs[i]; g.isInk() && (first == nil || !g.isThin()) {
			if last = g; first == nil {
				first = g
			}
		}
	}
	if first == nil {
		return false
	}
	for i := from - 1; i >= 0; i-- {
		if glyphs[i].isInk() {
			if beside(*first, glyphs[i]) {
				return false
			}
			break
		}
	}
	for i := to; i < len(glyphs); i++ {
		if glyphs[i].isInk() {
			return !beside(*last, glyphs[i])
		}
	}
	return true
}

// markColumn turns the letters of a column if at least so many are below others; it tells whether it did.
func markColumn(line []glyph, least int) bool {
	var centers, sizes []float64
	down, across := 0, 0
	var last *glyph
	for i := range line {
		g := &line[i]
		if !g.isInk() || g.turn != 0 {
			continue
		}
		if last != nil && !g.isThin() && unspaced(g.text) && unspaced(last.text) {
			if drop := last.middle() - g.middle(); drop > 0.4*g.size && drop < 4*g.size {
				down++
			} else {
				across++
			}
		}
		if last = g; !g.isThin() {
			centers, sizes = append(centers, (g.left+g.right)/2), append(sizes, g.size)
		}
	}
	if len(centers) == 0 || down < least || across*4 > down {
		return false
	}
	center, size := median(centers), median(sizes)
	for i := range line {
		line[i].downward(center, size)
	}
	withoutBlanks(line)
	line[slices.IndexFunc(line, glyph.isInk)].starts = true
	return true
}

// withoutBlanks takes the blanks and ends of lines out of a column that the engine found between its letters;
// where a letter would have room, the line has one nevertheless.
func withoutBlanks(line []glyph) {
	first := slices.IndexFunc(line, glyph.isInk)
	for i := first; i < len(line); i++ {
		if unicode.IsSpace(line[i].text) {
			line[i].text = 0
		}
	}
}

func (g glyph) middle() float64 { return (g.top + g.bottom) / 2 }

// downward turns a letter of a column of this centre and size. The boxes of such letters
// are not always where the letters are; only the height at which they begin is.
func (g *glyph) downward(center, size float64) {
	if g.turn != 0 && g.turn != 270 {
		return
	}
	g.turn = 270
	g.left, g.right = center-size/2, center+size/2
	if !unicode.IsSpace(g.text) {
		middle := g.middle()
		g.bottom, g.top = middle-0.48*size, middle+0.48*size
	} else {
		g.right = g.left
	}
}

// readingsOf takes the readings out of pages.
func readingsOf(pages []pdfPage) (gone []pdfLeftOut) {
	for n := range pages {
		p := &pages[n]
		var found []string
		p.lines, found = withoutReadings(p.lines)
		for i := range p.aside {
			var more []string
			p.aside[i].lines, more = withoutReadings(p.aside[i].lines)
			found = append(found, more...)
		}
		for _, reading := range found {
			gone = append(gone, pdfLeftOut{n, corpus.Annotation, reading})
		}
	}
	return gone
}

// withoutReadings takes out the readings that stand in small signs beside others (ruby, furigana): they say
// how those are read, and would be in the middle of a sentence.
func withoutReadings(lines []pdfLine) (kept []pdfLine, readings []string) {
	if crowded(lines) {
		return lines, nil
	}
	gone := map[int]bool{}
	for i, r := range lines {
		if !isReading(r.text) {
			continue
		}
		for j := max(i-4, 0); j < min(i+5, len(lines)); j++ {
			l := &lines[j]
			if above := r.base - l.base; r.size <= 0.6*l.size && above > 0.5*l.size && above < 1.5*l.size &&
				r.left > l.left-l.size && r.right < l.right+l.size && strings.ContainsFunc(l.text, unspaced) {
				l.room, gone[i] = max(l.room, r.size), true
			}
		}
	}
	if len(gone) == 0 {
		return lines, nil
	}
	for i, l := range lines {
		if gone[i] {
			readings = append(readings, l.text)
		} else {
			kept = append(kept, l)
		}
	}
	return kept, readings
}

// isReading reports whether a text is in the letters of readings only.
func isReading(text string) bool {
	for _, r := range text {
		if !unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) && !unicode.IsSpace(r) && !strings.ContainsRune("ー・ˊˇˋ˙", r) {
			return false
		}
	}
	return text != ""
}
