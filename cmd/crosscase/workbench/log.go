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
	Day    string // where another one begins
	Button *stepButton
}

// A stepButton takes a step back, or does it again.
type stepButton struct {
	Step  int    // to take back
	Label string // of a step of several entries, with their number
	Title string // what the step is, for who does not see where the button is
}

// button is that of a step: one that was taken back is done again, by taking back what
// took it back.
func (b *Workbench) button(r *http.Request, s *app.Step) *stepButton {
	n, undone := len(s.Entries), s.Undone != 0
	switch {
	case undone && n > 1:
		return &stepButton{s.Undone, b.say(r, "Redo all %d", n), b.say(r, "Redo all %d, from change %d", n, s.Number)}
	case undone:
		return &stepButton{s.Undone, b.say(r, "Redo"), b.say(r, "Redo %d", s.Number)}
	case n > 1:
		return &stepButton{s.Number, b.say(r, "Undo all %d", n), b.say(r, "Undo all %d, from change %d", n, s.Number)}
	}
	return &stepButton{s.Number, b.say(r, "Undo"), b.say(r, "Undo %d", s.Number)}
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
	steps, first := app.Steps(seen), map[int]int{}
	for _, e := range slices.Backward(entries) {
		first[e.Step] = e.Number
	}
	slices.Reverse(entries)
	v.All = len(entries)
	v.Pages = newPager(len(entries), 200, r)
	day := ""
	for _, e := range entries[v.Pages.From:v.Pages.To] {
		l := logLine{Entry: e}
		if first[e.Step] == e.Number {
			l.Button = b.button(r, steps[e.Step])
		}
		if d := e.At.Local().Format("2006-01-02"); d != day {
			day, l.Day = d, d
		}
		v.Entries = append(v.Entries, l)
	}
	return b.show(w, r, http.StatusOK, "log.html", page{Title: b.say(r, "Log"), Section: "log", Data: v, Terminal: "crosscase log"})
}
