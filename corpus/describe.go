package corpus

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// DescribesPerson reports whether a label says in words who somebody is: A woman from the
// kitchen, Nurse who enters, Anna's daughter.
func DescribesPerson(label string) bool {
	_, ok := describedBy(label)
	return ok
}

// describedBy returns what the word for a person in the description of somebody is.
func describedBy(label string) (kind wordKind, ok bool) {
	outer, _ := cutBrackets(ungendered(strings.TrimRight(strings.TrimSpace(label), ": ")))
	words := strings.Fields(strings.ReplaceAll(outer, ",", " , "))
	if len(words) == 0 || len(words) > 10 {
		return 0, false
	}
	head, named := -1, 0 // word for a person, other words before it
	for i, w := range words {
		kind := wordKinds()[neutral(w)]
		switch {
		case kind&saying != 0:
			return 0, false
		case head >= 0:
		case kind.isPerson(w):
			head = i
		case kind&article != 0 && named > 0 || named == 2 || kind&(after|vague|question|answer) != 0 && kind&(article|nameless) == 0:
			return 0, false
		case kind&(article|nameless) == 0:
			named++
		}
	}
	if head < 0 || len(words) == 1 && wordKinds()[neutral(words[0])]&^people == 0 || named > 0 && surname(words[head-1], words[head]) {
		return 0, false
	}
	for head+1 < len(words) && wordKinds()[neutral(words[head+1])].isPerson(words[head+1]) { // audience member
		head++
	}
	key := neutral(words[head])
	if key == "speaker" && head+1 == len(words) && named == 0 { // The Speaker of a parliament
		return 0, false
	}
	return wordKinds()[key], head+1 == len(words) || goesOn(words[head+1])
}

// isPerson reports whether a word is one for a person, rather than an abbreviation.
func (k wordKind) isPerson(word string) bool {
	short := utf8.RuneCountInString(word) < 3 && hasCapitals(word)
	return k&(asks|answers|noun|people) != 0 && k&(vague|question|answer) == 0 && !short
}

// surname reports whether a word for a person may be a surname, by the word before it: Anna Cook.
func surname(first, word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && !strings.HasSuffix(first, "'s") && !strings.HasSuffix(first, "’s")
}

// goesOn reports whether a description of a person goes on with a word: from, coming, a comma.
func goesOn(word string) bool {
	key := neutral(word)
	return word == "," || wordKinds()[key]&(after|nameless) != 0 || strings.HasSuffix(key, "ing")
}

// describedRole is the role of a label of several words, all of which are words for people or
// tell them apart: Male voice 2, Second interviewer, Befragte Person, Mrs. K. With an
// article, as in "the nurse", it is a common noun.
func describedRole(label string) LabelRole {
	words := strings.Fields(label)
	if n := len(words) - 1; n > 0 && isCounter(words[n], neutral(words[0])) && wordKinds()[neutral(words[n])] == 0 {
		if wordKinds()[neutral(words[0])]&address != 0 && n == 1 && counterRole(words[n]) == RoleLetter {
			return RoleLetter
		}
		words = words[:n]
	}
	articles := 0
	for articles < len(words) && wordKinds()[neutral(words[articles])]&article != 0 {
		articles++
	}
	role := roleOfWords(words[articles:], articles > 0)
	if articles > 0 && role == RoleAnswers {
		if neutral(words[len(words)-1]) == "speaker" { // of a parliament
			return NoRole
		}
		return RoleNoun
	}
	return role
}

// roleOfWords is the role of words that all are for people or tell them apart, NoRole if one
// is not; beside tells whether an article is before them.
func roleOfWords(words []string, beside bool) (role LabelRole) {
	phrase := strings.Join(words, " ") // research assistant
	if kind := wordKinds()[neutral(phrase)]; len(words) > 1 && kind.isPerson(phrase) {
		return kind.role()
	}
	for _, w := range words {
		kind := wordKinds()[neutral(w)]
		switch {
		case kind.isPerson(w):
			if found := kind.role(); role == NoRole || found == RoleAsks || found == RoleAnswers && role == RoleNoun {
				role = found
			}
		case kind&nameless == 0:
			return NoRole
		default:
			beside = true
		}
	}
	if role == NoRole && beside && len(words) > 0 && wordKinds()[neutral(words[len(words)-1])]&people != 0 {
		return RoleNoun
	}
	return role
}

// Sentence reports whether a label begins or ends as a part of a sentence does: My view, He
// said, The boss said, Mein Ziel. Names that begin with such a word have capitals: He Lei.
func Sentence(label string) bool {
	words := strings.Fields(label)
	if len(words) < 2 {
		return false
	}
	last := words[len(words)-1]
	if counterRole(last) != NoRole {
		return false
	}
	lower := func(w string) bool { return !unicode.IsUpper([]rune(w)[0]) && hasCapitals(w) }
	first := wordKinds()[neutral(words[0])]
	switch {
	case first&possessive != 0:
		return true
	case first&saying != 0:
		return slices.ContainsFunc(words[1:], lower)
	}
	return lower(last) && wordKinds()[neutral(last)]&(saying|after) == saying
}
