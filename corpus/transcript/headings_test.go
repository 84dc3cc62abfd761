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

// Names on lines of their own take turns below a title, and one of them may speak once; a line of words is
// none, even if it has a colon.
func TestNamesBelowATitle(t *testing.T) {
	const body = "%Tom Brace\n\nWho is in charge here?\n\nGill Hunt\n\nOfficially, the board. In practice:\n\nMartin Cole\n\nHe decides it all.\n\n" +
		"Tom Brace\n\nAnd before him?\n\nGill Hunt\n\nNobody.\n\nTom Brace\n\nThanks.\n\nGill Hunt\n\nNo, thank you.\n"
	want := strings.Split("Tom Brace: Who is in charge here?|Gill Hunt: Officially, the board. In practice:|Martin Cole: He decides it all.|"+
		"Tom Brace: And before him?|Gill Hunt: Nobody.|Tom Brace: Thanks.|Gill Hunt: No, thank you.", "|")
	for _, title := range []string{"", "Transcript — Site 3\n\n", "Project Phoenix\n\n", "Interview 4\n\nNorthmoor, 3 May\n\n"} {
		for _, file := range []string{"a.txt", "a.html"} {
			text := strings.Replace(body, "%", title, 1)
			if file == "a.html" {
				text = "<p>" + strings.ReplaceAll(text, "\n\n", "</p>\n<p>") + "</p>"
			}
			doc := read(t, file, text)
			got := turnsOf(doc, find(t, doc, Options{}))
			for len(got) > 0 && strings.HasPrefix(got[0], "-: ") {
				got = got[1:]
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q, %s (-want +got)\n%s", title, file, diff)
			}
		}
	}
	list := "Key Findings\n\nIt was cold.\n\nNext Year\n\nIt will be warm.\n\nRisk Register\n\nNone.\n\nSite Plan\n\nHere.\n\nKey Findings\n\nNone.\n"
	if found := find(t, read(t, "a.txt", list), Options{}); len(found.Speakers) > 0 {
		t.Errorf("headings speak: %v", found.Speakers)
	}
}
