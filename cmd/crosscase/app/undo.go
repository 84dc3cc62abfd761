package app

import (
	"context"
	"fmt"
	"strings"

	"crosscase/coding"
	"crosscase/coding/project"
)

// Undo takes back a step of the log, all that one command changed; 0 is the last one that
// was not taken back, or where the coder works blind the own last one. Errors are those of
// [project.Project.Undo].
func (s *Session) Undo(ctx context.Context, step int) (Done, error) {
	if step == 0 && s.Blind {
		var err error
		if step, err = s.lastOwn(ctx); err != nil {
			return Done{}, err
		}
	}
	undone, err := s.Project.Undo(ctx, s.Coder, s.Now(), step)
	if err != nil {
		return Done{}, err
	}
	return s.tookBack(ctx, undone, func(e project.Entry) string {
		if s.SameCoder(e.Coder, s.Coder) {
			return "taken back: " + e.What
		}
		return fmt.Sprintf("taken back: %s (%s's)", e.What, e.Coder)
	})
}

// Redo does again what an undo took back, which is named by its step; 0 is the last one.
// Errors are those of [project.Project.Redo].
func (s *Session) Redo(ctx context.Context, step int) (Done, error) {
	var undone []project.Entry
	var err error
	if step == 0 {
		undone, err = s.Project.Redo(ctx, s.Coder, s.Now())
	} else {
		undone, err = s.Project.Undo(ctx, s.Coder, s.Now(), step)
	}
	if err != nil {
		return Done{}, err
	}
	return s.tookBack(ctx, undone, func(e project.Entry) string {
		_, what, _ := strings.Cut(e.What, ": ")
		return "done again: " + what
	})
}

// tookBack says which entries were taken back, of many the first ones.
func (s *Session) tookBack(ctx context.Context, undone []project.Entry, say func(project.Entry) string) (Done, error) {
	e, err := s.entry(ctx, undone[0].Undone)
	if err != nil {
		return Done{}, err
	}
	d := Done{Step: e.Number, What: e.What}
	for i, e := range undone {
		if i == 5 && len(undone) > 6 {
			d.Said = append(d.Said, fmt.Sprintf("and %d more", len(undone)-i))
			break
		}
		d.Said = append(d.Said, say(e))
	}
	return d, nil
}

// lastOwn is the last step of the coder that was not taken back.
func (s *Session) lastOwn(ctx context.Context) (step int, err error) {
	entries, err := s.Project.Log(ctx)
	if err != nil {
		return 0, err
	}
	for _, e := range s.Matching(entries, LogFilter{Coder: s.Coder}) {
		if e.Undoes == 0 && e.Undone == 0 {
			step = e.Step
		}
	}
	if step == 0 {
		return 0, coding.Errorf(coding.ErrUnknown, "undo: there is nothing of yours to take back")
	}
	return step, nil
}
