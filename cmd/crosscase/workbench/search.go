package workbench

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
	"crosscase/index"
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

// A tagging is what would be tagged, to be looked at before.
type tagging struct {
	Theme, Unit string
	Spans       []hitView
	Fresh       int // tags that are not there yet
}

// facetNames are what hits are counted by.
var facetNames = []string{"organisation", "case", "type", "participant"}

// maxHits is how many hits a page shows at first.
const maxHits = 200

// search finds words, in context.
func (b *Workbench) search(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	v, args, err := b.find(r, s, asked(r))
	if err != nil {
		return err
	}
	return b.show(w, r, http.StatusOK, "search.html", page{Title: b.say(r, "Search"), Section: "search", Module: "search", Data: v, Terminal: commandText(args)})
}

// find searches; what is wrong with a query is part of what is shown.
func (b *Workbench) find(r *http.Request, s *coding.Study, q url.Values) (v searchView, args []string, err error) {
	v = searchView{Query: strings.TrimSpace(q.Get("q")), Limit: maxHits, In: first(q.Get("in"), "texts"), Here: r.URL.Path}
	if q.Get("all") != "" {
		v.Limit, v.All = 0, true
	}
	v.Address = q.Encode()
	for _, x := range s.Searches {
		v.Searches = append(v.Searches, savedSearch{x.Name, "/search?q=" + url.QueryEscape("@"+x.Name)})
	}
	for _, o := range filter(s, "theme").Options {
		if t, err := s.FindTheme(o.Value); err == nil && !t.Archived {
			v.Themes = append(v.Themes, o)
		}
	}
	args = []string{"search"}
	if v.Query == "" {
		return v, args, nil
	}
	if v.In == "memos" {
		args = append(args, "--in=memos")
	} else {
		v.Filters = chosen(s, q, query.PlaceNames()...)
		args = append(args, filterArguments(q, query.PlaceNames())...)
	}
	run := func(flags ...string) (Output, error) {
		return b.Run(r.Context(), s, nil, append(append(slices.Clone(args), flags...), "--", v.Query)...)
	}
	shown, err := run("--limit=" + strconv.Itoa(v.Limit))
	if err != nil {
		var syntax *index.SyntaxError
		if errors.As(err, &syntax) || errors.Is(err, coding.ErrUnknown) || errors.Is(err, coding.ErrInvalid) {
			v.Error, v.Hint = report.Visible(err.Error()), report.Visible(coding.Hint(err))
			return v, append(args, v.Query), nil
		}
		return v, args, err
	}
	v.Said = shown.Said
	for _, x := range quoteViews(s, shown.Quotes) {
		if v.In == "memos" {
			x.Address = memoAddress(s, x.ID)
		}
		v.Hits = append(v.Hits, b.hit(s, x))
	}
	if v.In == "texts" && len(v.Hits) > 0 {
		for _, name := range facetNames {
			f := facet{Name: name}
			counted, err := run("--by=" + name)
			if err != nil {
				return v, args, err
			}
			for _, row := range counted.Grid.Rows[:min(len(counted.Grid.Rows), 12)] {
				label := text(row[0])
				matches, _ := row[1].(int)
				f.Lines = append(f.Lines, facetLine{Label: label, Matches: matches, Address: toggled(q, name, label), Chosen: slices.Contains(q[name], label)})
			}
			if len(f.Lines) > 1 || len(f.Lines) == 1 && f.Lines[0].Chosen {
				v.Facets = append(v.Facets, f)
			}
		}
	}
	return v, append(args, v.Query), nil
}

