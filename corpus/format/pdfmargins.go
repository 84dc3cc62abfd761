package format

import (
	"slices"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	marginNumber = lazyregexp.New(`^\(?\[?\d{1,4}\]?\)?$`)
	lineNumber   = lazyregexp.New(`^(\d{1,2})\s+(\S.*)$`)
)

// withoutMargins takes out the numbers of lines, as in a court's transcript, and of
// paragraphs in the margin. Numbers beside lines that do not count them are a column of a
// table, and stay.
func withoutMargins(pages []pdfPage) (gone []pdfLeftOut) {
	counts := countsLines(pages)
	for n := range pages {
		var numbers []string
		if !counts {
			break
		}
		if pages[n].lines, numbers = withoutLineNumbers(pages[n].lines); len(numbers) > 0 {
			gone = append(gone, pdfLeftOut{n, corpus.LineNumber, strings.Join(numbers, " ")})
		}
	}
	left, right, ok := textEdges(pages)
	if !ok {
		return gone
	}
	for _, side := range []func(pdfLine) bool{
		func(l pdfLine) bool { return l.right < left-1 },
		func(l pdfLine) bool { return l.left > right+1 },
	} {
		gone = append(gone, withoutMargin(pages, left, right, func(l pdfLine) bool {
			return l.row == nil && marginNumber().MatchString(l.text) && side(l)
		})...)
	}
	return gone
}

// textEdges are the left edge of most lines and the right one of the longest.
func textEdges(pages []pdfPage) (left, right float64, ok bool) {
	var lefts, rights []float64
	for _, p := range pages {
		for _, l := range p.lines {
			if !marginNumber().MatchString(l.text) {
				lefts, rights = append(lefts, l.left), append(rights, l.right)
			}
		}
	}
	if len(lefts) == 0 {
		return 0, 0, false
	}
	slices.Sort(lefts)
	slices.Sort(rights)
	return mostCommon(lefts), rights[len(rights)*95/100], true
}

// withoutMargin takes out the numbers of one margin if they count lines or paragraphs.
func withoutMargin(pages []pdfPage, left, right float64, inMargin func(pdfLine) bool) (gone []pdfLeftOut) {
	c := marginCount{left: left, right: right}
	for _, p := range pages {
		c.page(p.lines, inMargin)
	}
	if !c.counts() {
		return nil
	}
	for n := range pages {
		var kept []pdfLine
		var numbers []string
		for _, l := range pages[n].lines {
			if inMargin(l) && !crowded(pages[n].lines) {
				numbers = append(numbers, l.text)
			} else {
				kept = append(kept, l)
			}
		}
		if pages[n].lines = kept; len(numbers) > 0 {
			gone = append(gone, pdfLeftOut{n, corpus.LineNumber, strings.Join(numbers, " ")})
		}
	}
	return gone
}

// A marginCount tells numbers that count lines or paragraphs from a column of a table.
type marginCount struct {
	left, right float64 // edges of the text

	steps  map[int]int // differences of a number to the one above it
	total  int         // of the steps
	every  int         // steps that are as many lines as they say
	pages  int         // that have numbers and go on from the page before
	last   int         // the last number of the page before
	beside int         // numbers beside one line
	prose  int         // lines of these pages that fill more than half of the text's width
	lines  int         // of these pages
}

// page adds the numbers in the margin of a page.
func (c *marginCount) page(lines []pdfLine, inMargin func(pdfLine) bool) {
	var numbers, text []pdfLine
	for _, l := range lines {
		if inMargin(l) {
			numbers = append(numbers, l)
		} else {
			text = append(text, l)
		}
	}
	if len(numbers) == 0 || crowded(lines) {
		return
	}
	slices.SortStableFunc(numbers, func(a, b pdfLine) int { return int(b.base - a.base) })
	for _, l := range text {
		if c.lines++; l.right-l.left > 0.5*(c.right-c.left) {
			c.prose++
		}
	}
	if c.steps == nil {
		c.steps = map[int]int{}
	}
	before, above := 0, pdfLine{}
	for i, l := range numbers {
		n, _ := leadingNumber(l.text)
		switch {
		case i > 0:
			c.steps[n-before]++
			c.total++
			if between(text, above, l) == n-before {
				c.every++
			}
		case n > c.last && c.last > 0:
			c.pages++
			c.steps[n-c.last]++
			c.total++
		}
		if level(text, l) == 1 {
			c.beside++
		}
		before, above = n, l
	}
	c.last = before
}

// counts reports whether the numbers count lines or paragraphs: with one step between
// them, beside running text, and either as many lines apart as they say or on from page
// to page.
func (c *marginCount) counts() bool {
	step, most := 0, 0
	for s, n := range c.steps {
		if n > most || n == most && s < step {
			step, most = s, n
		}
	}
	numbers := c.beside
	if step <= 0 || c.total < 2 || most*10 < c.total*8 || numbers*10 < c.total*7 || c.prose*2 < c.lines {
		return false
	}
	return step > 1 && c.every*10 >= c.total*7 || // each second, fifth or tenth line
		c.total >= 9 || c.pages > 0 && c.total >= 3
}

// between counts the lines of a text from one line down to another, without the first.
func between(text []pdfLine, above, l pdfLine) (n int) {
	var rows []pdfLine
	for _, t := range text {
		below := t.base < above.base-0.5*t.height() && t.base > l.base-0.5*t.height()
		if below && !slices.ContainsFunc(rows, t.levelWith) {
			rows = append(rows, t)
			n++
		}
	}
	return n
}

// level counts the lines of a text at the height of l.
func level(text []pdfLine, l pdfLine) (n int) {
	for _, t := range text {
		if t.levelWith(l) {
			n++
		}
	}
	return n
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

// countsLines reports whether the numbers that lines begin with count lines on most pages, and not the rows
// of a table, which have one line on some pages.
func countsLines(pages []pdfPage) bool {
	lines, rows := 0, 0
	for _, p := range pages {
		if counted, ok := countedLines(p.lines); ok {
			lines++
		} else if len(counted) >= 5 {
			rows++
		}
	}
	return lines > rows
}

// countedLines are the lines of a page that begin with consecutive numbers; ok tells whether they are most.
func countedLines(lines []pdfLine) (counted map[int]bool, ok bool) {
	next, rows := 0, 0
	counted = map[int]bool{}
	for i, l := range lines {
		if l.row != nil {
			continue
		}
		if l.gap == 0 { // not the right part of one
			rows++
		}
		n, ok := leadingNumber(l.text)
		if ok && n == 1 && len(counted) == 1 { // the number before was not of a line
			next, counted = 1, map[int]bool{}
		}
		if ok && (next == 0 || n == next) {
			counted[i] = true
			next = n + 1
		}
	}
	return counted, len(counted) >= 10 && len(counted)*10 >= rows*7
}

// withoutLineNumbers removes the numbers from a page on which most lines begin with
// consecutive numbers, and returns them.
func withoutLineNumbers(lines []pdfLine) (kept []pdfLine, numbers []string) {
	counted, ok := countedLines(lines)
	if !ok {
		return lines, nil
	}
	for i, l := range lines {
		m := lineNumber().FindStringSubmatch(l.text)
		switch {
		case !counted[i]:
		case m != nil:
			l.text = m[2]
			word, _, _ := strings.Cut(l.text, " ")
			l.first = (l.right - l.left) * float64(len(word)) / float64(len(l.text)+len(m[1])+1)
			numbers = append(numbers, m[1])
		default:
			numbers = append(numbers, l.text)
			continue
		}
		kept = append(kept, l)
	}
	return kept, numbers
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
