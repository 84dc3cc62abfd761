// Package index finds words in texts.
//
// [Index.Sync] brings the index up to date with the sources of a study,
// [Index.Search] answers a [Query] with [Hit] values, each a turn with the exact
// spans that matched. It is bleve's index (blevesearch/bleve, maintained,
// Apache-2.0), with one document for each turn.
//
// The index is derived and may be deleted at any time. Since texts never change,
// it is up to date when it holds the right ones: for each text it keeps a
// fingerprint of what was indexed with it (language, speakers, organisations…),
// and Sync adds what is missing or different and takes out what is gone. What is
// missing, of another version or damaged is built anew in a folder of its own,
// which then takes the old one's place.
//
// One process can write the index, or several can read it. It is therefore open
// only for the time of a search or a sync; a second process waits.
package index

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"crosscase/corpus"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// version changes with everything that makes an older index useless: analyzers,
// fields, the manifest.
const version = "1"

// batch is how many turns are written at once; fewer are slower, more need more
// memory and are not faster.
const batch = 5000

// lockTimeout is how long to wait for another process that has the index open.
const lockTimeout = "15s"

// ErrBusy says that another process had the index open for too long.
var ErrBusy = errors.New("the search index is in use by another program")

// A Source is one text to be found in.
type Source struct {
	Text       corpus.TextID
	Language   string
	Transcript *corpus.Transcript
	// Facts are what is known of a turn by its speaker, with names as in
	// [Facts]: Facts[0] of turns in which nobody speaks, Facts[i+1] of speaker i's.
	Facts [][]corpus.Fact
}

// term writes a fact as it stands in the index.
func term(f corpus.Fact) string { return f.Name + "=" + strings.ToLower(f.Value) }

// Texts gives the words of a source.
type Texts interface {
	Text(ctx context.Context, id corpus.TextID) (corpus.Text, error)
}

// An Index is a folder with an index in it.
type Index struct{ folder string }

// At is the index in a folder, which need not be there.
func At(folder string) *Index { return &Index{folder} }

// manifest says what an index holds.
type manifest struct {
	Version string
	Texts   map[corpus.TextID]entry
}

type entry struct {
	Fingerprint string
	Turns       int
}

var manifestKey = []byte("crosscase")

func wanted(sources []Source) manifest {
	m := manifest{version, map[corpus.TextID]entry{}}
	for _, s := range sources {
		m.Texts[s.Text] = entry{s.fingerprint(), len(s.Transcript.Turns)}
	}
	return m
}

func (s Source) fingerprint() string {
	b := fmt.Appendf(nil, "%s\x00%d", chain(s.Language), len(s.Transcript.Turns))
	for _, facts := range s.Facts {
		b = append(b, '\n')
		for _, f := range facts {
			b = append(append(append(append(b, f.Name...), 0), f.Value...), 0)
		}
	}
	for _, t := range s.Transcript.Turns { // a turn may be given to another speaker
		b = binary.AppendVarint(b, int64(t.Speaker))
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:12])
}

func (m manifest) equal(o manifest) bool {
	return m.Version == o.Version && maps.Equal(m.Texts, o.Texts)
}

// Sync makes the index hold sources, and nothing else. progress, if not nil, is
// told how many of how many turns are done. The error wraps [ErrBusy].
func (ix *Index) Sync(ctx context.Context, sources []Source, texts Texts, progress func(done, of int)) error {
	want := wanted(sources)
	err := ix.update(ctx, want, sources, texts, progress)
	if errors.Is(err, errRebuild) {
		err = ix.rebuild(ctx, want, sources, texts, progress)
	}
	if err != nil {
		return fmt.Errorf("search index: %w", err)
	}
	return nil
}

// errRebuild says that the index there cannot be used.
var errRebuild = errors.New("to be built anew")

// open opens the index that is there. The error is [errRebuild] or wraps
// [ErrBusy].
func (ix *Index) open(readOnly bool) (b bleve.Index, m manifest, err error) {
	defer func() {
		if r := recover(); r != nil { // bleve trusts its files
			err = errRebuild
		}
	}()
	b, err = bleve.OpenUsing(ix.folder, map[string]any{"read_only": readOnly, "bolt_timeout": lockTimeout})
	if err != nil {
		if err.Error() == "timeout" {
			return nil, m, ErrBusy
		}
		return nil, m, errRebuild
	}
	data, err := b.GetInternal(manifestKey)
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	turns := 0
	for _, e := range m.Texts {
		turns += e.Turns
	}
	if n, countErr := b.DocCount(); err != nil || countErr != nil || m.Version != version || int(n) != turns {
		b.Close()
		return nil, m, errRebuild
	}
	return b, m, nil
}

// update writes the difference into the index that is there.
func (ix *Index) update(ctx context.Context, want manifest, sources []Source, texts Texts, progress func(done, of int)) error {
	b, have, err := ix.open(true)
	if err != nil {
		return err
	}
	if err := b.Close(); err != nil || have.equal(want) {
		return err
	}
	if b, have, err = ix.open(false); err != nil {
		return err
	}
	w := &writer{index: b, batch: b.NewBatch(), have: have, progress: progress}
	for id, e := range have.Texts {
		if want.Texts[id] != e {
			if err := w.remove(id, e); err != nil {
				return errors.Join(err, b.Close())
			}
		}
	}
	return errors.Join(w.add(ctx, want, sources, texts), b.Close())
}

