package refi

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Unit is what positions in a text are counted in.
type Unit uint8

// The units. A character beyond U+FFFF, as an emoji, is one code point and two
// UTF-16 units.
const (
	CodePoints Unit = iota
	UTF16
)

// A LineEnd tells how the end of a line is counted.
type LineEnd uint8

// How line ends are counted.
const (
	AsWritten LineEnd = iota // CRLF is two, a line feed alone one
	AsOne                    // both are one
	AsTwo                    // both are two, as if there were a carriage return before each line feed
)

// A Convention is how a program counts positions in a text: from 0, the end not
// included. A byte order mark does not count.
type Convention struct {
	Unit    Unit
	LineEnd LineEnd
}

// conventions are all that programs follow.
var conventions = []Convention{
	{CodePoints, AsWritten}, {CodePoints, AsOne}, {UTF16, AsWritten}, {UTF16, AsOne}, {UTF16, AsTwo}, {CodePoints, AsTwo},
}

// String returns the convention in words, as [ParseConvention] reads it.
func (c Convention) String() string {
	unit := "code points"
	if c.Unit == UTF16 {
		unit = "UTF-16 units"
	}
	return unit + ", " + [...]string{AsWritten: "line ends as written", AsOne: "CRLF as one", AsTwo: "LF as two"}[c.LineEnd]
}

// ParseConvention reads a convention as String writes it, or returns that of the
// profile of the name. The error lists what there is.
func ParseConvention(s string) (Convention, error) {
	var all []string
	for _, c := range conventions {
		if strings.EqualFold(strings.TrimSpace(s), c.String()) {
			return c, nil
		}
		all = append(all, fmt.Sprintf("%q", c.String()))
	}
	p, err := ParseProfile(s)
	if err != nil {
		return Convention{}, fmt.Errorf("positions %q: no such way of counting; use the name of a program (%s) or one of %s",
			s, strings.Join(ProfileNames(), ", "), strings.Join(all, ", "))
	}
	return p.Convention, nil
}

// Fold returns a text with \n line ends, as crosscase keeps it.
func Fold(raw string) string {
	if !strings.Contains(raw, "\r") {
		return raw
	}
	return strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\r", "\n")
}

// A character is one of a text, or a line end of two.
type character struct {
	size   int // bytes in the text as written
	folded int // bytes in the folded text
	width  int // positions
}

// next returns the character that begins at byte i of the text.
func (c Convention) next(raw string, i int) character {
	switch b := raw[i]; {
	case b == '\r' && i+1 < len(raw) && raw[i+1] == '\n':
		if c.LineEnd == AsOne {
			return character{2, 1, 1}
		}
		return character{2, 1, 2}
	case b == '\n' && c.LineEnd == AsTwo:
		return character{1, 1, 2}
	case b >= utf8.RuneSelf:
		_, size := utf8.DecodeRuneInString(raw[i:])
		if size == 4 && c.Unit == UTF16 {
			return character{size, size, 2}
		}
		return character{size, size, 1}
	}
	return character{1, 1, 1}
}

// walk visits each place where a position can be, until visit returns false, with
// the position and the byte in the folded text. inside tells that the place is
// inside of a character that begins at the byte.
func (c Convention) walk(raw string, visit func(position, offset int, inside bool) bool) {
	position, offset := 0, 0
	for i := 0; i < len(raw); {
		if !visit(position, offset, false) {
			return
		}
		at := c.next(raw, i)
		if at.width == 2 && !visit(position+1, offset, true) {
			return
		}
		i, position, offset = i+at.size, position+at.width, offset+at.folded
	}
	visit(position, offset, false)
}

// Positions returns the positions, in a text as it is written, of bytes of the
// folded text, which must be in order.
func (c Convention) Positions(raw string, offsets []int) []int {
	positions := make([]int, len(offsets))
	next := 0
	c.walk(raw, func(position, offset int, inside bool) bool {
		for !inside && next < len(offsets) && offsets[next] <= offset {
			positions[next] = position
			next++
		}
		return next < len(offsets)
	})
	return positions
}

// A place is where a position is in a folded text.
type place struct {
	offset int  // in bytes; -1 outside of the text
	inside bool // of the character that begins there
}

// places returns where positions are in a text's folded form, and how many positions
// the text has.
func (c Convention) places(raw string, positions []int) (at map[int]place, length int) {
	sorted := slices.Clone(positions)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	at = make(map[int]place, len(sorted))
	for _, p := range sorted {
		at[p] = place{offset: -1}
	}
	next, _ := slices.BinarySearch(sorted, 0)
	c.walk(raw, func(position, offset int, inside bool) bool {
		length = position
		if next < len(sorted) && sorted[next] == position {
			at[position] = place{offset, inside}
			next++
		}
		return true
	})
	return at, length
}

func borders(selections []*Selection) []int {
	all := make([]int, 0, 2*len(selections))
	for _, s := range selections {
		all = append(all, s.Start, s.End)
	}
	return all
}

// A Located is where a selection is in the folded text.
type Located struct {
	Start, End int    // bytes
	Repaired   string // what was changed, "" for nothing
	Damaged    string // why it has no place, "" where it has one
}

// Locate returns where selections are in a text, by the convention. An end beyond
// the text becomes its end; a border inside of a character is moved to take in all
// of it. A selection that is empty, reversed or outside of the text has no place.
func (c Convention) Locate(raw string, selections []*Selection) []Located {
	at, _ := c.places(raw, borders(selections))
	body := Fold(raw)
	all := make([]Located, len(selections))
	for i, s := range selections {
		all[i] = located(body, s, at[s.Start], at[s.End])
	}
	return all
}

func located(body string, s *Selection, start, end place) Located {
	l := Located{Start: start.offset, End: end.offset}
	switch {
	case s.Start < 0 || s.End < 0:
		l.Damaged = "a position is before the text"
	case s.Start > s.End:
		l.Damaged = "it ends before it begins"
	case s.Start == s.End:
		l.Damaged = "it is empty"
	case start.offset < 0 || start.offset == len(body):
		l.Damaged = "it begins after the end of the text"
	case end.offset < 0:
		l.End, l.Repaired = len(body), "ended after the end of the text: ends there now"
	}
	if l.Damaged == "" && (start.inside || end.inside) {
		l.Repaired = "cut a character or line end in two: includes it now"
		if end.inside {
			_, n := utf8.DecodeRuneInString(body[end.offset:])
			l.End += n
		}
	}
	return l
}
