package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// brought lists what an import can bring to a project.
func brought(project string) (all string) {
	for _, what := range []string{"coder", "theme", "source", "participant"} {
		_, listed := here(what, "list", "--format", "csv", "--project", project)
		all += listed
	}
	return all
}

// Undoing an import takes away all that it brought, coders among it.
func TestUndoImports(t *testing.T) {
	folder := t.TempDir()
	written := filepath.Join(folder, "written.crosscase")
	if status, said := here("init", written); status != done {
		t.Fatal(said)
	}
	source := writeSource(t, folder, "first")
	must(t, written, []string{"import", source}, []string{"tag", "Trust", "--create-themes", "--search", "everywhere", "--coder", "BM"},
		[]string{"tag", "Trust", "--search", "matter", "--coder", "RW"})
	imports := [][]string{{"merge", written}}
	for file, how := range map[string][]string{"standard.qdpx": nil, "theirs.qdpx": {"--for", "qualcoder"}, "taguette.sqlite3": nil,
		"qc": {"--format", "qc"}} {
		file = filepath.Join(folder, file)
		must(t, written, append([]string{"export", "--to", file}, how...))
		imports = append(imports, []string{"import-project", file})
	}
	for _, file := range []string{"qualcoder-lf.qdpx", "everything.qde"} {
		imports = append(imports, []string{"import-project", filepath.Join("../../coding/exchange/refi/testdata", file)})
	}
	codings := filepath.Join(folder, "codings.csv")
	if err := os.WriteFile(codings, []byte("source,theme,turns,coder\nfirst,Trust,1,Of the file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	imports = append(imports, []string{"tag", "--from", codings, "--create-themes"})
	for _, args := range imports {
		project := filepath.Join(t.TempDir(), "study.crosscase")
		if status, said := here("init", project); status != done {
			t.Fatal(said)
		}
		must(t, project, []string{"import", source})
		before := brought(project)
		must(t, project, args)
		if brought(project) == before {
			t.Errorf("%q brings nothing", args)
		}
		must(t, project, []string{"undo"})
		if after := brought(project); after != before {
			t.Errorf("%q: undone there are\n%s\nand were\n%s", args, strings.TrimSpace(after), strings.TrimSpace(before))
		}
	}
}
