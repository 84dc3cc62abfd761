package workbench

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/query"
	"crosscase/coding/reading"
)

// A themeCount is how much is tagged with a theme and those below it.
type themeCount struct{ Passages, Tags int }

// counted are the counts of one study, which takes a while to count in a large one.
type counted struct {
	study  *coding.Study
	themes []themeCount
}

// counts are what is tagged with each theme.
func (b *Workbench) counts(s *coding.Study) []themeCount {
	if c := b.counted.Load(); c != nil && c.study == s {
		return c.themes
	}
	passages, tags := codebook.ThemeCounts(s)
	c := &counted{study: s, themes: make([]themeCount, len(passages))}
	for i := range passages {
		c.themes[i] = themeCount{passages[i], tags[i]}
	}
	b.counted.Store(c)
	return c.themes
}

// A codebookView is the page of the codebook.
type codebookView struct {
	Themes  []codebookLine
	Theme   *themePage
	Options []option
}

type codebookLine struct {
	themeCount
	*coding.Theme
	Title                  string // its path
	Path, Address, Excerpt string // Path is the path as commands take it
	Level                  int
	Here, Parent           bool
}

// A themePage is all of one theme.
type themePage struct {
	codebookLine
	Fields               []field
	Examples             []quoteView
	AllPassages          string // where they are listed
	History              []string
	Memos                []noteView
	Links                []string
	Looked               int
	Sources              int
	Splits               bool        // it is asked which passages move
	Split                []quoteView // passages of the theme alone, to be moved
	Above                string      // path of the theme above
	Position, Neighbours int
}

// codebook shows the themes, and one of them whole.
func (b *Workbench) codebook(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	v := codebookView{Options: filter(s, "theme").Options}
	terminal := "crosscase theme list"
	var chosen *coding.Theme
	if want := r.FormValue("theme"); want != "" {
		var err error
		if chosen, err = s.FindTheme(want); err != nil {
			return err
		}
	}
	for i, t := range s.Themes {
		l := codebookLineOf(s, i, b.counts(s)[i])
		l.Here = t == chosen
		v.Themes = append(v.Themes, l)
		if t == chosen {
			var err error
			if v.Theme, err = b.theme(r, s, l); err != nil {
				return err
			}
			terminal = "crosscase theme show " + query.Quote(l.Path)
		}
	}
	return b.show(w, r, http.StatusOK, "codebook.html",
		page{Title: b.say(r, "Codebook"), Section: "codebook", Module: "codebook", Data: v, Terminal: terminal, Wide: true})
}

// codebookLineOf is a theme of a study by its number.
func codebookLineOf(s *coding.Study, i int, n themeCount) codebookLine {
	t := s.Themes[i]
	path := s.EscapedPath(t.ID)
	return codebookLine{themeCount: n, Theme: t, Title: s.Path(t.ID), Path: path, Address: themeAddress(path),
		Excerpt: excerpt(t.Definition, 110),
		Level:   s.Level(t.ID), Parent: i+1 < len(s.Themes) && s.Themes[i+1].Parent == t.ID}
}

// theme is all of one theme.
func (b *Workbench) theme(r *http.Request, s *coding.Study, l codebookLine) (p *themePage, err error) {
	p = &themePage{
		codebookLine: l, Fields: fieldsOf(app.Themes(), s, l.Theme), AllPassages: passageAddress(s, l.ID), Memos: b.notesOn(s, string(l.ID)),
		Sources: len(s.Sources), Looked: app.LookedFor(s, l.ID), Links: app.LinksOf(s, l.ID), Above: s.EscapedPath(l.Theme.Parent),
	}
	if p.Examples, err = b.firstQuotes(r, s, coding.Filter{Themes: []coding.ThemeID{l.ID}}, 5); err != nil {
		return nil, err
	}
	for _, t := range s.Themes {
		if t.Parent == l.Theme.Parent {
			if p.Neighbours++; t.ID == l.ID {
				p.Position = p.Neighbours
			}
		}
	}
	if p.Splits = r.Form.Has("split"); p.Splits {
		if p.Split, err = b.firstQuotes(r, s, coding.Filter{Themes: []coding.ThemeID{l.ID}, Exact: true}, 500); err != nil {
			return nil, err
		}
	}
	if r.Form.Has("history") {
		p.History, err = b.history(r, l.ID)
	}
	return p, err
}

// firstQuotes are the first passages that a filter selects.
func (b *Workbench) firstQuotes(r *http.Request, s *coding.Study, f coding.Filter, n int) ([]quoteView, error) {
	sel := s.Select(f)
	sel.Passages = sel.Passages[:min(len(sel.Passages), n)]
	quotes, err := reading.ReadQuotes(r.Context(), s, b, sel, 0)
	return quoteViews(s, quotes), err
}

