//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A doomed project is worked on by processes that are killed.
type doomed struct {
	t                            *testing.T
	random                       *rand.Rand
	folder, file, temporary      string
	colleague, backup, elsewhere string // what is merged, restored and imported
	history                      []string
	round                        int
	took                         map[string]time.Duration // how long each act takes that nobody kills
}

// doom makes a small project of a few sources, each with the word everywhere once.
func doom(t *testing.T) *doomed {
	t.Helper()
	folder, temporary := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temporary)
	d := &doomed{t: t, random: rand.New(rand.NewPCG(17, 500)), folder: folder, file: filepath.Join(folder, "study.crosscase"),
		temporary: temporary, took: map[string]time.Duration{}}
	d.colleague, d.backup = filepath.Join(t.TempDir(), "bm.crosscase"), filepath.Join(t.TempDir(), "monday.crosscase")
	d.elsewhere = filepath.Join(t.TempDir(), "other.qdpx")
	if status, said := here("init", d.file); status != done {
		t.Fatal(said)
	}
	must(t, d.file, []string{"import", d.source("first"), d.source("second")}, []string{"theme", "add", "Trust"},
		[]string{"backup", d.colleague}, []string{"backup", d.backup})
	must(t, d.colleague, []string{"import", d.source("theirs")}, []string{"tag", "Savings", "--create-themes", "--search", "everywhere"},
		[]string{"export", "--to", d.elsewhere})
	d.look()
	return d
}

// source writes a file to import, and returns its path.
func (d *doomed) source(name string) string { return writeSource(d.t, d.folder, name) }

// An act is what a process does until it is killed.
type act struct {
	args []string
	logs int    // how many entries it has in the log, each of which is stored by itself
	file string // that it writes, whole or not at all
	// erases is a word that is nowhere once the act was done again.
	erases   string
	restores bool // what it leaves is the history before or that of the backup
}

// acts are what is done in turn, by name.
func (d *doomed) acts() map[string]func() act {
	edit := func(args ...string) act { return act{args: args, logs: 1} }
	n := fmt.Sprint("round-", d.round)
	out := filepath.Join(d.folder, n)
	return map[string]func() act{
		"theme": func() act { return edit("theme", "add", n) },
		"tag":   func() act { return edit("tag", n, "--create-themes", "--search", "everywhere") },
		"import": func() act {
			return act{args: []string{"import", d.source(n), d.source(n + "-a"), d.source(n + "-b")}, logs: 3}
		},
		"merge":          func() act { return edit("merge", d.colleague) },
		"import-project": func() act { return edit("import-project", d.elsewhere) },
		"undo": func() act {
			must(d.t, d.file, []string{"theme", "add", n}) // what is before may be an erasure, which cannot be undone
			d.look()
			return edit("undo")
		},
		"restore": func() act { return act{args: []string{"restore", d.backup}, restores: true} },
		"backup":  func() act { return act{args: []string{"backup", out + ".crosscase"}, file: out + ".crosscase"} },
		"output":  func() act { return act{args: []string{"source", "list", "-o", out + ".csv"}, file: out + ".csv"} },
		"export":  func() act { return act{args: []string{"export", "--to", out + ".qdpx"}, file: out + ".qdpx"} },
		"erase": func() act {
			must(d.t, d.file, []string{"import", d.source(n)}, []string{"backup", "--keep", "3"}, []string{"merge", d.colleague})
			d.look()
			if err := os.Remove(filepath.Join(d.folder, n+".txt")); err != nil {
				d.t.Fatal(err)
			}
			return act{args: []string{"erase", "--source", n, "--for-good"}, erases: n}
		},
	}
}

// look remembers the history as it is.
func (d *doomed) look() {
	d.t.Helper()
	var err error
	if d.history, err = history(d.t, d.file); err != nil {
		d.t.Fatalf("round %d: %v", d.round, err)
	}
}

// kill starts an act, and kills it at a random time unless it ends before. It reports whether
// the act said that it was done.
func (d *doomed) kill(name string, a act) (acknowledged bool) {
	d.t.Helper()
	usual := d.took[name]
	if usual == 0 {
		usual = 100 * time.Millisecond
	}
	var said bytes.Buffer
	c := exec.Command("crosscase", append(a.args, "--project", d.file)...)
	c.Stdout, c.Stderr = &said, &said
	begun := time.Now()
	if err := c.Start(); err != nil {
		d.t.Fatal(err)
	}
	killer := time.AfterFunc(time.Duration(d.random.Int64N(int64(usual+usual/4))), func() { c.Process.Kill() })
	err := c.Wait()
	killer.Stop()
	var exit *exec.ExitError
	switch {
	case err == nil:
		d.took[name] = time.Since(begun)
		return true
	case errors.As(err, &exit) && exit.ExitCode() == -1:
		return false
	}
	d.t.Fatalf("round %d: %q: %v: %s", d.round, a.args, err, said.String())
	return false
}

