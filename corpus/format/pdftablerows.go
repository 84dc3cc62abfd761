package format

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// A pdfRow is a row of a table, which may go on over several pages.
type pdfRow struct {
	cells [][]cellLine
	keyed bool // it has a time, a number or a name
	first bool // of its table, or a paragraph below it
}

// A cellLine is a line of a cell.
type cellLine struct {
	pdfLine
	page int
}

// A tableText is what is in a table, page by page.
type tableText struct {
	*pdfTable
	parts []tablePart

	marks   []bool  // columns of times and numbers
	people  []bool  // columns of those who speak
	pitch   float64 // distance of the lines of a cell
	counted bool    // each row has a time or a number
	spaced  bool    // the rows are further apart than the lines of a cell
	align   int     // where in a row its time and name are, if the rows are not apart
}

// A tablePart is the part of a table that is on a page.
type tablePart struct {
	page   int
	levels [][]pdfLine // by column: those without a text are empty
	rows   []*pdfRow
}

// withRows puts the rows of tables in the place of the lines of their cells.
func withRows(pages []pdfPage) {
	var tables []*tableText
	byTable := map[*pdfTable]*tableText{}
	for n, p := range pages {
		for _, level := range heightsOf(p.lines) {
			for _, i := range level.lines {
				l := p.lines[i]
				if l.table == nil {
					continue
				}
				if byTable[l.table] == nil {
					byTable[l.table] = &tableText{pdfTable: l.table}
					tables = append(tables, byTable[l.table])
				}
				byTable[l.table].add(n, l)
			}
		}
	}
	for _, t := range tables {
		t.measure()
		t.makeRows()
	}
	for n := range pages {
		pages[n].lines = rowsFor(n, pages[n].lines, byTable)
	}
}

// rowsFor are the lines of page n with those of tables as rows.
func rowsFor(n int, lines []pdfLine, byTable map[*pdfTable]*tableText) (out []pdfLine) {
	waiting := map[*pdfTable][]*pdfRow{}
	flush := func(t *pdfTable, down float64) {
		for rows := waiting[t]; len(rows) > 0 && rows[0].line(n).base > down; rows = rows[1:] {
			out, waiting[t] = append(out, rows[0].line(n)), rows[1:]
		}
	}
	var table *pdfTable
	for _, l := range lines {
		if l.table == nil && table != nil { // a row that is one cell, or something below the table
			flush(table, l.base)
		}
		if l.table == nil {
			out = append(out, l)
			continue
		}
		if table != nil && l.table != table {
			flush(table, math.Inf(-1))
		}
		if table = l.table; waiting[table] == nil {
			waiting[table] = byTable[table].rowsOn(n)
		}
	}
	if table != nil {
		flush(table, math.Inf(-1))
	}
	return out
}

// rowsOn are the rows that begin on a page.
func (t *tableText) rowsOn(page int) []*pdfRow {
	for _, part := range t.parts {
		if part.page == page {
			return part.rows
		}
	}
	return nil
}

// add appends a line, which is not above the one before.
func (t *tableText) add(page int, l pdfLine) {
	if n := len(t.parts); n == 0 || t.parts[n-1].page != page {
		t.parts = append(t.parts, tablePart{page: page})
	}
	part := &t.parts[len(t.parts)-1]
	n := len(part.levels)
	level := func(m pdfLine) bool { return m.text != "" && m.levelWith(l) }
	if n == 0 || part.levels[n-1][l.cell].text != "" || !slices.ContainsFunc(part.levels[n-1], level) {
		part.levels = append(part.levels, make([]pdfLine, len(t.names)))
		n++
	}
	part.levels[n-1][l.cell] = l
}

// isHead reports whether a level names the columns.
func (t *tableText) isHead(level []pdfLine) bool {
	for n, l := range level {
		if l.text != t.names[n] {
			return false
		}
	}
	return true
}

// makeRows cuts the parts into rows.
func (t *tableText) makeRows() {
	var last *pdfRow
	for i := range t.parts {
		part := &t.parts[i]
		rest := last != nil && last.keyed && !last.isWhole(t.wordy())
		starts := append(t.starts(*part, rest), len(part.levels))
		for j, k := range starts[1:] {
			from := starts[j]
			row := t.rowOf(part.page, part.levels[from:k])
			first := i > 0 && (from == 0 || from == 1 && t.isHead(part.levels[0]))
			if last != nil && !t.isHead(part.levels[from]) && t.goOn(last, row, first) {
				last.with(row)
			} else {
				part.rows = append(part.rows, row)
				if !t.isHead(part.levels[from]) {
					last = row
				}
			}
		}
	}
	var all []*pdfRow
	several := 0
	for _, part := range t.parts {
		for _, row := range part.rows {
			if all = append(all, row); row.cellsFrom(0) > 1 {
				several++
			}
		}
	}
	all[0].first = true
	if end := all[len(all)-1]; end.cellsFrom(1) == 0 && several == len(all)-1 { // something below the table
		end.first = true
	}
}

// cellsFrom counts the cells with words from a column on.
func (r *pdfRow) cellsFrom(column int) (n int) {
	for _, cell := range r.cells[column:] {
		if len(cell) > 0 {
			n++
		}
	}
	return n
}

