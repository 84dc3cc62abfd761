package transcript

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"crosscase/corpus"
)

// Times in tables that are no clock's: in milliseconds, as ELAN and others write them, and in rows of
// their own below the words, "TC	00:00:01 - 00:00:04", as in ELAN's traditional transcript.

// The milliseconds that somebody takes to say a letter, at least and at most; positions of letters in a
// text and numbers of lines count up more slowly.
const (
	quickest = 10
	slowest  = 3000
)

// milliseconds returns the two columns beside each other that are the beginning and the end of what is
// said in milliseconds, nil for none.
func (p *columnPlan) milliseconds(rows []int) []int {
	for n := range p.cells - 1 {
		if n != p.text && n+1 != p.text && p.inMilliseconds(rows, n) {
			return []int{n, n + 1}
		}
	}
	return nil
}

// inMilliseconds reports whether columns n and n+1 are such times in each row with words: the beginnings
// count up, the ends are behind them, and as long as it takes to say the words.
func (p *columnPlan) inMilliseconds(rows []int, n int) bool {
	last, all, letters, took := -1, 0, 0, 0
	for _, i := range rows {
		cells := p.cellsOf(i)
		from, err1 := strconv.Atoi(cells[n])
		to, err2 := strconv.Atoi(cells[n+1])
		if err1 != nil || err2 != nil || from < last || to <= from {
			return false
		}
		last = from
		all++
		letters += utf8.RuneCountInString(cells[p.text])
		took += to - from
	}
	return all >= 3 && took >= quickest*letters && took <= slowest*letters
}

// takeMilliseconds makes times of the numbers that are milliseconds.
func (p *columnPlan) takeMilliseconds(rows []int) {
	if len(p.times) > 0 || p.text < 0 {
		return
	}
	p.times = p.milliseconds(rows)
	p.inMillis = len(p.times) > 0
	p.numbers = slices.DeleteFunc(p.numbers, func(n int) bool { return slices.Contains(p.times, n) })
}

// timeOf reads a cell of a column of times.
func (p *columnPlan) timeOf(cell string) (timeLine, bool) {
	if n, err := strconv.Atoi(cell); err == nil && p.inMillis {
		return timeLine{time.Duration(n) * time.Millisecond, corpus.NoTime}, true
	}
	return cellTime(cell)
}

// codeRow reads a row that is a label and a time, or two.
func codeRow(line string) (label string, t timeLine, ok bool) {
	label, rest, ok := strings.Cut(line, "\t")
	if !ok || strings.TrimSpace(label) == "" {
		return "", t, false
	}
	t, ok = wholeTime(rest)
	return labelKey(label), t, ok && (t.to != corpus.NoTime || strings.Count(rest, ":") > 1) // "Petra	9:30" may be said
}

// codeRows are the rows with nothing but times, by their blocks: they have one label, which has nothing
// else in any row, and each is below a row of another label.
func (d *document) codeRows() map[int]timeLine {
	if d.codes != nil {
		return d.codes
	}
	d.codes = map[int]timeLine{}
	if !strings.Contains(d.Body, "\t") {
		return d.codes
	}
	found, code := map[int]timeLine{}, ""
	for i := range d.Blocks {
		label, t, ok := codeRow(d.line(i))
		switch {
		case !ok:
			label, _, _ = strings.Cut(d.line(i), "\t")
			if code != "" && labelKey(label) == code {
				return d.codes
			}
			continue
		case code != "" && label != code, i == 0 || !strings.Contains(d.line(i-1), "\t"):
			return d.codes
		}
		found[i], code = t, label
	}
	if len(found) >= 3 {
		d.codes = found
	}
	return d.codes
}

// codeTimes gives the words above the rows with nothing but times these times.
func (d *document) codeTimes(marks []mark) {
	codes := d.codeRows()
	if len(codes) == 0 {
		return
	}
	for n := range marks {
		m := &marks[n]
		for i := m.block + 1; i < len(d.Blocks) && (n+1 == len(marks) || i < marks[n+1].block); i++ {
			if t, ok := codes[i]; ok {
				m.at, m.to, m.tail, m.tailOf = t.from, t.to, len(d.line(i)), i
				break
			}
		}
	}
}
