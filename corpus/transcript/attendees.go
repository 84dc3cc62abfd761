package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// An attendee is a person whom a document lists as present or absent.
type attendee struct {
	corpus.Person
	absent bool
}

var (
	presence = lazyregexp.New(`(?i)^[#*_ ]*((?:members |also |those |people )?` +
		`(?:present|attendees|attending|in attendance|attendance|participants|` +
		`anwesend(?:e)?|teilnehmer(?:innen)?|présents|asistentes|aanwezig))\b[*_ ]*(?:[:：][*_ ]*(.*)|$)`)
	absence = lazyregexp.New(`(?i)^[#*_ ]*((?:apologies(?: for absence)?|absent|regrets|not present|` +
		`entschuldigt|excusés|afwezig))\b[*_ ]*(?:[:：][*_ ]*(.*)|(?:were received )?(?:from[: ]+(.*))|$)`)
	inParens      = lazyregexp.New(`\s*[(\[]([^()\[\]]+)[)\]]`)
	initials      = lazyregexp.New(`^\p{Lu}{2,4}$`)
	endsInInitial = lazyregexp.New(`[ .]\p{Lu}\.$`)
	titles        = lazyregexp.New(`^(?i:mr|mrs|ms|miss|dr|prof|professor|sir|dame|cllr|councillor|herr|frau|` +
		`chief|superintendent|inspector|supt|insp|sgt|cc|dcc|acc)\.?$`)
)

// attendeesOf reads the lists of those present and absent at the beginning of a
// document.
func (d *document) attendeesOf() (people []attendee) {
	doc := d.Document
	for i := 0; i < len(doc.Blocks) && i < 200; i++ {
		inLine, absent, ok := attendeesHead(lineOf(doc, i))
		if !ok {
			continue
		}
		if n := d.groupsBelow(i + 1); strings.TrimSpace(inLine) == "" && n > 0 {
			for ; n > 0; n-- {
				i++
				for _, p := range d.groupOf(i) {
					people = append(people, attendee{p, absent})
				}
			}
			continue
		}
		var entries []string
		if rest := strings.TrimSpace(inLine); rest != "" {
			entries = splitNames(rest)
		}
		// One a line below, until a line that is not a name.
		for i+1 < len(doc.Blocks) && len(entries) < 60 && attendeeBelow(doc, i+1, inLine != "") {
			i++
			entries = append(entries, strings.TrimLeft(strings.TrimSpace(lineOf(doc, i)), "•-–*· \t"))
		}
		if len(entries) == 1 && secondSpeaks(doc.Body, entries[0]) {
			entries = splitNames(entries[0])
		}
		for _, e := range entries {
			if p, ok := d.readAttendee(e); ok {
				people = append(people, attendee{p, absent})
			}
		}
	}
	return people
}

// groupsBelow counts the lines from block i on that each list people of an organisation.
func (d *document) groupsBelow(i int) (n int) {
	for i+n < len(d.Blocks) && (n == 0 || d.Blocks[i+n].Gap == d.Blocks[i].Gap) && len(d.groupOf(i+n)) > 0 {
		n++
	}
	return n
}

// groupOf reads the people whom block i lists behind their organisation, "Northmoor Police: Jane Roe
// (JR), James Penn": full names and nothing else.
func (d *document) groupOf(i int) (people []corpus.Person) {
	line := strings.TrimLeft(strings.TrimSpace(d.line(i)), "•-–*· \t")
	organisation, list, ok := strings.Cut(line, ":")
	if _, _, head := attendeesHead(line); !ok || head || !isName(organisation) {
		return nil
	}
	for _, entry := range splitNames(strings.TrimSpace(list)) {
		p, ok := d.readAttendee(entry)
		if !ok || !strings.Contains(p.Name, " ") {
			return nil
		}
		if p.Organisation == "" {
			p.Organisation = organisation
		}
		people = append(people, p)
	}
	return people
}

