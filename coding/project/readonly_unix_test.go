//go:build unix

package project

import (
	"bytes"
	_ "embed"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"crosscase/coding"
)

//go:embed testdata/format-5.sqlite
var olderFormat []byte

// asNobody runs this test as a user to whom permissions apply, and reports whether it did.
func asNobody(t *testing.T) bool {
	t.Helper()
	if os.Getuid() != 0 {
		return false
	}
	if runtime.GOOS != "linux" {
		t.Skip("run as root, to whom no permissions apply")
	}
	temporary, err := os.MkdirTemp("/tmp", "crosscase-nobody-") // a test's own may lie where others may not go
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(temporary) })
	if err := os.Chmod(temporary, 0o777); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("/proc/self/exe", "-test.run=^"+t.Name()+"$") // whose folder others may not look into
	c.Env = append(os.Environ(), "TMPDIR="+temporary, "GOTMPDIR="+temporary)
	c.Dir = "/"
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("as another user: %v\n%s", err, out)
	}
	return true
}

// contentsOf are the files in a folder with what they hold.
func contentsOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(data)
	}
	return all
}

// A project that cannot be written to, or whose folder cannot, is read whole, also what is
// still in its log; whatever would change it is an error, and nothing is left behind.
func TestReadOnlyFolder(t *testing.T) {
	if asNobody(t) {
		return
	}
	p := newProject(t)
	rich(t, p)
	if _, err := p.engine.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	file, _ := os.ReadFile(p.Path())
	settled := dump(t, p)
	if err := addTheme(p, "Later"); err != nil {
		t.Fatal(err)
	}
	log, _ := os.ReadFile(p.Path() + "-wal")
	later := dump(t, p)
	for _, tt := range []struct {
		what         string
		file, log    []byte
		files, inDir os.FileMode
		dump         string
	}{
		{"folder", file, nil, 0o600, 0o500, settled},
		{"file", file, nil, 0o400, 0o700, settled},
		{"folder and file", file, nil, 0o400, 0o500, settled},
		{"with a log", file, log, 0o600, 0o500, later},
		{"with a log, file", file, log, 0o400, 0o700, later},
		{"older format", olderFormat, nil, 0o400, 0o500, ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			temporary := t.TempDir()
			t.Setenv("TMPDIR", temporary)
			folder := filepath.Join(t.TempDir(), "folder")
			path := filepath.Join(folder, "study.crosscase")
			os.Mkdir(folder, 0o700)
			os.WriteFile(path, tt.file, tt.files)
			if tt.log != nil {
				os.WriteFile(path+"-wal", tt.log, tt.files)
			}
			os.Chmod(folder, tt.inDir)
			t.Cleanup(func() { os.Chmod(folder, 0o700) })
			before := contentsOf(t, folder)
			readOnly(t, path, tt.dump)
			if after := contentsOf(t, folder); !maps.Equal(before, after) {
				t.Errorf("the folder holds %d files, had %d", len(after), len(before))
			}
			if left := contentsOf(t, temporary); len(left) > 0 {
				t.Errorf("left behind: %d files", len(left))
			}
		})
	}
}

// readOnly tries a project that cannot be written to and holds what want says, unless that is "".
func readOnly(t *testing.T, path, want string) {
	t.Helper()
	p, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if !p.ReadOnly() || len(p.Notices()) != 1 {
		t.Errorf("read-only: %t; %q", p.ReadOnly(), p.Notices())
	}
	whole(t, p)
	study(t, p)
	if want != "" && dump(t, p) != want {
		t.Error("something else is read than what was written")
	}
	_, _, copied := p.CopyBefore(ctx, "merge", monday)
	for what, err := range map[string]error{"edit": addTheme(p, "No"), "copy": copied} {
		if !errors.Is(err, coding.ErrReadOnly) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if sources := study(t, p).Sources; len(sources) > 0 {
		before := dump(t, p)
		erase := Erasure{Source: sources[0].ID}
		if _, done, err := p.Erase(ctx, "AK", monday, erase, NewID, true); err != nil || done || dump(t, p) != before {
			t.Errorf("what would be erased: %v, %v", done, err)
		}
		if _, _, err := p.Erase(ctx, "AK", monday, erase, NewID, false); !errors.Is(err, coding.ErrReadOnly) {
			t.Errorf("erase: %v, want %v", err, coding.ErrReadOnly)
		}
	}
	to := filepath.Join(t.TempDir(), "backup.crosscase")
	if err := p.Backup(ctx, to); err != nil {
		t.Errorf("no backup can be made: %v", err)
	}
	if data, _ := os.ReadFile(to); !bytes.HasPrefix(data, []byte("SQLite")) {
		t.Error("the backup is no project")
	}
}
