package transcript

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// What somebody does beside a name is a role; what nobody knows is no organisation among such roles.
func TestTradesBesideNames(t *testing.T) {
	for _, tt := range []struct{ name, first, second, role, other, organisation string }{
		{"a trade", "Director", "Driver", "Director", "Driver", ""},
		{"a trade of two words", "Nurse", "Bus driver", "Nurse", "Bus driver", ""},
		{"by its ending", "Journalist", "Busfahrerin", "Journalist", "Busfahrerin", ""},
		{"in French", "Directrice", "Boulangère", "Directrice", "Boulangère", ""},
		{"unknown beside a trade", "Driver", "Wheeltapper", "Driver", "", ""},
		{"a surname", "Driver", "Tom Baker", "Driver", "", ""},
		{"an organisation", "Driver", "Northmoor Police", "Driver", "", "Northmoor Police"},
		{"a place beside the chair", "Chair", "Northmoor", "Chair", "", "Northmoor"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", "PARTICIPANTS\nMaria Lopez (ML), "+tt.first+"\nTom Beck (TB), "+tt.second+"\n\nModerator: Welcome.\n\nML: Thank you.\n\nTB: Hi.\n\n"+
				"Moderator: Who paid?\n\nML: Nobody.\n\nTB: The laundry did.\n")
			got := find(t, doc, Options{}).People
			want := []corpus.Person{{Name: "Maria Lopez", Role: tt.role}, {Name: "Tom Beck", Role: tt.other, Organisation: tt.organisation}}
			for n := range got {
				got[n].Aliases = nil
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
