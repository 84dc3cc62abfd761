package edit

import (
	"time"

	"crosscase/coding"
	"crosscase/corpus"
)

// PutCoder adds a coder, or renames the one with the same id: the old name
// still means them.
type PutCoder struct {
	Coder coding.Coder
	IfNew bool // where there is one of that name already, nothing is done
}

// Validate implements [Change].
func (c PutCoder) Validate() error { return coding.CheckName("coder", c.Coder.Name) }

// MergeCoders makes all that From did Into's, and From's name one of Into's;
// tags that both made are folded.
type MergeCoders struct{ From, Into coding.CoderID }

// Validate implements [Change].
func (c MergeCoders) Validate() error { return notSame("coder", c.From == c.Into) }

// MarkSource says how far a coder is with a source; Turn is the last turn read,
// from 1. [coding.Unread] takes back what was said.
type MarkSource struct {
	Source corpus.SourceID
	Coder  string // "" for the edit's own
	State  coding.State
	Turn   int
	At     time.Time // zero for the edit's own time
	Quiet  bool      // it is no edit, and not in the log: where somebody stopped reading
}

// Validate implements [Change].
func (c MarkSource) Validate() error {
	if _, err := coding.ParseState(string(c.State)); err != nil || c.Turn < 0 {
		return coding.Errorf(coding.ErrInvalid, "state %q: one of %s", c.State, coding.States())
	}
	return nil
}

// Reject says that a theme is not on certain words of a source.
type Reject struct {
	ID     string
	Theme  coding.ThemeID
	Source corpus.SourceID
	Words  string // see [coding.WordsKey]
	Coder  string // "" for the edit's own
}

// Validate implements [Change].
func (c Reject) Validate() error { return nil }
