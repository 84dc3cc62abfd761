package merge_test

import (
	"slices"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
)

// tagged puts a theme on words of the text that a source has now.
func tagged(t *testing.T, m *edittest.Memory, coder, quote, id string) {
	t.Helper()
	text, err := m.Text(ctx, m.Study().Sources[0].Text)
	if err != nil {
		t.Fatal(err)
	}
	spans := (&corpus.Finder{Text: text}).Find(quote)
	if len(spans) == 0 {
		t.Fatalf("%q is not in the text", quote)
	}
	err = m.Make(coder, edit.TagPassage{Passage: coding.PassageID("p" + id), Text: text.ID, Span: spans[0],
		Tag: coding.TagID("t" + id), Theme: "a", Memo: "why", MemoID: coding.MemoID("m" + id)})
	if err != nil {
		t.Fatal(err)
	}
}

// corrected gives the first source other words.
func corrected(t *testing.T, m *edittest.Memory, old, new string, newID func() string) {
	t.Helper()
	s := m.Study()
	c, err := edittest.Correction(s, m, s.Sources[0], strings.Replace(interview, old, new, 1), newID)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Make("AK", c); err != nil {
		t.Fatal(err)
	}
}

// twoCopies are copies of a project with one source and one theme.
func twoCopies(t *testing.T) (mine, theirs *edittest.Memory, newID func() string) {
	t.Helper()
	base, newID := &edittest.Memory{}, edittest.IDs()
	add(t, base, newID, "int-1", interview)
	if err := base.Make("AK", edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}}); err != nil {
		t.Fatal(err)
	}
	return base.Copy(), base.Copy(), newID
}

// selected are how many passages a study has on words that stand, how many detached, and
// how many memos.
func selected(m *edittest.Memory) [3]int {
	s := m.Study()
	sel := s.Select(coding.Filter{})
	return [3]int{len(sel.Passages), sel.Detached, len(s.Memos)}
}

// A copy with passages on words that were corrected here: each tag stays on the words that
// were marked.
func TestCorrectedWords(t *testing.T) {
	mine, theirs, newID := twoCopies(t)
	tagged(t, theirs, "BM", "With less", "1")
	tagged(t, theirs, "BM", "With money, 🙂 and naïve hopes", "2")
	corrected(t, mine, "naïve", "great", newID)
	for range 2 {
		merged(t, mine, theirs, false, false, newID)
		whole(t, mine)
		if got, want := selected(mine), [3]int{1, 1, 2}; got != want {
			t.Fatalf("passages, detached ones, memos: %v, want %v", got, want)
		}
	}
	// The other way round the copy takes the corrected words, and its passages go along.
	merged(t, theirs, mine, false, false, newID)
	whole(t, theirs)
	if got, want := selected(theirs), [3]int{1, 1, 2}; got != want {
		t.Errorf("in the copy, passages, detached ones, memos: %v, want %v", got, want)
	}
}

// Words that both sides have corrected, each in its own way, are a conflict, and either can
// be taken: what was marked stays on its words, in the text that stands or detached.
func TestWordsCorrectedTwice(t *testing.T) {
	for _, take := range []bool{false, true} {
		mine, theirs, newID := twoCopies(t)
		corrected(t, mine, "naïve", "great", newID)
		tagged(t, mine, "AK", "With less", "1")
		tagged(t, mine, "AK", "great hopes", "2")
		corrected(t, theirs, "naïve", "high", newID)
		tagged(t, theirs, "BM", "And then", "3")
		tagged(t, theirs, "BM", "high hopes", "4")
		for range 2 {
			r := merged(t, mine, theirs, false, take, newID)
			whole(t, mine)
			text, err := mine.Text(ctx, mine.Study().Sources[0].Text)
			if err != nil {
				t.Fatal(err)
			}
			want := map[bool]string{false: "great hopes", true: "high hopes"}[take]
			if got, counts := selected(mine), [3]int{3, 1, 4}; got != counts || !strings.Contains(text.Body, want) {
				t.Errorf("theirs %v: %v, want %v; words %q; conflicts %+v", take, got, counts, text.Body, r.Conflicts)
			}
		}
	}
}

