package workbench

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/locate"
	"crosscase/coding/reading"
	"crosscase/corpus"
)

// A tagging is what would be tagged, to be looked at before.
type tagging struct {
	Theme string
	Spans []hitView
	Fresh int // tags that are not there yet
}

// tagHits shows what would be tagged of chosen hits, and tags it when that was seen. It
// saves and removes searches, too.
func (b *Workbench) tagHits(w http.ResponseWriter, r *http.Request) error {
	r.ParseForm()
	name := r.FormValue("name")
	edit, back := func(a *app.Session) (app.Done, error) { return b.tagChosen(r, a) }, "/search?"+r.FormValue("search")
	switch r.FormValue("do") {
	case "save":
		q, err := url.ParseQuery(r.FormValue("search"))
		if err != nil {
			return coding.Errorf(coding.ErrInvalid, "%w", err)
		}
		edit = func(a *app.Session) (app.Done, error) { return a.SaveSearch(r.Context(), name, searchOf(q)) }
	case "forget":
		edit = func(a *app.Session) (app.Done, error) { return a.RemoveSearch(r.Context(), name) }
		back = "/search"
	case "tag":
	default:
		return b.previewTags(w, r)
	}
	d, err := b.edit(r.Context(), edit)
	if err != nil {
		return err
	}
	r.Form.Set("back", back)
	return backDone(w, r, d.Step)
}

// tagChosen tags what was ticked.
func (b *Workbench) tagChosen(r *http.Request, a *app.Session) (app.Done, error) {
	tags, _, err := chosenTags(r, a)
	if err != nil {
		return app.Done{}, err
	}
	return a.Tag(r.Context(), tags)
}

// previewTags shows what would be tagged.
func (b *Workbench) previewTags(w http.ResponseWriter, r *http.Request) error {
	a, err := b.session(r.Context())
	if err != nil {
		return err
	}
	tags, asked, err := chosenTags(r, a)
	if err != nil {
		return err
	}
	places, err := tags.Places(r.Context())
	if err != nil {
		return err
	}
	preview := &tagging{Theme: asked.Themes[0], Fresh: tags.Fresh}
	for _, p := range places {
		preview.Spans = append(preview.Spans, b.hit(a.Seen(), quoteViews(a.Seen(), []reading.Quote{p.Quote})[0]))
	}
	v := searchView{Tagging: preview, Address: r.FormValue("search")}
	return b.show(w, r, http.StatusOK, "tagging.html", page{Title: b.say(r, "Tag what was found"), Section: "search", Data: v})
}

// chosenTags works out the tags that a form asks for.
func chosenTags(r *http.Request, a *app.Session) (app.Tags, app.Tagging, error) {
	theme := first(strings.TrimSpace(r.FormValue("new-theme")), r.FormValue("theme"))
	t := app.Tagging{Themes: []string{theme}, Create: true}
	if theme == "" {
		return app.Tags{}, t, coding.WithHint(coding.Errorf(coding.ErrInvalid, "which theme?"), "choose one, or write the name of a new one")
	}
	spans, err := spansOf(r.Form["hit"])
	if err != nil {
		return app.Tags{}, t, err
	}
	if len(spans) == 0 {
		return app.Tags{}, t, coding.WithHint(coding.Errorf(coding.ErrInvalid, "nothing was chosen"), "tick the places that are meant")
	}
	unit := locate.Unit(first(r.FormValue("unit"), string(locate.UnitSentence)))
	tags, err := a.TagSpans(r.Context(), t, spans, app.Widening{Unit: unit, Researchers: true})
	return tags, t, err
}

// spansOf reads the places that a form names, by the text that they are in.
func spansOf(values []string) (map[corpus.TextID][]corpus.Span, error) {
	spans := map[corpus.TextID][]corpus.Span{}
	for _, v := range values {
		text, span, err := placeOf(v)
		if err != nil {
			return nil, err
		}
		spans[text] = append(spans[text], span)
	}
	return spans, nil
}

// placeOf reads a place as TEXT:START:END.
func placeOf(value string) (text corpus.TextID, span corpus.Span, err error) {
	parts := strings.Split(value, ":")
	if len(parts) != 3 {
		return "", span, coding.Errorf(coding.ErrInvalid, "%q is no place", value)
	}
	start, err1 := strconv.Atoi(parts[1])
	end, err2 := strconv.Atoi(parts[2])
	if err := errors.Join(err1, err2); err != nil {
		return "", span, coding.Errorf(coding.ErrInvalid, "%q is no place", value)
	}
	return corpus.TextID(parts[0]), corpus.Span{Start: start, End: end}, nil
}
