package project

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

// extended is an engine whose schema has one more script than the newest format.
type extended struct {
	engine
	name, script string
}

func (e extended) Schema() fs.FS {
	all := fstest.MapFS{e.name: {Data: []byte(e.script)}}
	fs.WalkDir(e.engine.Schema(), ".", func(name string, d fs.DirEntry, err error) error {
		if data, err := fs.ReadFile(e.engine.Schema(), name); err == nil {
			all[name] = &fstest.MapFile{Data: data}
		}
		return nil
	})
	return all
}

// older makes a project with a source, and returns its rows.
func older(t *testing.T) (path, rows string) {
	p := newProject(t)
	add(t, p, edittest.IDs(), "int-1", interview)
	rows = dump(t, p)
	p.Close()
	return p.Path(), rows
}

// An upgrade that fails leaves the file as it was.
func TestUpgradeThatFails(t *testing.T) {
	path, rows := older(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	e, err := openEngine(path)
	if err != nil {
		t.Fatal(err)
	}
	broken := extended{e, "9999_broken.sql", "create table extra (x text); create table themes (x text)"}
	if _, err := open(ctx, path, broken); err == nil || !strings.Contains(err.Error(), "9999_broken.sql") {
		t.Errorf("error %v, want one that names the step", err)
	}
	p, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows, dump(t, p)); diff != "" {
		t.Error(diff)
	}
	p.Close()
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file is not as it was")
	}
}

