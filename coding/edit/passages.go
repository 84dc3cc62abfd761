package edit

import (
	"errors"
	"math"
	"time"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/corpus"
)

// TagPassage puts a theme on a span of a text. The passage is made if there
// is none with this span yet, else Passage's id is not used. The same theme
// by the same coder about the same organisation is there but once.
type TagPassage struct {
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

// Validate implements [Change].
func (c TagPassage) Validate() error {
	if err := checkWeight(c.Weight); err != nil {
		return err
	}
	return checkSpan(c.Span)
}

// Retag puts another theme in the place of a tag's own. Where the coder has
// that one there already, the two become one.
type Retag struct {
	Tag   coding.TagID
	Theme coding.ThemeID
}

// Validate implements [Change].
func (c Retag) Validate() error { return nil }

// PutTag replaces what a tag says beside its theme.
type PutTag struct {
	Tag    coding.TagID
	Weight float64
	About  corpus.OrganisationID
}

// Validate implements [Change].
func (c PutTag) Validate() error { return checkWeight(c.Weight) }

// Untag removes one tag; a passage without tags goes with its last one.
type Untag struct{ Tag coding.TagID }

// Validate implements [Change].
func (c Untag) Validate() error { return nil }

// NotePassage keeps a note on a span of a text. The passage is made if there is
// none with this span yet, else Passage's id is not used.
type NotePassage struct {
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

// Validate implements [Change].
func (c NotePassage) Validate() error {
	if err := checkMemo(c.Memo); err != nil {
		return err
	}
	return checkSpan(c.Span)
}

// KeepPassage makes a passage for a link to lead to, if there is none on this
// span yet.
type KeepPassage struct {
	Passage  coding.PassageID
	Text     corpus.TextID
	Span     corpus.Span
	Detached bool
}

// Validate implements [Change].
func (c KeepPassage) Validate() error { return checkSpan(c.Span) }

// AttachPassage puts a passage on a span of a source's text as it stands. The
// tags of two passages that come to stand on the same span are put together.
type AttachPassage struct {
	Passage coding.PassageID
	Text    corpus.TextID
	Span    corpus.Span
	// Was are the words that were marked, where those of the span are others that nobody
	// has accepted yet; "" for none.
	Was string
}

// Validate implements [Change].
func (c AttachPassage) Validate() error { return errors.Join(checkSpan(c.Span), checkWas(c.Was)) }

// MarkChanged says that the words of the passage on a span are others than those that
// were marked, and wait for somebody to accept them; or, with Was "", that somebody did.
type MarkChanged struct {
	Text corpus.TextID
	Span corpus.Span
	Was  string    // the words that were marked
	At   time.Time // when they were changed; zero for the edit's own time
}

// Validate implements [Change].
func (c MarkChanged) Validate() error { return errors.Join(checkSpan(c.Span), checkWas(c.Was)) }

func checkWas(was string) error {
	if !utf8.ValidString(was) {
		return coding.Errorf(coding.ErrInvalid, "the words that were marked: not text")
	}
	return nil
}

func checkWeight(w float64) error {
	if !(w >= 0) || math.IsInf(w, 0) {
		return coding.Errorf(coding.ErrInvalid, "weight %g: must be above 0", w)
	}
	return nil
}

func checkSpan(s corpus.Span) error {
	if s.Start < 0 || s.Len() <= 0 {
		return coding.Errorf(coding.ErrInvalid, "%w: %s", corpus.ErrSpan, s)
	}
	return nil
}
