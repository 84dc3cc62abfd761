package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/coding/matrix"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// quoter reads quotes of passages of one matrix, each text once.
type quoter struct {
	ctx      context.Context
	s        *coding.Study
	texts    coding.Texts
	selected map[int32]coding.Selected
	read     map[corpus.TextID]corpus.Text
}

func newQuoter(ctx context.Context, m *matrix.Matrix, s *coding.Study, texts coding.Texts) *quoter {
	q := &quoter{ctx: ctx, s: s, texts: texts, selected: map[int32]coding.Selected{}, read: map[corpus.TextID]corpus.Text{}}
	for _, p := range m.Selection.Passages {
		q.selected[int32(p.Index)] = p
	}
	return q
}

func (q *quoter) quote(passage int32) (reading.Quote, error) {
	id := q.s.Passages[passage].Text
	text, ok := q.read[id]
	if !ok {
		var err error
		if text, err = q.texts.Text(q.ctx, id); err != nil {
			return reading.Quote{}, err
		}
		q.read[id] = text
	}
	return reading.NewQuote(q.s, q.selected[passage], text, 0), nil
}

// Quotes lays a matrix out with the passages themselves in its cells, the best few of
// each (see [matrix.Matrix.Best]), and the counts beside them. perCell of 0 is all. m
// was counted with Options.Keep.
func Quotes(ctx context.Context, m *matrix.Matrix, s *coding.Study, texts coding.Texts, perCell int) (*report.Grid, place, error) {
	q := newQuoter(ctx, m, s, texts)
	g, at, err := qualitative(m, func(r, c int) (report.Texts, error) {
		var cell report.Texts
		for _, p := range m.Best(s, r, c, perCell) {
			quote, err := q.quote(p)
			if err != nil {
				return nil, err
			}
			cell = append(cell, quote.Cite())
		}
		return cell, nil
	})
	if err != nil {
		return nil, nil, err
	}
	g.Title = "Quotes by " + dimensionsOf(m)
	if perCell > 0 {
		g.Notes = append(g.Notes, fmt.Sprintf("Up to %d of each cell: those of most weight first, then those of about the usual length there.",
			perCell))
	}
	return g, at, nil
}

// Summaries lays a matrix out with what the researcher says of its cells, and the
// counts beside it. A cell is of a theme and a participant, organisation, case study
// or source; where it names several of those, what is said of the innermost counts.
func Summaries(m *matrix.Matrix, s *coding.Study) (*report.Grid, place, error) {
	found := 0
	g, at, err := qualitative(m, func(r, c int) (report.Texts, error) {
		if x := summaryOf(m, s, r, c); x != nil {
			found++
			return strings.Split(strings.TrimSpace(x.Text), "\n\n"), nil
		}
		return nil, nil
	})
	if err != nil {
		return nil, nil, err
	}
	g.Title = "Summaries by " + dimensionsOf(m)
	g.Notes = append(g.Notes, fmt.Sprintf("%s of cells; crosscase summary set writes one.", coding.Count(found, "summary")))
	return g, at, nil
}

func summaryOf(m *matrix.Matrix, s *coding.Study, r, c int) *coding.Summary {
	theme, on := SummaryCell(append(slices.Clone(m.RowKeys[r]), m.ColKeys[c]...))
	for _, k := range on {
		if x := s.SummaryOf(theme, k.ID); x != nil {
			return x
		}
	}
	return nil
}

// SummaryCell is what a cell is of for which a person can write a summary: the theme, and
// the values, as an organisation, the innermost first.
func SummaryCell(keys []matrix.Key) (theme coding.ThemeID, on []matrix.Key) {
	for _, k := range slices.Backward(keys) {
		if k.Dimension == matrix.Theme {
			theme = coding.ThemeID(k.ID)
		} else if d, _ := dimension.Named(string(k.Dimension)); d.Summaries && k.ID != "" {
			on = append(on, k)
		}
	}
	return theme, on
}

