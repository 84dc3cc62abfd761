package transcript

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// Rows that name the columns are no turns, numbers of rows are no times, and what is in other columns is left out.
func TestRowsThatNobodySays(t *testing.T) {
	heading := func(text string) corpus.LeftOut { return corpus.LeftOut{Why: corpus.HeadingRow, Text: text} }
	for _, tt := range []struct {
		name, text string
		want       []string
		left       []corpus.LeftOut
	}{
		{"numbers with stops", "#\tSpeaker\tText\n1.\tIH\tWhy?\n2.\tPV\tSo.\n3.\tIH\tSo?\n4.\tPV\tSo it was.\n",
			[]string{"-- IH: Why?", "-- PV: So.", "-- IH: So?", "-- PV: So it was."}, []corpus.LeftOut{heading("#\tSpeaker\tText")}},
		{"seconds", "Start\tSpeaker\tText\n1.5\tIH\tWhy?\n4.25\tPV\tSo.\n7.0\tIH\tSo?\n9.5\tPV\tSo it was.\n",
			[]string{"00:00:01- IH: Why?", "00:00:04- PV: So.", "00:00:07- IH: So?", "00:00:09- PV: So it was."}, []corpus.LeftOut{heading("Start\tSpeaker\tText")}},
		{"NVivo", "Speaker\tTimespan\tContent\nIH\t0:00.0 - 0:04.2\tWhy?\nPV\t0:04.2 - 0:09.5\tSo.\nSpeaker\tTimespan\tContent\nIH\t0:09.5 - 0:11.0\tSo?\n",
			[]string{"00:00:00-00:00:04 IH: Why?", "00:00:04-00:00:09 PV: So.", "00:00:09-00:00:11 IH: So?"},
			[]corpus.LeftOut{heading("Speaker\tTimespan\tContent"), heading("Speaker\tTimespan\tContent")}},
		{"NVivo with nobody and notes", "Timespan\tContent\tCode\tSpeaker\n0:00.0 - 0:04.2\tWhy?\t\tIH\n0:04.2 - 0:09.5\t(It rains.)\n0:09.5 - 0:11.0\tSo.\tweather\tPV\n",
			[]string{"00:00:00-00:00:04 IH: Why?", "00:00:04-00:00:09 : (It rains.)", "00:00:09-00:00:11 PV: So."},
			[]corpus.LeftOut{heading("Timespan\tContent\tCode\tSpeaker"), {Why: corpus.OtherColumn, Where: `column "Code"`, Text: "weather"}}},
		{"names where the speaker changes", "Time\tSpeaker\tText\n0:01\tIH\tWhy?\n0:04\tPV\tSo.\n0:06\t\tAs it was.\n0:08\t\t(It rains.)\n0:10\tIH\tSo?\n0:12\tPV\tYes.\n0:15\t\tFor good.\n",
			[]string{"00:00:01- IH: Why?", "00:00:04- PV: So.", "00:00:06- PV: As it was.", "00:00:08- : (It rains.)", "00:00:10- IH: So?", "00:00:12- PV: Yes.",
				"00:00:15- PV: For good."}, []corpus.LeftOut{heading("Time\tSpeaker\tText")}},
		{"names in each row", "Time\tSpeaker\tText\n0:01\tIH\tWhy?\n0:04\tPV\tSo.\n0:06\t\tAs it was.\n0:08\tPV\tYes.\n0:10\tIH\tSo?\n0:12\tPV\tYes.\n0:15\t\tFor good.\n",
			[]string{"00:00:01- IH: Why?", "00:00:04- PV: So.", "00:00:06- : As it was.", "00:00:08- PV: Yes.", "00:00:10- IH: So?", "00:00:12- PV: Yes.",
				"00:00:15- : For good."}, []corpus.LeftOut{heading("Time\tSpeaker\tText")}},
		{"a column for each", "Interviewer\tRespondent\nWhy was that so?\t\n\tIt rained on all of us.\nAnd then what was it?\t\n\tThen we left the yard.\n",
			[]string{"-- Interviewer: Why was that so?", "-- Respondent: It rained on all of us.", "-- Interviewer: And then what was it?",
				"-- Respondent: Then we left the yard."}, []corpus.LeftOut{heading("Interviewer\tRespondent")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			got := find(t, doc, Options{})
			var turns []string
			for _, u := range got.Turns {
				who := ""
				if u.Speaker >= 0 {
					who = got.Speakers[u.Speaker].Label
				}
				at := corpus.FormatTime(u.From) + "-" + corpus.FormatTime(u.To)
				if u.From < 0 {
					at = "--"
				}
				turns = append(turns, at+" "+who+": "+doc.Body[u.Body:u.End])
			}
			if diff := cmp.Diff(tt.want, turns); diff != "" {
				t.Errorf("layout %s (-want +got)\n%s", got.Layout, diff)
			}
			if diff := cmp.Diff(tt.left, got.LeftOut); diff != "" {
				t.Errorf("left out (-want +got)\n%s", diff)
			}
		})
	}
}
