package transcript

import (
	"time"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// f4Time is a time to a tenth of a second, as #00:01:02-3#.
const f4Time = `#(\d{1,2}:\d{2}:\d{2})-(\d)#`

var (
	f4Stamp = lazyregexp.New(f4Time)
	f4Name  = lazyregexp.New(`^[ \t]*(?:` + f4Time + `[ \t]*)?([\p{L}\p{N}][^:：\n\[\]*#]{0,59}?)[ \t]*:[ \t]+`)
	f4End   = lazyregexp.New(`[ \t]*` + f4Time + `[ \t]*$`)
)

// f4 is the layout of f4 and MAXQDA: "Jane: text #00:01:02-3#", with the end time
// of the turn after it or the start time before it.
var f4 = layout{
	name: "f4", loose: true, requires: "#", example: "Name: text #00:01:02-3#", distinctive: true,
	find: func(d *document) finder {
		if !f4Stamp().MatchString(d.Body) {
			return func(int) (mark, bool) { return mark{}, false }
		}
		return d.f4Mark
	},
}

func (d *document) f4Mark(i int) (mark, bool) {
	line := d.line(i)
	m := f4Name().FindStringSubmatchIndex(line)
	if m == nil {
		return mark{}, false
	}
	found := mark{name: line[m[6]:m[7]], body: d.Blocks[i].Span.Start + m[1], at: corpus.NoTime, to: corpus.NoTime}
	if m[2] >= 0 {
		found.at = tenths(line[m[2]:m[3]], line[m[4]:m[5]])
	} else if i > 0 { // the end of the turn before is the beginning of this one
		if t := f4End().FindStringSubmatch(d.line(i - 1)); t != nil {
			found.at = tenths(t[1], t[2])
		}
	}
	if t := f4End().FindStringSubmatchIndex(line); t != nil && t[0] >= m[1] {
		found.tail = len(line) - t[0]
		found.to = tenths(line[t[2]:t[3]], line[t[4]:t[5]])
	}
	return found, true
}

func tenths(clock, tenth string) time.Duration {
	t, ok := corpus.ParseTime(clock)
	if !ok {
		return corpus.NoTime
	}
	return t + time.Duration(tenth[0]-'0')*100*time.Millisecond
}
