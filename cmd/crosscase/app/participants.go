package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/corpus"
)

// Participants are the people who speak or are described.
func Participants() Kind[corpus.Participant] {
	return Kind[corpus.Participant]{
		Name:   "participant",
		Find:   (*coding.Study).FindParticipant,
		All:    func(s *coding.Study) []*corpus.Participant { return s.Participants },
		ID:     func(x *corpus.Participant) string { return string(x.ID) },
		NameOf: func(x *corpus.Participant) *string { return &x.Name },
		New: func(id, name string) *corpus.Participant {
			return &corpus.Participant{ID: corpus.ParticipantID(id), Name: name}
		},
		Attributes: func(x *corpus.Participant) *map[string]string { return &x.Attributes },
		Aliases:    func(x *corpus.Participant) []string { return x.Aliases },
		Speaks:     speaking,
		Fields: []Field[corpus.Participant]{
			textField(query.Flag{Name: "role", Label: "role", Usage: "`ROLE`; the turns of a researcher count for nobody",
				Help: "the turns of a researcher count for nobody"}, func(x *corpus.Participant) *string { return &x.Role }),
			organisationField(query.Flag{Usage: "`ORGANISATION` that the person belongs to; (none) for none"},
				func(x *corpus.Participant) *corpus.OrganisationID { return &x.Organisation }),
			aliasField(),
		},
		Listed:  "participants",
		Columns: participantColumns,
		Empty:   "No participants yet. They come with crosscase import.",
		Details: participantDetails,
		put:     func(x corpus.Participant) edit.Change { return edit.PutParticipant{Participant: x} },
		Several: true,
		merges: func(_ context.Context, _ *Session, from, into *corpus.Participant) ([]edit.Change, error) {
			return []edit.Change{edit.MergeParticipants{From: from.ID, Into: into.ID}}, nil
		},
		removal: func(_ *coding.Study, x *corpus.Participant) (edit.Change, []int) {
			return edit.RemoveParticipant{ID: x.ID}, nil
		},
		Freeing: "crosscase participant merge makes one of two people; " +
			"crosscase participant assign gives turns to another one; " +
			"crosscase source reread SOURCE --not-speaker LABEL takes a label for words",
	}
}

// aliasField is the field that adds names under which somebody speaks to those that are
// known.
func aliasField() Field[corpus.Participant] {
	return Field[corpus.Participant]{
		Flag: query.Flag{Name: "alias", Kind: query.Many, Usage: "another `NAME` under which the person speaks"},
		Get:  func(_ *coding.Study, x *corpus.Participant) []string { return x.Aliases },
		Set: func(a *Session, x *corpus.Participant, values []string) ([]edit.Change, error) {
			aliases := slices.Clone(x.Aliases)
			for _, name := range values {
				if name == "" {
					return nil, coding.Errorf(coding.ErrInvalid, "alias: a name is needed")
				}
				if other, err := a.Study.FindParticipant(name); err == nil && other.ID != x.ID {
					err := coding.Errorf(coding.ErrConflict, "alias %q: is what %q is called", name, other.Name)
					return nil, coding.WithHint(err, "if they are one, crosscase participant merge %q %q", other.Name, x.Name)
				}
				if !slices.Contains(aliases, name) {
					aliases = append(aliases, name)
				}
			}
			x.Aliases = aliases
			return nil, nil
		},
	}
}

func participantColumns(s *coding.Study) []Column[corpus.Participant] {
	spoken := reading.Spoken(s)
	return []Column[corpus.Participant]{
		{"participant", func(_ int, x *corpus.Participant) any { return x.Name }},
		{"role", func(_ int, x *corpus.Participant) any { return x.Role }},
		{"organisation", func(_ int, x *corpus.Participant) any { return organisationName(s, x.Organisation) }},
		{"aliases", func(_ int, x *corpus.Participant) any { return strings.Join(x.Aliases, "; ") }},
		{"sources", func(_ int, x *corpus.Participant) any { return spoken[x.ID].Sources }},
		{"turns", func(_ int, x *corpus.Participant) any { return spoken[x.ID].Turns }},
		{"words", func(_ int, x *corpus.Participant) any { return spoken[x.ID].Words }},
	}
}

func participantDetails(s *coding.Study, x *corpus.Participant) []Detail {
	details := []Detail{{"role", x.Role}, {"organisation", organisationName(s, x.Organisation)}, {"aliases", strings.Join(x.Aliases, "; ")}}
	details = append(details, attributeDetails(x.Attributes)...)
	for _, in := range speaking(s, x) {
		details = append(details, Detail{"speaks in", fmt.Sprintf("%s (%s)", in.Source.Name, coding.Count(in.Turns, "turn"))})
	}
	return details
}

// A Speaking is a source in which somebody speaks.
type Speaking struct {
	Source *corpus.Source
	Turns  int
	First  int // turn, from 0
}

// speaking are the sources in which a participant speaks.
func speaking(s *coding.Study, x *corpus.Participant) (all []Speaking) {
	for _, src := range s.Sources {
		in := Speaking{Source: src}
		tr := s.Transcript(src)
		for i, t := range tr.Turns {
			if t.Speaker >= 0 && tr.Speakers[t.Speaker].Participant == x.ID {
				if in.Turns++; in.Turns == 1 {
					in.First = i
				}
			}
		}
		if in.Turns > 0 {
			all = append(all, in)
		}
	}
	return all
}
