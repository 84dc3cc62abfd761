package agreement

// Sums are what coefficients are computed from. All of them add up over units.
type Sums struct {
	Categories, Coders int

	Units    float64   // with at least one rating
	Pairable float64   // with at least two
	agreed   float64   // share of agreeing pairs of coders, summed over pairable units
	chosen   []float64 // ratings by category, of pairable units
	shares   []float64 // share of a unit's ratings by category, summed over units
	observed float64   // Krippendorff's coincidences of a category with itself
	table    []float64 // two coders: units by the category of the first, then of the second

	both, decisions float64   // Holsti, over all pairs: units that two marked alike, twice; marks
	marks           []float64 // by coder
}

func newSums(categories, coders int) *Sums {
	s := &Sums{
		Categories: categories, Coders: coders,
		chosen: make([]float64, categories), shares: make([]float64, categories), marks: make([]float64, coders),
	}
	if coders == 2 {
		s.table = make([]float64, categories*categories)
	}
	return s
}

// add adds units with a row of values. count is room for a number by category.
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
	for c, n := range count {
		s.shares[c] += units * n / raters
	}
	if raters >= 2 {
		s.addPairs(values, units, count, raters)
	}
}

// addPairs adds units with at least two ratings, which count has by category.
func (s *Sums) addPairs(values []int8, units float64, count []float64, raters float64) {
	s.Pairable += units
	pairs, marked := 0.0, 0.0
	for c, n := range count {
		pairs += n * (n - 1)
		s.chosen[c] += units * n
		if c > 0 {
			s.both += units * n * (n - 1)
			marked += n
		}
	}
	s.agreed += units * pairs / (raters * (raters - 1))
	s.observed += units * pairs / (raters - 1)
	s.decisions += units * marked * (raters - 1)
	if s.table != nil {
		s.table[int(values[0])*s.Categories+int(values[1])] += units
	}
}

// vector visits the fields that add up; sums of blocks are kept as vectors.
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

// Sums returns the sums over all units.
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

// Add adds the sums of other units, with as many coders and categories.
func (s *Sums) Add(other *Sums) {
	var values []float64
	other.vector(func(x *float64) { values = append(values, *x) })
	i := 0
	s.vector(func(x *float64) { *x += values[i]; i++ })
}

// Table returns, for two coders, the number of units that the first assigned to
// category a and the second to b; 0 for other numbers of coders.
func (s *Sums) Table(a, b int) float64 {
	if s.table == nil {
		return 0
	}
	return s.table[a*s.Categories+b]
}

// Marks returns the number of units that a coder assigned to another category than 0.
func (s *Sums) Marks(coder int) float64 { return s.marks[coder] }
