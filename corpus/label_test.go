package corpus

import "testing"

func TestLabels(t *testing.T) {
	tests := []struct {
		label                 string
		researcher, anonymous bool
	}{
		{"Interviewer", true, false},
		{"INTERVIEWER", true, false},
		{"Int.", true, false},
		{"I", true, false},
		{"I:", false, false}, // the layout has removed the colon
		{"Moderator 2", true, false},
		{"Enquêtrice", true, false},
		{"Speaker 1", false, true},
		{"SPEAKER_00", false, true},
		{"Interviewee", false, true},
		{"P3", false, true},
		{"R", false, false}, // an initial
		{"P", false, false},
		{"P.", false, true},
		{"Participant #4", false, true},
		{"Participant 3 (female, 41)", false, true},
		{"Unknown", false, true},
		{"Speaker B", false, true},
		{"Speaker Bee", false, false},
		{"spk_0", false, true},
		{"INV", true, false},
		{"Channel 1", false, true},
		{"CHI", false, true},
		{"PAR0", false, true},
		{"Chi", false, false}, // a name
		{"Teilnehmerin 2", false, true},
		{"7", false, true},
		{"", false, false},
		{"Jane Roe", false, false},
		{"Roe", false, false},
		{"Spencer", false, false},
		{"Manfred", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			if got := ResearcherLabel(tt.label); got != tt.researcher {
				t.Errorf("ResearcherLabel(%q) = %v, want %v", tt.label, got, tt.researcher)
			}
			if got := AnonymousLabel(tt.label); got != tt.anonymous {
				t.Errorf("AnonymousLabel(%q) = %v, want %v", tt.label, got, tt.anonymous)
			}
		})
	}
}