// memoAddress is where what a memo is on is seen, "" for nowhere.
func memoAddress(s *coding.Study, id string) string {
	m, err := s.FindMemo(id)
	if err != nil {
		return ""
	}
	passage := m.On
	if tag, err := s.FindTag(m.On); err == nil {
		passage = string(tag.Passage)
	}
	if i, err := s.FindPassage(passage); err == nil {
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

// tagHits shows what would be tagged of chosen hits, and tags it when that was seen.
func (b *Workbench) tagHits(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	r.ParseForm()
	if r.FormValue("do") == "save" {
		q, err := url.ParseQuery(r.FormValue("search"))
		if err != nil {
			return coding.Errorf(coding.ErrInvalid, "%w", err)
		}
		name := strings.TrimPrefix(strings.TrimSpace(r.FormValue("name")), "@")
		args := append([]string{"search", "--save=" + name}, filterArguments(q, query.PlaceNames())...)
		return b.command(w, r, "", append(args, "--", q.Get("q"))...)
	}
	if r.FormValue("do") == "forget" {
		x, err := s.FindSearch(r.FormValue("name"))
		if err != nil {
			return err
		}
		step, err := b.apply(r.Context(), "remove search "+x.Name, edit.RemoveQuery{ID: x.ID})
		if err != nil {
			return err
		}
		r.Form.Set("back", "/search")
		return backDone(w, r, step)
	}
	theme := first(strings.TrimSpace(r.FormValue("new-theme")), r.FormValue("theme"))
	if theme == "" {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "which theme?"), "choose one, or write the name of a new one")
	}
	unit := coding.Unit(first(r.FormValue("unit"), string(coding.UnitSentence)))
	if unit != coding.UnitMatch && unit != coding.UnitSentence && unit != coding.UnitTurn {
		return coding.Errorf(coding.ErrInvalid, "unit %q: match, sentence or turn", unit)
	}
	places, err := b.placesOf(s, r.Form["hit"])
	if err != nil {
		return err
	}
	if len(places) == 0 {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "nothing was chosen"), "tick the places that are meant")
	}
	tagger := &intake.Tagger{Study: s, Texts: b, NewID: b.NewID, Create: true}
	preview := &tagging{Theme: theme, Unit: string(unit)}
	for _, x := range places {
		body, err := b.Text(r.Context(), x.source.Text)
		if err != nil {
			return err
		}
		tr := s.Transcript(x.source)
		spans := coding.Widen(body, tr, x.spans, unit)
		if err := tagger.TagSpans(intake.Coding{Source: x.source, Themes: []string{theme}}, spans); err != nil {
			return err
		}
		for _, span := range spans {
			turn, _ := tr.TurnsIn(span)
			q := quoteViews(s, []reading.Quote{reading.NewHit(s, slices.Index(s.Sources, x.source), turn, span, body)})[0]
			preview.Spans = append(preview.Spans, b.hit(s, q))
		}
	}
	preview.Fresh, _, _ = tagger.Fresh(b.Coder)
	if r.FormValue("do") == "tag" {
		step, err := b.apply(r.Context(), fmt.Sprintf("tag %s with %s from a search", coding.Count(len(preview.Spans), "passage"), theme), tagger.Changes...)
		if err != nil {
			return err
		}
		r.Form.Set("back", "/search?"+r.FormValue("search"))
		return backDone(w, r, step)
	}
	v := searchView{Tagging: preview, Address: r.FormValue("search")}
	return b.show(w, r, http.StatusOK, "tagging.html", page{Title: b.say(r, "Tag what was found"), Section: "search", Data: v})
}

// chosenPlaces are spans of one source, in order.
type chosenPlaces struct {
	source *corpus.Source
	spans  []corpus.Span
}

// placesOf reads the places that a form names, source by source.
func (b *Workbench) placesOf(s *coding.Study, values []string) (all []chosenPlaces, err error) {
	byText := map[corpus.TextID][]corpus.Span{}
	for _, v := range values {
		parts := strings.Split(v, ":")
		if len(parts) != 3 {
			return nil, coding.Errorf(coding.ErrInvalid, "%q is no place", v)
		}
		start, err1 := strconv.Atoi(parts[1])
		end, err2 := strconv.Atoi(parts[2])
		if err := errors.Join(err1, err2); err != nil {
			return nil, coding.Errorf(coding.ErrInvalid, "%q is no place", v)
		}
		byText[corpus.TextID(parts[0])] = append(byText[corpus.TextID(parts[0])], corpus.Span{Start: start, End: end})
	}
	for _, src := range s.Sources {
		if spans := byText[src.Text]; len(spans) > 0 {
			slices.SortFunc(spans, func(a, b corpus.Span) int { return a.Start - b.Start })
			all = append(all, chosenPlaces{src, spans})
			delete(byText, src.Text)
		}
	}
	if len(byText) > 0 {
		return nil, coding.WithHint(coding.Errorf(coding.ErrConflict, "a source was given other words since this was searched"), "search once more")
	}
	return all, nil
}
