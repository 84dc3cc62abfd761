package format

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A name with which a line begins is not cut at a full stop or a bracket in it; a name behind a
// sentence still begins a turn.
func TestNamesWithFullStops(t *testing.T) {
	tests := []struct {
		name string
		cues []string
		want []string // nil for the cues themselves
	}{
		{"titles", []string{"Ian: Who paid?", "Prof. Petra Vogt: Nobody.", "Ian: Why?", "Prof. Petra Vogt: Rain."}, nil},
		{"small letters", []string{"Dr. med. Petra Vogt: So?", "Ian: No.", "Dr. med. Petra Vogt: Why?", "Ian: Rain."}, nil},
		{"with and without a title", []string{"Petra Vogt: So?", "Prof. Petra Vogt: No.", "Petra Vogt: Why?", "Prof. Petra Vogt: Rain."}, nil},
		{"initials", []string{"J. R. Smith: So?", "Petra M. Vogt: No.", "J. R. Smith: Why?", "Petra M. Vogt: Rain."}, nil},
		{"roles", []string{"Int. 1: So?", "Resp. 1: No.", "Int. 1: Why?", "Resp. 1: Rain."}, nil},
		{"a title of no list", []string{"Tuan. Lim: So?", "Ian: No.", "Tuan. Lim: Why?", "Ian: Rain."}, nil},
		{"telephones", []string{"Ian: So?", "+1 (415) 555-0134: No.", "Ian: Why?", "+1 (415) 555-0134: Rain."}, nil},
		{"brackets", []string{"Ian: So?", "Kim (Host) Lee: No.", "Ian: Why?", "Kim (Host) Lee: Rain."}, nil},
		{"chevrons", []string{">> Sen. Ruiz: So?", ">> Ms. Vogt: No.", ">> Sen. Ruiz: Why?", ">> Ms. Vogt: Rain."}, nil},
		{"a title within a line", []string{"Ian: Who paid? Dr. Vogt: Nobody.", "Dr. Vogt: Rain."},
			[]string{"Ian: Who paid?", "Dr. Vogt: Nobody.", "Dr. Vogt: Rain."}},
		{"a sentence of a word", []string{"Yes. Ben: So?", "Anna: No.", "Yes. Ben: Why?", "Ben: Rain."},
			[]string{"Yes.", "Ben: So?", "Anna: No.", "Yes.", "Ben: Why?", "Ben: Rain."}},
		{"a sound", []string{"(Laughter) Ben: So?", "Ben: Why?"}, []string{"(Laughter)", "Ben: So?", "Ben: Why?"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			for i, c := range tt.cues {
				fmt.Fprintf(&b, "%d\n00:00:%02d,000 --> 00:00:%02d,500\n%s\n\n", i+1, i, i, c)
			}
			want, got := tt.want, []string{}
			if want == nil {
				want = tt.cues
			}
			for _, c := range cuesOf(readOK(t, "a.srt", []byte(b.String()))) {
				got = append(got, c.Text)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
