package intake_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
	speakers "crosscase/corpus/transcript"
)

func TestParseLabelDecisions(t *testing.T) {
	for _, tt := range []struct {
		name          string
		speakers, not string // with ; between them
		want          intake.LabelDecisions
		err           string
	}{
		{name: "nothing"},
		{name: "speakers and words", speakers: "B: = Anna Roe;S1=James", not: "Note:", want: intake.LabelDecisions{
			Speakers: map[string]string{"B:": "Anna Roe", "S1": "James"}, NotSpeakers: []string{"Note:"}}},
		{name: "twice the same", speakers: "B=Anna;b:=Anna", want: intake.LabelDecisions{Speakers: map[string]string{"B": "Anna", "b:": "Anna"}}},
		{name: "no name", speakers: "B=", err: `speaker "B=": not of the form LABEL=NAME`},
		{name: "no label", speakers: "=Anna", err: `speaker "=Anna": not of the form`},
		{name: "neither", speakers: "Anna", err: `speaker "Anna": not of the form`},
		{name: "two names", speakers: "B=Anna;b:=Ben", err: `label "b:": it cannot be both "`},
		{name: "both", speakers: "B=Anna", not: "b", err: `label "b": it cannot be both a speaker and not a speaker`},
		{name: "empty", not: " ", err: `label "": empty`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			split := func(s string) []string {
				if s == "" {
					return nil
				}
				return strings.Split(s, ";")
			}
			got, err := intake.ParseLabelDecisions(split(tt.speakers), split(tt.not))
			switch {
			case tt.err != "":
				if !errors.Is(err, coding.ErrInvalid) || !strings.HasPrefix(err.Error(), tt.err) {
					t.Errorf("error %v, want %s", err, tt.err)
				}
			case err != nil:
				t.Error(err)
			default:
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
		})
	}
}

func TestCheckLabels(t *testing.T) {
	have := []speakers.Label{{Text: "Anna"}, {Text: "Dr Penn"}}
	d := intake.LabelDecisions{Speakers: map[string]string{"ANNA:": "Anna Roe"}, NotSpeakers: []string{"dr penn"}}
	if err := d.Check(have); err != nil {
		t.Error(err)
	}
	d.NotSpeakers = []string{"Pen"}
	err := d.Check(have)
	if !errors.Is(err, coding.ErrUnknown) || err.Error() != `label "Pen": unknown` || coding.Hint(err) != `did you mean "Dr Penn"?` {
		t.Errorf("%v (%s)", err, coding.Hint(err))
	}
}

// takeAll imports files as one batch into a project, and returns what is said.
func takeAll(t *testing.T, m *edittest.Memory, newID func() string, decided intake.LabelDecisions, files ...file) (names, says []string) {
	t.Helper()
	b := intake.NewBatch(m.Study(), newID)
	b.Decided.Labels = decided
	b.Kept = intake.Kept{Place: func(file string) string { return "at " + file }, Body: func(id corpus.TextID) (string, error) {
		text, err := m.Text(t.Context(), id)
		return text.Body, err
	}}
	reader := intake.Reader{Format: &format.Reader{}, Decisions: intake.Decisions{Labels: decided}}
	defer reader.Format.Close()
	var paths []string
	for _, f := range files {
		paths = append(paths, f.name)
	}
	reader.Names = b.Names(paths, func(f string) string { return f })
	for _, f := range files {
		read := intake.File{Name: f.name}
		read.Imports, read.Err = reader.Read(f.name, []byte(f.body))
		if plan, ok := b.Plan(read); ok {
			if err := m.Make("AK", plan.Changes...); err != nil {
				t.Fatal(err)
			}
			b.Done(plan)
			for _, s := range plan.Sources {
				names = append(names, s.Source.Name)
			}
		}
	}
	b.Missing()
	return names, said(b.Outcome())
}

