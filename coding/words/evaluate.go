package words

import (
	"cmp"
	"slices"
)

// A Quality says how well a ranking finds the units that have a theme.
type Quality struct {
	At10    float64 // precision at 10: how many of the first ten have it, ÷ 10
	Average float64 // average precision: the mean of the precision at each one that has it
}

// An Evaluation compares rankings of units, by a model that had not seen their
// sources, by a search for the theme's name, and at random.
type Evaluation struct {
	Positive, Units       int
	Model, Search, Random Quality
}

// Evaluate measures how well a theme is found: in five rounds a model learns from
// the sources of four parts and ranks the units of the fifth. describes are the
// words of the theme's name and description, name those of its name.
func Evaluate(units []Unit, labels Labels, describes, name []Word) (e Evaluation, ok bool) {
	f := newFeatures(units)
	example := f.example(describes)
	var of []int
	for i, l := range labels {
		if l != 0 {
			of = append(of, i)
			if l > 0 {
				e.Positive++
			}
		}
	}
	e.Units = len(of)
	if e.Positive < minExamples || e.Positive == e.Units {
		return e, false
	}
	scores := map[int]float64{}
	for _, fold := range folds(units) {
		held := map[int]bool{}
		for _, i := range fold {
			held[i] = true
		}
		var rest []int
		for _, i := range of {
			if !held[i] {
				rest = append(rest, i)
			}
		}
		w, b := fit(f, labels, rest, example)
		for _, i := range fold {
			scores[i] = score(f.of[i], w, b)
		}
	}
	e.Model = quality(of, labels, func(i int) float64 { return scores[i] })
	wanted := map[string]bool{}
	for _, w := range name {
		if !w.Stop {
			wanted[w.Stem] = true
		}
	}
	e.Search = quality(of, labels, func(i int) float64 {
		n := 0.0
		for _, w := range units[i].Words {
			if wanted[w.Stem] {
				n++
			}
		}
		return n / float64(len(units[i].Words)+10)
	})
	share := float64(e.Positive) / float64(e.Units)
	e.Random = Quality{share, share} // what is to be expected of any order
	return e, true
}

// quality ranks by score, and of equals takes what is to be expected: as if they
// stood in random order.
func quality(of []int, labels Labels, score func(i int) float64) (q Quality) {
	order := slices.Clone(of)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score(b), score(a)) })
	found, positive := 0.0, 0.0
	for from := 0; from < len(order); {
		to, hits := from, 0.0
		for ; to < len(order) && score(order[to]) == score(order[from]); to++ {
			if labels[order[to]] > 0 {
				hits++
			}
		}
		share := hits / float64(to-from)
		for rank := from; rank < to; rank++ {
			if rank < 10 {
				q.At10 += share / 10
			}
			before := 0.0 // hits to be expected among those of the same score that stand before one
			if to-from > 1 {
				before = (hits - 1) * float64(rank-from) / float64(to-from-1)
			}
			q.Average += share * (found + before + 1) / float64(rank+1)
		}
		found += hits
		positive += hits
		from = to
	}
	q.Average /= max(positive, 1)
	return q
}
