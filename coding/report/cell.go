package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"crosscase/coding"
)

// A Name is a name that stands below others: Label is shown indented in tables,
// Path where a row must speak for itself.
type Name struct {
	Label, Path string
	Level       int
}

// Of is a number of all that there are: 6 of 9. Where there are none at all it is
// shown as –.
type Of struct{ N, All int }

// Unseen stands where nothing was counted, but nobody has looked yet.
type Unseen struct{}

// An Interval is a number with the interval that it lies in; Digits are those after the
// point in tables.
type Interval struct {
	Value, Low, High float64
	Digits           int
}

// A Figure is a number with something beside it, as 2 of 3 (4).
type Figure string

// Texts are paragraphs in one cell.
type Texts []string

func isNumber(v any) bool {
	switch v.(type) {
	case int, float64, Of, Unseen, Interval, Figure:
		return true
	}
	return false
}

// Shown is a value as a table shows it.
func (g *Grid) Shown(v any) string {
	switch v := v.(type) {
	case Name:
		return strings.Repeat("  ", v.Level) + Visible(v.Label)
	case string:
		return Visible(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		if math.IsNaN(v) {
			return "–"
		}
		return decimals(v, g.Digits)
	case Of:
		if v.All == 0 {
			return "–"
		}
		return fmt.Sprintf("%d of %d", v.N, v.All)
	case Unseen:
		return "·"
	case Figure:
		return string(v)
	case Interval:
		switch {
		case math.IsNaN(v.Value):
			return "–"
		case math.IsNaN(v.Low):
			return decimals(v.Value, v.Digits)
		}
		return fmt.Sprintf("%s [%s, %s]", decimals(v.Value, v.Digits), decimals(v.Low, v.Digits), decimals(v.High, v.Digits))
	case Texts:
		paragraphs := make([]string, len(v))
		for i, t := range v {
			paragraphs[i] = Visible(strings.Join(strings.Fields(t), " "))
		}
		return strings.Join(paragraphs, "\n")
	}
	return ""
}

// decimals writes a number with a number of decimals; what rounds to nothing has no
// sign.
func decimals(v float64, digits int) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Trim(s, "-0.") == "" {
		return strings.TrimPrefix(s, "-")
	}
	return s
}

// Visible makes control characters visible, so that a terminal shows them
// instead of doing what they say.
func Visible(s string) string {
	if !strings.ContainsFunc(s, hidden) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if hidden(r) {
			if r < ' ' {
				return '␀' + r
			}
			return '\ufffd'
		}
		return r
	}, s)
}

// hidden tells of control characters, and of those that turn the direction of
// what follows.
func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// FieldText is a value of a cell as a field of a table for programs: whole, without
// thousands separators, with the path of a name.
func FieldText(v any) string {
	switch v := v.(type) {
	case Of:
		if v.All == 0 {
			return ""
		}
		return strconv.Itoa(v.N)
	case Interval:
		return FieldText(v.Value)
	case Figure:
		return string(v)
	case Texts:
		return coding.Harmless(strings.Join(v, "\n\n"))
	case Name:
		return coding.Harmless(v.Path)
	case string:
		return coding.Harmless(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		if math.IsNaN(v) {
			return ""
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// PlainValue is a value of a cell as JSON and spreadsheets have it: a number, a truth
// value or a text.
func PlainValue(v any) any {
	switch v := v.(type) {
	case Name:
		return v.Path
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	case Of:
		if v.All == 0 {
			return nil
		}
		return map[string]int{"n": v.N, "of": v.All}
	case Unseen:
		return nil
	case Texts:
		return append([]string{}, v...)
	case Interval:
		if math.IsNaN(v.Value) {
			return nil
		}
		return map[string]any{"value": v.Value, "low": PlainValue(v.Low), "high": PlainValue(v.High)}
	}
	return v
}
