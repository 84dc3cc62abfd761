package project

import (
	"errors"
	"testing"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
)

// What something later builds on cannot be pulled from under it.
func TestUndoOutOfOrder(t *testing.T) {
	p := newProject(t)
	src := add(t, p, edittest.IDs(), "int-1", interview)
	theme := apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	child := apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "b", Name: "Lost", Parent: "a"}})
	tag := apply(t, p, edit.TagPassage{Passage: "p", Text: src.Text, Span: corpus.Span{Start: 0, End: 11}, Tag: "t", Theme: "b"})
	for _, n := range []int{1, theme, child} {
		if _, err := p.Undo(ctx, "AK", monday, n); !errors.Is(err, coding.ErrConflict) || coding.Hint(err) == "" {
			t.Errorf("undo %d: %v, want %v and a hint", n, err, coding.ErrConflict)
		}
	}
	for _, n := range []int{tag, child, theme, 1} {
		if _, err := p.Undo(ctx, "AK", monday, n); err != nil {
			t.Errorf("undo %d: %v", n, err)
		}
	}
	if _, err := p.Undo(ctx, "AK", monday, tag); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("undo %d again: %v, want %v", tag, err, coding.ErrConflict)
	}
	if _, err := p.Undo(ctx, "AK", monday, 0); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("undo of nothing: %v, want %v", err, coding.ErrUnknown)
	}
}

// Where somebody stopped reading is no edit, and stands in nobody's way.
func TestQuietReading(t *testing.T) {
	p := newProject(t)
	src := add(t, p, edittest.IDs(), "int-1", interview)
	n := apply(t, p, edit.MarkSource{Source: src.ID, State: coding.InProgress, Turn: 1})
	if got := apply(t, p, edit.MarkSource{Source: src.ID, State: coding.InProgress, Turn: 3, Quiet: true}); got != 0 {
		t.Errorf("it is entry %d in the log", got)
	}
	if got := study(t, p).Readings; len(got) != 1 || got[0].Turn != 3 {
		t.Errorf("readings %+v", got)
	}
	if _, err := p.Undo(ctx, "AK", monday, n); err != nil {
		t.Fatal(err)
	}
	if got := study(t, p).Readings; len(got) != 0 {
		t.Errorf("after undo %+v", got)
	}
	apply(t, p, edit.RemoveSource{ID: src.ID})
	if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
		t.Fatal(err)
	}
}
