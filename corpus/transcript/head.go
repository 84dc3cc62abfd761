package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// A head is what the lines above a transcript say about it: "Interviewee: Jane Roe",
// "Date: 3 March". They are no speech.
type head struct {
	end          int  // block after the last of them, 0 for none
	telling      bool // it names a person, a day or a place
	facts        []corpus.Fact
	interviewers []corpus.Person
	interviewees []corpus.Person
	legend       []headPerson // whom labels mean
	asking       []string     // labels of those who ask and have no name
	titled       titleIndex
}

// The facts that name people.
const (
	interviewerFact = "interviewer"
	intervieweeFact = "interviewee"
)

// headFacts are the facts in the head of a transcript by what they are called there, in
// lower case.
var headFacts = factNames(map[string]string{
	intervieweeFact: `interviewee, interviewees, participant, participants, respondent, informant, interview with, interview partner, interview mit, gespräch mit, conversation with, entretien avec, entrevista con, intervista con,
		interviewed person, person interviewed, expert, expertin, experte, auskunftsperson, interviewperson,
		name of interviewee, name of participant, participant name, interviewpartner, interviewpartnerin, interviewte, interviewter,
		interviewte person, befragte, befragter, befragte person, gesprächspartner, gesprächspartnerin, proband, probandin,
		teilnehmer, teilnehmerin, teilnehmerinnen, teilnehmende, enquêté, interviewé, entrevistado, entrevistada, intervistato, intervistata, geïnterviewde`,
	interviewerFact: `interviewer, interviewers, interviewed by, interviewer name, name of interviewer, conducted by, moderator, facilitator,
		interviewerin, interview durch, interviewt von, geführt von, moderatorin, interview geführt von, gespräch geführt von, das gespräch führte,
		das interview führte, moderation, gesprächsleitung, interviewleitung, interviewführung, gesprächsführung, diskussionsleitung, moderated by,
		facilitated by, animateur, animatrice, moderador, moderadora, moderatore, moderatrice, enquêteur, enquêtrice, entrevistador,
		entrevistadora, intervistatore, intervistatrice`,
	"date": `date, interview date, date of interview, date of the interview, datum, interviewdatum, datum des interviews, fecha, data, дата, tarih`,
	"place": `place, location, venue, place of interview, setting, ort, interviewort, ort des interviews, lieu, lugar, luogo,
		plaats`,
	"time":     `time, start time, time of interview, zeit, uhrzeit, beginn, heure, hora`,
	"duration": `duration, length, interview length, length of interview, dauer, interviewdauer, länge, durée, duración, durata, duur`,
	"project":  `project, study, projekt, studie, projet, proyecto, progetto`,
	"transcriber": `transcriber, transcribed by, transcription, transcription by, transkribiert von, transkription,
		transkribent, transkribentin`,
	"organisation": `organisation, organization, company, institution, firma, einrichtung, unternehmen`,
	"position":     `position, job title, role, occupation, beruf, funktion, rolle`,
	"number":       `interview number, interview no, interview no., interview id, interview nr, interview nr., interviewnummer, interview`,
	"language":     `language, sprache, langue, idioma`,
	"recording":    `recording, audio, audio file, file, file name, aufnahme, datei, dateiname`,
	"participant id": `participant id, participant no, participant no., participant number, respondent id, case id, id, pseudonym, code,
		teilnehmernummer, fallnummer, kürzel`,
	"interviewer id": `interviewer id, interviewer no, interviewer no., interviewer number, interviewer code, interviewer initials`,
	"gender":         `gender, sex, geschlecht, sexe, genre, sexo, género, sesso, genere, płeć, пол`,
	"age":            `age, age group, alter, altersgruppe, âge, edad, età, idade, leeftijd, wiek, возраст`,
	"topic":          `topic, subject, theme, thema, thème, tema`,
})

func factNames(lists map[string]string) map[string]string {
	facts := map[string]string{}
	for fact, list := range lists {
		for name := range set(list) {
			facts[name] = fact
		}
	}
	return facts
}

// headOf finds the head of a transcript: groups of such lines near its beginning. Above a
// group there is no talk: only a few lines, and no label twice.
func headOf(d *document) (h head) {
	h.titled = d.titled
	last := 0
	correspondence := d.mails() > 1 // whose lines are of each e-mail
	for i := 0; i < min(len(d.Blocks), 40) && d.mayPrecede(last, i); {
		if end, _ := d.mailHead(i); correspondence && end > i {
			break
		}
		g := d.headLines(i)
		strong := len(g.facts) >= 2 && g.telling
		if g.end == 0 || !strong && !d.titles(last, i) {
			if key, _ := keyValue(d.line(i)); corpus.ResearcherLabel(key) { // who talks
				break
			}
			i++
			continue
		}
		h.end, h.facts, h.legend = g.end, append(h.facts, g.facts...), append(h.legend, g.legend...)
		h.interviewers, h.interviewees = append(h.interviewers, g.interviewers...), append(h.interviewees, g.interviewees...)
		i, last = g.end, g.end
	}
	h.legend = append(h.legend, d.declaredInTitles(h)...)
	for _, p := range h.legend {
		switch {
		case p.Name == "":
			h.asking = append(h.asking, p.Aliases...)
		case p.asks:
			h.interviewers = append(h.interviewers, p.Person)
		default:
			h.interviewees = append(h.interviewees, p.Person)
		}
	}
	return h
}

