package transcript

import (
	"strings"
	"time"

	"crosscase/corpus"
)

// Where nobody speaks, most lines may begin with a time of the recording: "[00:01:05] And who paid?".

// A leadTime is a time with which a block begins, and the byte of it at which the words begin.
type leadTime struct {
	timeLine
	words int
}

// firstTime is the latest with which a recording begins, if nothing but two numbers tells its times from
// those of a visit.
const firstTime = 5 * time.Minute

// leadTimeOf reads the time with which a line begins, and that words follow.
func leadTimeOf(line string) (l leadTime, ok bool) {
	start := spaceFrom(line, 0)
	t, n, ok := stampAt(line[start:])
	if !ok || t.from == corpus.NoTime || stampNoon().MatchString(strings.TrimRight(line[start:start+n], "]) ")) {
		return l, false
	}
	rest := strings.TrimLeft(line[afterStamp(line, start+n):], ":： \t")
	words := len(line) - len(rest)
	return leadTime{t, words}, words < len(line) && words > start+n
}

// leadTimes are the times with which most lines or paragraphs begin, by their blocks; nil if they are
// those of the day, or not in order.
func (d *document) leadTimes() map[int]leadTime {
	found := map[int]leadTime{}
	last, begun, paragraphs, alone := corpus.NoTime, 0, 0, 0
	for i, b := range d.Blocks {
		if b.Gap {
			paragraphs++
		}
		line := d.line(i)
		l, ok := leadTimeOf(line)
		if t, is := d.timeLines()[i]; is {
			alone++
			l = leadTime{t, len(line)}
		} else if !ok {
			continue
		}
		short := strings.Count(strings.TrimRight(line[:l.words], ": \t"), ":") == 1
		if b.Kind == corpus.CueBlock || l.from < last || last == corpus.NoTime && short && l.from > firstTime {
			return nil
		}
		if b.Gap {
			begun++
		}
		if last = l.from; ok {
			found[i] = l
		}
	}
	if len(found) < 3 || (len(found)+2*alone)*10 < len(d.Blocks)*7 && (begun < 3 || begun*10 < paragraphs*7) {
		return nil
	}
	return found
}
