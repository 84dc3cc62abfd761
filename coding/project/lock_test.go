package project

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/secret"
)

// closedWithCopy is a project with a copy, closed, and what both files held.
func closedWithCopy(t *testing.T) (path string, held map[string][]byte) {
	t.Helper()
	p := newProject(t)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Marzipan"}})
	copied, _, err := p.CopyBefore(ctx, "merge", time.Date(2026, 3, 2, 9, 0, 0, 0, time.Local))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(IndexOf(p.Path()), 0o700); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(IndexOf(p.Path()), "words"), []byte("Marzipan"), 0o600)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	held = map[string][]byte{}
	for _, file := range []string{p.Path(), copied} {
		if held[file], err = os.ReadFile(file); err != nil || !bytes.Contains(held[file], []byte("Marzipan")) {
			t.Fatalf("%s: %v, or no marzipan", file, err)
		}
	}
	return p.Path(), held
}

func keyed(t *testing.T, passphrase string) (secret.To, secret.From) {
	t.Helper()
	to, err := secret.Passphrase(passphrase, 4)
	if err != nil {
		t.Fatal(err)
	}
	return to, secret.Asked(func() (string, error) { return passphrase, nil })
}

// Law: what is locked is nowhere in the folder, and is the same to the byte when it is
// unlocked; but for the header, in which SQLite notes who may use the file.
func TestLockAndUnlock(t *testing.T) {
	path, held := closedWithCopy(t)
	to, from := keyed(t, "damson")
	for range 2 {
		locked, err := Lock(path, to)
		if err != nil || locked.File != path+secret.Ending || locked.Copies != 1 || len(locked.Open) != 0 {
			t.Fatalf("%+v, %v", locked, err)
		}
		for _, file := range filesIn(t, filepath.Dir(path)) {
			if data, err := os.ReadFile(file); err != nil || bytes.Contains(data, []byte("Marzipan")) {
				t.Errorf("%s can be read, or not at all: %v", file, err)
			}
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", file, info.Mode(), err)
			}
		}
		for name, err := range map[string]error{"open": openError(path), "find": findError(filepath.Dir(path)), "open encrypted": openError(path + secret.Ending)} {
			if !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) == "" {
				t.Errorf("%s: %v, hint %q", name, err, coding.Hint(err))
			}
		}
		_, wrong := keyed(t, "plum")
		if _, err := Unlock(path, wrong); !errors.Is(err, secret.ErrNotForYou) {
			t.Errorf("another passphrase: %v", err)
		}
		if n, err := Unlock(path, from); n != 1 || err != nil {
			t.Fatalf("unlocked %d copies, %v", n, err)
		}
		for file, want := range held {
			if got, err := os.ReadFile(file); err != nil || len(got) != len(want) || !bytes.Equal(got[100:], want[100:]) {
				t.Errorf("%s is not as it was, %v", file, err)
			}
		}
		if err := sound(ctx, path); err != nil {
			t.Error(err)
		}
		if found := LockedAt(filepath.Dir(path)); len(found) != 0 {
			t.Errorf("still locked: %v", found)
		}
	}
}

func openError(path string) error {
	p, err := Open(ctx, path)
	if err == nil {
		p.Close()
	}
	return err
}

func findError(folder string) error { _, _, err := Find(folder); return err }

func filesIn(t *testing.T, folder string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Nobody's work is locked away: not while somebody has it open, nor over a file that is there.
func TestLockRefuses(t *testing.T) {
	path, held := closedWithCopy(t)
	to, from := keyed(t, "damson")
	p, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	study(t, p)
	if _, err := Lock(path, to); !errors.Is(err, coding.ErrBusy) {
		t.Errorf("somebody has it open: %v", err)
	}
	p.Close()
	if err := os.WriteFile(path+secret.Ending, []byte("months of work"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(path, to); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("a file is there: %v", err)
	}
	os.Remove(path + secret.Ending)
	if _, err := Lock(path, secret.To{}); err == nil {
		t.Error("locked for nobody")
	}
	copied := CopiesOf(path)
	if err := os.Mkdir(filepath.Join(copied, "2026-03-01-090000.000-merge"+Ending), 0o700); err != nil { // which nobody can encrypt
		t.Fatal(err)
	}
	if _, err := Lock(path, to); err == nil {
		t.Error("locked what is no file")
	}
	if files := filesIn(t, filepath.Dir(path)); slices.ContainsFunc(files, func(f string) bool { return strings.HasSuffix(f, secret.Ending) }) {
		t.Errorf("an attempt that failed left encrypted files: %v", files)
	}
	os.Remove(filepath.Join(copied, "2026-03-01-090000.000-merge"+Ending))
	for file, want := range held {
		if got, err := os.ReadFile(file); err != nil || len(got) != len(want) {
			t.Errorf("%s is gone or another, %v", file, err)
		}
	}
	if _, err := Lock(path, to); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("another project"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Unlock(path, from); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("over another project: %v", err)
	}
	os.Remove(path)
	if n, err := Unlock(path, from); n != 1 || err != nil { // the copy that the failed one unlocked is the same
		t.Errorf("again: %d, %v", n, err)
	}
}

// A backup is encrypted on its way, and nothing else is left of it.
func TestEncryptedBackup(t *testing.T) {
	p := newProject(t)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Marzipan"}})
	to, from := keyed(t, "damson")
	file := filepath.Join(t.TempDir(), "monday.age")
	if err := p.BackupTo(ctx, file, to); err != nil {
		t.Fatal(err)
	}
	if err := p.BackupTo(ctx, file, to); !errors.Is(err, os.ErrExist) {
		t.Errorf("a file is there: %v", err)
	}
	if files := filesIn(t, filepath.Dir(file)); len(files) != 1 {
		t.Errorf("beside the backup: %v", files)
	}
	plain := filepath.Join(t.TempDir(), "back.crosscase")
	if err := DecryptTo(file, from, plain); err != nil {
		t.Fatal(err)
	}
	back, err := Open(ctx, plain)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if n := len(study(t, back).Themes); n != 1 {
		t.Errorf("%d themes came back, want 1", n)
	}
}
