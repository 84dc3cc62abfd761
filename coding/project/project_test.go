package project

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

var ctx = context.Background()

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// ids counts identifiers up, so that tests are the same each time.
func ids() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("id-%04d", n) }
}

func newProject(t testing.TB) *Project {
	t.Helper()
	p, err := Init(ctx, filepath.Join(t.TempDir(), "study.crosscase"), "id", "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
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
	doc, err := format.Read(name+".txt", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	found, err := transcript.Find(doc, transcript.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, changes, err := intake.NewIntake(study(t, p), newID).Add(intake.Import{File: name + ".txt", Data: []byte(body), Document: doc, Transcript: found.Transcript,
		Facts: intake.Facts{Name: name, Case: "One", Organisation: "Northmoor Police"}})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, p, changes...)
	src, err := study(t, p).FindSource(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func TestFileIsOursAndItsOwnersAlone(t *testing.T) {
	p := newProject(t)
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

// openExtended opens a project as a crosscase with one more format does.
func openExtended(path, name, script string) (*Project, error) {
	e, err := openEngine(path)
	if err != nil {
		return nil, err
	}
	return open(ctx, path, extended{e, name, script})
}

// older makes a project with a source, and returns its rows.
func older(t *testing.T) (path, rows string) {
	p := newProject(t)
	add(t, p, ids(), "int-1", interview)
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
	if _, err := openExtended(path, "9999_broken.sql", "create table extra (x text); create table themes (x text)"); err == nil || !strings.Contains(err.Error(), "9999_broken.sql") {
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
	var wait sync.WaitGroup
	for range 5 {
		wait.Go(func() {
			p, err := openExtended(path, "9999_extra.sql", "create table extra (x text)")
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
	copies, _ := filepath.Glob(path + ".format-*")
	if len(copies) != 1 {
		t.Fatalf("copies %v, want one", copies)
	}
	copied, err := Open(ctx, copies[0])
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

func TestSourceAsItCame(t *testing.T) {
	p := newProject(t)
	src := add(t, p, ids(), "int-1", interview)
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
	src := add(t, p, ids(), "int-1", interview)
	before := dump(t, p)
	tests := []struct {
		name    string
		changes []edit.Change
		is      error
		says    string
	}{
		{"a theme that is not there", []edit.Change{
			edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}},
			edit.TagPassage{Passage: "p", Text: src.Text, Span: corpus.Span{Start: 0, End: 5}, Tag: "t", Theme: "nobody"}}, coding.ErrConflict, "removed meanwhile"},
		{"half a letter", []edit.Change{
			edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}},
			edit.TagPassage{Passage: "p", Text: src.Text, Span: corpus.Span{Start: 51, End: 53}, Tag: "t", Theme: "a"}}, coding.ErrInvalid, "letter"},
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

// editor makes random edits of every kind, as far as a study has something to
// edit.
type editor struct {
	r     *rand.Rand
	newID func() string
	names int
}

func (e *editor) name(kind string) string { e.names++; return fmt.Sprint(kind, " ", e.names) }

func some[T any](r *rand.Rand, all []T) (x T, ok bool) {
	if len(all) == 0 {
		return x, false
	}
	return all[r.IntN(len(all))], true
}

func (e *editor) edit(t failer, p *Project, s *coding.Study) edit.Change {
	src, hasSource := some(e.r, s.Sources)
	theme, hasTheme := some(e.r, s.Themes)
	person, hasPerson := some(e.r, s.Participants)
	org, hasOrg := some(e.r, s.Organisations)
	about := corpus.OrganisationID("")
	if hasOrg && e.r.IntN(2) == 0 {
		about = org.ID
	}
	switch k := e.r.IntN(38); {
	case k >= 22:
		if c := e.codebookEdit(k, s); c != nil {
			return c
		}
	case k == 17 && hasSource && len(s.Transcript(src).Turns) > 0:
		c := edit.AssignTurns{Text: src.Text, Turns: []int{e.r.IntN(len(s.Transcript(src).Turns))}}
		if hasPerson && e.r.IntN(3) > 0 {
			c.Participant = person.ID
		}
		return c
	case k == 18 && len(s.Passages) > 0:
		if x := s.Passages[e.r.IntN(len(s.Passages))]; s.SourceOf(x) != nil {
			return edit.NotePassage{Passage: coding.PassageID(e.newID()), Text: x.Text, Span: x.Span, MemoID: coding.MemoID(e.newID()), Memo: e.name("note")}
		}
	case k == 19 && len(s.Passages) > 1: // on the same words as another, or off them
		x, y := s.Passages[e.r.IntN(len(s.Passages))], s.Passages[e.r.IntN(len(s.Passages))]
		if src := s.SourceOf(y); src != nil && (s.SourceOf(x) == src || s.Earlier[x.Text] == src.ID) {
			return edit.AttachPassage{Passage: x.ID, Text: y.Text, Span: y.Span}
		}
	case (k == 20 || k == 21) && hasSource:
		return e.correct(t, p, s, src)
	case k == 16:
		body := e.name("words") + " that nobody speaks"
		text := corpus.TextID(e.newID())
		return edit.AddSource{
			Source: corpus.Source{ID: corpus.SourceID(e.newID()), Name: e.name("source"), Text: text, Organisation: about, SHA256: sum(body)},
			Text:   corpus.Text{ID: text, Body: body}, Original: []byte(body),
			Transcript: corpus.Transcript{Turns: []corpus.Turn{{End: len(body), Speaker: -1, From: corpus.NoTime, To: corpus.NoTime}}, Words: corpus.WordStarts(body)},
		}
	case k == 0 && hasSource:
		x := *src
		x.Name, x.Date, x.Attributes = e.name("source"), "2019", map[string]string{"phase": "build"}
		return edit.PutSource{Source: x}
	case k == 1 && hasPerson:
		x := *person
		x.Role, x.Organisation = e.name("role"), about
		return edit.PutParticipant{Participant: x}
	case k == 2 && len(s.Participants) > 1:
		return edit.MergeParticipants{From: s.Participants[0].ID, Into: s.Participants[1].ID}
	case k == 3 && len(s.Organisations) > 1:
		return edit.MergeOrganisations{From: s.Organisations[1].ID, Into: s.Organisations[0].ID}
	case k == 4 && len(s.Cases) > 1:
		return edit.MergeCases{From: s.Cases[0].ID, Into: s.Cases[1].ID}
	case k == 5:
		return edit.PutCase{Case: corpus.CaseStudy{ID: corpus.CaseID(e.newID()), Name: e.name("case")}}
	case k == 6:
		o := corpus.Organisation{ID: corpus.OrganisationID(e.newID()), Name: e.name("organisation")}
		if c, ok := some(e.r, s.Cases); ok {
			o.Cases = []corpus.CaseID{c.ID}
		}
		return edit.PutOrganisation{Organisation: o}
	case k == 7 && hasTheme && e.r.IntN(3) == 0:
		return edit.RemoveTheme{ID: theme.ID}
	case k == 8 && hasTheme && len(s.Tags) > 0:
		return edit.Untag{Tag: s.Tags[e.r.IntN(len(s.Tags))].ID}
	case k == 9 && hasSource && e.r.IntN(4) == 0:
		return edit.RemoveSource{ID: src.ID}
	case k == 10:
		return edit.PutTitle{Title: e.name("title")}
	case k < 14 && hasSource && hasTheme:
		text, err := p.Text(ctx, src.Text)
		if err != nil {
			t.Fatal(err)
		}
		words := s.Transcript(src).Words
		start := int(words[e.r.IntN(len(words))])
		_, after := text.Around(corpus.Span{Start: start, End: start}, 1+e.r.IntN(20))
		return edit.TagPassage{Passage: coding.PassageID(e.newID()), Text: src.Text, Span: corpus.Span{Start: start, End: start + len(after)},
			Tag: coding.TagID(e.newID()), Theme: theme.ID, About: about, Weight: float64(e.r.IntN(3)), Memo: []string{"", "why"}[e.r.IntN(2)], MemoID: coding.MemoID(e.newID())}
	}
	parent := coding.ThemeID("")
	if hasTheme && e.r.IntN(2) == 0 {
		parent = theme.ID
	}
	return edit.PutTheme{Theme: intake.NewTheme(s, coding.ThemeID(e.newID()), parent, e.name("theme"))}
}

// codebookEdit makes an edit of the codebook, or of what is said of things; nil
// where there is nothing for it.
func (e *editor) codebookEdit(k int, s *coding.Study) edit.Change {
	theme, hasTheme := some(e.r, s.Themes)
	other, _ := some(e.r, s.Themes)
	src, hasSource := some(e.r, s.Sources)
	coder, hasCoder := some(e.r, s.Coders)
	var things []string
	for _, t := range s.Themes {
		things = append(things, string(t.ID))
	}
	for _, p := range s.Passages {
		things = append(things, string(p.ID))
	}
	for _, c := range s.Cases {
		things = append(things, string(c.ID))
	}
	one, hasThing := some(e.r, things)
	two, _ := some(e.r, things)
	switch {
	case (k == 22 || k == 23) && hasTheme && !s.Below(other.ID, theme.ID):
		return edit.MergeThemes{From: theme.ID, Into: other.ID}
	case k == 24 && hasTheme && len(s.Tags) > 0:
		return edit.Retag{Tag: s.Tags[e.r.IntN(len(s.Tags))].ID, Theme: theme.ID}
	case k == 25 && len(s.Tags) > 0:
		c := edit.PutTag{Tag: s.Tags[e.r.IntN(len(s.Tags))].ID, Weight: float64(e.r.IntN(3))}
		if o, ok := some(e.r, s.Organisations); ok && e.r.IntN(2) == 0 {
			c.About = o.ID
		}
		return c
	case k == 26:
		return edit.PutMemo{ID: coding.MemoID(e.newID()), On: one, Text: e.name("memo")}
	case k == 27 && len(s.Memos) > 0:
		m := s.Memos[e.r.IntN(len(s.Memos))]
		if e.r.IntN(2) == 0 {
			return edit.RemoveMemo{ID: m.ID}
		}
		return edit.PutMemo{ID: m.ID, Text: e.name("memo")}
	case (k == 28 || k == 29) && hasThing && one != two:
		return edit.PutLink{Link: coding.Link{ID: coding.LinkID(e.newID()), From: one, To: two, Kind: []string{"explains", "contradicts"}[e.r.IntN(2)], Note: []string{"", "why"}[e.r.IntN(2)]}}
	case k == 30 && len(s.Links) > 0:
		return edit.RemoveLink{ID: s.Links[e.r.IntN(len(s.Links))].ID}
	case k == 31:
		if len(s.Queries) > 0 && e.r.IntN(2) == 0 {
			return edit.RemoveQuery{ID: s.Queries[0].ID}
		}
		if e.r.IntN(3) == 0 {
			return edit.PutQuery{Query: coding.SavedQuery{ID: coding.QueryID(e.newID()), Name: e.name("query"), Kind: coding.SavedMatrix, Expression: "--rows role"}}
		}
		return edit.PutQuery{Query: coding.SavedQuery{ID: coding.QueryID(e.newID()), Name: e.name("query"), Expression: "Trust AND coder:AK"}}
	case k == 32 && hasSource:
		return edit.MarkSource{Source: src.ID, State: []coding.State{coding.Unread, coding.InProgress, coding.Complete}[e.r.IntN(3)], Turn: e.r.IntN(3), Coder: []string{"", "Second coder"}[e.r.IntN(2)]}
	case k == 33 && hasSource && hasTheme:
		return edit.Reject{ID: e.newID(), Theme: theme.ID, Source: src.ID, Words: coding.WordsKey("With money"), Coder: []string{"", "Second coder"}[e.r.IntN(2)]}
	case k == 34:
		if hasCoder && e.r.IntN(2) == 0 {
			return edit.PutCoder{Coder: coding.Coder{ID: coder.ID, Name: e.name("coder")}}
		}
		return edit.PutCoder{Coder: coding.Coder{ID: coding.CoderID(e.newID()), Name: e.name("coder")}}
	case k == 35 && len(s.Coders) > 1:
		return edit.MergeCoders{From: s.Coders[0].ID, Into: s.Coders[1].ID}
	case k == 37:
		data := fmt.Sprint("a project of another program ", e.r.IntN(3))
		sum := fmt.Sprintf("%x", sha256.Sum256([]byte(data)))
		return edit.PutPreserved{Preserved: coding.Preserved{ID: fmt.Sprint("parcel ", e.r.IntN(3)), Name: "a.qdpx", Document: sum, Files: map[string]string{"a.txt": sum}, How: fmt.Sprint(e.r.IntN(3))},
			Files: []coding.PreservedFile{{SHA256: sum, Data: func() ([]byte, error) { return []byte(data), nil }}}}
	case k == 36 && hasSource && hasTheme:
		on := []string{string(src.ID)}
		if p, ok := some(e.r, s.Participants); ok {
			on = append(on, string(p.ID))
		}
		if o, ok := some(e.r, s.Organisations); ok {
			on = append(on, string(o.ID))
		}
		return edit.PutSummary{ID: e.newID(), Theme: theme.ID, On: on[e.r.IntN(len(on))], Text: []string{"", "Money, above all.", "They do not say."}[e.r.IntN(3)], Coder: []string{"", "Second coder"}[e.r.IntN(2)]}
	}
	return nil
}

// correct gives a source its words with some of them left out, doubled or in
// another case.
func (e *editor) correct(t failer, p *Project, s *coding.Study, src *corpus.Source) edit.Change {
	old, err := p.Text(ctx, src.Text)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(old.Body, "\n\n")
	switch i := e.r.IntN(len(lines)); e.r.IntN(4) {
	case 0:
		lines = append(lines, "\n\n"+lines[i])
	case 1:
		lines[i] = strings.ToUpper(lines[i])
	case 2:
		lines[i] = strings.Replace(lines[i], " ", " so ", 1)
	case 3:
		lines[i], lines[0] = lines[0], lines[i]
	}
	return e.corrected(t, p, s, src, strings.Join(lines, "")+e.name("\n\nRoe: And"))
}

// corrected gives a source other words.
func (e *editor) corrected(t failer, p *Project, s *coding.Study, src *corpus.Source, body string) edit.Change {
	doc, err := format.Read("a.txt", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	found, err := transcript.Find(doc, transcript.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := intake.NewIntake(s, e.newID).Correct(ctx, s, p, src, intake.Import{File: "a.txt", Data: []byte(body), Document: doc, Transcript: found.Transcript, People: found.People})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Changes) > 1 { // somebody new speaks: that is another edit
		return c.Changes[0]
	}
	return c.Update
}

func sum(body string) string {
	s := sha256.Sum256([]byte(body))
	return hex.EncodeToString(s[:])
}

// So it is for 200 edits.
func TestUndoOf200(t *testing.T) {
	for seed := range uint64(3) {
		undoLaw(t, t, seed, 200)
	}
}

// The law of undo: any edits, taken back one by one, leave what was there before;
// and taking that back does them again. All the while every passage stands on
// the words that were marked.
func TestUndo(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		undoLaw(t, rt, rapid.Uint64().Draw(rt, "seed"), rapid.IntRange(1, 40).Draw(rt, "edits"))
	})
}

// failer is what a test, and one of rapid's, can do.
type failer interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func undoLaw(t *testing.T, rt failer, seed uint64, edits int) {
	p, err := Init(ctx, filepath.Join(t.TempDir(), fmt.Sprint(rand.Int64(), ".crosscase")), "id", "A study", monday)
	if err != nil {
		rt.Fatal(err)
	}
	defer p.Close()
	e := &editor{r: rand.New(rand.NewPCG(seed, 1)), newID: ids()}
	add(t, p, e.newID, "int-1", interview)
	add(t, p, e.newID, "int-2", "Roe: Another time.\n\nPenn: In another place — 🙂.\n\nRoe: Yes.\n\nPenn: Yes.\n")
	states := []string{dump(t, p)}
	for range edits {
		c := e.edit(rt, p, study(t, p))
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

// What something later builds on cannot be pulled from under it.
func TestUndoOutOfOrder(t *testing.T) {
	p := newProject(t)
	src := add(t, p, ids(), "int-1", interview)
	theme := apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	child := apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "b", Name: "Lost", Parent: "a"}})
	tag := apply(t, p, edit.TagPassage{Passage: "p", Text: src.Text, Span: corpus.Span{Start: 0, End: 11}, Tag: "t", Theme: "b"})
	for _, n := range []int{1, theme, child} {
		if _, err := p.Undo(ctx, "AK", monday, n); !errors.Is(err, coding.ErrConflict) || coding.Hint(err) == "" {
			t.Errorf("undo %d: %v, want %v and a hint", n, err, coding.ErrConflict)
		}
	}
	for _, n := range []int{tag, child, theme, 1} {
		if _, err := p.Undo(ctx, "AK", monday, n); err != nil {
			t.Errorf("undo %d: %v", n, err)
		}
	}
	if _, err := p.Undo(ctx, "AK", monday, tag); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("undo %d again: %v, want %v", tag, err, coding.ErrConflict)
	}
	if _, err := p.Undo(ctx, "AK", monday, 0); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("undo of nothing: %v, want %v", err, coding.ErrUnknown)
	}
}

func TestCheckSeesDamage(t *testing.T) {
	damages := map[string]string{
		"update passages set quote = 'other words'":                                                       "was marked",
		"update passages set start_byte = 52":                                                             "letter",
		"update texts set body = replace(body, 'money', 'honey and more of it')":                          "", // the texts under a passage may not change; its quote or its turns tell
		"update originals set bytes = x'00'":                                                              "have changed",
		"update texts set turns = x'05'":                                                                  "break off",
		"insert into memos (id, on_id, coder, made_at, text) select 'm', 'gone', id, '', 'x' from coders": "memo m: on something",
		"update tags set about = 'gone'":                                                                  "tag t: about an organisation",
	}
	for damage, says := range damages {
		p := newProject(t)
		src := add(t, p, ids(), "int-1", interview)
		apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}},
			edit.TagPassage{Passage: "p", Text: src.Text, Span: corpus.Span{Start: 37, End: 60}, Tag: "t", Theme: "a"})
		if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		if _, err := p.db.Exec(damage); err != nil {
			t.Fatal(err)
		}
		problems, err := p.Check(ctx)
		if err != nil || len(problems) == 0 || !strings.Contains(strings.Join(problems, "; "), says) {
			t.Errorf("after %s: problems %q, %v; want %q", damage, problems, err, says)
		}
	}
}

// Several writers at once: none waits in vain, none loses anything.
func TestManyWriters(t *testing.T) {
	p := newProject(t)
	src := add(t, p, ids(), "int-1", interview)
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
				_, err := q.Apply(ctx, edit.Edit{Coder: fmt.Sprint("coder ", w), At: monday, What: "tag", Changes: []edit.Change{edit.TagPassage{
					Passage: coding.PassageID("p" + id), Text: src.Text, Span: corpus.Span{Start: 0, End: 1 + i}, Tag: coding.TagID("t" + id), Theme: "a"}}})
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
	add(t, p, ids(), "int-1", interview)
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
		Source: corpus.Source{ID: "s2", Name: "int-2", Text: "t2", SHA256: "x"}, Text: corpus.Text{ID: "t2", Body: strings.Repeat("many words ", 10_000)}, Original: []byte("x")}}})
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
	add(t, p, ids(), "int-1", interview)
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

