package workbench

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// An inquiry is a page that shows what a command that only reads makes of a study: its
// controls are the command's flags.
type inquiry struct {
	name     string // of the page, and of the command
	title    string
	help     string // what it tells, in a sentence
	filters  []string
	controls func(s *coding.Study) []control
	// arguments are what the command takes besides flags; needs says what is missing,
	// "" where nothing is.
	arguments func(q url.Values) []string
	needs     func(s *coding.Study, q url.Values) string
	picture   string // what is drawn: "" for nothing
}

// inquiries are all of them, in the order in which pages show them.
func inquiries() []inquiry {
	fixed := func(controls ...control) func(*coding.Study) []control {
		return func(*coding.Study) []control { return controls }
	}
	depth := control{Name: "depth", Label: "levels of themes", Kind: "select", Options: append([]option{{Value: "0", Label: "all"}}, choices("1", "2", "3")...), Default: "0"}
	return []inquiry{
		{name: "matrix", title: "Matrix", help: "Themes across cases: how much each theme is with whom.", filters: filterNames, picture: "heat map",
			controls: func(s *coding.Study) []control {
				return []control{
					{Name: "rows", Label: "rows", Kind: "select", Options: dimensions(s, false), Default: "theme"},
					{Name: "rows-within", Label: "and within", Kind: "select", Options: dimensions(s, true), Default: "none"},
					{Name: "cols", Label: "columns", Kind: "select", Options: dimensions(s, false), Default: "case"},
					{Name: "cols-within", Label: "and within", Kind: "select", Options: dimensions(s, true), Default: "organisation"},
					{Name: "cell", Label: "cells", Kind: "select", Options: choices("passages", "tags", "sources", "participants", "words", "coverage", "rate", "presence", "weight", "quotes", "summary"), Default: "passages"},
					{Name: "percent", Label: "in % of", Kind: "select", Options: append([]option{{}}, choices("row", "column", "total")...)},
					depth,
					{Name: "sort", Label: "sorted by", Kind: "select", Options: append([]option{{Label: "codebook"}}, choices("name", "total")...)},
					{Name: "per-cell", Label: "quotes in a cell", Kind: "number", Default: "3", For: "cell=quotes"},
					{Name: "empty", Label: "empty lines, too", Kind: "check"},
					{Name: "test", Label: "test of independence", Kind: "check"},
				}
			}},
		{name: "compare", title: "Comparison", help: "Two sides, theme by theme: where they differ, and how clearly.", filters: filterNames, picture: "bars",
			controls: func(s *coding.Study) []control {
				sides := choices(names(s.Cases, func(c *corpus.CaseStudy) string { return c.Name })...)
				sides = append(sides, choices(names(s.Organisations, func(o *corpus.Organisation) string { return o.Name })...)...)
				a, b := "", ""
				if len(s.Cases) > 1 {
					a, b = s.Cases[0].Name, s.Cases[1].Name
				}
				return []control{
					{Name: "a", Label: "first side", Kind: "select", Options: sides, Default: a},
					{Name: "b", Label: "second side", Kind: "select", Options: sides, Default: b},
				}
			},
			needs: func(s *coding.Study, q url.Values) string {
				if len(s.Cases) < 2 && (q.Get("a") == "" || q.Get("b") == "") {
					return "Choose two case studies or organisations to compare."
				}
				return ""
			},
			arguments: func(q url.Values) []string { return []string{q.Get("a"), q.Get("b")} }},
		{name: "alike", title: "Likeness", help: "Which cases, organisations, people or sources are alike in their themes, and in which groups they fall.", filters: filterNames, picture: "dendrogram",
			controls: func(s *coding.Study) []control {
				return []control{
					{Name: "by", Label: "compare", Kind: "select", Options: choices("case", "organisation", "participant", "source", "role", "type"), Default: "organisation"},
					{Name: "likeness", Label: "likeness", Kind: "select", Options: choices("jaccard", "matching", "cosine"), Default: "jaccard"},
				}
			}},
		{name: "cooccur", title: "Co-occurrence", help: "Which themes come together.", filters: filterNames, picture: "network",
			controls: fixed(
				control{Name: "by", Label: "together means", Kind: "select", Options: choices("overlap", "passage", "turn", "near", "followed", "source"), Default: "overlap"},
				control{Name: "turns", Label: "turns apart", Kind: "number", Default: "0", For: "by=near,followed"},
				control{Name: "cell", Label: "cells", Kind: "select", Options: choices("count", "coefficient"), Default: "count"},
				control{Name: "pairs", Label: "as a list of pairs", Kind: "check"},
				depth)},
		{name: "triangulate", title: "Triangulation", help: "In how many types of sources a theme is, and what may rest on less than it seems.", filters: filterNames,
			controls: fixed(control{Name: "by", Label: "for each", Kind: "select", Options: choices("organisation", "case"), Default: "organisation"})},
		{name: "saturation", title: "Saturation", help: "What each further source brings that is new.", filters: filterNames, picture: "curve",
			controls: fixed(
				control{Name: "order", Label: "sources in the order of", Kind: "select", Options: choices("date", "import"), Default: "date"},
				control{Name: "base", Label: "sources in the base", Kind: "number", Default: "4"},
				control{Name: "run", Label: "sources in a run", Kind: "number", Default: "2"},
				control{Name: "threshold", Label: "threshold in %", Kind: "number", Default: "5"},
				control{Name: "frequencies", Label: "in how many sources each theme is", Kind: "check"})},
		{name: "timeline", title: "Timeline", help: "Themes by month or year.", filters: filterNames, picture: "dots",
			controls: fixed(
				control{Name: "by", Label: "step", Kind: "select", Options: choices("month", "year"), Default: "month"},
				control{Name: "cell", Label: "cells", Kind: "select", Options: choices("passages", "tags", "sources", "participants", "words", "coverage", "rate", "presence", "weight"), Default: "passages"},
				depth)},
		{name: "codeline", title: "Codeline", help: "Where the themes are in one source, from its first word to its last.", filters: []string{"theme", "coder"}, picture: "lanes",
			controls: func(s *coding.Study) []control {
				d := ""
				if len(s.Sources) > 0 {
					d = s.Sources[0].Name
				}
				return []control{{Name: "of", Label: "source", Kind: "select", Options: choices(names(s.Sources, func(x *corpus.Source) string { return x.Name })...), Default: d},
					{Name: "portrait", Label: "as a portrait", Kind: "check"}}
			},
			needs: func(s *coding.Study, _ url.Values) string {
				if len(s.Sources) == 0 {
					return "There are no sources yet."
				}
				return ""
			},
			arguments: func(q url.Values) []string { return []string{q.Get("of")} }},
		{name: "agree", title: "Agreement", help: "How far coders agree, for each theme and over all.", filters: append([]string{"theme", "coder"}, placeNames...),
			controls: fixed(
				control{Name: "unit", Label: "compared on each", Kind: "select", Options: choices("character", "word", "sentence", "turn", "passage", "source"), Default: "turn"},
				control{Name: "all-sources", Label: "sources, too, that not all have begun", Kind: "check"},
				control{Name: "units", Label: "list the units instead", Kind: "check"})},
		{name: "joint", title: "Joint display", help: "Themes beside a number that is known of people or sources.", filters: filterNames,
			controls: func(s *coding.Study) []control {
				d := ""
				if n := s.AttributeNames(); len(n) > 0 {
					d = n[0]
				}
				return []control{{Name: "attribute", Label: "attribute", Kind: "select", Options: choices(s.AttributeNames()...), Default: d},
					{Name: "by", Label: "whose", Kind: "select", Options: choices("participant", "source"), Default: "participant"}}
			},
			needs: func(s *coding.Study, _ url.Values) string {
				if len(s.AttributeNames()) == 0 {
					return "No participant or source has an attribute yet. Further columns of the tables of participants and sources become attributes."
				}
				return ""
			},
			arguments: func(q url.Values) []string { return []string{q.Get("attribute")} }},
		{name: "truth", title: "Truth table", help: "Which conditions go together with an outcome (QCA, crisp sets).", filters: filterNames,
			controls: func(s *coding.Study) []control {
				themes := filter(s, "theme").Options
				return []control{
					{Name: "outcome", Label: "outcome", Kind: "select", Options: append([]option{{}}, themes...)},
					{Name: "condition", Label: "conditions", Kind: "many", Options: themes},
					{Name: "by", Label: "a case is", Kind: "select", Options: choices("organisation", "case", "participant", "source"), Default: "organisation"},
					{Name: "cases", Label: "list the cases instead", Kind: "check"},
				}
			},
			needs: func(_ *coding.Study, q url.Values) string {
				if q.Get("outcome") == "" || len(q["condition"]) == 0 {
					return "Choose an outcome and one or more conditions."
				}
				return ""
			}},
		{name: "words", title: "Words", help: "Which words are said how often, and which are said by some more than by others.", filters: placeNames,
			controls: func(s *coding.Study) []control {
				return []control{
					{Name: "by", Label: "for each", Kind: "select", Options: append([]option{{}}, choices("organisation", "case", "type", "participant", "role")...)},
					{Name: "phrase", Label: "words side by side", Kind: "number", Default: "1"},
					{Name: "near", Label: "near the word", Kind: "text"},
					{Name: "stems", Label: "forms of a word together", Kind: "check"},
					{Name: "limit", Label: "lines", Kind: "number", Default: "50"},
				}
			}},
	}
}

