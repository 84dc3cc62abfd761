package workbench

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/report"
	"crosscase/index"
)

// files are templates, scripts and styles: those of a page beside it under its name, what
// pages share in parts.
//
//go:embed *.html *.js parts
var files embed.FS

//go:embed texts/*.json
var textFiles embed.FS

// languages are what pages speak, with their own names. English stands in the
// templates themselves.
var languages = [][2]string{{"en", "English"}, {"de", "Deutsch"}}

// pages are the templates in each language, and the catalogue behind them.
type pages struct {
	templates map[string]*template.Template
	catalogue map[string]map[string]string
	statics   map[string]static // by their names
}

// A static is a script, a style or a picture, with the tag that browsers know it by.
type static struct {
	data []byte
	tag  string
}

// parsed are the pages, which are read once: each workbench of a process has the same.
var parsed = sync.OnceValues(func() (*pages, error) {
	p := new(pages)
	return p, p.parse()
})

// parse reads templates and texts.
func (p *pages) parse() error {
	p.templates, p.catalogue = map[string]*template.Template{}, map[string]map[string]string{}
	for _, l := range languages {
		texts := map[string]string{}
		if l[0] != "en" {
			data, err := textFiles.ReadFile("texts/" + l[0] + ".json")
			if err != nil {
				return err
			}
			if err := json.Unmarshal(data, &texts); err != nil {
				return fmt.Errorf("texts in %s: %w", l[1], err)
			}
		}
		p.catalogue[l[0]] = texts
		t, err := template.New("").Funcs(functions(texts)).ParseFS(files, "*.html", "parts/*.html")
		if err != nil {
			return err
		}
		p.templates[l[0]] = t
	}
	p.statics = map[string]static{}
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) == ".html" {
			return err
		}
		data, err := files.ReadFile(name)
		sum := sha256.Sum256(data)
		p.statics[path.Base(name)] = static{data, `"` + hex.EncodeToString(sum[:8]) + `"`}
		return err
	})
}

