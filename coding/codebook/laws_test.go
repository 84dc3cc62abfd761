package codebook_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
	"crosscase/corpus/draws"
)

// outline writes a codebook as lines that are indented as they nest.
func outline(entries []codebook.Entry) string {
	var b strings.Builder
	var each func(entries []codebook.Entry, indent string)
	each = func(entries []codebook.Entry, indent string) {
		for _, e := range entries {
			var said []string
			for _, x := range e.Said(coding.ThemeWords) {
				said = append(said, x.Name+" "+x.Text)
			}
			fmt.Fprintf(&b, "%s%s: %s\n", indent, e.Name, strings.Join(said, ", "))
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
			x := coding.ThemeWords[r.IntN(len(coding.ThemeWords))]
			*x.Of(&e.Theme) = []string{"", fmt.Sprint(x.Name, " ", r.IntN(100))}[r.IntN(2)]
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

// A book is a project whose codebook is edited as a file.
type book struct {
	*edittest.Memory
	t     *testing.T
	newID func() string
}

// revise makes the codebook what entries say.
func (b book) revise(whole bool, entries []codebook.Entry) codebook.Revision {
	b.t.Helper()
	rev, err := codebook.Revise(b.Study(), entries, whole, b.newID)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.Make("AK", rev.Changes...); err != nil {
		b.t.Fatalf("%v\n%+v", err, rev.Said)
	}
	return rev
}

// tag puts every theme on words of their own, and returns which ones there are.
func (b book) tag(text corpus.TextID) map[coding.ThemeID]bool {
	b.t.Helper()
	themes := map[coding.ThemeID]bool{}
	for i, x := range b.Study().Themes {
		themes[x.ID] = true
		err := b.Make("AK", edit.TagPassage{Passage: coding.PassageID(b.newID()), Text: text, Span: corpus.Span{Start: i, End: i + 1},
			Tag: coding.TagID(b.newID()), Theme: x.ID})
		if err != nil {
			b.t.Fatal(err)
		}
	}
	return themes
}

// random is a project with a codebook that was edited at random, and a source.
func random(t *testing.T, r *rand.Rand) book {
	t.Helper()
	b := book{&edittest.Memory{}, t, edittest.IDs()}
	body := strings.Repeat("words ", 20)
	err := b.Make("AK", edit.AddSource{Source: corpus.Source{ID: "s", Name: "int-1", Text: "text"},
		Text:       corpus.Text{ID: "text", Body: body},
		Transcript: corpus.Transcript{Words: corpus.WordStarts(body)}})
	if err != nil {
		t.Fatal(err)
	}
	var first []codebook.Entry
	for i := range 2 + r.IntN(12) {
		first = append(first, codebook.Entry{Theme: coding.Theme{Name: fmt.Sprint("theme ", i), Colour: "#123456"}})
	}
	b.revise(false, first)
	b.revise(true, shuffled(r, codebook.Entries(b.Study())))
	return b
}

var seeds = draws.Times(uint64(150))

// What was saved is what it is, whatever was made of the codebook; tags stay with themes
// that were only renamed, moved or described; and saved as it is, it changes nothing.
func TestSavedIsWhatItIs(t *testing.T) {
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 1))
		b := random(t, r)
		tagged := b.tag("text")
		want := shuffled(r, codebook.Entries(b.Study()))
		rev := b.revise(true, want)
		s := b.Study()
		if diff := cmp.Diff(outline(want), outline(codebook.Entries(s))); diff != "" {
			t.Fatalf("seed %d (-saved +is):\n%s\n%s", seed, diff, strings.Join(rev.Said, "\n"))
		}
		has := map[coding.ThemeID]bool{}
		for i := range s.Tags {
			has[s.Tags[i].Theme] = true
		}
		for _, x := range s.Themes {
			if tagged[x.ID] != has[x.ID] {
				t.Fatalf("seed %d: theme %s: tagged before %v, now %v", seed, s.Path(x.ID), tagged[x.ID], has[x.ID])
			}
		}
		if again := b.revise(true, codebook.Entries(s)); len(again.Changes) > 0 || again.Same != len(s.Themes) {
			t.Fatalf("seed %d: saved as it is, it changes %v; %d of %d are the same", seed, again.Said, again.Same, len(s.Themes))
		}
	}
}

// Merged into, nothing goes: where the file is not the whole codebook, every theme stays,
// and with it what the file does not say.
func TestMergedIntoNothingGoes(t *testing.T) {
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 2))
		b := random(t, r)
		before := b.Study()
		rev, err := codebook.Revise(before, shuffled(r, codebook.Entries(before)), false, b.newID)
		if err != nil || len(rev.Removed) > 0 {
			t.Fatalf("seed %d: %v, removed %v", seed, err, rev.Removed)
		}
		if err := b.Make("AK", rev.Changes...); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		after := b.Study()
		for _, x := range before.Themes {
			now := after.Theme(x.ID)
			if now == nil || len(now.Said(coding.ThemeWords)) < len(x.Said(coding.ThemeWords)) {
				t.Fatalf("seed %d: %+v becomes %+v", seed, x, now)
			}
		}
	}
}
