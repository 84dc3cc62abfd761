package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Lines above a transcript that say under which label somebody speaks are facts, and say who it is; in a
// title as beside a role.
func TestLabelsAboveTheTranscript(t *testing.T) {
	tests := []struct{ name, head, asks, answers, want string }{
		{"beside roles", "Befragte (B): Anna Weber\nInterviewer (I): Jonas Keller", "I", "B", "Jonas Keller*|Anna Weber"},
		{"beside roles, with initials", "Interviewee (AW): Anna Weber\nInterviewer (JK): Jonas Keller", "JK", "AW", "Jonas Keller*|Anna Weber"},
		{"in square brackets", "Interviewer [I]: Jonas Keller\nRespondent [R]: Anna Weber", "I", "R", "Jonas Keller*|Anna Weber"},
		{"in a table", "Interviewer (I)\tJonas Keller\nBefragte (B)\tDr. Anna Weber, Pflegedirektorin\nDatum\t12.03.2024", "I", "B",
			"Jonas Keller*|Anna Weber"},
		{"in a title", "Interview 7 - Frau Ilse Braun (IB), Pflegekammer; Interviewer Jonas Keller (JK)", "JK", "IB", "Jonas Keller*|Ilse Braun"},
		{"below a title", "Interview with Prof. Susan Park (SP) and Dr. Leo Grant (LG), St Brannock's\nInterviewer: Mia Stone (MS)", "MS", "SP",
			"Mia Stone*|Susan Park"},
		{"nobody's label", "Befragte (X): Anna Weber", "I", "B", "Befragte (X)|I*|B"},
		{"who speaks", "Interviewer (I): Guten Tag zusammen.", "I", "B", "Interviewer (I)*|B"},
	}
	for _, tt := range tests {
		found := find(t, read(t, "a.txt", tt.head+"\n\n"+alternating("", tt.asks, tt.answers, ": ")), Options{})
		var got []string
		for _, s := range found.Speakers {
			label := s.Label
			for _, p := range found.People {
				if p.Name == label && p.Role == "researcher" {
					label += "*"
				}
			}
			for _, l := range found.Labels {
				if l.Speaker == label && l.As == Researcher {
					label += "*"
				}
			}
			got = append(got, label)
		}
		if diff := cmp.Diff(strings.Split(tt.want, "|"), got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

// Of two people of one name, a title that one of them has says whom a label means.
func TestTitlesTellApart(t *testing.T) {
	for _, tt := range []struct{ listed, label, want string }{
		{"Helga Sommer, Frau Dr. Kern, Herr Kern (Betriebsrat)", "Frau Dr. Kern", "Frau Dr. Kern"},
		{"Helga Sommer, Frau Dr. Kern, Herr Kern (Betriebsrat)", "Herr Kern", "Herr Kern"},
		{"Helga Sommer, Frau Dr. Kern, Herr Kern (Betriebsrat)", "Dr. Kern", "Frau Dr. Kern"},
		{"Helga Sommer, Frau Dr. Kern, Herr Kern (Betriebsrat)", "Frau Kern", "Frau Dr. Kern"},
		{"Helga Sommer, Dr. Anna Kern (Pflege), Thomas Kern (IT)", "Frau Dr. Kern", "Anna Kern"},
		{"Helga Sommer, Dr. Anna Kern (Pflege), Thomas Kern (IT)", "Frau Kern", ""},
		{"Helga Sommer, Dr. Anna Kern (Pflege), Dr. Thomas Kern (IT)", "Dr. Kern", ""},
		{"Helga Sommer, Prof. Anna Kern (Pflege), Dr. Thomas Kern (IT)", "Professor Kern", "Anna Kern"},
		{"Helga Sommer, Mrs Anna Kern (Nursing), Mr Thomas Kern (IT)", "Ms Kern", "Anna Kern"},
		{"Helga Sommer, Mrs Anna Kern (Nursing), Mr Thomas Kern (IT)", "Mr Kern", "Thomas Kern"},
	} {
		body := "# Protokoll\nDatum: 6.5.2024\nTeilnehmer: " + tt.listed +
			"\n\nFrau Sommer berichtet, dass nachts niemand abnimmt.\n" + tt.label + " fragt, wer zuständig ist.\nFrau Sommer weiß es nicht.\n"
		found := find(t, read(t, "a.txt", body), Options{})
		got := ""
		if who := found.Turns[2].Speaker; who >= 0 {
			got = found.Speakers[who].Label
		}
		if got != tt.want {
			t.Errorf("%s of %s is %q, want %q", tt.label, tt.listed, got, tt.want)
		}
	}
}
