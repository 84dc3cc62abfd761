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
	"crosscase/coding/report"
)

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
	if q.needs != nil {
		if missing := q.needs(s, r.URL.Query()); missing != "" {
			return coding.Errorf(coding.ErrInvalid, "%s", b.say(r, missing))
		}
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
