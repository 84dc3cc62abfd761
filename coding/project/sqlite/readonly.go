package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"crosscase/coding"
	"crosscase/coding/durable"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// SQLite keeps shared memory beside a file that it reads, which it cannot do on read-only
// media or in a folder that one may not write to. On a medium that nobody can write to, the
// file is read where it is. Elsewhere somebody else may be writing, so a copy of it is read,
// with the edits that are in the log beside it. A file of an older format is copied as well:
// the copy is what is brought to the newest.

// toRead opens a file that cannot be written to, for the reason why.
func toRead(path string, why error) (*DB, error) {
	if errors.Is(why, syscall.EROFS) && !HasLog(path) && isNewest(path) {
		dsn, err := dataSource(path, "mode=ro", "immutable=1", cacheSize)
		if err != nil {
			return nil, err
		}
		d, err := connectTo(path, dsn)
		if err == nil {
			d.readOnly = true
		}
		return d, err
	}
	folder, err := durable.Folder()
	if err != nil {
		return nil, err
	}
	copied := filepath.Join(folder, filepath.Base(path))
	err = copySteady(path, copied)
	var d *DB
	if err == nil {
		d, err = connect(copied)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	d.readOnly, d.folder, d.behind = true, folder, HasLog(path)
	return d, nil
}

// cannotWrite is the error of opening a file for writing where that is not allowed, nil where
// it is, or the file cannot be opened at all.
func cannotWrite(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		return f.Close()
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return err
	}
	return nil
}

// usable returns an error where SQLite cannot use the file, since it may not write beside it.
func (d *DB) usable() error {
	_, err := d.Format(context.Background())
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return err
		}
	}
	return nil // whatever else is wrong is found by who uses it
}

// HasLog reports whether a write-ahead log beside the file may hold edits that it lacks.
func HasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > logHeader
}

// isNewest reports whether the header of a file says that it is of the newest format.
func isNewest(path string) bool {
	header, err := headerOf(path)
	return err == nil && headerFormat(header) == uint32(NewestFormat())
}

// copySteady copies a file and the log beside it, if that is its own, as they are at one time.
// The error wraps [coding.ErrBusy] where somebody keeps writing.
func copySteady(path, to string) error {
	for try := 0; ; try++ {
		before := stateOf(path)
		if err := copyFile(path, to); err != nil {
			return err
		}
		if HasLog(path) && !isForeign(path) {
			if err := copyFile(path+"-wal", to+"-wal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		if stateOf(path) == before {
			return nil
		}
		if err := Remove(to); err != nil {
			return err
		}
		if try == 20 {
			return coding.Errorf(coding.ErrBusy, "project %s: another program keeps writing to it", path)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// stateOf is what the file and the log beside it are like from outside.
func stateOf(path string) (state [2]struct {
	size int64
	at   int64
}) {
	for i, p := range []string{path, path + "-wal"} {
		if info, err := os.Stat(p); err == nil {
			state[i].size, state[i].at = info.Size(), info.ModTime().UnixNano()
		}
	}
	return state
}
