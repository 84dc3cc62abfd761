package matrix

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/dimension"
)

// A Dimension is the name of something that passages differ by, which package
// dimension declares, or attr:NAME. Numbers in an attribute are put into bins by attr:NAME/WIDTH, as
// attr:age/10, or by attr:NAME<LIMIT<LIMIT, as attr:age<30<50.
type Dimension string

// Theme is the dimension whose values nest.
const Theme Dimension = "theme"

// Names lists the dimensions, attributes but for the prefix.
var Names = func() (names []Dimension) {
	for _, d := range dimension.All() {
		names = append(names, Dimension(cmp.Or(d.Prefix(), d.Name)))
	}
	return names
}()

const attr = "attr:"

// ParseDimensions reads up to two dimensions with a comma between them, the
// second nested in the first. The error wraps [coding.ErrInvalid].
func ParseDimensions(list string, s *coding.Study) ([]Dimension, error) {
	var found []Dimension
	for name := range strings.SplitSeq(list, ",") {
		row, parameter := dimension.Named(name)
		if row == nil {
			return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "dimension %q: there is none of that name", name),
				"dimensions are %sNAME (attr:NAME/10 in bins of ten)", join(Names))
		}
		d := Dimension(row.Name)
		if row.Parameters != nil {
			d = Dimension(row.Prefix() + parameter)
			if err := dimension.CheckAttribute(s, parameter); err != nil {
				return nil, err
			}
		}
		if slices.Contains(found, d) {
			return nil, coding.Errorf(coding.ErrInvalid, "dimension %q: stands there twice", d)
		}
		found = append(found, d)
	}
	if len(found) > 2 {
		return nil, coding.Errorf(coding.ErrInvalid, "dimensions %q: two at most, the second nested in the first", list)
	}
	return found, nil
}

// oneOf tells that a dimension is none of those that a table can be laid out by.
func oneOf(by Dimension, holds func(*dimension.Dimension) bool) error {
	names := dimension.Names(holds)
	if slices.Contains(names, string(by)) {
		return nil
	}
	return coding.Errorf(coding.ErrInvalid, "by %q: say %s", by, strings.Join(names, " or "))
}

// A Key is one value of a dimension.
type Key struct {
	Dimension Dimension
	Label     string // as tables show it; a theme's own name
	Path      string // a theme's whole path, else the label
	Level     int    // how deep a theme nests, 0 at the top
	ID        string // identifier, or the value itself; "" for (none)
	Above     string // identifier of the theme that a theme nests in, "" at the top
}

// ThemeKey is the key of a theme.
func ThemeKey(s *coding.Study, t *coding.Theme) Key {
	return Key{Theme, t.Name, s.Path(t.ID), s.Level(t.ID), string(t.ID), string(t.Parent)}
}

// none is the index of a value that is missing, absent that of a voice to whom
// the passage does not belong.
const (
	none   = int32(coding.NoIndex)
	absent = int32(coding.Absent)
	any_   = int32(-3) // stands for every value, where a dimension says nothing of turns
)

// values numbers the values of one dimension, for one study.
type values struct {
	dimension Dimension
	row       *dimension.Dimension
	ofTag     bool                                   // belongs to the tag, not to who speaks where
	nests     bool                                   // counts what is below it, too
	size      int                                    // how many there are, where they are things
	tag       func(tag int) int32                    // where ofTag
	place     func(source int, v coding.Voice) int32 // else
	key       func(i int32) Key                      // of a number that tag or place gave
	names     map[string]int32                       // of values that are names themselves
	labels    []string
}

func newValues(s *coding.Study, d Dimension) *values {
	row, parameter := dimension.Named(string(d))
	x := &values{dimension: d, row: row, ofTag: row.About == dimension.Tags, nests: row.Nests, names: map[string]int32{}}
	at := func(i int32) dimension.Value {
		return dimension.Value{ID: x.labels[i], Label: x.labels[i], Path: x.labels[i]}
	}
	switch {
	case row.Text != nil:
		x.valued(row.Text(s, parameter))
	case row.Tag != nil:
		x.tag = row.Tag(s)
	default:
		x.place = row.Place(s)
	}
	if row.Things != nil {
		things := row.Things(s)
		x.size, at = things.Len, things.At
	}
	x.key = func(i int32) Key {
		if i < 0 {
			return Key{Dimension: d, Label: coding.None, Path: coding.None}
		}
		v := at(i)
		return Key{d, v.Label, v.Path, v.Level, v.ID, v.Above}
	}
	return x
}

// valued numbers values that are strings, in the order in which they come. Case
// does not matter, as it does not in filters.
func (x *values) valued(value func(source int, v coding.Voice) string) {
	x.place = func(source int, v coding.Voice) int32 {
		name := value(source, v)
		if name == "" {
			return none
		}
		return x.number(name)
	}
}

// number gives a value that is a string a number, the same in any case.
func (x *values) number(name string) int32 {
	i, ok := x.names[name]
	if !ok {
		if i = int32(slices.IndexFunc(x.labels, func(l string) bool { return strings.EqualFold(l, name) })); i < 0 {
			i = int32(len(x.labels))
			x.labels = append(x.labels, name)
		}
		x.names[name] = i
	}
	return i
}

// compare orders the numbers of values as tables show them: themes and sources
// as in the study, names by the alphabet, types as people list them, (none) last.
func (x *values) compare(a, b int32) int {
	if (a < 0) != (b < 0) {
		return cmp.Compare(b, a)
	}
	switch {
	case a < 0 || x.row.AsListed:
		return cmp.Compare(a, b)
	case x.row.Order != nil:
		return cmp.Compare(slices.Index(x.row.Order, x.labels[a]), slices.Index(x.row.Order, x.labels[b]))
	}
	return compareValues(x.key(a).Label, x.key(b).Label)
}

// compareValues orders numbers and ranges of numbers by what they are, before all
// else, which goes by the alphabet.
func compareValues(a, b string) int {
	x, isX := size(a)
	y, isY := size(b)
	switch {
	case isX && isY:
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	case isX != isY:
		if isX {
			return -1
		}
		return 1
	}
	return cmp.Compare(a, b)
}

// size is a number, or where a range of numbers begins.
func size(s string) (float64, bool) {
	from, _, isRange := strings.Cut(s, coding.RangeMark)
	if isRange && from == "" {
		return math.Inf(-1), true
	}
	return coding.ParseNumber(from)
}

// Narrow leaves f those of its passages that have the value; it is false where f rules
// that out.
func (k Key) Narrow(f *coding.Filter) bool {
	row, parameter := dimension.Named(string(k.Dimension))
	return row.Narrow(f, parameter, k.ID)
}

// Places returns a function that gives the value of a dimension where a voice
// speaks. The error wraps [coding.ErrInvalid] for dimensions of tags.
func Places(s *coding.Study, d Dimension) (func(source int, v coding.Voice) Key, error) {
	x := newValues(s, d)
	if x.ofTag {
		return nil, coding.Errorf(coding.ErrInvalid, "dimension %q: it says something of tags, not of turns", d)
	}
	return func(source int, v coding.Voice) Key { return x.key(x.place(source, v)) }, nil
}
