package matrix

import (
	"cmp"
	"math"
	"strings"
)

// A Measure is what a cell shows, by its name. "" is [Passages].
type Measure string

// The measures; [MeasureSpecs] declares them.
const (
	Passages     Measure = "passages"
	Tags         Measure = "tags"
	Sources      Measure = "sources"
	Participants Measure = "participants"
	Words        Measure = "words"
	Coverage     Measure = "coverage"
	Rate         Measure = "rate"
	Presence     Measure = "presence"
	Weight       Measure = "weight"
)

// A MeasureSpec declares a measure once: options, help, tables and pictures follow
// from it.
type MeasureSpec struct {
	Name  Measure
	Label string // as titles begin with it
	Help  string // what a cell counts, in a line
	// Value is the cell's number, NaN where it is not defined.
	Value    func(Cell) float64
	Decimals int         // digits shown after the point; 0 for whole numbers
	Of       Denominator // what the value is a share of
	// Shares says that a cell's share of its line's total makes sense; Tested that
	// it counts observations, which a test of independence asks for.
	Shares, Tested bool

	needs needs
}

// A Denominator is what a value is a share of.
type Denominator string

// The denominators, as columns of tables name them.
const (
	OfNothing      Denominator = ""
	OfWords        Denominator = "of_words"        // all words of the line's turns
	OfParticipants Denominator = "of_participants" // all who speak in them
)

// needs are what has to be counted besides passages, tags and sources.
type needs struct{ words, participants, weights bool }

// MeasureSpecs is the table of measures, in the order in which lists show them.
var MeasureSpecs = []MeasureSpec{
	{Name: Passages, Label: "Passages", Help: "distinct passages; coders who marked the same words count once",
		Value: func(c Cell) float64 { return float64(c.Passages) }, Shares: true, Tested: true},
	{Name: Tags, Label: "Tags", Help: "tags, each coder's counted",
		Value: func(c Cell) float64 { return float64(c.Tags) }, Shares: true, Tested: true},
	{Name: Sources, Label: "Sources", Help: "distinct sources with such a passage",
		Value: func(c Cell) float64 { return float64(c.Sources) }, Shares: true, Tested: true},
	{Name: Participants, Label: "Participants", Help: "distinct participants who speak in such a passage, as 6 of 9",
		Value: func(c Cell) float64 { return float64(c.Participants) }, Of: OfParticipants, Shares: true, Tested: true,
		needs: needs{participants: true}},
	{Name: Words, Label: "Words", Help: "distinct words of such passages, within the column's turns",
		Value: func(c Cell) float64 { return float64(c.Words) }, Shares: true, needs: needs{words: true}},
	{Name: Coverage, Label: "Coverage", Help: "those, in % of all words of the column's turns",
		Value: func(c Cell) float64 { return ratio(100*float64(c.Words), float64(c.AllWords)) }, Decimals: 1, Of: OfWords,
		needs: needs{words: true}},
	{Name: Rate, Label: "Rate", Help: "passages per 1,000 of all words of the column's turns",
		Value: func(c Cell) float64 { return ratio(1000*float64(c.Passages), float64(c.AllWords)) }, Decimals: 2, Of: OfWords},
	{Name: Presence, Label: "Presence", Help: "1 or 0",
		Value: func(c Cell) float64 { return float64(min(c.Passages, 1)) }},
	{Name: Weight, Label: "Weight", Help: "mean weight of the tags that have one",
		Value: func(c Cell) float64 { return ratio(c.WeightSum, float64(c.Weights)) }, Decimals: 2, needs: needs{weights: true}},
}

// Measures lists the names of all measures.
var Measures = func() (names []Measure) {
	for _, m := range MeasureSpecs {
		names = append(names, m.Name)
	}
	return names
}()

// Spec is the declaration of a measure, nil where there is none of that name.
func (m Measure) Spec() *MeasureSpec {
	name := cmp.Or(m, Passages)
	for i := range MeasureSpecs {
		if MeasureSpecs[i].Name == name {
			return &MeasureSpecs[i]
		}
	}
	return nil
}

// Value is the cell's number for a measure. It is NaN where that is not defined, as
// coverage and rate of no words and the mean of no weights, or where there is no such
// measure.
func (c Cell) Value(m Measure) float64 {
	spec := m.Spec()
	if spec == nil {
		return math.NaN()
	}
	return spec.Value(c)
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// join lists names with commas between them.
func join[T ~string](names []T) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = string(name)
	}
	return strings.Join(list, ", ")
}
