package format

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// A pdfLine is a line of a page, or the part of one in a column.
type pdfLine struct {
	text                     string
	left, right, bottom, top float64
	base                     float64 // height of the baseline
	size                     float64 // of most of its letters
	bold                     int     // bytes at its start in bold
	first                    float64 // width of its first word
	gap                      float64 // to the line on its left on the same height; 0 if there is none
	own                      bool    // it is a paragraph of its own, with those beside it
	hung                     bool    // a label hangs beside it
	room                     float64 // height of the readings above it
	gaps                     []lineGap
	blanks                   []lineGap // between its words, until it is known whether it is in a table
	bases                    []float64 // heights of the baselines of its words, as long

	table *pdfTable // in which it is; nil for most
	cell  int       // column of it
	row   *pdfRow   // that it stands for
}

func (l pdfLine) height() float64 { return max(l.top-l.bottom, 0.7*l.size) }

// middle is the height of its centre.
func (l pdfLine) middle() float64 { return (l.top + l.bottom) / 2 }

// offBaseline are letters and marks that are not on the baseline.
const offBaseline = "gjpqyQJ,;()[]{}|@/_„‚‘’“”\"'–—-•·*^"

// hyphen is the engine's mark of a hyphen at the end of a line.
const hyphen = '\x02'

// linesOf makes lines of the letters of a page, in the order in which they were
// drawn. It starts from the engine's lines, cuts those with wide gaps, and joins
// adjacent pieces of one line.
func linesOf(glyphs []glyph) []pdfLine {
	var lines []pdfLine
	var line []glyph
	cut := false
	flush := func() {
		cutLines := cutLine(line)
		if cut && len(cutLines) > 0 {
			cutLines[0].gap, cut = math.Inf(1), false
		}
		lines = append(lines, cutLines...)
		line = nil
	}
	for _, g := range glyphs {
		if g.text == fence {
			flush()
			cut = true
			continue
		}
		if g.text == '\n' || g.text == '\r' {
			flush()
			continue
		}
		if g.text == hyphen {
			line = append(line, g)
			continue
		}
		if g.starts {
			flush()
		}
		if n := len(line); n > 0 && !unicode.IsSpace(g.text) && g.right > g.left {
			if last := lastInk(line); last != nil && (g.top < last.bottom-1 || g.bottom > last.top+1) { // another height
				flush()
			}
		}
		line = append(line, g)
	}
	flush()
	return placeMarkers(joinPieces(lines))
}

// placeMarkers puts bullets and numbers of lists before the lines on their right, for
// programs that draw them after everything else.
func placeMarkers(lines []pdfLine) []pdfLine {
	if crowded(lines) {
		return lines
	}
	gone := map[int]bool{}
	for i, m := range lines {
		if !listMarker().MatchString(m.text) {
			continue
		}
		for j := range lines {
			l := &lines[j]
			if j == i || j == i+1 || gone[j] || !m.marks(*l) {
				continue
			}
			if j < i || !listMarker().MatchString(l.text) {
				l.before(m)
				gone[i] = true
				break
			}
		}
	}
	if len(gone) == 0 {
		return lines
	}
	var out []pdfLine
	for i, l := range lines {
		if !gone[i] {
			out = append(out, l)
		}
	}
	return out
}

// before puts a bullet or number before a line.
func (l *pdfLine) before(m pdfLine) {
	behind := lineGap{len(m.text) + 1, m.right, l.left}
	for _, gaps := range [][]lineGap{l.gaps, l.blanks} {
		for i := range gaps {
			gaps[i].at += behind.at
		}
	}
	l.text, l.left, l.first = m.text+" "+l.text, m.left, m.right-m.left
	l.blanks, l.bases = slices.Insert(l.blanks, 0, behind), slices.Insert(l.bases, 0, m.base)
}

// withNumbers joins the numbers at the beginning of lines to them, which are apart only as
// they may have counted the lines.
func withNumbers(lines []pdfLine) []pdfLine {
	var out []pdfLine
	for _, l := range lines {
		if n := len(out); n > 0 && l.gap > 0 && l.gap <= wide(out[n-1].height()) && out[n-1].levelWith(l) {
			gap, first := out[n-1].gap, out[n-1].first
			out[n-1].join(l)
			out[n-1].gap, out[n-1].first = gap, first
			continue
		}
		out = append(out, l)
	}
	return out
}

