package reader

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"crosscase/corpus"
)

// A page is the whole source laid out for a width.
type page struct {
	width  int // of the words, in columns
	lines  []line
	begins []int // line at which each turn begins
}

// A line is a line of the page: words of a turn, who speaks, or nothing between
// two turns.
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
	p := page{width: width, begins: make([]int, len(m.tr.Turns)), lines: make([]line, 0, len(m.text.Body)/width+3*len(m.tr.Turns))}
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

// wrap cuts a turn's words into lines. Lines break at blanks, behind hyphens, and
// around wide letters, as in Chinese; a word that is wider than a line is cut
// between letters.
func (p *page) wrap(body string, span corpus.Span, turn int) {
	start, brk := span.Start, -1 // of the line, and where it could end
	used, after := 0, 0          // columns up to here, and behind the break
	add := func(end int) {
		p.lines = append(p.lines, line{turn: turn, kind: wordsLine, start: start, end: end})
	}
	for at := span.Start; at < span.End; {
		c := body[at]
		size, w := 1, 1
		if c >= 0x80 || at+1 < span.End && body[at+1] >= 0x80 { // ASCII alone is a letter a column
			cluster, _ := ansi.FirstGraphemeCluster(body[at:span.End], ansi.GraphemeWidth)
			size, w = len(cluster), ansi.StringWidth(shown(cluster))
		}
		switch {
		case c == '\n':
			add(at)
			at++
			start, brk, used, after = at, -1, 0, 0
			continue
		case c == ' ' || c == '\t':
			if used+1 > p.width { // it may hang over
				add(at)
				at++
				start, brk, used, after = at, -1, 0, 0
				continue
			}
			used++
			at++
			brk, after = at, used
			continue
		}
		if w == 2 && at > start && !closes(body[at:]) { // a break before a wide letter
			brk, after = at, used
		}
		if used+w > p.width && at > start {
			if brk <= start {
				brk, after = at, used
			}
			add(brk)
			start, used = brk, used-after
			brk, after = -1, 0
			continue
		}
		used += w
		at += size
		if c == '-' || w == 2 && !closes(body[at:]) {
			brk, after = at, used
		}
	}
	if start < span.End || start == span.Start {
		add(span.End)
	}
}

// closes tells whether a text goes on with what no line begins with in Chinese and
// Japanese.
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

// rows is how many lines of the page are shown.
func (m *Model) rows() int { return max(m.height-3, 1) }

// follow scrolls so that the cursor is shown, with the name of who speaks.
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

// scroll goes so many lines on, and takes the cursor along.
func (m *Model) scroll(by int) {
	m.anchored = false
	target := min(max(m.lineAt(m.cursor.Start)+by, 0), len(m.page.lines)-1)
	m.top = min(max(m.top+by, 0), max(len(m.page.lines)-m.rows(), 0))
	m.goTo(m.page.lines[target].turn)
}

// shown makes a stretch of the text fit to be shown: nothing in it is obeyed.
func shown(s string) string {
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
