package workbench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/query"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// A searchView is the page of a search.
type searchView struct {
	Query, Saved string
	Hits         []hitView
	Said         string
	Facets       []facet
	Filters      []control
	Error, Hint  string
	All          bool // hits are shown, not the first ones
	Counted      bool // only words that the analysis of words counts
	Searches     []savedSearch
	Themes       []option
	Tagging      *tagging
	Address      string // the query of this search's address
	Limit        int
	In           string
	Here         string
}

// Link is the address of this search; a template must not put it together, since it
// would escape the query as one value.
func (v searchView) Link() string { return "/search?" + v.Address }

// LinkToAll is the address of this search with all of its hits.
func (v searchView) LinkToAll() string { return v.Link() + "&all=1" }

// Limited tells whether there are more hits than are shown.
func (v searchView) Limited() bool { return v.Limit > 0 && len(v.Hits) >= v.Limit }

// A hitView is a place that was found, with its words in the middle.
type hitView struct {
	quoteView
	Left, Right string // words around, in one line
	Value       string // that says which place it is, in forms
}

type facet struct {
	Name  string
	Lines []facetLine
}

type facetLine struct {
	Label, Address string
	Matches        int
	Chosen         bool
}

type savedSearch struct{ Name, Address string }

// maxHits is how many hits a page shows at first.
const maxHits = 200

// search finds words, in context.
func (b *Workbench) search(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	v, args, err := b.find(r, s, asked(r))
	if err != nil {
		return err
	}
	p := page{Title: b.say(r, "Search"), Section: "search", Module: "search", Data: v, Terminal: commandText(args)}
	return b.show(w, r, http.StatusOK, "search.html", p)
}

// find searches; what is wrong with a query is part of what is shown.
func (b *Workbench) find(r *http.Request, s *coding.Study, q url.Values) (v searchView, args []string, err error) {
	v = searchView{Query: strings.TrimSpace(q.Get("q")), Limit: maxHits, In: first(q.Get("in"), "texts"), Here: r.URL.Path}
	if q.Get("all") != "" {
		v.Limit, v.All = 0, true
	}
	v.Counted = q.Get(analysis.CountedWords) != ""
	v.Address = q.Encode()
	for _, x := range s.Searches {
		v.Searches = append(v.Searches, savedSearch{x.Name, "/search?q=" + url.QueryEscape("@"+x.Name)})
	}
	for _, o := range filter(s, "theme").Options {
		if t, err := s.FindTheme(o.Value); err == nil && !t.Archived {
			v.Themes = append(v.Themes, o)
		}
	}
	switch args = []string{"search"}; {
	case v.Query == "":
		return v, args, nil
	case v.In == "memos":
		args = append(args, "--in=memos", v.Query)
		err = b.findInMemos(r.Context(), s, &v)
	default:
		v.Filters = chosen(s, q, query.PlaceNames()...)
		args = append(append(args, filterArguments(q, query.PlaceNames())...), v.Query)
		err = b.findInTexts(r.Context(), s, q, &v)
	}
	if errors.Is(err, coding.ErrUnknown) || errors.Is(err, coding.ErrInvalid) {
		v.Error, v.Hint = report.Visible(err.Error()), report.Visible(coding.Hint(err))
		err = nil
	}
	return v, args, err
}

// searchOf is the search that an address asks for.
func searchOf(q url.Values) app.Search {
	return app.Search{Words: strings.TrimSpace(q.Get("q")), Filters: typedFilters(q, query.PlaceNames()),
		Counted: q.Get(analysis.CountedWords) != ""}
}

// findInTexts shows what is found in texts, and counts it by facets.
func (b *Workbench) findInTexts(ctx context.Context, s *coding.Study, q url.Values, v *searchView) error {
	found, err := b.worker(s).Search(ctx, searchOf(q), nil)
	if err != nil {
		return err
	}
	quotes, err := found.Quotes(ctx, v.Limit)
	if err != nil {
		return err
	}
	v.Said = found.Said()
	if all := found.Matches(); len(quotes) < all {
		v.Said = fmt.Sprintf("%d of %s shown", len(quotes), coding.Count(all, "match"))
	}
	for _, x := range quoteViews(s, quotes) {
		v.Hits = append(v.Hits, b.hit(s, x))
	}
	for _, name := range query.ComparedNames() {
		_, facets, err := found.Facets(name)
		if err != nil {
			return err
		}
		f := facet{Name: name}
		for _, x := range facets[:min(len(facets), 12)] {
			f.Lines = append(f.Lines, facetLine{Label: x.Label, Matches: x.Matches, Address: toggled(q, name, x.Label),
				Chosen: slices.Contains(q[name], x.Label)})
		}
		if f.divides() {
			v.Facets = append(v.Facets, f)
		}
	}
	return nil
}

