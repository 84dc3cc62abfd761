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
	tx         *sql.Tx
	rows       []rowChange
	statements map[string]*sql.Stmt
	at         time.Time // when the edit happens
	now        string    // the same, RFC 3339 in UTC
	coder      string    // id of who edits
	bodies     map[string]string
}

// write runs do in a transaction that other writers wait for.
func (p *Project) write(ctx context.Context, do func(w *writer) error) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return kind(err)
	}
	defer tx.Rollback() // does nothing after a commit
	w := &writer{ctx: ctx, tx: tx, statements: map[string]*sql.Stmt{}, bodies: map[string]string{}}
	if err := do(w); err != nil {
		return kind(err)
	}
	return kind(tx.Commit())
}

// prepared keeps each statement for the length of the transaction.
func (w *writer) prepared(query string) (*sql.Stmt, error) {
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
	w.rows = append(w.rows, rowChange{Table: table, ID: f["id"].(string), After: f})
	return nil
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
	w.rows = append(w.rows, rowChange{table, id, before, after})
	return nil
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
	w.rows = append(w.rows, rowChange{Table: table, ID: id, Before: before})
	return nil
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

func pack(rows []rowChange) ([]byte, error) {
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(z).Encode(rows); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
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
