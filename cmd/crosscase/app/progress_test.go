package app

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
)

func (d *desk) mark(coder, source string, state coding.State, turn int) {
	d.t.Helper()
	src, err := d.as(coder).Study.FindSource(source)
	if err != nil {
		d.t.Fatal(err)
	}
	d.make(coder, "mark "+source, edit.MarkSource{Source: src.ID, State: state, Turn: turn})
}

func TestProgress(t *testing.T) {
	d := newDesk(t)
	d.add("int-2", interview)
	d.theme("Trust")
	d.mark("AK", "int-1", coding.Complete, 0)
	d.mark("BM", "int-1", coding.InProgress, 1) // of four turns
	d.tag("BM", "Trust", "money")
	d.theme("Hope")
	for _, tt := range []struct {
		name   string
		as     *Session
		coders []string
		rows   [][]any
		said   []string
	}{
		{"all", d.as("AK"), nil, [][]any{
			{"int-1", "AK", "to be revisited", "100 %", 0, "2026-03-02", "Hope"},
			{"int-1", "BM", "in progress", "25 %", 1, "2026-03-02", ""},
			{"int-2", "AK", "unread", "", 0, "", ""},
			{"int-2", "BM", "unread", "", 0, "", ""},
		}, []string{"AK: 1 complete, 0 in progress, 1 unread", "BM: 0 complete, 1 in progress, 1 unread", "1 source was completed before Hope existed"}},
		{"of one", d.as("AK"), []string{"bm"}, [][]any{
			{"int-1", "BM", "in progress", "25 %", 1, "2026-03-02", ""},
			{"int-2", "BM", "unread", "", 0, "", ""},
		}, []string{"BM: 0 complete, 1 in progress, 1 unread"}},
		{"blind", d.blind("AK"), nil, [][]any{
			{"int-1", "AK", "to be revisited", "100 %", 0, "2026-03-02", "Hope"},
			{"int-2", "AK", "unread", "", 0, "", ""},
		}, []string{"AK: 1 complete, 0 in progress, 1 unread", "1 source was completed before Hope existed"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g, said, err := tt.as.Progress(t.Context(), tt.coders...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.rows, g.Rows); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.said, said); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
		})
	}
	if _, _, err := d.as("AK").Progress(t.Context(), "nobody"); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("of nobody: %v, want %v", err, coding.ErrUnknown)
	}
}

// Themes that most sources were completed before come first, and of many the first five.
func TestProgressOfManyThemes(t *testing.T) {
	d := newDesk(t)
	d.add("int-2", interview)
	d.theme("Trust")
	d.mark("AK", "int-1", coding.Complete, 0)
	d.theme("Hope")
	d.mark("AK", "int-2", coding.Complete, 0)
	d.make("AK", "set theme Trust", edit.PutTheme{Theme: coding.Theme{ID: "Trust", Name: "Trust", Definition: "To rely on others"}})
	want := []string{"AK: 2 complete, 0 in progress, 0 unread",
		"2 sources were completed before Trust was described as it is now", "1 source was completed before Hope existed"}
	_, said, err := d.as("AK").Progress(t.Context())
	if diff := cmp.Diff(want, said); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for i := range 5 {
		d.theme(fmt.Sprintf("Theme %d", i))
	}
	if _, said, err = d.as("AK").Progress(t.Context()); err != nil || len(said) != 7 || said[6] != "and 2 more" {
		t.Errorf("of seven themes: %q, %v", said, err)
	}
}
