package intake_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// answerersOf are those who answer in sources that changes add, in order, with what is known of them; those who
// never speak come last, in brackets.
func answerersOf(changes []edit.Change) (all []string) {
	people := map[corpus.ParticipantID]corpus.Participant{}
	var order []corpus.ParticipantID
	for _, c := range changes {
		if put, ok := c.(edit.PutParticipant); ok {
			if _, there := people[put.Participant.ID]; !there {
				order = append(order, put.Participant.ID)
			}
			people[put.Participant.ID] = put.Participant
		}
	}
	said := func(p corpus.Participant) string { return fmt.Sprintf("%s Site=%s", p.Name, p.Attributes["Site"]) }
	speak := map[corpus.ParticipantID]bool{}
	for _, c := range changes {
		if add, ok := c.(edit.AddSource); ok {
			for _, s := range add.Transcript.Speakers {
				speak[s.Participant] = true
				all = append(all, said(people[s.Participant]))
			}
		}
	}
	for _, id := range order {
		if !speak[id] {
			all = append(all, "["+said(people[id])+"]")
		}
	}
	return all
}

const codedAnswers = "Code;Site;What changed?\nNM-01;North;The gate opens earlier now\nNM-02;North;More light near the tap\nSV-01;South;Nothing at all has changed\n"

