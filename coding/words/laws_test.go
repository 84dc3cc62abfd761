package words

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawUnits draws a few units of a small vocabulary, three of each source.
func drawUnits(t *rapid.T) (all []Unit) {
	word := rapid.SampledFrom([]string{"cost", "costs", "the", "trust", "board"})
	for i := range rapid.IntRange(1, 20).Draw(t, "units") {
		text := strings.Join(rapid.SliceOfN(word, 1, 8).Draw(t, "words"), " ")
		all = append(all, Unit{Source: i / 3, Turn: i, Words: split(text)})
	}
	return all
}

func byTurn(u Unit) string { return fmt.Sprint(u.Turn % 3) }

func sum(counts map[string]int) (n int) {
	for _, x := range counts {
		n += x
	}
	return n
}

// Counts add up: the counts of groups sum to the count of all.
func TestLawCountsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Options{Phrase: rapid.IntRange(1, 3).Draw(t, "phrase"), Stems: rapid.Bool().Draw(t, "stems"), Stop: rapid.Bool().Draw(t, "stop")}
		found, totals := Frequencies(drawUnits(t), o, byTurn)
		if got := sum(totals.Groups); got != totals.All {
			t.Fatalf("groups have %d words, all %d", got, totals.All)
		}
		for _, f := range found {
			if got := sum(f.Groups); got != f.Count {
				t.Fatalf("%s: groups have %d, all %d", f.Text, got, f.Count)
			}
		}
	})
}

// Keyness is antisymmetric: swapping the groups negates the effect size and keeps G².
func TestLawKeynessIsAntisymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, totals := Frequencies(drawUnits(t), Options{}, byTurn)
		swapped := map[string]Key{}
		for _, k := range Keyness(all, totals, "1", "0") {
			swapped[k.Text] = k
		}
		for _, k := range Keyness(all, totals, "0", "1") {
			s := swapped[k.Text]
			if k.A != s.B || k.B != s.A || math.Abs(k.G2-s.G2) > 1e-9 || math.Abs(k.LogRatio+s.LogRatio) > 1e-9 {
				t.Fatalf("%+v, swapped %+v", k, s)
			}
			if k.G2 < 0 {
				t.Fatalf("%+v: negative", k)
			}
		}
	})
}

// Collocation has no direction: units read backwards have the same collocates.
func TestLawCollocationHasNoDirection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, window := drawUnits(t), rapid.IntRange(1, 4).Draw(t, "window")
		found, nodes := Collocations(all, split("trust")[0], window, Options{Stop: true})
		for i := range all {
			all[i].Words = slices.Clone(all[i].Words)
			slices.Reverse(all[i].Words)
		}
		back, nodesBack := Collocations(all, split("trust")[0], window, Options{Stop: true})
		if diff := gocmp.Diff(found, back); diff != "" || nodes != nodesBack {
			t.Fatalf("%d nodes, backwards %d; collocates (-forwards +backwards):\n%s", nodes, nodesBack, diff)
		}
		for _, c := range found {
			if c.Near > c.Count || c.LogDice >= 15 || c.G2 < 0 {
				t.Fatalf("%+v: out of range", c)
			}
		}
	})
}

// Similarity is a cosine: it lies between 0 and 1, and is 1 for the words of the unit
// itself. Units are in the order of their similarity.
func TestLawSimilarityIsACosine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := drawUnits(t)
		own := rapid.IntRange(0, len(all)-1).Draw(t, "unit")
		found := Similar(all, all[own].Words)
		for _, u := range found {
			if u.Similarity <= 0 || u.Similarity > 1+1e-9 || len(u.Common) == 0 || len(u.Common) > 5 {
				t.Fatalf("%+v", u)
			}
			if u.Unit == own && math.Abs(u.Similarity-1) > 1e-9 {
				t.Fatalf("a unit is similar to itself by %v", u.Similarity)
			}
		}
		if !slices.IsSortedFunc(found, func(a, b SimilarUnit) int { return cmp.Compare(b.Similarity, a.Similarity) }) {
			t.Fatalf("not in order: %+v", found)
		}
	})
}

// drawLabelled draws units with labels, of which at least three have the theme and
// one does not.
func drawLabelled(t *rapid.T) ([]Unit, Labels) {
	all := append(drawUnits(t), units("trust board", "trust", "trust costs", "cost")...)
	labels := Labels(rapid.SliceOfN(rapid.Int8Range(-1, 1), len(all), len(all)).Draw(t, "labels"))
	copy(labels[len(labels)-4:], Labels{1, 1, 1, -1})
	return all, labels
}

