package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// bannedPhrases are replaced by what the field and the command line say. A phrase that is
// put right everywhere is added here, in lower case, so that it does not come back.
var bannedPhrases = map[string]string{
	"says nothing of":                    `"has no effect with"`,
	"say nothing of":                     `"have no effect with"`,
	"says nothing with":                  `"has no effect with"`,
	"says nothing without":               `"needs"`,
	"that say nothing":                   `"stop words"`,
	"%s is none":                         `"is not a …"`,
	"make one of two":                    `"merge"`,
	"give one another name":              `"rename", with what is renamed`,
	"put right what is known":            `"edit the details of"`,
	"keeps company":                      `"collocations"`,
	"keep company":                       `"collocations"`,
	"the house":                          `"the project", or what is meant`,
	"bring in a project":                 `"import a project"`,
	"likeness of what":                   `"similarity"`,
	"who comes second waits":             `"the second process waits"`,
	"lay themes beside a number":         `"compare a numeric attribute between groups"`,
	"what became of the codebook":        `"what changed in the codebook"`,
	"everything in the project is as it": `"verify the integrity of the project"`,
	"find what reads like a passage":     `"find passages similar to this one"`,
	"give one corrected words":           `"replace a source's text"`,
	"print which themes are together":    `"show which themes co-occur"`,
}

// What people read is idiomatic: help of commands and flags, texts of pages and their
// translations, and messages.
func TestWords(t *testing.T) {
	for _, source := range []struct {
		name  string
		texts map[string]string
		least int // fewer than this, and something was not found
	}{
		{"help", helpTexts(newRoot(&env{getenv: func(string) string { return "" }})), 500},
		{"pages", fileTexts(t, filepath.Join("workbench", "*.html")), 15},
		{"translated", translatedTexts(t), 300},
		{"messages", literals(t, filepath.Join("..", "..")), 3000},
	} {
		t.Run(source.name, func(t *testing.T) {
			if n := len(source.texts); n < source.least {
				t.Errorf("only %d texts, want %d at least", n, source.least)
			}
			for _, where := range slices.Sorted(maps.Keys(source.texts)) {
				text := strings.ToLower(strings.Join(strings.Fields(source.texts[where]), " "))
				for phrase, instead := range bannedPhrases {
					if strings.Contains(text, phrase) {
						t.Errorf("%s says %q; write %s", where, phrase, instead)
					}
				}
			}
		})
	}
}

// helpTexts are the texts of a command and of all below it, by where they are.
func helpTexts(c *cobra.Command) map[string]string {
	texts := map[string]string{}
	add := func(what, text string) {
		if text != "" {
			texts[c.CommandPath()+", "+what] = text
		}
	}
	add("Short", c.Short)
	add("Long", c.Long)
	add("Example", c.Example)
	c.LocalFlags().VisitAll(func(f *pflag.Flag) { add("--"+f.Name, f.Usage) })
	for _, below := range c.Commands() {
		maps.Copy(texts, helpTexts(below))
	}
	return texts
}

// fileTexts are the texts of files, by their names.
func fileTexts(t *testing.T, pattern string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = string(data)
	}
	return texts
}

// translatedTexts are the English texts that have a translation.
func translatedTexts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for file, data := range fileTexts(t, filepath.Join("workbench", "texts", "*.json")) {
		var translations map[string]string
		if err := json.Unmarshal([]byte(data), &translations); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for english := range translations {
			texts[file+" "+strconv.Quote(english)] = english
		}
	}
	return texts
}

// literals are the strings in all code but tests, by their places: messages and notes
// are among them.
func literals(t *testing.T, root string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if x, ok := n.(*ast.BasicLit); ok && x.Kind == token.STRING {
				texts[files.Position(x.Pos()).String()], _ = strconv.Unquote(x.Value)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
