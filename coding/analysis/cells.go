package analysis

import (
	"fmt"
	"slices"
	"strings"

	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

// A cellKind is what cells of a matrix can show, with what that is.
type cellKind struct{ name, help string }

// cellTexts are what cells can show besides measures.
var cellTexts = []cellKind{
	{"quotes", "the passages themselves, the best --per-cell of them"},
	{"summary", "what you say of the cell: crosscase summary set"},
}

// isText tells whether cells show text, not a measure.
func isText(cell string) bool {
	return slices.ContainsFunc(cellTexts, func(k cellKind) bool { return k.name == cell })
}

func measureKinds() (kinds []cellKind) {
	for _, m := range matrix.MeasureSpecs {
		kinds = append(kinds, cellKind{string(m.Name), m.Help})
	}
	return kinds
}

func cellNames(kinds []cellKind) (names []string) {
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

// cellLines lays kinds out for a help text, one in a line.
func cellLines(kinds []cellKind) string {
	var b strings.Builder
	for i, k := range kinds {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "  %-13s %s", k.name, k.help)
	}
	return b.String()
}

// dimensionHelp says in a help text what rows and columns can be.
func dimensionHelp() string {
	names := make([]string, len(matrix.Names))
	for i, d := range matrix.Names {
		names[i] = string(d)
	}
	return report.Wrap("Rows and columns are one or two of: "+strings.Join(names, ", ")+
		"NAME. Numbers in an attribute go into bins: attr:age/10 by tens, attr:age<30<50 at limits. A cell counts", 80)
}
