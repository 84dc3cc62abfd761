package format

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	pageNumber = lazyregexp.New(`(?i)^[\s\-–—|]*(?:(?:page|seite|p\.|pag\.|página|pagina)\s*)?` +
		`(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|von|de|/)\s*\d{1,4})?[\s\-–—|]*$`)
	digits = lazyregexp.New(`\d+|\b[ivxl]+\b`)
)

// A pdfLeftOut is something of a page that is not in the text.
type pdfLeftOut struct {
	page int // from 0 on
	why  corpus.Why
	text string
}

// leftOutOf are the things left out, page by page.
func leftOutOf(found []pdfLeftOut) (out []corpus.LeftOut) {
	slices.SortStableFunc(found, func(a, b pdfLeftOut) int { return cmp.Compare(a.page, b.page) })
	for _, l := range found {
		text := clean(strings.TrimSpace(strings.ReplaceAll(l.text, string(hyphen), "-")))
		out = append(out, corpus.LeftOut{Why: l.why, Where: pageName(l.page), Text: text})
	}
	return out
}

// withoutHeads takes the running heads and the page numbers out of pages.
func withoutHeads(pages []pdfPage) (gone []pdfLeftOut) {
	h, whole, words := headsOf(pages), slices.Clone(pages), false
	defer func() {
		if !words { // pages of nothing but numbers
			copy(pages, whole)
			gone = nil
		}
	}()
	for n := range pages {
		p := &pages[n]
		why := h.inPage(n, p.lines)
		var kept []pdfLine
		for i, l := range p.lines {
			if why[i] == "" {
				kept = append(kept, l)
			} else {
				gone = append(gone, pdfLeftOut{n, why[i], l.text})
			}
		}
		p.lines, words = kept, words || len(kept) > 0
		p.aside = slices.DeleteFunc(slices.Clone(p.aside), func(a aside) bool {
			for _, l := range a.lines {
				if h.why(l, n, 1+a.turn) == "" {
					return false
				}
			}
			for _, l := range a.lines {
				gone = append(gone, pdfLeftOut{n, h.why(l, n, 1+a.turn), l.text})
			}
			return true
		})
	}
	return gone
}

// A head is what a line has in common with the same line of other pages: all its words
// and numbers, but for one number that may count up with the pages.
type head struct {
	text    string // in lower case
	counter int    // which number counts up, from 1 on; 0 for none
	offset  int    // of that number to the page's
	y       int    // height in steps of four points
	turn    int    // 0 for lines in the direction of the page, 1 more than their degrees for others
}

// A sighting counts the pages that have a head.
type sighting struct{ pages, last int }

// heads are the lines at the edges of the pages of a document.
type heads struct {
	seen   map[head]sighting
	labels map[head]string // what is behind the colon of a line; "\n" for different words
	pages  int
	text   *pdfText // that knows the distances of lines
	said   [][]pdfLine
	steps  map[string]float64 // what turnStep says of a label
}

func headsOf(pages []pdfPage) heads {
	lines := linesOfPages(pages)
	h := heads{seen: map[head]sighting{}, labels: map[head]string{}, steps: map[string]float64{}, pages: len(pages), said: lines}
	h.text = measured(lines)
	for n, p := range pages {
		for i, l := range p.lines {
			if !crowded(p.lines) && outermost(p.lines, i, 3) {
				h.see(rowOf(p.lines, l), n, 0)
			}
		}
		for _, a := range p.aside {
			for _, l := range a.lines {
				h.see(l, n, 1+a.turn)
			}
		}
	}
	return h
}

func (h heads) see(l pdfLine, page, turn int) {
	for _, k := range headKeys(l, page, turn) {
		if s, ok := h.seen[k]; !ok || s.last != page {
			h.seen[k] = sighting{s.pages + 1, page}
		}
		label, value, ok := cutLabel(k.text)
		if k.text = label; k.counter != 0 || !ok {
			continue
		}
		if other, ok := h.labels[k]; ok && other != value {
			value = "\n"
		}
		h.labels[k] = value
	}
}

// cutLabel cuts a line after its label: at a colon, or before the next cell.
func cutLabel(text string) (label, value string, ok bool) {
	if i := strings.IndexAny(text, ":\t"); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return text, "", false
}

// varies reports whether other pages have other words behind the same label: it is a form's.
func (h heads) varies(k head) bool {
	label, _, ok := cutLabel(k.text)
	k.text = label
	return ok && h.labels[k] == "\n"
}

// rowOf is a line with the words near it at the same height: a label and its answer, or a
// number and the title beside it.
func rowOf(lines []pdfLine, l pdfLine) pdfLine {
	left, right := math.Inf(1), math.Inf(-1)
	var row []pdfLine
	for _, m := range lines {
		if left, right = min(left, m.left), max(right, m.right); m.levelWith(l) {
			row = append(row, m)
		}
	}
	if len(row) < 2 {
		return l
	}
	slices.SortFunc(row, func(a, b pdfLine) int { return cmp.Compare(a.left, b.left) })
	texts, own := []string{}, false
	for i, m := range row {
		if i > 0 && m.left-row[i-1].right > 0.25*(right-left) {
			if own {
				break
			}
			texts = nil
		}
		texts = append(texts, m.text)
		own = own || m.left == l.left && m.text == l.text
	}
	l.text = strings.Join(texts, "\t")
	return l
}

