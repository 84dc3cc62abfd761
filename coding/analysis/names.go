package analysis

import (
	"fmt"
	"math"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

// An outline lays themes out as the codebook reads, each indented below the one that it
// nests in where that is shown, with its whole path where it is not. It holds the
// identifiers of those that are shown.
type outline map[string]bool

// fits tells whether a theme is at the top, or the one that it nests in is shown.
func (o outline) fits(k matrix.Key) bool { return k.Level == 0 || o[k.Above] }

// name is how the next theme of a table is shown.
func (o outline) name(k matrix.Key) any {
	if !o.fits(k) {
		return k.Path
	}
	o[k.ID] = true
	return report.Name{Label: k.Label, Path: k.Path, Level: k.Level}
}

// themeNames are the names of themes in a table.
func themeNames(keys []matrix.Key) (names []any) {
	o := outline{}
	for _, k := range keys {
		names = append(names, o.name(k))
	}
	return names
}

// interval is an estimate for a table, with digits after the point.
func interval(e matrix.Estimate, digits int) report.Interval {
	return report.Interval{Value: e.Value, Low: e.Low, High: e.High, Digits: digits}
}

func pValue(p float64) string {
	if p < 0.0001 {
		return "below 0.0001"
	}
	return fmt.Sprintf("%.4f", p)
}

// notesOnTest says what tests tell of a matrix, and what they do not.
func notesOnTest(t *matrix.Test) []string {
	if math.IsNaN(t.P) {
		return []string{"Test: two rows and two columns with anything in them are needed; there are fewer."}
	}
	notes := []string{fmt.Sprintf("Chi-square %.2f, %s, p = %s; Cramér's V %.2f (%d × %d cells).", t.ChiSquared,
		coding.Count(t.Freedom, "degree")+" of freedom", pValue(t.P), t.CramersV, t.Rows, t.Cols)}
	if t.Fisher != nil {
		notes = append(notes, fmt.Sprintf("Fisher's exact test p = %s; odds ratio %s (95 %%, Woolf).", pValue(*t.Fisher),
			(&report.Grid{}).Shown(interval(*t.OddsRatio, 2))))
	}
	if t.LowExpected > 0 {
		notes = append(notes, fmt.Sprintf("%d of %d expected counts are below 5: the chi-square p is not to be trusted.", t.LowExpected,
			t.Rows*t.Cols))
	}
	if t.Overlap > 0 {
		notes = append(notes, fmt.Sprintf("%s in several cells; tests take them for independent, and p comes out too small.",
			coding.Count(t.Overlap, "passage")))
	}
	return append(notes, matrix.Purposive)
}
