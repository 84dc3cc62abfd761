package transcript

import (
	"cmp"
	"fmt"
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
		p, ok := d.columnPlan()
		switch {
		case ok:
			return p.find
		case slices.Contains(p.numbers, 0): // lines, not people
			return func(int) (mark, bool) { return mark{}, false }
		}
		return lines(nameAndTab)(d)
	},
	proved: func(d *document) bool {
		p, ok := d.columnPlan()
		return ok && p.head >= 0 && p.speaker >= 0 && corpus.ColumnNamed(p.cellsOf(p.head)[p.speaker]).Is(corpus.SpeakerColumn|corpus.PersonColumn)
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
	cells         int    // in a row
	speaker, text int    // the speaker is -1 where labels are before the words, in their cells
	times         []int  // of the beginning and the end
	inMillis      bool   // they are in milliseconds
	numbers       []int  // of lines
	head          int    // block that names the columns, -1 for none
	alone         bool   // only one speaker is named, so that rows without a name may be another's
	last          string // who spoke in the row above
	continues     bool   // a row without a name goes on with it
}

// A column is what was counted in the cells of one column.
type column struct {
	filled, times, numbers, letters, longest int
	rising                                   bool // its numbers count up
	labels                                   map[string]int
	roles                                    int
}

// nameKinds are the kinds of columns that name the parts of a transcript in its first row.
const nameKinds = corpus.SpeakerColumn | corpus.PersonColumn | corpus.WordsColumn

// mostColumns is the number of columns that the table of a transcript has at most.
const mostColumns = 24

// columnPlan is what planColumns decides, which is asked several times.
func (d *document) columnPlan() (columnPlan, bool) {
	if d.plan == nil {
		p, ok := d.planColumns()
		d.plan, d.isTable = &p, ok
	}
	return *d.plan, d.isTable
}

// planColumns decides what the columns are; ok is false where the document is no table of
// three columns or more, or of two with the speaker in the second.
func (d *document) planColumns() (p columnPlan, ok bool) {
	p = columnPlan{document: d, speaker: -1, text: -1, head: -1}
	rows := p.rows()
	if len(rows) < 3 || p.cells > mostColumns || len(rows)*2 < len(d.Blocks)-d.head.end {
		return p, false
	}
	all := make([]column, p.cells)
	rest := slices.DeleteFunc(slices.Clone(rows[1:]), func(i int) bool { return p.line(i) == p.line(rows[0]) })
	for n := range all {
		all[n] = d.column(rest, n)
	}
	names := p.cellsOf(rows[0])
	most := 0
	for n, c := range all {
		weight := c.letters + 1
		switch kind := corpus.ColumnNamed(names[n]); {
		case kind.Is(corpus.NoteColumn | corpus.ListenerColumn):
			weight = 0
		case kind.Is(corpus.WordsColumn):
			weight *= 100
		}
		switch {
		case c.isTime():
			p.times = append(p.times, n)
		case c.isNumber():
			p.numbers = append(p.numbers, n)
		case p.text < 0 || weight > most:
			p.text, most = n, weight
		}
	}
	p.takeMilliseconds(rest)
	filled := p.wordy(rest)
	for n, c := range all {
		if n == p.text || c.isTime() || c.isNumber() || slices.Contains(p.times, n) || c.longest > longestLabel || c.filled*2 < filled || corpus.ColumnNamed(names[n]).Is(corpus.NoteColumn|corpus.ListenerColumn) ||
			c.roles*2 < c.filled && len(c.labels)*2 > c.filled {
			continue
		}
		if p.speaker < 0 || len(c.labels) < len(all[p.speaker].labels) && len(c.labels) > 1 {
			p.speaker = n
		}
	}
	switch {
	case p.text < 0:
		return p, false
	case len(p.times)+len(p.numbers) > 0 && p.labelsInText(rest):
		p.speaker = -1
		if p.isHead(rows[0], all) {
			p.head = rows[0]
		}
		return p, true
	case p.speaker < 0:
		return p, false
	}
	if p.isHead(rows[0], all) {
		p.head = rows[0]
	}
	if p.cells == 2 && p.speaker == 0 && p.head < 0 {
		return p, false
	}
	p.alone = len(all[p.speaker].labels) == 1
	p.continues = p.namedAtChanges(rest)
	counted := slices.ContainsFunc(all, func(c column) bool { return c.isTime() || c.isNumber() })
	return p, counted || p.head >= 0 || p.cells == 2 && all[p.text].letters >= 2*all[p.speaker].letters
}

// namedAtChanges reports whether who speaks is named only where the speaker changes.
func (p *columnPlan) namedAtChanges(rows []int) bool {
	var names []string
	for _, i := range rows {
		if cells := p.cellsOf(i); cells[p.text] != "" && !corpus.IsRemark(cells[p.text]) {
			names = append(names, cleanLabel(cells[p.speaker]))
		}
	}
	return corpus.NamedAtChanges(names)
}

