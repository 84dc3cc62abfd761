package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func newParticipant(w *env) *cobra.Command {
	var role, organisation string
	var aliases, attributes []string
	c := noun[corpus.Participant]{
		name: "participant", plural: "participants", short: "Participants: list, show, add, set, rename, merge, split and assign",
		list:   participantList,
		find:   (*coding.Study).FindParticipant,
		nameOf: func(x *corpus.Participant) *string { return &x.Name },
		show: func(s *coding.Study, x *corpus.Participant) [][2]string {
			fields := [][2]string{{"role", x.Role}, {"organisation", organisationName(s, x.Organisation)}, {"aliases", strings.Join(x.Aliases, "; ")}}
			fields = append(fields, attributeFields(x.Attributes)...)
			for _, src := range s.Sources {
				turns := 0
				tr := s.Transcript(src)
				for _, t := range tr.Turns {
					if t.Speaker >= 0 && tr.Speakers[t.Speaker].Participant == x.ID {
						turns++
					}
				}
				if turns > 0 {
					fields = append(fields, [2]string{"speaks in", fmt.Sprintf("%s (%s)", src.Name, plural(turns, "turn"))})
				}
			}
			return fields
		},
		add: func(w *env, name string) *corpus.Participant {
			return &corpus.Participant{ID: corpus.ParticipantID(w.newID()), Name: name}
		},
		flags: func(fs *pflag.FlagSet) {
			fs.StringVar(&role, "role", "", "`ROLE`; the turns of a researcher count for nobody")
			fs.StringVar(&organisation, "organisation", "", "`ORGANISATION` that the person belongs to; (none) for none")
			fs.StringArrayVar(&aliases, "alias", nil, "another `NAME` under which the person speaks")
			fs.StringArrayVar(&attributes, "attr", nil, "an attribute, as `NAME=VALUE`; an empty value takes it away")
			organizationToo(fs)
		},
		set: func(w *env, s *coding.Study, x *corpus.Participant, fs *pflag.FlagSet) (changes []edit.Change, err error) {
			if fs.Changed("role") {
				x.Role = role
			}
			if fs.Changed("organisation") {
				x.Organisation, changes = organisationNamed(w, s, organisation)
			}
			x.Aliases = slices.Clone(x.Aliases)
			for _, a := range aliases {
				if other, err := s.FindParticipant(a); err == nil && other.ID != x.ID {
					return nil, coding.WithHint(coding.Errorf(coding.ErrConflict, "alias %q: is what %q is called", a, other.Name),
						"if they are one, crosscase participant merge %q %q", other.Name, x.Name)
				}
				if !slices.Contains(x.Aliases, a) {
					x.Aliases = append(x.Aliases, a)
				}
			}
			x.Attributes, err = setAttributes(x.Attributes, attributes)
			return changes, err
		},
		put: func(x corpus.Participant) edit.Change { return edit.PutParticipant{Participant: x} },
		merge: func(_ context.Context, _ *env, _ *project.Project, _ *coding.Study, from, into *corpus.Participant) ([]edit.Change, error) {
			return []edit.Change{edit.MergeParticipants{From: from.ID, Into: into.ID}}, nil
		},
		mergeHelp: `Merge two participants who are the same person: all turns of FROM become
INTO's, FROM's name becomes an alias, and what is not known of INTO is taken
from FROM.`,
	}.command(w)
	c.AddCommand(newParticipantSplit(w), newParticipantAssign(w))
	return c
}

