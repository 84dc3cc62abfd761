package format

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Labels may hang left of the words, which are indented. Where a label nearly fills its column, the
// blank behind it is no wider than others, and where it is wider than the column, it takes several lines.
// What shows the column is that words begin at the same place behind labels that recur.

// A lineGap is a blank within a line that is wider than others.
type lineGap struct {
	at          int     // byte of the text at which the words behind it begin
	left, right float64 // edges of the words on both sides
}

// mostGaps is how many gaps of a line are kept.
const mostGaps = 3

// leastBlank is the width of the narrowest blank between two words without the sign for one, in the size of
// their letters.
const leastBlank = 0.25

// addGap notes what is between two letters, which may be a blank, also among the gaps if it is wider than those in a
// paragraph and than the letters of a typewriter.
func (l *pdfLine) addGap(g lineGap, size float64, blank bool) {
	if g.right > g.left && (g.right-g.left > leastBlank*size || blank) {
		l.blanks = append(l.blanks, g)
	}
	if g.right-g.left > 0.7*size && len(l.gaps) < mostGaps {
		l.gaps = append(l.gaps, g)
	}
}

// manyLines reports whether a page has more lines than one of a transcript.
func manyLines(lines []pdfLine) bool { return len(lines) > 500 }

// withHanging separates labels from the words that they hang beside.
func withHanging(pages []pdfPage) {
	edge, ok := hangingEdge(pages)
	if !ok {
		return
	}
	for n := range pages {
		if !manyLines(pages[n].lines) {
			pages[n].lines = edge.cut(pages[n].lines)
		}
	}
	wrapped := edge.wrapped(pages)
	for n := range pages {
		if !manyLines(pages[n].lines) {
			pages[n].lines = edge.inOrder(pages[n].lines, wrapped)
		}
	}
}

// A hanging is the column of words beside labels.
type hanging struct {
	left float64 // edge of the words
	size float64 // of their letters

	numbered bool // numbers that count the rows, or their times, are beside the labels
}

// isMark reports whether a cell of a row is its number or its time.
func isMark(text string) bool {
	return marginNumber().MatchString(text) || timeAlone().MatchString(text)
}

func beginsWithTime(text string) bool {
	first, _, _ := strings.Cut(text, " ")
	return timeAlone().MatchString(first)
}

// cutMarks cuts the cells with the number and the times of a row from the label between them.
func cutMarks(text string) (before []string, label string, behind []string) {
	for label = text; ; {
		mark := markBefore().FindString(label)
		if mark == "" {
			break
		}
		before = append(before, strings.TrimSpace(mark))
		label = label[len(mark):]
	}
	for {
		mark := markBehind().FindString(label)
		if mark == "" {
			return before, label, behind
		}
		behind = append([]string{strings.TrimSpace(mark)}, behind...)
		label = strings.TrimSuffix(label, mark)
	}
}

// mostEdges is how many columns of a page may be those with the words.
const mostEdges = 4

// hangingEdge finds the left edge of the words; ok is false where no labels hang beside them, or all are
// separate lines already. Columns with the numbers and times of rows may be left of the words.
func hangingEdge(pages []pdfPage) (h hanging, ok bool) {
	var starts []float64
	for _, p := range pages {
		for i, l := range p.lines {
			for _, g := range l.gaps {
				starts = append(starts, g.right)
			}
			if rightOf(p.lines, i) {
				starts = append(starts, l.left)
			}
		}
	}
	slices.Sort(starts)
	size := bodySize(linesOfPages(pages))
	for range mostEdges {
		if len(starts) < 4 {
			break
		}
		c := hangingCount{hanging: hanging{left: mostCommon(starts), size: size}, labels: map[string]int{}}
		for _, p := range pages {
			for i := range p.lines {
				c.see(p.lines, i)
			}
		}
		if c.total >= 4 && !c.isOfMarks() {
			c.numbered = c.marked*2 > c.total
			return c.hanging, c.hangs()
		}
		starts = slices.DeleteFunc(starts, func(x float64) bool { return math.Abs(x-c.left) <= 2 })
	}
	return h, false
}

// A hangingCount counts what is left of a column.
type hangingCount struct {
	hanging
	labels   map[string]int // by what they say
	total    int            // of the labels
	marked   int            // rows with a number or a time
	times    int            // rows with a time in the column itself
	across   int            // lines that begin before the column and go on in it
	indented int            // lines of the column without anything beside them
	cut      bool           // a label and the words beside it are one line, or a label has several
}

