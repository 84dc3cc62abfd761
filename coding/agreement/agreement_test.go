package agreement

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// lines reads a line of ratings for each coder: digits or letters, · where one is
// missing.
func lines(coders ...string) *Ratings {
	var all [][]int
	for _, line := range coders {
		var values []int
		for _, r := range strings.ReplaceAll(line, " ", "") {
			switch {
			case r == '·':
				values = append(values, Missing)
			case r >= 'a':
				values = append(values, int(r-'a'))
			default:
				values = append(values, int(r-'0'))
			}
		}
		all = append(all, values)
	}
	return New(all)
}

// categoriesFrom1 moves values from 1…q to 0…q−1, so that no empty category counts.
func categoriesFrom1(r *Ratings) *Ratings {
	for i, v := range r.Values {
		if v > 0 {
			r.Values[i]--
		}
	}
	r.Categories--
	return r
}

// fourfold is a 2×2 table: both yes, only the first, only the second, neither.
func fourfold(both, first, second, neither int) *Ratings {
	r := &Ratings{Units: &Units{Coders: 2}, Categories: 2}
	r.Add(both+first+second+neither, nil)
	r.Mark(0, both, 1, 1)
	r.Mark(0, first, 1, 0)
	r.Mark(0, second, 0, 1)
	return r
}

// subjects makes ratings of how many raters chose each category, a line for each
// subject.
func subjects(counts ...[]int) *Ratings {
	var coders [][]int
	for s, line := range counts {
		c := 0
		for category, n := range line {
			for range n {
				if s == 0 {
					coders = append(coders, nil)
				}
				coders[c] = append(coders[c], category)
				c++
			}
		}
	}
	return New(coders)
}

// Published values, each with where it was published.
func TestPublished(t *testing.T) {
	// K. Krippendorff, Computing Krippendorff's alpha-reliability (2011), section C;
	// the other coefficients of the same ratings: K. L. Gwet, Handbook of
	// Inter-Rater Reliability (4th ed., 2014), also in the documentation of irrCAC.
	four := func() *Ratings {
		return categoriesFrom1(lines("123321412···", "1233224125·3", "·3332342251·", "12332441251·"))
	}
	tests := []struct {
		name   string
		r      *Ratings
		of     func(*Sums) float64
		want   float64
		digits int
	}{
		{"Krippendorff 2011, four observers, α", four(), (*Sums).Krippendorff, 0.743, 3},
		{"Gwet 2014, four raters, α", four(), (*Sums).Krippendorff, 0.74342, 5},
		{"Gwet 2014, four raters, agreement", four(), (*Sums).PercentAgreement, 0.81818, 5},
		{"Gwet 2014, four raters, Fleiss' κ", four(), (*Sums).Fleiss, 0.76117, 5},
		{"Gwet 2014, four raters, Brennan–Prediger", four(), (*Sums).BrennanPrediger, 0.77273, 5},
		{"Gwet 2014, four raters, AC1", four(), (*Sums).Gwet, 0.77544, 5},
		{"Krippendorff 2011, binary pair, α", lines("0100000010", "1110010000"), (*Sums).Krippendorff, 0.095, 3},
		{"Krippendorff 2011, nominal pair, α", lines("aabbdcccedda", "babbbcccedd d"), (*Sums).Krippendorff, 0.692, 3},
		// J. L. Fleiss's measure on ten subjects and fourteen raters, a table much
		// reprinted.
		{"ten subjects, fourteen raters, Fleiss' κ", subjects([]int{0, 0, 0, 0, 14}, []int{0, 2, 6, 4, 2}, []int{0, 0, 3, 5, 6}, []int{0, 3, 9, 2, 0}, []int{2, 2, 8, 1, 1},
			[]int{7, 7, 0, 0, 0}, []int{3, 2, 6, 3, 0}, []int{2, 5, 3, 2, 2}, []int{6, 5, 2, 1, 0}, []int{0, 2, 2, 3, 7}), (*Sums).Fleiss, 0.210, 3},
		{"fifty grant proposals, κ", fourfold(20, 5, 10, 15), (*Sums).Cohen, 0.4, 3},
		// Gwet 2008, a table of 125 subjects.
		{"Gwet 2008, κ", fourfold(118, 5, 2, 0), (*Sums).Cohen, -0.023, 3},
		{"Gwet 2008, AC1", fourfold(118, 5, 2, 0), (*Sums).Gwet, 0.941, 3},
		// A. R. Feinstein and D. V. Cicchetti, High agreement but low kappa: I. The
		// problems of two paradoxes, Journal of Clinical Epidemiology 43 (1990).
		{"Feinstein and Cicchetti 1990, balanced, agreement", fourfold(40, 9, 6, 45), (*Sums).PercentAgreement, 0.85, 2},
		{"Feinstein and Cicchetti 1990, balanced, κ", fourfold(40, 9, 6, 45), (*Sums).Cohen, 0.70, 2},
		{"Feinstein and Cicchetti 1990, first paradox, agreement", fourfold(80, 10, 5, 5), (*Sums).PercentAgreement, 0.85, 2},
		{"Feinstein and Cicchetti 1990, first paradox, κ", fourfold(80, 10, 5, 5), (*Sums).Cohen, 0.32, 2},
		{"Feinstein and Cicchetti 1990, second paradox, symmetrical, κ", fourfold(45, 15, 25, 15), (*Sums).Cohen, 0.13, 2},
		{"Feinstein and Cicchetti 1990, second paradox, asymmetrical, κ", fourfold(25, 35, 5, 35), (*Sums).Cohen, 0.26, 2},
		// By hand: p_o 0.6 of ten units, shares 14 and 6 of 20, p_e 0.58.
		{"binary pair, Scott's π", lines("0100000010", "1110010000"), (*Sums).Scott, 0.02 / 0.42, 9},
		{"Holsti: 20 both, 25 and 30 decisions", fourfold(20, 5, 10, 15), (*Sums).Holsti, 40. / 55, 9},
		{"Byrt and others 1993: PABAK is 2 p_o − 1", fourfold(80, 10, 5, 5), (*Sums).BrennanPrediger, 0.70, 9},
		{"prevalence index", fourfold(80, 10, 5, 5), (*Sums).Prevalence, 0.75, 9},
		{"bias index", fourfold(80, 10, 5, 5), (*Sums).Bias, 0.05, 9},
		// What is known to go wrong elsewhere: text that nobody marked is agreement on
		// absence, and chance is reckoned with it.
		{"10,000 characters, 6,000 each, 3,600 both", fourfold(3600, 2400, 2400, 1600), (*Sums).Cohen, 0, 9},
		{"10,000 characters, 1,000 each, 500 both", fourfold(500, 500, 500, 8500), (*Sums).Cohen, 0.4444, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.of(tt.r.Sums()); math.Abs(got-tt.want) > 0.5000001*math.Pow10(-tt.digits) {
				t.Errorf("%.6f, published %v", got, tt.want)
			}
		})
	}
}

