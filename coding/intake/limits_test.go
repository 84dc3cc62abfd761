package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"crosscase/coding/intake"
	"crosscase/corpus/format"
)

// Files that would take minutes and gigabytes to store are refused with what is too much in
// them, whatever their format is.
func TestLimits(t *testing.T) {
	lines := func(n int, line func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(i))
		}
		return b.String()
	}
	tests := []struct{ name, file, text, want string }{
		{"respondents", "a.csv", "id,text\n" + lines(40_001, func(i int) string { return fmt.Sprintf("R%d,we all took the bus\n", i) }), "40001 lines of answers"},
		{"speakers of a table", "a.csv", "speaker,text\n" + lines(80_002, func(i int) string { return fmt.Sprintf("P%d,we all took the bus\n", i/2) }), "40001 people speak"},
		{"turns of a table", "a.csv", "speaker,text\n" + lines(100_001, func(i int) string { return fmt.Sprintf("P%d,we left\n", i%2) }), "100001 turns"},
		{"paragraphs", "a.txt", lines(100_001, func(int) string { return "We left.\n\n" }), "100001 turns or paragraphs"},
		{"a long table", "a.csv", "speaker,text\n" + lines(3, func(i int) string { return fmt.Sprintf("P%d,%s\n", i%2, strings.Repeat("we left ", 1<<18+1<<17)) }), "MB is the most"},
		{"a long answer", "a.csv", "id,text\n" + lines(3, func(i int) string { return fmt.Sprintf("%d,%s\n", i, strings.Repeat("we left ", 1<<18+1<<17)) }), "MB is the most"},
		{"accents in a table", "a.csv", "speaker,text\nA,a" + strings.Repeat("\u0301", 100) + "\nB,we left\n", "accents"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := intake.Reader{Format: &format.Reader{}}
			_, err := r.Read(tt.file, []byte(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) || !errors.Is(err, format.ErrTooLarge) && !errors.Is(err, format.ErrDamaged) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}
