// Package coding is crosscase's vocabulary and its one selection: themes, the passages
// that researchers tag with them, and whom each passage counts for.
//
// A [Study] is one consistent state of a whole project in memory, all but the texts.
// [Study.Select] is the one function that finds passages: what a list shows and what a
// matrix counts both come from it, so a number and the passages behind it cannot differ.
// A passage counts for the organisations of those who speak in it, not for its file
// (attribution.go).
//
// Nothing here reads files or changes a project. Package edit declares changes, package
// project applies them; packages codebook, intake, merge, pseudonym and exchange work
// them out from what people give; package query reads filters and code queries; package
// analysis counts and compares what a selection holds.
//
// Laws, in laws_test.go:
//
//   - selection: a passage is selected where one of its tags and one of its voices each
//     passes as a whole, with just those
//   - places: a turn may be counted where the voice whose words it holds passes
//   - paths: every theme is found by its escaped path, whatever is in its name
//   - values: what matches two values of an attribute matches what they are joined to
//   - formulas: nothing that is made harmless begins as a formula does
//
// # Vocabulary
//
// One word for one thing, in code, commands, files and pages; in brackets what other
// programs and textbooks call it.
//
//   - project: one study, kept in one file (hermeneutic unit)
//   - source: one imported document, as an interview, a meeting or a site visit
//     (document, file)
//   - text: the words of a source at one time; it never changes, and a corrected source
//     gets a new one
//   - turn: a stretch of a source with one speaker; where nobody speaks, a paragraph or
//     heading (utterance)
//   - participant: a person who speaks or is described; researchers are participants too
//     (case, informant)
//   - organisation: a body that participants belong to (case)
//   - case study: one case of a multiple-case design, in which organisations take part
//     (document group)
//   - attribute: a named value of a source, participant or organisation (variable)
//   - theme: a node of the codebook; themes nest (code, category)
//   - codebook: the tree of themes with their definitions (code system)
//   - passage: a marked span of a text (quotation, segment, reference)
//   - changed passage: one whose words a correction changed a little; it counts, and waits
//     for somebody to accept its words
//   - detached passage: one on a text that its source no longer has; it counts nowhere
//   - tag: one theme on one passage by one coder, with a weight and whom it is about where
//     that is given (coding)
//   - coder: a person who tags (rater, user)
//   - memo: a note on anything above (annotation)
//   - link: a named relation between themes, passages or case studies
//   - summary: what a theme means for one row of a framework matrix
//   - reading: how far one coder is with one source
//   - change: a value that says one edit; the only way into a project (operation, event)
//   - study: one consistent state of a project in memory (snapshot)
//   - filter, selection: which passages are meant, and those that are found (query)
//   - voice: one participant who speaks in a passage, with organisation and case study
//   - straddling passage: one in which several organisations speak
package coding

import (
	"crypto/sha256"
	"encoding/hex"
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
	LinkID    string
	QueryID   string
)

// The kinds of errors, by what they mean to the caller.
var (
	ErrUnknown = errors.New("unknown") // no such project, source, theme…
	// ErrAmbiguous means that a name, or the beginning of an identifier, is that of several.
	ErrAmbiguous = errors.New("ambiguous")
	ErrInvalid   = errors.New("not valid")   // what was given breaks a rule
	ErrConflict  = errors.New("in conflict") // something else stands where this should go
	ErrDamaged   = errors.New("damaged")     // the project file is not whole, or not ours
	ErrNewer     = errors.New("made by a newer crosscase")
	ErrBusy      = errors.New("in use by another program")
	ErrReadOnly  = errors.New("read-only")               // the project, and something was to be written
	ErrReplaced  = errors.New("replaced by another one") // the project file, while it was open
)

// Errorf makes an error of one of these kinds that says what format says, without
// the kind's own words: what is wrong is said better case by case. %q quotes a string as
// [Quote] does.
func Errorf(kind error, format string, args ...any) error {
	return kinded{fmt.Errorf(format, quotable(args)...), kind}
}

// Wrapf is [fmt.Errorf] for messages: %q quotes a string as [Quote] does.
func Wrapf(format string, args ...any) error { return fmt.Errorf(format, quotable(args)...) }

type kinded struct {
	error error
	kind  error
}

func (k kinded) Error() string   { return k.error.Error() }
func (k kinded) Unwrap() []error { return []error{k.error, k.kind} }

// hinted is an error that says what to do next.
type hinted struct {
	error
	hint    string // for whoever sees the error
	command string // for the command line alone
}

func (h hinted) Unwrap() error { return h.error }
func (h hinted) Hint() string  { return h.hint }

// Command is what to type on the command line, "" where nobody said.
func (h hinted) Command() string { return h.command }

// MendHint is what a person can do about an error that wraps [ErrDamaged].
const MendHint = "crosscase check lists what is damaged; " + GoBackHint

// GoBackHint is what a person can do who knows what is damaged.
const GoBackHint = "go back with crosscase restore BACKUP, or save what is whole with crosscase rescue DAMAGED NEW"

// WithHint adds to err what a person can do about it. %q quotes a string as [Quote] does.
func WithHint(err error, format string, args ...any) error {
	return hinted{err, fmt.Sprintf(format, quotable(args)...), ""}
}

// WithCommand adds to err and its hint what a person can do about it on the command line: commands and
// flags. %q quotes a string as [Quote] does.
func WithCommand(err error, format string, args ...any) error {
	hint, _ := HintAndCommand(err)
	return hinted{err, hint, fmt.Sprintf(format, quotable(args)...)}
}

