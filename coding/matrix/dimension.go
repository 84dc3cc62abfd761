package matrix

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// A Dimension is something that passages differ by: theme, case, organisation,
// about, source, type, participant, role, question, coder, month, year, or
// attr:NAME. Numbers in an attribute are put into bins by attr:NAME/WIDTH, as
// attr:age/10, or by attr:NAME<LIMIT<LIMIT, as attr:age<30<50.
type Dimension string

// Theme is the dimension whose values nest.
const Theme Dimension = "theme"

// Names lists the dimensions, attributes but for the prefix.
var Names = []Dimension{Theme, "case", "organisation", "about", "source", "type", "participant", "role", "question", "coder", "month", "year", attr}

const attr = "attr:"

// ParseDimensions reads up to two dimensions with a comma between them, the
// second nested in the first. The error wraps [coding.ErrInvalid].
func ParseDimensions(list string, s *coding.Study) ([]Dimension, error) {
	var found []Dimension
	for name := range strings.SplitSeq(list, ",") {
		d := Dimension(strings.ToLower(strings.TrimSpace(name)))
		attribute, isAttribute := corpus.CutPrefixFold(strings.TrimSpace(name), attr)
		switch {
		case d == "organization":
			d = "organisation"
		case isAttribute:
			d = Dimension(attr + attribute)
			if err := checkAttribute(s, d); err != nil {
				return nil, err
			}
		case !slices.Contains(Names, d) || d == attr:
			return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "dimension %q: there is none of that name", name), "dimensions are %s", listing())
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

func checkAttribute(s *coding.Study, d Dimension) error {
	name, bins := d.attribute()
	if _, err := s.FindAttribute(name); err != nil {
		return err
	}
	if bins == nil {
		return nil
	}
	if len(bins.limits) > 0 && !slices.IsSorted(bins.limits) {
		return coding.Errorf(coding.ErrInvalid, "dimension %q: limits of bins go upwards", d)
	}
	if s.HasNumbers(name) {
		return nil
	}
	return coding.Errorf(coding.ErrInvalid, "dimension %q: no value of %s is a number, so that there is nothing to put into bins", d, name)
}

// bins divide numbers: at multiples of width, or at limits.
type bins struct {
	width  float64
	limits []float64
}

// attribute is the name of the attribute that a dimension is, and the bins that
// its numbers are put into, nil for none.
func (d Dimension) attribute() (name string, b *bins) {
	name = strings.TrimPrefix(string(d), attr)
	if before, width, ok := strings.Cut(name, "/"); ok {
		if w, ok := coding.ParseNumber(width); ok && w > 0 {
			return strings.TrimSpace(before), &bins{width: w}
		}
	}
	parts := strings.Split(name, "<")
	b = &bins{}
	for _, p := range parts[1:] {
		x, ok := coding.ParseNumber(p)
		if !ok {
			return name, nil
		}
		b.limits = append(b.limits, x)
	}
	if len(b.limits) == 0 {
		return name, nil
	}
	return strings.TrimSpace(parts[0]), b
}

// of is the bin that a value falls into, as [coding.AttributeValue] names it; a
// value that is no number is left as it is.
func (b *bins) of(value string) string {
	x, ok := coding.ParseNumber(value)
	if b == nil || !ok {
		return value
	}
	from, to := "", ""
	if b.width > 0 {
		n := math.Floor(x / b.width)
		if x >= decimal((n+1)*b.width) { // what is divided may come out a hair below
			n++
		}
		from, to = number(decimal(n*b.width)), number(decimal((n+1)*b.width))
	} else {
		i := sort.Search(len(b.limits), func(i int) bool { return b.limits[i] > x })
		if i > 0 {
			from = number(b.limits[i-1])
		}
		if i < len(b.limits) {
			to = number(b.limits[i])
		}
	}
	bin := coding.AttributeValue{Value: from + coding.RangeMark + to}
	if !bin.Matches(value) { // narrower than numbers are written
		return value
	}
	return bin.Value
}

// decimal takes away what binary fractions leave behind.
func decimal(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 12, 64), 64)
	return y
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func listing() string {
	names := make([]string, len(Names))
	for i, n := range Names {
		names[i] = string(n)
	}
	return strings.Join(names, ", ") + "NAME (attr:NAME/10 in bins of ten)"
}

// A Key is one value of a dimension.
type Key struct {
	Dimension Dimension
	Label     string // as tables show it; a theme's own name
	Path      string // a theme's whole path, else the label
	Level     int    // how deep a theme nests, 0 at the top
	ID        string // identifier, or the value itself; "" for (none)
}

// none is the index of a value that is missing, nowhere that of a voice to whom
// the passage does not belong.
const (
	none    = int32(coding.NoIndex)
	nowhere = int32(coding.Absent)
	any_    = int32(-3) // stands for every value, where a dimension says nothing of turns
)

// values numbers the values of one dimension, for one study.
type values struct {
	dimension Dimension
	ofTag     bool                                   // belongs to the tag, not to who speaks where
	tag       func(tag int) int32                    // where ofTag
	place     func(source int, v coding.Voice) int32 // else
	key       func(i int32) Key                      // of a number that tag or place gave
	names     map[string]int32                       // of values that are names themselves
	labels    []string
}

