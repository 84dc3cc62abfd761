package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"crosscase/coding"
)

// A file at a path is not for ever the one that was opened: a program that synchronises
// folders, or a person who brings a backup back, puts another one there while the workbench
// is open, or beside the write-ahead log of one that is gone. SQLite would mix the two.
//
// The table revision tells them apart. Its row has a random token that each transaction
// which writes replaces, beside the token before. The token that is in the file itself,
// read past the write-ahead log, must be the one that the connection sees, or one that the
// log began with or leads to. Where it is neither, log and file do not belong together.

// revisionFormat is the first format of the file that has the table.
const revisionFormat = 8

// A revision is what the file itself says of its state, without the write-ahead log.
type revision struct {
	now      string
	pageSize int // bytes
	pages    int64
}

// fileAlone opens the file at path without its write-ahead log.
func fileAlone(path string) (*sql.DB, error) {
	dsn, err := dataSource(path, "mode=ro", "immutable=1")
	if err != nil {
		return nil, err
	}
	pool, err := sql.Open("sqlite", dsn)
	if err == nil {
		pool.SetMaxOpenConns(1)
	}
	return pool, err
}

// revisionInFile reads the revision in the file at path past its write-ahead log. The
// error is SQLite's where its format has none.
func revisionInFile(path string) (r revision, err error) {
	pool, err := fileAlone(path)
	if err != nil {
		return r, err
	}
	defer pool.Close()
	err = pool.QueryRow("select now, (select page_size from pragma_page_size) from revision").Scan(&r.now, &r.pageSize)
	return r, err
}

// IsCopy reports whether the file at path is a copy that nobody has changed since it was
// made: a backup.
func IsCopy(path string) bool {
	pool, err := fileAlone(path)
	if err != nil {
		return false
	}
	defer pool.Close()
	copied := false
	return pool.QueryRow("select copied from revision").Scan(&copied) == nil && copied
}

// Peek reads the file at path alone, beside which nothing changes. It may lack edits that are
// in the write-ahead log beside it.
func Peek(path string, read func(db *sql.DB) error) error {
	pool, err := fileAlone(path)
	if err != nil {
		return err
	}
	defer pool.Close()
	return read(pool)
}

// Sizes of the parts of a write-ahead log, in bytes.
const (
	logHeader   = 32
	frameHeader = 24
)

// tokens are now and before, as they are side by side in a page.
var tokens = regexp.MustCompile(`(revision:[0-9a-f]{32})(revision:[0-9a-f]{32})`)

