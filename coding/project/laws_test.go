package project

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/merge"
	"crosscase/coding/pseudonym"
	"crosscase/corpus"
	"crosscase/corpus/draws"
)

// The law of undo: any edits, taken back one by one, leave what was there before;
// and taking that back does them again. All the while every passage stands on
// the words that were marked.
func TestUndo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		undoLaw(t, rt, rapid.Uint64().Draw(rt, "seed"), rapid.IntRange(1, 30).Draw(rt, "edits"))
	})
}

// Whatever is accepted can be taken back at once, also where what is written is no text;
// what is not accepted changes nothing.
func TestUndoOfOddTexts(t *testing.T) {
	t.Parallel()
	odd := []string{"", "Gr\xf6\xdfe", "\xff", "\xed\xa0\x80", "a\x00b", `\ud800`, "\ufffd", "\ufeff", "e\u0301", "\u2028", "🙂", strings.Repeat("long ", 2000)}
	rapid.Check(t, func(rt *rapid.T) {
		p := begin(rt, filepath.Join(t.TempDir(), fmt.Sprint(rand.Int64(), ".crosscase")))
		defer p.Close()
		e := edittest.NewEditor(rapid.Uint64().Draw(rt, "seed"))
		hasty(rt, p)
		add(t, p, e.NewID, "int-1", interview)
		e.Odd = odd
		for range rapid.IntRange(1, 5).Draw(rt, "edits") {
			c, err := e.Change(study(t, p), p)
			if err != nil { // a text that is none, before it is an edit
				continue
			}
			before := dump(t, p)
			n, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "an edit\xff", Changes: []edit.Change{c}})
			if err != nil && !errors.Is(err, coding.ErrInvalid) {
				rt.Fatalf("%#v: %v", c, err)
			}
			if after := dump(t, p); n == 0 && after != before {
				rt.Fatalf("%#v changed something, unlogged (%v):\n%s", c, err, cmp.Diff(before, after))
			} else if n == 0 {
				continue
			}
			after := dump(t, p)
			if !utf8.ValidString(after) {
				rt.Fatalf("%#v: stored what is no text", c)
			}
			if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
				rt.Fatalf("undo of %#v: %v", c, err)
			}
			if diff := cmp.Diff(before, dump(t, p)); diff != "" {
				rt.Fatalf("undo of %#v (-before +after):\n%s", c, diff)
			}
			if _, err := p.Redo(ctx, "AK", monday); err != nil {
				rt.Fatalf("redo of %#v: %v", c, err)
			}
			if diff := cmp.Diff(after, dump(t, p)); diff != "" {
				rt.Fatalf("redo of %#v (-before +after):\n%s", c, diff)
			}
		}
		whole(rt, p)
	})
}

// What earlier versions stored that is no text can be taken back, too.
func TestUndoOfWhatIsNoText(t *testing.T) {
	p := newProject(t)
	hasty(t, p)
	if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "add", Changes: []edit.Change{
		edit.PutTheme{Theme: coding.Theme{ID: "t", Name: "Size", Definition: "Gr\ufffd\ufffde", Colour: "#123456"}}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.db.Exec("update themes set definition = cast(x'4772f6df65' as text), sum = null"); err != nil { // the bytes, which the log could not keep
		t.Fatal(err)
	}
	if err := p.write(ctx, (*writer).sumUp); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
		t.Error(err)
	}
}

// So it is for 200 edits.
func TestUndoOf200(t *testing.T) {
	t.Parallel()
	for seed := range draws.Times(uint64(1)) {
		undoLaw(t, t, seed, 200)
	}
}

func undoLaw(t *testing.T, rt failer, seed uint64, edits int) {
	p := begin(rt, filepath.Join(t.TempDir(), fmt.Sprint(rand.Int64(), ".crosscase")))
	defer p.Close()
	e := edittest.NewEditor(seed)
	hasty(rt, p)
	add(t, p, e.NewID, "int-1", interview)
	add(t, p, e.NewID, "int-2", "Roe: Another time.\n\nPenn: In another place — 🙂.\n\nRoe: Yes.\n\nPenn: Yes.\n")
	states := []string{dump(t, p)}
	for range edits {
		c := randomChange(rt, e, p)
		n, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: fmt.Sprintf("%T", c), Changes: []edit.Change{c}})
		if err != nil {
			rt.Fatalf("%#v: %v", c, err)
		}
		if n > 0 {
			states = append(states, dump(t, p))
		}
	}
	whole(rt, p)
	last := states[len(states)-1]
	var steps []int
	for i := len(states) - 2; i >= 0; i-- {
		undone, err := p.Undo(ctx, "AK", monday, 0)
		if err != nil {
			rt.Fatal(err)
		}
		steps = append(steps, undone[0].Step)
		if diff := cmp.Diff(states[i], dump(t, p)); diff != "" {
			rt.Fatalf("undo of %s (-before +after):\n%s", undone[0].What, diff)
		}
	}
	whole(rt, p)
	entries, err := p.Log(ctx)
	if err != nil {
		rt.Fatal(err)
	}
	for i := len(entries) - 1; i >= len(entries)-len(steps); i-- {
		if _, err := p.Undo(ctx, "AK", monday, entries[i].Number); err != nil {
			rt.Fatalf("redo of %s: %v", entries[i].What, err)
		}
	}
	if diff := cmp.Diff(last, dump(t, p)); diff != "" {
		rt.Fatalf("all done again (-before +after):\n%s", diff)
	}
	whole(rt, p)
}

