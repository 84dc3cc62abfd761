package project

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// outline writes a codebook as lines that are indented as they nest.
func outline(entries []codebook.Entry) string {
	var b strings.Builder
	var each func(entries []codebook.Entry, indent string)
	each = func(entries []codebook.Entry, indent string) {
		for _, e := range entries {
			fmt.Fprintf(&b, "%s%s: %s\n", indent, e.Name, e.Definition)
			each(e.Below, indent+"  ")
		}
	}
	each(entries, "")
	return b.String()
}

// shuffled renames, moves, removes, adds and turns round entries at random.
func shuffled(r *rand.Rand, entries []codebook.Entry) []codebook.Entry {
	var flat []codebook.Entry
	var each func(entries []codebook.Entry)
	each = func(entries []codebook.Entry) {
		for _, e := range entries {
			below := e.Below
			e.Below = nil
			flat = append(flat, e)
			each(below)
		}
	}
	each(entries)
	r.Shuffle(len(flat), func(i, j int) { flat[i], flat[j] = flat[j], flat[i] })
	var root codebook.Entry
	for i, e := range flat {
		switch r.IntN(6) {
		case 0:
			continue // removed
		case 1:
			e.Name = flat[r.IntN(len(flat))].Name // perhaps another one's
		case 2:
			e.Definition = fmt.Sprint("meaning ", r.IntN(100))
		case 3:
			e = codebook.Entry{Theme: coding.Theme{Name: fmt.Sprint("new ", i), Colour: "#123456"}}
		}
		at := &root
		for len(at.Below) > 0 && r.IntN(3) > 0 {
			at = &at.Below[r.IntN(len(at.Below))]
		}
		if !slices.ContainsFunc(at.Below, func(o codebook.Entry) bool { return o.Name == e.Name }) {
			at.Below = append(at.Below, e)
		}
	}
	return root.Below
}

// The law of the codebook in an editor: whatever was made of it, what was saved is
// what it is, tags stay with themes that were only renamed or moved, and undo
// brings the old one back.
func TestRevise(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, err := Init(ctx, filepath.Join(t.TempDir(), fmt.Sprint(rand.Int64(), ".crosscase")), "id", "A study", monday)
		if err != nil {
			rt.Fatal(err)
		}
		defer p.Close()
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		src := add(t, p, NewID, "int-1", interview)
		revise := func(whole bool, entries []codebook.Entry) codebook.Revision {
			rev, err := codebook.Revise(study(t, p), entries, whole, NewID)
			if err != nil {
				rt.Fatal(err)
			}
			if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "edit", Changes: rev.Changes}); err != nil {
				rt.Fatalf("%v\n%+v", err, rev.Said)
			}
			return rev
		}
		var first []codebook.Entry
		for i := range 2 + r.IntN(12) {
			first = append(first, codebook.Entry{Theme: coding.Theme{Name: fmt.Sprint("theme ", i), Colour: "#123456"}})
		}
		revise(false, first)
		revise(true, shuffled(r, codebook.Entries(study(t, p))))
		s := study(t, p)
		tagged := map[coding.ThemeID]bool{}
		for i, x := range s.Themes {
			tagged[x.ID] = true
			apply(t, p, edit.TagPassage{Passage: coding.PassageID(NewID()), Text: src.Text, Span: corpus.Span{Start: i % 11, End: 11}, Tag: coding.TagID(NewID()), Theme: x.ID})
		}
		before, want := dump(t, p), shuffled(r, codebook.Entries(study(t, p)))
		rev := revise(true, want)
		s = study(t, p)
		if diff := cmp.Diff(outline(want), outline(codebook.Entries(s))); diff != "" {
			rt.Fatalf("(-saved +is):\n%s\n%s", diff, strings.Join(rev.Said, "\n"))
		}
		has := map[coding.ThemeID]bool{}
		for i := range s.Tags {
			has[s.Tags[i].Theme] = true
		}
		for _, x := range s.Themes {
			if tagged[x.ID] != has[x.ID] {
				rt.Fatalf("theme %s: tagged before %v, now %v", s.Path(x.ID), tagged[x.ID], has[x.ID])
			}
		}
		if again := revise(true, codebook.Entries(s)); len(again.Changes) > 0 {
			rt.Fatalf("saved as it is, it changes %v", again.Said)
		}
		if len(rev.Changes) > 0 {
			if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
				rt.Fatal(err)
			}
		}
		if diff := cmp.Diff(before, dump(t, p)); diff != "" {
			rt.Fatalf("undo (-before +after):\n%s", diff)
		}
	})
}

