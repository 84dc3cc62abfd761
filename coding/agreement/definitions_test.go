package agreement

import "math"

// definitions are the coefficients written down from their definitions, unit by unit
// and pair by pair of coders, for ratings in q categories.
var definitions = map[string]func(units [][]int, q int) float64{
	"agreement":          func(units [][]int, q int) float64 { return observed(units) },
	"Holsti":             holsti,
	"Cohen's κ":          cohen,
	"Scott's π":          scott,
	"Fleiss' κ":          fleiss,
	"Brennan–Prediger κ": func(units [][]int, q int) float64 { return corrected(observed(units), 1/float64(q)) },
	"Gwet's AC1":         gwet,
	"Krippendorff's α":   krippendorff,
}

// byUnit turns the values of coders into those of units, with [Missing] ones.
func byUnit(coders [][]int) (units [][]int) {
	for u := range coders[0] {
		var values []int
		for _, c := range coders {
			values = append(values, c[u])
		}
		units = append(units, values)
	}
	return units
}

// rated are the values of a unit without the missing ones.
func rated(unit []int) (values []int) {
	for _, v := range unit {
		if v != Missing {
			values = append(values, v)
		}
	}
	return values
}

func divide(a, b float64) float64 {
	if math.Abs(b) < 1e-12 {
		return math.NaN()
	}
	return a / b
}

func corrected(observed, chance float64) float64 { return divide(observed-chance, 1-chance) }

// observed is the mean, over units with two ratings or more, of the share of ordered
// pairs of ratings that agree.
func observed(units [][]int) float64 {
	sum, n := 0.0, 0.0
	for _, unit := range units {
		values := rated(unit)
		same, pairs := 0.0, 0.0
		for i, a := range values {
			for j, b := range values {
				if i != j {
					pairs++
					if a == b {
						same++
					}
				}
			}
		}
		if pairs > 0 {
			sum += same / pairs
			n++
		}
	}
	return divide(sum, n)
}

// holsti is twice the agreed decisions of all pairs of coders over all their decisions.
func holsti(units [][]int, _ int) float64 {
	agreed, decisions := 0.0, 0.0
	for _, unit := range units {
		values := rated(unit)
		for i, a := range values {
			for _, b := range values[:i] {
				if a == b && a > 0 {
					agreed++
				}
				decisions += float64(min(a, 1) + min(b, 1))
			}
		}
	}
	return divide(2*agreed, decisions)
}

// pairs are the values of the units that both of two coders rated; nil for more coders.
func pairs(units [][]int) (both [][]int) {
	for _, unit := range units {
		if len(unit) == 2 && unit[0] != Missing && unit[1] != Missing {
			both = append(both, unit)
		}
	}
	return both
}

// share is how much of the values is category k.
func share(values []int, k int) float64 {
	n := 0.0
	for _, v := range values {
		if v == k {
			n++
		}
	}
	return divide(n, float64(len(values)))
}

func cohen(units [][]int, q int) float64 {
	var first, second []int
	for _, p := range pairs(units) {
		first, second = append(first, p[0]), append(second, p[1])
	}
	chance := 0.0
	for k := range q {
		chance += share(first, k) * share(second, k)
	}
	return corrected(observed(pairs(units)), chance)
}

func scott(units [][]int, q int) float64 {
	var all []int
	for _, p := range pairs(units) {
		all = append(all, p...)
	}
	chance := 0.0
	for k := range q {
		chance += share(all, k) * share(all, k)
	}
	return corrected(observed(pairs(units)), chance)
}

// meanShare is the mean of the share of category k over units with a rating.
func meanShare(units [][]int, k int) float64 {
	sum, n := 0.0, 0.0
	for _, unit := range units {
		if values := rated(unit); len(values) > 0 {
			sum += share(values, k)
			n++
		}
	}
	return divide(sum, n)
}

func fleiss(units [][]int, q int) float64 {
	chance := 0.0
	for k := range q {
		chance += math.Pow(meanShare(units, k), 2)
	}
	return corrected(observed(units), chance)
}

func gwet(units [][]int, q int) float64 {
	chance := 0.0
	for k := range q {
		chance += meanShare(units, k) * (1 - meanShare(units, k)) / float64(q-1)
	}
	return corrected(observed(units), chance)
}

// krippendorff is 1 − D_o / D_e by the coincidence matrix.
func krippendorff(units [][]int, q int) float64 {
	matrix := make([][]float64, q)
	totals := make([]float64, q)
	n := 0.0
	for i := range matrix {
		matrix[i] = make([]float64, q)
	}
	for _, unit := range units {
		values := rated(unit)
		for i, a := range values {
			for j, b := range values {
				if i != j {
					matrix[a][b] += 1 / float64(len(values)-1)
					totals[a] += 1 / float64(len(values)-1)
					n += 1 / float64(len(values)-1)
				}
			}
		}
	}
	observed, expected := 0.0, 0.0
	for a := range q {
		for b := range q {
			if a != b {
				observed += matrix[a][b] / n
				expected += totals[a] * totals[b] / (n * (n - 1))
			}
		}
	}
	return 1 - divide(observed, expected)
}
