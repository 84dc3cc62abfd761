package format

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"crosscase/corpus"
)

// measure finds what is in the columns, and how far apart lines and rows are.
func (t *tableText) measure() {
	t.marks, t.people = make([]bool, len(t.kinds)), make([]bool, len(t.kinds))
	for n := range t.kinds {
		filled, marks := 0, 0
		for _, part := range t.parts {
			for _, level := range part.levels {
				if level[n].text != "" && !t.isHead(level) {
					filled++
					if isMark(strings.TrimRight(level[n].text, ".")) {
						marks++
					}
				}
			}
		}
		t.marks[n] = filled > 0 && marks*10 >= filled*8
		t.people[n] = !t.marks[n] && t.kinds[n].Is(corpus.SpeakerColumn|corpus.PersonColumn)
	}
	t.counted = t.countsRows()
	t.pitch = math.Inf(1)
	for _, part := range t.parts {
		for n := range t.kinds {
			part.steps(n, func(_, _ int, d float64) { t.pitch = min(t.pitch, d) })
		}
	}
	apart, keys := 0, 0
	for _, part := range t.parts {
		joined := t.joined(part)
		for i, level := range part.levels {
			if i > 0 && !joined[i] && lowest(part.levels[i-1])-highest(level) > t.pitch+1 {
				apart++
			}
			if t.keyed(level) {
				keys++
			}
		}
	}
	t.spaced = apart >= 2 && apart*10 >= keys*3
	t.align = t.aligned()
}

// Where in its row a cell of one line is.
const (
	atTop = iota
	atBottom
	inMiddle
)

// aligned tells where in their rows the times and names are: most cells of words end with a sentence then.
func (t *tableText) aligned() (align int) {
	most, words := 0, t.wordy()
	for a := atTop; a <= inMiddle && !t.spaced; a++ {
		t.align = a
		whole := 0
		for _, part := range t.parts {
			starts := t.starts(part, false)
			for i, from := range starts {
				to := len(part.levels)
				if i+1 < len(starts) {
					to = starts[i+1]
				}
				if row := t.rowOf(part.page, part.levels[from:to]); row.isWhole(words) && !unicode.IsLower(firstRune(row.cells[words][0].text)) {
					whole++
				}
			}
		}
		if whole > most+most/10 {
			most, align = whole, a
		}
	}
	return align
}

// starts are the levels of a part with which rows begin. Rest tells that it begins with the rest of a sentence,
// whose speaker is named on the page before.
func (t *tableText) starts(p tablePart, rest bool) (starts []int) {
	starts = []int{0}
	joined, words := t.joined(p), t.wordy()
	for k := 1; k < len(p.levels); k++ {
		begins := false
		switch last := starts[len(starts)-1]; {
		case rest && t.align != atTop && !t.isHead(p.levels[k-1]):
			begins = terminal(p.levels[k-1][words].text)
			rest = !begins
		case t.spaced || t.align == atTop || t.isHead(p.levels[k-1]):
			begins = t.begins(p.levels, k, joined[k])
		case t.align == atBottom:
			begins = t.keyed(p.levels[k-1])
		default:
			begins = t.isBelow(p.levels[last:k], p.levels[k]) || t.keyed(p.levels[k]) && slices.ContainsFunc(p.levels[last:k-1], t.keyed)
		}
		if begins {
			starts = append(starts, k)
		}
	}
	return starts
}

// isBelow reports whether a level is further below the time or name of the row so far than the row's first
// line is above it.
func (t *tableText) isBelow(row [][]pdfLine, level []pdfLine) bool {
	for _, above := range row {
		for n, l := range above {
			if l.text != "" && (t.marks[n] || t.people[n] && !t.counted) {
				return l.base-highest(level) > highest(row[0])-l.base+0.3*t.pitch
			}
		}
	}
	return false
}

// countsRows reports whether nearly all rows have a time or a number, as far as names show them.
func (t *tableText) countsRows() bool {
	marked, named := 0, 0
	for _, part := range t.parts {
		before := false
		for _, level := range part.levels {
			mark, name := false, false
			for n, l := range level {
				mark, name = mark || l.text != "" && t.marks[n], name || l.text != "" && t.people[n]
			}
			if mark {
				marked++
			}
			if name && !before {
				named++
			}
			before = name
		}
	}
	return marked > 0 && marked*10 >= named*9
}

// steps calls f for each line of a column and the next one below it, with their levels and their distance.
func (p tablePart) steps(column int, f func(above, below int, d float64)) {
	above := -1
	for i, level := range p.levels {
		if level[column].text == "" {
			continue
		}
		if above >= 0 {
			if d := p.levels[above][column].base - level[column].base; d > 0.8*level[column].size {
				f(above, i, d)
			}
		}
		above = i
	}
}

// joined are the levels of a part that are in a row with the one above, since a cell goes over both.
func (t *tableText) joined(p tablePart) []bool {
	joined := make([]bool, len(p.levels))
	for n := range t.kinds {
		p.steps(n, func(above, below int, d float64) {
			for i := above + 1; i <= below && d <= t.pitch+1; i++ {
				joined[i] = true
			}
		})
	}
	return joined
}

// lowest and highest are the lowest and the highest baseline of a level.
func lowest(level []pdfLine) float64 {
	y := math.Inf(1)
	for _, l := range level {
		if l.text != "" {
			y = min(y, l.base)
		}
	}
	return y
}

func highest(level []pdfLine) float64 {
	y := math.Inf(-1)
	for _, l := range level {
		if l.text != "" {
			y = max(y, l.base)
		}
	}
	return y
}

// keyed reports whether a level has a time or a number, or a name if not all rows have such.
func (t *tableText) keyed(level []pdfLine) bool {
	for n, l := range level {
		if l.text != "" && (t.marks[n] || t.people[n] && !t.counted) {
			return true
		}
	}
	return false
}