// loggedRevisions returns the tokens of the committed part of the write-ahead log of the
// file at path, which has pages of so many bytes: the one that the file had when the log
// was begun, and those that it leads to. None where there is no log, or nothing in it was
// committed.
func loggedRevisions(path string, pageSize int) (all []string, err error) {
	f, err := os.Open(path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	header := make([]byte, logHeader)
	if n, err := f.ReadAt(header, 0); n < logHeader {
		return nil, ignoreEnd(err)
	}
	if int(binary.BigEndian.Uint32(header[8:])) != pageSize {
		return []string{""}, nil // of a file with pages of another size
	}
	var pending []string
	frame, page := make([]byte, frameHeader), make([]byte, pageSize)
	for at := int64(logHeader); ; at += frameHeader + int64(pageSize) {
		if n, err := f.ReadAt(frame, at); n < frameHeader {
			return all, ignoreEnd(err)
		}
		if string(frame[8:16]) != string(header[16:24]) { // left from an earlier use of the log
			return all, nil
		}
		if n, err := f.ReadAt(page, at+frameHeader); n < len(page) {
			return all, ignoreEnd(err)
		}
		// In another file the table may be on another page.
		if found := tokens.FindSubmatch(page); found != nil {
			pending = append(pending, string(found[2]), string(found[1]))
		}
		if binary.BigEndian.Uint32(frame[4:]) > 0 { // committed
			all, pending = append(all, pending...), nil
		}
	}
}

// ignoreEnd is nil where a file only ended: another process may be writing to it.
func ignoreEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// isForeign reports whether the write-ahead log beside the file at path is that of another
// file, or of another state of it that the log does not begin with. It takes two looks
// some time apart to say so, since another process may be writing.
func isForeign(path string) bool {
	for range 2 {
		before, err := revisionInFile(path)
		if err != nil {
			return false // of an older format, or damaged, which is found elsewhere
		}
		logged, err := loggedRevisions(path, before.pageSize)
		if err != nil || len(logged) == 0 || slices.Contains(logged, before.now) {
			return false
		}
		time.Sleep(50 * time.Millisecond)
		if after, err := revisionInFile(path); err != nil || after.now != before.now {
			return false
		}
	}
	return true
}

// setAside gives the write-ahead log beside the file at path another name where it belongs
// to another file, so that SQLite does not write its pages into this one. It returns the
// new name, "" where there was nothing to do.
func setAside(path string) (string, error) {
	info, err := os.Stat(path + "-wal")
	if err != nil || info.Size() <= logHeader || !isForeign(path) {
		return "", nil
	}
	for n := 1; ; n++ {
		to := fmt.Sprintf("%s-wal.other-%d", path, n)
		if _, err := os.Lstat(to); err == nil {
			continue
		}
		if err := os.Rename(path+"-wal", to); err != nil {
			return "", coding.WithHint(
				fmt.Errorf("project %s: %s belongs to another copy of the project: %w", path, filepath.Base(path)+"-wal", err),
				"close other programs that use the project; then move that file away")
		}
		// Its own memory of the log; whoever still uses it finds that the file was replaced.
		if err := os.Remove(path + "-shm"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		return to, nil
	}
}

// replacedError is the error where the file at the path is no longer the one that was opened.
func replacedError(path, so string) error {
	return coding.WithHint(fmt.Errorf("project %s: the file was %w while it was open here; %s", path, coding.ErrReplaced, so),
		"see which of the files is the right one, then start crosscase again")
}

// unmoved returns an error that wraps [coding.ErrReplaced] where the file that was opened
// is no longer at its path; so says what became of what was to be written.
func (d *DB) unmoved(so string) error {
	info, err := os.Stat(d.path)
	if err == nil && os.SameFile(info, d.file) {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return replacedError(d.path, so)
}

const nothingWritten = "nothing was written"

// current returns an error that wraps [coding.ErrReplaced] where another file's content is
// at the path, though the file is the one that was opened; so says what became of what was to
// be written, and continues is of before the transaction.
func (d *DB) current(ctx context.Context, tx *sql.Tx, continues continuity, so string) error {
	if d.unchanged() {
		return nil
	}
	now, err := d.verify(ctx, tx, so)
	if err != nil {
		return err
	}
	if err := continues(ctx, tx); err != nil {
		return err
	}
	d.verified.Store(now)
	return nil
}

// A continuity returns an error where what a transaction sees does not continue a history.
type continuity = func(ctx context.Context, tx *sql.Tx) error

// Continues has history called before each transaction, which returns what to ask in it where
// it sees another revision: whether it continues the history that is known of. A connection that
// has read nothing yet takes any file for its own.
func (d *DB) Continues(history func() continuity) { d.history = history }

// intact does the work of current outside of a transaction.
func (d *DB) intact(ctx context.Context, so string) error {
	if d.unchanged() {
		return nil
	}
	continues := d.history()
	tx, err := d.pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return d.current(ctx, tx, continues, so)
}

// A verified is what the file was like when last its content was found to continue its
// history.
type verified struct {
	size     int64  // bytes
	now      string // its revision, "" in a format that has none
	page     int64  // where that is
	pageSize int    // bytes
}

// unchanged reports whether the file itself is as it was when it was last verified. When it was
// written to would not tell: two writes can have one time.
func (d *DB) unchanged() bool {
	last := d.verified.Load()
	if last == nil || last.now == "" {
		return false
	}
	info, err := d.raw.Stat()
	return err == nil && info.Size() == last.size && d.nowInFile(last.page, last.pageSize) == last.now
}

// verify does the work of current, and returns what the file is like.
func (d *DB) verify(ctx context.Context, tx *sql.Tx, so string) (*verified, error) {
	seen, format, page := revision{}, 0, int64(0)
	err := tx.QueryRowContext(ctx, `select user_version, page_size, page_count,
		coalesce((select rootpage from sqlite_schema where name = 'revision'), 0)
		from pragma_user_version, pragma_page_size, pragma_page_count`).Scan(&format, &seen.pageSize, &seen.pages, &page)
	if err != nil || format < revisionFormat || d.verified.Load() == nil && d.formatInFile() < revisionFormat {
		return nil, err
	}
	if err := tx.QueryRowContext(ctx, "select now from revision").Scan(&seen.now); err != nil {
		return nil, err
	}
	for look := 0; ; look++ { // others may be writing between two of the steps below
		info, err := d.raw.Stat()
		if err != nil {
			return nil, err
		}
		found := &verified{info.Size(), d.nowInFile(page, seen.pageSize), page, seen.pageSize}
		if found.now == seen.now && found.size/int64(seen.pageSize) >= seen.pages {
			return found, nil
		}
		if inFile, err := revisionInFile(d.path); err == nil { // which is not while part of the log is written to the file
			found.now = inFile.now
		}
		logged, err := loggedRevisions(d.path, seen.pageSize)
		if err != nil {
			return nil, err
		}
		if found.now != "" && slices.Contains(logged, found.now) {
			return found, nil
		}
		if look == looks {
			return nil, replacedError(d.path, so)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// looks is how often a file is looked at again before it is taken for another one.
const looks = 2

// overwritten reports whether the file is sound by itself and not as it was when it was last
// verified, so that what makes no sense is a mixture of two files.
func (d *DB) overwritten() bool {
	last := d.verified.Load()
	if last == nil || last.now == "" {
		return false
	}
	inFile, err := revisionInFile(d.path)
	return err == nil && inFile.now != last.now
}

// formatInFile is the format of the file itself, past its write-ahead log, in which it may have
// been brought to a newer one. Where that is no database, the format has a revision, which is
// not found then.
func (d *DB) formatInFile() uint32 {
	header := make([]byte, headerSize)
	if _, err := d.raw.ReadAt(header, 0); err != nil || !isDatabase(header) {
		return revisionFormat
	}
	return headerFormat(header)
}

// nowInFile reads the token from a page of the file without SQLite, which takes a tenth of
// the time; "" where it is not there.
func (d *DB) nowInFile(number int64, size int) string {
	page := make([]byte, size)
	if _, err := d.raw.ReadAt(page, (number-1)*int64(size)); err != nil {
		return ""
	}
	if found := tokens.FindSubmatch(page); found != nil {
		return string(found[1])
	}
	return ""
}

// another gives the file another revision.
const another = "update revision set before = now, now = 'revision:' || lower(hex(randomblob(16))), copied = 0"

// Commit ends a transaction that changed something, after which the file has another
// revision. The error wraps [coding.ErrReplaced] where the file, or its content, is not at its
// path any more, so that nobody will find what was committed.
func (d *DB) Commit(ctx context.Context, tx *sql.Tx) error {
	format, err := formatOf(ctx, tx)
	if err != nil {
		return err
	}
	if format >= revisionFormat {
		if _, err := tx.ExecContext(ctx, another); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx) // it is committed
	const notInIt = "what was to be written is not in it"
	if err := cmp.Or(d.unmoved(notInIt), d.intact(ctx, notInIt)); err != nil {
		return err
	}
	if info, err := os.Stat(d.path + "-wal"); err == nil && info.Size() > longLog {
		d.checkpoint(ctx, "passive") // where that fails, a later one does it
	}
	return nil
}

// longLog is how long a write-ahead log gets, in bytes, before it is written into the file at
// the next opportunity.
const longLog = 4 << 20

// formatOf is the format of the file as a transaction sees it.
func formatOf(ctx context.Context, tx *sql.Tx) (format int, err error) {
	err = tx.QueryRowContext(ctx, "pragma user_version").Scan(&format)
	return format, err
}