// A codebook of a copy is recognised, also after themes were merged here.
func TestReviseKnowsMergedThemes(t *testing.T) {
	p := newProject(t)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "aaaaaaaa-0000-4000-8000-000000000000", Name: "Trust"}},
		edit.PutTheme{Theme: coding.Theme{ID: "bbbbbbbb-0000-4000-8000-000000000000", Name: "Faith"}})
	file := codebook.Entries(study(t, p))
	apply(t, p, edit.MergeThemes{From: "bbbbbbbb-0000-4000-8000-000000000000", Into: "aaaaaaaa-0000-4000-8000-000000000000"})
	file[0].Definition = "Relying on others" // Faith stands first
	rev, err := codebook.Revise(study(t, p), file, false, NewID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range rev.Changes {
		if x := c.(edit.PutTheme).Theme; x.ID != "aaaaaaaa-0000-4000-8000-000000000000" {
			t.Errorf("what was merged is made again: %+v", x)
		}
	}
}

// Merging themes loses nothing: tags fold, memos, links and what is said of them
// stay, themes of one name below them are merged in turn.
func TestMergeThemes(t *testing.T) {
	p := newProject(t)
	src := add(t, p, ids(), "int-1", interview)
	theme := func(id, parent, name, definition string) edit.Change {
		return edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(id), Parent: coding.ThemeID(parent), Name: name, Definition: definition}}
	}
	tag := func(id string, start int, theme coding.ThemeID, weight float64, memo string) edit.Change {
		return edit.TagPassage{Passage: coding.PassageID(fmt.Sprint("p", start)), Text: src.Text, Span: corpus.Span{Start: start, End: 11}, Tag: coding.TagID(id),
			Theme: theme, Weight: weight, Memo: memo, MemoID: coding.MemoID("m" + id)}
	}
	apply(t, p, theme("a", "", "Trust", "Relying"), theme("b", "", "Faith", "Believing"), theme("a1", "a", "Lost", ""), theme("b1", "b", "lost", "gone"), theme("b2", "b", "Found", ""),
		tag("1", 0, "a", 0, ""), tag("2", 0, "b", 3, "why"), tag("3", 1, "b", 0, ""), tag("4", 2, "b1", 0, ""), tag("5", 2, "a1", 0, ""),
		edit.PutLink{Link: coding.Link{ID: "l1", From: "b", To: "a1", Kind: "explains", Note: "one"}}, edit.PutLink{Link: coding.Link{ID: "l2", From: "a", To: "a1", Kind: "explains"}},
		edit.PutLink{Link: coding.Link{ID: "l3", From: "a", To: "b", Kind: "contradicts"}},
		edit.PutMemo{ID: "on b", On: "b", Text: "Said once"}, edit.Reject{ID: "r", Theme: "b", Source: src.ID, Words: "x"})
	before := dump(t, p)
	apply(t, p, edit.MergeThemes{From: "b", Into: "a"})
	s := study(t, p)
	if got := outline(codebook.Entries(s)); got != "Trust: Relying\n  Lost: gone\n  Found: \n" {
		t.Errorf("codebook:\n%s", got)
	}
	var tags []string
	for _, x := range s.Tags {
		tags = append(tags, fmt.Sprintf("%s %s %g %d", x.ID, x.Theme, x.Weight, len(s.MemosOn(string(x.ID)))))
	}
	if diff := cmp.Diff([]string{"1 a 3 1", "3 a 0 0", "5 a1 0 0"}, tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if len(s.Links) != 1 || s.Links[0].Note != "one" {
		t.Errorf("links %+v, want one with the note of both", s.Links)
	}
	if memos := s.MemosOn("a"); len(memos) != 2 || !strings.Contains(memos[0].Text+memos[1].Text, "Believing") {
		t.Errorf("memos on what is left: %+v", memos)
	}
	if m := s.Merged["b"]; m.Path != "Faith" || m.Into != "a" || len(s.Merged) != 2 || len(s.Rejections) != 1 {
		t.Errorf("merged %+v, rejections %+v", s.Merged, s.Rejections)
	}
	if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dump(t, p)); diff != "" {
		t.Errorf("undo (-before +after):\n%s", diff)
	}
	for _, c := range []edit.MergeThemes{{From: "a", Into: "a1"}, {From: "a", Into: "a"}} {
		if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "merge", Changes: []edit.Change{c}}); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%+v: %v, want %v", c, err, coding.ErrInvalid)
		}
	}
}

