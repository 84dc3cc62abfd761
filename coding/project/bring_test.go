package project

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/merge"
	"crosscase/corpus"
)

// canonical writes what a study says without identifiers, order and colours, so
// that two can be compared that were made in different ways.
func canonical(t testing.TB, p *Project) string {
	s := study(t, p)
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	name := func(c *coding.Coder) string {
		if c == nil {
			return "nobody"
		}
		return c.Name
	}
	org := func(id corpus.OrganisationID) string {
		if o := s.Organisation(id); o != nil {
			return o.Name
		}
		return ""
	}
	what := map[string]string{}
	for _, x := range s.Sources {
		what[string(x.ID)] = "source " + x.Name
		say("source %s %s %s %s %v %s", x.Name, x.Type, org(x.Organisation), x.Date, x.Attributes, x.SHA256)
		tr := s.Transcript(x)
		for i, turn := range tr.Turns {
			who := ""
			if turn.Speaker >= 0 {
				who = s.Participant(tr.Speakers[turn.Speaker].Participant).Name
			}
			say("turn %s %d %s", x.Name, i, who)
		}
	}
	for _, x := range s.Cases {
		what[string(x.ID)] = "case " + x.Name
		say("case %s %s", x.Name, x.Description)
	}
	for _, x := range s.Organisations {
		what[string(x.ID)] = "organisation " + x.Name
		say("organisation %s %s %d", x.Name, x.Kind, len(x.Cases))
	}
	for _, x := range s.Participants {
		what[string(x.ID)] = "participant " + x.Name
		say("participant %s %s %s", x.Name, x.Role, org(x.Organisation))
	}
	for _, x := range s.Themes {
		what[string(x.ID)] = "theme " + s.Path(x.ID)
		say("theme %s %q %q %q %q %q", s.Path(x.ID), x.Definition, x.Include, x.Exclude, x.Example, x.Kind)
	}
	for i, x := range s.Passages {
		src := s.SourceOf(x)
		if src == nil {
			src = s.Source(s.Earlier[x.Text])
		}
		place := fmt.Sprint("passage ", src.Name, " ", x.Span)
		what[string(x.ID)] = place
		first, last := s.TagsOf(i)
		for _, tag := range s.Tags[first:last] {
			about := org(tag.About)
			what[string(tag.ID)] = fmt.Sprint("tag ", place, " ", s.Path(tag.Theme), " ", name(s.Coder(tag.Coder)), " ", about)
			say("%s %g %v", what[string(tag.ID)], tag.Weight, tag.Suggested)
		}
	}
	for _, m := range s.Memos {
		say("memo on %s by %s: %s", what[m.On], name(s.Coder(m.Coder)), m.Text)
	}
	for _, l := range s.Links {
		say("link %s %s %s: %s", what[l.From], l.Kind, what[l.To], l.Note)
	}
	for _, q := range s.Queries {
		say("query %s %s", q.Name, q.Expression)
	}
	for _, q := range s.Matrices {
		say("matrix %s %s", q.Name, q.Expression)
	}
	for _, x := range s.Summaries {
		say("summary of %s and %s: %s", what[string(x.Theme)], what[x.On], x.Text)
	}
	for _, r := range s.Readings {
		say("reading %s %s %s", what[string(r.Source)], name(s.Coder(r.Coder)), r.State)
	}
	for _, r := range s.Rejections {
		say("rejection %s %s %s %s", what[string(r.Theme)], what[string(r.Source)], r.Words, name(s.Coder(r.Coder)))
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n")
}

// bring brings from into p, as crosscase merge does.
func bring(t testing.TB, p, from *Project, theirs bool, newID func() string) *merge.Result {
	t.Helper()
	fork, err := p.Fork(ctx, from)
	if err != nil {
		t.Fatal(err)
	}
	mine := merge.Side{Study: study(t, p), Texts: p, Original: p.Original}
	other := merge.Side{Study: study(t, from), Texts: from, Original: from.Original}
	if fork > 0 {
		var err1, err2 error
		mine.Touched, mine.Removed, err1 = p.Touched(ctx, fork)
		other.Touched, other.Removed, err2 = from.Touched(ctx, fork)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
	}
	j, err := merge.Merge(ctx, mine, other, func(string) bool { return theirs }, newID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Apply(ctx, edit.Edit{Coder: "merger", At: monday, What: "merge", Changes: j.Changes}); err != nil {
		t.Fatalf("%v\n%+v", err, j.Changes)
	}
	return j
}

func copyOf(t testing.TB, p *Project, dir string) *Project {
	t.Helper()
	to := filepath.Join(dir, fmt.Sprint(rand.Int64(), ".crosscase"))
	if err := p.Backup(ctx, to); err != nil {
		t.Fatal(err)
	}
	q, err := Open(ctx, to)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// The laws of merging: twice is no more than once; A into B is B into A, where
// each takes the other's side of conflicts; undo takes it back; and all the while
// every passage stands on the words that were marked.
func TestMerge(t *testing.T) {
	for seed := range uint64(60) {
		mergeLaw(t, seed)
	}
}

// FuzzMerge looks for copies for which the laws do not hold.
func FuzzMerge(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { mergeLaw(t, seed) })
}

func mergeLaw(t *testing.T, seed uint64) {
	t.Helper()
	dir := t.TempDir()
	base, err := Init(ctx, filepath.Join(dir, fmt.Sprint(seed, ".crosscase")), "id", "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	defer base.Close()
	e := &editor{r: rand.New(rand.NewPCG(seed, 1)), newID: ids()}
	add(t, base, e.newID, "int-1", interview)
	add(t, base, e.newID, "int-2", "Roe: Another time.\n\nPenn: In another place — 🙂.\n\nRoe: Yes.\n\nPenn: Yes.\n")
	edit := func(p *Project, coder string, n int) {
		for range n {
			c := e.edit(t, p, study(t, p))
			switch c.(type) {
			case edit.UpdateText, edit.AttachPassage, edit.MergeParticipants, edit.MergeOrganisations, edit.MergeCases, edit.MergeCoders:
				continue // of these nobody keeps what came from where, or see TestBringOfCorrectedWords
			}
			if _, err := p.Apply(ctx, edit.Edit{Coder: coder, At: monday, What: fmt.Sprintf("%T", c), Changes: []edit.Change{c}}); err != nil {
				t.Fatalf("%#v: %v", c, err)
			}
		}
	}
	edit(base, "AK", e.r.IntN(26))
	other := copyOf(t, base, dir)
	defer other.Close()
	edit(base, "AK", e.r.IntN(16))
	edit(other, "BM", e.r.IntN(16))
	a, b := copyOf(t, base, dir), copyOf(t, other, dir)
	defer a.Close()
	defer b.Close()

	before := dump(t, a)
	bring(t, a, other, true, e.newID)
	whole(t, a)
	once := dump(t, a)
	bring(t, a, other, true, e.newID)
	if diff := cmp.Diff(once, dump(t, a)); diff != "" {
		t.Fatalf("seed %d: brought in twice (-once +twice):\n%s", seed, diff)
	}
	j := bring(t, b, base, false, e.newID)
	whole(t, b)
	if !slices.ContainsFunc(j.Conflicts, func(c merge.Conflict) bool { return strings.HasSuffix(c.What, ": merged") }) {
		// Else there is one theme on each side, which has the one's name or the other's.
		if diff := cmp.Diff(canonical(t, a), canonical(t, b)); diff != "" {
			t.Fatalf("seed %d: other into mine, mine into other (-one +other):\n%s", seed, diff)
		}
	}
	if before != once {
		if _, err := a.Undo(ctx, "merger", monday, 0); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, dump(t, a)); diff != "" {
			t.Fatalf("seed %d: undo (-before +after):\n%s", seed, diff)
		}
	}
}

// Two people who worked under one login name before they said who they are stay
// two.
func TestMergeOfCoders(t *testing.T) {
	dir := t.TempDir()
	p := newProject(t)
	src := add(t, p, ids(), "int-1", interview)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	tag := func(p *Project, start int, id string) {
		t.Helper()
		if _, err := p.Apply(ctx, edit.Edit{Coder: "root", At: monday, What: "tag " + id, Changes: []edit.Change{edit.TagPassage{
			Passage: coding.PassageID("p" + id), Text: src.Text, Span: corpus.Span{Start: start, End: 11}, Tag: coding.TagID(id), Theme: "a"}}}); err != nil {
			t.Fatal(err)
		}
	}
	rename := func(p *Project, name string) {
		t.Helper()
		c, err := study(t, p).FindCoder("root")
		if err != nil {
			t.Fatal(err)
		}
		apply(t, p, edit.PutCoder{Coder: coding.Coder{ID: c.ID, Name: name}})
	}
	other := copyOf(t, p, dir)
	defer other.Close()
	tag(p, 0, "1")
	tag(other, 0, "2")
	rename(p, "Kim")
	rename(other, "Moor")
	bring(t, p, other, false, NewID)
	var got []string
	s := study(t, p)
	for _, x := range s.Tags {
		got = append(got, s.Coder(x.Coder).Name)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"Kim", "Moor"}, got); diff != "" {
		t.Errorf("coders (-want +got):\n%s", diff)
	}
}

// A merge that was taken back can be done again, whoever has worked meanwhile: also
// somebody who came with it.
func TestMergeTakenBackAndDoneAgain(t *testing.T) {
	dir := t.TempDir()
	p := newProject(t)
	src := add(t, p, ids(), "int-1", interview)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	other := copyOf(t, p, dir)
	defer other.Close()
	tag := edit.TagPassage{Passage: "p", Text: src.Text, Span: corpus.Span{Start: 0, End: 11}, Tag: "t", Theme: "a"}
	if _, err := other.Apply(ctx, edit.Edit{Coder: "BM", At: monday, What: "tag", Changes: []edit.Change{tag}}); err != nil {
		t.Fatal(err)
	}
	bring(t, p, other, false, NewID)
	merged := dump(t, p)
	for _, coder := range []string{"BM", "AK"} {
		if _, err := p.Undo(ctx, coder, monday, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Redo(ctx, coder, monday); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(merged, dump(t, p)); diff != "" {
			t.Errorf("done again (-before +after):\n%s", diff)
		}
	}
}
