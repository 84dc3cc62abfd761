// Package coding holds what researchers make of a corpus: themes, the passages
// they tag with them, and which passages count for whom.
//
// A [Study] is one consistent moment of a whole project in memory, all but the
// words. [Study.Select] is the one function that finds passages: what the
// listing prints and what a matrix counts both come from it, so a number and the
// passages behind it cannot differ. Who a passage counts for is decided by who
// speaks in it (attribution.go).
//
// Nothing here writes. What is to be different is a [Change], a value; package
// project applies it, all or none, and keeps the log. Functions that work out
// changes from what a person gave ([Intake] for files to import, [Locate] and
// [Study.ReadCodings] for places to tag) are here too, since they hold rules.
package coding

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// Identifiers are GUIDs, as in package corpus.
type (
	ThemeID   string
	PassageID string
	TagID     string
	CoderID   string
	MemoID    string
)

// The kinds of errors, by what they mean to the caller.
var (
	ErrUnknown  = errors.New("unknown")     // no such project, source, theme…
	ErrInvalid  = errors.New("not valid")   // what was given breaks a rule
	ErrConflict = errors.New("in conflict") // something else stands where this should go
	ErrDamaged  = errors.New("damaged")     // the project file is not whole, or not ours
	ErrNewer    = errors.New("made by a newer crosscase")
	ErrBusy     = errors.New("in use by another program")
)

// Errorf makes an error of one of these kinds that says what format says, without
// the kind's own words: what is wrong is said better case by case.
func Errorf(kind error, format string, args ...any) error {
	return kinded{fmt.Errorf(format, args...), kind}
}

type kinded struct {
	error error
	kind  error
}

func (k kinded) Error() string   { return k.error.Error() }
func (k kinded) Unwrap() []error { return []error{k.error, k.kind} }

// hinted is an error that says what to do next.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }
func (h hinted) Hint() string  { return h.hint }

// WithHint adds to err what a person can do about it.
func WithHint(err error, format string, args ...any) error {
	return hinted{err, fmt.Sprintf(format, args...)}
}

// Hint returns what to do about err, "" where nobody said.
func Hint(err error) string {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		return h.Hint()
	}
	return ""
}

// A Theme is a node of the codebook.
type Theme struct {
	ID         ThemeID
	Parent     ThemeID // "" at the top
	Name       string  // unique below its parent
	Definition string
	Include    string // when to use it
	Exclude    string // when not to
	Example    string
	Colour     string // #rrggbb
	Position   int    // among the themes below one parent
}

// Separator stands between the parts of a theme's path: "Motivation > Savings".
const Separator = " > "

// A Passage is a span of one text that someone marked.
type Passage struct {
	ID   PassageID
	Text corpus.TextID
	Span corpus.Span
}

// A Tag is one theme on one passage by one coder.
type Tag struct {
	ID      TagID
	Passage PassageID
	Theme   ThemeID
	Coder   CoderID
	At      time.Time
	Weight  float64               // above 0; 0 is none
	About   corpus.OrganisationID // whom the passage is about; "" is nobody in particular
}

// A Coder is someone who tags.
type Coder struct {
	ID   CoderID
	Name string
}

// A Memo is a note on something in the project.
type Memo struct {
	ID    MemoID
	On    string // identifier of a tag, passage, theme…
	Coder CoderID
	At    time.Time
	Text  string
}

// MaxName is the longest name, in bytes.
const MaxName = 500

// CheckName returns an error that wraps [ErrInvalid] where name is no name for a
// thing of this kind: empty, over [MaxName] bytes, padded or with control
// characters in it.
func CheckName(kind, name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return Errorf(ErrInvalid, "%s: a name is needed", kind)
	case strings.TrimSpace(name) != name:
		return Errorf(ErrInvalid, "%s %q: blanks at the ends of a name", kind, name)
	case len(name) > MaxName:
		return Errorf(ErrInvalid, "%s %.40q…: a name of %d bytes, %d is the most", kind, name, len(name), MaxName)
	case strings.ContainsFunc(name, unicode.IsControl) || !utf8.ValidString(name):
		return Errorf(ErrInvalid, "%s %q: control characters in a name", kind, name)
	case name == None:
		return Errorf(ErrInvalid, "%s %q: that name stands for none", kind, name)
	}
	return nil
}

// None is what tables print, and filters take, where a passage has no
// organisation, case study and so on.
const None = "(none)"

// palette holds colours that stay apart for colour-blind readers: Paul Tol's
// schemes "bright" and "muted" (Tol, Colour Schemes, SRON/EPS/TN/09-002, 2021).
var palette = []string{
	"#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377",
	"#332288", "#ddcc77", "#117733", "#88ccee", "#882255", "#44aa99", "#999933", "#cc6677",
}

// Colour deals out the colour of the n-th theme, from 0.
func Colour(n int) string { return palette[n%len(palette)] }
