package words

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// features are the terms of units in numbers: stems and pairs of adjacent stems,
// weighted by TF-IDF, each unit's vector of length 1.
type features struct {
	number map[string]int32
	names  []string  // as people read them
	rarity []float64 // inverse document frequency
	of     [][]term  // by unit
}

type term struct {
	number int32
	weight float64
}

// minUnits is in how many units a term must occur: a term of one unit tells nothing
// about another.
const minUnits = 2

func newFeatures(units []Unit) *features {
	f := &features{number: map[string]int32{}}
	seen := map[string]int{}
	names := map[string]string{}
	counts := make([]map[string]int, len(units))
	for i, u := range units {
		counts[i] = map[string]int{}
		eachTerm(u.Words, func(key, name string) {
			counts[i][key]++
			if counts[i][key] == 1 {
				seen[key]++
			}
			if names[key] == "" {
				names[key] = name
			}
		})
	}
	for _, key := range slices.Sorted(maps.Keys(seen)) { // sorted, so that the same study gives the same numbers
		if seen[key] < minUnits {
			continue
		}
		f.number[key] = int32(len(f.names))
		f.names = append(f.names, names[key])
		f.rarity = append(f.rarity, math.Log(float64(1+len(units))/float64(1+seen[key]))+1)
	}
	f.of = make([][]term, len(units))
	for i := range units {
		f.of[i] = f.terms(counts[i])
	}
	return f
}

// eachTerm yields stems and pairs of adjacent stems. Stop words are left out, but
// still separate their neighbours.
func eachTerm(words []Word, yield func(key, name string)) {
	for i, w := range words {
		if w.Stop {
			continue
		}
		yield(w.Stem, w.Word)
		if i+1 < len(words) && !words[i+1].Stop {
			yield(w.Stem+" "+words[i+1].Stem, w.Word+" "+words[i+1].Word)
		}
	}
}

// terms is the vector of a unit whose terms were counted, in order of numbers.
func (f *features) terms(counts map[string]int) []term {
	var terms []term
	sum := 0.0
	for key, n := range counts {
		if number, ok := f.number[key]; ok {
			w := (1 + math.Log(float64(n))) * f.rarity[number]
			terms = append(terms, term{number, w})
		}
	}
	slices.SortFunc(terms, func(a, b term) int { return cmp.Compare(a.number, b.number) })
	for _, t := range terms {
		sum += t.weight * t.weight
	}
	for i := range terms {
		terms[i].weight /= math.Sqrt(sum)
	}
	return terms
}

// vector is that of a text, of the terms that the units have.
func (f *features) vector(text []Word) []term {
	counts := map[string]int{}
	eachTerm(text, func(key, _ string) { counts[key]++ })
	return f.terms(counts)
}
