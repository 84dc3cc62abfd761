package agreement

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
)

func TestBootstrap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	coders := make([][]int, 2)
	for range 200 { // the second coder follows the first four times of five
		a := random.IntN(2)
		b := a
		if random.IntN(5) == 0 {
			b = 1 - a
		}
		coders[0], coders[1] = append(coders[0], a), append(coders[1], b)
	}
	r := New(coders)
	first := Bootstrap(r.Units, []*Ratings{r, r}, 1000, 7)
	again := Bootstrap(r.Units, []*Ratings{r}, 1000, 7)
	other := Bootstrap(r.Units, []*Ratings{r}, 1000, 8)
	s := r.Sums()
	for c, coefficient := range Coefficients {
		x, in := coefficient.Of(s), first[0][c]
		if !(in.Low < x && x < in.High) || in != first[1][c] || in != again[0][c] || in == other[0][c] {
			t.Errorf("%s %.3f: %v, again %v, with another seed %v", coefficient.Name, x, in, again[0][c], other[0][c])
		}
	}
	// The interval of a share is known: 1.96 standard errors on each side.
	po := s.PercentAgreement()
	wide := 1.96 * math.Sqrt(po*(1-po)/200)
	if in := first[0][0]; math.Abs(in.Low-(po-wide)) > 0.015 || math.Abs(in.High-(po+wide)) > 0.015 {
		t.Errorf("agreement %.3f: %v, by the normal distribution %.3f to %.3f", po, in, po-wide, po+wide)
	}
	one := fourfold(20, 5, 10, 15) // a single block
	if in := Bootstrap(one.Units, []*Ratings{one}, 100, 1)[0][2]; !math.IsNaN(in.Low) {
		t.Errorf("one block alone gives an interval: %v", in)
	}
}

// Percentiles by hand: of 0, 1, …, 100 the 2.5th is 2.5, the 97.5th 97.5.
func TestPercentiles(t *testing.T) {
	var values []float64
	for i := range 101 {
		values = append(values, float64(100-i))
	}
	if got := percentiles(values); got != (Interval{2.5, 97.5}) {
		t.Errorf("of 0 to 100: %v, want 2.5 to 97.5", got)
	}
	if got := percentiles([]float64{7}); got != (Interval{7, 7}) {
		t.Errorf("of one value: %v, want 7 to 7", got)
	}
	nan := math.NaN()
	if got := percentiles([]float64{3, nan, 3}); got != (Interval{3, 3}) {
		t.Errorf("of two values and one that is not defined: %v, want 3 to 3", got)
	}
	if got := percentiles([]float64{3, nan, 3, nan}); !math.IsNaN(got.Low) || !math.IsNaN(got.High) {
		t.Errorf("where half of the values are not defined: %v, want none", got)
	}
}

// κ has an interval only where it is defined in most samples: where both coders marked
// the same unit of ten, but not where nobody marked any.
func TestBootstrapNeedsDefinedSamples(t *testing.T) {
	units := &Units{Coders: 2}
	for range 10 {
		units.Add(1, nil)
	}
	nobody := &Ratings{Units: units, Categories: 2}
	one := &Ratings{Units: units, Categories: 2}
	one.Mark(3, 1, 1, 1) // in 1 − 0.9¹⁰ = 65 % of the samples
	intervals := Bootstrap(units, []*Ratings{nobody, one}, 500, 1)
	const kappa = 2
	if in := intervals[0][kappa]; !math.IsNaN(in.Low) || !math.IsNaN(in.High) {
		t.Errorf("κ where nobody marked anything: %v, want none", in)
	}
	if in := intervals[1][kappa]; in != (Interval{1, 1}) {
		t.Errorf("κ where both marked one unit: %v, want 1 to 1", in)
	}
	if in := intervals[0][0]; in != (Interval{1, 1}) {
		t.Errorf("agreement where nobody marked anything: %v, want 1 to 1", in)
	}
}

// Units of one block are drawn together: the same units in fewer blocks have a wider
// interval.
func TestBlocksAreDrawnTogether(t *testing.T) {
	width := func(size int) float64 {
		units := &Units{Coders: 2}
		r := &Ratings{Units: units, Categories: 2}
		for i := range 400 / size {
			block := units.Add(size, nil)
			if i%4 == 0 {
				r.Mark(block, size, 1, 0)
			}
		}
		in := Bootstrap(units, []*Ratings{r}, 500, 1)[0][0]
		return in.High - in.Low
	}
	if one, twenty := width(1), width(20); twenty < 3*one {
		t.Errorf("blocks of 20 give an interval of %.3f, blocks of 1 of %.3f; want about √20 times as wide", twenty, one)
	}
}

// The number of processors changes nothing.
func TestBootstrapOnOneProcessor(t *testing.T) {
	r := lines("010010111010", "011010101011")
	want := Bootstrap(r.Units, []*Ratings{r}, 200, 5)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	got := Bootstrap(r.Units, []*Ratings{r}, 200, 5)
	for c, coefficient := range Coefficients {
		if got[0][c] != want[0][c] {
			t.Errorf("%s: %v on one processor, %v on several", coefficient.Name, got[0][c], want[0][c])
		}
	}
}

// The cost of a thousand samples over 120,000 turns and 30 themes.
func BenchmarkBootstrap(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	units := &Units{Coders: 2}
	for range 120_000 {
		units.Add(1, nil)
	}
	var all []*Ratings
	for range 30 {
		r := &Ratings{Units: units, Categories: 2}
		for block := 0; block < units.Blocks(); block += 1 + random.IntN(400) {
			r.Mark(block, 1, int8(random.IntN(2)), 1)
		}
		all = append(all, r)
	}
	for b.Loop() {
		Bootstrap(units, all, 1000, 1)
	}
}
