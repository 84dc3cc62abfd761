package app

import (
	"context"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// Organisations are the bodies that participants belong to.
func Organisations() Kind[corpus.Organisation] {
	return Kind[corpus.Organisation]{
		Name:   "organisation",
		Find:   (*coding.Study).FindOrganisation,
		All:    func(s *coding.Study) []*corpus.Organisation { return s.Organisations },
		ID:     func(x *corpus.Organisation) string { return string(x.ID) },
		NameOf: func(x *corpus.Organisation) *string { return &x.Name },
		New: func(id, name string) *corpus.Organisation {
			return &corpus.Organisation{ID: corpus.OrganisationID(id), Name: name}
		},
		Attributes: func(x *corpus.Organisation) *map[string]string { return &x.Attributes },
		Fields: []Field[corpus.Organisation]{
			textField(query.Flag{Name: "kind", Label: "kind", Usage: "`KIND`, as police or fire and rescue", Help: "as police or fire and rescue"},
				func(x *corpus.Organisation) *string { return &x.Kind }),
			takesPart(),
		},
		Listed:  "organisations",
		Columns: organisationColumns,
		Empty:   "No organisations yet. They come with crosscase import --participants FILE, or --organisation NAME.",
		Details: organisationDetails,
		put:     func(x corpus.Organisation) edit.Change { return edit.PutOrganisation{Organisation: x} },
		Several: true,
		merges: func(_ context.Context, _ *Session, from, into *corpus.Organisation) ([]edit.Change, error) {
			return []edit.Change{edit.MergeOrganisations{From: from.ID, Into: into.ID}}, nil
		},
		removal: func(_ *coding.Study, x *corpus.Organisation) (edit.Change, []int) {
			return edit.RemoveOrganisation{ID: x.ID}, nil
		},
		Freeing: "crosscase organisation merge moves all to another one; crosscase participant set NAME --organisation '(none)' takes one out",
	}
}

// takesPart is the field of the case studies that an organisation takes part in.
func takesPart() Field[corpus.Organisation] {
	return Field[corpus.Organisation]{
		Flag: query.Flag{Name: "case", Label: "case", Kind: query.Many, Help: "that it takes part in",
			Usage:   "`CASE` study that it takes part in, once for each; (none) for none",
			Choices: func(s *coding.Study) []query.Choice { return choicesOf(Cases(), s) }},
		Get: func(s *coding.Study, x *corpus.Organisation) []string { return caseNames(s, x.Cases) },
		Set: func(a *Session, x *corpus.Organisation, values []string) (made []edit.Change, err error) {
			x.Cases = nil
			seen := map[string]bool{}
			for _, name := range values {
				if seen[strings.ToLower(name)] {
					continue
				}
				seen[strings.ToLower(name)] = true
				id, change, err := a.caseNamed(name)
				if err != nil {
					return nil, err
				}
				if made = append(made, change...); id != "" {
					x.Cases = append(x.Cases, id)
				}
			}
			return made, nil
		},
	}
}

func organisationColumns(s *coding.Study) []Column[corpus.Organisation] {
	people, sources := map[corpus.OrganisationID]int{}, map[corpus.OrganisationID]int{}
	for _, p := range s.Participants {
		people[p.Organisation]++
	}
	for _, src := range s.Sources {
		sources[src.Organisation]++
	}
	return []Column[corpus.Organisation]{
		{"organisation", func(_ int, x *corpus.Organisation) any { return x.Name }},
		{"kind", func(_ int, x *corpus.Organisation) any { return x.Kind }},
		{"cases", func(_ int, x *corpus.Organisation) any { return strings.Join(caseNames(s, x.Cases), "; ") }},
		{"participants", func(_ int, x *corpus.Organisation) any { return people[x.ID] }},
		{"sources", func(_ int, x *corpus.Organisation) any { return sources[x.ID] }},
	}
}

func organisationDetails(s *coding.Study, x *corpus.Organisation) []Detail {
	details := []Detail{{"kind", x.Kind}, {"cases", strings.Join(caseNames(s, x.Cases), "; ")}}
	details = append(details, attributeDetails(x.Attributes)...)
	for _, p := range s.Participants {
		if p.Organisation == x.ID {
			details = append(details, Detail{"participant", p.Name})
		}
	}
	return details
}

func caseNames(s *coding.Study, ids []corpus.CaseID) (names []string) {
	for _, id := range ids {
		names = append(names, caseName(s, id))
	}
	return names
}
