package transcript

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Times in the tables of ELAN are no words and nobody's name, in whatever unit and place.
func TestTimesInTables(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"milliseconds with a duration", "IH\tI\t0\t3500\t3500\tHow did you come here?\nPV\tP\t4000\t7500\t3500\tWe took the bus.\nIH\tI\t8000\t11500\t3500\tWho paid?\n" +
			"PV\tP\t12000\t15500\t3500\tNobody paid.\nIH\tI\t16000\t19500\t3500\tWhy?\nPV\tP\t20000\t23500\t3500\tIt rained.\n", []string{"0-3500 IH: How did you come here?", "4000-7500 PV: We took the bus.", "8000-11500 IH: Who paid?",
			"12000-15500 PV: Nobody paid.", "16000-19500 IH: Why?", "20000-23500 PV: It rained."}},
		{"milliseconds alone", "IH\t0\t3500\tHow did you come here?\nPV\t4000\t7500\tWe took the bus.\nIH\t8000\t11500\tWho paid?\nPV\t12000\t15500\tNobody paid.\nIH\t16000\t19500\tWhy?\nPV\t20000\t23500\tIt rained.\n",
			[]string{"0-3500 IH: How did you come here?", "4000-7500 PV: We took the bus.", "8000-11500 IH: Who paid?", "12000-15500 PV: Nobody paid.", "16000-19500 IH: Why?", "20000-23500 PV: It rained."}},
		{"numbers of lines", "IH\t1\t2\tHow did you come here?\nPV\t3\t4\tWe took the bus.\nIH\t5\t6\tWho paid?\nPV\t7\t8\tNobody paid.\nIH\t9\t10\tWhy?\nPV\t11\t12\tIt rained.\n",
			[]string{"- IH: How did you come here?", "- PV: We took the bus.", "- IH: Who paid?", "- PV: Nobody paid.", "- IH: Why?", "- PV: It rained."}},
		{"rows of times", "IH\tHow did you come here?\nTC\t00:00:00.000 - 00:00:03.500\n\nPV\tWe took\n\tthe bus.\nTC\t00:00:04.000 - 00:00:07.500\n\nIH\tWho paid?\n" +
			"TC\t00:00:08.000 - 00:00:11.500\n\nPV\tNobody paid.\nTC\t00:00:12.000 - 00:00:15.500\n",
			[]string{"0-3500 IH: How did you come here?", "4000-7500 PV: We took the bus.", "8000-11500 IH: Who paid?", "12000-15500 PV: Nobody paid."}},
		{"a column for each tier", "Begin Time\tEnd Time\tDuration\tIH\tPV\n00:00:00.000\t00:00:03.500\t00:00:03.500\tHow did you come here?\t\n" +
			"00:00:04.000\t00:00:07.500\t00:00:03.500\t\tWe took the bus.\n00:00:08.000\t00:00:11.500\t00:00:03.500\tAnd who paid?\t\n" +
			"00:00:12.000\t00:00:15.500\t00:00:03.500\t\tNobody paid.\n",
			[]string{"0-3500 IH: How did you come here?", "4000-7500 PV: We took the bus.", "8000-11500 IH: And who paid?", "12000-15500 PV: Nobody paid."}},
		{"times that are said", "Ian\tWhen?\nPetra\t9:30\nIan\tAnd then?\nPetra\t9:45\nIan\tAnd then?\nPetra\t10:00\n",
			[]string{"- Ian: When?", "- Petra: 9:30", "- Ian: And then?", "- Petra: 9:45", "- Ian: And then?", "- Petra: 10:00"}},
		{"names before times", "Ian Hare\t0:03\nWho paid?\n\nPetra Vogt\t0:07\nNobody paid.\n\nIan Hare\t0:09\nWhy?\n\nPetra Vogt\t0:12\nSo.\n",
			[]string{"3000 Ian Hare: Who paid?", "7000 Petra Vogt: Nobody paid.", "9000 Ian Hare: Why?", "12000 Petra Vogt: So."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			found := find(t, doc, Options{})
			var got []string
			for _, u := range found.Turns {
				if u.Speaker < 0 { // the row that names the columns
					continue
				}
				at := "-"
				if u.From >= 0 {
					at = fmt.Sprint(int64(u.From / time.Millisecond))
				}
				if u.To >= 0 {
					at += fmt.Sprintf("-%d", u.To/time.Millisecond)
				}
				got = append(got, fmt.Sprintf("%s %s: %s", at, found.Speakers[u.Speaker].Label, strings.Join(strings.Fields(doc.Body[u.Body:u.End]), " ")))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
