package matrix

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"crosscase/coding"
)

// chiSquaredAbove is the probability that a chi-squared variable is above x, and
// chiSquaredQuantile the value that it is below with probability p. (gonum's package
// mathext has the functions; its package for distributions would bring all of its
// linear algebra into the program.)
func chiSquaredAbove(x, freedom float64) float64 { return mathext.GammaIncRegComp(freedom/2, x/2) }

func chiSquaredQuantile(p, freedom float64) float64 { return 2 * mathext.GammaIncRegInv(freedom/2, p) }

// Independence is a test of whether the lines of a table of counts differ by more
// than chance would let them.
type Independence struct {
	ChiSquared  float64 // Pearson's
	Freedom     int     // degrees of freedom
	P           float64
	CramersV    float64 // from 0 to 1, how strongly rows and columns go together
	Expected    [][]float64
	LowExpected int // cells whose expected count is below 5, for which the test is not to be trusted
}

// ChiSquared is Pearson's test, χ² = Σ (O − E)² / E with E from the sums of lines,
// and Cramér's V = √(χ² / (n · min(rows − 1, columns − 1))) (H. Cramér,
// Mathematical Methods of Statistics, 1946). Lines without counts are left out.
// With fewer than two rows or columns left, all is NaN.
func ChiSquared(table [][]float64) Independence {
	rows, cols := make([]float64, len(table)), []float64{}
	n := 0.0
	for r, line := range table {
		for len(cols) < len(line) {
			cols = append(cols, 0)
		}
		for c, x := range line {
			rows[r] += x
			cols[c] += x
			n += x
		}
	}
	t := Independence{Expected: make([][]float64, len(table))}
	some := func(sums []float64) (k int) {
		for _, x := range sums {
			if x > 0 {
				k++
			}
		}
		return k
	}
	r, c := some(rows), some(cols)
	for i, line := range table {
		t.Expected[i] = make([]float64, len(line))
		for j, x := range line {
			e := ratio(rows[i]*cols[j], n)
			t.Expected[i][j] = e
			if e > 0 {
				t.ChiSquared += (x - e) * (x - e) / e
				if e < 5 {
					t.LowExpected++
				}
			}
		}
	}
	if t.Freedom = (r - 1) * (c - 1); r < 2 || c < 2 {
		t.ChiSquared, t.P, t.CramersV, t.Freedom = math.NaN(), math.NaN(), math.NaN(), 0
		return t
	}
	t.P = chiSquaredAbove(t.ChiSquared, float64(t.Freedom))
	t.CramersV = math.Sqrt(t.ChiSquared / (n * float64(min(r, c)-1)))
	return t
}

// A Test is what tests say of the cells of a matrix.
type Test struct {
	Independence
	Rows, Cols int
	Overlap    int       // passages that count in several cells; tests take them for independent
	Fisher     *float64  // of two rows and two columns
	OddsRatio  *Estimate // of the same
}

// Test tests whether rows and columns of the matrix go together. Themes below others
// are left out, since those count them, too. The error wraps [coding.ErrInvalid]
// where cells hold no counts, or are too few.
func (m *Matrix) Test() (*Test, error) {
	if !m.Measure.Spec().Tested || m.Percent != "" {
		return nil, coding.Errorf(coding.ErrInvalid, "a test needs counts: passages, tags, sources or participants, and no percent")
	}
	t := &Test{}
	var table [][]float64
	sum := 0
	top := func(keys []Key) bool {
		return m.Filter(-1, -1).Exact || !slices.ContainsFunc(keys, func(k Key) bool { return k.Dimension == Theme && k.Level > 0 })
	}
	for r, keys := range m.RowKeys {
		if !top(keys) {
			continue
		}
		var line []float64
		for c, keys := range m.ColKeys {
			if top(keys) {
				line = append(line, m.Cells[r][c].Value(m.Measure))
				sum += m.Cells[r][c].Passages
			}
		}
		table = append(table, line)
	}
	if len(table) < 2 || len(table[0]) < 2 {
		return nil, coding.Errorf(coding.ErrInvalid, "a test needs two rows and two columns at least")
	}
	t.Independence, t.Rows, t.Cols = ChiSquared(table), len(table), len(table[0])
	t.Overlap = max(sum-m.Total.Passages, 0)
	if t.Rows == 2 && t.Cols == 2 {
		a, b, c, d := int(table[0][0]), int(table[0][1]), int(table[1][0]), int(table[1][1])
		p, or := Fisher(a, b, c, d), OddsRatio(a, b, c, d)
		t.Fisher, t.OddsRatio = &p, &or
	}
	return t, nil
}

