package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"crosscase/coding"
)

// A Wreck is a copy of a database file that may be damaged, of which all rows are read that
// can be.
type Wreck struct {
	pool   *sql.DB
	path   string
	failed int // queries that found a broken page, of a table
}

// maxFailed is how often a broken page of a table is looked at before the rest is given up.
const maxFailed = 200_000

// OpenWreck copies the file at path with its write-ahead log, which are only read, to another
// path and opens the copy. The error wraps [coding.ErrUnknown] where there is no such file and
// [coding.ErrDamaged] where its header or list of tables cannot be read.
func OpenWreck(ctx context.Context, path, to string) (w *Wreck, err error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("project %s: %w: no such file", path, coding.ErrUnknown)
	}
	if err := copySteady(path, to); err != nil {
		return nil, errors.Join(err, Remove(to))
	}
	if w, err = openMended(ctx, to); err != nil {
		return nil, errors.Join(coding.WithHint(coding.Errorf(coding.ErrDamaged,
			"project %s: the pages of the file that say what is where are broken or those of another file, so that nothing can be saved", path),
			"go back with crosscase restore BACKUP; crosscase backup --list shows the automatic copies"), Remove(to))
	}
	return w, nil
}

// openMended opens a copy, of which the beginning is made again as far as it is broken or was
// cut off.
func openMended(ctx context.Context, path string) (w *Wreck, err error) {
	header, err := headerOf(path)
	begins := err == nil && isDatabase(header)
	var data []byte // of a file whose beginning may be missing
	if !begins {
		if data, err = os.ReadFile(path); err != nil {
			return nil, err
		}
		if cut := len(data) % pageSize; cut > 0 {
			if err := fillFront(path, pageSize-cut, data); err != nil {
				return nil, err
			}
		}
	}
	if err := mendHeader(path); err != nil {
		return nil, err
	}
	if w, err = openTables(ctx, path); err == nil {
		return w, nil
	}
	for range 2 {
		if err := remakeFirstPage(path); err != nil {
			return nil, err
		}
		if w, err = openTables(ctx, path); err != nil || begins || w.hasProject(ctx) {
			return w, err
		}
		// All is one page before where it is said to be: the first one is missing.
		begins = true
		if err := errors.Join(w.pool.Close(), fillFront(path, pageSize, data), mendHeader(path)); err != nil {
			return nil, err
		}
	}
	return w, err
}

// hasProject tells whether the table of the project is where the list of tables says.
func (w *Wreck) hasProject(ctx context.Context) bool {
	n := 0
	const query = "select count(*) from project where created like '____-__-__T__:__:__Z'"
	return w.pool.QueryRowContext(ctx, query).Scan(&n) == nil && n > 0
}

// fillFront writes a file with zeros in the place of bytes that are missing at its beginning.
func fillFront(path string, missing int, data []byte) error {
	return os.WriteFile(path, append(make([]byte, missing), data...), 0o600)
}

