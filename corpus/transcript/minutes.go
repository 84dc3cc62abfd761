package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	actionLine = lazyregexp.New(`(?i)^[*_\[ ]*(?:action(?: point)?s?|aktion|to do)(?:\s*\d+)?\s*` +
		`(?:\(([^)]+)\))?\s*[:：–-]+[*_ ]*`)
	firstName = lazyregexp.New(`^[*_]*((?:\p{Lu}[\p{L}\p{M}.'’-]*\s+){0,5}\p{Lu}[\p{L}\p{M}.'’-]*)[*_]*` +
		`(\s*[:：][*_]*\s*|\s+\p{Ll}|['’]s\s)`)
)

// minutes report in whole sentences what the attendees said: "Ms Roe reported that
// …", "JR: …". Each paragraph has a speaker of its own. An action belongs to its
// owner, since analyses ask whose task it is.
var minutes = layout{
	name: "minutes", example: "Present: Name (Organisation); Name said that …", distinctive: true, separate: true,
	find: func(d *document) finder {
		if len(d.attendees) == 0 {
			return func(int) (mark, bool) { return mark{}, false }
		}
		return d.minuteMark
	},
}

// minuteMark finds whose words block i reports.
func (d *document) minuteMark(i int) (mark, bool) {
	line := d.line(i)
	if !d.minuteBlock(i) {
		return mark{}, false
	}
	m := mark{body: d.Blocks[i].Span.Start, at: corpus.NoTime, to: corpus.NoTime}
	rest := strings.TrimLeft(line, " \t•-–")
	indent := len(line) - len(rest)
	if a := actionLine().FindStringSubmatchIndex(rest); a != nil {
		owner := rest[a[1]:]
		if a[2] >= 0 {
			owner = rest[a[2]:a[3]] + " "
		}
		n, ok := d.owner(owner)
		if !ok {
			return m, false
		}
		m.name, m.body = d.attendees[n].Name, m.body+indent+a[1]
		return m, true
	}
	if strings.Contains(rest, "\t") { // a table of actions with a column of owners
		n, ok := d.ownerCell(rest)
		if !ok || !d.inMinutes(i) {
			return m, false
		}
		m.name = d.attendees[n].Name
		return m, true
	}
	a := firstName().FindStringSubmatchIndex(rest)
	if a == nil || !d.inMinutes(i) {
		return m, false
	}
	n, ok := d.attendee(rest[a[2]:a[3]])
	if !ok {
		return m, false
	}
	if m.name = d.attendees[n].Name; strings.ContainsAny(rest[a[4]:a[5]], ":：") {
		m.body += indent + a[1]
	}
	return m, true
}

// minuteBlock reports whether block i may begin somebody's words: a paragraph, a
// row of a table or an action, but no heading and no list of attendees.
func (d *document) minuteBlock(i int) bool {
	b, line := d.Blocks[i], d.line(i)
	if b.Kind == corpus.HeadingBlock || presence().MatchString(line) || absence().MatchString(line) {
		return false
	}
	return b.Gap || i == 0 || strings.Contains(line, "\t") || actionLine().MatchString(line)
}

// inMinutes reports whether block i comes after the lists of attendees.
func (d *document) inMinutes(i int) bool {
	for j := i; j >= 0; j-- {
		if line := d.line(j); presence().MatchString(line) || absence().MatchString(line) {
			return j < i && !looksListed(d.line(i))
		}
	}
	return false
}

// owner returns the attendee whose name an action begins with.
func (d *document) owner(action string) (int, bool) {
	words := strings.FieldsFunc(action, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",:;()/&", r) })
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

// ownerCell returns the attendee who is named in the first such cell of a row.
func (d *document) ownerCell(row string) (int, bool) {
	for cell := range strings.SplitSeq(row, "\t") {
		if n, ok := d.attendee(strings.TrimSpace(cell)); ok {
			return n, true
		}
	}
	return 0, false
}
