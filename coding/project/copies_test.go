package project

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// The newest copies stay, each as the project was then, for the owner alone; nobody takes one
// for a project.
func TestCopies(t *testing.T) {
	p := newProject(t)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.Local)
	for i, name := range []string{"A", "B", "C", "D", "E", "F", "G"} {
		path, first, err := p.CopyBefore(ctx, "merge", at.Add(time.Duration(i/2)*time.Minute)) // two in one second
		if err != nil || path == "" || first != (i == 0) {
			t.Fatalf("copy %d: %s, first %v, %v", i, path, first, err)
		}
		apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(name), Name: name}})
	}
	all, err := Copies(p.Path())
	if err != nil || len(all) != usualCopies || !all[0].At.Equal(at.Add(3*time.Minute)) || all[0].Reason != "merge" {
		t.Fatalf("%+v, %v", all, err)
	}
	for file, want := range map[string]os.FileMode{CopiesOf(p.Path()): 0o700, all[0].Path: 0o600} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", file, info.Mode(), err, want)
		}
	}
	newest, err := Open(ctx, all[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(study(t, newest).Themes); n != 6 {
		t.Errorf("%d themes in the newest copy, want 6", n)
	}
	newest.Close()
	if found, _, err := Find(CopiesOf(p.Path())); err != nil || filepath.Base(found) != filepath.Base(p.Path()) {
		t.Errorf("found from within the copies: %s, %v", found, err)
	}
	for _, named := range []string{"1", all[0].Name(), filepath.Base(all[0].Path)} {
		if c, err := FindCopy(p.Path(), named); err != nil || c != all[0] {
			t.Errorf("%s: %+v, %v", named, c, err)
		}
	}
	for _, named := range []string{"0", "6", "-1", "monday"} {
		if _, err := FindCopy(p.Path(), named); !errors.Is(err, coding.ErrUnknown) {
			t.Errorf("%s: %v", named, err)
		}
	}
}

// How many copies stay can be said; 0 makes none.
func TestKeepCopies(t *testing.T) {
	p := newProject(t)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.Local)
	var counts []int
	for i, keep := range []int{7, 1, 0, 2} {
		if err := p.KeepCopies(keep); err != nil {
			t.Fatal(err)
		}
		for n := range 3 {
			if _, _, err := p.CopyBefore(ctx, "merge", at.Add(time.Duration(10*i+n)*time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		all, err := Copies(p.Path())
		if err != nil || CopiesKept(p.Path()) != keep {
			t.Errorf("%d are to stay, want %d; %v", CopiesKept(p.Path()), keep, err)
		}
		counts = append(counts, len(all))
	}
	if diff := cmp.Diff([]int{3, 1, 0, 2}, counts); diff != "" {
		t.Errorf("copies (-want +got):\n%s", diff)
	}
	if err := p.KeepCopies(-1); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("-1 copies: %v", err)
	}
}
