package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// A FileError is of a file that cannot be read, or of what it holds; not of how something
// was asked for.
type FileError struct{ error }

// Unwrap returns the error, whose kind may be any.
func (e FileError) Unwrap() error { return e.error }

// Reason is why a file cannot be read or written, without its name.
func Reason(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// ReadTable reads a table of crosscase's own, as of sources, codings or names. An empty
// one is no error, since it lacks its columns, which is said better by who looks for
// them. The error is a [FileError] and names the file.
func ReadTable(file string) (corpus.Table, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return corpus.Table{}, FileError{fmt.Errorf("%s: %w", file, Reason(err))}
	}
	table, err := format.ReadTable(file, data)
	if err != nil && !errors.Is(err, format.ErrEmpty) {
		return table, FileError{fmt.Errorf("%s: %w", file, err)}
	}
	return table, nil
}

// Reading says how to read files.
type Reading struct {
	Layout   string // how speakers are marked, "" where that is to be found
	Encoding string // of plain text, "" where that is to be found
	Password string // of encrypted PDF documents
}

// check returns an error that wraps [coding.ErrInvalid].
func (r Reading) check() error {
	if err := intake.CheckEncoding(r.Encoding); err != nil {
		return err
	}
	return intake.CheckLayout(r.Layout)
}

// reader is a reader of files, to be closed. known tells whether a label names somebody.
func (r Reading) reader(known func(label string) bool) (in *intake.Reader, end func() error) {
	f := &format.Reader{Password: r.Password}
	if cache, err := os.UserCacheDir(); err == nil { // without one, the PDF engine is compiled each time
		f.Cache = filepath.Join(cache, "crosscase", "pdf")
	}
	return &intake.Reader{Format: f, Layout: r.Layout, Encoding: r.Encoding, Known: known}, f.Close
}

// readFile reads a file of a size that can be imported.
func readFile(file string) ([]byte, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, Reason(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("not a file but a device or a pipe")
	}
	if err := format.CheckSize(file, info.Size()); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(file)
	return data, Reason(err)
}

// FileName is a name as a file's, of what any file system takes.
func FileName(name string) string { return strings.Map(fileRune, name) }

// fileRune keeps what any file system takes in a name.
func fileRune(r rune) rune {
	if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
		return '-'
	}
	return r
}
