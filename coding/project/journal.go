package project

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/corpus"
)

// fields are the values of one row by column. Values are nil, string, int64 or
// float64.
type fields map[string]any

// A rowChange is one row before and after an edit; nil where it was or is not
// there. The log keeps an edit's row changes as JSON, deflated.
type rowChange struct {
	Table  string `json:"table"`
	ID     string `json:"id"`
	Before fields `json:"before,omitempty"`
	After  fields `json:"after,omitempty"`
}

// A writer is one transaction. Rows that it writes through insert, update and
// remove are noted for the log.
type writer struct {
	ctx        context.Context
	engine     engine
	tx         *sql.Tx
	log        packer // rows as they change
	statements map[string]*sql.Stmt
	at         time.Time // when the edit happens
	now        string    // the same, RFC 3339 in UTC
	coder      string    // id of who edits
	bodies     map[string]string
	// fresh are texts that came in this transaction, where so far nothing happened but
	// tagging: what is on them need not be looked for in the file.
	fresh   map[string]*freshText
	pending map[string]*batch // rows of fresh texts that are yet to be written, by table
	coders  map[string]string // identifiers by name
}

// A batch is rows of one table that are written with one statement, which takes half
// the time.
type batch struct {
	columns []string
	args    []any
	rows    int
}

// batchRows is how many rows a batch has at most.
const batchRows = 64

// A freshText knows what was put on a text since it came.
type freshText struct {
	passages map[corpus.Span]string
	tags     map[freshTag]string
}

type freshTag struct{ passage, theme, coder, about string }

// write runs do in a transaction that other writers wait for.
func (p *Project) write(ctx context.Context, do func(w *writer) error) error {
	tx, err := p.engine.Begin(ctx, false)
	if err != nil {
		return p.engine.Kind(err)
	}
	defer tx.Rollback() // does nothing after a commit
	w := &writer{ctx: ctx, engine: p.engine, tx: tx, statements: map[string]*sql.Stmt{}, bodies: map[string]string{}, fresh: map[string]*freshText{}, pending: map[string]*batch{}, coders: map[string]string{}}
	defer w.log.stop()
	if err := do(w); err != nil {
		return p.engine.Kind(err)
	}
	if err := w.flush("tags"); err != nil {
		return err
	}
	return p.engine.Kind(tx.Commit())
}

// later adds a row to those that are written together. Whatever else is asked of the
// database comes after them.
func (w *writer) later(table string, f fields) error {
	b := w.pending[table]
	if b == nil {
		b = &batch{columns: slices.Sorted(maps.Keys(f))}
		w.pending[table] = b
	}
	for _, c := range b.columns {
		b.args = append(b.args, f[c])
	}
	if b.rows++; b.rows < batchRows {
		return nil
	}
	return w.flush(table)
}

