package workbench

import (
	"net/http"
	"net/url"
	"strings"

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
	Examples             []quoteView
	AllPassages          string // where they are listed
	History              []string
	Memos                []noteView
	Links                []string
	Looked               int
	Sources              int
	Split                []quoteView // passages of the theme alone, to be moved
	Above                string      // path of the theme above
	Position, Neighbours int
}

// codebook shows the themes, and one of them whole.
func (b *Workbench) codebook(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	v := codebookView{Options: filter(s, "theme").Options}
	counts := b.counts(s)
	terminal := "crosscase theme list"
	want := r.FormValue("theme")
	var chosen *coding.Theme
	if want != "" {
		var err error
		if chosen, err = s.FindTheme(want); err != nil {
			return err
		}
	}
	for i, t := range s.Themes {
		l := codebookLine{themeCount: counts[i], Theme: t, Title: s.Path(t.ID), Path: s.EscapedPath(t.ID), Address: themeAddress(s.EscapedPath(t.ID)), Excerpt: excerpt(t.Definition, 110), Level: s.Level(t.ID), Here: t == chosen}
		l.Parent = i+1 < len(s.Themes) && s.Themes[i+1].Parent == t.ID
		v.Themes = append(v.Themes, l)
		if t == chosen {
			var err error
			if v.Theme, err = b.theme(r, s, l); err != nil {
				return err
			}
			terminal = "crosscase theme show " + query.Quote(l.Path)
		}
	}
	return b.show(w, r, http.StatusOK, "codebook.html", page{Title: b.say(r, "Codebook"), Section: "codebook", Module: "codebook", Data: v, Terminal: terminal, Wide: true})
}

