package words

import (
	"fmt"
	"math"
	"testing"
)

// Average precision and precision at 10 of rankings that can be worked out by hand.
func TestQuality(t *testing.T) {
	eleven := Labels{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}
	tests := []struct {
		name          string
		labels        Labels
		scores        []float64
		average, at10 float64
	}{
		{"hits at ranks 1 and 3 of 4", Labels{1, -1, 1, -1}, []float64{4, 3, 2, 1}, (1 + 2.0/3) / 2, 0.2},
		{"hits last", Labels{-1, -1, 1}, []float64{3, 2, 1}, 1.0 / 3, 0.1},
		{"hits first", Labels{1, 1, -1}, []float64{3, 2, 1}, 1, 0.2},
		{"all equal: the mean of both orders", Labels{1, -1}, []float64{0, 0}, (1 + 0.5) / 2, 0.1},
		{"eleventh", eleven, []float64{11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 1.0 / 11, 0},
		{"one of eleven equals: ten of them are seen", eleven, make([]float64, 11), harmonic(11) / 11, 10.0 / 11 / 10},
		{"no hits", Labels{-1, -1}, []float64{2, 1}, 0, 0},
		{"nothing to rank", Labels{}, nil, 0, 0},
	}
	for _, tt := range tests {
		q := quality(indices(len(tt.labels)), tt.labels, func(i int) float64 { return tt.scores[i] })
		if math.Abs(q.Average-tt.average) > 1e-9 || math.Abs(q.At10-tt.at10) > 1e-9 {
			t.Errorf("%s: %+v, want average %.4f, at 10 %.4f", tt.name, q, tt.average, tt.at10)
		}
	}
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func harmonic(n int) (sum float64) {
	for i := range n {
		sum += 1 / float64(i+1)
	}
	return sum
}

// A theme that shows in its words is found by the model and not by a search for its
// name, which occurs nowhere.
func TestEvaluate(t *testing.T) {
	all, labels := trusting(60)
	all, labels = append(all, units("and then")...), append(labels, 0) // unknown, and not counted
	e, ok := Evaluate(all, labels, split("Trust"), split("Trust"))
	if !ok || e.Positive != 12 || e.Units != 60 {
		t.Fatalf("%+v, %v; want 12 of 60", e, ok)
	}
	if e.Model != (Quality{At10: 1, Average: 1}) {
		t.Errorf("model %+v, want perfect", e.Model)
	}
	if e.Search != e.Random || e.Random.At10 != 0.2 {
		t.Errorf("search %+v, chance %+v: a name that occurs nowhere ranks like chance", e.Search, e.Random)
	}
	if e, _ := Evaluate(all, labels, nil, split("the reliance")); e.Search.Average != 1 {
		t.Errorf("search for a word of all units that have the theme: %+v, want 1", e.Search)
	}
}

// Models have not seen the source in question: a word that only occurs in one source
// helps nowhere.
func TestEvaluateHoldsSourcesOut(t *testing.T) {
	var texts []string
	var labels Labels
	for source := range 5 {
		for range 4 {
			texts = append(texts, fmt.Sprintf("unique%d and more", source), fmt.Sprintf("other%d and more", source))
			labels = append(labels, 1, -1)
		}
		texts = append(texts, "|")
	}
	all := units(texts...)
	if e, ok := Evaluate(all, labels, nil, nil); !ok || e.Model.Average > 0.75 {
		t.Errorf("%+v, %v: the words of a source are known to its own model", e, ok)
	}
	m, err := Train(all, labels, nil)
	if err != nil {
		t.Fatal(err)
	}
	if ranked := m.Rank(indices(len(all))); labels[ranked[19].Unit] != 1 {
		t.Errorf("a model that has seen all sources does not separate them: %+v", ranked[19])
	}
}

// Chance is what a random order is expected to give, which for the average precision
// is more than the share of hits.
func TestChance(t *testing.T) {
	all := units("trust", "trust", "trust", "cost", "|", "trust")
	e, ok := Evaluate(all, Labels{1, 1, 1, -1, 0}, nil, nil)
	// Of four units, the one without the theme is at any rank.
	want := (1 + (1.0+1+3.0/4)/3 + (1.0+2.0/3+3.0/4)/3 + (1.0/2+2.0/3+3.0/4)/3) / 4
	if !ok || math.Abs(e.Random.Average-want) > 1e-9 || math.Abs(e.Random.At10-0.3) > 1e-9 {
		t.Errorf("%+v, want an average precision of %.4f and 3 of 10", e.Random, want)
	}
}

// There is nothing to evaluate with fewer than three examples, or with nothing else.
func TestEvaluateNeedsExamples(t *testing.T) {
	all := units("a", "b", "c", "d")
	for _, labels := range []Labels{{1, 1, -1, -1}, {1, 1, 1, 1}, {1, 1, 1, 0}, {0, 0, 0, 0}} {
		if e, ok := Evaluate(all, labels, nil, nil); ok {
			t.Errorf("%v: %+v", labels, e)
		}
	}
}

// A search for a name ranks by how often its stems occur, with less for longer units.
func TestNameSearch(t *testing.T) {
	search := nameSearch(split("the costs"))
	tests := []struct {
		text string
		want float64
	}{
		{"cost", 1.0 / 11}, {"costs cost", 2.0 / 12}, {"the", 0}, {"cost and more", 1.0 / 13},
	}
	for _, tt := range tests {
		if got := search(units(tt.text)[0]); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%q scores %.4f, want %.4f", tt.text, got, tt.want)
		}
	}
}
