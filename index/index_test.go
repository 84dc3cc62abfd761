package index

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// flip flips a bit of a byte of a file.
func flip(t *testing.T, file string, at int) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data[at%len(data)] ^= 4
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Every flipped bit of an index is noticed before the next search, and by Damaged.
func TestFlippedBitsAreNoticed(t *testing.T) {
	l := interviews(t)
	folder := filepath.Join(t.TempDir(), "index")
	if err := At(folder).Sync(ctx, l.sources, l, nil); err != nil {
		t.Fatal(err)
	}
	if damaged, err := At(folder).Damaged(); damaged || err != nil {
		t.Fatal("a new index is damaged", err)
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*", "*"))
	for i := range 40 {
		file := files[i%len(files)]
		flip(t, file, i*7919)
		if damaged, err := At(folder).Damaged(); !damaged || err != nil {
			t.Errorf("byte %d of %s: %v", i*7919, filepath.Base(file), err)
		}
		flip(t, file, i*7919)
	}
	if damaged, err := At(folder).Damaged(); damaged || err != nil {
		t.Error("the index is damaged when all bits are as they were", err)
	}
	if damaged, err := At(filepath.Join(folder, "none")).Damaged(); damaged || err != nil {
		t.Error("an index that is not there is damaged", err)
	}
}

// An index that is missing or damaged is rebuilt, and nothing else is left behind.
func TestHeals(t *testing.T) {
	l := interviews(t)
	q := parse(t, "trust")
	segment := func(t *testing.T, folder string) string {
		files, err := filepath.Glob(filepath.Join(folder, "store", "*.zap"))
		if err != nil || len(files) == 0 {
			t.Fatal("no segments", err)
		}
		return files[0]
	}
	tests := []struct {
		name string
		harm func(t *testing.T, folder string)
	}{
		{"a bit of a segment flipped", func(t *testing.T, folder string) { flip(t, segment(t, folder), 200) }},
		{"a bit of the list of segments flipped", func(t *testing.T, folder string) { flip(t, filepath.Join(folder, "store", "root.bolt"), 300) }},
		{"without checksums", func(t *testing.T, folder string) { os.Remove(filepath.Join(folder, sealName)) }},
		{"other checksums", func(t *testing.T, folder string) { os.WriteFile(filepath.Join(folder, sealName), []byte("{}"), 0o600) }},
		{"missing", func(t *testing.T, folder string) { os.RemoveAll(folder) }},
		{"an empty folder", func(t *testing.T, folder string) {
			os.RemoveAll(folder)
			os.Mkdir(folder, 0o700)
		}},
		{"a file in its place", func(t *testing.T, folder string) {
			os.RemoveAll(folder)
			os.WriteFile(folder, []byte("x"), 0o600)
		}},
		{"another version", func(t *testing.T, folder string) {
			b, have, err := At(folder).open(false)
			if err != nil {
				t.Fatal(err)
			}
			have.Version = "0"
			if err := errors.Join((&writer{index: b, batch: b.NewBatch(), have: have}).flush(0), b.Close()); err != nil {
				t.Fatal(err)
			}
		}},
		{"a turn missing", func(t *testing.T, folder string) {
			b, _, err := At(folder).open(false)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(b.Delete(documentID(l.sources[0].Text, 1)), b.Close()); err != nil {
				t.Fatal(err)
			}
		}},
		{"no metadata", func(t *testing.T, folder string) { os.Remove(filepath.Join(folder, "index_meta.json")) }},
		{"a segment missing", func(t *testing.T, folder string) { os.Remove(segment(t, folder)) }},
		{"a segment cut", func(t *testing.T, folder string) { os.Truncate(segment(t, folder), 100) }},
		{"a segment emptied", func(t *testing.T, folder string) { os.Truncate(segment(t, folder), 0) }},
		{"a segment overwritten", func(t *testing.T, folder string) {
			data, _ := os.ReadFile(segment(t, folder))
			for i := range data {
				data[i] = 0xff
			}
			os.WriteFile(segment(t, folder), data, 0o600)
		}},
		{"no root", func(t *testing.T, folder string) {
			os.WriteFile(filepath.Join(folder, "store", "root.bolt"), []byte("hello"), 0o600)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "x.index")
			ix := At(folder)
			if err := ix.Sync(ctx, l.sources, l, nil); err != nil {
				t.Fatal(err)
			}
			tt.harm(t, folder)
			hits, err := ix.Search(ctx, q, l.sources, l, nil)
			if err != nil || len(hits) != 2 {
				t.Errorf("%d hits, %v; want 2", len(hits), err)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(folder), ".*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// The index follows the study: sources come and go, speakers change organisations.
func TestFollowsTheStudy(t *testing.T) {
	l := interviews(t)
	ix := At(filepath.Join(t.TempDir(), "x.index"))
	count := func(query string) int {
		t.Helper()
		hits, err := ix.Search(ctx, parse(t, query), l.sources, l, nil)
		if err != nil {
			t.Fatal(err)
		}
		return len(hits)
	}
	if n := count("vision"); n != 2 {
		t.Errorf("%d hits, want 2", n)
	}
	l.add(t, "en", "Lacey: A vision. Another vision.\nOrme: None.\nLacey: One.\nOrme: None.")
	if n := count("vision"); n != 3 {
		t.Errorf("%d hits after a source was added, want 3", n)
	}
	l.sources[0].Facts[2] = []corpus.Fact{{Name: "organisation", Value: "Aldenshire"}}
	if n := count("organisation:alden vision"); n != 1 {
		t.Errorf("%d hits after a speaker changed organisations, want 1", n)
	}
	l.sources = l.sources[1:]
	if n := count("vision"); n != 1 {
		t.Errorf("%d hits after a source was removed, want 1", n)
	}
}

// What is indexed besides the text has a fingerprint: a change to it is found.
func TestFollowsTheTranscript(t *testing.T) {
	l := interviews(t)
	ix := At(filepath.Join(t.TempDir(), "x.index"))
	find := func(query string) []string {
		t.Helper()
		hits, err := ix.Search(ctx, parse(t, query), l.sources, l, nil)
		if err != nil {
			t.Fatal(err)
		}
		return l.matched(t, hits)
	}
	if got := find("speaker:penn color"); got != nil {
		t.Errorf("before: %q", got)
	}
	tr := *l.sources[0].Transcript
	tr.Turns = slices.Clone(tr.Turns)
	tr.Turns[3].Speaker = tr.Turns[2].Speaker // the last turn is Penn's
	l.sources[0].Transcript = &tr
	if diff := cmp.Diff([]string{"color"}, find("speaker:penn color")); diff != "" {
		t.Errorf("after a turn was reassigned (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Häuser", "Haus"}, find("haus")); diff != "" {
		t.Errorf("in German (-want +got):\n%s", diff)
	}
	l.sources[1].Language = "en"
	if diff := cmp.Diff([]string{"Haus"}, find("haus")); diff != "" {
		t.Errorf("of another language, words have other stems (-want +got):\n%s", diff)
	}
}

// Sync says how many turns are done; it does nothing where the index is up to date.
func TestProgress(t *testing.T) {
	l := interviews(t)
	ix := At(filepath.Join(t.TempDir(), "x.index"))
	var got [][2]int
	sync := func() {
		t.Helper()
		got = nil
		if err := ix.Sync(ctx, l.sources, l, func(done, of int) { got = append(got, [2]int{done, of}) }); err != nil {
			t.Fatal(err)
		}
	}
	sync()
	if diff := cmp.Diff([][2]int{{4, 18}, {8, 18}, {12, 18}, {16, 18}, {17, 18}, {18, 18}}, got); diff != "" {
		t.Errorf("a new index (-want +got):\n%s", diff)
	}
	if sync(); len(got) != 0 {
		t.Errorf("up to date: %v", got)
	}
	l.add(t, "en", "Lacey: One.\nOrme: Two.\nLacey: Three.\nOrme: Four.")
	sync()
	if diff := cmp.Diff([][2]int{{4, 4}}, got); diff != "" {
		t.Errorf("a source more (-want +got):\n%s", diff)
	}
}

// A sync that is interrupted leaves the old index, or none, and the next one works.
func TestInterruptedSync(t *testing.T) {
	l := interviews(t)
	folder := filepath.Join(t.TempDir(), "x.index")
	ix := At(folder)
	stopped, stop := context.WithCancel(ctx)
	err := ix.Sync(stopped, l.sources, l, func(done, of int) { stop() })
	if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "search index: ") {
		t.Errorf("interrupted: %v, want %v", err, context.Canceled)
	}
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half an index is there: %v", err)
	}
	if err := ix.Sync(ctx, l.sources[:2], l, nil); err != nil {
		t.Fatal(err)
	}
	if err := ix.Sync(stopped, l.sources, l, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v, want %v", err, context.Canceled)
	}
	if hits, err := ix.Search(ctx, parse(t, "trust"), l.sources, l, nil); err != nil || len(hits) != 2 {
		t.Errorf("%d hits, %v; want 2", len(hits), err)
	}
}

// An index that another process writes is busy. Readers do not exclude each other.
func TestBusy(t *testing.T) {
	l := interviews(t)
	folder := filepath.Join(t.TempDir(), "x.index")
	if err := At(folder).Sync(ctx, l.sources, l, nil); err != nil {
		t.Fatal(err)
	}
	impatient := &Index{folder: folder, wait: "10ms"}
	search := func() error {
		_, err := impatient.Search(ctx, parse(t, "trust"), l.sources, l, nil)
		return err
	}
	for _, tt := range []struct {
		name string
		open func() (bleve.Index, manifest, error)
		want error
	}{{"reads", At(folder).whole, nil}, {"writes", At(folder).writable, ErrBusy}} {
		b, _, err := tt.open()
		if err != nil {
			t.Fatal(err)
		}
		if err := search(); !errors.Is(err, tt.want) {
			t.Errorf("while another one %s: %v, want %v", tt.name, err, tt.want)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := seal(folder); err != nil { // as whoever writes leaves it
		t.Fatal(err)
	}
	reading, _, err := At(folder).whole()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := impatient.writable(); !errors.Is(err, ErrBusy) || !sealed(folder) {
		t.Errorf("writing while another one reads: %v, its files known to be whole: %v", err, sealed(folder))
	}
	if err := reading.Close(); err != nil {
		t.Fatal(err)
	}
	if err := search(); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A folder that cannot be made is an error of the file system.
func TestNoPlaceForTheIndex(t *testing.T) {
	l := interviews(t)
	ix := At(filepath.Join(t.TempDir(), "missing", "x.index"))
	if err := ix.Sync(ctx, l.sources, l, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v, want %v", err, os.ErrNotExist)
	}
}

func TestDocumentIDs(t *testing.T) {
	for _, text := range []corpus.TextID{"a", "a/b", ""} {
		if got, turn, ok := readDocumentID(documentID(text, 12)); got != text || turn != 12 || !ok {
			t.Errorf("%q: %q, %d, %v", text, got, turn, ok)
		}
	}
	for _, id := range []string{"", "a", "a/b"} {
		if _, _, ok := readDocumentID(id); ok {
			t.Errorf("%q is read as the document of a turn", id)
		}
	}
}
