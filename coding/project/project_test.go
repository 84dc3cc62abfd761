package project

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

var ctx = context.Background()

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// made is the file of a new project, which most tests begin with: to make one takes longer
// than most tests.
var made = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "crosscase-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	p, err := Init(ctx, filepath.Join(dir, "made.crosscase"), "id", "A study", monday)
	if err != nil {
		return nil, err
	}
	if err := p.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(p.Path())
})

// begin opens a new project, which the file is made to be.
func begin(t failer, file string) *Project {
	data, err := made()
	if err == nil {
		err = os.WriteFile(file, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	p, err := Open(ctx, file)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func newProject(t testing.TB) *Project {
	t.Helper()
	p := begin(t, filepath.Join(t.TempDir(), "study.crosscase"))
	t.Cleanup(func() { p.Close() })
	return p
}

// hasty makes a project forget to wait for the disk, which no test of laws is about.
func hasty(t failer, p *Project) *Project {
	p.db.SetMaxOpenConns(1) // the setting is the connection's
	if _, err := p.db.Exec("pragma synchronous = off"); err != nil {
		t.Fatal(err)
	}
	return p
}

func study(t testing.TB, p *Project) *coding.Study {
	t.Helper()
	s, err := p.Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func apply(t testing.TB, p *Project, changes ...edit.Change) int {
	t.Helper()
	n, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "edit", Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const interview = "Interviewer: How did it begin?\n\nRoe: With money, 🙂 and naïve hopes.\n\nInterviewer: And then?\n\nRoe: With less.\n"

// add imports a text as a source.
func add(t testing.TB, p *Project, newID func() string, name, body string) *corpus.Source {
	t.Helper()
	changes, err := edittest.Import(study(t, p), name, body, intake.Facts{Case: "One", Organisation: "Northmoor Police"}, newID)
	if err != nil {
		t.Fatal(err)
	}
	for n, c := range changes {
		if c, ok := c.(edit.AddSource); ok {
			c.Source.Place = "where " + name + " was"
			changes[n] = c
		}
	}
	apply(t, p, changes...)
	src, err := study(t, p).FindSource(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// dump writes every row but the log's and the coders', in order.
func dump(t testing.TB, p *Project) string {
	t.Helper()
	var b strings.Builder
	for _, k := range p.kinds.all {
		table := k.table
		if table == "coders" || table == "texts" { // who has edited stays; texts never change
			continue
		}
		rows, err := p.db.Query("select * from " + table + " order by id")
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s %v\n", table, values)
		}
		rows.Close()
	}
	return b.String()
}

// randomChange is a random change that fits a project.
func randomChange(t failer, e *edittest.Editor, p *Project) edit.Change {
	s, err := p.Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c, err := e.Change(s, p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// failer is what a test, and one of rapid's, can do.
type failer interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func TestFileIsOursAndItsOwnersAlone(t *testing.T) {
	p, err := Init(ctx, filepath.Join(t.TempDir(), "study.crosscase"), "id", "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	header, err := os.ReadFile(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	if got := string(header[68:72]); got != "xcas" {
		t.Errorf("application id %q, want xcas", got)
	}
	info, err := os.Stat(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600", info.Mode())
	}
	if _, err := Init(ctx, p.Path(), "id", "Another", monday); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("a second project in its place: %v, want %v", err, coding.ErrConflict)
	}
}

// Files that are no project, or from a later crosscase, are refused and left as
// they are.
func TestForeignFiles(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.crosscase")
	db, err := sql.Open("sqlite", "file:"+other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("create table t (x)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	newer := newProject(t)
	if _, err := newer.db.Exec("pragma user_version = 99"); err != nil {
		t.Fatal(err)
	}
	newer.Close()
	write := func(name, data string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tests := []struct {
		name, path string
		is         error
		says       string
	}{
		{"not there", filepath.Join(dir, "none.crosscase"), coding.ErrUnknown, "no such file"},
		{"a letter", write("letter.crosscase", "Dear Sir or Madam"), coding.ErrDamaged, "not a crosscase project"},
		{"nothing", write("empty.crosscase", ""), coding.ErrDamaged, "not a crosscase project"},
		{"another program's database", other, coding.ErrDamaged, "a database, but not"},
		{"from a newer crosscase", newer.Path(), coding.ErrNewer, "99"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, _ := os.ReadFile(tt.path)
			_, err := Open(ctx, tt.path)
			if !errors.Is(err, tt.is) || !strings.Contains(fmt.Sprint(err), tt.says) {
				t.Errorf("error %v, want %v with %q", err, tt.is, tt.says)
			}
			after, _ := os.ReadFile(tt.path)
			if !bytes.Equal(before, after) {
				t.Error("the file was touched")
			}
			if files, _ := filepath.Glob(tt.path + "-*"); len(files) > 0 {
				t.Errorf("left behind: %v", files)
			}
		})
	}
}

func TestSourceAsItCame(t *testing.T) {
	p := newProject(t)
	src := add(t, p, edittest.IDs(), "int-1", interview)
	original, err := p.Original(ctx, src.SHA256)
	if err != nil || string(original) != interview {
		t.Errorf("original %q, %v", original, err)
	}
	text, err := p.Text(ctx, src.Text)
	if err != nil || text.Body != interview {
		t.Errorf("text %q, %v", text.Body, err)
	}
	s := study(t, p)
	tr := s.Transcript(src)
	doc, _ := format.Read("a.txt", []byte(interview))
	found, err := transcript.Find(doc, transcript.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := found.Transcript
	if diff := cmp.Diff(want.Turns, tr.Turns); diff != "" {
		t.Errorf("turns (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(corpus.WordStarts(interview), tr.Words); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	if o := s.Organisations[0]; len(o.Cases) != 1 || s.Case(o.Cases[0]).Name != "One" {
		t.Errorf("the organisation of a source takes part in the source's case; %+v", o)
	}
}

func TestAllOrNothing(t *testing.T) {
	p := newProject(t)
	src := add(t, p, edittest.IDs(), "int-1", interview)
	before := dump(t, p)
	tests := []struct {
		name    string
		changes []edit.Change
		is      error
		says    string
	}{
		{"a theme that is not there", []edit.Change{
			edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}},
			edit.TagPassage{Passage: "p", Text: src.Text, Span: corpus.Span{Start: 0, End: 5}, Tag: "t",
				Theme: "nobody"}}, coding.ErrConflict, "removed meanwhile"},
		{"half a letter", []edit.Change{
			edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}},
			edit.TagPassage{Passage: "p", Text: src.Text, Span: corpus.Span{Start: 51, End: 53}, Tag: "t",
				Theme: "a"}}, coding.ErrInvalid, "letter"},
		{"two of one name", []edit.Change{
			edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}},
			edit.PutTheme{Theme: coding.Theme{ID: "b", Name: "Trust"}}}, coding.ErrConflict, `theme "Trust": there is one`},
		{"a ring", []edit.Change{
			edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "A"}},
			edit.PutTheme{Theme: coding.Theme{ID: "b", Name: "B", Parent: "a"}},
			edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "A", Parent: "b"}}}, coding.ErrInvalid, "below itself"},
		{"no name", []edit.Change{edit.PutTheme{Theme: coding.Theme{ID: "a", Name: " "}}}, coding.ErrInvalid, "a name is needed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "edit", Changes: tt.changes})
			if !errors.Is(err, tt.is) || !strings.Contains(fmt.Sprint(err), tt.says) {
				t.Errorf("error %v, want %v with %q", err, tt.is, tt.says)
			}
			if diff := cmp.Diff(before, dump(t, p)); diff != "" {
				t.Errorf("something was changed:\n%s", diff)
			}
		})
	}
}