// survives looks at what a killed act has left.
func (d *doomed) survives(name string, a act, acknowledged bool) {
	d.t.Helper()
	before := d.history
	fail := func(format string, args ...any) {
		d.t.Helper()
		d.t.Fatalf("round %d: %s, which was done: %v: %s", d.round, name, acknowledged, fmt.Sprintf(format, args...))
	}
	if a.erases != "" {
		d.erased(a, acknowledged)
		return
	}
	now, err := history(d.t, d.file)
	if err != nil {
		fail("%v", err)
	}
	was, err := history(d.t, d.backup)
	if err != nil {
		fail("%v", err)
	}
	switch kept := begins(now, before) && len(now) <= len(before)+a.logs; {
	case a.restores && !acknowledged && !kept && !begins(now, was), a.restores && acknowledged && (!begins(now, was) || len(now) > len(was)):
		fail("the history is neither as before nor that of the backup:\n%q", now)
	case !a.restores && !kept:
		fail("the history was\n%q, and is\n%q", before, now)
	case acknowledged && a.logs > 0 && len(now) == len(before):
		if status, said := here(append(a.args, "--project", d.file)...); status != done { // there was nothing to do
			fail("done again: exit status %d: %s", status, said)
		}
		if again, err := history(d.t, d.file); err != nil || len(again) > len(now) {
			fail("its entry is not in the log: %v, %q", err, again)
		}
	}
	d.history = now
	if a.file != "" {
		d.whole(a.file, acknowledged, fail)
	}
}

// whole wants a file to be whole where it is there, and there where that was said.
func (d *doomed) whole(file string, acknowledged bool, fail func(string, ...any)) {
	d.t.Helper()
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !acknowledged:
		return
	case err != nil:
		fail("%v", err)
	}
	switch filepath.Ext(file) {
	case ".csv":
		if _, listed := here("source", "list", "--format", "csv", "--project", d.file); string(data) != listed {
			fail("%s holds %q, want %q", file, data, listed)
		}
	case ".qdpx":
		if status, said := here("import-project", file, "--dry-run", "--project", d.file); status != done {
			fail("%s: %s", file, said)
		}
	default:
		if copied, err := history(d.t, file); err != nil || !begins(copied, d.history) {
			fail("the backup: %v, %q", err, copied)
		}
	}
	if err := os.Remove(file); err != nil {
		d.t.Fatal(err)
	}
}

// erased does an erasure again, of which nothing may be left then.
func (d *doomed) erased(a act, acknowledged bool) {
	d.t.Helper()
	status, said := here(append(a.args, "--project", d.file)...)
	if status != done && status != unknown || acknowledged && status != unknown {
		d.t.Fatalf("round %d: done again, after it was done: %v: exit status %d: %s", d.round, acknowledged, status, said)
	}
	d.look()
	err := filepath.WalkDir(d.folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && bytes.Contains(data, []byte("word of "+a.erases)) {
			d.t.Errorf("round %d: the words are still in %s", d.round, path)
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// tidy wants nothing left of commands that were killed, once another one has run, and an index
// that finds all.
func (d *doomed) tidy() {
	d.t.Helper()
	if err := findsAll(d.file); err != nil {
		d.t.Fatalf("round %d: %v", d.round, err)
	}
	if left := append(unfinished(d.t, d.folder), unfinished(d.t, d.temporary)...); len(left) > 0 {
		d.t.Fatalf("round %d: left: %q", d.round, left)
	}
}

// killWorkbench adds themes in the workbench until it is killed. It returns those that were
// acknowledged.
func (d *doomed) killWorkbench() (acknowledged []string) {
	d.t.Helper()
	w := startWorkbench(d.t, d.file)
	defer w.end(os.Kill)
	time.AfterFunc(time.Duration(d.random.Int64N(int64(80*time.Millisecond))), func() { w.process.Kill() })
	for n := 0; ; n++ {
		theme := fmt.Sprintf("round-%d-%d", d.round, n)
		switch done, err := w.addTheme(theme); {
		case err != nil:
			return acknowledged
		case !done:
			d.t.Fatalf("round %d: a new theme was refused", d.round)
		}
		acknowledged = append(acknowledged, theme)
	}
}

// Whatever a process was doing when it was killed, all that it had said to be done is in the
// project, what it was doing is there or not and nothing between, and the next command clears
// up. CROSSCASE_KILLS=500 kills that many.
func TestKilled(t *testing.T) {
	d := doom(t)
	kills, killed := attempts(t, "CROSSCASE_KILLS", 12), 0
	order := []string{"theme", "tag", "import", "merge", "web", "import-project", "undo", "backup", "output", "export", "restore", "erase"}
	for ; killed < kills; d.round++ {
		name := order[d.round%len(order)]
		if name == "web" {
			acknowledged := d.killWorkbench()
			before := d.history
			d.look()
			added := d.history[min(len(before), len(d.history)):]
			if !begins(d.history, before) || len(added) < len(acknowledged) || len(added) > len(acknowledged)+1 {
				t.Fatalf("round %d: acknowledged %q, in the log %q", d.round, acknowledged, added)
			}
			killed++
		} else {
			a := d.acts()[name]()
			acknowledged := d.kill(name, a)
			d.survives(name, a, acknowledged)
			if !acknowledged {
				killed++
			}
		}
		d.tidy()
	}
	t.Logf("%d processes killed in %d rounds", killed, d.round)
}
