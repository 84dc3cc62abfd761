package foreign

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding/exchange"
)

// An oracleLine is what a program says of a tag, or of words with it.
type oracleLine struct{ Project, Document, Tag, Description, Coder, Words string }

// oracle is a program as PyPI has it, installed into the folder that CROSSCASE_ORACLES names.
func oracle(t *testing.T, program string) func(script string, projects []string) []oracleLine {
	t.Helper()
	home := os.Getenv("CROSSCASE_ORACLES")
	if home == "" {
		t.Skipf("%s is not asked: set CROSSCASE_ORACLES to a folder where it is installed from PyPI", program)
	}
	run := func(name string, args ...string) []byte {
		t.Helper()
		command := exec.Command(name, args...)
		command.Env = append(os.Environ(), "HOME="+t.TempDir())
		var errs bytes.Buffer
		command.Stderr = &errs
		out, err := command.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, errs.String())
		}
		return out
	}
	run("sh", filepath.Join("testdata", "oracles", "install.sh"), home)
	return func(script string, projects []string) (lines []oracleLine) {
		out := run(filepath.Join(home, program, "bin", "python"), append([]string{filepath.Join("testdata", "oracles", script)}, projects...)...)
		for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
			var line oracleLine
			if err := decoder.Decode(&line); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, line)
		}
		t.Logf("%s read %d projects: %d tags, and words with them", program, len(projects), len(lines))
		return lines
	}
}

// studiesForOracles are drawn studies: letters of one to four bytes, what HTML and YAML obey,
// themes below themes, lines without words, characters that programs refuse.
func studiesForOracles(oneLine bool) (all []drawn) {
	study := rapid.Custom(func(t *rapid.T) drawn {
		d := draw(t, 2, oneLine)
		for i, text := range d.texts {
			d.texts[i] = strings.ReplaceAll(text, "x", rapid.SampledFrom([]string{"x", "\f", "\u00a0", "\u2028", "\ufeff", "\x7f", "]]>", "&amp;"}).Draw(t, "x"))
		}
		for i, m := range d.marks { // what was replaced may be longer or shorter: around it
			body := d.texts[m.text]
			m.start, m.end = 0, min(m.end, len(body))
			for m.end < len(body) && body[m.end] != '\n' {
				m.end++
			}
			if oneLine {
				m.start = strings.LastIndex(body[:m.end], "\n") + 1
			}
			d.marks[i] = m
		}
		seen := map[coded]bool{}
		d.marks = slices.DeleteFunc(d.marks, func(m coded) bool {
			again := seen[m]
			seen[m] = true
			return again || strings.TrimSpace(d.words(m)) == ""
		})
		return d
	})
	for seed := range 40 {
		all = append(all, study.Example(seed))
	}
	return all
}

// compare holds what a program says against what was written, in any order.
func compare(t *testing.T, want, got []oracleLine) {
	t.Helper()
	in := func(lines []oracleLine) (all []string) {
		for _, l := range lines {
			all = append(all, fmt.Sprintf("%s %s %q %q by %q: %q", filepath.Base(l.Project), l.Document, l.Tag, l.Description, l.Coder, l.Words))
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	if diff := cmp.Diff(in(want), in(got)); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
}

// Taguette imports what is written for it, with the same tags on the same words.
func TestTaguetteReads(t *testing.T) {
	ask := oracle(t, "taguette")
	var projects []string
	var want []oracleLine
	folder := t.TempDir()
	for n, d := range studiesForOracles(false) {
		at := filepath.Join(folder, fmt.Sprintf("%d.sqlite3", n))
		projects = append(projects, at)
		s, bodies := d.study(n%2 == 0)
		s.Themes[0].Definition = "What <it> costs & \"why\""
		if _, _, err := WriteTaguette(ctx, exchange.Contents{Study: s, Texts: bodies}, at); err != nil {
			t.Fatal(err)
		}
		for _, theme := range s.Themes {
			want = append(want, oracleLine{Project: at, Tag: s.EscapedPath(theme.ID), Description: theme.Definition})
		}
		for _, m := range d.marks {
			words, _ := withoutControls(d.words(m))
			want = append(want, oracleLine{Project: at, Document: d.name(m.text), Tag: s.EscapedPath(s.Themes[m.code].ID), Words: words})
		}
	}
	compare(t, want, ask("read_taguette.py", projects))
}

// qualitative-coding opens what is written for it, with the same tags of the same coders on
// the same lines.
func TestQCReads(t *testing.T) {
	ask := oracle(t, "qualitative-coding")
	var projects []string
	var want []oracleLine
	folder := t.TempDir()
	for n, d := range studiesForOracles(true) {
		at := filepath.Join(folder, fmt.Sprint(n))
		projects = append(projects, at)
		s, bodies := d.study(n%2 == 0)
		if _, _, err := WriteQC(ctx, exchange.Contents{Study: s, Texts: bodies}, at); err != nil {
			t.Fatal(err)
		}
		for _, theme := range s.Themes {
			want = append(want, oracleLine{Project: at, Tag: theme.Name})
		}
		for _, m := range d.marks {
			want = append(want, oracleLine{Project: at, Document: d.name(m.text), Tag: s.Themes[m.code].Name, Coder: d.coders[m.coder], Words: d.words(m)})
		}
	}
	compare(t, want, ask("read_qc.py", projects))
}
