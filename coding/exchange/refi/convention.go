package refi

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Unit is what positions in a text are counted in.
type Unit uint8

// The units. A character beyond U+FFFF, as an emoji, is one code point, two UTF-16 units
// and four bytes of UTF-8.
const (
	CodePoints Unit = iota
	UTF16
	Bytes
)

// A LineEnd tells how the end of a line is counted.
type LineEnd uint8

// How line ends are counted.
const (
	AsWritten LineEnd = iota // CRLF is two, a line feed alone one
	AsOne                    // both are one
	AsTwo                    // both are two, as if there were a carriage return before each line feed
)

// A Convention is how a program counts positions in a text without its byte order mark.
// Its zero value is that of the standard.
type Convention struct {
	Unit    Unit
	LineEnd LineEnd
	First   int  // number of the first character: 1 also where a byte order mark is counted, 3 if in bytes
	Last    bool // the end is the number of the last character, not of the one behind it
}

// conventions are all that programs are known to follow.
var conventions = []Convention{
	{Unit: CodePoints, LineEnd: AsWritten}, {Unit: CodePoints, LineEnd: AsOne}, {Unit: UTF16, LineEnd: AsWritten},
	{Unit: UTF16, LineEnd: AsOne}, {Unit: UTF16, LineEnd: AsTwo}, {Unit: CodePoints, LineEnd: AsTwo},
}

// everyConvention is every way to count, those that programs are known to follow first.
func everyConvention(yield func(Convention) bool) {
	for _, c := range conventions {
		if !yield(c) {
			return
		}
	}
	for _, first := range []int{0, 1, 3, -1} {
		for _, last := range []bool{false, true} {
			for unit := range Bytes + 1 {
				for end := range AsTwo + 1 {
					c := Convention{unit, end, first, last}
					if !slices.Contains(conventions, c) && !yield(c) {
						return
					}
				}
			}
		}
	}
}

// String returns the convention in words, as [ParseConvention] reads it.
func (c Convention) String() string {
	words := [...]string{CodePoints: "code points", UTF16: "UTF-16 units", Bytes: "bytes of UTF-8"}[c.Unit] +
		", " + [...]string{AsWritten: "line ends as written", AsOne: "CRLF as one", AsTwo: "LF as two"}[c.LineEnd]
	if c.First != 0 {
		words += fmt.Sprintf(", from %d", c.First)
	}
	if c.Last {
		words += ", end included"
	}
	return words
}

// ParseConvention reads a convention as String writes it, or returns that of the
// profile of the name. The error lists what there is.
func ParseConvention(s string) (Convention, error) {
	for c := range everyConvention {
		if strings.EqualFold(strings.TrimSpace(s), c.String()) {
			return c, nil
		}
	}
	p, err := ParseProfile(s)
	if err != nil {
		var all []string
		for _, c := range conventions {
			all = append(all, fmt.Sprintf("%q", c.String()))
		}
		return Convention{}, fmt.Errorf("positions %q: no such way of counting; use the name of a program (%s) or one of %s, "+
			`with "bytes of UTF-8" in the place of the unit, and ", from 1" or ", end included" added where that is so`,
			s, strings.Join(ProfileNames(), ", "), strings.Join(all, ", "))
	}
	return p.Convention, nil
}

// Number returns the positions of words that begin and end at places as Positions counts
// them: those in a file.
func (c Convention) Number(start, end int) (first, last int) {
	if c.Last {
		end--
	}
	return start + c.First, end + c.First
}

// placesOf returns where a selection begins and ends, as Positions counts. What begins within a
// byte order mark begins with the text; what is before the text stays there.
func (c Convention) placesOf(s *Selection) (start, end int) {
	start, end = s.Start, s.End
	if start >= 0 {
		start = max(start-c.First, 0)
	}
	if end >= 0 {
		if end = max(end-c.First, 0); c.Last {
			end++
		}
	}
	return start, end
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
		switch {
		case c.Unit == Bytes:
			return character{size, size, size}
		case size == 4 && c.Unit == UTF16:
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
		for in := 1; in < at.width; in++ {
			if !visit(position+in, offset, true) {
				return
			}
		}
		i, position, offset = i+at.size, position+at.width, offset+at.folded
	}
	visit(position, offset, false)
}

// Positions returns the positions, in a text as it is written, of bytes of the
// folded text, which must be in order. They count from 0; see [Convention.Number].
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

func (c Convention) borders(selections []*Selection) []int {
	all := make([]int, 0, 2*len(selections))
	for _, s := range selections {
		start, end := c.placesOf(s)
		all = append(all, start, end)
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
	at, _ := c.places(raw, c.borders(selections))
	body := Fold(raw)
	all := make([]Located, len(selections))
	for i, s := range selections {
		first, last := c.placesOf(s)
		all[i] = located(body, first, last, at[first], at[last])
	}
	return all
}

func located(body string, first, last int, start, end place) Located {
	l := Located{Start: start.offset, End: end.offset}
	switch {
	case first < 0 || last < 0:
		l.Damaged = "a position is before the text"
	case first > last:
		l.Damaged = "it ends before it begins"
	case first == last:
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
