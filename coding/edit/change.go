// Package edit is all that can be done to a project, as values.
//
// A [Change] says one edit: import this source, tag this passage, merge these themes.
// An [Edit] is what one person did at one time, one or more changes and the sentence
// that the log keeps of it. Changes are the only way into a project: package project
// applies an edit whole or not at all, and can take it back. Values of this package do
// nothing by themselves; Validate checks what can be checked without a study.
//
// What is more than one change is worked out here from a study, as changes: moving a
// passage's borders ([MoveBorders]), carrying tags from one text to another
// ([Transfer]), settling what coders marked differently ([Agreements], [Decide]).
package edit

import (
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// An Edit is what one person does at once: all its changes happen, or none.
type Edit struct {
	Coder   string // name of who does it
	At      time.Time
	What    string // for the log, as "tag 12 passages with Trust"
	Step    int    // number of the logged edit that this one belongs to, 0 for none: undo takes back whole steps
	Changes []Change
	// Progress, if not nil, is called now and then with how many changes are made.
	Progress func(done, of int)
}

// A Change is a value that says one edit; the only way into a project.
type Change interface {
	// Validate returns an error that wraps [ErrInvalid] where the change could
	// never be made, whatever the project holds.
	Validate() error
}

type (
	// AddSource adds a source with its words, its original bytes and who
	// speaks in it.
	AddSource struct {
		Source     corpus.Source
		Text       corpus.Text
		Transcript corpus.Transcript
		Original   []byte
	}
	// PutSource replaces what is known about a source, all but its words.
	PutSource struct{ Source corpus.Source }
	// RemoveSource removes a source and every tag on it.
	RemoveSource struct{ ID corpus.SourceID }

	// UpdateText gives a source other words: Text takes the place of those that
	// it has, and Carried says where passages on those stand in it. Passages that
	// are not carried stay on the words that were marked, detached.
	UpdateText struct {
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
	// AttachPassage puts a passage on a span of a source's text as it stands. The
	// tags of two passages that come to stand on the same span are put together.
	AttachPassage struct {
		Passage coding.PassageID
		Text    corpus.TextID
		Span    corpus.Span
	}
	// AssignTurns makes turns of a text a participant's, or nobody's for "".
	AssignTurns struct {
		Text        corpus.TextID
		Turns       []int // from 0
		Participant corpus.ParticipantID
	}

	// PutParticipant adds a participant, or replaces the one with the same id.
	PutParticipant struct{ Participant corpus.Participant }
	// MergeParticipants makes From speak as Into; From's name becomes an alias.
	MergeParticipants struct{ From, Into corpus.ParticipantID }

	// PutOrganisation adds an organisation, or replaces the one with the same id.
	PutOrganisation struct{ Organisation corpus.Organisation }
	// MergeOrganisations moves all that is From's to Into, and removes From.
	MergeOrganisations struct{ From, Into corpus.OrganisationID }

	// PutCase adds a case study, or replaces the one with the same id.
	PutCase struct{ Case corpus.CaseStudy }
	// MergeCases moves all that is From's to Into, and removes From.
	MergeCases struct{ From, Into corpus.CaseID }

	// PutTheme adds a theme, or replaces the one with the same id; a new Parent
	// moves it with all below it.
	PutTheme struct{ Theme coding.Theme }
	// RemoveTheme removes a theme, those below it and their tags.
	RemoveTheme struct{ ID coding.ThemeID }
	// MergeThemes makes one theme of two. Tags, notes and links of From become
	// Into's, doubles are folded, what stands below From moves below Into (themes
	// of one name are merged in turn). What describes From is kept where Into has
	// nothing to say, else as a note on Into, and which theme came from where is
	// remembered.
	MergeThemes struct{ From, Into coding.ThemeID }
	// Retag puts another theme in the place of a tag's own. Where the coder has
	// that one there already, the two become one.
	Retag struct {
		Tag   coding.TagID
		Theme coding.ThemeID
	}
	// PutTag replaces what a tag says beside its theme.
	PutTag struct {
		Tag    coding.TagID
		Weight float64
		About  corpus.OrganisationID
	}

	// TagPassage puts a theme on a span of a text. The passage is made if there
	// is none with this span yet, else Passage's id is not used. The same theme
	// by the same coder about the same organisation is there but once.
	TagPassage struct {
		Passage coding.PassageID
		Text    corpus.TextID
		Span    corpus.Span
		Tag     coding.TagID
		Theme   coding.ThemeID
		About   corpus.OrganisationID
		Weight  float64
		Coder   string // "" for the edit's own
		Memo    string // kept on the tag if not empty
		MemoID  coding.MemoID
		At      time.Time // when it was tagged; zero for the edit's own time
		// Suggested says that a classifier proposed the tag.
		Suggested bool
		Detached  bool // the text may be one that a correction has replaced
	}
	// NotePassage keeps a note on a span of a text. The passage is made if there is
	// none with this span yet, else Passage's id is not used.
	NotePassage struct {
		Passage coding.PassageID
		Text    corpus.TextID
		Span    corpus.Span
		MemoID  coding.MemoID
		Memo    string
		Coder   string    // "" for the edit's own
		At      time.Time // zero for the edit's own time
		// Detached says that the text may be one that a correction has replaced.
		Detached bool
	}
	// KeepText adds words that a source had elsewhere, in another copy of the
	// project, so that passages on them can stand there, detached.
	KeepText struct {
		Source corpus.SourceID
		Text   corpus.Text
	}
	// KeepPassage makes a passage for a link to lead to, if there is none on this
	// span yet.
	KeepPassage struct {
		Passage  coding.PassageID
		Text     corpus.TextID
		Span     corpus.Span
		Detached bool
	}
	// PutMemo adds a note on anything that has an identifier, or gives the one with
	// the same id other words, and another place if On names one.
	PutMemo struct {
		ID    coding.MemoID
		On    string // identifier of what it is on; "" is the project, or where it is
		Text  string
		Coder string    // "" for the edit's own; of a note that is there, its own stays
		At    time.Time // zero for the edit's own time
	}
	// RemoveMemo removes a note.
	RemoveMemo struct{ ID coding.MemoID }

	// PutLink adds a link, or replaces the kind and note of the one with the same
	// id. Two things have one link of a kind in one direction at most.
	PutLink struct {
		Link  coding.Link
		Coder string // "" for the edit's own
	}
	// RemoveLink removes a link.
	RemoveLink struct{ ID coding.LinkID }

	// PutQuery saves a code query under a name, or changes the one with the same
	// id.
	PutQuery struct{ Query coding.SavedQuery }
	// RemoveQuery removes a saved query.
	RemoveQuery struct{ ID coding.QueryID }

	// PutSummary says what a theme is to a participant, organisation, case study or
	// source, in the place of what was said before. An empty text takes it back.
	PutSummary struct {
		ID    string // of a new one
		Theme coding.ThemeID
		On    string
		Text  string
		Coder string    // "" for the edit's own
		At    time.Time // zero for the edit's
	}

	// MarkSource says how far a coder is with a source; Turn is the last turn read,
	// from 1. [Unread] takes back what was said.
	MarkSource struct {
		Source corpus.SourceID
		Coder  string // "" for the edit's own
		State  coding.State
		Turn   int
		At     time.Time // zero for the edit's own time
		Quiet  bool      // it is no edit, and not in the log: where somebody stopped reading
	}
	// Reject says that a theme is not on certain words of a source.
	Reject struct {
		ID     string
		Theme  coding.ThemeID
		Source corpus.SourceID
		Words  string // see [WordsKey]
		Coder  string // "" for the edit's own
	}

	// PutCoder adds a coder, or renames the one with the same id: the old name
	// still means them.
	PutCoder struct {
		Coder coding.Coder
		IfNew bool // where there is one of that name already, nothing is done
	}
	// MergeCoders makes all that From did Into's, and From's name one of Into's;
	// tags that both made are folded.
	MergeCoders struct{ From, Into coding.CoderID }

	// Untag removes one tag; a passage without tags goes with its last one.
	Untag struct{ Tag coding.TagID }

	// PutTitle names the project.
	PutTitle struct{ Title string }
)

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

// Validate implements [Change].
func (c PutSource) Validate() error { return coding.CheckName("source", c.Source.Name) }

// Validate implements [Change].
func (c RemoveSource) Validate() error { return nil }

// Validate implements [Change].
func (c PutParticipant) Validate() error { return coding.CheckName("participant", c.Participant.Name) }

// Validate implements [Change].
func (c MergeParticipants) Validate() error { return notSame("participant", c.From == c.Into) }

// Validate implements [Change].
func (c PutOrganisation) Validate() error {
	return coding.CheckName("organisation", c.Organisation.Name)
}

// Validate implements [Change].
func (c MergeOrganisations) Validate() error { return notSame("organisation", c.From == c.Into) }

// Validate implements [Change].
func (c PutCase) Validate() error { return coding.CheckName("case", c.Case.Name) }

// Validate implements [Change].
func (c MergeCases) Validate() error { return notSame("case", c.From == c.Into) }

// Validate implements [Change].
func (c PutTheme) Validate() error {
	if c.Theme.ID == c.Theme.Parent {
		return coding.Errorf(coding.ErrInvalid, "theme %q: cannot stand below itself", c.Theme.Name)
	}
	if c.Theme.Kind != "" {
		if err := coding.CheckName("kind of theme", c.Theme.Kind); err != nil {
			return err
		}
	}
	return coding.CheckName("theme", c.Theme.Name)
}

// Validate implements [Change].
func (c RemoveTheme) Validate() error { return nil }

// Validate implements [Change].
func (c MergeThemes) Validate() error { return notSame("theme", c.From == c.Into) }

// Validate implements [Change].
func (c Retag) Validate() error { return nil }

// Validate implements [Change].
func (c PutTag) Validate() error { return checkWeight(c.Weight) }

// Validate implements [Change].
func (c KeepText) Validate() error { return nil }

// Validate implements [Change].
func (c KeepPassage) Validate() error { return checkSpan(c.Span) }

// Validate implements [Change].
func (c PutMemo) Validate() error { return checkMemo(c.Text) }

// Validate implements [Change].
func (c RemoveMemo) Validate() error { return nil }

// Validate implements [Change].
func (c PutLink) Validate() error {
	if c.Link.From == c.Link.To {
		return coding.Errorf(coding.ErrInvalid, "a link from a thing to itself")
	}
	return coding.CheckName("kind of link", c.Link.Kind)
}

// Validate implements [Change].
func (c RemoveLink) Validate() error { return nil }

// Validate implements [Change].
func (c PutQuery) Validate() error {
	if c.Query.Kind != "" {
		return coding.CheckName(c.Query.Kind, c.Query.Name)
	}
	if _, err := query.Parse(c.Query.Expression); err != nil {
		return err
	}
	return coding.CheckName("query", c.Query.Name)
}

// Validate implements [Change].
func (c RemoveQuery) Validate() error { return nil }

// Validate implements [Change].
func (c PutSummary) Validate() error {
	if !utf8.ValidString(c.Text) || strings.ContainsRune(c.Text, 0) {
		return coding.Errorf(coding.ErrInvalid, "summary: what it says is no text")
	}
	return nil
}

// Validate implements [Change].
func (c MarkSource) Validate() error {
	if _, err := coding.ParseState(string(c.State)); err != nil || c.Turn < 0 {
		return coding.Errorf(coding.ErrInvalid, "state %q: one of %s", c.State, coding.States())
	}
	return nil
}

// Validate implements [Change].
func (c Reject) Validate() error { return nil }

// Validate implements [Change].
func (c PutCoder) Validate() error { return coding.CheckName("coder", c.Coder.Name) }

// Validate implements [Change].
func (c MergeCoders) Validate() error { return notSame("coder", c.From == c.Into) }

// Validate implements [Change].
func (c TagPassage) Validate() error {
	if err := checkWeight(c.Weight); err != nil {
		return err
	}
	return checkSpan(c.Span)
}

func checkWeight(w float64) error {
	if !(w >= 0) || math.IsInf(w, 0) {
		return coding.Errorf(coding.ErrInvalid, "weight %g: must be above 0", w)
	}
	return nil
}

func checkMemo(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return coding.Errorf(coding.ErrInvalid, "a note without words")
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return coding.Errorf(coding.ErrInvalid, "a note that is not text (UTF-8)")
	}
	return nil
}

// Validate implements [Change].
func (c NotePassage) Validate() error {
	if err := checkMemo(c.Memo); err != nil {
		return err
	}
	return checkSpan(c.Span)
}

// Validate implements [Change].
func (c AttachPassage) Validate() error { return checkSpan(c.Span) }

// Validate implements [Change].
func (c AssignTurns) Validate() error {
	if len(c.Turns) == 0 {
		return coding.Errorf(coding.ErrInvalid, "no turns")
	}
	return nil
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

func checkSpan(s corpus.Span) error {
	if s.Start < 0 || s.Len() <= 0 {
		return coding.Errorf(coding.ErrInvalid, "%w: %s", corpus.ErrSpan, s)
	}
	return nil
}

// Validate implements [Change].
func (c Untag) Validate() error { return nil }

// Validate implements [Change].
func (c PutTitle) Validate() error {
	if strings.ContainsAny(c.Title, "\n\r") {
		return coding.Errorf(coding.ErrInvalid, "title %q: one line", c.Title)
	}
	return nil
}

func notSame(kind string, same bool) error {
	if same {
		return coding.Errorf(coding.ErrInvalid, "%s: cannot be merged with itself", kind)
	}
	return nil
}
