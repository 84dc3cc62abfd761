package project

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/corpus"
)

// A writer is one transaction. Rows that it writes through insert, update and
// remove are noted for the log.
type writer struct {
	ctx        context.Context
	engine     engine
	kinds      *kinds
	tx         *sql.Tx
	tables     map[string]*table // that were written or read
	log        packer            // rows as they change
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
	wrote   bool              // something is not as it was before the transaction
}

// A batch is rows of one table that are written with one statement. Before a statement of
// several rows SQLite copies each page that it changes, so that it can take back those before
// one that it refuses: with many at once, in the order of an index, it copies few.
type batch struct {
	columns []string
	order   int   // the column in whose order the rows are written, -1 for as they came
	values  []any // row by row, with the checksum of each behind its columns
	sum     summer
}

// batchValues is how many values a batch has at most: SQLite takes 32,766 in a statement.
const batchValues = 32_000

// insertOrder is the column that the largest index of a table begins with, where rows do not
// come in its order by themselves.
var insertOrder = map[string]string{"tags": "passage"}

// A freshText knows what was put on a text since it came.
type freshText struct {
	passages map[corpus.Span]string
	tags     map[freshTag]string
}

type freshTag struct{ passage, theme, coder, about string }

// reading is a writer for a transaction that only reads.
func (p *Project) reading(ctx context.Context, tx *sql.Tx) *writer {
	return &writer{ctx: ctx, engine: p.engine, kinds: p.kinds, tx: tx, log: packer{idle: &p.idle}, statements: map[string]*sql.Stmt{}}
}

// write runs do in a transaction that other writers wait for. The error wraps
// [coding.ErrReplaced] where the file is not the one that was opened, and [coding.ErrReadOnly]
// where it cannot be written to; nothing is written to it then.
func (p *Project) write(ctx context.Context, do func(w *writer) error) error {
	if p.ReadOnly() {
		return p.readOnlyError()
	}
	return p.transact(ctx, do)
}

func (p *Project) readOnlyError() error {
	return coding.WithHint(fmt.Errorf("project %s: the file, or its folder, is %w; nothing was changed", p.path, coding.ErrReadOnly),
		"copy the project to a folder that you may write to, with crosscase backup FILE")
}

// transact is write whatever becomes of what is written.
func (p *Project) transact(ctx context.Context, do func(w *writer) error) error {
	tx, err := p.engine.Begin(ctx, false)
	if err != nil {
		return p.engine.Kind(err)
	}
	defer tx.Rollback() // does nothing after a commit
	w := p.reading(ctx, tx)
	w.bodies, w.fresh, w.pending, w.coders = map[string]string{}, map[string]*freshText{}, map[string]*batch{}, map[string]string{}
	defer w.log.stop()
	if err := p.known(w, p.seen.Load()); err != nil {
		return p.engine.Kind(err)
	}
	if err := do(w); err != nil {
		return p.engine.Kind(err)
	}
	if err := w.flush(); err != nil || !w.wrote {
		return p.engine.Kind(err)
	}
	last, err := w.lastEntry()
	if err != nil {
		return p.engine.Kind(err)
	}
	if err := p.engine.Commit(ctx, tx); err != nil {
		return p.engine.Kind(err)
	}
	p.seen.Store(&last)
	return nil
}

// read runs do in a transaction that only reads.
func (p *Project) read(ctx context.Context, do func(w *writer) error) error {
	tx, err := p.engine.Begin(ctx, true)
	if err != nil {
		return p.engine.Kind(err)
	}
	defer tx.Rollback()
	return p.engine.Kind(do(p.reading(ctx, tx)))
}

