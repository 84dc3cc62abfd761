package transcript

import (
	"strings"
	"time"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// clock matches a time as [corpus.ParseTime] reads it.
const clock = `\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?`

// timedName is a name beside a time in a line of its own.
const timedName = `[\p{L}\p{N}+(@][^:：\n\[\]]{0,59}?`

var (
	clockName  = lazyregexp.New(`^` + timedName + `$`)
	clockAlone = lazyregexp.New(`^\s*[\[(]?` + clock + `[\])]?\s*$`)
	clockOnly  = lazyregexp.New(clock)
)

// clockLine is a time and a name on a line of their own, "00:01:02 Name" or
// "Name 00:01:02", with the words on the lines below.
var clockLine = layout{name: "clock", timed: true, example: "00:01:02 Name", find: lines(clockAndName)}

func clockAndName(_ corpus.Block, line string) (name string, body int, t timeLine, ok bool) {
	if len(line) > 3*longestLabel {
		return "", 0, t, false
	}
	start := spaceFrom(line, 0)
	if t, n, ok := stampAt(line[start:]); ok {
		name := strings.TrimRight(line[afterStamp(line, start+n):], " \t:")
		return name, len(line), t, clockName().MatchString(name)
	}
	if name, t, ok := withoutStamp(line); ok {
		name = strings.TrimSpace(name)
		return name, len(line), t, clockName().MatchString(name)
	}
	name, _, at, ok := nameAndWrittenTime(line)
	return name, len(line), timeLine{at, corpus.NoTime}, ok
}

// nameAndWrittenTime reads "Name 0 minutes 4 seconds".
func nameAndWrittenTime(line string) (string, int, time.Duration, bool) {
	at, start, ok := writtenTime(line)
	name := ""
	if ok {
		name = strings.TrimRight(strings.TrimSpace(line[:start]), " -–—|,")
	}
	return name, len(line), at, name != "" && len(name) <= 2*longestLabel
}

// endsInDigit reports whether a line can end in a time. It is quicker than an
// expression, and few lines do.
func endsInDigit(line string) bool {
	line = strings.TrimRight(line, " \t])")
	return line != "" && line[len(line)-1] >= '0' && line[len(line)-1] <= '9'
}

// timeIn reads the first time between pairs of positions in line. A position of -1
// is that of a group that did not match.
func timeIn(line string, positions ...int) time.Duration {
	for i := 0; i < len(positions); i += 2 {
		if positions[i] >= 0 {
			if t, ok := corpus.ParseTime(line[positions[i]:positions[i+1]]); ok {
				return t
			}
		}
	}
	return corpus.NoTime
}

// looseTime reads a time whose minutes and seconds may have one digit, as 0:0:2.3.
func looseTime(s string) time.Duration {
	parts := strings.Split(s, ":")
	for i := 1; i < len(parts); i++ {
		if whole, _, _ := strings.Cut(parts[i], "."); len(whole) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	if t, ok := corpus.ParseTime(strings.Join(parts, ":")); ok {
		return t
	}
	return corpus.NoTime
}
