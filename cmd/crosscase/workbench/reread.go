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
	"crosscase/corpus/transcript"
)

// A rereadView shows what would change if sources were read again.
type rereadView struct {
	Fields    []field // how they are read
	Forget    bool    // what was decided before
	Open      bool    // something is decided
	Filters   []field // that choose the sources
	Lines     []rereadLine
	Same      int
	LeftAlone []intake.Remark
	Silent    []*corpus.Participant
}

// A rereadLine is a source that reads otherwise now.
type rereadLine struct {
	Name          string
	Was, Is       string // with what it was and is read
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
	v := newRereadView(r, q)
	if names == nil || len(names) > 0 {
		a, err := b.session(r.Context())
		if err != nil {
			return err
		}
		o, err := rereadOptions(r)
		if err != nil {
			return err
		}
		if flags := intake.Flags(o.Reading.Choices()); flags != "" {
			command += " " + flags
		}
		if o.DiscardDecisions {
			command += " --discard-decisions"
		}
		if len(names) == 1 && !v.Open {
			if err := v.fill(r, a, names[0]); err != nil {
				return err
			}
		}
		o.Names, o.DryRun = names, true
		came, err := a.Reread(r.Context(), o)
		if err != nil {
			return err
		}
		v.Same, v.LeftAlone, v.Silent = len(came.Same), came.LeftAlone, came.Silent
		for _, x := range came.Changed {
			v.Lines = append(v.Lines, b.rereadLineOf(r, a.Study, came, x))
		}
	}
	return b.show(w, r, http.StatusOK, "reread.html", page{Title: b.say(r, "Read again"), Section: "sources", Data: v, Terminal: command})
}

// Fields of the page that say how sources are read, besides those of the layout.
const (
	rereadSpeakers = "speaker"
	rereadTexts    = "not-speaker"
	rereadForget   = "forget"
)

// rereadOptions are how sources are read, as an address or a form says.
func rereadOptions(r *http.Request) (o app.RereadOptions, err error) {
	lines := func(name string) (all []string) {
		for line := range strings.Lines(r.FormValue(name)) {
			if line = strings.TrimSpace(line); line != "" {
				all = append(all, line)
			}
		}
		return all
	}
	o.Reading.Layout, o.DiscardDecisions = r.FormValue("layout"), r.FormValue(rereadForget) != ""
	o.Reading.Labels, err = intake.ParseLabelDecisions(lines(rereadSpeakers), lines(rereadTexts))
	return o, err
}

// newRereadView is the page before anything is read, with what was said of how to read.
func newRereadView(r *http.Request, q url.Values) (v rereadView) {
	layout := field{Name: "layout", Label: "layout", Help: "how speakers are marked, where that is not found by itself", Options: []string{""}}
	for _, l := range transcript.Layouts() {
		layout.Options = append(layout.Options, l[0])
	}
	v.Fields = []field{layout,
		{Name: rereadSpeakers, Label: "labels of speakers", Long: true, Help: "one a line, as R=Anna Roe; (none) is nobody"},
		{Name: rereadTexts, Label: "labels that are part of the text", Long: true, Help: "one a line"}}
	v.Forget = r.FormValue(rereadForget) != ""
	v.Open = v.Forget
	for n := range v.Fields {
		v.Fields[n].Value = r.FormValue(v.Fields[n].Name)
		v.Open = v.Open || v.Fields[n].Value != ""
	}
	for _, name := range []string{"find", "type", "case", "organisation"} {
		for _, value := range q[name] {
			v.Filters = append(v.Filters, field{Name: name, Value: value})
		}
	}
	return v
}

// fill shows what was decided about the only source.
func (v *rereadView) fill(r *http.Request, a *app.Session, name string) error {
	src, err := a.Study.FindSource(name)
	if err != nil {
		return err
	}
	text, err := a.Texts.Text(r.Context(), src.Text)
	if err != nil {
		return err
	}
	for n := range v.Fields {
		var values []string
		for _, c := range text.Choices {
			if c.What == v.Fields[n].Name {
				values = append(values, c.Value)
			}
		}
		v.Fields[n].Value = strings.Join(values, "\n")
		v.Open = v.Open || len(values) > 0
	}
	return nil
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
func (b *Workbench) rereadLineOf(r *http.Request, s *coding.Study, came *app.Rereading, x app.RereadSource) rereadLine {
	l := rereadLine{Name: x.Source.Name, Recut: x.Recut, Was: intake.Flags(x.Old.Choices), Is: intake.Flags(x.Update.Text.Choices),
		Rows:   []rereadRow{{"turns", len(x.Before.Turns), len(x.After.Turns)}, {"words", x.Before.AllWords(), x.After.AllWords()}},
		Before: intake.LeftOutInShort(x.Old.LeftOut), After: intake.LeftOutInShort(x.Update.Text.LeftOut)}
	for _, sp := range x.Reread.Speakers() {
		if sp.Before.Turns != sp.After.Turns || sp.Before.Words != sp.After.Words {
			l.Speakers = append(l.Speakers, rereadSpeaker{came.NameOf(s, sp.Participant), sp.Before, sp.After})
		}
	}
	if len(x.Passages) > 0 {
		n := x.Correction.Count()
		l.Passages = b.say(r, "%d unchanged, %d moved, %d changed, %d detached", n[corpus.Unchanged], n[corpus.Moved], n[corpus.Changed],
			n[corpus.Detached])
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
	o, err := rereadOptions(r)
	if err != nil {
		return err
	}
	o.Names = names
	return b.edited(w, r, "/sources", func(a *app.Session) (app.Done, error) {
		came, err := a.Reread(r.Context(), o)
		if came == nil {
			return app.Done{}, err
		}
		return came.Done, err
	})
}
