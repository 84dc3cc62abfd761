package coding

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
	"crosscase/corpus/format"
)

// room is a study of one meeting between two organisations, one document and one
// set of field notes. Its turns, by bytes: 0-10 Roe (Northmoor), 10-20 Penn
// (Aldenshire), 20-30 the interviewer, 30-40 a visitor without organisation,
// 40-50 a heading.
func room(change func(*Study)) *Study {
	turn := func(start, speaker int) corpus.Turn {
		return corpus.Turn{Start: start, Body: start + 2, End: start + 10, Speaker: speaker}
	}
	words := func(n int) (w []int32) {
		for i := range n {
			w = append(w, int32(2*i))
		}
		return w
	}
	s := Study{
		Cases: []*corpus.CaseStudy{{ID: "one", Name: "One"}, {ID: "two", Name: "Two"}},
		Organisations: []*corpus.Organisation{{ID: "N", Name: "Northmoor", Cases: []corpus.CaseID{"one"}},
			{ID: "A", Name: "Aldenshire", Cases: []corpus.CaseID{"one", "two"}}, {ID: "S", Name: "Southvale", Cases: []corpus.CaseID{"two"}}},
		Participants: []*corpus.Participant{{ID: "roe", Name: "Roe", Organisation: "N"}, {ID: "penn", Name: "Penn", Organisation: "A"},
			{ID: "int", Name: "Interviewer", Role: corpus.Researcher}, {ID: "guest", Name: "Guest"}},
		Sources: []*corpus.Source{{ID: "meeting", Name: "meeting", Text: "meeting"}, {ID: "paper", Name: "paper", Text: "paper", Organisation: "S"},
			{ID: "notes", Name: "notes", Text: "notes", Organisation: "S"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{
			"meeting": {Speakers: []corpus.Speaker{{Participant: "roe"}, {Participant: "penn"}, {Participant: "int"}, {Participant: "guest"}},
				Turns: []corpus.Turn{turn(0, 0), turn(10, 1), turn(20, 2), turn(30, 3), turn(40, -1)}, Words: words(25)},
			"paper": {Turns: []corpus.Turn{turn(0, -1), turn(10, -1)}, Words: words(10)},
			"notes": {Speakers: []corpus.Speaker{{Participant: "int"}}, Turns: []corpus.Turn{turn(0, 0)}, Words: words(5)},
		},
		Coders: []*Coder{{ID: "x", Name: "X"}},
		Themes: []*Theme{{ID: "t", Name: "Trust"}},
	}
	if change != nil {
		change(&s)
	}
	return NewStudy(s)
}

// Design, section 3, case by case.
func TestWhoAPassageCountsFor(t *testing.T) {
	owned := func(s *Study) { s.Sources[0].Organisation = "S" }
	cased := func(s *Study) { s.Sources[0].Case = "two" }
	tests := []struct {
		name       string
		change     func(*Study)
		source     corpus.TextID
		start, end int
		straddle   Straddle
		want       string // organisation/case by participant
		straddles  bool
	}{
		{"one speaker", nil, "meeting", 2, 9, "", "Roe:Northmoor/One", false},
		{"a label is its speaker's", nil, "meeting", 0, 1, "", "Roe:Northmoor/One", false},
		{"two organisations, one of them in two cases", nil, "meeting", 5, 15, "", "Roe:Northmoor/- Penn:Aldenshire/-", true},
		{"the source's case goes before", cased, "meeting", 5, 15, "", "Roe:Northmoor/Two Penn:Aldenshire/Two", true},
		{"majority", cased, "meeting", 8, 20, StraddleMajority, "Penn:Aldenshire/Two", true},
		{"majority of equals: who speaks first", cased, "meeting", 6, 16, StraddleMajority, "Roe:Northmoor/Two", true},
		{"a question is left out", nil, "meeting", 2, 30, StraddleMajority, "Roe:Northmoor/One", true},
		{"a question alone is nobody's", owned, "meeting", 22, 29, "", "-:-/-", false},
		{"question and answer", owned, "meeting", 22, 39, "", "Guest:Southvale/Two", false},
		{"a guest among organisations speaks for none", nil, "meeting", 15, 39, "", "Penn:Aldenshire/- Guest:x/x", false},
		{"a guest alone, nobody's source", nil, "meeting", 32, 39, "", "Guest:-/-", false},
		{"a heading, nobody's source", nil, "meeting", 42, 49, "", "-:-/-", false},
		{"a heading in somebody's source", owned, "meeting", 42, 49, "", "-:Southvale/Two", false},
		{"a document", nil, "paper", 2, 15, "", "-:Southvale/Two", false},
		{"field notes", nil, "notes", 2, 9, "", "-:Southvale/Two", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := room(tt.change)
			source := at(s.sourceOf, tt.source)
			a := s.attribute(nil, source, corpus.Span{Start: tt.start, End: tt.end}, tt.straddle)
			var got []string
			for _, v := range a.voices {
				who, org, c := "-", "-", "-"
				if v.Participant >= 0 {
					who = s.Participants[v.Participant].Name
				}
				switch {
				case v.Organisation >= 0:
					org = s.Organisations[v.Organisation].Name
				case v.Organisation == Absent:
					org = "x"
				}
				switch {
				case v.Case >= 0:
					c = s.Cases[v.Case].Name
				case v.Case == Absent:
					c = "x"
				}
				got = append(got, fmt.Sprintf("%s:%s/%s", who, org, c))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
			if a.straddles != tt.straddles {
				t.Errorf("straddles: %v, want %v", a.straddles, tt.straddles)
			}
		})
	}
}

func codebook() *Study {
	return NewStudy(Study{
		Themes: []*Theme{{ID: "1", Name: "Motivation"}, {ID: "2", Name: "Savings", Parent: "1", Position: 1}, {ID: "3", Name: "Pressure", Parent: "1"},
			{ID: "4", Name: "Cost", Position: 1}, {ID: "5", Name: "Savings", Parent: "4"}, {ID: "6", Name: "Trust", Position: 2}},
		Sources: []*corpus.Source{{ID: "s", Name: "int-03", File: "roe.docx"}},
	})
}

func TestFindTheme(t *testing.T) {
	s := codebook()
	var order []string
	for _, x := range s.Themes {
		order = append(order, s.Path(x.ID))
	}
	if diff := cmp.Diff([]string{"Motivation", "Motivation > Pressure", "Motivation > Savings", "Cost", "Cost > Savings", "Trust"}, order); diff != "" {
		t.Error(diff)
	}
	tests := []struct{ path, want, says, hint string }{
		{"Trust", "Trust", "", ""},
		{"trust", "Trust", "", ""},
		{"Pressure", "Motivation > Pressure", "", ""},
		{"motivation>savings", "Motivation > Savings", "", ""},
		{"Savings", "", "2 themes are called so", `"Motivation > Savings" or "Cost > Savings"`},
		{"Motivaton", "", `theme "Motivaton": unknown`, `did you mean "Motivation"?`},
		{"Zzz", "", "unknown", "crosscase theme list"},
	}
	for _, tt := range tests {
		x, err := s.FindTheme(tt.path)
		if tt.says == "" {
			if err != nil || s.Path(x.ID) != tt.want {
				t.Errorf("FindTheme(%q): %v, want %q", tt.path, err, tt.want)
			}
			continue
		}
		if !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), tt.says) || !strings.Contains(Hint(err), tt.hint) {
			t.Errorf("FindTheme(%q): %v (%s), want %q (%s)", tt.path, err, Hint(err), tt.says, tt.hint)
		}
	}
	if src, err := s.FindSource("ROE.docx"); err != nil || src.Name != "int-03" {
		t.Errorf("a source is found by its file, too: %v", err)
	}
}

