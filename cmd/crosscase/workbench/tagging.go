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
	"crosscase/corpus"
)

// A tagging is what would be tagged, to be looked at before.
type tagging struct {
	Theme, Unit string
	Spans       []hitView
	Fresh       int // tags that are not there yet
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
