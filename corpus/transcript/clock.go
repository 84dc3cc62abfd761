package transcript

import (
	"time"

	"crosscase/corpus"
)

var (
	clockFirst = lazily(`^[ \t]*[\[(]?(` + clock + `)[\])]?[ \t]+(?:[-–—][ \t]+)?([\p{L}\p{N}][^:：\n\[\]*]{0,59}?)[ \t]*:?[ \t]*$`)
	clockLast  = lazily(`^[ \t]*([\p{L}\p{N}][^:：\n\[\]*]{0,59}?)[ \t]+[\[(]?(` + clock + `)[\])]?[ \t]*$`)
)

// clockLine is a time and a name on a line of their own, "00:01:02 Name" or
// "Name 00:01:02", with the words on the lines below.
var clockLine = layout{name: "clock", looks: "00:01:02 Name", finder: lines(func(_ corpus.Block, line string) (string, int, time.Duration, bool) {
	if m := clockFirst().FindStringSubmatchIndex(line); m != nil {
		return line[m[4]:m[5]], len(line), timeIn(line, m[2], m[3]), true
	}
	if !endsInTime(line) {
		return "", 0, 0, false
	}
	if m := clockLast().FindStringSubmatchIndex(line); m != nil {
		return line[m[2]:m[3]], len(line), timeIn(line, m[4], m[5]), true
	}
	return "", 0, 0, false
})}
