package project

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/pseudonym"
	"crosscase/corpus"
)

// keepAlways has snapshots kept of studies of any size.
func keepAlways(t *testing.T) {
	t.Helper()
	before := snapshotFrom
	snapshotFrom = 0
	t.Cleanup(func() { snapshotFrom = before })
}

// fromDatabase reads the study from the database alone.
func fromDatabase(t failer, p *Project) *coding.Study {
	tx, err := p.engine.Begin(ctx, true)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	s, err := p.readStudy(ctx, tx, false)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wantStored holds the study as it is read against what the database holds.
func wantStored(t failer, p *Project, after string) {
	got, err := p.Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if want := fromDatabase(t, p); !reflect.DeepEqual(want, got) {
		t.Fatalf("after %s (-database +snapshot):\n%s\n%s", after, cmp.Diff(want.Passages, got.Passages), cmp.Diff(want.Tags, got.Tags))
	}
}

// Law: whatever is done and taken back, the study that is read by way of the snapshot is the
// one that the database holds.
func TestSnapshotIsTheStudy(t *testing.T) {
	keepAlways(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := begin(rt, filepath.Join(t.TempDir(), fmt.Sprint(rand.Int64(), ".crosscase")))
		defer p.Close()
		e := edittest.NewEditor(rapid.Uint64().Draw(rt, "seed"))
		hasty(rt, p)
		add(t, p, e.NewID, "int-1", interview)
		add(t, p, e.NewID, "int-2", interview)
		for range rapid.IntRange(1, 25).Draw(rt, "edits") {
			c := randomChange(rt, e, p)
			if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "an edit", Changes: []edit.Change{c}}); err != nil {
				rt.Fatalf("%#v: %v", c, err)
			}
			wantStored(rt, p, fmt.Sprintf("%#v", c))
			switch rapid.IntRange(0, 9).Draw(rt, "then") {
			case 0:
				if undone, err := p.Undo(ctx, "AK", monday, 0); err == nil {
					wantStored(rt, p, "undo of "+undone[0].What)
				}
			case 1: // it is made anew
				if err := os.RemoveAll(IndexOf(p.Path())); err != nil {
					rt.Fatal(err)
				}
			}
		}
		wantStored(rt, p, "all edits")
		if _, err := os.Stat(p.snapshotFile()); err != nil {
			rt.Fatal(err)
		}
	})
}

// marked is a project with a few tags and a snapshot that holds them.
func marked(t *testing.T) (*Project, *corpus.Source) {
	t.Helper()
	keepAlways(t)
	p, newID := newProject(t), edittest.IDs()
	hasty(t, p)
	src := add(t, p, newID, "int-1", interview)
	apply(t, p, edit.PutTheme{Theme: coding.Theme{ID: "trust", Name: "Trust"}})
	for i := range 3 {
		tagAt(t, p, src, 5*i)
	}
	os.Remove(p.snapshotFile())
	wantStored(t, p, "three tags")
	return p, src
}

func tagAt(t *testing.T, p *Project, src *corpus.Source, at int) {
	t.Helper()
	apply(t, p, edit.TagPassage{Passage: coding.PassageID(fmt.Sprint("p", at)), Text: src.Text, Span: corpus.Span{Start: at, End: at + 3},
		Tag: coding.TagID(fmt.Sprint("t", at)), Theme: "trust"})
}

