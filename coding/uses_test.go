package coding

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

func TestUses(t *testing.T) {
	s := NewStudy(Study{
		Sources: []*corpus.Source{{ID: "1", Name: "int-1", Text: "a", Organisation: "o"}, {ID: "2", Name: "int-2", Text: "b"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{
			"a": {Turns: []corpus.Turn{{Speaker: 0}, {Speaker: 1}}, Speakers: []corpus.Speaker{{Label: "Roe", Participant: "roe"}, {Label: "Penn", Participant: "penn"}}},
			"b": {Turns: []corpus.Turn{{Speaker: 1}, {Speaker: -1}}, Speakers: []corpus.Speaker{{Label: "Roe", Participant: "roe"}, {Label: "Penn", Participant: "penn"}}},
		},
		Participants:  []*corpus.Participant{{ID: "roe", Name: "Roe", Organisation: "o"}, {ID: "penn", Name: "Penn"}, {ID: "moss", Name: "Moss"}},
		Organisations: []*corpus.Organisation{{ID: "o", Name: "Northmoor", Cases: []corpus.CaseID{"c"}}},
		Cases:         []*corpus.CaseStudy{{ID: "c", Name: "North"}},
		Memos:         []Memo{{ID: "m", On: "penn", Text: "late"}},
	})
	for id, want := range map[string][]string{
		"roe":  {"speaks in int-1", "has a label, whose turns were given to others, in int-2"},
		"penn": {"speaks in int-1, int-2", "1 memo"},
		"moss": nil,
		"o":    {"organisation of Roe", "has the sources int-1"},
		"c":    {"takes in the organisations Northmoor"},
	} {
		if diff := cmp.Diff(want, s.Uses(id)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", id, diff)
		}
	}
}