// Where somebody stopped reading is no edit, and stands in nobody's way.
func TestQuietReading(t *testing.T) {
	p := newProject(t)
	src := add(t, p, ids(), "int-1", interview)
	n := apply(t, p, edit.MarkSource{Source: src.ID, State: coding.InProgress, Turn: 1})
	if got := apply(t, p, edit.MarkSource{Source: src.ID, State: coding.InProgress, Turn: 3, Quiet: true}); got != 0 {
		t.Errorf("it is entry %d in the log", got)
	}
	if got := study(t, p).Readings; len(got) != 1 || got[0].Turn != 3 {
		t.Errorf("readings %+v", got)
	}
	if _, err := p.Undo(ctx, "AK", monday, n); err != nil {
		t.Fatal(err)
	}
	if got := study(t, p).Readings; len(got) != 0 {
		t.Errorf("after undo %+v", got)
	}
	apply(t, p, edit.RemoveSource{ID: src.ID})
	if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
		t.Fatal(err)
	}
}

// A copy with passages on words that were corrected here: each tag stays on the
// words that were marked.
func TestBringOfCorrectedWords(t *testing.T) {
	dir := t.TempDir()
	p := newProject(t)
	src := add(t, p, ids(), "int-1", interview)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	other := copyOf(t, p, dir)
	defer other.Close()
	text, err := p.Text(ctx, src.Text)
	if err != nil {
		t.Fatal(err)
	}
	put := func(p *Project, quote, id string) {
		spans := (&corpus.Finder{Text: text}).Find(quote)
		if _, err := p.Apply(ctx, edit.Edit{Coder: "BM", At: monday, What: "tag", Changes: []edit.Change{edit.TagPassage{Passage: coding.PassageID("p" + id), Text: src.Text, Span: spans[0],
			Tag: coding.TagID("t" + id), Theme: "a", Memo: "why", MemoID: coding.MemoID("m" + id)}}}); err != nil {
			t.Fatal(err)
		}
	}
	put(other, "With less", "1")
	put(other, "With money, 🙂 and naïve hopes", "2")
	body := strings.Replace(interview, "naïve", "great", 1)
	e := &editor{newID: NewID}
	apply(t, p, e.corrected(t, p, study(t, p), src, body))
	for range 2 {
		bring(t, p, other, false, NewID)
		s := study(t, p)
		if got := s.Select(coding.Filter{}); len(got.Passages) != 1 || got.Detached != 1 || len(s.Memos) != 2 {
			t.Fatalf("%d passages, %d detached, %d memos; want 1, 1 and 2", len(got.Passages), got.Detached, len(s.Memos))
		}
		if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
	}
	// The other way round the copy takes the corrected words, and its passages go along.
	bring(t, other, p, false, NewID)
	s := study(t, other)
	if got := s.Select(coding.Filter{}); len(got.Passages) != 1 || got.Detached != 1 {
		t.Errorf("in the copy: %d passages, %d detached; want 1 and 1", len(got.Passages), got.Detached)
	}
	if problems, err := other.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(err, problems)
	}
}

