package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// A full name is one person's in whatever order its parts are and with or without a title, in
// several files and in a list of participants; an initial may be somebody's, which is said.
func TestSpellingsOfNames(t *testing.T) {
	files := func(labels ...string) (all []file) {
		for n, l := range labels {
			all = append(all, file{strings.Repeat("x", n+1) + ".txt", interview("", "Interviewer", l, n)})
		}
		return all
	}
	for _, tt := range []struct {
		name  string
		list  []corpus.Person
		files []file
		want  []string // who speaks in each file beside the interviewer
		says  string
	}{
		{"surname first", nil, files("Lund, Beate", "Beate Lund", "LUND, BEATE"), []string{"Lund, Beate", "Lund, Beate", "Lund, Beate"}, ""},
		{"a title", nil, files("Beate Lund", "Dr. Beate Lund", "Lund, Prof. Dr. Beate"), []string{"Beate Lund", "Beate Lund", "Beate Lund"}, ""},
		{"a title and a surname are not a full name", nil, files("Beate Lund", "Dr. Lund"), []string{"Beate Lund", "Dr. Lund"}, ""},
		{"an initial", nil, files("Beate Lund", "B. Lund"), []string{"Beate Lund", "B. Lund"},
			`note labels: initials that may stand for somebody else's first name: "B. Lund" may be "Beate Lund" ` +
				`(if they are one, merge them: crosscase participant merge "B. Lund" "Beate Lund")`},
		{"the initial of two", nil, files("Beate Lund", "Lund, B.", "Bernd Lund"), []string{"Beate Lund", "Lund, B.", "Bernd Lund"},
			`note labels: initials that may stand for somebody else's first name: "Lund, B." may be "Beate Lund" or "Bernd Lund" ` +
				`(if they are one, merge them: crosscase participant merge "Lund, B." "Beate Lund")`},
		{"another initial", nil, files("Beate Lund", "K. Lund"), []string{"Beate Lund", "K. Lund"}, ""},
		{"a list", []corpus.Person{{Name: "Lund, Beate", Organisation: "Northmoor"}}, files("Beate Lund", "Dr. Beate Lund"),
			[]string{"Lund, Beate", "Lund, Beate"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, newID := &edittest.Memory{}, edittest.IDs()
			if err := m.Make("AK", intake.NewBatch(m.Study(), newID).People(tt.list)...); err != nil {
				t.Fatal(err)
			}
			names, says := takeAll(t, m, newID, intake.LabelDecisions{}, tt.files...)
			who := speakersOf(m.Study())
			for i, name := range names {
				if got := strings.TrimPrefix(who[name], "Interviewer, "); got != tt.want[i] {
					t.Errorf("%s: %s speaks, want %s", name, got, tt.want[i])
				}
			}
			if got := strings.Join(says, "\n"); got != tt.says {
				t.Errorf("says %s\nwant %s", got, tt.says)
			}
		})
	}
	// Of two who are there under two spellings, each stays who they are.
	m := &edittest.Memory{}
	if err := m.Make("AK", edit.PutParticipant{Participant: corpus.Participant{ID: "a", Name: "Lund, Beate"}},
		edit.PutParticipant{Participant: corpus.Participant{ID: "b", Name: "Beate Lund"}}); err != nil {
		t.Fatal(err)
	}
	takeAll(t, m, edittest.IDs(), intake.LabelDecisions{}, files("Beate Lund", "Lund, Beate", "Dr. Beate Lund")...)
	want := map[string]string{"x": "Interviewer, Beate Lund", "xx": "Interviewer, Lund, Beate", "xxx": "Interviewer, Dr. Beate Lund"}
	if diff := cmp.Diff(want, speakersOf(m.Study())); diff != "" {
		t.Errorf("two who are there (-want +got)\n%s", diff)
	}
	_, says := takeAll(t, &edittest.Memory{}, edittest.IDs(), intake.LabelDecisions{Speakers: map[string]string{"B. Lund": "B. Lund"}},
		files("Beate Lund", "B. Lund")...)
	if len(says) > 0 {
		t.Errorf("what was decided is doubted: %v", says)
	}
}

