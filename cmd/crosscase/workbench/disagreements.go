package workbench

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/analysis"
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

// judge is who records decisions, as crosscase consensus has it.
const judge = "Consensus"

// disagreementFilters are what places can be chosen by.
var disagreementFilters = []string{"theme", "case", "organisation", "source"}

// disagreements shows the places that coders marked differently.
func (b *Workbench) disagreements(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	if b.Blind {
		return coding.Errorf(coding.ErrConflict, "this shows what others have tagged, and you work blind")
	}
	q := asked(r)
	v := disagreementsView{All: b.links(r, "disagreements"), Judge: judge, Filters: chosen(s, q, disagreementFilters...)}
	coders := b.compared(s, q["coder"])
	for _, c := range s.Coders {
		if c.Name != judge {
			v.Coders = append(v.Coders, option{Value: c.Name, Label: c.Name, Chosen: slices.Contains(coders, c.ID)})
		}
	}
	for _, id := range coders {
		v.Names = append(v.Names, s.Coder(id).Name)
	}
	if len(coders) < 2 {
		v.Missing = "Two coders are needed. Another coder's copy of the project comes in with crosscase merge."
		return b.show(w, r, http.StatusOK, "disagreements.html", page{Title: b.say(r, "Disagreements"), Section: "analysis", Data: v})
	}
	shown, err := b.agreements(r, s, coders, q)
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

// compared are the coders that are named, else the first two who have begun a source.
func (b *Workbench) compared(s *coding.Study, names []string) (ids []coding.CoderID) {
	for _, n := range names {
		if c, err := s.FindCoder(n); err == nil && !slices.Contains(ids, c.ID) {
			ids = append(ids, c.ID)
		}
	}
	for _, x := range s.Ledger() {
		if c := s.Coders[x.Coder]; len(names) == 0 && len(ids) < 2 && x.State != coding.Unread && c.Name != judge && !slices.Contains(ids, c.ID) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// agreements are what those coders marked alike and what not, as the filters of an
// address say.
func (b *Workbench) agreements(r *http.Request, s *coding.Study, coders []coding.CoderID, q url.Values) (*analysis.Result, error) {
	f, err := typedFilters(q, disagreementFilters).Resolve(r.Context(), s, b)
	if err != nil {
		return nil, err
	}
	decided := coding.CoderID("")
	if c, err := s.FindCoder(judge); err == nil {
		decided = c.ID
	}
	return analysis.Disagreements(r.Context(), s, b, f, coders, decided)
}

func (b *Workbench) disagreement(s *coding.Study, d edit.Disagreement, text corpus.Text, coders []coding.CoderID, n int) disagreementView {
	src := s.Sources[d.Source]
	v := disagreementView{N: n, Theme: s.Path(d.Theme), Colour: swatch(s, d.Theme), Source: src.Name, Key: string(d.Theme) + ":" + string(src.ID) + ":" + d.Span.String()}
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
func (b *Workbench) decide(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	if b.Blind {
		return coding.Errorf(coding.ErrConflict, "this shows what others have tagged, and you work blind")
	}
	r.ParseForm()
	q, err := url.ParseQuery(r.FormValue("query"))
	if err != nil {
		return coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	coders := b.compared(s, q["coder"])
	shown, err := b.agreements(r, s, coders, q)
	if err != nil {
		return err
	}
	for _, d := range shown.Disagreed {
		if string(d.Theme)+":"+string(s.Sources[d.Source].ID)+":"+d.Span.String() != r.FormValue("place") {
			continue
		}
		on, span := r.FormValue("span") != "", d.Span
		if on {
			i := slices.IndexFunc(d.Marks, func(m edit.Mark) bool { return m.Span.String() == r.FormValue("span") })
			if i < 0 {
				break
			}
			span = d.Marks[i].Span
		}
		text, err := b.Text(r.Context(), s.Sources[d.Source].Text)
		if err != nil {
			return err
		}
		changes := edit.Decide(s, d, judge, on, d.Theme, span, text.Body[d.Span.Start:d.Span.End], strings.TrimSpace(r.FormValue("discussion")), b.NewID)
		step, err := b.apply(r.Context(), "consensus on "+s.Path(d.Theme)+" in "+s.Sources[d.Source].Name, changes...)
		if err != nil {
			return err
		}
		return b.done(w, r, step)
	}
	return coding.WithHint(coding.Errorf(coding.ErrConflict, "this place is no longer one that they marked differently"), "load the page anew")
}
