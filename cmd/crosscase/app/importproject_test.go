package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/project"
)

const foreignFile = "../../../coding/exchange/refi/testdata/qualcoder-lf.qdpx"

// holds is what a project has: sources, themes and tags.
func holds(t *testing.T, p *project.Project) [3]int {
	t.Helper()
	s, err := p.Study(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return [3]int{len(s.Sources), len(s.Themes), len(s.Tags)}
}

// account is what a file holds, by kind.
func (a Arrived) account() map[string][2]int {
	m := map[string][2]int{}
	for _, l := range a.Report.Account() {
		m[l.What] = [2]int{l.InFile, l.Here}
	}
	return m
}

// Another program's project comes in whole and in one step, once; a dry run says the same
// and stores nothing.
func TestImportProject(t *testing.T) {
	d := newDesk(t)
	before := holds(t, d.p)
	would, err := d.as("AK").ImportProject(t.Context(), ProjectOptions{Path: foreignFile, DryRun: true})
	if err != nil || would.Step != 0 || holds(t, d.p) != before {
		t.Fatalf("a dry run: %+v, %v", would, err)
	}
	does, err := d.as("AK").ImportProject(t.Context(), ProjectOptions{Path: foreignFile})
	if err != nil || does.Step == 0 || does.What != "import project qualcoder-lf.qdpx" || does.File != "qualcoder-lf.qdpx" {
		t.Fatalf("%+v, %v", does, err)
	}
	if diff := cmp.Diff(would.account(), does.account()); diff != "" {
		t.Errorf("(-dry run +import)\n%s", diff)
	}
	after, account := holds(t, d.p), does.account()
	if got, want := [3]int{after[0] - before[0], after[1] - before[1], after[2] - before[2]},
		[3]int{account["sources"][1], account["codes"][1], account["codings"][1]}; got != want || got[0] == 0 || got[2] == 0 {
		t.Errorf("sources, themes and tags that came: %v, said: %v", got, want)
	}
	again, err := d.as("AK").ImportProject(t.Context(), ProjectOptions{Path: foreignFile})
	if err != nil || again.Step != 0 || holds(t, d.p) != after {
		t.Errorf("again: %+v, %v", again.Done, err)
	}
	if _, err := d.p.Undo(t.Context(), "AK", monday, does.Step); err != nil || holds(t, d.p) != before {
		t.Errorf("undone: %v, %v", holds(t, d.p), err)
	}
}

func TestImportProjectRefuses(t *testing.T) {
	d := newDesk(t)
	folder := write(t, t.TempDir(), map[string]string{"a.txt": "x", "a.qdpx": "x", "own" + project.Ending: "x", "empty/a.txt": "x"})
	for _, tt := range []struct {
		file, says, hint string
		kind             error
		ofFile           bool
	}{
		{"none.qdpx", "none.qdpx: no such file", "name the file that the other program exported", coding.ErrUnknown, false},
		{"a.txt", "a.txt: ", "crosscase import-project reads:", coding.ErrInvalid, true},
		{"a.qdpx", "a.qdpx: ", "crosscase import-project reads:", coding.ErrInvalid, true},
		{"empty", "empty: ", "crosscase import-project reads:", coding.ErrInvalid, true},
		{"own" + project.Ending, "a project of crosscase's own", "crosscase merge", coding.ErrInvalid, true},
	} {
		_, err := d.as("AK").ImportProject(t.Context(), ProjectOptions{Path: filepath.Join(folder, tt.file)})
		var file FileError
		if !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) || !strings.HasPrefix(coding.Hint(err), tt.hint) || errors.As(err, &file) != tt.ofFile {
			t.Errorf("%s: %v (%s)", tt.file, err, coding.Hint(err))
		}
	}
	s := d.as("AK")
	d.p.Close()
	if came, err := s.ImportProject(t.Context(), ProjectOptions{Path: foreignFile}); err == nil || came.Step != 0 {
		t.Errorf("into a project that is closed: %v", err)
	}
}

