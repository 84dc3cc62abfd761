package agreement

import "math"

// A Coefficient is a measure of agreement, with the name that tables show.
type Coefficient struct {
	Name string
	Of   func(*Sums) float64
}

// Coefficients lists all coefficients, in the order of tables.
var Coefficients = []Coefficient{
	{"agreement", (*Sums).PercentAgreement},
	{"Holsti", (*Sums).Holsti},
	{"Cohen's κ", (*Sums).Cohen},
	{"Scott's π", (*Sums).Scott},
	{"Fleiss' κ", (*Sums).Fleiss},
	{"Brennan–Prediger κ", (*Sums).BrennanPrediger},
	{"Gwet's AC1", (*Sums).Gwet},
	{"Krippendorff's α", (*Sums).Krippendorff},
}

// PercentAgreement is the share of pairs of coders that agree, from 0 to 1:
// the mean, over the units i with r_i ≥ 2 ratings, of
// Σ_k r_ik (r_ik − 1) / (r_i (r_i − 1)), r_ik ratings being category k. For two
// coders it is the share of units on which they agree.
func (s *Sums) PercentAgreement() float64 { return ratio(s.agreed, s.Pairable) }

// Holsti is 2M / (N1 + N2), where N1 and N2 are the decisions of two coders and M
// those on which they agree; for more coders, of all pairs together (O. R.
// Holsti, Content Analysis for the Social Sciences and Humanities, 1969). A
// decision is a unit that a coder assigned to another category than 0. Leaving a unit
// unmarked is no decision, so agreement on unmarked units does not count.
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
// are low although the coders agree on nearly all units, and hard to interpret
// (T. Byrt, J. Bishop and J. B. Carlin, Bias, prevalence and kappa, Journal of
// Clinical Epidemiology 46, 1993). NaN for more coders or categories.
func (s *Sums) Prevalence() float64 {
	if s.table == nil || s.Categories != 2 {
		return math.NaN()
	}
	return ratio(math.Abs(s.Table(1, 1)-s.Table(0, 0)), s.Pairable)
}

// Bias is, for two coders and two categories, |b − c| / n, where b and c are the
// units that only the first and only the second marked (Byrt, Bishop and Carlin
// 1993). Where it is large, Cohen's κ is higher than π and α, which penalise coders
// for marking more or less than each other.
func (s *Sums) Bias() float64 {
	if s.table == nil || s.Categories != 2 {
		return math.NaN()
	}
	return ratio(math.Abs(s.Table(1, 0)-s.Table(0, 1)), s.Pairable)
}

// beyond is agreement beyond chance, NaN where chance alone makes it perfect.
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

// ratio is a / b, NaN where b is 0.
func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}
