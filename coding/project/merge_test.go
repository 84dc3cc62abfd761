package project

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/merge"
	"crosscase/corpus"
)

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

// Two people who worked under one login name before they said who they are stay
// two.
func TestMergeOfCoders(t *testing.T) {
	dir := t.TempDir()
	p := newProject(t)
	src := add(t, p, edittest.IDs(), "int-1", interview)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	tag := func(p *Project, start int, id string) {
		t.Helper()
		if _, err := p.Apply(ctx, edit.Edit{Coder: "root", At: monday, What: "tag " + id, Changes: []edit.Change{edit.TagPassage{
			Passage: coding.PassageID("p" + id), Text: src.Text, Span: corpus.Span{Start: start,
				End: 11}, Tag: coding.TagID(id), Theme: "a"}}}); err != nil {
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
	src := add(t, p, edittest.IDs(), "int-1", interview)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	other := copyOf(t, p, dir)
	defer other.Close()
	tag := edit.TagPassage{Passage: "p", Text: src.Text, Span: corpus.Span{Start: 0, End: 11}, Tag: "t", Theme: "a"}
	if _, err := other.Apply(ctx, edit.Edit{Coder: "BM", At: monday, What: "tag", Changes: []edit.Change{tag}}); err != nil {
		t.Fatal(err)
	}
	bring(t, p, other, false, NewID)
	merged := dump(t, p)
	for _, coders := range [][2]string{{"AK", "AK"}, {"AK", "BM"}, {"BM", "BM"}, {"AK", "AK"}} {
		if _, err := p.Undo(ctx, coders[0], monday, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Redo(ctx, coders[1], monday); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(merged, dump(t, p)); diff != "" {
			t.Errorf("done again (-before +after):\n%s", diff)
		}
	}
	whole(t, p)
}

// Who came with a merge goes with it, unless they have edited since.
func TestCodersGoWithAMerge(t *testing.T) {
	p := newProject(t)
	src := add(t, p, edittest.IDs(), "int-1", interview)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	other := copyOf(t, p, t.TempDir())
	defer other.Close()
	for i, coder := range []string{"BM", "CD"} {
		tag := edit.TagPassage{Passage: coding.PassageID("p" + coder), Text: src.Text, Span: corpus.Span{Start: i, End: 11}, Tag: coding.TagID("t" + coder), Theme: "a"}
		if _, err := other.Apply(ctx, edit.Edit{Coder: coder, At: monday, What: "tag", Changes: []edit.Change{tag}}); err != nil {
			t.Fatal(err)
		}
	}
	bring(t, p, other, false, NewID)
	merged := len(study(t, p).Coders)
	if _, err := p.Undo(ctx, "CD", monday, 0); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range study(t, p).Coders {
		got = append(got, c.Name)
	}
	if diff := cmp.Diff([]string{"AK", "CD", "merger"}, got); diff != "" || merged != 4 {
		t.Errorf("of %d coders (-want +got):\n%s", merged, diff)
	}
}
