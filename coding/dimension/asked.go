package dimension

import (
	"slices"
	"strings"

	"crosscase/coding"
)

// asked is what a filter asks of one dimension. A filter is copied before it is
// narrowed, so that lists are replaced, never changed in place.
type asked interface {
	// add lets a value through, too.
	add(f *coding.Filter, id string)
	// only leaves one value; it is false where the filter ruled that out.
	only(f *coding.Filter, parameter, id string) bool
	// within leaves the values that g lets through, too; it is false where none is left.
	within(f *coding.Filter, g coding.Filter) bool
	// values are those that the filter asks for, any of which will do, none for all; it
	// is false where the filter asks for more than a list can say.
	values(f coding.Filter) ([]string, bool)
}

// list is a list of a filter, in which any value will do. Case does not matter to it,
// as it does not matter to filters; identifiers have but one.
type list[K ~string] func(*coding.Filter) *[]K

func (l list[K]) add(f *coding.Filter, id string) {
	of := l(f)
	*of = append(slices.Clip(*of), K(id))
}

func (l list[K]) only(f *coding.Filter, _, id string) bool {
	of := l(f)
	fits := len(*of) == 0 || has(*of, K(id))
	*of = []K{K(id)}
	return fits
}

func (l list[K]) within(f *coding.Filter, g coding.Filter) bool {
	of, other := l(f), *l(&g)
	switch {
	case len(*of) == 0:
		*of = other
		return true
	case len(other) == 0:
		return true
	}
	var both []K
	for _, id := range *of {
		if has(other, id) {
			both = append(both, id)
		}
	}
	*of = both
	return len(both) > 0
}

func (l list[K]) values(f coding.Filter) (ids []string, ok bool) {
	for _, id := range *l(&f) {
		ids = append(ids, string(id))
	}
	return ids, true
}

func has[K ~string](ids []K, id K) bool {
	return slices.ContainsFunc(ids, func(other K) bool { return strings.EqualFold(string(other), string(id)) })
}

// nested is a list of values that count what is below them: who narrows it knows
// what lies below what is asked for.
type nested[K ~string] struct{ list[K] }

func (l nested[K]) only(f *coding.Filter, parameter, id string) bool {
	l.list.only(f, parameter, id)
	return true
}

// attributes are asked for one beside the other, since ranges of values may overlap.
type attributes struct{}

func (attributes) add(f *coding.Filter, id string) {
	name, value, _ := strings.Cut(id, "=")
	f.Attributes = append(slices.Clip(f.Attributes), coding.AttributeValue{Name: name, Value: value})
}

func (attributes) only(f *coding.Filter, parameter, id string) bool {
	name, _ := Attribute(parameter)
	f.AndAttributes = append(slices.Clone(f.AndAttributes), coding.AttributeValue{Name: name, Value: id})
	return true
}

func (attributes) within(f *coding.Filter, g coding.Filter) bool {
	f.AndAttributes = append(slices.Clone(f.AndAttributes), g.Attributes...)
	return true
}

// values joins what is asked for of one attribute into a list that says the same.
func (attributes) values(f coding.Filter) (ids []string, ok bool) {
	all := slices.Clone(f.Attributes)
	for _, and := range f.AndAttributes {
		var others, both []coding.AttributeValue
		asked := false
		for _, a := range all {
			if !strings.EqualFold(a.Name, and.Name) {
				others = append(others, a)
				continue
			}
			asked = true
			if common, ok := a.And(and); ok {
				both = append(both, common)
			}
		}
		switch {
		case !asked:
			both = []coding.AttributeValue{and}
		case len(both) == 0:
			return nil, false
		}
		all = append(others, both...)
	}
	for _, a := range all {
		ids = append(ids, a.Name+"="+a.Value)
	}
	return ids, true
}