// Sources of files with the same names are told apart by as many folders as that takes.
func TestNames(t *testing.T) {
	talk := func(who string) string {
		return "I: How was it?\n\n" + who + ": It rained.\n\nI: And then?\n\n" + who + ": It went on.\n"
	}
	const long = "I: How did it all begin, as far as you can remember now?\n\nB: With money, mostly, and with people who had none of it, I would say.\n\n" +
		"I: And what became of the plans that were made in those days?\n\nB: Nothing at all; we waited for years, and then we went home.\n"
	corrected := strings.Replace(long, "mostly", "mainly", 1)
	answers := func(all ...string) string {
		table := "Date,What would you change?\n"
		for _, a := range all {
			table += "2024-03-01," + a + " And that is why it took so long to come to anything.\n"
		}
		return table
	}
	for _, tt := range []struct {
		name        string
		there       []file // imported before
		files       []file
		names, says []string
	}{
		{name: "none clash", files: []file{{"n/a.txt", talk("Ann")}, {"s/b.txt", talk("Bob")}}, names: []string{"a", "b"}},
		{name: "two of three", files: []file{{"n/a.txt", talk("Ann")}, {"s/A.docx.txt", talk("Cai")}, {"s/a.txt", talk("Bob")}},
			names: []string{"n/a", "A.docx", "s/a"}, says: []string{
				`note n/a.txt: named "n/a", since another source is called "a"`, `note s/a.txt: named "s/a", since another source is called "a"`}},
		{name: "folders with the same names", files: []file{{"x/n/a.txt", talk("Ann")}, {"y/n/a.txt", talk("Bob")}, {"y/s/a.txt", talk("Cai")}},
			names: []string{"x/n/a", "y/n/a", "s/a"}, says: []string{`note x/n/a.txt: named "x/n/a", since another source is called "a"`,
				`note y/n/a.txt: named "y/n/a", since another source is called "a"`, `note y/s/a.txt: named "s/a", since another source is called "a"`}},
		{name: "one is there already", there: []file{{"n/a.txt", talk("Ann")}}, files: []file{{"s/a.txt", talk("Bob")}},
			names: []string{"s/a"}, says: []string{`note s/a.txt: named "s/a", since another source is called "a"`}},
		{name: "the folder's name is there already", there: []file{{"a.txt", talk("Ann")}, {"s/a.txt", talk("Bob")}}, files: []file{{"t/s/a.txt", talk("Cai")}},
			names: []string{"t/s/a"}, says: []string{`note t/s/a.txt: named "t/s/a", since another source is called "a"`}},
		{name: "the same again", there: []file{{"n/a.txt", talk("Ann")}, {"s/a.txt", talk("Bob")}}, files: []file{{"s/a.txt", talk("Bob")}},
			says: []string{`skipped s/a.txt: there already, as "s/a"`}},
		{name: "a corrected transcript is no other source", there: []file{{"n/a.txt", long}}, files: []file{{"n/a.txt", corrected}},
			says: []string{`skipped n/a.txt: has changed since it was imported as "a"`}},
		{name: "nor is one whose name has its folder", there: []file{{"a.txt", talk("Ann")}, {"n/a.txt", long}, {"s/a.txt", talk("Bob")}}, files: []file{{"n/a.txt", corrected}},
			says: []string{`skipped n/a.txt: has changed since it was imported as "n/a"`}},
		{name: "another one in its place", there: []file{{"n/a.txt", talk("Ann")}}, files: []file{{"n/a.txt", talk("Bob")}, {"s/a.txt", talk("Cai")}},
			names: []string{"s/a"}, says: []string{`skipped n/a.txt: has changed since it was imported as "a"`,
				`note s/a.txt: named "s/a", since another source is called "a"`}},
		{name: "a survey with another answer", there: []file{{"s.csv", answers("Trust is all.", "Money was not there.")}},
			files: []file{{"s.csv", answers("Trust is all.", "Nobody came to us.", "Money was not there.")}},
			names: []string{"s 3"}, says: []string{`note s.csv: 2 rows there already; imported 1 new one`}},
		{name: "a survey with a changed answer", there: []file{{"s.csv", answers("Trust is all.", "Money was not there.")}},
			files: []file{{"s.csv", answers("Trust is all.", "Money was never there.")}},
			says: []string{`skipped s.csv: 1 row there already, as s 1`,
				`note s.csv: answers that changed since they were imported keep the words that they had: s 2 (crosscase source edit NAME)`}},
		{name: "a survey with an answer less", there: []file{{"s.csv", answers("Trust is all.", "Money was not there.", "We waited.")}},
			files: []file{{"s.csv", answers("Trust is all.", "We waited.")}},
			says:  []string{`skipped s.csv: 2 rows there already, as s 1, s 3`, `note s.csv: no longer in it, but still in the project: s 2`}},
		{name: "in one folder", files: []file{{"n/a.txt", long}, {"n/a.md", talk("Bob")}}, names: []string{"a.txt", "a.md"},
			says: []string{`note n/a.txt: named "a.txt", since another source is called "a"`, `note n/a.md: named "a.md", since another source is called "a"`}},
		{name: "in one folder and another", files: []file{{"n/a.txt", long}, {"n/a.md", talk("Bob")}, {"s/a.txt", talk("Cai")}},
			names: []string{"n/a.txt", "a.md", "s/a"}, says: []string{`note n/a.txt: named "n/a.txt", since another source is called "a"`,
				`note n/a.md: named "a.md", since another source is called "a"`, `note s/a.txt: named "s/a", since another source is called "a"`}},
		{name: "one interview in two formats", files: []file{{"n/a.txt", long}, {"n/a.md", corrected}}, names: []string{"a.txt", "a.md"},
			says: []string{`note n/a.txt: named "a.txt", since another source is called "a"`, `note n/a.md: named "a.md", since another source is called "a"`,
				`note n/a.md: has nearly all words of "a.txt", which count twice`}},
		{name: "in one folder with one that is there", there: []file{{"a.txt", talk("Ann")}}, files: []file{{"a.md", talk("Bob")}},
			names: []string{"a.md"}, says: []string{`note a.md: named "a.md", since another source is called "a"`}},
		{name: "many", files: []file{{"1/a.txt", talk("Ann")}, {"2/a.txt", talk("Bob")}, {"3/a.txt", talk("Cai")}, {"4/a.txt", talk("Dan")}},
			names: []string{"1/a", "2/a", "3/a", "4/a"},
			says:  []string{`note 4 files: named with their folders or endings, since other sources are called the same (1/a.txt, 2/a.txt, 3/a.txt and 1 more)`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, newID := &edittest.Memory{}, edittest.IDs()
			for _, f := range tt.there {
				takeAll(t, m, newID, intake.LabelDecisions{}, f)
			}
			names, says := takeAll(t, m, newID, intake.LabelDecisions{}, tt.files...)
			if diff := cmp.Diff(tt.names, names); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for n := range says {
				says[n], _, _ = strings.Cut(says[n], " (give")
				says[n], _, _ = strings.Cut(says[n], " (for a corrected")
				says[n], _, _ = strings.Cut(says[n], " (if it is")
				says[n], _, _ = strings.Cut(says[n], " (to take")
			}
			if diff := cmp.Diff(tt.says, says); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Respondents of two surveys with the same name are different people.
func TestNamesOfSurveys(t *testing.T) {
	m := &edittest.Memory{}
	const table = "respondent,answer\nR1,We would have liked to be asked before it began\nR2,Nobody told us anything at all about %s\n"
	takeAll(t, m, edittest.IDs(), intake.LabelDecisions{}, file{"n/s.csv", strings.ReplaceAll(table, "%s", "it")}, file{"s/s.csv", strings.ReplaceAll(table, "%s", "that")})
	var names []string
	for _, p := range m.Study().Participants {
		names = append(names, p.Name)
	}
	if diff := cmp.Diff([]string{"R1 (n/s)", "R2 (n/s)", "R1 (s/s)", "R2 (s/s)"}, names); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What a person should look at in an import.
func TestDoubts(t *testing.T) {
	turn := func(who, words string, times int) string {
		return who + ": " + strings.TrimSpace(strings.Repeat(words+" ", times)) + ".\n\n"
	}
	dialogue := strings.Repeat(turn("Ann", "We had to wait", 3)+turn("Bob", "And why was that", 2), 4)
	for _, tt := range []struct {
		name, body string
		decided    intake.LabelDecisions
		says       []string
	}{
		{name: "two people", body: dialogue},
		{name: "nobody", body: "It rained all day.\n\nNobody said anything.\n"},
		{name: "much above the first label", body: turn("", "All that is written here", 20)[2:] + dialogue,
			says: []string{"note a.txt: 55 % of the words have no speaker"}},
		{name: "one word that occurs once", body: dialogue + turn("Smith", "I was there", 1) + dialogue,
			says: []string{`note a.txt: labels that occur only once were taken for people: "Smith"`}},
		{name: "initials of two people", body: "Participants: Alma North (AN), Ada Noll (AN)\n\n" + strings.ReplaceAll(dialogue, "Ann:", "AN:"),
			says: []string{`note a.txt: labels stand for two people each in the lines above the transcript, so that it is undecided who speaks: "AN"`}},
		{name: "a name with a slip, and a shorter one", body: strings.Repeat(turn("Susan Hartley", "I was there", 1)+turn("Tom Brace", "Why", 1), 2) +
			turn("Susan Hartely", "I left", 1) + turn("Mr Brace", "So", 1), says: []string{
			`note a.txt: labels were taken for shorter forms of the names of others: "Mr Brace" for "Tom Brace"`,
			`note a.txt: labels occur once: "Susan Hartely", one letter off "Susan Hartley" (if they are the same person, undo and set the labels: --speaker LABEL=NAME)`}},
		{name: "it is decided", body: dialogue + turn("Smith", "I was there", 1) + dialogue, decided: intake.LabelDecisions{Speakers: map[string]string{"smith": "J Smith"}}},
		{name: "one has nearly all", body: turn("Bob", "Why", 1) + turn("Ann", "We had to wait", 12) + turn("Bob", "And", 1) + turn("Ann", "We had to wait", 12),
			says: []string{"note a.txt: Ann has 97 % of the words"}},
		{name: "a label that no file has", body: dialogue, decided: intake.LabelDecisions{NotSpeakers: []string{"Anne"}},
			says: []string{`note labels: label "Anne": unknown (did you mean "Ann"?)`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, says := takeAll(t, &edittest.Memory{}, edittest.IDs(), tt.decided, file{"a.txt", tt.body})
			for n := range says {
				says[n], _, _ = strings.Cut(says[n], " (if that is wrong")
			}
			if diff := cmp.Diff(tt.says, says); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Who asks in one file and is known with another role from a file before counts as a participant,
// which import says.
func TestWhoAsksInAnotherRole(t *testing.T) {
	const minutes = "Minutes of the meeting on 3 March 2024\nPresent: Anna Kern (Chair), Carl Penn (Moderator), Ben Roe\n\n" +
		"Anna Kern: We begin with the depot.\nBen Roe: It has moved in spring.\nAnna Kern: And the bus?\nBen Roe: It was late.\nCarl Penn: Why?\nBen Roe: Rain.\n"
	talk := func(head, asks, answers string) string {
		return head + "\n\n" + asks + ": Why did you move?\n" + answers + ": The rent was high.\n" + asks + ": And then?\n" + answers + ": We left in spring.\n"
	}
	const says = "note b.txt: asks here in another role, so that the questions count as a participant's words: "
	for _, tt := range []struct {
		name, body string
		says       []string
	}{
		{"the head names who asks", talk("Interviewer: Anna Kern\nInterviewee: Dora Lund\nDate: 4 May 2024", "Interviewer", "Dora Lund"), []string{says + `"Anna Kern, Chair"`}},
		{"the head names who moderates", talk("Moderator: Carl Penn\nInterviewee: Eva Holt\nDate: 5 May 2024", "Carl Penn", "Eva Holt"), []string{says + `"Carl Penn, Moderator"`}},
		{"by initials", talk("Interviewer: Anna Kern (AK)\nInterviewee: Dora Lund (DL)\nDate: 4 May 2024", "AK", "DL"), []string{says + `"Anna Kern, Chair"`}},
		{"somebody new asks", talk("Interviewer: Nora Falk\nInterviewee: Anna Kern\nDate: 4 May 2024", "Interviewer", "Anna Kern"), nil},
		{"somebody without a role asks", talk("Interviewer: Ben Roe\nInterviewee: Dora Lund\nDate: 4 May 2024", "Ben Roe", "Dora Lund"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, said := takeAll(t, &edittest.Memory{}, edittest.IDs(), intake.LabelDecisions{}, file{"a.txt", minutes}, file{"b.txt", tt.body})
			for n := range said {
				said[n], _, _ = strings.Cut(said[n], " (crosscase participant")
			}
			if diff := cmp.Diff(tt.says, said); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A label that is decided about goes to its participant in a corrected text, too.
func TestCorrectWithDecisions(t *testing.T) {
	m, newID := &edittest.Memory{}, edittest.IDs()
	const body = "I: How was it?\n\nB: It rained.\n\nI: And then?\n\nB: It went on.\n"
	takeAll(t, m, newID, intake.LabelDecisions{}, file{"a.txt", body})
	d := intake.LabelDecisions{Speakers: map[string]string{"b": "Anna"}}
	reader := intake.Reader{Format: &format.Reader{}, Decisions: intake.Decisions{Labels: d}}
	imports, err := reader.Read("a.txt", []byte(body)) // the same words, of which another speaks
	if err != nil {
		t.Fatal(err)
	}
	s := m.Study()
	c, err := intake.NewIntake(s, newID).Correct(t.Context(), s, m, s.Sources[0], imports[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Make("AK", c.Changes...); err != nil {
		t.Fatal(err)
	}
	s = m.Study()
	var who []string
	for _, x := range s.Transcript(s.Sources[0]).Shares() {
		who = append(who, s.Participant(x.Participant).Name)
	}
	if diff := cmp.Diff([]string{"I", "Anna"}, who); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A label that none of the files has is named, also where all of them are there already.
func TestLabelOfFilesThatAreThere(t *testing.T) {
	m, newID := &edittest.Memory{}, edittest.IDs()
	talk := file{"n/a.txt", "I: How was it?\n\nR: It rained.\n\nI: And then?\n\nR: It went on.\n"}
	takeAll(t, m, newID, intake.LabelDecisions{}, talk)
	for label, want := range map[string][]string{
		"X": {`skipped n/a.txt: there already, as "a"`, `note labels: label "X": unknown (did you mean "I" or "R"?)`},
		"R": {`skipped n/a.txt: there already, as "a"; what is given for it was not applied (crosscase source reread "a" --speaker R=Anna)`},
	} {
		_, says := takeAll(t, m, newID, intake.LabelDecisions{Speakers: map[string]string{label: "Anna"}}, talk)
		slices.Sort(says)
		slices.Sort(want)
		if diff := cmp.Diff(want, says); diff != "" {
			t.Errorf("%s (-want +got)\n%s", label, diff)
		}
	}
}
