package project

import (
	"maps"
	"slices"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// organisationKind is how organisations are kept.
func organisationKind() kind {
	return kind{
		table: "organisations", name: "organisation",
		changes: []change{keepsPlaces((*writer).putOrganisation), does((*writer).mergeOrganisations),
			does(func(w *writer, c edit.RemoveOrganisation) error { return w.removeUnused("organisations", string(c.ID)) })},
		read:    (*reader).organisations,
		written: []string{"name", "kind", "attributes"},
		noted:   true,
	}
}

func (r *reader) organisations(s *coding.Study) {
	r.each("select id, name, kind, cases, attributes from organisations order by name", func(scan scanner) error {
		var x corpus.Organisation
		var cases, attributes string
		err := scan(&x.ID, &x.Name, &x.Kind, &cases, &attributes)
		x.Cases, x.Attributes = readList[corpus.CaseID](cases), readObject(attributes)
		s.Organisations = append(s.Organisations, &x)
		return err
	})
}

func (w *writer) putOrganisation(c edit.PutOrganisation) error {
	x := c.Organisation
	return w.named("organisation", x.Name, w.put("organisations", fields{"id": string(x.ID), "name": x.Name, "kind": x.Kind,
		"cases": list(x.Cases), "attributes": object(x.Attributes)}))
}

func (w *writer) mergeOrganisations(c edit.MergeOrganisations) error {
	from, into := string(c.From), string(c.Into)
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

// joined are the attributes of two rows; where both have one, into's stays.
func joined(from, into fields) string {
	all := readObject(from["attributes"])
	maps.Copy(all, readObject(into["attributes"]))
	return object(all)
}
