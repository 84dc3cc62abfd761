package durable

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// counting is a syncer that notes what was synced, by its path below a folder; unfinished
// things are called "part".
func counting(t *testing.T, folder string, synced *[]string) syncer {
	return func(f *os.File) error {
		name, err := filepath.Rel(folder, f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(name)[0] == '.' && name != "." && name != ".." {
			name = "part"
		}
		if dir := filepath.Base(filepath.Dir(name)); dir[0] == '.' && dir != "." && dir != ".." {
			name = "part/" + filepath.Base(name)
		}
		*synced = append(*synced, name)
		return nil
	}
}

func put(words string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, words); return err }
}

// The bytes of a file are on the disk before it has its name, and then the name is.
func TestWrite(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "a")
	for _, words := range []string{"first", "second"} {
		var synced []string
		count := counting(t, folder, &synced)
		err := write(name, put(words), func(f *os.File) error {
			if old, err := os.ReadFile(name); err == nil && string(old) == words && len(synced) == 0 {
				t.Error("the file has its name before it is on the disk")
			}
			return count(f)
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"part", "."}, synced); diff != "" {
			t.Errorf("synced (-want +got):\n%s", diff)
		}
		if got, err := os.ReadFile(name); err != nil || string(got) != words {
			t.Errorf("the file holds %q, %v; want %q", got, err, words)
		}
	}
}

// A file that cannot be written, or not synced, leaves the one that was there, and nothing else.
func TestWriteFails(t *testing.T) {
	broken := errors.New("broken")
	tests := map[string]struct {
		do   func(io.Writer) error
		sync syncer
	}{
		"written": {func(io.Writer) error { return broken }, onDisk},
		"synced":  {put("new"), func(*os.File) error { return broken }},
	}
	for what, tt := range tests {
		folder := t.TempDir()
		name := filepath.Join(folder, "a")
		if err := Create(name, put("old")); err != nil {
			t.Fatal(err)
		}
		if err := write(name, tt.do, tt.sync); !errors.Is(err, broken) {
			t.Errorf("not %s: %v", what, err)
		}
		if got, _ := os.ReadFile(name); string(got) != "old" {
			t.Errorf("not %s: the file holds %q", what, got)
		}
		if left, _ := os.ReadDir(folder); len(left) != 1 {
			t.Errorf("not %s: %d files are left", what, len(left))
		}
	}
	name := filepath.Join(t.TempDir(), "a")
	if err := errors.Join(Create(name, put("one")), Create(name, put("two"))); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second file of one name: %v", err)
	}
}

func TestFill(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	var synced []string
	err := fill(folder, func(in string) error {
		return errors.Join(os.Mkdir(filepath.Join(in, "texts"), 0o700),
			os.WriteFile(filepath.Join(in, "texts", "b"), nil, 0o600), os.WriteFile(filepath.Join(in, "a"), nil, 0o600))
	}, counting(t, folder, &synced))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(synced[:4])
	if want := []string{"part", "part/a", "part/texts", "texts/b", ".", ".."}; len(synced) != len(want) ||
		!cmp.Equal(synced[4:], want[4:]) {
		t.Errorf("synced %q, want %q", synced, want)
	}
	left, _ := os.ReadDir(folder)
	if len(left) != 2 || left[0].Name() != "a" || left[1].Name() != "texts" {
		t.Errorf("in the folder: %v", left)
	}
	broken := errors.New("broken")
	other := t.TempDir()
	if err := Fill(other, func(string) error { return broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	if left, _ := os.ReadDir(other); len(left) != 0 {
		t.Errorf("left by what failed: %v", left)
	}
}

// ended is the number of a process that has ended.
func ended(t *testing.T) int {
	c := exec.Command(os.Args[0], "-test.run=^$")
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	return c.Process.Pid
}

// What a killed process left goes; what a living one or another machine is at stays, and so
// do a person's own files and what a person has written.
func TestSweep(t *testing.T) {
	dead := ended(t)
	folder := t.TempDir()
	keep := []string{partName(os.Getpid()), "." + prefix + "00000000-1-a", "crosscase-notes", ".crosscase-x", "study.crosscase"}
	for _, name := range slices.Concat(keep, []string{partName(dead), "." + partName(dead)}) {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var files []string
	for range 2 {
		in := filepath.Join(folder, partName(dead))
		if err := os.Mkdir(in, 0o700); err != nil {
			t.Fatal(err)
		}
		file, err := Untouched(in, "int-03.txt", "words")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if err := os.WriteFile(files[1], []byte("other words"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := Sweep(folder); !cmp.Equal(got, files[1:]) {
		t.Errorf("edited: %q, want %q", got, files[1:])
	}
	left, _ := os.ReadDir(folder)
	if len(left) != len(keep)+1 {
		t.Errorf("%d are left, want %d: %v", len(left), len(keep)+1, left)
	}
	for _, name := range keep {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file that a person has saved is kept where no sweep returns it again.
func TestKeep(t *testing.T) {
	const dead = 1 << 30
	folder := t.TempDir()
	in := filepath.Join(folder, partName(dead))
	if err := os.Mkdir(in, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(in, editable), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"int-03.txt", "codebook.yaml"} {
		if err := os.WriteFile(filepath.Join(in, editable, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found := Sweep(folder)
	if len(found) != 2 {
		t.Fatalf("edited: %q, want two files", found)
	}
	for _, file := range found {
		kept := Keep(file)
		if data, err := os.ReadFile(kept); err != nil || string(data) != filepath.Base(file) || kept == file {
			t.Errorf("%s is kept as %s: %q, %v", file, kept, data, err)
		}
	}
	if again := Sweep(folder); len(again) > 0 {
		t.Errorf("found again: %q", again)
	}
}
