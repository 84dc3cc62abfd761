package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/locate"
	"crosscase/corpus"
)

// AssignTurns says who speaks in turns of a source, as 7-9,12, whatever their labels say;
// [coding.None] is nobody.
func (s *Session) AssignTurns(ctx context.Context, name, source, turns string) (Done, error) {
	src, err := s.Study.FindSource(source)
	if err != nil {
		return Done{}, err
	}
	list, err := locate.TurnList(turns, len(s.Study.Transcript(src).Turns))
	if err != nil {
		return Done{}, err
	}
	who := &corpus.Participant{Name: coding.None}
	if !strings.EqualFold(name, coding.None) {
		if who, err = s.Study.FindParticipant(name); err != nil {
			return Done{}, err
		}
	}
	return s.Apply(ctx, fmt.Sprintf("assign %s of %s to %s", coding.Count(len(list), "turn"), src.Name, who.Name),
		edit.AssignTurns{Text: src.Text, Turns: list, Participant: who.ID})
}

// SplitParticipant makes what one participant says in a source, or in some of its turns,
// another's, who is added where there is nobody of that name.
func (s *Session) SplitParticipant(ctx context.Context, name, into, source, turns string) (Done, error) {
	who, err := s.Study.FindParticipant(name)
	if err != nil {
		return Done{}, err
	}
	src, err := s.Study.FindSource(source)
	if err != nil {
		return Done{}, err
	}
	list, err := locate.TurnsOf(s.Study, src, who.ID, turns)
	if err != nil {
		return Done{}, err
	}
	var changes []edit.Change
	other, err := s.Study.FindParticipant(into)
	if err != nil {
		other = &corpus.Participant{ID: corpus.ParticipantID(s.NewID()), Name: into, Role: who.Role, Organisation: who.Organisation}
		changes = append(changes, edit.PutParticipant{Participant: *other})
	}
	if other.ID == who.ID {
		return Done{}, coding.Errorf(coding.ErrInvalid, "participant %q: cannot be split into the same person", who.Name)
	}
	return s.Apply(ctx, fmt.Sprintf("split %s from %s: %s of %s", other.Name, who.Name, coding.Count(len(list), "turn"), src.Name),
		append(changes, edit.AssignTurns{Text: src.Text, Turns: list, Participant: other.ID})...)
}

// A SplitPart is who speaks in a source in place of a participant who was split.
type SplitPart struct {
	Name   string
	Source *corpus.Source
	Turns  int
}

// SplitBySource makes another participant of one in each source, who has the role and the
// organisation; with dryRun it only says whom. Memos, summaries, aliases and attributes
// stay with the participant. The error wraps [coding.ErrUnknown], or [coding.ErrConflict]
// where they speak in no source.
func (s *Session) SplitBySource(ctx context.Context, name string, dryRun bool) (d Done, parts []SplitPart, err error) {
	who, err := s.Study.FindParticipant(name)
	if err != nil {
		return d, nil, err
	}
	speaks := speaking(s.Study, who)
	if len(speaks) == 0 {
		return d, nil, coding.Errorf(coding.ErrConflict, "participant %q: speaks in no source", who.Name)
	}
	label := who.Name
	for _, in := range speaks { // who was split before, and merged again
		label = strings.TrimSuffix(label, intake.StandIn("", in.Source.Name))
	}
	var changes []edit.Change
	for _, in := range speaks {
		part := SplitPart{intake.StandIn(label, in.Source.Name), in.Source, in.Turns}
		if strings.EqualFold(part.Name, who.Name) {
			continue
		}
		parts = append(parts, part)
		other, err := s.Study.FindParticipant(part.Name)
		if err == nil && other.ID == who.ID { // an alias, which becomes a name again
			less := *who
			less.Aliases = slices.DeleteFunc(slices.Clone(who.Aliases), func(a string) bool { return strings.EqualFold(a, part.Name) })
			who = &less
			changes = append(changes, edit.PutParticipant{Participant: less})
		}
		if err != nil || other.ID == who.ID {
			other = &corpus.Participant{ID: corpus.ParticipantID(s.NewID()), Name: part.Name, Role: who.Role, Organisation: who.Organisation}
			changes = append(changes, edit.PutParticipant{Participant: *other})
		}
		turns, err := locate.TurnsOf(s.Study, in.Source, who.ID, "")
		if err != nil {
			return d, nil, err
		}
		changes = append(changes, edit.AssignTurns{Text: in.Source.Text, Turns: turns, Participant: other.ID})
	}
	if dryRun || len(changes) == 0 {
		return d, parts, nil
	}
	d, err = s.Apply(ctx, fmt.Sprintf("split participant %s by source: %s", who.Name, coding.Count(len(parts), "source")), changes...)
	return d, parts, err
}