func participantList(s *coding.Study) *report.Grid {
	g := &report.Grid{Head: []string{"participant", "role", "organisation", "aliases", "sources", "turns", "words"},
		Empty: "No participants yet. They come with crosscase import."}
	type count struct{ sources, turns, words int }
	counts := map[corpus.ParticipantID]*count{}
	for _, src := range s.Sources {
		tr := s.Transcript(src)
		seen := map[corpus.ParticipantID]bool{}
		for i, t := range tr.Turns {
			if t.Speaker < 0 {
				continue
			}
			id := tr.Speakers[t.Speaker].Participant
			c := counts[id]
			if c == nil {
				c = &count{}
				counts[id] = c
			}
			if !seen[id] {
				seen[id] = true
				c.sources++
			}
			c.turns++
			c.words += tr.TurnWords(i)
		}
	}
	for _, x := range s.Participants {
		c := counts[x.ID]
		if c == nil {
			c = &count{}
		}
		g.Rows = append(g.Rows, []any{x.Name, x.Role, organisationName(s, x.Organisation), strings.Join(x.Aliases, "; "), c.sources, c.turns, c.words})
	}
	return g
}

func newOrganisation(w *env) *cobra.Command {
	var kind string
	var cases, attributes []string
	c := noun[corpus.Organisation]{
		name: "organisation", plural: "organisations", short: "Organisations: list, show, add, set, rename and merge",
		list: func(s *coding.Study) *report.Grid {
			g := &report.Grid{Head: []string{"organisation", "kind", "cases", "participants", "sources"}, Empty: "No organisations yet. They come with crosscase import --participants FILE, or --organisation NAME."}
			for _, x := range s.Organisations {
				people, sources := 0, 0
				for _, p := range s.Participants {
					if p.Organisation == x.ID {
						people++
					}
				}
				for _, src := range s.Sources {
					if src.Organisation == x.ID {
						sources++
					}
				}
				g.Rows = append(g.Rows, []any{x.Name, x.Kind, strings.Join(caseNames(s, x.Cases), "; "), people, sources})
			}
			return g
		},
		find:   (*coding.Study).FindOrganisation,
		nameOf: func(x *corpus.Organisation) *string { return &x.Name },
		show: func(s *coding.Study, x *corpus.Organisation) [][2]string {
			fields := [][2]string{{"kind", x.Kind}, {"cases", strings.Join(caseNames(s, x.Cases), "; ")}}
			fields = append(fields, attributeFields(x.Attributes)...)
			for _, p := range s.Participants {
				if p.Organisation == x.ID {
					fields = append(fields, [2]string{"participant", p.Name})
				}
			}
			return fields
		},
		add: func(w *env, name string) *corpus.Organisation {
			return &corpus.Organisation{ID: corpus.OrganisationID(w.newID()), Name: name}
		},
		flags: func(fs *pflag.FlagSet) {
			fs.StringVar(&kind, "kind", "", "`KIND`, as police or fire and rescue")
			fs.StringArrayVar(&cases, "case", nil, "`CASE` study that it takes part in, once for each; (none) for none")
			fs.StringArrayVar(&attributes, "attr", nil, "an attribute, as `NAME=VALUE`; an empty value takes it away")
		},
		set: func(w *env, s *coding.Study, x *corpus.Organisation, fs *pflag.FlagSet) (changes []edit.Change, err error) {
			if fs.Changed("kind") {
				x.Kind = kind
			}
			if fs.Changed("case") {
				x.Cases = nil
				for _, name := range cases {
					id, made := caseNamed(w, s, name)
					if changes = append(changes, made...); id != "" && !slices.Contains(x.Cases, id) {
						x.Cases = append(x.Cases, id)
					}
				}
			}
			x.Attributes, err = setAttributes(x.Attributes, attributes)
			return changes, err
		},
		put: func(x corpus.Organisation) edit.Change { return edit.PutOrganisation{Organisation: x} },
		merge: func(_ context.Context, _ *env, _ *project.Project, _ *coding.Study, from, into *corpus.Organisation) ([]edit.Change, error) {
			return []edit.Change{edit.MergeOrganisations{From: from.ID, Into: into.ID}}, nil
		},
		mergeHelp: `Merge two organisations: participants, sources and tags about FROM become
INTO's.`,
	}.command(w)
	c.Aliases = []string{"organization"}
	return c
}

