package format

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// joinPages makes a document of pages.
func joinPages(pages []pdfPage) corpus.Document {
	gone := slices.Concat(readingsOf(pages), withoutHeads(pages))
	withRows(pages)
	gone = append(gone, withoutMargins(pages)...)
	withHanging(pages)
	for i := range pages {
		p := &pages[i]
		p.lines = inRows(inColumns(withNumbers(p.lines)))
		for j := range p.aside {
			a := &p.aside[j]
			a.lines = inRows(inColumns(withNumbers(a.lines)))
		}
	}
	lines := linesOfPages(pages)
	p := measured(lines)
	p.words = vocabulary(lines)
	p.habits = habitsOf(lines)
	p.pages = slices.Repeat([]int{-1}, len(pages))
	for i := range pages {
		p.page(i, pages[i])
	}
	p.end()
	p.asides()
	doc := p.b.document()
	doc.Pages = p.pages
	next := len(doc.Body)
	for i := len(doc.Pages) - 1; i >= 0; i-- { // a page without words begins where the next one does
		if doc.Pages[i] < 0 || doc.Pages[i] > next {
			doc.Pages[i] = next
		}
		next = doc.Pages[i]
	}
	doc.Comments = commentsOf(pages, doc)
	doc.LeftOut = leftOutOf(append(gone, notKept(pages, doc, gone)...))
	return doc
}

// linesOfPages are the lines of each page and of each group of turned ones.
func linesOfPages(pages []pdfPage) (all [][]pdfLine) {
	for _, p := range pages {
		all = append(all, p.withCells())
		for _, a := range p.aside {
			all = append(all, a.lines)
		}
	}
	return all
}

// withCells are the lines of a page with those of the cells in the place of rows.
func (p pdfPage) withCells() (lines []pdfLine) {
	if !slices.ContainsFunc(p.lines, func(l pdfLine) bool { return l.row != nil }) {
		return p.lines
	}
	for _, l := range p.lines {
		if l.row == nil {
			lines = append(lines, l)
			continue
		}
		for _, cell := range l.row.cells {
			for _, c := range cell {
				lines = append(lines, c.pdfLine)
			}
		}
	}
	return lines
}

// bodySize is the size of most letters, in points.
func bodySize(pages [][]pdfLine) float64 {
	weight := map[float64]int{}
	for _, lines := range pages {
		for _, l := range lines {
			weight[math.Round(l.size*4)/4] += len(l.text)
		}
	}
	best, most := 0.0, -1
	for size, n := range weight {
		if n > most || n == most && size < best {
			best, most = size, n
		}
	}
	return best
}

// A pdfText joins lines to paragraphs.
type pdfText struct {
	b      builder
	pages  []int      // byte at which each page begins, -1 for one that did not yet
	number int        // of the page that is read, from 0 on
	text   []byte     // of the paragraph so far
	breaks []pdfBreak // pages that begin in it
	last   *pdfLine   // its last line
	bold   int        // bytes at its start in bold
	large  bool       // it is in larger letters: a heading
	column column
	before column  // of the last line
	inRow  bool    // the last line was one of the cells of a table's row
	row    *pdfRow // that the paragraph is; nil for most

	words   map[string]int // vocabulary
	size    float64        // of most letters
	pitch   float64        // distance of lines
	pitches pitches        // of lines in letters of a size
	waiting []aside        // that come after the paragraph
	habits
}

// habits are what is frequent in a document.
type habits struct {
	hyphenates bool           // it hyphenates words at the ends of lines
	labels     map[string]int // lines by the speaker's label that they begin with
	alone      map[string]int // lines that may be a name, by their text
	broken     map[string]int // lines before speakers' labels, which may be their beginning, without and with the label
}

// A pdfBreak is the byte of the paragraph at which a page begins.
type pdfBreak struct{ at, page int }

// page adds the lines of a page, whose number counts from 0 on.
func (p *pdfText) page(number int, page pdfPage) {
	p.number = number
	lines, asides := page.flow(p)
	for i := range lines {
		p.wait(asides[i])
		p.line(lines, i, i == 0)
	}
	p.wait(asides[len(lines)])
	if p.last != nil && len(p.waiting) > 0 && terminal(p.last.text) {
		p.end()
	}
	if p.last == nil {
		p.asides()
	}
}

// wait keeps lines until the paragraph ends, which they would tear.
func (p *pdfText) wait(asides []aside) {
	for _, a := range asides {
		a.page = p.number
		p.waiting = append(p.waiting, a)
	}
}

// asides adds the lines that waited, as paragraphs of their own.
func (p *pdfText) asides() {
	waiting, column := p.waiting, p.column
	p.waiting = nil
	for _, a := range waiting {
		for i := range a.lines {
			p.line(a.lines, i, i == 0 && a.page == p.number && p.pages[a.page] < 0)
		}
		p.end()
	}
	p.column = column
}

