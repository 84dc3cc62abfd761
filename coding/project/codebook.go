package project

import (
	"fmt"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// mergeThemes makes one theme of two: see [coding.MergeThemes]. Themes of one name
// that come to stand below Into are merged in turn.
func (w *writer) mergeThemes(from, into string) error {
	f, err := w.row("themes", from)
	if err != nil {
		return err
	}
	i, err := w.row("themes", into)
	if err != nil || f == nil || i == nil {
		return missing(err, "theme")
	}
	for above := i["parent"]; above != ""; {
		if above == from {
			return coding.WithHint(coding.Errorf(coding.ErrInvalid, "theme %q: stands below %q and cannot take it in", i["name"], f["name"]), "move it first: crosscase theme move, or merge the other way round")
		}
		parent, err := w.row("themes", above.(string))
		if err != nil || parent == nil {
			return missing(err, "theme")
		}
		above = parent["parent"]
	}
	path, err := w.path(f)
	if err != nil {
		return err
	}
	if err := w.moveTags("theme", from, into); err != nil {
		return err
	}
	if err := w.moveNotes(from, into); err != nil {
		return err
	}
	if err := w.moveRejections("theme", from, into); err != nil {
		return err
	}
	if err := w.mergeBelow(from, into); err != nil {
		return err
	}
	if err := w.point("merged_themes", "into_id", from, into); err != nil {
		return err
	}
	if err := w.keepDescription(f, i, path); err != nil {
		return err
	}
	if err := w.insert("merged_themes", fields{"id": from, "path": path, "into_id": into, "made_at": w.moment(w.at)}); err != nil {
		return err
	}
	return w.remove("themes", from)
}

// mergeBelow moves what stands below from below into.
func (w *writer) mergeBelow(from, into string) error {
	below, err := w.ids("select id from themes where parent = $1 and id <> $2 order by position, name", from, into)
	if err != nil {
		return err
	}
	var last int64
	if err := w.tx.QueryRowContext(w.ctx, "select coalesce(max(position), -1) from themes where parent = $1", into).Scan(&last); err != nil {
		return err
	}
	for _, id := range below {
		twin, err := w.lookup("select t.id from themes t join themes c on c.id = $1 where t.parent = $2 and lower(t.name) = lower(c.name) and t.id <> $1", id, into)
		switch {
		case err != nil:
		case twin != "":
			err = w.mergeThemes(id, twin)
		default:
			last++
			err = w.update("themes", id, fields{"parent": into, "position": last})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keepDescription gives into what from says and it does not; what both say is kept
// as a note.
func (w *writer) keepDescription(from, into fields, path string) error {
	set, said := fields{}, ""
	for _, column := range []string{"definition", "include", "exclude", "example", "kind"} {
		switch f, _ := from[column].(string); {
		case f == "" || f == into[column]:
		case into[column] == "":
			set[column] = f
		case column != "kind":
			said += fmt.Sprintf("\n\n%s: %s", column, f)
		}
	}
	if len(set) > 0 {
		if set["definition"] != nil || set["include"] != nil || set["exclude"] != nil {
			set["described_at"] = w.moment(w.at)
		}
		if err := w.update("themes", into["id"].(string), set); err != nil {
			return err
		}
	}
	if said == "" {
		return nil
	}
	return w.addMemo(NewID(), into["id"].(string), w.coder, fmt.Sprintf("Merged from %s, which said%s", path, said), w.at)
}

// path is where a theme stands in the codebook.
func (w *writer) path(theme fields) (string, error) {
	names := []string{theme["name"].(string)}
	for theme["parent"] != "" {
		parent, err := w.row("themes", theme["parent"].(string))
		if err != nil || parent == nil {
			return "", missing(err, "theme")
		}
		theme = parent
		names = append([]string{theme["name"].(string)}, names...)
	}
	return strings.Join(names, coding.Separator), nil
}

// moveRejections gives rejections another theme or coder; doubles go.
func (w *writer) moveRejections(column, from, into string) error {
	ids, err := w.ids("select id from rejections where "+column+" = $1 order by id", from)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := w.row("rejections", id)
		if err != nil {
			return err
		}
		r[column] = into
		twin, err := w.lookup("select id from rejections where theme = $1 and source = $2 and words = $3 and coder = $4 and id <> $5", r["theme"], r["source"], r["words"], r["coder"], id)
		switch {
		case err != nil:
		case twin != "":
			err = w.remove("rejections", id)
		default:
			err = w.update("rejections", id, fields{column: into})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// retag puts another theme in the place of a tag's own.
func (w *writer) retag(tag, theme string) error {
	is, err := w.row("themes", theme)
	if err != nil || is == nil {
		return missing(err, "theme")
	}
	return w.moveTag(tag, "theme", theme)
}

// putTag changes what a tag says. Whom it is about tells tags apart.
func (w *writer) putTag(c edit.PutTag) error {
	tag, err := w.row("tags", string(c.Tag))
	if err != nil || tag == nil {
		return missing(err, "tag")
	}
	if err := w.update("tags", string(c.Tag), fields{"weight": c.Weight}); err != nil {
		return err
	}
	if tag["about"] == string(c.About) {
		return nil
	}
	return w.moveTag(string(c.Tag), "about", string(c.About))
}

// things are the tables of what notes can be on, by id.
var things = []string{"themes", "passages", "tags", "sources", "participants", "organisations", "cases", "project"}

// exists tells whether there is a thing with this id in one of these tables.
func (w *writer) exists(id string, tables ...string) (bool, error) {
	for _, table := range tables {
		if found, err := w.lookup("select id from "+table+" where id = $1", id); err != nil || found != "" {
			return err == nil, err
		}
	}
	return false, nil
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
	if there, err := w.exists(on, things...); err != nil || !there {
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

func (w *writer) markSource(c edit.MarkSource) error {
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	id := string(c.Source) + "/" + coder
	if c.State == coding.Unread {
		return w.remove("readings", id)
	}
	row := fields{"id": id, "source": string(c.Source), "coder": coder, "state": string(c.State), "turn": int64(c.Turn), "made_at": w.moment(c.At)}
	before, err := w.row("readings", id)
	switch {
	case err != nil:
		return err
	case before != nil && before["state"] == row["state"] && before["turn"] == row["turn"] && c.State == coding.InProgress:
		return nil
	case c.Quiet:
		return w.exec(`insert into readings (id, source, coder, state, turn, made_at) values ($1, $2, $3, $4, $5, $6)
			on conflict (id) do update set state = $4, turn = $5, made_at = $6`, id, row["source"], coder, row["state"], row["turn"], row["made_at"])
	}
	return w.put("readings", row)
}

func (w *writer) reject(c edit.Reject) error {
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	twin, err := w.lookup("select id from rejections where theme = $1 and source = $2 and words = $3 and coder = $4", c.Theme, c.Source, c.Words, coder)
	if err != nil || twin != "" {
		return err
	}
	return w.insert("rejections", fields{"id": c.ID, "theme": string(c.Theme), "source": string(c.Source), "words": c.Words, "coder": coder})
}

// mergeCoders makes all that one coder did another's.
func (w *writer) mergeCoders(from, into string) error {
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
	for _, table := range []string{"memos", "links"} {
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

// putCoder adds a coder or renames one, whose old name stays theirs.
func (w *writer) putCoder(c coding.Coder, ifNew bool) error {
	before, err := w.row("coders", string(c.ID))
	if err != nil {
		return err
	}
	if ifNew {
		if there, err := w.lookup("select id from coders where name = $1", c.Name); err != nil || there != "" {
			return err
		}
		if before == nil { // as with whoever edits: they stay on record when it is taken back, and are there when it is done again
			return w.insertUnlogged("coders", fields{"id": string(c.ID), "name": c.Name})
		}
	}
	if before == nil {
		return w.insert("coders", fields{"id": string(c.ID), "name": c.Name, "alias_of": ""})
	}
	if before["name"] == c.Name {
		return nil
	}
	if alias, err := w.lookup("select id from coders where name = $1 and alias_of = $2", c.Name, c.ID); err != nil {
		return err
	} else if alias != "" {
		if err := w.remove("coders", alias); err != nil {
			return err
		}
	}
	if err := w.update("coders", string(c.ID), fields{"name": c.Name}); err != nil {
		return err
	}
	return w.insert("coders", fields{"id": NewID(), "name": before["name"], "alias_of": string(c.ID)})
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