// openTables opens a copy whose tables can be found.
func openTables(ctx context.Context, path string) (*Wreck, error) {
	// What cannot be understood of the list of tables is passed over.
	dsn, err := dataSource(path, "_pragma=writable_schema(1)") // a setting that reads the list would fail
	if err != nil {
		return nil, err
	}
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	tables := 0
	const query = "select count(*) from sqlite_schema where name in ('themes', 'texts', 'log')"
	for try := 0; try == 0 || try == 1 && err != nil; try++ { // what is wrong with the list fails the first statement alone
		err = pool.QueryRowContext(ctx, query).Scan(&tables)
	}
	if err == nil && tables == 0 {
		err = errors.New("no tables of a project")
	}
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &Wreck{pool: pool, path: path}, nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// pageSize is that of all project files, in bytes.
const pageSize = 4096

// mendHeader makes the header of a file what it is in each project file, as far as that is
// always the same, and takes the size of the file for granted: a file that was cut off has
// fewer pages than it says. What is no database at all stays none.
func mendHeader(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	header := make([]byte, headerSize)
	if _, err := f.ReadAt(header, 0); err != nil {
		return ignoreEnd(err)
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	copy(header, magic)
	binary.BigEndian.PutUint16(header[16:], pageSize)
	copy(header[18:], []byte{2, 2, 0, 64, 32, 32}) // a write-ahead log; nothing reserved in pages
	binary.BigEndian.PutUint32(header[28:], uint32((info.Size()+pageSize-1)/pageSize))
	copy(header[92:96], header[24:28])         // as much as to say that the size is that of now
	clear(header[32:40])                       // free pages
	binary.BigEndian.PutUint32(header[44:], 4) // the format of the schema
	clear(header[52:56])                       // nothing is moved when pages become free
	binary.BigEndian.PutUint32(header[56:], 1) // UTF-8
	_, err = f.WriteAt(header, 0)
	return err
}

// Close closes and removes the copy.
func (w *Wreck) Close() error { return errors.Join(w.pool.Close(), Remove(w.path)) }

// Has reports whether a table has a column.
func (w *Wreck) Has(ctx context.Context, table, column string) bool {
	n := 0
	const query = "select count(*) from pragma_table_info($1) where name = $2"
	return w.pool.QueryRowContext(ctx, query, table, column).Scan(&n) == nil && n > 0
}

// Rows calls row with the values by column of each row of a table that can be read, and of
// those of which a part can be read with that part. It reports whether a page was broken.
func (w *Wreck) Rows(ctx context.Context, table string, row func(values map[string]any) error) (broken bool, err error) {
	w.failed = 0
	first, last := w.ends(ctx, table)
	err = w.between(ctx, table, first, last, row)
	return w.failed > 0, err
}

// ends are the first and the last number of a row that there can be: of rows or, where those
// cannot be read, of the index of their keys.
func (w *Wreck) ends(ctx context.Context, table string) (first, last int64) {
	for _, from := range []string{table, fmt.Sprintf("(select rowid from %s indexed by sqlite_autoindex_%[1]s_1)", table)} {
		if w.pool.QueryRowContext(ctx, "select coalesce(min(rowid), 0) from "+from).Scan(&first) == nil &&
			w.pool.QueryRowContext(ctx, "select coalesce(max(rowid), 0) from "+from).Scan(&last) == nil {
			return first, last
		}
		w.failed++
	}
	const guess = 1 << 14 // broken at an end, and without an index
	return 0, guess
}

// between reads the rows of a table with numbers from first to last. Where a page is broken,
// it reads on behind it: the rest in two halves.
func (w *Wreck) between(ctx context.Context, table string, first, last int64, row func(map[string]any) error) error {
	next, err := w.run(ctx, table, first, last, row)
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	var own *ownError
	if errors.As(err, &own) {
		return own.error
	}
	if w.failed++; w.failed > maxFailed || next > last {
		return nil
	}
	if next == last {
		return w.parts(ctx, table, last, row)
	}
	middle := next + (last-next)/2
	if err := w.between(ctx, table, next, middle, row); err != nil {
		return err
	}
	return w.between(ctx, table, middle+1, last, row)
}

// An ownError is one of who takes the rows.
type ownError struct{ error }

// run reads rows until one cannot be read, and returns the number of the first that was not.
func (w *Wreck) run(ctx context.Context, table string, first, last int64, row func(map[string]any) error) (next int64, err error) {
	query := "select rowid, * from " + table + " not indexed where rowid between $1 and $2 order by rowid"
	rows, err := w.pool.QueryContext(ctx, query, first, last)
	if err != nil {
		return first, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return first, err
	}
	for next = first; rows.Next(); {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return next, err
		}
		number, _ := values[0].(int64)
		next = number + 1
		read := make(map[string]any, len(columns))
		for i, c := range columns[1:] {
			read[c] = values[i+1]
		}
		if err := row(read); err != nil {
			return next, &ownError{err}
		}
	}
	return next, rows.Err()
}

// parts reads what can be read of one row, column by column.
func (w *Wreck) parts(ctx context.Context, table string, number int64, row func(map[string]any) error) error {
	rows, err := w.pool.QueryContext(ctx, "select name from pragma_table_info('"+table+"')")
	if err != nil {
		return nil // nothing of it can be read
	}
	var columns []string
	for rows.Next() {
		var name string
		if rows.Scan(&name) == nil {
			columns = append(columns, name)
		}
	}
	rows.Close()
	read := map[string]any{}
	for _, c := range columns {
		var value any
		query := fmt.Sprintf("select %s from %s not indexed where rowid = $1", c, table)
		if w.pool.QueryRowContext(ctx, query, number).Scan(&value) == nil {
			read[c] = value
		}
	}
	if len(read) == 0 {
		return nil
	}
	return row(read)
}
