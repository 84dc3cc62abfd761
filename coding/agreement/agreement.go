// Package agreement measures how far coders agree: percent agreement, Holsti's
// coefficient, and the coefficients that take away what chance alone would give,
// from Cohen's κ to Krippendorff's α, with bootstrap intervals.
//
// It knows nothing of studies. What it takes is [Ratings]: units, each put into
// one of some nominal categories by each coder, or by some of them. A unit may
// stand for many (as the characters of a sentence do), and most units of a
// real study are ones that nobody marked; these are only counted, so that the
// cost is in step with what was marked.
//
// Everything that the coefficients need adds up over units: [Ratings.Sums]
// collects it once, each coefficient is a formula on it, and [Bootstrap] adds up
// blocks of units drawn at random. A coefficient that is not defined, as κ is not
// where nobody ever used a second category, is NaN, never 0 or 1.
package agreement

import (
	"math"
	"slices"
)

// Missing is the value of a unit that a coder has not rated.
const Missing = -1

// Units are what there is to be rated, in blocks. Units of one block are drawn
// together by [Bootstrap]: neighbouring words of one turn do not vary apart. The
// same units serve the ratings of many themes.
type Units struct {
	Coders int
	blocks []block
	kinds  []kind
}

type block struct{ units, kind int }

// A kind is who rated a block.
type kind struct {
	key    string
	values []int8 // of a unit that nobody marked
	units  int    // of all blocks of the kind
}

// Add adds a block of units that the same coders rated, nil for all of them, and
// returns its number, from 0.
func (u *Units) Add(units int, rated []bool) int {
	key := make([]byte, u.Coders)
	for i := range key {
		if key[i] = '1'; rated != nil && !rated[i] {
			key[i] = '0'
		}
	}
	k := slices.IndexFunc(u.kinds, func(k kind) bool { return k.key == string(key) })
	if k < 0 {
		values := make([]int8, u.Coders)
		for i := range values {
			if key[i] == '0' {
				values[i] = Missing
			}
		}
		k = len(u.kinds)
		u.kinds = append(u.kinds, kind{string(key), values, 0})
	}
	u.kinds[k].units += units
	u.blocks = append(u.blocks, block{units, k})
	return len(u.blocks) - 1
}

// Len is how many units there are, Blocks how many blocks.
func (u *Units) Len() (n int) {
	for _, k := range u.kinds {
		n += k.units
	}
	return n
}

// Blocks is how many blocks there are.
func (u *Units) Blocks() int { return len(u.blocks) }

// Block tells of a block how many units it has, and their values where nobody
// marked them.
func (u *Units) Block(i int) (units int, values []int8) {
	return u.blocks[i].units, u.kinds[u.blocks[i].kind].values
}

// Times is the same blocks with n times as many units, for n questions about each.
func (u *Units) Times(n int) *Units {
	v := &Units{Coders: u.Coders, blocks: slices.Clone(u.blocks), kinds: slices.Clone(u.kinds)}
	for i := range v.blocks {
		v.blocks[i].units *= n
	}
	for i := range v.kinds {
		v.kinds[i].units *= n
	}
	return v
}

// Ratings are what coders made of units, for one question: for one theme, whether
// a unit has it.
type Ratings struct {
	*Units
	Categories int // that a coder could choose from, at least 2
	// Marked holds the units that somebody put into another category than 0, in
	// the order of blocks. All others of a block are in category 0 for all who
	// rated it.
	Marked []Row
	Values []int8 // of each row, for each coder a category or [Missing]
}

// A Row is a number of units of one block that coders rated alike.
type Row struct{ Block, Units int32 }

// Mark adds units that coders rated alike, to be in the order of blocks.
func (r *Ratings) Mark(block, units int, values ...int8) {
	r.Marked = append(r.Marked, Row{int32(block), int32(units)})
	r.Values = append(r.Values, values...)
}

// Row is what coders made of the units of the i-th row of Marked.
func (r *Ratings) Row(i int) []int8 { return r.Values[i*r.Coders : (i+1)*r.Coders] }

// New makes ratings of a table of values, a line for each coder with a value for
// each unit. Categories are 0 to the highest that occurs. Each unit is a block of
// its own.
func New(coders [][]int) *Ratings {
	r := &Ratings{Units: &Units{Coders: len(coders)}, Categories: 2}
	if len(coders) == 0 {
		return r
	}
	for u := range coders[0] {
		values := make([]int8, len(coders))
		for c := range coders {
			values[c] = int8(coders[c][u])
			r.Categories = max(r.Categories, coders[c][u]+1)
		}
		r.Mark(r.Add(1, nil), 1, values...)
	}
	return r
}