// labelsInText reports whether most cells of words begin with a label and a colon.
func (p *columnPlan) labelsInText(rows []int) bool {
	with, all := 0, 0
	for _, i := range rows {
		cell := p.cellsOf(i)[p.text]
		if cell == "" {
			continue
		}
		all++
		if name, _, _, ok := nameAndColon(p.Blocks[i], cell); ok && mayBeName(name) {
			with++
		}
	}
	return all >= 2 && with*10 >= all*6
}

// rows are the blocks with cells. Most have as many as there are columns, but those at the
// end of a row that are empty are not in its line.
func (p *columnPlan) rows() (rows []int) {
	count, first := map[int]int{}, 0
	for i := p.document.head.end; i < len(p.Blocks); i++ {
		if n := strings.Count(p.line(i), "\t") + 1; n > 1 {
			if first == 0 {
				first = n
			}
			if count[n]++; count[n] > count[p.cells] || count[n] == count[p.cells] && n > p.cells {
				p.cells = n
			}
		}
	}
	for n, times := range count {
		if n > p.cells && n <= mostColumns && (n == first || times*10 >= count[p.cells]) {
			p.cells = n
		}
	}
	for i := p.document.head.end; i < len(p.Blocks); i++ {
		if p.isRow(i) {
			rows = append(rows, i)
		}
	}
	return rows
}

// isRow reports whether block i has the cells of a row; the line below the heading of a table in
// Markdown has none.
func (p *columnPlan) isRow(i int) bool {
	line := p.line(i)
	n := strings.Count(line, "\t") + 1
	return n > 1 && n <= p.cells && !isRule(line)
}

// isRule reports whether a line has no words, as the one below the heading of a table in Markdown.
func isRule(line string) bool { return strings.Trim(line, "\t :-") == "" }

// wordy counts the rows in which something is said.
func (p *columnPlan) wordy(rows []int) (n int) {
	for _, i := range rows {
		if p.text >= 0 && p.cellsOf(i)[p.text] != "" {
			n++
		}
	}
	return n
}

// cellsOf are the cells of a row without blanks around them, as many as there are columns.
func (p *columnPlan) cellsOf(i int) []string {
	cells := make([]string, p.cells)
	for n, c := range strings.Split(p.line(i), "\t") {
		if n < p.cells {
			cells[n] = strings.TrimSpace(c)
		}
	}
	return cells
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
		s < 1e6 && strings.Trim(cell[len(cell)-1:], "0123456789") == "" { // 1. is the number of a row
		return timeLine{time.Duration(s * float64(time.Second)), corpus.NoTime}, true
	}
	return timeLine{corpus.NoTime, corpus.NoTime}, false
}

// cellOf returns cell n of a row, "" if it has fewer.
func cellOf(row string, n int) string {
	at, size := cellPlace(row, n)
	if at < 0 {
		return ""
	}
	return row[at : at+size]
}

// isHead reports whether a row names the columns.
func (p *columnPlan) isHead(i int, all []column) bool {
	cells := p.cellsOf(i)
	for n, c := range all {
		_, isTime := cellTime(cells[n])
		_, err := strconv.Atoi(strings.TrimRight(cells[n], ".)"))
		if cells[n] != "" && (c.isTime() && !isTime || c.isNumber() && !c.isTime() && err != nil) {
			return true
		}
	}
	named := func(n int) bool { return n < 0 || corpus.ColumnNamed(cells[n]).Is(nameKinds) }
	return named(p.speaker) && named(p.text)
}

// withoutWords is a row that nobody says, as the one that names the columns.
func (d *document) withoutWords(i int) mark {
	return mark{at: corpus.NoTime, to: corpus.NoTime, nobody: true, silent: true, body: d.Blocks[i].Span.End}
}

// namesAgain reports whether row i is row head, or the same again on another page.
func (d *document) namesAgain(head, i int) bool { return head >= 0 && d.line(i) == d.line(head) }

// headingRow is row i among what is left out.
func (d *document) headingRow(i int) corpus.LeftOut {
	return corpus.LeftOut{Why: corpus.HeadingRow, Text: strings.TrimSpace(d.line(i))}
}

