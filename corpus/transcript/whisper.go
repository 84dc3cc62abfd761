package transcript

import (
	"strings"

	"crosscase/corpus/internal/lazyregexp"
)

var (
	whisperRange = lazyregexp.New(`^\[[^\]]{1,40}->[^\]]{1,40}\]$`)
	whisperName  = lazyregexp.New(`^:?[ \t]*(?:\[(SPEAKER[_ ]\d+|[\p{L}][^:\[\]\n]{0,40})\]:?[ \t]+|(SPEAKER[_ ]\d+|[\p{L}][^:\[\]\n]{0,40}):[ \t]+)?`)
)

// whisper is what Whisper prints: a segment on each line, "[00:00.000 -->
// 00:05.000] text". WhisperX and programs for it add a speaker before the text, and some
// write seconds: "[0.00s -> 5.00s] text".
var whisper = layout{
	name: "whisper", timed: true, requires: "->", example: "[00:00.000 --> 00:05.000] text", distinctive: true,
	find: func(d *document) finder {
		return func(i int) (mark, bool) {
			line := d.line(i)
			start := spaceFrom(line, 0)
			if start == len(line) || line[start] != '[' {
				return mark{}, false
			}
			t, n, ok := stampAt(line[start:])
			if !ok || !whisperRange().MatchString(line[start:start+n]) {
				return mark{}, false
			}
			start += n
			m := whisperName().FindStringSubmatch(line[start:])
			found := mark{name: m[1] + m[2], nobody: m[1]+m[2] == "", body: d.Blocks[i].Span.Start + spaceFrom(line, start+len(m[0]))}
			found.at, found.to = t.from, t.to
			return found, strings.TrimSpace(line[start:]) != ""
		}
	},
}
