package transcript

import (
	"time"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var columnMark = lazyregexp.New(`^(?:[\[(]?(` + clock + `)[\])]?\t)?([\p{L}\p{N}][^\t\n]{0,59}?)[ \t:]*\t` +
	`(?:[\[(]?(` + clock + `)[\])]?\t)?`)

// columns is a table with the speaker in a cell before the words, a common way to
// type transcripts in a word processor.
var columns = layout{name: "columns", requires: "\t", example: "a table: Name, text", find: lines(nameAndTab)}

func nameAndTab(_ corpus.Block, line string) (string, int, time.Duration, bool) {
	m := columnMark().FindStringSubmatchIndex(line)
	if m == nil {
		return "", 0, 0, false
	}
	return line[m[4]:m[5]], m[1], timeIn(line, m[2], m[3], m[6], m[7]), true
}
