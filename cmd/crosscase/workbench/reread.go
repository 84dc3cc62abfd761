package workbench

import (
	"net/http"
	"net/url"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/corpus"
)

// A rereadView shows what would change if sources were read again.
type rereadView struct {
	Lines     []rereadLine
	Same      int
	LeftAlone []intake.Remark
	Silent    []*corpus.Participant
}

// A rereadLine is a source that reads otherwise now.
type rereadLine struct {
	Name          string
	Rows          []rereadRow
	Speakers      []rereadSpeaker
	Recut         int    // turns that were assigned by hand
	Before, After string // what is left out
	Passages      string // how many have each fate; "" where there are none
	Carried       []string
}

// A rereadRow is a number of a source before and after.
type rereadRow struct {
	What          string
	Before, After int
}

// A rereadSpeaker is how much somebody says before and after.
type rereadSpeaker struct {
	Name          string
	Before, After corpus.Share
}

// Reread is the address of the page that shows what would change if these sources were
// read again.
func (v sourcesView) Reread() string {
	q := url.Values{}
	for _, name := range []string{"find", "type", "case", "organisation"} {
		if v.Query.Get(name) != "" {
			q[name] = v.Query[name]
		}
	}
	if len(q) == 0 {
		return "/reread"
	}
	return "/reread?" + q.Encode()
}

// reread shows what would change if the sources of a list, or all, were read again.
func (b *Workbench) reread(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	q := asked(r)
	names, command := chosenSources(s, q), "crosscase source reread --dry-run"
	for _, name := range names {
		command += " " + query.Quote(name)
	}
	v := rereadView{}
	if names == nil || len(names) > 0 {
		a, err := b.session(r.Context())
		if err != nil {
			return err
		}
		came, err := a.Reread(r.Context(), app.RereadOptions{Names: names, DryRun: true})
		if err != nil {
			return err
		}
		v.Same, v.LeftAlone, v.Silent = len(came.Same), came.LeftAlone, came.Silent
		for _, x := range came.Changed {
			v.Lines = append(v.Lines, rereadLineOf(a.Study, came, x))
		}
	}
	return b.show(w, r, http.StatusOK, "reread.html", page{Title: b.say(r, "Read again"), Section: "sources", Data: v, Terminal: command})
}

// chosenSources are the names of the sources that the list of sources shows; nil for all.
func chosenSources(s *coding.Study, q url.Values) []string {
	find := strings.TrimSpace(q.Get("find"))
	if find == "" && len(q["type"])+len(q["case"])+len(q["organisation"]) == 0 {
		return nil
	}
	names := []string{}
	for i, x := range s.Sources {
		if sourceLineOf(s, i, 0).fits(q, find) {
			names = append(names, x.Name)
		}
	}
	return names
}

// rereadLineOf is what a page says of a source that reads otherwise now.
func rereadLineOf(s *coding.Study, came *app.Rereading, x app.RereadSource) rereadLine {
	l := rereadLine{Name: x.Source.Name, Recut: x.Recut,
		Rows:   []rereadRow{{"turns", len(x.Before.Turns), len(x.After.Turns)}, {"words", x.Before.AllWords(), x.After.AllWords()}},
		Before: intake.LeftOutInShort(x.Old.LeftOut), After: intake.LeftOutInShort(x.Update.Text.LeftOut)}
	for _, sp := range x.Reread.Speakers() {
		if sp.Before.Turns != sp.After.Turns || sp.Before.Words != sp.After.Words {
			l.Speakers = append(l.Speakers, rereadSpeaker{came.NameOf(s, sp.Participant), sp.Before, sp.After})
		}
	}
	if len(x.Passages) > 0 {
		l.Passages = x.Correction.Summary()
	}
	for _, p := range x.Passages {
		if p.Outcome != corpus.Unchanged {
			l.Carried = append(l.Carried, reading.CarriedLine(s, x.Correction, p))
		}
	}
	return l
}

// rereadSources reads those sources again that are chosen.
func (b *Workbench) rereadSources(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	names := r.Form["source"]
	if len(names) == 0 {
		return coding.Errorf(coding.ErrInvalid, "no source is chosen")
	}
	return b.edited(w, r, "/sources", func(a *app.Session) (app.Done, error) {
		came, err := a.Reread(r.Context(), app.RereadOptions{Names: names})
		if came == nil {
			return app.Done{}, err
		}
		return came.Done, err
	})
}