// Themes whose parents go round in a ring are still there.
func TestRing(t *testing.T) {
	s := NewStudy(Study{Themes: []*Theme{{ID: "a", Name: "A", Parent: "b"}, {ID: "b", Name: "B", Parent: "a"}, {ID: "c", Name: "C", Parent: "gone"}}})
	if len(s.Themes) != 3 {
		t.Errorf("%d themes, want 3", len(s.Themes))
	}
}

func TestNearest(t *testing.T) {
	known := []string{"Motivation", "Reputation", "Trust", "Motivation > Trust", "Northmoor Police"}
	tests := map[string][]string{
		"Motvation": {"Motivation"}, "Turst": {"Trust"}, "trus": {"Trust", "Motivation > Trust"}, "x": nil, "": nil, "Repuattion": {"Reputation"},
		"Norhtmoor": {"Northmoor Police"},
	}
	for name, want := range tests {
		if diff := cmp.Diff(want, Nearest(name, known)); diff != "" {
			t.Errorf("Nearest(%q):\n%s", name, diff)
		}
	}
}

func TestCheckName(t *testing.T) {
	for _, name := range []string{"", " ", " a", "a\n", "a\x1b[31m", "(none)", strings.Repeat("a", MaxName+1), "a\xff"} {
		if err := CheckName("theme", name); !errors.Is(err, ErrInvalid) {
			t.Errorf("CheckName(%q) = %v, want %v", name, err, ErrInvalid)
		}
	}
	for _, name := range []string{"a", "Kosten & Nutzen / 100 % (neu)", "信頼", "\"quoted\"", "a > b"} {
		if err := CheckName("theme", name); err != nil {
			t.Errorf("CheckName(%q) = %v", name, err)
		}
	}
}

