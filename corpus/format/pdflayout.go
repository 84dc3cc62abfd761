package format

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// A pdfLine is a line of a page, or the part of one that stands in a column.
type pdfLine struct {
	text                     string
	left, right, bottom, top float64
	base                     float64 // height on which its letters stand
	size                     float64 // of most of its letters
	bold                     int     // bytes at its start in bold
	first                    float64 // width of its first word
	gap                      float64 // to what stands left of it in the same line; 0 for nothing
}

func (l pdfLine) height() float64 { return max(l.top-l.bottom, 0.7*l.size) }

// middle is half way up.
func (l pdfLine) middle() float64 { return (l.top + l.bottom) / 2 }

// under are letters and marks that hang below the line or do not stand on it.
const under = "gjpqyQJ,;()[]{}|@/_„‚‘’“”\"'–—-•·*^"

// hyphen is how the engine marks a hyphen at a line's end.
const hyphen = '\x02'

// linesOf cuts the letters of a page, in the order in which they were drawn, into
// lines. The engine sets lines apart; what stands far apart within one is cut,
// too, and what it cut although it stands side by side is put together.
func linesOf(glyphs []glyph) []pdfLine {
	var lines []pdfLine
	var line []glyph
	flush := func() {
		lines = append(lines, cutLine(line)...)
		line = nil
	}
	for _, g := range glyphs {
		if g.text == '\n' || g.text == '\r' {
			flush()
			continue
		}
		if g.text == hyphen {
			line = append(line, g)
			continue
		}
		if n := len(line); n > 0 && !unicode.IsSpace(g.text) && g.right > g.left {
			if last := lastInk(line); last != nil && (g.top < last.bottom-1 || g.bottom > last.top+1) { // on another line
				flush()
			}
		}
		line = append(line, g)
	}
	flush()
	return placeMarkers(mendLines(lines))
}

