package transcript

import (
	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// meet is Google Meet's: "Jane Roe: text". Every few minutes there is a time on a
// line of its own, which is that of the next speaker.
var meet = layout{
	name: "meet", loose: true, example: "Name: text, times in lines of their own", refine: longerNames,
	signature: lazyregexp.New(`(?i)this editable transcript was computer generated|- transcript\b`),
	find: func(d *document) finder {
		timed := false
		for i := range d.Blocks {
			timed = timed || clockAlone().MatchString(d.line(i))
		}
		if !timed {
			return func(int) (mark, bool) { return mark{}, false }
		}
		byName, ordered := colon.find(d), d.inOrder()
		return func(i int) (mark, bool) {
			m, ok := byName(i)
			if ok && i > 0 && m.at == corpus.NoTime && clockAlone().MatchString(d.line(i-1)) && !d.endsParagraph(i-1) &&
				(ordered || !d.maybeWords(i-1)) {
				m.at = looseTime(clockOnly().FindString(d.line(i - 1)))
			}
			return m, ok
		}
	},
}