// The same words under another identifier: passages of theirs go to the text of mine.
func TestSameWordsInAnotherText(t *testing.T) {
	mine := side(t, nil)
	theirs := side(t, func(s *coding.Study) {
		s.Transcripts["other"] = s.Transcripts["text"]
		s.Sources[0].Text, s.Passages[0].Text = "other", "other"
		s.Passages[0].ID, s.Tags[0].Passage, s.Tags[0].ID, s.Tags[0].Theme = "p2", "p2", "t2", "money"
	})
	merged(t, mine, theirs, true, false, edittest.IDs())
	s := mine.Study()
	if len(s.Passages) != 1 || s.Passages[0].ID != "passage" || len(s.Tags) != 2 {
		t.Errorf("passages %v, tags %v; want both tags on the passage of mine", s.Passages, s.Tags)
	}
}

// A passage on words that theirs has corrected since stays on those, detached, also where
// mine takes the correction with it.
func TestDetachedThere(t *testing.T) {
	mine, theirs, newID := twoCopies(t)
	tagged(t, theirs, "BM", "naïve hopes", "1")
	corrected(t, theirs, "With money, 🙂 and naïve hopes", "I cannot say", newID)
	if got := selected(theirs); got != [3]int{0, 1, 1} {
		t.Fatalf("in the copy: %v: this test shows nothing", got)
	}
	for range 2 {
		merged(t, mine, theirs, false, false, newID)
		whole(t, mine)
		if got := selected(mine); got != [3]int{0, 1, 1} {
			t.Errorf("%v, want one detached passage with its memo", got)
		}
	}
}

// A project that never had the words of a detached passage gets them with it.
func TestDetachedWordsComeAlong(t *testing.T) {
	_, theirs, newID := twoCopies(t)
	tagged(t, theirs, "BM", "naïve hopes", "1")
	corrected(t, theirs, "With money, 🙂 and naïve hopes", "I cannot say", newID)
	mine := &edittest.Memory{}
	merged(t, mine, theirs, true, false, newID)
	whole(t, mine)
	if got := selected(mine); got != [3]int{0, 1, 1} {
		t.Errorf("%v, want one detached passage with its memo", got)
	}
}

// Turns that were assigned by hand keep their speakers, whichever side has the words that
// stand, and are still known to be assigned by hand.
func TestAssignedByHand(t *testing.T) {
	assigned := func(m *edittest.Memory, turn int) (who string, byHand bool) {
		s := m.Study()
		src := s.Sources[0]
		tr := s.Transcript(src)
		if n := tr.Turns[turn].Speaker; n >= 0 {
			who = s.Participant(tr.Speakers[n].Participant).Name
		}
		return who, slices.Contains(s.Assigned[src.Text], turn)
	}
	give := func(t *testing.T, m *edittest.Memory, turn int) {
		t.Helper()
		ann := edit.PutParticipant{Participant: corpus.Participant{ID: "ann", Name: "Ann"}}
		if err := m.Make("AK", ann, edit.AssignTurns{Text: m.Study().Sources[0].Text, Turns: []int{turn}, Participant: "ann"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ name, mine, theirs string }{
		{"the words are the same", "", ""}, {"mine are corrected", "great", ""}, {"theirs are corrected", "", "great"},
	} {
		for _, hand := range []string{"mine", "theirs"} {
			t.Run(tt.name+", "+hand+" assigned", func(t *testing.T) {
				mine, theirs, newID := twoCopies(t)
				give(t, map[string]*edittest.Memory{"mine": mine, "theirs": theirs}[hand], 3)
				if tt.mine != "" {
					corrected(t, mine, "naïve", tt.mine, newID)
				}
				if tt.theirs != "" {
					corrected(t, theirs, "naïve", tt.theirs, newID)
				}
				for range 2 {
					merged(t, mine, theirs, false, false, newID)
					whole(t, mine)
					if who, byHand := assigned(mine, 3); who != "Ann" || !byHand {
						t.Errorf("%q speaks, by hand: %v", who, byHand)
					}
				}
			})
		}
	}
	t.Run("a source that is new here", func(t *testing.T) {
		_, theirs, newID := twoCopies(t)
		give(t, theirs, 3)
		mine := &edittest.Memory{}
		merged(t, mine, theirs, true, false, newID)
		if who, byHand := assigned(mine, 3); who != "Ann" || !byHand {
			t.Errorf("%q speaks, by hand: %v", who, byHand)
		}
	})
}
