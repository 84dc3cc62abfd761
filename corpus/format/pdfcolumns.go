package format

import (
	"cmp"
	"math"
	"slices"

	"crosscase/corpus/internal/lazyregexp"
)

// The time and the name with which a turn may begin.
const (
	timeOfTurn = `[\[(#]?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? )?\d{1,2}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?(?: --> [\d:.,]+)?[\])#]?`
	nameOfTurn = `[\p{Lu}\p{Lo}][\p{L}\p{M}\p{N}.'’ -]{0,40}`
)

var (
	listMarker   = lazyregexp.New(`^(?:[•▪◦‣·*–-]|\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)])$`)
	speakerLabel = lazyregexp.New( // [0:05] Jane Roe (North): text
		`^(?:` + timeOfTurn + `\s(?:[-–]\s)?)?` + nameOfTurn + `(?:\s\([^()]{1,30}\))*(?::(?:\s|$)|：)` +
			`|^` + nameOfTurn + `\s` + timeOfTurn + `(?:\s|:|$)` + // Jane Roe [0:05] text
			`|^` + timeOfTurn + `(?:\s|$)` +
			`|^[\[(]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]` + // (0:05)Roe: text
			`|^(?:The|Mr\.|Mrs\.|Ms\.|Miss|Dr\.|Senator) \p{Lu}[\p{Lu}'’-]+\.\s`, // Mr. ROE. text
	)
	nameAlone    = lazyregexp.New(`^` + nameOfTurn + `$`)
	timeAlone    = lazyregexp.New(`^` + timeOfTurn + `$`)
	markBefore   = lazyregexp.New(`^(?:` + timeOfTurn + `(?:\s?[-–]\s?` + timeOfTurn + `)?|[\[(]?\d{1,3}[.)\]]{0,2})(?:\s+|$)`)
	markBehind   = lazyregexp.New(`(?:^|\s+)` + timeOfTurn + `(?:\s?[-–]\s?` + timeOfTurn + `)?$`)
	itemNumber   = lazyregexp.New(`^[\[(]?(\d{1,3})[.)\]]{0,2}\s`)
	figure       = lazyregexp.New(`^[-+−–(]?[€£$]?\s?\d[\d.,’'\s/:]*\)?\s?(?:%|€|£|\$|\p{L}{1,3})?$`)
	letteredItem = lazyregexp.New(`^\(?[a-z][.)]\s`)
)

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

// crowded reports whether a page has more lines than any page of text: a plan or a map,
// whose lines are read as they were drawn.
func crowded(lines []pdfLine) bool { return len(lines) > 5000 }

// inRows puts the figures of a table that was drawn column by column beside their lines.
func inRows(lines []pdfLine) []pdfLine {
	if crowded(lines) {
		return lines
	}
	if _, _, ok := gutterOf(lines); ok { // beside the lines of another column
		return lines
	}
	for from := 0; from < len(lines); from++ {
		to := from
		for to < len(lines) && lines[to].isFigure() && (to == from || lines[to].bottom < lines[to-1].bottom &&
			min(lines[to].right, lines[to-1].right) > max(lines[to].left, lines[to-1].left)) && !touches(lines, to) {
			to++
		}
		if to-from >= 2 {
			lines = besideRows(lines, from, to)
			from = to - 1
		}
	}
	return lines
}

// isFigure reports whether a line is a figure, and not a row of a table.
func (l pdfLine) isFigure() bool { return l.row == nil && figure().MatchString(l.text) }

// touches reports whether line i was drawn next to one at its height.
func touches(lines []pdfLine, i int) bool {
	return i > 0 && lines[i].levelWith(lines[i-1]) || i+1 < len(lines) && lines[i].levelWith(lines[i+1])
}

// besideRows moves each of some lines into the row of other lines that it is level with,
// if all but a few have one.
func besideRows(lines []pdfLine, from, to int) []pdfLine {
	rest := slices.Concat(lines[:from], lines[to:])
	found := 0
	for _, f := range lines[from:to] {
		if slices.ContainsFunc(rest, f.levelWith) {
			found++
		}
	}
	if found*10 < (to-from)*8 {
		return lines
	}
	at := from
	for _, f := range lines[from:to] {
		i := slices.IndexFunc(rest, f.levelWith)
		switch {
		case i < 0:
			i = min(at, len(rest))
		default:
			for i < len(rest) && rest[i].levelWith(f) && rest[i].left < f.left {
				i++
			}
		}
		rest = slices.Insert(rest, i, f)
		at = i + 1
	}
	return rest
}
