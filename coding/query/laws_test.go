package query_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding/query"
)

// Law of quoting: what is quoted is read as it was, by us and by a POSIX shell.
func TestQuoteLaw(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Logf("no shell here: only our own reading is checked")
	}
	argument := rapid.OneOf(rapid.StringMatching("[a-zé \"'\\\\$`!*>;#\t\n=()~-]{0,12}"), rapid.StringMatching(`[a-z]+`))
	rapid.Check(t, func(t *rapid.T) {
		args := rapid.SliceOfN(argument, 1, 4).Draw(t, "args")
		line := query.CommandLine(args...)
		if got := query.Split(line); !slices.Equal(got, args) {
			t.Fatalf("%q is written %s and read as %q", args, line, got)
		}
		if got := query.SplitLines(line + "\n" + line); len(got) != 2 || !slices.Equal(got[1], args) {
			t.Fatalf("%s twice is read as %q", line, got)
		}
		if sh == "" {
			return
		}
		out, err := exec.Command(sh, "-c", `printf '%s\0' `+line).Output()
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"); !slices.Equal(got, args) {
			t.Fatalf("%s is to a shell %q, want %q", line, got, args)
		}
	})
}