// mayPrecede reports whether block i may still be of the head, by the block before it.
func (d *document) mayPrecede(last, i int) bool {
	if i == 0 {
		return true
	}
	labels := map[string]bool{}
	for j := last; j < i; j++ {
		if key, _ := keyValue(d.line(j)); key != "" {
			if labels[key] || len(labels) == 2 {
				return false
			}
			labels[key] = true
		}
	}
	return i-last <= 12 && !strings.HasSuffix(strings.TrimSpace(d.line(i-1)), "?")
}

// titles reports whether the blocks [from, to) may stand above a line such as "Note: …" that
// is of the head: headings, titles and nothing else.
func (d *document) titles(from, to int) bool {
	for i := from; i < to; i++ {
		if d.Blocks[i].Kind != corpus.HeadingBlock && !titleLike(d.line(i)) {
			return false
		}
	}
	return to-from <= 4
}

// longestHead is how many lines a head has at most.
const longestHead = 40

// headLines reads the lines of a head from block first on; its end is 0 if they are
// not a head.
func (d *document) headLines(first int) (h head) {
	facts, roles, named := 0, 0, false
	seen := map[string]int{} // block by key of a person
	said := map[string]bool{}
	for i := first; i < min(len(d.Blocks), first+longestHead) && d.Blocks[i].Kind != corpus.CueBlock; i++ {
		if d.Blocks[i].Kind == corpus.HeadingBlock && i > first {
			continue
		}
		l, ok := d.headLine(i, h.end > 0)
		if !ok || said[l.key] && !l.person {
			break
		}
		said[l.key] = true
		if at, again := seen[l.key]; again && l.person && !l.name { // people who talk
			return d.headUntil(first, at)
		}
		if l.person {
			seen[l.key] = i
			roles++
			named = named || l.name
		} else if l.known {
			facts++
		}
		h.legend = append(h.legend, l.legend...)
		if l.Name == interviewerFact {
			h.interviewers = append(h.interviewers, l.people...)
		} else {
			h.interviewees = append(h.interviewees, l.people...)
		}
		if h.end = i + 1; l.Name != "" && l.Value != "" {
			h.facts = append(h.facts, l.Fact)
			h.telling = h.telling || l.person || l.Name == "date" || l.Name == "place"
		}
	}
	if facts == 0 && !(named && (roles >= 2 || roles == 1 && first <= 2)) {
		return head{}
	}
	return h
}

// headUntil is the head from block first to the one before end.
func (d *document) headUntil(first, end int) head {
	if end <= first {
		return head{}
	}
	cut := &document{Document: d.Document, known: d.known, guesses: d.guesses, titled: d.titled}
	cut.Blocks = d.Blocks[:end]
	return cut.headLines(first)
}

// A headLine is one line of a head.
type headLine struct {
	corpus.Fact
	key    string
	known  bool         // it says something that heads say
	person bool         // it says who somebody is
	name   bool         // by a name of two words or more, or one that is a label
	legend []headPerson // without a name: a label of one who asks
	people []corpus.Person
}

// headLine reads block i as a line of a head; within tells whether the one before is.
func (d *document) headLine(i int, within bool) (l headLine, ok bool) {
	line := d.line(i)
	if people, ok := d.legendLine(line); ok {
		return headLine{key: line, known: true, legend: people}, true
	}
	key, value := keyValue(line)
	if key == "" || len(value) > 200 || strings.HasSuffix(value, "?") {
		return l, false
	}
	key, label := d.labelInKey(key)
	l.key = strings.ToLower(genders().ReplaceAllString(key, ""))
	l.Name, l.Value = factOf(l.key), value
	numbered := ""
	if l.Name == "" && (within || i == 0) {
		if l.Name = numberedFact(l.key, value); l.Name != "" {
			numbered = key
		}
	}
	l.known = l.Name != "" || headWords[l.key] || headWords[strings.ToLower(key)]
	l.person = l.Name == interviewerFact || l.Name == intervieweeFact
	switch {
	case l.person:
		l.people = d.peopleIn(value, severalKeys[l.key])
		for _, alias := range []string{numbered, label} {
			if alias != "" && len(l.people) == 1 {
				l.people[0].Aliases = append(l.people[0].Aliases, alias)
			}
		}
		l.name = len(l.people) > 0 && (strings.Contains(l.people[0].Name, " ") || d.begins(l.people[0].Name)) || d.listsLabels(value)
		return l, whoValue(value)
	case l.known:
		return l, !presence().MatchString(line) && !absence().MatchString(line) && !actionLine().MatchString(line)
	}
	return l, within && !d.Blocks[i].Gap && remark(key, value)
}

