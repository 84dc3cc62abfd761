package agreement

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnits(t *testing.T) {
	u := &Units{Coders: 3}
	for i, rated := range [][]bool{nil, {true, false, true}, {true, true, true}} {
		if got := u.Add(10*(i+1), rated); got != i {
			t.Errorf("block %d has number %d", i, got)
		}
	}
	if u.Len() != 60 || u.Blocks() != 3 {
		t.Errorf("%d units in %d blocks, want 60 in 3", u.Len(), u.Blocks())
	}
	for i, want := range [][]int8{{0, 0, 0}, {0, Missing, 0}, {0, 0, 0}} {
		units, values := u.Block(i)
		if diff := cmp.Diff(want, values); diff != "" || units != 10*(i+1) {
			t.Errorf("block %d: %d units; values (-want +got):\n%s", i, units, diff)
		}
	}
}

// Times multiplies a copy: the units themselves stay as they are.
func TestTimes(t *testing.T) {
	u := &Units{Coders: 2}
	u.Add(3, nil)
	u.Add(4, []bool{true, false})
	five := u.Times(5)
	if five.Len() != 35 || five.Blocks() != 2 || five.Coders != 2 {
		t.Errorf("5 times: %d units in %d blocks of %d coders, want 35 in 2 of 2", five.Len(), five.Blocks(), five.Coders)
	}
	if n, values := five.Block(1); n != 20 || !cmp.Equal(values, []int8{0, Missing}) {
		t.Errorf("second block: %d units, %v; want 20, [0 -1]", n, values)
	}
	if u.Len() != 7 {
		t.Errorf("the units themselves are %d now, want 7", u.Len())
	}
}

func TestNew(t *testing.T) {
	r := New([][]int{{0, 3, Missing}, {1, 3, 0}})
	if r.Coders != 2 || r.Categories != 4 || r.Len() != 3 || r.Blocks() != 3 {
		t.Errorf("%d coders, %d categories, %d units in %d blocks; want 2, 4, 3, 3", r.Coders, r.Categories, r.Len(), r.Blocks())
	}
	var rows [][]int8
	for i := range r.Marked {
		rows = append(rows, r.Row(i))
	}
	if diff := cmp.Diff([][]int8{{0, 1}, {3, 3}, {Missing, 0}}, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if got := New([][]int{{0, 0}, {0, 0}}).Categories; got != 2 {
		t.Errorf("where only one category is used, %d are counted; want 2", got)
	}
}

// The table and the marks of a 2×2 study, and none where there are three coders.
func TestSumsOfTwoCoders(t *testing.T) {
	s := fourfold(20, 5, 10, 15).Sums()
	for _, tt := range []struct {
		a, b int
		want float64
	}{{1, 1, 20}, {1, 0, 5}, {0, 1, 10}, {0, 0, 15}} {
		if got := s.Table(tt.a, tt.b); got != tt.want {
			t.Errorf("Table(%d, %d) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
	if s.Marks(0) != 25 || s.Marks(1) != 30 || s.Units != 50 || s.Pairable != 50 {
		t.Errorf("marks %v and %v of %v units, %v of them pairable; want 25, 30, 50, 50", s.Marks(0), s.Marks(1), s.Units, s.Pairable)
	}
	three := lines("011", "010", "110").Sums()
	if got := three.Table(1, 1); got != 0 {
		t.Errorf("Table of three coders is %v, want 0", got)
	}
	if three.Marks(0) != 2 || three.Marks(1) != 1 || three.Marks(2) != 2 {
		t.Errorf("marks %v, %v, %v; want 2, 1, 2", three.Marks(0), three.Marks(1), three.Marks(2))
	}
}

// Units with one rating count as units, but no pair agrees on them.
func TestPairable(t *testing.T) {
	s := lines("01·1", "0··0", "0··1").Sums()
	if s.Units != 3 || s.Pairable != 2 {
		t.Errorf("%v units, %v pairable; want 3, 2", s.Units, s.Pairable)
	}
	// All three agree on the first unit, one of three pairs on the last.
	if got, want := s.PercentAgreement(), (1+1.0/3)/2; !near(got, want) {
		t.Errorf("agreement %v, want %v", got, want)
	}
}