func BenchmarkTag(b *testing.B) {
	p := newProject(b)
	src := add(b, p, ids(), "int-1", strings.Repeat("Roe: With money and hopes.\n\nPenn: With less.\n\n", 20_000))
	apply(b, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	newID := ids()
	n := 0
	for b.Loop() {
		changes := make([]edit.Change, 1000)
		for i := range changes {
			n++
			changes[i] = edit.TagPassage{Passage: coding.PassageID(newID()), Text: src.Text, Span: corpus.Span{Start: n % 900_000, End: n%900_000 + 10 + n/900_000}, Tag: coding.TagID(newID()), Theme: "a"}
		}
		apply(b, p, changes...)
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "tags/s")
}

// A project that an older crosscase made (testdata/format-1.sqlite) is brought up
// to date with everything in it, and can be corrected then like any other.
func TestFormat1(t *testing.T) {
	p := openFixture(t, "testdata/format-1.sqlite")
	if copied, err := os.ReadFile(p.Path() + ".format-1"); err != nil || len(copied) == 0 {
		t.Errorf("no copy of the file as it was: %v", err)
	}
	s := study(t, p)
	src, err := s.FindSource("int-1")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Transcript(src); len(got.Turns) != 4 || len(got.Speakers) != 2 || len(s.Tags) != 2 || len(s.Memos) != 1 {
		t.Errorf("%d turns, %d speakers, %d tags, %d memos; want 4, 2, 2 and 1", len(got.Turns), len(got.Speakers), len(s.Tags), len(s.Memos))
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
	c, err := intake.NewIntake(s, ids()).Correct(ctx, s, p, src, intake.Import{File: "a.txt", Data: []byte(body), Document: doc, Transcript: found.Transcript})
	if err != nil {
		t.Fatal(err)
	}
	if n := c.Count(); n[corpus.Changed] != 1 || n[corpus.Detached] != 1 {
		t.Errorf("fates %v, want one changed and one detached", n)
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

// What the project was after each change, against what was read then.
func TestStudyAt(t *testing.T) {
	dir := t.TempDir()
	p, err := Init(ctx, filepath.Join(dir, "a.crosscase"), "id", "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	e := &editor{r: rand.New(rand.NewPCG(5, 1)), newID: ids()}
	add(t, p, e.newID, "int-1", interview)
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
	for range 120 {
		c := e.edit(t, p, study(t, p))
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

// What a study of format 3 holds is there, and matrices and summaries can come.
func TestFormat3(t *testing.T) {
	p := openFixture(t, "testdata/format-3.sqlite")
	s := study(t, p)
	if len(s.Queries) != 1 || len(s.Matrices) != 0 || len(s.Tags) != 2 || len(s.Readings) != 1 || len(s.Links) != 1 {
		t.Errorf("%d queries, %d matrices, %d tags, %d readings, %d links; want 1, 0, 2, 1, 1", len(s.Queries), len(s.Matrices), len(s.Tags), len(s.Readings), len(s.Links))
	}
	apply(t, p, edit.PutSummary{ID: "s", Theme: s.Themes[0].ID, On: string(s.Sources[0].ID), Text: "Money."},
		edit.PutQuery{Query: coding.SavedQuery{ID: "m", Name: "by source", Kind: coding.SavedMatrix, Expression: "--cols source"}})
	s = study(t, p)
	if x := s.SummaryOf(s.Themes[0].ID, string(s.Sources[0].ID)); x == nil || x.Text != "Money." || len(s.Matrices) != 1 || len(s.Queries) != 1 {
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
		t.Errorf("%d sources, %d tags, %d summaries, %d matrices, %d parcels; want 1, 1, 1, 1 and 0", len(s.Sources), len(s.Tags), len(s.Summaries), len(s.Matrices), len(s.Preserved))
	}
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte("x")))
	apply(t, p, edit.PutPreserved{Preserved: coding.Preserved{ID: "1", Name: "a.qdpx", Document: sum}, Files: []coding.PreservedFile{{SHA256: sum, Data: func() ([]byte, error) { return []byte("x"), nil }}}})
	if s = study(t, p); len(s.Preserved) != 1 || s.Preserved[0].Document != sum {
		t.Errorf("%+v", s.Preserved)
	}
	if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
		t.Fatal(err)
	}
	if s = study(t, p); len(s.Preserved) != 0 {
		t.Error("a parcel stays that was taken back")
	}
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
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

// BenchmarkStudy reads a whole project: ten tags on each passage, a thousand themes,
// five hundred participants, fifty organisations.
func BenchmarkStudy(b *testing.B) {
	for _, tags := range []int{10_000, 100_000, 1_000_000} {
		p := largeProject(b, tags)
		b.Run(fmt.Sprintf("tags=%d", tags), func(b *testing.B) {
			var before, after runtime.MemStats
			var s *coding.Study
			runtime.GC()
			runtime.ReadMemStats(&before)
			for b.Loop() {
				s = study(b, p)
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			if len(s.Tags) != tags {
				b.Fatalf("%d tags", len(s.Tags))
			}
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
		})
	}
}

// largeProject fills the tables as they are, since a million edits would take a
// minute.
func largeProject(b *testing.B, tags int) *Project {
	b.Helper()
	p, err := Init(ctx, filepath.Join(b.TempDir(), "large.crosscase"), "id", "A large study", monday)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	newID := ids()
	apply := func(changes ...edit.Change) {
		b.Helper()
		if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "fill", Changes: changes}); err != nil {
			b.Fatal(err)
		}
	}
	var changes []edit.Change
	for i := range 50 {
		changes = append(changes, edit.PutOrganisation{Organisation: corpus.Organisation{ID: corpus.OrganisationID(fmt.Sprint("o", i)), Name: fmt.Sprint("organisation ", i)}})
	}
	for i := range 500 {
		changes = append(changes, edit.PutParticipant{Participant: corpus.Participant{ID: corpus.ParticipantID(fmt.Sprint("p", i)), Name: fmt.Sprint("person ", i), Organisation: corpus.OrganisationID(fmt.Sprint("o", i%50))}})
	}
	for i := range 1000 {
		changes = append(changes, edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(fmt.Sprint("t", i)), Name: fmt.Sprint("theme ", i), Colour: "#112233"}})
	}
	apply(changes...)
	sources := max(tags/10_000, 3)
	for n := range sources {
		var body strings.Builder
		for i := range 400 {
			fmt.Fprintf(&body, "Person %d: so they said, and that was what we would do, and did.\n\n", i%10)
		}
		add(b, p, newID, fmt.Sprintf("int-%d", n), body.String())
	}
	s := study(b, p)
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer tx.Rollback()
	coder := string(s.Coders[0].ID)
	insert := func(table string, f fields) {
		var names, marks []string
		var values []any
		for k, v := range f {
			names, values = append(names, k), append(values, v)
			marks = append(marks, fmt.Sprintf("$%d", len(values)))
		}
		if _, err := tx.Exec("insert into "+table+" ("+strings.Join(names, ", ")+") values ("+strings.Join(marks, ", ")+")", values...); err != nil {
			b.Fatal(err)
		}
	}
	for i := range tags / 10 {
		id, start := fmt.Sprintf("passage-with-an-identifier-%09d", i), int64(i/sources*2)
		insert("passages", fields{"id": id, "text": string(s.Sources[i%sources].Text), "start_byte": start, "end_byte": start + 60, "quote": strings.Repeat("words ", 10), "before": "and before", "after": "and after"})
		for n := range 10 {
			insert("tags", fields{"id": fmt.Sprintf("tag-with-a-long-identifier-%09d", i*10+n), "passage": id, "theme": fmt.Sprint("t", (i+n*37)%1000), "coder": coder, "about": "", "made_at": monday.Format(time.RFC3339), "weight": 0.0, "suggested": int64(0)})
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return p
}
