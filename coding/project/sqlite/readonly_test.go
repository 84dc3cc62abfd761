package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"crosscase/coding"
)

// On a medium that nobody can write to, the file is read where it is, as long as all of it is
// in the file.
func TestReadOnlyMedium(t *testing.T) {
	d := create(t, "Ada", "Ben")
	d.Close()
	t.Setenv("TMPDIR", t.TempDir())
	for _, log := range []bool{false, true} {
		if log {
			if err := os.WriteFile(d.path+"-wal", make([]byte, 100), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		r, err := toRead(d.path, &os.PathError{Op: "open", Path: d.path, Err: syscall.EROFS})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		tx, err := r.Begin(ctx, true)
		if err == nil {
			err = tx.QueryRow("select count(*) from names").Scan(&n)
			tx.Rollback()
		}
		if n != 2 || err != nil || !r.ReadOnly() || (r.folder != "") != log {
			t.Errorf("with a log %t: %d names, %v, copied to %q", log, n, err, r.folder)
		}
		if whole, err := r.Settle(ctx); whole == log || err != nil {
			t.Errorf("with a log %t: whole %t, %v", log, whole, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if left, _ := os.ReadDir(os.TempDir()); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	if left, _ := filepath.Glob(d.path + "-shm"); len(left) > 0 {
		t.Errorf("made: %q", left)
	}
}

// A path that SQLite does not take is said to be too long, not unwritable.
func TestLongPath(t *testing.T) {
	folder := filepath.Join(t.TempDir(), strings.Repeat("a", 200), strings.Repeat("b", 200), strings.Repeat("c", 100))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Create(filepath.Join(folder, "study.crosscase"))
	if !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), "500 is the most") {
		t.Error(err)
	}
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
