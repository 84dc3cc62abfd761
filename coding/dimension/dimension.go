// Package dimension declares what passages differ by, each once: themes, what is
// known of sources, who speaks, who tagged. From the one table [All] follow the rows
// and columns of a matrix, the filters of commands and pages, the conditions of
// queries, and what narrows a filter to the passages behind a cell.
//
// A new fact of sources is a row of [coding.SourceFacts], and needs none here.
//
// Laws, in laws_test.go:
//
//   - typing: a value that is offered is typed as something that asks for the same
//   - values: a dimension gives what the study has, read field by field
//   - facts: what a source has of a fact, or (none), asks for the sources that have the same
//   - bins: a number lies in the bin that it is put into, and in no other
package dimension

import (
	"cmp"
	"slices"
	"strings"

	"crosscase/coding"
)

// A Subject is what a dimension says something of.
type Subject int

// The subjects.
const (
	Voices  Subject = iota // who speaks where
	Sources                // the source, whoever speaks
	Tags                   // the tag, wherever it is
)

// A Dimension is a row of the table. It gets the values of a passage in one of three
// ways: from Tag or Place, as the number of one of its Things, or from Text.
type Dimension struct {
	Name     string
	Synonyms []string
	About    Subject
	Usage    string // of its filter's flag; "" for no filter
	// None says that a value may be missing, which (none) asks for.
	None bool
	// Parameters lists what a study has of a dimension that has a parameter, written
	// behind its name and a colon; nil for the others.
	Parameters func(*coding.Study) []string
	// Summaries says that a person can sum up a theme for one of its values.
	Summaries bool
	// Compares says that words and matches are counted for each of its values, so that who
	// reads sees who says a word more than others.
	Compares bool
	// Units says that its values are units of analysis: sides of a comparison, which are
	// named without saying of what kind they are, and cases of a truth table.
	Units bool
	// Triangulates says that sources of several types can support a theme for one of its
	// values, Joint that a joint display can compare numbers that its values have.
	Triangulates, Joint bool
	// Nests says that values stand below each other, and that one counts what is
	// below it, too.
	Nests bool

	Tag   func(s *coding.Study) func(tag int) int32
	Place func(s *coding.Study) func(source int, v coding.Voice) int32
	Text  func(s *coding.Study, parameter string) func(source int, v coding.Voice) string

	Things func(s *coding.Study) Things
	// AsListed orders values as the study has them, Order as it lists them; else
	// numbers come first, by their size, then names by the alphabet.
	AsListed bool
	Order    []string

	// Choices are what a page offers for its filter.
	Choices func(s *coding.Study) []Choice
	// Find reads what was typed as the identifier of a value. The error wraps
	// [coding.ErrUnknown], or [coding.ErrInvalid] for what can be no value.
	Find func(s *coding.Study, typed string) (id string, err error)

	asked asked
}

// A Choice is a value to choose; Level is how deep it nests.
type Choice struct {
	Value, Label string
	Level        int
}

// Things are values that have numbers from 0 in a study.
type Things struct {
	Len int
	At  func(i int32) Value
}

// A Value is one of the things, with its path where they nest, else its name again.
type Value struct {
	ID, Label, Path string
	Level           int
	Above           string // ID of the one that it nests in, "" at the top
}

// All lists the dimensions, in the order in which lists show them.
func All() []*Dimension { return all }

// Names are the names of those dimensions of which something holds.
func Names(holds func(*Dimension) bool) (names []string) {
	for _, d := range all {
		if holds(d) {
			names = append(names, d.Name)
		}
	}
	return names
}

// Units are the dimensions whose values are units of analysis, those of who speaks first.
func Units() []*Dimension {
	units := slices.DeleteFunc(slices.Clone(all), func(d *Dimension) bool { return !d.Units })
	slices.SortStableFunc(units, func(a, b *Dimension) int { return cmp.Compare(a.About, b.About) })
	return units
}

// UnitNames are the names of [Units].
func UnitNames() (names []string) {
	for _, d := range Units() {
		names = append(names, d.Name)
	}
	return names
}

// Named finds a dimension by its name, or a synonym of it, in any case; what is
// behind a colon is its parameter. It is nil where there is none.
func Named(name string) (d *Dimension, parameter string) {
	name = strings.TrimSpace(name)
	before, parameter, parametrised := strings.Cut(name, ":")
	if parametrised {
		name = before
	}
	for _, d := range all {
		if (d.Parameters != nil) == parametrised && d.called(name) {
			return d, parameter
		}
	}
	return nil, ""
}

func (d *Dimension) called(name string) bool {
	same := func(n string) bool { return strings.EqualFold(n, name) }
	return same(d.Name) || slices.ContainsFunc(d.Synonyms, same)
}

// Prefix is what stands before the parameter, "" for a dimension that has none.
func (d *Dimension) Prefix() string {
	if d.Parameters == nil {
		return ""
	}
	return d.Name + ":"
}

// IsNone tells whether somebody asks for what has no value.
func IsNone(typed string) bool { return strings.EqualFold(strings.TrimSpace(typed), coding.None) }

// Add lets a filter through what was typed, beside what it lets through already.
func (d *Dimension) Add(s *coding.Study, f *coding.Filter, typed string) error {
	if IsNone(typed) && (d.None || d.Order == nil) && d.Parameters == nil {
		d.asked.add(f, "")
		return nil
	}
	id, err := d.Find(s, typed)
	if err != nil {
		return err
	}
	d.asked.add(f, id)
	return nil
}

// Narrow leaves a filter those of its passages that have this value; it is false where
// the filter rules that out.
func (d *Dimension) Narrow(f *coding.Filter, parameter, id string) bool {
	return d.asked.only(f, parameter, id)
}

// Among leaves a filter those of its passages that have one of these values, which it
// lets through.
func (d *Dimension) Among(f *coding.Filter, ids []string) {
	for i, id := range ids {
		if i == 0 {
			d.asked.only(f, "", id)
			continue
		}
		d.asked.add(f, id)
	}
}

// Within leaves a filter those of its passages that g lets through as far as the
// dimension goes; it is false where the two have no value in common.
func (d *Dimension) Within(f *coding.Filter, g coding.Filter) bool { return d.asked.within(f, g) }
