// Package index finds words in the texts of a study.
//
// [Parse] reads a [Query], [Index.Search] answers it with [Hit] values: turns with the
// exact spans that match. [Find] does the same without a folder, for a few short
// sources, and [NewTokenizer] splits texts into the words that a search finds. The
// index is bleve's (blevesearch/bleve, maintained, Apache-2.0), with one document for
// each turn.
//
// The index is derived from the texts and may be deleted at any time. Texts never
// change, so the index is up to date when it has the right ones. For each text it
// keeps a fingerprint of what was indexed with it (language, speakers,
// organisations…), and [Index.Sync] adds what is missing or different and removes what
// is gone. An index that is missing, damaged, or of another version is rebuilt in a
// folder of its own, which then replaces the old one. Checksums of all its files tell that it
// is damaged (seal.go).
//
// One process can write the index, or several can read it. It is therefore open only
// for the time of a search or a sync; the second process waits.
//
// These laws hold for all texts and queries (laws_test.go):
//
//   - What is found is there: each span of a hit is the word that was searched for.
//   - What is there is found: no occurrence of a word is missed.
//   - Operators are set operations: AND, OR and NOT find the intersection, union and
//     difference of the turns that their operands find.
//   - History does not matter: an index that was synced step by step answers like a
//     new one, and like one in memory.
//   - Errors point into the query: a query that cannot be parsed has its error at a
//     place in the query.
//   - Tokens are in order: words never overlap, and their spans are whole letters of
//     the text.
package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"crosscase/coding/durable"
	"crosscase/corpus"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// version changes with everything that makes older indexes useless: analyzers,
// fields, the manifest.
const version = "2"

// batch is how many turns are written at once. Fewer are slower; more need more memory
// and are not faster.
const batch = 5000

// batchBytes is how many bytes of text are written at once at most, but for a longer turn: each
// word takes a hundred bytes or more until it is written.
const batchBytes = 2 << 20

// lockTimeout is how long to wait for another process that has the index open.
const lockTimeout = "15s"

// ErrBusy is the error where another process has the index open for too long.
var ErrBusy = errors.New("the search index is in use by another program")

// A Source is a text to search.
type Source struct {
	Text       corpus.TextID
	Language   string // such as "en" or "de-AT"
	Transcript *corpus.Transcript
	// Facts are what a query can ask of a turn, with names as in the variable
	// [Facts], or those that [Parse] is told: Facts[0] is for turns without a speaker, Facts[i+1] for those of
	// speaker i.
	Facts [][]corpus.Fact
}

// Texts reads texts, such as a project does.
type Texts interface {
	Text(ctx context.Context, id corpus.TextID) (corpus.Text, error)
}

// An Index is a folder with an index in it.
type Index struct {
	folder string
	wait   string // for another process; see lockTimeout
	// elsewhere, if not nil, is where one is built that cannot be in the folder.
	elsewhere func() (folder string, err error)
}

// At returns the index in a folder, which need not exist.
func At(folder string) *Index { return &Index{folder: folder, wait: lockTimeout} }

// ReadOnly returns the index in a folder that is not written to. Where it is missing, damaged
// or not up to date, one in another folder is used instead.
func ReadOnly(folder string, elsewhere func() (folder string, err error)) *Index {
	return &Index{folder: folder, wait: lockTimeout, elsewhere: elsewhere}
}

// move makes the index that in the other folder.
func (ix *Index) move() (err error) {
	if ix.folder, err = ix.elsewhere(); err == nil {
		ix.elsewhere = nil
	}
	return err
}

// Sync brings the index up to date with sources. progress, if not nil, is called with
// the number of turns that are done and of all to do. The error wraps [ErrBusy], or is
// that of reading a text.
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

// errRebuild is the error where the existing index cannot be used.
var errRebuild = errors.New("the index must be rebuilt")

// open opens the existing index. The error is errRebuild or [ErrBusy].
func (ix *Index) open(readOnly bool) (b bleve.Index, m manifest, err error) {
	defer func() {
		if r := recover(); r != nil { // bleve trusts its files
			err = errRebuild
		}
	}()
	b, err = bleve.OpenUsing(ix.folder, map[string]any{"read_only": readOnly, "bolt_timeout": ix.wait})
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

// whole is open for who only reads, for an index whose files are as they were written. Files
// that are not are never opened, unless another process is writing them.
func (ix *Index) whole() (bleve.Index, manifest, error) {
	if hasSeal(ix.folder) {
		if sealed(ix.folder) {
			return ix.open(true)
		}
		if hasSeal(ix.folder) { // else somebody has begun to write in between
			return nil, manifest{}, errRebuild
		}
	}
	b, m, err := ix.open(true)
	if err == nil && !sealed(ix.folder) { // now nobody writes to it
		b.Close()
		return nil, m, errRebuild
	}
	return b, m, err
}

// writable is open for who writes, without the checksums of what was there before.
func (ix *Index) writable() (bleve.Index, manifest, error) {
	kept, err := unseal(ix.folder) // first, since opening it changes files
	if err != nil {
		return nil, manifest{}, err
	}
	b, m, err := ix.open(false)
	if err != nil && kept != nil {
		err = errors.Join(err, writeSeal(ix.folder, kept))
	}
	return b, m, err
}

// update writes the difference into the existing index.
func (ix *Index) update(ctx context.Context, want manifest, sources []Source, texts Texts, progress func(done, of int)) error {
	b, have, err := ix.whole()
	if err != nil {
		return err
	}
	if err := b.Close(); err != nil || have.equal(want) {
		return err
	}
	if b, have, err = ix.writable(); err != nil {
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
	return errors.Join(w.add(ctx, want, sources, texts), b.Close(), seal(ix.folder)) // what was added so far stays
}

// rebuild builds a new index beside the old one and replaces it.
func (ix *Index) rebuild(ctx context.Context, want manifest, sources []Source, texts Texts, progress func(done, of int)) error {
	parent := filepath.Dir(ix.folder)
	durable.Sweep(parent)
	building := durable.Part(parent)
	if err := os.Mkdir(building, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(building)
	inside := filepath.Join(building, "new")
	b, err := bleve.NewUsing(inside, bleve.NewIndexMapping(), scorch.Name, scorch.Name, map[string]any{"bolt_timeout": ix.wait})
	if err != nil {
		return err
	}
	w := newWriter(b, progress)
	if err := errors.Join(w.add(ctx, want, sources, texts), b.Close(), seal(inside)); err != nil {
		return err
	}
	return ix.replace(inside, filepath.Join(building, "old"))
}

// replace puts a new index in the place of the old one, which moves to old.
func (ix *Index) replace(built, old string) error {
	if err := os.Chmod(built, 0o700); err != nil {
		return err
	}
	if err := os.Rename(ix.folder, old); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(built, ix.folder); err != nil {
		if _, exists := os.Stat(ix.folder); exists == nil {
			return nil // another process was quicker; its index is as good
		}
		return err
	}
	return nil
}
