package matrix

import (
	"cmp"
	"slices"

	"crosscase/coding"
)

// An axis numbers the lines on one side of a matrix, as they come up. A line is
// a value of each of its one or two dimensions.
type axis struct {
	s       *coding.Study
	values  []*values
	ofTags  bool    // says something of tags
	tagKeys []int32 // what it says of each tag, see tagKey; nil where that is nothing
	exact   bool
	themes  []bool // that rows may show: those that the filter asks for
	all     numbering
	places  numbering
	lines   [][][]int32 // by what a tag says and by place; nil is not worked out yet
}

// A pair has a value of each dimension, or [none] for a second that is not there.
type pair [2]int32

// A place is what a line says of where in the corpus it is, [any_] for what it
// says of tags.
type place = pair

// A numbering gives pairs numbers, as they come up.
type numbering struct {
	pairs  []pair
	number [][]int32 // of two values, one more; 0 is not there yet
}

// lowest is the lowest number that a value can have.
const lowest = any_

func (n *numbering) of(p pair) int32 {
	x, y := int(p[0]-lowest), int(p[1]-lowest)
	for x >= len(n.number) {
		n.number = append(n.number, nil)
	}
	row := &n.number[x]
	for y >= len(*row) {
		*row = append(*row, 0)
	}
	if (*row)[y] == 0 {
		n.pairs = append(n.pairs, p)
		(*row)[y] = int32(len(n.pairs))
	}
	return (*row)[y] - 1
}

func newAxis(s *coding.Study, dims []Dimension, f coding.Filter) *axis {
	a := &axis{s: s, exact: f.Exact}
	for _, d := range dims {
		x := newValues(s, d)
		a.values, a.ofTags = append(a.values, x), a.ofTags || x.ofTag
	}
	if a.ofTags {
		a.tagKeys = make([]int32, len(s.Tags))
		for t := range a.tagKeys {
			for _, x := range a.values {
				if x.ofTag {
					a.tagKeys[t] = a.tagKeys[t]*int32(x.size+1) + x.tag(t) + 1
				}
			}
		}
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

// place numbers what the axis says of where a voice speaks.
func (a *axis) place(source int, v coding.Voice) int32 {
	p := place{any_, any_}
	for i, x := range a.values {
		if !x.ofTag {
			p[i] = x.place(source, v)
		}
	}
	return a.places.of(p)
}

// tagKey numbers what the axis says of a tag; 0 where it says nothing of tags.
func (a *axis) tagKey(tag int) int32 {
	if a.tagKeys == nil {
		return 0
	}
	return a.tagKeys[tag]
}

// linesOf returns the lines that a tag belongs to at a place: several where themes
// nest, none where the passage is not the voice's. They are worked out once for
// each theme (or what else the axis says of tags) and place.
func (a *axis) linesOf(tag int, t, place int32) []int32 {
	for int(t) >= len(a.lines) {
		a.lines = append(a.lines, nil)
	}
	row := &a.lines[t]
	for int(place) >= len(*row) {
		*row = append(*row, nil)
	}
	if (*row)[place] == nil {
		(*row)[place] = a.work(tag, a.places.pairs[place])
	}
	return (*row)[place]
}

// known are the lines of tags of which [axis.linesOf] was asked before.
func (a *axis) known(t, place int32) []int32 { return a.lines[t][place] }

func (a *axis) work(tag int, p place) []int32 {
	pairs := []pair{{none, none}}
	for i, x := range a.values {
		var next []pair
		for _, q := range pairs {
			for _, v := range a.each(x, tag, p[i]) {
				q[i] = v
				next = append(next, q)
			}
		}
		pairs = next
	}
	lines := make([]int32, 0, len(pairs)) // not nil, though it may be empty
	for _, q := range pairs {
		lines = append(lines, a.all.of(q))
	}
	return lines
}

// each lists the values of a dimension that a tag has at a place.
func (a *axis) each(x *values, tag int, at int32) (found []int32) {
	switch {
	case x.nests:
		for n, t := range a.s.Ancestors(a.s.TagTheme(tag)) {
			if a.themes[t] && (n == 0 || !a.exact) {
				found = append(found, t)
			}
		}
		return found
	case x.ofTag:
		return []int32{x.tag(tag)}
	case at == absent:
		return nil
	}
	return []int32{at}
}

// where is the place of a line.
func (a *axis) where(line int32) place {
	p := place{any_, any_}
	for i, x := range a.values {
		if !x.ofTag {
			p[i] = a.all.pairs[line][i]
		}
	}
	return p
}

func (a *axis) keys(line int32) []Key {
	keys := make([]Key, len(a.values))
	for i, x := range a.values {
		keys[i] = x.key(a.all.pairs[line][i])
	}
	return keys
}

// ordered returns the lines to show, in order: those that counted something,
// each theme where themes stand alone, and with Empty all that could be there.
func (a *axis) ordered(o Options, counted func(int32) bool) []int32 {
	themes := len(a.values) == 1 && a.values[0].nests
	if o.Empty || themes {
		a.addAll(o.Filter)
	}
	var lines []int32
	for l := range int32(len(a.all.pairs)) {
		if a.shown(o, l) && (o.Empty || themes || counted(l)) {
			lines = append(lines, l)
		}
	}
	slices.SortFunc(lines, func(x, y int32) int {
		for i, v := range a.values {
			if c := v.compare(a.all.pairs[x][i], a.all.pairs[y][i]); c != 0 {
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
	places := map[place]bool{}
	if slices.ContainsFunc(a.values, func(x *values) bool { return !x.ofTag }) {
		for t := range a.s.Turns(f) {
			places[a.places.pairs[a.place(t.Source, t.Voice)]] = true
		}
	} else {
		places[place{any_, any_}] = true
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
				for v := range x.size {
					q[i] = int32(v)
					next = append(next, q)
				}
			}
			all = next
		}
		for _, q := range all {
			a.all.of(q)
		}
	}
}

func (a *axis) shown(o Options, line int32) bool {
	for _, k := range a.keys(line) {
		f := o.Filter
		if !k.Narrow(&f) {
			return false
		}
	}
	for i, x := range a.values {
		if x.nests {
			t := a.all.pairs[line][i]
			if !a.themes[t] || o.Depth > 0 && a.s.Level(a.s.Themes[t].ID) >= o.Depth {
				return false
			}
		}
	}
	return true
}
