package project

import (
	"fmt"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// memoKind is how memos are kept.
func memoKind() kind {
	return kind{
		table: "memos", name: "memo",
		changes: []change{keepsPlaces((*writer).putMemo), does(func(w *writer, c edit.RemoveMemo) error { return w.removeMemo(string(c.ID)) })},
		read:    (*reader).memos,
		describe: func(n *namer, row fields) string {
			return fmt.Sprintf("on %s: %q", n.thing(row["on_id"]), short(row.text("text")))
		},
		written: []string{"text"},
		refers:  []reference{{columns: []string{"on_id"}, broken: "on something that is not there"}},
	}
}

func (r *reader) memos(s *coding.Study) {
	r.each("select id, on_id, coder, made_at, text from memos order by made_at, id", func(scan scanner) error {
		var x coding.Memo
		var at string
		if err := scan(&x.ID, &x.On, &x.Coder, &at, &x.Text); err != nil {
			return err
		}
		var err error
		x.At, err = time.Parse(time.RFC3339, at)
		s.Memos = append(s.Memos, x)
		return err
	})
}

func (w *writer) putMemo(c edit.PutMemo) error {
	before, err := w.row("memos", string(c.ID))
	if err != nil {
		return err
	}
	on := c.On
	if before != nil && on == "" {
		on = before["on_id"].(string)
	}
	if on == "" {
		if on, err = w.lookup("select id from project"); err != nil {
			return err
		}
	}
	if there, err := w.exists(on, w.kinds.noted...); err != nil || !there {
		return missing(err, "what the memo is on")
	}
	if before != nil {
		return w.update("memos", string(c.ID), fields{"text": c.Text, "on_id": on})
	}
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	return w.insert("memos", fields{"id": string(c.ID), "on_id": on, "coder": coder, "made_at": w.second(c.At), "text": c.Text})
}

// memoTwin finds a note that says the same. The plus keeps SQLite from going through all notes
// of a coder, since it takes both indexes for equally good.
const memoTwin = "select id from memos where on_id = $1 and +coder = $2 and text = $3"

// addMemo adds a note that is not there yet.
func (w *writer) addMemo(id, on, coder, text string, at time.Time) error {
	twin, err := w.lookup(memoTwin, on, coder, text)
	if err != nil || twin != "" {
		return err
	}
	return w.insert("memos", fields{"id": id, "on_id": on, "coder": coder, "made_at": w.second(at), "text": text})
}

// removeMemo removes a note, and the passage that it was on if nothing else is
// said of it.
func (w *writer) removeMemo(id string) error {
	memo, err := w.row("memos", id)
	if err != nil || memo == nil {
		return err
	}
	if err := w.remove("memos", id); err != nil {
		return err
	}
	return w.prunePassage(memo["on_id"].(string))
}

// removeNotes removes what says something of a thing: notes on it, and links.
func (w *writer) removeNotes(on string) error {
	if err := w.removeAll("memos", "select id from memos where on_id = $1", on); err != nil {
		return err
	}
	if err := w.removeAll("summaries", "select id from summaries where theme = $1 or on_id = $1", on); err != nil {
		return err
	}
	return w.removeAll("links", "select id from links where from_id = $1 or to_id = $1", on)
}

// moveNotes makes what is said of one thing said of another: notes, and links. A
// link that there is already, or that would lead from a thing to itself, goes.
func (w *writer) moveNotes(from, into string) error {
	if err := w.point("memos", "on_id", from, into); err != nil {
		return err
	}
	if err := w.moveSummaries(from, into); err != nil {
		return err
	}
	for _, column := range []string{"from_id", "to_id"} {
		ids, err := w.ids("select id from links where "+column+" = $1 order by id", from)
		if err != nil {
			return err
		}
		for _, id := range ids {
			link, err := w.row("links", id)
			if err != nil {
				return err
			}
			link[column] = into
			twin, err := w.lookup("select id from links where from_id = $1 and to_id = $2 and kind = $3 and id <> $4", link["from_id"],
				link["to_id"], link["kind"], id)
			switch {
			case err != nil:
			case link["from_id"] == link["to_id"]:
				err = w.remove("links", id)
			case twin != "":
				err = w.foldLink(link, id, twin)
			default:
				err = w.update("links", id, fields{column: into})
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
