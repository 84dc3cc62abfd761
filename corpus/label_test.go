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
		{"I:", true, false},
		{"Moderator 2", true, false},
		{"Enquêtrice", true, false},
		{"Speaker 1", false, true},
		{"SPEAKER_00", false, true},
		{"Interviewee", false, true},
		{"P3", false, true},
		{"R", false, true},
		{"P", false, true},
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
		// Those who ask, with a name, a letter or a number.
		{"Interviewer (Anna)", true, false},
		{"Interviewer Anna Roe", true, false},
		{"Anna Roe (Interviewer)", true, false},
		{"Interviewer (I)", true, false},
		{"Moderator (M)", true, false},
		{"I (Anna)", true, false},
		{"Interviewer A", true, false},
		{"Interviewer_1", true, false},
		{"I2", true, false},
		{"Interviewer/in", true, false},
		{"Interviewer:in", true, false},
		{"Interviewer*in 2", true, false},
		{"Interviewer(in)", true, false},
		{"InterviewerIn", true, false},
		{"Moderatrice", true, false},
		{"Co-Moderator", true, false},
		{"Fragesteller", true, false},
		{"IV.", true, false},
		{"Q", true, false},
		{"Frage", true, false},
		{"Interviewer's aunt", false, false},
		{"Researcher at the depot", false, false},
		{"Int Roe", false, false}, // a short word needs brackets
		{"Ivy", false, false},
		// Those who are asked.
		{"B", false, true},
		{"B1", false, true},
		{"S00", false, true},
		{"IP", false, true},
		{"IP1", false, true},
		{"TN 3", false, true},
		{"Bf.", false, true},
		{"Befragte*r", false, true},
		{"Befragte/r 2", false, true},
		{"Interviewpartnerin", false, true},
		{"Expertin", false, true},
		{"Patient", false, true},
		{"Teacher A", false, true},
		{"Antwort", false, true},
		{"Informante", false, true},
		{"student 4", false, true},
		// Names and initials.
		{"IH", false, false},
		{"PV", false, false},
		{"王", false, false},
		{"Manager Smith", false, false},
		{"Project Manager", false, false},
		{"Grad A", false, false},
		{"Petra Vogt (Teacher)", false, false},
		{"a.b@example.org", false, false},
		{"+44 20 *****123", false, false},
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
