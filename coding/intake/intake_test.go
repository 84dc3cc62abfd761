package intake

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/edit"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

func TestTables(t *testing.T) {
	table := func(text string) corpus.Table {
		table, err := format.ReadTable("a.csv", []byte(text))
		if err != nil && !errors.Is(err, format.ErrEmpty) {
			t.Fatal(err)
		}
		return table
	}
	list, err := ReadSources("s.csv", table("\"File\"\tTYPE\tdate\tMy Phase\nin/a.txt\tSite visit\t2019\tbuild\n.\\b.txt\t\t\t\n"))
	if err != nil {
		t.Fatal(err)
	}
	f, name, ok := list.For("home/me/in/a.txt")
	want := Facts{Type: corpus.TypeSiteVisit, Date: "2019", Attributes: map[string]string{"My Phase": "build"}}
	if diff := cmp.Diff(want, f); diff != "" || name != "in/a.txt" || !ok {
		t.Error(name, ok, diff)
	}
	if _, _, ok := list.For("other/b.txt"); !ok {
		t.Error("b.txt is listed")
	}
	if _, _, ok := list.For("home/a.txt"); ok {
		t.Error("another a.txt is not the one listed")
	}
	people, err := ReadParticipants("p.csv", table("name,aliases,role\r\n\"Roe, Anna\",AR; Anna ,chief\r\n"))
	if diff := cmp.Diff([]corpus.Person{{Name: "Roe, Anna", Role: "chief", Aliases: []string{"AR", "Anna"}}}, people); diff != "" || err != nil {
		t.Error(err, diff)
	}
	for _, bad := range []string{"", "name", "file,file\na,b\n", "file\na\na\n", "file,name\n,x\n"} {
		if _, err := ReadSources("s.csv", table(bad)); !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), "s.csv") {
			t.Errorf("ReadSources(%q): %v, want %v with the file's name", bad, err, coding.ErrInvalid)
		}
	}
}

func FuzzTables(f *testing.F) {
	f.Add("file,name,type,date\na.txt,A,interview,2019\n")
	f.Add("source;theme;quote;turns;start;end\na;T;q;1-2;3;4\n")
	f.Add("name\taliases\nA\tB;C\n")
	f.Add("timestamp,who,words\n[00:03],IH:,Where are we?\n,PV:,In the yard\n0:09 - 0:12,IH:,And who paid?\n")
	f.Add("0.000000\t1.500000\tIH: Where are we?\n2.000000\t3.500000\tPV: In the yard\n")
	f.Add("Begin Time\tEnd Time\tIH\tPV\n00:00:01:12\t00:00:02:12\tWhere are we?\t\n00:00:03:00\t00:00:04:00\t\tIn the yard\n")
	f.Add("ResponseId,Q1\nResponse ID,What would you change?\n\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_TEXT\"\"}\"\nR_1,More time\n")
	f.Add("ID,Why?,,\n,Open-Ended Response,Roof,Other (please specify)\n1,More time,Roof,\n2,,,A key\n")
	f.Fuzz(func(t *testing.T, text string) {
		s := codingtest.Codebook()
		table, err := format.ReadTable("f.csv", []byte(text))
		if err != nil {
			return
		}
		ReadSources("f", table)
		ReadParticipants("f", table)
		answers, err := ReadSurvey("f", table, SurveyColumns{})
		if err != nil && !errors.Is(err, coding.ErrInvalid) {
			t.Fatal(err)
		}
		if a, ok := ReadTalk(table, SurveyColumns{}); ok {
			answers = append(answers, a)
		}
		for _, a := range answers {
			text := corpus.Text{Body: a.Document.Body}
			for _, b := range a.Document.Blocks {
				if err := text.Check(b.Span); err != nil || b.Label > b.Span.Len() {
					t.Fatalf("block %+v: %v", b, err)
				}
			}
		}
		rows, _, err := ReadCodings(s, "f", table, nil)
		if err != nil && !errors.Is(err, coding.ErrInvalid) {
			t.Fatal(err)
		}
		for _, r := range rows {
			tagger := Tagger{Study: s, Texts: noTexts{}, NewID: func() string { return "id" }, Create: true}
			tagger.Tag(context.Background(), r)
		}
	})
}

// A theme's cell is one theme, whether or not the study has it and whatever its
// name is made of; only another program's table can hold several.
func TestThemeOfACell(t *testing.T) {
	s := codingtest.Codebook()
	first, second := s.Path(s.Themes[0].ID), s.Path(s.Themes[1].ID)
	for _, tt := range []struct {
		name, head, cell string
		want             []string
	}{
		{"a comma", "source,theme,turns", "Pay, terms", []string{"Pay, terms"}},
		{"two themes of the study", "source,theme,turns", first + ", " + second, []string{first + ", " + second}},
		{"a backslash", "source,theme,turns", `Pay\, terms`, []string{`Pay\, terms`}},
		{"another program's comma", "document,tag,content", "Pay, terms", []string{"Pay, terms"}},
		{"another program's lines", "document,codes,content", "Pay, terms\nTrust", []string{"Pay, terms", "Trust"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			row := corpus.Row{Line: 2, Values: []string{s.Sources[0].Name, tt.cell, "1"}}
			rows, bad, err := ReadCodings(s, "f.csv", corpus.Table{Columns: strings.Split(tt.head, ","), Rows: []corpus.Row{row}}, nil)
			if err != nil || len(bad) > 0 {
				t.Fatal(err, bad)
			}
			var got []string
			for _, c := range rows {
				got = append(got, c.Themes...)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

type noTexts struct{}

func (noTexts) Text(context.Context, corpus.TextID) (corpus.Text, error) {
	return corpus.Text{Body: "some words, and more\n\nof them"}, nil
}

func TestIntakeKeepsPeopleApart(t *testing.T) {
	n := 0
	in := NewIntake(coding.NewStudy(coding.Study{}), func() string { n++; return fmt.Sprint("id", n) })
	in.People([]corpus.Person{{Name: "Roe", Aliases: []string{"AR"}, Organisation: "Northmoor"}, {Name: "P1"}})
	add := func(file string, labels ...string) edit.AddSource {
		t.Helper()
		var tr corpus.Transcript
		for _, l := range labels {
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: l})
		}
		a, _, err := in.Add(Import{File: file, Data: []byte(file), Document: corpus.Document{Body: "x"}, Transcript: tr})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a, b := add("a.txt", "Roe", "Interviewee", "P1", "Int."), add("b.txt", "ar", "Interviewee", "P1", "int.")
	who := func(s edit.AddSource, i int) corpus.ParticipantID { return s.Transcript.Speakers[i].Participant }
	if who(a, 0) != who(b, 0) {
		t.Error("a name and its alias are one person")
	}
	if who(a, 1) == who(b, 1) {
		t.Error("an interviewee is another person in another interview")
	}
	if who(a, 2) != who(b, 2) {
		t.Error("P1 is one person where a list names P1")
	}
	if who(a, 3) != who(b, 3) {
		t.Error("one interviewer")
	}
	if _, _, err := in.Add(Import{File: "b.md", Data: []byte("other"), Document: corpus.Document{Body: "y"}}); !errors.Is(err, coding.ErrConflict) || coding.Hint(err) == "" {
		t.Errorf("a second source b: %v, want %v and a hint", err, coding.ErrConflict)
	}
	if in.Already([]byte("a.txt")) != "a" {
		t.Error("the same bytes are known by what they were called")
	}
}
