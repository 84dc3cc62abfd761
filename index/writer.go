package index

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"crosscase/corpus"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// A manifest is what an index contains.
type manifest struct {
	Version string
	Texts   map[corpus.TextID]entry
}

// An entry is what an index contains of a text.
type entry struct {
	Fingerprint string
	Turns       int
}

var manifestKey = []byte("crosscase")

// wanted is the manifest of an index of sources.
func wanted(sources []Source) manifest {
	m := manifest{version, map[corpus.TextID]entry{}}
	for _, s := range sources {
		m.Texts[s.Text] = entry{s.fingerprint(), len(s.Transcript.Turns)}
	}
	return m
}

// fingerprint changes with all that is indexed besides the text.
func (s Source) fingerprint() string {
	b := fmt.Appendf(nil, "%s\x00%d", chain(s.Language), len(s.Transcript.Turns))
	for _, facts := range s.Facts {
		b = append(b, '\n')
		for _, f := range facts {
			b = append(append(append(append(b, f.Name...), 0), f.Value...), 0)
		}
	}
	for _, t := range s.Transcript.Turns { // a turn can be reassigned to another speaker
		b = binary.AppendVarint(b, int64(t.Speaker))
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:12])
}

func (m manifest) equal(o manifest) bool {
	return m.Version == o.Version && maps.Equal(m.Texts, o.Texts)
}

// term is the term of a fact in the index.
func term(f corpus.Fact) string { return f.Name + "=" + strings.ToLower(f.Value) }

// A writer writes documents in batches.
type writer struct {
	index    bleve.Index
	batch    *bleve.Batch
	bytes    int // of text in the batch
	have     manifest
	progress func(done, of int)
}

// newWriter makes a writer of an empty index.
func newWriter(b bleve.Index, progress func(done, of int)) *writer {
	return &writer{index: b, batch: b.NewBatch(), have: manifest{version, map[corpus.TextID]entry{}}, progress: progress}
}

// remove removes the documents of a text.
func (w *writer) remove(id corpus.TextID, e entry) error {
	for n := range e.Turns {
		w.batch.Delete(documentID(id, n))
	}
	delete(w.have.Texts, id)
	return w.flush(batch)
}

// add adds the sources that are missing or different.
func (w *writer) add(ctx context.Context, want manifest, sources []Source, texts Texts) error {
	done, of := 0, 0
	for id, e := range want.Texts {
		if w.have.Texts[id] != e {
			of += e.Turns
		}
	}
	analyzers := analyzers{}
	for _, s := range sources {
		if e, ok := w.have.Texts[s.Text]; ok && e == want.Texts[s.Text] {
			continue
		}
		a, err := analyzers.of(s.Language)
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		text, err := texts.Text(ctx, s.Text)
		if err != nil {
			return err
		}
		if err := w.source(s, text, a); err != nil {
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

// source adds a document for each turn. It bypasses bleve's mappings, which would be
// consulted for each field of each document: the fields are always the same.
func (w *writer) source(s Source, text corpus.Text, a *analyzer) error {
	const words = bleveindex.IndexField | bleveindex.IncludeTermVectors
	const terms = bleveindex.IndexField | bleveindex.SkipFreqNorm
	known := s.terms()
	for n, turn := range s.Transcript.Turns {
		d := document.NewDocument(documentID(s.Text, n))
		d.AddField(document.NewTextFieldCustom(a.field, nil, []byte(text.Body[turn.Body:turn.End]), words, a))
		if i := turn.Speaker + 1; i < len(known) && len(known[i]) > 0 {
			d.AddField(document.NewTextFieldCustom("facts", nil, known[i], terms, facts{}))
		}
		if err := w.batch.IndexAdvanced(d); err != nil {
			return err
		}
		w.bytes += turn.End - turn.Body
		// The fingerprint of a text is written after its last turn, so a text that
		// was written in part counts as missing.
		if err := w.flush(batch); err != nil {
			return err
		}
	}
	return nil
}

// flush writes the batch if it has at least n operations or much text, in one transaction
// with the manifest.
func (w *writer) flush(n int) error {
	if w.batch.Size() < n && w.bytes < batchBytes {
		return nil
	}
	data, err := json.Marshal(w.have)
	if err != nil {
		return err
	}
	w.batch.SetInternal(manifestKey, data)
	err = w.index.Batch(w.batch)
	w.batch.Reset()
	w.bytes = 0
	return err
}

// terms are the facts of each speaker as the analyzer of facts reads them.
func (s Source) terms() [][]byte {
	all := make([][]byte, len(s.Facts))
	for i, facts := range s.Facts {
		terms := make([]string, len(facts))
		for j, f := range facts {
			terms[j] = term(f)
		}
		all[i] = []byte(strings.Join(terms, string(rune(separator))))
	}
	return all
}

// documentID names the document of a turn; readDocumentID is its inverse.
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
