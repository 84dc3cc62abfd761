package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/merge"
	"crosscase/corpus"
)

// What the standard has no place for goes along in a file of its own beside the
// project, with a checksum of that: whoever changes the project makes the file void,
// so the two never say different things.

// A sidecar is a study with where its texts and imported files are in the archive.
type sidecar struct {
	Format    int
	Project   string // SHA-256 of project.qde
	Study     *coding.Study
	Texts     map[corpus.TextID]string           // entries
	LeftOut   map[corpus.TextID][]corpus.LeftOut `json:",omitempty"`
	Choices   map[corpus.TextID][]corpus.Choice  `json:",omitempty"`
	Originals map[string]string                  // entries, by SHA-256
}

// sidecarFormat is the version of the file.
const sidecarFormat = 1

// entries gives files by their whole names in an archive.
type entries interface {
	Entry(name string, most int64) ([]byte, error)
}

// A sidecarWriter adds a sidecar to the files of an archive.
type sidecarWriter struct {
	sidecar
	ctx   context.Context
	from  Contents
	files []refi.File
	names map[string]string // of files in the archive, by SHA-256
}

// addSidecar adds what the standard has no place for to the files of a document.
func addSidecar(ctx context.Context, from Contents, doc *refi.Project, files []refi.File) ([]refi.File, error) {
	w := &sidecarWriter{ctx: ctx, from: from, files: files, names: map[string]string{}}
	w.Format, w.Study = sidecarFormat, sidecarStudy(from.Study)
	w.Texts, w.Originals = map[corpus.TextID]string{}, map[string]string{}
	w.LeftOut, w.Choices = map[corpus.TextID][]corpus.LeftOut{}, map[corpus.TextID][]corpus.Choice{}
	project := make(chan string, 1)
	go func() { // beside the rest, which it takes as long as
		sum := sha256.New()
		doc.Write(sum) // which never fails
		project <- hex.EncodeToString(sum.Sum(nil))
	}()
	for _, step := range []func() error{w.sum, w.texts, w.originals} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	w.add(refi.ExtraFile, func() ([]byte, error) {
		if w.Project == "" {
			w.Project = <-project
		}
		return json.Marshal(w.sidecar)
	})
	return w.files, nil
}

func (w *sidecarWriter) add(name string, data func() ([]byte, error)) {
	w.files = append(w.files, refi.File{Name: name, Data: data})
}