// Hint returns what to do about err, in words and commands; "" where nobody said.
func Hint(err error) string {
	hint, command := HintAndCommand(err)
	if hint != "" && command != "" {
		return hint + ": " + command
	}
	return hint + command
}

// HintAndCommand returns what to do about err, in words, and what to type on the command line; "" where
// nobody said.
func HintAndCommand(err error) (hint, command string) {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		hint = h.Hint()
	}
	if c, ok := h.(interface{ Command() string }); ok {
		command = c.Command()
	}
	return hint, command
}

// A Theme is a node of the codebook. What is done with each of its texts is declared in
// [ThemeTexts].
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
	Kind       string // in the method that is followed: code, category, theme, aggregate dimension, level 1…; "" for none
	Archived   bool   // not to be used any more; what it was put on stays and counts
	Made       time.Time
	Described  time.Time // when its definition, or what it includes or excludes, last changed
}

// Separator stands between the parts of a theme's path: "Motivation > Savings".
const Separator = " > "

// A Passage is a span of one text that someone marked.
type Passage struct {
	ID   PassageID
	Text corpus.TextID
	Span corpus.Span
}

// A Changed is what a passage was put on, where a correction has changed its words.
type Changed struct {
	Was string // the words that were marked, or accepted last
	At  time.Time
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
	// Suggested says that a classifier proposed the tag and the coder accepted it.
	Suggested bool
}

// A Coder is someone who tags.
type Coder struct {
	ID      CoderID
	Name    string
	Aliases []string // names under which they worked before, or still do
}

// A Memo is a note on something in the project.
type Memo struct {
	ID    MemoID
	On    string // identifier of a tag, passage, theme…
	Coder CoderID
	At    time.Time
	Text  string // Markdown
}

// A Link says how one theme, passage or case study bears on another, as
// "influences" or "contradicts".
type Link struct {
	ID       LinkID
	From, To string // identifiers of themes, passages or case studies
	Kind     string
	Note     string
	Coder    CoderID
	At       time.Time
}

// A SavedQuery is a code query that was given a name (see package query), or a matrix
// or a search: what crosscase matrix or crosscase search was asked with.
type SavedQuery struct {
	ID         QueryID
	Name       string
	Kind       string // "" for a code query, else one of the kinds below
	Expression string
}

// Kinds of saved queries.
const (
	SavedMatrix = "matrix"
	SavedSearch = "search"
)

// A Summary is what a researcher says a theme is to somebody or something: of a
// cell of a matrix, in the framework method (J. Ritchie and L. Spencer 1994).
type Summary struct {
	ID    string
	Theme ThemeID
	On    string // identifier of a participant, organisation, case study or source
	Coder CoderID
	At    time.Time
	Text  string // Markdown
}

// A Merged says what became of a theme that was made one with another.
type Merged struct {
	ID   ThemeID // of the theme that went
	Path string  // as it was then
	Into ThemeID
	At   time.Time
}

// A Rejection is a coder's word that a theme is not on certain words, so that
// nobody has to say it again.
type Rejection struct {
	ID     string
	Theme  ThemeID
	Source corpus.SourceID
	Words  string // see [WordsKey]
	Coder  CoderID
}

// WordsKey is a key for words that does not hold them: the SHA-256 of the words
// in lower case with single blanks between them. Names can be replaced in a
// project without leaving them here.
func WordsKey(words string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.Join(strings.Fields(words), " "))))
	return hex.EncodeToString(sum[:16])
}

// MaxName is the longest name, in bytes.
const MaxName = 500

// CheckName returns an error that wraps [ErrInvalid] where name is no name for a
// thing of this kind: empty, over [MaxName] bytes, padded, or with characters in it that
// nobody can see ([corpus.PlainName]).
func CheckName(kind, name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return Errorf(ErrInvalid, "%s: a name is needed", kind)
	case strings.TrimSpace(name) != name:
		return Errorf(ErrInvalid, "%s %q: blanks at the ends of a name", kind, name)
	case len(name) > MaxName:
		return Errorf(ErrInvalid, "%s %.40q…: a name of %d bytes, %d is the most", kind, name, len(name), MaxName)
	case !utf8.ValidString(name):
		return Errorf(ErrInvalid, "%s %q: not valid UTF-8 text", kind, name)
	case strings.ContainsFunc(name, unicode.IsControl):
		return Errorf(ErrInvalid, "%s %q: control characters in a name", kind, name)
	case corpus.PlainName(name) != name:
		return WithHint(Errorf(ErrInvalid, "%s %+q: characters in a name that nobody can see", kind, name),
			"without them it is %q; type it rather than copying it", corpus.PlainName(name))
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

// IsColour tells whether s is a colour, #rrggbb.
func IsColour(s string) bool {
	return len(s) == 7 && s[0] == '#' && strings.Trim(strings.ToLower(s[1:]), "0123456789abcdef") == ""
}

// formulas are the characters that a spreadsheet takes for the beginning of a formula.
const formulas = "=+-@\t\r"

// Harmless puts an apostrophe before what a spreadsheet would take for a formula.
func Harmless(s string) string {
	if s != "" && strings.Contains(formulas, s[:1]) {
		return "'" + s
	}
	return s
}

// Unharmed takes the apostrophe of [Harmless] away again.
func Unharmed(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.Contains(formulas, s[1:2]) {
		return s[1:]
	}
	return s
}
