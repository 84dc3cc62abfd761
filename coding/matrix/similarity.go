package matrix

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"crosscase/coding"
)

// A Likeness is how the likeness of two profiles of themes is measured.
type Likeness string

// The likenesses. For two cases, a is the number of themes that both have, b and c
// are those that only one has, d those that neither has, of all themes that are
// on anything.
const (
	Jaccard  Likeness = "jaccard"  // a / (a + b + c): P. Jaccard, Bulletin de la Société vaudoise des sciences naturelles 37, 1901
	Matching Likeness = "matching" // (a + d) / (a + b + c + d): R. R. Sokal and C. D. Michener, University of Kansas Science Bulletin 38, 1958
	Cosine   Likeness = "cosine"   // of the angle between the numbers of passages of each theme
)

// Likenesses lists all of them.
var Likenesses = []Likeness{Jaccard, Matching, Cosine}

// A Similarity says how alike the values of a dimension are, as organisations, by
// the themes that they have.
type Similarity struct {
	By       Dimension
	Likeness Likeness
	Keys     []Key       // those that have any theme
	Values   [][]float64 // of two of them, from 0 to 1
	Merges   []Merge
	Notes    []string
}

// A Merge joins two clusters. Clusters below the number of keys are keys; merge i
// makes the cluster with that number more than there are keys.
type Merge struct {
	A, B     int
	Distance float64 // 1 less their mean likeness
}

// Similar compares all values of a dimension with each other and joins the most
// alike, step by step, by average linkage. The error wraps [coding.ErrInvalid].
func Similar(s *coding.Study, f coding.Filter, by Dimension, l Likeness) (*Similarity, error) {
	if !slices.Contains(Likenesses, l) {
		return nil, coding.Errorf(coding.ErrInvalid, "likeness %q: one of %s", l, join(Likenesses))
	}
	if by == Theme {
		return nil, coding.Errorf(coding.ErrInvalid, "by %q: what is compared by its themes cannot be themes", by)
	}
	m, err := New(s, Options{Filter: f, Rows: []Dimension{Theme}, Cols: []Dimension{by}, Empty: true})
	if err != nil {
		return nil, err
	}
	x := &Similarity{By: by, Likeness: l}
	var profiles [][]float64
	var without []string
	for c, keys := range m.ColKeys {
		var profile []float64
		for r := range m.RowKeys {
			if m.RowTotals[r].Passages > 0 {
				profile = append(profile, float64(m.Cells[r][c].Passages))
			}
		}
		switch {
		case slices.Max(append(profile, 0)) > 0:
			x.Keys = append(x.Keys, keys[0])
			profiles = append(profiles, profile)
		case keys[0].ID != "":
			without = append(without, keys[0].Label)
		}
	}
	x.Values = make([][]float64, len(profiles))
	for i, a := range profiles {
		for _, b := range profiles {
			x.Values[i] = append(x.Values[i], likeness(l, a, b))
		}
	}
	x.Merges = averageLinkage(x.Values)
	x.Notes = []string{map[Likeness]string{
		Jaccard:  "Jaccard: themes that both have, of those that either has; 1 is all the same.",
		Matching: "Simple matching: themes that both have or both have not, of all that are on anything.",
		Cosine:   "Cosine of the numbers of passages of each theme: 1 is the same proportions.",
	}[l], "Clusters by average linkage on 1 less the likeness."}
	if len(without) > 0 {
		x.Notes = append(x.Notes, fmt.Sprintf("Left out, since no theme is on anything there: %s.", strings.Join(without, ", ")))
	}
	return x, nil
}

func likeness(l Likeness, a, b []float64) float64 {
	var both, either, same, dot, aa, bb float64
	for i := range a {
		x, y := a[i] > 0, b[i] > 0
		if x && y {
			both++
		}
		if x || y {
			either++
		}
		if x == y {
			same++
		}
		dot, aa, bb = dot+a[i]*b[i], aa+a[i]*a[i], bb+b[i]*b[i]
	}
	switch l {
	case Matching:
		return ratio(same, float64(len(a)))
	case Cosine:
		return min(ratio(dot, math.Sqrt(aa)*math.Sqrt(bb)), 1)
	}
	return ratio(both, either)
}

// averageLinkage joins, step by step, the two clusters whose members are on average
// most alike, of equals those that come first (UPGMA: R. R. Sokal and C. D.
// Michener, University of Kansas Science Bulletin 38, 1958).
func averageLinkage(values [][]float64) (merges []Merge) {
	type cluster struct{ number, size int }
	var open []cluster
	distance := map[[2]int]float64{}
	between := func(a, b int) float64 { return distance[[2]int{min(a, b), max(a, b)}] }
	for i := range values {
		open = append(open, cluster{i, 1})
		for j := range i {
			distance[[2]int{j, i}] = 1 - values[i][j]
		}
	}
	for len(open) > 1 {
		best, x, y := math.Inf(1), 0, 1
		for i := range open {
			for j := i + 1; j < len(open); j++ {
				if d := between(open[i].number, open[j].number); d < best-1e-12 {
					best, x, y = d, i, j
				}
			}
		}
		a, b := open[x], open[y]
		joined := cluster{len(values) + len(merges), a.size + b.size}
		merges = append(merges, Merge{a.number, b.number, between(a.number, b.number)})
		open = slices.Delete(open, y, y+1)
		open[x] = joined
		for _, o := range open {
			if o != joined {
				distance[[2]int{o.number, joined.number}] = (float64(a.size)*between(a.number, o.number) +
					float64(b.size)*between(b.number, o.number)) / float64(joined.size)
			}
		}
	}
	return merges
}

// Order lists the keys as a dendrogram draws them, so that no lines cross.
func (x *Similarity) Order() []int {
	var order []int
	var walk func(cluster int)
	walk = func(c int) {
		if c < len(x.Keys) {
			order = append(order, c)
			return
		}
		m := x.Merges[c-len(x.Keys)]
		walk(m.A)
		walk(m.B)
	}
	if n := len(x.Keys) + len(x.Merges); n > 0 {
		walk(n - 1)
	}
	return order
}
