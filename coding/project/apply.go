package project

import (
	"cmp"
	"context"
	"strings"
	"time"

	"crosscase/coding/edit"
)

// Apply makes all changes of an edit, or none, with their entry in the log, in
// one transaction: when it returns without an error, they are on the disk. It
// returns the entry's number, 0 where everything was so already and there was
// nothing to log. The error wraps [coding.ErrInvalid], [coding.ErrConflict],
// [coding.ErrUnknown] or [coding.ErrBusy].
func (p *Project) Apply(ctx context.Context, e edit.Edit) (logged int, err error) {
	for _, c := range e.Changes {
		if err := c.Validate(); err != nil {
			return 0, err
		}
	}
	err = p.write(ctx, func(w *writer) error {
		if err := w.begin(e.Coder, e.At); err != nil {
			return err
		}
		for i, c := range e.Changes {
			if err := w.kinds.apply(w, c); err != nil {
				return err
			}
			if e.Progress != nil && i%256 == 0 {
				e.Progress(i, len(e.Changes))
			}
		}
		logged, err = w.note(e, 0)
		return err
	})
	if err != nil {
		return 0, err
	}
	return logged, nil
}

// begin says who edits and when; a coder not seen before is added.
func (w *writer) begin(coder string, at time.Time) (err error) {
	w.at = at
	w.now = at.UTC().Format(time.RFC3339)
	w.coder, err = w.editor(coder)
	return err
}

// note writes the entry for what was done so far, if anything was, and returns its
// number; undoes is the step that it takes back.
func (w *writer) note(e edit.Edit, undoes int) (number int, err error) {
	if w.log.n == 0 {
		return 0, nil
	}
	rows, err := w.log.bytes()
	if err != nil {
		return 0, err
	}
	return w.enter(e, undoes, rows)
}

// enter adds an entry to the log and returns its number.
func (w *writer) enter(e edit.Edit, undoes int, rows []byte) (number int, err error) {
	last, err := w.lastEntry()
	if err != nil {
		return 0, err
	}
	number = last.number + 1
	x := chained{number, cmp.Or(e.Step, number), w.now, e.Coder, strings.ToValidUTF8(e.What, "\ufffd"), undoes, rows}
	return number, w.insertUnlogged("log", fields{"number": int64(x.number), "step": int64(x.step), "made_at": x.at, "coder": x.coder,
		"what": x.what, "undoes": int64(x.undoes), "rows": x.rows, "chain": x.hash(last.chain)})
}
