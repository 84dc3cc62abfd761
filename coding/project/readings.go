package project

import (
	"errors"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// readingKind is how it is kept how far coders are with sources.
func readingKind() kind {
	return kind{
		table: "readings", name: "reading",
		changes: []change{does((*writer).markSource)},
		read:    (*reader).readings,
		describe: func(n *namer, row fields) string {
			return fmt.Sprintf("%s by %s: %s", n.name("sources", row["source"]), n.name("coders", row["coder"]), row.text("state"))
		},
		takeBack: (*writer).readAgain,
	}
}

func (r *reader) readings(s *coding.Study) {
	r.each("select source, coder, state, turn, made_at from readings order by id", func(scan scanner) error {
		var x coding.Reading
		var at string
		err := scan(&x.Source, &x.Coder, &x.State, &x.Turn, &at)
		var err1 error
		x.At, err1 = moment(at)
		s.Readings = append(s.Readings, x)
		return errors.Join(err, err1)
	})
}

func (w *writer) markSource(c edit.MarkSource) error {
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	id := string(c.Source) + "/" + coder
	if c.State == coding.Unread {
		return w.remove("readings", id)
	}
	row := fields{"id": id, "source": string(c.Source), "coder": coder, "state": string(c.State), "turn": int64(c.Turn),
		"made_at": w.moment(c.At)}
	before, err := w.row("readings", id)
	switch {
	case err != nil:
		return err
	case before != nil && before["state"] == row["state"] && before["turn"] == row["turn"] && c.State == coding.InProgress:
		return nil
	case c.Quiet:
		if before != nil {
			return w.rewrite("readings", before, row)
		}
		return w.insertUnlogged("readings", row)
	}
	return w.put("readings", row)
}

// mergeReadings puts together how far two coders are: where both say something,
// what was said last stays.
func (w *writer) mergeReadings(from, into string) error {
	ids, err := w.ids("select id from readings where coder = $1 order by id", from)
	if err != nil {
		return err
	}
	for _, id := range ids {
		mine, err := w.row("readings", id)
		if err != nil {
			return err
		}
		if err := w.remove("readings", id); err != nil {
			return err
		}
		mine["id"], mine["coder"] = fmt.Sprint(mine["source"], "/", into), into
		theirs, err := w.row("readings", mine["id"].(string))
		if err != nil {
			return err
		}
		if theirs == nil || theirs["made_at"].(string) < mine["made_at"].(string) {
			if err := w.put("readings", mine); err != nil {
				return err
			}
		}
	}
	return nil
}

// readAgain puts back how far a coder was with a source, wherever they are now: readings
// move on without the log, and nothing builds on them.
func (w *writer) readAgain(r rowChange, now fields) (done bool, err error) {
	if source, err := w.row("sources", either(r.Before, r.After).text("source")); err != nil || source == nil {
		return true, err // it went with its source
	}
	switch {
	case r.Before == nil:
		err = w.remove(r.Table, r.ID)
	case now == nil:
		err = w.insert(r.Table, r.Before)
	default:
		err = w.update(r.Table, r.ID, r.Before)
	}
	return true, err
}
