package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Who is to do what is a note and nobody's words, but in minutes it belongs to the one attendee whose task it is.
func TestTasks(t *testing.T) {
	const minutes = "Present: Anna Kern (AK), Boris Lund (BL), Carla Moser (CM)\n\n1. Roof\n\nAnna Kern said that it leaks.\n\nMr Lund asked who pays.\n\n"
	const talk = "Anna: How was it?\nBen: It was good.\nAnna: And who paid?\nBen: Nobody.\nAnna: Good.\nBen: Yes.\n\n"
	tests := []struct{ name, before, tasks, want string }{
		{"an owner and a verb", minutes, "AK to draft a letter.", "Anna Kern: AK to draft a letter."},
		{"a label", minutes, "ACTION: AK to draft a letter.", "Anna Kern: AK to draft a letter."},
		{"a label with an owner", minutes, "Action AK: draft a letter.", "Anna Kern: draft a letter."},
		{"two owners", minutes, "AK/BL to draft a letter.", "-: AK/BL to draft a letter."},
		{"two owners behind a label", minutes, "ACTION: AK/BL to draft a letter.", "-: ACTION: AK/BL to draft a letter."},
		{"two owners with and", minutes, "AK and Boris Lund to draft a letter.", "-: AK and Boris Lund to draft a letter."},
		{"somebody else", minutes, "ACTION: Mr Orme to draft a letter.", "-: ACTION: Mr Orme to draft a letter."},
		{"a list", minutes, "Actions:\nAK - letter - June\nBL/CM - test the pump\nCM: offer",
			"-: Actions:|Anna Kern: letter - June|-: BL/CM - test the pump|Carla Moser: offer"},
		{"a list of sentences", minutes, "Action points\nAK: Write the letter.\nBL: Test the pump.",
			"-: Action points|Anna Kern: Write the letter.|Boris Lund: Test the pump."},
		{"bullets", minutes, "Aufgaben:\n- Kern: Brief\n- Lund: Kontakt aufnehmen", "-: Aufgaben:|Anna Kern: Brief|Boris Lund: Kontakt aufnehmen"},
		{"next steps", minutes, "Next steps\n• Kern: letter\n• Lund: pump", "-: Next steps|Anna Kern: letter|Boris Lund: pump"},
		{"a table", minutes, "No.\tAction\tOwner\tDue\n1\tLetter\tAnna Kern\tMay\n2\tPump\tBL\tJune\n3\tOffer\tAK, BL\tJune",
			"-: No. Action Owner Due|Anna Kern: 1 Letter Anna Kern May|Boris Lund: 2 Pump BL June|-: 3 Offer AK, BL June"},
		{"a German table", minutes, "Was\tWer\tBis wann\nBrief\tKern\tMai\nPumpe\tLund\tJuni",
			"-: Was Wer Bis wann|Anna Kern: Brief Kern Mai|Boris Lund: Pumpe Lund Juni"},
		{"below talk", talk, "To do\n- Anna: book the room\n- Ben: write to the council", "-: To do - Anna: book the room - Ben: write to the council"},
		{"in German below talk", talk, "Maßnahmen\n- Anna: Raum buchen\n- Ben: Kontakt aufnehmen",
			"-: Maßnahmen - Anna: Raum buchen - Ben: Kontakt aufnehmen"},
		{"without bullets below talk", talk, "Tasks\nAnna: room\nBen: letter to the council", "-: Tasks Anna: room Ben: letter to the council"},
		{"in French below talk", talk, "À faire :\n– Anna : la salle\n– Ben : une lettre", "-: À faire : – Anna : la salle – Ben : une lettre"},
		{"a label below talk", talk, "Action: Ben to book the room.", "-: Action: Ben to book the room."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := told(t, tt.before+tt.tasks+"\n")
			before := len(told(t, tt.before))
			if diff := cmp.Diff(strings.Split(tt.want, "|"), all[min(before, len(all)):]); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// What stands below a list of tasks with bullets is none of them; those of attendees are not said to be nobody's.
func TestBelowTasks(t *testing.T) {
	found := find(t, read(t, "a.txt", "Present: Anna Kern, Boris Lund\n\nMs Kern asked who pays.\n\nMr Lund did not know.\n\n"+
		"Aufgaben:\n- Orme: Brief bis\n  zum Mai\n- Lund: Pumpe\n- Quell: Pumpe\nNächste Sitzung: 19. Oktober\n"), Options{})
	if diff := cmp.Diff([]string{"- Orme: Brief bis", "zum Mai", "- Quell: Pumpe"}, found.Tasks); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// People who talk below a heading that may be of tasks keep their words.
func TestTalkBelowTaskHeadings(t *testing.T) {
	const talk = "Anna: How was it?\nBen: It was good.\nAnna: And who paid?\nBen: Nobody.\n\n"
	tests := []struct{ name, words string }{
		{"in their own name", "Next steps\n\nAnna: I will write.\nBen: Writing to them is good."},
		{"in sentences", "Next steps\n\nAnna: Talking to the union.\nBen: Definitely talking to them."},
		{"with a question", "Actions\n\nAnna: Who writes?\nBen: The union."},
		{"in another language", "Nächste Schritte\n\nAnna: Dann schreiben wir.\nBen: Ein Brief"},
	}
	for _, tt := range tests {
		all := told(t, talk+tt.words+"\n")
		lines := strings.Split(tt.words, "\n")
		if diff := cmp.Diff(lines[2:], all[len(all)-2:]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}
