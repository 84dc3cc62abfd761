package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Characters that nobody can see make no second person, theme, organisation, source or coder:
// files are read without them, and what a person gives is refused.
func TestUnseenInNames(t *testing.T) {
	folder := t.TempDir()
	project := filepath.Join(folder, "study.crosscase")
	write := func(name, words string) string {
		t.Helper()
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	if status, said := here("init", project); status != done {
		t.Fatal(said)
	}
	must(t, project,
		[]string{"import", write("int-1.txt", "Anna Roe: We trust them.\n\nInterviewer: Why?\n\nAnna\u200d Roe\u2060: They come.\n"),
			"--participants", write("people.csv", "name,organisation\nAnna Roe,Police\n\u200bTom Doe,Po\u200blice\n")},
		[]string{"import", write("int\u200b-2.txt", "Tom Doe\u180e: We do.\n\nAnna Roe: So they say.\n")},
		[]string{"codebook", "import", write("codes.csv", "theme,definition\nTrust,Reliance\n")},
		[]string{"tag", "--from", write("codings.csv",
			"source,theme,quote,coder\nint-1,Tr\u00adust,We trust them,B\u200bM\nint-2,Trust,We do,BM\n")})
	for what, want := range map[string]string{"participant": "Anna Roe Interviewer Tom Doe", "organisation": "Police", "theme": "Trust",
		"coder": "AK BM", "source": "int-1 int-2"} {
		_, listed := here(what, "list", "--format", "csv", "--project", project)
		var names []string
		for _, line := range strings.Split(strings.TrimSpace(listed), "\n")[1:] {
			name, _, _ := strings.Cut(line, ",")
			names = append(names, name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%ss: %+q, want %q", what, got, want)
		}
	}
	for _, args := range [][]string{{"participant", "add", "Anna R\u200boe"}, {"organisation", "rename", "Police", "Po\ufefflice"},
		{"source", "rename", "int-1", "int\u200e-1"}, {"theme", "rename", "Trust", "Tr\u202eust"},
		{"theme", "add", "Cost", "--coder", "A\u200bK"}} {
		if status, said := here(append(args, "--project", project)...); status == done || !strings.Contains(said, "nobody can see") {
			t.Errorf("%+q: exit status %d: %s", args, status, said)
		}
	}
	must(t, project, []string{"participant", "show", "Anna\u200b Roe"}, // found all the same
		[]string{"theme", "add", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"}, []string{"theme", "add", "\U0001f469\u200d\U0001f692"})
}