// Sums are what coefficients are made of. All of it adds up over units.
type Sums struct {
	Categories, Coders int

	Units    float64   // with at least one rating
	Pairable float64   // with at least two
	agreed   float64   // share of agreeing pairs of coders, summed over pairable units
	chosen   []float64 // ratings by category, of pairable units
	shares   []float64 // share of a unit's ratings by category, summed over units
	observed float64   // Krippendorff's coincidences of a category with itself
	table    []float64 // two coders: units by the category of the first, then of the second

	both, decisions float64 // Holsti: units that two marked alike, twice; marks; over all pairs
	marks           []float64
}

func newSums(categories, coders int) *Sums {
	s := &Sums{Categories: categories, Coders: coders, chosen: make([]float64, categories), shares: make([]float64, categories), marks: make([]float64, coders)}
	if coders == 2 {
		s.table = make([]float64, categories*categories)
	}
	return s
}

// add adds units times a row of values. count is room for a number by category.
func (s *Sums) add(values []int8, units float64, count []float64) {
	clear(count)
	raters := 0.0
	if units == 0 {
		return
	}
	for c, v := range values {
		if v >= 0 {
			raters++
			count[v]++
			if v > 0 {
				s.marks[c] += units
			}
		}
	}
	if raters == 0 {
		return
	}
	s.Units += units
	pairs := 0.0
	for c, n := range count {
		s.shares[c] += units * n / raters
		pairs += n * (n - 1)
	}
	if raters < 2 {
		return
	}
	s.Pairable += units
	s.agreed += units * pairs / (raters * (raters - 1))
	s.observed += units * pairs / (raters - 1)
	marked := 0.0
	for c, n := range count {
		s.chosen[c] += units * n
		if c > 0 {
			s.both += units * n * (n - 1)
			marked += n
		}
	}
	s.decisions += units * marked * (raters - 1)
	if s.table != nil {
		s.table[int(values[0])*s.Categories+int(values[1])] += units
	}
}

// vector lists the fields that add up; sums of blocks are kept as vectors.
func (s *Sums) vector(do func(x *float64)) {
	for _, x := range []*float64{&s.Units, &s.Pairable, &s.agreed, &s.observed, &s.both, &s.decisions} {
		do(x)
	}
	for _, list := range [][]float64{s.chosen, s.shares, s.table, s.marks} {
		for i := range list {
			do(&list[i])
		}
	}
}

// Sums adds up all units.
func (r *Ratings) Sums() *Sums {
	s := newSums(r.Categories, r.Coders)
	count := make([]float64, r.Categories)
	rest := make([]int, len(r.kinds)) // units that nobody marked
	for i, k := range r.kinds {
		rest[i] = k.units
	}
	for i := range r.Marked {
		row := r.Marked[i]
		s.add(r.Row(i), float64(row.Units), count)
		rest[r.blocks[row.Block].kind] -= int(row.Units)
	}
	for i, k := range r.kinds {
		s.add(k.values, float64(rest[i]), count)
	}
	return s
}

// Add adds other sums, of as many coders and categories: those of both questions
// together.
func (s *Sums) Add(other *Sums) {
	var values []float64
	other.vector(func(x *float64) { values = append(values, *x) })
	i := 0
	s.vector(func(x *float64) { *x += values[i]; i++ })
}

// Table is, for two coders, how many units the first put into category a and the
// second into b; 0 for more coders.
func (s *Sums) Table(a, b int) float64 {
	if s.table == nil {
		return 0
	}
	return s.table[a*s.Categories+b]
}

// Marks is how many units a coder put into another category than 0.
func (s *Sums) Marks(coder int) float64 { return s.marks[coder] }

// PercentAgreement is the share of pairs of coders that agree, from 0 to 1:
// the mean, over the units i with r_i ≥ 2 ratings, of
// Σ_k r_ik (r_ik − 1) / (r_i (r_i − 1)), r_ik ratings being category k. For two
// coders it is the share of units on which they agree.
func (s *Sums) PercentAgreement() float64 { return ratio(s.agreed, s.Pairable) }

// Holsti is 2M / (N1 + N2), where N1 and N2 are the decisions of two coders and M
// those on which they agree; for more coders, of all pairs together (O. R.
// Holsti, Content Analysis for the Social Sciences and Humanities, 1969). A
// decision is a unit that a coder put into another category than 0: to leave a
// unit alone is none, so that agreement on what nobody marked does not count.
func (s *Sums) Holsti() float64 { return ratio(s.both, s.decisions) }

// Cohen is κ = (p_o − p_e) / (1 − p_e) for two coders, with
// p_e = Σ_k p_1k p_2k of each coder's own shares (J. Cohen, A coefficient of
// agreement for nominal scales, Educational and Psychological Measurement 20,
// 1960). NaN for more coders.
func (s *Sums) Cohen() float64 {
	if s.table == nil {
		return math.NaN()
	}
	q := s.Categories
	agreed, chance := 0.0, 0.0
	for k := range q {
		first, second := 0.0, 0.0
		for j := range q {
			first += s.table[k*q+j]
			second += s.table[j*q+k]
		}
		agreed += s.table[k*q+k]
		chance += ratio(first, s.Pairable) * ratio(second, s.Pairable)
	}
	return beyond(ratio(agreed, s.Pairable), chance)
}

