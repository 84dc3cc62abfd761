package agreement

import "slices"

// Missing is the value of a unit that a coder has not rated.
const Missing = -1

// Units are what coders rate, in blocks. [Bootstrap] draws the units of a block
// together: neighbouring words of one turn do not vary independently. The same units
// serve the ratings of many themes.
type Units struct {
	Coders int // number of coders
	blocks []block
	kinds  []kind
}

type block struct{ units, kind int }

// A kind is the blocks that the same coders rated.
type kind struct {
	key    string
	values []int8 // of a unit that nobody marked
	units  int    // of all its blocks
}

// Add adds a block of units and returns its number, from 0. rated tells which coders
// rated it; nil is all of them.
func (u *Units) Add(units int, rated []bool) int {
	key := make([]byte, u.Coders)
	for i := range key {
		if key[i] = '1'; rated != nil && !rated[i] {
			key[i] = '0'
		}
	}
	k := slices.IndexFunc(u.kinds, func(k kind) bool { return k.key == string(key) })
	if k < 0 {
		values := make([]int8, u.Coders)
		for i := range values {
			if key[i] == '0' {
				values[i] = Missing
			}
		}
		k = len(u.kinds)
		u.kinds = append(u.kinds, kind{string(key), values, 0})
	}
	u.kinds[k].units += units
	u.blocks = append(u.blocks, block{units, k})
	return len(u.blocks) - 1
}

// Len returns the number of units.
func (u *Units) Len() (n int) {
	for _, k := range u.kinds {
		n += k.units
	}
	return n
}

// Blocks returns the number of blocks.
func (u *Units) Blocks() int { return len(u.blocks) }

// Block returns the number of units of a block, and the values of a unit of it that
// nobody marked: 0 for each coder who rated it, [Missing] for the others.
func (u *Units) Block(i int) (units int, values []int8) {
	return u.blocks[i].units, u.kinds[u.blocks[i].kind].values
}

// Times returns the same blocks with n times as many units, for n questions about each
// unit.
func (u *Units) Times(n int) *Units {
	v := &Units{Coders: u.Coders, blocks: slices.Clone(u.blocks), kinds: slices.Clone(u.kinds)}
	for i := range v.blocks {
		v.blocks[i].units *= n
	}
	for i := range v.kinds {
		v.kinds[i].units *= n
	}
	return v
}

// Ratings are the categories that coders assigned to units for one question, such as
// whether a unit has a theme.
type Ratings struct {
	*Units
	Categories int // to choose from, at least 2
	// Marked are the units that any coder assigned to another category than 0, in
	// the order of blocks. All other units of a block are in category 0 for each
	// coder who rated it.
	Marked []Row
	Values []int8 // of each row, for each coder a category or [Missing]
}

// A Row is a number of units of one block with the same ratings.
type Row struct{ Block, Units int32 }

// Mark adds units of a block with the same ratings, one value a coder. Blocks must be
// marked in their order.
func (r *Ratings) Mark(block, units int, values ...int8) {
	r.Marked = append(r.Marked, Row{int32(block), int32(units)})
	r.Values = append(r.Values, values...)
}

// Row returns the values of the i-th row of Marked, one a coder.
func (r *Ratings) Row(i int) []int8 { return r.Values[i*r.Coders : (i+1)*r.Coders] }

// New makes ratings from a table of values: a row for each coder, with a category or
// [Missing] for each unit. Categories are 0 to the highest that occurs, and at least
// two. Each unit is a block of its own.
func New(coders [][]int) *Ratings {
	r := &Ratings{Units: &Units{Coders: len(coders)}, Categories: 2}
	if len(coders) == 0 {
		return r
	}
	for u := range coders[0] {
		values := make([]int8, len(coders))
		for c := range coders {
			values[c] = int8(coders[c][u])
			r.Categories = max(r.Categories, coders[c][u]+1)
		}
		r.Mark(r.Add(1, nil), 1, values...)
	}
	return r
}
