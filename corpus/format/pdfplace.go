package format

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"crosscase/corpus"
)

// flow is the order in which a page is read: its lines with the answers among them, and
// before which line (the last: after all) groups of turned lines and of notes are read.
func (page pdfPage) flow(p *pdfText) (lines []pdfLine, asides map[int][]aside) {
	lines = p.dropCaps(page.lines)
	for _, f := range page.fields {
		lines = placeField(lines, f)
	}
	asides = map[int][]aside{}
	if n := p.notesFrom(lines); n < len(lines) {
		asides[n] = append(asides[n], aside{lines: lines[n:]})
		lines = lines[:n]
	}
	for n, a := range slices.Backward(page.aside) {
		i := a.before(lines)
		if len(lines) > 0 && page.inCells(n) {
			i = a.rowOf(lines)
		}
		asides[i] = append([]aside{a}, asides[i]...)
	}
	return lines, asides
}

// notesFrom is the first of the lines at the end of a page that are smaller than the text,
// as footnotes are; their number if there are none or nothing else.
func (p *pdfText) notesFrom(lines []pdfLine) int {
	n := len(lines)
	for n > 0 && p.isSmall(lines[n-1]) && !lines[n-1].own {
		n--
	}
	if n == 0 {
		return len(lines)
	}
	for _, l := range lines[n:] { // in another column, or a table
		if l.top > lines[n-1].bottom+0.5*p.size {
			return len(lines)
		}
	}
	return n
}

// before is the index of the line before which turned lines are read: where they are
// drawn between lines, or before all if they are in the margin.
func (a aside) before(lines []pdfLine) int {
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		left, right = min(left, l.left), max(right, l.right)
	}
	if shared := min(right, a.box.right) - max(left, a.box.left); shared < 0.5*(a.box.right-a.box.left) {
		return 0
	}
	at := 0
	for i, l := range lines {
		above := l.base >= (a.box.top+a.box.bottom)/2 && min(l.right, a.box.right) > max(l.left, a.box.left)
		if above || l.base < a.box.top && l.base > a.box.bottom-l.size && l.right <= a.box.left+2 { // or left of it, in its row
			at = i + 1
		}
	}
	return at
}

// inCells reports whether turned lines are above or below others that are turned as they are, as the cells
// of a table's first column are. The words of a plan are not.
func (page pdfPage) inCells(n int) bool {
	const most = 200
	a := page.aside[n]
	return len(page.aside) <= most && slices.ContainsFunc(page.aside, func(b aside) bool {
		return a.turn == b.turn && math.Abs(a.box.left-b.box.left) <= 2 && (a.box.bottom > b.box.top || b.box.bottom > a.box.top)
	})
}

// rowOf is the index of the first line of the row of cells nearest to turned lines; there are lines.
func (a aside) rowOf(lines []pdfLine) int {
	middle := (a.box.bottom + a.box.top) / 2
	at := 0
	for i, l := range lines { // the nearest
		if math.Abs(l.middle()-middle) < math.Abs(lines[at].middle()-middle) {
			at = i
		}
	}
	for before := -1; at > 0 && at != before; {
		before = at
		for at > 0 && lines[at-1].base-lines[at].base < 1.6*lines[at].size && lines[at-1].base > lines[at].base {
			at--
		}
		if left := slices.IndexFunc(lines[:at], lines[at].levelWith); left >= 0 { // another cell of the row
			at = left
		}
	}
	return at
}

// placeField puts an answer beside the line at its height, or else after the lowest line
// above it.
func placeField(lines []pdfLine, f pdfLine) []pdfLine {
	at, below, beside := 0, math.Inf(1), -1
	for i, l := range lines {
		switch {
		case f.beside(l):
			if beside < 0 || l.right <= f.left+2 {
				beside = i
			}
		case l.middle() > f.middle() && min(l.right, f.right) > max(l.left, f.left)-40 && l.middle()-f.middle() <= below:
			at, below = i+1, l.middle()-f.middle()
		}
	}
	if beside < 0 {
		for at < len(lines) && at > 0 && lines[at].levelWith(lines[at-1]) { // after the whole row
			at++
		}
		return slices.Insert(slices.Clone(lines), at, f)
	}
	lines = slices.Clone(lines)
	f.base, f.bottom, f.top = lines[beside].base, lines[beside].bottom, lines[beside].top
	for i := range lines {
		if f.beside(lines[i]) {
			lines[i].own = true
		}
	}
	if at = beside; lines[beside].left < f.left {
		at++
	}
	return slices.Insert(lines, at, f)
}

