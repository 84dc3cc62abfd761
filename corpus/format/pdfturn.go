package format

import (
	"math"
	"slices"
	"unicode"
)

// Letters are read upright: those of a page that are turned, as in a landscape table or in
// a stamp in the margin, are turned back. The direction of most letters is the page's.

// turnOf is the direction of a letter in whole degrees, quarter turns where it is nearly
// one. Blanks and ends of lines, which the engine adds, go with the letter before them.
func turnOf(radians float64, r rune, before int) (now, turn int) {
	if unicode.IsSpace(r) || r == hyphen || math.IsNaN(radians) || radians < 0 {
		return before, before
	}
	degrees := (360 - int(math.Round(radians*180/math.Pi))%360) % 360 // the engine counts clockwise
	if quarter := (degrees + 45) / 90 * 90; max(degrees-quarter, quarter-degrees) <= 5 {
		degrees = quarter % 360
	}
	return degrees, degrees
}

// A turnedBox is a rectangle of a page.
type turnedBox struct{ left, right, bottom, top float64 }

// turned is the box after the page was turned clockwise by so many degrees.
func (b turnedBox) turned(degrees int) turnedBox {
	switch degrees {
	case 0:
		return b
	case 90:
		return turnedBox{b.bottom, b.top, -b.right, -b.left}
	case 180:
		return turnedBox{-b.right, -b.left, -b.top, -b.bottom}
	case 270:
		return turnedBox{-b.top, -b.bottom, b.left, b.right}
	}
	sin, cos := math.Sincos(float64(degrees) * math.Pi / 180)
	x, y := (b.left+b.right)/2, (b.bottom+b.top)/2
	half := min(b.right-b.left, b.top-b.bottom) / 2 // a slanted letter's box is larger than the letter
	x, y = x*cos+y*sin, y*cos-x*sin
	return turnedBox{x - half, x + half, y - half, y + half}
}

// upright is a letter turned back.
func (g glyph) upright() glyph {
	b := turnedBox{g.left, g.right, g.bottom, g.top}.turned(g.turn)
	g.left, g.right, g.bottom, g.top = b.left, b.right, b.bottom, b.top
	return g
}

// A pdfPage is what a page shows.
type pdfPage struct {
	lines  []pdfLine // in the direction of most letters, as they were drawn
	aside  []aside   // in other directions
	fields []pdfLine // answers and notes on top of the page
	notes  []pdfNote // comments
	plain  string    // the engine's own text
	lost   int       // letters that cannot be told
	image  bool      // it shows a picture and no letters
	turn   int       // direction of most letters, in degrees
}

// An aside is a group of lines that are turned against the rest of their page.
type aside struct {
	lines []pdfLine // upright
	turn  int       // in degrees
	page  int       // from 0 on
	box   turnedBox // on the page as it is read
}

// draw makes lines of the letters of a page, whose fields are known. A table of the page before may go on.
func (p *pdfPage) draw(glyphs []glyph, before *pdfTable) (open *pdfTable) {
	mixed := false
	for _, run := range runsOf(glyphs) {
		if run[0].turn == p.turn {
			continue
		}
		mixed = true
		for _, part := range backward(run) {
			p.addAside(aside{lines: linesOf(uprights(part)), turn: run[0].turn, box: boxOf(part).turned(p.turn)})
		}
	}
	if mixed {
		glyphs = slices.DeleteFunc(slices.Clone(glyphs), func(g glyph) bool { return g.turn != p.turn })
	}
	p.lines, open = withTables(linesOf(fenced(uprights(glyphs), p.fields)), before)
	for i := range p.lines {
		p.lines[i].blanks, p.lines[i].bases = nil, nil
	}
	return open
}

// addAside adds turned lines, to the group before if they are near.
func (p *pdfPage) addAside(a aside) {
	n := len(p.aside)
	switch {
	case len(a.lines) == 0:
	case n > 0 && p.aside[n-1].turn == a.turn && p.aside[n-1].box.near(a.box) && p.aside[n-1].goesOn(a):
		last := &p.aside[n-1]
		last.lines, last.box = append(last.lines, a.lines...), last.box.with(a.box)
	default:
		p.aside = append(p.aside, a)
	}
}

