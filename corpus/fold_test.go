package corpus

import "testing"

func TestCutPrefixFold(t *testing.T) {
	for _, test := range []struct {
		s, prefix, after string
		found            bool
	}{
		{"attr:age", "attr:", "age", true},
		{"Attr:Age", "attr:", "Age", true},
		{"attr:ȺȺȺ", "ATTR:", "ȺȺȺ", true},           // whose lower case is longer
		{"attr:İlçe = A", "attr:", "İlçe = A", true}, // whose lower case is shorter
		{"\u212Aelvin 5", "kelvin", " 5", true},      // the Kelvin sign has three bytes, k one
		{"kelvin 5", "\u212Aelvin", " 5", true},
		{"Attr:\xff\x9b\x91", "attr:", "\xff\x9b\x91", true},
		{"\xff", "\xff", "", true},
		{"att", "attr:", "att", false},
		{"", "a", "", false},
		{"a", "", "a", true},
		{"", "", "", true},
	} {
		if after, found := CutPrefixFold(test.s, test.prefix); after != test.after || found != test.found {
			t.Errorf("CutPrefixFold(%q, %q) = %q, %v, want %q, %v", test.s, test.prefix, after, found, test.after, test.found)
		}
	}
}