// Rankings are permutations: every candidate is ranked once, likelier ones first.
func TestLawRankingsArePermutations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, labels := drawLabelled(t)
		m, err := Train(all, labels, split("board"))
		if err != nil {
			t.Fatal(err)
		}
		var ranked []int
		for i, s := range m.Rank(indices(len(all))) {
			ranked = append(ranked, s.Unit)
			if s.Probability < 0 || s.Probability > 1 || math.IsNaN(s.Probability) {
				t.Fatalf("probability %v", s.Probability)
			}
			if i > 0 && m.score(m.features.of[s.Unit]) > m.score(m.features.of[ranked[i-1]]) {
				t.Fatalf("unit %d is ranked after unit %d, which has a lower score", s.Unit, ranked[i-1])
			}
		}
		slices.Sort(ranked)
		if !slices.Equal(ranked, indices(len(all))) {
			t.Fatalf("ranked %v of %d units", ranked, len(all))
		}
	})
}

// Ties have no order: the quality of a ranking is the mean over all orders of its ties.
func TestLawTiesHaveNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "units")
		labels := make(Labels, n)
		scores := rapid.SliceOfN(rapid.Float64Range(0, 1), n, n).Draw(t, "scores")
		for i := range labels {
			labels[i] = rapid.SampledFrom([]int8{-1, 1}).Draw(t, "label")
			scores[i] = math.Round(3 * scores[i]) // many ties
		}
		orders, mean := 0, Quality{}
		permute(indices(n), nil, func(order []int) {
			q := quality(order, labels, func(i int) float64 { return scores[i] + 0.1*float64(slices.Index(order, i))/float64(n) })
			orders++
			mean.Average += q.Average
			mean.At10 += q.At10
		})
		q := quality(indices(n), labels, func(i int) float64 { return scores[i] })
		if math.Abs(q.Average-mean.Average/float64(orders)) > 1e-9 || math.Abs(q.At10-mean.At10/float64(orders)) > 1e-9 {
			t.Fatalf("%+v, the sum over %d orders is %+v", q, orders, mean)
		}
	})
}

func permute(rest, order []int, do func(order []int)) {
	if len(rest) == 0 {
		do(order)
		return
	}
	for i, x := range rest {
		permute(append(slices.Clone(rest[:i]), rest[i+1:]...), append(slices.Clone(order), x), do)
	}
}

// Folds are whole sources: each unit is in one of at most five folds, with all other
// units of its source.
func TestLawFoldsAreWholeSources(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := drawUnits(t)
		foldOf := map[int]int{} // by source
		var seen []int
		parts := folds(all)
		for n, fold := range parts {
			seen = append(seen, fold...)
			for _, i := range fold {
				if other, known := foldOf[all[i].Source]; known && other != n {
					t.Fatalf("source %d is in folds %d and %d", all[i].Source, other, n)
				}
				foldOf[all[i].Source] = n
			}
		}
		slices.Sort(seen)
		if len(parts) > 5 || !slices.Equal(seen, indices(len(all))) {
			t.Fatalf("%d folds of units %v, of %d", len(parts), seen, len(all))
		}
	})
}

// Optimum: the classifier is where the gradient of its objective vanishes, the sum of
// the regularised squares of its weights and of the losses of the examples. It stops
// when no example would move by a thousandth of its bound, so that the gradient may be off
// by a few thousandths of all bounds together.
func TestLawOptimum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, labels := drawLabelled(t)
		f := newFeatures(all)
		c := fit(f, labels, indices(len(all)), nil)
		gradient, bias, bounds := slices.Clone(c.weights), c.bias, 0.0
		for _, e := range examples(f, labels, indices(len(all)), nil) {
			pull := e.bound * e.label / (1 + math.Exp(e.label*c.score(e.terms)))
			for _, t := range e.terms {
				gradient[t.number] -= pull * t.weight
			}
			bias -= pull
			bounds += e.bound
		}
		for i, g := range append(gradient, bias) {
			if math.Abs(g) > 0.004*bounds {
				t.Fatalf("gradient of weight %d is %v of bounds of %v at %+v", i, g, bounds, c)
			}
		}
	})
}

// Calibration: the probabilities of the units that it was fitted to sum to Platt's
// targets, so on average they are right.
func TestLawCalibration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 30).Draw(t, "units")
		scores := rapid.SliceOfN(rapid.Float64Range(-5, 5), n, n).Draw(t, "scores")
		truths := rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "truths")
		c := calibrate(scores, truths)
		_, s := newSigmoid(scores, truths)
		got, want := 0.0, 0.0
		for i := range scores {
			got += c.probability(scores[i])
			want += s.targets[i]
		}
		if math.Abs(got-want) > 1e-2 {
			t.Fatalf("probabilities sum to %v, targets to %v", got, want)
		}
	})
}