func inquiryNamed(name string) (inquiry, error) {
	for _, q := range inquiries() {
		if q.name == name {
			return q, nil
		}
	}
	return inquiry{}, coding.Errorf(coding.ErrUnknown, "there is no such page")
}

// asked are the command that an address asks for, and the controls that say so.
func (q inquiry) asked(s *coding.Study, given url.Values) (args []string, controls, filters []control) {
	command := q.name
	if command == "alike" {
		command = "compare"
	}
	args = []string{command}
	all := q.controls(s)
	filled := url.Values{}
	for k, v := range given {
		filled[k] = v
	}
	for _, c := range all {
		if !filled.Has(c.Name) && c.Default != "" {
			filled.Set(c.Name, c.Default)
		}
		c := c.with(given)
		controls = append(controls, c)
		switch {
		case slices.Contains([]string{"rows", "rows-within", "cols", "cols-within", "a", "b", "of", "attribute"}, c.Name): // put together below
		case q.name == "alike" && c.Name == "by": // without it two sides are compared
			args = append(args, "--by="+c.Value)
		case c.For != "" && !applies(c.For, filled):
		default:
			args = append(args, c.arguments(given)...)
		}
	}
	if q.name == "matrix" {
		for _, side := range []string{"rows", "cols"} {
			dims := filled.Get(side)
			if within := filled.Get(side + "-within"); within != "none" && !strings.Contains(dims, ",") {
				dims += "," + within
			}
			if dims != map[string]string{"rows": "theme", "cols": "case,organisation"}[side] {
				args = append(args, "--"+side+"="+dims)
			}
		}
	}
	args = append(args, filterArguments(given, q.filters)...)
	if q.arguments != nil {
		args = append(append(args, "--"), q.arguments(filled)...)
	}
	return args, controls, chosen(s, given, q.filters...)
}

