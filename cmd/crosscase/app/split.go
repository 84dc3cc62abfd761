package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/query"
	"crosscase/coding/reading"
)

// A Split moves tags of a theme, those of themes below it left out, to other themes.
// [Session.NewSplit] finds what can move, the caller may say where each passage goes, and
// [Session.Split] makes the edit.
type Split struct {
	Into     []string        // paths of the themes that tags move to
	Passages []reading.Quote // of the theme
	To       []int           // for each passage one of Into, 0 at first; -1 where it stays

	from   *coding.Theme
	into   []coding.ThemeID
	found  []coding.Selected
	themes []edit.Change // that make those of Into that are new
}

// NewSplit finds the passages of a theme that can move to other themes, a list with commas:
// those that filters select, or of these the ones with some identifiers. The error wraps
// [coding.ErrUnknown], [coding.ErrConflict] where a theme to move to is archived, or
// [coding.ErrInvalid] where there is none.
func (s *Session) NewSplit(ctx context.Context, theme, into string, filters query.Names, passages []string) (*Split, error) {
	study := s.Seen()
	from, err := study.FindTheme(theme)
	if err != nil {
		return nil, err
	}
	filter, err := filters.Resolve(ctx, study, s.Texts)
	if err != nil {
		return nil, err
	}
	filter.Themes, filter.Exact = []coding.ThemeID{from.ID}, true
	split := &Split{from: from, Into: study.SplitThemes(into)}
	if len(split.Into) == 0 {
		return nil, coding.Errorf(coding.ErrInvalid, "theme split: where to? give --into THEME")
	}
	tagger := &intake.Tagger{Study: study, NewID: s.NewID, Create: true}
	for _, path := range split.Into {
		id, err := tagger.Theme(path)
		if err != nil {
			return nil, err
		}
		split.into = append(split.into, id)
	}
	split.themes = tagger.Changes
	only, err := numbers(study, passages)
	if err != nil {
		return nil, err
	}
	sel := study.Select(filter)
	sel.Passages = slices.DeleteFunc(sel.Passages, func(x coding.Selected) bool { return len(only) > 0 && !only[x.Index] })
	split.found, split.To = sel.Passages, make([]int, len(sel.Passages))
	split.Passages, err = reading.ReadQuotes(ctx, study, s.Texts, sel, 0)
	return split, err
}

// numbers are the numbers of passages in a study, by their identifiers.
func numbers(s *coding.Study, ids []string) (map[int]bool, error) {
	found := map[int]bool{}
	for _, id := range ids {
		i, err := s.FindPassage(id)
		if err != nil {
			return nil, err
		}
		found[i] = true
	}
	return found, nil
}

// Moves is the number of tags that move.
func (x *Split) Moves() (tags int) {
	for i, p := range x.found {
		if x.To[i] >= 0 {
			tags += len(p.Tags)
		}
	}
	return tags
}

// Words says what moves: "2 tags on 1 passage from Trust to Trust > In institutions".
func (x *Split) Words(s *coding.Study) string {
	passages := 0
	for _, to := range x.To {
		if to >= 0 {
			passages++
		}
	}
	return fmt.Sprintf("%s on %s from %s to %s", coding.Count(x.Moves(), "tag"), coding.Count(passages, "passage"),
		s.Path(x.from.ID), strings.Join(x.Into, ", "))
}

// Split moves the tags. Where none moves, nothing is done.
func (s *Session) Split(ctx context.Context, x *Split) (Done, error) {
	if x.Moves() == 0 {
		return Done{}, nil
	}
	changes := slices.Clone(x.themes)
	for i, p := range x.found {
		if x.To[i] < 0 {
			continue
		}
		for _, t := range p.Tags {
			changes = append(changes, edit.Retag{Tag: s.Seen().Tags[t].ID, Theme: x.into[x.To[i]]})
		}
	}
	words := x.Words(s.Seen())
	done, err := s.Apply(ctx, "split theme: "+words, changes...)
	if err == nil {
		done.Said = []string{"moved " + words}
	}
	return done, err
}
