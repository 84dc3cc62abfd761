package transcript

import (
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var squareName = lazyregexp.New(`^[ \t]*\[(?P<name>[^\]\n]{1,60})\][ \t]*[:：]?[ \t]*(?:(?P<time>` + clock + `)[ \t]*$)?`)

// brackets is "[Name] text", or "[Name] 10:02:11" with the words below. Round brackets are around
// names only where several names are, each more than once: others are around what was heard.
var brackets = layout{
	name: "brackets", example: "[Name] text",
	find: func(d *document) finder {
		square := matching(squareName)(d)
		round := d.namesInRoundBrackets()
		return func(i int) (mark, bool) {
			line := strings.TrimLeft(d.line(i), " \t")
			switch {
			case strings.HasPrefix(line, "["):
				return square(i)
			case len(round) > 1:
				if name, rest, ok := inRoundBrackets(line); ok && round[name] > 1 {
					return mark{name: name, body: d.Blocks[i].Span.End - len(rest), at: corpus.NoTime, to: corpus.NoTime}, true
				}
			}
			return mark{}, false
		}
	},
}

// inRoundBrackets is a name in round brackets at the beginning of a line, and the words behind it.
func inRoundBrackets(line string) (name, words string, ok bool) {
	if !strings.HasPrefix(line, "(") {
		return "", "", false
	}
	name, words, ok = strings.Cut(line[1:], ")")
	return name, strings.TrimLeft(words, " \t:"), ok && len(name) <= longestLabel && isName(name) && !soundWords[strings.ToLower(name)]
}

// namesInRoundBrackets counts such names.
func (d *document) namesInRoundBrackets() map[string]int {
	times := map[string]int{}
	for i := range d.Blocks {
		if name, words, ok := inRoundBrackets(d.line(i)); ok && words != "" {
			times[name]++
		}
	}
	for name, n := range times {
		if n < 2 {
			delete(times, name)
		}
	}
	return times
}
