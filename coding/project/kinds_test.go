package project

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus/draws"
)

// declaredChanges are the names of all types of package edit that validate themselves.
func declaredChanges(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("../edit/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "Validate" {
				names = append(names, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// Every change that package edit declares is stored by exactly one kind of thing.
func TestEveryChangeIsStored(t *testing.T) {
	var stored []string
	for _, k := range newKinds().all {
		for _, c := range k.changes {
			stored = append(stored, c.of.Name())
		}
	}
	slices.Sort(stored)
	if diff := cmp.Diff(declaredChanges(t), stored); diff != "" {
		t.Errorf("changes (-declared +stored):\n%s", diff)
	}
}

// notMade are changes that random editors do not make, so that the laws of undo, of the log
// and of the model say nothing of them, and why.
var notMade = map[string]string{
	"KeepPassage": "merges alone make it; TestStoreTags stores it",
	"KeepText":    "merges alone make it; TestKeepText stores it",
}

// randomly makes random changes to studies in memory and shows what was before each of them
// and after; after is nil for changes that are not modelled.
func randomly(t *testing.T, see func(before *coding.Study, c edit.Change, after *coding.Study)) {
	t.Helper()
	for seed := range draws.Times(uint64(10)) {
		e, m := edittest.NewEditor(seed), &edittest.Memory{}
		changes, err := edittest.Import(m.Study(), "int-1", interview, intake.Facts{}, e.NewID)
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, edit.PutCoder{Coder: coding.Coder{ID: "second", Name: "Second coder"}})
		if err := m.Make("AK", changes...); err != nil {
			t.Fatal(err)
		}
		for range 150 {
			before := m.Study()
			c, err := e.Change(before, m)
			if err != nil {
				t.Fatal(err)
			}
			switch c.(type) {
			case edit.MergeParticipants, edit.MergeOrganisations, edit.MergeCases, edit.MergeCoders:
				see(before, c, nil)
				continue
			}
			if err := m.Make("AK", c); err != nil {
				t.Fatalf("seed %d: %#v: %v", seed, c, err)
			}
			see(before, c, m.Study())
		}
	}
}

// Every change that package edit declares is made by random editors, which the laws of
// undo, of the log and of the model follow.
func TestEveryChangeIsMadeAtRandom(t *testing.T) {
	made := map[string]bool{}
	randomly(t, func(_ *coding.Study, c edit.Change, _ *coding.Study) { made[reflect.TypeOf(c).Name()] = true })
	for _, name := range declaredChanges(t) {
		if why := notMade[name]; made[name] == (why != "") {
			t.Errorf("%s is made at random: %v; the reason why not is %q", name, made[name], why)
		}
	}
}

// Changes that are declared to keep places leave each passage, tag and coder where it is.
func TestChangesThatKeepPlaces(t *testing.T) {
	kinds, kept := newKinds(), map[reflect.Type]bool{}
	randomly(t, func(before *coding.Study, c edit.Change, after *coding.Study) {
		if of := reflect.TypeOf(c); kinds.changes[of].keepsPlaces && after != nil {
			kept[of] = true
			is := placesOf(after)
			for id, was := range placesOf(before) {
				if is[id] != was {
					t.Errorf("%#v: %s was %s, is %q", c, id, was, is[id])
				}
			}
		}
	})
	if len(kept) < 9 {
		t.Errorf("only %d kinds of changes that keep places were made", len(kept))
	}
}

// placesOf says where passages and tags are, and how coders are called, by identifier.
func placesOf(s *coding.Study) map[string]string {
	places := map[string]string{}
	for _, p := range s.Passages {
		places[string(p.ID)] = fmt.Sprint(p.Text, p.Span)
	}
	for _, x := range s.Tags {
		places[string(x.ID)] = fmt.Sprint(x.Passage, x.Theme, x.Coder, x.About)
	}
	for _, c := range s.Coders {
		places[string(c.ID)] = c.Name
	}
	return places
}

// Every table whose rows can be in the log is that of a kind.
func TestEveryTableIsOfAKind(t *testing.T) {
	p := newProject(t)
	rows, err := p.db.Query("select name from sqlite_master where type = 'table' and name not in ('log', 'originals', 'revision') order by name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var tables, kept []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	for _, k := range p.kinds.all {
		kept = append(kept, k.table)
		if k.name == "" {
			t.Errorf("the log has no name for a row of %s", k.table)
		}
	}
	slices.Sort(kept)
	if diff := cmp.Diff(tables, kept); diff != "" {
		t.Errorf("tables (-in the file +of kinds):\n%s", diff)
	}
}

// Rows of kinds are not written behind the log's back.
func TestWritingWithoutTheLog(t *testing.T) {
	p := newProject(t)
	tests := []struct {
		statement string
		ok        bool
	}{
		{"update themes set name = 'x'", false},
		{"Insert  into memos(id) values ('m')", false},
		{"insert or ignore into tags (id) values ('t')", false},
		{"delete from passages", false},
		{"insert into originals (sha256, bytes) values ('s', x'00') on conflict do nothing", true},
		{"update log set what = 'x'", false}, // has no checksum then
		{"INSERT INTO log (number) values (1)", false},
		{"delete from log", true},
		{"update revision set copied = 1", true},
	}
	for _, tt := range tests {
		err := p.write(ctx, func(w *writer) error { return w.exec(tt.statement) })
		if ok := err == nil; ok != tt.ok {
			t.Errorf("%s: %v; want it to be let through: %v", tt.statement, err, tt.ok)
		}
	}
}

// unheardOf is a change that nothing stores.
type unheardOf struct{}

func (unheardOf) Validate() error { return nil }

func TestChangeOfNoKind(t *testing.T) {
	p := newProject(t)
	_, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "edit", Changes: []edit.Change{unheardOf{}}})
	if !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), "unheardOf") {
		t.Errorf("error %v, want %v that names it", err, coding.ErrInvalid)
	}
}
