package project

import (
	"slices"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// caseKind is how case studies are kept.
func caseKind() kind {
	return kind{
		table: "cases", name: "case",
		changes: []change{keepsPlaces((*writer).putCase), does((*writer).mergeCases),
			does(func(w *writer, c edit.RemoveCase) error { return w.removeUnused("cases", string(c.ID)) })},
		read:    (*reader).cases,
		written: []string{"name", "description", "attributes"},
		noted:   true,
		usedBy:  `select id from organisations where replace(cases, '"' || $1 || '"', '') <> cases`,
	}
}

func (r *reader) cases(s *coding.Study) {
	r.each("select id, name, description, attributes from cases order by name", func(scan scanner) error {
		var x corpus.CaseStudy
		var attributes string
		err := scan(&x.ID, &x.Name, &x.Description, &attributes)
		x.Attributes = readObject(attributes)
		s.Cases = append(s.Cases, &x)
		return err
	})
}

func (w *writer) putCase(c edit.PutCase) error {
	x := c.Case
	return w.named("case", x.Name, w.put("cases", fields{"id": string(x.ID), "name": x.Name,
		"description": x.Description, "attributes": object(x.Attributes)}))
}

func (w *writer) mergeCases(c edit.MergeCases) error {
	from, into := string(c.From), string(c.Into)
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
