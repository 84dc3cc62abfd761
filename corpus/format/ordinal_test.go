package format

import "testing"

func TestOrdinal(t *testing.T) {
	tests := []struct {
		n            int
		format, want string
	}{
		{7, "decimal", "7"},
		{7, "", "7"},
		{7, "cardinalText", "7"}, // spelled out in Word; the number is clear
		{7, "decimalZero", "07"},
		{12, "decimalZero", "12"},
		{1, "lowerLetter", "a"},
		{26, "lowerLetter", "z"},
		{27, "lowerLetter", "aa"},
		{53, "upperLetter", "AAA"},
		{234, "upperLetter", "ZZZZZZZZZ"},
		{235, "upperLetter", "235"},
		{0, "lowerLetter", "0"},
		{1, "lowerRoman", "i"},
		{4, "upperRoman", "IV"},
		{9, "upperRoman", "IX"},
		{1994, "upperRoman", "MCMXCIV"},
		{3888, "lowerRoman", "mmmdccclxxxviii"},
		{4000, "upperRoman", "4000"},
		{-1, "upperRoman", "-1"},
	}
	for _, tt := range tests {
		if got := ordinal(tt.n, tt.format); got != tt.want {
			t.Errorf("ordinal(%d, %q) = %q, want %q", tt.n, tt.format, got, tt.want)
		}
	}
}
