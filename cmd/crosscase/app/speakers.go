package app

import (
	"context"
	"fmt"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
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
