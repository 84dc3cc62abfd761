package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// A detail is what a text beside a name in a list of people says about the person.
type detail uint8

const (
	otherDetail        detail = iota // an age, a pronoun, a remark
	labelDetail                      // what stands before their words below
	officeDetail                     // what they do
	organisationDetail               // for whom they are there
	guessedDetail                    // perhaps for whom they are there: no word shows it
)

var (
	offices = lazyregexp.New(`(?i)^(?:(?:vice|deputy|acting|co)[- ]?)?` +
		`(?:chair(?:man|woman|person)?|head (?:of|teacher)|minister|councillor|` +
		`chief (?:executive|of|\p{L}+ officer)|ceo|cto|cfo|managing director|director|manager|principal|geschäftsführ(?:er(?:in)?|ung)|` +
		`(?:chef|ober)(?:arzt|ärztin)|(?:abteilungs|pflegedienst|schul|amts|projekt)?leit(?:er(?:in)?|ung)|direktor(?:in)?|` +
		`(?:ober)?bürgermeister(?:in)?|` +
		`directeur|directrice|directora?|direttore|direttrice|gerente|` +
		`secretary|minutes?|minute taker|notes|note taker|clerk|treasurer|mayor|president|trustee|` +
		`facilitator|moderator|observer|vorsitz(?:ender?)?|protokoll|kassenw(?:art|ärt)(?:in)?|schriftführer(?:in)?|beisitzer(?:in)?)\b`)
	// officeEnding is the last word of an office, or the one before what it is of: Area manager,
	// Projektleiterin, Leiterin des Amts für Brandschutz.
	officeEnding = lazyregexp.New(`(?i)(?:manager|director|officer|coordinator|engineer|planner|member|adviser|advisor|consultant|chief executive|` +
		`inspector|superintendent|commander|lecturer|professor|leiter|referent|beauftragter?|meister|dezernent|berater|vertreter|mitglied)(?:in)?` +
		`(?: (?:of|for|at|der|des|von|vom|für|bei|beim|im|am) .*)?$`)
	academicTitle = lazyregexp.New(`(?i)^(?:dr|prof)\.?$`)
	// shortLabel is what a head has in brackets after a name: Jane Roe (B1).
	shortLabel = lazyregexp.New(`^\p{Lu}{1,4}\d{0,2}$`)
)

// personalWords are in remarks about people that are no organisations.
var personalWords = set(`she, he, they, her, him, them, hers, his, theirs, ze, xe, sie, er, elle, il, iel, ella, él, age, aged, alter, years, year, yrs, y,
	jahre, jahr, j, ans, años, anni, jaar, lat, pseudonym, anonymous, anonymised, anonym, anonymisiert, name, names, changed, geändert,
	online, remote, remotely, zoom, teams, skype, phone, telephone, telefon, telefonisch, male, female, männlich, weiblich, divers, diverse,
	non-binary, new, neu, part, absent, late, guest, gast, invité, invitée, invitado, invitada, ospite, host, cohost, co-host, me, ich, moi, yo, unverified,
	nicht überprüft, external, extern, externe, presenter, organizer, organiser, video, audio, remote, cont'd, continued, v.o, o.s`)

// detailOf judges a text beside a name, in a list of people or in a label.
func (d *document) detailOf(text, name string) detail {
	numbered := strings.ContainsAny(text, "0123456789")
	switch {
	case initials().MatchString(text) && isInitials(text, name):
		return labelDetail
	case shortLabel().MatchString(text) && (numbered || corpus.RoleOf(text) != corpus.NoRole || d.begins(text)):
		return labelDetail
	case passing(text):
		return otherDetail
	case offices().MatchString(text) || officeEnding().MatchString(text) || namesOffice(text) || namesTrade(text):
		return officeDetail
	case namesOrganisation(text):
		return organisationDetail
	case personal(text):
		return otherDetail
	}
	return guessedDetail
}

// namesOffice reports whether a text is a word for what somebody does or who they are, perhaps
// with others that describe it: Farmer, Head teacher, Interviewer.
func namesOffice(text string) bool {
	role := corpus.RoleOf(text)
	return role == corpus.RoleNoun || utf8.RuneCountInString(text) > 3 && role != corpus.NoRole || corpus.DescribesPerson(text)
}

// passing reports whether a text is surely a remark about a person or their voice: guest, she/her, laughs.
func passing(text string) bool {
	return soundWords[strings.ToLower(text)] || wordsOf(text, func(w string) bool { return personalWords[strings.ToLower(w)] })
}

// personal reports whether a text has no word that an organisation may be called by: only words of
// personalWords, numbers and words in lower case.
func personal(text string) bool {
	return wordsOf(text, func(w string) bool {
		r, _ := utf8.DecodeRuneInString(w)
		return unicode.IsLower(r) || utf8.RuneCountInString(w) == 1 || personalWords[strings.ToLower(w)]
	})
}

