package project

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// addTheme adds a theme of this name.
func addTheme(p *Project, name string) error {
	_, err := p.Apply(ctx, edit.Edit{Coder: "AK", What: "add theme " + name, At: monday,
		Changes: []edit.Change{edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID("id of " + name), Name: name}}}})
	return err
}

func addThemes(t *testing.T, p *Project, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := addTheme(p, name); err != nil {
			t.Fatal(err)
		}
	}
}

// themesIn are the names of the themes of the project at path.
func themesIn(t *testing.T, path string) (names []string) {
	t.Helper()
	p, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, theme := range study(t, p).Themes {
		names = append(names, theme.Name)
	}
	slices.Sort(names)
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("%s: problems %q, %v", path, problems, err)
	}
	return names
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Another file that takes the place of the project while it is open, as a program that
// synchronises folders puts it there, is never written to, and nothing is taken for written.
func TestReplacedWhileOpen(t *testing.T) {
	others := map[string]func(t *testing.T, p *Project) []byte{
		"a backup with an edit of its own": func(t *testing.T, p *Project) []byte {
			to := filepath.Join(t.TempDir(), "copy.crosscase")
			if err := p.Backup(ctx, to); err != nil {
				t.Fatal(err)
			}
			other, err := Open(ctx, to)
			if err != nil {
				t.Fatal(err)
			}
			addThemes(t, other, "Theirs")
			other.Close()
			return readFile(t, to)
		},
		"the file as it was before": func(t *testing.T, p *Project) []byte {
			if whole, err := p.Settled(ctx); err != nil || !whole {
				t.Fatal(whole, err)
			}
			data := readFile(t, p.Path())
			addThemes(t, p, "Later")
			return data
		},
		"another project": func(t *testing.T, p *Project) []byte {
			other := newProject(t)
			addThemes(t, other, "Another")
			if whole, err := other.Settled(ctx); err != nil || !whole {
				t.Fatal(whole, err)
			}
			return readFile(t, other.Path())
		},
		"no project": func(*testing.T, *Project) []byte { return []byte("a note") },
	}
	ways := map[string]func(t *testing.T, path string, data []byte){
		"another file": func(t *testing.T, path string, data []byte) {
			writeFile(t, path+".new", data)
			if err := os.Rename(path+".new", path); err != nil {
				t.Skip("the system does not let an open file be replaced")
			}
		},
		"in place": writeFile,
		"removed": func(t *testing.T, path string, data []byte) {
			if err := os.Remove(path); err != nil {
				t.Skip("the system does not let an open file be removed")
			}
		},
	}
	for other, make := range others {
		for way, replace := range ways {
			for _, settled := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s/%s/settled %v", other, way, settled), func(t *testing.T) {
					p := newProject(t)
					addThemes(t, p, "Mine")
					data := make(t, p)
					addThemes(t, p, "Mine, too")
					if settled {
						if _, err := p.Settled(ctx); err != nil {
							t.Fatal(err)
						}
					}
					study(t, p)
					if way == "in place" && bytes.Equal(readFile(t, p.Path()), data) {
						return // the edits since are in the log beside it
					}

					replace(t, p.Path(), data)
					if err := addTheme(p, "Lost"); !errors.Is(err, coding.ErrReplaced) || coding.Hint(err) == "" {
						t.Errorf("an edit: %v, want %v", err, coding.ErrReplaced)
					}
					if _, err := p.Study(ctx); !errors.Is(err, coding.ErrReplaced) {
						t.Errorf("reading: %v, want %v", err, coding.ErrReplaced)
					}
					p.Close()
					if way != "removed" && !bytes.Equal(readFile(t, p.Path()), data) {
						t.Error("the file that was put there has changed")
					}
				})
			}
		}
	}
}

// killed returns the files of a project as a process leaves them that is killed.
func killed(t *testing.T, p *Project) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "study.crosscase")
	for _, ending := range []string{"", "-wal", "-shm"} {
		writeFile(t, path+ending, readFile(t, p.Path()+ending))
	}
	return path
}

// What a killed process left beside the file belongs to it, but not to a backup that is
// copied over it.
func TestLeftWriteAheadLog(t *testing.T) {
	p := newProject(t)
	addThemes(t, p, "First")
	if whole, err := p.Settled(ctx); err != nil || !whole {
		t.Fatal(whole, err)
	}
	before := readFile(t, p.Path())
	backup := filepath.Join(t.TempDir(), "backup.crosscase")
	if err := p.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	addThemes(t, p, "Second")
	if whole, err := p.Settled(ctx); err != nil || !whole {
		t.Fatal(whole, err)
	}
	addThemes(t, p, "Third", "Last")

	tests := []struct {
		name   string
		put    []byte
		themes []string
		aside  bool
	}{
		{"as it was left", nil, []string{"First", "Last", "Second", "Third"}, false},
		{"a backup", readFile(t, backup), []string{"First"}, true},
		{"the file as it was before", before, []string{"First"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := killed(t, p)
			log := readFile(t, path+"-wal")
			if tt.put != nil {
				writeFile(t, path, tt.put)
			}
			again, err := Open(ctx, path)
			if err != nil {
				t.Fatal(err)
			}
			notices := strings.Join(again.Notices(), "\n")
			again.Close()
			if got := themesIn(t, path); !cmp.Equal(got, tt.themes) {
				t.Errorf("themes %q, want %q", got, tt.themes)
			}
			kept, err := os.ReadFile(path + "-wal.other-1")
			if aside := err == nil && bytes.Equal(kept, log) && strings.Contains(notices, "study.crosscase-wal.other-1"); aside != tt.aside {
				t.Errorf("set aside: %v (%s), want %v", aside, notices, tt.aside)
			}
		})
	}
}

