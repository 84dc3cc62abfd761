package transcript

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// Times with which lines begin are those of the words behind them where nobody speaks; times of the
// day, of a visit, and numbers within prose stay words.
func TestTimesBeforeWords(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // seconds and words
	}{
		{"brackets", "[00:00:00] How did you come?\n[00:01:05] And who paid?\nNobody said.\n[00:02:10] So.\n",
			[]string{"0 How did you come?", "65 And who paid? Nobody said.", "130 So."}},
		{"paragraphs", "A walk\n\n[00:00] How did you come?\n\n[01:05] And who paid?\n\n[02:10] So.\n\n[02:20] Why?\n", []string{"-1 A walk", "0 How did you come?", "65 And who paid?", "130 So.", "140 Why?"}},
		{"no brackets", "0:00 how did you come?\n0:37 and who paid?\n1:14 so it was\n", []string{"0 how did you come?", "37 and who paid?", "74 so it was"}},
		{"hours", "00:00:00 how did you come?\n00:00:37 and who paid?\n01:00:14 so it was\n", []string{"0 how did you come?", "37 and who paid?", "3614 so it was"}},
		{"tabs and dashes", "00:05\tHow did you come?\n00:37 - and who paid?\n01:14: so it was\n", []string{"5 How did you come?", "37 and who paid?", "74 so it was"}},
		{"words that look like zones", "0:05 cet homme est venu\n0:37 est-ce que tu as payé\n1:14 oui\n", []string{"5 cet homme est venu", "37 est-ce que tu as payé", "74 oui"}},
		{"some alone", "[00:01:05] How did you come?\n[00:02:05] And who paid?\n\n[00:03:05]\nNobody.\n[00:04:05] So.\n",
			[]string{"65 How did you come?", "125 And who paid?", "185 Nobody.", "245 So."}},
		{"a visit in brackets", "(14:10) We arrive.\n(14:25) The guard opens.\n(15:15) We leave.\n", []string{"-1 (14:10) We arrive. (14:25) The guard opens. (15:15) We leave."}},
		{"a visit", "9:30 We arrive.\n10:05 The guard opens.\n11:15 We leave.\n", []string{"-1 9:30 We arrive. 10:05 The guard opens. 11:15 We leave."}},
		{"not in order", "2:1 was the score. 0:05 We won.\n0:03 It rained.\n0:01 So.\n", []string{"-1 2:1 was the score. 0:05 We won. 0:03 It rained. 0:01 So."}},
		{"two of many", "0:10 was their time.\nThey ran.\nThey won.\n0:12 was ours.\nWe lost.\n0:13 was his.\n", []string{"-1 0:10 was their time. They ran. They won. 0:12 was ours. We lost. 0:13 was his."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			found := find(t, doc, Options{})
			var got []string
			for _, u := range found.Turns {
				at := -1
				if u.From != corpus.NoTime {
					at = int(u.From.Seconds())
				}
				got = append(got, fmt.Sprintf("%d %s", at, strings.Join(strings.Fields(doc.Body[u.Body:u.End]), " ")))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || len(found.Speakers) > 0 {
				t.Error(diff, found.Speakers)
			}
		})
	}
}
