package edit_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
	"crosscase/corpus/draws"
)

var ctx = context.Background()

// filled is a project with one source of numbered words, of which some come twice, three
// themes, and tags by two coders with and without memos.
func filled(t *testing.T, r *rand.Rand, newID func() string) (*edittest.Memory, corpus.Text) {
	t.Helper()
	var words []string
	for range 60 {
		words = append(words, fmt.Sprint("word", r.IntN(40)))
	}
	text := corpus.Text{ID: "text", Body: strings.Join(words, " ")}
	m := &edittest.Memory{}
	changes := []edit.Change{edit.AddSource{Source: corpus.Source{ID: "s", Name: "int-1", Text: "text"}, Text: text,
		Transcript: corpus.Transcript{Words: corpus.WordStarts(text.Body)}},
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: "o", Name: "Northmoor"}}}
	for _, id := range []string{"a", "b", "c"} {
		changes = append(changes, edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(id), Name: id}})
	}
	for range 40 {
		c := edit.TagPassage{Passage: coding.PassageID(newID()), Text: "text", Span: span(r, text), Tag: coding.TagID(newID()),
			Theme: coding.ThemeID([]string{"a", "b", "c"}[r.IntN(3)]), Coder: []string{"X", "Y"}[r.IntN(2)], Weight: float64(r.IntN(3)),
			About: []corpus.OrganisationID{"", "o"}[r.IntN(2)], Suggested: r.IntN(4) == 0}
		if r.IntN(2) == 0 {
			c.Memo, c.MemoID = fmt.Sprint("note ", c.Tag), coding.MemoID(newID())
		}
		changes = append(changes, c)
	}
	if err := m.Make("X", changes...); err != nil {
		t.Fatal(err)
	}
	return m, text
}

// span is one to three words of a text.
func span(r *rand.Rand, text corpus.Text) corpus.Span {
	words := corpus.WordStarts(text.Body)
	n := r.IntN(len(words) - 1)
	return text.Trim(corpus.Span{Start: int(words[n]), End: int(words[n+1+r.IntN(min(3, len(words)-n-1))])})
}

