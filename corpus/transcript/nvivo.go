package transcript

import (
	"strings"

	"crosscase/corpus"
)

var timespan = lazily(`^[ \t]*(\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)[ \t]*[-–—][ \t]*(\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)$`)

// nvivo is the table of NVivo Transcription, with the columns Timespan, Content
// and Speaker in whatever order.
var nvivo = layout{name: "nvivo", needs: "imespan", looks: "a table: Timespan, Content, Speaker", strong: true, finder: func(d *document) finder {
	head := -1
	columns := map[string]int{}
	for i := range d.Blocks {
		if cells := strings.Split(strings.ToLower(d.line(i)), "\t"); len(cells) >= 3 {
			for n, c := range cells {
				columns[strings.TrimSpace(c)] = n
			}
			_, a := columns["timespan"]
			_, b := columns["content"]
			_, c := columns["speaker"]
			if a && b && c {
				head = i
				break
			}
			clear(columns)
		}
	}
	return func(i int) (mark, bool) {
		line := d.line(i)
		cells := strings.Split(line, "\t")
		if head < 0 || i <= head || len(cells) != len(columns) {
			return mark{}, false
		}
		m := mark{name: cells[columns["speaker"]], at: corpus.NoTime, to: corpus.NoTime}
		if t := timespan().FindStringSubmatch(strings.TrimSpace(cells[columns["timespan"]])); t != nil {
			m.at, m.to = loose(t[1]), loose(t[2])
		}
		at := 0
		for n, c := range cells {
			if n == columns["content"] {
				m.body = d.Blocks[i].Span.Start + at
				m.tail = len(line) - at - len(c)
			}
			at += len(c) + 1
		}
		return m, true
	}
}}