// beside reports whether a line is at the height of an answer, left or right of it.
func (l pdfLine) beside(m pdfLine) bool {
	apart := m.right <= l.left+2 || m.left >= l.right-2
	return apart && m.middle() <= l.top+1 && m.middle() >= l.bottom-1
}

// initialSize is how much larger a large first letter is than the text, at the least.
const initialSize = 1.8

// dropCaps joins large first letters to the line that they begin.
func (p *pdfText) dropCaps(lines []pdfLine) []pdfLine {
	if crowded(lines) {
		return lines
	}
	for i := 0; i < len(lines); i++ {
		c := lines[i]
		if len(c.text) > 8 || c.size < initialSize*p.size || !isCapital(c.text) {
			continue
		}
		first := -1
		for j, l := range lines {
			if j != i && c.initialOf(l) && (first < 0 || l.base > lines[first].base) {
				first = j
			}
		}
		if first < 0 {
			continue
		}
		lines = slices.Clone(lines)
		l := &lines[first]
		word, _, _ := strings.Cut(l.text, " ")
		evident := c.blankBehind(*l, lines) || p.words[bare(c.text)] > 1 && p.words[bare(word)] > 1
		if p.words[bare(c.text+word)] == 0 && evident {
			l.text = " " + l.text
		}
		l.text = c.text + l.text
		lines = slices.Delete(lines, i, i+1)
		i--
	}
	return lines
}

// blankBehind reports whether the words beside a large letter begin further to the right than those below
// them: behind the blank that follows a word of one letter.
func (c pdfLine) blankBehind(first pdfLine, lines []pdfLine) bool {
	return slices.ContainsFunc(lines, func(l pdfLine) bool {
		return l.base < first.base-0.5*l.size && c.initialOf(l) && first.left-l.left > 0.15*first.size
	})
}

// isCapital reports whether a text is one letter, perhaps after a quotation mark.
func isCapital(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLower(r) || unicode.IsSpace(r) || unicode.IsDigit(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters == 1
}

// initialOf reports whether l is right of a large letter and not below it.
func (c pdfLine) initialOf(l pdfLine) bool {
	return l.size < 0.7*c.size && l.left >= c.right-2 && l.left-c.right < 2.5*l.size && l.middle() <= c.top+0.5*l.size && l.middle() > c.bottom
}

// commentsOf finds the words that the comments of each page are about.
func commentsOf(pages []pdfPage, doc corpus.Document) (comments []corpus.Comment) {
	for n, p := range pages {
		if len(p.notes) == 0 {
			continue
		}
		from := doc.Pages[n]
		for _, note := range p.notes {
			span, ok := findWords(doc.Body, from, note.words)
			if !ok {
				span, ok = findWords(doc.Body, from, p.nearest(note.y))
			}
			if !ok {
				span = spanAt(doc, from)
			}
			comments = append(comments, corpus.Comment{Span: span, Author: note.author, At: note.at, Text: note.text})
		}
	}
	return comments
}

// nearest is the text of the line nearest to a height.
func (p pdfPage) nearest(y float64) string {
	best, text := math.Inf(1), ""
	for _, l := range p.lines {
		if d := math.Abs(l.middle() - y); d < best {
			best, text = d, l.text
		}
	}
	return text
}

// spanAt is the block at a byte, or the last one.
func spanAt(doc corpus.Document, at int) (span corpus.Span) {
	for _, b := range doc.Blocks {
		if span = b.Span; span.End > at {
			break
		}
	}
	return span
}

// findWords finds words from a byte of a text on, whatever blanks and hyphens are between
// their letters.
func findWords(body string, from int, words string) (span corpus.Span, ok bool) {
	want := []rune(strings.Map(letterOnly, words))
	if len(want) == 0 {
		return span, false
	}
	var letters []rune
	var places []int
	for i, r := range body[from:min(len(body), from+longPage)] {
		if r = letterOnly(r); r >= 0 {
			letters, places = append(letters, r), append(places, from+i)
		}
	}
	for i := 0; i+len(want) <= len(letters); i++ {
		if slices.Equal(letters[i:i+len(want)], want) {
			last := places[i+len(want)-1]
			return corpus.Span{Start: places[i], End: last + len(string(letters[i+len(want)-1]))}, true
		}
	}
	return span, false
}

// longPage is how many bytes the text of a page has at the most where words are looked for.
const longPage = 50_000

// letterOnly is a letter, digit or mark; -1 for what may be different at the end of a line.
func letterOnly(r rune) rune {
	if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("-\u00ad\u2010\ufffe", r) {
		return -1
	}
	return r
}
