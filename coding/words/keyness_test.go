package words

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// G² by hand: a word 20 times among 1,000 words against 5 times among 2,000.
// Expected are 25/3000 of each; 2·(20·ln(20/8.33) + 5·ln(5/16.67)) = 22.98.
func TestKeyness(t *testing.T) {
	totals := Totals{All: 3000, Groups: map[string]int{"a": 1000, "b": 2000}}
	keys := Keyness([]Frequency{
		{Text: "same", Groups: map[string]int{"a": 10, "b": 20}},
		{Text: "more", Groups: map[string]int{"a": 20, "b": 5}},
		{Text: "never", Groups: map[string]int{"a": 8}},
		{Text: "elsewhere", Groups: map[string]int{"c": 8}},
	}, totals, "a", "b")
	var got []string
	for _, k := range keys {
		got = append(got, fmt.Sprintf("%s %d:%d %.2f %.2f", k.Text, k.A, k.B, k.G2, k.LogRatio))
	}
	want := []string{"more 20:5 22.98 3.00", "never 8:0 17.58 5.00", "same 10:20 0.00 0.00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A group without words is compared with nothing.
func TestKeynessOfAnEmptyGroup(t *testing.T) {
	all, totals := Frequencies(units("trust"), Options{}, func(Unit) string { return "a" })
	if keys := Keyness(all, totals, "a", "b"); len(keys) != 0 {
		t.Errorf("against a group without words: %+v", keys)
	}
}

// Words with the same G² are in alphabetical order.
func TestKeynessTies(t *testing.T) {
	all, totals := Frequencies(units("zeal", "aid", "|", "none"), Options{}, func(u Unit) string { return fmt.Sprint(u.Source) })
	keys := Keyness(all, totals, "0", "1")
	if len(keys) != 3 || keys[1].Text != "aid" || keys[2].Text != "zeal" {
		t.Errorf("%+v, want none, aid, zeal", keys)
	}
}

// G² is 0 for a word that nobody uses more than the other, and no number is negative.
func TestLogLikelihood(t *testing.T) {
	tests := []struct{ a, b, na, nb, want float64 }{
		{0, 0, 10, 10, 0},
		{5, 5, 100, 100, 0},
		{3, 0, 100, 100, 2 * 3 * math.Ln2},
		{10, 0, 500, 500, 20 * math.Ln2},
		{1, 2, 100, 200, 0},
	}
	for _, tt := range tests {
		if got := logLikelihood(tt.a, tt.b, tt.na, tt.nb); math.Abs(got-tt.want) > 1e-9 || got < 0 {
			t.Errorf("%v of %v against %v of %v: %v, want %v", tt.a, tt.na, tt.b, tt.nb, got, tt.want)
		}
	}
}
