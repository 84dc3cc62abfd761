package transcript

import (
	"time"

	"crosscase/corpus"
)

const clock = `\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?`

var colonMark = lazily(`^[ \t]*(?:[\[(]?(` + clock + `)[\])]?[ \t]+)?` + // a time before
	`([\p{L}\p{N}][^:：\n\[\]*]{0,59}?)[ \t]*` + // the name
	`(?:[\[(](` + clock + `)[\])])?[ \t]*` + // or behind it
	`(?::(?:[ \t]+|$)|：[ \t]*)`)

// colon is "Name: text", with a time before or behind the name if there is one:
// "[00:01:02] Name: text", "Name (00:01:02): text".
var colon = layout{name: "colon", looks: "Name: text", finder: lines(func(_ corpus.Block, line string) (string, int, time.Duration, bool) {
	m := colonMark().FindStringSubmatchIndex(line)
	if m == nil {
		return "", 0, 0, false
	}
	return line[m[4]:m[5]], m[1], timeIn(line, m[2], m[3], m[6], m[7]), true
})}

// timeIn reads the first time among pairs of borders in line; borders of -1 hold
// none.
func timeIn(line string, borders ...int) time.Duration {
	for i := 0; i < len(borders); i += 2 {
		if borders[i] >= 0 {
			if t, ok := corpus.ParseTime(line[borders[i]:borders[i+1]]); ok {
				return t
			}
		}
	}
	return corpus.NoTime
}
