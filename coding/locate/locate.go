// Package locate says where in a source something is, as people give it: by its words, by
// turns, lines or bytes, and how much around a match is meant.
//
// [Find] turns a [Place] into spans of the text, [Widen] makes matches sentences or turns.
// A quote is found whatever its case, white space and quotation marks; one that stands
// more than once is never guessed at.
package locate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/corpus"
)

// A Place says where in a source a passage is, as a person gives it: one of
// Quote, Turns, Lines and Span.
type Place struct {
	Quote      string
	Occurrence string // of the quote: "", a number from 1, or "all"
	Turns      string // "12" or "12-14", counted from 1
	Lines      string // as Turns
	Span       string // START:END in bytes
	// Near is where a quote stands in letters from the text's beginning, as far as
	// another program's counting says; of several places the nearest is taken. 0 is
	// not known.
	Near int
}

// Find returns the spans that p means in a source; more than one only for the
// occurrence "all". The error wraps [coding.ErrUnknown] where there is no such place,
// and [coding.ErrConflict] where a quote stands more than once and none was chosen.
func Find(text *corpus.Finder, tr *corpus.Transcript, p Place) ([]corpus.Span, error) {
	switch {
	case p.Quote != "":
		if found := findQuote(text, p.Quote); p.Near > 0 && p.Occurrence == "" && len(found) > 1 {
			away := func(s corpus.Span) int { return abs(utf8.RuneCountInString(text.Body[:s.Start]) - p.Near) }
			return []corpus.Span{slices.MinFunc(found, func(a, b corpus.Span) int { return away(a) - away(b) })}, nil
		}
		return locateQuote(text, tr, p.Quote, p.Occurrence)
	case p.Turns != "":
		first, last, err := interval("turns", p.Turns)
		if err != nil {
			return nil, err
		}
		if last > len(tr.Turns) {
			return nil, fmt.Errorf("turns %s: %w; the source has %d", p.Turns, coding.ErrUnknown, len(tr.Turns))
		}
		span := corpus.Span{Start: tr.Turns[first-1].Body, End: tr.Turns[last-1].End}
		if span.Len() <= 0 {
			return nil, fmt.Errorf("turns %s: no words in there: %w", p.Turns, coding.ErrUnknown)
		}
		return []corpus.Span{span}, nil
	case p.Lines != "":
		first, last, err := interval("lines", p.Lines)
		if err != nil {
			return nil, err
		}
		span, err := text.Lines(first, last)
		if err == nil {
			if span = text.Trim(span); span.Len() == 0 {
				err = fmt.Errorf("lines %s: no words in there", p.Lines)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", err, coding.ErrUnknown)
		}
		return []corpus.Span{span}, nil
	}
	start, end, ok := strings.Cut(p.Span, ":")
	a, err1 := strconv.Atoi(strings.TrimSpace(start))
	b, err2 := strconv.Atoi(strings.TrimSpace(end))
	if !ok || err1 != nil || err2 != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "span %q: write it as START:END in bytes", p.Span)
	}
	span := corpus.Span{Start: a, End: b}
	if err := text.Check(span); err != nil {
		return nil, fmt.Errorf("%w: %w", err, coding.ErrUnknown)
	}
	return []corpus.Span{span}, nil
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// findQuote finds a quote, or where it stands nowhere, its words without the dots that lists
// print around a quote that they shorten.
func findQuote(text *corpus.Finder, quote string) []corpus.Span {
	if found := text.Find(quote); len(found) > 0 {
		return found
	}
	return text.Find(strings.Trim(strings.ReplaceAll(quote, "...", "…"), "… \n"))
}

func locateQuote(text *corpus.Finder, tr *corpus.Transcript, quote, occurrence string) ([]corpus.Span, error) {
	found := findQuote(text, quote)
	switch n, err := strconv.Atoi(occurrence); {
	case len(found) == 0:
		return nil, coding.WithHint(fmt.Errorf("quote %q: %w in this source", coding.Shorten(quote), coding.ErrUnknown),
			"whole words are looked for; case, white space, and kinds of quotation marks and ellipses do not matter")
	case occurrence == "" && len(found) == 1, occurrence == "all":
		return found, nil
	case occurrence == "":
		return nil, coding.WithHint(coding.Errorf(coding.ErrConflict, "quote %q: stands %d times: %s", coding.Shorten(quote), len(found),
			places(text.Text, tr, found)),
			"choose one with --occurrence N, or --occurrence all")
	case err != nil || n < 1:
		return nil, coding.Errorf(coding.ErrInvalid, "occurrence %q: a number from 1, or all", occurrence)
	case n > len(found):
		return nil, fmt.Errorf("quote %q: occurrence %d: %w; it stands %d times", coding.Shorten(quote), n, coding.ErrUnknown, len(found))
	default:
		return found[n-1 : n], nil
	}
}

