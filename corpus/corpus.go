// Package corpus holds what researchers collect: sources with their words, and
// who speaks in them.
//
// A [Source] is one imported document. Its words are a [Text], which never
// changes; places in it are [Span] values, counted in bytes. A [Transcript]
// cuts a text into turns, each with at most one speaker, and knows where each
// word begins. With a transcript, two questions that everything else rests on
// are cheap: which turns does a span touch ([Transcript.TurnsIn]), and how many
// words are in it ([Transcript.WordsIn]).
//
// The package thinks and does nothing else: no files, no clock, no printing. Its
// subpackages read files (format) and find speakers (transcript). Words and
// sentences are told apart by Unicode's rules (UAX #29) through
// github.com/clipperhouse/uax29, which is maintained, MIT and the fastest that
// was measured.
package corpus

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Identifiers are GUIDs, made by whoever makes the thing, so that two copies of
// a project can be brought together.
type (
	SourceID       string
	TextID         string
	ParticipantID  string
	OrganisationID string
	CaseID         string
)

// ErrSpan says that a span cuts a letter in two, is empty, or leaves its text.
var ErrSpan = errors.New("no such stretch of the text")

// A Span is a stretch of one text, [Start, End), in bytes.
type Span struct{ Start, End int }

// Len returns the length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Overlaps tells whether both have at least one byte in common.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Contains tells whether all of o lies in s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// String writes the span as --span takes it: START:END.
func (s Span) String() string { return fmt.Sprintf("%d:%d", s.Start, s.End) }

// A Text is the words of a source as they stood at one time: valid UTF-8, lines
// ended by \n, no byte order mark. It never changes.
type Text struct {
	ID   TextID
	Body string
}

// Check returns nil if s is a place in t: not empty, inside the text, on rune
// boundaries. Else the error wraps [ErrSpan] and says which of these it is not.
func (t Text) Check(s Span) error {
	switch {
	case s.Start < 0 || s.End > len(t.Body):
		return fmt.Errorf("%w: %s leaves a text of %d bytes", ErrSpan, s, len(t.Body))
	case s.Start >= s.End:
		return fmt.Errorf("%w: %s is empty", ErrSpan, s)
	case !utf8.RuneStart(t.Body[s.Start]) || s.End < len(t.Body) && !utf8.RuneStart(t.Body[s.End]):
		return fmt.Errorf("%w: %s cuts a letter in two", ErrSpan, s)
	}
	return nil
}

// Quote returns the words in s. The error wraps [ErrSpan].
func (t Text) Quote(s Span) (string, error) {
	if err := t.Check(s); err != nil {
		return "", err
	}
	return t.Body[s.Start:s.End], nil
}

// Around returns up to runes runes of the text before s, and as many after it.
// s must be a place in t.
func (t Text) Around(s Span, runes int) (before, after string) {
	start, end := s.Start, s.End
	for range runes {
		_, n := utf8.DecodeLastRuneInString(t.Body[:start])
		start -= n
		_, n = utf8.DecodeRuneInString(t.Body[end:])
		end += n
	}
	return t.Body[start:s.Start], t.Body[s.End:end]
}

// Lines returns the span of lines first to last, counted from 1, both included,
// without the last line's end. The error wraps [ErrSpan].
func (t Text) Lines(first, last int) (Span, error) {
	span := Span{Start: -1}
	line, start := 1, 0
	for {
		n := strings.IndexByte(t.Body[start:], '\n')
		end := start + n
		if n < 0 {
			end = len(t.Body)
		}
		if line == first {
			span.Start = start
		}
		if line == last && span.Start >= 0 {
			span.End = end
			return span, t.Check(span)
		}
		if n < 0 {
			return Span{}, fmt.Errorf("%w: lines %d-%d of a text with %d lines", ErrSpan, first, last, line)
		}
		line, start = line+1, end+1
	}
}

// Trim returns s without the white space at its ends; it may be empty.
func (t Text) Trim(s Span) Span {
	body := t.Body[s.Start:s.End]
	s.Start += len(body) - len(strings.TrimLeftFunc(body, unicode.IsSpace))
	return Span{s.Start, s.Start + len(strings.TrimSpace(body))}
}

// A TurnKind says what a turn is.
type TurnKind uint8

// The kinds of turns.
const (
	Paragraph TurnKind = iota // nobody speaks, or somebody does
	Heading
	Question // of an interview guide, in writing: the researcher's words, though nobody speaks
)

