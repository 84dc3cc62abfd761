package coding_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/corpus"
)

// Whoever records what others agreed on is in no ledger, unless asked for; that is told by
// the name alone, so that a coder who agrees with others is never taken for one.
func TestJudges(t *testing.T) {
	span := corpus.Span{Start: 0, End: 10}
	study := coding.Study{
		Sources:     []*corpus.Source{{ID: "s", Name: "s", Text: "t"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"t": {Turns: []corpus.Turn{{End: 10, Speaker: -1}}}},
		Themes:      []*coding.Theme{{ID: "a", Name: "a"}},
		Passages:    []coding.Passage{{ID: "p", Text: "t", Span: span}},
	}
	for i, name := range []string{"AK", "BM", "CN", "consensus"} {
		id := coding.CoderID(name)
		study.Coders = append(study.Coders, &coding.Coder{ID: id, Name: name})
		study.Tags = append(study.Tags, coding.Tag{ID: coding.TagID(name), Passage: "p", Theme: "a", Coder: id, At: day(i + 1)})
	}
	s := coding.NewStudy(study)
	if diff := cmp.Diff([]coding.CoderID{"consensus"}, s.Judges()); diff != "" {
		t.Error(diff)
	}
	listed := func(ledger []coding.Progress) (names []string) {
		for _, p := range ledger {
			names = append(names, s.Coders[p.Coder].Name)
		}
		return names
	}
	if diff := cmp.Diff([]string{"AK", "BM", "CN"}, listed(s.Ledger())); diff != "" {
		t.Errorf("of all: %s", diff)
	}
	if diff := cmp.Diff([]string{"BM", "consensus"}, listed(s.Ledger("BM", "consensus"))); diff != "" {
		t.Errorf("of those who are asked for: %s", diff)
	}
}
