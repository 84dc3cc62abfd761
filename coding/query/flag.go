package query

import (
	"crosscase/coding"
	"crosscase/coding/dimension"
)

// A Flag is a setting that has a name on the command line, in the address of a page and
// in an analysis file, and is declared once for all of them.
type Flag struct {
	Name  string
	Usage string // on the command line; what stands in `backquotes` names the value
	Label string // on a page; "" where the page leaves it out
	Help  string // an example of what can be typed, for pages

	Kind    Kind
	Default string // means the same as nothing
	// Choices are what a page offers; nil for what is typed.
	Choices func(*coding.Study) []Choice
	// Checked refuses values that are no choice; else whoever reads them does.
	Checked bool
	// For limits a flag to values of another one, as "cell=quotes".
	For string
}

// A Kind is what the value of a flag is.
type Kind int

// The kinds of flags.
const (
	Text       Kind = iota // words
	Check                  // yes or no
	Choose                 // one of its choices
	Many                   // several values
	Whole                  // a whole number
	Decimal                // a number
	Date                   // a year, month or day
	Dimensions             // one dimension or two, the second nested in the first
)

// A Choice is a value to choose; Level is how deep it nests.
type Choice = dimension.Choice

// Choices are values that are their own labels.
func Choices(values ...string) func(*coding.Study) []Choice {
	return func(*coding.Study) []Choice { return Labelled(values) }
}

// Labelled makes choices of values that are their own labels.
func Labelled(values []string) []Choice { return dimension.Labelled(values) }

// Or puts choices before others, as an empty one for none.
func Or(before []Choice, choices func(*coding.Study) []Choice) func(*coding.Study) []Choice {
	return func(s *coding.Study) []Choice { return append(before[:len(before):len(before)], choices(s)...) }
}
