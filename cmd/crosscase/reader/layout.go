package reader

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"crosscase/corpus"
)

// A page is the source laid out for a width.
type page struct {
	width  int // of the words, in columns
	lines  []line
	begins []int // line at which each turn begins
}

// A line is a line of the page: words of a turn, its speaker, or the space between two
// turns.
type line struct {
	turn  int
	kind  lineKind
	start int // bytes of the text
	end   int
}

type lineKind uint8

const (
	wordsLine lineKind = iota
	headLine           // number, speaker and time
	emptyLine
)

// Columns beside the words.
const (
	stripes    = 3 // for tagged passages
	numberCols = 5
	leftCols   = stripes + 1 + numberCols + 1
	panelCols  = 30 // of the codebook
	maxWords   = 88 // longer lines are hard to read
)

// layOut lays the source out for the terminal's width.
func (m *Model) layOut() {
	width := m.width - leftCols - 1
	if m.panelShown() {
		width -= panelCols
	}
	width = min(max(width, 10), maxWords)
	if m.page.width == width {
		return
	}
	lines := make([]line, 0, len(m.text.Body)/width+3*len(m.tr.Turns))
	p := page{width: width, begins: make([]int, len(m.tr.Turns)), lines: lines}
	for i, t := range m.tr.Turns {
		if i > 0 {
			p.lines = append(p.lines, line{turn: i - 1, kind: emptyLine, start: t.Start, end: t.Start})
		}
		p.begins[i] = len(p.lines)
		if t.Speaker >= 0 || t.From >= 0 {
			p.lines = append(p.lines, line{turn: i, kind: headLine, start: t.Start, end: t.Body})
		}
		span := m.text.Trim(t.Words())
		p.wrap(m.text.Body, span, i)
	}
	m.page = p
}

// wrap breaks a turn's words into lines: at blanks, after hyphens, and around wide
// letters as in Chinese. A word that is wider than a line is broken between letters.
func (p *page) wrap(body string, span corpus.Span, turn int) {
	w := wrapper{page: p, turn: turn}
	w.begin(span.Start)
	for at := span.Start; at < span.End; {
		switch c := body[at]; {
		case c == '\n', (c == ' ' || c == '\t') && w.used+1 > p.width: // a blank may hang over
			w.end(at)
			at++
			w.begin(at)
		case c == ' ' || c == '\t':
			w.used++
			at++
			w.breakAt(at)
		default:
			size, width := clusterAt(body[:span.End], at)
			wide := width == 2
			if wide && at > w.start && !closes(body[at:]) {
				w.breakAt(at)
			}
			if w.used+width > p.width && at > w.start {
				w.wrapAt(at)
				continue
			}
			w.used += width
			at += size
			if c == '-' || wide && !closes(body[at:]) {
				w.breakAt(at)
			}
		}
	}
	if w.start < span.End || w.start == span.Start {
		w.end(span.End)
	}
}

// A wrapper adds the lines of a turn to a page.
type wrapper struct {
	page  *page
	turn  int
	start int // of the line
	used  int // columns of the line up to here
	brk   int // where the line could end; -1 if nowhere
	after int // columns up to there
}

func (w *wrapper) begin(at int) { w.start, w.used, w.brk, w.after = at, 0, -1, 0 }

func (w *wrapper) breakAt(at int) { w.brk, w.after = at, w.used }

func (w *wrapper) end(at int) {
	w.page.lines = append(w.page.lines, line{turn: w.turn, kind: wordsLine, start: w.start, end: at})
}

// wrapAt ends the line at its last break, or here if it has none.
func (w *wrapper) wrapAt(at int) {
	if w.brk <= w.start {
		w.breakAt(at)
	}
	w.end(w.brk)
	w.start, w.used = w.brk, w.used-w.after
	w.brk, w.after = -1, 0
}

// clusterAt is how many bytes and columns the letter at a place has, with the marks
// that combine with it.
func clusterAt(body string, at int) (size, width int) {
	if body[at] < 0x80 && (at+1 == len(body) || body[at+1] < 0x80) { // ASCII followed by ASCII
		return 1, 1
	}
	cluster, _ := ansi.FirstGraphemeCluster(body[at:], ansi.GraphemeWidth)
	return len(cluster), ansi.StringWidth(printable(cluster))
}

// closes reports whether a text begins with a character that does not begin a line in
// Chinese and Japanese.
func closes(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("。、，．」』）］｝〕〉》】！？：；ーっゃゅょッャュョ々", r)
}

// lineAt is the line in which a byte of the text stands.
func (m *Model) lineAt(at int) int {
	turn, last := m.tr.TurnsIn(corpus.Span{Start: at, End: at + 1})
	if turn == last {
		turn = min(turn, len(m.tr.Turns)-1)
	}
	n := m.page.begins[turn]
	for i := n; i < len(m.page.lines) && m.page.lines[i].turn == turn && m.page.lines[i].kind != emptyLine; i++ {
		if m.page.lines[i].start <= at {
			n = i
		}
	}
	return n
}

// rows is how many lines of the page are on the screen.
func (m *Model) rows() int { return max(m.height-3, 1) }

// follow scrolls the cursor and the name of its speaker into view.
func (m *Model) follow() {
	first, last := m.lineAt(m.cursor.Start), m.lineAt(max(m.cursor.End-1, m.cursor.Start))
	if turn := m.page.lines[first].turn; first <= m.page.begins[turn]+1 {
		first = m.page.begins[turn]
	}
	if m.anchored && m.cursor.Start < m.anchor.Start {
		last = first
	}
	rows := m.rows()
	switch {
	case last-first >= rows: // more than a screen: its moving end
		if m.anchored && m.cursor.End > m.anchor.End {
			m.top = last - rows + 1
		} else {
			m.top = first
		}
	case first < m.top:
		m.top = max(first-rows/3, 0)
	case last >= m.top+rows:
		m.top = min(last-rows+1+rows/3, first)
	}
	m.top = min(max(m.top, 0), max(len(m.page.lines)-1, 0))
	m.furthest = max(m.furthest, m.turn()+1)
}

// scroll moves the page by so many lines, and the cursor with it.
func (m *Model) scroll(by int) {
	m.anchored = false
	target := min(max(m.lineAt(m.cursor.Start)+by, 0), len(m.page.lines)-1)
	m.top = min(max(m.top+by, 0), max(len(m.page.lines)-m.rows(), 0))
	m.goTo(m.page.lines[target].turn)
}

// printable replaces what a terminal would obey: control characters and those that
// change the direction of text. White space becomes blanks.
func printable(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r >= 0x80 && !unicode.IsPrint(r) }) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', unicode.IsSpace(r):
			return ' '
		case r < ' ':
			return '␀' + r
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return '\ufffd'
		}
		return r
	}, s)
}
