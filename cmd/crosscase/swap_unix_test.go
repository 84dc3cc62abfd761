//go:build unix

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// swaps are ways in which a program or a person puts another file in the place of a project.
var swaps = map[string]func(file string, data []byte) error{
	"moved there": func(file string, data []byte) error {
		if err := os.WriteFile(file+".new", data, 0o600); err != nil {
			return err
		}
		return os.Rename(file+".new", file)
	},
	"moved there, and the other kept": func(file string, data []byte) error {
		if err := os.Rename(file, file+".conflict"); err != nil {
			return err
		}
		return os.WriteFile(file, data, 0o600)
	},
	"removed, and written anew": func(file string, data []byte) error {
		if err := os.Remove(file); err != nil {
			return err
		}
		return os.WriteFile(file, data, 0o600)
	},
	"moved there, without what is beside it": func(file string, data []byte) error {
		for _, ending := range []string{"-wal", "-shm"} {
			os.Remove(file + ending)
		}
		if err := os.WriteFile(file+".new", data, 0o600); err != nil {
			return err
		}
		return os.Rename(file+".new", file)
	},
	"copied over it": func(file string, data []byte) error { return os.WriteFile(file, data, 0o600) },
}

// A file that takes the place of the project, while it is open in the workbench and edits come
// in, stays as it is. Edits are refused from then on, and those that were acknowledged are in
// the file that was there. CROSSCASE_SWAPS=60 does it that often.
func TestSwapped(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 7))
	ways := []string{"moved there", "copied over it", "moved there, and the other kept", "removed, and written anew",
		"moved there, without what is beside it"}
	folder := t.TempDir()
	made := filepath.Join(folder, "study.crosscase")
	if status, said := here("init", made); status != done {
		t.Fatal(said)
	}
	must(t, made, []string{"theme", "add", "Trust"})
	older := readFile(t, made)
	must(t, made, []string{"theme", "add", "Cost"}, []string{"backup", filepath.Join(folder, "theirs.crosscase")})
	must(t, filepath.Join(folder, "theirs.crosscase"), []string{"theme", "add", "Theirs"})
	if status, said := here("init", filepath.Join(folder, "another.crosscase")); status != done {
		t.Fatal(said)
	}
	others := [][]byte{older, readFile(t, filepath.Join(folder, "theirs.crosscase")), readFile(t, filepath.Join(folder, "another.crosscase"))}
	tries := attempts(t, "CROSSCASE_SWAPS", 5)
	for n := range tries {
		way := ways[n%len(ways)]
		which := random.IntN(len(others))
		file := filepath.Join(t.TempDir(), "study.crosscase")
		if err := os.WriteFile(file, readFile(t, made), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := swapped(t, file, way, others[which], time.Duration(random.Int64N(int64(60*time.Millisecond)))); err != nil {
			t.Errorf("swap %d: %s, file %d: %v", n, way, which, err)
		}
	}
	t.Logf("%d swaps", tries)
}

func readFile(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// swapped swaps a project for another after some time in which themes are added to it.
func swapped(t *testing.T, file, way string, other []byte, after time.Duration) error {
	t.Helper()
	was := file + ".was" // another name for the file that is open
	if err := os.Link(file, was); err != nil {
		return err
	}
	w := startWorkbench(t, file)
	var acknowledged []string
	var over time.Time // when the other file was there
	var mutex, between sync.Mutex
	var adding sync.WaitGroup
	add := func(theme string) (bool, error) {
		between.Lock()
		defer between.Unlock()
		return w.addTheme(theme)
	}
	adding.Go(func() {
		for n, late := 0, 0; late < 3; n++ {
			mutex.Lock()
			begun := !over.IsZero()
			mutex.Unlock()
			theme := fmt.Sprint("round ", n)
			done, err := add(theme)
			switch {
			case err != nil:
				t.Error(err)
				return
			case done && begun:
				t.Errorf("%s: %s was acknowledged when another file was there", way, theme)
			case done:
				acknowledged = append(acknowledged, theme)
			}
			if begun {
				late++
			}
		}
	})
	time.Sleep(after)
	copied := way == "copied over it"
	if copied { // between two edits: who copies over a file that is just being written to makes a mixture
		between.Lock()
	}
	err := swaps[way](file, other)
	if copied {
		between.Unlock()
	}
	mutex.Lock()
	over = time.Now()
	mutex.Unlock()
	adding.Wait()
	w.end(os.Interrupt)
	if err != nil {
		return err
	}
	if now := readFile(t, file); !bytes.Equal(now, other) {
		return fmt.Errorf("the file that was put there has changed: %d bytes were %d", len(now), len(other))
	}
	if _, err := history(t, file); err != nil {
		return fmt.Errorf("the file that was put there: %w", err)
	}
	if copied {
		return nil // it was the file
	}
	kept, err := history(t, was)
	if err != nil {
		return fmt.Errorf("the file that was open: %w", err)
	}
	for _, theme := range acknowledged {
		if !slices.ContainsFunc(kept, func(entry string) bool { return bytes.Contains([]byte(entry), []byte("add theme "+theme+" ")) }) {
			return fmt.Errorf("%s was acknowledged, and is not in the file that was open: %q", theme, kept)
		}
	}
	return nil
}