// find reads row i. A row with a time but no speaker is nobody's; one with words alone, or only a
// number, goes on with the row above, and one that has only notes, or names the columns, has no words.
func (p *columnPlan) find(i int) (mark, bool) {
	line := p.line(i)
	if i == p.head+1 && p.head >= 0 && isRule(line) {
		return p.withoutWords(i), true
	}
	if !p.isRow(i) {
		return mark{}, false
	}
	cells := p.cellsOf(i)
	m := p.withoutWords(i)
	if p.wordless(i) {
		return m, true
	}
	m.silent = false
	if p.speaker >= 0 {
		m.name = cleanLabel(cells[p.speaker])
	}
	for n, c := range p.times {
		t, ok := p.timeOf(cells[c])
		switch {
		case !ok:
		case n == 0:
			m.at, m.to = t.from, t.to
		case m.to == corpus.NoTime && t.from > m.at:
			m.to = t.from
		}
	}
	if at, size := cellPlace(line, p.text); at >= 0 {
		m.body = p.Blocks[i].Span.Start + at
		m.tail = len(line) - at - size
		if name, label, _, ok := nameAndColon(p.Blocks[i], line[at:at+size]); ok && p.speaker < 0 {
			m.name = cleanLabel(name)
			m.body += label
		}
	}
	numbered, noted := p.isNumbered(cells), p.isNoted(cells)
	switch {
	case m.name != "":
	case m.at == corpus.NoTime && (numbered && !p.alone || noted && !numbered),
		m.at != corpus.NoTime && p.continues && !corpus.IsRemark(cells[p.text]):
		m.name = p.last
	}
	p.last = m.name
	m.nobody = m.name == "" || unnamed(m.name)
	return m, m.name != "" || m.at != corpus.NoTime || numbered || noted
}

// isNoted reports whether a row has a note beside its words.
func (p *columnPlan) isNoted(cells []string) bool {
	for n, c := range cells {
		if c != "" && p.holdsNotes(n) {
			return true
		}
	}
	return false
}

// holdsNotes reports whether column n has neither words nor times, numbers or those who speak.
func (p *columnPlan) holdsNotes(n int) bool {
	return n != p.text && n != p.speaker && !slices.Contains(p.times, n) && !slices.Contains(p.numbers, n)
}

// isNumbered reports whether a row has a number of its own.
func (p *columnPlan) isNumbered(cells []string) bool {
	return slices.ContainsFunc(p.numbers, func(n int) bool { return cells[n] != "" })
}

// wordless reports whether a row names the columns, or has nothing but notes.
func (p *columnPlan) wordless(i int) bool {
	if p.namesAgain(p.head, i) {
		return true
	}
	cells := p.cellsOf(i)
	return cells[p.text] == "" && (p.speaker < 0 || cells[p.speaker] == "") && !slices.ContainsFunc(p.times, func(n int) bool { return cells[n] != "" })
}

// mergedRow reports whether block i is a row of one cell among the rows of a table, as "Part 2", or a
// paragraph below the table: these are nobody's words.
func (a *assembler) mergedRow(i int) bool {
	if a.layout.name != columns.name && a.layout.name != speakerColumns.name || !a.Blocks[i].Gap || strings.Contains(a.line(i), "\t") {
		return false
	}
	above := i - 1
	for above > 0 && !strings.Contains(a.line(above), "\t") {
		above--
	}
	return a.Blocks[above].Row
}

// cellPlace is where cell n of a row begins, and its size in bytes; -1 where the row has
// fewer cells.
func cellPlace(row string, n int) (at, size int) {
	for ; n > 0; n-- {
		i := strings.IndexByte(row[at:], '\t')
		if i < 0 {
			return -1, 0
		}
		at += i + 1
	}
	cell, _, _ := strings.Cut(row[at:], "\t")
	return at, len(cell)
}

// beside are the cells that are neither words nor about who says them, by column, and the rows
// that name the columns.
func (p *columnPlan) beside() (left []corpus.LeftOut) {
	notes := make([][]string, p.cells)
	names := make([]string, p.cells)
	if p.head >= 0 {
		names = p.cellsOf(p.head)
	}
	for i := p.document.head.end; i < len(p.Blocks); i++ {
		if !p.isRow(i) {
			continue
		}
		if p.namesAgain(p.head, i) {
			left = append(left, p.headingRow(i))
			continue
		}
		for n, cell := range p.cellsOf(i) {
			if cell != "" && p.holdsNotes(n) {
				notes[n] = append(notes[n], cell)
			}
		}
	}
	return append(left, leftColumns(names, notes)...)
}

// leftColumns are columns of which something is left out, with what that is.
func leftColumns(names []string, notes [][]string) (left []corpus.LeftOut) {
	for n, cells := range notes {
		if cells = slices.DeleteFunc(cells, func(c string) bool { return strings.TrimSpace(c) == "" }); len(cells) > 0 {
			left = append(left, corpus.LeftOut{Why: corpus.OtherColumn, Where: fmt.Sprintf("column %q", cmp.Or(names[n], strconv.Itoa(n+1))),
				Text: strings.Join(cells, "\n")})
		}
	}
	return left
}
