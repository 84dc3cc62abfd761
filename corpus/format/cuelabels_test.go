package format

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// Where two people speak in a cue, each has a block of their own; identifiers that recur as
// names do are names.
func TestCuesOfTwo(t *testing.T) {
	const one, two, three = "00:00:01,000 --> 00:00:02,000\n", "00:00:03,000 --> 00:00:04,000\n", "00:00:05,000 --> 00:00:06,000\n"
	const vone, vtwo, vthree, vfour = "00:01.000 --> 00:02.000\n", "00:03.000 --> 00:04.000\n", "00:05.000 --> 00:06.000\n", "00:07.000 --> 00:08.000\n"
	tests := []struct {
		name, file, text string
		want             []string
		left             []string
	}{
		{"a name in the middle of a line", "a.srt", one + "ANNA: Who came? BEN: Nobody.\n\n" + two + "ANNA: Why? BEN: It rained.\n",
			[]string{"ANNA: Who came?", "BEN: Nobody.", "ANNA: Why?", "BEN: It rained."}, nil},
		{"a name on each line", "a.srt", one + "Anna: Who came?\nBen: Nobody.\n\n" + two + "Ben: It rained.\nAnna: Why?\n",
			[]string{"Anna: Who came?", "Ben: Nobody.", "Ben: It rained.", "Anna: Why?"}, nil},
		{"a name on the second line", "a.srt", one + "And who\nBen: Nobody.\n\n" + two + "Ben: It rained\nall day.\n",
			[]string{"And who", "Ben: Nobody.", "Ben: It rained all day."}, nil},
		{"a dash on each line", "a.srt", one + "- Who came?\n- Nobody.\n\n" + two + "- Why?\n", []string{"- Who came?", "- Nobody.", "- Why?"}, nil},
		{"dashes in a line", "a.srt", one + "- Who came? - Nobody.\n\n" + two + "Two - or three.\n", []string{"- Who came?", "- Nobody.", "Two - or three."}, nil},
		{"dashes and names", "a.srt", one + "- Anna: Who came?\n- Ben: Nobody.\n\n" + two + "- Anna: Why?\n- Ben: So.\n",
			[]string{"Anna: Who came?", "Ben: Nobody.", "Anna: Why?", "Ben: So."}, nil},
		{"a word before a colon", "a.srt", one + "He left. Reason: none.\n\n" + two + "Anna: why? So: it rained.\n",
			[]string{"He left. Reason: none.", "Anna: why? So: it rained."}, nil},
		{"a roll with names", "a.vtt", "WEBVTT\n\n" + vone + "ANNA: Who came\n\n" + vtwo + "ANNA: Who came\nto the depot?\n\n" +
			vthree + "to the depot?\nBEN: Nobody.\n\n" + vfour + "BEN: Nobody.\nIt rained.\n",
			[]string{"ANNA: Who came", "to the depot?", "BEN: Nobody.", "It rained."}, []string{"ANNA: Who came", "to the depot?", "BEN: Nobody."}},
		{"identifiers that are names", "a.vtt", "WEBVTT\n\nAnna Roe\n" + vone + "Who came?\n\nBen\n" + vtwo + "Nobody.\n\nAnna Roe\n" + vthree +
			"Why?\n\nBen\n" + vfour + "So.\n", []string{"Anna Roe| Who came?", "Ben| Nobody.", "Anna Roe| Why?", "Ben| So."}, nil},
		{"numbers and names", "a.vtt", "WEBVTT\n\n1 Anna Roe\n" + vone + "Who came?\n\n2 SPEAKER_01\n" + vtwo + "Nobody.\n\n3 Anna Roe\n" + vthree +
			"Why?\n\n4 SPEAKER_01\n" + vfour + "So.\n", []string{"Anna Roe| Who came?", "SPEAKER_01| Nobody.", "Anna Roe| Why?", "SPEAKER_01| So."}, nil},
		{"identifiers with particles and commas", "a.vtt", "WEBVTT\n\nMüller, Anke\n" + vone + "Who came?\n\nJosé da Silva\n" + vtwo + "Nobody.\n\nMüller, Anke\n" +
			vthree + "Why?\n\nJosé da Silva\n" + vfour + "So.\n", []string{"Müller, Anke| Who came?", "José da Silva| Nobody.", "Müller, Anke| Why?", "José da Silva| So."}, nil},
		{"chevrons within lines", "a.srt", one + ">> Who came? >> Nobody\n\n" + two + "came. &gt;&gt; Why? >>> So.\n",
			[]string{">> Who came?", ">> Nobody", "came.", ">> Why?", ">>> So."}, nil},
		{"chevrons in captions that roll", "a.srt", one + ">> THE COUNCIL MET\n\n" + two + ">> THE COUNCIL MET\nIN MAY. >> WHO PAID\n\n" + three +
			"IN MAY. >> WHO PAID\nIT THEN?\n", []string{">> THE COUNCIL MET", "IN MAY.", ">> WHO PAID", "IT THEN?"},
			[]string{">> THE COUNCIL MET", "IN MAY. >> WHO PAID"}},
		{"chevrons that are said", "a.srt", one + "Type file >> log, then.\n\n" + two + "So.\n", []string{"Type file >> log, then.", "So."}, nil},
		{"identifiers that are chapters", "a.vtt", "WEBVTT\n\nIntroduction\n" + vone + "Who came?\n\nThe Depot\n" + vtwo + "Nobody.\n",
			[]string{"Who came?", "Nobody."}, []string{"Introduction", "The Depot"}},
		{"identifiers that are numbered", "a.vtt", "WEBVTT\n\ncue-1\n" + vone + "Who came?\n\ncue-2\n" + vtwo + "Nobody.\n", []string{"Who came?", "Nobody."}, nil},
		{"names that occur once, on lines", "a.srt", one + "FALK: Here it is.\nWIELAND: Still?\n\n" + two + "Still. Since 1998.\n",
			[]string{"FALK: Here it is.", "WIELAND: Still?", "Still. Since 1998."}, nil},
		{"names that occur once, in a line", "a.vtt", "WEBVTT\n\n" + vone + "FALK: Here it is. WIELAND: Still?\n\n" + vtwo + "Still.\n",
			[]string{"FALK: Here it is.", "WIELAND: Still?", "Still."}, nil},
		{"full names that occur once", "a.srt", one + "Greta Falk: Here it is.\nJonas Wieland: Still?\n\n" + two + "Still.\n",
			[]string{"Greta Falk: Here it is.", "Jonas Wieland: Still?", "Still."}, nil},
		{"a list in a cue", "a.srt", one + "It has two sides. Good: the price. Bad: the noise.\n\n" + two + "Still.\n",
			[]string{"It has two sides. Good: the price. Bad: the noise.", "Still."}, nil},
		{"three in a cue", "a.srt", one + "ANNA: So? BEN: No. ANNA: Why?\n\n" + three + "BEN: So.\n", []string{"ANNA: So?", "BEN: No.", "ANNA: Why?", "BEN: So."}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read(tt.file, []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			var got, left []string
			for _, c := range cuesOf(doc) {
				if c.Voice != "" {
					c.Text = c.Voice + "| " + c.Text
				}
				got = append(got, c.Text)
			}
			for _, l := range doc.LeftOut {
				if l.Why == corpus.Annotation || l.Why == corpus.RepeatedCaption {
					left = append(left, l.Text)
				}
			}
			if diff := cmp.Diff(tt.want, got) + cmp.Diff(tt.left, left); diff != "" {
				t.Error(diff)
			}
		})
	}
}