// flush writes the rows of a table that wait, passages before the tags on them; all
// for "tags".
func (w *writer) flush(last string) error {
	for _, table := range []string{"passages", "tags"} {
		if table == "tags" && last == "passages" {
			break
		}
		b := w.pending[table]
		if b == nil || b.rows == 0 {
			continue
		}
		var query strings.Builder
		fmt.Fprintf(&query, "insert into %s (%s) values ", table, strings.Join(b.columns, ", "))
		row := "(?" + strings.Repeat(", ?", len(b.columns)-1) + ")"
		for i := range b.rows {
			if i > 0 {
				query.WriteString(", ")
			}
			query.WriteString(row)
		}
		s, err := w.statement(query.String())
		if err == nil {
			_, err = s.ExecContext(w.ctx, b.args...)
		}
		b.args, b.rows = b.args[:0], 0
		if err = w.engine.Kind(err); errors.Is(err, coding.ErrConflict) {
			return goneMeanwhile()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// prepared is a statement, before which all rows are written that wait.
func (w *writer) prepared(query string) (*sql.Stmt, error) {
	if len(w.pending) > 0 {
		if err := w.flush("tags"); err != nil {
			return nil, err
		}
	}
	return w.statement(query)
}

// statement keeps each statement for the length of the transaction.
func (w *writer) statement(query string) (*sql.Stmt, error) {
	if s := w.statements[query]; s != nil {
		return s, nil
	}
	s, err := w.tx.PrepareContext(w.ctx, query)
	if err == nil {
		w.statements[query] = s
	}
	return s, err
}

func (w *writer) exec(query string, args ...any) error {
	s, err := w.prepared(query)
	if err == nil {
		_, err = s.ExecContext(w.ctx, args...)
	}
	return err
}

// lookup reads one value; "" where there is no row.
func (w *writer) lookup(query string, args ...any) (value string, err error) {
	s, err := w.prepared(query)
	if err != nil {
		return "", err
	}
	err = s.QueryRowContext(w.ctx, args...).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// ids reads a list of identifiers.
func (w *writer) ids(query string, args ...any) (ids []string, err error) {
	s, err := w.prepared(query)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(w.ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// row reads the row with this id, nil if there is none.
func (w *writer) row(table, id string) (fields, error) {
	s, err := w.prepared("select * from " + table + " where id = $1")
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(w.ctx, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil || !rows.Next() {
		return nil, errors.Join(err, rows.Err())
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	f := fields{}
	for i, c := range columns {
		f[c] = values[i]
	}
	return f, rows.Err()
}

// insert adds a row; f holds its id.
func (w *writer) insert(table string, f fields) error {
	if err := w.insertUnlogged(table, f); err != nil {
		return err
	}
	return w.log.add(rowChange{Table: table, ID: f["id"].(string), After: f})
}

// insertFresh is insert for a row of a text that came in this transaction.
func (w *writer) insertFresh(table string, f fields) error {
	if err := w.later(table, f); err != nil {
		return err
	}
	return w.log.add(rowChange{Table: table, ID: f["id"].(string), After: f})
}

func (w *writer) insertUnlogged(table string, f fields) error {
	columns := slices.Sorted(maps.Keys(f))
	args, marks := make([]any, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		args[i], marks[i] = f[c], fmt.Sprintf("$%d", i+1)
	}
	return w.exec("insert into "+table+" ("+strings.Join(columns, ", ")+") values ("+strings.Join(marks, ", ")+")", args...)
}

// update changes columns of a row that is there; nothing is noted where they
// hold these values already.
func (w *writer) update(table, id string, set fields) error {
	before, err := w.row(table, id)
	if err != nil {
		return err
	}
	if before == nil {
		return missing(nil, strings.TrimSuffix(table, "s")+" "+id)
	}
	after := maps.Clone(before)
	maps.Copy(after, set)
	if alike(before, after) {
		return nil
	}
	columns := slices.Sorted(maps.Keys(set))
	args, assign := []any{id}, make([]string, len(columns))
	for i, c := range columns {
		args, assign[i] = append(args, set[c]), fmt.Sprintf("%s = $%d", c, i+2)
	}
	if err := w.exec("update "+table+" set "+strings.Join(assign, ", ")+" where id = $1", args...); err != nil {
		return err
	}
	return w.log.add(rowChange{table, id, before, after})
}

// put inserts a row or updates the one that is there.
func (w *writer) put(table string, f fields) error {
	is, err := w.lookup("select id from "+table+" where id = $1", f["id"])
	switch {
	case err != nil:
		return err
	case is == "":
		return w.insert(table, f)
	}
	return w.update(table, is, f)
}

// remove removes a row that is there.
func (w *writer) remove(table, id string) error {
	before, err := w.row(table, id)
	if err != nil || before == nil {
		return err
	}
	return w.removeRow(table, id, before)
}

// removeRow removes a row that was just read.
func (w *writer) removeRow(table, id string, before fields) error {
	if err := w.exec("delete from "+table+" where id = $1", id); err != nil {
		return err
	}
	return w.log.add(rowChange{Table: table, ID: id, Before: before})
}

// sameAs tells whether a row is still as the log says. Columns that the log does
// not know, since they came with a later format, must hold nothing.
func sameAs(now, logged fields) bool {
	if now == nil || logged == nil {
		return now == nil && logged == nil
	}
	for column, value := range now {
		if _, known := logged[column]; !known && value != "" && value != int64(0) {
			return false
		}
	}
	known := fields{}
	for column := range logged {
		known[column] = now[column]
	}
	return alike(known, logged)
}

// alike compares rows as the log would write them.
func alike(a, b fields) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}

// A packer writes rows as the log keeps them, one by one and beside the database's own
// work, so that a large edit is not in memory twice and takes no longer for it. Rows
// must not be changed once they are added.
type packer struct {
	n    int
	rows chan rowChange
	done chan error // what went wrong, when all rows are written
	out  bytes.Buffer
}

func (p *packer) add(r rowChange) error {
	if p.rows == nil {
		p.rows, p.done = make(chan rowChange, 256), make(chan error, 1)
		go p.write(p.rows)
	}
	p.n++
	p.rows <- r
	return nil
}

func (p *packer) write(rows <-chan rowChange) {
	z, err := flate.NewWriter(&p.out, flate.BestSpeed)
	var to *json.Encoder
	if err == nil {
		to = json.NewEncoder(z)
	}
	before := "["
	for r := range rows {
		if err == nil {
			_, err = io.WriteString(z, before)
		}
		if err == nil {
			err = to.Encode(r)
		}
		before = ","
	}
	if err == nil {
		_, err = io.WriteString(z, "]")
	}
	if err == nil {
		err = z.Close()
	}
	p.done <- err
}

// bytes ends the list.
func (p *packer) bytes() ([]byte, error) {
	err := p.stop()
	return p.out.Bytes(), err
}

// stop waits for what was added; it may be called twice.
func (p *packer) stop() error {
	if p.rows == nil {
		return nil
	}
	close(p.rows)
	p.rows = nil
	return <-p.done
}

func unpack(b []byte) (rows []rowChange, err error) {
	d := json.NewDecoder(io.LimitReader(flate.NewReader(bytes.NewReader(b)), 4<<30))
	d.UseNumber()
	if err := d.Decode(&rows); err != nil {
		return nil, fmt.Errorf("log: %w: %w", coding.ErrDamaged, err)
	}
	for _, r := range rows {
		for _, f := range []fields{r.Before, r.After} {
			for k, v := range f {
				if n, ok := v.(json.Number); ok {
					f[k] = number(n)
				}
			}
		}
	}
	return rows, nil
}

func number(n json.Number) any {
	if i, err := n.Int64(); err == nil {
		return i
	}
	f, _ := n.Float64() // JSON that we wrote
	return f
}
