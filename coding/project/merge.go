package project

import (
	"maps"
	"slices"

	"crosscase/coding"
	"crosscase/coding/edit"
)

func (w *writer) mergeParticipants(from, into string) error {
	f, err := w.row("participants", from)
	if err != nil {
		return err
	}
	i, err := w.row("participants", into)
	if err != nil || f == nil || i == nil {
		return missing(err, "participant")
	}
	if err := w.point("speakers", "participant", from, into); err != nil {
		return err
	}
	if err := w.moveNotes(from, into); err != nil {
		return err
	}
	aliases := readList[string](i["aliases"])
	for _, a := range append([]string{f["name"].(string)}, readList[string](f["aliases"])...) {
		if !slices.Contains(aliases, a) {
			aliases = append(aliases, a)
		}
	}
	set := fields{"aliases": list(aliases), "attributes": joined(f, i)}
	if i["role"] == "" {
		set["role"] = f["role"]
	}
	if i["organisation"] == nil {
		set["organisation"] = f["organisation"]
	}
	if err := w.remove("participants", from); err != nil {
		return err
	}
	return w.update("participants", into, set)
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

// joined are the attributes of two rows; where both have one, into's stays.
func joined(from, into fields) string {
	all := readObject(from["attributes"])
	maps.Copy(all, readObject(into["attributes"]))
	return object(all)
}

func (w *writer) mergeOrganisations(from, into string) error {
	f, err := w.row("organisations", from)
	if err != nil {
		return err
	}
	i, err := w.row("organisations", into)
	if err != nil || f == nil || i == nil {
		return missing(err, "organisation")
	}
	for _, table := range []string{"sources", "participants"} {
		if err := w.point(table, "organisation", from, into); err != nil {
			return err
		}
	}
	if err := w.moveTags("about", from, into); err != nil {
		return err
	}
	if err := w.moveNotes(from, into); err != nil {
		return err
	}
	cases := readList[string](i["cases"])
	for _, c := range readList[string](f["cases"]) {
		if !slices.Contains(cases, c) {
			cases = append(cases, c)
		}
	}
	set := fields{"cases": list(cases), "attributes": joined(f, i)}
	if i["kind"] == "" {
		set["kind"] = f["kind"]
	}
	if err := w.remove("organisations", from); err != nil {
		return err
	}
	return w.update("organisations", into, set)
}

// moveTags gives every tag with this value in a column, passage, theme, coder or
// about, another one.
func (w *writer) moveTags(column, from, into string) error {
	ids, err := w.ids("select id from tags where "+column+" = $1 order by id", from)
	for _, id := range ids {
		if err = w.moveTag(id, column, into); err != nil {
			return err
		}
	}
	return err
}

// moveTag changes one of the columns that tell tags apart. Where there is such a
// tag already, the two become one: notes are put together, and a weight stays.
func (w *writer) moveTag(id, column, into string) error {
	tag, err := w.row("tags", id)
	if err != nil || tag == nil {
		return missing(err, "tag")
	}
	tag[column] = into
	twin, err := w.lookup("select id from tags where passage = $1 and theme = $2 and coder = $3 and about = $4 and id <> $5",
		tag["passage"], tag["theme"], tag["coder"], tag["about"], id)
	if err != nil {
		return err
	}
	if twin == "" {
		return w.update("tags", id, fields{column: into})
	}
	if err := w.moveNotes(id, twin); err != nil {
		return err
	}
	other, err := w.row("tags", twin)
	if err != nil {
		return err
	}
	if err := w.remove("tags", id); err != nil {
		return err
	}
	if weight, _ := other["weight"].(float64); weight == 0 {
		return w.update("tags", twin, fields{"weight": tag["weight"]})
	}
	return nil
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
			twin, err := w.lookup("select id from links where from_id = $1 and to_id = $2 and kind = $3 and id <> $4", link["from_id"], link["to_id"], link["kind"], id)
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

// moveSummaries gives summaries of or on one thing to another; where there is one
// already, both texts stay, one after the other.
func (w *writer) moveSummaries(from, into string) error {
	for _, column := range []string{"theme", "on_id"} {
		ids, err := w.ids("select id from summaries where "+column+" = $1 order by id", from)
		if err != nil {
			return err
		}
		for _, id := range ids {
			x, err := w.row("summaries", id)
			if err != nil {
				return err
			}
			x[column] = into
			twin, err := w.lookup("select id from summaries where theme = $1 and on_id = $2 and id <> $3", x["theme"], x["on_id"], id)
			switch {
			case err != nil:
			case twin == "":
				err = w.update("summaries", id, fields{column: into})
			default:
				err = w.foldSummary(id, x["text"].(string), twin)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) foldSummary(id, text, twin string) error {
	if err := w.remove("summaries", id); err != nil {
		return err
	}
	other, err := w.row("summaries", twin)
	if err != nil || other["text"] == text {
		return err
	}
	return w.update("summaries", twin, fields{"text": other["text"].(string) + "\n\n" + text})
}

// putSummary puts a summary in the place of the one before.
func (w *writer) putSummary(c edit.PutSummary) error {
	if there, err := w.exists(c.On, "participants", "organisations", "cases", "sources"); err != nil || !there {
		return missing(err, "participant, organisation, case or source")
	}
	theme, err := w.row("themes", string(c.Theme))
	if err != nil || theme == nil {
		return missing(err, "theme")
	}
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	id, err := w.lookup("select id from summaries where theme = $1 and on_id = $2", string(c.Theme), c.On)
	switch {
	case err != nil:
		return err
	case c.Text == "" && id == "":
		return nil
	case c.Text == "":
		return w.remove("summaries", id)
	case id == "":
		return w.insert("summaries", fields{"id": c.ID, "theme": string(c.Theme), "on_id": c.On, "coder": coder, "made_at": w.moment(c.At), "text": c.Text})
	}
	old, err := w.row("summaries", id)
	if err != nil || old["text"] == c.Text {
		return err
	}
	return w.update("summaries", id, fields{"text": c.Text, "coder": coder, "made_at": w.moment(c.At)})
}

func (w *writer) mergeCases(from, into string) error {
	f, err := w.row("cases", from)
	if err != nil {
		return err
	}
	i, err := w.row("cases", into)
	if err != nil || f == nil || i == nil {
		return missing(err, "case")
	}
	if err := w.point("sources", "case_study", from, into); err != nil {
		return err
	}
	if err := w.moveNotes(from, into); err != nil {
		return err
	}
	ids, err := w.ids("select id from organisations")
	if err != nil {
		return err
	}
	for _, id := range ids {
		o, err := w.row("organisations", id)
		if err != nil {
			return err
		}
		cases := readList[string](o["cases"])
		if n := slices.Index(cases, from); n >= 0 {
			if cases = slices.Delete(cases, n, n+1); !slices.Contains(cases, into) {
				cases = append(cases, into)
			}
			if err := w.update("organisations", id, fields{"cases": list(cases)}); err != nil {
				return err
			}
		}
	}
	set := fields{"attributes": joined(f, i)}
	if i["description"] == "" {
		set["description"] = f["description"]
	}
	if err := w.remove("cases", from); err != nil {
		return err
	}
	return w.update("cases", into, set)
}

func missing(err error, what string) error {
	if err != nil {
		return err
	}
	return coding.WithHint(coding.Errorf(coding.ErrConflict, "%s: somebody removed it meanwhile", what), "crosscase log shows who")
}
