package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A folder as a power cut leaves it, by the events until then. What a sync that had ended was to
// bring to the disk is there. Of the rest, each file has none, all, or some of the sectors that
// were written, and each folder its names as they were at some time since it was synced.
type afterPowercut struct {
	random   *rand.Rand
	events   []event
	kept     map[int]bool     // events whose outcome a sync guarantees
	contents map[*node][]byte // of files
	entries  map[*node]map[string]*node
}

func cutPower(events []event, random *rand.Rand) *afterPowercut {
	c := &afterPowercut{random: random, events: events, kept: map[int]bool{}, contents: map[*node][]byte{},
		entries: map[*node]map[string]*node{}}
	of := map[*node][]int{} // events that are not kept yet, by what a sync of keeps them
	for i, e := range events {
		switch e.kind {
		case syncs:
			of[e.node] = slices.DeleteFunc(of[e.node], func(n int) bool {
				c.kept[n] = c.kept[n] || n < e.begun
				return n < e.begun
			})
		case writes, truncates:
			of[e.node] = append(of[e.node], i)
		case names, unnames:
			of[e.folder] = append(of[e.folder], i)
		case renames:
			of[e.folder], of[e.to] = append(of[e.folder], i), append(of[e.to], i)
		}
	}
	c.rename()
	c.write()
	return c
}

// rename does to the names what has reached the disk.
func (c *afterPowercut) rename() {
	until := map[*node]int{} // which events a folder has seen
	for i, e := range c.events {
		folder := cmp.Or(e.to, e.folder)
		if folder == nil {
			continue
		}
		if _, drawn := until[folder]; !drawn {
			all := len(c.events)
			until[folder] = []int{0, all, c.random.IntN(all), all - c.random.IntN(min(40, all))}[c.random.IntN(4)]
		}
		if !c.kept[i] && i > until[folder] {
			continue
		}
		switch in := c.in(folder); e.kind {
		case names:
			in[e.name] = e.node
		case unnames:
			delete(in, e.name)
		case renames:
			delete(c.in(e.folder), e.name)
			in[e.as] = e.node
		}
	}
}

func (c *afterPowercut) in(folder *node) map[string]*node {
	if c.entries[folder] == nil {
		c.entries[folder] = map[string]*node{}
	}
	return c.entries[folder]
}

const sector = 512

// write does to the files what has reached the disk.
func (c *afterPowercut) write() {
	chance := map[*node]float64{} // that a sector of a file has
	for i, e := range c.events {
		if e.kind != writes && e.kind != truncates {
			continue
		}
		if _, drawn := chance[e.node]; !drawn {
			chance[e.node] = []float64{0, 0.5, 0.9, 1}[c.random.IntN(4)]
		}
		reached := func() bool { return c.kept[i] || c.random.Float64() < chance[e.node] }
		data := c.contents[e.node]
		if e.kind == truncates && reached() {
			data = append(data[:min(e.at, int64(len(data)))], make([]byte, max(0, e.at-int64(len(data))))...)
		}
		for from := int64(0); from < int64(len(e.data)); {
			to := min(int64(len(e.data)), (e.at+from)/sector*sector+sector-e.at)
			if reached() {
				data = append(data, make([]byte, max(0, e.at+to-int64(len(data))))...)
				copy(data[e.at+from:], e.data[from:to])
			}
			from = to
		}
		c.contents[e.node] = data
	}
}

