package transcript

import (
	"slices"
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// longestRoster is the number of blocks at the beginning of a document among which lists of attendees are
// looked for, and mostListed that of people in one of them.
const (
	longestRoster = 200
	mostListed    = 60
)

// attendeesOf reads the lists of those present and absent at the beginning of a document, and keeps the
// blocks that they are in: these are nobody's words.
func (d *document) attendeesOf() (people []attendee) {
	d.roster = map[int]bool{}
	for i := 0; i < min(len(d.Blocks), longestRoster); i++ {
		line := d.line(i)
		inLine, absent, ok := attendeesHead(line)
		end, listed := i, []corpus.Person(nil)
		if ok {
			listed, end = d.listBelow(i, strings.TrimSpace(inLine))
		} else {
			listed, end = d.rosterTable(i)
		}
		if len(listed) == 0 {
			continue
		}
		for _, p := range listed {
			people = append(people, attendee{p, absent})
		}
		for ; i < end; i++ {
			d.roster[i] = true
		}
		for ; i < len(d.Blocks); i++ {
			p, ok := d.officeLine(i)
			if !ok {
				break
			}
			d.roster[i] = true
			if !slices.ContainsFunc(people, func(x attendee) bool { return sameSurname(x.Name, p.Name) }) {
				people = append(people, attendee{p, false})
			}
		}
		i--
	}
	return people
}

// listBelow reads the list of people that begins in block i, with those on its own line, and returns the
// block after it.
func (d *document) listBelow(i int, inLine string) (people []corpus.Person, end int) {
	if n := d.groupsBelow(i + 1); inLine == "" && n > 0 {
		for end = i + 1; end <= i+n; end++ {
			people = append(people, d.groupOf(end)...)
		}
		return people, end
	}
	if inLine == "" {
		if people, end = d.rosterTable(i + 1); len(people) > 0 {
			return people, end
		}
	}
	var entries []string
	if inLine != "" {
		entries = splitNames(inLine)
	}
	organisation := map[int]string{} // of entries, by the line above them
	above, seen := "", map[string]bool{}
	end = i + 1
	for ; end < len(d.Blocks) && len(entries) < mostListed && d.listGoesOn(end, inLine != ""); end++ {
		if end > i+2 && d.Blocks[end].Gap && !d.Blocks[end-1].Gap { // the others are below each other
			break
		}
		text := strings.TrimLeft(strings.TrimSpace(d.line(end)), "•-–*· \t")
		if isOrganisation(text) {
			above = text
			continue
		}
		name, _ := splitAttendee(text)
		if seen[labelKey(name)] { // who speaks now
			break
		}
		seen[labelKey(name)] = true
		organisation[len(entries)] = above
		entries = append(entries, text)
	}
	if len(entries) == 1 && secondSpeaks(d.Body, entries[0]) {
		entries = splitNames(entries[0])
	}
	return d.readEntries(entries, organisation), end
}

// listGoesOn reports whether block i is of a list of people: one of them, or an organisation above some.
func (d *document) listGoesOn(i int, inLine bool) bool {
	return attendeeBelow(d.Document, i, inLine) ||
		!inLine && isOrganisation(d.line(i)) && i+1 < len(d.Blocks) && attendeeBelow(d.Document, i+1, inLine)
}

// readEntries reads a list of people and perhaps, each behind its people, organisations.
func (d *document) readEntries(entries []string, organisation map[int]string) (people []corpus.Person) {
	paired := inPairs(entries)
	for n, e := range entries {
		e = strings.TrimSpace(e)
		if last := len(people) - 1; isOrganisation(e) || paired && n%2 == 1 {
			if last >= 0 && people[last].Organisation == "" {
				people[last].Organisation = e
			}
			continue
		}
		if p, ok := d.readAttendee(e); ok {
			if p.Organisation == "" {
				p.Organisation = organisation[n]
			}
			people = append(people, p)
		}
	}
	d.withoutGuesses(people)
	return people
}

// inPairs reports whether a list has an organisation behind each person: "Jane Roe, Northmoor Police,
// James Penn, Customs".
func inPairs(entries []string) bool {
	organisations := 0
	for n, e := range entries {
		switch {
		case n%2 == 0 && (len(strings.Fields(e)) < 2 || !isName(strings.TrimSpace(e)) || isOrganisation(e)):
			return false
		case n%2 == 1 && isOrganisation(e):
			organisations++
		}
	}
	return organisations > 0 && len(entries)%2 == 0
}

// surnames are words of organisations that people are also called by.
var surnames = set(`bank, church, court, town, rat, bund, kirche, parish, stadt, amt, union, partei, schule, kreis, school, club, young`)

// isOrganisation reports whether a text is the name of an organisation rather than of a person.
func isOrganisation(text string) bool {
	text = strings.TrimSpace(text)
	words := strings.Fields(text)
	if len(words) == 0 || !namesOrganisation(text) || strings.ContainsAny(text, ",;:()–—\t") || strings.Contains(text, " - ") || titles().MatchString(words[0]) {
		return false
	}
	last := strings.ToLower(words[len(words)-1])
	return !surnames[last] || slices.ContainsFunc(words[:len(words)-1], namesOrganisation)
}

func sameSurname(a, b string) bool { return surname(a) == surname(b) }

// officeLine reads block i as one that names somebody's office below a list of those present: "Chair: Mia Cole".
func (d *document) officeLine(i int) (p corpus.Person, ok bool) {
	m := officeLine().FindStringSubmatch(d.line(i))
	if m == nil || !whoValue(m[2]) {
		return p, false
	}
	people := d.peopleIn(m[2], false)
	if len(people) != 1 || isOrganisation(people[0].Name) {
		return p, false
	}
	p = people[0]
	if p.Role == "" {
		p.Role = m[1]
	}
	return p, true
}

var officeLine = lazyregexp.New(`(?i)^[*_ ]*((?:vice[- ]|deputy )?chair(?:man|woman|person)?|minutes|minute[- ]taker|notes|` +
	`note[- ]taker|secretary|clerk|facilitator|` +
	`vorsitz(?:ender?)?|leitung|sitzungsleitung|protokoll(?:führung|führer(?:in)?)?|schriftführ(?:ung|er|erin)|` +
	`moderation)[*_ ]*[:：\t][*_ ]*(.{2,60})$`)

// Cells that name the columns of a table of those present.
var (
	nameCells = set(`name, names, attendee, attendees, participant, participants, person, teilnehmer, teilnehmerin, teilnehmende,
		nachname, surname, last name, nom, nombre,
		naam, nome, full name`)
	firstNameCells    = set(`first name, vorname, prénom, nombre de pila, voornaam, given name`)
	organisationCells = set(`organisation, organization, institution, company, agency, affiliation, firma, einrichtung, unternehmen,
		stelle, behörde, org, employer,
		representing, body, organización, organisatie, organizzazione, société`)
	roleCells     = set(`role, position, function, job title, title, funktion, rolle, fonction, cargo, ruolo, functie, job, office`)
	initialsCells = set(`initials, abbreviation, kürzel, abk, abk., initialen, short, code`)
	otherCells    = set(`no, no., nr, nr., #, email, e-mail, phone, telephone, telefon, present, anwesend, apologies, signature,
		unterschrift, attendance, department,
		abteilung, team`)
)

// rosterTable reads the table of people whose columns block i names, and returns the block after it.
func (d *document) rosterTable(i int) (people []corpus.Person, end int) {
	if i >= len(d.Blocks) || !strings.Contains(d.line(i), "\t") {
		return nil, i
	}
	kinds := []map[string]bool{nameCells, firstNameCells, organisationCells, roleCells, initialsCells, otherCells}
	at := []int{-1, -1, -1, -1, -1, -1}
	for n, cell := range strings.Split(d.line(i), "\t") {
		cell = strings.ToLower(strings.Trim(cell, "*_: \t"))
		kind := slices.IndexFunc(kinds, func(cells map[string]bool) bool { return cells[cell] })
		if kind < 0 && cell != "" {
			return nil, i
		}
		if kind >= 0 && at[kind] < 0 {
			at[kind] = n
		}
	}
	if at[0] < 0 || at[2] < 0 && at[3] < 0 && at[4] < 0 {
		return nil, i
	}
	for end = i + 1; end < len(d.Blocks) && strings.Contains(d.line(end), "\t"); end++ {
		cell := func(kind int) string {
			if at[kind] < 0 {
				return ""
			}
			return strings.TrimSpace(cellOf(d.line(end), at[kind]))
		}
		name, _ := splitAttendee(strings.TrimSpace(cell(1) + " " + cell(0)))
		if p, ok := d.readAttendee(strings.TrimSpace(cell(1) + " " + cell(0))); ok && utf8.RuneCountInString(name) > 1 {
			if p.Organisation = cell(2); cell(3) != "" {
				p.Role = cell(3)
			}
			if cell(4) != "" {
				p.Aliases = append(p.Aliases, cell(4))
			}
			people = append(people, p)
		}
	}
	if len(people)*2 < end-i-1 {
		return nil, i
	}
	return people, end
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
	for _, sep := range []string{" – ", " — ", " - ", "\t"} {
		if before, after, cut := strings.Cut(line, sep); !ok && cut && isOrganisation(before) {
			organisation, list, ok = before, after, true
		}
	}
	if _, _, head := attendeesHead(line); !ok || head || !isName(organisation) {
		return nil
	}
	for _, entry := range splitNames(strings.TrimSpace(list)) {
		p, ok := d.readAttendee(entry)
		if !ok || !strings.Contains(p.Name, " ") && len(p.Aliases) == 0 && !isOrganisation(organisation) {
			return nil
		}
		if p.Organisation == "" {
			p.Organisation = organisation
		}
		people = append(people, p)
	}
	return people
}
