package corpus

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A LabelRole is what a speaker's label says about its person in place of a name or
// beside it.
type LabelRole uint8

// The roles of labels.
const (
	NoRole      LabelRole = iota // the label is a name
	RoleAsks                     // Interviewer, I, Moderator 2, Interviewer (Anna)
	RoleAnswers                  // Interviewee, P3, IP, Speaker 1: whoever is asked
	RoleNoun                     // Patient, Teacher 2: a common noun for whoever is asked
	RoleLetter                   // R, B.: a single letter
)

// ResearcherLabel reports whether a speaker's label is that of a researcher:
// Interviewer, Int., I, Moderator 2, Interviewer (Anna)…
func ResearcherLabel(label string) bool { return RoleOf(label) == RoleAsks }

// AnonymousLabel reports whether a speaker's label is not a name (Speaker 1,
// Interviewee, P3, R): the same label in another source is another person.
func AnonymousLabel(label string) bool {
	switch RoleOf(label) {
	case RoleAnswers, RoleNoun, RoleLetter:
		return true
	}
	return false
}

// RoleOf returns the role that a speaker's label names. A role word may have a number, a
// letter or, for those who ask, a name beside it, in brackets or not; the case and the
// gender of the word do not matter.
func RoleOf(label string) LabelRole {
	if chatRoles[strings.TrimRight(label, "0123456789")] {
		return RoleAnswers
	}
	outer, inner := cutBrackets(ungendered(strings.TrimRight(strings.TrimSpace(label), ": ")))
	if labelRoles[neutral(inner)] == RoleAsks && utf8.RuneCountInString(inner) > 3 { // Anna (Interviewer)
		return RoleAsks
	}
	word, rest := cutRole(outer)
	role := labelRoles[word]
	switch {
	case outer == "":
		return NoRole
	case role != NoRole && (rest == "" || isCounter(rest)):
		return role
	case role == RoleAsks && utf8.RuneCountInString(word) > 3 && capitalWords(rest): // Interviewer Anna
		return role
	}
	return counterRole(outer)
}

// counterRole returns the role of a label that is only a number, or one or two letters
// with or without a number: 7, R, S00, TN3.
func counterRole(label string) LabelRole {
	letters := strings.TrimRight(label, ".#_-0123456789 ")
	numbered := strings.ContainsAny(label[len(letters):], "0123456789")
	n := utf8.RuneCountInString(letters)
	first, _ := utf8.DecodeRuneInString(letters)
	cased := unicode.ToUpper(first) != unicode.ToLower(first) // 王 is a name
	switch {
	case n == 0 && numbered, n <= 2 && n > 0 && numbered && isLetters(letters):
		return RoleAnswers
	case n == 1 && cased:
		return RoleLetter
	}
	return NoRole
}

// cutBrackets separates what a label has in its first round brackets: Participant 3
// (female, 41).
func cutBrackets(label string) (outer, inner string) {
	open := strings.IndexByte(label, '(')
	if open < 0 {
		return label, ""
	}
	inner, rest, _ := strings.Cut(label[open+1:], ")")
	return strings.TrimSpace(strings.TrimSpace(label[:open]) + rest), strings.TrimSpace(inner)
}

// cutRole returns the role word that a label begins with, in its neutral form, and what
// follows it; the word is the whole label where that is one.
func cutRole(label string) (word, rest string) {
	if key := neutral(label); labelRoles[key] != NoRole {
		return key, ""
	}
	end := strings.IndexFunc(label, func(r rune) bool { return r == ' ' || r == '_' || r == '#' || r == '.' || unicode.IsDigit(r) })
	if end < 0 {
		return neutral(label), ""
	}
	rest = strings.Trim(label[end:], " _#.-")
	return neutral(label[:end]), rest
}

// genderEnding is an ending that stands for a second gender: Interviewer/in, Befragte*r,
// Moderator:in, Teilnehmer(in) 2.
var genderEnding = regexp.MustCompile(`(\p{L}{2})(?:[/:*_·]-?|\()(?:innen|in|en|e|r|n|a)\)?([ .#\d_]|$)`)

// ungendered is a label without such endings.
func ungendered(label string) string {
	if strings.ContainsAny(label, "/:*_(·") {
		label = genderEnding.ReplaceAllString(label, "$1$2")
	}
	return label
}

// neutral is a word in the form that labelRoles has.
func neutral(word string) string {
	word = strings.TrimRight(word, ". ")
	if stem, ok := strings.CutSuffix(word, "In"); ok && stem != "" && stem != strings.ToUpper(stem) { // TeilnehmerIn
		word = stem
	}
	return strings.TrimPrefix(strings.ToLower(word), "co-")
}

