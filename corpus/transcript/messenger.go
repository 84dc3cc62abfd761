package transcript

import (
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// messenger is a chat as WhatsApp, Signal and others export it: each message has a day and a time, the name of
// who wrote it, and lines below that go on. Lines with a time and no name tell of the chat itself.
var messenger = layout{
	name: "messenger", timed: true, distinctive: true, example: "12.03.23, 18:05 - Name: text", interrupts: messageHead,
	find: func(d *document) finder {
		f := messageFinder{document: d, times: map[string]int{}}
		for i := range d.Blocks {
			if name, _, ok := messageName(d.line(i)); ok {
				f.times[labelKey(name)]++
				f.messages++
			}
		}
		return f.find
	},
	proved: func(d *document) bool {
		n := 0
		for i := range d.Blocks {
			if _, _, ok := messageName(d.line(i)); ok {
				n++
			}
		}
		return n > 1 && messageHead().MatchString(d.line(0))
	},
}

// messageHead is the day and the time before a message.
var messageHead = lazyregexp.New(`^[ \t\x{200e}\x{200f}]*\[?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}),?[ \tT]+` +
	`(?:um |at )?\d{1,2}[:.]\d{2}(?::\d{2})?(?:[ \x{202f}]{0,3}(?i:[ap]\.?m\.?))?(?: Uhr)?(?:\]|[ \t]*[-–—:]|)[ \t]+`)

// A messageFinder knows how often each name is before a message.
type messageFinder struct {
	*document
	times    map[string]int
	messages int
}

// messageName is who wrote the message at the beginning of a line; body is the byte at which its words begin. The
// tilde is before names that are not in the address book.
func messageName(line string) (name string, body int, ok bool) {
	if !beginsWith(strings.TrimLeft(line, "\u200e\u200f"), digits+"[") {
		return "", 0, false
	}
	start := len(messageHead().FindString(line))
	if start == 0 {
		return "", 0, false
	}
	n := strings.Index(line[start:]+" ", ": ")
	if n < 1 {
		return "", 0, false
	}
	name = strings.TrimLeft(withoutMarks(line[start:start+n]), "~ ")
	if utf8.RuneCountInString(name) > longestLabel || wordingOf(name) == sentenceWording || heading(labelKey(name)) {
		return "", 0, false
	}
	return name, spaceFrom(line, min(start+n+1, len(line))), name != ""
}

// find returns the message at block i; what names no one may be what a diary says.
func (f *messageFinder) find(i int) (mark, bool) {
	name, body, ok := messageName(f.line(i))
	if !ok || f.messages < 2 || f.times[labelKey(name)] < 2 && strings.Contains(name, " ") && !mayBeName(name) {
		return mark{}, false
	}
	return mark{name: name, body: f.Blocks[i].Span.Start + body, at: corpus.NoTime, to: corpus.NoTime}, true
}
