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

// AnonymousLabel reports whether a speaker's label is not a name (Speaker 1, Interviewee, P3,
// R, Woman from the kitchen): the same label in another source is another person.
func AnonymousLabel(label string) bool {
	switch RoleOf(label) {
	case RoleAnswers, RoleNoun, RoleLetter:
		return true
	case NoRole:
		kind, ok := describedBy(label)
		return ok && kind&asks == 0
	}
	return false
}

// RoleOf returns the role that a speaker's label names. A role word may have a number, a
// letter or, for those who ask, a name beside it, in brackets or not; or words that tell
// people apart, as in "Unidentified female". The case and the gender of the word do not
// matter.
func RoleOf(label string) LabelRole {
	if chatRoles[strings.TrimRight(label, "0123456789")] {
		return RoleAnswers
	}
	outer, inner := cutBrackets(ungendered(strings.TrimRight(strings.TrimSpace(label), ": ")))
	if roleOfWord(neutral(inner)) == RoleAsks && utf8.RuneCountInString(inner) > 3 { // Anna (Interviewer)
		return RoleAsks
	}
	word, rest := cutRole(outer)
	role := roleOfWord(word)
	switch {
	case outer == "":
		return NoRole
	case role != NoRole && (rest == "" || isCounter(rest, word)):
		return role
	case role == RoleAsks && utf8.RuneCountInString(word) > 3 && capitalWords(rest): // Interviewer Anna
		return role
	}
	if role := describedRole(outer); role != NoRole {
		return role
	}
	return counterRole(outer)
}

func roleOfWord(word string) LabelRole { return wordKinds()[word].role() }

// CommonLabel reports whether a label is a role word that also comes before a colon where
// nobody speaks: Question 2, All, Person.
func CommonLabel(label string) bool {
	word, rest := cutRole(ungendered(strings.TrimRight(strings.TrimSpace(label), ": ")))
	return QuestionLabel(label) || wordKinds()[word]&(vague|lone) != 0 && rest == "" || word == "part"
}

// QuestionLabel reports whether a label stands for a question or an answer: Question 2, Q, Antwort.
func QuestionLabel(label string) bool {
	word, _ := cutRole(strings.TrimRight(strings.TrimSpace(label), ": "))
	return wordKinds()[word]&(question|answer) != 0
}

// counterRole returns the role of a label that is only a number, or one or two letters
// with or without a number: 7, R, S00, TN3.
func counterRole(label string) LabelRole {
	letters := strings.TrimRight(label, ".#_-0123456789 ")
	numbered := strings.ContainsAny(label[len(letters):], "0123456789")
	n := utf8.RuneCountInString(letters)
	first, _ := utf8.DecodeRuneInString(letters)
	cased := hasCapitals(string(first)) // 王 is a name
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
	if open == 0 && rest == "" { // the whole label
		return strings.TrimSpace(inner), ""
	}
	return strings.TrimSpace(strings.TrimSpace(label[:open]) + rest), strings.TrimSpace(inner)
}

// parting are signs between a role and a name: Interviewer – Anna, Interviewer, Anna, INT-1.
const parting = "-–—,|/:"

// cutRole returns the role word that a label begins with, in its neutral form, and what
// follows it; the word is the whole label where that is one.
func cutRole(label string) (word, rest string) {
	if key := neutral(label); roleOfWord(key) != NoRole {
		return key, ""
	}
	end := strings.IndexFunc(label, func(r rune) bool { return r == ' ' || r == '_' || r == '#' || r == '.' || unicode.IsDigit(r) })
	if apart := strings.IndexAny(label, parting); apart > 1 && (end < 0 || apart < end) { // J-P is a name
		end = apart
	}
	if end < 0 {
		if stem := strings.TrimRight(label, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"); len(label)-len(stem) == 1 && !hasCapitals(stem) { // 受访者A
			return neutral(stem), label[len(stem):]
		}
		return neutral(label), ""
	}
	rest = strings.Trim(label[end:], " _#."+parting)
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

// neutral is a word in the form that labelWords has.
func neutral(word string) string {
	word = strings.ReplaceAll(strings.TrimRight(word, ". "), "’", "'")
	if stem, ok := strings.CutSuffix(word, "In"); ok && stem != "" && stem != strings.ToUpper(stem) { // TeilnehmerIn
		word = stem
	}
	return strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(word), "co-"), "ال") // the Arabic article
}

// isCounter reports whether a text tells people of one role apart: 2, A, 3b, JR. After a word of
// one letter, letters are those of a name: I.K.
func isCounter(s, word string) bool {
	digits := strings.Trim(s, "0123456789")
	if utf8.RuneCountInString(word) == 1 && digits == s {
		return false
	}
	return utf8.RuneCountInString(digits) <= 1 || utf8.RuneCountInString(digits) == 2 && digits == strings.ToUpper(digits)
}

// hasCapitals reports whether a text is of a script with capitals.
func hasCapitals(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.ToUpper(r) != unicode.ToLower(r)
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
