package transcript

import (
	"strings"

	"crosscase/corpus"
)

// chevrons mark a change of speaker.
const chevrons = ">>"

// captions are those of live captioners, who mark each change of speaker: ">> NAME: text",
// ">> text".
var captions = layout{
	name: "captions", requires: chevrons, example: ">> NAME: text", distinctive: true, timed: true,
	find: func(d *document) finder {
		times := map[string]int{}
		for i := range d.Blocks {
			if name, _, ok := captionName(d.line(i)); ok && name != "" {
				times[labelKey(name)]++
			}
		}
		return func(i int) (mark, bool) {
			name, body, ok := captionName(d.line(i))
			m := mark{name: name, body: d.Blocks[i].Span.Start + body, at: corpus.NoTime, to: corpus.NoTime}
			if w := wordingOf(name); name == "" || w == sentenceWording || w == doubtfulWording && times[labelKey(name)] < 2 {
				line := d.line(i)
				if strings.HasPrefix(strings.TrimSpace(line), ">>>") { // also what a computer asks with
					return mark{}, false
				}
				m.name, m.nobody = "", true
				m.body = d.Blocks[i].Span.End - len(strings.TrimLeft(line, "> \t"))
			}
			return m, ok
		}
	},
}

// captionName reads the name after chevrons, "" for none; the words begin at body.
func captionName(line string) (name string, body int, ok bool) {
	rest := strings.TrimLeft(line, " \t")
	if !strings.HasPrefix(rest, chevrons) {
		return "", 0, false
	}
	start := len(line) - len(strings.TrimLeft(rest, "> \t"))
	name, body, _, ok = nameAndColon(corpus.Block{}, line[start:])
	if !ok {
		return "", start, true
	}
	if name == strings.ToUpper(name) && (len(name) > 4 || strings.Contains(name, " ")) {
		name = capitalised(name)
	}
	return name, start + body, true
}
