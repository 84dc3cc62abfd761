package workbench

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// A disagreementsView lists what coders marked differently, side by side.
type disagreementsView struct {
	All               []analysisLink
	Coders            []option
	Names             []string // of those who are compared
	Judge             string
	Filters           []control
	Places            []disagreementView
	Agreed, Disagreed int
	Pages             pager
	Missing           string
}

// Query is what an address asks for.
func (disagreementsView) Query(here string) string {
	_, q, _ := strings.Cut(here, "?")
	return q
}

// A disagreementView is one place.
type disagreementView struct {
	N             int
	Theme, Colour string
	Source        string
	Address       string
	Sides         []side
	Key           string // that forms name it by
}

// A side is what one coder made of a place: its words, those that are marked and not.
type side struct {
	Coder string
	Parts []part
	None  bool
	Key   string // of the span
}

type part struct {
	Words  string
	Marked bool
}

// disagreementFilters are what places can be chosen by.
var disagreementFilters = []string{"theme", "case", "organisation", "source"}

// disagreements shows the places that coders marked differently.
func (b *Workbench) disagreements(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	q := asked(r)
	v := disagreementsView{All: b.links(r, "disagreements"), Judge: app.Judge, Filters: chosen(s, q, disagreementFilters...)}
	a := b.worker(s)
	coders := a.Compared(q["coder"], app.Judge)
	judges := s.Judges()
	for _, c := range s.Coders {
		if !slices.Contains(judges, c.ID) {
			v.Coders = append(v.Coders, option{Value: c.Name, Label: c.Name, Chosen: slices.Contains(coders, c.ID)})
		}
	}
	for _, id := range coders {
		v.Names = append(v.Names, s.Coder(id).Name)
	}
	if len(coders) < 2 && !b.Blind {
		v.Missing = "Two coders are needed. Another coder's copy of the project comes in with crosscase merge."
		return b.show(w, r, http.StatusOK, "disagreements.html", page{Title: b.say(r, "Disagreements"), Section: "analysis", Data: v})
	}
	shown, err := consensus(r.Context(), a, q)
	if err != nil {
		return err
	}
	v.Agreed, v.Disagreed = len(shown.Agreed), len(shown.Disagreed)
	v.Pages = newPager(v.Disagreed, 25, r)
	for i, d := range shown.Disagreed[v.Pages.From:v.Pages.To] {
		text, err := b.Text(r.Context(), s.Sources[d.Source].Text)
		if err != nil {
			return err
		}
		v.Places = append(v.Places, b.disagreement(s, d, text, coders, v.Pages.From+i+1))
	}
	return b.show(w, r, http.StatusOK, "disagreements.html", page{Title: b.say(r, "Disagreements"), Section: "analysis", Data: v,
		Terminal: "crosscase consensus --coder " + strings.Join(v.Names, " --coder ")})
}

// consensus is what the coders of an address marked alike and what not.
func consensus(ctx context.Context, a *app.Session, q url.Values) (*app.Consensus, error) {
	f, err := typedFilters(q, disagreementFilters).Resolve(ctx, a.Study, a.Texts)
	if err != nil {
		return nil, err
	}
	return a.Consensus(ctx, f, a.Compared(q["coder"], app.Judge), app.Judge)
}

func (b *Workbench) disagreement(s *coding.Study, d edit.Disagreement, text corpus.Text, coders []coding.CoderID, n int) disagreementView {
	src := s.Sources[d.Source]
	v := disagreementView{N: n, Theme: s.Path(d.Theme), Colour: swatch(s, d.Theme), Source: src.Name, Key: app.PlaceKey(s, d)}
	turn, _ := s.Transcript(src).TurnsIn(d.Span)
	v.Address = sourceAddress(src.Name, turn+1)
	whole := text.Trim(corpus.Span{Start: max(0, d.Span.Start), End: d.Span.End})
	before, after := text.Around(whole, 80)
	if i := strings.IndexByte(before, ' '); i >= 0 {
		before = "…" + before[i:]
	}
	if i := strings.LastIndexByte(after, ' '); i >= 0 {
		after = after[:i] + " …"
	}
	for _, id := range coders {
		x := side{Coder: s.Coder(id).Name, None: true}
		at := whole.Start
		add := func(to int, marked bool) {
			if at < to {
				x.Parts = append(x.Parts, part{report.Visible(text.Body[at:to]), marked})
				at = to
			}
		}
		x.Parts = append(x.Parts, part{report.Visible(before), false})
		for _, m := range d.Marks {
			if m.Coder == id {
				if x.None {
					x.Key = m.Span.String()
				}
				x.None = false
				add(max(m.Span.Start, at), false)
				add(min(m.Span.End, whole.End), true)
			}
		}
		add(whole.End, false)
		x.Parts = append(x.Parts, part{report.Visible(after), false})
		v.Sides = append(v.Sides, x)
	}
	return v
}

// decide records what coders agree on at a place.
func (b *Workbench) decide(w http.ResponseWriter, r *http.Request) error {
	q, err := url.ParseQuery(r.FormValue("query"))
	if err != nil {
		return coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	d, err := b.edit(r.Context(), func(a *app.Session) (app.Done, error) {
		c, err := consensus(r.Context(), a, q)
		if err != nil {
			return app.Done{}, err
		}
		place, err := c.Place(a.Study, r.FormValue("place"))
		if err != nil {
			return app.Done{}, err
		}
		x := decision(place, r.FormValue("span"))
		x.Discussion = r.FormValue("discussion")
		return a.Decide(r.Context(), c, place, x)
	})
	if err != nil {
		return err
	}
	return b.done(w, r, d.Step)
}

// decision reads what a form says of a place: the span of the coder whose tag it is to
// be, "" where the theme is not there. A span that nobody marked is left for
// [app.Session.Decide] to refuse.
func decision(place edit.Disagreement, span string) (x app.Decision) {
	if span == "" {
		return x
	}
	x.Theme = place.Theme
	for _, m := range place.Marks {
		if m.Span.String() == span {
			x.Span = m.Span
		}
	}
	return x
}
