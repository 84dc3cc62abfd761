package words

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
)

// trusting is n units of ten sources or so, a fifth of which have a theme that shows
// in their words but not by its name.
func trusting(n int) ([]Unit, Labels) {
	var texts []string
	var labels Labels
	for i := range n {
		if i%6 == 0 && i > 0 {
			texts = append(texts, "|")
		}
		if i%5 == 0 {
			texts, labels = append(texts, fmt.Sprintf("we never trusted the board number %d reliance", i)), append(labels, 1)
		} else {
			texts, labels = append(texts, fmt.Sprintf("the server cost %d money and time", i)), append(labels, -1)
		}
	}
	return units(texts...), labels
}

// A theme that shows in its words is learnt from a few examples.
func TestTrain(t *testing.T) {
	all, labels := trusting(60)
	all = append(all, units("nobody trusted the chief", "money again", "zebra")...)
	labels = append(labels, 0, 0, 0)
	m, err := Train(all, labels, split("trust"))
	if err != nil {
		t.Fatal(err)
	}
	ranked := m.Rank([]int{60, 61, 62})
	if ranked[0].Unit != 60 || ranked[2].Unit != 61 || ranked[0].Probability < 0.5 || ranked[2].Probability > 0.2 {
		t.Errorf("ranked %+v, want trusted, zebra, money", ranked)
	}
	m.Because(&ranked[0])
	if diff := cmp.Diff([]string{"trusted"}, ranked[0].Because); diff != "" {
		t.Errorf("because (-want +got):\n%s", diff)
	}
	again, err := Train(all, labels, split("trust"))
	if err != nil || !cmp.Equal(again.weights, m.weights) || again.calibration != m.calibration {
		t.Error("the same study gives another model the second time")
	}
}

func TestTrainNeedsExamples(t *testing.T) {
	all, _ := trusting(60)
	tests := []struct {
		labels Labels
		says   string
	}{
		{Labels{1, 1, -1}, "only 2 units have the theme; at least 3 are needed to learn from"},
		{Labels{1, 1, 1, 1}, "only 4 units have the theme"},
		{Labels{}, "only 0 units have the theme"},
	}
	for _, tt := range tests {
		_, err := Train(all[:len(tt.labels)], tt.labels, nil)
		if !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%v: %v, want %q", tt.labels, err, tt.says)
		}
		if hint := coding.Hint(err); !strings.Contains(hint, "tag some more first") {
			t.Errorf("%v: hint %q", tt.labels, hint)
		}
	}
}

// The name of a theme is an example: it ranks what nobody has tagged.
func TestDescriptionCounts(t *testing.T) {
	all, labels := trusting(60)
	all = append(all, units("faith matters", "|", "faith alone", "weather alone")...)
	labels = append(labels, 0, 0, 0)
	first := func(description string) int {
		m, err := Train(all, labels, split(description))
		if err != nil {
			t.Fatal(err)
		}
		return m.Rank([]int{62, 61})[0].Unit
	}
	if got := first("Trust"); got != 62 {
		t.Errorf("by a name that occurs nowhere, unit %d is first of two alike; want 62, the first in the list", got)
	}
	if got := first("Faith"); got != 61 {
		t.Errorf("by its name, unit %d is first, want 61", got)
	}
}

// At most five terms say why, the strongest first, none of which is part of one
// before it.
func TestBecause(t *testing.T) {
	terms := []string{"cost", "high cost", "cost rise", "alpha", "beta", "gamma", "delta", "money"}
	m := &Model{features: &features{names: terms}, classifier: classifier{weights: []float64{1, 3, 2, 0.9, 0.8, 0.7, 0.6, -5}}}
	var unit []term
	for i := range terms {
		unit = append(unit, term{int32(i), 1})
	}
	m.features.of = [][]term{unit, {{7, 1}}, nil}
	tests := []struct {
		unit int
		want []string
	}{
		{0, []string{"high cost", "cost rise", "alpha", "beta", "gamma"}},
		{1, nil}, // what counts against the theme is no reason for it
		{2, nil},
	}
	for _, tt := range tests {
		s := Suggestion{Unit: tt.unit, Because: []string{"before"}}
		m.Because(&s)
		if diff := cmp.Diff(tt.want, s.Because); diff != "" {
			t.Errorf("unit %d (-want +got):\n%s", tt.unit, diff)
		}
	}
	if diff := cmp.Diff([]string{"high cost", "cost rise", "cost"}, m.Top(3)); diff != "" {
		t.Errorf("top 3 (-want +got):\n%s", diff)
	}
	if got := m.Top(100); len(got) != 7 || slices.Contains(got, "money") {
		t.Errorf("of all, %v: terms that count against the theme are not among them", got)
	}
}

// Folds are of whole sources, the largest ones apart.
func TestFolds(t *testing.T) {
	var texts []string
	for source, size := range []int{1, 5, 1, 4, 3, 2, 1} {
		for range size {
			texts = append(texts, fmt.Sprint("source", source))
		}
		texts = append(texts, "|")
	}
	all := units(texts...)
	var got []string
	for _, fold := range folds(all) {
		got = append(got, fmt.Sprint(len(fold)))
	}
	if diff := cmp.Diff("5 4 3 3 2", strings.Join(got, " ")); diff != "" {
		t.Errorf("sizes (-want +got):\n%s", diff)
	}
	if got := len(folds(units("one", "one", "|", "two"))); got != 2 {
		t.Errorf("%d folds of two sources, want 2", got)
	}
}

// Scores that say nothing give the share that is to be expected: of n units of which
// p have the theme, (p+1)/(n+2) or so, and never 0 or 1.
func TestCalibrateWithoutInformation(t *testing.T) {
	c := calibrate([]float64{0, 0, 0, 0}, []bool{true, false, false, false})
	// Targets are 2/3 once and 1/5 three times; their mean is 19/60.
	if got, want := c.probability(0), 19.0/60; math.Abs(got-want) > 1e-4 {
		t.Errorf("probability %.4f, want %.4f", got, want)
	}
	far := calibrate([]float64{-3, -2, 2, 3}, []bool{false, false, true, true})
	if low, high := far.probability(-3), far.probability(3); low <= 0 || low > 0.3 || high < 0.7 || high >= 1 {
		t.Errorf("separated scores: %.3f and %.3f", low, high)
	}
}

func BenchmarkTrain(b *testing.B) {
	var texts []string
	labels := Labels{}
	for i := range 2000 {
		if i%40 == 0 && i > 0 {
			texts = append(texts, "|")
		}
		text := fmt.Sprintf("we said a%d b%d c%d and then d%d e%d f%d again", i%7, i%31, i%53, i%101, i%211, i%401)
		texts, labels = append(texts, text), append(labels, []int8{1, -1, -1, -1}[i%4])
	}
	all := units(texts...)
	for b.Loop() {
		if _, err := Train(all, labels, nil); err != nil {
			b.Fatal(err)
		}
	}
}
