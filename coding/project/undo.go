package project

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// Undo takes back a step, all the edits that one command made, and returns its entries,
// marked as undone by the one that does it. Step 0 is the last one that was not taken back
// and takes nothing back itself. Taking back what takes back does it again. The error wraps
// [coding.ErrConflict] where something later builds on the step, and
// [coding.ErrUnknown] where there is no such step, or nothing to undo.
func (p *Project) Undo(ctx context.Context, coder string, at time.Time, step int) (undone []Entry, err error) {
	entries, err := p.Log(ctx)
	if err != nil {
		return nil, err
	}
	if step, undone, err = stepOf(entries, step); err != nil {
		return nil, err
	}
	what := undone[0].What
	if n := len(undone) - 1; n > 0 {
		what += fmt.Sprintf(" and %d more", n)
	}
	verb := "undo"
	if DoesAgain(entries, undone[0]) {
		verb = "redo"
		step, what = undone[0].Undoes, strings.TrimPrefix(what, fmt.Sprintf("undo %d: ", undone[0].Undoes))
	}
	err = p.write(ctx, func(w *writer) error {
		if err := w.begin(coder, at); err != nil {
			return err
		}
		for _, e := range slices.Backward(undone) {
			if err := w.takeBack(e.Number, !DoesAgain(entries, e)); err != nil {
				return w.inTheWay(entries, step, e, err)
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

// inTheWay says why a step cannot be taken back: at one of its entries, and where that is
// known, which later step has to be taken back before.
func (w *writer) inTheWay(entries []Entry, step int, e Entry, err error) error {
	if e.Number == step {
		err = fmt.Errorf("undo %d (%s): %w", step, e.What, err)
	} else { // one of several that a command made
		err = fmt.Errorf("undo %d: change %d (%s): %w", step, e.Number, e.What, err)
	}
	var on buildsOn
	if !errors.As(err, &on) || !errors.Is(err, coding.ErrConflict) {
		return err
	}
	for _, later := range slices.Backward(entries) {
		if later.Step == e.Step || later.Number < e.Number || later.Undone != 0 {
			continue
		}
		if mentions, failed := w.mentions(later.Number, on.id); failed != nil {
			return errors.Join(err, failed)
		} else if mentions {
			return coding.WithHint(err, "crosscase undo %d first: %s", later.Step, later.What)
		}
	}
	return err
}

// mentions tells whether an entry changed a row, or rows that name it.
func (w *writer) mentions(number int, id string) (bool, error) {
	rows, err := w.loggedRows(number)
	return slices.ContainsFunc(rows, func(r rowChange) bool {
		if r.ID == id {
			return true
		}
		for _, f := range []fields{r.Before, r.After} {
			for _, value := range f {
				if value == id {
					return true
				}
			}
		}
		return false
	}), err
}

// buildsOn is the error that a later edit has changed a row, or refers to it.
type buildsOn struct {
	error
	id string // of the row that was changed, or that refers to it
}

func (b buildsOn) Unwrap() error { return b.error }

// stepOf returns the step that an edit with this number is of, and its entries; 0 is the
// last edit that was not taken back and takes nothing back. The errors are those of
// [Project.Undo].
func stepOf(entries []Entry, number int) (step int, of []Entry, err error) {
	step = number
	for _, e := range entries {
		switch {
		case number == 0 && e.Undoes == 0 && e.Undone == 0, number != 0 && e.Number == number:
			step = e.Step
		}
	}
	if step == 0 {
		return 0, nil, coding.Errorf(coding.ErrUnknown, "undo: there is nothing to take back")
	}
	for _, e := range entries {
		if e.Step == step {
			of = append(of, e)
		}
	}
	switch {
	case len(of) == 0:
		return 0, nil, coding.WithHint(fmt.Errorf("undo %d: %w", step, coding.ErrUnknown), "see crosscase log")
	case of[0].Undone != 0:
		return 0, nil, coding.WithHint(coding.Errorf(coding.ErrConflict, "undo %d: was taken back by %d already", cmp.Or(number, step), of[0].Undone),
			"crosscase undo %d does it again", of[0].Undone)
	}
	return step, of, nil
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
		case DoesAgain(entries, e):
			return p.Undo(ctx, coder, at, e.Step)
		case e.Undoes == 0:
			return nil, coding.WithHint(coding.Errorf(coding.ErrUnknown, "redo: nothing was taken back since the last change"),
				"crosscase undo N takes back an older undo; crosscase log lists them")
		}
	}
	return nil, coding.Errorf(coding.ErrUnknown, "redo: nothing was taken back")
}

// DoesAgain tells whether taking e back does something again: e takes something back,
// or takes back what does it again, and so on.
func DoesAgain(entries []Entry, e Entry) bool {
	if e.Undoes == 0 {
		return false
	}
	for _, x := range entries {
		if x.Step == e.Undoes {
			return !DoesAgain(entries, x)
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
		return coding.Errorf(coding.ErrConflict, "names were replaced or words erased, since or thereby, and what was before is gone for good")
	}
	rows, err := unpack(packed)
	if err != nil {
		return err
	}
	for _, r := range slices.Backward(rows) {
		err := w.takeBackRow(r)
		if err != nil && !errors.As(err, new(buildsOn)) {
			err = buildsOn{err, r.ID}
		}
		if err != nil {
			return err
		}
	}
	for _, r := range rows {
		if text := r.After["text"]; strict && r.Table == "sources" && r.Before != nil && text != r.Before["text"] {
			if by, err := w.lookup("select id from passages where text = $1 limit 1", text); err != nil || by != "" {
				return errors.Join(err, buildsOn{builtUpon(), by})
			}
		}
	}
	return nil
}

// takeBackRow puts a row back to what it was before. The error wraps
// [coding.ErrConflict] where something else has become of it, or builds on it.
func (w *writer) takeBackRow(r rowChange) error {
	now, err := w.row(r.Table, r.ID)
	if err != nil {
		return err
	}
	if k := w.kinds.byTable[r.Table]; k != nil && k.takeBack != nil {
		if done, err := k.takeBack(w, r, now); done || err != nil {
			return err
		}
	}
	if !sameAs(now, r.After) {
		return builtUpon()
	}
	if r.Before == nil {
		err = w.unused(r.Table, r.ID)
	} else {
		err = w.refers(r.Table, r.Before)
	}
	if err != nil {
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
	if err = w.engine.Kind(err); errors.Is(err, coding.ErrConflict) {
		return builtUpon()
	}
	return err
}

func either(a, b fields) fields {
	if a != nil {
		return a
	}
	return b
}

// unused returns an error where other rows need the one with this id.
func (w *writer) unused(table, id string) error {
	query := w.kinds.users[table]
	if query == "" {
		return nil
	}
	if by, err := w.lookup(query, id); err != nil || by != "" {
		return errors.Join(err, buildsOn{builtUpon(), by})
	}
	return nil
}

// refers returns an error where a row would refer to one that is not there.
func (w *writer) refers(table string, row fields) error {
	k := w.kinds.byTable[table]
	if k == nil {
		return nil
	}
	for _, ref := range k.refers {
		for _, column := range ref.columns {
			if there, err := w.finds(ref, row.text(column)); err != nil || !there {
				return errors.Join(err, builtUpon())
			}
		}
	}
	return nil
}

// finds tells whether what a column of a row refers to is there.
func (w *writer) finds(ref reference, id string) (bool, error) {
	switch {
	case ref.to == "":
		return w.exists(id, w.kinds.noted...)
	case id == "":
		return true, nil
	case ref.find == "":
		return w.exists(id, ref.to)
	}
	found, err := w.lookup(ref.find, id)
	return found != "", err
}

func builtUpon() error {
	return coding.WithHint(coding.Errorf(coding.ErrConflict, "a later edit builds on it"),
		"undo the later one first; crosscase log lists them")
}
