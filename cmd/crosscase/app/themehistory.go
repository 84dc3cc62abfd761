package app

import (
	"context"

	"crosscase/coding"
	"crosscase/coding/project"
)

// A ThemeStep is an edit of a theme, or of one that was merged into it, with what it changed
// in that theme.
type ThemeStep struct {
	project.Entry
	Fields []project.FieldChange
}

// ThemeHistory is how a theme came to be what it is, from the log: how it, and those that
// were merged into it, were added, described, moved and merged. Where the coder works blind,
// it is of the own edits.
func (s *Session) ThemeHistory(ctx context.Context, theme coding.ThemeID) (steps []ThemeStep, err error) {
	ids := []string{string(theme)}
	for _, m := range mergedInto(s.Study, theme) {
		ids = append(ids, string(m.ID))
	}
	history, err := s.Project.History(ctx, ids)
	for _, step := range history {
		if s.Blind && !s.SameCoder(step.Coder, s.Coder) {
			continue
		}
		for _, d := range step.Details {
			if d.Kind == "theme" {
				steps = append(steps, ThemeStep{step.Entry, d.Fields})
			}
		}
	}
	return steps, err
}