// factOf is the fact that a key of a head names: one of headFacts or, in whatever language, the
// word for one who asks or is asked.
func factOf(key string) string {
	if fact := headFacts[key]; fact != "" || utf8.RuneCountInString(key) < 4 || strings.ContainsAny(key, "0123456789 ") || corpus.CommonLabel(key) {
		return fact
	}
	switch corpus.RoleOf(key) {
	case corpus.RoleAsks:
		return interviewerFact
	case corpus.RoleAnswers:
		return intervieweeFact
	}
	return ""
}

// numberedFact is the fact of a key such as "Interviewer 1", if the value is a full name.
func numberedFact(key, value string) string {
	stem := strings.TrimRight(key, "0123456789 ")
	if stem == key || !isName(value) || !strings.Contains(value, " ") {
		return ""
	}
	if fact := factOf(stem); fact == interviewerFact || fact == intervieweeFact {
		return fact
	}
	return ""
}

// remark reports whether a line between those of a head belongs to it although its key is
// unknown.
func remark(key, value string) bool {
	return key != "" && corpus.RoleOf(key) == corpus.NoRole && len(value) <= 60 && !strings.ContainsAny(value, "?!.")
}

var (
	genders = lazyregexp.New(`(?:[/:*_·]-?|\()(?:innen|in|r|n)\)?$`)
	headKey = lazyregexp.New(`^[\s#*_>•–-]*([\p{L}][^:：\n]{0,40}?(?:[/:*_·(]+(?:in|innen|r)\)?)?)[*_ ]*[:：][*_]*(?:\s+(.*))?$`)
)

// keyValue reads "Key: value", also with the marks of Markdown.
func keyValue(line string) (key, value string) {
	if cell, rest, ok := strings.Cut(line, "\t"); ok && !strings.Contains(rest, "\t") && factOf(strings.ToLower(beforeLabel(cell))) != "" { // a table
		return strings.TrimSpace(cell), strings.TrimSpace(rest)
	}
	if m := interviewWith().FindStringSubmatch(line); m != nil && len(line) < 120 && namesWhom(m[2]) {
		return strings.ToLower(m[1]), strings.TrimSpace(m[2])
	}
	if len(line) > 300 || !strings.ContainsAny(line, ":：") {
		return "", ""
	}
	m := headKey().FindStringSubmatch(line)
	if m == nil {
		return "", ""
	}
	return strings.TrimSpace(m[1]), strings.Trim(m[2], "*_ \t")
}

// interviewWith is a title that says who is interviewed: "Interview mit Herrn Lenz, 3. Mai".
var interviewWith = lazyregexp.New(`(?i)^[\s#*_]*(?:transcript of (?:the |an )?|transkript (?:des |zum )?)?` +
	`(?:(?:expert|follow-up|telephone|phone|experten|telefon|leitfaden)[ -]?)?` +
	`((?:interviews? with)|(?:interviews? mit)|gespräch mit|conversation with|entretien avec|entrevista con|intervista con) ` +
	`([^:：?!]+?)(?:,? (?:am|on|vom|le|del|im|in) .*|,? \(?\d.*)?[*_\s]*$`)

// namesWhom reports whether a text is a full name, or one with a title, and perhaps what stands beside it.
func namesWhom(text string) bool {
	if parts := andBetween().Split(text, 2); len(parts) > 1 {
		return namesWhom(parts[0]) && namesWhom(parts[1])
	}
	name, _ := splitAttendee(text)
	words := strings.Fields(name)
	return len(words) > 1 && isName(name) && !namesOrganisation(name) && !namesOffice(name) && !particles[strings.ToLower(words[0])] ||
		len(words) > 1 && titles().MatchString(words[0]) && isName(name)
}

// whoValue reports whether a value may say who somebody is: a few words, most of them with
// capitals or in a list, and no sentence.
func whoValue(value string) bool {
	words := strings.Fields(value)
	capitals := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(")); unicode.IsUpper(r) || unicode.IsDigit(r) {
			capitals++
		}
	}
	switch {
	case len(words) == 0 || len(words) > 12 || strings.ContainsAny(value, "?!") || strings.HasSuffix(value, ".") && !endsInInitial().MatchString(value):
		return false
	case len(words) == 1:
		return !greetings[strings.ToLower(value)]
	}
	return capitals*2 >= len(words) || strings.ContainsAny(value, ",(0123456789")
}

