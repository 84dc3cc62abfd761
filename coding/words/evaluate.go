package words

import (
	"cmp"
	"slices"
)

// A Quality tells how well a ranking finds the units that have a theme.
type Quality struct {
	At10    float64 // precision at 10: the share of the first ten that have it
	Average float64 // average precision: the mean of the precision at each unit that has it
}

// An Evaluation compares three rankings of units: by models that had not seen their
// sources, by a search for the theme's name, and at random.
type Evaluation struct {
	Positive, Units       int
	Model, Search, Random Quality
}

// Evaluate measures how well a theme is found, by five-fold cross-validation over
// whole sources. description is the words of the theme's name and description, name
// those of its name. ok is false where fewer than three units have the theme, or all
// of them.
func Evaluate(units []Unit, labels Labels, description, name []Word) (e Evaluation, ok bool) {
	var labelled []int
	for i, l := range labels {
		if l != 0 {
			labelled = append(labelled, i)
		}
	}
	e.Positive, _ = labels.count()
	e.Units = len(labelled)
	if e.Positive < minExamples || e.Positive == e.Units {
		return e, false
	}
	f := newFeatures(units)
	scores := map[int]float64{}
	crossValidate(units, f, labels, f.vector(description), func(i int, score float64) { scores[i] = score })
	e.Model = quality(labelled, labels, func(i int) float64 { return scores[i] })
	search := nameSearch(name)
	e.Search = quality(labelled, labels, func(i int) float64 { return search(units[i]) })
	e.Random = quality(labelled, labels, func(int) float64 { return 0 }) // all are ties
	return e, true
}

// nameSearch scores units as a search for a theme's name does: by how often its stems
// occur in them, with less for a longer unit.
func nameSearch(name []Word) func(Unit) float64 {
	wanted := map[string]bool{}
	for _, w := range name {
		if !w.Stop {
			wanted[w.Stem] = true
		}
	}
	return func(u Unit) float64 {
		n := 0.0
		for _, w := range u.Words {
			if wanted[w.Stem] {
				n++
			}
		}
		return n / float64(len(u.Words)+10)
	}
}

// quality ranks by score. Units of the same score count as if they stood in random
// order.
func quality(of []int, labels Labels, score func(i int) float64) (q Quality) {
	order := slices.Clone(of)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score(b), score(a)) })
	found := 0.0
	for from := 0; from < len(order); {
		to, hits := from, 0.0
		for ; to < len(order) && score(order[to]) == score(order[from]); to++ {
			if labels[order[to]] > 0 {
				hits++
			}
		}
		q.addTies(from, to, hits, found)
		found += hits
		from = to
	}
	q.Average /= max(found, 1)
	return q
}

// addTies adds the ranks from up to to, which have the same score: hits of them have
// the theme, and found before them.
func (q *Quality) addTies(from, to int, hits, found float64) {
	share := hits / float64(to-from)
	if first := min(to, 10) - from; first > 0 {
		q.At10 += share * float64(first) / 10
	}
	for rank := from; rank < to; rank++ {
		before := 0.0 // expected hits among the ties that stand before this one
		if to-from > 1 {
			before = (hits - 1) * float64(rank-from) / float64(to-from-1)
		}
		q.Average += share * (found + before + 1) / float64(rank+1)
	}
}
