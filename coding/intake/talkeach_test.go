package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/intake"
	"crosscase/corpus"
)

// A column for each speaker is a transcript, with times or without, whether one speaks in a row or both.
func TestColumnForEachSpeaker(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"numbered, with beginning, end and length", "Zeile\tStart\tEnde\tDauer\tIH\tPV\n1\t00:00:00.000\t00:00:03.500\t3.5\t" + yard[0] + "\t\n" +
			"2\t00:00:04.000\t00:00:07.500\t3.5\t\t" + yard[1] + "\n3\t00:00:08.000\t00:00:11.500\t3.5\t" + yard[2] + "\t\n4\t00:00:12.000\t00:00:15.500\t3.5\t\t" + yard[3] + "\n",
			timedYard(true)},
		{"both in a row", "time\tInterviewer\tPetra Vogt\n0:00\t" + yard[0] + "\t" + yard[1] + "\n0:09\t" + yard[2] + "\t" + yard[3] + "\n",
			[]string{"00:00:00||Interviewer|" + yard[0], "00:00:00||Petra Vogt|" + yard[1], "00:00:09||Interviewer|" + yard[2], "00:00:09||Petra Vogt|" + yard[3]}},
		{"no times, with notes", "Nr.\tInterviewerin\tBefragter\tAnmerkung\n1\t" + yard[0] + "\t\t\n2\t\t" + yard[1] + "\tlacht\n3\t" + yard[2] + "\t\t\n4\t\t" + yard[3] + "\t\n",
			[]string{"||Interviewerin|" + yard[0], "||Befragter|" + yard[1], "||Interviewerin|" + yard[2], "||Befragter|" + yard[3]}},
		{"a group", "Zeit\tModeratorin\tAnna\tBen\n00:01\t" + yard[0] + "\t\t\n00:05\t\t" + yard[1] + "\tJa.\n00:09\t\t\t" + yard[3] + "\n",
			[]string{"00:00:01||Moderatorin|" + yard[0], "00:00:05||Anna|" + yard[1], "00:00:05||Ben|Ja.", "00:00:09||Ben|" + yard[3]}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			imports := readTable(t, "a.tsv", tt.text, intake.SurveyColumns{})
			if diff := cmp.Diff(tt.want, spoken(imports[0])); diff != "" || len(imports) != 1 {
				t.Errorf("%d sources (-want +got)\n%s", len(imports), diff)
			}
		})
	}
}

// Surveys stay surveys, though a column is called by a role.
func TestColumnsOfInterviewers(t *testing.T) {
	for name, text := range map[string]string{
		"who asked":          "Time,Interviewer,Answer\n10:05,IH,Less paper and more time\n10:07,AK,A key for everybody who comes\n10:30,IH,Nothing at all I think\n",
		"one who asked":      "Time,Interviewer,Respondent,What changed?\n10:05,IH,P1,Less paper and more time\n10:07,IH,P2,A key for everybody\n10:30,IH,P3,Nothing at all I think\n",
		"questions together": "Time,What changed?,What else?\n10:05,Less paper and more time,A key for everybody who comes\n10:07,Nothing at all I think,By hand of course I think\n",
	} {
		t.Run(name, func(t *testing.T) {
			for _, i := range readTable(t, "a.csv", text, intake.SurveyColumns{Each: "turn"}) {
				if i.Facts.Type != corpus.TypeSurvey {
					t.Errorf("type %q: %q", i.Facts.Type, spoken(i))
				}
			}
		})
	}
}

// An empty cell goes on with who speaks above where a name is only written as the speaker changes; else it is nobody's.
func TestEmptySpeakerCells(t *testing.T) {
	for _, tt := range []struct{ name, who, want string }{
		{"where it changes", "Interviewer,Marta,,Interviewer,Marta,", "Interviewer,Marta,Marta,Interviewer,Marta,Marta"},
		{"several in a row", "Interviewer,Marta,,,Interviewer,Marta,,Interviewer", "Interviewer,Marta,Marta,Marta,Interviewer,Marta,Marta,Interviewer"},
		{"names are repeated", "Interviewer,Marta,,Marta,Interviewer,Marta,,Interviewer", "Interviewer,Marta,,Marta,Interviewer,Marta,,Interviewer"},
		{"one", "Interviewer,Marta,,Interviewer,Marta", "Interviewer,Marta,,Interviewer,Marta"},
		{"the first", ",Interviewer,Marta,,Interviewer,Marta,", ",Interviewer,Marta,,Interviewer,Marta,"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := "Timecode,Speaker,Text\n"
			for n, who := range strings.Split(tt.who, ",") {
				text += fmt.Sprintf("00:00:%02d,%s,We left before it rained.\n", n, who)
			}
			var got []string
			for _, turn := range spoken(readTable(t, "a.csv", text, intake.SurveyColumns{})[0]) {
				got = append(got, strings.Split(turn, "|")[2])
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, ",")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
