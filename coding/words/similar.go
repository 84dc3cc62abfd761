package words

import (
	"cmp"
	"slices"
)

// A SimilarUnit is a unit that resembles a text.
type SimilarUnit struct {
	Unit       int      // in the units
	Similarity float64  // cosine, 0 to 1
	Common     []string // the up to five terms that contribute most
}

// Similar ranks units by their similarity to a text: the cosine of TF-IDF vectors
// over stems and pairs of adjacent stems. Units that have no term in common with
// the text are left out.
func Similar(units []Unit, text []Word) []SimilarUnit {
	f := newFeatures(units)
	weight := map[int32]float64{}
	for _, t := range f.vector(text) {
		weight[t.number] = t.weight
	}
	var all []SimilarUnit
	for i, terms := range f.of {
		u := SimilarUnit{Unit: i}
		var common []term
		for _, t := range terms {
			if w := weight[t.number]; w > 0 {
				u.Similarity += w * t.weight
				common = append(common, term{t.number, w * t.weight})
			}
		}
		if u.Similarity == 0 {
			continue
		}
		slices.SortStableFunc(common, func(a, b term) int { return cmp.Compare(b.weight, a.weight) })
		for _, t := range common[:min(5, len(common))] {
			u.Common = append(u.Common, f.names[t.number])
		}
		all = append(all, u)
	}
	slices.SortStableFunc(all, func(a, b SimilarUnit) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return all
}
