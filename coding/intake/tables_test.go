package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// readTable reads a table as a file of this name.
func readTable(t *testing.T, file, text string, columns intake.SurveyColumns) []intake.Import {
	t.Helper()
	r := intake.Reader{Format: &format.Reader{}, Decisions: intake.Decisions{Columns: columns}}
	imports, err := r.Read(file, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return imports
}

// spoken are the turns of a document: time, end, speaker, words.
func spoken(i intake.Import) (all []string) {
	for _, turn := range i.Transcript.Turns {
		who := ""
		if turn.Speaker >= 0 {
			who = i.Transcript.Speakers[turn.Speaker].Label
		}
		all = append(all, strings.Join([]string{corpus.FormatTime(turn.From), corpus.FormatTime(turn.To), who, i.Document.Body[turn.Body:turn.End]}, "|"))
	}
	return all
}

var yard = []string{"How did you come to work here?", "We took the bus, my aunt and I, and it was full.", "And who paid?",
	"Nobody paid, and that was the trouble with it."}

// timedYard are the four turns with their times, in the form that spoken has.
func timedYard(ends bool) (all []string) {
	for n, text := range yard {
		end := ""
		if ends {
			end = fmt.Sprintf("00:00:%02d", 4*n+3)
		}
		all = append(all, fmt.Sprintf("00:00:%02d|%s|%s|%s", 4*n, end, []string{"IH", "PV"}[n%2], text))
	}
	return all
}

// A table with who speaks, what they say and when is one transcript, in whatever columns
// and with or without their names.
func TestTablesOfTalk(t *testing.T) {
	who := func(n int) string { return []string{"IH", "PV"}[n%2] }
	rows := func(heading string, row func(n int) string) string {
		lines := []string{}
		if heading != "" {
			lines = append(lines, heading)
		}
		for n := range yard {
			lines = append(lines, row(n))
		}
		return strings.Join(lines, "\n") + "\n"
	}
	elan := func(n int) string {
		return fmt.Sprintf("%s\t00:00:%02d.000\t00:00:%02d.500\t%s", who(n), 4*n, 4*n+3, yard[n])
	}
	whole := func(n int) string {
		return fmt.Sprintf("%s\t\t00:00:%02d.000\t%d.0\t00:00:%02d.500\t%d.5\t00:00:03.500\t3.5\t%s", who(n), 4*n, 4*n, 4*n+3, 4*n+3, yard[n])
	}
	audacity := func(n int) string { return fmt.Sprintf("%d.000000\t%d.500000\t%s: %s", 4*n, 4*n+3, who(n), yard[n]) }
	quoted := func(n int) string { return fmt.Sprintf("%s:,[00:00:%02d],\"%s\",", who(n), 4*n, yard[n]) }
	for _, tt := range []struct {
		name, file, text string
		ends             bool
		leftOut          string
	}{
		{"ELAN without names", "a.tsv", rows("", elan), true, ""},
		{"ELAN with names", "a.tsv", rows("Tier\tBegin Time - hh:mm:ss.ms\tEnd Time - hh:mm:ss.ms\tAnnotation", elan), true, "1 heading row"},
		{"all of ELAN's columns", "a.tsv", rows("", whole), true, "4 columns"},
		{"all of ELAN's columns with names", "a.tsv", rows("Tier\tParticipant\tBegin Time - hh:mm:ss.ms\tBegin Time - ss.msec\t"+
			"End Time - hh:mm:ss.ms\tEnd Time - ss.msec\tDuration - hh:mm:ss.ms\tDuration - ss.msec\tAnnotation", whole), true, "1 heading row, 4 columns"},
		{"words first", "a.csv", rows("Text,Sprecherin,Dauer,Bis,Von", func(n int) string {
			return fmt.Sprintf("\"%s\",%s,3.5,%d.5,%d.0", yard[n], who(n), 4*n+3, 4*n)
		}), true, "1 heading row, 1 column"},
		{"thousandths of a second", "a.tsv", rows("Tier\tBegin Time - msec\tEnd Time - msec\tAnnotation", func(n int) string {
			return fmt.Sprintf("%s\t%d\t%d\t%s", who(n), 4000*n, 4000*n+3500, yard[n])
		}), true, "1 heading row"},
		{"quotation marks that end nowhere", "a.tsv", strings.ReplaceAll(rows("", elan), "And who", `"And" who`), true, ""},
		{"Audacity", "a.tsv", rows("", audacity), true, ""},
		{"a column for each speaker", "a.tsv", rows("Begin Time - hh:mm:ss.ms\tEnd Time - hh:mm:ss.ms\tIH\tPV", func(n int) string {
			return fmt.Sprintf("00:00:%02d.000\t00:00:%02d.500\t%s", 4*n, 4*n+3, []string{yard[n] + "\t", "\t" + yard[n]}[n%2])
		}), true, "1 heading row"},
		{"frames", "a.csv", rows("Timecode,Speaker,Text", func(n int) string {
			return fmt.Sprintf("00:00:%02d:12,%s,\"%s\"", 4*n, who(n), yard[n])
		}), false, "1 heading row"},
		{"VizScribe", "a.csv", rows("start time,end time,speaker,dialog", func(n int) string {
			return fmt.Sprintf("0:%02d,0:%02d,%s,\"%s\"", 4*n, 4*n+3, who(n), yard[n])
		}), true, "1 heading row"},
		{"NVivo", "a.csv", rows("Timespan,Content,Speaker", func(n int) string {
			return fmt.Sprintf("0:%02d.0 - 0:%02d.5,\"%s\",%s", 4*n, 4*n+3, yard[n], who(n))
		}), true, "1 heading row"},
		{"a site of oral histories", "a.csv", rows("who,timestamp,words,tags", quoted), false, "1 heading row"},
		{"columns nobody knows", "a.csv", rows("Kuka;Hetki;Sanat", func(n int) string {
			return fmt.Sprintf("%s;[0:%02d];\"%s\"", who(n), 4*n, yard[n])
		}), false, "1 heading row"},
		{"Whisper's with speakers", "a.csv", rows("start,end,text,speaker", func(n int) string {
			return fmt.Sprintf("%d.0,%d.5,\"%s\",%s", 4*n, 4*n+3, yard[n], who(n))
		}), true, "1 heading row"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			imports := readTable(t, tt.file, tt.text, intake.SurveyColumns{})
			if len(imports) != 1 {
				t.Fatalf("%d sources", len(imports))
			}
			got := spoken(imports[0])
			for n := range got {
				got[n] = strings.ReplaceAll(got[n], `"And"`, "And")
			}
			if diff := cmp.Diff(timedYard(tt.ends), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if got := intake.LeftOutInShort(imports[0].Document.LeftOut); got != tt.leftOut {
				t.Errorf("left out: %q, want %q", got, tt.leftOut)
			}
		})
	}
}

// The colon is no part of a name, a line without
// Chats and transcripts as JSON have their speakers, whatever the fields are called; answers
// to a survey stay answers.
func TestTalkInJSON(t *testing.T) {
	objects := func(form string) string {
		var all []string
		for n, text := range yard {
			all = append(all, strings.NewReplacer("WHO", []string{"IH", "PV"}[n%2], "TEXT", text, "N", fmt.Sprint(n)).Replace(form))
		}
		return "[" + strings.Join(all, ",\n") + "]"
	}
	tests := map[string]string{
		"speakers":     objects(`{"speaker": "WHO", "text": "TEXT"}`),
		"a chat":       `{"name": "Yard", "messages": ` + objects(`{"id": N, "type": "message", "date": "2024-03-14T10:15:0N", "from": "WHO", "from_id": "u1", "text": "TEXT"}`) + "}",
		"persons":      `{"messages": ` + objects(`{"timestamp": "2024-03-14T10:15:0N", "author": {"id": "7", "name": "WHO"}, "content": "TEXT", "reactions": []}`) + "}",
		"senders":      `{"participants": [{"name": "IH"}, {"name": "PV"}], "messages": ` + objects(`{"sender_name": "WHO", "timestamp_ms": 171041130000N, "content": "TEXT"}`) + "}",
		"roles":        `{"messages": ` + objects(`{"role": "WHO", "content": "TEXT"}`) + "}",
		"pairs":        objects(`["WHO", "TEXT"]`),
		"deep":         `{"data": {"dialogue": {"turns": ` + objects(`{"who": "WHO", "utterance": "TEXT"}`) + "}}}",
		"texts of one": objects(`{"WHO": "TEXT"}`),
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			imports := readTable(t, "a.json", text, intake.SurveyColumns{})
			var want []string
			for n, text := range yard {
				want = append(want, "||"+[]string{"IH", "PV"}[n%2]+"|"+text)
			}
			if diff := cmp.Diff(want, spoken(imports[0])); diff != "" || len(imports) != 1 {
				t.Errorf("%d sources: %s", len(imports), diff)
			}
		})
	}
	answers := readTable(t, "a.json", `[{"respondent": "R1", "Why did you come?": "It was the bus that came first."}, {"respondent": "R2", "Why did you come?": "I had nothing else to do then."}]`,
		intake.SurveyColumns{})
	if got := answers[0].Facts.Type; got != corpus.TypeSurvey {
		t.Errorf("answers are of type %q", got)
	}
	two := readTable(t, "a.csv", "speaker,text\nIH,Who came?\nPV,Nobody.\n", intake.SurveyColumns{})
	if diff := cmp.Diff([]string{"||IH|Who came?", "||PV|Nobody."}, spoken(two[0])); diff != "" {
		t.Error(diff)
	}
}