// isCounter reports whether a text tells people of one role apart: 2, A, 3b, JR.
func isCounter(s string) bool {
	digits := strings.Trim(s, "0123456789")
	return utf8.RuneCountInString(digits) <= 1 || utf8.RuneCountInString(digits) == 2 && digits == strings.ToUpper(digits)
}

func isLetters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// capitalWords reports whether a text is up to three words with capitals, as a name.
func capitalWords(s string) bool {
	words := strings.Fields(s)
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			return false
		}
	}
	return len(words) > 0 && len(words) <= 3
}

// chatRoles are codes of CHAT that are roles, always in capitals.
var chatRoles = map[string]bool{"CHI": true, "MOT": true, "FAT": true, "PAR": true}

// labelRoles are role words in lower case without the endings of neutral, as English,
// German, French, Spanish, Italian and Dutch have them. A word that is missing is added to
// its list.
var labelRoles = rolesOf(map[LabelRole]string{
	RoleAsks: `interviewer int inv investigator i iv q question questioner researcher moderator moderation facilitator interviewers
		frage interviewerin interviewende interviewender interviewleitung interviewführer forscher forscherin forschende
		moderatorin fragende fragender fragesteller fragestellerin gesprächsleiter gesprächsleiterin gesprächsleitung
		diskussionsleiter diskussionsleiterin diskussionsleitung
		enquêteur enquêtrice enquêteuse intervieweur intervieweuse chercheur chercheuse animateur animatrice modérateur modératrice
		entrevistador entrevistadora investigador investigadora moderador moderadora pregunta
		intervistatore intervistatrice ricercatore ricercatrice moderatore moderatrice domanda
		interviewster onderzoeker onderzoekster gespreksleider vraag`,
	RoleAnswers: `speaker spk channel interviewee interviewees participant respondent informant unknown unidentified anonymous voice
		female male woman man person witness answer subject caller audience all several
		ip ie tn bf bfr befr pb vp gp sp pt resp part ant
		frau mann teilnehmer teilnehmerin teilnehmende teilnehmender befragter befragte sprecher sprecherin
		interviewpartner interviewpartnerin gesprächspartner gesprächspartnerin interviewte interviewter interviewperson
		proband probandin versuchsperson auskunftsperson testperson erzähler erzählerin antwort antwortende unbekannt alle
		mehrere anonym weiblich männlich
		enquêté enquêtée interviewé interviewée répondant répondante participante locuteur locutrice réponse homme femme inconnu
		entrevistado entrevistada encuestado encuestada informante orador oradora respuesta hombre mujer desconocido
		intervistato intervistata partecipante oratore risposta uomo donna sconosciuto
		geïnterviewde deelnemer deelneemster spreker spreekster antwoord vrouw onbekend`,
	RoleNoun: `patient student teacher manager expert client customer user nurse doctor physician parent mother father child
		employee worker colleague supervisor tutor pupil learner carer caregiver therapist counsellor counselor trainer coach
		officer farmer resident tenant volunteer visitor guest citizen consumer trainee apprentice
		patientin schüler schülerin lehrer lehrerin lehrkraft studentin studierende studierender experte expertin mitarbeiter
		mitarbeiterin kunde kundin klient klientin nutzer nutzerin mutter vater kind eltern leiter leiterin führungskraft arzt ärztin
		pfleger pflegerin pflegekraft auszubildende auszubildender azubi betroffene betroffener angehörige angehöriger bewohner
		bewohnerin bürger bürgerin berater beraterin therapeut therapeutin dozent dozentin kollege kollegin angestellte
		angestellter arbeiter arbeiterin besucher besucherin gast ehrenamtliche ehrenamtlicher
		patiente étudiant étudiante élève enseignant enseignante professeur médecin infirmier infirmière mère père enfant
		paciente estudiante alumno alumna profesor profesora docente médico médica enfermero enfermera madre padre trabajador
		trabajadora experto experta paziente studente studentessa insegnante medico infermiere infermiera genitore lavoratore
		lavoratrice esperto esperta patiënt leerling leraar docent arts verpleegkundige moeder vader medewerker klant ouder`,
})

func rolesOf(lists map[LabelRole]string) map[string]LabelRole {
	roles := map[string]LabelRole{}
	for role, list := range lists {
		for word := range strings.FieldsSeq(list) {
			roles[word] = role
		}
	}
	return roles
}
