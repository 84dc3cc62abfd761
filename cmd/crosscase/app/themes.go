package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/edit"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

// Themes are the codebook. They are added by [Session.AddTheme].
func Themes() Kind[coding.Theme] {
	return Kind[coding.Theme]{
		Name:    "theme",
		Find:    (*coding.Study).FindTheme,
		All:     func(s *coding.Study) []*coding.Theme { return s.Themes },
		ID:      func(t *coding.Theme) string { return string(t.ID) },
		NameOf:  func(t *coding.Theme) *string { return &t.Name },
		Label:   func(s *coding.Study, t *coding.Theme) string { return s.Path(t.ID) },
		Fields:  themeFields(),
		Listed:  "the codebook with counts",
		Drawn:   true,
		Columns: themeColumns,
		Empty:   `No themes yet. Make one with crosscase theme add "Motivation > Savings".`,
		Finish:  finishThemes,
		Details: themeDetails,
		put:     func(t coding.Theme) edit.Change { return edit.PutTheme{Theme: t} },
		merges: func(_ context.Context, _ *Session, from, into *coding.Theme) ([]edit.Change, error) {
			return []edit.Change{edit.MergeThemes{From: from.ID, Into: into.ID}}, nil
		},
		removal: func(s *coding.Study, t *coding.Theme) (change edit.Change, tags []int) {
			for i := range s.Tags {
				if s.Below(s.Tags[i].Theme, t.ID) {
					tags = append(tags, i)
				}
			}
			return edit.RemoveTheme{ID: t.ID}, tags
		},
	}
}

func themeFields() (fields []Field[coding.Theme]) {
	for _, x := range coding.ThemeTexts {
		f := readField(query.Flag{Name: x.Name, Label: x.Label, Help: x.Help, Usage: x.Usage}, x.Read, x.Of)
		f.Long, f.Colour = x.Form == coding.Paragraphs, x.Form == coding.ColourCode
		fields = append(fields, f)
	}
	return fields
}

// themeColumns list themes with what is tagged with each, those below included.
func themeColumns(s *coding.Study) []Column[coding.Theme] {
	passages, tags := codebook.ThemeCounts(s)
	columns := []Column[coding.Theme]{
		{"theme", func(_ int, t *coding.Theme) any {
			label := t.Name
			if t.Archived {
				label += " (archived)"
			}
			return report.Name{Label: label, Path: s.Path(t.ID), Level: s.Level(t.ID)}
		}},
		{"passages", func(i int, _ *coding.Theme) any { return passages[i] }},
		{"tags", func(i int, _ *coding.Theme) any { return tags[i] }},
		{"definition", func(_ int, t *coding.Theme) any { return t.Definition }},
	}
	if slices.ContainsFunc(s.Themes, func(t *coding.Theme) bool { return t.Kind != "" }) {
		columns = slices.Insert(columns, 1, Column[coding.Theme]{"kind", func(_ int, t *coding.Theme) any { return t.Kind }})
	}
	return columns
}

// finishThemes adds a note and a picture to the list of themes.
func finishThemes(s *coding.Study, g *report.Grid) {
	notes := []string{"Themes count what lies below them, too."}
	g.Picture = func() *report.Picture {
		passages, _ := codebook.ThemeCounts(s)
		var bars []report.Bar
		for i, t := range s.Themes {
			bars = append(bars, report.Bar{Label: t.Name, Level: s.Level(t.ID), Values: []float64{float64(passages[i])}})
		}
		return report.Bars("Themes and their passages", []string{"passages"}, bars, 0, notes)
	}
	if len(s.Themes) > 0 {
		g.Notes = notes
	}
}

func themeDetails(s *coding.Study, t *coding.Theme) []Detail {
	passages, tags := 0, 0
	for _, p := range s.Select(coding.Filter{Themes: []coding.ThemeID{t.ID}}).Passages {
		passages++
		tags += len(p.Tags)
	}
	looked := fmt.Sprintf("%d of %s, which somebody completed since it is described so",
		LookedFor(s, t.ID), coding.Count(len(s.Sources), "source"))
	details := append(textDetails(t), Detail{"passages", coding.Thousands(passages)}, Detail{"tags", coding.Thousands(tags)},
		Detail{"looked for in", looked})
	if t.Archived {
		details = append(details, Detail{"archived", "yes; crosscase theme restore brings it back"})
	}
	for _, m := range mergedInto(s, t.ID) {
		details = append(details, Detail{"merged from", m.Path + ", " + m.At.Local().Format("2006-01-02")})
	}
	for _, said := range LinksOf(s, t.ID) {
		details = append(details, Detail{"link", said})
	}
	for _, m := range s.MemosOn(string(t.ID)) {
		details = append(details, Detail{"memo", m.Text})
	}
	return details
}

// textDetails are the texts of a theme, the shortest words first, its colour last.
func textDetails(t *coding.Theme) (details []Detail) {
	for _, form := range []coding.TextForm{coding.OneLine, coding.Paragraphs, coding.ColourCode} {
		for _, x := range coding.ThemeTexts {
			if x.Form == form {
				details = append(details, Detail{x.Name, *x.Of(t)})
			}
		}
	}
	return details
}

// LookedFor is the number of sources that somebody completed since a theme is described
// as it is.
func LookedFor(s *coding.Study, theme coding.ThemeID) (n int) {
	for _, done := range s.Looked(theme, nil) {
		if done {
			n++
		}
	}
	return n
}

// mergedInto are the themes that became part of another one, in the order of time.
func mergedInto(s *coding.Study, into coding.ThemeID) (merged []coding.Merged) {
	for _, m := range s.Merged {
		if m.Into == into {
			merged = append(merged, m)
		}
	}
	slices.SortFunc(merged, func(a, b coding.Merged) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Path, b.Path)) })
	return merged
}

// LinksOf are the links of a theme, each in words.
func LinksOf(s *coding.Study, theme coding.ThemeID) (said []string) {
	for _, l := range s.Links {
		if l.From == string(theme) || l.To == string(theme) {
			said = append(said, linkWords(s, l.From, l.Kind, l.To))
		}
	}
	return said
}

// linkWords says a link in words: "Reputation influences Trust".
func linkWords(s *coding.Study, from, kind, to string) string {
	_, a := reading.Thing(s, from)
	_, b := reading.Thing(s, to)
	return strings.Join([]string{a, kind, b}, " ")
}
