package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	// legendKey is before the entries of a legend.
	legendKey = lazyregexp.New(`(?i)^[\s#*_]*(?:legende?|key|abbreviations?|abkürzungen|sprecher(?:innen)?|speakers?|speaker (?:key|list)|list of speakers|sprecherliste|participants|teilnehmer(?:innen)?|` +
		`teilnehmende|befragte|labels?|kürzel|siglen)[*_ ]*[:：][*_]*\s*`)
	// legendEntry says whom a label means: "I = Interviewer", "P1: nurse".
	legendEntry = lazyregexp.New(`^[\s•*–-]*(\p{Lu}[\p{L}]{0,4}[ ]?\d{0,3})\s*(=|:|[–—-])\s+(\S.{0,80})$`)
)

// legendLine reads a line of a head that says whom labels mean: a list after "Legend:", or a
// single label that is set equal or said to be a role. It returns those whose names it has.
func (d *document) legendLine(line string) (people []headPerson, ok bool) {
	if len(line) > 300 || strings.HasSuffix(line, "?") {
		return nil, false
	}
	list := line
	key := legendKey().FindString(line)
	if key != "" {
		if list = line[len(key):]; list == "" {
			return nil, true
		}
	}
	for _, entry := range legendEntries(list) {
		m := legendEntry().FindStringSubmatch(entry)
		if m == nil {
			return nil, false
		}
		label, value := strings.TrimSpace(m[1]), strings.TrimSpace(m[3])
		p, role := d.legendPerson(value)
		set := m[2] == "=" && (d.begins(label) || d.declares(label, value))
		if key == "" && !set && (m[2] == "=" || role == corpus.NoRole) {
			return nil, false
		}
		if name, _ := splitAttendee(value); p.Name == "" && set && role == corpus.NoRole && isName(name) && !namesOffice(name) { // C = Kranz
			p, _ = d.readAttendee(value)
		}
		if role == corpus.NoRole {
			role = corpus.RoleOf(label)
		}
		if asks := role == corpus.RoleAsks; p.Name != "" || asks {
			p.Aliases = append(p.Aliases, label)
			people = append(people, headPerson{p, asks})
		}
	}
	return people, true
}

// declares reports whether a text is surely of a label: a number behind a stand-in, and the name of somebody.
// It may begin no line, or only one without a colon.
func (d *document) declares(label, value string) bool {
	name, _ := splitAttendee(value)
	return corpus.RoleOf(label) == corpus.RoleAnswers && strings.ContainsAny(label, digits) && isName(name)
}

// legendEntries splits a list of entries; what begins no entry of its own goes on with the one before.
func legendEntries(list string) (entries []string) {
	for _, e := range splitNames(list) {
		if n := len(entries) - 1; n >= 0 && !legendEntry().MatchString(e) {
			entries[n] += "," + e
		} else {
			entries = append(entries, e)
		}
	}
	return entries
}

// legendPerson reads whom a label means: a role, a name, or both: "Interviewerin Petra Vogt",
// "Anna Kern (Befragte)".
func (d *document) legendPerson(value string) (p corpus.Person, role corpus.LabelRole) {
	if name, beside, ok := strings.Cut(value, ","); ok {
		if r := corpus.RoleOf(beside); r == corpus.RoleAsks || r == corpus.RoleAnswers {
			role, value = r, name
		}
	}
	words := strings.Fields(value)
	if len(words) == 0 {
		return p, role
	}
	word := strings.Trim(words[0], ",(")
	first, _ := utf8.DecodeRuneInString(word)
	r := corpus.RoleOf(word)
	if unicode.IsLetter(first) && utf8.RuneCountInString(word) >= 4 && (r == corpus.RoleAsks || r == corpus.RoleAnswers) && !corpus.CommonLabel(word) {
		role = r
		if value = strings.Trim(strings.TrimPrefix(value, words[0]), " ,():–-"); value == "" {
			return p, role
		}
	}
	if people := d.peopleIn(value, false); len(people) == 1 && strings.Contains(people[0].Name, " ") {
		p = people[0]
	} else if role != corpus.NoRole {
		return p, corpus.NoRole // a sentence
	}
	if role == corpus.NoRole {
		if m := inParens().FindStringSubmatch(value); m != nil {
			role = corpus.RoleOf(m[1])
		}
	}
	return p, role
}
