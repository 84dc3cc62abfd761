package edit_test

import (
	"errors"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
)

func TestTransferRefuses(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) { codingtest.Put(s, 0, 5, "a") })
	finder := func(id corpus.TextID, body string) *corpus.Finder {
		return &corpus.Finder{Text: corpus.Text{ID: id, Body: body}}
	}
	meeting := finder("meeting", "money and other things")
	if changes, err := edit.Transfer(s, meeting, finder("paper", "without"), edittest.IDs()); !errors.Is(err, coding.ErrConflict) ||
		!strings.Contains(err.Error(), `"money" occurs once in one text and 0 times in the other`) || len(changes) > 0 {
		t.Errorf("words that are not there: %v, %v", changes, err)
	}
	if _, err := edit.Transfer(s, meeting, finder("paper", "money, money"), edittest.IDs()); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("words that are there twice: %v, want %v", err, coding.ErrConflict)
	}
	changes, err := edit.Transfer(s, meeting, finder("paper", "more money"), edittest.IDs())
	if err != nil || len(changes) != 1 || changes[0].(edit.TagPassage).Span != (corpus.Span{Start: 5, End: 10}) {
		t.Errorf("words that are there once: %+v, %v", changes, err)
	}
	if changes, err := edit.Transfer(s, finder("notes", "money"), meeting, edittest.IDs()); err != nil || len(changes) > 0 {
		t.Errorf("a text without passages: %v, %v", changes, err)
	}

	detached := codingtest.Tagged(func(s *coding.Study) {
		s.Earlier = map[corpus.TextID]corpus.SourceID{"old": "meeting"}
		s.Passages = []coding.Passage{{ID: "p", Text: "old", Span: corpus.Span{Start: 0, End: 5}}}
	})
	if _, err := edit.Transfer(detached, meeting, finder("paper", "money"), edittest.IDs()); !errors.Is(err, coding.ErrConflict) ||
		coding.Hint(err) == "" {
		t.Errorf("detached passages: %v, want %v and a hint", err, coding.ErrConflict)
	}
}

// A passage that no search for its words finds, since it overlaps a place where they occur
// before it or has a border inside of a word, is refused for that reason.
func TestTransferOfUnfindable(t *testing.T) {
	tests := map[string]struct {
		body, other string
		start, end  int
	}{
		"overlapping repeat": {"ha ha ha", "ha ha ha", 3, 8},
		"part of a word":     {"moneyed", "moneyed", 0, 5},
		"blanks":             {"a   b", "a   b", 1, 3},
	}
	for name, test := range tests {
		s := codingtest.Tagged(func(s *coding.Study) { codingtest.Put(s, test.start, test.end, "a") })
		from := &corpus.Finder{Text: corpus.Text{ID: "meeting", Body: test.body}}
		to := &corpus.Finder{Text: corpus.Text{ID: "paper", Body: test.other}}
		changes, err := edit.Transfer(s, from, to, edittest.IDs())
		if !errors.Is(err, coding.ErrConflict) || len(changes) > 0 {
			t.Fatalf("%s: %v, %d changes; want %v", name, err, len(changes), coding.ErrConflict)
		}
		if strings.Contains(err.Error(), "once") || !strings.Contains(err.Error(), "cannot be found by its words") || coding.Hint(err) == "" {
			t.Errorf("%s: %v (%s)", name, err, coding.Hint(err))
		}
	}
}
