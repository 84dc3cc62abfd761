package transcript

import (
	"strings"
	"unicode"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var numberedVoice = lazyregexp.New(`^[ \t]*(?:\*\*)?(\(?` +
	`(?:(?:[PRFMWIS]|Participant|Respondent|Speaker|Person|Female|Male|Woman|Man|Frau|Mann|Teilnehmer(?:in)?|Voice)[ \t]*#?[ \t]*)?` +
	`\d{1,2}\)?(?:[ \t]*\([^()\n]{1,40}\))?)(?:\*\*)?[ \t]*(?::(?:\*\*)?|[.–-](?:[ \t]))[ \t]*`)

// focusGroup is a group whose participants have numbers instead of names: "P3:
// text", "Participant 3 (female, 41): text", "3: text"; the moderator has a name.
var focusGroup = layout{
	name: "focus-group", loose: true, example: "P3: text", refine: longerNames,
	find: func(d *document) finder {
		voices := map[string]bool{}
		for i := range d.Blocks {
			if name, _, ok := voiceNumber(d.line(i)); ok {
				voices[name] = true
			}
		}
		if len(voices) < 2 {
			return func(int) (mark, bool) { return mark{}, false }
		}
		byName := colon.find(d)
		return func(i int) (mark, bool) {
			if name, body, ok := voiceNumber(d.line(i)); ok {
				return mark{name: name, body: d.Blocks[i].Span.Start + body, at: corpus.NoTime, to: corpus.NoTime}, true
			}
			return byName(i)
		}
	},
}

// voiceNumber reads a participant's number; body is the byte of line at which the
// words begin.
func voiceNumber(line string) (name string, body int, ok bool) {
	word := strings.TrimLeft(line, " \t*(")
	number := strings.TrimLeft(strings.TrimLeftFunc(word, unicode.IsLetter), " \t#")
	if !beginsWith(number, digits) {
		return "", 0, false
	}
	m := numberedVoice().FindStringSubmatchIndex(line)
	if m == nil {
		return "", 0, false
	}
	if m[1] < len(line) && line[m[1]-1] == ':' && line[m[1]] >= '0' && line[m[1]] <= '9' { // 9:30, 2:1
		return "", 0, false
	}
	name = line[m[2]:m[3]]
	if _, _, timed := withoutStamp(name); timed {
		return "", 0, false
	}
	if !strings.Contains(name, " (") {
		name = strings.Trim(name, "()")
	}
	// A bare number with a full stop is an item of a list.
	bare := strings.Trim(name, "0123456789") == ""
	if bare && !strings.ContainsAny(line[m[3]:m[1]], ":") {
		return "", 0, false
	}
	return name, m[1], true
}