// What cannot be said is NaN, and says nothing else.
func TestUndefined(t *testing.T) {
	for _, tt := range []struct {
		name    string
		r       *Ratings
		defined string // of Coefficients, by first letters
	}{
		{"no coders", New(nil), ""},
		{"no units", lines("", ""), ""},
		{"one coder", lines("0101"), ""},
		{"nobody rated the same units", lines("01··", "··01"), ""},
		{"nobody marked anything", lines("0000", "0000"), "agreement Brennan–Prediger κ Gwet's AC1"},
		{"both marked everything", lines("1111", "1111"), "agreement Holsti Brennan–Prediger κ Gwet's AC1"},
		{"all the same, three coders", lines("01", "01", "01"), "agreement Holsti Fleiss' κ Brennan–Prediger κ Gwet's AC1 Krippendorff's α"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.r.Sums()
			for _, c := range Coefficients {
				x := c.Of(s)
				if defined := !math.IsNaN(x); defined != strings.Contains(tt.defined, c.Name) {
					t.Errorf("%s: %v", c.Name, x)
				} else if defined && x != 1 {
					t.Errorf("%s: %v, all agree", c.Name, x)
				}
			}
		})
	}
}

func drawRatings(t *rapid.T) (coders [][]int, q int) {
	q = rapid.IntRange(2, 4).Draw(t, "categories")
	n := rapid.IntRange(1, 12).Draw(t, "units")
	for range rapid.IntRange(2, 4).Draw(t, "coders") {
		coders = append(coders, rapid.SliceOfN(rapid.IntRange(Missing, q-1), n, n).Draw(t, "values"))
	}
	return coders, q
}

// Each coefficient against one written down from its definition, pair by pair.
func TestAgainstCountingByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders, q := drawRatings(t)
		r := New(coders)
		r.Categories = q
		s := r.Sums()
		byHand := naive(coders, q)
		for _, c := range Coefficients {
			got, want := c.Of(s), byHand[c.Name]
			if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-9 {
				t.Fatalf("%s of %v: %v, by hand %v", c.Name, coders, got, want)
			}
		}
	})
}

// naive goes through units and pairs of coders as the definitions tell.
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
		"Brennan–Prediger κ": div(po-1/float64(q), 1-1/float64(q)), "Gwet's AC1": div(po-ac1, 1-ac1), "Krippendorff's α": 1 - div(do, de),
		"Cohen's κ": math.NaN(), "Scott's π": math.NaN(),
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

// Units that are told as a number are the same as units told one by one.
func TestRestIsUnitsNobodyMarked(t *testing.T) {
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
				t.Fatalf("%s: %v told one by one, %v told as numbers", c.Name, a, b)
			}
		}
	})
}

func TestBootstrap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	coders := make([][]int, 2)
	for range 200 { // two coders of whom the second follows the first four times of five
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
	// The interval of a share is known: 1.96 standard errors to each side.
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

func ExampleSums_Krippendorff() {
	// Two coders who looked at ten passages, 1 where they saw the theme.
	r := New([][]int{
		{0, 1, 0, 0, 0, 0, 0, 0, 1, 0},
		{1, 1, 1, 0, 0, 1, 0, 0, 0, 0},
	})
	fmt.Printf("agreement %.2f, α %.3f\n", r.Sums().PercentAgreement(), r.Sums().Krippendorff())
	// Output: agreement 0.60, α 0.095
}
