package workbench

import (
	"net/http"
	"slices"
	"strings"

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
	Day      string // where another one begins
	MayUndo  bool
	Together int // entries of the same step
}

// log shows who did what, and when.
func (b *Workbench) log(w http.ResponseWriter, r *http.Request) error {
	entries, err := b.Project.Log(r.Context())
	if err != nil {
		return err
	}
	v := logView{Coder: r.FormValue("coder"), Matching: strings.TrimSpace(r.FormValue("matching"))}
	for _, e := range entries {
		if !slices.Contains(v.Coders, e.Coder) && (!b.Blind || e.Coder == b.Coder) {
			v.Coders = append(v.Coders, e.Coder)
		}
	}
	slices.Sort(v.Coders)
	steps := map[int]int{}
	for _, e := range entries {
		steps[e.Step]++
	}
	entries = slices.DeleteFunc(entries, func(e project.Entry) bool {
		return b.Blind && e.Coder != b.Coder || v.Coder != "" && e.Coder != v.Coder || !strings.Contains(strings.ToLower(e.What), strings.ToLower(v.Matching))
	})
	slices.Reverse(entries)
	v.All = len(entries)
	v.Pages = newPager(len(entries), 200, r)
	day := ""
	for _, e := range entries[v.Pages.From:v.Pages.To] {
		l := logLine{Entry: e, MayUndo: e.Undone == 0 && e.Number == e.Step, Together: steps[e.Step]}
		if d := e.At.Local().Format("2006-01-02"); d != day {
			day, l.Day = d, d
		}
		v.Entries = append(v.Entries, l)
	}
	return b.show(w, r, http.StatusOK, "log.html", page{Title: b.say(r, "Log"), Section: "log", Data: v, Terminal: "crosscase log"})
}
