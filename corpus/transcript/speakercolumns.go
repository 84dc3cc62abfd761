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
	times map[int]bool // the columns of times
	blank map[int]bool // those and the columns of numbers, in which nobody speaks
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
	if p.head < 0 || len(p.names) > mostColumns || !speakerNames(p.speakers()) && !p.tiers() {
		return p, false
	}
	letters, said, wide, filled := 0, 0, 0, make([]int, len(p.names))
	for i := p.head + 1; i < len(d.Blocks); i++ {
		cells := strings.Split(d.line(i), "\t")
		if len(cells) > len(p.names) {
			wide++
		}
		for n, c := range cells[:min(len(cells), len(p.names))] {
			if size := utf8.RuneCountInString(strings.TrimSpace(c)); size > 0 && !p.blank[n] {
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

// speakers are the names of the columns without those in which are only times, or numbers of lines.
func (p *speakerPlan) speakers() (names []string) {
	var rows []int
	for i := p.head + 1; i < len(p.Blocks); i++ {
		rows = append(rows, i)
	}
	p.times, p.blank = map[int]bool{}, map[int]bool{}
	for n, name := range p.names {
		c := p.column(rows, n)
		p.times[n] = c.isTime()
		if p.blank[n] = c.isTime() || c.isNumber() && (n == 0 || p.blank[n-1]); !p.blank[n] {
			names = append(names, name)
		}
	}
	return names
}

// tiers reports whether rows have the times of when they begin and end and the words of one speaker, as
// those of a score with a column for each tier.
func (p *speakerPlan) tiers() bool {
	times, rows, single := 0, 0, 0
	seen := map[string]bool{}
	for n, name := range p.names {
		key := labelKey(name)
		switch {
		case p.times[n]:
			times++
		case !p.blank[n] && (key == "" || seen[key] || corpus.ColumnNamed(key) != 0 || headWords[key] || wordingOf(name) != nameWording):
			return false
		}
		seen[key] = true
	}
	for i := p.head + 1; i < len(p.Blocks); i++ {
		said := 0
		for n, c := range strings.Split(p.line(i), "\t") {
			if strings.TrimSpace(c) != "" && !p.blank[n] {
				said++
			}
		}
		rows++
		if said == 1 {
			single++
		}
	}
	return times >= 2 && rows >= 3 && single*10 >= rows*8
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
		case role == corpus.NoRole && (corpus.ColumnNamed(key) != 0 || headWords[key] || !nameLike(name)):
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
	if i < p.head {
		return mark{}, false
	}
	line, from := p.line(i), p.Blocks[i].Span.Start
	if p.namesAgain(p.head, i) {
		return p.withoutWords(i), true
	}
	var all []mark
	at, spoken := 0, timeLine{corpus.NoTime, corpus.NoTime}
	for n, cell := range strings.SplitN(line, "\t", len(p.names)) {
		if t, ok := cellTime(strings.TrimSpace(cell)); ok && p.times[n] {
			switch {
			case spoken.from == corpus.NoTime:
				spoken = t
			case spoken.to == corpus.NoTime && t.from > spoken.from:
				spoken.to = t.from
			}
		}
		if strings.TrimSpace(cell) != "" && !p.blank[n] {
			c := mark{name: p.names[n], body: from + at, at: spoken.from, to: spoken.to, tail: len(line) - at - len(cell)}
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

// beside are the rows that name the speakers.
func (p *speakerPlan) beside() (left []corpus.LeftOut) {
	for i := p.head; i < len(p.Blocks); i++ {
		if p.namesAgain(p.head, i) {
			left = append(left, p.headingRow(i))
		}
	}
	return left
}