// later adds a row to those that are written together. Whatever else is asked of the
// database comes after them.
func (w *writer) later(table string, f fields) error {
	b := w.pending[table]
	if b == nil || !b.fits(f) {
		if err := w.flush(); err != nil {
			return err
		}
		t, err := w.table(table)
		if err != nil {
			return err
		}
		b = &batch{columns: slices.Sorted(maps.Keys(f)), sum: summer{t: t}}
		b.order = slices.Index(b.columns, insertOrder[table])
		w.pending[table] = b
	}
	b.sum.b = b.sum.b[:0]
	begin := len(b.values)
	for _, c := range b.columns {
		if err := validValue(c, f[c]); err != nil {
			b.values = b.values[:begin]
			return err
		}
		b.sum.add(c, f[c])
		b.values = append(b.values, f[c])
	}
	b.values = append(b.values, b.sum.sum())
	if len(b.values)+b.width() <= batchValues {
		return nil
	}
	return w.flush()
}

// width is how many values a row has.
func (b *batch) width() int { return len(b.columns) + 1 }

// fits reports whether a row has the columns of the others.
func (b *batch) fits(f fields) bool {
	for _, c := range b.columns {
		if _, has := f[c]; !has {
			return false
		}
	}
	return len(f) == len(b.columns)
}

// flush writes the rows that wait, passages before the tags on them.
func (w *writer) flush() error {
	for _, table := range []string{"passages", "tags"} {
		if err := w.writeBatch(table); err != nil {
			return err
		}
	}
	return nil
}

// writeBatch writes the rows of a table that wait.
func (w *writer) writeBatch(table string) error {
	b := w.pending[table]
	if b == nil || len(b.values) == 0 {
		return nil
	}
	rows := slices.Collect(slices.Chunk(b.values, b.width()))
	b.values = nil
	if b.order >= 0 {
		slices.SortStableFunc(rows, func(x, y []any) int { return cmp.Compare(x[b.order].(string), y[b.order].(string)) })
	}
	var query strings.Builder
	fmt.Fprintf(&query, "insert into %s (%s, %s) values ", table, strings.Join(b.columns, ", "), sumColumn)
	marks := make([]string, b.width())
	for i := range rows {
		for j := range marks {
			marks[j] = w.engine.Mark(i*len(marks) + j + 1)
		}
		begin := ", ("
		if i == 0 {
			begin = "("
		}
		query.WriteString(begin + strings.Join(marks, ", ") + ")")
	}
	w.wrote = true
	s, err := w.statement(query.String())
	if err == nil {
		_, err = s.ExecContext(w.ctx, slices.Concat(rows...)...)
	}
	if err = w.engine.Kind(err); errors.Is(err, coding.ErrConflict) {
		return goneMeanwhile()
	}
	return err
}

