package coding_test

import (
	"testing"

	"crosscase/coding"
)

func TestParseNumber(t *testing.T) {
	for _, tt := range []struct {
		typed string
		want  float64
		ok    bool
	}{
		{"3", 3, true}, {"3.5", 3.5, true}, {"3,5", 3.5, true}, {" 3,5 ", 3.5, true}, {"-0,25", -0.25, true}, {"+2", 2, true}, {"1e3", 1000,
			true},
		{",5", 0.5, true}, {"5,", 5, true}, {"1,234", 1.234, true}, {"007", 7, true}, {"1e-400", 0, true},
		{"", 0, false}, {" ", 0, false}, {",", 0, false}, {"many", 0, false}, {"3,5,1", 0, false}, {"1.234,5", 0, false}, {"1,234.5", 0, false},
		{"3 5", 0, false}, {"NaN", 0, false}, {"inf", 0, false}, {"-Infinity", 0, false}, {"1e999", 0, false}, {"0x10", 0, false}, {"1_000", 0,
			false},
		{"e", 0, false}, {"-", 0, false}, {"12 years", 0, false}, {"2..10", 0, false},
	} {
		if got, ok := coding.ParseNumber(tt.typed); got != tt.want || ok != tt.ok {
			t.Errorf("ParseNumber(%q) = %v, %v, want %v, %v", tt.typed, got, ok, tt.want, tt.ok)
		}
	}
}

func TestRangesOfNumbers(t *testing.T) {
	for _, tt := range []struct {
		asked, is string
		want      bool
	}{
		{"2..10", "3,5", true}, {"2..10", "3.5", true}, {"2..10", "10", false}, {"2..10", "2", true}, {"2..10", "3,5 years", false},
		{"3,5..4", "3.5", true}, {"3,5..4", "3,49", false}, {"..3,5", "3,4", true}, {"3,5..", "3,5", true}, {"2..10", "", false},
		{"2..10", "nan", false}, {"..", "3", false}, {"a..b", "a..b", true}, {"3,5", "3.5", false}, // what is no range is text
	} {
		if got := (coding.AttributeValue{Value: tt.asked}).Matches(tt.is); got != tt.want {
			t.Errorf("%q matches %q: %v, want %v", tt.asked, tt.is, got, tt.want)
		}
	}
}