// marks reports whether m may be the bullet or number of l: left of it, not far away,
// and on its height.
func (m pdfLine) marks(l pdfLine) bool {
	gap := l.left - m.right
	if gap <= 0 || gap > 3*max(l.height(), 8) {
		return false
	}
	return math.Abs(l.base-m.base) <= 0.3*max(l.height(), m.height()) || math.Abs(l.middle()-m.middle()) <= 0.3*l.height()
}

// lastInk returns the last letter of a line that is visible, nil if there is none.
func lastInk(line []glyph) *glyph {
	for i := len(line) - 1; i >= 0; i-- {
		if g := &line[i]; !unicode.IsSpace(g.text) && g.text != hyphen && g.right > g.left {
			return g
		}
	}
	return nil
}

// cutLine makes lines of consecutive letters. A gap wider than three times their
// height separates two lines.
func cutLine(glyphs []glyph) []pdfLine {
	c := lineCutter{line: emptyLine(0), bold: true, inFirst: true}
	for _, g := range glyphs {
		switch {
		case g.text == hyphen:
			c.text.WriteRune(hyphen)
		case unicode.IsSpace(g.text) || g.text == '\u00a0' && g.right <= g.left:
			c.space()
		case g.text < ' ' || g.text == 0x7f:
		default:
			c.letter(g)
		}
	}
	c.end(0)
	return c.lines
}

// A lineCutter builds lines letter by letter.
type lineCutter struct {
	lines   []pdfLine
	line    pdfLine // so far, without text, base and size
	text    strings.Builder
	ink     bool // the line has letters
	inFirst bool // in its first word
	bold    bool // it is all in bold
	bases   []float64
	word    int // of the bases, at which the last word begins
	sizes   []float64
}

func emptyLine(gap float64) pdfLine {
	return pdfLine{left: math.Inf(1), bottom: math.Inf(1), right: math.Inf(-1), top: math.Inf(-1), gap: gap}
}

func (c *lineCutter) space() {
	if c.inFirst && c.ink {
		c.line.first, c.inFirst = c.line.right-c.line.left, false
	}
	c.text.WriteByte(' ')
}

func (c *lineCutter) letter(g glyph) {
	if gap := g.left - c.line.right; c.ink && (gap > wide(c.line.height()) || gap > 0.6*g.size && c.isNumber()) {
		c.end(gap)
	} else if c.ink && (c.initial(g) || c.beforeInitial(g)) {
		c.end(0)
	}
	if c.ink && g.turn == 270 && unspaced(g.text) && g.left-c.line.right > 0.8*g.size && !strings.HasSuffix(c.text.String(), " ") {
		c.space() // the writing's own, which is not drawn
	}
	if c.ink {
		before := len(c.line.blanks)
		c.line.addGap(lineGap{c.text.Len() - leading(c.text.String()), c.line.right, g.left}, g.size, strings.HasSuffix(c.text.String(), " "))
		if len(c.line.blanks) > before {
			c.endWord()
		}
	}
	c.ink = true
	if !strings.ContainsRune(offBaseline, g.text) {
		c.bases = append(c.bases, g.bottom)
	}
	c.sizes = append(c.sizes, g.size)
	c.text.WriteString(expand(g.text))
	l := &c.line
	if c.bold = c.bold && g.bold; c.bold {
		l.bold = c.text.Len() - leading(c.text.String())
	}
	l.left, l.right = min(l.left, g.left), max(l.right, g.right)
	if c.inFirst && unspaced(g.text) { // a line may end after each letter
		l.first, c.inFirst = l.right-l.left, false
	}
	l.bottom, l.top = min(l.bottom, g.bottom), max(l.top, g.top)
}

// initial reports whether the line so far is the large first letter of a word that goes on
// in small ones.
func (c *lineCutter) initial(g glyph) bool {
	return len(c.sizes) <= 2 && c.sizes[len(c.sizes)-1] >= initialSize*g.size && g.size > 0 && isCapital(strings.TrimSpace(c.text.String()))
}