// of is what a coder has where: theme, whom it is about, and span.
func of(s *coding.Study, coder coding.CoderID) (all []string) {
	for i, q := range s.Passages {
		first, last := s.TagsOf(i)
		for _, tag := range s.Tags[first:last] {
			if tag.Coder == coder {
				all = append(all, fmt.Sprint(tag.Theme, tag.About, q.Span))
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// seeds are how many studies a law is tried on.
var seeds = draws.Times(uint64(25))

// Borders: the coder's tags on a passage are on its new span, with their memos; all other
// tags are where they were; no memo is lost.
func TestBordersMoveTheCodersTagsAlone(t *testing.T) {
	moved := uint64(0)
	for seed := range seeds {
		r, newID := rand.New(rand.NewPCG(seed, 7)), edittest.IDs()
		m, text := filled(t, r, newID)
		for range 5 {
			if moveBorders(t, m, r.IntN(len(m.Study().Passages)), span(r, text), newID) {
				moved++
			}
		}
	}
	if moved < seeds {
		t.Errorf("only %d of %d moved", moved, 5*seeds)
	}
}

// moveBorders moves one passage of coder X, and tells whether there was anything to move.
func moveBorders(t *testing.T, m *edittest.Memory, passage int, to corpus.Span, newID func() string) bool {
	t.Helper()
	s := m.Study()
	x, err1 := s.FindCoder("X")
	y, err2 := s.FindCoder("Y")
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	changes := edit.MoveBorders(s, passage, x.ID, to, newID)
	want, others := map[string]bool{}, of(s, y.ID)
	for _, is := range of(s, x.ID) {
		want[is] = true
	}
	first, last := s.TagsOf(passage)
	own := 0
	for _, tag := range s.Tags[first:last] {
		if tag.Coder == x.ID {
			own++
			delete(want, fmt.Sprint(tag.Theme, tag.About, s.Passages[passage].Span))
			want[fmt.Sprint(tag.Theme, tag.About, to)] = true
		}
	}
	if own == 0 || s.Passages[passage].Span == to {
		if len(changes) > 0 {
			t.Fatalf("a passage with %d tags of the coder's is changed by %v", own, changes)
		}
		return false
	}
	if err := m.Make("X", changes...); err != nil {
		t.Fatal(err)
	}
	now := m.Study()
	all := []string{}
	for is := range want {
		all = append(all, is)
	}
	slices.Sort(all)
	if diff := cmp.Diff(all, of(now, x.ID)); diff != "" {
		t.Fatalf("after moving %v to %v (-want +got):\n%s", s.Passages[passage].Span, to, diff)
	}
	if diff := cmp.Diff(others, of(now, y.ID)); diff != "" {
		t.Fatalf("another coder's tags (-before +after):\n%s", diff)
	}
	if len(now.Memos) != len(s.Memos) {
		t.Fatalf("%d memos were there, %d are left", len(s.Memos), len(now.Memos))
	}
	for _, x := range now.Memos {
		if !now.Things()[x.On] {
			t.Fatalf("memo %s is on nothing", x.ID)
		}
	}
	return true
}

// Transfer: every tag is on the same words of the other text too, by the same coder, with
// its weight and its memo.
func TestTransferPutsTagsOnTheSameWords(t *testing.T) {
	transferred := 0
	for seed := range seeds {
		r, newID := rand.New(rand.NewPCG(seed, 8)), edittest.IDs()
		m, text := filled(t, r, newID)
		other := corpus.Text{ID: "other", Body: "Before. " + text.Body + ". After."}
		err := m.Make("X", edit.AddSource{Source: corpus.Source{ID: "t", Name: "int-2", Text: "other"}, Text: other,
			Transcript: corpus.Transcript{Words: corpus.WordStarts(other.Body)}})
		if err != nil {
			t.Fatal(err)
		}
		changes, err := edit.Transfer(m.Study(), &corpus.Finder{Text: text}, &corpus.Finder{Text: other}, newID)
		if errors.Is(err, coding.ErrConflict) { // words that overlap with the same words
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := m.Make("X", changes...); err != nil {
			t.Fatal(err)
		}
		s := m.Study()
		from, to := quoted(t, m, s, 0), quoted(t, m, s, 1)
		if diff := cmp.Diff(from, to); diff != "" {
			t.Fatalf("seed %d (-from +to):\n%s", seed, diff)
		}
		transferred += len(to)
	}
	if transferred < 15*int(seeds) {
		t.Errorf("only %d tags were transferred", transferred)
	}
}

// quoted are the tags on a source with the words that they are on.
func quoted(t *testing.T, m *edittest.Memory, s *coding.Study, source int) (all []string) {
	t.Helper()
	text, err := m.Text(ctx, s.Sources[source].Text)
	if err != nil {
		t.Fatal(err)
	}
	first, last := s.PassagesOf(source)
	for i := first; i < last; i++ {
		quote, err := text.Quote(s.Passages[i].Span)
		if err != nil {
			t.Fatal(err)
		}
		a, z := s.TagsOf(i)
		for _, x := range s.Tags[a:z] {
			memos := ""
			for _, memo := range s.MemosOn(string(x.ID)) {
				memos += memo.Text
			}
			all = append(all, fmt.Sprint(quote, " ", x.Theme, x.Coder, x.About, x.Weight, x.Suggested, memos))
		}
	}
	slices.Sort(all)
	return all
}

// Decisions: a place that was decided is not asked about again, whatever was decided.
func TestDecidedPlacesAreNotAskedAboutAgain(t *testing.T) {
	decided := uint64(0)
	for seed := range seeds {
		r, newID := rand.New(rand.NewPCG(seed, 9)), edittest.IDs()
		m, text := filled(t, r, newID)
		err := m.Make("X", edit.MarkSource{Source: "s", State: coding.Complete},
			edit.MarkSource{Source: "s", State: coding.Complete, Coder: "Y"},
			edit.PutCoder{Coder: coding.Coder{ID: "judge", Name: "Judge"}})
		if err != nil {
			t.Fatal(err)
		}
		texts := func(int) corpus.Text { return text }
		for {
			s := m.Study()
			x, _ := s.FindCoder("X")
			y, _ := s.FindCoder("Y")
			_, open := edit.Agreements(s, coding.Filter{}, []coding.CoderID{x.ID, y.ID}, "judge", texts)
			if len(open) == 0 {
				break
			}
			d := open[r.IntN(len(open))]
			theme := []coding.ThemeID{d.Theme, "a"}[r.IntN(2)]
			changes := edit.Decide(s, d, "Judge", r.IntN(2) == 0, theme, d.Span, text.Body[d.Span.Start:d.Span.End],
				[]string{"", "Because."}[r.IntN(2)], newID)
			if err := m.Make("Judge", changes...); err != nil {
				t.Fatal(err)
			}
			s = m.Study()
			_, left := edit.Agreements(s, coding.Filter{}, []coding.CoderID{x.ID, y.ID}, "judge", texts)
			if len(left) >= len(open) {
				t.Fatalf("seed %d: %d places were open, %d are after one was decided", seed, len(open), len(left))
			}
			decided++
		}
	}
	if decided < 5*seeds {
		t.Errorf("only %d places were decided", decided)
	}
}

// Changes that fit are valid: what an editor makes of a study can be validated, and made.
func TestChangesThatFitAreValid(t *testing.T) {
	kinds := map[string]bool{}
	for seed := range draws.Times(uint64(15)) {
		m, e := &edittest.Memory{}, edittest.NewEditor(seed)
		for range 60 {
			c, err := e.Change(m.Study(), m)
			if err != nil {
				t.Fatal(err)
			}
			kinds[fmt.Sprintf("%T", c)] = true
			if err := c.Validate(); err != nil {
				t.Fatalf("seed %d: %#v: %v", seed, c, err)
			}
			switch c.(type) {
			case edit.MergeParticipants, edit.MergeOrganisations, edit.MergeCases, edit.MergeCoders: // are not modelled
				continue
			}
			if err := m.Make("AK", c); err != nil {
				t.Fatalf("seed %d: %#v: %v", seed, c, err)
			}
		}
	}
	if len(kinds) < 25 {
		t.Errorf("%d kinds of changes were made, want 25 or more: %v", len(kinds), kinds)
	}
}