// whole checks the integrity law: text[start:end] equals the quote, and the rest
// of what check knows.
func whole(t failer, p *Project) {
	problems, err := p.Check(ctx)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
}

// What the project was after each change, against what was read then.
func TestStudyAt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p, err := Init(ctx, filepath.Join(dir, "a.crosscase"), "id", "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	hasty(t, p)
	e := edittest.NewEditor(5)
	add(t, p, e.NewID, "int-1", interview)
	summary := func(s *coding.Study) string {
		var lines []string
		for _, x := range s.Themes {
			lines = append(lines, s.Path(x.ID)+" "+x.Definition)
		}
		for i, x := range s.Passages {
			first, last := s.TagsOf(i)
			for _, tag := range s.Tags[first:last] {
				lines = append(lines, fmt.Sprint(x.Text, x.Span, tag.Theme, tag.Coder, tag.About, tag.Weight))
			}
		}
		for _, x := range s.Summaries {
			lines = append(lines, fmt.Sprint(x.Theme, x.On, x.Text))
		}
		for _, x := range s.Participants {
			lines = append(lines, fmt.Sprint(*x))
		}
		return strings.Join(lines, "\n")
	}
	was := map[int]string{}
	for range draws.Times(60) {
		c := randomChange(t, e, p)
		n, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: fmt.Sprintf("%T", c), Changes: []edit.Change{c}})
		if err != nil {
			t.Fatalf("%#v: %v", c, err)
		}
		if n > 0 {
			was[n] = summary(study(t, p))
		}
	}
	before := dump(t, p)
	for n, want := range was {
		s, err := p.StudyAt(ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, summary(s)); diff != "" {
			t.Fatalf("after change %d (-then +now):\n%s", n, diff)
		}
	}
	if diff := cmp.Diff(before, dump(t, p)); diff != "" {
		t.Errorf("looking back changed it:\n%s", diff)
	}
}

// The law of the model: a project holds what edittest.Memory holds after the same edits.
func TestModel(t *testing.T) {
	t.Parallel()
	for seed := range draws.Times(uint64(5)) {
		modelLaw(t, seed, 50)
	}
}

func modelLaw(t *testing.T, seed uint64, edits int) {
	t.Helper()
	p, e := hasty(t, newProject(t)), edittest.NewEditor(seed)
	add(t, p, e.NewID, "int-1", interview)
	apply(t, p, edit.PutCoder{Coder: coding.Coder{ID: "second", Name: "Second coder"}})
	m := model(t, p)
	for range edits {
		c := randomChange(t, e, p)
		switch c.(type) {
		case edit.MergeParticipants, edit.MergeOrganisations, edit.MergeCases, edit.MergeCoders: // are not modelled
			continue
		}
		apply(t, p, c)
		if err := m.Make("AK", c); err != nil {
			t.Fatalf("seed %d: %#v: %v", seed, c, err)
		}
		if diff := cmp.Diff(edittest.Canonical(study(t, p)), edittest.Canonical(m.Study())); diff != "" {
			t.Fatalf("seed %d: %#v (-project +model):\n%s", seed, c, diff)
		}
		if _, ok := c.(edit.MergeThemes); ok { // may make a memo, under an identifier that nobody else knows
			m = model(t, p)
		}
	}
}

