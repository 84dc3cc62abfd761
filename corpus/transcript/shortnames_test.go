package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A surname with a title and initials mean the one full name that they can mean; a name with a slip is not
// taken for another.
func TestShorterNames(t *testing.T) {
	const frame = "Maria Huber: Wer war das?\n\nJonas Weber: Ich nicht.\n\nMaria Huber: Aha.\n\nJonas Weber: Und Sie?\n\n%: Niemand.\n\nJonas Weber: Gut.\n"
	for label, want := range map[string]string{"Fr. Huber": "Maria Huber", "Frau Huber": "Maria Huber", "Huber": "Maria Huber", "Dr. Huber": "Maria Huber",
		"MH": "Maria Huber", "M.H.": "Maria Huber", "JW": "Jonas Weber", "Prof. Weber": "Jonas Weber", "Herr Weber": "Jonas Weber",
		"Maria Hubre": "Maria Hubre", "Frau Huber (Tochter)": "Frau Huber (Tochter)", "Anna Huber": "Anna Huber", "Frau Kern": "Frau Kern"} {
		got := told(t, strings.Replace(frame, "%", label, 1))[4]
		if label == "MH" || label == "JW" || label == "M.H." { // may be anybody's where they occur once
			got = told(t, strings.Replace(frame, "%", label, 1)+"\n"+label+": Nein.\n")[4]
		}
		if got != want+": Niemand." {
			t.Errorf("%s: %q, want %s", label, got, want)
		}
	}
	tests := []struct{ text, want string }{
		{"Frau Huber: Wer?|Ole Brandt: Ich.|Fr. Huber: So?|Ole Brandt: Ja.|Huber: Gut.|Dr. Brandt: Gut.",
			"Frau Huber: Wer?|Ole Brandt: Ich.|Frau Huber: So?|Ole Brandt: Ja.|Frau Huber: Gut.|Ole Brandt: Gut."},
		{"Frau Huber: Wer?|Ole Brandt: Ich.|Herr Huber: So?|Ole Brandt: Ja.|Huber: Gut.|Ole Brandt: Ja.",
			"Frau Huber: Wer?|Ole Brandt: Ich.|Herr Huber: So?|Ole Brandt: Ja.|Huber: Gut.|Ole Brandt: Ja."},
		{"Maria Huber: Wer?|Anna Huber: Ich.|Maria Huber: So?|Anna Huber: Ja.|Frau Huber: Gut.|Anna Huber: Ja.",
			"Maria Huber: Wer?|Anna Huber: Ich.|Maria Huber: So?|Anna Huber: Ja.|Frau Huber: Gut.|Anna Huber: Ja."},
		{"Interviewer (TB): Why?|Respondent (RM): So.|Interviewer (TB): And?|RM: No.|TB: No?|Respondent (RM): No.",
			"Interviewer (TB): Why?|Respondent (RM): So.|Interviewer (TB): And?|Respondent (RM): No.|Interviewer (TB): No?|Respondent (RM): No."},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(strings.Split(tt.want, "|"), told(t, strings.ReplaceAll(tt.text, "|", "\n\n")+"\n")); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}
