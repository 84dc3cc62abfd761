package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Headings, notes and words of an agenda among people who talk are nobody, and their words are not those
// of the person before.
func TestHeadingsAmongLabels(t *testing.T) {
	for _, labels := range [][]string{
		{"TOP 1", "TOP 2", "TOP 3"}, {"Zu 1", "Zu 2", "Zu 3"}, {"REMARK ONE", "REMARK TWO", "REMARK THREE"}, {"Result", "Result", "Result"},
		{"SECTION A", "SECTION B", "SECTION C"}, {"Action", "Action", "Result"}, {"Planning", "Planning", "Planning"},
		{"Ergebnis", "Ergebnis", "Beschluss"}, {"Agenda item 1", "Agenda item 2", "Agenda item 3"}, {"Überleitung", "Überleitung", "Einwand"},
		{"TOP 3a", "TOP 3b", "TOP 4"}, {"Remark by the chair", "Note on the tape", "Next steps"}, {"Abstimmung", "Abstimmung", "Abstimmung"},
		{"Resolution 2/2025", "Motion two", "Vote"}, {"Résultat", "Décision", "Proposition"}, {"Punkt 1", "Punkt 2", "Punkt 3"}, {"Phase I", "Phase II", "Phase III"}, {"Discussion", "Discussion", "Conclusion"},
	} {
		who, doc := "Anna Kern: It leaks.|Boris Lund: We know.|", "Anna Kern: It leaks.\n\nBoris Lund: We know.\n\n"
		var want, body strings.Builder
		for _, l := range labels {
			want.WriteString(who + "-: " + l + ": It is so.|")
			body.WriteString(doc + l + ": It is so.\n\n")
		}
		if diff := cmp.Diff(strings.Split(strings.TrimSuffix(want.String(), "|"), "|"), told(t, body.String())); diff != "" {
			t.Errorf("%q (-want +got)\n%s", labels, diff)
		}
	}
}

// A name that ends as nouns do is a person's who answers.
func TestNamesLikeNouns(t *testing.T) {
	body := strings.Repeat("Petra: Why?\n\nHornung: It was cold.\n\nPetra: And then?\n\nHartung: It rained.\n\n", 2)
	want := strings.Split(strings.TrimSuffix(strings.Repeat("Petra: Why?|Hornung: It was cold.|Petra: And then?|Hartung: It rained.|", 2), "|"), "|")
	if diff := cmp.Diff(want, told(t, body)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A head of a study says who was asked by codes and facts; none of them speaks.
func TestHeadOfCodes(t *testing.T) {
	doc := read(t, "a.txt", "INTERVIEW TRANSCRIPT\n\nParticipant ID: P07\nInterviewer ID: I2\nDate of interview: 2024-03-04\nAge: 54\nGender: female\n\n"+
		"I: How was it?\n\nP: It rained.\n\nI: And then?\n\nP: It rained.\n")
	found := find(t, doc, Options{})
	if len(found.Speakers) != 2 || found.Speakers[0].Label != "I" || found.Speakers[1].Label != "P" {
		t.Errorf("speakers %v", found.Speakers)
	}
	if len(found.Facts) != 5 {
		t.Errorf("facts %v", found.Facts)
	}
}
