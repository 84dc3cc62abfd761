package transcript

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is beside a name above a transcript is a label, an office or an organisation, or none of
// these; nobody is taken for the organisation of the person before.
func TestDetailsOfPeople(t *testing.T) {
	talk := func(labels ...string) string {
		var b strings.Builder
		for i, l := range labels {
			fmt.Fprintf(&b, "I: And then, %d?\n\n%s: It rained.\n\n", i, l)
		}
		return b.String()
	}
	tests := []struct {
		name, head string
		labels     []string
		want       []string // who speaks, with organisation and role, besides I
	}{
		{"labels after German names", "Interviewte: Frau Greta Falk (B1), Herr Hanno Reiss (B2)\nDatum: 3.3.2024", []string{"B1", "B2", "B1"},
			[]string{"Greta Falk||", "Hanno Reiss||"}},
		{"initials with numbers", "Participants: Marta Osei (MO1), Milo Oakes (MO2)", []string{"MO1", "MO2", "MO1"}, []string{"Marta Osei||", "Milo Oakes||"}},
		{"three who speak once", "Interviewees: Greta Falk (B1), Hanno Reiss (B2), Ida Moor (B3)", []string{"B1", "B2", "B3"},
			[]string{"Greta Falk||", "Hanno Reiss||", "Ida Moor||"}},
		{"a label of one letter", "Interviewte: Greta Falk (B)", []string{"B", "B"}, []string{"Greta Falk||"}},
		{"letters that are no initials", "Interviewees: Greta Falk (XA), Hanno Reiss (XB)", []string{"XA", "XB", "XA"}, []string{"Greta Falk||", "Hanno Reiss||"}},
		{"an organisation each", "Interviewees: Greta Falk (Harbour Trust), Hanno Reiss (Police)", []string{"Greta Falk", "Hanno Reiss", "GF"},
			[]string{"Greta Falk|Harbour Trust|", "Hanno Reiss|Police|"}},
		{"a pronoun", "Interviewee: Greta Falk (she/her)", []string{"B", "B"}, []string{"Greta Falk||"}},
		{"a remark", "Interviewee: Greta Falk (pseudonym)", []string{"B", "B"}, []string{"Greta Falk||"}},
		{"a remark with a capital", "Interviewte: Greta Falk (Name geändert)", []string{"B", "B"}, []string{"Greta Falk||"}},
		{"an age", "Interviewee: Greta Falk (43 years)", []string{"B", "B"}, []string{"Greta Falk||"}},
		{"an age in German", "Interviewte: Greta Falk (43 Jahre)", []string{"B", "B"}, []string{"Greta Falk||"}},
		{"gender and age", "Interviewee: Greta Falk (f, 34)", []string{"B", "B"}, []string{"Greta Falk||"}},
		{"an office", "Interviewee: Greta Falk, Treasurer", []string{"B", "B"}, []string{"Greta Falk||Treasurer"}},
		{"an office of several words", "Interviewee: Greta Falk, Area manager", []string{"B", "B"}, []string{"Greta Falk||Area manager"}},
		{"a profession", "Interviewte: Greta Falk (Lehrerin)", []string{"B", "B"}, []string{"Greta Falk||Lehrerin"}},
		{"an organisation after a comma", "Interviewee: Greta Falk, Thornsea Council", []string{"B", "B"}, []string{"Greta Falk|Thornsea Council|"}},
		{"a label of two people", "Participants: Marta Osei (MO), Milo Oakes (MO)", []string{"MO", "MO"}, []string{"MO||"}},
		{"titles without labels", "Teilnehmende: Frau Kolbe, Herr Brede", []string{"Frau Kolbe", "Herr Brede"}, []string{"Frau Kolbe||", "Herr Brede||"}},
		{"those present", "Anwesende: Frau Kolbe, Herr Brede", []string{"Frau Kolbe", "Herr Brede"}, []string{"Frau Kolbe||", "Herr Brede||"}},
		{"stand-ins with their ages", "Participants: P1 (f, 34), P2 (m, 51)", []string{"P1", "P2"}, []string{"P1||", "P2||"}},
		{"stand-ins in German", "Teilnehmende: TN1 (w, 34), TN2 (m, 51)", []string{"TN1", "TN2"}, []string{"TN1||", "TN2||"}},
		{"and others", "Participants: Anna, Berta and two others", []string{"Anna", "Berta", "Anna", "Berta"}, []string{"Anna||", "Berta||"}},
		{"a legend", "C = Frau Kranz, B = Frau Kolbe", []string{"B", "B", "C"}, []string{"Frau Kolbe||", "Frau Kranz||"}},
		{"a legend with a surname", "I = Interviewer, C = Kranz, B = Kolbe", []string{"B", "B", "C"}, []string{"Kolbe||", "Kranz||"}},
		{"initials of two in a line", "Interviewees: Greta Falk and Hanno Reiss", []string{"HR", "HR", "GF"}, []string{"Hanno Reiss||", "Greta Falk||"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := find(t, read(t, "a.txt", tt.head+"\n\n"+talk(tt.labels...)), Options{})
			var got []string
			for _, s := range found.Speakers {
				organisation, role := "", ""
				for _, p := range found.People {
					if p.Name == s.Label {
						organisation, role = p.Organisation, p.Role
					}
				}
				if s.Label != "I" {
					got = append(got, s.Label+"|"+organisation+"|"+role)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if first := found.Turns[0]; first.Speaker >= 0 {
				t.Errorf("the head is said by %s", found.Speakers[first.Speaker].Label)
			}
		})
	}
}

// Who asks may be said above the transcript, by a number or a letter.
func TestResearchersAboveTheTranscript(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // labels of researchers with their names
	}{
		{"a letter in a legend", "A = Interviewerin, B = Frau Kolbe\n\n" + alternating("", "A", "B", ": "), []string{"A: A"}},
		{"a letter in a named legend", "Legend: X = moderator, Y = nurse\n\n" + alternating("", "X", "Y", ": "), []string{"X: X"}},
		{"numbers", "Interviewer 1: Beate Lund\nInterviewer 2: Jon Thorne\nDate: 3 March 2024\n\n" + alternating("", "Interviewer 1", "P1", ": ") +
			"Interviewer 2: And you?\n", []string{"Interviewer 1: Beate Lund", "Interviewer 2: Jon Thorne"}},
		{"one number", "Interviewer 1: Beate Lund\n\n" + alternating("", "Interviewer 1", "P1", ": "), []string{"Interviewer 1: Beate Lund"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range find(t, read(t, "a.txt", tt.text), Options{}).Labels {
				if l.As == Researcher {
					got = append(got, l.Text+": "+l.Speaker)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