// see counts line i of a page.
func (c *hangingCount) see(lines []pdfLine, i int) {
	l := lines[i]
	if l.left > c.left-0.7*c.size {
		if math.Abs(l.left-c.left) <= 1.5 {
			if beginsWithTime(l.text) {
				c.times++
			} else if !rightOf(lines, i) {
				c.indented++
			}
		}
		return
	}
	g, ok := c.gapOf(l)
	switch {
	case isMark(l.text):
		c.marked++
	case ok:
		c.cut = true
		if beginsWithTime(l.text[g.at:]) {
			c.times++
		}
		c.label(l.text[:g.at])
	case c.beside(lines, i):
		c.label(l.text)
	case l.right > c.left+2:
		c.across++
	default:
		c.cut = true // a second line of a label
	}
}

// label counts a label, which marks of its row may be beside.
func (c *hangingCount) label(text string) {
	before, label, behind := cutMarks(strings.TrimSpace(text))
	if len(before)+len(behind) > 0 {
		c.marked++
	}
	if label != "" && utf8.RuneCountInString(label) <= 40 {
		c.labels[label]++
		c.total++
	}
}

// isOfMarks reports whether the column or all that is left of it are numbers and times.
func (c *hangingCount) isOfMarks() bool { return c.total*2 < c.marked || c.times*2 > c.total }

// hangs reports whether labels that recur hang beside the column.
func (c *hangingCount) hangs() bool {
	return c.cut && c.total >= 4 && len(c.labels)*2 <= c.total && (c.across == 0 || c.across*2 <= min(c.total, c.indented))
}

// rightOf reports whether a line that was drawn near line i is left of it at its height.
func rightOf(lines []pdfLine, i int) bool {
	return slices.ContainsFunc(lines[max(i-3, 0):min(i+4, len(lines))], func(l pdfLine) bool {
		return l.right <= lines[i].left && l.levelWith(lines[i])
	})
}

// gapOf is the gap of a line behind which the column begins.
func (h hanging) gapOf(l pdfLine) (g lineGap, ok bool) {
	for _, g := range l.gaps {
		if math.Abs(g.right-h.left) <= 1.5 && g.at < len(l.text) {
			return g, true
		}
	}
	return g, false
}

// beside reports whether line i is left of the column, with words at its height.
func (h hanging) beside(lines []pdfLine, i int) bool {
	l := lines[i]
	if l.right > h.left+1 {
		return false
	}
	for j := max(i-3, 0); j < min(i+4, len(lines)); j++ {
		_, cut := h.gapOf(lines[j])
		if j != i && (cut || math.Abs(lines[j].left-h.left) <= 1.5) && l.levelWith(lines[j]) {
			return true
		}
	}
	return false
}

// cut makes two lines of each with a label and words.
func (h hanging) cut(lines []pdfLine) (out []pdfLine) {
	for _, l := range lines {
		g, ok := h.gapOf(l)
		switch {
		case l.left > h.left-0.7*h.size || !ok && (!h.numbered || l.right > h.left+1):
			out = append(out, l)
			continue
		case !ok:
			out = append(out, l.cells()...)
			continue
		}
		label, words := l, l
		label.text, label.right = strings.TrimSpace(l.text[:g.at]), g.left
		label.bold = min(l.bold, len(label.text))
		words.text, words.left, words.gap, words.gaps = l.text[g.at:], g.right, math.Inf(1), nil
		words.bold = 0
		word, _, _ := strings.Cut(words.text, " ")
		words.first = (words.right - words.left) * float64(len(word)) / float64(len(words.text))
		if h.numbered {
			out = append(append(out, label.cells()...), words)
			continue
		}
		label.gaps = nil
		out = append(out, label, words)
	}
	return out
}

// cells makes a line of each cell of a label with the marks of its row, or with the names of the columns.
func (l pdfLine) cells() (out []pdfLine) {
	before, label, behind := cutMarks(l.text)
	texts := slices.Concat(before, []string{label}, behind)
	if label == l.text {
		texts = nil
		at := 0
		for _, g := range append(l.gaps, lineGap{at: len(l.text)}) {
			if g.at <= len(l.text) {
				texts = append(texts, strings.TrimSpace(l.text[at:g.at]))
				at = g.at
			}
		}
	}
	at, width := 0, (l.right-l.left)/float64(max(len(l.text), 1))
	for _, text := range texts {
		if text == "" {
			continue
		}
		cell := l
		at += strings.Index(l.text[at:], text)
		cell.text, cell.bold, cell.gaps = text, min(max(l.bold-at, 0), len(text)), nil
		cell.left, cell.right = l.left+width*float64(at), l.left+width*float64(at+len(text))
		if cell.first = cell.right - cell.left; len(out) > 0 {
			cell.gap = math.Inf(1)
		}
		at += len(text)
		out = append(out, cell)
	}
	return out
}

// isLabel reports whether a line is left of the column, and no mark of a row.
func (h hanging) isLabel(l pdfLine) bool {
	return l.left < h.left-0.7*h.size && l.right <= h.left+1 && !isMark(l.text)
}

