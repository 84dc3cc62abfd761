package app

import (
	"context"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// Cases are the case studies.
func Cases() Kind[corpus.CaseStudy] {
	return Kind[corpus.CaseStudy]{
		Name:       "case",
		Find:       (*coding.Study).FindCase,
		All:        func(s *coding.Study) []*corpus.CaseStudy { return s.Cases },
		ID:         func(x *corpus.CaseStudy) string { return string(x.ID) },
		NameOf:     func(x *corpus.CaseStudy) *string { return &x.Name },
		New:        func(id, name string) *corpus.CaseStudy { return &corpus.CaseStudy{ID: corpus.CaseID(id), Name: name} },
		Attributes: func(x *corpus.CaseStudy) *map[string]string { return &x.Attributes },
		Fields: []Field[corpus.CaseStudy]{
			longField(query.Flag{Name: "description", Label: "description", Usage: "what the case is, `TEXT`"},
				func(x *corpus.CaseStudy) *string { return &x.Description }),
		},
		Listed:  "case studies",
		Columns: caseColumns,
		Empty:   "No case studies yet. They come with crosscase import --case NAME, or crosscase case add NAME.",
		Details: caseDetails,
		put:     func(x corpus.CaseStudy) edit.Change { return edit.PutCase{Case: x} },
		Several: true,
		merges: func(_ context.Context, _ *Session, from, into *corpus.CaseStudy) ([]edit.Change, error) {
			return []edit.Change{edit.MergeCases{From: from.ID, Into: into.ID}}, nil
		},
		removal: func(_ *coding.Study, x *corpus.CaseStudy) (edit.Change, []int) { return edit.RemoveCase{ID: x.ID}, nil },
		Freeing: "crosscase case merge moves all to another one; crosscase source set NAME --case '(none)' takes one out",
	}
}

func caseColumns(s *coding.Study) []Column[corpus.CaseStudy] {
	sources := map[corpus.CaseID]int{}
	for _, src := range s.Sources {
		sources[src.Case]++
	}
	return []Column[corpus.CaseStudy]{
		{"case", func(_ int, x *corpus.CaseStudy) any { return x.Name }},
		{"sources", func(_ int, x *corpus.CaseStudy) any { return sources[x.ID] }},
		{"organisations", func(_ int, x *corpus.CaseStudy) any { return strings.Join(partners(s, x.ID), "; ") }},
		{"description", func(_ int, x *corpus.CaseStudy) any { return x.Description }},
	}
}

func caseDetails(s *coding.Study, x *corpus.CaseStudy) []Detail {
	details := []Detail{{"description", x.Description}, {"organisations", strings.Join(partners(s, x.ID), "; ")}}
	details = append(details, attributeDetails(x.Attributes)...)
	for _, src := range s.Sources {
		if src.Case == x.ID {
			details = append(details, Detail{"source", src.Name})
		}
	}
	return details
}

// partners are the organisations that take part in a case study.
func partners(s *coding.Study, id corpus.CaseID) (names []string) {
	for _, o := range s.Organisations {
		if slices.Contains(o.Cases, id) {
			names = append(names, o.Name)
		}
	}
	return names
}
