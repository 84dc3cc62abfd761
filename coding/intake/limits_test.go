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
		{"respondents", "a.csv", "id,text\n" + lines(100_001, func(i int) string { return fmt.Sprintf("R%d,we left\n", i) }), "100001 lines of answers"},
		{"respondents with dates", "a.csv", "id,case,text\n" + lines(40_001, func(i int) string { return fmt.Sprintf("R%d,North,we left\n", i) }), "40001 lines of answers"},
		{"columns of answers", "a.csv", "id,why was it?,when was it?\n" + lines(1000, func(i int) string {
			return fmt.Sprintf("R%d,%[2]s,%[2]s\n", i, strings.Repeat("we left ", 1700))
		}), "24 MB of answers"},
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

// A survey that one source has no room for makes several, with each line in one of them and the stand-ins of
// respondents named by their source.
func TestLargeSurvey(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,text\n")
	const lines = 40_003
	for i := range lines {
		fmt.Fprintf(&b, "%d,we left\n", i)
	}
	r := intake.Reader{Format: &format.Reader{}}
	all, err := r.Read("a.csv", []byte(b.String()))
	if err != nil || len(all) != 2 {
		t.Fatalf("%d sources, %v", len(all), err)
	}
	turns := 0
	for n, i := range all {
		turns += len(i.Transcript.Turns)
		name := fmt.Sprintf("a %d of 2", n+1)
		if i.Facts.Name != name || len(i.People) != len(i.Transcript.Speakers) || i.People[0].Name != i.Transcript.Speakers[0].Label {
			t.Errorf("%q: %d speakers, %d people, the first %q", i.Facts.Name, len(i.Transcript.Speakers), len(i.People), i.People[0].Name)
		}
	}
	if turns != lines || len(all[1].Transcript.Turns) != 3 {
		t.Errorf("%d turns of %d lines, %d in the last source", turns, lines, len(all[1].Transcript.Turns))
	}
}
