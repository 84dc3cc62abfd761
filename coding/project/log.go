package project

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
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
// number is 0 where nothing was changed yet. It takes no time to speak of.
func (p *Project) Latest(ctx context.Context) (e Entry, err error) {
	var at string
	err = p.db.QueryRowContext(ctx, "select number, step, made_at, coder, what, undoes from log order by number desc limit 1").
		Scan(&e.Number, &e.Step, &at, &e.Coder, &e.What, &e.Undoes)
	if errors.Is(err, sql.ErrNoRows) {
		return Entry{}, nil
	}
	if err != nil {
		return e, p.engine.Kind(err)
	}
	if e.At, err = time.Parse(time.RFC3339, at); err != nil {
		return e, fmt.Errorf("log entry %d: %w: %w", e.Number, coding.ErrDamaged, err)
	}
	return e, nil
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

// Undo takes back a step, all the edits that one command made, and returns its
// entries, marked as undone by the one that does it; step 0 is the last one that was not taken back and takes nothing
// back itself. Taking back what takes back does it again. The error wraps
// [coding.ErrConflict] where something later builds on the step, and
// [coding.ErrUnknown] where there is no such step, or nothing to undo.
func (p *Project) Undo(ctx context.Context, coder string, at time.Time, step int) (undone []Entry, err error) {
	entries, err := p.Log(ctx)
	if err != nil {
		return nil, err
	}
	if step == 0 {
		for _, e := range entries {
			if e.Undoes == 0 && e.Undone == 0 {
				step = e.Step
			}
		}
		if step == 0 {
			return nil, coding.Errorf(coding.ErrUnknown, "undo: there is nothing to take back")
		}
	}
	for _, e := range entries {
		if e.Number == step {
			step = e.Step
		}
	}
	for _, e := range entries {
		if e.Step == step {
			undone = append(undone, e)
		}
	}
	switch {
	case len(undone) == 0:
		return nil, coding.WithHint(fmt.Errorf("undo %d: %w", step, coding.ErrUnknown), "see crosscase log")
	case undone[0].Undone != 0:
		return nil, coding.WithHint(coding.Errorf(coding.ErrConflict, "undo %d: was taken back by %d already", step, undone[0].Undone),
			"crosscase undo %d does it again", undone[0].Undone)
	}
	what := undone[0].What
	if n := len(undone) - 1; n > 0 {
		what += fmt.Sprintf(" and %d more", n)
	}
	verb := "undo"
	if again(entries, undone[0]) {
		verb = "redo"
		step, what = undone[0].Undoes, strings.TrimPrefix(what, fmt.Sprintf("undo %d: ", undone[0].Undoes))
	}
	err = p.write(ctx, func(w *writer) error {
		if err := w.begin(coder, at); err != nil {
			return err
		}
		for _, e := range slices.Backward(undone) {
			if err := w.takeBack(e.Number, !again(entries, e)); err != nil {
				return fmt.Errorf("undo %d (%s): %w", e.Number, e.What, err)
			}
		}
		number, err := w.note(edit.Edit{Coder: coder, What: fmt.Sprintf("%s %d: %s", verb, step, what)}, undone[0].Step)
		for i := range undone {
			undone[i].Undone = number
		}
		return err
	})
	return undone, err
}

// Redo does again what was last taken back, and returns the entries of the undo
// that this takes back. The error wraps [coding.ErrUnknown] where nothing was
// taken back, or something else was done since.
func (p *Project) Redo(ctx context.Context, coder string, at time.Time) (undone []Entry, err error) {
	entries, err := p.Log(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range slices.Backward(entries) {
		switch {
		case e.Undone != 0:
		case again(entries, e):
			return p.Undo(ctx, coder, at, e.Step)
		case e.Undoes == 0:
			return nil, coding.WithHint(coding.Errorf(coding.ErrUnknown, "redo: nothing was taken back since the last change"), "crosscase undo N takes back an older undo; crosscase log lists them")
		}
	}
	return nil, coding.Errorf(coding.ErrUnknown, "redo: nothing was taken back")
}

// again tells whether taking e back does something again: e takes something back,
// or takes back what does it again, and so on.
func again(entries []Entry, e Entry) bool {
	if e.Undoes == 0 {
		return false
	}
	for _, x := range entries {
		if x.Step == e.Undoes {
			return !again(entries, x)
		}
	}
	return true
}

// takeBack puts every row of a logged edit back to what it was before, if it is
// still what it was after.
//
// Where strict, a correction is not taken back once somebody has tagged the words
// that would go with it. To do a correction again is always possible: what was
// tagged on the old words since becomes detached, as with any correction.
func (w *writer) takeBack(number int, strict bool) error {
	var packed []byte
	if err := w.tx.QueryRowContext(w.ctx, "select rows from log where number = $1", number).Scan(&packed); err != nil {
		return err
	}
	if len(packed) == 0 {
		return coding.Errorf(coding.ErrConflict, "names were replaced by pseudonyms since or thereby, and what was before is gone for good")
	}
	rows, err := unpack(packed)
	if err != nil {
		return err
	}
	for _, r := range slices.Backward(rows) {
		if _, meant := r.After["alias_of"]; r.Table == "coders" && r.Before == nil && !meant { // older logs note who was new; who has edited stays on record
			continue
		}
		now, err := w.row(r.Table, r.ID)
		if err != nil {
			return err
		}
		if r.Table == "readings" { // moves on without the log, and nothing builds on it
			if err := w.readAgain(r, now); err != nil {
				return err
			}
			continue
		}
		if !sameAs(now, r.After) {
			return builtUpon()
		}
		if err := w.stands(r); err != nil {
			return err
		}
		switch {
		case r.Before == nil:
			err = w.removeRow(r.Table, r.ID, now)
		case r.After == nil:
			err = w.insert(r.Table, r.Before)
		default:
			err = w.update(r.Table, r.ID, r.Before)
		}
		if err := w.engine.Kind(err); err != nil {
			if errors.Is(err, coding.ErrConflict) {
				return builtUpon()
			}
			return err
		}
	}
	for _, r := range rows {
		if text := r.After["text"]; strict && r.Table == "sources" && r.Before != nil && text != r.Before["text"] {
			if by, err := w.lookup("select id from passages where text = $1 limit 1", text); err != nil || by != "" {
				return errors.Join(err, builtUpon())
			}
		}
	}
	return nil
}

// readAgain puts back how far a coder was with a source, wherever they are now.
func (w *writer) readAgain(r rowChange, now fields) error {
	if source, err := w.row("sources", fmt.Sprint(either(r.Before, r.After)["source"])); err != nil || source == nil {
		return err // it went with its source
	}
	switch {
	case r.Before == nil:
		return w.remove(r.Table, r.ID)
	case now == nil:
		return w.insert(r.Table, r.Before)
	}
	return w.update(r.Table, r.ID, r.Before)
}

func either(a, b fields) fields {
	if a != nil {
		return a
	}
	return b
}

// namedBy asks for rows that name the one that would go, where the database has
// no foreign key that asks.
var namedBy = map[string]string{
	"sources":       "select id from passages where text = (select text from sources where id = $1) limit 1",
	"themes":        "select id from themes where parent = $1 limit 1",
	"organisations": "select id from tags where about = $1 limit 1",
	"speakers":      "select id from said where text || '/' || speaker = $1 limit 1",
	"cases":         "select id from organisations where replace(cases, '\"' || $1 || '\"', '') <> cases limit 1",
}

// names asks, of a column of a row that would come back, for what it names.
var names = []struct{ table, column, query string }{
	{"passages", "text", "select s.id from sources s join texts t on t.source = s.id where t.id = $1"},
	{"themes", "parent", "select id from themes where id = $1"},
	{"tags", "about", "select id from organisations where id = $1"},
}

// stands returns an error where taking back a row change would leave something
// that names nothing.
func (w *writer) stands(r rowChange) error {
	if r.Before == nil {
		for _, query := range []string{namedBy[r.Table], "select id from memos where on_id = $1 union all select id from links where from_id = $1 or to_id = $1 union all select id from summaries where on_id = $1 limit 1"} {
			if query == "" {
				continue
			}
			if by, err := w.lookup(query, r.ID); err != nil || by != "" {
				return errors.Join(err, builtUpon())
			}
		}
		return nil
	}
	if r.Table == "memos" || r.Table == "links" || r.Table == "summaries" {
		for _, column := range []string{"on_id", "from_id", "to_id"} {
			id, of := r.Before[column].(string)
			if !of {
				continue
			}
			if is, err := w.exists(id, things...); err != nil || !is {
				return errors.Join(err, builtUpon())
			}
		}
	}
	for _, n := range names {
		id, _ := r.Before[n.column].(string)
		if n.table != r.Table || id == "" {
			continue
		}
		if is, err := w.lookup(n.query, id); err != nil || is == "" {
			return errors.Join(err, builtUpon())
		}
	}
	return nil
}

func builtUpon() error {
	return coding.WithHint(coding.Errorf(coding.ErrConflict, "a later edit builds on it"), "undo the later one first; crosscase log lists them")
}
