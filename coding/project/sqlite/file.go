package sqlite

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"crosscase/coding"
	"crosscase/coding/durable"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// endings are what is put after the name of a database file to name the files that
// SQLite keeps beside it: the write-ahead log and the shared memory.
var endings = []string{"-wal", "-shm"}

// recognise reads the header of a file, and returns an error where [Open] does.
func recognise(path string) error {
	header, err := headerOf(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("project %s: %w: no such file", path, coding.ErrUnknown)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("project %s: %w", path, err)
	case err != nil || !isDatabase(header):
		return coding.Errorf(coding.ErrDamaged, "project %s: not a crosscase project", path)
	case !isProject(header):
		return coding.Errorf(coding.ErrDamaged, "project %s: a database, but not a crosscase project", path)
	}
	known, err := formats()
	if err != nil {
		return err
	}
	v := headerFormat(header)
	if v == 0 {
		return coding.Errorf(coding.ErrDamaged, "project %s: the file does not say its format", path)
	}
	if v > uint32(known) {
		return coding.WithHint(fmt.Errorf("project %s: %w (its format is %d, this crosscase knows %d)", path, coding.ErrNewer, v, known),
			"get a newer crosscase; the file was not touched")
	}
	return nil
}

// A database file begins with a header of so many bytes, which begins with these.
const (
	headerSize = 100
	magic      = "SQLite format 3\x00"
)

// headerOf reads the header of a file; the error is that of [io.ReadFull] where the file is shorter.
func headerOf(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	header := make([]byte, headerSize)
	_, err = io.ReadFull(f, header)
	return header, err
}

// headerFormat is the number of the format of a project by its header.
func headerFormat(header []byte) uint32 { return binary.BigEndian.Uint32(header[60:]) }

func isDatabase(header []byte) bool { return string(header[:len(magic)]) == magic }

func isProject(header []byte) bool {
	return isDatabase(header) && binary.BigEndian.Uint32(header[68:]) == applicationID
}

// IsProject tells whether the header of a file is that of a project, of whatever format
// and however damaged behind it.
func IsProject(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() { // a pipe would be waited for
		return false
	}
	header, err := headerOf(path)
	return err == nil && isProject(header)
}

// Owner returns the project that a file is, or that SQLite keeps it for; "" where
// there is none.
func Owner(path string) string {
	if IsProject(path) {
		return path
	}
	for _, ending := range endings {
		if file, ok := strings.CutSuffix(path, ending); ok && IsProject(file) {
			return file
		}
	}
	return ""
}

// Remove removes the file at path, with the write-ahead log and the shared memory that
// SQLite keeps beside it.
func Remove(path string) error {
	var all []error
	for _, ending := range append([]string{""}, endings...) {
		if err := os.Remove(path + ending); !errors.Is(err, os.ErrNotExist) {
			all = append(all, err)
		}
	}
	return errors.Join(all...)
}

// Replace puts the file named by in the place of the one at path, which is kept under another
// name with the files that SQLite keeps beside it. At every moment there is one of the two at
// path, where the file system has links. The error wraps [coding.ErrBusy] where another process
// has it open, as far as that can be told: a damaged file is kept as it is.
func Replace(path, kept, by string) error {
	if _, err := setAside(path); err != nil {
		return err
	}
	if err := inUse(path); err != nil {
		return err
	}
	if err := durable.Sync(by); err != nil {
		return err
	}
	if os.Link(path, kept) != nil { // file systems without links
		if err := os.Rename(path, kept); err != nil {
			return err
		}
	}
	for _, ending := range endings { // of a damaged file; otherwise nothing is beside it
		if err := os.Rename(path+ending, kept+ending); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := durable.Sync(filepath.Dir(kept)); err != nil {
		return err
	}
	if err := os.Rename(by, path); err != nil {
		return err
	}
	return durable.Sync(filepath.Dir(path))
}

// inUse returns an error that wraps [coding.ErrBusy] where another process has the file at
// path open: it is not possible then to use it alone.
func inUse(path string) error {
	pool, err := alone(path)
	if err != nil {
		return err
	}
	return pool.Close()
}

// alone opens the file at path for one who has it alone, with all that was committed in it. A
// file that is damaged is opened as it is.
func alone(path string) (*sql.DB, error) {
	sqlite.OFDLocking(true) // as connect has it
	dsn, err := dataSource(path, "_pragma=busy_timeout(1000)")
	if err != nil {
		return nil, err
	}
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	// A file leaves the mode of the write-ahead log only for who has it alone, and then all
	// that was committed is in it.
	if _, err = pool.Exec("pragma journal_mode = delete"); isBusy(err) {
		pool.Close()
		return nil, busy(path)
	}
	return pool, nil
}

func isBusy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

func busy(path string) error {
	return coding.WithHint(fmt.Errorf("project %s: %w", path, coding.ErrBusy), "close crosscase web, and other programs that use the project")
}

// Alone does something while nobody else can read or write the file at path, which holds all
// that was committed; nothing may be beside it when it is read. The error wraps
// [coding.ErrBusy] where another process has it open.
func Alone(path string, do func() error) error {
	if _, err := setAside(path); err != nil {
		return err
	}
	pool, err := alone(path)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := pool.Exec("begin exclusive"); isBusy(err) {
		return busy(path)
	} else if err != nil {
		return err
	}
	return do()
}