// qualitative lays a matrix out with a column of numbers and one of texts for each of
// its columns. Rows without either are left out.
func qualitative(m *matrix.Matrix, cell func(r, c int) (report.Texts, error)) (*report.Grid, place, error) {
	counts := Matrix(m)
	g := &report.Grid{Digits: counts.Digits, Notes: counts.Notes, Empty: counts.Empty}
	n := len(m.Options.Rows)
	g.Head, g.Groups = append(g.Head, counts.Head[:n]...), make([]string, n)
	for c := range m.ColKeys {
		var names []string
		for _, k := range m.ColKeys[c] {
			names = append(names, k.Path)
		}
		name := strings.Join(names, " · ")
		g.Head, g.Groups = append(g.Head, "n", "what is said"), append(g.Groups, name, name)
	}
	var rows []int
	if len(m.ColKeys) == 0 {
		return g, besideWords(m, rows), nil
	}
	for r := range m.RowKeys {
		row := append([]any{}, counts.Rows[r][:n]...)
		said := false
		for c := range m.ColKeys {
			texts, err := cell(r, c)
			if err != nil {
				return nil, nil, err
			}
			said = said || len(texts) > 0 || m.Cells[r][c].Passages > 0
			row = append(row, number(m, r, c), texts)
		}
		if said || m.Options.Empty {
			g.Rows, rows = append(g.Rows, row), append(rows, r)
		}
	}
	return g, besideWords(m, rows), nil
}

// dimensionsOf says what a matrix is laid out by.
func dimensionsOf(m *matrix.Matrix) string {
	_, by, _ := strings.Cut(title(m), " by ")
	return by
}

// WithPassages makes the numbers of a matrix lead to their passages: in a workbook
// (f is [XLSX]) on a sheet of their own, else below the table in HTML. m was counted
// with Options.Keep. Of a very large study not all are written, and it says so.
func WithPassages(ctx context.Context, g *report.Grid, m *matrix.Matrix, s *coding.Study, texts coding.Texts, f report.Format) error {
	q := newQuoter(ctx, m, s, texts)
	sheet := &report.Grid{Title: "Passages", Empty: "There are none."}
	for _, d := range append(append([]matrix.Dimension{}, m.Options.Rows...), m.Options.Cols...) {
		sheet.Head = append(sheet.Head, string(d))
	}
	sheet.Head = append(sheet.Head, "source", "turn", "speaker", "organisations", "themes", "coders", "start", "end", "quote")
	cells := 0
	for r := range m.RowKeys {
		for c := range m.ColKeys {
			cells += min(len(m.Behind(r, c)), 1)
		}
	}
	each := max(maxQuotes/max(cells, 1), 3)
	links := map[[2]int]string{}
	for r := range m.RowKeys {
		for c := range m.ColKeys {
			behind := m.Behind(r, c)
			if len(behind) == 0 {
				continue
			}
			var labels []any
			var names []string
			for _, k := range append(append([]matrix.Key{}, m.RowKeys[r]...), m.ColKeys[c]...) {
				labels, names = append(labels, k.Path), append(names, k.Path)
			}
			some := behind
			if f == report.XLSX {
				some = behind[:min(len(behind), maxRows-len(sheet.Rows))]
			} else if len(behind) > each {
				some = behind[:each]
			}
			section := report.Section{Anchor: fmt.Sprintf("cell-%d-%d", r+1, c+1), Title: strings.Join(names, " · "), More: len(behind) - len(some)}
			for _, p := range some {
				x, err := q.quote(p)
				if err != nil {
					return err
				}
				if f == report.XLSX {
					sheet.Rows = append(sheet.Rows, append(append([]any{}, labels...), x.Source, x.Turn, x.Speaker, x.Organisation,
						strings.Join(x.Themes, "; "), strings.Join(x.Coders, "; "), x.Start, x.End, x.Quote))
				} else {
					section.Quotes = append(section.Quotes, x.Quotation())
				}
			}
			if f == report.XLSX && section.More > 0 {
				sheet.Notes = []string{fmt.Sprintf("The first %s; crosscase passages lists all.", coding.Thousands(maxRows))}
			}
			links[[2]int{r, c}] = section.Anchor
			g.Sections = append(g.Sections, section)
		}
	}
	if f == report.XLSX {
		g.Sections, g.Sheets = nil, append(g.Sheets, sheet)
		return nil
	}
	n := len(m.Options.Rows)
	g.Link = func(row, column int) string {
		if a := links[[2]int{row, column - n}]; a != "" {
			return "#" + a
		}
		return ""
	}
	return nil
}

// maxQuotes is about how many quotes an HTML page holds, maxRows how many a sheet
// does: more than that no browser and no spreadsheet is a pleasure with.
const (
	maxQuotes = 20_000
	maxRows   = 100_000
)
