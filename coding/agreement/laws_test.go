package agreement

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawRatings draws the values of a few coders for a few units, some of them missing, in
// q categories.
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
		s := ratingsOf(coders, q).Sums()
		for _, c := range Coefficients {
			if got, want := c.Of(s), definitions[c.Name](byUnit(coders), q); !near(got, want) {
				t.Fatalf("%s of %v: %v, by definition %v", c.Name, coders, got, want)
			}
		}
	})
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
			if !near(a, b) {
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
