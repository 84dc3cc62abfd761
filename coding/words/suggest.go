package words

import (
	"cmp"
	"slices"
	"strings"

	"crosscase/coding"
)

// A Model estimates how likely a unit has a theme: logistic regression on stems and
// pairs of adjacent stems, L2-regularised, both classes of equal weight, with the
// theme's own name and description as one more example.
type Model struct {
	classifier
	calibration
	features *features
}

// A Suggestion is a unit that may have a theme.
type Suggestion struct {
	Unit        int      // in the units
	Probability float64  // 0 to 1, calibrated on units that the model had not seen
	Because     []string // terms that count for it; see [Model.Because]
}

// minExamples is how many units must have the theme before there is anything to
// learn from.
const minExamples = 3

// Train learns a theme from labelled units; description is the words of its name and
// description. The error wraps [coding.ErrInvalid] where there are too few
// examples. Probabilities are calibrated by Platt's method (1999; in the form of
// Lin, Lin and Weng 2007) on units of sources that were held out.
func Train(units []Unit, labels Labels, description []Word) (*Model, error) {
	positive, negative := labels.count()
	if positive < minExamples || negative == 0 {
		return nil, coding.WithHint(
			coding.Errorf(coding.ErrInvalid, "only %d units have the theme; at least %d are needed to learn from", positive, minExamples),
			"tag some more first, or find them with crosscase search")
	}
	f := newFeatures(units)
	described := f.vector(description)
	all := make([]int, len(units))
	for i := range all {
		all[i] = i
	}
	m := &Model{features: f, classifier: fit(f, labels, all, described)}
	var scores []float64
	var truths []bool
	crossValidate(units, f, labels, described, func(i int, score float64) {
		scores, truths = append(scores, score), append(truths, labels[i] == 1)
	})
	m.calibration = calibrate(scores, truths)
	return m, nil
}

func (l Labels) count() (positive, negative int) {
	for _, x := range l {
		switch x {
		case 1:
			positive++
		case -1:
			negative++
		}
	}
	return positive, negative
}

// Rank orders candidates by how likely they have the theme, the likeliest first.
func (m *Model) Rank(candidates []int) []Suggestion {
	all := make([]Suggestion, len(candidates))
	scores := map[int]float64{}
	for i, c := range candidates {
		scores[c] = m.score(m.features.of[c])
		all[i] = Suggestion{Unit: c, Probability: m.probability(scores[c])}
	}
	slices.SortStableFunc(all, func(a, b Suggestion) int { return cmp.Compare(scores[b.Unit], scores[a.Unit]) })
	return all
}

// Because fills in why a suggestion is made: at most five terms that count most for
// it, none of which is part of one before it.
func (m *Model) Because(s *Suggestion) {
	terms := slices.Clone(m.features.of[s.Unit])
	weight := func(t term) float64 { return t.weight * m.weights[t.number] }
	slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(weight(b), weight(a)) })
	s.Because = nil
	for _, t := range terms {
		name := m.features.names[t.number]
		if weight(t) <= 0 || len(s.Because) == 5 {
			break
		}
		if !slices.ContainsFunc(s.Because, func(b string) bool { return strings.Contains(" "+b+" ", " "+name+" ") }) {
			s.Because = append(s.Because, name)
		}
	}
}

// Top returns at most n terms that count most for the theme in any unit.
func (m *Model) Top(n int) []string {
	order := make([]int, len(m.weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(m.weights[b], m.weights[a]) })
	var top []string
	for _, i := range order[:min(n, len(order))] {
		if m.weights[i] > 0 {
			top = append(top, m.features.names[i])
		}
	}
	return top
}
