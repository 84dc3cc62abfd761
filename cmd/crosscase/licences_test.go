package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Every module that is linked in is listed in its version with the text of its licence, and
// nothing else is.
func TestLicences(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	all, texts := parts()
	listed := map[string]bool{}
	for _, p := range all {
		listed[p.name+" "+p.version] = true
		if p.licence == "" || len(p.texts) == 0 || slices.ContainsFunc(p.texts, func(n string) bool { return len(texts[n]) < 30 }) {
			t.Errorf("%s: licence %q with texts %v", p.name, p.licence, p.texts)
		}
	}
	linked := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, module := range linked {
		if module != "" && !listed[module] {
			t.Errorf("%s is not listed: run go run .ci/licences.go in the root of the project", module)
		}
	}
	if len(linked) < 50 || len(listed) < 80 {
		t.Errorf("%d packages linked, %d modules listed", len(linked), len(listed))
	}
}