func lineOf(doc corpus.Document, i int) string {
	return doc.Body[doc.Blocks[i].Span.Start:doc.Blocks[i].Span.End]
}

// attendeesHead reads the beginning of a list of those present or absent; names are
// those in the same line.
func attendeesHead(line string) (names string, absent, ok bool) {
	if m := presence().FindStringSubmatch(line); m != nil {
		return m[2], false, true
	}
	if m := absence().FindStringSubmatch(line); m != nil {
		if m[2] == "" {
			return m[3], true, true
		}
		return m[2], true, true
	}
	return "", false, false
}

// attendeeBelow reports whether block i continues a list of attendees; inLine tells
// whether the list began on the line of its heading.
func attendeeBelow(doc corpus.Document, i int, inLine bool) bool {
	b, text := doc.Blocks[i], strings.TrimSpace(lineOf(doc, i))
	if b.Kind == corpus.HeadingBlock || presence().MatchString(text) || absence().MatchString(text) {
		return false
	}
	if listItem(text) {
		return true
	}
	return !(inLine && b.Gap) && looksListed(text)
}

// secondSpeaks reports whether the second of several names in a line is that of a
// speaker, rather than the organisation of the first.
func secondSpeaks(body, entry string) bool {
	_, second, ok := strings.Cut(entry, ",")
	second, _, _ = strings.Cut(second, ",")
	return ok && strings.Contains(body, "\n"+strings.TrimSpace(second)+":")
}

func listItem(text string) bool {
	return strings.HasPrefix(text, "•") || strings.HasPrefix(text, "- ")
}

// looksListed reports whether a line may be one attendee: a name with its details.
func looksListed(text string) bool {
	p, ok := new(document).readAttendee(text)
	if !ok || len(text) > 120 || strings.HasSuffix(text, ".") && !endsInInitial().MatchString(text) || strings.Contains(text, ": ") {
		return false
	}
	n := len(strings.Fields(p.Name))
	return strings.ContainsAny(text, "(,\t–") || n >= 2 && n <= 4
}

// splitNames splits a list in one line at semicolons or, if it has none, at commas
// outside of parentheses.
func splitNames(list string) (found []string) {
	if !endsInInitial().MatchString(list) {
		list = strings.TrimSuffix(list, ".")
	}
	sep := ','
	if strings.Contains(list, ";") {
		sep = ';'
	}
	depth, start := 0, 0
	for i, r := range list {
		switch {
		case r == '(' || r == '[':
			depth++
		case r == ')' || r == ']':
			depth--
		case r == sep && depth <= 0:
			found = append(found, list[start:i])
			start = i + 1
		}
	}
	found = append(found, list[start:])
	if last := found[len(found)-1]; sep == ',' {
		if a, b, ok := strings.Cut(last, " and "); ok && strings.ContainsAny(a, "([") == strings.ContainsAny(a, ")]") {
			found = append(found[:len(found)-1], a, b)
		}
	}
	return found
}

// readAttendee reads one entry: Jane Roe (Northmoor Police); Jane Roe (JR),
// Northmoor Police; Jane Roe, Chair – Northmoor Police; Roe, Jane. A label is a detail that
// begins lines of the transcript or reads like one.
func (d *document) readAttendee(entry string) (p corpus.Person, ok bool) {
	name, details := splitAttendee(entry)
	if initials().MatchString(name) && len(details) > 0 { // JR – Jane Roe
		if full := strings.TrimSpace(details[0]); isName(full) && strings.Contains(full, " ") {
			p.Aliases = append(p.Aliases, name)
			name, details = full, details[1:]
		}
	}
	if !isName(name) {
		return p, false
	}
	p.Name = withoutTitles(name)
	if whole, rest, ok := d.fullName(entry); ok {
		p.Name, details = whole, rest
	}
	for _, text := range details {
		text = strings.TrimSpace(text)
		switch kind := d.detailOf(text, firstLast(p.Name)); {
		case text == "":
		case kind == labelDetail && !slices.Contains(p.Aliases, text):
			p.Aliases = append(p.Aliases, text)
		case kind == officeDetail && corpus.ResearcherLabel(text) && !offices().MatchString(text):
			p.Role = corpus.Researcher
		case kind == officeDetail:
			p.Role = text
		case (kind == organisationDetail || kind == guessedDetail) && p.Organisation == "":
			if p.Organisation = text; kind == guessedDetail {
				d.guess(p)
			}
		}
	}
	return p, true
}

