package transcript

import (
	"math"
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
)

// minutes report in whole sentences what the attendees said: "Ms Roe reported that
// …", "JR: …". Each paragraph has a speaker of its own, and so has each sentence that
// begins with somebody else.
var minutes = layout{
	name: "minutes", example: "Present: Name (Organisation); Name said that …", distinctive: true, separate: true,
	find: func(d *document) finder {
		if len(d.attendees) == 0 {
			return func(int) (mark, bool) { return mark{}, false }
		}
		reports := d.reported()
		return func(i int) (mark, bool) { return d.minuteMark(i, reports[i]) }
	},
}

// minuteMark is the mark of what block i reports, with one for each other person in it.
func (d *document) minuteMark(i int, reports []report) (mark, bool) {
	var all []mark
	for n, r := range reports {
		m := mark{body: r.body, at: corpus.NoTime, to: corpus.NoTime, nobody: r.who < 0}
		switch {
		case r.who >= 0:
			m.name = d.attendees[r.who].Name
		case r.label != "":
			m.name, m.nobody, m.strange = r.label, false, true
		}
		if r.start > d.Blocks[i].Span.Start {
			m.start = r.start
		}
		if n+1 < len(reports) {
			m.tail = d.Blocks[i].Span.End - reports[n+1].start
		}
		all = append(all, m)
	}
	if len(all) == 0 {
		return mark{}, false
	}
	all[0].more = all[1:]
	return all[0], true
}

// minuteBlock reports whether block i may begin somebody's words: a paragraph, a line of its own, a
// row of a table or an action, but no heading and no list of attendees.
func (d *document) minuteBlock(i int) bool {
	b, line := d.Blocks[i], d.line(i)
	if b.Kind == corpus.HeadingBlock || d.roster[i] || listsPresence(line) {
		return false
	}
	return b.Gap || i == 0 || strings.Contains(line, "\t") || actionLine().MatchString(line) || d.ownLine(i)
}

// ownLine reports whether block i goes on with no paragraph although no empty line is above it: it has
// a label, begins after a sentence with what an attendee did, or follows a sentence after which its
// first word would have had room.
func (d *document) ownLine(i int) bool {
	if d.Blocks[i].Gap || i == 0 || d.Blocks[i].Kind != corpus.LineBlock {
		return false
	}
	line, before := d.line(i), strings.TrimSpace(d.line(i-1))
	if name, _, _, ok := nameAndColon(d.Blocks[i], line); ok && (mayBeName(name) || heading(labelKey(name))) {
		return true
	}
	if d.endsLine(i-1) && d.inMinutes(i) && d.reports(line) {
		return true
	}
	first, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	return d.endsLine(i-1) && utf8.RuneCountInString(before)+1+utf8.RuneCountInString(first) <= d.lineWidth()
}

// reports reports whether a line begins with an attendee, or several, and a word in lower case, as "JR asked".
func (d *document) reports(line string) bool {
	rest := strings.TrimLeft(line, " \t•-–")
	m := subjects().FindStringSubmatchIndex(rest)
	if m == nil || strings.ContainsAny(rest[m[4]:m[5]], "'’ʼ") {
		return false
	}
	_, ok := d.attendee(rest[m[2]:m[3]])
	return ok || len(d.named(rest[m[2]:m[3]])) > 0
}

// initialsReport reports whether block i says, behind the end of a sentence, what somebody said who is
// known by initials. The turn above is of somebody else, who spoke for themselves.
func (d *document) initialsReport(i int) bool {
	m := initialsSay().FindStringSubmatch(d.line(i))
	if m == nil || i == 0 || !endsSentence(d.line(i-1)) {
		return false
	}
	_, ok := d.attendee(m[1])
	return ok || d.known(m[1])
}

// listsPresence reports whether a line lists those present or absent.
func listsPresence(line string) bool {
	return presence().MatchString(line) || absence().MatchString(line)
}

// endsLine reports whether a paragraph may end with line i: it ends a sentence, or is a heading or a list.
func (d *document) endsLine(i int) bool {
	line := strings.TrimSpace(d.line(i))
	return endsSentence(line) || listsPresence(line) || d.Blocks[i].Gap && titleLike(line) && !d.reports(line)
}

// lineWidth is the number of letters for which a line has room: those of the longest line that another
// goes on below, or any number if lines end with their sentences. Lists of attendees say nothing of it.
func (d *document) lineWidth() int {
	if d.width > 0 {
		return d.width
	}
	lines, ends := 0, 0
	for i, b := range d.Blocks {
		if i == 0 || b.Gap || !d.inMinutes(i) || looksListed(d.line(i-1)) {
			continue
		}
		if lines++; d.endsLine(i - 1) {
			ends++
		}
		d.width = max(d.width, utf8.RuneCountInString(strings.TrimSpace(d.line(i-1))))
	}
	if ends*4 >= lines*3 {
		d.width = math.MaxInt
	}
	return d.width
}

// inMinutes reports whether block i comes after the lists of attendees, and is none.
func (d *document) inMinutes(i int) bool { return d.afterPresence(i) && !looksListed(d.line(i)) }

// afterPresence reports whether block i comes after the first list of attendees.
func (d *document) afterPresence(i int) bool {
	if d.presence == nil {
		first := -1
		for n := 0; n < len(d.Blocks) && first < 0; n++ {
			if d.roster[n] || listsPresence(d.line(n)) {
				first = n
			}
		}
		d.presence = &first
	}
	return *d.presence >= 0 && *d.presence < i && !d.roster[i]
}