// wordsOf reports whether all words of a text are of some kind.
func wordsOf(text string, kind func(word string) bool) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("-.'’", r) })
	return !slices.ContainsFunc(words, func(w string) bool { return !kind(strings.Trim(w, ".-")) })
}

// begins reports whether a line of the document begins with a label and what ends labels.
func (d *document) begins(label string) bool {
	body := "\n" + d.Body
	for from := 0; ; {
		n := strings.Index(body[from:], "\n"+label)
		if n < 0 {
			return false
		}
		from += n + 1 + len(label)
		rest := strings.TrimLeft(body[from:min(len(body), from+60)], " ")
		if after := slipAfter().FindString(rest); after != "" || strings.HasPrefix(rest, "\t") || strings.HasPrefix(rest, "\n") {
			return true
		}
	}
}

// severalKeys are before the names of more than one person.
var severalKeys = set(`interviewees, participants, respondents, interviewers, moderators, facilitators, teilnehmer, teilnehmerinnen, teilnehmende,
	anwesende, interviewpartnerinnen, gesprächspartnerinnen, speakers`)

// entriesOf splits a list of people at semicolons, and at commas before what is somebody of their
// own: by a title, by a label or, where several people are expected, by two names.
func (d *document) entriesOf(list string, several bool) (entries []string) {
	for _, e := range splitNames(list) {
		if n := len(entries) - 1; n >= 0 && !strings.Contains(list, ";") && !d.ownEntry(entries[n], e, several) {
			entries[n] += "," + e
			continue
		}
		entries = append(entries, e)
	}
	return entries
}

// ownEntry reports whether a part of a list of people is a person rather than a detail of the one
// before.
func (d *document) ownEntry(before, entry string, several bool) bool {
	name, _ := splitAttendee(entry)
	words := strings.Fields(name)
	if len(words) == 0 || !isName(name) || namesOffice(name) || offices().MatchString(name) {
		return false
	}
	o, surnameFirst := d.surnameFirst(before + "," + entry)
	surnameFirst = surnameFirst && !strings.Contains(before, ",")
	if surnameFirst && !several && academicTitle().MatchString(words[0]) { // Berg, Dr. Jan
		return false
	}
	if len(words) > 1 && (several || titles().MatchString(words[0])) || d.begins(name) {
		return true
	}
	switch {
	case surnameFirst && o == inOrder:
		return false
	case surnameFirst && o == unknownOrder && several:
		return true
	}
	if o, ok := d.surnameFirst(before); ok && o == inOrder && !namesOrganisation(name) {
		return several || strings.HasSuffix(before, ")")
	}
	m := inParens().FindStringSubmatch(entry)
	return m != nil && len(words) > 1 && d.detailOf(strings.TrimSpace(m[1]), name) == labelDetail
}

// listsLabels reports whether a value is a list of labels of the transcript with notes: "P1 (f, 34),
// P2 (m, 51)".
func (d *document) listsLabels(value string) bool {
	for _, e := range splitNames(value) {
		if name, _ := splitAttendee(e); !shortLabel().MatchString(name) || !d.begins(name) {
			return false
		}
	}
	return true
}

// namedAbove reports whether a label is that of one person in the head of the document.
func (d *document) namedAbove(label string) bool {
	_, count, whole := d.head.match(label)
	return count == 1 && whole || slices.Contains(d.head.asking, label)
}

// shared reports whether more than one person in the head of the document, or of those present, has a
// label that is no name.
func (d *document) shared(label string) bool {
	if !shortLabel().MatchString(label) {
		return false
	}
	names := map[string]bool{}
	for _, p := range slices.Concat(d.head.interviewers, d.head.interviewees) {
		if slices.Contains(p.Aliases, label) {
			names[withoutTitles(p.Name)] = true
		}
	}
	for _, p := range d.attendees {
		if slices.Contains(p.Aliases, label) {
			names[p.Name] = true
		}
	}
	return len(names) > 1
}

// ambiguous reports whether a name is that of more than one person in the head of the document or, if it has
// none, of those present.
func (d *document) ambiguous(label string) bool {
	if !isName(label) || corpus.RoleOf(label) != corpus.NoRole || shortLabel().MatchString(label) {
		return false
	}
	_, count, _ := d.head.match(label)
	return count > 1 || count == 0 && len(d.attending(label)) > 1
}

// listsPeople reports whether a label is above a list of those who speak: "Participants: Anna,
// Berta and two others".
func (e *weigher) listsPeople(x *label) bool {
	if x.Times > 1 || x != e.labels[0] || !severalKeys[x.key] {
		return false
	}
	_, list := keyValue(e.line(x.first.block))
	return len(splitNames(list)) > 1 && whoValue(list)
}
