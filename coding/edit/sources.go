package edit

import (
	"maps"
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
)

// AddSource adds a source with its words, its original bytes and who
// speaks in it.
type AddSource struct {
	Source     corpus.Source
	Text       corpus.Text
	Transcript corpus.Transcript
	Original   []byte
}

// Validate implements [Change].
func (c AddSource) Validate() error {
	if err := coding.CheckName("source", c.Source.Name); err != nil {
		return err
	}
	if c.Source.Text != c.Text.ID {
		return coding.Errorf(coding.ErrInvalid, "source %q: text is not its own", c.Source.Name)
	}
	if err := c.Transcript.Check(c.Text); err != nil {
		return coding.Errorf(coding.ErrInvalid, "source %q: %w", c.Source.Name, err)
	}
	return nil
}

// PutSource replaces what is known about a source, all but its words.
type PutSource struct{ Source corpus.Source }

// Validate implements [Change].
func (c PutSource) Validate() error { return coding.CheckName("source", c.Source.Name) }

// RemoveSource removes a source and every tag on it.
type RemoveSource struct{ ID corpus.SourceID }

// Validate implements [Change].
func (c RemoveSource) Validate() error { return nil }

// UpdateText gives a source other words: Text takes the place of those that
// it has, and Carried says where passages on those stand in it. Passages that
// are not carried stay on the words that were marked, detached.
type UpdateText struct {
	Source     corpus.SourceID
	Text       corpus.Text
	Transcript corpus.Transcript
	Original   []byte
	File       string
	MediaType  string
	SHA256     string
	Carried    []AttachPassage
	Assigned   []AssignTurns // turns whose speakers had been put right
}

// Validate implements [Change].
func (c UpdateText) Validate() error {
	if err := c.Transcript.Check(c.Text); err != nil {
		return coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	for _, p := range c.Carried {
		if err := c.Text.Check(p.Span); err != nil || p.Text != c.Text.ID {
			return coding.Errorf(coding.ErrInvalid, "passage %s is carried to another text, or: %w", p.Passage, err)
		}
	}
	return nil
}

// KeepText adds words that a source had elsewhere, in another copy of the
// project, so that passages on them can stand there, detached.
type KeepText struct {
	Source corpus.SourceID
	Text   corpus.Text
}

// Validate implements [Change].
func (c KeepText) Validate() error { return nil }

// AssignTurns makes turns of a text a participant's, or nobody's for "".
type AssignTurns struct {
	Text        corpus.TextID
	Turns       []int // from 0
	Participant corpus.ParticipantID
}

// AssignEach gives turns of a text, from 0, to a participant each, or to nobody for "".
func AssignEach(text corpus.TextID, to map[int]corpus.ParticipantID) (all []AssignTurns) {
	of := map[corpus.ParticipantID]int{}
	for _, turn := range slices.Sorted(maps.Keys(to)) {
		n, there := of[to[turn]]
		if !there {
			n = len(all)
			of[to[turn]] = n
			all = append(all, AssignTurns{Text: text, Participant: to[turn]})
		}
		all[n].Turns = append(all[n].Turns, turn)
	}
	return all
}

// Validate implements [Change].
func (c AssignTurns) Validate() error {
	if len(c.Turns) == 0 {
		return coding.Errorf(coding.ErrInvalid, "no turns")
	}
	return nil
}