// sum notes which files are in the archive already.
func (w *sidecarWriter) sum() error {
	for _, f := range w.files {
		data, err := f.Data()
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		sum := sumOf(data)
		w.names[sum] = max(f.Name, w.names[sum])
	}
	return nil
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// texts adds the texts of sources, and earlier ones that something is on.
func (w *sidecarWriter) texts() error {
	s := w.from.Study
	texts := map[corpus.TextID]bool{}
	for _, src := range s.Sources {
		texts[src.Text] = true
	}
	for i, p := range s.Passages {
		if first, last := s.TagsOf(i); last > first || len(s.MemosOn(string(p.ID))) > 0 {
			texts[p.Text] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		t, err := w.from.Texts.Text(w.ctx, id)
		if err != nil {
			return err
		}
		name, there := w.names[sumOf([]byte(t.Body))]
		if !there {
			name = refi.OriginalsFolder + "text-" + string(id) + ".txt"
			w.add(name, func() ([]byte, error) {
				t, err := w.from.Texts.Text(w.ctx, id)
				return []byte(t.Body), err
			})
		}
		w.Texts[id] = name
		if len(t.LeftOut) > 0 {
			w.LeftOut[id] = t.LeftOut
		}
		if len(t.Choices) > 0 {
			w.Choices[id] = t.Choices
		}
	}
	return nil
}

// originals adds the files of sources as they were imported, and what is preserved.
func (w *sidecarWriter) originals() error {
	for _, src := range w.from.Study.Sources {
		if err := w.original(src.SHA256, path.Ext(src.File)); err != nil {
			return err
		}
	}
	for _, p := range w.from.Study.Preserved {
		for _, sum := range append([]string{p.Document}, slices.Sorted(maps.Values(p.Files))...) {
			if err := w.original(sum, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *sidecarWriter) original(sum, ending string) error {
	if w.Originals[sum] != "" || sum == "" {
		return nil
	}
	name, there := w.names[sum]
	if !there {
		data, err := w.from.Original(w.ctx, sum)
		if errors.Is(err, coding.ErrUnknown) || err == nil && len(data) == 0 && sum != emptySum {
			return nil // names were replaced since
		}
		if err != nil {
			return err
		}
		name = refi.OriginalsFolder + sum + ending
		w.add(name, func() ([]byte, error) { return w.from.Original(w.ctx, sum) })
	}
	w.Originals[sum] = name
	return nil
}

const emptySum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// sidecarStudy is a study without what is worked out from its texts, and as a project has it
// that everything was brought into at once.
func sidecarStudy(s *coding.Study) *coding.Study {
	b := s.Clone()
	b.Coders, b.Memos, b.Themes, b.Transcripts = working(s), nil, nil, map[corpus.TextID]*corpus.Transcript{}
	b.Merged = nil // where all comes in at once, nothing was ever two
	things := s.Things()
	for _, m := range s.Memos {
		if !things[m.On] {
			m.On = projectID
		}
		b.Memos = append(b.Memos, m)
	}
	position := map[coding.ThemeID]int{}
	for _, t := range s.Themes {
		x := *t
		x.Position = position[t.Parent]
		position[t.Parent]++
		b.Themes = append(b.Themes, &x)
	}
	for _, src := range s.Sources {
		tr := *s.Transcript(src)
		tr.Words = nil
		b.Transcripts[src.Text] = &tr
	}
	return &b
}

// readSidecar reads what crosscase wrote beside a project; nil where there is nothing,
// an error where the project is not the one that it was written beside.
func readSidecar(doc *refi.Project, files entries) (*sidecar, error) {
	data, err := files.Entry(refi.ExtraFile, 1<<30)
	if errors.Is(err, refi.ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var w sidecar
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", refi.ExtraFile, err)
	}
	sum := sha256.New()
	if _, err := doc.Write(sum); err != nil {
		return nil, err
	}
	switch {
	case w.Format != sidecarFormat || w.Study == nil:
		return nil, fmt.Errorf("%s is of a newer crosscase", refi.ExtraFile)
	case hex.EncodeToString(sum.Sum(nil)) != w.Project:
		return nil, errors.New("the project was changed by another program")
	}
	for _, src := range w.Study.Sources {
		t, err := w.text(files, src.Text)
		if err != nil {
			return nil, err
		}
		if tr := w.Study.Transcripts[src.Text]; tr != nil {
			if err := tr.Check(corpus.Text{Body: t}); err != nil {
				return nil, fmt.Errorf("%s: %w", src.Name, err)
			}
			tr.Words = corpus.WordStarts(t)
		}
	}
	return &w, nil
}

func (w *sidecar) text(files entries, id corpus.TextID) (string, error) {
	data, err := files.Entry(w.Texts[id], refi.MaxText)
	if err != nil {
		return "", fmt.Errorf("text %s: %w", id, err)
	}
	return string(data), nil
}

func (w *sidecar) side(files entries) merge.Side {
	original := func(_ context.Context, sum string) ([]byte, error) {
		name, there := w.Originals[sum]
		if !there {
			return nil, coding.ErrUnknown
		}
		data, err := files.Entry(name, refi.MaxMedia)
		if err == nil && sumOf(data) != sum {
			return nil, fmt.Errorf("%s: %w", name, coding.ErrDamaged)
		}
		return data, err
	}
	return merge.Side{Study: coding.NewStudy(*w.Study), Texts: sidecarTexts{w, files}, Original: original}
}

type sidecarTexts struct {
	*sidecar
	files entries
}

// Text implements [coding.Texts].
func (w sidecarTexts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	body, err := w.text(w.files, id)
	return corpus.Text{ID: id, Body: body, LeftOut: w.LeftOut[id], Choices: w.Choices[id]}, err
}