// line adds a line of a page.
func (p *pdfText) line(lines []pdfLine, i int, newPage bool) {
	l := lines[i]
	if l.row != nil {
		p.tableRow(l.row)
		p.column = column{l.left, l.right}
		return
	}
	p.before = p.column
	if i == 0 || p.column.leftBy(l, lines[i-1]) {
		p.column = columnOf(lines[i:])
	}
	if p.begins(lines, i, newPage) {
		p.end()
		p.asides()
	}
	p.add(l, newPage)
	p.inRow = isRow(lines, i) && !l.hung
}

// A column is the part of a page from a left to a right edge.
type column struct{ left, right float64 }

// leftBy reports whether l is in another column than the line before.
func (c column) leftBy(l, before pdfLine) bool {
	beside := l.left > c.right || l.right < c.left
	return l.bottom > before.top || beside && math.Abs(l.base-before.base) > 0.3*l.height()
}

// columnOf returns the edges of the lines that go down the page from the first.
func columnOf(lines []pdfLine) column {
	left, right := lines[0].left, lines[0].right
	for i, l := range lines {
		if i > 0 && l.bottom > lines[i-1].top || i == 500 || l.left > right+40 && i > 2 {
			break
		}
		left, right = min(left, l.left), max(right, l.right)
	}
	return column{left, right}
}

// habitsOf counts what is frequent: hyphens, which one line in fifty shows, and labels of speakers.
func habitsOf(pages [][]pdfLine) habits {
	h := habits{labels: map[string]int{}, alone: map[string]int{}, broken: map[string]int{}}
	divided, all := 0, 0
	for _, lines := range pages {
		for i, l := range lines {
			all++
			if _, ok := cutHyphen(l.text); ok {
				divided++
			}
			m := turnLabel(l.text)
			if m != "" {
				h.labels[m]++
			} else if nameAlone().MatchString(l.text) && !terminal(l.text) {
				h.alone[l.text]++
			}
			if m != "" && i > 0 && nameAlone().MatchString(lines[i-1].text) {
				h.broken[lines[i-1].text+"\n"+m]++
				h.broken[lines[i-1].text]++
			}
		}
	}
	h.hyphenates = divided*50 >= all
	return h
}

// turnLabel is the speaker's label or the time with which a line begins, "" for none.
func turnLabel(line string) string { return strings.TrimSpace(speakerLabel().FindString(line)) }

// speaks reports whether a line begins with a speaker's label or a turn's time: after the end
// of a sentence, or anywhere if several lines begin with it or if the time is in brackets. A
// name alone in a line recurs.
func (p *pdfText) speaks(l, before pdfLine) bool {
	m := turnLabel(l.text)
	return m != "" && (strings.ContainsAny(m[:1], "[#") || terminal(before.text) || p.labels[m] >= 3) ||
		p.isName(l.text) && l.allBold() && !before.allBold() ||
		terminal(before.text) && (p.isName(l.text) || p.broken[l.text] >= 2 && p.broken[l.text]*10 >= p.alone[l.text]*7)
}

// isName reports whether a line is a few words that recur alone in lines.
func (p *pdfText) isName(line string) bool {
	return p.alone[line] >= 3 && strings.Count(line, " ") <= 3
}

// goesOn reports whether a line goes on with a speaker's label that the line before begins: it is
// before no other label, nearly each time.
func (p *pdfText) goesOn(l, before pdfLine) bool {
	m := turnLabel(l.text)
	n := 0
	if m != "" {
		n = p.broken[before.text+"\n"+m]
	}
	return n >= 2 && n*10 >= p.labels[m]*7 && n*10 >= p.alone[before.text]*7 && strings.Contains(m, ":")
}

// allBold reports whether all letters of a line are in bold.
func (l pdfLine) allBold() bool { return l.bold > 0 && l.bold >= len(l.text) }

// terminal reports whether a line may end a paragraph.
func terminal(line string) bool {
	return strings.ContainsAny(lastRune(line), ".!?:…”\"’)]。！？」』：")
}

// begins reports whether line i begins a paragraph.
func (p *pdfText) begins(lines []pdfLine, i int, newPage bool) bool {
	l, last := lines[i], p.last
	if last == nil {
		return true
	}
	if p.goesOn(l, *last) {
		return false
	}
	size := max(l.size, last.size, 1)
	// A line that ended although there was room for the next word ended a paragraph.
	early := p.column.early(*last, l)
	level := math.Abs(last.base-l.base) <= 0.3*size
	if newPage || i > 0 && p.column.leftBy(l, *last) {
		early = early || p.before.early(*last, l)
		return l.own || last.own || p.inRow || p.speaks(l, *last) || terminal(last.text) && early || p.differ(l, *last) ||
			early && p.before.right-last.right > 0.4*(p.before.right-p.before.left) && !unicode.IsLower(firstRune(l.text))
	}
	step := last.base - l.base
	switch {
	case level: // beside it: a table's cell
		return false
	case l.own || last.own || p.differ(l, *last):
		return true
	case step > 1.2*p.pitchAt(lines, i)+0.5+l.room:
		return true
	case isRow(lines, i) && isRow(lines, i-1):
		return true
	case terminal(last.text) && p.follows(l.text):
		return true
	case p.speaks(l, *last) || timeAlone().MatchString(l.text) || timeAlone().MatchString(last.text):
		return true
	case p.isName(last.text) && len(p.text) == len(last.text) && !unicode.IsLower(firstRune(l.text)): // words below a name
		return true
	case l.left > p.column.left+0.7*size && l.left > last.left+0.7*size && terminal(last.text): // indented
		return true
	case unicode.IsLower(firstRune(l.text)) && !terminal(last.text) && !letteredItem().MatchString(l.text):
		return false // in the middle of a sentence, however short the line
	}
	return early
}

