package sqlite

import (
	"errors"
	"fmt"

	"crosscase/coding"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Kind translates an error of SQLite into one of package coding with a hint for what to
// do; other errors are returned as they are. A broken constraint, two rows of one name
// or a reference to nothing, wraps [coding.ErrConflict].
func (d *DB) Kind(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	if code := e.Code() & 0xff; (code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB) && d.overwritten() {
		return replacedError(d.path, nothingWritten)
	}
	return kind(e.Code(), err)
}

// kind is Kind of an error with this result code.
func kind(code int, err error) error {
	if code == sqlite3.SQLITE_IOERR_SHORT_READ {
		code = sqlite3.SQLITE_CORRUPT // the file ends before it should
	}
	switch code & 0xff { // without what extends it
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return coding.WithHint(fmt.Errorf("the project is %w", coding.ErrBusy), "try again when the other one is done")
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return coding.WithHint(fmt.Errorf("the project file is %w (%v)", coding.ErrDamaged, err),
			coding.MendHint)
	case sqlite3.SQLITE_FULL:
		return coding.WithHint(errors.New("the disk is full"), "make room and do it again")
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return coding.WithHint(fmt.Errorf("the project file cannot be written (%v)", err),
			"see whether you may write to the file and its folder")
	case sqlite3.SQLITE_IOERR:
		return coding.WithHint(fmt.Errorf("the project file could not be read or written (%v)", err),
			"see whether the disk, or the network, that the file is on can be reached, and try again")
	case sqlite3.SQLITE_CONSTRAINT:
		return coding.Errorf(coding.ErrConflict, "%w", err)
	}
	return err
}

// IsDuplicate tells whether an error says that there is such a row already.
func (d *DB) IsDuplicate(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}
