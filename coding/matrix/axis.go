package matrix

import (
	"cmp"
	"slices"

	"crosscase/coding"
)

// An axis numbers the lines on one side of a matrix, as they come up. A line is
// a value of each of its one or two dimensions.
type axis struct {
	s      *coding.Study
	values []*values
	exact  bool
	themes []bool // that rows may show: those that the filter asks for
	pairs  []pair
	number [][]int32 // of the line of two values, one more; 0 is not there yet
	buf    []int32
}

type pair [2]int32

// A place is a line without what it says of tags: where in the corpus it is.
type place pair

func newAxis(s *coding.Study, dims []Dimension, f coding.Filter) *axis {
	a := &axis{s: s, exact: f.Exact}
	for _, d := range dims {
		a.values = append(a.values, newValues(s, d))
	}
	a.themes = make([]bool, len(s.Themes))
	for i, t := range s.Themes {
		a.themes[i] = len(f.Themes) == 0
		for _, asked := range f.Themes {
			a.themes[i] = a.themes[i] || t.ID == asked || !f.Exact && s.Below(t.ID, asked)
		}
	}
	return a
}

// lines returns the lines that a tag belongs to as a voice speaks it; several
// where themes nest, none but total where the passage is not the voice's. The
// slice is valid until the next call.
func (a *axis) lines(tag, source int, v coding.Voice) []int32 {
	a.buf = append(a.buf[:0], total)
	switch len(a.values) {
	case 0:
		a.add(pair{none, none})
	case 1:
		a.each(a.values[0], tag, source, v, func(x int32) { a.add(pair{x, none}) })
	default:
		a.each(a.values[0], tag, source, v, func(x int32) {
			a.each(a.values[1], tag, source, v, func(y int32) { a.add(pair{x, y}) })
		})
	}
	return a.buf
}

// each calls do for each value of a dimension that a tag and a voice have.
func (a *axis) each(x *values, tag, source int, v coding.Voice, do func(int32)) {
	switch {
	case x.dimension == Theme:
		for n, t := range a.s.Ancestors(a.s.TagTheme(tag)) {
			if a.themes[t] && (n == 0 || !a.exact) {
				do(t)
			}
		}
	case x.ofTag:
		do(x.tag(tag))
	default:
		if i := x.place(source, v); i != nowhere {
			do(i)
		}
	}
}

func (a *axis) add(p pair) { a.buf = append(a.buf, a.line(p)) }

func (a *axis) line(p pair) int32 {
	x, y := int(p[0]-none), int(p[1]-none)
	for x >= len(a.number) {
		a.number = append(a.number, nil)
	}
	row := &a.number[x]
	for y >= len(*row) {
		*row = append(*row, 0)
	}
	if (*row)[y] == 0 {
		a.pairs = append(a.pairs, p)
		(*row)[y] = int32(len(a.pairs))
	}
	return (*row)[y] - 1
}

// place is where in the corpus a turn stands.
func (a *axis) place(source int, v coding.Voice) place {
	p := place{any_, any_}
	for i, x := range a.values {
		if !x.ofTag {
			p[i] = x.place(source, v)
		}
	}
	return p
}

// where is the place of a line.
func (a *axis) where(line int32) place {
	p := place{any_, any_}
	for i, x := range a.values {
		if !x.ofTag {
			p[i] = a.pairs[line][i]
		}
	}
	return p
}

func (a *axis) keys(line int32) []Key {
	keys := make([]Key, len(a.values))
	for i, x := range a.values {
		keys[i] = x.key(a.pairs[line][i])
	}
	return keys
}

// ordered returns the lines to show, in order: those that counted something,
// each theme where themes stand alone, and with Empty all that could be there.
func (a *axis) ordered(o Options, counted func(int32) bool) []int32 {
	themes := len(a.values) == 1 && a.values[0].dimension == Theme
	if o.Empty || themes {
		a.addAll(o.Filter)
	}
	var lines []int32
	for l := range int32(len(a.pairs)) {
		if a.shown(o, l) && (o.Empty || themes || counted(l)) {
			lines = append(lines, l)
		}
	}
	slices.SortFunc(lines, func(x, y int32) int {
		for i, v := range a.values {
			if c := v.compare(a.pairs[x][i], a.pairs[y][i]); c != 0 {
				return c
			}
		}
		return cmp.Compare(x, y)
	})
	return lines
}

// addAll adds the lines that could count something: for what is said of places,
// those at which anything is said; for what is said of tags, all there are.
func (a *axis) addAll(f coding.Filter) {
	places := map[pair]bool{}
	for t := range a.s.Turns(f) {
		places[pair(a.place(t.Source, t.Voice))] = true
	}
	if len(places) == 0 {
		places[pair{any_, any_}] = true
	}
	for p := range places {
		all := []pair{{none, none}}
		for i, x := range a.values {
			var next []pair
			for _, q := range all {
				if q[i] = p[i]; p[i] != any_ {
					next = append(next, q)
					continue
				}
				for v := range x.size(a.s) {
					q[i] = int32(v)
					next = append(next, q)
				}
			}
			all = next
		}
		for _, q := range all {
			a.line(q)
		}
	}
}

func (a *axis) shown(o Options, line int32) bool {
	for _, k := range a.keys(line) {
		f := o.Filter
		if !k.narrow(&f) {
			return false
		}
	}
	for i, x := range a.values {
		if x.dimension == Theme {
			t := a.pairs[line][i]
			if !a.themes[t] || o.Depth > 0 && a.s.Level(a.s.Themes[t].ID) >= o.Depth {
				return false
			}
		}
	}
	return true
}

// size is how many values a dimension of tags has, apart from (none).
func (x *values) size(s *coding.Study) int {
	switch x.dimension {
	case Theme:
		return len(s.Themes)
	case "about":
		return len(s.Organisations)
	case "coder":
		return len(s.Coders)
	}
	return 0
}
