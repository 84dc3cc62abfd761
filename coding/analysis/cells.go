package analysis

import (
	"fmt"
	"slices"
	"strings"

	"crosscase/coding/matrix"
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

// cellLines lays out kinds for a help text, one in a line.
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
