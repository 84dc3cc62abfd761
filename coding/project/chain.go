package project

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"crosscase/coding"
)

// The log is a chain: each entry holds a SHA-256 over what it says and the hash of the entry
// before. Nobody can change, remove or insert an entry without all hashes after it being
// others; and two histories of which one continues the other are told from two that parted.

// A chained is what the hash of an entry covers.
type chained struct {
	number, step    int
	at, coder, what string
	undoes          int
	rows            []byte // as they are stored
}

// hash is the hash of an entry that follows one with a hash, in hexadecimal; "" for the
// first. Each value has its length before it, so that no two entries give the same bytes.
func (c chained) hash(before string) string {
	h := sha256.New()
	for _, s := range []string{before, fmt.Sprint(c.number, c.step, c.undoes), c.at, c.coder, c.what} {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	h.Write(c.rows)
	return hex.EncodeToString(h.Sum(nil))
}

// A chainLink is an entry of the log and its hash; the zero value is before the first.
type chainLink struct {
	number int
	chain  string
}

// lastEntry is the last entry of the log as the transaction sees it.
func (w *writer) lastEntry() (l chainLink, err error) {
	s, err := w.prepared("select number, chain from log order by number desc limit 1")
	if err != nil {
		return l, err
	}
	err = s.QueryRowContext(w.ctx).Scan(&l.number, &l.chain)
	if errors.Is(err, sql.ErrNoRows) {
		return l, nil
	}
	return l, err
}

// entries calls do for all entries of the log in their order, with the hash that each has and
// the one that it must have after the entry before.
func (r *reader) entries(do func(number int, has, want string) error) {
	before := ""
	const query = "select number, step, made_at, coder, what, undoes, rows, chain from log order by number"
	r.each(query, func(scan scanner) error {
		var c chained
		var rows sql.RawBytes
		var has string
		if err := scan(&c.number, &c.step, &c.at, &c.coder, &c.what, &c.undoes, &rows, &has); err != nil {
			return err
		}
		c.rows = rows
		want := c.hash(before)
		before = has // so that one changed entry is one problem
		return do(c.number, has, want)
	})
}

// chain gives all entries of the log the hashes that they must have: of formats that had
// none, and where names were replaced in them.
func (w *writer) chain() error {
	numbers, err := w.ids("select number from log order by number")
	if err != nil {
		return err
	}
	before := ""
	for _, n := range numbers {
		row, err := w.rowAsIs("log", n)
		if err != nil {
			return err
		}
		before = chainedOf(row).hash(before)
		if err := w.rewrite("log", row, fields{"chain": before}); err != nil {
			return err
		}
	}
	return nil
}

// chainedOf is an entry of the log from its row.
func chainedOf(row fields) (c chained) {
	number := func(column string) int {
		n, _ := row[column].(int64)
		return int(n)
	}
	c = chained{number("number"), number("step"), row.text("made_at"), row.text("coder"), row.text("what"), number("undoes"), nil}
	c.rows, _ = row["rows"].([]byte)
	return c
}

// known returns an error that wraps [coding.ErrReplaced] where the last entry of the log
// that this process had seen before a transaction is not in it any more: the file is another
// one, or its history was rewritten, and what is on the screen may not be in it.
func (p *Project) known(w *writer, seen *chainLink) error {
	if seen == nil || seen.number == 0 {
		return nil
	}
	is, err := w.lookup("select chain from log where number = $1", seen.number)
	if err != nil || is == seen.chain {
		return err
	}
	return coding.WithHint(fmt.Errorf("project %s: the file was %w, or names in it were replaced, while it was open here; nothing was written",
		p.path, coding.ErrReplaced), "start crosscase again")
}

// see notes the last entry of the log as a transaction sees it, unless one was noted since that
// began; before is what was noted then. The error is that of known.
func (p *Project) see(w *writer, before *chainLink) error {
	if err := p.known(w, before); err != nil {
		return err
	}
	last, err := w.lastEntry()
	if err == nil {
		p.seen.CompareAndSwap(before, &last)
	}
	return err
}

// VerifyLog returns the hash of the last entry of the log, which stands for the whole
// history: whoever keeps it can tell later whether anything before was changed. broken is
// the number of the first entry that is not as it was written, 0 where all are.
func (p *Project) VerifyLog(ctx context.Context) (hash string, broken int, err error) {
	tx, err := p.engine.Begin(ctx, true)
	if err != nil {
		return "", 0, p.engine.Kind(err)
	}
	defer tx.Rollback()
	r := reader{ctx: ctx, tx: tx, engine: p.engine}
	r.entries(func(number int, has, want string) error {
		if has != want && broken == 0 {
			broken = number
		}
		hash = has
		return nil
	})
	return hash, broken, p.engine.Kind(r.err)
}
