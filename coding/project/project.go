// Package project keeps a study in one file.
//
// [Init] makes the file, [Open] opens it. [Project.Study] reads everything but the words,
// [Project.Text] the words. [Project.Apply] is the only way to change anything: it takes
// changes, values of package edit, and makes all or none of them in one transaction, with
// an entry in the log that holds every row before and after. From those rows
// [Project.Undo] takes back any edit, whatever it was, as long as nothing later builds on
// it; so nobody who adds a kind of change needs to think of undoing it. [Project.Log],
// [Project.Details], [Project.History] and [Project.Since] say what was done.
// [Project.Check] reads everything and returns what is not as it must be.
//
// Each kind of thing has a file, themes.go, tags.go, sources.go and so on, which begins with
// a function that declares how it is kept: which changes write it and how it is read. The
// list of all kinds is in kinds.go. A change that is new is declared in package edit and
// stored in the file of its kind; nothing else needs to know of it.
//
// What only one database does is behind the interface engine (engine.go), which folders
// implement: sqlite keeps a project in one SQLite file, which several processes can use at
// once; readers never wait, and writers wait for each other.
//
// Of a large study, passages and tags come from a snapshot that is derived, as the search index
// is, and lies in its folder (snapshot.go).
//
// The laws of this package, each in laws_test.go:
//
//   - Undo: any edits, taken back one by one, leave what was there before, and taking that
//     back does them again. Whatever is accepted can be taken back at once.
//   - Integrity: after any edits every passage has the words that were marked, and
//     [Project.Check] finds nothing.
//   - History: the study as it was after any change is what was read at that time.
//   - Merge: merging a copy twice changes nothing more; A into B is B into A where conflicts
//     are decided alike; undo takes it back.
//   - Model: a project holds what edittest.Memory, which has no file, holds after the same
//     edits.
//   - Fields: every field of a thing, also one that comes later, is stored, undone and
//     redone, is in the difference, and names in it are replaced.
//   - Pseudonyms: no name is left in any byte of the file, and every passage keeps its place.
//     Nor is a word left of what [Project.Erase] erased (erase_test.go).
//   - Snapshot: the study that is read by way of the snapshot is the one that the database
//     holds (snapshot_test.go).
package project

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/corpus"
)

// Ending is what names of project files end in.
const Ending = ".crosscase"

// A Project is an open project.
type Project struct {
	path   string
	engine engine
	db     *sql.DB // of the engine
	kinds  *kinds
	seen   atomic.Pointer[chainLink] // the last entry of the log that this process knows of
	idle   sync.Pool                 // of packers: compressors of earlier edits

	own     sync.Mutex
	scratch string // see [Project.Scratch]; "" where there is none yet
}

// Init makes a new, empty project at path, readable by its owner alone. The error wraps
// [coding.ErrConflict] where there is a file already, and [coding.ErrInvalid] or
// [coding.ErrUnknown] where the path is none for a project.
func Init(ctx context.Context, path, id, title string, at time.Time) (*Project, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	e, err := createEngine(path)
	if errors.Is(err, os.ErrExist) {
		return nil, coding.Errorf(coding.ErrConflict, "init %s: a file of that name is there already", path)
	}
	if err != nil {
		return nil, fmt.Errorf("init %s: %w", path, err)
	}
	p, err := open(ctx, path, e)
	if err == nil {
		err = p.write(ctx, func(w *writer) error {
			return w.insertUnlogged("project", fields{"id": id, "title": title, "created": at.UTC().Format(time.RFC3339)})
		})
	}
	if err != nil {
		e.Close()
		removeDatabase(path)
		return nil, fmt.Errorf("init %s: %w", path, err)
	}
	return p, nil
}

// checkPath returns an error that wraps [coding.ErrInvalid] where a path has no name for a
// project: the file would be hidden, or could not be named by a command.
func checkPath(path string) error {
	name := strings.TrimSuffix(filepath.Base(path), Ending)
	if strings.HasPrefix(name, ".") || name == "" || strings.HasSuffix(path, string(filepath.Separator)) {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "init %q: a name is needed for the project, which does not begin with a point",
			strings.TrimSuffix(path, Ending)), "as in crosscase init study")
	}
	if folder, err := os.Stat(filepath.Dir(path)); err != nil || !folder.IsDir() {
		return coding.WithHint(fmt.Errorf("init %q: folder %q: %w", strings.TrimSuffix(path, Ending), filepath.Dir(path), coding.ErrUnknown),
			"make the folder first")
	}
	if len(filepath.Base(path)) > maxFileName {
		return coding.Errorf(coding.ErrInvalid, "init %.40q…: a name of %d bytes, %d is the most", name, len(name), maxFileName-len(Ending))
	}
	return coding.CheckName("project", name)
}

// maxFileName is how long the name of a project file may be, in bytes: file systems take
// 255, and the files beside it have longer ones.
const maxFileName = 230

// Open opens the project at path. The error wraps [coding.ErrUnknown] where there
// is no such file, [coding.ErrDamaged] where it is not a project, and
// [coding.ErrNewer] where it is from a newer crosscase; in each case the file is
// as it was. A project that is locked is unknown.
func Open(ctx context.Context, path string) (*Project, error) {
	if err := CheckLocked(path); err != nil {
		return nil, err
	}
	e, err := openEngine(path)
	if errors.Is(err, coding.ErrUnknown) {
		return nil, coding.WithHint(err, "make it with crosscase init %s", strings.TrimSuffix(path, Ending))
	}
	if err != nil {
		return nil, err
	}
	p, err := open(ctx, path, e)
	if err != nil {
		return nil, fmt.Errorf("project %s: %w", path, err)
	}
	return p, nil
}

