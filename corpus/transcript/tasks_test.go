package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Who is to do what is a note: nobody's words, in minutes and below a transcript.
func TestTasks(t *testing.T) {
	const minutes = "Present: Anna Kern (AK), Boris Lund (BL), Carla Moser (CM)\n\n1. Roof\n\nAnna Kern said that it leaks.\n\nMr Lund asked who pays.\n\n"
	const talk = "Anna: How was it?\nBen: It was good.\nAnna: And who paid?\nBen: Nobody.\nAnna: Good.\nBen: Yes.\n\n"
	tests := []struct{ name, before, tasks, last string }{ // last is the turn before the tasks
		{"an owner and a verb", minutes, "AK to draft a letter.", "Boris Lund: Mr Lund asked who pays."},
		{"a label", minutes, "ACTION: AK to draft a letter.", "Boris Lund: Mr Lund asked who pays."},
		{"a label with an owner", minutes, "Action AK: draft a letter.", "Boris Lund: Mr Lund asked who pays."},
		{"two owners", minutes, "AK/BL to draft a letter.", "Boris Lund: Mr Lund asked who pays."},
		{"two owners with and", minutes, "AK and Boris Lund to draft a letter.", "Boris Lund: Mr Lund asked who pays."},
		{"a list", minutes, "Actions:\nAK - letter - June\nBL/CM - test the pump\nCM: offer", "Boris Lund: Mr Lund asked who pays."},
		{"a list of sentences", minutes, "Action points\nAK: Write the letter.\nBL: Test the pump.", "Boris Lund: Mr Lund asked who pays."},
		{"bullets", minutes, "Aufgaben:\n- Kern: Brief\n- Lund: Kontakt aufnehmen", "Boris Lund: Mr Lund asked who pays."},
		{"next steps", minutes, "Next steps\n• Kern: letter\n• Lund: pump", "Boris Lund: Mr Lund asked who pays."},
		{"a table", minutes, "No.\tAction\tOwner\tDue\n1\tLetter\tAnna Kern\tMay\n2\tPump\tBL\tJune", "Boris Lund: Mr Lund asked who pays."},
		{"a German table", minutes, "Was\tWer\tBis wann\nBrief\tKern\tMai\nPumpe\tLund\tJuni", "Boris Lund: Mr Lund asked who pays."},
		{"a table of two columns", minutes, "Maßnahme\tVerantwortlich\nBrief\tKern\nPumpe\tLund", "Boris Lund: Mr Lund asked who pays."},
		{"below talk", talk, "To do\n- Anna: book the room\n- Ben: write to the council", "Ben: Yes."},
		{"in German below talk", talk, "Maßnahmen\n- Anna: Raum buchen\n- Ben: Kontakt aufnehmen", "Ben: Yes."},
		{"without bullets below talk", talk, "Tasks\nAnna: room\nBen: letter to the council", "Ben: Yes."},
		{"in French below talk", talk, "À faire :\n– Anna : la salle\n– Ben : une lettre", "Ben: Yes."},
		{"a label below talk", talk, "Action: Ben to book the room.", "Ben: Yes."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := told(t, tt.before+tt.tasks+"\n")
			rest := strings.Join(strings.Fields(tt.tasks), " ")
			for len(all) > 0 && strings.HasPrefix(all[len(all)-1], "-: ") {
				rest = strings.TrimSuffix(strings.TrimSuffix(rest, all[len(all)-1][len("-: "):]), " ")
				all = all[:len(all)-1]
			}
			if last := all[len(all)-1]; last != tt.last || rest != "" {
				t.Errorf("%q before the tasks, without %q; want %q", last, rest, tt.last)
			}
		})
	}
}

// What stands below a list of tasks with bullets is none of them.
func TestBelowTasks(t *testing.T) {
	found := find(t, read(t, "a.txt", "Present: Anna Kern, Boris Lund\n\nMs Kern asked who pays.\n\nMr Lund did not know.\n\n"+
		"Aufgaben:\n- Kern: Brief bis\n  zum Mai\n- Lund: Pumpe\nNächste Sitzung: 19. Oktober\n"), Options{})
	if diff := cmp.Diff([]string{"- Kern: Brief bis", "zum Mai", "- Lund: Pumpe"}, found.Tasks); diff != "" {
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
