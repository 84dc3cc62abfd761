package workbench

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

// An analysisView is the page of an analysis.
type analysisView struct {
	Name, Title, Help string
	All               []analysisLink
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

type link struct{ Address, Label string }

// maxCells is how many cells a page shows at once; more than that no browser is quick
// with, and nobody reads.
const maxCells = 12_000

// matrix shows the matrix; saved names one that was saved.
func (b *Workbench) matrix(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	return b.answer(w, r, s, "matrix")
}

// analysis shows one of the analyses.
func (b *Workbench) analysis(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	if r.PathValue("name") == "matrix" {
		http.Redirect(w, r, "/matrix?"+r.URL.RawQuery, http.StatusSeeOther)
		return nil
	}
	return b.answer(w, r, s, r.PathValue("name"))
}

// analysisNamed is an analysis that a page shows.
func analysisNamed(name string) (*analysis.Analysis, error) {
	if a := analysis.Named(name); a != nil {
		return a, nil
	}
	return nil, coding.Errorf(coding.ErrUnknown, "there is no such page")
}

// tools are what analyses work with, for a format.
func (b *Workbench) tools(f report.Format) analysis.Tools {
	return b.worker(nil).Tools(f, false)
}

// answer shows what an address asks for.
func (b *Workbench) answer(w http.ResponseWriter, r *http.Request, s *coding.Study, name string) error {
	a, err := analysisNamed(name)
	if err != nil {
		return err
	}
	q := asked(r)
	x := ask(a, s, q)
	v := analysisView{Name: name, Title: a.Title, Help: a.Summary, PictureKind: a.Picture, SavedName: q.Get("saved"), Controls: x.controls,
		Filters: x.filters}
	if name != "matrix" {
		v.All = b.links(r, name)
	}
	for _, m := range s.Matrices {
		v.Saved = append(v.Saved, m.Name)
	}
	p := page{Title: b.say(r, a.Title), Section: "analysis", Terminal: commandText(x.Line()), Wide: true}
	if name == "matrix" {
		p.Section = "matrix"
	}
	if a.Missing != nil {
		v.Missing = a.Missing(s, x.Request)
	}
	if v.Missing == "" {
		found, err := x.Run(r.Context(), s, b.tools(""))
		switch {
		case err != nil && r.Context().Err() != nil:
			return err
		case err != nil: // what was asked makes no sense; the controls are there to ask otherwise
			v.Error, v.Hint = report.Visible(err.Error()), report.Visible(coding.Hint(err))
		default:
			b.layOutGrid(&v, s, found, q, r)
			if found.Said != "" {
				v.Said = strings.Split(found.Said, "\n")
			}
		}
	}
	p.Data = v
	return b.show(w, r, http.StatusOK, "analysis.html", p)
}

// layOutGrid puts a table into the page: its rows by pages where they are many, its
// numbers as links, and what it can be downloaded as.
func (b *Workbench) layOutGrid(v *analysisView, s *coding.Study, found *analysis.Result, given url.Values, r *http.Request) {
	g := *found.Table
	v.Rows = len(g.Rows)
	per := max(maxCells/max(len(g.Head), 1), 20)
	v.Pages = newPager(len(g.Rows), per, r)
	from := v.Pages.From
	if g.Link = passageLinks(s, found, from, v.Pages.To-from); found.Matrix != nil {
		g.Link = cellLinks(found, given, from, v.Pages.To-from)
	}
	g.Rows = g.Rows[from:v.Pages.To]
	g.Title, v.Grid = "", &g
	g.Head, g.Groups = b.translated(r, g.Head), b.translated(r, g.Groups)
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

// wholeRow is the row of a table that is one of those that are shown, which are so many
// from one on and then the totals.
func wholeRow(g *report.Grid, row, from, rows int) int {
	if row < rows {
		return from + row
	}
	return len(g.Rows) + row - rows
}

// passageLinks make each number that counts passages, or words, lead to them. Of the table the rows from
// one on are shown, so many of them, and then the totals.
func passageLinks(s *coding.Study, found *analysis.Result, from, rows int) func(row, column int) string {
	w := query.NewWriter(s)
	return func(row, column int) string {
		names, counted := found.Lead(w, wholeRow(found.Table, row, from, rows), column)
		if counted == analysis.Nothing {
			return ""
		}
		if counted.Searched() {
			return "/search?" + url.Values(names).Encode()
		}
		return "/passages?" + url.Values(names).Encode()
	}
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
	a, err := analysisNamed(r.PathValue("name"))
	if err != nil {
		return err
	}
	file := r.PathValue("file")
	format := report.FormatOf(file)
	if format == "" {
		return coding.Errorf(coding.ErrUnknown, "%s: there is no such format", file)
	}
	x := ask(a, s, r.URL.Query())
	if a.Missing != nil {
		if missing := a.Missing(s, x.Request); missing != "" {
			return coding.Errorf(coding.ErrInvalid, "%s", b.say(r, missing))
		}
	}
	found, err := x.Run(r.Context(), s, b.tools(format))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := found.Table.Write(&out, format, report.Screen{Width: 100}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", first(mime.TypeByExtension(path.Ext(file)), "application/octet-stream"))
	if format == report.SVG {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'") // a picture has its own styles, and no scripts
	} else {
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(file)}))
	}
	_, err = io.Copy(w, &out)
	return err
}

// A pager cuts a long list into pages.
type pager struct {
	From, To, All int
	Page, Of      int
	Before, After string // addresses, "" for none
}

func newPager(all, per int, r *http.Request) pager {
	q := asked(r)
	n, _ := strconv.Atoi(q.Get("page"))
	p := pager{All: all, Of: max((all+per-1)/per, 1)}
	p.Page = min(max(n, 1), p.Of)
	p.From = (p.Page - 1) * per
	p.To = min(p.From+per, all)
	to := func(n int) string {
		q.Set("page", strconv.Itoa(n))
		return r.URL.EscapedPath() + "?" + q.Encode()
	}
	if p.Page > 1 {
		p.Before = to(p.Page - 1)
	}
	if p.Page < p.Of {
		p.After = to(p.Page + 1)
	}
	return p
}

// translated are names of columns in the language of the request, as far as they are
// words of ours: names of people and things stay.
func (b *Workbench) translated(r *http.Request, names []string) []string {
	texts := b.catalogue[language(r)]
	if len(texts) == 0 || names == nil {
		return names
	}
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = translate(texts, n)
	}
	return out
}
