package words

import (
	"cmp"
	"math"
	"slices"
)

// A Key is a word that one group uses more, or less, than another.
type Key struct {
	Text string
	A, B int // counts

	// G2 is the log-likelihood ratio G², 0 or more. For a single test, 3.84 is
	// p < 0.05, 6.63 p < 0.01, 10.83 p < 0.001 and 15.13 p < 0.0001.
	G2 float64
	// LogRatio is the effect size: the binary logarithm of how many times as often
	// A uses the word as B does; negative where less often.
	LogRatio float64
}

// Keyness compares the words of two groups, a and b, by G², the log-likelihood ratio
// (Dunning 1993, in the form of Rayson and Garside 2000), with the log ratio of
// relative frequencies as effect size (Hardie 2014; a count of 0 is taken as ½). Words
// with the highest G² come first. The result is empty where a group has no words.
func Keyness(all []Frequency, totals Totals, a, b string) []Key {
	var keys []Key
	na, nb := float64(totals.Groups[a]), float64(totals.Groups[b])
	for _, f := range all {
		k := Key{Text: f.Text, A: f.Groups[a], B: f.Groups[b]}
		if k.A+k.B == 0 || na == 0 || nb == 0 {
			continue
		}
		k.G2 = logLikelihood(float64(k.A), float64(k.B), na, nb)
		k.LogRatio = math.Log2(math.Max(float64(k.A), 0.5) / na / (math.Max(float64(k.B), 0.5) / nb))
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y Key) int { return cmp.Or(cmp.Compare(y.G2, x.G2), cmp.Compare(x.Text, y.Text)) })
	return keys
}

// logLikelihood is G² of a word that occurs a times among na words and b times among
// nb.
func logLikelihood(a, b, na, nb float64) float64 {
	share := (a + b) / (na + nb)
	sum := 0.0
	for _, x := range [][2]float64{{a, na * share}, {b, nb * share}} {
		if x[0] > 0 {
			sum += x[0] * math.Log(x[0]/x[1])
		}
	}
	return max(2*sum, 0)
}
