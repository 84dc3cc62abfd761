package edit

import (
	"crosscase/coding"
	"crosscase/corpus"
)

// PutParticipant adds a participant, or replaces the one with the same id.
type PutParticipant struct{ Participant corpus.Participant }

// Validate implements [Change].
func (c PutParticipant) Validate() error { return coding.CheckName("participant", c.Participant.Name) }

// MergeParticipants makes From speak as Into; From's name becomes an alias.
type MergeParticipants struct{ From, Into corpus.ParticipantID }

// Validate implements [Change].
func (c MergeParticipants) Validate() error { return notSame("participant", c.From == c.Into) }

// RemoveParticipant removes a participant of whom nothing tells in a study ([coding.Study.Uses]).
type RemoveParticipant struct{ ID corpus.ParticipantID }

// Validate implements [Change].
func (c RemoveParticipant) Validate() error { return nil }

// PutOrganisation adds an organisation, or replaces the one with the same id.
type PutOrganisation struct{ Organisation corpus.Organisation }

// Validate implements [Change].
func (c PutOrganisation) Validate() error {
	return coding.CheckName("organisation", c.Organisation.Name)
}

// MergeOrganisations moves all that is From's to Into, and removes From.
type MergeOrganisations struct{ From, Into corpus.OrganisationID }

// Validate implements [Change].
func (c MergeOrganisations) Validate() error { return notSame("organisation", c.From == c.Into) }

// RemoveOrganisation removes an organisation that nothing in a study refers to
// ([coding.Study.Uses]).
type RemoveOrganisation struct{ ID corpus.OrganisationID }

// Validate implements [Change].
func (c RemoveOrganisation) Validate() error { return nil }

// PutCase adds a case study, or replaces the one with the same id.
type PutCase struct{ Case corpus.CaseStudy }

// Validate implements [Change].
func (c PutCase) Validate() error { return coding.CheckName("case", c.Case.Name) }

// MergeCases moves all that is From's to Into, and removes From.
type MergeCases struct{ From, Into corpus.CaseID }

// Validate implements [Change].
func (c MergeCases) Validate() error { return notSame("case", c.From == c.Into) }

// RemoveCase removes a case study that nothing in a study refers to ([coding.Study.Uses]).
type RemoveCase struct{ ID corpus.CaseID }

// Validate implements [Change].
func (c RemoveCase) Validate() error { return nil }

func notSame(kind string, same bool) error {
	if same {
		return coding.Errorf(coding.ErrInvalid, "%s: cannot be merged with itself", kind)
	}
	return nil
}