// Several writers at once: none waits in vain, none loses anything.
func TestManyWriters(t *testing.T) {
	p := newProject(t)
	src := add(t, p, edittest.IDs(), "int-1", interview)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	const writers, each = 6, 20
	var wait sync.WaitGroup
	for w := range writers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			q, err := Open(ctx, p.Path())
			if err != nil {
				t.Error(err)
				return
			}
			defer q.Close()
			for i := range each {
				id := fmt.Sprint(w, "-", i)
				_, err := q.Apply(ctx, edit.Edit{Coder: fmt.Sprint("coder ", w), At: monday, What: "tag",
					Changes: []edit.Change{edit.TagPassage{
						Passage: coding.PassageID("p" + id), Text: src.Text, Span: corpus.Span{Start: 0,
							End: 1 + i}, Tag: coding.TagID("t" + id), Theme: "a"}}})
				if err != nil {
					t.Error(err)
				}
			}
		}()
	}
	wait.Wait()
	s := study(t, p)
	if len(s.Tags) != writers*each || len(s.Passages) != each {
		t.Errorf("%d tags on %d passages, want %d on %d", len(s.Tags), len(s.Passages), writers*each, each)
	}
}

// On a full disk nothing is stored by half, and what was there stays.
func TestFullDisk(t *testing.T) {
	p := newProject(t)
	add(t, p, edittest.IDs(), "int-1", interview)
	before := dump(t, p)
	p.db.SetMaxOpenConns(1) // the limit is the connection's
	var pages int
	if err := p.db.QueryRow("pragma page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := p.db.Exec(fmt.Sprintf("pragma max_page_count = %d", pages+2)); err != nil {
		t.Fatal(err)
	}
	_, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "import", Changes: []edit.Change{edit.AddSource{
		Source: corpus.Source{ID: "s2", Name: "int-2", Text: "t2", SHA256: "x"}, Text: corpus.Text{ID: "t2",
			Body: strings.Repeat("many words ", 10_000)}, Original: []byte("x")}}})
	if err == nil || !strings.Contains(err.Error(), "disk is full") || coding.Hint(err) == "" {
		t.Errorf("error %v, want one of a full disk, with a hint", err)
	}
	if diff := cmp.Diff(before, dump(t, p)); diff != "" {
		t.Errorf("something was stored:\n%s", diff)
	}
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(err, problems)
	}
}

