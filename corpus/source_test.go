package corpus

import (
	"strings"
	"testing"
)

func TestParseSourceType(t *testing.T) {
	tests := []struct {
		text string
		want SourceType
	}{
		{"interview", TypeInterview},
		{"Interview", TypeInterview},
		{" meeting ", TypeMeeting},
		{"Site visit", TypeSiteVisit},
		{"site_visit", TypeSiteVisit},
		{"SITE-VISIT", TypeSiteVisit},
		{"survey", TypeSurvey},
		{"document", TypeDocument},
		{"other", TypeOther},
		{"", TypeOther},
		{"--", TypeOther},
	}
	for _, tt := range tests {
		if got, err := ParseSourceType(tt.text); err != nil || got != tt.want {
			t.Errorf("ParseSourceType(%q) = %q, %v, want %q", tt.text, got, err, tt.want)
		}
	}
	_, err := ParseSourceType("intervew")
	want := `type "intervew": unknown; use interview, meeting, document, site-visit, survey, other`
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %q", err, want)
	}
}

// Every type is read back from its own name, however it is capitalised.
func TestSourceTypesAreParsed(t *testing.T) {
	for _, want := range SourceTypes {
		for _, text := range []string{string(want), strings.ToUpper(string(want)), strings.ReplaceAll(string(want), "-", " ")} {
			if got, err := ParseSourceType(text); err != nil || got != want {
				t.Errorf("ParseSourceType(%q) = %q, %v, want %q", text, got, err, want)
			}
		}
	}
}
