package transcript

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var columnMark = lazyregexp.New(`^(?:[\[(]?(` + clock + `)[\])]?\t)?([\p{L}\p{N}][^\t\n]{0,59}?)[ \t:]*\t` +
	`(?:[\[(]?(` + clock + `)[\])]?\t)?`)

// columns is a table with the speaker in a cell of its own, a common way to type transcripts
// in a word processor. Which column is what is decided by what is in it.
var columns = layout{
	name: "columns", requires: "\t", example: "a table: Name, text; or number, time, name and text in any order",
	find: func(d *document) finder {
		if p, ok := d.columnPlan(); ok {
			return p.find
		}
		return lines(nameAndTab)(d)
	},
}

var pipedRow = lazyregexp.New(`(?m)^[ \t]*\|(?:[^|\n]*\|){2,}[ \t]*$`)

// piped makes the rows of a table in Markdown, "| Name | text |", rows with tabs.
func piped(body string) string {
	if strings.Count(body, "|") < 9 {
		return body
	}
	return pipedRow().ReplaceAllStringFunc(body, func(row string) string { return strings.ReplaceAll(row, "|", "\t") })
}

func nameAndTab(_ corpus.Block, line string) (string, int, timeLine, bool) {
	m := columnMark().FindStringSubmatchIndex(line)
	if m == nil {
		return "", 0, timeLine{}, false
	}
	return line[m[4]:m[5]], m[1], timeLine{timeIn(line, m[2], m[3], m[6], m[7]), corpus.NoTime}, true
}

// A columnPlan says what is in the columns of a document that is a table.
type columnPlan struct {
	*document
	cells         int // in a row
	speaker, text int
	times         []int // of the beginning and the end
	head          int   // block that names the columns, -1 for none
}

// A column is what was counted in the cells of one column.
type column struct {
	filled, times, numbers, letters, longest int
	rising                                   bool // its numbers count up
	labels                                   map[string]int
	roles                                    int
}

// headCells are what columns are called in the first row of a table.
var headCells = set(
	`speaker, speakers, who, name, tier, person, participant, voice, text, transcript, content, words, utterance, annotation,
	speech, said, sprecher, sprecherin, sprecher/in, transkript, inhalt, äußerung, aussage, wer, locuteur, texte, hablante, texto, parlante,
	testo, spreker, tekst`,
)

// mostColumns is the number of columns that the table of a transcript has at most.
const mostColumns = 24

// columnPlan decides what the columns are; ok is false where the document is no table of
// three columns or more, or of two with the speaker in the second.
func (d *document) columnPlan() (p columnPlan, ok bool) {
	p = columnPlan{document: d, speaker: -1, text: -1, head: -1}
	rows := p.rows()
	if len(rows) < 3 || p.cells > mostColumns || len(rows)*2 < len(d.Blocks)-d.head.end {
		return p, false
	}
	all := make([]column, p.cells)
	for n := range all {
		all[n] = d.column(rows[1:], n)
	}
	for n, c := range all {
		switch {
		case c.isTime():
			p.times = append(p.times, n)
		case !c.isNumber() && (p.text < 0 || c.letters > all[p.text].letters):
			p.text = n
		}
	}
	rest := len(rows) - 1
	for n, c := range all {
		if n == p.text || c.isTime() || c.isNumber() || c.longest > longestLabel || c.filled*2 < rest ||
			c.roles*2 < c.filled && len(c.labels)*2 > c.filled {
			continue
		}
		if p.speaker < 0 || len(c.labels) < len(all[p.speaker].labels) && len(c.labels) > 1 {
			p.speaker = n
		}
	}
	if p.text < 0 || p.speaker < 0 || p.cells == 2 && p.speaker == 0 {
		return p, false
	}
	if p.isHead(rows[0], all) {
		p.head = rows[0]
	}
	counted := slices.ContainsFunc(all, func(c column) bool { return c.isTime() || c.isNumber() })
	return p, counted || p.head >= 0 || p.cells == 2 && all[p.text].letters >= 2*all[p.speaker].letters
}

// rows are the blocks with as many cells as most rows have.
func (p *columnPlan) rows() (rows []int) {
	count := map[int]int{}
	for i := p.document.head.end; i < len(p.Blocks); i++ {
		if n := strings.Count(p.line(i), "\t") + 1; n > 1 {
			if count[n]++; count[n] > count[p.cells] || count[n] == count[p.cells] && n > p.cells {
				p.cells = n
			}
		}
	}
	for i := p.document.head.end; i < len(p.Blocks); i++ {
		if p.cells > 1 && p.isRow(i) {
			rows = append(rows, i)
		}
	}
	return rows
}

