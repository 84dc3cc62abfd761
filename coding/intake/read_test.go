package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

const answers = `Respondent,Service,Case,Submitted,Years,What made you take part?,What should change?
Anna Roe,Northmoor Police,Records,2018-07-02,21,"Money, mostly. We had lost a third.","Less paper, more people, please."
James Thorne,Aldenshire Fire,Control room,,9,"Nobody asked me, to be honest",
P3,,,,14,,The name over the door.
Nobody,,,,,,
`

// plain is the same without what makes sources of its lines.
const plain = `name,answer
Anna Roe,We had lost a third of it
,Nobody has ever asked me that
`

// lines describe imports: name, facts and turns.
func lines(imports []intake.Import) (all []string) {
	for _, i := range imports {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s|%s|%s|%s|%s", i.Facts.Name, i.Facts.Type, i.Facts.Case, i.Facts.Organisation, i.Facts.Date)))
		for _, t := range i.Transcript.Turns {
			who := "-"
			if t.Speaker >= 0 {
				who = i.Transcript.Speakers[t.Speaker].Label
			}
			all = append(all, " "+who+": "+i.Document.Body[t.Body:t.End])
		}
	}
	return all
}

// What a file brings: a document with who speaks in it, or a survey's sources.
func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, file, body string
		reader           intake.Reader
		want             []string
		err              string
	}{
		{name: "a transcript", file: "in/a.txt", body: "Roe: We waited.\n\nPenn: For a year.\n\nRoe: Yes.\n",
			want: []string{"||||", " Roe: We waited.", " Penn: For a year.", " Roe: Yes."}},
		{name: "the layout is said", file: "a.txt", body: "Roe: We waited.\n\nPenn: For a year.\n", reader: intake.Reader{Decisions: intake.Decisions{Layout: "plain"}},
			want: []string{"||||", " -: Roe: We waited.", " -: Penn: For a year."}},
		{name: "the encoding is said", file: "a.txt", body: "caf\xe9", reader: intake.Reader{Decisions: intake.Decisions{Encoding: "windows-1252", Layout: "plain"}}, want: []string{"||||", " -: café"}},
		{name: "a survey whose lines are sources", file: "in/s.csv", body: answers, want: []string{
			"s Anna Roe|survey|Records|Northmoor Police|2018-07-02", " Anna Roe: Money, mostly. We had lost a third.", " Anna Roe: Less paper, more people, please.",
			"s James Thorne|survey|Control room|Aldenshire Fire|", " James Thorne: Nobody asked me, to be honest",
			"s P3|survey|||", " P3: The name over the door."}},
		{name: "a survey whose lines are turns", file: "s.csv", body: answers, reader: intake.Reader{Decisions: intake.Decisions{Columns: intake.SurveyColumns{Each: "turn"}}}, want: []string{
			"s|survey|||", " Anna Roe: Money, mostly. We had lost a third.", " Anna Roe: Less paper, more people, please.", " James Thorne: Nobody asked me, to be honest", " P3: The name over the door."}},
		{name: "a survey without more", file: "s.csv", body: plain, reader: intake.Reader{Decisions: intake.Decisions{Layout: "plain"}}, // which is of other files
			want: []string{"s|survey|||", " Anna Roe: We had lost a third of it", " Respondent 2: Nobody has ever asked me that"}},
		{name: "a column is said", file: "s.csv", body: answers, reader: intake.Reader{Decisions: intake.Decisions{Columns: intake.SurveyColumns{Each: "turn", Text: []string{"what should change?"}, Attributes: []string{"Years"}}}}, want: []string{
			"s|survey|||", " Anna Roe: Less paper, more people, please.", " P3: The name over the door."}},
		{name: "names of their own", file: "s.csv", body: "id,answer\n7,We had lost a third of it\n7,Nobody has asked me ever\n", reader: intake.Reader{Decisions: intake.Decisions{Columns: intake.SurveyColumns{Each: "source", Name: "ID"}}},
			want: []string{"7|survey|||", " Respondent 1: We had lost a third of it", "7 (2)|survey|||", " Respondent 2: Nobody has asked me ever"}},
		{name: "no such column", file: "s.csv", body: plain, reader: intake.Reader{Decisions: intake.Decisions{Columns: intake.SurveyColumns{Participant: "who"}}}, err: `no column "who"`},
		{name: "no such column of answers", file: "s.csv", body: plain, reader: intake.Reader{Decisions: intake.Decisions{Columns: intake.SurveyColumns{Text: []string{"words"}}}}, err: `no column "words"`},
		{name: "no such attribute", file: "s.csv", body: plain, reader: intake.Reader{Decisions: intake.Decisions{Columns: intake.SurveyColumns{Attributes: []string{"age"}}}}, err: `no column "age"`},
		{name: "no answers", file: "s.csv", body: "name,answer\nRoe,\n", err: `no answers in "answer"`},
		{name: "no column of answers", file: "s.csv", body: "a,b\n1,2\n", err: "no column looks like answers"},
		{name: "lines of a third kind", file: "s.csv", body: plain, reader: intake.Reader{Decisions: intake.Decisions{Columns: intake.SurveyColumns{Each: "line"}}}, err: `each line is "line"`},
		{name: "a table of codings", file: "c.csv", body: "source,theme\na,b\n", err: "no transcript but a table of codings: crosscase tag --from"},
		{name: "a table of sources", file: "c.csv", body: "file,type\na,b\n", err: "no transcript but a table of sources: crosscase import --sources"},
		{name: "a table of participants", file: "c.csv", body: "name,role\na,b\n", err: "no transcript but a table of participants: crosscase import --participants"},
		{name: "a table of names", file: "c.csv", body: "name,pseudonym\na,b\n", err: "no transcript but a table of names: crosscase pseudonymise --names"},
		{name: "a damaged table", file: "c.xlsx", body: "no", err: "damaged"},
		{name: "a damaged document", file: "c.docx", body: "no", err: "damaged"},
		{name: "nobody is marked so", file: "a.txt", body: "Roe: We waited.", reader: intake.Reader{Decisions: intake.Decisions{Layout: "trint"}}, err: `layout "trint": nobody is marked in that way`},
		{name: "no such encoding", file: "a.txt", body: "a", reader: intake.Reader{Decisions: intake.Decisions{Encoding: "ebcdic"}}, err: `encoding "ebcdic": unknown`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.reader.Format = &format.Reader{}
			got, err := tt.reader.Read(tt.file, []byte(tt.body))
			if tt.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tt.err) {
					t.Errorf("%v, want %q", err, tt.err)
				}
				return
			}
			if diff := cmp.Diff(tt.want, lines(got)); diff != "" || err != nil {
				t.Errorf("%v (-want +got)\n%s", err, diff)
			}
		})
	}
}