// Two processes that write at the same time see each other's edits, and nobody takes the
// other's for a replaced file.
func TestTwoWriters(t *testing.T) {
	p := newProject(t)
	other, err := Open(ctx, p.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for i := range 20 {
		addThemes(t, p, fmt.Sprint("mine ", i))
		addThemes(t, other, fmt.Sprint("theirs ", i), fmt.Sprint("theirs, too ", i))
		if i%3 == 0 {
			if _, err := other.Settled(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(study(t, p).Themes); n != 3*(i+1) {
			t.Fatalf("%d themes, want %d", n, 3*(i+1))
		}
	}
}

// A file that grows while several processes read and write it is never taken for another one.
func TestGrowingFileIsTheSame(t *testing.T) {
	p := newProject(t)
	other, err := Open(ctx, p.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var writers, readers sync.WaitGroup
	var done atomic.Bool
	for n, x := range []*Project{p, other} {
		writers.Go(func() {
			for i := range 25 {
				err := addTheme(x, fmt.Sprint(n, " ", i, strings.Repeat(" page", 40)))
				if _, settling := x.Settled(ctx); err != nil || settling != nil {
					t.Error(err, settling)
				}
			}
		})
		readers.Go(func() {
			for !done.Load() && !t.Failed() {
				_, latest := x.Latest(ctx)
				if _, err := x.Study(ctx); err != nil || latest != nil {
					t.Error(err, latest)
				}
			}
		})
	}
	writers.Wait()
	done.Store(true)
	readers.Wait()
	if n := len(study(t, p).Themes); n != 50 {
		t.Errorf("%d themes, want 50", n)
	}
}

func TestRestore(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "study.crosscase")
	p, err := Init(ctx, path, "id", "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	addThemes(t, p, "First")
	backup := filepath.Join(folder, "backup.crosscase")
	if err := p.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	err = p.Backup(ctx, filepath.Join(folder, "none", "backup.crosscase"))
	if !errors.Is(err, coding.ErrUnknown) || !strings.Contains(err.Error(), "none") || strings.Contains(err.Error(), ".part") {
		t.Errorf("into no folder: %v", err)
	}
	addThemes(t, p, "Second")
	copied := readFile(t, backup)

	if _, err := Restore(ctx, backup, path, monday); !errors.Is(err, coding.ErrBusy) {
		t.Errorf("while it is open: %v, want %v", err, coding.ErrBusy)
	}
	p.Close()
	if found, _, err := Find(folder); found != path {
		t.Errorf("found %q, %v beside its backup, want %q", found, err, path)
	}
	for range 2 {
		kept, err := Restore(ctx, backup, path, monday)
		if err != nil {
			t.Fatal(err)
		}
		if got := themesIn(t, path); !cmp.Equal(got, []string{"First"}) {
			t.Errorf("restored themes %q", got)
		}
		if got, want := themesIn(t, kept), []string{"First", "Second"}; !cmp.Equal(got, want) && !cmp.Equal(got, want[:1]) {
			t.Errorf("kept themes %q, want %q", got, want)
		}
	}
	if !bytes.Equal(readFile(t, backup), copied) {
		t.Error("the backup has changed")
	}
	if found, _, err := Find(folder); found != path {
		t.Errorf("found %q, %v after restoring, want %q", found, err, path)
	}

	writeFile(t, backup, copied[:len(copied)/2])
	if _, err := Restore(ctx, backup, path, monday); !errors.Is(err, coding.ErrDamaged) {
		t.Errorf("half a backup: %v, want %v", err, coding.ErrDamaged)
	}
	if _, err := Restore(ctx, path, path, monday); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("from itself: %v, want %v", err, coding.ErrConflict)
	}
	if got := themesIn(t, path); !cmp.Equal(got, []string{"First"}) {
		t.Errorf("themes %q after attempts that failed", got)
	}
	writeFile(t, path, []byte("no project any more"))
	writeFile(t, backup, copied)
	if _, err := Restore(ctx, backup, path, monday); err != nil {
		t.Errorf("in the place of what is no project: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(folder, ".crosscase-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left %q, %v", left, err)
	}
}

// Whoever changes, removes or adds an entry of the log breaks the chain.
func TestLogIsAChain(t *testing.T) {
	for damage, entry := range map[string]int{
		"update log set what = 'add theme Other' where number = 2":         2,
		"update log set coder = 'JM' where number = 2":                     2,
		"update log set made_at = '2020-01-01T00:00:00Z' where number = 1": 1,
		"update log set rows = x'00' where number = 3":                     3,
		"delete from log where number = 2":                                 3,
		"update log set undoes = 1 where number = 3":                       3,
		"insert into log (number, step, made_at, coder, what, undoes, rows) select 4, 4, made_at, coder, what, 0, rows from log limit 1": 4,
	} {
		t.Run(damage, func(t *testing.T) {
			p := newProject(t)
			addThemes(t, p, "A", "B", "C")
			before, broken, err := p.VerifyLog(ctx)
			if err != nil || broken != 0 || len(before) != 64 {
				t.Fatalf("hash %q, entry %d, %v", before, broken, err)
			}
			if _, err := p.db.Exec(damage); err != nil {
				t.Fatal(err)
			}
			if _, broken, err = p.VerifyLog(ctx); err != nil || broken != entry {
				t.Errorf("broken at %d, %v, want %d", broken, err, entry)
			}
			if problems, err := p.Check(ctx); err != nil || !strings.Contains(strings.Join(problems, "\n"), fmt.Sprintf("log entry %d", entry)) {
				t.Errorf("problems %q, %v, want one with log entry %d", problems, err, entry)
			}
		})
	}
}
