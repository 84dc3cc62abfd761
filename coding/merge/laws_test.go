package merge_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/coding/merge"
	"crosscase/corpus"
	"crosscase/corpus/draws"
)

var ctx = context.Background()

// merged brings theirs into mine, as crosscase merge does, and returns the result. Of two
// that never were one, nobody knows what was touched.
func merged(t testing.TB, mine, theirs *edittest.Memory, strangers, takeTheirs bool, newID func() string) *merge.Result {
	t.Helper()
	a := merge.Side{Study: mine.Study(), Texts: mine, Original: mine.Original}
	b := merge.Side{Study: theirs.Study(), Texts: theirs, Original: theirs.Original}
	if !strangers {
		a.Touched, a.Removed = mine.Touched(t)
		b.Touched, b.Removed = theirs.Touched(t)
	}
	r, err := merge.Merge(ctx, a, b, func(string) bool { return takeTheirs }, newID)
	if err != nil {
		t.Fatal(err)
	}
	if err := mine.Make("merger", r.Changes...); err != nil {
		t.Fatalf("%v\n%#v", err, r.Changes)
	}
	return r
}

// whole checks that every passage is on words of its text, and that what memos and links
// are on is there.
func whole(t testing.TB, m *edittest.Memory) {
	t.Helper()
	s := m.Study()
	for _, p := range s.Passages {
		text, err := m.Text(ctx, p.Text)
		if err != nil {
			t.Fatal(err)
		}
		if err := text.Check(p.Span); err != nil {
			t.Fatalf("passage %s: %v", p.ID, err)
		}
	}
	things := s.Things()
	for _, x := range s.Memos {
		if x.On != "project" && !things[x.On] {
			t.Fatalf("memo %s is on nothing", x.ID)
		}
	}
	for _, l := range s.Links {
		if !things[l.From] || !things[l.To] {
			t.Fatalf("link %s joins nothing", l.ID)
		}
	}
}

// edited makes random changes; of some kinds nobody keeps what came from where.
func edited(t testing.TB, m *edittest.Memory, e *edittest.Editor, coder string, n int) {
	t.Helper()
	for range n {
		c, err := e.Change(m.Study(), m)
		if err != nil {
			t.Fatal(err)
		}
		switch c.(type) {
		case edit.UpdateText, edit.AttachPassage, edit.MergeParticipants, edit.MergeOrganisations, edit.MergeCases, edit.MergeCoders:
			continue
		}
		if err := m.Make(coder, c); err != nil {
			t.Fatalf("%#v: %v", c, err)
		}
	}
}

// copies are two copies of a project, each with changes of its own.
func copies(t testing.TB, seed uint64) (mine, theirs *edittest.Memory, e *edittest.Editor) {
	t.Helper()
	base, e := &edittest.Memory{}, edittest.NewEditor(seed)
	for name, body := range map[string]string{"int-1": interview,
		"int-2": "Roe: Another time.\n\nPenn: In another place — 🙂.\n\nRoe: Yes.\n\nPenn: Yes.\n"} {
		add(t, base, e.NewID, name, body)
	}
	edited(t, base, e, "AK", e.Rand.IntN(26))
	mine, theirs = base.Copy(), base.Copy()
	edited(t, mine, e, "AK", e.Rand.IntN(16))
	edited(t, theirs, e, "BM", e.Rand.IntN(16))
	return mine, theirs, e
}

const interview = "Interviewer: How did it begin?\n\nRoe: With money, 🙂 and naïve hopes.\n\nInterviewer: And then?\n\nRoe: With less.\n"

