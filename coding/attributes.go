package coding

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"crosscase/corpus"
)

// An AttributeValue asks for a participant, organisation, source or case study with it;
// of several with one name, any will do. A value of the form 20..30 asks for numbers
// from 20 to below 30; either side may be missing.
type AttributeValue struct{ Name, Value string }

// RangeMark stands between the ends of a range of numbers.
const RangeMark = ".."

// Matches tells whether a value is what is asked for.
func (a AttributeValue) Matches(value string) bool {
	if SameValue(a.Value, value) {
		return true
	}
	low, high, ok := parseRange(a.Value)
	x, isNumber := ParseNumber(value)
	return ok && isNumber && low <= x && x < high
}

// And is the value, or the range of numbers, that asks for what both do; it is false
// where nothing can have both. The name is a's.
func (a AttributeValue) And(b AttributeValue) (AttributeValue, bool) {
	lowA, highA, rangeA := parseRange(a.Value)
	lowB, highB, rangeB := parseRange(b.Value)
	switch {
	case rangeA && rangeB:
		low, high := max(lowA, lowB), min(highA, highB)
		return AttributeValue{a.Name, rangeEnd(low) + RangeMark + rangeEnd(high)}, low < high
	case rangeA:
		return AttributeValue{a.Name, b.Value}, a.Matches(b.Value)
	}
	return a, b.Matches(a.Value)
}

// rangeEnd writes an end of a range; one that is infinite is left out.
func rangeEnd(x float64) string {
	if math.IsInf(x, 0) {
		return ""
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func (a AttributeValue) isRange() bool {
	_, _, ok := parseRange(a.Value)
	return ok
}

// parseRange reads a range of numbers; an end that is missing is infinite.
func parseRange(s string) (low, high float64, ok bool) {
	from, to, ok := strings.Cut(s, RangeMark)
	if !ok || strings.TrimSpace(from+to) == "" {
		return 0, 0, false
	}
	end := func(s string, without float64) float64 {
		if s = strings.TrimSpace(s); s == "" {
			return without
		}
		x, isNumber := ParseNumber(s)
		ok = ok && isNumber
		return x
	}
	low, high = end(from, math.Inf(-1)), end(to, math.Inf(1))
	return low, high, ok
}

// A Where is a code query that was resolved: the tags that it lets through, for a
// [Filter] of the same study.
type Where struct {
	query string
	study *Study
	tags  []bool
}

// NewWhere makes a condition of a filter: query is its text, tags holds for each of
// the study's tags whether it is let through.
func NewWhere(query string, s *Study, tags []bool) *Where { return &Where{query, s, tags} }

// String is the query as it was typed.
func (w *Where) String() string { return w.query }

// SameValue compares what a person typed with a value, in any case; (none) is no
// value.
func SameValue(typed, value string) bool {
	if strings.EqualFold(typed, None) {
		typed = ""
	}
	return strings.EqualFold(typed, value)
}

// Role returns the role of a voice's participant, "" for none.
func (s *Study) Role(v Voice) string {
	switch {
	case v.Researcher:
		return corpus.Researcher
	case v.Participant < 0:
		return ""
	}
	return s.Participants[v.Participant].Role
}

// Attribute returns the value of an attribute where a voice speaks: the
// participant's, else the organisation's, else the source's, else the case study's,
// else "". The name "kind" is the organisation's kind. Case does not matter in names.
func (s *Study) Attribute(source int, v Voice, name string) string {
	if v.Participant >= 0 {
		if x := attribute(s.Participants[v.Participant].Attributes, name); x != "" {
			return x
		}
	}
	if v.Organisation >= 0 {
		o := s.Organisations[v.Organisation]
		if x := attribute(o.Attributes, name); x != "" {
			return x
		}
		if strings.EqualFold(name, "kind") {
			return o.Kind
		}
	}
	if x := attribute(s.Sources[source].Attributes, name); x != "" || v.Case < 0 {
		return x
	}
	return attribute(s.Cases[v.Case].Attributes, name)
}

func attribute(all map[string]string, name string) string {
	if v, ok := all[name]; ok {
		return v
	}
	for k, v := range all {
		if strings.EqualFold(k, name) {
			return v
		}
	}
	return ""
}

// attributes yields those of each thing that [Study.Attribute] asks; an organisation's
// kind is one of its own.
func (s *Study) attributes(yield func(map[string]string) bool) {
	for _, x := range s.Sources {
		if !yield(x.Attributes) {
			return
		}
	}
	for _, x := range s.Participants {
		if !yield(x.Attributes) {
			return
		}
	}
	for _, x := range s.Organisations {
		if !yield(x.Attributes) || x.Kind != "" && !yield(map[string]string{"kind": x.Kind}) {
			return
		}
	}
	for _, x := range s.Cases {
		if !yield(x.Attributes) {
			return
		}
	}
}

// AttributeNames lists every attribute that anything in the study has, sorted.
func (s *Study) AttributeNames() []string {
	seen := map[string]bool{}
	for all := range s.attributes {
		for k := range all {
			seen[k] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// AttributeValues lists the values that anything in the study has of an attribute,
// sorted.
func (s *Study) AttributeValues(name string) (values []string) {
	for all := range s.attributes {
		if v := attribute(all, name); v != "" && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	return values
}

// HasNumbers tells whether some value of an attribute is a number.
func (s *Study) HasNumbers(attribute string) bool {
	return slices.ContainsFunc(s.AttributeValues(attribute), func(value string) bool {
		_, ok := ParseNumber(value)
		return ok
	})
}

// FindAttribute finds an attribute by its name. The error wraps [ErrUnknown] and
// suggests the nearest names; so do those of its siblings below.
func (s *Study) FindAttribute(name string) (string, error) {
	return findValue("attribute", name, s.AttributeNames())
}

// FindAttributeValue finds a value that somebody or something has of an attribute; a
// range of numbers, and (none), need nobody to have them.
func (s *Study) FindAttributeValue(name, value string) (AttributeValue, error) {
	name, err := s.FindAttribute(name)
	a := AttributeValue{Name: name, Value: strings.TrimSpace(value)}
	if err != nil || a.isRange() || SameValue(a.Value, "") {
		return a, err
	}
	a.Value, err = findValue("value of "+name, value, s.AttributeValues(name))
	return a, err
}

// FindRole finds a role that a participant has.
func (s *Study) FindRole(role string) (string, error) {
	roles := []string{corpus.Researcher}
	for _, p := range s.Participants {
		if p.Role != "" && !slices.Contains(roles, p.Role) {
			roles = append(roles, p.Role)
		}
	}
	slices.Sort(roles)
	return findValue("role", role, roles)
}

// findValue finds one of known values, in any case.
func findValue(kind, value string, known []string) (string, error) {
	value = strings.TrimSpace(value)
	for _, same := range []func(a, b string) bool{equal, strings.EqualFold} {
		if i := slices.IndexFunc(known, func(k string) bool { return same(k, value) }); i >= 0 {
			return known[i], nil
		}
	}
	const most = 10
	otherwise := "known are " + Quoted(known[:min(len(known), most)], ", ")
	switch {
	case len(known) == 0:
		otherwise = "attributes are further columns of import --sources and --participants; there are none yet"
	case len(known) > most:
		otherwise += fmt.Sprintf(" and %d more", len(known)-most)
	}
	return "", Unknown(kind, value, known, otherwise)
}
