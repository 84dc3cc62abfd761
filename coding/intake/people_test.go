package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// importAll imports texts by the names of their files, and lists the sources and the
// people whom they make.
func importAll(t *testing.T, people []corpus.Person, files ...[2]string) (sources []corpus.Source, participants map[string]corpus.Participant) {
	t.Helper()
	n := 0
	newID := func() string { n++; return fmt.Sprint(n) }
	in := NewIntake(&coding.Study{}, newID)
	participants = map[string]corpus.Participant{}
	take := func(changes []edit.Change) {
		for _, c := range changes {
			switch c := c.(type) {
			case edit.AddSource:
				sources = append(sources, c.Source)
			case edit.PutParticipant:
				participants[c.Participant.Name] = c.Participant
			}
		}
	}
	take(in.People(people))
	reader := Reader{Format: &format.Reader{}, Known: in.Known()}
	for _, f := range files {
		imports, err := reader.Read(f[0], []byte(f[1]))
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range imports {
			_, changes, err := in.Add(i)
			if err != nil {
				t.Fatal(err)
			}
			take(changes)
		}
	}
	return sources, participants
}

func talk(first, second string, n int) string {
	var b strings.Builder
	for i := range 3 {
		fmt.Fprintf(&b, "%s: Why was that, %d?\n\n%s: It rained %d times.\n\n", first, i, second, n)
	}
	return b.String()
}

// A label that stands for whoever is asked is another person in each source, initials and
// names are one; who asks is a researcher.
func TestPeopleOfLabels(t *testing.T) {
	tests := []struct {
		asks, answers string
		names         []string // of who answers in two sources
	}{
		{"I", "R", []string{"R (north)", "R (south)"}},
		{"I", "B", []string{"B (north)", "B (south)"}},
		{"Q", "A", []string{"A (north)", "A (south)"}},
		{"Frage", "Antwort", []string{"Antwort (north)", "Antwort (south)"}},
		{"F", "A", []string{"A (north)", "A (south)"}},
		{"IV", "IP1", []string{"IP1 (north)", "IP1 (south)"}},
		{"Interviewer (Anna)", "Expertin", []string{"Expertin (north)", "Expertin (south)"}},
		{"Moderator A", "TN", []string{"TN (north)", "TN (south)"}},
		{"Interviewer/in", "Bf.", []string{"Bf. (north)", "Bf. (south)"}},
		{"Interviewer_1", "Teacher", []string{"Teacher (north)", "Teacher (south)"}},
		{"Moderator (M)", "PV", []string{"PV", "PV"}},
		{"Interviewer (I)", "Petra Vogt", []string{"Petra Vogt", "Petra Vogt"}},
	}
	for _, tt := range tests {
		t.Run(tt.asks+" and "+tt.answers, func(t *testing.T) {
			_, people := importAll(t, nil, [2]string{"north.txt", talk(tt.asks, tt.answers, 1)}, [2]string{"south.txt", talk(tt.asks, tt.answers, 2)})
			asking := 0
			for _, p := range people {
				if p.Role == corpus.Researcher {
					asking++
				}
			}
			for _, name := range tt.names {
				if p, ok := people[name]; !ok || p.Role != "" {
					t.Errorf("%q is missing or has a role: %v", name, people)
				}
			}
			if asking == 0 || len(people)-asking != len(distinct(tt.names)) {
				t.Errorf("%d researchers among %v", asking, people)
			}
		})
	}
}

