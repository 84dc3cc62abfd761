package exchange

import (
	"context"
	"fmt"

	"crosscase/coding"
)

// Taguette writes highlights and the codebook as Taguette exports them: a line for
// each tag on a highlight.
func Taguette(ctx context.Context, c Contents) ([]File, error) {
	bodies, err := c.bodies(ctx)
	if err != nil {
		return nil, err
	}
	s := c.Study
	rows := [][]string{{"id", "document", "tag", "content"}}
	used := map[coding.ThemeID]int{}
	n := 0
	for i, p := range s.Passages {
		src := s.SourceOf(p)
		if src == nil {
			continue
		}
		n++
		first, last := s.TagsOf(i)
		seen := map[coding.ThemeID]bool{}
		for _, t := range s.Tags[first:last] {
			if seen[t.Theme] {
				continue
			}
			seen[t.Theme] = true
			used[t.Theme]++
			rows = append(rows, []string{fmt.Sprint(n), src.Name, s.Path(t.Theme), bodies[p.Text][p.Span.Start:p.Span.End]})
		}
	}
	highlights, err := asCSV(rows)
	if err != nil {
		return nil, err
	}
	rows = [][]string{{"tag", "description", "number of highlights"}}
	for _, t := range s.Themes {
		rows = append(rows, []string{s.Path(t.ID), description(*t), fmt.Sprint(used[t.ID])})
	}
	book, err := asCSV(rows)
	return []File{{"highlights.csv", highlights}, {"codebook.csv", book}}, err
}
