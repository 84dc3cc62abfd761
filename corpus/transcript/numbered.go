package transcript

import (
	"strconv"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	lineNumber = lazyregexp.New(`^[ \t]*(\d{1,4})[.):]?(?:[ \t]+|$)`)
	pauseAlone = lazyregexp.New(`^\(+[\d.,\s-]*s?\)+[ \t]*$`)
)

// numberedLines is a transcript with numbered lines, as in GAT and after Jefferson: "01 IH: text",
// then "02 text" of the same speaker. Each line is a turn, without its number; a pause in a
// line of its own is nobody's.
var numberedLines = layout{
	name: "numbered", example: "01  Name: text",
	find: func(d *document) finder {
		if !d.hasLineNumbers() {
			return func(int) (mark, bool) { return mark{}, false }
		}
		speaker := ""
		return func(i int) (mark, bool) {
			at := lineNumber().FindStringIndex(d.line(i))
			if at == nil {
				return mark{}, false
			}
			start := d.Blocks[i].Span.Start + at[1]
			name, body, _, ok := nameAndColon(d.Blocks[i], d.line(i)[at[1]:])
			if ok {
				speaker = name
			}
			m := mark{name: speaker, body: start + body, at: corpus.NoTime, to: corpus.NoTime}
			m.nobody = !ok && pauseAlone().MatchString(d.line(i)[at[1]:])
			return m, speaker != ""
		}
	},
}

// hasLineNumbers reports whether most lines begin with a number, each one more than the one
// before.
func (d *document) hasLineNumbers() bool {
	counted, last := 0, 0
	for i := d.head.end; i < len(d.Blocks); i++ {
		m := lineNumber().FindStringSubmatch(d.line(i))
		if m == nil {
			continue
		}
		n, _ := strconv.Atoi(m[1])
		if counted == 0 || n == last+1 {
			counted++
		}
		last = n
	}
	return counted >= 4 && counted*10 >= (len(d.Blocks)-d.head.end)*8
}
