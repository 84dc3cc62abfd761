package transcript

import (
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	teamsTimes = lazyregexp.New(`^[ \t]*(\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,3})?)[ \t]*-->[ \t]*` +
		`(\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,3})?)[ \t]*$`)
	teamsHead = lazyregexp.New(`^[ \t]*([\p{L}+(@\d][^:\n\[\]]{0,59}?)[ \t]+(?:[-–—|,][ \t]+)?(\d{1,2}:\d{2}(?::\d{2})?)[ \t]*$`)
)

// teams is Microsoft Teams' document: a name and a time above the words.
var teams = layout{
	name: "teams", timed: true, example: teamsExample,
	signature:  lazyregexp.New(`(?i)(?:started|stopped) transcription|Microsoft Teams`),
	interrupts: lazyregexp.New(`^[^:\n]{1,60} (?:started|stopped) transcription[ \t]*$`),
	find: func(d *document) finder {
		return func(i int) (mark, bool) {
			b, line := d.Blocks[i], d.line(i)
			if !endsInDigit(line) {
				name, _, at, ok := nameAndWrittenTime(line)
				return mark{name: name, body: b.Span.End, at: at, to: corpus.NoTime}, ok && b.Kind != corpus.CueBlock
			}
			m := teamsHead().FindStringSubmatchIndex(line)
			if m == nil || b.Kind == corpus.CueBlock || strings.HasSuffix(line[:m[3]], " transcription") {
				return mark{}, false
			}
			return mark{name: line[m[2]:m[3]], body: b.Span.End, at: timeIn(line, m[4], m[5]), to: corpus.NoTime}, true
		}
	},
}

const teamsExample = "Name   0:05, the words below"

// oldTeams is the text of earlier versions of Teams: a line of times, "0:0:0.0 --> 0:0:2.3",
// then the name, then the words.
var oldTeams = layout{
	name: "teams", timed: true, example: teamsExample, requires: "-->", distinctive: true,
	find: func(d *document) finder {
		return func(i int) (mark, bool) {
			m := teamsTimes().FindStringSubmatch(d.line(i))
			if m == nil || i+1 >= len(d.Blocks) {
				return mark{}, false
			}
			return mark{name: d.line(i + 1), body: d.Blocks[i+1].Span.End, at: looseTime(m[1]), to: looseTime(m[2])}, true
		}
	},
}