// Fisher is the two-sided p of Fisher's exact test on the table a b / c d: the
// probability, with the sums of lines given, of all tables that are no likelier
// than this one (R. A. Fisher, Statistical Methods for Research Workers, 5th ed.,
// 1934). It is 1 where a line is empty.
func Fisher(a, b, c, d int) float64 {
	choose := func(n, k int) float64 {
		x, _ := math.Lgamma(float64(n + 1))
		y, _ := math.Lgamma(float64(k + 1))
		z, _ := math.Lgamma(float64(n - k + 1))
		return x - y - z
	}
	row, col, n := a+b, a+c, a+b+c+d
	probability := func(a int) float64 { return math.Exp(choose(row, a) + choose(n-row, col-a) - choose(n, col)) }
	mine, p := probability(a), 0.0
	for x := max(0, col-(n-row)); x <= min(row, col); x++ {
		if q := probability(x); q <= mine*(1+1e-7) { // as R does: equals may differ by a hair
			p += q
		}
	}
	return min(p, 1)
}

// An Estimate is a number with the interval in which it lies with 95 % confidence.
// NaN is what cannot be said.
type Estimate struct{ Value, Low, High float64 }

// z is the 97.5th percentile of the normal distribution.
var z = math.Sqrt2 * math.Erfinv(0.95)

// OddsRatio is a d / (b c) of the table a b / c d, with Woolf's interval,
// exp(ln OR ± 1.96 √(1/a + 1/b + 1/c + 1/d)) (B. Woolf, On estimating the relation
// between blood group and disease, Annals of Human Genetics 19, 1955). Where a
// count is 0, ½ is added to each (Haldane 1956, Anscombe 1956). All is NaN where a
// row or column is empty.
func OddsRatio(a, b, c, d int) Estimate {
	if a+b == 0 || c+d == 0 || a+c == 0 || b+d == 0 {
		return Estimate{math.NaN(), math.NaN(), math.NaN()}
	}
	w, x, y, v := float64(a), float64(b), float64(c), float64(d)
	if a == 0 || b == 0 || c == 0 || d == 0 {
		w, x, y, v = w+0.5, x+0.5, y+0.5, v+0.5
	}
	ln, half := math.Log(w*v/(x*y)), z*math.Sqrt(1/w+1/x+1/y+1/v)
	return Estimate{math.Exp(ln), math.Exp(ln - half), math.Exp(ln + half)}
}

// rate is count per 1,000 of words, with the exact Poisson interval (F. Garwood,
// Fiducial limits for the Poisson distribution, Biometrika 28, 1936).
func rate(count, words int) Estimate {
	if words == 0 {
		return Estimate{math.NaN(), math.NaN(), math.NaN()}
	}
	per := 1000 / float64(words)
	low := 0.0
	if count > 0 {
		low = chiSquaredQuantile(0.025, float64(2*count)) / 2
	}
	high := chiSquaredQuantile(0.975, float64(2*count+2)) / 2
	return Estimate{float64(count) * per, low * per, high * per}
}

// share is k of n, with Wilson's interval (E. B. Wilson, Probable inference, the law
// of succession, and statistical inference, Journal of the American Statistical
// Association 22, 1927).
func share(k, n int) Estimate {
	if n == 0 {
		return Estimate{math.NaN(), math.NaN(), math.NaN()}
	}
	p, m := float64(k)/float64(n), float64(n)
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return Estimate{p, max(middle-half, 0), min(middle+half, 1)}
}

// difference is a − b, with the interval that follows from those of a and b: the
// distances from the values to the ends are added as the sides of a right triangle
// (R. G. Newcombe, Interval estimation for the difference between independent
// proportions, Statistics in Medicine 17, 1998, method 10; for rates G. Y. Zou and
// A. Donner, Statistics in Medicine 27, 2008).
func difference(a, b Estimate) Estimate {
	return Estimate{a.Value - b.Value,
		a.Value - b.Value - math.Hypot(a.Value-a.Low, b.High-b.Value),
		a.Value - b.Value + math.Hypot(a.High-a.Value, b.Value-b.Low)}
}
