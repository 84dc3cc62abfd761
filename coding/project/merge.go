package project

import (
	"maps"
	"slices"

	"crosscase/coding"
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
	if err := w.point("memos", "on_id", from, into); err != nil {
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
	if err := w.pointAbout(from, into); err != nil {
		return err
	}
	if err := w.point("memos", "on_id", from, into); err != nil {
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

// pointAbout moves what tags are about. Where that makes two tags of one, one
// goes.
func (w *writer) pointAbout(from, into string) error {
	ids, err := w.ids("select id from tags where about = $1", from)
	for _, id := range ids {
		var twin string
		twin, err = w.lookup(`select b.id from tags a join tags b on b.passage = a.passage and b.theme = a.theme and b.coder = a.coder
			where a.id = $1 and b.about = $2`, id, into)
		switch {
		case err != nil:
		case twin != "":
			if err = w.point("memos", "on_id", id, twin); err == nil {
				err = w.remove("tags", id)
			}
		default:
			err = w.update("tags", id, fields{"about": into})
		}
		if err != nil {
			return err
		}
	}
	return err
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
	if err := w.point("memos", "on_id", from, into); err != nil {
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
