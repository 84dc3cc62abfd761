//go:build ignore

// Licences writes cmd/crosscase/licences.txtar: the modules that are linked into crosscase, on
// all platforms that it is built for, and the texts of their licences. Run it in the root of
// the project when a dependency changes:
//
//	go run .ci/licences.go
package main

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// platforms are those of .ci/release.
var platforms = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// isLicence matches the names of files with a licence, or with what must go with it.
var isLicence = regexp.MustCompile(`(?i)^(un)?(licen[sc]e|copying|notice|copyright|patents)([-.].*)?$`)

// kinds tell licences by sentences of theirs, the more special first.
var kinds = []struct{ name, has string }{
	{"Apache-2.0", "Apache License"},
	{"MPL-2.0", "Mozilla Public License"},
	{"Unlicense", "released into the public domain"},
	{"public domain", "The author disclaims copyright"},
	{"BSD-3-Clause", "Neither the name"},
	{"BSD-3-Clause", "may not be used to endorse"},
	{"BSD-2-Clause", "Redistributions in binary form"},
	{"ISC", "Permission to use, copy, modify, and/or distribute"},
	{"MIT", "Permission is hereby granted, free of charge"},
}

// builtIn are parts of crosscase that are no modules, or are within one without a licence.
var builtIn = []struct{ name, version, licence, text string }{
	{"pdfium (in go-pdfium)", "", "BSD-3-Clause", "pdfium.txt"},
}

type archive struct {
	table strings.Builder
	texts []txtar.File
}

// add adds a module with the texts of its licences, each of which is kept once.
func (a *archive) add(name, version string, texts [][]byte) {
	var licences, files []string
	for _, text := range texts {
		text = append(bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r"), nil)), '\n')
		text = regexp.MustCompile(`(?m)^-- `).ReplaceAll(text, []byte(" -- ")) // nothing of it begins a file
		i := slices.IndexFunc(a.texts, func(f txtar.File) bool { return bytes.Equal(f.Data, text) })
		if i < 0 {
			i = len(a.texts)
			a.texts = append(a.texts, txtar.File{Name: fmt.Sprint(i + 1), Data: text})
		}
		files = append(files, a.texts[i].Name)
		flat := strings.Join(strings.Fields(string(text)), " ")
		for _, k := range kinds {
			if strings.Contains(flat, k.has) {
				if !slices.Contains(licences, k.name) {
					licences = append(licences, k.name)
				}
				break
			}
		}
	}
	if len(licences) == 0 {
		log.Fatalf("%s: no licence that is known", name)
	}
	fmt.Fprintf(&a.table, "%s\t%s\t%s\t%s\n", name, version, strings.Join(licences, ", "), strings.Join(files, " "))
}

func main() {
	log.SetFlags(0)
	var a archive
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		log.Fatal(err)
	}
	goText, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "LICENSE"))
	if err != nil {
		log.Fatal(err)
	}
	a.add("Go (standard library)", runtime.Version(), [][]byte{goText})
	for _, m := range modules() {
		path, version, _ := strings.Cut(m.name, " ")
		texts, err := licencesIn(m.folder, m.packages)
		if err != nil || len(texts) == 0 {
			log.Fatalf("%s: no licence in %s: %v", path, m.folder, err)
		}
		a.add(path, version, texts)
	}
	for _, b := range builtIn {
		text, err := os.ReadFile(filepath.Join(".ci", b.text))
		if err != nil {
			log.Fatal(err)
		}
		a.add(b.name, b.version, [][]byte{text})
	}
	out := txtar.Format(&txtar.Archive{Comment: []byte(a.table.String()), Files: a.texts})
	if err := os.WriteFile("cmd/crosscase/licences.txtar", out, 0o644); err != nil {
		log.Fatal(err)
	}
}

type module struct {
	name, folder string // path and version; where it is
	packages     []string
}

// modules are those that are linked in, in the order of their paths.
func modules() (all []module) {
	for _, platform := range platforms {
		system, machine, _ := strings.Cut(platform, "/")
		list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}",
			"./cmd/crosscase")
		list.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+machine, "CGO_ENABLED=0")
		list.Stderr = os.Stderr
		out, err := list.Output()
		if err != nil {
			log.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			fields := strings.Split(strings.TrimSpace(line), "\t")
			if len(fields) != 3 {
				continue
			}
			i := slices.IndexFunc(all, func(m module) bool { return m.name == fields[0] })
			if i < 0 {
				i = len(all)
				all = append(all, module{name: fields[0], folder: fields[1]})
			}
			all[i].packages = append(all[i].packages, fields[2])
		}
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.name, b.name) })
	return all
}

// licencesIn are the texts in a module's folder and in those of the packages that are linked.
func licencesIn(folder string, packages []string) (texts [][]byte, err error) {
	var seen []string
	for _, pkg := range append([]string{folder}, packages...) {
		for dir := pkg; strings.HasPrefix(dir, folder) && !slices.Contains(seen, dir); dir = filepath.Dir(dir) {
			seen = append(seen, dir)
			entries, readErr := os.ReadDir(dir)
			err = errors.Join(err, readErr)
			for _, e := range entries {
				if e.Type().IsRegular() && isLicence.MatchString(e.Name()) && !strings.HasSuffix(e.Name(), ".go") {
					text, readErr := os.ReadFile(filepath.Join(dir, e.Name()))
					err = errors.Join(err, readErr)
					texts = append(texts, text)
				}
			}
		}
	}
	return texts, err
}
