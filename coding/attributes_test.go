package coding_test

import (
	"errors"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/codingtest"
)

// A name or a value that nothing has is an error that suggests what was meant.
func TestFindAttributes(t *testing.T) {
	s := codingtest.Room(func(s *coding.Study) {
		s.Participants[0].Role, s.Participants[0].Attributes = "Superintendent", map[string]string{"Rank": "High", "age": "52"}
		s.Organisations[0].Kind = "police"
		s.Sources[0].Attributes = map[string]string{"phase": "1"}
		s.Cases[1].Attributes = map[string]string{"country": "Wales"}
	})
	attribute := func(name string) (string, error) { return s.FindAttribute(name) }
	value := func(of string) func(string) (string, error) {
		return func(value string) (string, error) {
			a, err := s.FindAttributeValue(of, value)
			return a.Value, err
		}
	}
	for _, tt := range []struct {
		kind              string
		find              func(string) (string, error)
		typed, want, hint string // a hint is of an error
	}{
		{"attribute", attribute, "Rank", "Rank", ""},
		{"attribute", attribute, " rank ", "Rank", ""},
		{"attribute", attribute, "kind", "kind", ""},
		{"attribute", attribute, "phase", "phase", ""},
		{"attribute", attribute, "Country", "country", ""},
		{"country", value("country"), "wales", "Wales", ""},
		{"country", value("country"), "Whales", "", `did you mean "Wales"?`},
		{"attribute", attribute, "rnak", "", `did you mean "Rank"?`},
		{"attribute", attribute, "", "", `known are "Rank", "age", "country", "kind", "phase"`},
		{"attribute", attribute, "height", "", `known are "Rank", "age", "country", "kind", "phase"`},
		{"rank", value("rank"), "high", "High", ""},
		{"rank", value("rank"), "hgih", "", `did you mean "High"?`},
		{"rank", value("rank"), "low", "", `known are "High"`},
		{"rank", value("rank"), "(none)", "(none)", ""},
		{"age", value("age"), "60..70", "60..70", ""},
		{"age", value("age"), "..30", "..30", ""},
		{"age", value("age"), "..", "", `known are "52"`},
		{"age", value("age"), "old..young", "", `known are "52"`},
		{"age", value("age"), "53", "", `did you mean "52"?`},
		{"kind", value("kind"), "polise", "", `did you mean "police"?`},
		{"an attribute that is not there", value("rnak"), "high", "high", `did you mean "Rank"?`},
		{"role", s.FindRole, "superintendent", "Superintendent", ""},
		{"role", s.FindRole, "researcher", "researcher", ""},
		{"role", s.FindRole, "superintendant", "", `did you mean "Superintendent"?`},
		{"role", s.FindRole, "nurse", "", `known are "Superintendent", "researcher"`},
	} {
		got, err := tt.find(tt.typed)
		if tt.hint == "" && (err != nil || got != tt.want) {
			t.Errorf("%s %q: %q, %v, want %q", tt.kind, tt.typed, got, err, tt.want)
		}
		if tt.hint != "" && (!errors.Is(err, coding.ErrUnknown) || !strings.Contains(coding.Hint(err), tt.hint)) {
			t.Errorf("%s %q: %v (%s), want one that is unknown (%s)", tt.kind, tt.typed, err, coding.Hint(err), tt.hint)
		}
	}
	if _, err := codingtest.Room(nil).FindAttribute("age"); !strings.Contains(coding.Hint(err), "there are none yet") {
		t.Errorf("a study without attributes: %v (%s)", err, coding.Hint(err))
	}
}