// a speaker is nobody's, and a time in brackets is no date.
func TestTalkWithGaps(t *testing.T) {
	text := "timestamp,speaker,words,tags\n,,(They speak about the stove.),\n[00:03:43],IH:,\"Where are we?\",\n" +
		",PV:,\"In the yard of the depot, by the old scales.\",place\n,IH,And who paid?,\n[00:05:10],PV:,Nobody paid.,money\n,PV:,,\n"
	imports := readTable(t, "talk.csv", text, intake.SurveyColumns{})
	want := []string{"|||(They speak about the stove.)", "00:03:43||IH|Where are we?", "||PV|In the yard of the depot, by the old scales.",
		"||IH|And who paid?", "00:05:10||PV|Nobody paid."}
	if diff := cmp.Diff(want, spoken(imports[0])); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	leftOut := []corpus.LeftOut{{Why: corpus.HeadingRow, Where: "line 1", Text: "timestamp\tspeaker\twords\ttags"},
		{Why: corpus.WordlessRow, Where: "line 7", Text: "PV:"}, {Why: corpus.OtherColumn, Where: `column "tags"`, Text: "place\nmoney"}}
	if diff := cmp.Diff(leftOut, imports[0].Document.LeftOut); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got, want := imports[0].Columns, "text = words; speaker = speaker; time = timestamp; left out: tags"; got != want {
		t.Errorf("columns: %q, want %q", got, want)
	}
}

