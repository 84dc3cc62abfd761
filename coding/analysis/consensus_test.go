package analysis_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/analysis"
)

// decided is the study of three sources, with a decision of a consensus on its first
// passage.
func decided() (*coding.Study, coding.Texts) {
	s, texts := three()
	with := s.Clone()
	with.Coders = append(with.Coders, &coding.Coder{ID: "c", Name: "Consensus"}, &coding.Coder{ID: "d", Name: "Nobody yet"})
	with.Tags = append(with.Tags, coding.Tag{ID: "p1tc", Passage: "p1", Theme: "t", Coder: "c"})
	return coding.NewStudy(with), texts
}

// Decisions that coders agreed on are not compared with what they decide on, unless their
// coder is named.
func TestAgreementLeavesDecisionsOut(t *testing.T) {
	s, texts := decided()
	agree := func(s *coding.Study, line ...string) *analysis.Result {
		t.Helper()
		r, err := analysis.Read(append([]string{"agree", "--samples=0"}, line...))
		if err != nil {
			t.Fatal(err)
		}
		found, err := r.Run(context.Background(), s, analysis.Tools{Texts: texts})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	before, _ := three()
	with, without := agree(s).Table, agree(before).Table
	if diff := cmp.Diff(rows(t, without), rows(t, with)); diff != "" {
		t.Errorf("agreement is another with a decision (-without +with):\n%s", diff)
	}
	note := "Tags of Consensus record what coders agreed on and are not compared; --coder includes them."
	if !slices.Contains(with.Notes, note) || slices.Contains(without.Notes, note) {
		t.Errorf("notes with a decision %q, without %q; want %q in the first", with.Notes, without.Notes, note)
	}
	all := agree(s, "--coder=K", "--coder=L", "--coder=Consensus").Table
	if !slices.Contains(all.Head, "Consensus") || slices.Contains(all.Notes, note) {
		t.Errorf("a coder who is named is left out: %q, %q", all.Head, all.Notes)
	}
}

// The report tells coders from what they decided.
func TestReportTellsDecisionsApart(t *testing.T) {
	s, texts := decided()
	said := reported(t, s, texts)
	for _, want := range []string{"8 tags by 2 coders", "| Coders (COREQ 24) | K (6 tags), L (1 tag); decisions of a consensus: Consensus (1 tag) |", "Cohen's κ"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
}
