package analysis

import (
	"fmt"
	"math"
	"strings"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

// themeNames lays themes out as the codebook reads, each indented below the one
// above it where that is shown, too.
func themeNames(keys []matrix.Key) []any {
	shown := map[string]bool{}
	var names []any
	for _, k := range keys {
		above := strings.TrimSuffix(k.Path, coding.Separator+k.Label)
		if k.Level == 0 || shown[above] {
			shown[k.Path] = true
			names = append(names, report.Name{Label: k.Label, Path: k.Path, Level: k.Level})
			continue
		}
		names = append(names, k.Path)
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

// TestNotes says what tests tell of a matrix, and what they do not.
func TestNotes(t *matrix.Test) []string {
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
