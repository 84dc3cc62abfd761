package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

var (
	actionLine = lazily(`(?i)^[*_\[ ]*(?:action(?: point)?s?|aktion|to do)(?:\s*\d+)?\s*(?:\(([^)]+)\))?\s*[:：–-]+[*_ ]*`)
	nameAhead  = lazily(`^[*_]*((?:\p{Lu}[\p{L}\p{M}.'’-]*\s+){0,5}\p{Lu}[\p{L}\p{M}.'’-]*)[*_]*(\s*[:：]\s*|\s+\p{Ll}|['’]s\s)`)
)

// minutes report in whole sentences what those who attend said: "Ms Roe reported
// that …", "JR: …". Each paragraph stands for itself. An action is its owner's,
// since whose task it is, is what one asks of it.
var minutes = layout{name: "minutes", looks: "Present: Name (Organisation); Name said that …", strong: true, alone: true, finder: func(d *document) finder {
	return func(i int) (mark, bool) {
		b, line := d.Blocks[i], d.line(i)
		m := mark{body: b.Span.Start, at: corpus.NoTime, to: corpus.NoTime}
		if len(d.attendees) == 0 || b.Kind == corpus.HeadingBlock || presence().MatchString(line) || absence().MatchString(line) || !b.Gap && i > 0 && !strings.HasPrefix(line, "\t") && !actionLine().MatchString(line) && !strings.Contains(line, "\t") {
			return m, false
		}
		rest := strings.TrimLeft(line, " \t•-–")
		if a := actionLine().FindStringSubmatchIndex(rest); a != nil {
			owner := rest[a[1]:]
			if a[2] >= 0 {
				owner = rest[a[2]:a[3]] + " "
			}
			if n, ok := d.owner(owner); ok {
				m.name, m.body = d.attendees[n].Name, b.Span.Start+len(line)-len(rest)+a[1]
				return m, true
			}
			return m, false
		}
		if strings.Contains(rest, "\t") { // a table of actions: the owner has a cell
			for cell := range strings.SplitSeq(rest, "\t") {
				if n, ok := d.attendee(strings.TrimSpace(cell)); ok && d.inMinutes(i) {
					m.name = d.attendees[n].Name
					return m, true
				}
			}
			return m, false
		}
		a := nameAhead().FindStringSubmatchIndex(rest)
		if a == nil || !d.inMinutes(i) {
			return m, false
		}
		name := rest[a[2]:a[3]]
		n, ok := d.attendee(name)
		if !ok {
			return m, false
		}
		if m.name = d.attendees[n].Name; strings.ContainsAny(rest[a[4]:a[5]], ":：") {
			m.body += len(line) - len(rest) + a[1]
		}
		return m, true
	}
}}

// inMinutes tells whether block i comes after the lists of those present.
func (d *document) inMinutes(i int) bool {
	for j := i; j >= 0; j-- {
		if line := d.line(j); presence().MatchString(line) || absence().MatchString(line) {
			return j < i && !looksListed(d.line(i))
		}
	}
	return false
}

// owner finds who is to do something: the attendee whose name comes first.
func (d *document) owner(text string) (int, bool) {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",:;()/&", r) })
	for n := min(len(words), 4); n > 0; n-- {
		if r, _ := utf8.DecodeRuneInString(words[0]); !unicode.IsUpper(r) {
			return 0, false
		}
		if i, ok := d.attendee(strings.Join(words[:n], " ")); ok {
			return i, true
		}
	}
	return 0, false
}
