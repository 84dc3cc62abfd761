package coding

import (
	"slices"
	"strings"

	"crosscase/corpus"
)

// A SourceFact is something that is known of each source, declared once: the
// dimension, the filter and the condition of queries follow from it.
type SourceFact struct {
	Name string
	Of   func(*corpus.Source) string // "" where it is not known
	// Usage is what the filter's flag does; "" for no filter, where another one asks
	// for the same.
	Usage string
	// Values are what it can be, in the order in which tables show them; nil for
	// what sources have, in the order of the alphabet.
	Values []string
	// Parse reads one of Values in any spelling; nil where Values is.
	Parse func(typed string) (string, error)
	// Always says that each source has one, so that nobody asks for sources without.
	Always bool
}

// SourceFacts is the table of what is known of sources.
var SourceFacts = []SourceFact{
	{Name: "type", Of: func(x *corpus.Source) string { return string(x.Type) },
		Usage: "only this `TYPE` of source", Values: sourceTypes(), Parse: parseType, Always: true},
	{Name: "language", Of: func(x *corpus.Source) string { return x.Language },
		Usage: "only sources in this `LANGUAGE`, as en or de; (none) for none"},
	{Name: "month", Of: func(x *corpus.Source) string { return x.Date.Month() }}, // since and until ask for dates
	{Name: "year", Of: func(x *corpus.Source) string { return x.Date.Year() }},
}

func sourceTypes() (names []string) {
	for _, t := range corpus.SourceTypes {
		names = append(names, string(t))
	}
	return names
}

func parseType(typed string) (string, error) {
	t, err := corpus.ParseSourceType(typed)
	return string(t), err
}

// ValuesOf lists the values that sources of the study have of a fact, in order,
// each once whatever its case.
func (s *Study) ValuesOf(fact SourceFact) (values []string) {
	for _, x := range s.Sources {
		v := fact.Of(x)
		if v != "" && !slices.ContainsFunc(values, func(o string) bool { return strings.EqualFold(o, v) }) {
			values = append(values, v)
		}
	}
	slices.SortFunc(values, func(a, b string) int {
		if i, j := slices.Index(fact.Values, a), slices.Index(fact.Values, b); i != j {
			return i - j
		}
		return strings.Compare(a, b)
	})
	return values
}

// FindFact finds a value of a fact as it was typed. The error wraps [ErrInvalid] where
// it can be no value at all, [ErrUnknown] where no source has it.
func (s *Study) FindFact(fact SourceFact, typed string) (string, error) {
	if fact.Parse == nil {
		return findValue(fact.Name, typed, s.ValuesOf(fact))
	}
	value, err := fact.Parse(typed)
	if err != nil {
		return "", Errorf(ErrInvalid, "%w", err)
	}
	return value, nil
}

// A FactValue asks for sources of which a fact is one of Values, in any case; "" is
// not known, and no values are all.
type FactValue struct {
	Name   string // of a [SourceFact]
	Values []string
}

// Fact returns the list of what f asks of a fact, to be changed in place. Copies of f
// that were made before keep theirs.
func (f *Filter) Fact(name string) *[]string {
	f.Facts = slices.Clone(f.Facts)
	i := slices.IndexFunc(f.Facts, func(x FactValue) bool { return x.Name == name })
	if i < 0 {
		i = len(f.Facts)
		f.Facts = append(f.Facts, FactValue{Name: name})
	}
	return &f.Facts[i].Values
}

// A factTest is a fact with the values that a filter asks for.
type factTest struct {
	of     func(*corpus.Source) string
	values []string
}

// factTests are what f asks of sources; a fact that there is not lets nothing through.
func (f Filter) factTests() (tests []factTest) {
	for _, asked := range f.Facts {
		if len(asked.Values) == 0 {
			continue
		}
		test := factTest{func(*corpus.Source) string { return "" }, nil}
		if i := slices.IndexFunc(SourceFacts, func(x SourceFact) bool { return x.Name == asked.Name }); i >= 0 {
			test = factTest{SourceFacts[i].Of, asked.Values}
		}
		tests = append(tests, test)
	}
	return tests
}

func (t factTest) lets(src *corpus.Source) bool {
	value := t.of(src)
	return slices.ContainsFunc(t.values, func(v string) bool { return strings.EqualFold(v, value) })
}
