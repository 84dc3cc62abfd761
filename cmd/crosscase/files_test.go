package main

import (
	"os"
	"strings"
	"testing"
)

// Whatever command reads a file that is named, one that is missing, a folder, empty or not
// to be read is an error in the same words, and the nearest names are offered.
func TestFilesByName(t *testing.T) {
	crosscase := demoHere(t)
	for name, data := range map[string]string{"list.csv": "a,b\n", "empty.csv": "", "secret.csv": "a,b\n", "list.crosscase": "a"} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir("folder.csv", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod("secret.csv", 0); err != nil {
		t.Fatal(err)
	}
	_, err := os.ReadFile("secret.csv")
	readable := err == nil // by the superuser

	problems := []struct{ file, says, hint string }{
		{"lits.csv", "lits.csv: no such file or directory", `did you mean "list.csv"`},
		{"below/list.csv", "below/list.csv: no such file or directory", "there is no folder below"},
		{"folder.csv", "folder.csv: a folder, not a file", ""},
		{"empty.csv", "empty.csv: the file is empty", ""},
		{"secret.csv", "secret.csv: permission denied", ""},
	}
	commands := []string{"verify FILE", "run FILE", "import FILE", "import study --sources FILE", "import study --participants FILE",
		"codebook import FILE", "tag --from FILE", "suggest Trust --decisions FILE", "pseudonymise --names FILE",
		"pseudonymise --show-key FILE", "export --to out --pseudonyms FILE", "source update int-01 FILE", "import-project FILE"}
	for _, command := range commands {
		for _, p := range problems {
			folders := strings.HasPrefix(command, "import FILE") || strings.HasPrefix(command, "import-project")
			if p.file == "secret.csv" && readable || p.file == "folder.csv" && folders {
				continue
			}
			args := append(strings.Fields(strings.ReplaceAll(command, "FILE", p.file)), "--project", "demo.crosscase")
			status, stdout, stderr := crosscase(args...)
			if said := stdout + stderr; status == done || !strings.Contains(said, p.says) || !strings.Contains(said, p.hint) {
				t.Errorf("crosscase %s exits with %d and says %q, want %q and %q", strings.Join(args, " "), status, said, p.says, p.hint)
			}
		}
	}
}

// A project's file that is missing, a folder or empty is an error in these words, too.
func TestProjectsByName(t *testing.T) {
	crosscase := demoHere(t)
	if err := os.WriteFile("empty.crosscase", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir("folder.crosscase", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		file, says, hint string
		status           int
	}{
		{"dem.crosscase", "project dem.crosscase: no such file or directory", `did you mean "demo.crosscase"?`, unknown},
		{"dem", "project dem.crosscase: no such file or directory", `did you mean "demo.crosscase"?`, unknown},
		{"folder.crosscase", "project folder.crosscase: a folder, not a file", "", unready},
		{"empty.crosscase", "project empty.crosscase: the file is empty", "", unready},
	} {
		for _, args := range [][]string{{"merge", tt.file, "--project", "demo.crosscase"}, {"check", "--project", tt.file}} {
			status, _, stderr := crosscase(args...)
			if status != tt.status || !strings.Contains(stderr, tt.says) || !strings.Contains(stderr, tt.hint) {
				t.Errorf("crosscase %s exits with %d and says %q, want %d, %q and %q", strings.Join(args, " "), status, stderr,
					tt.status, tt.says, tt.hint)
			}
		}
	}
}