// theme is all of one theme.
func (b *Workbench) theme(r *http.Request, s *coding.Study, l codebookLine) (*themePage, error) {
	p := &themePage{codebookLine: l, AllPassages: passageAddress(s, l.ID), Memos: b.notesOn(s, string(l.ID)), Sources: len(s.Sources)}
	sel := s.Select(coding.Filter{Themes: []coding.ThemeID{l.ID}})
	some := sel
	some.Passages = sel.Passages[:min(len(sel.Passages), 5)]
	quotes, err := reading.ReadQuotes(r.Context(), s, b, some, 0)
	if err != nil {
		return nil, err
	}
	p.Examples = quoteViews(s, quotes)
	for _, done := range s.Looked(l.ID, nil) {
		if done {
			p.Looked++
		}
	}
	if x := s.Theme(l.Theme.Parent); x != nil {
		p.Above = s.Path(x.ID)
	}
	for _, t := range s.Themes {
		if t.Parent == l.Theme.Parent {
			if p.Neighbours++; t.ID == l.ID {
				p.Position = p.Neighbours
			}
		}
	}
	for _, x := range s.Links {
		if x.From == string(l.ID) || x.To == string(l.ID) {
			_, from := reading.Thing(s, x.From)
			_, to := reading.Thing(s, x.To)
			p.Links = append(p.Links, from+" "+x.Kind+" "+to)
		}
	}
	if r.Form.Has("split") {
		own := s.Select(coding.Filter{Themes: []coding.ThemeID{l.ID}, Exact: true})
		own.Passages = own.Passages[:min(len(own.Passages), 500)]
		quotes, err := reading.ReadQuotes(r.Context(), s, b, own, 0)
		if err != nil {
			return nil, err
		}
		p.Split = quoteViews(s, quotes)
	}
	if r.Form.Has("history") {
		if p.History, err = b.history(r, s, l); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// history is what became of a theme, from the log: made, described, moved, merged.
func (b *Workbench) history(r *http.Request, s *coding.Study, l codebookLine) (lines []string, err error) {
	entries, err := b.Project.Log(r.Context())
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{string(l.ID): true}
	for _, m := range s.Merged {
		if m.Into == l.ID {
			ids[string(m.ID)] = true
		}
	}
	for _, e := range entries {
		if b.Blind && e.Coder != b.Coder || !strings.Contains(e.What, "theme") && !strings.Contains(e.What, "codebook") {
			continue
		}
		_, details, err := b.Project.Details(r.Context(), e.Number)
		if err != nil {
			return nil, err
		}
		for _, d := range details {
			if d.Kind != "theme" || !ids[d.ID] {
				continue
			}
			line := e.At.Local().Format("2006-01-02 15:04") + " · " + e.Coder + " · " + e.What
			for _, f := range d.Fields {
				line += "\n" + f.Name + ": " + first(excerpt(f.Before, 80), "–") + " → " + first(excerpt(f.After, 80), "–")
			}
			if e.Undone != 0 {
				line += "\n" + b.say(r, "taken back by %d", e.Undone)
			}
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// changeCodebook does with a theme what a form or a drag asks for, and leads to where
// the theme is now.
func (b *Workbench) changeCodebook(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	r.ParseForm()
	if r.FormValue("do") == "add" {
		name := strings.TrimSpace(r.FormValue("name"))
		if below := r.FormValue("below"); below != "" {
			name = below + coding.Separator + strings.ReplaceAll(name, ">", `\>`)
		}
		return b.command(w, r, themeAddress(name), "theme", "add", "--definition="+lines(r.FormValue("definition")), "--", name)
	}
	theme, err := s.FindTheme(r.FormValue("theme"))
	if err != nil {
		return err
	}
	args, err := codebookCommand(r.Form, s, theme)
	if err != nil {
		return err
	}
	_, step, err := b.run(r.Context(), args...)
	if err != nil {
		return err
	}
	if s, err = b.whole(r.Context()); err != nil {
		return err
	}
	switch into, err := s.FindTheme(r.FormValue("into")); {
	case s.Theme(theme.ID) != nil:
		r.Form.Set("back", themeAddress(s.EscapedPath(theme.ID)))
	case err == nil: // it is one with another
		r.Form.Set("back", themeAddress(s.EscapedPath(into.ID)))
	default:
		r.Form.Set("back", "/codebook")
	}
	return b.done(w, r, step)
}

func themeAddress(path string) string { return "/codebook?theme=" + url.QueryEscape(path) }

// codebookCommand is the command that does what a form says.
func codebookCommand(form url.Values, s *coding.Study, theme *coding.Theme) ([]string, error) {
	path := s.EscapedPath(theme.ID)
	switch do := form.Get("do"); do {
	case "set":
		args := []string{"theme", "set"}
		for _, f := range []string{"definition", "include", "exclude", "example", "kind", "colour"} {
			if form.Has(f) {
				args = append(args, "--"+f+"="+lines(form.Get(f)))
			}
		}
		if name := strings.TrimSpace(form.Get("name")); name != "" && name != theme.Name {
			args = append(args, "--name="+name)
		}
		return append(args, "--", path), nil
	case "move":
		above := ""
		if t := s.Theme(theme.Parent); t != nil {
			above = s.EscapedPath(t.ID)
		}
		to := "--under=" + form.Get("under")
		switch {
		case form.Get("under") == above && form.Get("position") != "": // it stays below the same one
			to = "--position=" + form.Get("position")
		case form.Get("under") == "":
			to = "--top"
		}
		return []string{"theme", "move", to, "--", path}, nil
	case "merge":
		return []string{"theme", "merge", "--", path, form.Get("into")}, nil
	case "split":
		args := []string{"theme", "split", "--into=" + strings.TrimSpace(form.Get("into"))}
		for _, id := range form["passage"] {
			args = append(args, "--passage="+id)
		}
		if len(form["passage"]) == 0 {
			return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "nothing was chosen"), "tick the passages that move to the other theme")
		}
		return append(args, "--", path), nil
	case "archive", "restore":
		return []string{"theme", do, "--", path}, nil
	case "remove":
		args := []string{"theme", "remove"}
		if form.Get("with-tags") != "" {
			args = append(args, "--with-tags")
		}
		return append(args, "--", path), nil
	case "memo":
		return []string{"memo", "add", "--theme=" + path, "--", strings.TrimSpace(lines(form.Get("memo")))}, nil
	default:
		return nil, coding.Errorf(coding.ErrInvalid, "%q cannot be done with a theme", do)
	}
}

// done answers what a form or a script did.
func (b *Workbench) done(w http.ResponseWriter, r *http.Request, step int) error {
	if wantsJSON(r) {
		return answer(w, map[string]int{"step": step})
	}
	return backDone(w, r, step)
}