// A first line is no heading if its name is among those below.
func TestTalkWithoutHeading(t *testing.T) {
	text := ""
	want := []string{}
	for n, words := range yard {
		who := []string{"IH", "PV"}[n%2]
		text += who + ":,\"" + words + "\"\n"
		want = append(want, "||"+who+"|"+words)
	}
	if diff := cmp.Diff(want, spoken(readTable(t, "a.csv", text, intake.SurveyColumns{})[0])); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Tables of answers stay surveys, whatever times and names are in them.
func TestTablesOfAnswers(t *testing.T) {
	for name, text := range map[string]string{
		"times of day of the answers": "ID,Time,Answer\nA1,10:05,Less paper and more time\nA2,10:07,A key for everybody who comes\nA3,10:30,Nothing at all I think\n",
		"respondents who recur":       "participant,question,answer\nRoe,Why?,Less paper and more time\nPenn,Why?,A key for everybody who comes\nRoe,How?,By hand of course I think\nPenn,How?,With a lorry and a crane\n",
		"sites that recur":            "Site,Answer\nNorth,Less paper and more time\nSouth,A key for everybody who comes\nNorth,By hand of course I think\nSouth,With a lorry and a crane\n",
		"hours of getting up":         "Name,Up at,Why then\nRoe,06:30,I like it when it is still dark\nPenn,05:15,The bus leaves at six o'clock\nThorne,07:00,Nobody ever wakes me before that\n",
	} {
		t.Run(name, func(t *testing.T) {
			for _, i := range readTable(t, "a.csv", text, intake.SurveyColumns{Each: "turn"}) {
				if i.Facts.Type != corpus.TypeSurvey {
					t.Errorf("type %q", i.Facts.Type)
				}
			}
		})
	}
}

const north, south, third = "More time, and a key for everybody who comes before six", "Nothing. It works as it is and has for years",
	"A second lorry for the winter months"

// surveys are what survey tools write, each with the answers of three people to a question in words.
var surveys = []struct {
	name    string
	rows    [][]string
	people  []string
	leftOut string
	columns string
}{
	{"Qualtrics", [][]string{{"StartDate", "EndDate", "Status", "IPAddress", "Progress", "ResponseId", "Q1", "Q2"},
		{"Start Date", "End Date", "Response Type", "IP Address", "Progress", "Response ID", "Which depot?", "What would you change?"},
		{`{"ImportId":"startDate","timeZone":"Z"}`, `{"ImportId":"endDate"}`, `{"ImportId":"status"}`, `{"ImportId":"ipAddress"}`, `{"ImportId":"progress"}`,
			`{"ImportId":"_recordId"}`, `{"ImportId":"QID1"}`, `{"ImportId":"QID2_TEXT"}`},
		{"2024-03-04 10:00:00", "2024-03-04 10:05:00", "IP Address", "10.0.0.7", "100", "R_1aBx", "North", north},
		{"2024-03-04 11:00:00", "2024-03-04 11:05:00", "IP Address", "10.0.0.8", "100", "R_2cDx", "South", south},
		{"2024-03-05 12:00:00", "2024-03-05 12:05:00", "IP Address", "10.0.0.9", "100", "R_4gHx", "South", third}},
		[]string{"R_1aBx Which depot?=North", "R_2cDx Which depot?=South", "R_4gHx Which depot?=South"}, "3 heading rows, 5 columns",
		"text = What would you change?; participant = ResponseId; attributes = Which depot?; left out: StartDate, EndDate, Status, IPAddress, Progress"},
	{"Qualtrics without identifiers", [][]string{{"StartDate", "Progress", "ResponseId", "Q1", "Q2"},
		{"Start Date", "Progress", "Response ID", "Which depot?", "What would you change?"},
		{"2024-03-04 10:00:00", "100", "R_1aBx", "North", north},
		{"2024-03-04 11:00:00", "100", "R_2cDx", "South", south},
		{"2024-03-05 12:00:00", "100", "R_4gHx", "South", third}},
		[]string{"R_1aBx Which depot?=North", "R_2cDx Which depot?=South", "R_4gHx Which depot?=South"}, "2 heading rows, 2 columns",
		"text = What would you change?; participant = ResponseId; attributes = Which depot?; left out: StartDate, Progress"},
	{"Qualtrics of old", [][]string{{"V1", "V6", "V8", "V9", "Q1", "Q2"},
		{"ResponseID", "IPAddress", "StartDate", "EndDate", "Which depot?", "What would you change?"},
		{"R_1aBx", "10.0.0.7", "2014-03-04 10:00:00", "2014-03-04 10:05:00", "North", north},
		{"R_2cDx", "10.0.0.8", "2014-03-04 11:00:00", "2014-03-04 11:05:00", "South", south},
		{"R_4gHx", "10.0.0.9", "2014-03-05 12:00:00", "2014-03-05 12:05:00", "South", third}},
		[]string{"R_1aBx Which depot?=North", "R_2cDx Which depot?=South", "R_4gHx Which depot?=South"}, "2 heading rows, 3 columns",
		"text = What would you change?; participant = ResponseID; attributes = Which depot?; left out: IPAddress, StartDate, EndDate"},
	{"SurveyMonkey", [][]string{{"Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "What would you change?", "Which depot?", ""},
		{"", "", "", "", "", "Open-Ended Response", "Response", "Other (please specify)"},
		{"11481", "9", "03/04/2024 10:00:00", "03/04/2024 10:05:00", "10.0.0.7", north, "North", ""},
		{"11482", "9", "03/04/2024 10:01:00", "03/04/2024 10:06:00", "10.0.0.8", south, "", "The old one"},
		{"11490", "9", "03/04/2024 10:02:00", "03/04/2024 10:07:00", "10.0.0.9", third, "South", ""}},
		[]string{"11481 Which depot?=North", "11482", "11490 Which depot?=South"}, "2 heading rows, 4 columns",
		"text = What would you change?, Which depot?: Other (please specify); participant = Respondent ID; attributes = Which depot?; left out: Collector ID, Start Date, End Date, IP Address"},
	{"Microsoft Forms", [][]string{{"ID", "Start time", "Completion time", "Email", "Name", "Which depot?", "What would you change?"},
		{"1", "3/4/24 10:00:00", "3/4/24 10:05:00", "anonymous", "", "North", north},
		{"2", "3/4/24 11:00:00", "3/4/24 11:05:00", "anonymous", "", "South", south},
		{"4", "3/5/24 11:00:00", "3/5/24 11:05:00", "anonymous", "", "South", third}},
		[]string{"1 Which depot?=North", "2 Which depot?=South", "4 Which depot?=South"}, "3 columns",
		"text = What would you change?; participant = ID; attributes = Which depot?; left out: Start time, Completion time, Email"},
	{"LimeSurvey", [][]string{{"id", "submitdate", "lastpage", "startlanguage", "seed", "token", "G01Q01. Which depot?", "G01Q02. What would you change?"},
		{"7", "2024-03-04 10:00:00", "2", "en", "1187", "", "North", north},
		{"9", "2024-03-04 11:00:00", "2", "en", "1188", "", "South", south},
		{"12", "2024-03-04 12:00:00", "2", "en", "1189", "", "South", third}},
		[]string{"7 G01Q01. Which depot?=North", "9 G01Q01. Which depot?=South", "12 G01Q01. Which depot?=South"}, "4 columns",
		"text = G01Q02. What would you change?; participant = id; attributes = G01Q01. Which depot?; left out: submitdate, lastpage, startlanguage, seed"},
	{"REDCap", [][]string{{"record_id", "redcap_event_name", "redcap_survey_identifier", "yard_timestamp", "depot", "change", "yard_complete"},
		{"K-01", "visit_1", "", "2024-03-04 10:00", "North", north, "2"},
		{"K-02", "visit_1", "", "2024-03-04 11:00", "South", south, "2"},
		{"K-01", "visit_2", "", "2024-04-04 10:00", "North", third, "2"}},
		[]string{"K-01 redcap_event_name=visit_1 depot=North", "K-02 redcap_event_name=visit_1 depot=South"}, "3 columns",
		"text = change; participant (2 respondents in 3 rows) = record_id; attributes = redcap_event_name, depot; left out: yard_timestamp, yard_complete"},
	{"a code in Finnish", [][]string{{"Tunniste", "Varikko", "Mitä muuttaisit pihalla?"}, {"K1x", "North", north}, {"", "", ""}, {"K2x", "South", south}, {"K4x", "South", third}},
		[]string{"K1x Varikko=North", "K2x Varikko=South", "K4x Varikko=South"}, "",
		"text = Mitä muuttaisit pihalla?; participant = Tunniste; attributes = Varikko"},
	{"nobody named", [][]string{{"Depot", "What would you change?"}, {"North", north}, {"", ""}, {"South", south}, {"North", ""}, {"South", third}},
		[]string{"Respondent 1 Depot=North", "Respondent 2 Depot=South", "Respondent 4 Depot=South"}, "1 wordless row",
		"text = What would you change?; attributes = Depot"},
}

// csvOf is a table as a spreadsheet writes it.
func csvOf(rows [][]string) string {
	var b strings.Builder
	for _, r := range rows {
		for i, v := range r {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString(`"` + strings.ReplaceAll(v, `"`, `""`) + `"`)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// workbook is a table as an .xlsx.
func workbook(t *testing.T, rows [][]string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for n, r := range rows {
		values := make([]any, len(r))
		for i, v := range r {
			if v != "" {
				values[i] = v
			}
		}
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", n+1), &values); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Each survey tool's table is read with its people and questions, from .csv and .xlsx.
func TestSurveyTools(t *testing.T) {
	for _, tt := range surveys {
		for file, text := range map[string]string{"s.csv": csvOf(tt.rows), "s.xlsx": workbook(t, tt.rows)} {
			t.Run(tt.name+" "+file, func(t *testing.T) {
				imports := readTable(t, file, text, intake.SurveyColumns{})
				if len(imports) != 1 {
					t.Fatalf("%d sources", len(imports))
				}
				i := imports[0]
				if diff := cmp.Diff(tt.people, peopleIn(i.People)); diff != "" {
					t.Errorf("people (-want +got)\n%s", diff)
				}
				if got := intake.LeftOutInShort(i.Document.LeftOut); got != tt.leftOut {
					t.Errorf("left out: %q, want %q", got, tt.leftOut)
				}
				if i.Columns != tt.columns {
					t.Errorf("columns:\n%s, want\n%s", i.Columns, tt.columns)
				}
				conserved(t, tt.rows, imports)
			})
		}
	}
}

func peopleIn(people []corpus.Person) (all []string) {
	for _, p := range people {
		text := p.Name
		for _, name := range []string{"redcap_event_name", "depot", "Depot", "Varikko", "Which depot?", "G01Q01. Which depot?"} {
			if v := p.Attributes[name]; v != "" {
				text += " " + name + "=" + v
			}
		}
		all = append(all, text)
	}
	return all
}

// conserved checks that each value below the first line of a table is in what came of it.
func conserved(t *testing.T, rows [][]string, imports []intake.Import) {
	t.Helper()
	var all strings.Builder
	for _, i := range imports {
		for _, turn := range i.Transcript.Turns {
			all.WriteString(corpus.FormatTime(turn.From) + "\n" + corpus.FormatTime(turn.To) + "\n")
		}
		for _, s := range i.Transcript.Speakers {
			all.WriteString(s.Label + "\n")
		}
		for _, p := range i.People {
			fmt.Fprintln(&all, p.Organisation, p.Case, p.Attributes)
		}
		for _, l := range i.Document.LeftOut {
			all.WriteString(l.Text + "\n")
		}
		fmt.Fprintln(&all, i.Document.Body, i.Facts)
	}
	for n, r := range rows[1:] {
		for _, v := range r {
			if !strings.Contains(all.String(), strings.TrimSpace(v)) {
				t.Errorf("row %d: %q is lost", n+2, v)
			}
		}
	}
}
