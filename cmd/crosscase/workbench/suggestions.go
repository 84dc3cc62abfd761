package workbench

import (
	"fmt"
	"net/http"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/locate"
	"crosscase/coding/report"
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
	v := suggestionsView{All: b.links(r, "suggestions"), Theme: r.FormValue("theme"), Unit: first(r.FormValue("unit"), "turn"),
		Themes: filter(s, "theme").Options}
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
		p.Terminal = commandText([]string{"suggest", "--limit=25", "--unit=" + v.Unit, "--", v.Theme})
		found, err := b.worker(s).Suggest(r.Context(), v.Theme, app.Units{Unit: locate.Unit(v.Unit), Limit: 25})
		if err != nil {
			v.Error, v.Hint = report.Visible(err.Error()), report.Visible(coding.Hint(err))
		} else {
			v.Said = report.Visible(found.Said(s))
			v.Lines = suggestionViews(found.List)
		}
	}
	p.Data = v
	return b.show(w, r, http.StatusOK, "suggestions.html", p)
}

func suggestionViews(list []app.Suggestion) (lines []suggestionView) {
	for _, x := range list {
		lines = append(lines, suggestionView{Place: x.Ref, Source: x.Source, Speaker: x.Speaker, Because: strings.Join(x.Because, ", "),
			Words: strings.Join(strings.Fields(x.Quote.Quote), " "), Likely: int(100*x.Probability + 0.5),
			Address: sourceAddress(x.Source, x.Turn), Key: fmt.Sprintf("%s:%d:%d", x.Text, x.Start, x.End)})
	}
	return lines
}

// judge accepts or rejects a suggestion.
func (b *Workbench) judge(w http.ResponseWriter, r *http.Request) error {
	r.ParseForm()
	text, span, err := placeOf(r.FormValue("place"))
	if err != nil {
		return err
	}
	d, err := b.edit(r.Context(), func(a *app.Session) (app.Done, error) {
		theme := a.Study.Theme(coding.ThemeID(r.FormValue("theme")))
		if theme == nil {
			return app.Done{}, coding.Errorf(coding.ErrUnknown, "this theme is not there any more")
		}
		return a.Judge(r.Context(), theme, app.Judgement{Text: text, Span: span, Accept: r.FormValue("do") != "reject"})
	})
	if err != nil {
		return err
	}
	return b.done(w, r, d.Step)
}