// put writes a folder as it is after the power cut.
func (c *afterPowercut) put(t *testing.T, folder *node, to string) {
	t.Helper()
	for name, n := range c.in(folder) {
		path := filepath.Join(to, name)
		if strings.HasSuffix(name, "-shm") {
			continue // memory
		}
		if n.entries == nil {
			if err := os.WriteFile(path, c.contents[n], 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		c.put(t, n, path)
	}
}

// A stage is what there is when the recorded work has come to a point.
type stage struct {
	history []string
	files   map[string]string // what was asked for: what it holds, by name
}

// recorded is work on a project, and what there was at each point.
type recorded struct {
	*recorder
	stages []stage
}

func (r *recorded) project() string { return filepath.Join(r.root, "study.crosscase") }

// copied is the project as it is now, in a folder of its own: whoever opens it writes to it.
func (r *recorded) copied() string {
	r.t.Helper()
	to := filepath.Join(r.t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(r.root)); err != nil {
		r.t.Fatal(err)
	}
	return filepath.Join(to, "study.crosscase")
}

// asked are the files that commands were asked for.
func asked(t testing.TB, root string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if name := e.Name(); strings.HasPrefix(name, "out") {
			data, err := os.ReadFile(path)
			all[strings.TrimPrefix(path, root)] = string(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// do records a command.
func (r *recorded) do(t *testing.T, args ...string) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if status := r.run(append(args, "--project", r.project()), out, nil); status != done {
		said, _ := os.ReadFile(out.Name())
		t.Fatalf("%q: exit status %d: %s", args, status, said)
	}
	r.acknowledge()
	now, err := history(t, r.copied())
	if err != nil {
		t.Fatal(err)
	}
	r.stages = append(r.stages, stage{now, asked(t, r.root)})
}

// browse records some new themes in the workbench.
func (r *recorded) browse(t *testing.T, themes int) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	processes, ended := make(chan int, 1), make(chan int)
	go func() {
		ended <- r.run([]string{"web", "--project", r.project()}, out, func(process int) { processes <- process })
	}()
	process := <-processes
	var printed []byte
	for end := time.Now().Add(20 * time.Second); !bytes.Contains(printed, []byte("\n")); time.Sleep(5 * time.Millisecond) {
		if printed, err = os.ReadFile(out.Name()); err != nil || time.Now().After(end) {
			t.Fatalf("the workbench does not start: %v", err)
		}
	}
	address, _, _ := strings.Cut(string(printed), "\n")
	w := enterWorkbench(t, address)
	for n := range themes {
		if done, err := w.addTheme(fmt.Sprint("In the browser ", n)); !done {
			t.Fatalf("a new theme: %v", err)
		}
		r.acknowledge()
	}
	if err := syscall.Kill(process, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	<-ended
	now, err := history(t, r.copied())
	if err != nil {
		t.Fatal(err)
	}
	for n := range themes {
		r.stages = append(r.stages, stage{now[:len(now)-themes+n+1], asked(t, r.root)})
	}
}

// record records a day's work.
func record(t *testing.T) *recorded {
	t.Helper()
	root, elsewhere := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	r := &recorded{recorder: newRecorder(t, root)}
	first, second := writeSource(t, elsewhere, "first"), writeSource(t, elsewhere, "second")
	output := func(name string) string { return filepath.Join(root, name) }
	r.do(t, "init", r.project())
	r.do(t, "import", first)
	r.do(t, "tag", "Trust", "--create-themes", "--search", "everywhere")
	r.do(t, "passages", "-o", output("out.csv"))
	r.do(t, "backup", output("out-1.crosscase"))
	colleague := filepath.Join(elsewhere, "bm.crosscase")
	must(t, r.copied(), []string{"backup", colleague})
	must(t, colleague, []string{"import", second}, []string{"tag", "Savings", "--create-themes", "--search", "everywhere"})
	r.do(t, "merge", colleague)
	r.browse(t, 2)
	r.do(t, "passages", "-o", output("out.csv"))
	r.do(t, "export", "--to", output("out.qdpx"))
	r.do(t, "undo")
	r.do(t, "restore", output("out-1.crosscase"))
	r.do(t, "theme", "add", "Cost")
	return r
}

// check wants a folder, as a power cut left it when so many points were reached, to have all
// that was acknowledged, and of what was being done all or nothing.
func (r *recorded) check(t *testing.T, root string, reached int) error {
	file := filepath.Join(root, "study.crosscase")
	if reached == 0 { // not even the project was
		here("check", "--project", file)
		return nil
	}
	was, next := r.stages[reached-1], r.stages[min(reached, len(r.stages)-1)]
	now, err := history(t, file)
	if err != nil {
		return err
	}
	if !slices.Equal(now, was.history) && !slices.Equal(now, next.history) && !(begins(now, was.history) && begins(next.history, now)) {
		return fmt.Errorf("the history was\n%q\nwas to be\n%q, and is\n%q", was.history, next.history, now)
	}
	got := asked(t, root)
	for _, name := range slices.Sorted(maps.Keys(next.files)) {
		data, there := got[name]
		before, was := was.files[name]
		if (there || was) && data != before && data != next.files[name] || was && !there {
			return fmt.Errorf("%s has %d bytes, had %d, and was to have %d", name, len(data), len(before), len(next.files[name]))
		}
	}
	if err := findsAll(file); err != nil {
		return err
	}
	if left := unfinished(t, root); len(left) > 0 {
		return fmt.Errorf("left: %q", left)
	}
	return nil
}

// Whenever the power is cut, and whatever of what was not synced has reached the disk, the
// project opens with all that was acknowledged, and every file that was asked for is whole.
// CROSSCASE_POWERCUTS=60 cuts it that often: half of the times just after something was
// acknowledged.
func TestPowerCut(t *testing.T) {
	r := record(t)
	random := rand.New(rand.NewPCG(17, 60))
	cuts := attempts(t, "CROSSCASE_POWERCUTS", 26)
	var acknowledged []int
	for i, e := range r.events {
		if e.kind == acknowledges {
			acknowledged = append(acknowledged, i+1)
		}
	}
	for n := range cuts {
		until := random.IntN(len(r.events) + 1)
		if n%2 == 0 {
			until = acknowledged[n/2%len(acknowledged)]
		}
		events := r.events[:until]
		reached := 0
		for _, e := range events {
			if e.kind == acknowledges {
				reached++
			}
		}
		root := filepath.Join(t.TempDir(), "disk")
		if err := os.Mkdir(root, 0o700); err != nil {
			t.Fatal(err)
		}
		cutPower(events, random).put(t, r.disk, root)
		if err := r.check(t, root, reached); err != nil {
			t.Fatalf("power cut %d, after %d of %d events, %d points reached: %v", n, until, len(r.events), reached, err)
		}
	}
	t.Logf("%d power cuts among %d events", cuts, len(r.events))
}