func distinct(names []string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// A list of participants may say that a letter is one person everywhere.
func TestListedLetter(t *testing.T) {
	_, people := importAll(t, []corpus.Person{{Name: "Petra Vogt", Aliases: []string{"R"}}},
		[2]string{"north.txt", talk("I", "R", 1)}, [2]string{"south.txt", talk("I", "R", 2)})
	if len(people) != 2 || people["Petra Vogt"].ID == "" || people["I"].Role != corpus.Researcher {
		t.Errorf("people %v, want I and Petra Vogt", people)
	}
}

// What the head of a transcript says of it is known of its source and its people.
func TestFactsOfHead(t *testing.T) {
	head := "Interviewer: Ian Hare\nInterviewee: Petra Vogt\nDate: 4 March 2024\nPlace: The depot\nDuration: 40 minutes\n\n"
	sources, people := importAll(t, nil, [2]string{"north.txt", head + talk("Q", "A", 1)}, [2]string{"south.txt", strings.ReplaceAll(head, "Petra Vogt", "Jan Stein") + talk("Q", "A", 2)})
	roles := map[string]string{}
	for name, p := range people {
		roles[name] = p.Role
	}
	if diff := cmp.Diff(map[string]string{"Ian Hare": corpus.Researcher, "Petra Vogt": "", "Jan Stein": ""}, roles); diff != "" {
		t.Error(diff)
	}
	for _, s := range sources {
		if diff := cmp.Diff(map[string]string{"place": "The depot", "duration": "40 minutes"}, s.Attributes); diff != "" || s.Date != "2024-03-04" {
			t.Errorf("%s: date %s, attributes %s", s.Name, s.Date, diff)
		}
	}
	known := map[string]string{"Place": "The yard"}
	if diff := cmp.Diff(map[string]string{"Place": "The yard", "duration": "1 h"},
		headAttributes([]corpus.Fact{{Name: "place", Value: "The depot"}, {Name: "duration", Value: "1 h"}}, known)); diff != "" || len(known) != 1 {
		t.Error(diff, known)
	}
}

// A stand-in that a transcript was exported with has its source already.
func TestStandIn(t *testing.T) {
	for label, want := range map[string]string{"P1": "P1 (a)", "P1 (a)": "P1 (a)", "P1 (b)": "P1 (b) (a)", "the nurse": "the nurse (a)"} {
		if got := StandIn(label, "a"); got != want {
			t.Errorf("StandIn(%q) = %q, want %q", label, got, want)
		}
	}
}

// Who asks by the label of a table of speakers is a researcher there and in files imported afterwards,
// as are those whom the talk itself shows to ask; what the table says of somebody stays.
func TestRolesOfSpeakerTables(t *testing.T) {
	trs := func(first, more string) string {
		var b strings.Builder
		fmt.Fprintf(&b, `<Trans><Speakers><Speaker id="a" name="%s"%s/><Speaker id="b" name="Petra"/></Speakers><Episode><Section>`, first, more)
		for i := range 3 {
			fmt.Fprintf(&b, `<Turn speaker="a" startTime="%d" endTime="%d"><Sync time="%d"/>Why?</Turn>`, 4*i, 4*i+2, 4*i)
			fmt.Fprintf(&b, `<Turn speaker="b" startTime="%d" endTime="%d"><Sync time="%d"/>It rained.</Turn>`, 4*i+2, 4*i+4, 4*i+2)
		}
		return b.String() + `</Section></Episode></Trans>`
	}
	const exb = `<basic-transcription><head><speakertable><speaker id="S0"><abbreviation>INT</abbreviation></speaker></speakertable></head><basic-body>` +
		`<common-timeline><tli id="T0" time="0.0"/><tli id="T1" time="2.0"/></common-timeline><tier id="A" speaker="S0" category="v" type="t">` +
		`<event start="T0" end="T1">Wer hat bezahlt? </event></tier></basic-body></basic-transcription>`
	for _, tt := range []struct{ name, file, text, asks, role string }{
		{"a role", "a.trs", trs("Interviewer", ""), "Interviewer", corpus.Researcher},
		{"another language", "a.trs", trs("Enquêteur", ""), "Enquêteur", corpus.Researcher},
		{"an abbreviation", "a.exb", exb, "INT", corpus.Researcher},
		{"a name", "a.trs", trs("Anna", ""), "Anna", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, people := importAll(t, nil, [2]string{tt.file, tt.text}, [2]string{"b.txt", talk(tt.asks, "Petra", 2)})
			if got := people[tt.asks].Role; got != tt.role {
				t.Errorf("role %q of %q, want %q", got, tt.asks, tt.role)
			}
		})
	}
	_, people := importAll(t, []corpus.Person{{Name: "Interviewer", Role: "nurse"}}, [2]string{"a.trs", trs("Interviewer", "")})
	if got := people["Interviewer"].Role; got != "nurse" {
		t.Errorf("the role in the list became %q", got)
	}
}
