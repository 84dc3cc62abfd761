package coding

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

func day(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }

// How far coders are: what they said, what their tags say, and what came since.
func TestLedger(t *testing.T) {
	s := tagged(func(s *Study) {
		s.Coders = []*Coder{{ID: "x", Name: "X"}, {ID: "y", Name: "Y"}, {ID: "z", Name: "Z"}}
		s.Themes[0].Made, s.Themes[0].Described = day(1), day(1)
		s.Themes[1].Made, s.Themes[1].Described = day(1), day(5) // described anew
		s.Themes[2].Made, s.Themes[2].Described = day(7), day(7)
		s.Themes[3].Made, s.Themes[3].Archived = day(9), true // of no interest any more
		put(s, 2, 10, "a")
		s.Readings = []Reading{
			{Source: "paper", Coder: "x", State: Complete, At: day(3)},
			{Source: "notes", Coder: "x", State: Complete, At: day(7)},
			{Source: "meeting", Coder: "y", State: InProgress, Turn: 2, At: day(2)},
			{Source: "gone", Coder: "y", State: Complete},
		}
	})
	var got []string
	for _, p := range s.Ledger() {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s: %s, turn %d, tags %d %v", s.Sources[p.Source].Name, s.Coders[p.Coder].Name, p.State, p.Turn, p.Tags, p.Since)))
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
		theme  ThemeID
		coders []CoderID
		want   string
	}{
		{"a", nil, "[false true true]"},
		{"b", nil, "[false false true]"},
		{"c", nil, "[false false true]"},
		{"a", []CoderID{"y"}, "[false false false]"},
		{"nobody", nil, "[false false false]"},
	} {
		if got := fmt.Sprint(s.Looked(tt.theme, tt.coders)); got != tt.want {
			t.Errorf("%s looked for by %v: %s, want %s", tt.theme, tt.coders, got, tt.want)
		}
	}
	for typed, want := range map[string]State{"in-progress": InProgress, " Complete": Complete, "UNREAD": Unread, "to be revisited": "", "": ""} {
		if got, err := ParseState(typed); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
}

// Where coders agree, and where not.
func TestAgreements(t *testing.T) {
	s := tagged(func(s *Study) {
		s.Coders = []*Coder{{ID: "x", Name: "X"}, {ID: "y", Name: "Y"}, {ID: "j", Name: "Judge"}}
		mark := func(start, end int, theme ThemeID, coders ...CoderID) {
			put(s, start, end)
			for _, c := range coders {
				s.Tags = append(s.Tags, Tag{ID: TagID(fmt.Sprint("t", len(s.Tags))), Passage: s.Passages[len(s.Passages)-1].ID, Theme: theme, Coder: c})
			}
		}
		mark(2, 4, "a", "x", "y") // alike
		mark(2, 6, "b", "x")      // only one
		mark(12, 16, "a", "x")    // one place, other borders
		mark(14, 20, "a", "y")
		mark(32, 36, "c", "x") // decided
		mark(32, 38, "c", "j")
		mark(42, 46, "c", "y") // rejected by the judge
		s.Rejections = []Rejection{{Theme: "c", Source: "meeting", Words: WordsKey("x x"), Coder: "j"}, {Theme: "a", Source: "meeting", Words: WordsKey("x x"), Coder: "x"}}
		// In a source that Y has not begun nobody knows.
		s.Passages = append(s.Passages, Passage{ID: "paper", Text: "paper", Span: corpus.Span{Start: 2, End: 8}})
		s.Tags = append(s.Tags, Tag{ID: "paper", Passage: "paper", Theme: "a", Coder: "x"})
	})
	texts := func(int) corpus.Text { return corpus.Text{Body: strings.Repeat("x ", 25)} }
	lines := func(all []Disagreement) (got []string) {
		for _, d := range all {
			var marks []string
			for _, m := range d.Marks {
				marks = append(marks, fmt.Sprintf("%s %s", m.Coder, m.Span))
			}
			got = append(got, fmt.Sprintf("%s %s: %s; without %v", d.Theme, d.Span, strings.Join(marks, ", "), d.Without))
		}
		return got
	}
	agreed, disagreed := s.Agreements(Filter{}, []CoderID{"x", "y"}, "j", texts)
	if diff := cmp.Diff([]string{"a 2:4: x 2:4, y 2:4; without []"}, lines(agreed)); diff != "" {
		t.Errorf("agreed (-want +got):\n%s", diff)
	}
	want := []string{"b 2:6: x 2:6; without [y]", "a 12:20: x 12:16, y 14:20; without []"}
	if diff := cmp.Diff(want, lines(disagreed)); diff != "" {
		t.Errorf("disagreed (-want +got):\n%s", diff)
	}
	_, disagreed = s.Agreements(Filter{Themes: []ThemeID{"b"}}, []CoderID{"x", "y"}, "", texts)
	if len(disagreed) != 1 {
		t.Errorf("of one theme: %v", lines(disagreed))
	}

	ids := 0
	newID := func() string { ids++; return fmt.Sprint("id", ids) }
	d := disagreed[0]
	if got := s.Decide(d, "Judge", true, "b", d.Span, "x", "Why not.", newID); len(got) != 1 || got[0].(TagPassage).Memo != "Why not." || got[0].(TagPassage).Coder != "Judge" {
		t.Errorf("decided for it: %+v", got)
	}
	if got := s.Decide(d, "Judge", true, "c", d.Span, "x", "", newID); len(got) != 2 || got[1].(Reject).Theme != "b" {
		t.Errorf("decided for another theme: %+v", got)
	}
	if got := s.Decide(d, "Judge", false, "b", d.Span, "x", "No.", newID); len(got) != 2 || got[0].(Reject).Words != WordsKey("X") || got[1].(NotePassage).Memo != "No." {
		t.Errorf("decided against it: %+v", got)
	}
}

// Turns that somebody has been at: read up to, or touched by a passage, once each.
func TestCovered(t *testing.T) {
	s := tagged(func(s *Study) {
		s.Coders = []*Coder{{ID: "x", Name: "X"}, {ID: "y", Name: "Y"}}
		put(s, 2, 10, "a")
		put(s, 4, 8, "b")
		s.Readings = []Reading{{Source: "paper", Coder: "y", State: Complete}, {Source: "meeting", Coder: "y", State: InProgress, Turn: 2}}
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
		coder CoderID
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
