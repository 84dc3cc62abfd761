package workbench

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/query"
	"crosscase/coding/reading"
)

// A quoteView is a passage as pages list it.
type quoteView struct {
	reading.Quote
	Address string // where it is read
	Where   string // turn, page and time
	Marks   []markedTheme
}

type markedTheme struct {
	Path, Name, Colour, Coder, About string
	Weight                           float64
	Suggested                        bool
}

func quoteViews(s *coding.Study, quotes []reading.Quote) (views []quoteView) {
	themes := map[string]*coding.Theme{}
	for _, t := range s.Themes {
		themes[s.Path(t.ID)] = t
	}
	for _, q := range quotes {
		v := quoteView{Quote: q, Where: strings.TrimPrefix(strings.TrimPrefix(q.From(), q.Source), " · ")}
		v.Address = sourceAddress(q.Source, 0)
		if q.ID != "" {
			v.Address += "?passage=" + url.QueryEscape(q.ID)
		} else {
			v.Address = sourceAddress(q.Source, q.Turn)
		}
		for _, t := range q.Tags {
			m := markedTheme{Path: t.Theme, Name: t.Theme, Coder: t.Coder, About: t.About, Weight: t.Weight, Suggested: t.Suggested}
			if x := themes[t.Theme]; x != nil {
				m.Name, m.Colour = x.Name, x.Colour
			}
			v.Marks = append(v.Marks, m)
		}
		views = append(views, v)
	}
	return views
}

// A passagesView lists passages that filters let through.
type passagesView struct {
	Quotes   []quoteView
	Filters  []control
	Count    int
	Pages    pager
	Said     []string
	State    app.PassageState
	Download string
	Asked    url.Values // the filters of the list
}

// passages lists passages, with the filters of the address.
func (b *Workbench) passages(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	q := asked(r)
	args := append([]string{"passages"}, filterArguments(q, query.FilterNames())...)
	v := passagesView{Filters: chosen(s, q, query.FilterNames()...), State: stateAsked(q)}
	if v.State != "" {
		args = append(args, "--"+string(v.State))
	}
	found, err := b.worker(s).Passages(r.Context(), typedFilters(q, query.FilterNames()), v.State)
	if err != nil {
		return err
	}
	v.Count = len(found.Passages)
	v.Asked = url.Values(typedFilters(q, query.FilterNames()))
	v.Pages = newPager(v.Count, 100, r)
	quotes, err := found.Quotes(r.Context(), v.Pages.From, v.Pages.To, 0)
	if err != nil {
		return err
	}
	v.Quotes = quoteViews(s, quotes)
	for _, said := range []string{found.Over(), found.Reworded(), found.Replaced()} {
		if said != "" {
			v.Said = append(v.Said, said)
		}
	}
	p := page{Title: b.say(r, "Passages"), Section: "codebook", Data: v, Terminal: commandText(args)}
	return b.show(w, r, http.StatusOK, "passages.html", p)
}

// reviewPassages accepts changed passages, or attaches detached ones where their words are
// nearest: one of them, or all that the filters of the list let through.
func (b *Workbench) reviewPassages(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	state := stateAsked(r.Form)
	review := app.Review{IDs: r.Form["passage"]}
	list := url.Values{string(state): {"1"}}
	if len(review.IDs) == 0 {
		review.Filters = typedFilters(r.Form, query.FilterNames())
		maps.Copy(list, review.Filters)
	}
	return b.edited(w, r, "/passages?"+list.Encode(), func(a *app.Session) (app.Done, error) {
		switch state {
		case app.Changed:
			d, _, err := a.AcceptPassages(r.Context(), review)
			return d, err
		case app.Detached:
			n, err := a.AttachNearest(r.Context(), review)
			return n.Done, err
		}
		return app.Done{}, coding.Errorf(coding.ErrInvalid, "which passages: changed or detached?")
	})
}

// stateAsked is which passages that wait for somebody an address asks for.
func stateAsked(q url.Values) app.PassageState {
	for _, state := range []app.PassageState{app.Changed, app.Detached} {
		if q.Get(string(state)) != "" {
			return state
		}
	}
	return ""
}

// swatch is the colour of a theme, for pages that list it by path.
func swatch(s *coding.Study, id coding.ThemeID) string {
	if t := s.Theme(id); t != nil && coding.IsColour(t.Colour) {
		return t.Colour
	}
	return "#999999"
}

// passageAddress leads to all passages of a theme.
func passageAddress(s *coding.Study, id coding.ThemeID) string {
	return fmt.Sprintf("/passages?theme=%s", url.QueryEscape(s.EscapedPath(id)))
}
