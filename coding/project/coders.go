package project

import (
	"errors"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// coderKind is how coders are kept, and their other names.
func coderKind() kind {
	return kind{
		table: "coders", name: "coder",
		changes: []change{does((*writer).putCoder), does((*writer).mergeCoders)},
		read:    (*reader).coders,
		written: []string{"name"},
		problems: []problem{{"select id from coders where alias_of <> '' and alias_of not in (select id from coders where alias_of = '')",
			"another name of nobody"}},
		takeBack: takeBackCoder,
	}
}

// takeBackCoder leaves whoever has edited on record, also who came with an edit, as a merge,
// and has edited since. Logs of older formats note who was new; they stay, too.
func takeBackCoder(w *writer, r rowChange, now fields) (done bool, err error) {
	of, meant := r.After["alias_of"]
	switch {
	case r.Before == nil && (!meant || r.ID == w.coder):
		return true, nil
	case r.Before == nil && now != nil && of == "":
		logged, err := w.lookup("select coder from log where coder = $1 limit 1", now["name"])
		return logged != "", err
	case r.After == nil && now == nil:
		return false, w.makeWay(r.ID, r.Before.text("name"))
	}
	return false, nil
}

// makeWay removes another coder of a name, who has done nothing yet but edits now, for one
// who comes back. The error wraps [coding.ErrConflict] where they have done something.
func (w *writer) makeWay(id, name string) error {
	other, err := w.lookup("select id from coders where name = $1", name)
	if err != nil || other == "" {
		return err
	}
	alias, err := w.lookup("select id from coders where alias_of = $1 limit 1", other)
	if err != nil || alias != "" {
		return errors.Join(err, builtUpon())
	}
	if err := w.engine.Kind(w.unlogged("delete from coders where id = $1", other)); errors.Is(err, coding.ErrConflict) {
		return builtUpon()
	} else if err != nil {
		return err
	}
	if clear(w.coders); w.coder == other {
		w.coder = id
	}
	return nil
}

func (r *reader) coders(s *coding.Study) {
	coders := map[coding.CoderID]*coding.Coder{}
	r.each("select id, name, alias_of from coders order by alias_of <> '', name", func(scan scanner) error {
		var x coding.Coder
		var of coding.CoderID
		err := scan(&x.ID, &x.Name, &of)
		if c := coders[of]; c != nil {
			c.Aliases = append(c.Aliases, x.Name)
		} else {
			s.Coders = append(s.Coders, &x)
			coders[x.ID] = &x
		}
		return err
	})
}

// coderOf is the id of a coder by name, of who edits for "". One that is new comes with the
// edit, and goes when it is taken back.
func (w *writer) coderOf(name string) (string, error) {
	if name == "" {
		return w.coder, nil
	}
	return w.coderID(name, func(id string) error {
		return w.insert("coders", fields{"id": id, "name": name, "alias_of": ""})
	})
}

// editor is the id of who edits, by name. They stay on record, also when the edit is taken back.
func (w *writer) editor(name string) (string, error) {
	return w.coderID(name, func(id string) error { return w.insertUnlogged("coders", fields{"id": id, "name": name}) })
}

// coderID finds a coder by name or adds one.
func (w *writer) coderID(name string, add func(id string) error) (string, error) {
	if id, known := w.coders[name]; known {
		return id, nil
	}
	id, err := w.lookup("select case alias_of when '' then id else alias_of end from coders where name = $1", name)
	if err != nil || id != "" {
		if id != "" {
			w.coders[name] = id
		}
		return id, err
	}
	if err := coding.CheckName("coder", name); err != nil {
		return "", err
	}
	id = NewID()
	w.coders[name] = id
	return id, add(id)
}

// putCoder adds a coder or renames one, whose old name stays theirs.
func (w *writer) putCoder(c edit.PutCoder) error {
	id, name := string(c.Coder.ID), c.Coder.Name
	before, err := w.row("coders", id)
	if err != nil {
		return err
	}
	if c.IfNew {
		if there, err := w.lookup("select id from coders where name = $1", name); err != nil || there != "" {
			return err
		}
	}
	switch {
	case before == nil:
		return w.named("coder", name, w.insert("coders", fields{"id": id, "name": name, "alias_of": ""}))
	case before["name"] == name:
		return nil
	}
	return w.named("coder", name, w.renameCoder(id, before.text("name"), name))
}

// renameCoder gives a coder a name, which may be another of theirs, and keeps the old one.
func (w *writer) renameCoder(id, old, name string) error {
	alias, err := w.lookup("select id from coders where name = $1 and alias_of = $2", name, id)
	if err == nil && alias != "" {
		err = w.remove("coders", alias)
	}
	if err == nil {
		err = w.update("coders", id, fields{"name": name})
	}
	if err != nil {
		return err
	}
	return w.insert("coders", fields{"id": NewID(), "name": old, "alias_of": id})
}

// mergeCoders makes all that one coder did another's.
func (w *writer) mergeCoders(c edit.MergeCoders) error {
	from, into := string(c.From), string(c.Into)
	for _, id := range []string{from, into} {
		if c, err := w.row("coders", id); err != nil || c == nil {
			return missing(err, "coder")
		}
	}
	if err := w.moveTags("coder", from, into); err != nil {
		return err
	}
	if err := w.moveRejections("coder", from, into); err != nil {
		return err
	}
	for _, table := range []string{"memos", "links", "summaries"} {
		if err := w.point(table, "coder", from, into); err != nil {
			return err
		}
	}
	if err := w.mergeReadings(from, into); err != nil {
		return err
	}
	if err := w.point("coders", "alias_of", from, into); err != nil {
		return err
	}
	return w.update("coders", from, fields{"alias_of": into})
}