// translate says an English text in the language of a catalogue, with arguments as
// for fmt.Sprintf.
func translate(texts map[string]string, text string, args ...any) string {
	if t, ok := texts[text]; ok {
		text = t
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// functions are what templates may call besides the usual ones.
func functions(texts map[string]string) template.FuncMap {
	return template.FuncMap{
		// t says a text of the catalogue, count a number of things: "3 passages".
		"t": func(text any, args ...any) string { return translate(texts, fmt.Sprint(text), args...) },
		"count": func(n int, one string) string {
			said := strings.SplitN(coding.Count(n, one), " ", 2)
			return translate(texts, said[0]) + " " + translate(texts, said[1]) // "no passages", too
		},
		"thousands": coding.Thousands,
		"visible":   report.Visible,
		"join":      strings.Join,
		"path":      url.PathEscape,
		"minute":    func(t time.Time) string { return t.Local().Format("2006-01-02 15:04") },
		"table":     fragment,
		"add":       func(a, b int) int { return a + b },
		"excerpt":   excerpt,
		"dict":      dict,
	}
}

// fragment is a table as HTML.
func fragment(g *report.Grid) (template.HTML, error) {
	var b strings.Builder
	err := g.Fragment(&b)
	return template.HTML(b.String()), err
}

// excerpt is the beginning of a text, in one line.
func excerpt(s string, runes int) string {
	r := []rune(strings.Join(strings.Fields(report.Visible(s)), " "))
	if len(r) <= runes {
		return string(r)
	}
	return strings.TrimSpace(string(r[:runes])) + "…"
}

// dict makes a map of names and values, for templates within templates.
func dict(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return m
}

// A page is what every template gets.
type page struct {
	Title     string
	Section   string // of the navigation
	Lang      string
	Scheme    string // light, dark or "" for what the machine is set to
	Project   string
	Coder     string
	Blind     bool
	ReadOnly  bool // nothing can be changed
	Change    int
	Here      string // address of the page, or of the one that it leads back to
	Posted    bool   // it answers a form, and is not loaded anew
	Terminal  string // the command that says the same
	Module    string // a script of the page's own
	Wide      bool
	Data      any
	Done      *doneView
	Languages [][2]string
	Version   string
}

// A doneView says what was done just now, and can take it back.
type doneView struct {
	What, Back string
	Step       int
	Made       []string // what names that were new have made
	Redoes     bool     // to take it back does something again
}

// doneNow is what the address says was done.
func (b *Workbench) doneNow(r *http.Request) *doneView {
	n, err := strconv.Atoi(r.URL.Query().Get("done"))
	if err != nil {
		return nil
	}
	a, err := b.session(r.Context())
	if err != nil {
		return nil
	}
	e, _, err := a.Change(r.Context(), n)
	if err != nil || e.Undone != 0 {
		return nil
	}
	log, err := a.Log(r.Context(), app.LogFilter{})
	if err != nil {
		return nil
	}
	step := app.Steps(log)[e.Step]
	if step == nil {
		return nil
	}
	back := r.URL.EscapedPath()
	if q := asked(r); len(q) > 0 {
		back += "?" + q.Encode()
	}
	var made []string
	if news := b.news.Load(); news != nil && news.step == e.Step {
		made = news.lines
	}
	return &doneView{Made: made, What: excerpt(step.What(), 200), Step: e.Step, Back: back, Redoes: step.Redoes}
}

// asked is what the address asks for, without what was done just before: links to more
// of the same page do not say that again.
func asked(r *http.Request) url.Values {
	q := r.URL.Query()
	q.Del("done")
	return q
}

// language is what the person chose, else what the browser asks for, else English.
func language(r *http.Request) string {
	if c, err := r.Cookie("crosscase-language"); err == nil {
		for _, l := range languages {
			if l[0] == c.Value {
				return l[0]
			}
		}
	}
	for wanted := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		wanted, _, _ = strings.Cut(strings.TrimSpace(wanted), ";")
		for _, l := range languages {
			if strings.HasPrefix(strings.ToLower(wanted), l[0]) {
				return l[0]
			}
		}
	}
	return "en"
}

// say says a text in the language of the request.
func (b *Workbench) say(r *http.Request, text string, args ...any) string {
	return translate(b.catalogue[language(r)], text, args...)
}

// show renders a page.
func (b *Workbench) show(w http.ResponseWriter, r *http.Request, status int, name string, p page) error {
	p.Lang, p.Languages, p.Version = language(r), languages, b.Version
	if c, err := r.Cookie("crosscase-scheme"); err == nil && (c.Value == "light" || c.Value == "dark") {
		p.Scheme = c.Value
	}
	if s := b.latest.Load(); s != nil {
		p.Project = s.Title
	}
	p.Change, _ = r.Context().Value(changeKey{}).(int)
	p.Done = b.doneNow(r)
	p.Coder, p.Blind, p.Here = b.Coder, b.Blind, r.URL.RequestURI()
	p.ReadOnly = b.Project.ReadOnly()
	if p.Posted = r.Method == http.MethodPost; p.Posted {
		p.Here = ours(r.Form.Get("back"), p.Here)
	}
	var out bytes.Buffer
	if err := b.templates[p.Lang].ExecuteTemplate(&out, name, p); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := out.WriteTo(w)
	if err != nil {
		return nil // nobody is there any more
	}
	return nil
}

// wantsJSON tells whether a script asks, which shows what comes back itself.
func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

func answer(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}

// fail says what went wrong, and what to do.
func (b *Workbench) fail(pages http.Handler, w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return
	}
	status := http.StatusInternalServerError
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		status = http.StatusRequestEntityTooLarge
		err = coding.Errorf(coding.ErrInvalid, "this is more than can be sent at once (%d MB)", large.Limit>>20)
	case errors.Is(err, coding.ErrUnknown), errors.Is(err, fs.ErrNotExist):
		status = http.StatusNotFound
	case errors.Is(err, coding.ErrConflict):
		status = http.StatusConflict
	case errors.Is(err, coding.ErrInvalid), errors.Is(err, coding.ErrAmbiguous):
		status = http.StatusBadRequest
	case errors.Is(err, coding.ErrBusy), errors.Is(err, coding.ErrReplaced), errors.Is(err, index.ErrBusy):
		status = http.StatusServiceUnavailable
	case errors.Is(err, coding.ErrReadOnly):
		status = http.StatusForbidden
	}
	hint, _ := coding.HintAndCommand(err)
	said := problem{report.Visible(err.Error()), report.Visible(hint)}
	if wantsJSON(r) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(said)
		return
	}
	if retry(pages, w, r, status, said) {
		return
	}
	v := struct {
		problem
		From string // the page that a form was on
	}{said, formPage(r)}
	if b.show(w, r, status, "error.html", page{Title: b.say(r, "That did not work"), Data: v}) != nil {
		http.Error(w, said.Error, status)
	}
}

// locked answers who has no secret.
func (b *Workbench) locked(w http.ResponseWriter, r *http.Request) {
	text := b.say(r, "This workbench belongs to whoever started it. Open the address that crosscase web printed; it holds a secret that lets you in.")
	if wantsJSON(r) || b.show(w, r, http.StatusForbidden, "locked.html", page{Title: b.say(r, "Locked"), Data: text}) != nil {
		http.Error(w, text, http.StatusForbidden)
	}
}

// sendStatic sends a file of our own.
func (b *Workbench) sendStatic(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("file")
	file, ok := b.statics[name]
	if !ok {
		return coding.Errorf(coding.ErrUnknown, "there is no such page")
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	if strings.HasSuffix(name, ".js") {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	}
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", file.tag)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(file.data))
	return nil
}

// texts sends the catalogue of a language, for scripts.
func (b *Workbench) texts(w http.ResponseWriter, r *http.Request) error {
	texts, ok := b.catalogue[strings.TrimSuffix(r.PathValue("language"), ".json")]
	if !ok {
		return coding.Errorf(coding.ErrUnknown, "there is no such page")
	}
	return answer(w, texts)
}

// settings keeps what a person likes, in this browser.
func (b *Workbench) settings(w http.ResponseWriter, r *http.Request) error {
	for _, name := range []string{"language", "scheme"} {
		if v := r.FormValue(name); v != "" {
			http.SetCookie(w, &http.Cookie{Name: "crosscase-" + name, Value: v, Path: "/", MaxAge: 400 * 24 * 3600, HttpOnly: true,
				SameSite: http.SameSiteStrictMode})
		}
	}
	return back(w, r)
}

// back leads to the page that a form came from, if it is one of ours.
func back(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, ours(r.FormValue("back"), "/sources"), http.StatusSeeOther)
	return nil
}

// ours is an address, if it is one of a page here, or another one in its place.
func ours(to, otherwise string) string {
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
		return otherwise
	}
	return to
}
