package codingtest_test

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// What is drawn is a study as a project would hold it: each tag on a passage, with a theme
// and a coder that there are, no tag twice, and texts as long as what stands in them.
func TestDraw(t *testing.T) {
	passages, straddling, nested, detached := 0, 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		texts := codingtest.Bodies(s)
		on := map[coding.PassageID]int{}
		seen := map[coding.Tag]bool{}
		for _, tag := range s.Tags {
			on[tag.Passage]++
			same := coding.Tag{Passage: tag.Passage, Theme: tag.Theme, Coder: tag.Coder, About: tag.About}
			if s.Theme(tag.Theme) == nil || s.Coder(tag.Coder) == nil || seen[same] || tag.About != "" && s.Organisation(tag.About) == nil {
				t.Fatalf("a tag %+v", tag)
			}
			seen[same] = true
		}
		for _, p := range s.Passages {
			passages++
			if on[p.ID] == 0 || s.SourceOf(p) == nil {
				t.Fatalf("a passage %+v with %d tags", p, on[p.ID])
			}
			if err := texts[p.Text].Check(p.Span); err != nil {
				t.Fatalf("a passage %+v: %v", p, err)
			}
		}
		for _, src := range s.Sources {
			end := 0
			for _, turn := range s.Transcript(src).Turns {
				if turn.Start < end || turn.Body < turn.Start || turn.End <= turn.Body || turn.End > len(texts[src.Text].Body) {
					t.Fatalf("a turn %+v behind %d", turn, end)
				}
				end = turn.End
			}
			if !slices.IsSorted(s.Transcript(src).Words) {
				t.Fatalf("words begin at %v", s.Transcript(src).Words)
			}
		}
		for _, x := range s.Themes {
			if s.Level(x.ID) > 0 {
				nested++
			}
		}
		sel := s.Select(coding.Filter{})
		straddling += sel.Straddling
		detached += sel.Detached
	})
	few := testing.Short() // which makes a fifth of the tries
	if passages == 0 || straddling == 0 && !few || nested == 0 && !few || detached > 0 {
		t.Errorf("%d passages, %d of which straddle, %d nested themes, %d detached: too little is drawn", passages, straddling, nested, detached)
	}
}

// The small studies are what their comments say.
func TestSmallStudies(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) { codingtest.Put(s, 2, 10, "a", "d") })
	if len(s.Passages) != 1 || len(s.Tags) != 2 || s.Path("d") != "A > D" || s.SourceOf(s.Passages[0]).Name != "meeting" {
		t.Errorf("%d passages, %d tags", len(s.Passages), len(s.Tags))
	}
	if v := s.Voices(0); len(v) != 1 || s.Participants[v[0].Participant].Name != "Roe" {
		t.Errorf("the passage is of %v", v)
	}
	wide, texts := codingtest.Wide()
	if len(wide.Themes) != 40 || len(wide.Organisations) != 20 || len(wide.Sources) != 5 || len(wide.Passages) != 300 {
		t.Errorf("%d themes, %d organisations, %d sources, %d passages", len(wide.Themes), len(wide.Organisations), len(wide.Sources),
			len(wide.Passages))
	}
	for _, p := range wide.Passages {
		text, err := texts.Text(context.Background(), p.Text)
		if err != nil || text.Check(p.Span) != nil {
			t.Fatalf("a passage %+v: %v", p, err)
		}
	}
	if got := codingtest.Codebook(); got.Path("5") != "Cost > Savings" || got.Source(corpus.SourceID("s")) == nil {
		t.Errorf("the codebook has %q", got.Path("5"))
	}
}
