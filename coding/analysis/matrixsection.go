package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

// matrixSection shows themes across cases, and what each organisation speaks of.
func matrixSection(r *studyReport) error {
	r.d.Heading(2, "Themes across cases")
	g := Matrix(r.m)
	if err := WithPassages(r.ctx, g, r.m, r.s, r.texts, report.HTML); err != nil {
		return err
	}
	r.d.Sections = append(r.d.Sections, g.Sections...)
	r.d.Table(g)
	if len(r.m.RowKeys) > 0 {
		r.d.Picture(MatrixPicture(r.m))
	}
	return organisationsSection(r)
}

// organisationsSection tells what each speaks of most, for its words, with quotes. Themes
// count the passages that they are on themselves: with those of their subthemes, a theme
// would come first for what is listed again below it.
func organisationsSection(r *studyReport) error {
	s := r.s
	m, err := matrix.New(s, matrix.Options{Filter: eachItself(s, r.o.Filter), Rows: []matrix.Dimension{matrix.Theme},
		Cols: []matrix.Dimension{"organisation"}, Measure: matrix.Rate, Keep: true})
	if err != nil {
		return err
	}
	r.d.Heading(2, "What each organisation speaks of")
	note := "Themes with most passages first. A theme counts the passages that it is tagged on itself; its subthemes are listed separately."
	if !r.o.Filter.Exact {
		note += " The matrix above counts themes with their subthemes."
	}
	r.d.Note(note)
	q := newQuoter(r.ctx, m, s, r.texts)
	for c, keys := range m.ColKeys {
		if keys[0].ID == "" {
			continue
		}
		var rows []int
		for i := range m.RowKeys {
			if m.Cells[i][c].Passages > 0 {
				rows = append(rows, i)
			}
		}
		slices.SortStableFunc(rows, func(a, b int) int {
			return cmp.Or(cmp.Compare(m.Cells[b][c].Passages, m.Cells[a][c].Passages), cmp.Compare(a, b))
		})
		rows = rows[:min(r.o.Top, len(rows))]
		r.d.Heading(3, keys[0].Label)
		if err := r.spokenOf(m, c, rows); err != nil {
			return err
		}
		for _, i := range rows {
			var quotes []report.Quotation
			for _, p := range m.Best(s, i, c, r.o.PerCell) {
				x, err := q.quote(p)
				if err != nil {
					return err
				}
				quotes = append(quotes, x.Quotation())
			}
			r.d.Note(m.RowKeys[i][0].Path)
			r.d.Quotes(quotes)
		}
	}
	return nil
}

// spokenOf lists the themes of some rows, each with the number of its passages for the
// organisation of a column, which leads to them.
func (r *studyReport) spokenOf(m *matrix.Matrix, c int, rows []int) error {
	var phrases []report.Phrase
	for n, i := range rows {
		path, to := m.RowKeys[i][0].Path, ""
		if names, ok := r.lister.writer.Names(m.Filter(i, c)); ok {
			section := report.Section{Anchor: fmt.Sprintf("organisation-%d-%d", c+1, i+1), Title: path + " · " + m.ColKeys[c][0].Label}
			var err error
			if to, err = r.lister.lead(names, &section); err != nil {
				return err
			}
			if len(section.Quotes) > 0 {
				r.d.Sections = append(r.d.Sections, section)
			}
		}
		if n > 0 {
			path = "; " + path
		}
		phrases = append(phrases, report.Phrase{Text: path + " ("}, report.Phrase{Text: coding.Count(m.Cells[i][c].Passages, "passage"), To: to},
			report.Phrase{Text: fmt.Sprintf(", %.2f per 1,000 words)", m.Value(i, c))})
	}
	if len(rows) == 0 {
		phrases = []report.Phrase{{Text: "Nothing is tagged here"}}
	}
	r.d.Phrases(append(phrases, report.Phrase{Text: "."})...)
	return nil
}

// eachItself is a filter for the same themes in which each counts for itself, without its
// subthemes.
func eachItself(s *coding.Study, f coding.Filter) coding.Filter {
	if f.Exact {
		return f
	}
	asked := f.Themes
	f.Themes, f.Exact = nil, true
	for _, t := range s.Themes {
		if slices.ContainsFunc(asked, func(id coding.ThemeID) bool { return s.Below(t.ID, id) }) {
			f.Themes = append(f.Themes, t.ID)
		}
	}
	return f
}
