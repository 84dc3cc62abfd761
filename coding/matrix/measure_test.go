package matrix

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
)

// TestMeasures walks the table of measures: what a row says has to hold for the
// matrix that is counted by it.
func TestMeasures(t *testing.T) {
	s := meeting()
	labels := map[string]bool{}
	for _, spec := range MeasureSpecs {
		t.Run(string(spec.Name), func(t *testing.T) {
			if spec.Label == "" || spec.Help == "" || labels[spec.Label] {
				t.Errorf("label %q, help %q: both are needed, and the label is not another one's", spec.Label, spec.Help)
			}
			labels[spec.Label] = true
			if got := spec.Name.Spec(); got == nil || got.Name != spec.Name {
				t.Fatalf("Spec() = %v", got)
			}
			o := Options{Rows: []Dimension{"organisation"}, Cols: []Dimension{"coder"}, Measure: spec.Name}
			m, err := New(s, o)
			if err != nil {
				t.Fatal(err)
			}
			if v := m.Total.Value(spec.Name); spec.Decimals == 0 && v != math.Trunc(v) {
				t.Errorf("a whole number is %v", v)
			}
			if spec.Of == OfWords && m.Total.AllWords == 0 || spec.Of == OfParticipants && m.Total.AllParticipants == 0 {
				t.Errorf("%s were not counted", spec.Of)
			}
			if _, err := m.Test(); (err == nil) != spec.Tested {
				t.Errorf("tested: %v, want %v", err, spec.Tested)
			}
			o.Percent = "row"
			if _, err := New(s, o); (err == nil) != spec.Shares {
				t.Errorf("percent: %v, want %v", err, spec.Shares)
			}
		})
	}
}

func TestMeasureUnknown(t *testing.T) {
	if got := (Cell{Passages: 3}).Value("size"); !math.IsNaN(got) {
		t.Errorf("a measure that there is not is %v", got)
	}
	if got := (Cell{Passages: 3}).Value(""); got != 3 {
		t.Errorf("no measure is %v, want passages", got)
	}
	_, err := New(coding.NewStudy(coding.Study{}), Options{Measure: "size"})
	want := `measure "size": there is none of that name; ` +
		`measures are passages, tags, sources, participants, words, coverage, rate, presence, weight`
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}
