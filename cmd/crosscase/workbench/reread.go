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
	Fields    []field // how they are read
	Forget    bool    // what was decided before
	Open      bool    // something is decided
	Filters   []field // that choose the sources
	Lines     []rereadLine
	Same      []rereadSame
	People    []string // who is known, for names of labels
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
	Labels        []labelRow
}

// A rereadSame is a source that reads as before, with its labels.
type rereadSame struct {
	Name   string
	Labels []labelRow
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
	for _, name := range rereadFilters {
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
	v := newRereadView(r, q, s)
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
		o.Names, o.DryRun = names, true
		came, err := a.Reread(r.Context(), o)
		if err != nil {
			return err
		}
		v.LeftAlone, v.Silent = came.LeftAlone, came.Silent
		labels := b.newLabelAsker(r)
		for _, x := range came.Changed {
			l := b.rereadLineOf(r, a.Study, came, x)
			l.Labels = labels.rows(came.Labels[x.Source.ID])
			v.Lines = append(v.Lines, l)
		}
		for _, src := range came.Same {
			v.Same = append(v.Same, rereadSame{src.Name, labels.rows(came.Labels[src.ID])})
		}
	}
	return b.show(w, r, http.StatusOK, "reread.html", page{Title: b.say(r, "Read again"), Section: "sources", Data: v, Terminal: command})
}

// rereadForget is the field that forgets what was decided before.
const rereadForget = "forget"

// rereadFilters are the fields that choose sources, as the page of sources has them.
var rereadFilters = []string{"find", "type", "case", "organisation"}

// rereadOptions are how sources are read, as an address or a form says.
func rereadOptions(r *http.Request) (o app.RereadOptions, err error) {
	o.Reading.Labels, err = labelDecisions(r)
	o.Reading.Layout, o.Reading.Encoding = strings.TrimSpace(r.FormValue("layout")), strings.TrimSpace(r.FormValue("encoding"))
	o.DiscardDecisions = r.FormValue(rereadForget) != ""
	return o, err
}

// newRereadView is the page before anything is read, with what was said of how to read.
func newRereadView(r *http.Request, q url.Values, s *coding.Study) (v rereadView) {
	v.Fields, v.Forget = readingFields(r), r.FormValue(rereadForget) != ""
	v.Open = v.Forget
	for _, f := range v.Fields {
		v.Open = v.Open || f.Value != ""
	}
	for _, name := range rereadFilters {
		for _, value := range q[name] {
			v.Filters = append(v.Filters, field{Name: name, Value: value})
		}
	}
	for _, p := range s.Participants {
		v.People = append(v.People, p.Name)
	}
	return v
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

// rereadAgain is the address of the page with what a form says of how to read.
func rereadAgain(r *http.Request) (string, error) {
	o, err := rereadOptions(r)
	if err != nil {
		return "", err
	}
	q := url.Values{}
	for _, name := range append([]string{"layout", "encoding", rereadForget}, rereadFilters...) {
		for _, value := range r.Form[name] {
			if value = strings.TrimSpace(value); value != "" {
				q.Add(name, value)
			}
		}
	}
	if err := intake.CheckEncoding(o.Reading.Encoding); err != nil { // said here, where the form can come again
		return "", err
	}
	q["speaker"], q["not-speaker"], err = labelChoices(r)
	return "/reread?" + q.Encode(), err
}

// rereadSources reads those sources again that are chosen, or shows what that would be.
func (b *Workbench) rereadSources(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	if r.FormValue("do") == "preview" {
		to, err := rereadAgain(r)
		if err == nil {
			http.Redirect(w, r, to, http.StatusSeeOther)
		}
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
	o.Names, o.OfSome = names, true
	return b.edited(w, r, "/sources", func(a *app.Session) (app.Done, error) {
		came, err := a.Reread(r.Context(), o)
		if came == nil {
			return app.Done{}, err
		}
		return came.Done, err
	})
}
