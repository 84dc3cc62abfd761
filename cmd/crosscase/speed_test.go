package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"crosscase/coding/project"
)

// talk writes meetings of three people, with words as frequent as in a language
// (the n-th one n times rarer), so that indexes meet what they would meet.
func talk(b *testing.B, folder string, meetings, turns int) (bytes int64) {
	b.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	zipf := rand.NewZipf(r, 1.1, 4, 20_000)
	for m := range meetings {
		var t strings.Builder
		for n := range turns {
			fmt.Fprintf(&t, "%s:", []string{"Roe", "Penn", "The Chair"}[n%3])
			for range 4 + r.IntN(20) {
				fmt.Fprintf(&t, " w%xing", zipf.Uint64())
			}
			t.WriteString(".\n\n")
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("m%03d.txt", m)), []byte(t.String()), 0o600); err != nil {
			b.Fatal(err)
		}
		bytes += int64(t.Len())
	}
	return bytes
}

// BenchmarkImport imports and indexes generated meetings and, where they are,
// real ones.
func BenchmarkImport(b *testing.B) {
	generated := b.TempDir()
	size := talk(b, generated, 100, 600)
	real := map[string][]string{"generated": {generated}}
	sizes := map[string]int64{"generated": size}
	if data, err := filepath.Abs("../../../shared/data/meetings"); err == nil {
		if files, _ := filepath.Glob(filepath.Join(data, "*.txt")); len(files) > 0 {
			real["real"] = []string{data, "--sources", filepath.Join(data, "sources.csv"), "--participants", filepath.Join(data, "participants.csv")}
			for _, f := range files {
				info, err := os.Stat(f)
				if err != nil {
					b.Fatal(err)
				}
				sizes["real"] += info.Size()
			}
		}
	}
	for name, args := range real {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(sizes[name])
			crosscase := session(b)
			for b.Loop() {
				file := filepath.Join(b.TempDir(), "p"+project.Ending)
				crosscase("init", file)
				if status, _, stderr := crosscase(append([]string{"import", "--project", file}, args...)...); status != done {
					b.Fatal(stderr)
				}
			}
		})
	}
}

// BenchmarkProgram runs the program as a person does, from start to exit, on the
// demo study.
func BenchmarkProgram(b *testing.B) {
	b.Chdir(b.TempDir())
	if out, err := exec.Command("crosscase", "demo", "d").CombinedOutput(); err != nil {
		b.Fatal(err, string(out))
	}
	b.Chdir("d")
	n := 0
	for name, args := range map[string]func() []string{
		"version": func() []string { return []string{"--version"} },
		"tag": func() []string {
			n++
			return []string{"tag", "Trust", "--source", "int-01", "--quote", "We spent eleven weeks on that list of words.", "--coder", fmt.Sprint("c", n)}
		},
		"search": func() []string { return []string{"search", "kettle"} },
		"matrix": func() []string { return []string{"matrix"} },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if out, err := exec.Command("crosscase", args()...).CombinedOutput(); err != nil {
					b.Fatal(err, string(out))
				}
			}
		})
	}
}
