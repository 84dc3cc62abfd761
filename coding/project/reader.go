package project

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"crosscase/coding"
	"crosscase/corpus"
)

// Study reads everything but the words, in one transaction, so that it is one
// moment of the project whatever others write meanwhile. The error wraps
// [coding.ErrDamaged] where a value is not what it must be.
func (p *Project) Study(ctx context.Context) (*coding.Study, error) {
	before := p.seen.Load()
	tx, err := p.engine.Begin(ctx, true)
	if err != nil {
		return nil, p.engine.Kind(err)
	}
	defer tx.Rollback()
	if err := p.see(p.reading(ctx, tx), before); err != nil {
		return nil, p.engine.Kind(err)
	}
	return p.readStudy(ctx, tx, true)
}

// StudyAt reads what the project was after the change with this number; 0 is when it
// was made. All later changes are taken back in a transaction that is thrown away, so
// that other writers wait that long. How far coders were with sources is not known of
// the past. The error wraps [coding.ErrConflict] where names were replaced by
// pseudonyms since, for what was before is gone.
func (p *Project) StudyAt(ctx context.Context, after int) (*coding.Study, error) {
	entries, err := p.Log(ctx)
	if err != nil {
		return nil, err
	}
	var s *coding.Study
	thrownAway := errors.New("thrown away")
	err = p.write(ctx, func(w *writer) error {
		for _, e := range slices.Backward(entries) {
			if e.Number <= after {
				break
			}
			if err := w.takeBack(e.Number, false); err != nil {
				return fmt.Errorf("as it was after change %d: change %d (%s): %w", after, e.Number, e.What, err)
			}
		}
		if s, err = p.readStudy(ctx, w.tx, false); err != nil {
			return err
		}
		return thrownAway
	})
	if errors.Is(err, thrownAway) {
		return s, nil
	}
	return nil, err
}

// readStudy reads everything that a transaction sees. Where it only reads, part of it may
// be read on another connection at the same time.
func (p *Project) readStudy(ctx context.Context, tx *sql.Tx, shared bool) (*coding.Study, error) {
	s := coding.Study{Transcripts: map[corpus.TextID]*corpus.Transcript{}, Earlier: map[corpus.TextID]corpus.SourceID{},
		Assigned: map[corpus.TextID][]int{}}
	r := reader{ctx: ctx, tx: tx, engine: p.engine, shared: shared, same: map[string]string{}}
	kept, old := false, false // the snapshot is there, and is to be written anew
	if shared {
		kept, old = r.fromSnapshot(p.snapshotFile(), &s)
	}
	for _, k := range p.kinds.all {
		if k.read == nil || kept && (k.table == "passages" || k.table == "tags") {
			continue
		}
		if k.read(&r, &s); r.err != nil {
			return nil, fmt.Errorf("read the project: %w", p.damage(ctx, r.err))
		}
	}
	sizes := map[corpus.TextID]int{}
	r.each("select id, octet_length(body) from texts", func(scan scanner) error {
		var id corpus.TextID
		var size int
		err := scan(&id, &size)
		sizes[id] = size
		return err
	})
	if r.err != nil {
		return nil, fmt.Errorf("read the project: %w", p.damage(ctx, r.err))
	}
	sound, err := coding.SoundStudy(s, sizes)
	if err != nil {
		return nil, fmt.Errorf("read the project: %w", damaged(err))
	}
	if old {
		p.keepSnapshot(ctx, tx, sound)
	}
	return sound, nil
}

// A reader reads tables until something goes wrong.
type reader struct {
	ctx    context.Context
	tx     *sql.Tx
	engine engine
	shared bool // other connections see the same state as tx
	err    error
	same   map[string]string
	last   [4]string // what came last, since much comes again at once
	turn   int
}

// A scanner takes the values of a row.
type scanner = func(into ...any) error

// each calls row for every row of a query.
func (r *reader) each(query string, row func(scan scanner) error, args ...any) {
	if r.err != nil {
		return
	}
	rows, err := r.tx.QueryContext(r.ctx, query, args...)
	if err != nil {
		r.err = err
		return
	}
	defer rows.Close()
	for rows.Next() {
		if r.err = row(rows.Scan); r.err != nil {
			return
		}
	}
	r.err = rows.Err()
}

// one returns a string equal to s and the same for all that are: a million tags
// name few themes, and memory is better kept for other things.
func (r *reader) one(s []byte) string {
	for _, t := range r.last {
		if t == string(s) {
			return t
		}
	}
	t, ok := r.same[string(s)]
	if !ok {
		t = string(s)
		r.same[t] = t
	}
	r.last[r.turn] = t
	r.turn = (r.turn + 1) % len(r.last)
	return t
}

// halves is how many rows a table has at most, and two conditions that each hold for
// half of them.
func (r *reader) halves(table string) (n int, first, second string) {
	if r.err == nil {
		n, first, second, r.err = r.engine.Halves(r.ctx, r.tx, table)
	}
	return min(n, 4_000_000), first, second
}

// separator stands between columns that come side by side: no identifier has it.
var separator = []byte{0x1f}

// columns are values of one row, side by side.
type columns struct {
	row []byte
	err error
}

func (c *columns) next() []byte {
	field, rest, _ := bytes.Cut(c.row, separator)
	c.row = rest
	return field
}

func (c *columns) number() int {
	n, err := strconv.Atoi(string(c.next()))
	if c.err == nil {
		c.err = err
	}
	return n
}