// applies tells whether a control says anything, as "cell=quotes".
func applies(when string, given url.Values) bool {
	name, values, _ := strings.Cut(when, "=")
	return slices.Contains(strings.Split(values, ","), given.Get(name))
}

// An analysisView is the page of an inquiry.
type analysisView struct {
	Name, Title, Help string
	All               []inquiryLink
	Controls, Filters []control
	Grid              *report.Grid
	Rows              int
	Missing           string // what has to be chosen first
	Error, Hint       string
	Picture           string // its address
	PictureKind       string
	Downloads         []link
	Said              []string
	Saved             []string // names of saved matrices
	SavedName         string
	Pages             pager
	Query             string
}

type inquiryLink struct {
	Address, Title, Help string
	Here                 bool
}

type link struct{ Address, Label string }

// maxCells is how many cells a page shows at once; more than that no browser is quick
// with, and nobody reads.
const maxCells = 12_000

// analyses shows what can be asked.
func (b *Workbench) analyses(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	return b.show(w, r, http.StatusOK, "analyses.html", page{Title: b.say(r, "Analysis"), Section: "analysis", Data: map[string]any{"All": b.links(r, ""), "Tags": len(s.Tags)}})
}

// links lead to all analyses.
func (b *Workbench) links(r *http.Request, here string) (all []inquiryLink) {
	for _, x := range inquiries() {
		if x.name != "matrix" {
			all = append(all, inquiryLink{"/analysis/" + x.name, b.say(r, x.title), b.say(r, x.help), here == x.name})
		}
	}
	return append(all, inquiryLink{"/disagreements", b.say(r, "Disagreements"), b.say(r, "What coders marked differently, side by side, and what they agree on."), here == "disagreements"},
		inquiryLink{"/suggestions", b.say(r, "Suggestions"), b.say(r, "Passages that are likely to have a theme, to accept or reject."), here == "suggestions"})
}

