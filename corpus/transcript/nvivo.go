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
	if f.head < 0 || i <= f.head || len(cells) != len(f.columns) {
		return mark{}, false
	}
	m := mark{name: cells[f.columns["speaker"]], at: corpus.NoTime, to: corpus.NoTime}
	if t := timespan().FindStringSubmatch(strings.TrimSpace(cells[f.columns["timespan"]])); t != nil {
		m.at, m.to = looseTime(t[1]), looseTime(t[2])
	}
	at := 0
	for n, c := range cells {
		if n == f.columns["content"] {
			m.body = f.Blocks[i].Span.Start + at
			m.tail = len(line) - at - len(c)
		}
		at += len(c) + 1
	}
	return m, true
}
