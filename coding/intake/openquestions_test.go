package intake_test

import (
	"strings"
	"testing"

	"crosscase/coding/intake"
	"crosscase/corpus/format"
)

// What columns are taken for by the wording of their questions.
func TestQuestionsOfSurveys(t *testing.T) {
	for _, tt := range []struct{ name, table, want string }{
		{"Google Forms", "Timestamp,Your name,Which organisation do you work for?,How often do you use it?,Tell us about a time when it went wrong,What did you learn?\n" +
			"2024-01-02,Mia Cole,Council,Weekly,The licence was not paid and the radios went off.,Pay on time.\n" +
			"2024-01-03,Tom Reyes,Customs,Daily,We sent the wrong manifest to them twice.,Check first.\n",
			"text = Tell us about a time when it went wrong, What did you learn?; participant = Your name; organisation (guessed; if it is none, " +
				"undo and say --column organisation=(none)) = Which organisation do you work for?; date = Timestamp; attributes = How often do you use it?"},
		{"LimeSurvey", "id. Response ID,submitdate. Date submitted,lastpage. Last page,Org. In welcher Organisation arbeiten Sie?,Alter. Wie alt sind Sie?,F1. Was stört Sie am meisten?,F2. Was wünschen Sie sich?\n" +
			"1,2023-10-05 10:11:12,3,Gesundheitsamt,45,Dass immer noch gefaxt wird.,\"Eine Leitung, die entscheidet.\"\n" +
			"2,2023-10-05 12:00:00,3,St. Anna Klinik,31,Das Amt meldet sich nie zurück.,Rückmeldung\n",
			"text = Was stört Sie am meisten?, Was wünschen Sie sich?; participant = Response ID; organisation (guessed; if it is none, undo and say --column organisation=(none)) = " +
				"In welcher Organisation arbeiten Sie?; attributes = Wie alt sind Sie?; left out: Date submitted, Last page"},
		{"Microsoft Forms", "ID,Start time,Completion time,Email,Name,Which department are you in?,What works well?,How satisfied are you (1-5)?,What should be changed?\n" +
			"1,1/2/24 9:00,1/2/24 9:05,anonymous,,Surgery,Die Kolleginnen helfen sich.,4,Mehr Zeit.\n2,1/2/24 9:10,1/2/24 9:15,anonymous,,IT,Die Schnittstelle läuft.,2,Das Fax abschaffen!\n",
			"text = What works well?, What should be changed?; participant = ID; attributes = Which department are you in?, How satisfied are you (1-5)?; " +
				"left out: Start time, Completion time, Email"},
		{"facts of people", "Ihr Name,Was ist Ihr Beruf?,What is your age?,Wie lange sind Sie dabei?,Warum sind Sie geblieben?\n" +
			"Ann,Leiterin der Wache,41,Zwei Jahre,Wegen der Leute hier.\nBen,Fahrer im ganzen Bezirk,52,Immer,Ich bin es gewohnt.\n",
			"text = Warum sind Sie geblieben?; participant = Ihr Name; attributes = Was ist Ihr Beruf?, What is your age?, Wie lange sind Sie dabei?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table, err := format.ReadTable("s.csv", []byte(tt.table))
			if err != nil {
				t.Fatal(err)
			}
			answers, err := intake.ReadSurvey("s", table, intake.SurveyColumns{})
			if err != nil {
				t.Fatal(err)
			}
			if got := answers[0].Columns; got != tt.want {
				t.Errorf("got  %s\nwant %s", strings.TrimSpace(got), tt.want)
			}
		})
	}
}

// Where it is said that no column holds organisations, none is guessed, and other columns stay what
// they are.
func TestNoOrganisationColumn(t *testing.T) {
	const body = "Your name,Which organisation do you work for?,Age,Why did you stay?\nMia,Council,41,Because of the people here.\nTom,Customs,52,I am used to it by now.\n"
	table, err := format.ReadTable("s.csv", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	columns, err := intake.ParseColumns([]string{"organisation=(none)"})
	if err != nil {
		t.Fatal(err)
	}
	answers, err := intake.ReadSurvey("s", table, columns)
	if err != nil {
		t.Fatal(err)
	}
	const want = "text = Why did you stay?; participant = Your name; attributes = Which organisation do you work for?, Age"
	if got := answers[0].Columns; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
