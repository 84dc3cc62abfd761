package matrix

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/dimension"
)

// Law of dimensions: whatever the dimension, a value's line counts the passages that
// the study selects with the filter narrowed to that value, and no others; so a
// dimension is one that its filter knows.
func TestDimensionLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		d := rapid.SampledFrom(dimensionsOf(s)).Draw(t, "dimension")
		m, err := New(s, Options{Rows: []Dimension{d}, Keep: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, keys := range m.RowKeys {
			row, parameter := dimension.Named(string(d))
			var f coding.Filter
			if !row.Narrow(&f, parameter, keys[0].ID) {
				t.Fatalf("%s %q: no filter lets it through", d, keys[0].Path)
			}
			var selected []int32
			for _, p := range s.Select(f).Passages {
				selected = append(selected, int32(p.Index))
			}
			if !slices.Equal(selected, m.Behind(r, -1)) {
				t.Fatalf("%s %q counts %v; its filter selects %v", d, keys[0].Path, m.Behind(r, -1), selected)
			}
		}
	})
}

// Law of parts: every passage that counts is in some line of each dimension, since
// what has no value has the line (none).
func TestDimensionsPartLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		d := rapid.SampledFrom(dimensionsOf(s)).Draw(t, "dimension")
		m, err := New(s, Options{Rows: []Dimension{d}, Keep: true})
		if err != nil {
			t.Fatal(err)
		}
		counted := map[int32]bool{}
		for r := range m.RowKeys {
			for _, p := range m.Behind(r, -1) {
				counted[p] = true
			}
		}
		if len(counted) != m.Total.Passages {
			t.Fatalf("lines of %s hold %d passages of %d", d, len(counted), m.Total.Passages)
		}
	})
}

// Law of measures: no measure changes which passages a cell counts, and one that
// counts is never below 0.
func TestMeasureLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		o := Options{Rows: []Dimension{Theme}, Cols: []Dimension{"organisation"}, Keep: true}
		plain, err := New(s, o)
		if err != nil {
			t.Fatal(err)
		}
		o.Measure = rapid.SampledFrom(Measures).Draw(t, "measure")
		m, err := New(s, o)
		if err != nil {
			t.Fatal(err)
		}
		for r := range m.RowKeys {
			for c := range m.ColKeys {
				if !slices.Equal(m.Behind(r, c), plain.Behind(r, c)) {
					t.Fatalf("%s changes what is counted", o.Measure)
				}
				if v := m.Value(r, c); v < 0 {
					t.Fatalf("%s is %v", o.Measure, v)
				}
			}
		}
	})
}

// Law of order: rows sorted by their totals go down by the totals that the table shows,
// whatever it measures.
func TestSortLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		o := Options{Rows: []Dimension{Theme}, Measure: rapid.SampledFrom(Measures).Draw(t, "measure"), Sort: "total"}
		m, err := New(s, o)
		if err != nil {
			t.Fatal(err)
		}
		for r := 1; r < len(m.RowKeys); r++ {
			above, below := m.Value(r-1, -1), m.Value(r, -1)
			if below > above || math.IsNaN(above) && !math.IsNaN(below) {
				t.Fatalf("%s: %v stands above %v", o.Measure, above, below)
			}
		}
	})
}

// dimensionsOf lists the dimensions of a study, each of its attributes among them.
func dimensionsOf(s *coding.Study) (all []Dimension) {
	for _, d := range dimension.All() {
		if d.Parameters == nil {
			all = append(all, Dimension(d.Name))
			continue
		}
		for _, name := range d.Parameters(s) {
			all = append(all, Dimension(d.Prefix()+name))
		}
	}
	return all
}
