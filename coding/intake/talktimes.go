package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosscase/corpus"
)

// A timeCell is the time in a cell, or the two of a range.
type timeCell struct{ from, to time.Duration }

// frames are behind the seconds where a time is that of a picture.
var frames = regexp.MustCompile(`^(\d{1,2}:\d\d:\d\d)[:;]\d\d$`)

var timeRange = regexp.MustCompile(`^([\d:.,]+)\s*(?:-->|[-–—]|to|bis)\s*([\d:.,]+)$`)

// cellTime reads the time or the range of times in a cell, in whatever brackets.
func cellTime(s string) (from, to time.Duration, ok bool) {
	s = strings.Trim(s, "[](){}<># \t")
	if s == "" || len(s) > 40 || !strings.Contains(s, ":") {
		return corpus.NoTime, corpus.NoTime, false
	}
	if m := frames.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	if at, ok := corpus.ParseTime(s); ok {
		return at, corpus.NoTime, true
	}
	if m := timeRange.FindStringSubmatch(s); m != nil {
		a, ok1 := corpus.ParseTime(m[1])
		b, ok2 := corpus.ParseTime(m[2])
		return a, b, ok1 && ok2
	}
	return corpus.NoTime, corpus.NoTime, false
}

// decimal tells whether a value is a number with decimals, as Audacity writes seconds.
func decimal(s string) bool {
	whole, fraction, ok := strings.Cut(s, ".")
	return ok && len(fraction) >= 2 && whole != "" && strings.Trim(whole+fraction, "0123456789") == ""
}

// readTimes reads the columns that hold times and nothing else.
func (x *talkTable) readTimes() {
	x.times = map[int][]timeCell{}
	for i := range x.table.Columns {
		unit := x.unit(i)
		all := make([]timeCell, len(x.table.Rows))
		filled, good := 0, 0
		for n, r := range x.table.Rows {
			v := r.Values[i]
			all[n] = noTimes
			if v == "" {
				continue
			}
			filled++
			if from, to, ok := cellTime(v); ok {
				all[n], good = timeCell{from, to}, good+1
			} else if f, err := strconv.ParseFloat(v, 64); err == nil && unit > 0 && f >= 0 && f < 1e9 {
				all[n], good = timeCell{time.Duration(f * float64(unit)).Round(time.Millisecond), corpus.NoTime}, good+1
			}
		}
		if good > 0 && good*10 >= filled*8 {
			x.times[i] = all
		}
	}
}

// timeKinds are the kinds of columns that hold times.
const timeKinds = corpus.StartColumn | corpus.EndColumn | corpus.DurationColumn

// unit is the unit of a column of numbers that are times: a second or a thousandth; 0 for
// any other column.
func (x *talkTable) unit(column int) time.Duration {
	named, thousandths := false, false
	for _, w := range nameWords(x.table.Columns[column]) {
		named = named || corpus.ColumnNamed(w).Is(timeKinds)
		thousandths = thousandths || w == "ms" || w == "msec" || strings.HasPrefix(w, "millise")
	}
	whole, decimals, most := 0, 0, 0.0
	for _, v := range cells(x.table, column) {
		f, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return 0
		}
		if most = max(most, f); strings.Contains(v, ".") {
			decimals++
		} else {
			whole++
		}
	}
	switch {
	case !named && (x.headings != nil || decimals == 0):
		return 0
	case decimals == 0 && (thousandths || most > 500*float64(whole)):
		return time.Millisecond
	}
	return time.Second
}

// chooseTimes chooses when something begins, the first column of times that go on, and when
// it ends.
func (x *talkTable) chooseTimes() {
	has := func(i int, kind corpus.ColumnKind) bool {
		return slices.ContainsFunc(nameWords(x.table.Columns[i]), func(w string) bool { return corpus.ColumnNamed(w).Is(kind) })
	}
	var columns []int
	for i := range x.table.Columns {
		if x.times[i] != nil && !has(i, corpus.DurationColumn) {
			columns = append(columns, i)
		}
	}
	if n := slices.IndexFunc(columns, func(i int) bool { return goOn(x.times[i]) && !has(i, corpus.EndColumn) }); n >= 0 {
		x.from = columns[n]
	}
	for _, i := range columns {
		if x.from >= 0 && x.to < 0 && (i > x.from || has(i, corpus.EndColumn)) && after(x.times[x.from], x.times[i]) {
			x.to = i
		}
	}
}

// goOn tells whether times go on from line to line, but for a few, as where the lines of
// another tier begin.
func goOn(times []timeCell) bool {
	back, steps, last := 0, 0, corpus.NoTime
	for _, t := range times {
		if t.from < 0 {
			continue
		}
		if last >= 0 {
			if steps++; t.from < last {
				back++
			}
		}
		last = t.from
	}
	return last >= 0 && back*4 <= steps
}

// after tells whether times are the ends of what begins at others.
func after(begin, end []timeCell) bool {
	later := 0
	for i := range end {
		switch {
		case begin[i].from < 0 || end[i].from < 0:
		case end[i].from < begin[i].from:
			return false
		case end[i].from > begin[i].from:
			later++
		}
	}
	return later > 0
}

// at is the time of a line.
func (x *talkTable) at(n int) timeCell {
	t := noTimes
	if x.from >= 0 {
		t = x.times[x.from][n]
	}
	if x.to >= 0 {
		t.to = x.times[x.to][n].from
	}
	return t
}