func TestWiden(t *testing.T) {
	text := corpus.Text{Body: "Roe: One is here. Two is there. Three.\nPenn: Four."}
	tr := &corpus.Transcript{Turns: []corpus.Turn{{Start: 0, Body: 5, End: 38}, {Start: 39, Body: 45, End: 50}}}
	matches := []corpus.Span{{Start: 12, End: 16}, {Start: 18, End: 21}, {Start: 22, End: 24}, {Start: 45, End: 49}}
	tests := map[Unit][]string{
		UnitMatch:    {"here", "Two", "is", "Four"},
		UnitSentence: {"One is here.", "Two is there.", "Four."},
		UnitTurn:     {"One is here. Two is there. Three.", "Four."},
	}
	for unit, want := range tests {
		var got []string
		for _, s := range Widen(text, tr, matches, unit) {
			got = append(got, text.Body[s.Start:s.End])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", unit, diff)
		}
	}
}

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
		if _, err := ReadSources("s.csv", table(bad)); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "s.csv") {
			t.Errorf("ReadSources(%q): %v, want %v with the file's name", bad, err, ErrInvalid)
		}
	}
}

func FuzzTables(f *testing.F) {
	f.Add("file,name,type,date\na.txt,A,interview,2019\n")
	f.Add("source;theme;quote;turns;start;end\na;T;q;1-2;3;4\n")
	f.Add("name\taliases\nA\tB;C\n")
	f.Fuzz(func(t *testing.T, text string) {
		s := codebook()
		table, err := format.ReadTable("f.csv", []byte(text))
		if err != nil {
			return
		}
		ReadSources("f", table)
		ReadParticipants("f", table)
		answers, err := ReadSurvey("f", table, SurveyColumns{})
		if err != nil && !errors.Is(err, ErrInvalid) {
			t.Fatal(err)
		}
		for _, a := range answers {
			text := corpus.Text{Body: a.Document.Body}
			for _, b := range a.Document.Blocks {
				if err := text.Check(b.Span); err != nil || b.Label > b.Span.Len() {
					t.Fatalf("block %+v: %v", b, err)
				}
			}
		}
		rows, _, err := s.ReadCodings("f", table, nil)
		if err != nil && !errors.Is(err, ErrInvalid) {
			t.Fatal(err)
		}
		for _, r := range rows {
			tagger := Tagger{Study: s, Texts: noTexts{}, NewID: func() string { return "id" }, Create: true}
			tagger.Tag(context.Background(), r)
		}
	})
}

type noTexts struct{}

func (noTexts) Text(context.Context, corpus.TextID) (corpus.Text, error) {
	return corpus.Text{Body: "some words, and more\n\nof them"}, nil
}

func TestIntakeKeepsPeopleApart(t *testing.T) {
	n := 0
	in := NewIntake(NewStudy(Study{}), func() string { n++; return fmt.Sprint("id", n) })
	in.People([]corpus.Person{{Name: "Roe", Aliases: []string{"AR"}, Organisation: "Northmoor"}, {Name: "P1"}})
	add := func(file string, labels ...string) AddSource {
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
	who := func(s AddSource, i int) corpus.ParticipantID { return s.Transcript.Speakers[i].Participant }
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
	if _, _, err := in.Add(Import{File: "b.md", Data: []byte("other"), Document: corpus.Document{Body: "y"}}); !errors.Is(err, ErrConflict) || Hint(err) == "" {
		t.Errorf("a second source b: %v, want %v and a hint", err, ErrConflict)
	}
	if in.Already([]byte("a.txt")) != "a" {
		t.Error("the same bytes are known by what they were called")
	}
}
