package format

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"crosscase/corpus"
)

// A transcript may be a table whose first row names its columns, as "Time", "Speaker" and "Text". The names say
// where the columns are: between two of them is a strip that is white all the way down. Lines are cut at these
// strips (here), and those of a row put together (pdftablerows.go), so that the text has the same tabs as that
// of a document of a word processor.

// A pdfTable is a table that may go on over several pages.
type pdfTable struct {
	names []string
	kinds []corpus.ColumnKind
	white [][]strip // what is white between a column and the next, at all heights
	cuts  []strip   // the one of them that separates the two
	edges []float64 // at which most words of a column begin
}

// A strip is part of a page from a left to a right edge, or a word.
type strip struct{ left, right float64 }

func (s strip) middle() float64 { return (s.left + s.right) / 2 }

// A pdfLevel is what a page has at one height.
type pdfLevel struct {
	base, size float64
	lines      []int   // of the page, from left to right
	words      []strip // from left to right
}

// narrowest is the least width of the white strip between two columns, in points.
const narrowest = 1.5

// heightsOf are the heights of a page from top to bottom.
func heightsOf(lines []pdfLine) (levels []pdfLevel) {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lines[b].base, lines[a].base) })
	for _, i := range order {
		l := lines[i]
		if n := len(levels); n == 0 || !lines[levels[n-1].lines[0]].levelWith(l) {
			levels = append(levels, pdfLevel{base: l.base, size: l.size})
		}
		last := &levels[len(levels)-1]
		last.lines, last.words = append(last.lines, i), append(last.words, l.words()...)
	}
	for i := range levels {
		slices.SortFunc(levels[i].words, func(a, b strip) int { return cmp.Compare(a.left, b.left) })
		slices.SortFunc(levels[i].lines, func(a, b int) int { return cmp.Compare(lines[a].left, lines[b].left) })
	}
	return levels
}

// words are the places of the words of a line.
func (l pdfLine) words() (words []strip) {
	from := l.left
	for _, b := range l.blanks {
		words = append(words, strip{from, b.left})
		from = b.right
	}
	return append(words, strip{from, l.right})
}

// withTables cuts the lines of a page that are in tables, and returns the table that may go on overleaf. Before
// is the one of the page before.
func withTables(lines []pdfLine, before *pdfTable) ([]pdfLine, *pdfTable) {
	if manyLines(lines) {
		return lines, nil
	}
	levels := heightsOf(lines)
	cut := map[int]*pdfTable{}
	var last *pdfTable
	mark := func(t *pdfTable, from, to int) {
		for _, level := range levels[from:to] {
			for _, i := range level.lines {
				cut[i] = t
			}
		}
		if last = t; to < len(levels)-mostHeads {
			last = nil
		}
	}
	heading := false
	for i := 0; i < len(levels); i++ {
		names, places := headingAt(lines, levels[i])
		if names == nil {
			continue
		}
		t := &pdfTable{names: names}
		if before != nil && slices.Equal(before.names, names) {
			t = before
		}
		to := t.reaches(levels, i, places)
		for from := i; to > from; from, to = t.goesOn(levels, to, false) { // below a row that is one cell, too
			heading = true
			mark(t, from, to)
			i = to - 1
		}
	}
	if before != nil && !heading {
		if from, to := before.goesOn(levels, 0, true); to > from {
			mark(before, from, to)
		}
	}
	if len(cut) == 0 {
		return lines, nil
	}
	var out []pdfLine
	for i, l := range lines {
		if t := cut[i]; t != nil {
			out = append(out, t.cells(l)...)
		} else {
			out = append(out, l)
		}
	}
	return out, last
}

// mostHeads is how many lines a page may have above or below the part of a table that goes on from another page.
const mostHeads = 3

// headingAt are the names of columns and their places, if a level has such; nil otherwise.
func headingAt(lines []pdfLine, level pdfLevel) (names []string, places []strip) {
	for _, i := range level.lines {
		l := lines[i]
		at, left := 0, l.left
		for _, b := range append(slices.Clone(l.blanks), lineGap{len(l.text), l.right, math.Inf(1)}) {
			name := strings.TrimSpace(l.text[at:min(b.at, len(l.text))])
			if b.right-b.left <= 0.45*level.size && (corpus.ColumnNamed(name) == 0 || !namesEach(l.text[at:])) {
				continue
			}
			names, places = append(names, name), append(places, strip{left, b.left})
			at, left = min(b.at, len(l.text)), b.right
		}
	}
	if len(names) >= 2 && len(names) <= mostNames && (corpus.NamesColumns(names) || namesSpeakers(names)) {
		return names, places
	}
	return nil, nil
}

