package transcript

import (
	"math"
	"slices"
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
	initialsSay = lazyregexp.New(`^[ \t•–-]*(\p{Lu}{2,4})[ \t]+(?:said|says|asked|asks|replied|replies|answered|answers|added|adds|` +
		`reported|reports|noted|notes|raised|raises|suggested|suggests|agreed|agrees|proposed|proposes|confirmed|confirms|explained|` +
		`explains|stated|states|thanked|thanks|welcomed|welcomes|informed|informs|sagte?|fragte?|antworte(?:t|te)|berichtete?t?|` +
		`entgegnete?t?|ergänzte?|erklärte?|betonte?|schlägt|schlug|weist|wies|bittet|bat|begrüßte?|bestätigte?|dankte?)(?:[ \t,:]|$)`)
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

// minuteBlock reports whether block i may begin somebody's words: a paragraph, a line of its own, a
// row of a table or an action, but no heading and no list of attendees.
func (d *document) minuteBlock(i int) bool {
	b, line := d.Blocks[i], d.line(i)
	if b.Kind == corpus.HeadingBlock || listsPresence(line) {
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

// reports reports whether a line begins with an attendee and a word in lower case, as "JR asked".
func (d *document) reports(line string) bool {
	rest := strings.TrimLeft(line, " \t•-–")
	m := firstName().FindStringSubmatchIndex(rest)
	if m == nil || strings.ContainsAny(rest[m[4]:m[5]], "'’") {
		return false
	}
	_, ok := d.attendee(rest[m[2]:m[3]])
	return ok
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

// inMinutes reports whether block i comes after the lists of attendees.
func (d *document) inMinutes(i int) bool {
	if d.presence == nil {
		first := slices.IndexFunc(d.Blocks, func(b corpus.Block) bool { return listsPresence(d.Body[b.Span.Start:b.Span.End]) })
		d.presence = &first
	}
	return *d.presence >= 0 && *d.presence < i && !looksListed(d.line(i))
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
