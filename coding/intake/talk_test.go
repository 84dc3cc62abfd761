package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/intake"
	"crosscase/corpus"
)

// Chats and transcripts are known by what their columns are called, and by those in it who speak again.
func TestTablesKnownByNames(t *testing.T) {
	tests := []struct {
		name string
		rows [][]string
		want []string
		left string
		date corpus.Date
	}{
		{"a chat", [][]string{{"ts", "display_name", "message"}, {"2023-04-01T08:00", "anna.k", "Pump 3 down again"},
			{"2023-04-01T08:02", "Bert", "on it"}, {"2023-04-01T08:30", "anna.k", "thanks a lot"}},
			[]string{"||anna.k|Pump 3 down again", "||Bert|on it", "||anna.k|thanks a lot"}, "1 heading row, 1 column", "2023-04-01"},
		{"an export of a chat", [][]string{{"channel", "ts", "user_id", "display_name", "message", "reactions", "thread_reply_to"},
			{"ops", "2023-04-01T08:00", "U1", "anna.k", "Pump 3 down again", "sad", ""}, {"ops", "2023-04-01T08:02", "U2", "Bert", "@anna.k: on it\nETA 10 min", "", "U1"},
			{"ops", "2023-04-01T08:30", "U2", "Bert", "fixed", "party", "U1"}, {"ops", "2023-04-01T08:31", "U9", "", "reminder: log the fault", "", ""}},
			[]string{"||anna.k|Pump 3 down again", "||Bert|@anna.k: on it\nETA 10 min", "||Bert|fixed", "|||reminder: log the fault"},
			"1 heading row, 5 columns", "2023-04-01"},
		{"a chat in German", [][]string{{"Datum", "Absender", "Nachricht"}, {"01.04.2023 08:00", "Roe", "Die Pumpe steht."}, {"01.04.2023 08:01", "Roe", "Hallo?"},
			{"01.04.2023 08:05", "Penn", "Komme."}}, []string{"||Roe|Die Pumpe steht.", "||Roe|Hallo?", "||Penn|Komme."}, "1 heading row, 1 column", "2023-04-01"},
		{"replies", [][]string{{"AuthorID", "Author", "Date", "Content", "Attachments", "Reactions"}, {"7", "Roe", "2023-04-01 08:00", "It stands.", "", ""},
			{"8", "Penn", "2023-04-01 08:01", "Does it?", "", "x"}, {"7", "Roe", "2023-04-01 08:05", "Yes.", "", ""}},
			[]string{"||Roe|It stands.", "||Penn|Does it?", "||Roe|Yes."}, "1 heading row, 3 columns", "2023-04-01"},
		{"numbers, times, listeners and remarks", [][]string{{"Nr", "Zeit", "Wer", "An wen", "Gesagt", "Anmerkung"},
			{"1", "00:00:05", "INT", "Meier", "Wie war die Nacht?", ""}, {"2", "00:00:09", "Meier", "INT", "Lang. Sehr lang.", "seufzt"},
			{"3", "", "", "", "Wir hatten vierzig Einsätze.", ""}, {"4", "00:00:20", "Roth", "Meier", "Vierzig?", "gleichzeitig mit dem, was davor steht"},
			{"5", "00:00:22", "INT/Roth", "", "Ja.", ""}, {"6", "00:00:25", "?", "", "Einundvierzig.", "unverständlich"}},
			[]string{"00:00:05||INT|Wie war die Nacht?", "00:00:09||Meier|Lang. Sehr lang.", "||Meier|Wir hatten vierzig Einsätze.",
				"00:00:20||Roth|Vierzig?", "00:00:22|||Ja.", "00:00:25|||Einundvierzig."}, "1 heading row, 4 columns, 1 joint label", ""},
		{"few rows", [][]string{{"Wer", "Gesagt"}, {"INT", "Wie war die Nacht?"}, {"Meier", "Lang. Sehr lang."}},
			[]string{"||INT|Wie war die Nacht?", "||Meier|Lang. Sehr lang."}, "1 heading row", ""},
		{"a title", [][]string{{"Transcript of interview 4, 14 March 2024", "", ""}, {"Time", "Speaker", "Utterance"}, {"00:00:10", "Roe", "Who paid?"},
			{"00:01:10", "Penn", "Nobody."}}, []string{"00:00:10||Roe|Who paid?", "00:01:10||Penn|Nobody."}, "1 heading row, 1 title row", "2024-03-14"},
		{"a title and facts", [][]string{{"Interview 5", "", ""}, {"Datum", "14.03.2024", ""}, {"Nr.", "Sprecherin", "Transkript"}, {"1", "Roe", "Who paid?"},
			{"2", "Penn", "Nobody."}}, []string{"||Roe|Who paid?", "||Penn|Nobody."}, "1 heading row, 2 title rows, 1 column", "2024-03-14"},
	}
	for _, tt := range tests {
		for file, text := range map[string]string{"a.csv": csvOf(tt.rows), "a.xlsx": workbook(t, tt.rows)} {
			t.Run(tt.name+" "+file, func(t *testing.T) {
				imports := readTable(t, file, text, intake.SurveyColumns{})
				i := imports[0]
				if diff := cmp.Diff(tt.want, spoken(i)); diff != "" || len(imports) != 1 {
					t.Errorf("%d sources: %s", len(imports), diff)
				}
				if got := intake.LeftOutInShort(i.Document.LeftOut); got != tt.left {
					t.Errorf("left out: %q, want %q", got, tt.left)
				}
				if i.Facts.Date != tt.date {
					t.Errorf("date %q, want %q", i.Facts.Date, tt.date)
				}
				conserved(t, tt.rows, imports)
			})
		}
	}
}

// Forms in which each person writes once are answers, whatever their columns are called.
func TestMessagesOfForms(t *testing.T) {
	for name, text := range map[string]string{
		"messages":           "Timestamp,Name,Message\n2024-03-14 10:00,Roe,Less paper and more time please\n2024-03-14 10:05,Penn,A key for everybody who comes\n2024-03-14 11:00,Roe,And a second lorry I would say\n",
		"senders who differ": "Sent,Sender,Message\n1 March,Roe,Less paper and more time please\n2 March,Penn,A key for everybody who comes\n3 March,Lee,And a second lorry I would say\n",
		"authors of texts":   "Author,Year,Text\nRoe,2019,Less paper and more time please\nRoe,2020,A key for everybody who comes\nPenn,2020,And a second lorry I would say\n",
	} {
		for _, i := range readTable(t, "a.csv", text, intake.SurveyColumns{Each: "turn"}) {
			if i.Facts.Type != corpus.TypeSurvey {
				t.Errorf("%s: type %q: %s", name, i.Facts.Type, strings.Join(spoken(i), " "))
			}
		}
	}
}