// A project of format 2 (testdata/format-2.sqlite, made by the crosscase of then) is
// brought up to date with everything in it; what was done in it can be taken back,
// to the first change.
func TestFormat2(t *testing.T) {
	p := openFixture(t, "testdata/format-2.sqlite")
	s := study(t, p)
	if sel := s.Select(coding.Filter{}); len(s.Tags) != 2 || len(sel.Passages) != 1 || sel.Detached != 1 || len(s.Memos) != 1 || len(s.Coders) != 2 || s.Themes[1].Definition != "To spend less" {
		t.Fatalf("%d tags, %d passages, %d detached, %d memos, %d coders, themes %+v", len(s.Tags), len(sel.Passages), sel.Detached, len(s.Memos), len(s.Coders), s.Themes)
	}
	apply(t, p, edit.MergeThemes{From: s.Themes[1].ID, Into: s.Themes[0].ID}, edit.PutCoder{Coder: coding.Coder{ID: s.Coders[1].ID, Name: "Beth Moor"}})
	for {
		if _, err := p.Undo(ctx, "AK", monday, 0); errors.Is(err, coding.ErrUnknown) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if s := study(t, p); len(s.Tags)+len(s.Themes)+len(s.Sources)+len(s.Memos) != 0 {
		t.Errorf("after all was taken back: %d tags, %d themes, %d sources, %d memos", len(s.Tags), len(s.Themes), len(s.Sources), len(s.Memos))
	}
	for {
		if _, err := p.Redo(ctx, "AK", monday); errors.Is(err, coding.ErrUnknown) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if s := study(t, p); len(s.Tags) != 2 || len(s.Themes) != 1 || s.Coders[1].Name != "Beth Moor" {
		t.Errorf("done again: %d tags, %d themes, coders %v", len(s.Tags), len(s.Themes), s.Coders[1])
	}
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(err, problems)
	}
}

// Words that both sides have corrected, each in its own way, are a conflict, and
// either can be taken: what was marked stays on its words, in the text that stands
// or detached.
func TestBringOfWordsCorrectedTwice(t *testing.T) {
	for _, theirs := range []bool{false, true} {
		p := newProject(t)
		src := add(t, p, ids(), "int-1", interview)
		tag := func(p *Project, quote, id string) {
			t.Helper()
			s := study(t, p)
			text, err := p.Text(ctx, s.Sources[0].Text)
			if err != nil {
				t.Fatal(err)
			}
			apply(t, p, edit.TagPassage{Passage: coding.PassageID("p" + id), Text: text.ID, Span: (&corpus.Finder{Text: text}).Find(quote)[0], Tag: coding.TagID("t" + id), Theme: "a"})
		}
		apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
		other := copyOf(t, p, t.TempDir())
		defer other.Close()
		e := &editor{newID: NewID}
		apply(t, p, e.corrected(t, p, study(t, p), src, strings.Replace(interview, "naïve", "great", 1)))
		tag(p, "With less", "1")
		tag(p, "great hopes", "2")
		apply(t, other, e.corrected(t, other, study(t, other), src, strings.Replace(interview, "naïve", "high", 1)))
		tag(other, "And then", "3")
		tag(other, "high hopes", "4")
		for range 2 {
			j := bring(t, p, other, theirs, NewID)
			s := study(t, p)
			text, err := p.Text(ctx, s.Sources[0].Text)
			if err != nil {
				t.Fatal(err)
			}
			want := map[bool]string{false: "great hopes", true: "high hopes"}[theirs]
			if sel := s.Select(coding.Filter{}); len(sel.Passages) != 3 || sel.Detached != 1 || !strings.Contains(text.Body, want) {
				t.Errorf("theirs %v: %d passages, %d detached, words %q; conflicts %+v", theirs, len(sel.Passages), sel.Detached, text.Body, j.Conflicts)
			}
			if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
		}
	}
}