// goesOn reports whether lines go on with those of a group: not in another cell of a table, further down
// or in the direction against which they are read.
func (a aside) goesOn(b aside) bool {
	last, next := a.lines[len(a.lines)-1], b.lines[0]
	return next.left > last.left-last.size && math.Abs(next.base-last.base) < 2*max(last.size, next.size) ||
		last.base-next.base > 0.5*next.size && last.base-next.base < 1.7*max(last.size, next.size)
}

// backward cuts turned letters where one was drawn far behind the letter before it, as in the next cell of
// a table. The letters of writing from right to left always are.
func backward(run []glyph) (parts [][]glyph) {
	from := 0
	var last *glyph
	for i := range run {
		if !run[i].isInk() {
			continue
		}
		g := run[i].upright()
		if last != nil && g.right < last.left-g.size && !unicode.In(g.text, unicode.Hebrew, unicode.Arabic) &&
			!unicode.In(last.text, unicode.Hebrew, unicode.Arabic) {
			parts, from = append(parts, run[from:i:i]), i
		}
		last = &g
	}
	return append(parts, run[from:])
}

// fence stands between two letters that a box of a form is between.
const fence = '\v'

// fenced puts fences into lines that were drawn through the boxes of a form, as the labels
// of two boxes beside each other may be.
func fenced(glyphs []glyph, fields []pdfLine) []glyph {
	if len(fields) == 0 {
		return glyphs
	}
	var out []glyph
	var last glyph
	for _, g := range glyphs {
		if g.text == '\n' || g.text == '\r' {
			last = glyph{}
		} else if !unicode.IsSpace(g.text) && g.right > g.left {
			if last.text != 0 && slices.ContainsFunc(fields, func(f pdfLine) bool { return f.isBetween(last, g) }) {
				out = append(out, glyph{text: fence})
			}
			last = g
		}
		out = append(out, g)
	}
	return out
}

// isBetween reports whether an answer is between two letters of a line.
func (l pdfLine) isBetween(g, h glyph) bool {
	y := g.middle()
	return l.left >= g.right-3 && l.right <= h.left+3 && y > l.bottom-2 && y < l.top+2
}

// near reports whether two rectangles are not more than two lines apart.
func (b turnedBox) near(c turnedBox) bool {
	const far = 30
	return b.left-c.right < far && c.left-b.right < far && b.bottom-c.top < far && c.bottom-b.top < far
}

// mainTurn is the direction of most letters; the upright one of two.
func mainTurn(glyphs []glyph) int {
	turns := map[int]int{}
	best := 0
	for _, g := range glyphs {
		if !unicode.IsSpace(g.text) {
			turns[g.turn]++
		}
	}
	for turn, n := range turns {
		if n > turns[best] || n == turns[best] && turn < best {
			best = turn
		}
	}
	return best
}

// runsOf cuts letters where the direction changes.
func runsOf(glyphs []glyph) (runs [][]glyph) {
	from := 0
	for i := range glyphs {
		if i+1 == len(glyphs) || glyphs[i+1].turn != glyphs[i].turn {
			runs = append(runs, glyphs[from:i+1:i+1])
			from = i + 1
		}
	}
	return runs
}

// uprights are letters of one direction turned back.
func uprights(glyphs []glyph) []glyph {
	if len(glyphs) == 0 || glyphs[0].turn == 0 {
		return glyphs
	}
	out := make([]glyph, len(glyphs))
	for i, g := range glyphs {
		out[i] = g.upright()
	}
	return out
}

// boxOf is the rectangle around letters.
func boxOf(glyphs []glyph) turnedBox {
	b := turnedBox{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}
	for _, g := range glyphs {
		if !unicode.IsSpace(g.text) {
			b = b.with(turnedBox{g.left, g.right, g.bottom, g.top})
		}
	}
	return b
}

// with is the rectangle around two.
func (b turnedBox) with(c turnedBox) turnedBox {
	return turnedBox{min(b.left, c.left), max(b.right, c.right), min(b.bottom, c.bottom), max(b.top, c.top)}
}
