package transcript

import (
	"time"

	"crosscase/corpus"
)

var capitalsMark = lazily(`^[ \t]*(\p{Lu}[\p{Lu}\p{N}'’-]+\.?(?:[ \t]+\p{Lu}[\p{Lu}\p{N}'’-]*\.?){0,4}?)\.[ \t]+`)

// capitals is "NAME. text", the name in capitals.
var capitals = layout{name: "capitals", looks: "NAME. text", finder: lines(func(_ corpus.Block, line string) (string, int, time.Duration, bool) {
	m := capitalsMark().FindStringSubmatchIndex(line)
	if m == nil {
		return "", 0, 0, false
	}
	return line[m[2]:m[3]], m[1], corpus.NoTime, true
})}
