package intake_test

import (
	"fmt"
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
			want: []string{"NM-01 (code NM-01) Site=North", "NM-02 (code NM-02) Site=North", "SV-01 (code SV-01) Site=South"}},
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
			r := intake.Reader{Format: &format.Reader{}, Names: tt.reader, Decisions: intake.Decisions{Columns: intake.SurveyColumns{Each: tt.each}}}
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
