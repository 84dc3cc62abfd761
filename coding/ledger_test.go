package coding_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codingtest"
)

func day(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }

// How far coders are: what they said, what their tags say, and what came since.
func TestLedger(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		s.Coders = []*coding.Coder{{ID: "x", Name: "X"}, {ID: "y", Name: "Y"}, {ID: "z", Name: "Z"}}
		s.Themes[0].Made, s.Themes[0].Described = day(1), day(1)
		s.Themes[1].Made, s.Themes[1].Described = day(1), day(5) // described anew
		s.Themes[2].Made, s.Themes[2].Described = day(7), day(7)
		s.Themes[3].Made, s.Themes[3].Archived = day(9), true // of no interest any more
		codingtest.Put(s, 2, 10, "a")
		s.Readings = []coding.Reading{
			{Source: "paper", Coder: "x", State: coding.Complete, At: day(3)},
			{Source: "notes", Coder: "x", State: coding.Complete, At: day(7)},
			{Source: "meeting", Coder: "y", State: coding.InProgress, Turn: 2, At: day(2)},
			{Source: "gone", Coder: "y", State: coding.Complete},
		}
	})
	var got []string
	for _, p := range s.Ledger() {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s: %s, turn %d, tags %d %v", s.Sources[p.Source].Name, s.Coders[p.Coder].Name,
			p.State, p.Turn, p.Tags, p.Since)))
	}
	want := []string{
		"meeting X: in progress, turn 0, tags 1 []",
		"meeting Y: in progress, turn 2, tags 0 []",
		"paper X: to be revisited, turn 0, tags 0 [b c]",
		"paper Y: unread, turn 0, tags 0 []",
		"notes X: complete, turn 0, tags 0 []",
		"notes Y: unread, turn 0, tags 0 []",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		theme  coding.ThemeID
		coders []coding.CoderID
		want   string
	}{
		{"a", nil, "[false true true]"},
		{"b", nil, "[false false true]"},
		{"c", nil, "[false false true]"},
		{"a", []coding.CoderID{"y"}, "[false false false]"},
		{"nobody", nil, "[false false false]"},
	} {
		if got := fmt.Sprint(s.Looked(tt.theme, tt.coders)); got != tt.want {
			t.Errorf("%s looked for by %v: %s, want %s", tt.theme, tt.coders, got, tt.want)
		}
	}
	for typed, want := range map[string]coding.State{"in-progress": coding.InProgress, " Complete": coding.Complete, "UNREAD": coding.Unread,
		"to be revisited": "", "": ""} {
		if got, err := coding.ParseState(typed); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
}

// Turns that somebody has been at: read up to, or touched by a passage, once each.
func TestCovered(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		s.Coders = []*coding.Coder{{ID: "x", Name: "X"}, {ID: "y", Name: "Y"}}
		codingtest.Put(s, 2, 10, "a")
		codingtest.Put(s, 4, 8, "b")
		s.Readings = []coding.Reading{{Source: "paper", Coder: "y", State: coding.Complete},
			{Source: "meeting", Coder: "y", State: coding.InProgress, Turn: 2}}
	})
	turns := make([]int, len(s.Sources))
	for i, src := range s.Sources {
		turns[i] = len(s.Transcript(src).Turns)
	}
	touched := map[int]bool{}
	for i, p := range s.Passages {
		if src := s.SourceOf(p); src != nil && src == s.Sources[0] {
			first, last := s.Transcript(src).TurnsIn(s.Passages[i].Span)
			for n := first; n < last; n++ {
				touched[n] = true
			}
		}
	}
	alone := len(touched)
	for n := range 2 {
		touched[n] = true
	}
	for _, tt := range []struct {
		coder coding.CoderID
		want  []int
	}{{"", []int{len(touched), turns[1], 0}}, {"x", []int{alone, 0, 0}}, {"y", []int{2, turns[1], 0}}} {
		if got := s.Covered(tt.coder); !cmp.Equal(got, tt.want) {
			t.Errorf("covered by %q: %v, want %v of %v", tt.coder, got, tt.want, turns)
		}
	}
	for src := range s.Sources {
		first, last := s.PassagesOf(src)
		for i, p := range s.Passages {
			if is := s.SourceOf(p) == s.Sources[src]; is != (first <= i && i < last) {
				t.Errorf("passage %d and source %d: %v, but [%d, %d)", i, src, is, first, last)
			}
		}
	}
}