func TestBackupIsWhole(t *testing.T) {
	p := newProject(t)
	add(t, p, edittest.IDs(), "int-1", interview)
	to := filepath.Join(t.TempDir(), "copy.crosscase")
	if err := p.Backup(ctx, to); err != nil {
		t.Fatal(err)
	}
	q, err := Open(ctx, to)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	if diff := cmp.Diff(dump(t, p), dump(t, q)); diff != "" {
		t.Error(diff)
	}
}

func FuzzCodec(f *testing.F) {
	f.Add(encodeTurns([]corpus.Turn{{Start: 0, Body: 3, End: 9, Speaker: -1, From: corpus.NoTime, To: corpus.NoTime}}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if turns, err := decodeTurns(b); err == nil {
			again, err := decodeTurns(encodeTurns(turns))
			if err != nil || len(again) != len(turns) {
				t.Fatalf("%v, %v", again, err)
			}
		}
		decodeWords(b)
	})
}

func TestUnknownTextAndOriginal(t *testing.T) {
	p := newProject(t)
	if _, err := p.Text(ctx, "gone"); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("text: %v, want %v", err, coding.ErrUnknown)
	}
	if _, err := p.Original(ctx, "gone"); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("original: %v, want %v", err, coding.ErrUnknown)
	}
}

// The project of a folder is the one in it, or in the nearest folder above that has one.
func TestFind(t *testing.T) {
	root := filepath.Join(t.TempDir(), "re[search]*")
	below := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(below, 0o700); err != nil {
		t.Fatal(err)
	}
	touch := func(name string) string {
		t.Helper()
		path := filepath.Join(root, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if got, _, err := Find(below); !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) == "" {
		t.Errorf("found %q, %v; want %v and a hint", got, err, coding.ErrUnknown)
	}
	touch("notes.txt")
	want := touch("study.crosscase")
	for _, folder := range []string{root, below} {
		if got, _, err := Find(folder); err != nil || got != want {
			t.Errorf("from %s: %q, %v; want %q", folder, got, err, want)
		}
	}
	nearer := touch("a/nearer.crosscase")
	if got, _, err := Find(below); err != nil || got != nearer {
		t.Errorf("with one nearer: %q, %v; want %q", got, err, nearer)
	}
	touch("a/other.crosscase")
	if _, _, err := Find(below); !errors.Is(err, coding.ErrConflict) ||
		!strings.Contains(fmt.Sprint(err), "nearer.crosscase, other.crosscase") {
		t.Errorf("with two: %v, want %v that names both", err, coding.ErrConflict)
	}
}

// A plain copy beside a project is not taken for it as long as it has no edits of its own.
func TestFindBesideCopies(t *testing.T) {
	folder := t.TempDir()
	path, copied := filepath.Join(folder, "study.crosscase"), filepath.Join(folder, "study-old.crosscase")
	edited := func(path, theme string) {
		t.Helper()
		p, err := Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		addThemes(t, p, theme)
	}
	p, err := Init(ctx, path, "id", "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	addThemes(t, p, "First")
	p.Close()
	finds := func(what, want string, notices int) {
		t.Helper()
		found, said, err := Find(folder)
		if want == "" && !errors.Is(err, coding.ErrConflict) || want != "" && err != nil || found != want || len(said) != notices {
			t.Errorf("%s: found %q, %q, %v; want %q", what, found, said, err, want)
		}
	}
	writeFile(t, copied, readFile(t, path))
	finds("just copied", path, 1)
	if err := os.Rename(copied, filepath.Join(folder, "a.crosscase")); err != nil {
		t.Fatal(err)
	}
	finds("a copy whose name says nothing", "", 0)
	if err := os.Rename(filepath.Join(folder, "a.crosscase"), copied); err != nil {
		t.Fatal(err)
	}
	edited(path, "Second")
	finds("edited since", path, 1)
	writeFile(t, filepath.Join(folder, "b.crosscase"), readFile(t, path))
	edited(path, "Third")
	finds("two copies", path, 2)
	edited(copied, "Other")
	finds("the copy was edited, too", "", 0)
	if err := os.Remove(copied); err != nil {
		t.Fatal(err)
	}
	other, err := Init(ctx, filepath.Join(folder, "study-2.crosscase"), "other id", "Another study", monday)
	if err != nil {
		t.Fatal(err)
	}
	other.Close()
	finds("another study", "", 0)
}

func TestRemove(t *testing.T) {
	p := newProject(t)
	if err := os.MkdirAll(filepath.Join(p.Path()+".index", "store"), 0o700); err != nil {
		t.Fatal(err)
	}
	p.Close()
	Remove(p.Path())
	if left, _ := filepath.Glob(p.Path() + "*"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := Open(ctx, p.Path()); !errors.Is(err, coding.ErrUnknown) ||
		!strings.HasSuffix(coding.Hint(err), strings.TrimSuffix(p.Path(), Ending)) {
		t.Errorf("opened: %v, hint %q", err, coding.Hint(err))
	}
}

func TestInitFails(t *testing.T) {
	if _, err := Init(ctx, filepath.Join(t.TempDir(), "no", "folder.crosscase"), "id", "A study", monday); err == nil {
		t.Error("made in a folder that is not there")
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	path := filepath.Join(t.TempDir(), "study.crosscase")
	if _, err := Init(cancelled, path, "id", "A study", monday); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	if left, _ := filepath.Glob(path + "*"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestNewID(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 100 {
		id := NewID()
		if !form.MatchString(id) || seen[id] {
			t.Errorf("identifier %q, seen before: %v", id, seen[id])
		}
		seen[id] = true
	}
}