// newValues is the one place that knows what each dimension is.
func newValues(s *coding.Study, d Dimension) *values {
	x := &values{dimension: d, names: map[string]int32{}}
	named := func(name func(i int32) (id, label string)) {
		x.key = func(i int32) Key {
			if i < 0 {
				return Key{Dimension: d, Label: coding.None, Path: coding.None}
			}
			id, label := name(i)
			return Key{Dimension: d, Label: label, Path: label, ID: id}
		}
	}
	organisation := func(i int32) (string, string) { return string(s.Organisations[i].ID), s.Organisations[i].Name }
	switch d {
	case Theme:
		x.ofTag, x.tag = true, func(t int) int32 { return int32(s.TagTheme(t)) }
		x.key = func(i int32) Key {
			t := s.Themes[i]
			return Key{Theme, t.Name, s.Path(t.ID), s.Level(t.ID), string(t.ID)}
		}
	case "coder":
		x.ofTag, x.tag = true, func(t int) int32 { return int32(s.TagCoder(t)) }
		named(func(i int32) (string, string) { return string(s.Coders[i].ID), s.Coders[i].Name })
	case "about":
		x.ofTag, x.tag = true, func(t int) int32 { return int32(s.TagAbout(t)) }
		named(organisation)
	case "organisation":
		x.place = func(_ int, v coding.Voice) int32 { return v.Organisation }
		named(organisation)
	case "case":
		x.place = func(_ int, v coding.Voice) int32 { return v.Case }
		named(func(i int32) (string, string) { return string(s.Cases[i].ID), s.Cases[i].Name })
	case "participant":
		x.place = func(_ int, v coding.Voice) int32 { return v.Participant }
		named(func(i int32) (string, string) { return string(s.Participants[i].ID), s.Participants[i].Name })
	case "source":
		x.place = func(source int, _ coding.Voice) int32 { return int32(source) }
		named(func(i int32) (string, string) { return string(s.Sources[i].ID), s.Sources[i].Name })
	case "question":
		x.place = func(_ int, v coding.Voice) int32 { return v.Question }
		named(func(i int32) (string, string) { return s.Questions()[i], s.Questions()[i] })
	case "type":
		x.valued(named, func(source int, _ coding.Voice) string { return string(s.Sources[source].Type) })
	case "month":
		x.valued(named, func(source int, _ coding.Voice) string { return s.Sources[source].Date.Month() })
	case "year":
		x.valued(named, func(source int, _ coding.Voice) string { return s.Sources[source].Date.Year() })
	case "role":
		x.valued(named, func(_ int, v coding.Voice) string { return s.Role(v) })
	default:
		name, bins := d.attribute()
		x.valued(named, func(source int, v coding.Voice) string { return bins.of(s.Attribute(source, v, name)) })
	}
	return x
}

// valued numbers values that are strings, in the order in which they come. Case
// does not matter, as it does not in filters.
func (x *values) valued(named func(func(int32) (string, string)), value func(source int, v coding.Voice) string) {
	x.place = func(source int, v coding.Voice) int32 {
		name := value(source, v)
		if name == "" {
			return none
		}
		return x.number(name)
	}
	named(func(i int32) (string, string) { return x.labels[i], x.labels[i] })
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
	case a < 0 || x.dimension == Theme || x.dimension == "source" || x.dimension == "question":
		return cmp.Compare(a, b)
	case x.dimension == "type":
		return cmp.Compare(slices.Index(corpus.SourceTypes, corpus.SourceType(x.labels[a])), slices.Index(corpus.SourceTypes, corpus.SourceType(x.labels[b])))
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

// narrow adds to f what a key asks for; it is false where f rules that out.
func (k Key) narrow(f *coding.Filter) bool {
	switch k.Dimension {
	case Theme: // the axis sees to what lies below what f asks for
		f.Themes = []coding.ThemeID{coding.ThemeID(k.ID)}
		return true
	case "coder":
		return only(&f.Coders, coding.CoderID(k.ID))
	case "about":
		return only(&f.About, corpus.OrganisationID(k.ID))
	case "organisation":
		return only(&f.Organisations, corpus.OrganisationID(k.ID))
	case "case":
		return only(&f.Cases, corpus.CaseID(k.ID))
	case "participant":
		return only(&f.Participants, corpus.ParticipantID(k.ID))
	case "source":
		return only(&f.Sources, corpus.SourceID(k.ID))
	case "type":
		return only(&f.Types, corpus.SourceType(k.ID))
	case "question":
		return only(&f.Questions, k.ID)
	case "month":
		return only(&f.Months, k.ID)
	case "year":
		return only(&f.Years, k.ID)
	case "role":
		fits := len(f.Roles) == 0 || slices.ContainsFunc(f.Roles, func(r string) bool { return coding.SameValue(r, k.ID) })
		f.Roles = []string{k.ID}
		return fits
	}
	// Beside what is asked for, since ranges may overlap.
	name, _ := k.Dimension.attribute()
	f.AndAttributes = append(slices.Clone(f.AndAttributes), coding.AttributeValue{Name: name, Value: k.ID})
	return true
}

// only leaves x alone in a list that lets it through.
func only[T comparable](list *[]T, x T) bool {
	fits := len(*list) == 0 || slices.Contains(*list, x)
	*list = []T{x}
	return fits
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
