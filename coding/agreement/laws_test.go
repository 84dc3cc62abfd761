package agreement

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func drawRatings(t *rapid.T) (coders [][]int, q int) {
	q = rapid.IntRange(2, 4).Draw(t, "categories")
	n := rapid.IntRange(1, 12).Draw(t, "units")
	for range rapid.IntRange(2, 4).Draw(t, "coders") {
		coders = append(coders, rapid.SliceOfN(rapid.IntRange(Missing, q-1), n, n).Draw(t, "values"))
	}
	return coders, q
}

// Definition: each coefficient equals its definition, computed unit by unit and pair
// by pair.
func TestLawDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders, q := drawRatings(t)
		r := New(coders)
		r.Categories = q
		s := r.Sums()
		defined := naive(coders, q)
		for _, c := range Coefficients {
			got, want := c.Of(s), defined[c.Name]
			if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-9 {
				t.Fatalf("%s of %v: %v, by definition %v", c.Name, coders, got, want)
			}
		}
	})
}

// naive goes through units and pairs of coders as the definitions do.
func naive(coders [][]int, q int) map[string]float64 {
	units := len(coders[0])
	div := func(a, b float64) float64 {
		if math.Abs(b) < 1e-12 {
			return math.NaN()
		}
		return a / b
	}
	var agreement, pairable float64          // mean over units
	totals := make([]float64, q)             // ratings in pairable units
	prevalence := make([]float64, q)         // mean share over rated units
	coincidence := make([][]float64, q)      // Krippendorff's matrix
	var rated, holstiBoth, holstiAny float64 // over pairs of coders
	for i := range coincidence {
		coincidence[i] = make([]float64, q)
	}
	for u := range units {
		var values []int
		for c := range coders {
			if coders[c][u] != Missing {
				values = append(values, coders[c][u])
			}
		}
		m := float64(len(values))
		if m > 0 {
			rated++
			for _, v := range values {
				prevalence[v] += 1 / m
			}
		}
		if m < 2 {
			continue
		}
		pairable++
		same := 0.0
		for i, a := range values {
			totals[a]++
			for j, b := range values {
				if i == j {
					continue
				}
				coincidence[a][b] += 1 / (m - 1)
				if a == b {
					same++
				}
				if i < j {
					if a == b && a > 0 {
						holstiBoth += 2
					}
					holstiAny += float64(min(a, 1) + min(b, 1))
				}
			}
		}
		agreement += same / (m * (m - 1))
	}
	po := div(agreement, pairable)
	all := 0.0
	for _, x := range totals {
		all += x
	}
	pi, fleiss, ac1 := 0.0, 0.0, 0.0
	for k := range q {
		pi += math.Pow(div(totals[k], all), 2)
		p := div(prevalence[k], rated)
		fleiss += p * p
		ac1 += p * (1 - p) / float64(q-1)
	}
	var do, de, n float64
	for a := range q {
		for b := range q {
			n += coincidence[a][b]
		}
	}
	for a := range q {
		for b := range q {
			if a != b {
				do += coincidence[a][b] / n
				de += totals[a] * totals[b] / (n * (n - 1))
			}
		}
	}
	found := map[string]float64{
		"agreement": po, "Holsti": div(holstiBoth, holstiAny), "Fleiss' κ": div(po-fleiss, 1-fleiss),
		"Brennan–Prediger κ": div(po-1/float64(q), 1-1/float64(q)), "Gwet's AC1": div(po-ac1, 1-ac1),
		"Krippendorff's α": 1 - div(do, de),
		"Cohen's κ":        math.NaN(), "Scott's π": math.NaN(),
	}
	if len(coders) == 2 {
		pe := 0.0
		for k := range q {
			var first, second float64
			for u := range units {
				if coders[0][u] != Missing && coders[1][u] != Missing {
					if coders[0][u] == k {
						first++
					}
					if coders[1][u] == k {
						second++
					}
				}
			}
			pe += div(first, pairable) * div(second, pairable)
		}
		found["Cohen's κ"], found["Scott's π"] = div(po-pe, 1-pe), div(po-pi, 1-pi)
	}
	return found
}

// Counting: unmarked units that are only counted are worth as much as listed ones.
func TestLawCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "units")
		k := rapid.IntRange(2, 3).Draw(t, "coders")
		coders := make([][]int, k)
		sparse := &Ratings{Units: &Units{Coders: k}, Categories: 2}
		var rated []bool
		for u := range n {
			var values []int8
			marked := false
			if u%3 == 0 {
				rated = rapid.SliceOfN(rapid.Bool(), k, k).Draw(t, "rated")
				sparse.Add(min(3, n-u), rated)
			}
			for c := range k {
				v := Missing
				if rated[c] {
					v = rapid.IntRange(0, 1).Draw(t, "value")
				}
				coders[c] = append(coders[c], v)
				values = append(values, int8(v))
				marked = marked || v > 0
			}
			if marked {
				sparse.Mark(u/3, 1, values...)
			}
		}
		dense := New(coders)
		for _, c := range Coefficients {
			a, b := c.Of(dense.Sums()), c.Of(sparse.Sums())
			if math.IsNaN(a) != math.IsNaN(b) || math.Abs(a-b) > 1e-9 {
				t.Fatalf("%s: %v where units are listed, %v where they are counted", c.Name, a, b)
			}
		}
	})
}

