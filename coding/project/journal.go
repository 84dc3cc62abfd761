package project

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"crosscase/coding"
)

// fields are the values of one row by column. Values are nil, string, int64 or
// float64.
type fields map[string]any

// text is the value of a column that holds text; "" where it holds none.
func (f fields) text(column string) string {
	s, _ := f[column].(string)
	return s
}

// A rowChange is one row before and after an edit; nil where it was or is not
// there. The log keeps an edit's row changes as JSON, deflated.
type rowChange struct {
	Table  string `json:"table"`
	ID     string `json:"id"`
	Before fields `json:"before,omitempty"`
	After  fields `json:"after,omitempty"`
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

// alike compares rows as the log would write them, and read them again: bytes that are no
// text, which files of earlier versions may hold, are the same sign in both.
func alike(a, b fields) bool {
	x, err1 := json.Marshal(asRead(a))
	y, err2 := json.Marshal(asRead(b))
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}

// asRead is a row as it is read from the log; most are as they are.
func asRead(f fields) fields {
	if valid(f) == nil {
		return f
	}
	read := fields{}
	for column, value := range f {
		if s, ok := value.(string); ok {
			value = string([]rune(s)) // as package json does, each byte becomes U+FFFD
		}
		read[column] = value
	}
	return read
}

// valid returns an error where a row holds something else than text: the log could not
// keep it as it is, nor any file that is exported. The error wraps [coding.ErrInvalid].
func valid(f fields) error {
	for column, value := range f {
		if err := validValue(column, value); err != nil {
			return err
		}
	}
	return nil
}

func validValue(column string, value any) error {
	if s, ok := value.(string); ok && !utf8.ValidString(s) {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s %.60q: not valid UTF-8 text", column, s),
			"save the file, or set the terminal, as UTF-8")
	}
	return nil
}

// A packer writes rows as the log keeps them, one by one and beside the database's own
// work, so that a large edit is not in memory twice and takes no longer for it. Rows
// must not be changed once they are added.
type packer struct {
	idle *sync.Pool // of compressors: a new one takes a megabyte, an edit some hundred bytes
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

// compressor compresses into the packer, and is put back when it is closed.
func (p *packer) compressor() *flate.Writer {
	if z, ok := p.idle.Get().(*flate.Writer); ok {
		z.Reset(&p.out)
		return z
	}
	z, _ := flate.NewWriter(&p.out, flate.BestSpeed) // fails for levels that there are not
	return z
}

func (p *packer) write(rows <-chan rowChange) {
	z := p.compressor()
	defer p.idle.Put(z)
	text, err := []byte{'['}, error(nil)
	for r := range rows {
		if err != nil {
			continue
		}
		if text, err = r.append(text); err == nil {
			_, err = z.Write(text)
		}
		text = append(text[:0], ',')
	}
	if err == nil {
		_, err = z.Write([]byte{']'})
	}
	if err == nil {
		err = z.Close()
	}
	p.done <- err
}

// append appends the change as package json reads it, in a quarter of the time in which that
// writes it.
func (r rowChange) append(b []byte) (_ []byte, err error) {
	b = appendText(append(b, `{"table":`...), r.Table)
	b = appendText(append(b, `,"id":`...), r.ID)
	for i, f := range []fields{r.Before, r.After} {
		if len(f) == 0 {
			continue
		}
		b = append(b, [...]string{`,"before":{`, `,"after":{`}[i]...)
		for n, column := range slices.Sorted(maps.Keys(f)) {
			if n > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, column), ':')
			if b, err = appendValue(b, f[column]); err != nil {
				return b, err
			}
		}
		b = append(b, '}')
	}
	return append(b, '}'), nil
}

// appendValue appends a value of a row as package json reads it.
func appendValue(b []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case string:
		return appendText(b, v), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	}
	text, err := json.Marshal(value)
	return append(b, text...), err
}

// appendText appends a string as package json reads it.
func appendText(b []byte, s string) []byte {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == utf8.RuneError }) {
		text, _ := json.Marshal(s) // a string has JSON
		return append(b, text...)
	}
	return append(append(append(b, '"'), s...), '"')
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

// formerTables are tables that were renamed, by the name that earlier entries of the log have.
var formerTables = map[string]string{"parcels": "preserved"}

// unpack reads rows as a packer wrote them, with the names that tables have now.
func unpack(b []byte) (rows []rowChange, err error) {
	d := json.NewDecoder(io.LimitReader(flate.NewReader(bytes.NewReader(b)), 4<<30))
	d.UseNumber()
	if err := d.Decode(&rows); err != nil {
		return nil, fmt.Errorf("log: %w: %w", coding.ErrDamaged, err)
	}
	for i, r := range rows {
		rows[i].Table = cmp.Or(formerTables[r.Table], r.Table)
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