// greetings are answers in one word, which are no names.
var greetings = set(`yes, no, hello, hi, okay, ok, right, so, well, thanks, mhm, hm, ja, nein, hallo, genau, gut, danke, oui, non,
	bonjour, sí, si, hola, ciao, nee, exactly, sure`)

// peopleIn reads the names in a value: "Jane Roe (JR)", "Jane Roe and James Penn"; several tells
// whether more than one is expected.
func (d *document) peopleIn(value string, several bool) (people []corpus.Person) {
	several = several && !strings.Contains(value, ";")
	value = strings.NewReplacer(" & ", "; ", " and ", "; ", " und ", "; ", " et ", "; ", " y ", "; ").Replace(value)
	var entries []string
	if strings.Count(value, ",") == strings.Count(value, ";")+1 && strings.Contains(value, ";") { // Falk, Greta and Reiss, Hanno
		several = several && slices.ContainsFunc(strings.Split(value, ";"), func(p string) bool { return !strings.Contains(p, ",") })
	}
	for part := range strings.SplitSeq(value, ";") {
		entries = append(entries, d.entriesOf(part, several)...)
	}
	for _, entry := range entries {
		p, ok := d.readAttendee(entry)
		if !ok || p.Name == "" {
			continue
		}
		named := func(w string) bool { return corpus.RoleOf(strings.Trim(w, ".,")) == corpus.NoRole }
		if slices.ContainsFunc(strings.Fields(p.Name), func(w string) bool { return !named(w) && utf8.RuneCountInString(w) > 2 }) {
			continue // a role, as in "Area manager"
		}
		people = append(people, p)
	}
	return people
}

// A headPerson is whom a head means with a label.
type headPerson struct {
	corpus.Person
	asks bool
}

// people returns by the keys of labels whom the head of the transcript means with them: the
// one person of that name, part of a name or initials; or the one in the role that the
// label names, if no other label names it. Known labels mean who is known.
func (h *head) people(labels []*label) map[string]headPerson {
	if len(h.interviewers)+len(h.interviewees) == 0 {
		return nil
	}
	found := map[string]headPerson{}
	var asking, asked []string // keys of labels that name a role only
	for _, x := range labels {
		if x.As != Person && x.As != Researcher || x.Why == whyTold {
			continue
		}
		if p, ok := h.named(x.Text); ok {
			found[x.key] = p
		} else if x.As == Researcher {
			asking = append(asking, x.key)
		} else if x.role != corpus.NoRole {
			asked = append(asked, x.key)
		}
	}
	if len(asking) == 1 && len(h.interviewers) == 1 {
		found[asking[0]] = headPerson{h.interviewers[0], true}
	}
	named := slices.ContainsFunc(labels, func(x *label) bool { // by a label of their own
		return len(h.interviewees) == 1 && slices.Contains(h.interviewees[0].Aliases, x.Text) && !slices.Contains(asked, x.key)
	})
	if len(asked) == 1 && len(h.interviewees) == 1 && !named {
		found[asked[0]] = headPerson{h.interviewees[0], false}
	}
	return found
}

// named returns the one person in the head whom a label names.
func (h *head) named(label string) (found headPerson, ok bool) {
	found, count, _ := h.match(label)
	return found, count == 1
}

// match returns a person in the head whom a label names, how many it names, and whether it is all
// of their name, their surname, their initials or their label rather than another part of the name.
func (h *head) match(label string) (found headPerson, count int, whole bool) {
	key := plainName(label)
	short := strings.TrimRight(strings.ReplaceAll(label, ".", ""), " ")
	for i, fits := range []func(corpus.Person) bool{
		func(p corpus.Person) bool { return plainName(p.Name) == key },
		func(p corpus.Person) bool { return slices.Contains(p.Aliases, short) },
		func(p corpus.Person) bool {
			return initials().MatchString(short) && isInitials(short, firstLast(p.Name)) && isOfWords(p.Name, len(short))
		},
		func(p corpus.Person) bool {
			return surname(p.Name) == key || strings.ToLower(strings.Fields(firstLast(p.Name))[0]) == key
		},
	} {
		var all []headPerson
		for _, p := range h.interviewers {
			if fits(p) {
				all = append(all, headPerson{p, true})
			}
		}
		for _, p := range h.interviewees {
			if fits(p) {
				all = append(all, headPerson{p, false})
			}
		}
		if all = titleDecides(h.titled, label, all, func(p headPerson) string { return p.Name }); len(all) > 0 {
			found = all[len(all)-1]
			return found, len(all), i < 3 || surname(found.Name) == key
		}
	}
	return found, 0, false
}