// history is what became of a theme, in words.
func (b *Workbench) history(r *http.Request, theme coding.ThemeID) (lines []string, err error) {
	a, err := b.session(r.Context())
	if err != nil {
		return nil, err
	}
	steps, err := a.ThemeHistory(r.Context(), theme)
	for _, e := range steps {
		line := e.At.Local().Format("2006-01-02 15:04") + " · " + e.Coder + " · " + e.What
		for _, f := range e.Fields {
			line += "\n" + f.Name + ": " + first(excerpt(f.Before, 80), "–") + " → " + first(excerpt(f.After, 80), "–")
		}
		if e.Undone != 0 {
			line += "\n" + b.say(r, "taken back by %d", e.Undone)
		}
		lines = append(lines, line)
	}
	return lines, err
}

// changeCodebook does with a theme what a form or a drag asks for, and leads to where
// the theme is now.
func (b *Workbench) changeCodebook(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	if r.Form.Get("do") == "add" {
		return b.addTheme(w, r)
	}
	theme, err := s.FindTheme(r.Form.Get("theme"))
	if err != nil {
		return err
	}
	done, err := b.edit(r.Context(), func(a *app.Session) (app.Done, error) { return changeTheme(r.Context(), a, theme, r.Form) })
	if err != nil {
		return err
	}
	if s, err = b.whole(r.Context()); err != nil {
		return err
	}
	switch into, err := s.FindTheme(r.Form.Get("into")); {
	case s.Theme(theme.ID) != nil:
		r.Form.Set("back", themeAddress(s.EscapedPath(theme.ID)))
	case err == nil: // it was merged into another
		r.Form.Set("back", themeAddress(s.EscapedPath(into.ID)))
	default:
		r.Form.Set("back", "/codebook")
	}
	return b.done(w, r, done.Step)
}

// addTheme adds a theme, below another one where the form says so.
func (b *Workbench) addTheme(w http.ResponseWriter, r *http.Request) error {
	path := strings.TrimSpace(r.Form.Get("name"))
	if below := r.Form.Get("below"); below != "" {
		path = below + coding.Separator + strings.ReplaceAll(path, ">", `\>`)
	}
	described := revisionOf(app.Themes(), r.Form)
	described.Name = ""
	return b.edited(w, r, themeAddress(path), func(a *app.Session) (app.Done, error) { return a.AddTheme(r.Context(), path, described) })
}

func themeAddress(path string) string { return "/codebook?theme=" + url.QueryEscape(path) }

// changeTheme does with a theme what a form says.
func changeTheme(ctx context.Context, a *app.Session, theme *coding.Theme, form url.Values) (app.Done, error) {
	themes, path := app.Themes(), a.Study.EscapedPath(theme.ID)
	switch do := form.Get("do"); do {
	case "set":
		return themes.Set(ctx, a, path, revisionOf(themes, form))
	case "move":
		to, err := moveOf(a.Study, theme, form)
		if err != nil {
			return app.Done{}, err
		}
		return a.MoveTheme(ctx, path, to)
	case "merge":
		return themes.Merge(ctx, a, path, form.Get("into"))
	case "split":
		return splitTheme(ctx, a, path, form)
	case "archive":
		return a.ArchiveTheme(ctx, path)
	case "restore":
		return a.RestoreTheme(ctx, path)
	case "remove":
		return themes.Remove(ctx, a, path, form.Get("with-tags") != "")
	case "memo":
		on, err := a.Subject(ctx, app.SubjectNames{Theme: path})
		if err != nil {
			return app.Done{}, err
		}
		return a.AddMemo(ctx, on, lines(form.Get("memo")))
	default:
		return app.Done{}, coding.Errorf(coding.ErrInvalid, "%q cannot be done with a theme", do)
	}
}

// moveOf is where a form moves a theme: to a position, where it stays below the same one,
// else behind the others there.
func moveOf(s *coding.Study, theme *coding.Theme, form url.Values) (app.Move, error) {
	under, position := form.Get("under"), strings.TrimSpace(form.Get("position"))
	if under != s.EscapedPath(theme.Parent) || position == "" {
		return app.Move{Under: under, Top: under == ""}, nil
	}
	n, err := strconv.Atoi(position)
	if err != nil || n < 1 {
		return app.Move{}, coding.Errorf(coding.ErrInvalid, "position %q: a whole number from 1 is needed", position)
	}
	return app.Move{Position: n}, nil
}

// splitTheme moves the passages that are ticked to another theme.
func splitTheme(ctx context.Context, a *app.Session, path string, form url.Values) (app.Done, error) {
	if len(form["passage"]) == 0 {
		err := coding.Errorf(coding.ErrInvalid, "nothing was chosen")
		return app.Done{}, coding.WithHint(err, "tick the passages that move to the other theme")
	}
	split, err := a.NewSplit(ctx, path, form.Get("into"), nil, form["passage"])
	if err != nil {
		return app.Done{}, err
	}
	return a.Split(ctx, split)
}

// done answers what a form or a script did.
func (b *Workbench) done(w http.ResponseWriter, r *http.Request, step int) error {
	if wantsJSON(r) {
		return answer(w, map[string]int{"step": step})
	}
	return backDone(w, r, step)
}
