// Package sqlite is the engine that keeps a project in one SQLite file: how the file is
// made, recognised, opened, upgraded, copied and compacted, and what its errors mean.
//
// Package project chooses it by the path and speaks to it through an interface of its
// own. All that SQLite shares with other databases, the statements above all, is there,
// so that another engine is another folder like this one.
//
// The driver is modernc.org/sqlite, which needs no C compiler.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"crosscase/coding"

	"modernc.org/sqlite" // the driver
)

//go:embed schema/*.sql
var scripts embed.FS

// schema holds one script for each format of the file.
var schema = subFolder(scripts, "schema")

func subFolder(f fs.FS, name string) fs.FS {
	sub, err := fs.Sub(f, name)
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}

// applicationID is in the header of a project file, for file(1) and for [Open]:
// "xcas" in ASCII.
const applicationID = 0x78636173

// maxConnections is how many connections one process has to the file at most.
const maxConnections = 4

// A DB is an open project file.
type DB struct {
	path string
	pool *sql.DB
	raw  *os.File    // the file, to look past what SQLite remembers of it
	file os.FileInfo // which file that is
	// verified is what the file was like at the last look.
	verified atomic.Pointer[verified]
	history  func() continuity // what [DB.Continues] was given
	left     string            // a write-ahead log of another file that was set aside, "" for none
	readOnly bool
	folder   string // of the copy that is read in the place of a file that cannot be written to
	waits    func() // see [DB.OnWait]
	behind   bool   // the file alone lacks edits that are in the log beside it
}

// Create makes a database file at path with the empty tables of the newest format, readable
// by its owner alone, and opens it. The error wraps [os.ErrExist] where there is a file already.
func Create(path string) (*DB, error) {
	file, err := newFile()
	if err != nil {
		return nil, err
	}
	if err := createFile(path, file); err != nil {
		return nil, err
	}
	d, err := connect(path)
	if err != nil {
		os.Remove(path)
	}
	return d, err
}

