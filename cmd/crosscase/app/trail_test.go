package app

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/coding/project"
)

// monday is when everything begins; each edit is an hour later.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

const interview = `Interviewer: How did it begin?

Roe: With money and hopes.

Interviewer: And then?

Roe: With less money.
`

// A desk is a project on which several coders work.
type desk struct {
	t     *testing.T
	p     *project.Project
	now   time.Time
	newID func() string
}

// begun is the file of a project with one interview, made once, and what was used up for it.
var begun struct {
	sync.Once
	file []byte
	now  time.Time
	ids  int
}

// begin makes that file.
func begin(t *testing.T) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "study.crosscase")
	p, err := project.Init(t.Context(), file, "id", "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	ids := edittest.IDs()
	d := &desk{t: t, p: p, now: monday, newID: func() string { begun.ids++; return ids() }}
	d.add("int-1", interview)
	begun.now = d.now
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if begun.file, err = os.ReadFile(file); err != nil {
		t.Fatal(err)
	}
}

// newDesk makes a project with one interview, int-1 of four turns, which AK imported.
func newDesk(t *testing.T) *desk {
	t.Helper()
	begun.Do(func() { begin(t) })
	file := filepath.Join(t.TempDir(), "study.crosscase")
	if err := os.WriteFile(file, begun.file, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := project.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	d := &desk{t: t, p: p, now: begun.now, newID: edittest.IDs()}
	for range begun.ids {
		d.newID()
	}
	return d
}

// add imports a source.
func (d *desk) add(name, body string) {
	d.t.Helper()
	changes, err := edittest.Import(d.as("AK").Study, name, body, intake.Facts{Organisation: "Northmoor Police"}, d.newID)
	if err != nil {
		d.t.Fatal(err)
	}
	d.make("AK", "import "+name, changes...)
}

// as is a coder at work on the project as it is now.
func (d *desk) as(coder string) *Session {
	d.t.Helper()
	s, err := d.p.Study(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return &Session{Project: d.p, Study: s, Texts: d.p, Coder: coder, NewID: d.newID, Version: "test", Now: func() time.Time {
		d.now = d.now.Add(time.Hour)
		return d.now
	}}
}

// blind is a coder who works blind.
func (d *desk) blind(coder string) *Session {
	s := d.as(coder)
	s.Blind = true
	return s
}

// make makes an edit, and returns its step.
func (d *desk) make(coder, what string, changes ...edit.Change) int {
	d.t.Helper()
	done, err := d.as(coder).Apply(d.t.Context(), what, changes...)
	if err != nil {
		d.t.Fatal(err)
	}
	return done.Step
}

// did is what an edit has done, which must succeed.
func (d *desk) did(done Done, err error) Done {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	return done
}

// theme adds a theme whose identifier is its name.
func (d *desk) theme(name string) {
	d.t.Helper()
	d.make("AK", "add theme "+name, newTheme(name))
}

// tag marks words of int-1 with a theme.
func (d *desk) tag(coder, theme, words string) int {
	d.t.Helper()
	return d.make(coder, "tag "+words+" with "+theme, tagged(d, theme, words))
}

// sentences are those of the log, from an entry on.
func (d *desk) sentences(from int) (all []string) {
	d.t.Helper()
	entries, err := d.p.Log(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, e := range entries[from:] {
		all = append(all, e.Coder+": "+e.What)
	}
	return all
}