// mostNames is the number of columns that a table has at the most.
const mostNames = 24

// namesEach reports whether words, which are together not the name of a column, are one each.
func namesEach(text string) bool {
	words := strings.Fields(text)
	return corpus.ColumnNamed(text) == 0 && !slices.ContainsFunc(words, func(w string) bool { return corpus.ColumnNamed(w) == 0 })
}

// namesSpeakers reports whether the names of columns are those of who asks and who answers.
func namesSpeakers(names []string) bool {
	asks, people := 0, 0
	for _, name := range names {
		role := corpus.RoleOf(name)
		switch {
		case role == corpus.RoleAsks:
			asks++
		case role == corpus.NoRole && !corpus.ColumnNamed(name).Is(corpus.StartColumn|corpus.EndColumn|corpus.NumberColumn|corpus.NoteColumn):
			return false
		case role == corpus.NoRole:
			continue
		}
		people++
	}
	return asks == 1 && people >= 2
}

// reaches finds the end of the part of a table below level head, which names its columns at some places: the first
// level in which something is between two columns. It is head if there is no table.
func (t *pdfTable) reaches(levels []pdfLevel, head int, places []strip) (to int) {
	was := *t
	if t.white == nil {
		for i, name := range t.names {
			t.kinds = append(t.kinds, corpus.ColumnNamed(name))
			if i > 0 {
				t.white = append(t.white, []strip{{places[i-1].right, places[i].left}})
			}
		}
	}
	to, rows := t.extent(levels, head)
	if rows < 3 && was.cuts == nil {
		*t = was
		return head
	}
	return to
}

// goesOn finds the next part of a table in the levels from one on, below a few that are none of its. On another
// page than its heading it may be a few words.
func (t *pdfTable) goesOn(levels []pdfLevel, at int, overleaf bool) (from, to int) {
	was := *t
	for from = at; from < len(levels) && from <= at+mostHeads; from++ {
		to, rows := t.extent(levels, from)
		if rows >= 3 || overleaf && t.inColumns(levels[from:to]) {
			return from, to
		}
		*t = was
	}
	return at, at
}

// extent finds the end of a part of a table that begins in level from, its cuts, and how many of its levels have
// several cells.
func (t *pdfTable) extent(levels []pdfLevel, from int) (to, rows int) {
	edges := t.edges
	t.white = slices.Clone(t.white)
	for to = from; to < len(levels) && t.narrow(levels[to]); to++ {
	}
	t.choose(levels[from:to], edges)
	widest := math.Inf(1) // distance of two levels
	for i, level := range levels[from:to] {
		step := 0.0
		if i > 0 {
			step = levels[from+i-1].base - level.base
		}
		if !t.fits(level) || step > 2.5*widest { // at the foot of the page
			return from + i, rows
		}
		if i == 2 {
			widest = levels[from].base - levels[from+1].base
		}
		if i >= 2 {
			widest = max(widest, step)
		}
		if t.filled(level) >= 2 {
			rows++
		}
	}
	return to, rows
}

// inColumns reports whether the words of all levels begin where columns do, and not only in the first one.
func (t *pdfTable) inColumns(levels []pdfLevel) (others bool) {
	for _, level := range levels {
		for n, words := range t.split(level) {
			if len(words) > 0 && math.Abs(words[0].left-t.edges[n]) > 1.5 {
				return false
			}
			others = others || n > 0 && len(words) > 0
		}
	}
	return others
}

// narrow takes the words of a level out of the white strips; ok is false, and all is as before, where one would
// be gone.
func (t *pdfTable) narrow(level pdfLevel) bool {
	white := make([][]strip, len(t.white))
	for n, strips := range t.white {
		for _, s := range strips {
			for _, w := range level.words {
				if w.right <= s.left || w.left >= s.right {
					continue
				}
				if left := (strip{s.left, w.left}); left.right-left.left >= narrowest {
					white[n] = append(white[n], left)
				}
				s.left = w.right
			}
			if s.right-s.left >= narrowest {
				white[n] = append(white[n], s)
			}
		}
		if len(white[n]) == 0 {
			return false
		}
	}
	t.white = white
	return true
}