// Scott is π = (p_o − p_e) / (1 − p_e) for two coders, with p_e = Σ_k p_k² of the
// shares of both coders together (W. A. Scott, Reliability of content analysis,
// Public Opinion Quarterly 19, 1955). NaN for more coders.
func (s *Sums) Scott() float64 {
	if s.table == nil {
		return math.NaN()
	}
	return beyond(s.PercentAgreement(), squares(s.chosen))
}

// Fleiss is κ = (P̄ − P̄_e) / (1 − P̄_e): P̄ is [Sums.PercentAgreement], and
// P̄_e = Σ_k p_k², p_k being the mean over units of the share of its ratings in
// category k (J. L. Fleiss, Measuring nominal scale agreement among many raters,
// Psychological Bulletin 76, 1971; for units with different numbers of ratings
// Gwet, Handbook of Inter-Rater Reliability, 2014). Units with one rating count
// for p_k.
func (s *Sums) Fleiss() float64 {
	return beyond(s.PercentAgreement(), squares(s.shares))
}

// BrennanPrediger is κ_n = (p_o − 1/q) / (1 − 1/q) for q categories (R. L.
// Brennan and D. J. Prediger, Coefficient kappa: some uses, misuses, and
// alternatives, Educational and Psychological Measurement 41, 1981). For two
// categories it is the prevalence- and bias-adjusted κ, PABAK = 2 p_o − 1 (Byrt,
// Bishop and Carlin 1993).
func (s *Sums) BrennanPrediger() float64 {
	return beyond(s.PercentAgreement(), 1/float64(s.Categories))
}

// Gwet is AC1 = (p_a − p_e) / (1 − p_e), with p_e = Σ_k π_k (1 − π_k) / (q − 1),
// π_k being the mean over units of the share of its ratings in category k (K. L.
// Gwet, Computing inter-rater reliability and its variance in the presence of
// high agreement, British Journal of Mathematical and Statistical Psychology 61,
// 2008). Units with one rating count for π_k.
func (s *Sums) Gwet() float64 {
	chance := 0.0
	for _, x := range s.shares {
		p := ratio(x, s.Units)
		chance += p * (1 - p)
	}
	return beyond(s.PercentAgreement(), chance/float64(s.Categories-1))
}

// Krippendorff is α = 1 − D_o / D_e for nominal data:
// 1 − (n − 1) (n − Σ_c o_cc) / (n² − Σ_c n_c²), o_cc being the coincidences of a
// category with itself, n_c of it with any, n all (K. Krippendorff, Computing
// Krippendorff's alpha-reliability, 2011). Units with fewer than two ratings are
// left out.
func (s *Sums) Krippendorff() float64 {
	n, same := 0.0, 0.0
	for _, c := range s.chosen {
		n += c
		same += c * c
	}
	if n*n == same {
		return math.NaN()
	}
	return 1 - (n-1)*(n-s.observed)/(n*n-same)
}

// Prevalence is, for two coders and two categories, |a − d| / n, where a and d are
// the units that both marked and neither marked. Where it is near 1, κ, π and α
// are low though coders agree on nearly all units, and their value says little
// (T. Byrt, J. Bishop and J. B. Carlin, Bias, prevalence and kappa, Journal of
// Clinical Epidemiology 46, 1993). NaN for more coders or categories.
func (s *Sums) Prevalence() float64 {
	if s.table == nil || s.Categories != 2 {
		return math.NaN()
	}
	return ratio(math.Abs(s.Table(1, 1)-s.Table(0, 0)), s.Pairable)
}

// Bias is, for two coders and two categories, |b − c| / n, where b and c are the
// units that only the one and only the other marked (Byrt, Bishop and Carlin
// 1993). Where it is large, Cohen's κ is higher than π and α, since it does not
// hold against coders that they mark more or less than each other.
func (s *Sums) Bias() float64 {
	if s.table == nil || s.Categories != 2 {
		return math.NaN()
	}
	return ratio(math.Abs(s.Table(1, 0)-s.Table(0, 1)), s.Pairable)
}

// beyond is agreement beyond chance, NaN where chance alone would give all.
func beyond(agreed, chance float64) float64 {
	if 1-chance < 1e-12 {
		return math.NaN()
	}
	return (agreed - chance) / (1 - chance)
}

// squares is the sum of the squared shares of counts.
func squares(counts []float64) float64 {
	all, sum := 0.0, 0.0
	for _, c := range counts {
		all += c
	}
	for _, c := range counts {
		p := ratio(c, all)
		sum += p * p
	}
	return sum
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}