// What is said by several people together is nobody's, since a turn has one speaker, unless
// somebody decides otherwise.
func TestJointAnswers(t *testing.T) {
	talk := func(a, b, both string) string {
		return "I: Who pays?\n" + a + ": My father.\n" + b + ": My mother.\n" + both + ": Both of us.\nI: How much?\n" + a + ": Half.\n" + b + ": Half.\n"
	}
	for _, tt := range []struct {
		body    string
		decided map[string]string
		want    string
	}{
		{talk("BL", "JT", "BL & JT"), nil, "I|BL|JT|-|I|BL|JT"},
		{talk("BL", "JT", "BL, JT"), nil, "I|BL|JT|-|I|BL|JT"},
		{talk("BL", "JT", "BL to JT"), nil, "I|BL|JT|-|I|BL|JT"},
		{talk("F1", "F2", "F1+F2"), nil, "I|F1 (a)|F2 (a)|-|I|F1 (a)|F2 (a)"},
		{talk("Anna Kern", "Ben Roe", "Ben Roe und Anna Kern"), nil, "I|Anna Kern|Ben Roe|-|I|Anna Kern|Ben Roe"},
		{talk("B1", "B2", "B1/B2"), nil, "I|B1 (a)|B2 (a)|-|I|B1 (a)|B2 (a)"},
		{talk("BL", "JT", "BL & JT"), map[string]string{"BL & JT": "JT"}, "I|BL|JT|JT|I|BL|JT"},
	} {
		m := &edittest.Memory{}
		_, says := takeAll(t, m, edittest.IDs(), intake.LabelDecisions{Speakers: tt.decided}, file{"a.txt", tt.body})
		s := m.Study()
		tr := s.Transcript(s.Sources[0])
		var who []string
		for _, turn := range tr.Turns {
			name := "-"
			if turn.Speaker >= 0 {
				name = s.Participant(tr.Speakers[turn.Speaker].Participant).Name
			}
			who = append(who, name)
		}
		if diff := cmp.Diff(tt.want, strings.Join(who, "|")); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if said := strings.Contains(strings.Join(says, "\n"), "labels join those of others: "); said == (tt.decided != nil) {
			t.Errorf("says %v", says)
		}
	}
}

// Neither what was decided nor a part of an organisation is doubted as a short name.
func TestShortNamesThatAreCertain(t *testing.T) {
	two := []file{{"a.txt", interview("", "Petra", "Marketing", 1)}, {"b.txt", interview("", "Petra", "Marketing", 2)}}
	_, says := takeAll(t, &edittest.Memory{}, edittest.IDs(), intake.LabelDecisions{}, two...)
	if got := strings.Join(says, "\n"); !strings.Contains(got, coding.Quote("Petra")) || strings.Contains(got, "Marketing") {
		t.Errorf("says %s", got)
	}
	_, says = takeAll(t, &edittest.Memory{}, edittest.IDs(), intake.LabelDecisions{Speakers: map[string]string{"Petra": "Petra"}}, two...)
	if len(says) > 0 {
		t.Errorf("what was decided is doubted: %v", says)
	}
}

// Two spellings of a name in a list of participants are one person, which is said.
func TestRespeltParticipants(t *testing.T) {
	b := intake.NewBatch((&edittest.Memory{}).Study(), edittest.IDs())
	b.People([]corpus.Person{{Name: "Beate Lund"}, {Name: "Greta Falk"}, {Name: "Lund, Beate"}, {Name: "Dr. Greta Falk"}, {Name: "Jo Roe"}})
	b.People([]corpus.Person{{Name: "Roe, Jo"}, {Name: "Beate Lund"}})
	var got []string
	for _, n := range b.Outcome().Notes {
		got = append(got, n.String())
	}
	const hint = " (if they are two, give one of them another name in the table)"
	want := []string{`participants: two spellings of a name, each pair taken for one person: "Lund, Beate" is "Beate Lund", "Dr. Greta Falk" is "Greta Falk"` + hint,
		`participants: two spellings of a name, each pair taken for one person: "Roe, Jo" is "Jo Roe"` + hint}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What stands beside labels is a fact of the people, of stand-ins in each source alone; a guess at an
// organisation is said.
func TestOrganisationsBesideLabels(t *testing.T) {
	m, newID := &edittest.Memory{}, edittest.IDs()
	_, says := takeAll(t, m, newID, intake.LabelDecisions{},
		file{"a.txt", interview("", "I", "P1 (Harbour Trust)", 1)}, file{"b.txt", interview("", "I", "P1", 2)},
		file{"c.txt", interview("Interviewee: Jane Roe, Northmoor\nDate: 3 March 2024\n\n", "I", "R", 3)},
		file{"d.txt", interview("Interviewee: Roe, Jane (R)\nDate: 3 March 2024\n\n", "I", "R", 4)})
	s := m.Study()
	var got []string
	for _, p := range s.Participants {
		name := ""
		if o := s.Organisation(p.Organisation); o != nil {
			name = o.Name
		}
		got = append(got, p.Name+"|"+name)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"I|", "Jane Roe|Northmoor", "P1 (a)|Harbour Trust", "P1 (b)|"}, got); diff != "" {
		t.Error(diff)
	}
	want := `note c.txt: what stands beside names was taken for organisations: "Northmoor" of Jane Roe ` +
		`(if one is wrong, change the person's organisation: crosscase participant set NAME --organisation OTHER, or (none))`
	if said := strings.Join(says, "\n"); said != want {
		t.Errorf("says %s\nwant %s", said, want)
	}
}