// A project that is made for what comes gets its title; one for a dry run leaves nothing.
func TestNewProjectFor(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, ".", map[string]string{"study.qdpx": ""})
	for _, tt := range []struct {
		name   string
		dryRun bool
		want   string
	}{{"", false, "study.crosscase"}, {"fresh", false, "fresh.crosscase"}, {"named.crosscase", false, "named.crosscase"}, {"", true, ""}} {
		p, remove, err := NewProjectFor(t.Context(), "study.qdpx", tt.name, tt.dryRun, func() string { return "id" }, monday)
		if err != nil {
			t.Fatal(err)
		}
		there := filepath.Dir(p.Path())
		if !tt.dryRun && p.Path() != tt.want || tt.dryRun && there == "." {
			t.Errorf("%q: %s, want %s", tt.name, p.Path(), tt.want)
		}
		p.Close()
		remove()
		if _, err := os.Stat(p.Path()); err == nil {
			t.Errorf("%s is still there", p.Path())
		}
		if _, err := os.Stat(there); tt.dryRun && err == nil {
			t.Errorf("%s is still there", there)
		}
	}
	if _, _, err := NewProjectFor(t.Context(), "none.qdpx", "", false, nil, monday); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("no file: %v", err)
	}
	write(t, ".", map[string]string{"there.crosscase": ""})
	if _, _, err := NewProjectFor(t.Context(), "study.qdpx", "there", false, func() string { return "id" }, monday); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("a project that is there: %v", err)
	}
}

func TestForeignIn(t *testing.T) {
	for _, tt := range []struct {
		files map[string]string
		want  string
	}{
		{map[string]string{"a.QDPX": ""}, "a.QDPX"},
		{map[string]string{"a.sqlite3": ""}, "a.sqlite3"},
		{map[string]string{"a.txt": ""}, ""},
		{map[string]string{"a.qdpx": "", "b.txt": ""}, ""},
		{nil, ""},
	} {
		if got := ForeignIn(write(t, t.TempDir(), tt.files)); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.files, got, tt.want)
		}
	}
}

func TestParseProjectOptions(t *testing.T) {
	rules, err := ParseCaseRules([]string{"participant", "Site=case", "organisation"})
	var of []string
	for _, r := range rules {
		of = append(of, r.Of)
	}
	if diff := cmp.Diff([]string{"Site", "", ""}, of); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	if _, err := ParseCaseRules([]string{"Site=nothing"}); err == nil {
		t.Error("a rule that is none: no error")
	}
	positions, err := ParsePositions([]string{"nvivo-mac", "A = b = code points, CRLF as one"})
	if err != nil || len(positions) != 2 || positions[""] == positions["A = b"] {
		t.Errorf("%v, %v", positions, err)
	}
	if _, err := ParsePositions([]string{"A=nothing"}); err == nil {
		t.Error("positions that are none: no error")
	}
}

// Files outside of an archive are read where that is allowed, and only then.
func TestOutside(t *testing.T) {
	folder := write(t, t.TempDir(), map[string]string{"base/a.txt": "there", "beside/b.txt": "beside", "large.txt": "0123456789"})
	in := func(name string) string { return filepath.ToSlash(filepath.Join(folder, name)) }
	o := outside{allowed: true, base: in("base"), beside: in("beside")}
	for _, tt := range []struct {
		path, want string
		kind       error
	}{
		{"relative:///a.txt", "there", nil},
		{"relative:///b.txt", "beside", nil},
		{"absolute://" + in("base/a.txt"), "there", nil},
		{"absolute://" + in("base"), "", refi.ErrMissing},
		{"relative:///c.txt", "", refi.ErrMissing},
		{"absolute://" + in("large.txt"), "", refi.ErrTooLarge},
	} {
		if got, err := o.File(tt.path, 8); string(got) != tt.want || !errors.Is(err, tt.kind) {
			t.Errorf("%s: %q, %v", tt.path, got, err)
		}
	}
	o.allowed = false
	if _, err := o.File("relative:///a.txt", 8); !errors.Is(err, refi.ErrMissing) {
		t.Errorf("not allowed: %v", err)
	}
}

