package analysis

import (
	"context"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

// maxLed is how many numbers of a page lead to their passages, each of which is selected
// anew.
const maxLed = 1000

// A lister lists the passages that numbers lead to, for the end of an HTML file that is
// read without the program. Of very many numbers, or very many passages, not all are
// written.
type lister struct {
	ctx    context.Context
	study  *coding.Study
	texts  coding.Texts
	writer *query.Writer
	quotes int               // that there is room for
	listed map[string]string // addresses of what was listed, by the filters
}

func newLister(ctx context.Context, s *coding.Study, texts coding.Texts) *lister {
	return &lister{ctx, s, texts, query.NewWriter(s), maxQuotes, map[string]string{}}
}

// list makes the numbers of a table lead to sections of it; their anchors begin with a
// name that no other table of the file has.
func (l *lister) list(r *Result, name string) error {
	g, links := r.Table, map[[2]int]string{}
	for row, line := range g.Lines() {
		for column := range line {
			names, counted := r.Lead(l.writer, row, column)
			if counted == Nothing || counted.Searched() {
				continue
			}
			section := report.Section{Anchor: fmt.Sprintf("%s-%d-%d", name, row+1, column+1),
				Title: called(g, line[0]) + " · " + g.Columns()[column]}
			to, err := l.lead(names, &section)
			if err != nil {
				return err
			}
			if to != "" {
				links[[2]int{row, column}] = to
			}
			if len(section.Quotes) > 0 {
				g.Sections = append(g.Sections, section)
			}
		}
	}
	if len(links) > 0 {
		g.Link = func(row, column int) string { return links[[2]int{row, column}] }
	}
	return nil
}

// called is what a line of a table is called by.
func called(g *report.Grid, first any) string {
	if name, ok := first.(report.Name); ok {
		return name.Path
	}
	return g.Shown(first)
}

// lead gives the address of the passages that filters let through, "" where there is none
// or no room: a section that is there, else this one, which then has them.
func (l *lister) lead(names query.Names, section *report.Section) (to string, err error) {
	key := fmt.Sprint(map[string][]string(names))
	if to, ok := l.listed[key]; ok || len(l.listed) == maxLed {
		return to, nil
	}
	f, err := names.Resolve(l.ctx, l.study, l.texts)
	if err != nil {
		return "", err
	}
	sel := l.study.Select(f)
	section.More = max(len(sel.Passages)-l.quotes, 0)
	sel.Passages = sel.Passages[:len(sel.Passages)-section.More]
	quotes, err := reading.ReadQuotes(l.ctx, l.study, l.texts, sel, 0)
	if err != nil {
		return "", err
	}
	for _, q := range quotes {
		section.Quotes = append(section.Quotes, q.Quotation())
	}
	if l.quotes -= len(quotes); len(quotes) > 0 {
		to = "#" + section.Anchor
	}
	l.listed[key] = to
	return to, nil
}
