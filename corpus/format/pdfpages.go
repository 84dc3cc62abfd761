package format

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"crosscase/corpus/internal/lazyregexp"
)

var (
	pageNumber = lazyregexp.New(`(?i)^[\s\-–—|]*(?:(?:page|seite|p\.|pag\.|página|pagina)\s*)?` +
		`(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|von|de|/)\s*\d{1,4})?[\s\-–—|]*$`)
	digits       = lazyregexp.New(`\d+|\b[ivxl]+\b`)
	marginNumber = lazyregexp.New(`^\(?\[?\d{1,4}\]?\)?$`)
	listMarker   = lazyregexp.New(`^(?:[•▪◦‣·*–-]|\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)])$`)
	speakerLabel = lazyregexp.New(`^\p{Lu}[\p{L}\p{M}\p{N}.'’ -]{0,40}:\s`)
	letteredItem = lazyregexp.New(`^\(?[a-z][.)]\s`)
	lineNumber   = lazyregexp.New(`^(\d{1,2})\s+(\S.*)$`)
)

// withoutHeaders leaves out page numbers, and the first and last lines that most
// pages have, apart from the numbers in them.
func withoutHeaders(pages [][]pdfLine) [][]pdfLine {
	seen := map[header]int{} // pages with a line like this at their edges
	for _, lines := range pages {
		for i := range lines {
			if outermost(lines, i, 3) {
				for _, h := range headersOf(lines[i]) {
					seen[h]++
				}
			}
		}
	}
	out := make([][]pdfLine, len(pages))
	for n, lines := range pages {
		for i, l := range lines {
			times := 0
			for _, h := range headersOf(l) {
				times = max(times, seen[h])
			}
			recurs := times >= 3 || times == 2 && len(pages) <= 4
			number := pageNumber().MatchString(l.text) && (recurs || len(pages) == 1 && alone(lines, i))
			if outermost(lines, i, 3) && (number || recurs && times*2 >= len(pages)-1) {
				continue
			}
			out[n] = append(out[n], l)
		}
	}
	return out
}

// A header is what a line has in common with the same line of other pages.
type header struct {
	text string // in lower case, with # for numbers
	y    int    // height in steps of four points
}

// headersOf returns two headers, so that lines with up to four points between them
// share one.
func headersOf(l pdfLine) [2]header {
	text := digits().ReplaceAllString(strings.ToLower(l.text), "#")
	y := int(math.Floor(l.middle() / 4))
	return [2]header{{text, y}, {text, y + 1}}
}

// outermost reports whether line i is among the first or last most lines of a page.
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

// alone reports whether line i is two lines or more away from all others.
func alone(lines []pdfLine, i int) bool {
	for j, l := range lines {
		if j != i && l.bottom-lines[i].top < 2*lines[i].height() && lines[i].bottom-l.top < 2*lines[i].height() {
			return false
		}
	}
	return true
}

// withoutMargins leaves out numbers in the margin: of paragraphs, or of lines as in a
// court's transcript.
func withoutMargins(pages [][]pdfLine) [][]pdfLine {
	var lefts, rights []float64
	for _, lines := range pages {
		for _, l := range lines {
			if !marginNumber().MatchString(l.text) {
				lefts, rights = append(lefts, l.left), append(rights, l.right)
			}
		}
	}
	if len(lefts) == 0 {
		return pages
	}
	slices.Sort(lefts)
	slices.Sort(rights)
	left, right := mostCommon(lefts), rights[len(rights)*95/100]
	out := make([][]pdfLine, len(pages))
	for n, lines := range pages {
		for _, l := range withoutLineNumbers(lines) {
			if !marginNumber().MatchString(l.text) || l.right >= left-1 && l.left <= right+1 {
				out[n] = append(out[n], l)
			}
		}
	}
	return out
}

// mostCommon returns the most frequent of sorted values; those within two points are
// the same.
func mostCommon(sorted []float64) float64 {
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

// withoutLineNumbers removes the numbers from a page on which most lines begin with
// consecutive numbers.
func withoutLineNumbers(lines []pdfLine) []pdfLine {
	next, hits, rows := 0, 0, 0
	for _, l := range lines {
		if l.gap == 0 { // not the right part of one
			rows++
		}
		n, ok := leadingNumber(l.text)
		if ok && (next == 0 || n == next) {
			hits++
			next = n + 1
		}
	}
	if hits < 10 || hits*10 < rows*7 {
		return lines
	}
	var out []pdfLine
	for _, l := range lines {
		if m := lineNumber().FindStringSubmatch(l.text); m != nil {
			l.text = m[2]
		} else if marginNumber().MatchString(l.text) {
			continue
		}
		out = append(out, l)
	}
	return out
}

// leadingNumber returns the number that a line begins with, or that it is.
func leadingNumber(line string) (n int, ok bool) {
	number := line
	if m := lineNumber().FindStringSubmatch(line); m != nil {
		number = m[1]
	} else if !marginNumber().MatchString(line) {
		return 0, false
	}
	for _, d := range number {
		if d >= '0' && d <= '9' {
			n = n*10 + int(d-'0')
		}
	}
	return n, true
}

// inColumns puts the lines of a page in reading order, if they were drawn in another.
// The lines of columns are wide and fill them; the cells of a table are read line by
// line.
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
	return leftThenRight(lines, gutter)
}

// leftThenRight puts the left column before the right one, between lines across both.
func leftThenRight(lines []pdfLine, gutter float64) []pdfLine {
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

// goesUp counts the lines that are above the line drawn before them, in the same
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

// gutterOf finds the middle of the white space between two columns. across tells
// whether the page was drawn back and forth over it.
func gutterOf(lines []pdfLine) (x float64, across, ok bool) {
	if len(lines) < 10 {
		return 0, false, false
	}
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		left, right = min(left, l.left), max(right, l.right)
	}
	best := 0
	for step := 35; step <= 65; step++ {
		at := left + (right-left)*float64(step)/100
		s := sidesOf(lines, at, right-left)
		if few := min(s.lines[0], s.lines[1]); few > best && s.columns(len(lines)) {
			best, x, across, ok = few, at, s.turns > few, true
		}
	}
	return x, across, ok
}

// sides count the lines of a page left and right of a vertical line.
type sides struct {
	lines    [2]int
	full     [2]int // that fill a column
	crossing int    // the vertical line
	turns    int    // from one side to the other, as drawn
}

func sidesOf(lines []pdfLine, at, width float64) (s sides) {
	before := -1
	for _, l := range lines {
		side := 0
		switch {
		case l.right <= at:
		case l.left >= at:
			side = 1
		default:
			s.crossing++
			continue
		}
		s.lines[side]++
		if l.right-l.left > 0.6*width*0.5*0.9 {
			s.full[side]++
		}
		if before >= 0 && side != before {
			s.turns++
		}
		before = side
	}
	return s
}

// columns reports whether both sides are columns of running text.
func (s sides) columns(all int) bool {
	return min(s.lines[0], s.lines[1]) >= 5 && s.crossing*5 < all && s.full[0]*2 > s.lines[0] && s.full[1]*2 > s.lines[1]
}