// createFile makes a file, into which SQLite writes as if it were its own.
func createFile(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if len(content) > 0 {
		_, err = f.Write(content)
		err = errors.Join(err, f.Sync()) // what is committed later builds on it
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

// Open opens a project file of this format or an older one. The error wraps
// [coding.ErrUnknown] where there is no such file, [coding.ErrDamaged] where it is not
// a project, and [coding.ErrNewer] where its format is a later one; the file is not
// touched then. One that cannot be written to is opened to be read ([DB.ReadOnly]).
func Open(path string) (*DB, error) {
	if err := recognise(path); err != nil {
		return nil, err
	}
	if err := cannotWrite(path); err != nil {
		return toRead(path, err)
	}
	left, err := setAside(path)
	if err != nil {
		return nil, err
	}
	d, err := connect(path)
	if err != nil {
		return nil, err
	}
	if err := d.usable(); err != nil {
		d.Close()
		return toRead(path, err)
	}
	d.left = left
	return d, nil
}

// connect opens a database file. The settings are in the data source's name, so that
// every pooled connection has them: a commit is on the disk when it returns, and
// writers wait for each other instead of failing.
func connect(path string) (*DB, error) {
	// Otherwise whoever else in this process reads the file and closes it takes SQLite's locks
	// off it. Where the system has no such locks, the error says so and the others serve.
	sqlite.OFDLocking(true)
	dsn, err := dataSource(path, fmt.Sprintf("_pragma=busy_timeout(%d)", round), "_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)",
		"_pragma=foreign_keys(1)", "_pragma=wal_autocheckpoint(0)", "_txlock=immediate", cacheSize)
	if err != nil {
		return nil, err
	}
	return connectTo(path, dsn)
}

// cacheSize is in KiB; it is taken only as far as it is needed.
const cacheSize = "_pragma=cache_size(-32768)"

// connectTo opens the file at path by the name of a data source.
func connectTo(path, dsn string) (*DB, error) {
	raw, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	file, err := raw.Stat()
	if err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	pool := sql.OpenDB(keeper{connector})
	pool.SetMaxOpenConns(maxConnections)
	unknown := func() continuity { return func(context.Context, *sql.Tx) error { return nil } }
	return &DB{path: path, pool: pool, raw: raw, file: file, history: unknown}, nil
}

// dataSource is the name by which the driver opens the file at path with some settings.
func dataSource(path string, settings ...string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if len(abs) > maxPath {
		return "", coding.WithHint(
			coding.Errorf(coding.ErrInvalid, "project %.60s…: a path of %d bytes, %d is the most", abs, len(abs), maxPath),
			"move the project to a folder with a shorter path")
	}
	return fileURL(filepath.ToSlash(abs), settings), nil
}

// fileURL names a file by its absolute path, with slashes. One that begins with a drive gets a
// slash before it, since SQLite would take the drive for a host.
func fileURL(path string, settings []string) string {
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: strings.Join(settings, "&")}
	return u.String()
}

// maxPath is how long the path of a file may be, in bytes: SQLite takes 512 with what it puts
// after the name.
const maxPath = 500

// NewestFormat is the number of the format that files have.
func NewestFormat() int {
	n, err := formats()
	if err != nil {
		panic(err) // the scripts are part of the program
	}
	return n
}

// formats is how many formats there are; the newest has this number.
func formats() (int, error) {
	all, err := fs.ReadDir(schema, ".")
	return len(all), err
}

// Notices returns what was found beside the file when it was opened, a sentence each.
func (d *DB) Notices() []string {
	if d.readOnly {
		return []string{"The project file, or its folder, cannot be written: the project is opened read-only, and" +
			" a search index that it lacks is not kept."}
	}
	if d.left == "" {
		return nil
	}
	return []string{fmt.Sprintf("%s-wal holds edits of another copy of this project; it was not used, and is kept as %s.",
		filepath.Base(d.path), filepath.Base(d.left))}
}

// SQL returns the pool of connections, for statements.
func (d *DB) SQL() *sql.DB { return d.pool }

// Close closes the file. Where nobody else has it open, all that was committed is in the
// file itself then, and no file is left beside it; but nothing is written into another file
// that was copied over it.
func (d *DB) Close() error {
	if ctx := context.Background(); !d.readOnly && errors.Is(d.intact(ctx, nothingWritten), coding.ErrReplaced) {
		d.pool.Conn(ctx) // as long as one connection is open, closing the others writes nothing
	}
	err := errors.Join(d.pool.Close(), d.raw.Close())
	if d.folder != "" {
		err = errors.Join(err, os.RemoveAll(d.folder))
	}
	return err
}

// ReadOnly reports whether the file, or something beside it, cannot be written to. Whatever is
// written goes into a copy then, or is an error.
func (d *DB) ReadOnly() bool { return d.readOnly }

// Begin starts a transaction: one that only reads and sees one state of the file, or
// one that writes, for which other writers wait from the beginning.
// The error wraps [coding.ErrReplaced] where the file at the path is no longer the one that
// was opened.
func (d *DB) Begin(ctx context.Context, readOnly bool) (*sql.Tx, error) {
	if err := d.unmoved(nothingWritten); err != nil {
		return nil, err
	}
	continues := d.history()
	var tx *sql.Tx
	err := d.patiently(ctx, func() (err error) {
		tx, err = d.pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: readOnly})
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := d.current(ctx, tx, continues, nothingWritten); err != nil {
		tx.Rollback()
		return nil, err
	}
	return tx, nil
}

// Mark returns a question mark: with hundreds of values, $1 and so on take half as long
// again to bind.
func (d *DB) Mark(int) string { return "?" }

// Schema returns the scripts that make the tables: the first, by name, makes those of
// format 1, each other one takes the file from one format to the next.
func (d *DB) Schema() fs.FS { return schema }

// Format returns the number of the format of the file as it was last committed, 0 where
// it has no tables yet.
func (d *DB) Format(ctx context.Context) (format int, err error) {
	err = d.patiently(ctx, func() error { return d.pool.QueryRowContext(ctx, "pragma user_version").Scan(&format) })
	return format, err
}

// SetFormat notes in a transaction that the file has this format now.
func (d *DB) SetFormat(ctx context.Context, tx *sql.Tx, format int) error {
	return setFormat(ctx, tx, format)
}

func setFormat(ctx context.Context, tx *sql.Tx, format int) error {
	_, err := tx.ExecContext(ctx, fmt.Sprintf("pragma application_id = %d; pragma user_version = %d", applicationID, format))
	return err
}

// Settle writes all that was committed into the file itself, and empties its write-ahead
// log, so that a copy of the file alone is whole: [Open] looks at the file's header alone.
// It waits for nobody; whole is false where somebody is reading what was there before, or
// is writing.
func (d *DB) Settle(ctx context.Context) (whole bool, err error) {
	if d.readOnly {
		return !d.behind, nil
	}
	return d.checkpoint(ctx, "truncate")
}

// checkpoint writes what is in the write-ahead log into the file, in one of SQLite's ways, as
// far as that can be done without waiting. SQLite never does it by itself, since it would write
// into whatever has been copied over the file. A file that is no longer at its path gets what
// was committed to it.
func (d *DB) checkpoint(ctx context.Context, how string) (whole bool, err error) {
	if err := d.intact(ctx, "what was written last is not in it"); err != nil {
		return false, err
	}
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "pragma busy_timeout = 0"); err != nil {
		return false, err
	}
	var busy, pages, written int
	err = conn.QueryRowContext(ctx, "pragma wal_checkpoint("+how+")").Scan(&busy, &pages, &written)
	_, reset := conn.ExecContext(context.WithoutCancel(ctx), waiting)
	return busy == 0, errors.Join(err, reset)
}

