package matrix

import (
	"fmt"
	"math"
	"slices"

	"crosscase/coding"
	"crosscase/coding/dimension"
)

// A Joint lays themes beside a number that participants or sources have, as their
// age: the joint display of mixed methods (M. D. Fetters, L. A. Curry and J. W.
// Creswell, Health Services Research 48, 2013).
type Joint struct {
	Attribute string
	By        Dimension // participant or source
	Themes    []JointTheme
	All       Numbers
	Without   int // of those whose words count, how many have no such number
	Notes     []string
}

// A JointTheme is a theme with the numbers of those who speak of it and of those
// who do not.
type JointTheme struct {
	Key
	Who           []string // have it and a number, by their identifiers
	With, Without Numbers
}

// Numbers are what a group has. Mean and Median are NaN where it is empty.
type Numbers struct {
	N            int
	Mean, Median float64
}

// JointDisplay lays themes beside an attribute. by is participant or source. The
// error wraps [coding.ErrInvalid].
func JointDisplay(s *coding.Study, f coding.Filter, attribute string, by Dimension) (*Joint, error) {
	if err := oneOf(by, func(d *dimension.Dimension) bool { return d.Joint }); err != nil {
		return nil, err
	}
	if err := dimension.CheckAttribute(s, attribute); err != nil {
		return nil, err
	}
	place, err := Places(s, by)
	if err != nil {
		return nil, err
	}
	m, err := New(s, Options{Filter: f, Rows: []Dimension{Theme}, Cols: []Dimension{by}, Empty: true})
	if err != nil {
		return nil, err
	}
	number := map[string]float64{}
	for t := range s.Turns(f) {
		id := place(t.Source, t.Voice).ID
		if x, ok := coding.ParseNumber(s.Attribute(t.Source, t.Voice, attribute)); ok {
			number[id] = x
		}
	}
	j := &Joint{Attribute: attribute, By: by}
	var all []float64
	for _, keys := range m.ColKeys {
		if x, ok := number[keys[0].ID]; ok && keys[0].ID != "" {
			all = append(all, x)
		} else if keys[0].ID != "" {
			j.Without++
		}
	}
	if len(all) == 0 {
		return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s has a number in no %s", attribute, by),
			"crosscase %s list shows what there is", by)
	}
	j.All = numbers(all)
	for r, keys := range m.RowKeys {
		if m.RowTotals[r].Passages == 0 {
			continue
		}
		var with, without []float64
		var who []string
		for c, k := range m.ColKeys {
			x, ok := number[k[0].ID]
			switch {
			case !ok || k[0].ID == "":
			case m.Cells[r][c].Passages > 0:
				with, who = append(with, x), append(who, k[0].ID)
			default:
				without = append(without, x)
			}
		}
		j.Themes = append(j.Themes, JointTheme{keys[0], who, numbers(with), numbers(without)})
	}
	j.Notes = []string{fmt.Sprintf("%s of %s with a number: mean %.1f, median %.1f.", attribute, coding.Count(j.All.N, string(by)),
		j.All.Mean, j.All.Median)}
	if j.Without > 0 {
		j.Notes = append(j.Notes, fmt.Sprintf("%s without one left out.", coding.Count(j.Without, string(by))))
	}
	return j, nil
}

// numbers sums a group up. Half way between two is the median of an even number.
func numbers(x []float64) Numbers {
	if len(x) == 0 {
		return Numbers{0, math.NaN(), math.NaN()}
	}
	slices.Sort(x)
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return Numbers{len(x), sum / float64(len(x)), (x[(len(x)-1)/2] + x[len(x)/2]) / 2}
}