// open brings what an engine keeps to the newest format. Where that fails, the engine
// is closed.
func open(ctx context.Context, path string, e engine) (*Project, error) {
	p := &Project{path: path, engine: e, db: e.SQL(), kinds: newKinds()}
	e.Continues(func() func(context.Context, *sql.Tx) error {
		seen := p.seen.Load()
		return func(ctx context.Context, tx *sql.Tx) error { return p.known(p.reading(ctx, tx), seen) }
	})
	if err := p.migrate(ctx); err != nil {
		e.Close()
		return nil, err
	}
	return p, nil
}

// NewID makes an identifier: a random GUID (RFC 9562, version 4).
func NewID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// Close closes the file.
func (p *Project) Close() error {
	err := p.engine.Close()
	p.own.Lock()
	defer p.own.Unlock()
	if p.scratch != "" {
		err = errors.Join(err, os.RemoveAll(p.scratch))
	}
	return err
}

// OnWait has do called when an edit, or what is read, has waited for another program for some
// seconds, so that a person can be told. It waits for some minutes before it gives up.
func (p *Project) OnWait(do func()) { p.engine.OnWait(do) }

// ReadOnly reports whether the project cannot be written to, as on read-only media: it can be
// read, and each change is an error that wraps [coding.ErrReadOnly].
func (p *Project) ReadOnly() bool { return p.engine.ReadOnly() }

// Scratch is a folder for what is derived from the project and cannot be kept beside it. It is
// for this process alone, and goes when the project is closed.
func (p *Project) Scratch() (folder string, err error) {
	p.own.Lock()
	defer p.own.Unlock()
	if p.scratch == "" {
		p.scratch, err = durable.Folder()
	}
	return p.scratch, err
}

// Notices returns what a person should know of what was found when the project was opened,
// a sentence each.
func (p *Project) Notices() []string { return p.engine.Notices() }

// Settled writes all that was committed into the project file itself, if nobody is reading
// or writing at the moment, so that a copy of the file alone is whole. It reports whether it
// is.
func (p *Project) Settled(ctx context.Context) (bool, error) {
	whole, err := p.engine.Settle(ctx)
	return whole, p.engine.Kind(err)
}

// Path is where the file is.
func (p *Project) Path() string { return p.path }

// Remove removes the project at path with the files of its own beside it. It is for a
// project that was just made and that nothing was imported into.
func Remove(path string) {
	removeDatabase(path)
	os.RemoveAll(IndexOf(path))
}

// indexEnding is put after the name of a project file to name the folder of its search index.
const indexEnding = ".index"

// IndexOf is the folder with the search index of the project at path.
func IndexOf(path string) string { return path + indexEnding }

// Owner returns the project that a file is, by what it holds and not by its name, or that
// it is a part of, as the write-ahead log and the index are; "" where there is none.
func Owner(path string) string {
	if owner := ownerOf(path); owner != "" {
		return owner
	}
	for folder := path; ; folder = filepath.Dir(folder) {
		if of, ok := strings.CutSuffix(folder, indexEnding); ok && ownerOf(of) == of {
			return of
		}
		if folder == filepath.Dir(folder) {
			return ""
		}
	}
}

// Beside returns the files and folders beside the project at path that may hold words of it:
// copies, uploads, logs that were set aside and what was never finished. The index and what
// the database keeps are none of them.
func Beside(path string) (all []string) {
	base, folder := filepath.Base(path), filepath.Dir(path)
	entries, _ := os.ReadDir(folder) // a folder that cannot be read shows nothing
	for _, e := range entries {
		name := e.Name()
		if copies, err := Copies(path); name == base+copiesEnding && err == nil && len(copies) == 0 {
			continue
		}
		if name != base+indexEnding && (strings.HasPrefix(name, base+".") || strings.HasPrefix(name, base+"-wal.") ||
			durable.IsPart(name)) {
			all = append(all, filepath.Join(folder, name))
		}
	}
	return all
}

// Text returns the words with this id. The error wraps [coding.ErrUnknown].
func (p *Project) Text(ctx context.Context, id corpus.TextID) (corpus.Text, error) {
	t := corpus.Text{ID: id}
	var leftOut, choices string
	err := p.db.QueryRowContext(ctx, "select body, left_out, choices from texts where id = $1", id).Scan(&t.Body, &leftOut, &choices)
	if errors.Is(err, sql.ErrNoRows) {
		return t, fmt.Errorf("text %s: %w", id, coding.ErrUnknown)
	}
	t.LeftOut, t.Choices = readList[corpus.LeftOut](leftOut), readList[corpus.Choice](choices)
	return t, p.engine.Kind(err)
}

// Original returns the bytes of an imported file by their SHA-256. The error
// wraps [coding.ErrUnknown].
func (p *Project) Original(ctx context.Context, sha256 string) (data []byte, err error) {
	err = p.db.QueryRowContext(ctx, "select bytes from originals where sha256 = $1", sha256).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("original %s: %w", sha256, coding.ErrUnknown)
	}
	return data, p.engine.Kind(err)
}

// InFolder is a pattern for names in a folder, which means itself whatever signs are in its name.
func InFolder(folder, pattern string) string { return filepath.Join(escape(folder), pattern) }

// escape makes a name mean itself in a pattern.
func escape(dir string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(dir)
}
