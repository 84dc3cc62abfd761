package project

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"crosscase/coding"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// applicationID stands in the header of a project file, for file(1) and for us:
// "xcas" in ASCII.
const applicationID = 0x78636173

// openSQLite opens a database file. Settings stand in the data source's name, so
// that every pooled connection has them: a commit is on the disk when it
// returns, writers wait for each other instead of failing.
func openSQLite(path string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: strings.Join([]string{
		"_pragma=busy_timeout(10000)", "_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)",
		"_pragma=foreign_keys(1)", "_txlock=immediate", "_pragma=cache_size(-32768)", // KiB; taken only as far as it is needed
	}, "&")}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	return db, nil
}

// recognise reads the header of the file and returns its format version. The
// error wraps [coding.ErrUnknown], [coding.ErrDamaged] or [coding.ErrNewer]; the
// file is not touched.
func recognise(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return coding.WithHint(fmt.Errorf("project %s: %w: no such file", path, coding.ErrUnknown), "make it with crosscase init %s", strings.TrimSuffix(path, Ending))
	}
	if err != nil {
		return fmt.Errorf("project %s: %w", path, err)
	}
	defer f.Close()
	header := make([]byte, 100)
	if _, err := io.ReadFull(f, header); err != nil || string(header[:16]) != "SQLite format 3\x00" {
		return coding.Errorf(coding.ErrDamaged, "project %s: not a crosscase project", path)
	}
	if binary.BigEndian.Uint32(header[68:]) != applicationID {
		return coding.Errorf(coding.ErrDamaged, "project %s: a database, but not a crosscase project", path)
	}
	if v := binary.BigEndian.Uint32(header[60:]); v > uint32(len(migrations)) {
		return coding.WithHint(fmt.Errorf("project %s: %w (its format is %d, this crosscase knows %d)", path, coding.ErrNewer, v, len(migrations)),
			"get a newer crosscase; the file was not touched")
	}
	return nil
}

// kind translates the engine's errors into those of package coding.
func kind(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return coding.WithHint(fmt.Errorf("the project is %w", coding.ErrBusy), "try again when the other one is done")
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return coding.WithHint(fmt.Errorf("the project file is %w (%v)", coding.ErrDamaged, err), "copy the file as it is, then run crosscase check")
	case sqlite3.SQLITE_FULL:
		return coding.WithHint(errors.New("the disk is full; nothing of this was stored"), "make room and do it again")
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return coding.WithHint(fmt.Errorf("the project file cannot be written (%v)", err), "see whether you may write to the file and its folder")
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("the project file could not be read or written (%w); nothing of this was stored", err)
	case sqlite3.SQLITE_CONSTRAINT:
		return coding.Errorf(coding.ErrConflict, "%w", err)
	}
	return err
}

// isConflict tells of errors that come from what else is in the project.
func isConflict(err error) bool { return errors.Is(err, coding.ErrConflict) }
