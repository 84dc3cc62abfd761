package words

import (
	"cmp"
	"math"
	"slices"
)

// A classifier scores units for a theme: above 0 it is more likely there than not.
type classifier struct {
	weights []float64 // by number of the term
	bias    float64
}

func (c classifier) score(terms []term) float64 {
	score := c.bias
	for _, t := range terms {
		score += c.weights[t.number] * t.weight
	}
	return score
}

// An example is a unit to learn from.
type example struct {
	terms []term
	label float64 // 1 or -1
	bound float64 // of its multiplier
}

// descriptionWeight is how many tagged units the description of a theme counts for.
// Themes whose name is a common word gain by it; the others lose nothing.
const descriptionWeight = 3

// examples collects the labelled units among of, and the theme's description as a
// unit that has it.
func examples(f *features, labels Labels, of []int, description []term) []example {
	var all []example
	positive, negative := 0.0, 0.0
	for _, i := range of {
		switch labels[i] {
		case 1:
			positive++
		case -1:
			negative++
		default:
			continue
		}
		all = append(all, example{terms: f.of[i], label: float64(labels[i])})
	}
	if len(description) > 0 {
		for range descriptionWeight {
			all = append(all, example{terms: description, label: 1})
			positive++
		}
	}
	const strength = 1.0 // inverse of the regularisation; between 1 and 10 little changes
	for i := range all {
		class := negative
		if all[i].label > 0 {
			class = positive
		}
		all[i].bound = strength * (positive + negative) / (2 * max(class, 1))
	}
	return all
}

// A regression is an L2-regularised logistic regression, fitted in the dual: one
// multiplier an example.
type regression struct {
	classifier
	examples    []example
	multipliers []float64
	squares     []float64 // of the lengths of the examples, with the bias as one term
}

// fit finds a classifier for the labelled units among of, both classes of equal
// weight, by coordinate descent in the dual (Yu, Huang and Lin 2011). That is quick
// where units have few terms each, and needs no step size.
func fit(f *features, labels Labels, of []int, description []term) classifier {
	r := newRegression(examples(f, labels, of, description), len(f.names))
	for range 60 {
		if r.round() < 1e-3 {
			break
		}
	}
	return r.classifier
}

func newRegression(examples []example, terms int) *regression {
	r := &regression{
		classifier:  classifier{weights: make([]float64, terms)},
		examples:    examples,
		multipliers: make([]float64, len(examples)),
		squares:     make([]float64, len(examples)),
	}
	for i, e := range examples {
		r.multipliers[i] = min(0.001*e.bound, 1e-8)
		r.squares[i] = 1
		for _, t := range e.terms {
			r.squares[i] += t.weight * t.weight
		}
		r.add(e, r.multipliers[i])
	}
	return r
}

// add moves the weights towards the label of an example.
func (r *regression) add(e example, by float64) {
	by *= e.label
	for _, t := range e.terms {
		r.weights[t.number] += by * t.weight
	}
	r.bias += by
}

// round improves each multiplier once, and returns the largest change as a share of
// its bound.
func (r *regression) round() (largest float64) {
	for i, e := range r.examples {
		old := r.multipliers[i]
		r.multipliers[i] = dual(old, e.bound, r.squares[i], e.label*r.score(e.terms))
		if by := r.multipliers[i] - old; by != 0 {
			r.add(e, by)
			largest = max(largest, math.Abs(by)/e.bound)
		}
	}
	return largest
}

// dual minimises over one multiplier z in (0, c): ½a(z-old)² + b(z-old) + z ln z +
// (c-z) ln(c-z), by Newton steps that are kept inside.
func dual(old, c, a, b float64) float64 {
	z := old
	for range 20 {
		slope := a*(z-old) + b + math.Log(z/(c-z))
		if math.Abs(slope) < 1e-6 {
			break
		}
		next := z - slope/(a+c/(z*(c-z)))
		switch {
		case next <= 0:
			next = z * 0.1
		case next >= c:
			next = c - (c-z)*0.1
		}
		z = next
	}
	return z
}

// crossValidate scores the labelled units with classifiers that have not seen their
// sources, one classifier a fold.
func crossValidate(units []Unit, f *features, labels Labels, description []term, scored func(unit int, score float64)) {
	for _, fold := range folds(units) {
		heldOut := map[int]bool{}
		for _, i := range fold {
			heldOut[i] = true
		}
		var rest []int
		for i := range units {
			if !heldOut[i] {
				rest = append(rest, i)
			}
		}
		c := fit(f, labels, rest, description)
		for _, i := range fold {
			if labels[i] != 0 {
				scored(i, c.score(f.of[i]))
			}
		}
	}
}

// folds divides units into at most five parts of whole sources, as even as that
// allows. The units of one source would tell too much about each other.
func folds(units []Unit) [][]int {
	sizes := map[int]int{}
	for _, u := range units {
		sizes[u.Source]++
	}
	var sources []int
	for s := range sizes {
		sources = append(sources, s)
	}
	slices.SortFunc(sources, func(a, b int) int { return cmp.Or(cmp.Compare(sizes[b], sizes[a]), cmp.Compare(a, b)) })
	const n = 5
	fold, sums := map[int]int{}, make([]int, n)
	for _, s := range sources {
		least := slices.Index(sums, slices.Min(sums))
		fold[s] = least
		sums[least] += sizes[s]
	}
	parts := make([][]int, n)
	for i, u := range units {
		parts[fold[u.Source]] = append(parts[fold[u.Source]], i)
	}
	return slices.DeleteFunc(parts, func(p []int) bool { return len(p) == 0 })
}
