package transcript

import (
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var timespan = lazyregexp.New(`^[ \t]*(` + clock + `)[ \t]*[-–—][ \t]*(` + clock + `)$`)

// nvivo is the table of NVivo Transcription, with the columns Timespan, Content
// and Speaker in any order.
var nvivo = layout{
	name: "nvivo", timed: true, requires: "imespan", example: "a table: Timespan, Content, Speaker", distinctive: true,
	find: func(d *document) finder {
		f := nvivoFinder{document: d}
		f.head, f.columns = d.nvivoColumns()
		return f.find
	},
	proved: func(d *document) bool {
		head, _ := d.nvivoColumns()
		return head >= 0
	},
}

// nvivoColumns finds the block that names the columns, and the number of each
// column by its name; head is -1 if there is none.
func (d *document) nvivoColumns() (head int, columns map[string]int) {
	for i := range d.Blocks {
		cells := strings.Split(strings.ToLower(d.line(i)), "\t")
		if len(cells) < 3 {
			continue
		}
		columns = map[string]int{}
		for n, c := range cells {
			columns[strings.TrimSpace(c)] = n
		}
		_, a := columns["timespan"]
		_, b := columns["content"]
		_, c := columns["speaker"]
		if a && b && c {
			return i, columns
		}
	}
	return -1, nil
}

type nvivoFinder struct {
	*document
	head    int
	columns map[string]int
}

func (f *nvivoFinder) find(i int) (mark, bool) {
	line := f.line(i)
	cells := strings.Split(line, "\t")
	switch {
	case f.namesAgain(f.head, i):
		return f.withoutWords(i), true
	case f.head < 0 || i <= f.head || len(cells) > len(f.columns) || len(cells) < 2:
		return mark{}, false
	}
	for len(cells) < len(f.columns) { // those at the end of a row that are empty are not in its line
		cells = append(cells, "")
	}
	m := mark{name: cells[f.columns["speaker"]], at: corpus.NoTime, to: corpus.NoTime}
	m.nobody = strings.TrimSpace(m.name) == ""
	if t := timespan().FindStringSubmatch(strings.TrimSpace(cells[f.columns["timespan"]])); t != nil {
		m.at, m.to = looseTime(t[1]), looseTime(t[2])
	}
	at := 0
	for n, c := range cells {
		if n == f.columns["content"] {
			m.body = f.Blocks[i].Span.Start + min(at, len(line))
			m.tail = max(0, len(line)-at-len(c))
		}
		at += len(c) + 1
	}
	return m, true
}

// beside are the rows that name the columns, and what is in columns that NVivo does not have.
func (f *nvivoFinder) beside() (left []corpus.LeftOut) {
	var names []string
	if f.head >= 0 {
		names = strings.Split(f.line(f.head), "\t")
	}
	notes := make([][]string, len(names))
	for i := max(0, f.head); i < len(f.Blocks); i++ {
		cells := strings.Split(f.line(i), "\t")
		switch {
		case f.namesAgain(f.head, i):
			left = append(left, f.headingRow(i))
			continue
		case len(cells) > len(names):
			continue
		}
		for n, c := range cells {
			switch strings.ToLower(strings.TrimSpace(names[n])) {
			case "timespan", "content", "speaker":
			default:
				notes[n] = append(notes[n], c)
			}
		}
	}
	return append(left, leftColumns(names, notes)...)
}
