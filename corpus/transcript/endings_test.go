package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is below the end of a conversation, and remarks of those who wrote it down, is nobody's.
func TestAfterTheEnd(t *testing.T) {
	tests := []struct{ end, want string }{
		{"Interview ends 11:42\nPost-interview note: she called later.", "-: Interview ends 11:42|-: Post-interview note: she called later."},
		{"[Ende des Interviews]\nSie rief später noch einmal an.", "-: [Ende des Interviews] Sie rief später noch einmal an."},
		{"End of interview\n\nShe was tired.\n\nThe dog barked.", "-: End of interview|-: She was tired.|-: The dog barked."},
		{"(recording stopped at 10:15 a.m.)\nShe was tired.", "-: (recording stopped at 10:15 a.m.) She was tired."},
		{"*** Aufnahme beendet um 16:30 Uhr ***\nSie ging.", "-: *** Aufnahme beendet um 16:30 Uhr *** Sie ging."},
		{"Fin de l'entretien.\nElle est partie.", "-: Fin de l'entretien. Elle est partie."},
		{"R: Bye. [END OF RECORDING]\nShe was tired.", "R: Bye. [END OF RECORDING]|-: She was tired."},
		{"Transcriber's note: she wept here.", "-: Transcriber's note: she wept here."},
		{"// TB comment: she looks upset here.", "-: // TB comment: she looks upset here."},
		{"Anmerkung der Interviewerin: sie weinte.", "-: Anmerkung der Interviewerin: sie weinte."},
		{"End of interview? I am glad.", ""}, {"The interview ends here, I guess.", ""}, {"The end of the day was cold.", ""},
		{"My last comment: we need money.", ""}, {"Recording stops are the worst.", ""},
	}
	for _, tt := range tests {
		body := "I: How was it?\nR: Cold.\nI: Go on.\nR: Wet.\n" + tt.end + "\n"
		want := append([]string{"I: How was it?", "R: Cold.", "I: Go on.", "R: Wet."}, strings.Split(tt.want, "|")...)
		if tt.want == "" {
			want = append(want[:3], "R: Wet. "+tt.end)
		}
		if diff := cmp.Diff(want, told(t, body)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.end, diff)
		}
	}
}
