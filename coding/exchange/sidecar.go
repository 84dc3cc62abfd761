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
	Texts     map[corpus.TextID]string // entries
	Originals map[string]string        // entries, by SHA-256
}

// sidecarFormat is the version of the file.
const sidecarFormat = 1

// entries gives files by their whole names in an archive.
type entries interface {
	Entry(name string, most int64) ([]byte, error)
}

func addSidecar(ctx context.Context, from Contents, doc *refi.Project, files []refi.File) ([]refi.File, error) {
	w := sidecar{Format: sidecarFormat, Study: sidecarStudy(from.Study), Texts: map[corpus.TextID]string{}, Originals: map[string]string{}}
	project := make(chan string, 1)
	go func() { // beside the rest, which it takes as long as
		sum := sha256.New()
		doc.Write(sum) // which never fails
		project <- hex.EncodeToString(sum.Sum(nil))
	}()
	sums := map[string]string{}
	for _, f := range files {
		data, err := f.Data()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		s := sha256.Sum256(data)
		sums[hex.EncodeToString(s[:])] = max(f.Name, sums[hex.EncodeToString(s[:])])
	}
	add := func(name string, data func() ([]byte, error)) {
		files = append(files, refi.File{Name: name, Data: data})
	}
	texts := map[corpus.TextID]bool{}
	for _, src := range from.Study.Sources {
		texts[src.Text] = true
	}
	for i, p := range from.Study.Passages {
		if first, last := from.Study.TagsOf(i); last > first || len(from.Study.MemosOn(string(p.ID))) > 0 {
			texts[p.Text] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		t, err := from.Texts.Text(ctx, id)
		if err != nil {
			return nil, err
		}
		s := sha256.Sum256([]byte(t.Body))
		name, there := sums[hex.EncodeToString(s[:])]
		if !there {
			name = refi.OriginalsFolder + "text-" + string(id) + ".txt"
			add(name, func() ([]byte, error) {
				t, err := from.Texts.Text(ctx, id)
				return []byte(t.Body), err
			})
		}
		w.Texts[id] = name
	}
	original := func(sum, ending string) error {
		if w.Originals[sum] != "" || sum == "" {
			return nil
		}
		name, there := sums[sum]
		if !there {
			data, err := from.Original(ctx, sum)
			if errors.Is(err, coding.ErrUnknown) || err == nil && len(data) == 0 && sum != emptySum {
				return nil // names were replaced since
			}
			if err != nil {
				return err
			}
			name = refi.OriginalsFolder + sum + ending
			add(name, func() ([]byte, error) { return from.Original(ctx, sum) })
		}
		w.Originals[sum] = name
		return nil
	}
	for _, src := range from.Study.Sources {
		if err := original(src.SHA256, path.Ext(src.File)); err != nil {
			return nil, err
		}
	}
	for _, p := range from.Study.Preserved {
		for _, sum := range append([]string{p.Document}, slices.Sorted(maps.Values(p.Files))...) {
			if err := original(sum, ""); err != nil {
				return nil, err
			}
		}
	}
	add(refi.ExtraFile, func() ([]byte, error) {
		if w.Project == "" {
			w.Project = <-project
		}
		return json.Marshal(w)
	})
	return files, nil
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
	return merge.Side{Study: coding.NewStudy(*w.Study), Texts: sidecarTexts{w, files}, Original: func(_ context.Context, sum string) ([]byte, error) {
		name, there := w.Originals[sum]
		if !there {
			return nil, coding.ErrUnknown
		}
		data, err := files.Entry(name, refi.MaxMedia)
		if is := sha256.Sum256(data); err == nil && hex.EncodeToString(is[:]) != sum {
			return nil, fmt.Errorf("%s: %w", name, coding.ErrDamaged)
		}
		return data, err
	}}
}

type sidecarTexts struct {
	*sidecar
	files entries
}

// Text implements [coding.Texts].
func (w sidecarTexts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	body, err := w.text(w.files, id)
	return corpus.Text{ID: id, Body: body}, err
}
