package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Numbers of questions that are answered by numbers are nobody; those of questions in words ask.
func TestRatings(t *testing.T) {
	const talk = "Interviewer: How was it?\n\nMeier: It was fine.\n\nInterviewer: And then?\n\nMeier: We left.\n"
	said := []string{"Interviewer: How was it?", "Meier: It was fine.", "Interviewer: And then?", "Meier: We left."}
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"numbers alone":          {"Q1: 4\nQ2: 3\nQ3: 5\nQ4: yes, but only on Mondays\n", nil},
		"above a transcript":     {"Participant 7\n\nQ1: 4\nQ2: 3\nQ3: 5\nQ4: 2\n\n" + talk, said},
		"of a scale":             {"Q1: 4 of 5\nQ2: 3/5\nQ3: n/a\n\n" + talk, said},
		"in German":              {"Frage 1: 4\nFrage 2: 3\nFrage 3: 5 (trifft zu)\n\n" + talk, said},
		"by a letter, in German": {"F1: 4\nF2: 3\nF3: k.A.\n\n" + talk, said},
		"questions and answers": {"Q1: How was it?\nA1: Fine.\nQ2: And then?\nA2: We left.\n",
			[]string{"Q: How was it?", "A: Fine.", "Q: And then?", "A: We left."}},
		"people who rate": {"Interviewer: How many of five?\n\nP1: 4\n\nP2: 3\n\nInterviewer: And now?\n\nP1: 5\n\nP2: 5\n",
			[]string{"Interviewer: How many of five?", "P1: 4", "P2: 3", "Interviewer: And now?", "P1: 5", "P2: 5"}},
	} {
		t.Run(name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			found := find(t, doc, Options{})
			var got []string
			words := 0
			for _, x := range found.Turns {
				said := strings.Join(strings.Fields(doc.Body[x.Body:x.End]), " ")
				words += len(strings.Fields(said))
				if x.Speaker >= 0 {
					got = append(got, found.Speakers[x.Speaker].Label+": "+said)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if all := len(strings.Fields(tt.text)) - len(tt.want); words != all {
				t.Errorf("%d words in turns, want %d", words, all)
			}
		})
	}
}