// NoTime is the time of a turn that has none.
const NoTime = time.Duration(-1)

// A Turn is a stretch of a text with one speaker or, where nobody speaks, one
// paragraph or heading.
type Turn struct {
	Start, End int // bytes; Start is where the speaker's label begins, if there is one
	Body       int // byte at which the words begin, after the label: Start <= Body <= End
	Kind       TurnKind
	Speaker    int           // index into Transcript.Speakers; -1: nobody
	From, To   time.Duration // in the recording, [NoTime] where unknown
	Question   int           // that it answers, its number in Transcript.Questions from 1; 0: none
}

// Span is the whole turn with its label.
func (t Turn) Span() Span { return Span{t.Start, t.End} }

// Words is the turn without its label.
func (t Turn) Words() Span { return Span{t.Body, t.End} }

// A Speaker is one label of a transcript and the participant who is meant.
type Speaker struct {
	Label       string // as it stands in the source, without colon or brackets
	Participant ParticipantID
}

// A Transcript is a text cut into turns, in order, never overlapping.
type Transcript struct {
	Layout    string // how the speakers were told apart, as "Name: text"; "" if nobody speaks
	Speakers  []Speaker
	Turns     []Turn
	Questions []string // of an interview guide or a survey, that turns answer
	Words     []int32  // byte at which each word of the text begins, ascending; see [WordStarts]
	Pages     []int32  // byte at which each page begins, ascending; nil where there are none
}

// TurnsIn returns the turns that span overlaps, as indices [first, last). A turn
// counts from its label on.
func (t *Transcript) TurnsIn(span Span) (first, last int) {
	first, _ = slices.BinarySearchFunc(t.Turns, span.Start, func(u Turn, start int) int {
		if u.End <= start {
			return -1
		}
		return 1
	})
	for last = first; last < len(t.Turns) && t.Turns[last].Start < span.End; last++ {
	}
	return first, last
}

// WordsIn counts the words that begin in span. Spans that lie side by side thus
// share no word and lose none.
func (t *Transcript) WordsIn(span Span) int {
	from, to := t.WordsFrom(span)
	return int(to - from)
}

// WordsFrom returns the words that begin in span, as their numbers [from, to) in
// the transcript.
func (t *Transcript) WordsFrom(span Span) (from, to int32) {
	if span.End <= span.Start {
		return 0, 0
	}
	first, _ := slices.BinarySearch(t.Words, int32(span.Start))
	n, _ := slices.BinarySearch(t.Words[first:], int32(span.End))
	return int32(first), int32(first + n)
}

// PagesIn returns the pages that a span begins and ends on, counted from 1; 0 where
// there are none.
func (t *Transcript) PagesIn(span Span) (first, last int) {
	at := func(b int) int {
		n, there := slices.BinarySearch(t.Pages, int32(b))
		if there {
			n++
		}
		return n
	}
	return at(span.Start), at(max(span.End-1, span.Start))
}

// TurnWords counts the words of turn i, without its label.
func (t *Transcript) TurnWords(i int) int { return t.WordsIn(t.Turns[i].Words()) }

// AllWords counts the words of all turns, without labels.
func (t *Transcript) AllWords() (n int) {
	for i := range t.Turns {
		n += t.TurnWords(i)
	}
	return n
}

// Check returns an error where the transcript breaks its law: turns in order,
// inside the text, on rune boundaries, with known speakers, never overlapping.
func (t *Transcript) Check(text Text) error {
	end := 0
	for i, u := range t.Turns {
		switch {
		case u.Start < end || u.Body < u.Start || u.End < u.Body:
			return fmt.Errorf("turn %d: %d:%d:%d out of order after %d", i+1, u.Start, u.Body, u.End, end)
		case u.Speaker < -1 || u.Speaker >= len(t.Speakers):
			return fmt.Errorf("turn %d: no speaker %d", i+1, u.Speaker)
		case u.Question < 0 || u.Question > len(t.Questions):
			return fmt.Errorf("turn %d: no question %d", i+1, u.Question)
		}
		if err := text.Check(u.Span()); err != nil {
			return fmt.Errorf("turn %d: %w", i+1, err)
		}
		if u.Body < u.End && !utf8.RuneStart(text.Body[u.Body]) {
			return fmt.Errorf("turn %d: %w: its words begin inside a letter", i+1, ErrSpan)
		}
		end = u.End
	}
	return nil
}
