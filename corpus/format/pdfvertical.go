package format

import (
	"unicode"
)

// unspaced reports whether a letter is of a writing without blanks between words.
func unspaced(r rune) bool {
	return r >= 0x2e80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff65 || r == 'ー')
}

// markVertical marks the lines that are written from top to bottom as turned: lines from
// right to left that are read downwards become lines down the page once they are turned.
// The engine ends a line after each column.
func markVertical(glyphs []glyph) {
	from := 0
	for i := range glyphs {
		if i+1 == len(glyphs) || glyphs[i].text == '\n' {
			markColumn(glyphs[from : i+1])
			from = i + 1
		}
	}
}

// markColumn turns the letters of a line if most of them are one below the other.
func markColumn(line []glyph) {
	var centers, sizes []float64
	down, across := 0, 0
	var last *glyph
	for i := range line {
		g := &line[i]
		if unicode.IsSpace(g.text) || g.turn != 0 {
			continue
		}
		if last != nil && unspaced(g.text) && unspaced(last.text) {
			if drop := last.middle() - g.middle(); drop > 0.4*g.size && drop < 4*g.size {
				down++
			} else {
				across++
			}
		}
		last = g
		centers, sizes = append(centers, (g.left+g.right)/2), append(sizes, g.size)
	}
	if down < 2 || across*4 > down {
		return
	}
	center, size := median(centers), median(sizes)
	for i := range line {
		line[i].downward(center, size)
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
	switch {
	case g.text == '\n' || g.text == '\r':
	case unicode.IsSpace(g.text): // the engine takes the distance of letters for a blank
		g.text = 0
	default:
		middle := g.middle()
		g.bottom, g.top = middle-0.48*size, middle+0.48*size
	}
}