// matrix shows the matrix; saved names one that was saved.
func (b *Workbench) matrix(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	return b.inquire(w, r, s, "matrix")
}

// analysis shows one of the analyses.
func (b *Workbench) analysis(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	if r.PathValue("name") == "matrix" {
		http.Redirect(w, r, "/matrix?"+r.URL.RawQuery, http.StatusSeeOther)
		return nil
	}
	return b.inquire(w, r, s, r.PathValue("name"))
}

// inquire asks what an address asks for, and shows it.
func (b *Workbench) inquire(w http.ResponseWriter, r *http.Request, s *coding.Study, name string) error {
	q, err := inquiryNamed(name)
	if err != nil {
		return err
	}
	given := r.URL.Query()
	v := analysisView{Name: name, Title: q.title, Help: q.help, PictureKind: q.picture, SavedName: given.Get("saved")}
	if name != "matrix" {
		v.All = b.links(r, name)
	}
	var args []string
	args, v.Controls, v.Filters = q.asked(s, given)
	if v.SavedName != "" {
		args = []string{name, "--", v.SavedName}
	}
	for _, m := range s.Matrices {
		v.Saved = append(v.Saved, m.Name)
	}
	p := page{Title: b.say(r, q.title), Section: "analysis", Terminal: commandText(args), Wide: true}
	if name == "matrix" {
		p.Section = "matrix"
	}
	if q.needs != nil {
		v.Missing = q.needs(s, given)
	}
	if v.Missing == "" {
		shown, err := b.Run(r.Context(), s, nil, args...)
		switch {
		case err != nil && r.Context().Err() != nil:
			return err
		case err != nil: // what was asked makes no sense; the controls are there to ask otherwise
			v.Error, v.Hint = report.Visible(err.Error()), report.Visible(coding.Hint(err))
		case shown.Grid != nil:
			b.layOutGrid(&v, shown, s, given, r)
		}
		if shown.Said != "" && v.Error == "" {
			v.Said = strings.Split(shown.Said, "\n")
		}
	}
	p.Data = v
	return b.show(w, r, http.StatusOK, "analysis.html", p)
}

// layOutGrid puts a table into the page: its rows by pages where they are many, its
// numbers as links, and what it can be downloaded as.
func (b *Workbench) layOutGrid(v *analysisView, shown Shown, s *coding.Study, given url.Values, r *http.Request) {
	g := *shown.Grid
	v.Rows = len(g.Rows)
	per := max(maxCells/max(len(g.Head), 1), 20)
	v.Pages = newPager(len(g.Rows), per, r.URL)
	from := v.Pages.From
	if shown.Matrix != nil {
		g.Link = cellLinks(shown.Matrix, shown.Grid, given, from, v.Pages.To-from)
	}
	g.Rows = g.Rows[from:v.Pages.To]
	g.Title, v.Grid = "", &g
	query := given.Encode()
	v.Query = query
	address := "/analysis/" + v.Name + "/" + v.Name
	if v.PictureKind != "" && len(g.Rows) > 0 && g.Picture != nil {
		v.Picture = address + ".svg?" + query
	}
	for _, f := range []string{"csv", "xlsx", "html", "docx", "md", "tex", "json", "svg", "png"} {
		if (f == "svg" || f == "png") && g.Picture == nil {
			continue
		}
		v.Downloads = append(v.Downloads, link{address + "." + f + "?" + query, strings.ToUpper(f)})
	}
}