// A labelPair is what is below a label.
type labelPair struct {
	below string // the label right below each time, "" where it is another or further away
	times int
	apart int // how often the label after both is further away
	runs  int // how often the words go on beside the second
}

// wrapped are the second lines of labels by the first ones: the same one is right below each time, the
// next label is further away, and the words do not begin anew beside it.
func (h hanging) wrapped(pages []pdfPage) map[string]string {
	pairs, above := map[string]*labelPair{}, map[string]int{}
	for _, p := range pages {
		if manyLines(p.lines) {
			continue
		}
		labels := h.labelsOf(p.lines)
		for i, l := range labels {
			next := ""
			if i+1 < len(labels) && l.base-labels[i+1].base <= 1.5*h.size {
				next = labels[i+1].text
				above[next]++
			}
			x := pairs[l.text]
			if x == nil {
				x = &labelPair{below: next}
				pairs[l.text] = x
			}
			if x.times++; x.below != next {
				x.below = ""
			}
			if next == "" {
				continue
			}
			if i+2 == len(labels) || labels[i+1].base-labels[i+2].base > l.base-labels[i+1].base+1 {
				x.apart++
			}
			if h.runsOn(p.lines, labels[i+1]) {
				x.runs++
			}
		}
	}
	found := map[string]string{}
	for first, x := range pairs {
		second := pairs[x.below]
		if second == nil || x.times < 2 || second.times != x.times || above[x.below] != x.times {
			continue
		}
		if x.runs >= 2 && x.runs*4 >= x.times && !strings.HasSuffix(first, ":") {
			found[first] = x.below
		}
	}
	for again := true; again; { // a line in the middle of a label has the next one right below it
		again = false
		for first, second := range found {
			if _, goesOn := found[second]; !goesOn && pairs[first].apart*4 < pairs[first].times*3 {
				delete(found, first)
				again = true
			}
		}
	}
	return found
}

// runsOn reports whether the words beside a label go on with those above, or there are none.
func (h hanging) runsOn(lines []pdfLine, label pdfLine) bool {
	for i, l := range lines {
		if l.left > h.left-0.7*h.size && l.levelWith(label) {
			return i > 0 && !h.isLabel(lines[i-1]) && !terminal(lines[i-1].text)
		}
	}
	return true
}

// labelsOf are the labels of a page from top to bottom.
func (h hanging) labelsOf(lines []pdfLine) (labels []pdfLine) {
	for _, l := range lines {
		if h.isLabel(l) {
			labels = append(labels, l)
		}
	}
	slices.SortStableFunc(labels, func(a, b pdfLine) int { return cmp.Compare(b.base, a.base) })
	return labels
}

// inRowOf reports whether a label is another line of the one above it, where rows have marks.
func (h hanging) inRowOf(above, l pdfLine, lines []pdfLine) bool {
	return h.numbered && slices.ContainsFunc(lines, func(m pdfLine) bool { return h.marks(m) && m.levelWith(above) }) &&
		!slices.ContainsFunc(lines, func(m pdfLine) bool { return h.marks(m) && m.base < above.base-1 && m.base >= l.base-1 })
}

// marks reports whether a line is the number or the time of a row.
func (h hanging) marks(l pdfLine) bool { return l.left < h.left-0.7*h.size && isMark(l.text) }

// inOrder puts each label before the words at its height, and joins those of several lines.
func (h hanging) inOrder(lines []pdfLine, wrapped map[string]string) (out []pdfLine) {
	var labels []pdfLine
	next := ""
	for _, l := range h.labelsOf(lines) {
		if n := len(labels); n == 0 || l.text != next && !h.inRowOf(labels[n-1], l, lines) {
			if l.own = true; l.gap > 0 { // not joined to the number before it
				l.gap = math.Inf(1)
			}
			labels = append(labels, l)
		} else {
			last := &labels[len(labels)-1]
			if cut, ok := cutHyphen(last.text); ok {
				last.text = cut + l.text
			} else {
				last.text += " " + l.text
			}
			last.right = max(last.right, l.right)
		}
		next = wrapped[l.text]
	}
	for _, l := range lines {
		if h.isLabel(l) {
			continue
		}
		for len(labels) > 0 && (labels[0].levelWith(l) || labels[0].base > l.base) &&
			(l.left > h.left-0.7*h.size || h.marks(l) && labels[0].levelWith(l) && labels[0].left < l.left) {
			if labels[0].levelWith(l) {
				l.gap, l.hung = math.Inf(1), true // the label is no number that counts the lines
			}
			out, labels = append(out, labels[0]), labels[1:]
		}
		out = append(out, l)
	}
	return append(out, labels...)
}
