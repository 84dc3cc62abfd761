package workbench

import (
	"net/http"
	"slices"
	"strconv"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// A suggestionsView lists passages that are likely to have a theme.
type suggestionsView struct {
	All         []analysisLink
	Themes      []option
	Theme       string
	ThemeID     coding.ThemeID
	Colour      string
	Unit        string
	Lines       []suggestionView
	Said        string
	Error, Hint string
}

type suggestionView struct {
	Place, Source, Speaker, Because, Words string
	Likely                                 int // %
	Address, Key                           string
}

// suggestions ranks what does not have a theme by how likely it does.
func (b *Workbench) suggestions(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	v := suggestionsView{All: b.links(r, "suggestions"), Theme: r.FormValue("theme"), Unit: first(r.FormValue("unit"), "turn"), Themes: filter(s, "theme").Options}
	for i := range v.Themes {
		v.Themes[i].Chosen = v.Themes[i].Value == v.Theme
	}
	p := page{Title: b.say(r, "Suggestions"), Section: "analysis", Module: "suggestions"}
	if v.Theme != "" {
		theme, err := s.FindTheme(v.Theme)
		if err != nil {
			return err
		}
		v.ThemeID, v.Colour = theme.ID, swatch(s, theme.ID)
		args := []string{"suggest", "--limit=25", "--unit=" + v.Unit, "--", v.Theme}
		p.Terminal = commandText(args)
		shown, err := b.Run(r.Context(), s, nil, args...)
		if err != nil {
			v.Error, v.Hint = report.Visible(err.Error()), report.Visible(coding.Hint(err))
		} else {
			v.Said = shown.Said
			v.Lines = suggestionViews(s, shown.Grid)
		}
	}
	p.Data = v
	return b.show(w, r, http.StatusOK, "suggestions.html", p)
}

func suggestionViews(s *coding.Study, g *report.Grid) (lines []suggestionView) {
	at := func(row []any, name string) any { return row[slices.Index(g.Head, name)] }
	for _, row := range g.Rows {
		v := suggestionView{Place: text(at(row, "place")), Source: text(at(row, "source")), Speaker: text(at(row, "speaker")), Because: text(at(row, "because")), Words: text(at(row, "words"))}
		if p, ok := at(row, "likely").(float64); ok {
			v.Likely = int(100*p + 0.5)
		}
		start, _ := at(row, "start").(int)
		end, _ := at(row, "end").(int)
		if src, err := s.FindSource(v.Source); err == nil {
			turn, _ := s.Transcript(src).TurnsIn(corpus.Span{Start: start, End: end})
			v.Address = sourceAddress(src.Name, turn+1)
			v.Key = string(src.Text) + ":" + strconv.Itoa(start) + ":" + strconv.Itoa(end)
		}
		lines = append(lines, v)
	}
	return lines
}

// judge accepts or rejects a suggestion.
func (b *Workbench) judge(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	r.ParseForm()
	theme := s.Theme(coding.ThemeID(r.FormValue("theme")))
	if theme == nil {
		return coding.Errorf(coding.ErrUnknown, "this theme is not there any more")
	}
	places, err := b.placesOf(s, r.Form["place"])
	if err != nil {
		return err
	}
	if len(places) != 1 {
		return coding.Errorf(coding.ErrInvalid, "which passage?")
	}
	src, span := places[0].source, places[0].spans[0]
	body, err := b.Text(r.Context(), src.Text)
	if err != nil {
		return err
	}
	words, err := body.Quote(span)
	if err != nil {
		return err
	}
	var change edit.Change = edit.TagPassage{Passage: coding.PassageID(b.NewID()), Text: src.Text, Span: span, Tag: coding.TagID(b.NewID()), Theme: theme.ID, Suggested: true}
	verb := "accepted"
	if r.FormValue("do") == "reject" {
		change, verb = edit.Reject{ID: b.NewID(), Theme: theme.ID, Source: src.ID, Words: coding.WordsKey(words)}, "rejected"
	}
	step, err := b.apply(r.Context(), "suggestion of "+s.Path(theme.ID)+" "+verb+" in "+src.Name, change)
	if err != nil {
		return err
	}
	return b.done(w, r, step)
}
