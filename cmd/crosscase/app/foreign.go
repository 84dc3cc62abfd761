package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/foreign"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/project"
	"crosscase/corpus/format"
)

// Programs lists what projects of other programs can be imported, a line for each.
const Programs = `  .qdpx, .qde   REFI-QDA, from NVivo, ATLAS.ti, MAXQDA, QualCoder, Transana and others
  .qda          QualCoder: the project's folder, or its data.qda
  .sqlite3      Taguette
  .rqda         RQDA
  folder        qualitative-coding (qc), or an unzipped .qdpx
`

// ForeignIn names the one file of a folder if it is a project of another program.
func ForeignIn(folder string) string {
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 {
		return ""
	}
	switch strings.ToLower(filepath.Ext(files[0].Name())) {
	case ".qdpx", ".qde", ".qda", ".rqda", ".sqlite3", ".db":
		return files[0].Name()
	}
	return ""
}

// noForeign is the error for a project of another program that is not there.
func noForeign(path string, err error) error {
	err = orHint(missing(path, err), "name the file that the other program exported")
	return coding.Errorf(coding.ErrUnknown, "%s: %w", path, err)
}

// A foreignProject is a project of another program as it was read.
type foreignProject struct {
	document *refi.Project
	files    exchange.Files
	found    []refi.Problem // what was wrong with it
	close    func() error
}

// readForeign reads a project of another program, which is to be closed. The error is a
// [FileError] where the file is none, and wraps [coding.ErrUnknown] where there is none.
func readForeign(ctx context.Context, path string, external bool) (*foreignProject, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, noForeign(path, err)
	}
	if err := checkFile(path); errors.Is(err, errEmpty) {
		return nil, fileError(path, err)
	}
	if strings.HasSuffix(path, project.Ending) {
		err := FileError{coding.Errorf(coding.ErrInvalid, "%s: a project of crosscase's own", path)}
		return nil, coding.WithHint(err, "crosscase merge %s brings it into this one", path)
	}
	if says, closed := format.ClosedProject(path); closed {
		return nil, FileError{coding.Errorf(coding.ErrInvalid, "%s: %s", path, says)}
	}
	other, err := foreign.Read(ctx, path)
	switch {
	case errors.Is(err, coding.ErrInvalid):
		return nil, FileError{err}
	case err != nil:
		return nil, err
	case other != nil:
		return &foreignProject{other.Document, other.Files, other.Found, func() error { return nil }}, nil
	}
	return readREFI(path, info, external)
}

// readREFI reads a project of REFI-QDA, packed or unpacked.
func readREFI(path string, info fs.FileInfo, external bool) (*foreignProject, error) {
	var p *refi.Package
	var err error
	end := func() error { return nil }
	if info.IsDir() {
		p, err = refi.ReadFolder(os.DirFS(path))
	} else {
		f, openErr := os.Open(path)
		if openErr != nil {
			return nil, fmt.Errorf("%s: %w", path, Reason(openErr))
		}
		end = f.Close
		p, err = refi.ReadPackage(f, info.Size())
	}
	if err != nil {
		end()
		err := FileError{coding.Errorf(coding.ErrInvalid, "%s: %w", path, err)}
		return nil, coding.WithHint(err, "crosscase import-project reads:\n%s", strings.TrimRight(Programs, "\n"))
	}
	files := &outside{Package: p, allowed: external, beside: filepath.Dir(path), base: p.Project.BasePath}
	return &foreignProject{p.Project, files, p.Found, end}, nil
}

// outside reads files outside of an archive, too, where that is allowed.
type outside struct {
	*refi.Package
	allowed      bool
	beside, base string
}

// File implements [exchange.Files].
func (o *outside) File(path string, most int64) ([]byte, error) {
	file, relative, ok := refi.External(path)
	if !ok {
		return o.Package.File(path, most)
	}
	if !o.allowed {
		return nil, refi.ErrMissing
	}
	file = filepath.FromSlash(file)
	candidates := []string{file}
	if relative {
		candidates = []string{filepath.Join(filepath.FromSlash(o.base), file), filepath.Join(o.beside, file)}
	}
	for _, c := range candidates {
		info, err := os.Stat(c)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if info.Size() > most {
			return nil, refi.ErrTooLarge
		}
		return os.ReadFile(c)
	}
	return nil, refi.ErrMissing
}
