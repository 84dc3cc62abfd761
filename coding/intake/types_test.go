package intake_test

import (
	"testing"

	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// The type of a source is that which its name or who speaks in it proves, and other where
// neither does or they disagree.
func TestTypes(t *testing.T) {
	const prose = "The depot was closed in spring, and the garage was sold to the town a year later.\n"
	two := interview("", "Interviewer", "Anna Kern", 1)
	named := interview("", "Ben Roe", "Anna Kern", 1)
	minutes := "Minutes\nPresent: Anna Kern (Chair), Carl Penn, Ben Roe\n\n" +
		"Anna Kern: We begin with the depot.\nBen Roe: It has moved in spring.\nAnna Kern: And the bus?\nCarl Penn: It was late.\nBen Roe: It rained.\nCarl Penn: Indeed.\n"
	group := "Moderator: Who pays?\nP1: My father.\nP2: My mother.\nModerator: How much?\nP1: Half.\nP2: Half.\n"
	for _, tt := range []struct {
		file, body string
		want       corpus.SourceType
	}{
		{"a.txt", two, corpus.TypeInterview},
		{"a.txt", named, corpus.TypeOther},
		{"a.txt", prose, corpus.TypeOther},
		{"a.txt", group, corpus.TypeOther},
		{"a.txt", minutes, corpus.TypeMeeting},
		{"a.txt", "Vorsitz: Wir beginnen.\nKern: Gut.\nRoe: Gern.\nVorsitz: Punkt eins.\nKern: Nein.\nRoe: Doch.\n", corpus.TypeMeeting},
		{"Interview_Kern.txt", named, corpus.TypeInterview},
		{"Experteninterview 3.txt", named, corpus.TypeInterview},
		{"Interviews/kern.txt", named, corpus.TypeInterview},
		{"Interviews/guide.txt", prose, corpus.TypeOther},
		{"Interviews/kern.txt", minutes, corpus.TypeOther},
		{"Interview guide.txt", named, corpus.TypeOther},
		{"Interviewleitfaden.txt", two, corpus.TypeOther},
		{"interview.txt", prose, corpus.TypeOther},
		{"minutes-2024-03.txt", prose, corpus.TypeMeeting},
		{"Sitzungsprotokoll.txt", named, corpus.TypeMeeting},
		{"Protokoll_Interview.txt", named, corpus.TypeOther},
		{"90 minutes.txt", named, corpus.TypeOther},
		{"site visit depot.txt", prose, corpus.TypeSiteVisit},
		{"Beobachtungsprotokoll.txt", prose, corpus.TypeSiteVisit},
		{"interviewer/a.txt", named, corpus.TypeOther},
	} {
		m := &edittest.Memory{}
		takeAll(t, m, edittest.IDs(), intake.LabelDecisions{}, file{tt.file, tt.body})
		if got := m.Study().Sources[0].Type; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.file, got, tt.want)
		}
	}
}