// isRow reports whether block i has the cells of a row; the line below the heading of a table in
// Markdown has none.
func (p *columnPlan) isRow(i int) bool {
	line := p.line(i)
	return strings.Count(line, "\t")+1 == p.cells && strings.Trim(line, "\t :-") != ""
}

// column counts what is in column n of rows.
func (d *document) column(rows []int, n int) (c column) {
	c.labels, c.rising = map[string]int{}, true
	last := -1
	for _, i := range rows {
		cell := strings.TrimSpace(cellOf(d.line(i), n))
		if cell == "" {
			continue
		}
		c.filled++
		letters := utf8.RuneCountInString(cell)
		c.letters += letters
		c.longest = max(c.longest, letters)
		if _, ok := cellTime(cell); ok {
			c.times++
		}
		if number, err := strconv.Atoi(strings.TrimRight(cell, ".)")); err == nil {
			c.numbers++
			c.rising = c.rising && number > last
			last = number
		}
		if letters <= longestLabel {
			c.labels[labelKey(cell)]++
			if corpus.RoleOf(cell) != corpus.NoRole {
				c.roles++
			}
		}
	}
	return c
}

func (c column) isTime() bool { return c.filled > 0 && c.times*10 >= c.filled*8 }

// isNumber reports whether a column has numbers that are not those of people.
func (c column) isNumber() bool {
	return c.filled > 0 && c.numbers*10 >= c.filled*8 && (c.rising || len(c.labels)*2 > c.filled)
}

// cellTime reads a cell that is a time: of a clock, in words, or in seconds.
func cellTime(cell string) (t timeLine, ok bool) {
	if t, ok = wholeTime(cell); ok {
		return t, true
	}
	if at := looseTime(cell); at != corpus.NoTime {
		return timeLine{at, corpus.NoTime}, true
	}
	if s, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64); err == nil && strings.ContainsAny(cell, ".,") && s >= 0 &&
		s < 1e6 {
		return timeLine{time.Duration(s * float64(time.Second)), corpus.NoTime}, true
	}
	return timeLine{corpus.NoTime, corpus.NoTime}, false
}

// cellOf returns cell n of a row, "" if it has fewer.
func cellOf(row string, n int) string {
	for ; n > 0; n-- {
		i := strings.IndexByte(row, '\t')
		if i < 0 {
			return ""
		}
		row = row[i+1:]
	}
	cell, _, _ := strings.Cut(row, "\t")
	return cell
}

// isHead reports whether a row names the columns.
func (p *columnPlan) isHead(i int, all []column) bool {
	cells := strings.Split(p.line(i), "\t")
	for n, c := range all {
		cell := strings.TrimSpace(cells[n])
		_, isTime := cellTime(cell)
		_, err := strconv.Atoi(strings.TrimRight(cell, ".)"))
		if cell != "" && (c.isTime() && !isTime || c.isNumber() && !c.isTime() && err != nil) {
			return true
		}
	}
	named := func(n int) bool { return headCells[strings.ToLower(strings.TrimSpace(cells[n]))] }
	return named(p.speaker) && named(p.text)
}

// find reads row i. A row with a time but no speaker is nobody's; one with neither goes on
// with the row above.
func (p *columnPlan) find(i int) (mark, bool) {
	line := p.line(i)
	if i == p.head || !p.isRow(i) {
		return mark{}, false
	}
	cells := strings.Split(line, "\t")
	m := mark{name: cleanLabel(cells[p.speaker]), at: corpus.NoTime, to: corpus.NoTime}
	for n, c := range p.times {
		t, ok := cellTime(strings.TrimSpace(cells[c]))
		switch {
		case !ok:
		case n == 0:
			m.at, m.to = t.from, t.to
		case m.to == corpus.NoTime && t.from > m.at:
			m.to = t.from
		}
	}
	at := 0
	for _, c := range cells[:p.text] {
		at += len(c) + 1
	}
	m.body = p.Blocks[i].Span.Start + at
	m.tail = len(line) - at - len(strings.TrimRight(cells[p.text], " "))
	m.nobody = m.name == "" || unnamed(m.name)
	return m, m.name != "" || m.at != corpus.NoTime && slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}
