package main

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The README's table of folders is a tour: it lists every package but those for tests and
// internal ones, nothing else, each after those that it imports and with a comment that
// says what it is for.
func TestTour(t *testing.T) {
	root := filepath.Join("..", "..")
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\|").FindAllStringSubmatch(string(readme), -1) {
		listed = append(listed, row[1])
		if comment := packageComment(t, filepath.Join(root, row[1])); len(comment) < 100 {
			t.Errorf("%s: its package comment is %q", row[1], comment)
		}
	}
	for name := range mayImport {
		aside := strings.Contains(name, "/internal/") || strings.HasSuffix(name, "test")
		if !aside && !slices.Contains(listed, name) {
			t.Errorf("README.md does not list package %s", name)
		}
	}
	for i, name := range listed {
		if _, ok := mayImport[name]; !ok || slices.Contains(listed[:i], name) {
			t.Errorf("README.md lists %s, which is no package or is listed twice", name)
		}
		for _, needed := range mayImport[name] { // a folder may come before what is in it
			if slices.Contains(listed[i:], needed) && !strings.HasPrefix(needed, name+"/") {
				t.Errorf("README.md lists %s before %s, which it imports", name, needed)
			}
		}
	}
}

// The comment of package app, which has the most files, says where to find what.
func TestMapOfApp(t *testing.T) {
	folder := "app"
	comment := packageComment(t, folder)
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		if name := filepath.Base(file); !strings.HasSuffix(name, "_test.go") && !regexp.MustCompile(`\b`+regexp.QuoteMeta(name)).MatchString(comment) {
			t.Errorf("the comment of package app does not say what is in %s", name)
		}
	}
	for _, name := range regexp.MustCompile(`\w+\.go`).FindAllString(comment, -1) {
		if !slices.Contains(files, filepath.Join(folder, name)) && name != "laws_test.go" {
			t.Errorf("the comment of package app names %s, which is no file", name)
		}
	}
}

// packageComment is the comment of the package in a folder.
func packageComment(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	comment := ""
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		comment += file.Doc.Text()
	}
	return comment
}