// headKeys are the heads that a line may be one of. Each is at two heights, so that lines
// with up to four points between them share one.
func headKeys(l pdfLine, page, turn int) (keys []head) {
	text := strings.ToLower(l.text)
	y := int(math.Floor(l.middle() / 4))
	add := func(k head) {
		k.turn = turn
		for k.y = y; k.y <= y+1; k.y++ {
			keys = append(keys, k)
		}
	}
	add(head{text: text})
	for i, at := range digits().FindAllStringIndex(text, 6) {
		n, ok := numberOf(text[at[0]:at[1]])
		if ok {
			add(head{text: text[:at[0]] + "#" + text[at[1]:], counter: i + 1, offset: n - page})
		}
	}
	return keys
}

// numberOf reads a number in digits or in small Roman ones.
func numberOf(s string) (n int, ok bool) {
	if s[0] >= '0' && s[0] <= '9' {
		n, err := strconv.Atoi(s)
		return n, err == nil && n < 1e6
	}
	roman := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50}
	for i := range len(s) {
		v := roman[s[i]]
		if i+1 < len(s) && v < roman[s[i+1]] {
			v = -v
		}
		n += v
	}
	return n, n > 0
}

// why tells why a line at the edge of a page is left out; "" if it is not.
func (h heads) why(l pdfLine, page, turn int) corpus.Why {
	text := strings.TrimSpace(l.text)
	isNumber := pageNumber().MatchString(text)
	for _, k := range headKeys(l, page, turn) {
		times := h.seen[k].pages
		few := h.pages <= 4
		often := times >= 3 || times == 2 && few
		switch {
		case isNumber && often && k.counter > 0 && (!few || times >= h.pages-1):
			return corpus.PageNumber
		case strings.HasSuffix(text, ":") || strings.HasSuffix(text, "?"): // a form's question
		case k.counter == 0 && (figure().MatchString(text) || h.varies(k)): // a form's answer
		case k.counter > 0 && few && k.offset != 1: // three answers that happen to count
		case few && often && times >= h.pages-1, !few && often && times*2 >= h.pages-1:
			return corpus.RunningHead
		}
	}
	return ""
}

// inPage tells why each line of a page is left out, "" for those that are not.
func (h heads) inPage(page int, lines []pdfLine) []corpus.Why {
	why := make([]corpus.Why, len(lines))
	if crowded(lines) {
		return why
	}
	for i, l := range lines {
		switch {
		case !outermost(lines, i, 3) || l.isInRow(lines):
		case h.pages == 1 && alone(lines, i) && onlyPage(l.text):
			why[i] = corpus.PageNumber
		default:
			why[i] = h.why(rowOf(lines, l), page, 0)
		}
	}
	h.keepText(lines, why)
	return why
}

// isInRow reports whether a line is the name of the column of a table that it is in, or has another cell of its
// row beside it and one of the next row near it.
func (l pdfLine) isInRow(lines []pdfLine) bool {
	if l.table == nil || l.text == l.table.names[l.cell] {
		return l.table != nil
	}
	beside, near := false, false
	for _, m := range lines {
		if level := m.levelWith(l); m.table == l.table {
			beside = beside || level && m.cell != l.cell
			near = near || !level && math.Abs(m.base-l.base) < 2.5*l.size
		}
	}
	return beside && near
}

// keepText keeps the lines that are as near to the text as its lines are to each other:
// they are lines of it, which other pages happen to have.
func (h heads) keepText(lines []pdfLine, why []corpus.Why) {
	for again := true; again; {
		again = false
		for i, l := range lines {
			if why[i] != corpus.RunningHead {
				continue
			}
			room := 1.1 * max(h.text.widest(l.size), h.turnStep(l))
			for j, m := range lines {
				near := math.Abs(l.base-m.base) <= room && min(l.right, m.right) > max(l.left, m.left)
				if why[j] == "" && near && style(l.size) == style(m.size) {
					why[i], again = "", true
					break
				}
			}
		}
	}
}

// turnStep is the distance of what somebody says to the line above it: a line that begins with a label
// that begins four other lines with other words. It is 0 for other lines.
func (h heads) turnStep(l pdfLine) float64 {
	label := turnLabel(l.text)
	if !strings.HasSuffix(label, ":") || len(label) == len(l.text) {
		return 0
	}
	step, ok := h.steps[label]
	if ok {
		return step
	}
	words, steps := map[string]bool{}, []float64{}
	for _, lines := range h.said {
		for i, m := range lines {
			if !strings.HasPrefix(m.text, label) {
				continue
			}
			words[m.text] = true
			if i > 0 && lines[i-1].base > m.base {
				steps = append(steps, lines[i-1].base-m.base)
			}
		}
	}
	if len(words) >= 4 && len(steps) > 0 {
		step = median(steps)
	}
	h.steps[label] = step
	return step
}

// onlyPage reports whether a line is the number of a document's only page: not a number
// that may as well be an answer.
func onlyPage(text string) bool {
	return pageNumber().MatchString(text) && (text == "1" || !marginNumber().MatchString(text))
}

// levelWith reports whether two lines are at the same height.
func (l pdfLine) levelWith(m pdfLine) bool {
	return math.Abs(l.base-m.base) <= 0.3*max(min(l.height(), m.height()), 4)
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
