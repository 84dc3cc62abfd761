package dimension

import (
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"crosscase/coding"
)

// Bins divide numbers: at multiples of width, or at limits.
type Bins struct {
	width  float64
	limits []float64
}

// Attribute reads the parameter of the dimension attr: the name of an attribute, and
// the bins that its numbers are put into, nil for none.
func Attribute(parameter string) (name string, b *Bins) {
	name = parameter
	if before, width, ok := strings.Cut(name, "/"); ok {
		if w, ok := coding.ParseNumber(width); ok && w > 0 {
			return strings.TrimSpace(before), &Bins{width: w}
		}
	}
	parts := strings.Split(name, "<")
	b = &Bins{}
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
func (b *Bins) of(value string) string {
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

// CheckAttribute tells what is wrong with the parameter of the dimension attr in a
// study. The error wraps [coding.ErrUnknown] where there is no such attribute, and
// [coding.ErrInvalid] where its numbers cannot be put into these bins.
func CheckAttribute(s *coding.Study, parameter string) error {
	name, bins := Attribute(parameter)
	if _, err := s.FindAttribute(name); err != nil {
		return err
	}
	if bins == nil {
		return nil
	}
	if len(bins.limits) > 0 && !slices.IsSorted(bins.limits) {
		return coding.Errorf(coding.ErrInvalid, "dimension %q: limits of bins go upwards", "attr:"+parameter)
	}
	if s.HasNumbers(name) {
		return nil
	}
	return coding.Errorf(coding.ErrInvalid,
		"dimension %q: no value of %s is a number, so that there is nothing to put into bins", "attr:"+parameter, name)
}
