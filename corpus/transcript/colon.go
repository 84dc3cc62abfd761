package transcript

import (
	"time"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var colonMark = lazyregexp.New(`^[ \t]*(?:[\[(]?(` + clock + `)[\])]?[ \t]+)?` + // a time before
	`([\p{L}\p{N}][^:：\n\[\]*]{0,59}?)[ \t]*` + // the name
	`(?:[\[(](` + clock + `)[\])])?[ \t]*` + // or after it
	`(?::(?:[ \t]+|$)|：[ \t]*)`)

// colon is "Name: text", perhaps with a time before or after the name:
// "[00:01:02] Name: text", "Name (00:01:02): text".
var colon = layout{name: "colon", example: "Name: text", find: lines(nameAndColon)}

func nameAndColon(_ corpus.Block, line string) (string, int, time.Duration, bool) {
	m := colonMark().FindStringSubmatchIndex(line)
	if m == nil {
		return "", 0, 0, false
	}
	return line[m[4]:m[5]], m[1], timeIn(line, m[2], m[3], m[6], m[7]), true
}