// Who answers a survey is known with what the table says of them.
func TestPeopleOfASurvey(t *testing.T) {
	reader := intake.Reader{Format: &format.Reader{}, Decisions: intake.Decisions{Columns: intake.SurveyColumns{Each: "turn"}}}
	imports, err := reader.Read("s.csv", []byte(answers))
	if err != nil {
		t.Fatal(err)
	}
	want := []corpus.Person{
		{Name: "Anna Roe", Organisation: "Northmoor Police", Case: "Records", Attributes: map[string]string{"Years": "21"}},
		{Name: "James Thorne", Organisation: "Aldenshire Fire", Case: "Control room", Attributes: map[string]string{"Years": "9"}},
		{Name: "P3", Attributes: map[string]string{"Years": "14"}},
	}
	if diff := cmp.Diff(want, imports[0].People); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestParseColumns(t *testing.T) {
	got, err := intake.ParseColumns([]string{"text=A", "Text = B", "participant=P", "organization=O", "case=C", "date=D", "name=N", "attribute=X", "attribute=Y"})
	want := intake.SurveyColumns{Text: []string{"A", "B"}, Participant: "P", Organisation: "O", Case: "C", Date: "D", Name: "N", Attributes: []string{"X", "Y"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	for _, bad := range []string{"A", "text=", "colour=A"} {
		if _, err := intake.ParseColumns([]string{bad}); !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), fmt.Sprintf("column %q", bad)) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	names, err := intake.ParseColumnNames([]string{"source=Document", "Quote = Segment"})
	if diff := cmp.Diff(map[string]string{"source": "Document", "quote": "Segment"}, names); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	for _, bad := range []string{"A", "source=", "colour=A"} {
		if _, err := intake.ParseColumnNames([]string{bad}); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestChecks(t *testing.T) {
	for name, check := range map[string]func(string) error{"encoding": intake.CheckEncoding, "layout": intake.CheckLayout} {
		for _, good := range []string{"", map[string]string{"encoding": "windows-1252", "layout": "colon"}[name]} {
			if err := check(good); err != nil {
				t.Errorf("%s %q: %v", name, good, err)
			}
		}
		if err := check("nonsense"); !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), name+` "nonsense"`) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What an editor leaves of a text: who speaks is read from the text where it was before,
// else speakers and times go along with their words.
func TestReadCorrected(t *testing.T) {
	reader := intake.Reader{Format: &format.Reader{}}
	was := func(file, body string) (corpus.Text, *corpus.Transcript) {
		i, err := reader.Read(file, []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		return corpus.Text{Body: i[0].Document.Body}, &i[0].Transcript
	}
	for _, tt := range []struct{ name, file, old, edited, want string }{
		{"a label is corrected", "a.txt", "Ro: We waited.\n\nPenn: For a year.\n\nRo: Yes.\n", "Roe: We waited.\n\nPenn: For a year.\n\nRoe: Yes.\n", "|||| Roe: We waited. Penn: For a year. Roe: Yes."},
		{"speakers are not marked any more", "a.txt", "Roe: We waited.\n\nPenn: For a year.\n", "We waited.\n\nFor a year.\n", "|||| -: We waited. -: For a year."},
		{"subtitles", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Roe>We wated.\n\n00:02.000 --> 00:03.000\n<v Penn>For a year.\n", "We waited.\n\nFor a year.\n", "|||| Roe: We waited. Penn: For a year."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old, tr := was(tt.file, tt.old)
			got, err := reader.ReadCorrected("edited.txt", []byte(tt.edited), old, tr)
			if s := strings.Join(lines([]intake.Import{got}), ""); err != nil || s != tt.want {
				t.Errorf("%v, %q, want %q", err, s, tt.want)
			}
		})
	}
	old, tr := was("a.txt", "Roe: We waited.\n")
	if _, err := reader.ReadCorrected("a.txt", []byte(" "), old, tr); !errors.Is(err, format.ErrEmpty) {
		t.Errorf("nothing is left: %v", err)
	}
}