// waiting makes a connection wait for others again.
var waiting = fmt.Sprintf("pragma busy_timeout = %d", round)

// Copy writes all that is committed to another file, readable by its owner alone, which has
// a revision of its own and says that it is a copy. The error wraps [os.ErrExist] where there is a file already.
func (d *DB) Copy(ctx context.Context, to string) error {
	if err := createFile(to, nil); err != nil {
		return err
	}
	_, err := d.pool.ExecContext(ctx, "vacuum into $1", to)
	if err == nil {
		err = renew(ctx, to)
	}
	if err != nil {
		Remove(to)
	}
	return err
}

// renew gives a copy that nobody else knows of a revision of its own, so that no write-ahead
// log of what it was copied from is taken for its own.
func renew(ctx context.Context, path string) error {
	d, err := connect(path)
	if err != nil {
		return err
	}
	defer d.Close()
	tx, err := d.Begin(ctx, false)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if format, err := formatOf(ctx, tx); err != nil || format < revisionFormat {
		return err
	}
	if _, err := tx.ExecContext(ctx, another+"; update revision set copied = 1"); err != nil {
		return err
	}
	return tx.Commit()
}

// Overwrite makes a transaction overwrite with zeros what it deletes, so that it cannot
// be read from free pages even if [DB.Compact] does not happen.
func (d *DB) Overwrite(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "pragma secure_delete = on")
	return err
}

// Compact writes the file anew, so that nothing that was deleted is in free pages or in
// the write-ahead log.
func (d *DB) Compact(ctx context.Context) error {
	if _, err := d.pool.ExecContext(ctx, "vacuum"); err != nil {
		return err
	}
	for range 100 { // a reader who began before still needs the pages as they were
		whole, err := d.Settle(ctx)
		if err != nil || whole {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("the project is %w", coding.ErrBusy)
}

// each says of each row of a query what is wrong with it, "" for nothing.
func each(ctx context.Context, tx *sql.Tx, query string, say func(*sql.Rows) (string, error)) (all []string, err error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		problem, err := say(rows)
		if err != nil {
			return all, err
		}
		if problem != "" {
			all = append(all, problem)
		}
	}
	return all, rows.Err()
}

// Halves returns how many rows a table has at most, without counting them, and two
// conditions, each of which holds for about half of them.
func (d *DB) Halves(ctx context.Context, tx *sql.Tx, table string) (rows int, first, second string, err error) {
	err = tx.QueryRowContext(ctx, "select coalesce(max(rowid), 0) from "+table).Scan(&rows)
	return rows, fmt.Sprintf("rowid <= %d", rows/2), fmt.Sprintf("rowid > %d", rows/2), err
}
