// Package project keeps a study in one file.
//
// [Init] makes the file, [Open] opens it. [Project.Study] reads everything but
// the words, [Project.Text] the words. [Project.Apply] is the only way to change
// anything: it takes changes, values of package coding, and makes all or none of
// them in one transaction, with an entry in the log that holds every row before
// and after. From those rows [Project.Undo] takes back any edit, whatever it
// was, as long as nothing later builds on it; so nobody who adds a kind of
// change needs to think of undoing it. [Project.Check] reads everything and
// says what is not as it must be.
//
// The file is SQLite's, through modernc.org/sqlite, which needs no C compiler.
// Several processes can use it at once: readers never wait, writers wait for
// each other.
package project

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/corpus"
)

// Ending is what names of project files end in.
const Ending = ".crosscase"

//go:embed schema/*.sql
var schema embed.FS

// A migration takes the file from one format version to the next.
type migration struct{ name, script string }

// migrations in order. A file in schema is never edited once it was released.
var migrations = readMigrations()

func readMigrations() (all []migration) {
	files, err := schema.ReadDir("schema")
	for _, f := range files {
		var script []byte
		if script, err = schema.ReadFile("schema/" + f.Name()); err != nil {
			break
		}
		all = append(all, migration{f.Name(), string(script)})
	}
	if err != nil {
		panic(err) // they are compiled in
	}
	return all
}

// A Project is an open project file.
type Project struct {
	path string
	db   *sql.DB
}

// Init makes a new, empty project at path, readable by its owner alone. The
// error wraps [coding.ErrConflict] where a file is there already.
func Init(ctx context.Context, path, id, title string, at time.Time) (*Project, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, coding.Errorf(coding.ErrConflict, "init %s: a file of that name is there already", path)
	}
	if err != nil {
		return nil, fmt.Errorf("init %s: %w", path, err)
	}
	f.Close()
	p, err := open(ctx, path)
	if err == nil {
		err = p.write(ctx, func(w *writer) error {
			return w.exec("insert into project (id, title, created) values ($1, $2, $3)", id, title, at.UTC().Format(time.RFC3339))
		})
	}
	if err != nil {
		if p != nil {
			p.Close()
		}
		os.Remove(path)
		return nil, fmt.Errorf("init %s: %w", path, err)
	}
	return p, nil
}

// Open opens the project at path. The error wraps [coding.ErrUnknown] where there
// is no such file, [coding.ErrDamaged] where it is not a project, and
// [coding.ErrNewer] where it is from a newer crosscase; in each case the file is
// as it was.
func Open(ctx context.Context, path string) (*Project, error) {
	if err := recognise(path); err != nil {
		return nil, err
	}
	p, err := open(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("project %s: %w", path, err)
	}
	return p, nil
}

func open(ctx context.Context, path string) (*Project, error) {
	db, err := openSQLite(path)
	if err != nil {
		return nil, err
	}
	p := &Project{path, db}
	if err := p.migrate(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return p, nil
}

// migrate brings the file to the newest format, in one transaction that other
// processes wait for: whoever is first does it. An older file is copied before.
func (p *Project) migrate(ctx context.Context) error {
	version, err := p.version(ctx)
	if err != nil || version == len(migrations) {
		return err
	}
	err = p.write(ctx, func(w *writer) error {
		version, err := p.version(ctx) // again, now that nobody else can change it
		if err != nil || version == len(migrations) {
			return err
		}
		if version > 0 {
			if err := p.copyOf(ctx, version); err != nil {
				return fmt.Errorf("copy before the change to a newer format: %w", err)
			}
		}
		for _, m := range migrations[version:] {
			if _, err := w.tx.ExecContext(ctx, m.script); err != nil {
				return fmt.Errorf("%s: %w", m.name, err)
			}
		}
		_, err = w.tx.ExecContext(ctx, fmt.Sprintf("pragma application_id = %d; pragma user_version = %d", applicationID, len(migrations)))
		return err
	})
	if err != nil {
		return err
	}
	// What the file is must stand in the file itself, not only in its
	// write-ahead log: others look at its header before they open it.
	_, err = p.db.ExecContext(ctx, "pragma wal_checkpoint(truncate)")
	return kind(err)
}

// copyOf copies the file as it stands, beside it, under a name that is free:
// where an earlier try failed, its copy stays.
func (p *Project) copyOf(ctx context.Context, version int) error {
	to := fmt.Sprintf("%s.format-%d", p.path, version)
	for n := 2; ; n++ {
		err := p.Backup(ctx, to)
		if !errors.Is(err, os.ErrExist) {
			return err
		}
		to = fmt.Sprintf("%s.format-%d-%d", p.path, version, n)
	}
}

// version reads the format as it is on the disk, whatever a transaction of ours
// is about to write.
func (p *Project) version(ctx context.Context) (version int, err error) {
	if err := p.db.QueryRowContext(ctx, "pragma user_version").Scan(&version); err != nil {
		return 0, kind(err)
	}
	if version > len(migrations) {
		return version, coding.ErrNewer
	}
	return version, nil
}

// NewID makes an identifier: a random GUID (RFC 9562, version 4).
func NewID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// Close closes the file.
func (p *Project) Close() error { return p.db.Close() }

// Path is where the file is.
func (p *Project) Path() string { return p.path }

// Backup writes a copy of the project, whole and consistent, to a file that must
// not be there yet, readable by its owner alone.
func (p *Project) Backup(ctx context.Context, to string) error {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // vacuum into an empty file is allowed
	if err != nil {
		return err
	}
	f.Close()
	if _, err := p.db.ExecContext(ctx, "vacuum into $1", to); err != nil {
		os.Remove(to)
		return kind(err)
	}
	return nil
}

// Text returns the words with this id. The error wraps [coding.ErrUnknown].
func (p *Project) Text(ctx context.Context, id corpus.TextID) (corpus.Text, error) {
	t := corpus.Text{ID: id}
	err := p.db.QueryRowContext(ctx, "select body from texts where id = $1", id).Scan(&t.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return t, fmt.Errorf("text %s: %w", id, coding.ErrUnknown)
	}
	return t, kind(err)
}

// Original returns the bytes of an imported file by their SHA-256. The error
// wraps [coding.ErrUnknown].
func (p *Project) Original(ctx context.Context, sha256 string) (data []byte, err error) {
	err = p.db.QueryRowContext(ctx, "select bytes from originals where sha256 = $1", sha256).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("original %s: %w", sha256, coding.ErrUnknown)
	}
	return data, kind(err)
}

// Find returns the project file in folder or the nearest above it. The error
// wraps [coding.ErrUnknown] where there is none, and [coding.ErrConflict] where
// one folder has several.
func Find(folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	for dir := folder; ; dir = filepath.Dir(dir) {
		found, err := filepath.Glob(filepath.Join(escape(dir), "*"+Ending))
		if err != nil {
			return "", err
		}
		switch {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			for i := range found {
				found[i] = filepath.Base(found[i])
			}
			return "", coding.WithHint(coding.Errorf(coding.ErrConflict, "%d projects in this folder (%s)", len(found), strings.Join(found, ", ")),
				"say which one with --project FILE")
		case dir == filepath.Dir(dir):
			return "", coding.WithHint(fmt.Errorf("project: %w: none in this folder or above it", coding.ErrUnknown),
				"make one with crosscase init NAME, or name one with --project FILE")
		}
	}
}

// escape makes a folder's name mean itself in a pattern.
func escape(dir string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(dir)
}
