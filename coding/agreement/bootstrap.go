package agreement

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// An Interval is a 95 % confidence interval of a coefficient; NaN on both sides where
// there is none.
type Interval struct{ Low, High float64 }

// Bootstrap returns, for each of several ratings of the same units, the interval of
// each of [Coefficients]: the 2.5th and 97.5th percentile over samples of as many
// blocks as there are, drawn with replacement (B. Efron, Bootstrap methods: another
// look at the jackknife, Annals of Statistics 7, 1979). The same seed gives the same
// intervals. An interval is NaN where there is only one block, and where the
// coefficient is not defined in at least half of the samples.
func Bootstrap(units *Units, all []*Ratings, samples int, seed uint64) [][]Interval {
	intervals := make([][]Interval, len(all))
	for i := range intervals {
		intervals[i] = slices.Repeat([]Interval{{math.NaN(), math.NaN()}}, len(Coefficients))
	}
	if len(units.blocks) < 2 || samples < 2 {
		return intervals
	}
	found := newBootstrap(units, all).run(samples, seed)
	for i := range all {
		for c := range Coefficients {
			intervals[i][c] = percentiles(found[i][c])
		}
	}
	return intervals
}

// A bootstrap has the sums of blocks before any is drawn.
type bootstrap struct {
	units *Units
	of    []blockSums
}

// blockSums are the sums of the blocks of one ratings in which anything is marked.
type blockSums struct {
	r      *Ratings
	blocks []int       // their numbers
	marked []float64   // marked units of each of them
	sums   []float64   // the vectors of their marked units, one after the other
	rest   [][]float64 // the vector of an unmarked unit of each kind
	length int         // of a vector
}

func newBootstrap(units *Units, all []*Ratings) *bootstrap {
	b := &bootstrap{units: units}
	for _, r := range all {
		b.of = append(b.of, newBlockSums(r))
	}
	return b
}

func newBlockSums(r *Ratings) blockSums {
	s := blockSums{r: r}
	count := make([]float64, r.Categories)
	for _, k := range r.kinds {
		sums := newSums(r.Categories, r.Coders)
		sums.add(k.values, 1, count)
		var vector []float64
		sums.vector(func(x *float64) { vector = append(vector, *x) })
		s.rest = append(s.rest, vector)
		s.length = len(vector)
	}
	for from := 0; from < len(r.Marked); {
		block, units := r.Marked[from].Block, int32(0)
		sums := newSums(r.Categories, r.Coders)
		for ; from < len(r.Marked) && r.Marked[from].Block == block; from++ {
			sums.add(r.Row(from), float64(r.Marked[from].Units), count)
			units += r.Marked[from].Units
		}
		s.blocks = append(s.blocks, int(block))
		s.marked = append(s.marked, float64(units))
		sums.vector(func(x *float64) { s.sums = append(s.sums, *x) })
	}
	return s
}

// run computes all coefficients of all ratings in each sample: found[i][c][n] is
// coefficient c of ratings i in sample n. Each sample has its own random numbers, so
// the number of processors changes nothing.
func (b *bootstrap) run(samples int, seed uint64) (found [][][]float64) {
	found = make([][][]float64, len(b.of))
	for i := range found {
		found[i] = make([][]float64, len(Coefficients))
		for c := range found[i] {
			found[i][c] = make([]float64, samples)
		}
	}
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			drawn := make([]float64, len(b.units.blocks))
			for n := range next {
				rest := b.draw(rand.New(rand.NewPCG(seed, uint64(n))), drawn)
				for i := range b.of {
					sums := b.sample(i, drawn, slices.Clone(rest))
					for c, coefficient := range Coefficients {
						found[i][c][n] = coefficient.Of(sums)
					}
				}
			}
		})
	}
	for n := range samples {
		next <- n
	}
	close(next)
	wait.Wait()
	return found
}

// draw draws as many blocks as there are, counts in drawn how often each was drawn,
// and returns the number of their units by kind.
func (b *bootstrap) draw(r *rand.Rand, drawn []float64) (units []float64) {
	clear(drawn)
	units = make([]float64, len(b.units.kinds))
	for range drawn {
		n := r.IntN(len(drawn))
		drawn[n]++
		units[b.units.blocks[n].kind] += float64(b.units.blocks[n].units)
	}
	return units
}

// sample adds up the drawn blocks of the i-th ratings. rest is the number of their
// units by kind, from which it subtracts the marked ones.
func (b *bootstrap) sample(i int, drawn, rest []float64) *Sums {
	of := &b.of[i]
	total := make([]float64, of.length)
	for n, block := range of.blocks {
		times := drawn[block]
		if times == 0 {
			continue
		}
		rest[b.units.blocks[block].kind] -= times * of.marked[n]
		for j, x := range of.sums[n*of.length : (n+1)*of.length] {
			total[j] += times * x
		}
	}
	for k, vector := range of.rest {
		for j, x := range vector {
			total[j] += rest[k] * x
		}
	}
	sums := newSums(of.r.Categories, of.r.Coders)
	n := 0
	sums.vector(func(x *float64) { *x = total[n]; n++ })
	return sums
}

// percentiles are the 2.5th and 97.5th percentile of the defined values.
func percentiles(values []float64) Interval {
	defined := slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	if 2*len(defined) <= len(values) {
		return Interval{math.NaN(), math.NaN()}
	}
	slices.Sort(defined)
	return Interval{quantile(defined, 0.025), quantile(defined, 0.975)}
}

// quantile interpolates linearly between two sorted values.
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	low := int(at)
	if low+1 == len(sorted) {
		return sorted[low]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}