// cellLinks make each number of a matrix lead to its passages. Of the table the rows
// from one on are shown, so many of them, and then the totals.
func cellLinks(m *matrix.Matrix, g *report.Grid, given url.Values, from, rows int) func(row, column int) string {
	n := len(m.Options.Rows)
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
	cols, tops := lines("col", m.ColKeys), lines("row", m.RowKeys)
	each := 1                                            // columns of the table for one of the matrix
	at := func(row int) string { return tops[from+row] } // what a row is of
	if len(g.Head)-n == 2*len(m.ColKeys) {               // passages or summaries beside counts, where rows without any are left out
		each = 2
		byPath := map[string]string{}
		for r, keys := range m.RowKeys {
			byPath[rowPath(keys)] = tops[r]
		}
		all := g.Rows
		at = func(row int) string { return byPath[gridPath(all, from+row, n)] }
	}
	return func(row, column int) string {
		if column < n || row > rows { // names, and what stands below the totals
			return ""
		}
		to := base
		if row < rows {
			to += at(row)
		}
		if c := (column - n) / each; c < len(cols) {
			to += cols[c]
		}
		return strings.TrimRight(to, "&?")
	}
}

func rowPath(keys []matrix.Key) string {
	var parts []string
	for _, k := range keys {
		parts = append(parts, k.Path)
	}
	return strings.Join(parts, "\x00")
}

// gridPath is what a row of a table begins with, as rowPath has it.
func gridPath(rows [][]any, r, n int) string {
	var parts []string
	for i := range n {
		switch v := rows[r][i].(type) {
		case report.Name:
			parts = append(parts, v.Path)
		default:
			parts = append(parts, fmt.Sprint(v))
		}
	}
	return strings.Join(parts, "\x00")
}

// text is a value of a table as text.
func text(v any) string {
	switch v := v.(type) {
	case report.Name:
		return v.Label
	case report.Texts:
		return strings.Join(v, " ")
	case float64:
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	return fmt.Sprint(v)
}

// download writes a result as the command line does; a picture is shown in the page.
func (b *Workbench) download(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	q, err := inquiryNamed(r.PathValue("name"))
	if err != nil {
		return err
	}
	file := r.PathValue("file")
	format := report.FormatOf(file)
	if format == "" {
		return coding.Errorf(coding.ErrUnknown, "%s: there is no such format", file)
	}
	args, _, _ := q.asked(s, r.URL.Query())
	if saved := r.FormValue("saved"); saved != "" {
		args = []string{q.name, "--", saved}
	}
	args = slices.Insert(args, 1, "--format="+string(format))
	var out bytes.Buffer
	if _, err := b.Run(r.Context(), s, &out, args...); err != nil {
		return err
	}
	w.Header().Set("Content-Type", first(mime.TypeByExtension(path.Ext(file)), "application/octet-stream"))
	if format == report.SVG && !r.Form.Has("download") {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'") // a picture has its own styles, and no scripts
	} else {
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(file)}))
	}
	_, err = io.Copy(w, &out)
	return err
}