// choose finds the strips between columns and their edges, which are as before where there are few words.
func (t *pdfTable) choose(levels []pdfLevel, edges []float64) {
	t.cuts, t.edges = nil, make([]float64, len(t.names))
	for _, strips := range t.white {
		t.cuts = append(t.cuts, mainStrip(strips, levels))
	}
	starts := make([][]float64, len(t.names))
	for _, level := range levels {
		for n, words := range t.split(level) {
			if len(words) > 0 {
				starts[n] = append(starts[n], words[0].left)
			}
		}
	}
	for n := range starts {
		if slices.Sort(starts[n]); len(starts[n]) >= 3 || edges == nil && len(starts[n]) > 0 {
			t.edges[n] = mostCommon(starts[n])
		} else if edges != nil {
			t.edges[n] = edges[n]
		}
	}
}

// mainStrip is the widest of the strips at whose right edge most words begin.
func mainStrip(strips []strip, levels []pdfLevel) (main strip) {
	begin, most := make([]int, len(strips)), 0
	for i, s := range strips {
		for _, level := range levels {
			if slices.ContainsFunc(level.words, func(w strip) bool { return w.left >= s.right-0.5 && w.left <= s.right+1.5 }) {
				begin[i]++
			}
		}
		most = max(most, begin[i])
	}
	for i, s := range strips {
		if begin[i]*10 >= most*9 && s.right-s.left > main.right-main.left {
			main = s
		}
	}
	return main
}

// split are the words of a level by column.
func (t *pdfTable) split(level pdfLevel) [][]strip {
	columns := make([][]strip, len(t.names))
	for _, w := range level.words {
		n := t.columnAt((w.left + w.right) / 2)
		columns[n] = append(columns[n], w)
	}
	return columns
}

func (t *pdfTable) columnAt(x float64) (n int) {
	for n < len(t.cuts) && x > t.cuts[n].middle() {
		n++
	}
	return n
}

// filled counts the cells of a level with words.
func (t *pdfTable) filled(level pdfLevel) (n int) {
	for _, words := range t.split(level) {
		if len(words) > 0 {
			n++
		}
	}
	return n
}

// fits reports whether a level is one of the table's: no word is in two columns, and where the blank between two
// is no wider than one between words, the second begins at the edge of its column.
func (t *pdfTable) fits(level pdfLevel) bool {
	columns := t.split(level)
	for n, words := range columns {
		for _, w := range words {
			if t.columnAt(w.left+0.1) != n || t.columnAt(w.right-0.1) != n {
				return false
			}
		}
		if n == 0 || len(words) == 0 || len(columns[n-1]) == 0 {
			continue
		}
		before := columns[n-1][len(columns[n-1])-1]
		if words[0].left-before.right < 0.6*level.size && math.Abs(words[0].left-t.edges[n]) > 2.5 {
			return false
		}
	}
	return true
}

// cells cuts a line at the edges of the columns.
func (t *pdfTable) cells(l pdfLine) (cells []pdfLine) {
	at, word, left, column := 0, 0, l.left, t.columnAt(l.left+0.1)
	end := func(to, words int, right float64) {
		cell := l
		cell.text, cell.left, cell.right = strings.TrimSpace(l.text[at:to]), left, right
		cell.bold = min(max(l.bold-at, 0), len(cell.text))
		cell.gaps, cell.blanks, cell.bases, cell.gap = nil, nil, nil, math.Inf(1)
		cell.base = median(slices.Clone(l.bases[word:words])) // of a cell in the middle of its row
		first, _, _ := strings.Cut(cell.text, " ")
		cell.first = (right - left) * float64(len(first)) / float64(max(len(cell.text), 1))
		if cell.table, cell.cell = t, column; cell.text != "" {
			cells = append(cells, cell)
		}
	}
	for i, b := range l.blanks {
		if n := t.columnAt(b.right + 0.1); n != column && b.at <= len(l.text) {
			end(b.at, i+1, b.left)
			at, word, left, column = b.at, i+1, b.right, n
		}
	}
	end(len(l.text), len(l.bases), l.right)
	return cells
}