// places lists spans as a person finds them: by turn, with the words around.
func places(text corpus.Text, tr *corpus.Transcript, spans []corpus.Span) string {
	var list []string
	for i, s := range spans {
		if i == 5 && len(spans) > 6 {
			list = append(list, fmt.Sprintf("and %d more", len(spans)-i))
			break
		}
		turn, _ := tr.TurnsIn(s)
		before, after := text.Around(s, 16)
		list = append(list, fmt.Sprintf("(%d) turn %d …%s…", i+1, turn+1,
			strings.Join(strings.Fields(before+text.Body[s.Start:s.End]+after), " ")))
	}
	return strings.Join(list, ", ")
}

// interval reads "12" or "12-14".
func interval(what, s string) (first, last int, err error) {
	a, b, two := strings.Cut(strings.ReplaceAll(s, "–", "-"), "-")
	if !two {
		b = a
	}
	first, err1 := strconv.Atoi(strings.TrimSpace(a))
	last, err2 := strconv.Atoi(strings.TrimSpace(b))
	if err1 != nil || err2 != nil || first < 1 || last < first {
		return 0, 0, coding.Errorf(coding.ErrInvalid, "%s %q: write 12 or 12-14", what, s)
	}
	return first, last, nil
}

// TurnList reads a list of turns, "3" or "3-7,9", counted from 1, of a source that
// has so many; the result counts from 0.
func TurnList(list string, of int) ([]int, error) {
	var turns []int
	for part := range strings.SplitSeq(list, ",") {
		first, last, err := interval("turns", strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		if last > of {
			return nil, fmt.Errorf("turns %s: %w; the source has %d", part, coding.ErrUnknown, of)
		}
		for n := first; n <= last; n++ {
			turns = append(turns, n-1)
		}
	}
	return turns, nil
}

// A Unit says how much of the text around a match a tag takes.
type Unit string

// The units.
const (
	UnitMatch    Unit = "match"    // the words that matched
	UnitSentence Unit = "sentence" // the sentences they stand in
	UnitTurn     Unit = "turn"     // the turns they stand in, without the label
)

// Widen returns matches widened to unit, in order, each span once. Matches must
// be in order; what lies in no turn stays as it is.
func Widen(text corpus.Text, tr *corpus.Transcript, matches []corpus.Span, unit Unit) []corpus.Span {
	var spans []corpus.Span
	var sentences []corpus.Span
	at := -1 // turn of sentences
	for _, m := range matches {
		first, last := tr.TurnsIn(m)
		if unit != UnitMatch && first < last {
			turn := tr.Turns[first]
			switch {
			case unit == UnitTurn:
				m = corpus.Span{Start: turn.Body, End: tr.Turns[last-1].End}
			default:
				if at != first {
					sentences, at = text.Sentences(turn.Words()), first
				}
				for _, s := range sentences {
					if s.Overlaps(m) {
						m = corpus.Span{Start: min(m.Start, s.Start), End: max(m.End, s.End)}
					}
				}
			}
		}
		spans = append(spans, m)
	}
	return slices.Compact(spans)
}

// TurnsOf lists the turns of a source, from 0, in which a participant speaks; of
// those that are listed, as [TurnList] takes them, if any are. The error wraps
// [coding.ErrUnknown] where there are none.
func TurnsOf(s *coding.Study, src *corpus.Source, who corpus.ParticipantID, list string) (turns []int, err error) {
	tr := s.Transcript(src)
	var among []int
	if list != "" {
		if among, err = TurnList(list, len(tr.Turns)); err != nil {
			return nil, err
		}
	}
	for i, t := range tr.Turns {
		if t.Speaker >= 0 && tr.Speakers[t.Speaker].Participant == who && (list == "" || slices.Contains(among, i)) {
			turns = append(turns, i)
		}
	}
	if len(turns) == 0 {
		return nil, coding.WithHint(fmt.Errorf("source %q: %w: they speak in none of these turns", src.Name, coding.ErrUnknown),
			"crosscase source read %q shows who speaks where", src.Name)
	}
	return turns, nil
}
