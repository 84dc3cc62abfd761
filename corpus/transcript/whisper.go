package transcript

import "crosscase/corpus/internal/lazyregexp"

const whisperTime = `(\d{1,2}:\d{2}(?::\d{2})?[.,]\d{1,3})`

var whisperLine = lazyregexp.New(`^[ \t]*\[` + whisperTime + `[ \t]*-->[ \t]*` + whisperTime + `\]:?[ \t]*` +
	`(?:\[?(SPEAKER[_ ]\d+|[\p{L}][^:\[\]\n]{0,40})\]?:[ \t]+)?`)

// whisper is what Whisper prints: a segment on each line, "[00:00.000 -->
// 00:05.000] text". WhisperX adds a speaker before the text.
var whisper = layout{
	name: "whisper", timed: true, requires: "-->", example: "[00:00.000 --> 00:05.000] text", distinctive: true,
	find: func(d *document) finder {
		return func(i int) (mark, bool) {
			line := d.line(i)
			m := whisperLine().FindStringSubmatchIndex(line)
			if m == nil {
				return mark{}, false
			}
			found := mark{nobody: m[6] < 0, body: d.Blocks[i].Span.Start + m[1]}
			found.at, found.to = timeIn(line, m[2], m[3]), timeIn(line, m[4], m[5])
			if m[6] >= 0 {
				found.name = line[m[6]:m[7]]
			}
			return found, true
		}
	},
}
