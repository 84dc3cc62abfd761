package project

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"crosscase/coding"
)

// An Entry is one edit in the log.
type Entry struct {
	Number int       `json:"number"`
	Step   int       `json:"step"` // number of the first edit of the same command
	At     time.Time `json:"at"`
	Coder  string    `json:"coder"`
	What   string    `json:"what"`
	Undoes int       `json:"undoes,omitempty"` // the step that this one takes back
	Undone int       `json:"undone,omitempty"` // the number of the entry that took this one back
}

// Log returns all entries, in the order in which they were made.
func (p *Project) Log(ctx context.Context) (entries []Entry, err error) {
	rows, err := p.db.QueryContext(ctx, "select number, step, made_at, coder, what, undoes from log order by number")
	if err != nil {
		return nil, p.engine.Kind(err)
	}
	defer rows.Close()
	for rows.Next() {
		var e Entry
		var at string
		if err := rows.Scan(&e.Number, &e.Step, &at, &e.Coder, &e.What, &e.Undoes); err != nil {
			return nil, p.engine.Kind(err)
		}
		if e.At, err = time.Parse(time.RFC3339, at); err != nil {
			return nil, fmt.Errorf("log entry %d: %w: %w", e.Number, coding.ErrDamaged, err)
		}
		entries = append(entries, e)
	}
	markUndone(entries)
	return entries, p.engine.Kind(rows.Err())
}

// Latest returns the last entry, without what is known of its being taken back; its
// number is 0 where nothing was changed yet. It takes no time to speak of. The error wraps
// [coding.ErrReplaced] where the file is not the one that was opened.
func (p *Project) Latest(ctx context.Context) (e Entry, err error) {
	var at string
	err = p.read(ctx, func(w *writer) error {
		return w.tx.QueryRowContext(ctx, "select number, step, made_at, coder, what, undoes from log order by number desc limit 1").
			Scan(&e.Number, &e.Step, &at, &e.Coder, &e.What, &e.Undoes)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return Entry{}, nil
	}
	if err != nil {
		return e, err
	}
	if e.At, err = time.Parse(time.RFC3339, at); err != nil {
		return e, fmt.Errorf("log entry %d: %w: %w", e.Number, coding.ErrDamaged, err)
	}
	return e, nil
}

// logged reads the rows of one entry, none where names were replaced since.
func (p *Project) logged(ctx context.Context, number int) ([]rowChange, error) {
	var packed []byte
	if err := p.db.QueryRowContext(ctx, "select rows from log where number = $1", number).Scan(&packed); err != nil {
		return nil, p.engine.Kind(err)
	}
	if len(packed) == 0 {
		return nil, nil
	}
	return unpack(packed)
}

// loggedRows is logged for a transaction.
func (w *writer) loggedRows(number any) ([]rowChange, error) {
	var packed []byte
	err := w.tx.QueryRowContext(w.ctx, "select rows from log where number = $1", number).Scan(&packed)
	if err != nil || len(packed) == 0 {
		return nil, err
	}
	return unpack(packed)
}

// markUndone says of each entry which later one took it back; from the newest,
// since what is itself taken back takes nothing back.
func markUndone(entries []Entry) {
	by := map[int]int{} // step to number of what takes it back
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		e.Undone = by[e.Step]
		if e.Undoes != 0 && e.Undone == 0 && by[e.Undoes] == 0 {
			by[e.Undoes] = e.Number
		}
	}
}
