package exchange

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
)

// deflated is a document as it is preserved.
type deflated struct {
	data []byte
	err  error
}

func deflate(doc *refi.Project) deflated {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err == nil {
		_, err = doc.Write(z)
	}
	if err == nil {
		err = z.Close()
	}
	return deflated{b.Bytes(), err}
}

// pack makes what is preserved: the project as it came, deflated, and its files.
func (a *Imported) pack(name string, at time.Time, doc deflated) (err error) {
	if doc.err != nil {
		return doc.err
	}
	a.preserved = coding.Preserved{Name: name, Origin: a.view.doc.Origin, At: at, Files: map[string]string{}}
	add := func(data func() ([]byte, error)) (string, error) {
		bytes, err := data()
		if err != nil {
			return "", err
		}
		sum := sha256.Sum256(bytes)
		is := hex.EncodeToString(sum[:])
		a.files = append(a.files, coding.PreservedFile{SHA256: is, Data: data})
		return is, nil
	}
	if a.preserved.Document, err = add(func() ([]byte, error) { return doc.data, nil }); err != nil {
		return err
	}
	// The word is in identifiers that projects hold: with another one, a project that comes
	// in again would be preserved twice.
	a.preserved.ID = refi.NewGUID("parcel", a.preserved.Document)
	total := int64(0)
	from := a.view.files // what is kept for later must not hold on to all the rest
	for _, p := range a.view.doc.Files() {
		key := fileKey(p)
		if _, twice := a.preserved.Files[key]; twice || total > maxPreserved {
			continue
		}
		sum, err := add(func() ([]byte, error) { return from.File(p, refi.MaxMedia) })
		switch {
		case err == nil:
			a.preserved.Files[key] = sum
			if sized, ok := from.(interface{ Size(string) int64 }); ok {
				total += sized.Size(p)
			}
		case errors.Is(err, refi.ErrTooLarge):
			a.Report.lose("files larger than "+fmt.Sprint(refi.MaxMedia>>20)+" MB, which stay outside", 1, p)
		case errors.Is(err, refi.ErrMissing):
			if _, _, outside := refi.External(p); outside {
				a.Report.keepAs("files outside of the archive, which stay there", p)
			} else {
				a.Report.lose("files that the project names and the archive lacks", 1, p)
			}
		default:
			return err
		}
	}
	return nil
}

// maxPreserved is the most that preserved files of one import may have together, in bytes.
const maxPreserved = 1 << 30

// fileKey is by what a preserved file is known: its name inside of the archive, or the
// whole path of one outside.
func fileKey(p string) string {
	if name, ok := refi.Internal(p); ok {
		return strings.ToLower(name)
	}
	return strings.ToLower(p)
}

// An importRecord says how a preserved project was imported; [coding.Preserved] keeps it.
type importRecord struct {
	Options Options
	IDs     map[string]string    `json:",omitempty"`
	Names   map[string]string    `json:",omitempty"`
	Facts   map[string][3]string `json:",omitempty"` // of sources: type, date, language
}

// preservedFiles are the files of a preserved project.
type preservedFiles struct {
	ctx       context.Context
	preserved coding.Preserved
	original  func(ctx context.Context, sha256 string) ([]byte, error)
}

// Has tells whether the file is preserved that a path names.
func (p preservedFiles) Has(path string) bool { return p.preserved.Files[fileKey(path)] != "" }

// File implements [Files].
func (p preservedFiles) File(path string, most int64) ([]byte, error) {
	sum := p.preserved.Files[fileKey(path)]
	if sum == "" {
		return nil, refi.ErrMissing
	}
	data, err := p.original(p.ctx, sum)
	if err == nil && int64(len(data)) > most {
		return nil, refi.ErrTooLarge
	}
	return data, err
}

// reopen reads a preserved project again, as it was imported.
func reopen(ctx context.Context, p coding.Preserved, original func(ctx context.Context, sha256 string) ([]byte, error)) (*template, error) {
	data, err := original(ctx, p.Document)
	if err != nil {
		return nil, fmt.Errorf("what came with %s: %w", p.Name, err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("what came with %s: %w: %w", p.Name, coding.ErrDamaged, err)
	}
	inflated, to := io.Pipe() // unpacked while it is read
	go func() {
		_, err := io.Copy(to, io.LimitReader(z, 1<<30))
		to.CloseWithError(err)
	}()
	defer inflated.Close()
	doc, _, err := refi.ReadProject(inflated)
	if err != nil {
		return nil, fmt.Errorf("what came with %s: %w: %w", p.Name, coding.ErrDamaged, err)
	}
	var h importRecord
	if err := json.Unmarshal([]byte(cmp.Or(p.How, "{}")), &h); err != nil {
		return nil, fmt.Errorf("what came with %s: %w: %w", p.Name, coding.ErrDamaged, err)
	}
	h.Options.silent = true
	im, err := importDocument(doc, preservedFiles{ctx, p, original}, h.Options, &Report{})
	if err != nil {
		return nil, err
	}
	return &template{importer: im, ids: h.IDs, names: h.Names, facts: h.Facts}, nil
}

// reopenAll reads all preserved projects of a study again, the latest first: what it says counts.
func reopenAll(ctx context.Context, from Contents) (views []*template, err error) {
	for _, p := range slices.Backward(slices.SortedFunc(slices.Values(from.Study.Preserved), func(a, b coding.Preserved) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})) {
		tm, err := reopen(ctx, p, from.Original)
		if err != nil {
			return nil, err
		}
		views = append(views, tm)
	}
	return views, nil
}