// What cases were taken for is told once for each reason.
func TestRoles(t *testing.T) {
	a := Arrived{Report: &exchange.Report{Cases: []exchange.CaseRole{{Name: "Roe", Is: "participant", By: "x"}, {Name: "Records", Is: "case", By: "x"}, {Name: "Penn", Is: "participant", By: "x"}, {Name: "P", Is: "participant", By: "y"}}}}
	want := []Roles{{"participant", "x", []string{"Roe", "Penn"}}, {"case", "x", []string{"Records"}}, {"participant", "y", []string{"P"}}}
	if diff := cmp.Diff(want, a.Roles()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Positions that are read in the same way everywhere are told once, with what had to be
// decided.
func TestPositions(t *testing.T) {
	of := func(sources ...exchange.SourcePositions) Positions {
		return Arrived{Report: &exchange.Report{Origin: "NVivo", Positions: sources}}.Positions()
	}
	ways, err := ParsePositions([]string{"one=nvivo-mac", "two=UTF-16 units, CRLF as one"})
	if err != nil {
		t.Fatal(err)
	}
	source := func(name, way string, change func(p *exchange.SourcePositions)) exchange.SourcePositions {
		p := exchange.SourcePositions{Source: name, Selections: 2}
		p.Convention, p.Expected, p.Second, p.Edges = ways[way], ways[way], ways["two"], 1
		change(&p)
		return p
	}
	alike := source("a", "one", func(p *exchange.SourcePositions) { p.Alike = true })
	told := source("b", "one", func(p *exchange.SourcePositions) { p.Told = true })
	decided := source("c", "one", func(p *exchange.SourcePositions) { p.Points, p.Against = 9, 3 })
	forced := source("d", "two", func(p *exchange.SourcePositions) { p.Forced, p.Points = true, 4 })
	against := source("e", "one", func(p *exchange.SourcePositions) { p.Points, p.Against, p.Expected = 9, 3, ways["two"] })
	one, two := ways["one"].String(), ways["two"].String()
	why := " (9 points; next " + two + ", 3)"
	for _, tt := range []struct {
		name string
		got  Positions
		want Positions
	}{
		{"none", of(), Positions{}},
		{"the same in all", of(alike, told, decided), Positions{one, 6, 3, []SourcePositions{{"c", one, why}}}},
		{"not what is expected", of(alike, against), Positions{one, 4, 2, []SourcePositions{{"e", one, why + "; NVivo would say " + two}}}},
		{"different", of(alike, told, forced), Positions{"", 6, 3, []SourcePositions{
			{"a", one, ", and no other way to count says otherwise"}, {"b", one, ", as the file says"}, {"d", two, ", as you say (4 points)"}}}},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

// A copy comes back with what was done in it; where both changed the same, it is a
// conflict, whose other side is taken where that is said.
func TestMergeCopy(t *testing.T) {
	d := coded(t)
	copied := filepath.Join(t.TempDir(), "copy.crosscase")
	if err := d.p.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	other, err := project.Open(t.Context(), copied)
	if err != nil {
		t.Fatal(err)
	}
	define := func(p *project.Project, definition string) {
		t.Helper()
		_, err := p.Apply(t.Context(), edit.Edit{Coder: "BM", At: monday, What: "define", Changes: []edit.Change{edit.PutTheme{Theme: coding.Theme{ID: "Trust", Name: "Trust", Definition: definition}}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	define(other, "there")
	if _, err := other.Apply(t.Context(), edit.Edit{Coder: "BM", At: monday, What: "theme", Changes: []edit.Change{newTheme("Weather")}}); err != nil {
		t.Fatal(err)
	}
	other.Close()
	define(d.p, "here")
	copied = strings.TrimSuffix(copied, project.Ending) // as a person may name it
	m, err := d.as("AK").Merge(t.Context(), copied, nil, true)
	if err != nil || m.Step != 0 || m.Open() != 1 || m.Conflicts[0].What != "theme Trust: definition" || !strings.Contains(m.Summary(), "1 theme") {
		t.Fatalf("a dry run: %+v, %v", m, err)
	}
	if _, err := d.as("AK").Merge(t.Context(), copied, []string{"theme Trst: definition"}, false); !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) != `did you mean "theme Trust: definition"?` {
		t.Errorf("no such conflict: %v (%s)", err, coding.Hint(err))
	}
	if _, err := d.as("AK").Merge(t.Context(), copied, []string{"xyz"}, false); !strings.Contains(coding.Hint(err), "--dry-run lists them") {
		t.Errorf("no such conflict: %v (%s)", err, coding.Hint(err))
	}
	m, err = d.as("AK").Merge(t.Context(), copied, []string{" Theme trust: definition"}, false)
	if err != nil || m.Step == 0 || m.Open() != 0 {
		t.Errorf("%+v, %v", m.Done, err)
	}
	s := d.as("AK").Study
	if theme, err := s.FindTheme("Trust"); err != nil || theme.Definition != "there" || len(s.Themes) != 2 {
		t.Errorf("%+v, %v", theme, err)
	}
	m, err = d.as("AK").Merge(t.Context(), copied, nil, false)
	if err != nil || m.Step != 0 || m.Summary() != "nothing new" {
		t.Errorf("twice: %+v, %s, %v", m.Done, m.Summary(), err)
	}
	if _, err := d.as("AK").Merge(t.Context(), "none", nil, false); !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) == "" {
		t.Errorf("no such project: %v", err)
	}
}