// divides tells whether a facet has several values to choose from, or one that is chosen:
// one value beside nothing but its lack says little.
func (f facet) divides() bool {
	named := 0
	for _, l := range f.Lines {
		if l.Chosen {
			return true
		}
		if l.Label != coding.None {
			named++
		}
	}
	return named > 1
}

// findInMemos shows what is found in memos.
func (b *Workbench) findInMemos(ctx context.Context, s *coding.Study, v *searchView) error {
	found, err := b.worker(s).SearchMemos(ctx, v.Query)
	if err != nil {
		return err
	}
	v.Said = found.Said()
	if v.Limit > 0 {
		found.Quotes = found.Quotes[:min(v.Limit, len(found.Quotes))]
	}
	for _, x := range quoteViews(s, found.Quotes) {
		x.Address = memoAddress(s, x.ID)
		v.Hits = append(v.Hits, b.hit(s, x))
	}
	return nil
}

// memoAddress is where what a memo is on is seen, "" for nowhere.
func memoAddress(s *coding.Study, id string) string {
	m, err := s.FindMemo(id)
	if err != nil {
		return ""
	}
	passage := m.On
	if tag, err := s.FindTag(m.On); err == nil && string(tag.ID) == m.On {
		passage = string(tag.Passage)
	}
	if i, err := s.FindPassage(passage); err == nil && string(s.Passages[i].ID) == passage { // and no beginning of one
		if src := s.SourceOf(s.Passages[i]); src != nil {
			return sourceAddress(src.Name, 0) + "?passage=" + url.QueryEscape(passage)
		}
	}
	if t := s.Theme(coding.ThemeID(m.On)); t != nil {
		return themeAddress(s.EscapedPath(t.ID))
	}
	if src := s.Source(corpus.SourceID(m.On)); src != nil {
		return sourceAddress(src.Name, 0)
	}
	return ""
}

// toggled is the address of a search with one filter more, or less.
func toggled(q url.Values, name, value string) string {
	to := url.Values{}
	for k, v := range q {
		to[k] = slices.Clone(v)
	}
	if i := slices.Index(to[name], value); i >= 0 {
		to[name] = slices.Delete(to[name], i, i+1)
	} else {
		to.Add(name, value)
	}
	return "/search?" + to.Encode()
}

// nearby is the context of a hit in one line: its end, or its beginning, in whole words.
func nearby(context string, end bool) string {
	const most = 110 // runes
	blank := func(r byte) bool { return r == ' ' || r == '\n' || r == '\t' }
	line := strings.Join(strings.Fields(report.Visible(context)), " ")
	r := []rune(line)
	switch {
	case len(r) > most && end:
		line = string(r[len(r)-most:])
		if i := strings.IndexByte(line, ' '); i >= 0 {
			line = line[i+1:]
		}
		line = "…" + line
	case len(r) > most:
		line = string(r[:most])
		if i := strings.LastIndexByte(line, ' '); i >= 0 {
			line = line[:i]
		}
		line += "…"
	}
	if n := len(context); n > 0 && end && blank(context[n-1]) {
		line += "\u00a0" // a blank would wander to where the line begins, in a box that grows to the left
	} else if n > 0 && !end && blank(context[0]) {
		line = " " + line
	}
	return line
}

// hit is a place with its words in one line.
func (b *Workbench) hit(s *coding.Study, x quoteView) hitView {
	h := hitView{quoteView: x, Left: nearby(x.Before, true), Right: nearby(x.After, false)}
	var where []string
	if x.Turn > 0 {
		where = append(where, fmt.Sprintf("turn %d", x.Turn))
	}
	if x.Speaker != "" {
		where = append(where, x.Speaker)
	}
	h.Where = strings.Join(where, " · ")
	if src, err := s.FindSource(x.Source); err == nil {
		h.Value = fmt.Sprintf("%s:%d:%d", src.Text, x.Start, x.End)
	}
	return h
}
