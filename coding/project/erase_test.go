package project

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
)

// consented is a project with two sources in which two people speak and are tagged, quoted and
// noted about; what Qwertman says has one of the words of withdrawn.
func consented(t *testing.T) *Project {
	t.Helper()
	p := newProject(t)
	body := "Penn: How was it, Ms Qwertman?\n\nQwertman: The foxgloves were late this year, and the zebras never came.\n\n" +
		"Penn: So it rained all summer long.\n\nQwertman: Marmalade helps.\n"
	ids := edittest.IDs()
	src := add(t, p, ids, "int Foxglove", body)
	add(t, p, ids, "int Other", "Penn: Nobody knows it better than we do.\n\nMoss: We met Qwertman once.\n")
	on := func(words string) corpus.Span {
		at := strings.Index(body, words)
		return corpus.Span{Start: at, End: at + len(words)}
	}
	tag := func(id coding.PassageID, words string) edit.Change {
		return edit.TagPassage{Passage: id, Text: src.Text, Span: on(words), Tag: coding.TagID("t" + id), Theme: "a",
			Memo: "note", MemoID: coding.MemoID("m" + id)}
	}
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Weather", Example: "late: the foxgloves were late this year"}},
		tag("inside", "zebras never came"), tag("both", "never came.\n\nPenn: So it rained"), tag("other", "rained all summer"),
		edit.PutMemo{ID: "m", On: "a", Text: "As they say, the zebras never came; and it rained."},
		edit.PutPreserved{Preserved: coding.Preserved{ID: "x", Name: "other.qdpx", Document: sumOf("zebras")},
			Files: []coding.PreservedFile{{SHA256: sumOf("zebras"), Data: func() ([]byte, error) { return []byte("zebras"), nil }}}})
	e := edit.Edit{Coder: "AK", At: monday, What: `tag Weather in int Foxglove by Qwertman: "the zebras nev…"`,
		Changes: []edit.Change{edit.PutTheme{Theme: coding.Theme{ID: "e", Name: "E"}}}}
	if _, err := p.Apply(ctx, e); err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.CopyBefore(ctx, "merge", monday); err != nil {
		t.Fatal(err)
	}
	return p
}

// nowhereIn fails where one of some words is in any byte of the project or of what is beside it.
func nowhereIn(t *testing.T, p *Project, words ...string) {
	t.Helper()
	searched := 0
	err := filepath.WalkDir(filepath.Dir(p.Path()), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		searched += len(data)
		for _, word := range words {
			if at := bytes.Index(bytes.ToLower(data), []byte(word)); at >= 0 {
				t.Errorf("%s: %q is left: %q", filepath.Base(path), word, data[max(0, at-40):min(len(data), at+40)])
			}
		}
		return err
	})
	if err != nil || searched == 0 {
		t.Errorf("%d bytes searched, %v", searched, err)
	}
}

// planned checks that a dry run says what an erasure does, and does nothing.
func planned(t *testing.T, p *Project, what Erasure) Erased {
	t.Helper()
	before := dump(t, p)
	out, done, err := p.Erase(ctx, "AK", monday, what, NewID, true)
	if err != nil || done {
		t.Fatalf("dry run: done %v, %v", done, err)
	}
	if diff := cmp.Diff(before, dump(t, p)); diff != "" {
		t.Errorf("a dry run changes something (-before +after):\n%s", diff)
	}
	return out
}

func TestEraseSource(t *testing.T) {
	p := consented(t)
	what := Erasure{Source: study(t, p).Sources[0].ID}
	want := Erased{Passages: 3, Tags: 3, Quotes: 2, Sources: []string{"int Foxglove"}}
	plan := planned(t, p, what)
	out, done, err := p.Erase(ctx, "AK", monday, what, NewID, false)
	if err != nil || !done {
		t.Fatal(done, err)
	}
	if diff := cmp.Diff([]Erased{want, want}, []Erased{plan, out}); diff != "" {
		t.Errorf("planned and done (-want +got):\n%s", diff)
	}
	nowhereIn(t, p, "foxglove", "zebra", "marmalade")
	whole(t, p)
	s := study(t, p)
	if len(s.Sources) != 1 || s.Sources[0].Name != "int Other" || len(s.Tags) != 0 {
		t.Errorf("%d sources, %d tags are left", len(s.Sources), len(s.Tags))
	}
	if data, err := p.Original(ctx, s.Sources[0].SHA256); err != nil || len(data) == 0 {
		t.Errorf("the file of the other source: %d bytes, %v", len(data), err)
	}
	if m := s.MemosOn("a"); len(m) != 1 || m[0].Text != "As they say, the [erased]; and it rained." {
		t.Errorf("the note says %q", m[0].Text)
	}
	log, err := p.Log(ctx)
	if err != nil || log[len(log)-1].What != "erase a source" || log[len(log)-2].What != "tag Weather in [erased] by Qwertman: [erased]" {
		t.Errorf("log %+v, %v", log, err)
	}
	if _, broken, err := p.VerifyLog(ctx); err != nil || broken != 0 {
		t.Errorf("the log is broken at %d, %v", broken, err)
	}
	if _, err := p.Undo(ctx, "AK", monday, 1); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("what was before comes back: %v", err)
	}
	if _, _, err := p.Erase(ctx, "AK", monday, what, NewID, false); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("erased again: %v", err)
	}
}

