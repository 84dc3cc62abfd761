package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The lines above a transcript say who is asked, with what they do and for whom.
func TestNamesInHeads(t *testing.T) {
	const talk = "\n\nInterviewer: What is your role?\n\nRespondent: I run it.\n\nInterviewer: Who pays?\n\nRespondent: The council pays.\n"
	tests := []struct{ head, want string }{
		{"Respondent: Anne Whitlock, Chief Executive, Harbour Authority\nInterviewer: Rhona McKay", "Anne Whitlock|Chief Executive|Harbour Authority"},
		{"Interviewee: Anne Whitlock, Managing Director, Harbour Authority\nDate: 20 June 2023", "Anne Whitlock|Managing Director|Harbour Authority"},
		{"Gesprächspartnerin: Fr. Dr. Karin Oster, Leiterin, Gesundheitsamt\nDatum: 14.09.2023", "Karin Oster|Leiterin|Gesundheitsamt"},
		{"Interviewpartner: Hr. Armin Lenz, Chefarzt der St. Anna Klinik\nDatum: 14.09.2023", "Armin Lenz|Chefarzt|St. Anna Klinik"},
		{"Interview mit Hr. Armin Lenz, Chefarzt, St. Anna Klinik\nDatum: 14.09.2023", "Armin Lenz|Chefarzt|St. Anna Klinik"},
		{"Interview with Anne Whitlock, Harbour Authority\nDate: 20 June 2023", "Anne Whitlock||Harbour Authority"},
		{"Experteninterview mit Frau Karin Oster am 3. Mai 2023\nOrt: Amt", "Karin Oster||"},
		{"Gespräch mit: Karin Oster (Gesundheitsamt)\nDatum: 14.09.2023", "Karin Oster||Gesundheitsamt"},
		{"Entretien avec Mme Anne Petit, Directrice, École Nord\nDate : 3 mai 2023", "Anne Petit|Directrice|École Nord"},
	}
	for _, tt := range tests {
		found := find(t, read(t, "a.txt", tt.head+talk), Options{})
		var got []string
		for _, p := range found.People {
			if p.Role != "researcher" {
				got = append(got, p.Name+"|"+p.Role+"|"+p.Organisation)
			}
		}
		if diff := cmp.Diff([]string{tt.want}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.head, diff)
		}
	}
}

// Who moderates is a fact above a transcript, and a speaker where they speak.
func TestModerationInHeads(t *testing.T) {
	for _, key := range []string{"Moderation", "Gesprächsleitung", "Interviewführung", "Moderated by"} {
		body := key + ": Lund, Beate\nDatum: 14.09.2023\n\nLund: Was fällt Ihnen ein?\n\nP1: Zettel.\n\nLund: Und die IT?\n\nP1: Gut.\n"
		want := []string{"-: " + key + ": Lund, Beate Datum: 14.09.2023", "Lund, Beate: Was fällt Ihnen ein?", "P1: Zettel.", "Lund, Beate: Und die IT?", "P1: Gut."}
		if diff := cmp.Diff(want, told(t, body)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", key, diff)
		}
	}
	const talk = "Moderation: Wer möchte anfangen?\n\nTN1: Ich.\n\nModeration: Gern.\n\nTN2: Dann ich.\n"
	if got := strings.Join(told(t, talk), "|"); got != "Moderation: Wer möchte anfangen?|TN1: Ich.|Moderation: Gern.|TN2: Dann ich." {
		t.Errorf("%q", got)
	}
}

// Titles that promise no name name nobody.
func TestTitlesWithoutNames(t *testing.T) {
	for _, title := range []string{"Interview with the customs officer", "Interview mit der Leitung", "Interview with Customs", "Interview with Harbour Authority"} {
		if p := headOf(newDocument(read(t, "a.txt", title+"\n\nI: Who pays?\n\nB: They do.\n\nI: Why?\n\nB: So.\n"), nil)).interviewees; len(p) > 0 {
			t.Errorf("%s: %v", title, p)
		}
	}
}
