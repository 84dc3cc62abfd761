package reading

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"crosscase/coding/intake"
	"crosscase/coding/report"
)

// Most labels that are shown of a file, of many files, and most files with tables of their own.
const (
	mostLabels      = 30
	mostLabelsOfAll = 60
	mostTables      = 3
)

// writeLabels writes what the labels of a file are taken for, and whose names they become.
func (p Preview) writeLabels(w io.Writer, s report.Screen) error {
	if len(p.Labels) == 0 {
		return nil
	}
	g := &report.Grid{Head: []string{"label", "times", "taken as", "name", "why"}}
	for _, l := range doubtfulFirst(p.Labels)[:min(len(p.Labels), mostLabels)] {
		g.Rows = append(g.Rows, []any{l.Text, l.Times, string(l.As), l.Name, l.Why})
	}
	if n := len(p.Labels) - mostLabels; n > 0 {
		g.Notes = append(g.Notes, fmt.Sprintf("and %d more", n))
	}
	if p.Sentences > 0 {
		g.Notes = append(g.Notes, "and "+counted(p.Sentences, "part")+" of a sentence before a colon, taken as prose")
	}
	if s.Width > 0 {
		s.Width = max(s.Width-2, 20)
	}
	var b bytes.Buffer
	if err := g.Write(&b, report.Table, s); err != nil {
		return err
	}
	fmt.Fprintln(w)
	for line := range strings.Lines(b.String()) {
		if line = strings.TrimRight(line, " \n"); line != "" {
			line = "  " + line
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// doubtfulFirst puts labels that may be speakers and have no words first, where there are
// more than can be shown; else labels stay in the order of the document.
func doubtfulFirst(labels []intake.ListedLabel) []intake.ListedLabel {
	if len(labels) <= mostLabels {
		return labels
	}
	labels = slices.Clone(labels)
	slices.SortStableFunc(labels, func(a, b intake.ListedLabel) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Times, a.Times))
	})
	return labels
}

func rank(l intake.ListedLabel) int {
	switch {
	case l.Doubtful():
		return 0
	case l.As == "prose":
		return 2
	}
	return 1
}

// Labels are the labels of all files in one table, those that may be speakers and have no
// words first; nil where nobody is labelled.
func Labels(previews []Preview) *report.Grid {
	type row struct {
		intake.ListedLabel
		files int
		most  int // times in a file, which is where the reason is from
	}
	var rows []*row
	byKey := map[string]*row{}
	for _, p := range previews {
		for _, l := range p.Labels {
			key := strings.ToLower(l.Text) + "\x00" + string(l.As)
			r := byKey[key]
			if r == nil {
				r = &row{ListedLabel: l}
				r.Times = 0
				byKey[key] = r
				rows = append(rows, r)
			}
			r.files++
			r.Times += l.Times
			if l.Times > r.most {
				r.most, r.Why = l.Times, l.Why
			}
			if r.files > 1 && strings.HasPrefix(r.Why, "occurs ") && r.most > 1 {
				r.Why = "recurs"
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	slices.SortStableFunc(rows, func(a, b *row) int {
		return cmp.Or(cmp.Compare(rank(a.ListedLabel), rank(b.ListedLabel)), cmp.Compare(b.files, a.files), cmp.Compare(b.Times, a.Times))
	})
	g := &report.Grid{Head: []string{"label", "files", "times", "taken as", "why"}}
	for _, r := range rows[:min(len(rows), mostLabelsOfAll)] {
		g.Rows = append(g.Rows, []any{r.Text, r.files, r.Times, string(r.As), r.Why})
	}
	if n := len(rows) - mostLabelsOfAll; n > 0 {
		g.Notes = append(g.Notes, fmt.Sprintf("and %d more", n))
	}
	return g
}