// model is what a project holds, in memory.
func model(t *testing.T, p *Project) *edittest.Memory {
	t.Helper()
	s, bodies := study(t, p), map[corpus.TextID]string{}
	ids := slices.Collect(maps.Keys(s.Earlier))
	for _, src := range s.Sources {
		ids = append(ids, src.Text)
	}
	for _, id := range ids {
		text, err := p.Text(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		bodies[id] = text.Body
	}
	return edittest.Of(s, bodies)
}

// The laws of merging: twice is no more than once; A into B is B into A, where
// each takes the other's side of conflicts; undo takes it back; and all the while
// every passage stands on the words that were marked.
func TestMerge(t *testing.T) {
	t.Parallel()
	for seed := range draws.Times(uint64(4)) {
		mergeLaw(t, seed)
	}
}

func mergeLaw(t *testing.T, seed uint64) {
	t.Helper()
	dir := t.TempDir()
	base := begin(t, filepath.Join(dir, fmt.Sprint(seed, ".crosscase")))
	defer base.Close()
	hasty(t, base)
	e := edittest.NewEditor(seed)
	add(t, base, e.NewID, "int-1", interview)
	add(t, base, e.NewID, "int-2", "Roe: Another time.\n\nPenn: In another place — 🙂.\n\nRoe: Yes.\n\nPenn: Yes.\n")
	edit := func(p *Project, coder string, n int) {
		for range n {
			c := randomChange(t, e, p)
			switch c.(type) {
			case edit.UpdateText, edit.AttachPassage, edit.MergeParticipants, edit.MergeOrganisations, edit.MergeCases, edit.MergeCoders:
				continue // of these nobody keeps what came from where, or see TestBringOfCorrectedWords
			}
			if _, err := p.Apply(ctx, edit.Edit{Coder: coder, At: monday, What: fmt.Sprintf("%T", c),
				Changes: []edit.Change{c}}); err != nil {
				t.Fatalf("%#v: %v", c, err)
			}
		}
	}
	edit(base, "AK", e.Rand.IntN(26))
	other := hasty(t, copyOf(t, base, dir))
	defer other.Close()
	edit(base, "AK", e.Rand.IntN(16))
	edit(other, "BM", e.Rand.IntN(16))
	a, b := hasty(t, copyOf(t, base, dir)), hasty(t, copyOf(t, other, dir))
	defer a.Close()
	defer b.Close()

	before := dump(t, a)
	bring(t, a, other, true, e.NewID)
	whole(t, a)
	once := dump(t, a)
	bring(t, a, other, true, e.NewID)
	if diff := cmp.Diff(once, dump(t, a)); diff != "" {
		t.Fatalf("seed %d: brought in twice (-once +twice):\n%s", seed, diff)
	}
	j := bring(t, b, base, false, e.NewID)
	whole(t, b)
	if !slices.ContainsFunc(j.Conflicts, func(c merge.Conflict) bool { return strings.HasSuffix(c.What, ": merged") }) {
		// Else there is one theme on each side, which has the one's name or the other's.
		if diff := cmp.Diff(edittest.Canonical(study(t, a)), edittest.Canonical(study(t, b))); diff != "" {
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

// The law of pseudonyms: no name is left in any byte of the file, or beside it, and every
// passage keeps its place.
func TestNoNameIsLeftInAnyByte(t *testing.T) {
	p := newProject(t)
	named(t, p)
	before := study(t, p)
	mask := pseudonym.NewMask([]pseudonym.Pseudonym{{Name: qwertman, Pseudonym: "Lake"}})
	places, done, err := p.Pseudonymise(ctx, "Q. Qwertman", monday.Add(time.Hour), mask, NewID, false)
	if err != nil || !done || !cmp.Equal(places, Replaced{Texts: 5, Others: 30}) {
		t.Fatalf("%+v, done %v, %v; want 5 in texts and 30 others", places, done, err)
	}
	whole(t, p)
	after := study(t, p)
	if len(after.Passages) != len(before.Passages) || len(after.Tags) != len(before.Tags) || len(after.Preserved) != 0 {
		t.Errorf("%d passages, %d tags, %d preserved projects; want %d, %d and 0", len(after.Passages), len(after.Tags),
			len(after.Preserved),
			len(before.Passages), len(before.Tags))
	}
	for _, x := range after.Passages {
		text, err := p.Text(ctx, x.Text)
		if err != nil {
			t.Fatal(err)
		}
		want := map[coding.PassageID]string{"p": "Zelda Lake", "p2": "So do I"}[x.ID]
		if got, err := text.Quote(x.Span); err != nil || got != want {
			t.Errorf("passage %s is on %q, %v; want %q", x.ID, got, err, want)
		}
	}
	if c := after.Coders[len(after.Coders)-1]; c.Name != "Q. Lake" || after.Title != "On Lake" {
		t.Errorf("coder %q, title %q", c.Name, after.Title)
	}
	log, err := p.Log(ctx)
	if err != nil || !slices.ContainsFunc(log, func(e Entry) bool { return e.What == "add what Lake said" && e.Coder == "Q. Lake" }) {
		t.Errorf("log %+v, %v", log, err)
	}
	if _, err := p.Undo(ctx, "AK", monday, 1); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("what was before comes back: %v", err)
	}
	if _, err := p.StudyAt(ctx, 1); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("what was before can be read: %v", err)
	}
	files, err := filepath.Glob(p.Path() + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if i := bytes.Index(bytes.ToLower(data), []byte("qwertman")); i >= 0 {
			t.Errorf("%s: the name is left: %q", filepath.Base(f), data[max(0, i-40):min(len(data), i+40)])
		}
	}
}

// A filledThing is one that has something in every field.
type filledThing struct {
	name   string
	change edit.Change
	want   any
	now    func(s *coding.Study) any
}

// filledThings are one of each kind, which are in the project with little but their names.
func filledThings(t *testing.T, p *Project) []filledThing {
	src := add(t, p, edittest.IDs(), "int-1", interview)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "above", Name: "Above"}}, edit.PutTheme{Theme: coding.Theme{ID: "t", Name: "T"}},
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: "o", Name: "O"}}, edit.PutCase{Case: corpus.CaseStudy{ID: "c", Name: "C"}},
		edit.PutParticipant{Participant: corpus.Participant{ID: "p", Name: "P"}}, edit.PutMemo{ID: "m", On: "t", Text: "M"})
	memo := func(s *coding.Study) any { return s.MemosOn("t")[0] }
	note := edittest.Fill(memo(study(t, p)).(coding.Memo), qwertman, "On", "At")
	theme := *study(t, p).Theme("t")
	theme.Parent = "above"
	theme = edittest.Fill(theme, qwertman, "Made")
	source := *src
	source.Case, source.Organisation = "c", "o"
	source = edittest.Fill(source, qwertman, "File", "MediaType", "SHA256", "Place") // which come with the words
	who := edittest.Fill(corpus.Participant{ID: "p", Organisation: "o"}, qwertman)
	body := edittest.Fill(corpus.Organisation{ID: "o", Cases: []corpus.CaseID{"c"}}, qwertman)
	site := edittest.Fill(corpus.CaseStudy{ID: "c"}, qwertman)
	return []filledThing{
		{"theme", edit.PutTheme{Theme: theme}, theme, func(s *coding.Study) any { return *s.Theme("t") }},
		{"source", edit.PutSource{Source: source}, source, func(s *coding.Study) any { return *s.Source(src.ID) }},
		{"participant", edit.PutParticipant{Participant: who}, who, func(s *coding.Study) any { return *s.Participant("p") }},
		{"organisation", edit.PutOrganisation{Organisation: body}, body, func(s *coding.Study) any { return *s.Organisation("o") }},
		{"memo", edit.PutMemo{ID: note.ID, On: note.On, Text: note.Text}, note, memo},
		{"case", edit.PutCase{Case: site}, site, func(s *coding.Study) any { return *s.Case("c") }},
	}
}