// Who answers a survey under a code is one person, with what the table says of them, whatever the source is called
// and whoever gives it its name.
func TestRespondentsOfNamedSources(t *testing.T) {
	for _, tt := range []struct {
		name   string
		facts  intake.Facts
		list   string // of sources
		reader map[string]string
		each   string
		want   []string
	}{
		{name: "as its file", want: []string{"NM-01 (code) Site=North", "NM-02 (code) Site=North", "SV-01 (code) Site=South"}},
		{name: "by the person", facts: intake.Facts{Name: "survey1"},
			want: []string{"NM-01 (survey1) Site=North", "NM-02 (survey1) Site=North", "SV-01 (survey1) Site=South"}},
		{name: "by the list of sources", list: "file,name\ncode.csv,Wave 2\n",
			want: []string{"NM-01 (Wave 2) Site=North", "NM-02 (Wave 2) Site=North", "SV-01 (Wave 2) Site=South"}},
		{name: "by its folder", reader: map[string]string{"code.csv": "north code"},
			want: []string{"NM-01 (north code) Site=North", "NM-02 (north code) Site=North", "SV-01 (north code) Site=South"}},
		{name: "a source each", facts: intake.Facts{Name: "survey1"}, each: "source",
			want: []string{"NM-01 (survey1 NM-01) Site=North", "NM-02 (survey1 NM-02) Site=North", "SV-01 (survey1 SV-01) Site=South"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			b := intake.NewBatch(&coding.Study{}, func() string { n++; return fmt.Sprint(n) })
			b.Facts = tt.facts
			if tt.list != "" {
				table, err := format.ReadTable("sources.csv", []byte(tt.list))
				if err != nil {
					t.Fatal(err)
				}
				if b.List, err = intake.ReadSources("sources.csv", table); err != nil {
					t.Fatal(err)
				}
			}
			names := b.Names([]string{"code.csv"}, func(f string) string { return f })
			maps.Copy(names, tt.reader)
			r := intake.Reader{Format: &format.Reader{}, Names: names, Decisions: intake.Decisions{Columns: intake.SurveyColumns{Each: tt.each}}}
			imports, err := r.Read("code.csv", []byte(codedAnswers))
			if err != nil {
				t.Fatal(err)
			}
			p, ok := b.Plan(intake.File{Name: "code.csv", Named: true, Imports: imports})
			if !ok {
				t.Fatal(b.Outcome())
			}
			if diff := cmp.Diff(tt.want, answerersOf(p.Changes)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// toolsAbroad are tables of survey tools in other languages than English, or of tools whose columns say little:
// each has three rows of answers.
var toolsAbroad = []struct {
	name, text string
	people     []string
	columns    string
	leftOut    string
}{
	{"Qualtrics in German", "StartDate,Status,ResponseId,Q1\nStartdatum,Status,Antwort-ID,Was fehlt?\n" +
		`"{""ImportId"":""startDate""}","{""ImportId"":""status""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1_TEXT""}"` + "\n" +
		"2024-03-04 10:00:00,IP Address,R_1aB,Licht\n2024-03-04 11:00:00,IP Address,R_2cD,Ein Dach\n2024-03-04 11:30:00,IP Address,R_3x,Nichts\n",
		[]string{"R_1aB", "R_2cD", "R_3x"}, "text = Was fehlt?; participant = Antwort-ID; left out: StartDate, Status", "3 heading rows, 2 columns"},
	{"Qualtrics in French without identifiers", "StartDate,Progress,ResponseId,Q1\nDate de début,Progression,Identifiant de réponse,Que manque-t-il dans la cour ?\n" +
		"2024-03-04 10:00:00,100,R_1aB,La lumière près de l'eau\n2024-03-04 11:00:00,100,R_2cD,Un toit pour la laverie\n2024-03-04 11:30:00,90,R_3xE,Rien du tout je crois\n",
		[]string{"R_1aB", "R_2cD", "R_3xE"},
		"text = Que manque-t-il dans la cour ?; participant = Identifiant de réponse; left out: StartDate, Progress", "2 heading rows, 2 columns"},
	{"SurveyMonkey in German", "Teilnehmer-ID,Collector-ID,Startdatum,Was fehlt am Hof?,Sonstiges?\n,,,Beantwortung mit offenem Ende,Beantwortung mit offenem Ende\n" +
		"118,42,04.03.2024 10:00:01,Licht,Nein\n119,42,04.03.2024 10:00:02,Ein Dach,\n120,42,04.03.2024 10:00:03,Nichts,Danke\n",
		[]string{"118", "119", "120"}, "text = Was fehlt am Hof?, Sonstiges?; participant = Teilnehmer-ID; left out: Collector-ID, Startdatum", "2 heading rows, 2 columns"},
	{"SurveyMonkey in Spanish", "Respondent ID,Collector ID,Fecha de inicio,¿Qué falta en el patio?,¿Cuál?,\n,,,Respuesta libre,Norte,Otra (indique)\n" +
		"118,42,04/03/2024 10:00,Luz,Norte,\n119,42,04/03/2024 10:01,Un techo para la lavandería,,\n120,42,04/03/2024 10:02,Nada,,La vieja que está detrás\n",
		[]string{"118", "119", "120"}, "text = ¿Qué falta en el patio?, ¿Cuál?: Otra (indique); participant = Respondent ID; attributes = Fecha de inicio, ¿Cuál?: Norte; " +
			"left out: Collector ID", "2 heading rows, 1 column"},
	{"SoSci Survey", "CASE;SERIAL;REF;QUESTNNR;MODE;STARTED;A101_01\nInterview-Nummer;Personenkennung;Referenz;Fragebogen;Interview-Modus;Zeitpunkt des Beginns;Was fehlt am Hof?\n" +
		"12;;;base;interview;2024-03-04 10:00:00;Licht am Wasser\n15;;;base;interview;2024-03-04 11:00:00;Ein Dach für alle\n17;;;base;interview;2024-03-04 12:00:00;Gar nichts\n",
		[]string{"12", "15", "17"}, "text = Was fehlt am Hof?; participant = Interview-Nummer; left out: Fragebogen, Interview-Modus, Zeitpunkt des Beginns", "2 heading rows, 3 columns"},
	{"SoSci Survey without wording", "CASE,QUESTNNR,STARTED,A101_01\n12,base,2024-03-04 10:00:00,Licht am Wasser und am Tor\n15,base,2024-03-04 11:00:00,Ein Dach für alle dort\n" +
		"17,base,2024-03-04 12:00:00,Gar nichts fehlt mir hier\n",
		[]string{"12", "15", "17"}, "text = A101_01; participant = CASE; left out: QUESTNNR, STARTED", "2 columns"},
	{"REDCap with labels", "record_id,redcap_survey_identifier,yard_change,yard_other\nRecord ID,Survey Identifier,What is missing?,Other remarks\n" +
		"1,,The gate should open earlier,None at all\n2,,More light near the tap,\n3,,A roof for the laundry,Thanks for asking us\n",
		[]string{"1", "2", "3"}, "text = What is missing?; participant = record_id; attributes = Other remarks", "2 heading rows"},
	{"a code beside a number", "Case number,Teilnehmendencode,Begründung\n1,AB12,weil der Weg zu weit ist\n2,CD34,weil niemand bezahlt hat\n3,EF56,es gab keine Leute\n",
		[]string{"AB12", "CD34", "EF56"}, "text = Begründung; participant = Teilnehmendencode; attributes = Case number", ""},
	{"one person in two rows", "PID,Gender,Comment\n7,f,The gate opens earlier now\n7,f,It is also wider than before\n9,m,Nothing at all has changed\n",
		[]string{"7", "9"}, "text = Comment; participant (2 respondents in 3 rows) = PID; attributes = Gender", ""},
	{"Google Forms", "Timestamp,Email Address,What changed here?\n2024/03/04 10:00:00 am GMT+1,p@example.org,The gate opens earlier\n" +
		"2024/03/04 11:00:00 am GMT+1,q@example.org,More light near the tap\n2024/03/04 12:00:00 pm GMT+1,r@example.org,Nothing\n",
		[]string{"p@example.org", "q@example.org", "r@example.org"}, "text = What changed here?; participant = Email Address; left out: Timestamp", "1 column"},
	{"Google Forms with names", "Zeitstempel,E-Mail-Adresse,Ihr Name,Was fehlt am Hof?\n04.03.2024 10:00:00,p@example.org,Petra Vogt,Das Tor ist zu eng\n" +
		"04.03.2024 11:00:00,q@example.org,Kai Lund,Licht am Wasser\n04.03.2024 12:00:00,r@example.org,Ute Roe,Nichts\n",
		[]string{"Petra Vogt", "Kai Lund", "Ute Roe"}, "text = Was fehlt am Hof?; participant = Ihr Name, E-Mail-Adresse; left out: Zeitstempel", "1 column"},
}

// What survey tools write in whatever language is one source of those who answer; no heading is a respondent.
func TestSurveyToolsAbroad(t *testing.T) {
	for _, tt := range toolsAbroad {
		t.Run(tt.name, func(t *testing.T) {
			imports := readTable(t, "s.csv", tt.text, intake.SurveyColumns{})
			if len(imports) != 1 {
				t.Fatalf("%d sources", len(imports))
			}
			i := imports[0]
			var people []string
			for _, p := range i.People {
				people = append(people, p.Name)
			}
			if diff := cmp.Diff(tt.people, people); diff != "" {
				t.Errorf("people (-want +got)\n%s", diff)
			}
			if got := intake.LeftOutInShort(i.Document.LeftOut); got != tt.leftOut {
				t.Errorf("left out: %q, want %q", got, tt.leftOut)
			}
			if i.Columns != tt.columns {
				t.Errorf("columns:\n%s, want\n%s", i.Columns, tt.columns)
			}
		})
	}
}

// The first answers are no headings, though they are of another kind than those below, or lack what the others have.
func TestFirstRowsThatAreAnswers(t *testing.T) {
	for name, text := range map[string]string{
		"an age that is unknown":      "Who,Age,Years here,Answer\nRoe,none of yours,12,We left before it rained at all\nPenn,31,2,It rained on all of us again\nLund,44,9,Nobody came back to tell us\n",
		"the first alone says more":   "Who,Age,Site,More,Answer\nRoe,mine,North,nothing,We left before it rained at all\nPenn,31,South,,It rained on all of us again\nLund,44,South,,Nobody came back to tell us\n",
		"a row without an age":        "Who,Age,Answer\nRoe,,We left before it rained at all\nPenn,31,It rained on all of us again\nLund,44,Nobody came back to tell us\n",
		"a row without name and site": "Who,Site,Answer\n,,We left before it rained at all and then we came back to it.\nPenn,North,It rained on all of us again\nLund,South,Nobody came back to tell us\n",
	} {
		t.Run(name, func(t *testing.T) {
			i := readTable(t, "s.csv", text, intake.SurveyColumns{})[0]
			if len(i.People) != 3 || len(i.Document.LeftOut) > 0 {
				t.Errorf("%v, left out %v", i.People, i.Document.LeftOut)
			}
		})
	}
}

// Numbers of respondents are near each other without being mistakes.
func TestNumbersOfRespondentsAreNoTypos(t *testing.T) {
	n := 0
	b := intake.NewBatch(&coding.Study{}, func() string { n++; return fmt.Sprint(n) })
	imports := readTable(t, "s.csv", "PID,Comment\n118,The gate opens earlier now\n118,It is wider than before\n119,Nothing at all has changed\n", intake.SurveyColumns{})
	p, ok := b.Plan(intake.File{Name: "s.csv", Named: true, Imports: imports})
	if !ok {
		t.Fatal(b.Outcome())
	}
	b.Done(p)
	want := []intake.Remark{{File: "s.csv", Reason: "columns: text = Comment; participant (2 respondents in 3 rows) = PID"}}
	if diff := cmp.Diff(want, b.Outcome().Notes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The one new row of a table that was imported before has a name like the others.
func TestNewRowOfANamedTable(t *testing.T) {
	n := 0
	newID := func() string { n++; return fmt.Sprint(n) }
	bodies := map[corpus.TextID]string{}
	s := &coding.Study{}
	want := [][]string{{"Wave 2 NM-01", "Wave 2 NM-02", "Wave 2 SV-01"}, {"Wave 2 SV-02"}}
	for round, text := range []string{codedAnswers, codedAnswers + "SV-02;South;Nobody came here\n"} {
		b := intake.NewBatch(s, newID)
		b.Facts = intake.Facts{Name: "Wave 2"}
		b.Kept.Body = func(id corpus.TextID) (string, error) { return bodies[id], nil }
		b.Kept.Place = func(file string) string { return "/" + file }
		r := intake.Reader{Format: &format.Reader{}, Names: b.Names([]string{"code.csv"}, func(f string) string { return f }),
			Decisions: intake.Decisions{Columns: intake.SurveyColumns{Each: "source"}}}
		imports, err := r.Read("code.csv", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		p, ok := b.Plan(intake.File{Name: "code.csv", Named: true, Imports: imports})
		if !ok {
			t.Fatal(b.Outcome())
		}
		var names []string
		for _, add := range p.Sources {
			names = append(names, add.Source.Name)
			bodies[add.Text.ID] = add.Text.Body
			src := add.Source
			src.Text = add.Text.ID
			s.Sources = append(s.Sources, &src)
		}
		if diff := cmp.Diff(want[round], names); diff != "" {
			t.Errorf("round %d (-want +got)\n%s", round+1, diff)
		}
	}
}
