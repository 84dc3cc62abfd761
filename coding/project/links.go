package project

import (
	"errors"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// linkKind is how links between themes, passages and cases are kept.
func linkKind() kind {
	return kind{
		table: "links", name: "link",
		changes: []change{keepsPlaces((*writer).putLink), does(func(w *writer, c edit.RemoveLink) error { return w.removeLink(string(c.ID)) })},
		read:    (*reader).links,
		describe: func(n *namer, row fields) string {
			return fmt.Sprintf("%s %s %s", n.thing(row["from_id"]), row.text("kind"), n.thing(row["to_id"]))
		},
		written: []string{"kind", "note"},
		refers:  []reference{{columns: []string{"from_id", "to_id"}, broken: "joins something that is not there"}},
	}
}

func (r *reader) links(s *coding.Study) {
	r.each("select id, from_id, to_id, kind, note, coder, made_at from links order by made_at, id", func(scan scanner) error {
		var x coding.Link
		var at string
		err := scan(&x.ID, &x.From, &x.To, &x.Kind, &x.Note, &x.Coder, &at)
		var err1 error
		x.At, err1 = moment(at)
		s.Links = append(s.Links, x)
		return errors.Join(err, err1)
	})
}

func (w *writer) putLink(c edit.PutLink) error {
	l := c.Link
	before, err := w.row("links", string(l.ID))
	if err != nil {
		return err
	}
	if before != nil {
		return w.update("links", string(l.ID), fields{"kind": l.Kind, "note": l.Note})
	}
	for _, end := range []string{l.From, l.To} {
		if there, err := w.exists(end, "themes", "passages", "cases"); err != nil || !there {
			return missing(err, "what the link joins")
		}
	}
	twin, err := w.lookup("select id from links where from_id = $1 and to_id = $2 and kind = $3", l.From, l.To, l.Kind)
	switch {
	case err != nil:
		return err
	case twin != "" && l.Note == "":
		return nil
	case twin != "":
		return w.update("links", twin, fields{"note": l.Note})
	}
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	return w.insert("links", fields{"id": string(l.ID), "from_id": l.From, "to_id": l.To, "kind": l.Kind, "note": l.Note,
		"coder": coder, "made_at": w.second(l.At)})
}

func (w *writer) removeLink(id string) error {
	link, err := w.row("links", id)
	if err != nil || link == nil {
		return err
	}
	if err := w.remove("links", id); err != nil {
		return err
	}
	for _, end := range []string{"from_id", "to_id"} {
		if err := w.prunePassage(link[end].(string)); err != nil {
			return err
		}
	}
	return nil
}

// foldLink makes one of two links that say the same; what each notes stays.
func (w *writer) foldLink(link fields, id, twin string) error {
	if err := w.remove("links", id); err != nil {
		return err
	}
	other, err := w.row("links", twin)
	if err != nil {
		return err
	}
	switch a, b := other["note"].(string), link["note"].(string); {
	case a == "":
		return w.update("links", twin, fields{"note": b})
	case b != "" && a != b:
		return w.update("links", twin, fields{"note": min(a, b) + "\n" + max(a, b)})
	}
	return nil
}
