package transcript

import (
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
)

// speakerColumns is a table with a column for each speaker, whose first row says who they are.
var speakerColumns = layout{
	name: "speaker-columns", requires: "\t", example: "a table with a column for each speaker, named in its first row", distinctive: true,
	find: func(d *document) finder {
		if p, ok := d.speakerPlan(); ok {
			return p.find
		}
		return func(int) (mark, bool) { return mark{}, false }
	},
}

// A speakerPlan says who speaks in which column.
type speakerPlan struct {
	*document
	head  int // block that names the speakers
	names []string
}

// speakerPlan finds the row that names the speakers; ok is false where there is none, or where
// what is below it is not said in turn: short, or nearly all of it in one column.
func (d *document) speakerPlan() (p speakerPlan, ok bool) {
	p = speakerPlan{document: d, head: -1}
	for i := d.head.end; i < len(d.Blocks) && p.head < 0; i++ {
		if line := d.line(i); strings.Contains(line, "\t") {
			p.head, p.names = i, strings.Split(line, "\t")
		}
	}
	if p.head < 0 || len(p.names) > mostColumns || !speakerNames(p.names) {
		return p, false
	}
	letters, said, wide, filled := 0, 0, 0, make([]int, len(p.names))
	for i := p.head + 1; i < len(d.Blocks); i++ {
		cells := strings.Split(d.line(i), "\t")
		if len(cells) > len(p.names) {
			wide++
		}
		for n, c := range cells[:min(len(cells), len(p.names))] {
			if size := utf8.RuneCountInString(strings.TrimSpace(c)); size > 0 {
				filled[n]++
				said++
				letters += size
			}
		}
	}
	columns := 0
	for _, n := range filled {
		if n >= 2 && n*10 >= said {
			columns++
		}
	}
	return p, columns >= 2 && wide*10 <= said && letters >= 12*said
}

// speakerNames reports whether cells name people: one asks, or all have first and last names.
func speakerNames(cells []string) bool {
	seen, asks, full := map[string]bool{}, 0, 0
	for _, c := range cells {
		name := cleanLabel(c)
		key := labelKey(name)
		if name == "" || seen[key] || utf8.RuneCountInString(name) > 40 || wordingOf(name) != nameWording {
			return false
		}
		seen[key] = true
		role := corpus.RoleOf(name)
		switch {
		case role == corpus.NoRole && (headCells[key] || noteCells[key] || headWords[key] || !nameLike(name)):
			return false
		case role == corpus.RoleAsks:
			asks++
		}
		if strings.Contains(name, " ") && role == corpus.NoRole {
			full++
		}
	}
	return asks == 1 || full == len(cells)
}

// find reads the cells of row i, a mark for each that is filled.
func (p *speakerPlan) find(i int) (m mark, ok bool) {
	if i <= p.head {
		return mark{}, false
	}
	line, from := p.line(i), p.Blocks[i].Span.Start
	if line == p.line(p.head) { // again on the next page
		return mark{nobody: true, body: p.Blocks[i].Span.End, at: corpus.NoTime, to: corpus.NoTime}, true
	}
	var all []mark
	at := 0
	for n, cell := range strings.SplitN(line, "\t", len(p.names)) {
		if strings.TrimSpace(cell) != "" {
			c := mark{name: p.names[n], body: from + at, at: corpus.NoTime, to: corpus.NoTime, tail: len(line) - at - len(cell)}
			if len(all) > 0 {
				c.start = from + at
			}
			all = append(all, c)
		}
		at += len(cell) + 1
	}
	if len(all) == 0 {
		return mark{}, false
	}
	all[0].more = all[1:]
	return all[0], true
}