// A cellView is what stands behind a number.
type cellView struct {
	Row, Col []string // what the cell is of, in words
	Count    int
	Value    string // as the matrix shows it
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
	q, _ := inquiryNamed("matrix")
	given := r.URL.Query()
	row, col := given["row"], given["col"]
	args, _, _ := q.asked(s, given)
	if saved := given.Get("saved"); saved != "" {
		args = []string{"matrix", "--", saved}
	}
	shown, err := b.Run(r.Context(), s, nil, args...)
	if err != nil {
		return err
	}
	m := shown.Matrix
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
		return 0, nil, coding.WithHint(coding.Errorf(coding.ErrUnknown, "the matrix has no such %s any more", side), "nothing counts there now; go back to the matrix")
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
	v.Count, v.Value = len(sel.Passages), valueOf(shown.Grid, m, ri, ci)
	if v.Pages = newPager(v.Count, 100, r.URL); v.Count > 0 {
		part := sel
		part.Passages = sel.Passages[v.Pages.From:min(v.Pages.From+100, v.Count)]
		quotes, err := report.ReadQuotes(r.Context(), s, b, part, 0)
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
	return b.show(w, r, http.StatusOK, "cell.html", page{Title: strings.Join(append(v.Row, v.Col...), " · "), Section: "matrix", Data: v, Terminal: commandText(args)})
}

// valueOf is a cell as the table shows it.
func valueOf(g *report.Grid, m *matrix.Matrix, row, col int) string {
	x := m.Value(row, col)
	if x == float64(int(x)) {
		return coding.Thousands(int(x))
	}
	return strconv.FormatFloat(x, 'f', max(g.Digits, 1), 64)
}

// summaryOf is what can be said of a cell: of a theme and somebody or something.
func summaryOf(s *coding.Study, keys []matrix.Key) *summaryView {
	var v summaryView
	var theme coding.ThemeID
	on := ""
	for _, k := range keys {
		switch k.Dimension {
		case matrix.Theme:
			theme, v.Theme = coding.ThemeID(k.ID), s.EscapedPath(coding.ThemeID(k.ID))
		case "participant", "organisation", "case", "source":
			if k.ID != "" {
				on, v.On, v.OnKind = k.ID, k.Path, string(k.Dimension)
			}
		}
	}
	if theme == "" || on == "" {
		return nil
	}
	if x := s.SummaryOf(theme, on); x != nil {
		v.Text = x.Text
		if c := s.Coder(x.Coder); c != nil {
			v.Said = c.Name + ", " + x.At.Local().Format("2006-01-02")
		}
	}
	return &v
}

// setSummary keeps what is said of a cell.
func (b *Workbench) setSummary(w http.ResponseWriter, r *http.Request) error {
	kind := r.FormValue("kind")
	if !slices.Contains([]string{"participant", "organisation", "case", "source"}, kind) {
		return coding.Errorf(coding.ErrInvalid, "a summary is of a theme and a participant, organisation, case study or source")
	}
	return b.command(w, r, "", "summary", "set", "--theme="+r.FormValue("theme"), "--"+kind+"="+r.FormValue("on"), "--", first(strings.TrimSpace(r.FormValue("text")), " "))
}

// saveMatrix keeps the matrix that is shown under a name.
func (b *Workbench) saveMatrix(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	name := strings.TrimSpace(r.FormValue("name"))
	if r.FormValue("do") == "remove" {
		return b.command(w, r, "/matrix", "matrix", "remove", "--", name)
	}
	given, err := url.ParseQuery(r.FormValue("query"))
	if err != nil {
		return coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	q, _ := inquiryNamed("matrix")
	args, _, _ := q.asked(s, given)
	return b.command(w, r, "", append(append([]string{"matrix", "save"}, args[1:]...), "--", name)...)
}

// A pager cuts a long list into pages.
type pager struct {
	From, To, All int
	Page, Of      int
	Before, After string // addresses, "" for none
}

func newPager(all, per int, here *url.URL) pager {
	q := here.Query()
	n, _ := strconv.Atoi(q.Get("page"))
	p := pager{All: all, Of: max((all+per-1)/per, 1)}
	p.Page = min(max(n, 1), p.Of)
	p.From = (p.Page - 1) * per
	p.To = min(p.From+per, all)
	to := func(n int) string {
		q.Set("page", strconv.Itoa(n))
		return here.Path + "?" + q.Encode()
	}
	if p.Page > 1 {
		p.Before = to(p.Page - 1)
	}
	if p.Page < p.Of {
		p.After = to(p.Page + 1)
	}
	return p
}