// What others say and wrote keeps parts of a name that the whole name does not stand in: they
// are listed, planned and done, and the mark that stands for words is none.
func TestErasePartsOfNames(t *testing.T) {
	p := newProject(t)
	ids := edittest.IDs()
	src := add(t, p, ids, "board", "Petra Qwertman: All of it was mine.\n\nMoss: As Petra said, Petra Qwertman did it.\n\nMoss: Qwertman, yes; petra no.\n\nPetra Qwertman: Mine.\n")
	apply(t, p, edit.PutMemo{ID: "m", On: string(src.ID), Text: "Petra first."}, edit.PutMemo{ID: "n", On: string(src.ID), Text: "Ask Petra Qwertman."})
	who, err := study(t, p).FindParticipant("Petra Qwertman")
	if err != nil {
		t.Fatal(err)
	}
	what := Erasure{Participant: who.ID}
	want := []Standing{{Word: "Petra", Texts: 1, Others: 1}, {Word: "Qwertman", Texts: 1}}
	plan := planned(t, p, what)
	out, done, err := p.Erase(ctx, "AK", monday, what, NewID, false)
	if err != nil || !done {
		t.Fatal(done, err)
	}
	if diff := cmp.Diff([][]Standing{want, want}, [][]Standing{plan.Left, out.Left}); diff != "" {
		t.Errorf("planned and done (-want +got):\n%s", diff)
	}
	s := study(t, p)
	tr := s.Transcript(s.Sources[0])
	words := []int{tr.TurnWords(0), tr.TurnWords(1), tr.TurnWords(2), tr.TurnWords(3)}
	if diff := cmp.Diff([]int{0, 5, 4, 0}, words); diff != "" { // "As Petra said, [erased] did it."
		t.Errorf("words of the turns (-want +got):\n%s", diff)
	}
}

func TestEraseParticipant(t *testing.T) {
	p := consented(t)
	who, err := study(t, p).FindParticipant("Qwertman")
	if err != nil {
		t.Fatal(err)
	}
	what := Erasure{Participant: who.ID}
	want := Erased{Turns: 2, Passages: 1, Marked: 1, Tags: 1, Quotes: 2, Sources: []string{"int Foxglove"}}
	plan := planned(t, p, what)
	out, done, err := p.Erase(ctx, "AK", monday, what, NewID, false)
	if err != nil || !done {
		t.Fatal(done, err)
	}
	if diff := cmp.Diff([]Erased{want, want}, []Erased{plan, out}); diff != "" {
		t.Errorf("planned and done (-want +got):\n%s", diff)
	}
	nowhereIn(t, p, "qwertman", "foxgloves", "zebra", "marmalade")
	whole(t, p)
	s := study(t, p)
	src, err := s.FindSource("int Foxglove")
	if err != nil {
		t.Fatal(err)
	}
	text, err := p.Text(ctx, src.Text)
	if err != nil {
		t.Fatal(err)
	}
	wantBody := "Penn: How was it, Ms [erased]?\n\nErased participant: [erased]\n\nPenn: So it rained all summer long.\n\n" +
		"Erased participant: [erased]\n"
	if diff := cmp.Diff(wantBody, text.Body); diff != "" {
		t.Errorf("the text (-want +got):\n%s", diff)
	}
	got := map[coding.PassageID]string{}
	for _, x := range s.Passages {
		if got[x.ID], err = text.Quote(x.Span); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(map[coding.PassageID]string{"both": "[erased]\n\nPenn: So it rained", "other": "rained all summer"}, got); diff != "" {
		t.Errorf("passages (-want +got):\n%s", diff)
	}
	tr := s.Transcript(src)
	if len(tr.Turns) != 4 || text.Body[tr.Turns[3].Body:tr.Turns[3].End] != "[erased]" {
		t.Errorf("turns %+v", tr.Turns)
	}
	if _, err := s.FindParticipant("Erased participant"); err != nil {
		t.Error(err)
	}
}

func TestQuotes(t *testing.T) {
	var q quotes
	q.addAll("The foxgloves were late this year, and the zebras never came.")
	q.add("zebras never came")
	for s, want := range map[string]string{
		"":                                   "",
		"nothing of it":                      "nothing of it",
		"the foxgloves were late":            "the foxgloves were late", // four words are a turn of phrase
		"x THE FOXGLOVES were late, this; y": "x [erased]; y",
		"all: the foxgloves were late this year and the zebras never came!": "all: [erased]!",
		"zebras never came, zebras never go":                                "[erased], zebras never go",
	} {
		if got := q.hide(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
}