// placeMarkers puts bullets and numbers of lists before the lines that they stand
// beside, as some programs draw them after everything else.
func placeMarkers(lines []pdfLine) []pdfLine {
	gone := map[int]bool{}
	for i, m := range lines {
		if !bulleted().MatchString(m.text) {
			continue
		}
		for j := range lines {
			l := &lines[j]
			gap := l.left - m.right
			if j == i || j == i+1 || gone[j] || math.Abs(l.base-m.base) > 0.3*max(l.height(), m.height()) && math.Abs(l.middle()-m.middle()) > 0.3*l.height() || gap <= 0 || gap > 3*max(l.height(), 8) {
				continue
			}
			if j < i || !bulleted().MatchString(l.text) {
				l.text, l.left, l.first = m.text+" "+l.text, m.left, m.right-m.left
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

func lastInk(line []glyph) *glyph {
	for i := len(line) - 1; i >= 0; i-- {
		if g := &line[i]; !unicode.IsSpace(g.text) && g.text != hyphen && g.right > g.left {
			return g
		}
	}
	return nil
}

// cutLine makes lines of letters that follow each other: one, or more where a
// gap of three letters' height parts them.
func cutLine(glyphs []glyph) []pdfLine {
	var lines []pdfLine
	l := pdfLine{left: math.Inf(1), bottom: math.Inf(1), right: math.Inf(-1), top: math.Inf(-1)}
	var b strings.Builder
	inWord, ink := true, false
	gap := 0.0
	var standing, sizes []float64
	bold := true
	end := func() {
		if l.base = l.bottom; len(standing) > 0 {
			slices.Sort(standing)
			l.base = standing[len(standing)/2]
		}
		if len(sizes) > 0 {
			slices.Sort(sizes)
			l.size = sizes[len(sizes)/2]
		}
		standing, sizes, bold = standing[:0], sizes[:0], true
		if l.text = strings.TrimSpace(b.String()); l.text != "" && ink {
			if l.first == 0 {
				l.first = l.right - l.left
			}
			lines = append(lines, l)
		}
		b.Reset()
		l = pdfLine{left: math.Inf(1), bottom: math.Inf(1), right: math.Inf(-1), top: math.Inf(-1), gap: gap}
		inWord, ink = true, false
	}
	for _, g := range glyphs {
		switch {
		case g.text == hyphen:
			b.WriteRune(hyphen)
			continue
		case unicode.IsSpace(g.text) || g.text == '\u00a0' && g.right <= g.left:
			if inWord && ink {
				l.first, inWord = l.right-l.left, false
			}
			b.WriteByte(' ')
			continue
		case g.text < ' ' || g.text == 0x7f:
			continue
		}
		if far := g.left - l.right; ink && far > 3*max(l.height(), 6) {
			gap = far
			end()
			gap = 0
		}
		ink = true
		if !strings.ContainsRune(under, g.text) {
			standing = append(standing, g.bottom)
		}
		sizes = append(sizes, g.size)
		b.WriteString(expand(g.text))
		if bold = bold && g.bold; bold {
			l.bold = b.Len() - leading(b.String())
		}
		l.left, l.right = min(l.left, g.left), max(l.right, g.right)
		l.bottom, l.top = min(l.bottom, g.bottom), max(l.top, g.top)
	}
	end()
	return lines
}

// leading counts the blanks that a line begins with.
func leading(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// expand writes a ligature as the letters that it joins.
func expand(r rune) string {
	if s, ok := ligatures[r]; ok {
		return s
	}
	return string(r)
}

var ligatures = map[rune]string{'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st"}

// mendLines puts together what was drawn as several pieces of one line, as where
// the font changes.
func mendLines(lines []pdfLine) []pdfLine {
	var mended []pdfLine
	for _, l := range lines {
		if n := len(mended); n > 0 {
			last := &mended[n-1]
			between := l.left - last.right
			size := max(last.height(), l.height(), 6)
			level := math.Abs(l.middle()-last.middle()) < 0.6*size && min(l.top, last.top)-max(l.bottom, last.bottom) > 0.3*min(l.height(), last.height())
			if level && l.gap == 0 && between > -0.5*size && between < 1.5*size {
				if between > 0.12*size && !strings.HasSuffix(last.text, string(hyphen)) {
					last.text += " "
				}
				if last.bold == len(strings.TrimRight(last.text, " ")) && l.bold > 0 {
					last.bold = len(last.text) + l.bold
				}
				last.text += l.text
				last.right = max(last.right, l.right)
				last.bottom, last.top = min(last.bottom, l.bottom), max(last.top, l.top)
				continue
			}
		}
		mended = append(mended, l)
	}
	return mended
}

var (
	pageNumber  = lazily(`(?i)^[\s\-–—|]*(?:(?:page|seite|p\.|pag\.|página|pagina)\s*)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|von|de|/)\s*\d{1,4})?[\s\-–—|]*$`)
	digits      = lazily(`\d+|\b[ivxl]+\b`)
	marginal    = lazily(`^\(?\[?\d{1,4}\]?\)?$`)
	bulleted    = lazily(`^(?:[•▪◦‣·*–-]|\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)])$`)
	labelled    = lazily(`^\p{Lu}[\p{L}\p{M}\p{N}.'’ -]{0,40}:\s`)
	itemAhead   = lazily(`^\(?[a-z][.)]\s`)
	numberAhead = lazily(`^(\d{1,2})\s+(\S.*)$`)
)

// withoutHeads leaves out what stands at the top or bottom of most pages, but for
// the numbers in it, and page numbers.
func withoutHeads(pages [][]pdfLine) [][]pdfLine {
	type head struct {
		text string
		y    int // in steps of four points
	}
	seen := map[head]int{}
	keysOf := func(l pdfLine) [2]head {
		text := digits().ReplaceAllString(strings.ToLower(l.text), "#")
		y := int(math.Floor(l.middle() / 4))
		return [2]head{{text, y}, {text, y + 1}}
	}
	for _, lines := range pages {
		for i := range lines {
			if outermost(lines, i, 3) {
				for _, k := range keysOf(lines[i]) {
					seen[k]++
				}
			}
		}
	}
	out := make([][]pdfLine, len(pages))
	for n, lines := range pages {
		for i, l := range lines {
			often := 0
			for _, k := range keysOf(l) {
				often = max(often, seen[k])
			}
			recurs := often >= 3 || often == 2 && len(pages) <= 4
			number := pageNumber().MatchString(l.text) && (recurs || len(pages) == 1 && alone(lines, i))
			if outermost(lines, i, 3) && (number || recurs && often*2 >= len(pages)-1) {
				continue
			}
			out[n] = append(out[n], l)
		}
	}
	return out
}

// outermost tells whether a line is among the first or last of its page.
func outermost(lines []pdfLine, i, most int) bool {
	above, below := 0, 0
	for _, l := range lines {
		if l.bottom > lines[i].top {
			above++
		}
		if l.top < lines[i].bottom {
			below++
		}
	}
	return above < most || below < most
}

// alone tells whether a line stands apart from all others by two lines.
func alone(lines []pdfLine, i int) bool {
	for j, l := range lines {
		if j != i && l.bottom-lines[i].top < 2*lines[i].height() && lines[i].bottom-l.top < 2*lines[i].height() {
			return false
		}
	}
	return true
}

// withoutMargins leaves out numbers that stand in the margin: of paragraphs, or
// of every line as in a court's transcript.
func withoutMargins(pages [][]pdfLine) [][]pdfLine {
	var lefts, rights []float64
	for _, lines := range pages {
		for _, l := range lines {
			if !marginal().MatchString(l.text) {
				lefts, rights = append(lefts, l.left), append(rights, l.right)
			}
		}
	}
	if len(lefts) == 0 {
		return pages
	}
	slices.Sort(lefts)
	slices.Sort(rights)
	left, right := common(lefts), rights[len(rights)*95/100]
	out := make([][]pdfLine, len(pages))
	for n, lines := range pages {
		lines = withoutLineNumbers(lines)
		var margin []int
		for i, l := range lines {
			if marginal().MatchString(l.text) && (l.right < left-1 || l.left > right+1) {
				margin = append(margin, i)
			}
		}
		for i, l := range lines {
			if !slices.Contains(margin, i) {
				out[n] = append(out[n], l)
			}
		}
	}
	return out
}

// common is the value, within two points, that sorted values have most often.
func common(sorted []float64) float64 {
	best, most := sorted[0], 0
	for i, j := 0, 0; i < len(sorted); i++ {
		for j < len(sorted) && sorted[j] <= sorted[i]+2 {
			j++
		}
		if j-i > most {
			best, most = sorted[i], j-i
		}
	}
	return best
}

// withoutLineNumbers takes the numbers off a page of whose lines nearly each
// begins with the number after the one before.
func withoutLineNumbers(lines []pdfLine) []pdfLine {
	next, hits, rows := 0, 0, 0
	for _, l := range lines {
		if l.gap == 0 { // and not a piece of one
			rows++
		}
		m := numberAhead().FindStringSubmatch(l.text)
		alone := marginal().MatchString(l.text)
		if m == nil && !alone {
			continue
		}
		number := l.text
		if m != nil {
			number = m[1]
		}
		n := 0
		for _, d := range number {
			if d >= '0' && d <= '9' {
				n = n*10 + int(d-'0')
			}
		}
		if next == 0 || n == next {
			hits++
			next = n + 1
		}
	}
	if hits < 10 || hits*10 < rows*7 {
		return lines
	}
	var out []pdfLine
	next = 0
	for _, l := range lines {
		if m := numberAhead().FindStringSubmatch(l.text); m != nil {
			l.text = m[2]
		} else if marginal().MatchString(l.text) {
			continue
		}
		out = append(out, l)
	}
	return out
}

// inColumns puts the lines of a page in the order in which they are read, where
// they were not drawn in it. Columns are wide, and their lines fill them; a
// table's cells are read line by line.
func inColumns(lines []pdfLine) []pdfLine {
	gutter, across, ok := gutterOf(lines)
	up := goesUp(lines)
	if !across && (up == 0 || ok && up == 1) {
		return lines
	}
	lines = slices.Clone(lines)
	slices.SortStableFunc(lines, func(a, b pdfLine) int {
		if math.Abs(a.base-b.base) > 0.3*max(min(a.size, b.size), 4) {
			return cmp.Compare(b.base, a.base)
		}
		return cmp.Compare(a.left, b.left)
	})
	if !ok {
		return lines
	}
	var out, left, right []pdfLine
	flush := func() {
		out = append(append(out, left...), right...)
		left, right = nil, nil
	}
	for _, l := range lines {
		switch {
		case l.right <= gutter+1:
			left = append(left, l)
		case l.left >= gutter-1:
			right = append(right, l)
		default: // across both
			flush()
			out = append(out, l)
		}
	}
	flush()
	return out
}

// goesUp counts the lines that stand above the one drawn before them, in the same
// column.
func goesUp(lines []pdfLine) (n int) {
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if shared := min(a.right, b.right) - max(a.left, b.left); b.bottom > a.top && shared > 0.5*min(a.right-a.left, b.right-b.left) {
			n++
		}
	}
	return n
}

// gutterOf finds the white stripe between two columns; across tells whether the
// page was drawn back and forth over it.
func gutterOf(lines []pdfLine) (x float64, across, ok bool) {
	if len(lines) < 10 {
		return 0, false, false
	}
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		left, right = min(left, l.left), max(right, l.right)
	}
	width := right - left
	best := 0
	for step := 35; step <= 65; step++ {
		at := left + width*float64(step)/100
		var on [2]int // lines on each side
		full := [2]int{}
		crossing, turns, side := 0, 0, -1
		for _, l := range lines {
			s := -1
			switch {
			case l.right <= at:
				s = 0
			case l.left >= at:
				s = 1
			default:
				crossing++
				continue
			}
			on[s]++
			if l.right-l.left > 0.6*width*0.5*0.9 {
				full[s]++
			}
			if side >= 0 && s != side {
				turns++
			}
			side = s
		}
		few := min(on[0], on[1])
		if few >= 5 && crossing*5 < len(lines) && full[0]*2 > on[0] && full[1]*2 > on[1] && few > best {
			best, x, across, ok = few, at, turns > few, true
		}
	}
	return x, across, ok
}
