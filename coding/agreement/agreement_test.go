package agreement

import (
	"math"
	"strings"
	"testing"
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

// table makes the ratings of two coders from a square table: rows are the categories
// of the first, columns those of the second.
func table(rows ...[]int) *Ratings {
	r := &Ratings{Units: &Units{Coders: 2}, Categories: len(rows)}
	for a, row := range rows {
		for b, n := range row {
			r.Mark(r.Add(n, nil), n, int8(a), int8(b))
		}
	}
	return r
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 || math.IsNaN(a) && math.IsNaN(b) }

// tenSubjects are rated by fourteen raters in five categories, a table much reprinted.
var tenSubjects = subjects(
	[]int{0, 0, 0, 0, 14}, []int{0, 2, 6, 4, 2}, []int{0, 0, 3, 5, 6}, []int{0, 3, 9, 2, 0}, []int{2, 2, 8, 1, 1},
	[]int{7, 7, 0, 0, 0}, []int{3, 2, 6, 3, 0}, []int{2, 5, 3, 2, 2}, []int{6, 5, 2, 1, 0}, []int{0, 2, 2, 3, 7})

// diagnoses are those of thirty patients by six raters each (J. L. Fleiss, Measuring
// nominal scale agreement among many raters, Psychological Bulletin 76, 1971, table 1):
// depression, personality disorder, schizophrenia, neurosis, other.
var diagnoses = subjects(
	[]int{0, 0, 0, 6, 0}, []int{0, 3, 0, 0, 3}, []int{0, 1, 4, 0, 1}, []int{0, 0, 0, 0, 6}, []int{0, 3, 0, 3, 0},
	[]int{2, 0, 4, 0, 0}, []int{0, 0, 4, 0, 2}, []int{2, 0, 3, 1, 0}, []int{2, 0, 0, 4, 0}, []int{0, 0, 0, 0, 6},
	[]int{1, 0, 0, 5, 0}, []int{1, 1, 0, 4, 0}, []int{0, 3, 3, 0, 0}, []int{1, 0, 0, 5, 0}, []int{0, 2, 0, 3, 1},
	[]int{0, 0, 5, 0, 1}, []int{3, 0, 0, 1, 2}, []int{5, 1, 0, 0, 0}, []int{0, 2, 0, 4, 0}, []int{1, 0, 2, 0, 3},
	[]int{0, 0, 0, 0, 6}, []int{0, 1, 0, 5, 0}, []int{0, 2, 0, 1, 3}, []int{2, 0, 0, 4, 0}, []int{1, 0, 0, 4, 1},
	[]int{0, 5, 0, 1, 0}, []int{4, 0, 0, 0, 2}, []int{0, 2, 0, 4, 0}, []int{1, 0, 5, 0, 0}, []int{0, 0, 0, 0, 6})

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
		{"ten subjects, fourteen raters, Fleiss' κ", tenSubjects, (*Sums).Fleiss, 0.210, 3},
		{"Fleiss 1971, agreement", diagnoses, (*Sums).PercentAgreement, 0.5556, 4},
		{"Fleiss 1971, κ", diagnoses, (*Sums).Fleiss, 0.430, 3},
		// J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968), table 1.
		{"Cohen 1968, κ", table([]int{88, 10, 2}, []int{14, 40, 6}, []int{18, 10, 12}), (*Sums).Cohen, 0.492, 3},
		// J. L. Fleiss, Statistical Methods for Rates and Proportions (2nd ed., 1981),
		// table 13.1: a hundred subjects, three diagnoses.
		{"Fleiss 1981, agreement", table([]int{75, 1, 4}, []int{5, 4, 1}, []int{0, 0, 10}), (*Sums).PercentAgreement, 0.89, 2},
		{"Fleiss 1981, κ", table([]int{75, 1, 4}, []int{5, 4, 1}, []int{0, 0, 10}), (*Sums).Cohen, 0.676, 3},
		// By hand: shares 0.8, 0.075 and 0.125 give p_e 0.66125.
		{"Fleiss 1981, Scott's π", table([]int{75, 1, 4}, []int{5, 4, 1}, []int{0, 0, 10}), (*Sums).Scott, 0.22875 / 0.33875, 9},
		{"Fleiss 1981, Brennan–Prediger", table([]int{75, 1, 4}, []int{5, 4, 1}, []int{0, 0, 10}), (*Sums).BrennanPrediger, 1.5*0.89 - 0.5, 9},
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
		// Text that nobody marked is agreement on absence, and counts for the agreement
		// expected by chance.
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

// A coefficient that is not defined is NaN; where it is and all agree, it is 1.
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

// The indices of prevalence and bias are for two coders and two categories.
func TestIndicesAreForFourfoldTables(t *testing.T) {
	for name, r := range map[string]*Ratings{"three coders": lines("01", "01", "11"), "three categories": lines("012", "010")} {
		s := r.Sums()
		if !math.IsNaN(s.Prevalence()) || !math.IsNaN(s.Bias()) {
			t.Errorf("%s: prevalence %v, bias %v; want NaN", name, s.Prevalence(), s.Bias())
		}
	}
	balanced := fourfold(10, 5, 5, 10).Sums()
	if balanced.Prevalence() != 0 || balanced.Bias() != 0 {
		t.Errorf("balanced: prevalence %v, bias %v; want 0", balanced.Prevalence(), balanced.Bias())
	}
}