// A file of an older format is copied, then brought to the newest, by one of all
// who open it at once.
func TestUpgrade(t *testing.T) {
	path, rows := older(t)
	var engines [5]engine
	for i := range engines { // all before any of them upgrades it
		var err error
		if engines[i], err = openEngine(path); err != nil {
			t.Fatal(err)
		}
	}
	var wait sync.WaitGroup
	for _, e := range engines {
		wait.Go(func() {
			p, err := open(ctx, path, extended{e, "9999_extra.sql", "create table extra (x text)"})
			if err != nil {
				t.Error(err)
				return
			}
			defer p.Close()
			var n int
			if err := p.db.QueryRow("select count(*) from extra").Scan(&n); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	copies, err := Copies(path)
	if err != nil || len(copies) != 1 {
		t.Fatalf("copies %v, %v; want one", copies, err)
	}
	copied, err := Open(ctx, copies[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if diff := cmp.Diff(rows, dump(t, copied)); diff != "" {
		t.Errorf("the copy (-before +copy):\n%s", diff)
	}
	if _, err := Open(ctx, path); !errors.Is(err, coding.ErrNewer) {
		t.Errorf("opened by who knows only the old format: %v, want %v", err, coding.ErrNewer)
	}
}

// openFixture opens a copy of a project that an older crosscase made.
func openFixture(t *testing.T, file string) *Project {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "older.crosscase")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// A project that an older crosscase made (testdata/format-1.sqlite) is brought up
// to date with everything in it, and can be corrected then like any other.
func TestFormat1(t *testing.T) {
	p := openFixture(t, "testdata/format-1.sqlite")
	if copies, err := Copies(p.Path()); err != nil || len(copies) != 1 || !strings.HasPrefix(copies[0].Reason, "format-") {
		t.Errorf("no copy of the file as it was: %v, %v", copies, err)
	}
	s := study(t, p)
	src, err := s.FindSource("int-1")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Transcript(src); len(got.Turns) != 4 || len(got.Speakers) != 2 || len(s.Tags) != 2 || len(s.Memos) != 1 {
		t.Errorf("%d turns, %d speakers, %d tags, %d memos; want 4, 2, 2 and 1", len(got.Turns), len(got.Speakers), len(s.Tags),
			len(s.Memos))
	}
	body := "Interviewer: How did it begin?\n\nRoe: It began with money, and nobody had any of it.\n\nRoe: We waited, and waited.\n"
	doc, err := format.Read("a.txt", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	found, err := transcript.Find(doc, transcript.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := intake.NewIntake(s, edittest.IDs()).Correct(ctx, s, p, src,
		intake.Import{File: "a.txt", Data: []byte(body), Document: doc, Transcript: found.Transcript})
	if err != nil {
		t.Fatal(err)
	}
	if n := c.Count(); n[corpus.Unchanged] != 1 || n[corpus.Detached] != 1 {
		t.Errorf("fates %v, want one unchanged and one detached", n)
	}
	apply(t, p, c.Changes...)
	for range 3 { // also what the older one did can be taken back
		if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
			t.Fatal(err)
		}
	}
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(err, problems)
	}
	if got := len(study(t, p).Tags); got != 0 {
		t.Errorf("%d tags after all were taken back", got)
	}
}

// A project of format 2 (testdata/format-2.sqlite, made by the crosscase of then) is
// brought up to date with everything in it; what was done in it can be taken back,
// to the first change.
func TestFormat2(t *testing.T) {
	p := openFixture(t, "testdata/format-2.sqlite")
	s := study(t, p)
	if sel := s.Select(coding.Filter{}); len(s.Tags) != 2 || len(sel.Passages) != 1 || sel.Detached != 1 || len(s.Memos) != 1 ||
		len(s.Coders) != 2 || s.Themes[1].Definition != "To spend less" {
		t.Fatalf("%d tags, %d passages, %d detached, %d memos, %d coders, themes %+v", len(s.Tags), len(sel.Passages), sel.Detached,
			len(s.Memos), len(s.Coders), s.Themes)
	}
	apply(t, p, edit.MergeThemes{From: s.Themes[1].ID, Into: s.Themes[0].ID},
		edit.PutCoder{Coder: coding.Coder{ID: s.Coders[1].ID, Name: "Beth Moor"}})
	for {
		if _, err := p.Undo(ctx, "AK", monday, 0); errors.Is(err, coding.ErrUnknown) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if s := study(t, p); len(s.Tags)+len(s.Themes)+len(s.Sources)+len(s.Memos) != 0 {
		t.Errorf("after all was taken back: %d tags, %d themes, %d sources, %d memos", len(s.Tags), len(s.Themes), len(s.Sources),
			len(s.Memos))
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

// What a study of format 3 holds is there, and matrices and summaries can come.
func TestFormat3(t *testing.T) {
	p := openFixture(t, "testdata/format-3.sqlite")
	s := study(t, p)
	if len(s.Queries) != 1 || len(s.Matrices) != 0 || len(s.Tags) != 2 || len(s.Readings) != 1 || len(s.Links) != 1 {
		t.Errorf("%d queries, %d matrices, %d tags, %d readings, %d links; want 1, 0, 2, 1, 1", len(s.Queries), len(s.Matrices),
			len(s.Tags), len(s.Readings), len(s.Links))
	}
	apply(t, p, edit.PutSummary{ID: "s", Theme: s.Themes[0].ID, On: string(s.Sources[0].ID), Text: "Money."},
		edit.PutQuery{Query: coding.SavedQuery{ID: "m", Name: "by source", Kind: coding.SavedMatrix, Expression: "--cols source"}})
	s = study(t, p)
	if x := s.SummaryOf(s.Themes[0].ID, string(s.Sources[0].ID)); x == nil || x.Text != "Money." || len(s.Matrices) != 1 ||
		len(s.Queries) != 1 {
		t.Errorf("%+v, %d matrices, %d queries", x, len(s.Matrices), len(s.Queries))
	}
	for range 3 {
		if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
			t.Fatal(err)
		}
	}
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(err, problems)
	}
}

// What a study of format 4 holds is there, and what comes with projects of other
// programs can be kept.
func TestFormat4(t *testing.T) {
	p := openFixture(t, "testdata/format-4.sqlite")
	s := study(t, p)
	if len(s.Sources) != 1 || len(s.Tags) != 1 || len(s.Summaries) != 1 || len(s.Matrices) != 1 || len(s.Preserved) != 0 {
		t.Errorf("%d sources, %d tags, %d summaries, %d matrices, %d preserved projects; want 1, 1, 1, 1 and 0", len(s.Sources), len(s.Tags),
			len(s.Summaries), len(s.Matrices), len(s.Preserved))
	}
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte("x")))
	apply(t, p, edit.PutPreserved{Preserved: coding.Preserved{ID: "1", Name: "a.qdpx", Document: sum},
		Files: []coding.PreservedFile{{SHA256: sum, Data: func() ([]byte, error) { return []byte("x"), nil }}}})
	if s = study(t, p); len(s.Preserved) != 1 || s.Preserved[0].Document != sum {
		t.Errorf("%+v", s.Preserved)
	}
	if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
		t.Fatal(err)
	}
	if s = study(t, p); len(s.Preserved) != 0 {
		t.Error("a preserved project stays whose import was taken back")
	}
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
}

// What a project of format 5 preserved of another program's project is there, and its
// import can be taken back and done again, though the log calls the table by its former name.
func TestFormat5(t *testing.T) {
	p := openFixture(t, "testdata/format-5.sqlite")
	if copies, err := Copies(p.Path()); err != nil || len(copies) != 1 {
		t.Errorf("no copy of the file as it was: %v, %v", copies, err)
	}
	preserved := study(t, p).Preserved
	if len(preserved) != 1 || preserved[0].Name != "other.qde" {
		t.Fatalf("preserved %+v, want other.qde", preserved)
	}
	document, err := p.Original(ctx, preserved[0].Document)
	if err != nil || len(document) == 0 {
		t.Errorf("its document has %d bytes, %v", len(document), err)
	}
	entry, details, err := p.Details(ctx, 2)
	if err != nil || entry.What != "import project other.qde" {
		t.Errorf("entry %+v, %v", entry, err)
	}
	if !slices.ContainsFunc(details, func(d Detail) bool { return d.Action == "added" && d.Kind == "preserved project" }) {
		t.Errorf("the log does not say that it was preserved: %+v", details)
	}
	if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
		t.Fatal(err)
	}
	if s := study(t, p); len(s.Preserved)+len(s.Tags) != 0 || len(s.Sources) != 1 {
		t.Errorf("taken back: %d preserved, %d tags, %d sources", len(s.Preserved), len(s.Tags), len(s.Sources))
	}
	if _, err := p.Redo(ctx, "AK", monday); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(preserved, study(t, p).Preserved); diff != "" {
		t.Errorf("done again (-before +after):\n%s", diff)
	}
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
}

// Of the sources of a project of format 11 it is not known where their files were; that of
// one that comes in afterwards is kept.
func TestFormat11(t *testing.T) {
	p := openFixture(t, "testdata/format-11.sqlite")
	if copies, err := Copies(p.Path()); err != nil || len(copies) != 1 {
		t.Errorf("no copy of the file as it was: %v, %v", copies, err)
	}
	body := "I: Why?\n"
	src := corpus.Source{ID: "s", Name: "int-2", Text: "t", SHA256: sumOf(body), Place: "where"}
	apply(t, p, edit.AddSource{Source: src, Text: corpus.Text{ID: "t", Body: body}, Original: []byte(body)})
	var places []string
	for _, src := range study(t, p).Sources {
		places = append(places, src.Name+" "+src.Place)
	}
	if diff := cmp.Diff([]string{"int-1 ", "int-2 where"}, places); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
}
