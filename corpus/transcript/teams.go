package transcript

import (
	"strings"

	"crosscase/corpus"
)

var (
	teamsTimes = lazily(`^[ \t]*(\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,3})?)[ \t]*-->[ \t]*(\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,3})?)[ \t]*$`)
	teamsHead  = lazily(`^[ \t]*(\p{L}[^:\n\[\]()*]{0,59}?)(?:[ \t]{2,}|\t|[ \t])(\d{1,2}:\d{2}(?::\d{2})?)[ \t]*$`)
)

// teams is Microsoft Teams' own document: a name and a time above the words.
var teams = layout{name: "teams", looks: "Name   0:05, the words below", signed: lazily(`(?i)(?:started|stopped) transcription|Microsoft Teams`), finder: func(d *document) finder {
	return func(i int) (mark, bool) {
		b, line := d.Blocks[i], d.line(i)
		if !endsInTime(line) {
			return mark{}, false
		}
		m := teamsHead().FindStringSubmatchIndex(line)
		if m == nil || b.Kind == corpus.CueBlock || strings.HasSuffix(line[:m[3]], " transcription") {
			return mark{}, false
		}
		return mark{name: line[m[2]:m[3]], body: b.Span.End, at: timeIn(line, m[4], m[5]), to: corpus.NoTime}, true
	}
}}

// teamsBefore is what Teams wrote before: a line of times, "0:0:0.0 --> 0:0:2.3",
// then the name, then the words.
var teamsBefore = layout{name: "teams", looks: teams.looks, needs: "-->", strong: true, finder: func(d *document) finder {
	return func(i int) (mark, bool) {
		m := teamsTimes().FindStringSubmatch(d.line(i))
		if m == nil || i+1 >= len(d.Blocks) {
			return mark{}, false
		}
		return mark{name: d.line(i + 1), body: d.Blocks[i+1].Span.End, at: loose(m[1]), to: loose(m[2])}, true
	}
}}

// endsInTime tells quickly whether a line may end in a time.
func endsInTime(line string) bool {
	line = strings.TrimRight(line, " \t])")
	return line != "" && line[len(line)-1] >= '0' && line[len(line)-1] <= '9'
}
