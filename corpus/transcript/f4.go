package transcript

import (
	"time"

	"crosscase/corpus"
)

var (
	f4Stamp = lazily(`#(\d{1,2}:\d{2}:\d{2})-(\d)#`)
	f4Ahead = lazily(`^[ \t]*(?:#(\d{1,2}:\d{2}:\d{2})-(\d)#[ \t]*)?([\p{L}\p{N}][^:：\n\[\]*#]{0,59}?)[ \t]*:[ \t]+`)
	f4Tail  = lazily(`[ \t]*#(\d{1,2}:\d{2}:\d{2})-(\d)#[ \t]*$`)
)

// f4 is what f4 and MAXQDA write: "Jane: text #00:01:02-3#", the time at which
// the turn ends behind it or that at which it begins before it.
var f4 = layout{name: "f4", needs: "#", looks: "Name: text #00:01:02-3#", strong: true, finder: func(d *document) finder {
	stamped := f4Stamp().MatchString(d.Body)
	return func(i int) (mark, bool) {
		line := d.line(i)
		m := f4Ahead().FindStringSubmatchIndex(line)
		if !stamped || m == nil {
			return mark{}, false
		}
		found := mark{name: line[m[6]:m[7]], body: d.Blocks[i].Span.Start + m[1], at: corpus.NoTime, to: corpus.NoTime}
		if m[2] >= 0 {
			found.at = tenths(line[m[2]:m[3]], line[m[4]:m[5]])
		} else if i > 0 {
			if t := f4Tail().FindStringSubmatch(d.line(i - 1)); t != nil {
				found.at = tenths(t[1], t[2])
			} else if found.at = corpus.NoTime; i == 0 {
				found.at = 0
			}
		}
		if t := f4Tail().FindStringSubmatchIndex(line); t != nil && t[0] >= m[1] {
			found.tail = len(line) - t[0]
			found.to = tenths(line[t[2]:t[3]], line[t[4]:t[5]])
		}
		return found, true
	}
}}

func tenths(clock, tenth string) time.Duration {
	t, ok := corpus.ParseTime(clock)
	if !ok {
		return corpus.NoTime
	}
	return t + time.Duration(tenth[0]-'0')*100*time.Millisecond
}
