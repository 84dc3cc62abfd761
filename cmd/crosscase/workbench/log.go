package workbench

import (
	"net/http"
	"slices"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/project"
)

type detail = project.Detail

// A logView is the audit trail, the last entry first.
type logView struct {
	Entries  []logLine
	Coders   []string
	Coder    string
	Matching string
	Pages    pager
	All      int
	One      *project.Entry
	Details  []detail
	More     int // details that are not shown
}

type logLine struct {
	project.Entry
	Day     string // where another one begins
	MayUndo bool
}

// log shows who did what, and when.
func (b *Workbench) log(w http.ResponseWriter, r *http.Request) error {
	a, err := b.session(r.Context())
	if err != nil {
		return err
	}
	seen, err := a.Log(r.Context(), app.LogFilter{})
	if err != nil {
		return err
	}
	v := logView{Coder: r.FormValue("coder"), Matching: strings.TrimSpace(r.FormValue("matching"))}
	for _, e := range seen {
		if !slices.Contains(v.Coders, e.Coder) {
			v.Coders = append(v.Coders, e.Coder)
		}
	}
	slices.Sort(v.Coders)
	entries := a.Matching(seen, app.LogFilter{Coder: v.Coder, Matching: v.Matching})
	slices.Reverse(entries)
	v.All = len(entries)
	v.Pages = newPager(len(entries), 200, r)
	day := ""
	for _, e := range entries[v.Pages.From:v.Pages.To] {
		l := logLine{Entry: e, MayUndo: e.Undone == 0 && e.Number == e.Step}
		if d := e.At.Local().Format("2006-01-02"); d != day {
			day, l.Day = d, d
		}
		v.Entries = append(v.Entries, l)
	}
	return b.show(w, r, http.StatusOK, "log.html", page{Title: b.say(r, "Log"), Section: "log", Data: v, Terminal: "crosscase log"})
}