// The law of fields: whatever field a thing has, one that was added yesterday, too, is
// stored, taken back and done again, is in the difference, and names in it are replaced.
func TestFields(t *testing.T) {
	p := newProject(t)
	things := filledThings(t, p)
	for _, x := range things {
		before := x.now(study(t, p))
		n := apply(t, p, x.change)
		holds := func(when string, want any) {
			t.Helper()
			if diff := cmp.Diff(want, x.now(study(t, p))); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s", x.name, when, diff)
			}
		}
		holds("as stored", x.want)
		if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
			t.Fatal(err)
		}
		holds("taken back", before)
		if _, err := p.Undo(ctx, "AK", monday, n+1); err != nil {
			t.Fatal(err)
		}
		holds("done again", x.want)
		inDifference(t, p, n-1, x)
	}
	mask := pseudonym.NewMask([]pseudonym.Pseudonym{{Name: qwertman, Pseudonym: "Lake"}})
	if _, done, err := p.Pseudonymise(ctx, "AK", monday, mask, NewID, false); err != nil || !done {
		t.Fatal(done, err)
	}
	for _, x := range things {
		was, is := fmt.Sprintf("%+v", x.want), fmt.Sprintf("%+v", x.now(study(t, p)))
		if strings.Contains(is, qwertman) || strings.Count(is, "Lake") != strings.Count(was, qwertman) {
			t.Errorf("%s is after names were replaced\n%s\nand was\n%s", x.name, is, was)
		}
	}
}

// inDifference checks that it is said of each field of a thing with words in it that it was
// changed.
func inDifference(t *testing.T, p *Project, after int, x filledThing) {
	t.Helper()
	d, err := p.Since(ctx, after)
	if err != nil {
		t.Fatal(err)
	}
	if x.name != "theme" {
		if diff := cmp.Diff([]OtherChange{{Kind: x.name, Changed: 1}}, d.Others); diff != "" {
			t.Errorf("%s in the difference (-want +got):\n%s", x.name, diff)
		}
		return
	}
	words := strings.Count(fmt.Sprintf("%+v", x.want), qwertman) - 1 // its name is no field
	if len(d.Themes) != 1 || len(d.Themes[0].Fields) != words {
		t.Errorf("the difference is %+v, want %d fields", d.Themes, words)
	}
}