// add imports a transcript as a source.
func add(t testing.TB, m *edittest.Memory, newID func() string, name, body string) *corpus.Source {
	t.Helper()
	changes, err := edittest.Import(m.Study(), name, body, intake.Facts{Case: "One", Organisation: "Northmoor Police"}, newID)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Make("AK", changes...); err != nil {
		t.Fatal(err)
	}
	src, err := m.Study().FindSource(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

var seeds = draws.Times(uint64(50))

// Twice is once: merging the same copy again changes nothing.
func TestTwiceIsOnce(t *testing.T) {
	for seed := range seeds {
		mine, theirs, e := copies(t, seed)
		merged(t, mine, theirs, false, true, e.NewID)
		whole(t, mine)
		once := edittest.Canonical(mine.Study())
		merged(t, mine, theirs, false, true, e.NewID)
		if diff := cmp.Diff(once, edittest.Canonical(mine.Study())); diff != "" {
			t.Fatalf("seed %d (-once +twice):\n%s", seed, diff)
		}
	}
}

// Either way round: mine into theirs, where conflicts are decided for mine, gives what
// theirs into mine gives.
func TestEitherWayRound(t *testing.T) {
	tried := uint64(0)
	for seed := range seeds {
		eitherWayRound(t, seed, &tried)
	}
	if tried < seeds*3/4 {
		t.Errorf("only %d of %d pairs were compared", tried, seeds)
	}
}

func eitherWayRound(t *testing.T, seed uint64, tried *uint64) {
	t.Helper()
	mine, theirs, e := copies(t, seed)
	a, b := mine.Copy(), theirs.Copy()
	r := mergeInto(t, a, mine, theirs, true, e.NewID)
	whole(t, a)
	other := mergeInto(t, b, theirs, mine, false, e.NewID)
	whole(t, b)
	isMerge := func(c merge.Conflict) bool { return strings.HasSuffix(c.What, ": merged") }
	if slices.ContainsFunc(r.Conflicts, isMerge) || slices.ContainsFunc(other.Conflicts, isMerge) {
		return // one theme on each side, which has the one's name or the other's
	}
	*tried++
	if diff := cmp.Diff(edittest.Canonical(a.Study()), edittest.Canonical(b.Study())); diff != "" {
		t.Fatalf("seed %d (-theirs into mine +mine into theirs):\n%s", seed, diff)
	}
}

// mergeInto brings theirs into mine, and makes the changes in a copy of mine.
func mergeInto(t *testing.T, into, mine, theirs *edittest.Memory, takeTheirs bool, newID func() string) *merge.Result {
	t.Helper()
	a := merge.Side{Study: mine.Study(), Texts: mine, Original: mine.Original}
	b := merge.Side{Study: theirs.Study(), Texts: theirs, Original: theirs.Original}
	a.Touched, a.Removed = mine.Touched(t)
	b.Touched, b.Removed = theirs.Touched(t)
	r, err := merge.Merge(ctx, a, b, func(string) bool { return takeTheirs }, newID)
	if err != nil {
		t.Fatal(err)
	}
	if err := into.Make("merger", r.Changes...); err != nil {
		t.Fatalf("%v\n%#v", err, r.Changes)
	}
	return r
}

// A copy of itself: merging what is the same changes nothing and counts nothing as new.
func TestCopyOfItself(t *testing.T) {
	for seed := range seeds {
		mine, _, e := copies(t, seed)
		for _, strangers := range []bool{false, true} {
			r := merged(t, mine, mine.Copy(), strangers, true, e.NewID)
			if len(r.Changes) > 0 || len(r.Conflicts) > 0 {
				t.Fatalf("seed %d: %#v, conflicts %v", seed, r.Changes, r.Conflicts)
			}
			for _, c := range r.Counts {
				if c.Added+c.Taken > 0 {
					t.Fatalf("seed %d: %+v", seed, c)
				}
			}
		}
	}
}

// Nothing of mine goes: every tag that was there is there afterwards, unless a merge of
// themes made it one with another.
func TestNothingOfMineGoes(t *testing.T) {
	for seed := range seeds {
		mine, theirs, e := copies(t, seed)
		before := mine.Study()
		r := merged(t, mine, theirs, false, true, e.NewID)
		if slices.ContainsFunc(r.Changes, func(c edit.Change) bool { _, is := c.(edit.MergeThemes); return is }) {
			continue
		}
		after := map[string]bool{}
		s := mine.Study()
		for _, x := range s.Tags {
			after[fmt.Sprint(x.Passage, s.CoderName(x.Coder))] = true
		}
		for _, x := range before.Tags {
			if !after[fmt.Sprint(x.Passage, s.CoderName(x.Coder))] {
				t.Fatalf("seed %d: tag %+v is gone", seed, x)
			}
		}
	}
}

// Fields: whatever a copy says of a theme of which mine says nothing comes with it, also in a
// field that comes later; a theme that is new comes whole.
func TestFields(t *testing.T) {
	described := edittest.Fill(coding.Theme{ID: "trust", Parent: "money", Made: monday}, "theirs", "Made")
	for name, mine := range map[string]func(*coding.Study){
		"described": nil,
		"new":       func(s *coding.Study) { s.Themes, s.Tags = s.Themes[1:], nil },
	} {
		t.Run(name, func(t *testing.T) {
			m := side(t, mine)
			a, b := sides(m, side(t, func(s *coding.Study) { *s.Themes[0] = described }), theirsDid)
			r, err := merge.Merge(ctx, a, b, func(string) bool { return false }, edittest.IDs())
			if err != nil || len(r.Conflicts) > 0 {
				t.Fatal(r.Conflicts, err)
			}
			if err := m.Make("merger", r.Changes...); err != nil {
				t.Fatal(err)
			}
			want, got := described, *m.Study().Theme("trust")
			want.Position, want.Made = got.Position, got.Made // which are mine's
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-theirs +merged):\n%s", diff)
			}
		})
	}
}

// FuzzMerge looks for copies for which the laws do not hold.
func FuzzMerge(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { eitherWayRound(t, seed, new(uint64)) })
}
