package transcript

import (
	"time"

	"crosscase/corpus"
)

var bracketMark = lazily(`^[ \t]*\[([^\]\n]{1,60})\][ \t]*[:：]?[ \t]*`)

// brackets is "[Name] text".
var brackets = layout{name: "brackets", needs: "[", looks: "[Name] text", finder: lines(func(_ corpus.Block, line string) (string, int, time.Duration, bool) {
	m := bracketMark().FindStringSubmatchIndex(line)
	if m == nil {
		return "", 0, 0, false
	}
	return line[m[2]:m[3]], m[1], corpus.NoTime, true
})}
