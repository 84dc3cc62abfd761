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
	presence = lazyregexp.New(`(?i)^(?:\d{1,2}[.)] ?)?[#*_ ]*((?:members |also |those |people |in person |online )?` +
		`(?:present|attendees|attending|in attendance|attendance(?: list)?|participants|guests|` +
		`anwesend(?:en?)?(?: (?:sind|waren))?|teilnehmer(?:(?:[:*_/]|/-|\()?innen)?(?: und teilnehmer)?|teilnehmende[rn]?(?: personen)?|` +
		`(?:anwesenheits|teilnehmer|teilnahme)liste|gäste|beteiligte|` +
		`présents|asistentes|presentes|presenti|aanwezig(?:en)?|deelnemers|obecni|närvarande|deltagare|til ?stede))\b\)?` +
		`(?: (?:remotely|online|in person|by phone|\([^)]*\)))?[*_ ]*(?:[:：\t][*_ ]*(.*)|$)`)
	absence = lazyregexp.New(`(?i)^(?:\d{1,2}[.)] ?)?[#*_ ]*((?:apologies(?: for absence)?|absent|regrets|not present|` +
		`entschuldigt(?:e)?|abwesend(?:e)?|verhindert|es fehl(?:en|t)|nicht anwesend|excusés|absents|ausentes|assenti|afwezig))\b[*_ ]*` +
		`(?:[:：\t][*_ ]*(.*)|(?:were received )?(?:from[: ]+(.*))|$)`)
	inParens      = lazyregexp.New(`\s*[(\[]([^()\[\]]+)[)\]]`)
	initials      = lazyregexp.New(`^\p{Lu}{2,4}$`)
	endsInInitial = lazyregexp.New(`[ .]\p{Lu}\.$`)
	titles        = lazyregexp.New(`^(?i:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|cllr|councillor|herrn?|hrn?|frau|fr|` +
		`mme|mlle|madame|monsieur|señora?|sra|signora?|sig|dott|mag|ing|dipl\.?-ing|` +
		`chief|superintendent|inspector|supt|insp|sgt|cc|dcc|acc)\.?$`)
)

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
	if isOrganisation(name) { // Northmoor Police (Jane Roe)
		n := slices.IndexFunc(details, func(t string) bool {
			t = strings.TrimSpace(t)
			return strings.Contains(t, " ") && isName(t) && !isOrganisation(t)
		})
		if n < 0 {
			return p, false
		}
		name, details[n] = strings.TrimSpace(details[n]), name
	}
	if !isName(name) {
		return p, false
	}
	if p.Name = withoutTitles(name); !strings.Contains(p.Name, " ") { // Superintendent Roe
		p.Name = name
	}
	d.titled.add(p.Name, name)
	if whole, rest, ok := d.fullName(entry); ok {
		p.Name, details = whole, rest
	}
	for n := 0; n < len(details); n++ {
		text := strings.TrimSpace(details[n])
		if office, organisation, ok := officeOf(text); ok { // Director of Northmoor Hospital
			text = office
			details = slices.Insert(slices.Clone(details), n+1, organisation)
		}
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

// officeOf splits an office and the organisation behind it: "Chefarzt der St. Anna Klinik", "Head of IT at
// Northmoor Hospital".
func officeOf(text string) (office, organisation string, ok bool) {
	m := officeAt().FindStringSubmatch(text)
	if m == nil || !namesOrganisation(m[2]) || namesOrganisation(m[1]) || !offices().MatchString(m[1]) && !officeEnding().MatchString(m[1]) {
		return "", "", false
	}
	return m[1], m[2], true
}

var officeAt = lazyregexp.New(`^(\p{Lu}[\p{L} .-]{1,40}?),? (?:of|at|der|des|bei|beim|bei der|vom|von|im|in der|am|` +
	`chez|du|de la) (?:the )?(\p{Lu}.+)$`)

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

// attendee returns the index of the one person present whom a label names.
func (d *document) attendee(label string) (n int, ok bool) {
	if all := d.attending(label); len(all) == 1 {
		return all[0], true
	}
	return 0, false
}

// attending returns the indexes of those present whom a label names: by the full name, by initials, by the
// surname with or without a title or else by the first name, perhaps with the initial of the other name.
func (d *document) attending(label string) (all []int) {
	if len(d.attendees) == 0 || strings.TrimSpace(label) == "" {
		return nil
	}
	key := plainName(label)
	for _, fits := range []func(attendee) bool{
		func(x attendee) bool {
			return strings.EqualFold(x.Name, label) || plainName(x.Name) == key
		},
		func(x attendee) bool { return slices.Contains(x.Aliases, label) },
		func(x attendee) bool { return surname(x.Name) == key },
		func(x attendee) bool {
			return initials().MatchString(label) && len(x.Aliases) == 0 &&
				isInitials(label, firstLast(x.Name)) && isOfWords(x.Name, len(label))
		},
		func(x attendee) bool { return shortens(label, x.Name) },
	} {
		for i, x := range d.attendees {
			if !x.absent && fits(x) {
				all = append(all, i)
			}
		}
		if len(all) > 0 {
			return titleDecides(d.titled, label, all, func(i int) string { return d.attendees[i].Name })
		}
	}
	return nil
}

// shortens reports whether a label is the first name in a name, or has an initial in the place of one of its
// parts: Luc, Luc M., L. Moreau; M. Moreau is a gentleman, too.
func shortens(label, name string) bool {
	words, of := strings.Fields(label), strings.Fields(withoutTitles(firstLast(name)))
	if len(of) < 2 || len(words) == 0 || titles().MatchString(words[0]) {
		return false
	}
	first, last := of[0], of[len(of)-1]
	initial := func(short, word string) bool {
		stem, stop := strings.CutSuffix(short, ".")
		return stop && utf8.RuneCountInString(stem) == 1 && strings.HasPrefix(word, stem)
	}
	switch len(words) {
	case 1:
		return utf8.RuneCountInString(first) > 2 && strings.EqualFold(words[0], first)
	case 2:
		return strings.EqualFold(words[0], first) && initial(words[1], last) ||
			strings.EqualFold(words[1], last) && (initial(words[0], first) || words[0] == "M.")
	}
	return false
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

// plainName is a name as names are compared: without titles, the surname last, in lower case.
func plainName(name string) string {
	return strings.ToLower(withoutTitles(firstLast(corpus.PlainApostrophes(name))))
}

func surname(name string) string {
	words := strings.Fields(firstLast(corpus.PlainApostrophes(name)))
	return strings.ToLower(words[len(words)-1])
}