// A snapshot of another history is of no use, whether what it holds is ahead or beside.
func TestSnapshotOfAnotherHistory(t *testing.T) {
	p, src := marked(t)
	backup := filepath.Join(t.TempDir(), "backup.crosscase")
	if err := p.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	tagAt(t, p, src, 40)
	if err := os.Remove(p.snapshotFile()); err != nil {
		t.Fatal(err)
	}
	wantStored(t, p, "a fourth tag") // which is in the snapshot now
	ahead, err := os.ReadFile(p.snapshotFile())
	if err != nil {
		t.Fatal(err)
	}
	older, err := Open(ctx, backup)
	if err != nil {
		t.Fatal(err)
	}
	defer older.Close()
	for _, after := range []string{"a backup", "another fourth tag"} {
		if after != "a backup" {
			tagAt(t, older, src, 60)
		}
		if err := os.MkdirAll(IndexOf(backup), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(older.snapshotFile(), ahead, 0o600); err != nil {
			t.Fatal(err)
		}
		wantStored(t, older, after)
	}
}

// What is written without the log changes its hashes, so that no snapshot is taken for what
// it was before.
func TestSnapshotBeforeWhatCannotBeUndone(t *testing.T) {
	p, src := marked(t)
	mask := pseudonym.NewMask([]pseudonym.Pseudonym{{Name: "Roe", Pseudonym: "Somebody Else"}})
	if _, done, err := p.Pseudonymise(ctx, "AK", monday, mask, NewID, false); err != nil || !done {
		t.Fatal(done, err)
	}
	wantStored(t, p, "pseudonyms")
	if _, done, err := p.Erase(ctx, "AK", monday, Erasure{Source: src.ID}, NewID, false); err != nil || !done {
		t.Fatal(done, err)
	}
	wantStored(t, p, "an erasure")
}

// A snapshot that is damaged anywhere is not used.
func TestDamagedSnapshot(t *testing.T) {
	p, _ := marked(t)
	whole, err := os.ReadFile(p.snapshotFile())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := decodeSnapshot(whole); err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		damaged := append([]byte{}, whole...)
		damaged[i] ^= 4
		if _, err := decodeSnapshot(damaged); err == nil {
			t.Errorf("byte %d of %d is another one, unnoticed", i, len(whole))
		}
		if _, err := decodeSnapshot(whole[:i]); err == nil {
			t.Errorf("%d of %d bytes are there, unnoticed", i, len(whole))
		}
	}
	if err := os.WriteFile(p.snapshotFile(), whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	wantStored(t, p, "half of it was lost")
	if again, err := os.ReadFile(p.snapshotFile()); err != nil || len(again) != len(whole) {
		t.Errorf("it was not made again: %d bytes, %v", len(again), err)
	}
}

// What is not a second of UTC, or stands on no passage, has no place in a snapshot.
func TestNoPlaceInASnapshot(t *testing.T) {
	for name, tag := range map[string]coding.Tag{
		"half a second": {ID: "t", Passage: "p", At: monday.Add(time.Second / 2)},
		"another zone":  {ID: "t", Passage: "p", At: monday.In(time.FixedZone("", 3600))},
		"no passage":    {ID: "t", Passage: "q", At: monday},
	} {
		x := snapshot{chainLink{1, "hash"}, []coding.Passage{{ID: "p"}}, []coding.Tag{tag}}
		if x.encode() != nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// FuzzSnapshot has bytes that are none, behind a checksum that is right: what is read from
// them is what they hold, or an error.
func FuzzSnapshot(f *testing.F) {
	x := snapshot{chainLink{7, "hash"}, []coding.Passage{{ID: "p", Text: "text", Span: corpus.Span{Start: 3, End: 9}}, {ID: "q", Text: "text"}},
		[]coding.Tag{{ID: "t", Passage: "p", Theme: "trust", Coder: "AK", At: monday, Weight: 0.5, Suggested: true}, {ID: "u", Passage: "q", At: monday}}}
	sealed := x.encode()
	f.Add(sealed[len(snapshotMagic) : len(sealed)-4])
	f.Fuzz(func(t *testing.T, body []byte) {
		data := append([]byte(snapshotMagic), body...)
		data = binary.LittleEndian.AppendUint32(data, crc32.Checksum(data, castagnoli))
		x, err := decodeSnapshot(data)
		if err != nil {
			return
		}
		again := x.encode()
		if again == nil { // two passages of one name
			return
		}
		y, err := decodeSnapshot(again)
		if err != nil || !cmp.Equal(x.tags, y.tags) && x.tags[0].Weight == x.tags[0].Weight || !cmp.Equal(x.passages, y.passages) {
			t.Errorf("%v; %v is read again as %v", err, x, y)
		}
	})
}
