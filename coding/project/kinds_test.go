package project

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
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

// Every table whose rows can be in the log is that of a kind.
func TestEveryTableIsOfAKind(t *testing.T) {
	p := newProject(t)
	rows, err := p.db.Query("select name from sqlite_master where type = 'table' and name not in ('log', 'originals') order by name")
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
