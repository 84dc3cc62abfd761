package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The items of a numbered list are words of whoever speaks; numbers before people who take turns, or before
// those who answer in a round, make no list of them.
func TestNumberedItems(t *testing.T) {
	tests := []struct{ name, lines, want string }{
		{"a last item", "Weber: Drei Dinge:\n1. Personal\n2. WLAN im Keller\n3. Eine Bereitschaft: und zwar bezahlt",
			"Weber: Drei Dinge: 1. Personal 2. WLAN im Keller 3. Eine Bereitschaft: und zwar bezahlt"},
		{"each item", "Weber: Zwei:\n1. Zeit: zu wenig\n2. Geld: gar keins", "Weber: Zwei: 1. Zeit: zu wenig 2. Geld: gar keins"},
		{"brackets", "Weber: Two:\n1) Time: too little\n2) Money: none", "Weber: Two: 1) Time: too little 2) Money: none"},
		{"letters", "Weber: Two:\na) Time: too little\nb) Money: none", "Weber: Two: a) Time: too little b) Money: none"},
		{"with empty lines", "Weber: Two.\n\n1. Time: too little\n\n2. Money: none", "Weber: Two. 1. Time: too little 2. Money: none"},
		{"without labels", "Weber: Two:\n\n1. Time\n\n2. Money", "Weber: Two: 1. Time 2. Money"},
		{"people in a round", "Moderator: Who are you?\n1. Anna Kern: A nurse.\n2. Ben Ott: A porter.",
			"Moderator: Who are you?|-: 1. Anna Kern: A nurse.|-: 2. Ben Ott: A porter."},
		{"somebody who speaks elsewhere", "Weber: Two.\n1. Keller: Yes.\n2. Weber: No.", "Weber: Two.|1. Keller: Yes.|2. Weber: No."},
	}
	for _, tt := range tests {
		said := told(t, "Keller: Was müsste passieren?\n"+tt.lines+"\nKeller: Danke.\nWeber: Gern.\n")
		want := "Keller: Was müsste passieren?|" + tt.want + "|Keller: Danke.|Weber: Gern."
		if tt.name == "somebody who speaks elsewhere" { // whoever it is, it is not the speaker before
			if len(said) != 6 {
				t.Errorf("%s: %q", tt.name, said)
			}
			continue
		}
		if diff := cmp.Diff(strings.Split(want, "|"), said); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
	numbered := "1. Interviewer: Who cuts it?\n\n2. Respondent: We do.\n\n3. Interviewer: And now?\n\n4. Respondent: Me.\n"
	if got := told(t, numbered); len(got) != 4 || !strings.HasPrefix(got[3], "Respondent:") {
		t.Errorf("numbered paragraphs: %q", got)
	}
}