// rebuild builds a new index beside the old one and puts it in its place.
func (ix *Index) rebuild(ctx context.Context, want manifest, sources []Source, texts Texts, progress func(done, of int)) error {
	ix.sweep()
	parent := filepath.Dir(ix.folder)
	building, err := os.MkdirTemp(parent, "."+filepath.Base(ix.folder)+"-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(building)
	inside := filepath.Join(building, "new")
	b, err := bleve.NewUsing(inside, bleve.NewIndexMapping(), scorch.Name, scorch.Name, map[string]any{"bolt_timeout": lockTimeout})
	if err != nil {
		return err
	}
	w := &writer{index: b, batch: b.NewBatch(), have: manifest{version, map[corpus.TextID]entry{}}, progress: progress}
	if err := errors.Join(w.add(ctx, want, sources, texts), b.Close()); err != nil {
		return err
	}
	if err := os.Chmod(inside, 0o700); err != nil {
		return err
	}
	if err := os.Rename(ix.folder, filepath.Join(building, "old")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(inside, ix.folder); err != nil {
		if _, there := os.Stat(ix.folder); there == nil {
			return nil // another process was quicker; theirs will do
		}
		return err
	}
	return nil
}

// sweep removes what a process left that was killed while it built an index.
func (ix *Index) sweep() {
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(ix.folder), "."+filepath.Base(ix.folder)+"-*")) // none, if the name is a bad pattern
	for _, dir := range left {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > time.Hour {
			os.RemoveAll(dir)
		}
	}
}

// A writer fills batches.
type writer struct {
	index    bleve.Index
	batch    *bleve.Batch
	have     manifest
	progress func(done, of int)
}

func (w *writer) remove(id corpus.TextID, e entry) error {
	for n := range e.Turns {
		w.batch.Delete(documentID(id, n))
	}
	delete(w.have.Texts, id)
	return w.flush(batch)
}

func (w *writer) add(ctx context.Context, want manifest, sources []Source, texts Texts) error {
	done, of := 0, 0
	for id, e := range want.Texts {
		if w.have.Texts[id] != e {
			of += e.Turns
		}
	}
	analyzers := map[string]*analyzer{}
	for _, s := range sources {
		if e, ok := w.have.Texts[s.Text]; ok && e == want.Texts[s.Text] {
			continue
		}
		name := chain(s.Language)
		if analyzers[name] == nil {
			a, err := newAnalyzer(name)
			if err != nil {
				return err
			}
			analyzers[name] = a
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		text, err := texts.Text(ctx, s.Text)
		if err != nil {
			return err
		}
		if err := w.source(s, text, field(name), analyzers[name]); err != nil {
			return err
		}
		w.have.Texts[s.Text] = want.Texts[s.Text]
		if err := w.flush(batch); err != nil {
			return err
		}
		if done += len(s.Transcript.Turns); w.progress != nil {
			w.progress(done, of)
		}
	}
	return w.flush(0)
}

// source adds a document for each turn. Mappings, which bleve would ask for each
// field of each document, are passed by: our fields are always the same.
func (w *writer) source(s Source, text corpus.Text, field string, a *analyzer) error {
	const words = bleveindex.IndexField | bleveindex.IncludeTermVectors
	const terms = bleveindex.IndexField | bleveindex.SkipFreqNorm
	known := make([][]byte, len(s.Facts))
	for i, facts := range s.Facts {
		terms := make([]string, len(facts))
		for j, f := range facts {
			terms[j] = term(f)
		}
		known[i] = []byte(strings.Join(terms, string(rune(separator))))
	}
	for n, turn := range s.Transcript.Turns {
		d := document.NewDocument(documentID(s.Text, n))
		d.AddField(document.NewTextFieldCustom(field, nil, []byte(text.Body[turn.Body:turn.End]), words, a))
		if i := turn.Speaker + 1; i < len(known) && len(known[i]) > 0 {
			d.AddField(document.NewTextFieldCustom("facts", nil, known[i], terms, facts{}))
		}
		if err := w.batch.IndexAdvanced(d); err != nil {
			return err
		}
		// A source's fingerprint goes with its last turn: half of one is not there.
		if err := w.flush(batch); err != nil {
			return err
		}
	}
	return nil
}

// flush writes the batch if it holds at least n things. The manifest goes with
// it, so that both are there or neither.
func (w *writer) flush(n int) error {
	if w.batch.Size() < n {
		return nil
	}
	data, err := json.Marshal(w.have)
	if err != nil {
		return err
	}
	w.batch.SetInternal(manifestKey, data)
	err = w.index.Batch(w.batch)
	w.batch.Reset()
	return err
}

func documentID(text corpus.TextID, turn int) string {
	return string(text) + "/" + strconv.Itoa(turn)
}

func readDocumentID(id string) (text corpus.TextID, turn int, ok bool) {
	i := strings.LastIndexByte(id, '/')
	if i < 0 {
		return "", 0, false
	}
	turn, err := strconv.Atoi(id[i+1:])
	return corpus.TextID(id[:i]), turn, err == nil
}
