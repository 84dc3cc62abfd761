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
	t.Parallel()
	d := newDesk(t)
	d.add("int-2", interview)
	d.theme("Trust")
	d.mark("AK", "int-1", coding.Complete, 0)
	d.mark("BM", "int-1", coding.InProgress, 1) // of four turns
	d.tag("BM", "Trust", "money")
	d.theme("Hope")
	for _, tt := range []struct {
		name  string
		as    *Session
		flags []string
		rows  [][]any
		said  []string
	}{
		{"all", d.as("AK"), nil, [][]any{
			{"int-1", "AK", "to be revisited", "100 %", 0, "2026-03-02", "Hope"},
			{"int-1", "BM", "in progress", "25 %", 1, "2026-03-02", ""},
			{"int-2", "AK", "unread", "", 0, "", ""},
			{"int-2", "BM", "unread", "", 0, "", ""},
		}, []string{"AK: 1 complete, 0 in progress, 1 unread", "BM: 0 complete, 1 in progress, 1 unread", "1 source was completed before Hope existed"}},
		{"of one", d.as("AK"), []string{"coder=bm"}, [][]any{
			{"int-1", "BM", "in progress", "25 %", 1, "2026-03-02", ""},
			{"int-2", "BM", "unread", "", 0, "", ""},
		}, []string{"BM: 0 complete, 1 in progress, 1 unread"}},
		{"blind", d.blind("AK"), nil, [][]any{
			{"int-1", "AK", "to be revisited", "100 %", 0, "2026-03-02", "Hope"},
			{"int-2", "AK", "unread", "", 0, "", ""},
		}, []string{"AK: 1 complete, 0 in progress, 1 unread", "1 source was completed before Hope existed"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := read(tt.as, "progress", tt.flags...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.rows, l.Table.Rows); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.said, l.Said); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := read(d.as("AK"), "progress", "coder=nobody"); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("of nobody: %v, want %v", err, coding.ErrUnknown)
	}
}

// Themes that most sources were completed before come first, and of many the first five.
func TestProgressOfManyThemes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.add("int-2", interview)
	d.theme("Trust")
	d.mark("AK", "int-1", coding.Complete, 0)
	d.theme("Hope")
	d.mark("AK", "int-2", coding.Complete, 0)
	d.make("AK", "set theme Trust", edit.PutTheme{Theme: coding.Theme{ID: "Trust", Name: "Trust", Definition: "To rely on others"}})
	want := []string{"AK: 2 complete, 0 in progress, 0 unread",
		"2 sources were completed before Trust was described as it is now", "1 source was completed before Hope existed"}
	l, err := read(d.as("AK"), "progress")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, l.Said); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for i := range 5 {
		d.theme(fmt.Sprintf("Theme %d", i))
	}
	if l, err = read(d.as("AK"), "progress"); err != nil || len(l.Said) != 7 || l.Said[6] != "and 2 more" {
		t.Errorf("of seven themes: %+v, %v", l, err)
	}
}

func TestMarkNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, state string
		turn        int
		what        string
		kind        error
	}{
		{"int-1", "complete", 0, "mark int-1 complete", nil},
		{"INT-2", "in-progress", 4, "mark int-2 in progress", nil},
		{"all", "unread", 0, "mark 2 sources unread", nil},
		{"int-1", "in-progress", 5, "", coding.ErrUnknown},
		{"int-3", "complete", 0, "", coding.ErrUnknown},
		{"int-1", "done", 0, "", coding.ErrInvalid},
	} {
		d := newDesk(t)
		d.add("int-2", interview)
		d.mark("AK", "int-1", coding.InProgress, 1)
		d.mark("AK", "int-2", coding.InProgress, 1)
		got, err := d.as("AK").MarkNamed(t.Context(), tt.name, tt.state, tt.turn)
		if !errors.Is(err, tt.kind) || got.What != tt.what || err == nil && got.Step != 5 {
			t.Errorf("%s %s %d: %+v, %v, want %q, %v", tt.name, tt.state, tt.turn, got, err, tt.what, tt.kind)
		}
	}
}
