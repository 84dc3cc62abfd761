package transcript

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// A time that somebody says is their words, though it is alone on its line; one of the recording is
// none.
func TestTimesThatAreSaid(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"times behind names", "Ian Hare  0:03\nWhen?\n\nPetra Vogt  0:10\n9:30\n\nIan Hare  0:17\nDaily?\n\nPetra Vogt  0:24\n20 minutes\n",
			[]string{"3 Ian Hare: When?", "10 Petra Vogt: 9:30", "17 Ian Hare: Daily?", "24 Petra Vogt: 20 minutes"}},
		{"more words", "Ian Hare  0:03\nWhen?\n\nPetra Vogt  0:10\n9:30\nas a rule\n\nIan Hare  0:17\nAnd back?\n9:45\n\nPetra Vogt  0:24\nYes.\n",
			[]string{"3 Ian Hare: When?", "10 Petra Vogt: 9:30 as a rule", "17 Ian Hare: And back? 9:45", "24 Petra Vogt: Yes."}},
		{"times before names", "[00:00:03] Ian:\nWhen?\n\n[00:01:10] Petra:\n9:30\n\n[00:02:17] Ian:\nAnd then?\n\n[00:03:24] Petra:\n1 hour\n",
			[]string{"3 Ian: When?", "70 Petra: 9:30", "137 Ian: And then?", "204 Petra: 1 hour"}},
		{"times above names", "0:03\nIan Hare\nWhen?\n\n0:10\nPetra Vogt\n9:30\n\n0:17\nIan Hare\nDaily?\n\n0:24\nPetra Vogt\nYes.\n",
			[]string{"3 Ian Hare: When?", "10 Petra Vogt: 9:30", "17 Ian Hare: Daily?", "24 Petra Vogt: Yes."}},
		{"no times", "Ian:\nWhen?\n\nPetra:\n9:30\n\nIan:\nHow long?\n\nPetra:\n20 minutes\n",
			[]string{"-1 Ian: When?", "-1 Petra: 9:30", "-1 Ian: How long?", "-1 Petra: 20 minutes"}},
		{"no times, at the end", "Ian: When?\n\nPetra: Well.\n9:30\n\nIan: How long?\n\nPetra: 20 minutes\n",
			[]string{"-1 Ian: When?", "-1 Petra: Well. 9:30", "-1 Ian: How long?", "-1 Petra: 20 minutes"}},
		{"no times, a paragraph", "Ian: When?\n\nPetra: Soon.\n\n9:30\n\nIan: So?\n\nPetra: Yes.\n", []string{"-1 Ian: When?", "-1 Petra: Soon. 9:30", "-1 Ian: So?", "-1 Petra: Yes."}},
		{"no times, names alone", "Interviewer\nWhen?\n\nPetra Vogt\n9:30\n\nInterviewer\nHow long?\n\nPetra Vogt\n20 minutes\n\nInterviewer\nSo.\n\nPetra Vogt\nBye.\n",
			[]string{"-1 Interviewer: When?", "-1 Petra Vogt: 9:30", "-1 Interviewer: How long?", "-1 Petra Vogt: 20 minutes", "-1 Interviewer: So.", "-1 Petra Vogt: Bye."}},
		{"times below names", "Ian Hare\n0:03\nWhen?\n\nPetra Vogt\n0:10\n9:30\n\nIan Hare\n0:17\nDaily?\n\nPetra Vogt\n0:24\nYes.\n",
			[]string{"3 Ian Hare: When?", "10 Petra Vogt: 9:30", "17 Ian Hare: Daily?", "24 Petra Vogt: Yes."}},
		{"times within turns", "Ian Hare  0:03\nWhen?\n\nPetra Vogt  0:10\nWell.\n\n0:15\n\nAt nine.\n\nIan Hare  0:17\nDaily?\n\nPetra Vogt  0:24\nYes.\n",
			[]string{"3 Ian Hare: When?", "10 Petra Vogt: Well.", "15 Petra Vogt: At nine.", "17 Ian Hare: Daily?", "24 Petra Vogt: Yes."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			found := find(t, doc, Options{})
			var got []string
			for _, u := range found.Turns {
				at, who := -1, "-"
				if u.From != corpus.NoTime {
					at = int(u.From / time.Second)
				}
				if u.Speaker >= 0 {
					who = found.Speakers[u.Speaker].Label
				}
				got = append(got, fmt.Sprintf("%d %s: %s", at, who, strings.Join(strings.Fields(doc.Body[u.Body:u.End]), " ")))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