// isRow reports whether line i is one of the cells of a table's row.
func isRow(lines []pdfLine, i int) bool {
	return i > 0 && lines[i].levelWith(lines[i-1]) || i >= 0 && i+1 < len(lines) && lines[i].levelWith(lines[i+1])
}

// follows reports whether a line begins with the number after the one that the paragraph
// begins with, as notes and the items of a list do.
func (p *pdfText) follows(line string) bool {
	first := itemNumber().FindStringSubmatch(string(p.text[:min(len(p.text), 20)]))
	next := itemNumber().FindStringSubmatch(line)
	if first == nil || next == nil {
		return false
	}
	a, _ := strconv.Atoi(first[1])
	b, _ := strconv.Atoi(next[1])
	return b == a+1
}

// early reports whether a line ended although the next one's first word had room.
func (c column) early(last, next pdfLine) bool {
	return c.right-last.right > next.first+0.35*max(next.size, last.size, 1)+1
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// differ reports whether two lines are in letters of different size.
func (p *pdfText) differ(a, b pdfLine) bool {
	return p.isLarge(a) != p.isLarge(b) || p.isSmall(a) != p.isSmall(b) && math.Abs(a.size-b.size) > 0.1*p.size
}

// isSmall reports whether a line is in smaller letters than the body, as notes are.
func (p *pdfText) isSmall(l pdfLine) bool { return l.size > 0 && l.size < 0.92*p.size }

func (p *pdfText) isLarge(l pdfLine) bool { return p.size > 0 && l.size > 1.08*p.size }

func lastRune(s string) string {
	r, _ := utf8.DecodeLastRuneInString(s)
	return string(r)
}

// add appends a line to the paragraph.
func (p *pdfText) add(l pdfLine, newPage bool) {
	p.text = bytes.TrimRight(p.text, " ")
	next := l.text
	switch {
	case len(p.text) == 0:
	case p.last != nil && !newPage && math.Abs(p.last.base-l.base) <= 0.3*max(l.height(), p.last.height()): // side by side
		separator := byte('\t')
		if listMarker().MatchString(string(p.text[:min(len(p.text), 10)])) || ticked(p.tail()) {
			separator = ' '
		}
		p.text = append(p.text, separator)
	default:
		p.glue(next)
	}
	if newPage {
		p.breaks = append(p.breaks, pdfBreak{len(p.text), p.number})
	}
	if p.bold == len(p.text) || p.bold > 0 && p.bold+1 == len(p.text) {
		p.bold = len(p.text) + l.bold
	}
	p.text = append(p.text, next...)
	p.large = p.isLarge(l)
	if p.last != nil && math.Abs(p.last.base-l.base) <= 0.3*l.height() {
		l.left = min(l.left, p.last.left)
	}
	p.last = &l
}

// end finishes the paragraph.
func (p *pdfText) end() {
	text := strings.NewReplacer(string(hyphen), "-", "\ufffe", "-").Replace(string(p.text))
	if text = clean(strings.TrimRightFunc(text, unicode.IsSpace)); p.row == nil {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
	}
	bold, breaks := p.bold, p.breaks
	p.text, p.bold, p.breaks, p.last = p.text[:0], 0, nil, nil
	if strings.TrimSpace(text) == "" {
		return
	}
	tight := p.row != nil && !p.row.first
	for bold = min(bold, len(text)); bold < len(text) && !utf8.RuneStart(text[bold]); bold-- { // trimming moved it
	}
	if p.b.body.Len() > 0 && !tight {
		p.b.body.WriteByte('\n') // an empty line between paragraphs
	}
	start := p.b.body.Len()
	if start > 0 {
		start++
	}
	for _, b := range breaks {
		at := start + min(b.at, len(text))
		for at < start+len(text) && !utf8.RuneStart(text[at-start]) {
			at++
		}
		if p.pages[b.page] < 0 {
			p.pages[b.page] = at
		}
	}
	block := corpus.Block{Gap: !tight, Bold: bold, Row: p.row != nil}
	if p.large && len(text) <= 200 {
		block.Kind = corpus.HeadingBlock
	}
	p.b.add(text, block)
}
