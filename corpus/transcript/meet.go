package transcript

import (
	"crosscase/corpus"
)

// meet is Google Meet's: "Jane Roe: text", with the time in a line of its own every
// few minutes, which is that of whoever speaks next.
var meet = layout{name: "meet", looks: "Name: text, times in lines of their own", signed: lazily(`(?i)this editable transcript was computer generated|- transcript\b`), finder: func(d *document) finder {
	find := colon.finder(d)
	times := 0
	for i := range d.Blocks {
		if loneClock().MatchString(d.line(i)) {
			times++
		}
	}
	return func(i int) (mark, bool) {
		if times == 0 {
			return mark{}, false
		}
		m, ok := find(i)
		if ok && i > 0 && m.at == corpus.NoTime && loneClock().MatchString(d.line(i-1)) {
			m.at = loose(onlyClock().FindString(d.line(i - 1)))
		}
		return m, ok
	}
}}

var onlyClock = lazily(clock)