// beforeInitial reports whether a letter is a large first one that was drawn behind the words beside it.
func (c *lineCutter) beforeInitial(g glyph) bool {
	before := c.sizes[len(c.sizes)-1]
	return before > 0 && g.size >= initialSize*before && g.right < c.line.right && unicode.IsUpper(g.text)
}

// wide is the least gap that separates two lines of a height.
func wide(height float64) float64 { return 3 * max(height, 6) }

// isNumber reports whether the line is a number so far, which may count the lines.
func (c *lineCutter) isNumber() bool {
	return c.text.Len() <= 6 && marginNumber().MatchString(strings.TrimSpace(c.text.String()))
}

// endWord notes the baseline of the word that ends.
func (c *lineCutter) endWord() {
	base := c.line.bottom
	if word := c.bases[c.word:]; len(word) > 0 {
		base = median(slices.Clone(word))
	}
	c.line.bases, c.word = append(c.line.bases, base), len(c.bases)
}

// end finishes the line; gap is the distance to the next one on the same height.
func (c *lineCutter) end(gap float64) {
	c.endWord()
	l := c.line
	if l.base = l.bottom; len(c.bases) > 0 {
		l.base = median(c.bases)
	}
	if len(c.sizes) > 0 {
		l.size = median(c.sizes)
	}
	if l.text = strings.TrimSpace(c.text.String()); l.text != "" && c.ink {
		if l.first == 0 {
			l.first = l.right - l.left
		}
		c.lines = append(c.lines, l)
	}
	c.bases, c.word, c.sizes, c.bold = c.bases[:0], 0, c.sizes[:0], true
	c.text.Reset()
	c.line = emptyLine(gap)
	c.inFirst, c.ink = true, false
}

// median sorts values and returns the middle one, the upper of two.
func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// leading counts the blanks at the beginning of a line.
func leading(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// expand returns a letter, or the letters of a ligature.
func expand(r rune) string {
	if s, ok := ligatures[r]; ok {
		return s
	}
	return string(r)
}

var ligatures = map[rune]string{'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st"}

// joinPieces joins consecutive pieces of one line, as where the font changes.
func joinPieces(lines []pdfLine) []pdfLine {
	var joined []pdfLine
	for _, l := range lines {
		if n := len(joined); n > 0 && joined[n-1].continues(l) {
			joined[n-1].join(l)
			continue
		}
		joined = append(joined, l)
	}
	return joined
}

// continues reports whether l follows the line on the same height without a gap.
func (last pdfLine) continues(l pdfLine) bool {
	if last.size >= initialSize*l.size && isCapital(last.text) {
		return false
	}
	between := l.left - last.right
	size := max(last.height(), l.height(), 6)
	level := math.Abs(l.middle()-last.middle()) < 0.6*size &&
		min(l.top, last.top)-max(l.bottom, last.bottom) > 0.3*min(l.height(), last.height())
	return level && l.gap == 0 && between > -0.5*size && between < 1.5*size
}

// join appends a piece to the line.
func (last *pdfLine) join(l pdfLine) {
	size := max(last.height(), l.height(), 6)
	if l.left-last.right > 0.12*size && !strings.HasSuffix(last.text, string(hyphen)) {
		last.text += " "
	}
	last.addGap(lineGap{len(last.text), last.right, l.left}, last.size, strings.HasSuffix(last.text, " "))
	for _, g := range l.gaps {
		g.at += len(last.text)
		last.addGap(g, last.size, false)
	}
	for _, b := range l.blanks {
		b.at += len(last.text)
		last.blanks = append(last.blanks, b)
	}
	if len(last.blanks) == len(last.bases)+len(l.bases)-1 {
		last.bases = append(last.bases, l.bases...)
	} else if len(l.bases) > 0 { // the first word goes on with the last one
		last.bases = append(last.bases, l.bases[1:]...)
	}
	if last.bold == len(strings.TrimRight(last.text, " ")) && l.bold > 0 {
		last.bold = len(last.text) + l.bold
	}
	last.text += l.text
	last.right = max(last.right, l.right)
	last.bottom, last.top = min(last.bottom, l.bottom), max(last.top, l.top)
}
