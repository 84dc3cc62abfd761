package transcript

import (
	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var otterHead = lazyregexp.New(`^[ \t]*(\p{L}[^:\n\[\]()*]{0,59}?)[ \t]+(?:[-–—|,][ \t]+)?(\d{1,2}:\d{2}(?::\d{2})?)[ \t]*$`)

// otter is Otter.ai's: "Jane Roe  0:05" above the words, and the program's name in
// the last line.
var otter = layout{
	name: "otter", timed: true, example: "Name  0:05, the words below",
	signature: lazyregexp.New(`(?i)otter\.ai`),
	find: lines(func(_ corpus.Block, line string) (string, int, timeLine, bool) {
		if !endsInDigit(line) {
			return "", 0, timeLine{}, false
		}
		m := otterHead().FindStringSubmatchIndex(line)
		if m == nil {
			return "", 0, timeLine{}, false
		}
		return line[m[2]:m[3]], len(line), timeLine{timeIn(line, m[4], m[5]), corpus.NoTime}, true
	}),
}
