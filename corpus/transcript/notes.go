package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	// notedLabel is a stand-in with a note in lower case beside it.
	notedLabel = lazyregexp.New(`^(\p{Lu}{1,4}\d{1,2}) [(\[](\p{Ll}{4,}(?: \p{Ll}+){0,3})[)\]]$`)
	// toWhom is a note of those to whom something is said: "to Cleo", "an alle".
	toWhom = lazyregexp.New(`^(?:to|zu|zur|zum|an|à|au|a|al|aan|till|til|do) (?:\p{Lu}[\p{L}.'’-]*(?: (?:and|und|et|y|` +
		`e|en|\p{Lu}[\p{L}.'’-]*)){0,4}|` +
		`(?:the |der |die |le |la |el )?(?:group|others?|everyone|everybody|all|room|interviewer|moderator|alle[nr]?|anderen|gruppe|runde|` +
		`tous|todos|tutti|groupe|grupo|gruppo|allen))$`)
)

// withoutNotes takes off labels what tells how or to whom something is said: "Dan (laughs)", "Dan (to
// Cleo)"; and other notes off a stand-in that occurs once: "TN4 (whispers)". One in which a word says who
// somebody is stays: "P1 (nurse)".
func (e *weigher) withoutNotes(marks []mark) {
	times := map[string]int{}
	for _, m := range marks {
		times[m.key]++
	}
	for i := range marks {
		m := &marks[i]
		if m.nobody {
			continue
		}
		name, inside := behindName(m.name)
		note := notedLabel().FindStringSubmatch(m.name)
		switch {
		case note != nil && times[m.key] == 1 && corpus.RoleOf(note[2]) == corpus.NoRole && !corpus.DescribesPerson(note[2]):
			m.name, m.key = note[1], labelKey(note[1])
		case len(inside) == 1 && e.tellsHow(inside[0], times[labelKey(name)] > 0 || e.listed(name)):
			m.name, m.key = name, labelKey(name)
		}
	}
}

// tellsHow reports whether a note beside a label tells how or to whom something is said. Where the label
// is surely somebody's, a note may be as "in a low voice", which is a part of a sentence elsewhere.
func (e *weigher) tellsHow(note string, sure bool) bool {
	return soundWords[strings.ToLower(note)] || toWhom().MatchString(note) ||
		manner().MatchString(note) && (sure || !strings.Contains(note, " ")) && corpus.RoleOf(note) == corpus.NoRole &&
			!corpus.DescribesPerson(note) && !besideSomebody().MatchString(note)
}

// listed reports whether a label is that of the one person present, or in the head of the document, whom
// it can mean.
func (d *document) listed(label string) bool {
	_, attends := d.attendee(label)
	return attends || d.namedAbove(label)
}

// listedBeside is the name in a label if it is that of one person who is listed, perhaps with what the list
// says of them beside it; nobody else in their family is.
func (d *document) listedBeside(label string) (name string, ok bool) {
	name, inside := behindName(label)
	for _, in := range inside {
		if besideSomebody().MatchString(in) {
			return "", false
		}
	}
	return name, name != "" && d.listed(name)
}

// beforeNote is a label without the one note in lower case behind it.
func beforeNote(label string) string {
	name, inside := behindName(label)
	if len(inside) == 1 {
		if first, _ := utf8.DecodeRuneInString(inside[0]); unicode.IsLower(first) {
			return name
		}
	}
	return label
}
