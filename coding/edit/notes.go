package edit

import (
	"strings"
	"time"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/coding/query"
)

// PutMemo adds a note on anything that has an identifier, or gives the one with
// the same id other words, and another place if On names one.
type PutMemo struct {
	ID    coding.MemoID
	On    string // identifier of what it is on; "" is the project, or where it is
	Text  string
	Coder string    // "" for the edit's own; of a note that is there, its own stays
	At    time.Time // zero for the edit's own time
}

// Validate implements [Change].
func (c PutMemo) Validate() error { return checkMemo(c.Text) }

// RemoveMemo removes a note.
type RemoveMemo struct{ ID coding.MemoID }

// Validate implements [Change].
func (c RemoveMemo) Validate() error { return nil }

// PutLink adds a link, or replaces the kind and note of the one with the same
// id. Two things have one link of a kind in one direction at most.
type PutLink struct {
	Link  coding.Link
	Coder string // "" for the edit's own
}

// Validate implements [Change].
func (c PutLink) Validate() error {
	if c.Link.From == c.Link.To {
		return coding.Errorf(coding.ErrInvalid, "a link from a thing to itself")
	}
	return coding.CheckName("kind of link", c.Link.Kind)
}

// RemoveLink removes a link.
type RemoveLink struct{ ID coding.LinkID }

// Validate implements [Change].
func (c RemoveLink) Validate() error { return nil }

// PutSummary says what a theme is to a participant, organisation, case study or
// source, in the place of what was said before. An empty text takes it back.
type PutSummary struct {
	ID    string // of a new one
	Theme coding.ThemeID
	On    string
	Text  string
	Coder string    // "" for the edit's own
	At    time.Time // zero for the edit's
}

// Validate implements [Change].
func (c PutSummary) Validate() error {
	if !utf8.ValidString(c.Text) || strings.ContainsRune(c.Text, 0) {
		return coding.Errorf(coding.ErrInvalid, "summary: what it says is no text")
	}
	return nil
}

// PutQuery saves a code query under a name, or changes the one with the same
// id.
type PutQuery struct{ Query coding.SavedQuery }

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

// RemoveQuery removes a saved query.
type RemoveQuery struct{ ID coding.QueryID }

// Validate implements [Change].
func (c RemoveQuery) Validate() error { return nil }

func checkMemo(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return coding.Errorf(coding.ErrInvalid, "a note without words")
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return coding.Errorf(coding.ErrInvalid, "a note that is not text (UTF-8)")
	}
	return nil
}
