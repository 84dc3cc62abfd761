package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/coding/project"
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

// ReadFile reads a file that a person named, so that every command says in the same words
// what is wrong with one: that it is missing, with the nearest names in its folder, a
// folder, empty or not to be read. The error is a [FileError] and names the file.
func ReadFile(file string) ([]byte, error) {
	err := checkFile(file)
	var data []byte
	if err == nil {
		data, err = os.ReadFile(file)
	}
	if err == nil && len(data) == 0 { // a pipe; of others it is known before
		err = errEmpty
	}
	if err != nil {
		return nil, fileError(file, err)
	}
	return data, nil
}

// fileError is what is wrong with a file that a person named.
func fileError(file string, err error) error {
	return FileError{fmt.Errorf("%s: %w", file, Reason(err))}
}

// orHint adds what to do about an error that does not say it.
func orHint(err error, format string, args ...any) error {
	if coding.Hint(err) != "" {
		return err
	}
	return coding.WithHint(err, format, args...)
}

var (
	errEmpty  = coding.Errorf(coding.ErrInvalid, "the file is empty")
	errFolder = coding.Errorf(coding.ErrInvalid, "a folder, not a file")
)

// checkFile returns an error, without the file's name, where a file is missing, a folder
// or empty. Pipes and devices can be read only once, and are not looked into.
func checkFile(file string) error {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return missing(file, err)
	case err != nil:
		return Reason(err)
	case info.IsDir():
		return errFolder
	case info.Mode().IsRegular() && info.Size() == 0:
		return errEmpty
	}
	return nil
}

// missing is the error for a file that is not there, with the nearest names of files that
// are in its folder.
func missing(file string, err error) error {
	err = Reason(err)
	folder := filepath.Dir(file)
	entries, failed := os.ReadDir(folder)
	if errors.Is(failed, fs.ErrNotExist) {
		return coding.WithHint(err, "there is no folder %s", folder)
	}
	names := map[string][]string{} // by what is before the ending, which alone is compared
	var stems []string
	for _, e := range entries {
		if name := e.Name(); !e.IsDir() && !strings.HasPrefix(name, ".") && !strings.HasSuffix(name, ManifestOf("")) && ofProject(name) == ofProject(file) {
			names[stem(name)] = append(names[stem(name)], filepath.Join(folder, name))
			stems = append(stems, stem(name))
		}
	}
	var near []string
	for _, s := range coding.Nearest(stem(file), stems) {
		if utf8.RuneCountInString(stem(file)) < 3 && !strings.EqualFold(s, stem(file)) { // is near to all that are as short
			continue
		}
		near = append(near, names[s]...)
	}
	alike := func(name string) bool { return strings.EqualFold(filepath.Ext(name), filepath.Ext(file)) }
	if slices.ContainsFunc(near, alike) {
		near = slices.DeleteFunc(near, func(name string) bool { return !alike(name) })
	}
	if len(near) == 0 {
		return err
	}
	return coding.WithHint(err, "did you mean %s?", coding.Quoted(near[:min(3, len(near))], " or "))
}

// ofProject reports whether a file or folder in a folder of documents is a project, or what lies beside one
// as its index and its copies.
func ofProject(name string) bool { return strings.Contains(strings.ToLower(name), ".crosscase") }

// stem is a file's name without its folder and its ending.
func stem(file string) string {
	base := filepath.Base(file)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// OpenProject opens the project that a person named. The errors are those of
// [project.Open], with what [ReadFile] says of a file.
func OpenProject(ctx context.Context, path string) (*project.Project, error) {
	path = ProjectFile(path)
	if err := project.CheckLocked(path); err != nil {
		return nil, err
	}
	err := checkFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = orHint(err, "make it with crosscase init %s", strings.TrimSuffix(path, project.Ending))
		return nil, coding.Errorf(coding.ErrUnknown, "project %s: %w", path, err)
	case err != nil:
		return nil, coding.Errorf(coding.ErrDamaged, "project %s: %w", path, err)
	}
	return project.Open(ctx, path)
}

// ReadTable reads a table of crosscase's own, as of sources, codings or names. The error
// is a [FileError] and names the file. One of white space alone is no error, since it
// lacks its columns, which is said better by who looks for them.
func ReadTable(file string) (corpus.Table, error) {
	data, err := ReadFile(file)
	if err != nil {
		return corpus.Table{}, err
	}
	return ParseTable(file, data)
}

// ParseTable is [ReadTable] of what the file holds, which was read before: a pipe is read once.
func ParseTable(file string, data []byte) (corpus.Table, error) {
	table, err := format.ReadTable(file, data)
	if err != nil && !errors.Is(err, format.ErrEmpty) {
		return table, FileError{fmt.Errorf("%s: %w", file, err)}
	}
	return table, nil
}

// Reading says how to read files.
type Reading struct {
	intake.Decisions
	Password string // of encrypted PDF documents
	// Ask is asked for the password of a file where none that is known opens it; nil for nobody.
	// wrong says that one was given or typed for it, and was not its own.
	Ask func(file string, wrong bool) string
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
	f := &format.Reader{Password: r.Password, Ask: r.Ask, Cache: pdfCache()}
	return &intake.Reader{Format: f, Decisions: r.Decisions, Known: known}, f.Close
}

// pdfCache is the folder for the compiled PDF engine, which is compiled each time without one: "".
func pdfCache() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "crosscase", "pdf")
}

// readFile reads a file of a size that can be imported. The error does not name the file.
func readFile(file string) ([]byte, error) {
	if err := checkFile(file); err != nil {
		return nil, err
	}
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
