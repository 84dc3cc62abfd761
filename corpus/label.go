package corpus

import "strings"

// ResearcherLabel reports whether a speaker's label is that of a researcher:
// Interviewer, Int., I, Moderator 2…
func ResearcherLabel(label string) bool {
	return researchers[strings.TrimRight(strings.ToLower(label), ".0123456789 ")]
}

// AnonymousLabel reports whether a speaker's label is not a name (Speaker 1,
// Interviewee, P3): the same label in another source is another person.
func AnonymousLabel(label string) bool {
	label, _, _ = strings.Cut(label, " (") // Participant 3 (female, 41)
	key := strings.TrimRight(strings.ToLower(label), ".#_0123456789 ")
	if first, letter, _ := strings.Cut(key, " "); len(letter) == 1 && (first == "speaker" || first == "participant") { // Speaker B
		key = first
	}
	return label != "" && key == "" || chatRoles[strings.TrimRight(label, "0123456789")] || anonymous[key] && (len(key) > 2 || len(key) < len(label))
}

var (
	// Codes of CHAT that are roles, always in capitals.
	chatRoles   = map[string]bool{"CHI": true, "MOT": true, "FAT": true, "PAR": true}
	researchers = set(`interviewer int inv investigator i iv researcher moderator facilitator interviewerin forscher
		forscherin moderatorin enquêteur enquêtrice entrevistador entrevistadora intervistatore`)
	anonymous = set(`speaker spk channel interviewee participant respondent informant unknown unidentified voice p r s f m w
		female male woman man frau mann teilnehmer teilnehmerin person witness
		befragter befragte sprecher sprecherin`)
)