func newCase(w *env) *cobra.Command {
	var description string
	var attributes []string
	return noun[corpus.CaseStudy]{
		name: "case", plural: "case studies", short: "Case studies: list, show, add, set, rename and merge",
		list: func(s *coding.Study) *report.Grid {
			g := &report.Grid{Head: []string{"case", "sources", "organisations", "description"}, Empty: "No case studies yet. They come with crosscase import --case NAME, or crosscase case add NAME."}
			for _, x := range s.Cases {
				sources := 0
				for _, src := range s.Sources {
					if src.Case == x.ID {
						sources++
					}
				}
				g.Rows = append(g.Rows, []any{x.Name, sources, strings.Join(partners(s, x.ID), "; "), x.Description})
			}
			return g
		},
		find:   (*coding.Study).FindCase,
		nameOf: func(x *corpus.CaseStudy) *string { return &x.Name },
		show: func(s *coding.Study, x *corpus.CaseStudy) [][2]string {
			fields := [][2]string{{"description", x.Description}, {"organisations", strings.Join(partners(s, x.ID), "; ")}}
			fields = append(fields, attributeFields(x.Attributes)...)
			for _, src := range s.Sources {
				if src.Case == x.ID {
					fields = append(fields, [2]string{"source", src.Name})
				}
			}
			return fields
		},
		add: func(w *env, name string) *corpus.CaseStudy {
			return &corpus.CaseStudy{ID: corpus.CaseID(w.newID()), Name: name}
		},
		flags: func(fs *pflag.FlagSet) {
			fs.StringVar(&description, "description", "", "what the case is, `TEXT`")
			fs.StringArrayVar(&attributes, "attr", nil, "an attribute, as `NAME=VALUE`; an empty value takes it away")
		},
		set: func(_ *env, _ *coding.Study, x *corpus.CaseStudy, fs *pflag.FlagSet) (_ []edit.Change, err error) {
			if fs.Changed("description") {
				x.Description = description
			}
			x.Attributes, err = setAttributes(x.Attributes, attributes)
			return nil, err
		},
		put: func(x corpus.CaseStudy) edit.Change { return edit.PutCase{Case: x} },
		merge: func(_ context.Context, _ *env, _ *project.Project, _ *coding.Study, from, into *corpus.CaseStudy) ([]edit.Change, error) {
			return []edit.Change{edit.MergeCases{From: from.ID, Into: into.ID}}, nil
		},
		mergeHelp: "Merge two case studies: FROM's sources and organisations become INTO's.",
	}.command(w)
}

func caseNames(s *coding.Study, ids []corpus.CaseID) []string {
	var names []string
	for _, id := range ids {
		names = append(names, caseName(s, id))
	}
	return names
}

// partners are the organisations that take part in a case study.
func partners(s *coding.Study, id corpus.CaseID) []string {
	var names []string
	for _, o := range s.Organisations {
		if slices.Contains(o.Cases, id) {
			names = append(names, o.Name)
		}
	}
	return names
}

// organisationNamed finds an organisation or makes one; (none) and "" are none.
func organisationNamed(w *env, s *coding.Study, name string) (corpus.OrganisationID, []edit.Change) {
	name = strings.TrimSpace(name)
	if name == "" || strings.EqualFold(name, coding.None) {
		return "", nil
	}
	if o, err := s.FindOrganisation(name); err == nil {
		return o.ID, nil
	}
	o := corpus.Organisation{ID: corpus.OrganisationID(w.newID()), Name: name}
	return o.ID, []edit.Change{edit.PutOrganisation{Organisation: o}}
}

// caseNamed finds a case study or makes one; (none) and "" are none.
func caseNamed(w *env, s *coding.Study, name string) (corpus.CaseID, []edit.Change) {
	name = strings.TrimSpace(name)
	if name == "" || strings.EqualFold(name, coding.None) {
		return "", nil
	}
	if c, err := s.FindCase(name); err == nil {
		return c.ID, nil
	}
	c := corpus.CaseStudy{ID: corpus.CaseID(w.newID()), Name: name}
	return c.ID, []edit.Change{edit.PutCase{Case: c}}
}
