package edit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// Where coders agree, and where not.
func TestAgreements(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		s.Coders = []*coding.Coder{{ID: "x", Name: "X"}, {ID: "y", Name: "Y"}, {ID: "j", Name: "Judge"}}
		mark := func(start, end int, theme coding.ThemeID, coders ...coding.CoderID) {
			codingtest.Put(s, start, end)
			for _, c := range coders {
				s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(fmt.Sprint("t", len(s.Tags))),
					Passage: s.Passages[len(s.Passages)-1].ID, Theme: theme, Coder: c})
			}
		}
		mark(2, 4, "a", "x", "y") // alike
		mark(2, 6, "b", "x")      // only one
		mark(12, 16, "a", "x")    // one place, other borders
		mark(14, 20, "a", "y")
		mark(32, 36, "c", "x") // decided
		mark(32, 38, "c", "j")
		mark(42, 46, "c", "y") // rejected by the judge
		s.Rejections = []coding.Rejection{{Theme: "c", Source: "meeting", Words: coding.WordsKey("x x"), Coder: "j"},
			{Theme: "a", Source: "meeting", Words: coding.WordsKey("x x"), Coder: "x"}}
		// In a source that Y has not begun nobody knows.
		s.Passages = append(s.Passages, coding.Passage{ID: "paper", Text: "paper", Span: corpus.Span{Start: 2, End: 8}})
		s.Tags = append(s.Tags, coding.Tag{ID: "paper", Passage: "paper", Theme: "a", Coder: "x"})
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
	agreed, disagreed := Agreements(s, coding.Filter{}, []coding.CoderID{"x", "y"}, "j", texts)
	if diff := cmp.Diff([]string{"a 2:4: x 2:4, y 2:4; without []"}, lines(agreed)); diff != "" {
		t.Errorf("agreed (-want +got):\n%s", diff)
	}
	want := []string{"b 2:6: x 2:6; without [y]", "a 12:20: x 12:16, y 14:20; without []"}
	if diff := cmp.Diff(want, lines(disagreed)); diff != "" {
		t.Errorf("disagreed (-want +got):\n%s", diff)
	}
	_, disagreed = Agreements(s, coding.Filter{Themes: []coding.ThemeID{"b"}}, []coding.CoderID{"x", "y"}, "", texts)
	if len(disagreed) != 1 {
		t.Errorf("of one theme: %v", lines(disagreed))
	}

	ids := 0
	newID := func() string { ids++; return fmt.Sprint("id", ids) }
	d := disagreed[0]
	if got := Decide(s, d, "Judge", true, "b", d.Span, "x", "Why not.", newID); len(got) != 1 ||
		got[0].(TagPassage).Memo != "Why not." || got[0].(TagPassage).Coder != "Judge" {
		t.Errorf("decided for it: %+v", got)
	}
	if got := Decide(s, d, "Judge", true, "c", d.Span, "x", "", newID); len(got) != 2 || got[1].(Reject).Theme != "b" {
		t.Errorf("decided for another theme: %+v", got)
	}
	if got := Decide(s, d, "Judge", false, "b", d.Span, "x", "No.", newID); len(got) != 2 ||
		got[0].(Reject).Words != coding.WordsKey("X") || got[1].(NotePassage).Memo != "No." {
		t.Errorf("decided against it: %+v", got)
	}
}

// A short mark in a long one does not end the place: what follows in the long one belongs to it.
func TestMarkWithinAnother(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		s.Coders = []*coding.Coder{{ID: "x", Name: "X"}, {ID: "y", Name: "Y"}}
		for i, m := range []struct {
			start, end int
			coder      coding.CoderID
		}{{2, 20, "x"}, {4, 6, "y"}, {10, 14, "y"}} {
			codingtest.Put(s, m.start, m.end)
			s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(fmt.Sprint("t", i)), Passage: s.Passages[len(s.Passages)-1].ID,
				Theme: "a", Coder: m.coder})
		}
	})
	texts := func(int) corpus.Text { return corpus.Text{Body: strings.Repeat("x ", 25)} }
	_, disagreed := Agreements(s, coding.Filter{}, []coding.CoderID{"x", "y"}, "", texts)
	if len(disagreed) != 1 || disagreed[0].Span != (corpus.Span{Start: 2, End: 20}) || len(disagreed[0].Marks) != 3 {
		t.Errorf("%+v; want one place 2:20 with 3 marks", disagreed)
	}
}
