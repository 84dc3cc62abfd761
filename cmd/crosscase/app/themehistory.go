package app

import (
	"context"
	"strings"

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
	entries, err := s.Log(ctx, LogFilter{})
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{string(theme): true}
	for _, m := range mergedInto(s.Study, theme) {
		ids[string(m.ID)] = true
	}
	for _, e := range entries {
		if !strings.Contains(e.What, "theme") && !strings.Contains(e.What, "codebook") {
			continue // details take a while to read
		}
		_, details, err := s.Project.Details(ctx, e.Number)
		if err != nil {
			return nil, err
		}
		for _, d := range details {
			if d.Kind == "theme" && ids[d.ID] {
				steps = append(steps, ThemeStep{e, d.Fields})
			}
		}
	}
	return steps, nil
}
