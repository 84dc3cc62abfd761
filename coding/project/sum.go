package project

import (
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"maps"
	"math"
	"slices"

	"crosscase/coding"
)

// Every row has a checksum in the column sum, so that Check finds a disk or a copy that
// changed a word anywhere. It is a CRC-32C: it finds every flipped bit, every damage that is
// at most 32 bits long and all but one in four thousand million others, takes five bytes, and
// processors compute it. It is against decay, not against people: against them the log is a
// chain (chain.go).
//
// The sum covers the columns of a row in the order of their names, each with its type. A
// column that holds its default is left out, so that sums stay true when a later format adds
// a column. A script of the schema that changes rows sets their sum to null; they get it at
// the end of the upgrade.

// sumColumn is the column that holds the checksum of the others.
const sumColumn = "sum"

// unsummed are tables without checksums: imported files are kept under their SHA-256, and the
// revision is nothing that anybody wrote.
var unsummed = []string{"originals", "revision"}

// A table is what is known of the columns of a table.
type table struct {
	name     string
	defaults map[string]any // by column, nil for none
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sum is the checksum of a row of the table.
func (t *table) sum(f fields) int64 {
	columns := make([]string, 0, 16)
	for c := range f {
		columns = append(columns, c)
	}
	slices.Sort(columns)
	s := summer{t: t}
	for _, c := range columns {
		s.add(c, f[c])
	}
	return s.sum()
}

// A summer computes the checksum of one row, whose columns come in order of their names.
type summer struct {
	t *table
	b []byte
}

func (s *summer) sum() int64 { return int64(int32(crc32.Checksum(s.b, castagnoli))) }

// add adds a column, as it is when it is read again: the database keeps whole numbers as such
// or not, as the column says.
func (s *summer) add(column string, value any) {
	if f, ok := value.(float64); ok && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		value = int64(f)
	}
	if column == sumColumn || isDefault(value, s.t.defaults[column]) {
		return
	}
	s.b = append(append(s.b, column...), 0)
	switch v := value.(type) {
	case nil:
		s.b = append(s.b, 'n')
	case string:
		s.b = append(binary.AppendUvarint(append(s.b, 't'), uint64(len(v))), v...)
	case []byte:
		s.b = append(binary.AppendUvarint(append(s.b, 'b'), uint64(len(v))), v...)
	case int64:
		s.b = binary.AppendVarint(append(s.b, 'i'), v)
	case float64:
		s.b = binary.BigEndian.AppendUint64(append(s.b, 'f'), math.Float64bits(v))
	default:
		s.b = fmt.Appendf(s.b, "%T %v", v, v) // nothing of the kind is read again, so that Check will tell
	}
}

// isDefault reports whether a value is the default of its column.
func isDefault(value, byDefault any) bool {
	if b, ok := value.([]byte); ok {
		d, ok := byDefault.([]byte)
		return ok && string(b) == string(d)
	}
	if _, ok := byDefault.([]byte); ok {
		return false
	}
	return value == byDefault
}

// holds returns an error that wraps [coding.ErrDamaged] where a row is not what was written.
func (t *table) holds(f fields) error {
	if _, has := f[sumColumn]; !has && !t.summed() || has && f[sumColumn] == t.sum(f) {
		return nil
	}
	return damaged(coding.Errorf(coding.ErrDamaged, "%s %v: checksum mismatch", t.name, f[t.key()]))
}

func (t *table) summed() bool { return !slices.Contains(unsummed, t.name) }

// key is the column by which a row of the table is named.
func (t *table) key() string { return keyOf(t.name) }

func keyOf(table string) string {
	switch table {
	case "log":
		return "number"
	case "originals":
		return "sha256"
	}
	return "id"
}

// damaged adds to an error what to do about a damaged project.
func damaged(err error) error {
	return coding.WithHint(err, coding.MendHint)
}

// table is what is known of a table, which is read once in a transaction.
func (w *writer) table(name string) (*table, error) {
	if t := w.tables[name]; t != nil {
		return t, nil
	}
	defaults, err := w.engine.Columns(w.ctx, w.tx, name)
	if err != nil {
		return nil, err
	}
	if w.tables == nil {
		w.tables = map[string]*table{}
	}
	w.tables[name] = &table{name, defaults}
	return w.tables[name], nil
}

// scanFields reads a row as it is.
func scanFields(rows *sql.Rows) (fields, error) {
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	f := make(fields, len(columns))
	for i, c := range columns {
		f[c] = values[i]
	}
	return f, nil
}

// rewrite changes columns of one row, which was just read, without the log.
func (w *writer) rewrite(table string, before, set fields) error {
	t, err := w.table(table)
	if err != nil {
		return err
	}
	after := maps.Clone(before)
	maps.Copy(after, set)
	args := []any{before[t.key()]}
	query := "update " + table + " set "
	for _, c := range slices.Sorted(maps.Keys(set)) {
		args = append(args, set[c])
		query += fmt.Sprintf("%s = $%d, ", c, len(args))
	}
	args = append(args, t.sum(after))
	return w.summed(fmt.Sprintf("%s%s = $%d where %s = $1", query, sumColumn, len(args), t.key()), args...)
}

// rewriteAll changes columns of all rows with this value in a column, without the log.
func (w *writer) rewriteAll(table, column string, value any, set func(row fields) fields) error {
	ids, err := w.ids("select "+keyOf(table)+" from "+table+" where "+column+" = $1", value)
	for _, id := range ids {
		row, err := w.row(table, id)
		if err != nil {
			return err
		}
		if err := w.rewrite(table, row, set(row)); err != nil {
			return err
		}
	}
	return err
}

// sumAll gives all rows of a table a checksum that have none, since they are of a format that
// had none or were changed by a script of the schema.
func (w *writer) sumAll(table string) error {
	ids, err := w.ids("select " + keyOf(table) + " from " + table + " where sum is null")
	if err != nil {
		return err
	}
	for _, id := range ids {
		row, err := w.rowAsIs(table, id)
		if err == nil {
			err = w.rewrite(table, row, nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unsound calls say for each row of a table whose checksum is not that of what it holds.
func (r *reader) unsound(t *table, say func(row fields)) {
	if r.err != nil {
		return
	}
	rows, err := r.tx.QueryContext(r.ctx, "select * from "+t.name)
	if err != nil {
		r.err = err
		return
	}
	defer rows.Close()
	for rows.Next() {
		f, err := scanFields(rows)
		if err != nil {
			r.err = err
			return
		}
		if t.holds(f) != nil {
			say(f)
		}
	}
	r.err = rows.Err()
}
