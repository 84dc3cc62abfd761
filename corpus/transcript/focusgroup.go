package transcript

import (
	"strings"
	"time"

	"crosscase/corpus"
)

var numberedVoice = lazily(`^[ \t]*(?:\*\*)?(\(?(?:(?:[PRFMWIS]|Participant|Respondent|Speaker|Person|Female|Male|Woman|Man|Frau|Mann|Teilnehmer(?:in)?|Voice)[ \t]*#?[ \t]*)?\d{1,2}\)?(?:[ \t]*\([^()\n]{1,40}\))?)(?:\*\*)?[ \t]*(?::(?:\*\*)?|[.–-](?:[ \t]))[ \t]*`)

// focusGroup is a group whose participants have numbers instead of names: "P3:
// text", "Participant 3 (female, 41): text", "3: text"; a moderator by name.
var focusGroup = layout{name: "focus-group", looks: "P3: text", finder: func(d *document) finder {
	voices := map[string]bool{}
	numbered := func(line string) (string, int, bool) {
		m := numberedVoice().FindStringSubmatchIndex(line)
		if m == nil {
			return "", 0, false
		}
		name := strings.Trim(line[m[2]:m[3]], "()")
		if strings.Contains(line[m[2]:m[3]], " (") {
			name = line[m[2]:m[3]]
		}
		// A bare number with a dot is an item of a list.
		bare := strings.Trim(name, "0123456789") == ""
		if bare && !strings.ContainsAny(line[m[3]:m[1]], ":") {
			return "", 0, false
		}
		return name, m[1], true
	}
	for i := range d.Blocks {
		if name, _, ok := numbered(d.line(i)); ok {
			voices[name] = true
		}
	}
	find := colon.finder(d)
	return func(i int) (mark, bool) {
		if len(voices) < 2 {
			return mark{}, false
		}
		if name, body, ok := numbered(d.line(i)); ok {
			return mark{name: name, body: d.Blocks[i].Span.Start + body, at: corpus.NoTime, to: corpus.NoTime}, true
		}
		m, ok := find(i)
		return m, ok
	}
}}

// loose reads a time whose minutes and seconds may have one digit, as 0:0:2.3.
func loose(s string) time.Duration {
	parts := strings.Split(s, ":")
	for i := 1; i < len(parts); i++ {
		if whole, _, _ := strings.Cut(parts[i], "."); len(whole) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	if t, ok := corpus.ParseTime(strings.Join(parts, ":")); ok {
		return t
	}
	return corpus.NoTime
}