// ratingsOf makes ratings with q categories, also where not all are used.
func ratingsOf(coders [][]int, q int) *Ratings {
	r := New(coders)
	r.Categories = q
	return r
}

// sameCoefficients fails where two sums differ in a coefficient.
func sameCoefficients(t *rapid.T, got, want *Sums, except ...string) {
	t.Helper()
	for _, c := range Coefficients {
		if a, b := c.Of(got), c.Of(want); !near(a, b) && !slices.Contains(except, c.Name) {
			t.Fatalf("%s: %v, want %v", c.Name, a, b)
		}
	}
}

// Perfect agreement: coders who agree on every unit have 1 where a coefficient is
// defined.
func TestLawPerfectAgreement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.SliceOfN(rapid.IntRange(0, 3), 1, 12).Draw(t, "values")
		s := ratingsOf(slices.Repeat([][]int{one}, rapid.IntRange(2, 4).Draw(t, "coders")), 4).Sums()
		for _, c := range Coefficients {
			if x := c.Of(s); !math.IsNaN(x) && !near(x, 1) {
				t.Fatalf("%s of %v: %v, want 1", c.Name, one, x)
			}
		}
	})
}

// Symmetry: the order of coders, and of units, changes no coefficient.
func TestLawSymmetry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders, q := drawRatings(t)
		units := rapid.Permutation(indices(len(coders[0]))).Draw(t, "units")
		var shuffled [][]int
		for _, c := range rapid.Permutation(indices(len(coders))).Draw(t, "order of coders") {
			var line []int
			for _, u := range units {
				line = append(line, coders[c][u])
			}
			shuffled = append(shuffled, line)
		}
		sameCoefficients(t, ratingsOf(shuffled, q).Sums(), ratingsOf(coders, q).Sums())
	})
}

// Names: renaming the categories changes no coefficient but Holsti's, to which
// category 0 is no decision.
func TestLawNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders, q := drawRatings(t)
		name := rapid.Permutation(indices(q)).Draw(t, "names")
		renamed := make([][]int, len(coders))
		for c, line := range coders {
			for _, v := range line {
				if v != Missing {
					v = name[v]
				}
				renamed[c] = append(renamed[c], v)
			}
		}
		sameCoefficients(t, ratingsOf(renamed, q).Sums(), ratingsOf(coders, q).Sums(), "Holsti")
	})
}

// Addition: the sums of two sets of units add up to those of both sets.
func TestLawAddition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders, q := drawRatings(t)
		cut := rapid.IntRange(0, len(coders[0])).Draw(t, "cut")
		var first, second [][]int
		for _, line := range coders {
			first, second = append(first, line[:cut]), append(second, line[cut:])
		}
		sum := ratingsOf(first, q).Sums()
		sum.Add(ratingsOf(second, q).Sums())
		whole := ratingsOf(coders, q).Sums()
		sameCoefficients(t, sum, whole)
		for c := range coders {
			if sum.Marks(c) != whole.Marks(c) {
				t.Fatalf("coder %d: %v marks, want %v", c, sum.Marks(c), whole.Marks(c))
			}
		}
	})
}

// Range: agreement and Holsti lie from 0 to 1, the other coefficients at 1 at most.
func TestLawRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders, q := drawRatings(t)
		s := ratingsOf(coders, q).Sums()
		for _, c := range Coefficients {
			x := c.Of(s)
			low := math.Inf(-1)
			if c.Name == "agreement" || c.Name == "Holsti" {
				low = 0
			}
			if x < low || x > 1+1e-9 {
				t.Fatalf("%s of %v: %v", c.Name, coders, x)
			}
		}
	})
}

// Intervals: a bootstrap interval is in order, in range, and the same for the same
// seed.
func TestLawIntervals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders, q := drawRatings(t)
		r, seed := ratingsOf(coders, q), rapid.Uint64().Draw(t, "seed")
		intervals := Bootstrap(r.Units, []*Ratings{r}, 20, seed)[0]
		again := Bootstrap(r.Units, []*Ratings{r}, 20, seed)[0]
		for c, in := range intervals {
			if math.IsNaN(in.Low) != math.IsNaN(in.High) || in.Low > in.High || in.High > 1+1e-9 {
				t.Fatalf("%s of %v: %v", Coefficients[c].Name, coders, in)
			}
			if !near(in.Low, again[c].Low) || !near(in.High, again[c].High) {
				t.Fatalf("%s of %v: %v, with the same seed %v", Coefficients[c].Name, coders, in, again[c])
			}
		}
	})
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