// begins reports whether level k of a page begins a row.
func (t *tableText) begins(levels [][]pdfLine, k int, joined bool) bool {
	level, above := levels[k], levels[k-1]
	switch {
	case t.isHead(level) || !joined:
		return true
	case t.spaced:
		return false
	case t.isHead(above):
		return true
	}
	marked, named := false, -1
	for n, l := range level {
		marked = marked || l.text != "" && t.marks[n]
		if l.text != "" && t.people[n] {
			named = n
		}
	}
	switch {
	case marked:
		return true
	case named >= 0:
		return above[named].text == "" || !slices.Contains(t.marks, true) && !t.wraps(named, above[named].text, level[named].text)
	case slices.Contains(t.marks, true) || slices.Contains(t.people, true):
		return false
	}
	for n, l := range level { // a cell that the row above does not have
		if l.text != "" && above[n].text == "" {
			return true
		}
	}
	return false
}

// wraps reports whether a name is the second line of the one above it: each is only there together with the other,
// and what is said runs on beside them as often as not.
func (t *tableText) wraps(column int, first, second string) bool {
	if _, ok := cutHyphen(first); ok {
		return true
	}
	pairs, firsts, seconds, runs := 0, 0, 0, 0
	for _, part := range t.parts {
		for i, level := range part.levels {
			if level[column].text == first {
				firsts++
			}
			if level[column].text != second {
				continue
			}
			seconds++
			if i == 0 || part.levels[i-1][column].text != first {
				continue
			}
			pairs++
			if above, words := part.levels[i-1][t.wordy()].text, level[t.wordy()].text; words == "" || !terminal(above) {
				runs++
			}
		}
	}
	return pairs >= 2 && pairs == firsts && pairs == seconds && runs*2 >= pairs
}

// wordy is the column with most letters.
func (t *tableText) wordy() (column int) {
	letters := make([]int, len(t.kinds))
	for _, part := range t.parts {
		for _, level := range part.levels {
			for n, l := range level {
				letters[n] += len(l.text)
			}
		}
	}
	for n := range letters {
		if letters[n] > letters[column] {
			column = n
		}
	}
	return column
}

// goOn reports whether a row goes on with the one before, which may be on the page before: one of them has neither
// time nor name, which is beside the other, and the words are in the middle of a sentence.
func (t *tableText) goOn(last, row *pdfRow, first bool) bool {
	inside := !last.isWhole(t.wordy())
	switch above := !t.spaced && t.align == atTop; {
	case !row.keyed:
		return first || inside && last.keyed && !t.spaced && !above
	case last.keyed || above:
		return false
	}
	return first && inside
}

// isWhole reports whether a cell ends with a sentence.
func (r *pdfRow) isWhole(column int) bool {
	cell := r.cells[column]
	return len(cell) > 0 && terminal(cell[len(cell)-1].text)
}

// rowOf is the row of some levels.
func (t *tableText) rowOf(page int, levels [][]pdfLine) *pdfRow {
	row := &pdfRow{cells: make([][]cellLine, len(t.kinds))}
	for _, level := range levels {
		row.keyed = row.keyed || t.keyed(level)
		for n, l := range level {
			if l.text != "" {
				row.cells[n] = append(row.cells[n], cellLine{l, page})
			}
		}
	}
	for n, cell := range row.cells {
		if t.people[n] {
			row.cells[n] = wholeWords(cell)
		}
	}
	return row
}

// wholeWords joins the parts of a word that was too long for its column, and was broken where the column ends: only
// together do they name a role, or the second is no word.
func wholeWords(cell []cellLine) (out []cellLine) {
	for _, l := range cell {
		if n := len(out); n > 0 && unicode.IsLower(firstRune(l.text)) {
			before := &out[n-1]
			cut, hyphened := cutHyphen(before.text)
			role := corpus.RoleOf(cut+l.text) != corpus.NoRole && corpus.RoleOf(cut+" "+l.text) == corpus.NoRole
			if hyphened || !strings.Contains(cut, " ") && (role || utf8.RuneCountInString(l.text) == 1) {
				before.text = cut + l.text
				continue
			}
		}
		out = append(out, l)
	}
	return out
}

// with appends a row that goes on with one.
func (r *pdfRow) with(next *pdfRow) {
	for n := range next.cells {
		r.cells[n] = append(r.cells[n], next.cells[n]...)
	}
	r.keyed = r.keyed || next.keyed
}

// line stands for a row among the lines of the page on which it begins.
func (r *pdfRow) line(page int) (l pdfLine) {
	l = emptyLine(0)
	for _, cell := range r.cells {
		for _, c := range cell {
			if c.page != page {
				continue
			}
			if l.row == nil {
				l.text, l.base, l.size, l.first, l.row = c.text, c.base, c.size, c.first, r
			}
			l.left, l.right = min(l.left, c.left), max(l.right, c.right)
			l.bottom, l.base, l.top = min(l.bottom, c.bottom), max(l.base, c.base), max(l.top, c.top)
		}
	}
	l.own = true
	return l
}

// tableRow adds a row: its cells with tabs between them.
func (p *pdfText) tableRow(r *pdfRow) {
	p.end()
	p.asides()
	p.row = r
	empty := 0
	for n, cell := range r.cells {
		if n > 0 {
			empty++
		}
		for i, l := range cell {
			for ; i == 0 && empty > 0; empty-- {
				p.text = append(p.text, '\t')
			}
			if i > 0 {
				p.glue(l.text)
			}
			p.breaks = append(p.breaks, pdfBreak{len(p.text), l.page})
			p.text = append(p.text, l.text...)
		}
	}
	p.end()
	p.row = nil
}
