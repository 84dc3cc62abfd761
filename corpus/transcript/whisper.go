package transcript

var whisperLine = lazily(`^[ \t]*\[(\d{1,2}:\d{2}(?::\d{2})?[.,]\d{1,3})[ \t]*-->[ \t]*(\d{1,2}:\d{2}(?::\d{2})?[.,]\d{1,3})\]:?[ \t]*(?:\[?(SPEAKER[_ ]\d+|[\p{L}][^:\[\]\n]{0,40})\]?:[ \t]+)?`)

// whisper is what Whisper prints: a segment a line, "[00:00.000 --> 00:05.000]
// text", WhisperX with a speaker before the text.
var whisper = layout{name: "whisper", needs: "-->", looks: "[00:00.000 --> 00:05.000] text", strong: true, finder: func(d *document) finder {
	return func(i int) (mark, bool) {
		line := d.line(i)
		m := whisperLine().FindStringSubmatchIndex(line)
		if m == nil {
			return mark{}, false
		}
		name := ""
		if m[6] >= 0 {
			name = line[m[6]:m[7]]
		}
		return mark{name: name, nobody: name == "", body: d.Blocks[i].Span.Start + m[1], at: timeIn(line, m[2], m[3]), to: timeIn(line, m[4], m[5])}, true
	}
}}