// prepared is a statement, before which all rows are written that wait.
func (w *writer) prepared(query string) (*sql.Stmt, error) {
	if len(w.pending) > 0 {
		if err := w.flush(); err != nil {
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

// exec runs a statement of which the log holds nothing. It refuses to write tables of
// kinds, whose rows are written by insert, update and remove, or else could not be undone.
func (w *writer) exec(query string, args ...any) error {
	if table := writes(query); w.kinds.byTable[table] != nil {
		return fmt.Errorf("table %s is written without the log: %s", table, query)
	}
	return w.unlogged(query, args...)
}

// writes is the table that a statement writes, "" for none.
func writes(query string) string {
	words := strings.Fields(strings.ToLower(query))
	for _, begin := range [][]string{{"insert", "into"}, {"insert", "or", "ignore", "into"}, {"delete", "from"}, {"update"}} {
		if n := len(begin); len(words) > n && slices.Equal(words[:n], begin) {
			table, _, _ := strings.Cut(words[n], "(")
			return table
		}
	}
	return ""
}

// unlogged is exec for any table: for remove, which writes the log itself, and for what nobody
// is to undo. It refuses to add and change rows that have a checksum, which insertUnlogged,
// rewrite and rewriteAll do.
func (w *writer) unlogged(query string, args ...any) error {
	if table := writes(query); table != "" && !slices.Contains(unsummed, table) && !strings.HasPrefix(strings.ToLower(query), "delete") {
		return fmt.Errorf("table %s is written without checksums: %s", table, query)
	}
	return w.summed(query, args...)
}

// summed is unlogged for statements that write the checksum, too.
func (w *writer) summed(query string, args ...any) error {
	w.wrote = true
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

// row reads the row with this id, nil if there is none, without its checksum. The error wraps
// [coding.ErrDamaged] where the row is not what was written: what is changed in such a row
// would make the rest of it look sound.
func (w *writer) row(table, id string) (fields, error) {
	f, err := w.rowAsIs(table, id)
	if err != nil || f == nil {
		return nil, err
	}
	t, err := w.table(table)
	if err == nil {
		err = t.holds(f)
	}
	delete(f, sumColumn)
	return f, err
}

// rowAsIs is row for one that may be damaged, with its checksum.
func (w *writer) rowAsIs(table, id string) (fields, error) {
	s, err := w.prepared("select * from " + table + " where " + keyOf(table) + " = $1")
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(w.ctx, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	f, err := scanFields(rows)
	return f, errors.Join(err, rows.Err())
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
	if err := valid(f); err != nil {
		return err
	}
	t, err := w.table(table)
	if err != nil {
		return err
	}
	columns := slices.Sorted(maps.Keys(f))
	args, marks := make([]any, len(columns), len(columns)+1), make([]string, len(columns), len(columns)+1)
	sum := summer{t: t}
	for i, c := range columns {
		sum.add(c, f[c])
		args[i], marks[i] = f[c], fmt.Sprintf("$%d", i+1)
	}
	columns, args, marks = append(columns, sumColumn), append(args, sum.sum()), append(marks, fmt.Sprintf("$%d", len(args)+1))
	return w.summed("insert into "+table+" ("+strings.Join(columns, ", ")+") values ("+strings.Join(marks, ", ")+")", args...)
}

// update changes columns of a row that is there; nothing is noted where they
// hold these values already.
func (w *writer) update(table, id string, set fields) error {
	if err := valid(set); err != nil {
		return err
	}
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
	if err := w.rewrite(table, before, set); err != nil {
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
	if err := w.unlogged("delete from "+table+" where id = $1", id); err != nil {
		return err
	}
	return w.log.add(rowChange{Table: table, ID: id, Before: before})
}

func (w *writer) removeAll(table, query string, args ...any) error {
	ids, err := w.ids(query, args...)
	for _, id := range ids {
		if err = w.remove(table, id); err != nil {
			return err
		}
	}
	return err
}

// point makes a column of every row that names from name into.
func (w *writer) point(table, column, from, into string) error {
	ids, err := w.ids("select id from "+table+" where "+column+" = $1", from)
	for _, id := range ids {
		if err = w.update(table, id, fields{column: into}); err != nil {
			return err
		}
	}
	return err
}

// exists tells whether there is a thing with this id in one of these tables.
func (w *writer) exists(id string, tables ...string) (bool, error) {
	for _, table := range tables {
		if found, err := w.lookup("select id from "+table+" where id = $1", id); err != nil || found != "" {
			return err == nil, err
		}
	}
	return false, nil
}

// named makes a broken rule of the database (two things of one name) readable.
func (w *writer) named(what, name string, err error) error {
	if w.engine.IsDuplicate(err) {
		return coding.Errorf(coding.ErrConflict, "%s %q: there is one of that name already", what, name)
	}
	return w.engine.Kind(err)
}

func missing(err error, what string) error {
	if err != nil {
		return err
	}
	return coding.WithHint(coding.Errorf(coding.ErrConflict, "%s: somebody removed it meanwhile", what), "crosscase log shows who")
}

func goneMeanwhile() error {
	return coding.WithHint(coding.Errorf(coding.ErrConflict, "the theme or the passage was removed meanwhile"),
		"do it again; crosscase log shows who removed it")
}
