package format

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
)

// mostTitles is the number of rows that a title above the names of columns has at most.
const mostTitles = 12

// belowTitle takes the rows of a title off a table, so that its columns are called by the row below it.
func belowTitle(t *corpus.Table) {
	rows := append([]corpus.Row{{Line: t.HeadLine(), Values: t.Columns}}, t.Rows[:min(len(t.Rows), 2*mostTitles)]...)
	n := namedBelow(rows)
	if n == 0 {
		n = headingBelow(rows)
	}
	if n == 0 {
		return
	}
	t.Columns, t.Line, t.Rows = rows[n].Values, rows[n].Line, slices.Clone(t.Rows[n:])
	addTitle(t, rows[:n])
}

// addTitle keeps the rows of a title among what is left out.
func addTitle(t *corpus.Table, rows []corpus.Row) {
	var titles []corpus.LeftOut
	for _, r := range rows {
		if text := strings.Join(filledCells(r.Values), "\t"); text != "" {
			titles = append(titles, corpus.LeftOut{Why: corpus.TitleRow, Where: fmt.Sprint("line ", r.Line), Text: text})
		}
	}
	t.LeftOut = append(titles, t.LeftOut...)
}

// namedBelow returns which row is the first that names columns as transcripts do, if those above it have
// less in them, as titles and facts do; 0 for none.
func namedBelow(rows []corpus.Row) int {
	most := 0
	for n, r := range rows[:min(len(rows), mostTitles+1)] {
		filled := len(filledCells(r.Values))
		if corpus.NamesColumns(r.Values) {
			if most < filled || most <= 2 && most == filled {
				return n
			}
			return 0
		}
		most = max(most, filled)
	}
	return 0
}

// headingBelow returns which row is the first of several cells, if those above it have one each and it
// reads like names of columns: it has one for each cell below, and none is a number; 0 for none. That of two
// columns the first alone has a name is more likely than a title, but for an empty row below it.
func headingBelow(rows []corpus.Row) int {
	n := slices.IndexFunc(rows, func(r corpus.Row) bool { return len(filledCells(r.Values)) != 1 })
	if n <= 0 || n > mostTitles || !isHeading(rows[n].Values) || n+1 >= len(rows) ||
		len(filledCells(rows[n].Values)) == 2 && rows[n].Line == rows[n-1].Line+1 {
		return 0
	}
	for _, r := range rows[n+1:] {
		for i, v := range r.Values {
			if v != "" && rows[n].Values[i] == "" {
				return 0
			}
		}
	}
	return n
}

// isHeading reports whether cells read like names of columns: two and more, short and different from each other,
// and neither numbers nor times.
func isHeading(values []string) bool {
	cells := filledCells(values)
	for i, c := range cells {
		_, isTime := corpus.ParseTime(c)
		_, err := strconv.ParseFloat(c, 64)
		if isTime || err == nil || utf8.RuneCountInString(c) > 60 || slices.Contains(cells[:i], c) {
			return false
		}
	}
	return len(cells) >= 2
}

func filledCells(values []string) (all []string) {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			all = append(all, v)
		}
	}
	return all
}

// belowLines reads a table that begins at a line with more values than those above it, which are a title;
// ok is false where they are none.
func belowLines(text string, line int, sep rune) (t corpus.Table, ok bool) {
	if line > mostTitles+1 {
		return t, false
	}
	lines := strings.SplitAfterN(text, "\n", line)
	rest := strings.Repeat("\n", line-1) + lines[line-1]
	if readRows(&t, rest, sep) != nil || len(t.Columns) < 2 || len(t.Rows) == 0 {
		return t, false
	}
	r := csv.NewReader(strings.NewReader(strings.Join(lines[:line-1], "")))
	r.FieldsPerRecord, r.LazyQuotes, r.Comma = -1, true, sep
	if sep == 0 {
		r.Comma = delimiter(rest)
	}
	most := 1
	switch {
	case corpus.NamesColumns(t.Columns):
		most = 2
	case r.Comma == ',' || !isHeading(t.Columns): // commas are in sentences as well
		return t, false
	}
	var titles []corpus.Row
	for {
		record, err := r.Read()
		if err != nil {
			addTitle(&t, titles)
			return t, len(titles) > 0
		}
		if len(filledCells(record)) > most {
			return t, false
		}
		at, _ := r.FieldPos(0)
		titles = append(titles, corpus.Row{Line: at, Values: record})
	}
}
