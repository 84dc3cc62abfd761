package transcript

import (
	"time"

	"crosscase/corpus"
)

var otterHead = lazily(`^[ \t]*(\p{L}[^:\n\[\]()*]{0,59}?)[ \t]+(\d{1,2}:\d{2}(?::\d{2})?)[ \t]*$`)

// otter is Otter.ai's: "Jane Roe  0:05" above the words, and a line at the end
// that says who transcribed.
var otter = layout{name: "otter", looks: "Name  0:05, the words below", signed: lazily(`(?i)otter\.ai`), finder: lines(func(_ corpus.Block, line string) (string, int, time.Duration, bool) {
	if !endsInTime(line) {
		return "", 0, 0, false
	}
	m := otterHead().FindStringSubmatchIndex(line)
	if m == nil {
		return "", 0, 0, false
	}
	return line[m[2]:m[3]], len(line), timeIn(line, m[4], m[5]), true
})}
