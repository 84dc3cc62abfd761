package workbench

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/coding/report"
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
	passages, tags := s.ThemeCounts()
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
		l := codebookLine{themeCount: counts[i], Theme: t, Title: s.Path(t.ID), Path: s.EscapedPath(t.ID), Address: "/codebook?theme=" + url.QueryEscape(s.EscapedPath(t.ID)), Excerpt: excerpt(t.Definition, 110), Level: s.Level(t.ID), Here: t == chosen}
		l.Parent = i+1 < len(s.Themes) && s.Themes[i+1].Parent == t.ID
		v.Themes = append(v.Themes, l)
		if t == chosen {
			var err error
			if v.Theme, err = b.theme(r, s, l); err != nil {
				return err
			}
			terminal = "crosscase theme show " + quoteArgument(l.Path)
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
	quotes, err := report.ReadQuotes(r.Context(), s, b, some, 0)
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
			_, from := report.Thing(s, x.From)
			_, to := report.Thing(s, x.To)
			p.Links = append(p.Links, from+" "+x.Kind+" "+to)
		}
	}
	if r.Form.Has("split") {
		own := s.Select(coding.Filter{Themes: []coding.ThemeID{l.ID}, Exact: true})
		own.Passages = own.Passages[:min(len(own.Passages), 500)]
		quotes, err := report.ReadQuotes(r.Context(), s, b, own, 0)
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

// changeCodebook does with a theme what a form or a drag asks for, with the command
// of that name.
func (b *Workbench) changeCodebook(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	r.ParseForm()
	theme := r.FormValue("theme")
	to := func(path string) string { return "/codebook?theme=" + url.QueryEscape(path) }
	var args []string
	back := r.FormValue("back")
	switch do := r.FormValue("do"); do {
	case "add":
		name := strings.TrimSpace(r.FormValue("name"))
		if below := r.FormValue("below"); below != "" {
			name = below + coding.Separator + strings.ReplaceAll(name, ">", `\>`)
		}
		args, back = []string{"theme", "add", "--definition=" + r.FormValue("definition"), "--", name}, to(name)
	case "set":
		t, err := s.FindTheme(theme)
		if err != nil {
			return err
		}
		args = []string{"theme", "set"}
		for _, f := range []string{"definition", "include", "exclude", "example", "kind", "colour"} {
			if r.Form.Has(f) {
				args = append(args, "--"+f+"="+strings.ReplaceAll(r.FormValue(f), "\r\n", "\n"))
			}
		}
		args = append(args, "--", theme)
		if name := strings.TrimSpace(r.FormValue("name")); name != "" && name != t.Name {
			_, step, err := b.run(r.Context(), args...)
			if err != nil {
				return err
			}
			_, renamed, err := b.run(r.Context(), "theme", "rename", "--", theme, name)
			if err != nil {
				return err
			}
			if s, err = b.whole(r.Context()); err != nil {
				return err
			}
			r.Form.Set("back", to(s.EscapedPath(t.ID)))
			return b.done(w, r, max(step, renamed))
		}
	case "move":
		args = []string{"theme", "move"}
		if under := r.FormValue("under"); under != "" {
			args = append(args, "--under="+under)
		} else if n, _ := strconv.Atoi(r.FormValue("position")); n <= 0 || r.FormValue("top") != "" {
			args = append(args, "--top")
		}
		if n, _ := strconv.Atoi(r.FormValue("position")); n > 0 {
			args = append(args, "--position="+strconv.Itoa(n))
		}
		args = append(args, "--", theme)
		t, err := s.FindTheme(theme)
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
		if strings.HasPrefix(back, "/codebook") {
			r.Form.Set("back", to(s.EscapedPath(t.ID)))
		}
		return b.done(w, r, step)
	case "merge":
		args, back = []string{"theme", "merge", "--", theme, r.FormValue("into")}, to(r.FormValue("into"))
	case "split":
		args = []string{"theme", "split", "--into=" + first(strings.TrimSpace(r.FormValue("into")), r.FormValue("into-known"))}
		for _, id := range r.Form["passage"] {
			args = append(args, "--passage="+id)
		}
		if len(r.Form["passage"]) == 0 {
			return coding.WithHint(coding.Errorf(coding.ErrInvalid, "nothing was chosen"), "tick the passages that move to the other theme")
		}
		args, back = append(args, "--", theme), to(theme)
	case "archive", "restore":
		args = []string{"theme", do, "--", theme}
	case "remove":
		args, back = []string{"theme", "remove"}, "/codebook"
		if r.FormValue("with-tags") != "" {
			args = append(args, "--with-tags")
		}
		args = append(args, "--", theme)
	case "memo":
		t, err := s.FindTheme(theme)
		if err != nil {
			return err
		}
		step, err := b.apply(r.Context(), "write a memo on theme "+s.Path(t.ID), coding.PutMemo{ID: coding.MemoID(b.NewID()), On: string(t.ID), Text: strings.TrimSpace(r.FormValue("memo"))})
		if err != nil {
			return err
		}
		return b.done(w, r, step)
	default:
		return coding.Errorf(coding.ErrInvalid, "%q cannot be done with a theme", do)
	}
	_, step, err := b.run(r.Context(), args...)
	if err != nil {
		return err
	}
	if back != "" {
		r.Form.Set("back", back)
	}
	return b.done(w, r, step)
}

// done answers what a form or a script did.
func (b *Workbench) done(w http.ResponseWriter, r *http.Request, step int) error {
	if wantsJSON(r) {
		return answer(w, map[string]int{"step": step})
	}
	return backDone(w, r, step)
}