// guess keeps that a person's organisation is a guess.
func (d *document) guess(p corpus.Person) {
	if d.guesses == nil {
		d.guesses = map[string]string{}
	}
	d.guesses[p.Name] = p.Organisation
}

// splitAttendee splits an entry into the name and its details: what is in
// parentheses, and what follows commas, dashes and tabs.
func splitAttendee(entry string) (name string, details []string) {
	entry = strings.Trim(strings.TrimSpace(entry), "*_")
	for _, m := range inParens().FindAllStringSubmatch(entry, -1) {
		details = append(details, strings.Split(m[1], ",")...)
	}
	bare := inParens().ReplaceAllString(entry, "")
	bare = strings.NewReplacer(" – ", ",", " — ", ",", " - ", ",", "\t", ",").Replace(bare)
	name, rest, _ := strings.Cut(bare, ",")
	name = strings.Trim(strings.TrimPrefix(name, "and "), "*_ ")
	return name, append(details, strings.Split(rest, ",")...)
}

// isName reports whether a text may be a person's name: one to six capitalised
// words.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 6 || strings.ContainsAny(s, "0123456789?!;:/") || heading(strings.ToLower(s)) {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && !particles[strings.ToLower(strings.Trim(w, "."))] {
			return false
		}
	}
	return true
}

// isInitials reports whether short begins and ends like the initials of name.
func isInitials(short, name string) bool {
	fits := func(between string) bool {
		all := ""
		for _, w := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(between, r) }) {
			r, _ := utf8.DecodeRuneInString(w)
			all += string(unicode.ToUpper(r))
		}
		first, _ := utf8.DecodeRuneInString(short)
		return strings.HasPrefix(all, string(first)) && strings.HasSuffix(all, short[len(short)-1:])
	}
	return fits(" -’'") || fits(" -") // Seán O’Brien is SOB or SO
}

// attendee returns the index of the one person present whom a label names: by the
// full name, by initials, by the surname with or without a title.
func (d *document) attendee(label string) (n int, ok bool) {
	if len(d.attendees) == 0 {
		return 0, false
	}
	key := strings.ToLower(withoutTitles(firstLast(label)))
	for _, fits := range []func(attendee) bool{
		func(x attendee) bool {
			return strings.EqualFold(x.Name, label) || strings.ToLower(withoutTitles(firstLast(x.Name))) == key
		},
		func(x attendee) bool { return slices.Contains(x.Aliases, label) },
		func(x attendee) bool { return surname(x.Name) == key },
		func(x attendee) bool {
			return initials().MatchString(label) && len(x.Aliases) == 0 &&
				isInitials(label, firstLast(x.Name)) && isOfWords(x.Name, len(label))
		},
	} {
		count := 0
		for i, x := range d.attendees {
			if !x.absent && fits(x) {
				n = i
				count++
			}
		}
		if count == 1 {
			return n, true
		}
		if count > 1 {
			return 0, false
		}
	}
	return 0, false
}

// isOfWords reports whether a name has as many words, with its particles or without them.
func isOfWords(name string, n int) bool {
	return len(strings.Fields(name)) == n || len(particlesOff(name)) == n
}

func withoutTitles(name string) string {
	words := strings.Fields(name)
	for len(words) > 1 && titles().MatchString(words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

func surname(name string) string {
	words := strings.Fields(firstLast(name))
	return strings.ToLower(words[len(words)-1])
}
