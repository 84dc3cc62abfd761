package workbench

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/matrix"
	"crosscase/coding/reading"
)

// cellLinks make each number of a matrix lead to its passages. Of the table the rows
// from one on are shown, so many of them, and then the totals.
func cellLinks(found *analysis.Result, given url.Values, from, rows int) func(row, column int) string {
	q := url.Values{}
	for k, v := range given {
		if k != "page" && k != "row" && k != "col" {
			q[k] = v
		}
	}
	base := "/matrix/cell?" + q.Encode()
	if len(q) > 0 {
		base += "&"
	}
	lines := func(name string, all [][]matrix.Key) []string {
		out := make([]string, len(all))
		for i, keys := range all {
			for _, k := range keys {
				out[i] += name + "=" + url.QueryEscape(k.ID) + "&"
			}
		}
		return out
	}
	cols, tops := lines("col", found.Matrix.ColKeys), lines("row", found.Matrix.RowKeys)
	return func(row, column int) string {
		r, c, ok := found.Cell(wholeRow(found.Table, row, from, rows), column)
		if !ok {
			return ""
		}
		to := base
		if r >= 0 {
			to += tops[r]
		}
		if c >= 0 {
			to += cols[c]
		}
		return strings.TrimRight(to, "&?")
	}
}

// A cellView is what stands behind a number.
type cellView struct {
	Row, Col []string // what the cell is of, in words
	Count    int
	Value    string // as the matrix shows it, "" where that is the count
	Measure  string
	Quotes   []quoteView
	Pages    pager
	Back     string
	Notes    []string
	Summary  *summaryView
	Passages string // address of the same list as passages
}

type summaryView struct{ Theme, On, OnKind, Text, Said string }

// cell lists the passages that a number of the matrix counts.
func (b *Workbench) cell(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	given := asked(r)
	row, col := given["row"], given["col"]
	x := ask(analysis.Named("matrix"), s, given)
	found, err := x.Run(r.Context(), s, b.tools(""))
	if err != nil {
		return err
	}
	m := found.Matrix
	at := func(side string, keys [][]matrix.Key, ids []string) (int, []string, error) {
		if len(ids) == 0 {
			return -1, nil, nil
		}
		for i, line := range keys {
			var got, names []string
			for _, k := range line {
				got, names = append(got, k.ID), append(names, k.Path)
			}
			if slices.Equal(got, ids) {
				return i, names, nil
			}
		}
		return 0, nil, coding.WithHint(coding.Errorf(coding.ErrUnknown, "the matrix has no such %s any more", side),
			"nothing counts there now; go back to the matrix")
	}
	v := cellView{Measure: string(m.Measure)}
	ri, rowNames, err := at("row", m.RowKeys, row)
	if err != nil {
		return err
	}
	ci, colNames, err := at("column", m.ColKeys, col)
	if err != nil {
		return err
	}
	v.Row, v.Col = rowNames, colNames
	f := m.Filter(ri, ci)
	sel := s.Select(f)
	v.Count, v.Value = len(sel.Passages), analysis.CellText(m, ri, ci)
	if m.Measure == matrix.Passages && v.Value == strconv.Itoa(v.Count) {
		v.Value = ""
	}
	if v.Pages = newPager(v.Count, 100, r); v.Count > 0 {
		part := sel
		part.Passages = sel.Passages[v.Pages.From:min(v.Pages.From+100, v.Count)]
		quotes, err := reading.ReadQuotes(r.Context(), s, b, part, 0)
		if err != nil {
			return err
		}
		v.Quotes = quoteViews(s, quotes)
	}
	given.Del("row")
	given.Del("col")
	given.Del("page")
	v.Back = "/matrix?" + given.Encode()
	if ri >= 0 && ci >= 0 {
		v.Summary = summaryOf(s, append(slices.Clone(m.RowKeys[ri]), m.ColKeys[ci]...))
	}
	return b.show(w, r, http.StatusOK, "cell.html",
		page{Title: strings.Join(append(v.Row, v.Col...), " · "), Section: "matrix", Data: v, Terminal: commandText(x.Line())})
}

// summaryOf is what can be said of a cell: of a theme and somebody or something.
func summaryOf(s *coding.Study, keys []matrix.Key) *summaryView {
	var v summaryView
	theme, on := analysis.SummaryCell(keys)
	if theme == "" || len(on) == 0 {
		return nil
	}
	v.Theme, v.On, v.OnKind = s.EscapedPath(theme), on[0].Path, string(on[0].Dimension)
	if x := s.SummaryOf(theme, on[0].ID); x != nil {
		v.Text = x.Text
		if c := s.Coder(x.Coder); c != nil {
			v.Said = c.Name + ", " + x.At.Local().Format("2006-01-02")
		}
	}
	return &v
}

// setSummary keeps what is said of a cell.
func (b *Workbench) setSummary(w http.ResponseWriter, r *http.Request) error {
	names := app.CellNames{Theme: r.FormValue("theme")}
	on := map[string]*string{"participant": &names.Participant, "organisation": &names.Organisation, "case": &names.Case,
		"source": &names.Source}
	kind := r.FormValue("kind")
	if on[kind] == nil {
		return coding.Errorf(coding.ErrInvalid, "a summary is of a theme and a participant, organisation, case study or source")
	}
	*on[kind] = r.FormValue("on")
	d, err := b.edit(r.Context(), func(a *app.Session) (app.Done, error) {
		c, err := a.Cell(names)
		if err != nil {
			return app.Done{}, err
		}
		return a.SetSummary(r.Context(), c, lines(r.FormValue("text")))
	})
	if err != nil {
		return err
	}
	return backDone(w, r, d.Step)
}

// saveMatrix keeps the matrix that is shown under a name, or forgets one.
func (b *Workbench) saveMatrix(w http.ResponseWriter, r *http.Request) error {
	name := r.FormValue("name")
	if r.FormValue("do") == "remove" {
		d, err := b.edit(r.Context(), func(a *app.Session) (app.Done, error) { return a.RemoveMatrix(r.Context(), strings.TrimSpace(name)) })
		if err != nil {
			return err
		}
		r.Form.Set("back", "/matrix")
		return backDone(w, r, d.Step)
	}
	given, err := url.ParseQuery(r.FormValue("query"))
	if err != nil {
		return coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	d, err := b.edit(r.Context(), func(a *app.Session) (app.Done, error) {
		return a.SaveMatrix(r.Context(), name, ask(analysis.Named("matrix"), a.Seen(), given).Request)
	})
	if err != nil {
		return err
	}
	return b.done(w, r, d.Step)
}
