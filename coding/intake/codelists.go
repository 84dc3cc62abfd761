package intake

import (
	"slices"
	"strings"

	"crosscase/coding"
)

// Some programs put all codes of a segment into one cell: each on a line, or with commas
// between them, which names of codes may have, too. What parts such a list is proven by the
// number of codes that stands beside it, and by codes that are known: those of the codebook
// and those of cells of the same table that can be read in one way only.

// A codeList is a cell with the codes of a segment.
type codeList struct {
	pieces []string // between commas
	count  int      // of codes as the table says, -1 where it does not
	lines  bool     // each piece is a code: they are on lines of their own
	codes  []string // what the cell was read as, nil as long as that is not certain
	err    error    // why it cannot be read
}

// listed says how a column of codes lists several.
type listed uint8

const (
	oneCode    listed = iota // never more than one, unless on lines
	maybeCodes               // its heading is a plural: one, or several
	allCodes                 // the heading says that codes are combined in it
)

// listHeadings are headings of columns with several codes in a cell.
var listHeadings = map[string]listed{"codes": maybeCodes, "kodes": maybeCodes, "nodes": maybeCodes, "tags": maybeCodes,
	"codes applied": allCodes, "codes applied combined": allCodes}

// countHeadings are headings of columns that say how many codes a segment has.
var countHeadings = []string{"number of codes", "code count", "anzahl codes", "anzahl kodes", "anzahl der kodes"}

// parseCodeLists reads cells with codes; known tells whether a path is in the codebook.
func parseCodeLists(lists []*codeList, kind listed, known func(path string) bool) {
	proven := map[string]bool{}
	isCode := func(name string) bool { return proven[strings.ToLower(name)] || known(CodePath(name)) }
	for _, l := range lists {
		if l.err == nil && l.oneReading(kind) {
			l.settleAs(l.only(kind), proven)
		}
	}
	for again := true; again; { // what one cell proves may settle another
		again = false
		found := map[string]bool{}
		for _, l := range lists {
			if l.codes != nil || l.err != nil {
				continue
			}
			if best := l.read(kind, isCode); len(best) == 1 {
				again = true
				l.settleAs(best[0], found)
			} else if len(best) == 0 {
				l.err = coding.Errorf(coding.ErrInvalid, "codes %q: the table says that these are %d codes", l.cell(), l.count)
			}
		}
		for name := range found {
			proven[name] = true
		}
	}
	for _, l := range lists {
		if l.codes == nil && l.err == nil {
			l.err = unclear(l, l.read(kind, isCode))
		}
	}
}

// unclear is the error for a cell that can be read in more than one way.
func unclear(l *codeList, readings [][]string) error {
	var all []string
	for _, r := range readings {
		all = append(all, coding.Quoted(r, " and "))
	}
	return coding.WithHint(coding.Errorf(coding.ErrInvalid, "codes %q: unclear where one code ends: %s", l.cell(), strings.Join(all, ", or ")),
		"add the right ones to the codebook first: crosscase theme add, or crosscase codebook import")
}

func (l *codeList) cell() string { return strings.Join(l.pieces, ", ") }

// oneReading tells whether a cell can be read in one way only, whatever is known.
func (l *codeList) oneReading(kind listed) bool {
	if l.lines || len(l.pieces) < 2 && l.count < 0 {
		return true
	}
	return l.count == len(l.pieces) || l.count == 1 && len(l.pieces) > 0 || l.count < 0 && kind == oneCode
}

// only is the one reading of a cell that has no other.
func (l *codeList) only(kind listed) []string {
	if l.lines || len(l.pieces) == 0 || l.count > 1 || l.count < 0 && kind != oneCode {
		return l.pieces
	}
	return []string{l.cell()}
}

func (l *codeList) settleAs(codes []string, proven map[string]bool) {
	l.codes = codes
	if l.codes == nil {
		l.codes = []string{}
	}
	for _, c := range codes {
		proven[strings.ToLower(c)] = true
	}
}

// read returns the best readings of a cell, two of them where there are more; none where
// no reading has as many codes as the table says.
func (l *codeList) read(kind listed, isCode func(string) bool) [][]string {
	if l.count >= 0 {
		return best(l.pieces, l.count, func(code string, _ int) (int, bool) { return btoi(isCode(code)), true })
	}
	whole := best(l.pieces, -1, func(code string, _ int) (int, bool) { return 0, isCode(code) })
	switch {
	case len(whole) > 0:
		return whole
	case kind == allCodes: // what is not known ends at the next comma
		return best(l.pieces, -1, func(code string, pieces int) (int, bool) {
			if isCode(code) {
				return pieces, true
			}
			return 0, pieces == 1
		})
	}
	return [][]string{{l.cell()}, l.pieces}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// best returns the ways to join pieces to codes, count of them or any number for -1, whose
// points are the most; at most two ways. points says what a code of so many pieces is worth,
// and whether it may be one.
func best(pieces []string, count int, points func(code string, pieces int) (int, bool)) [][]string {
	type ways struct {
		points int
		all    [][]string
	}
	groups := 1 // how many numbers of codes are told apart
	if count >= 0 {
		groups = count + 1
	}
	if groups > len(pieces)+1 {
		return nil
	}
	table := make([][]ways, len(pieces)+1) // by pieces and codes so far
	for i := range table {
		table[i] = make([]ways, groups)
	}
	table[0][0].all = [][]string{{}}
	for end := 1; end <= len(pieces); end++ {
		for start := range end {
			code := strings.Join(pieces[start:end], ", ")
			worth, ok := points(code, end-start)
			if !ok {
				continue
			}
			for n, from := range table[start] {
				to := n
				if count >= 0 {
					to++
				}
				if len(from.all) == 0 || to >= groups {
					continue
				}
				at := &table[end][to]
				if total := from.points + worth; len(at.all) == 0 || total > at.points {
					*at = ways{points: total}
				} else if total < at.points {
					continue
				}
				for _, w := range from.all {
					if len(at.all) < 2 {
						at.all = append(at.all, append(slices.Clone(w), code))
					}
				}
			}
		}
	}
	return table[len(pieces)][groups-1].all
}

// newCodeList takes a cell apart where codes may end.
func newCodeList(cell, count string) *codeList {
	l := &codeList{count: -1}
	if n, ok := coding.ParseNumber(count); ok && n >= 0 {
		l.count = int(n)
	}
	separator := ", "
	if cell = strings.TrimSpace(strings.ReplaceAll(cell, "\r\n", "\n")); strings.Contains(cell, "\n") {
		separator, l.lines = "\n", true
	}
	for piece := range strings.SplitSeq(cell, separator) {
		if piece = strings.TrimSpace(piece); piece != "" {
			l.pieces = append(l.pieces, piece)
		}
	}
	if l.lines && l.count >= 0 && l.count != len(l.pieces) {
		l.err = coding.Errorf(coding.ErrInvalid, "codes %q: on %d lines, but the table says that these are %d codes", cell, len(l.pieces), l.count)
	}
	return l
}
