package words_test

import (
	"fmt"
	"strings"

	"crosscase/coding/words"
)

// unit makes a unit of a text. A real tokenizer knows stems and stop words of each
// language; this one drops a final s and has three stop words.
func unit(source int, text string) words.Unit {
	u := words.Unit{Source: source}
	for w := range strings.FieldsSeq(text) {
		u.Words = append(u.Words, words.Word{Word: w, Stem: strings.TrimSuffix(w, "s"), Stop: w == "the" || w == "we" || w == "on"})
	}
	return u
}

var meeting = []words.Unit{
	unit(0, "we trusted the board"),
	unit(0, "the board saved costs"),
	unit(1, "costs and savings"),
	unit(1, "the cost of trust"),
}

func ExampleFrequencies() {
	all, totals := words.Frequencies(meeting, words.Options{Stems: true, Min: 2}, func(u words.Unit) string { return "" })
	for _, f := range all {
		fmt.Printf("%s: %d of %d words, in %d sources\n", f.Text, f.Count, totals.All, f.Sources)
	}
	// Output:
	// costs: 3 of 15 words, in 2 sources
	// board: 2 of 15 words, in 1 sources
}

func ExampleKeyness() {
	interview := []string{"Northmoor", "Aldenshire"}
	all, totals := words.Frequencies(meeting, words.Options{}, func(u words.Unit) string { return interview[u.Source] })
	for _, k := range words.Keyness(all, totals, "Northmoor", "Aldenshire")[:2] {
		fmt.Printf("%s: %d to %d, G² %.2f, log ratio %.2f\n", k.Text, k.A, k.B, k.G2, k.LogRatio)
	}
	// Output:
	// board: 2 to 0, G² 2.51, log ratio 1.81
	// and: 0 to 1, G² 1.52, log ratio -1.19
}

func ExampleCollocations() {
	node := words.Word{Word: "board", Stem: "board"}
	all, nodes := words.Collocations(meeting, node, 2, words.Options{Stop: true})
	fmt.Printf("board occurs %d times\n", nodes)
	for _, c := range all {
		fmt.Printf("%s: %d times near it, logDice %.2f\n", c.Text, c.Near, c.LogDice)
	}
	// Output:
	// board occurs 2 times
	// the: 2 times near it, logDice 13.68
}

func ExampleSimilar() {
	for _, u := range words.Similar(meeting, unit(0, "trust costs").Words) {
		fmt.Printf("unit %d: %.2f, %s in common\n", u.Unit, u.Similarity, strings.Join(u.Common, ", "))
	}
	// Output:
	// unit 2: 1.00, costs in common
	// unit 3: 1.00, costs in common
	// unit 1: 0.63, costs in common
}

// A model learns from tagged units which untagged ones are likely to have a theme.
func ExampleTrain() {
	var units []words.Unit
	var labels words.Labels
	for i := range 10 {
		units = append(units, unit(i, "we rely on the board"), unit(i, "the server is slow"))
		labels = append(labels, 1, -1)
	}
	units = append(units, unit(11, "slow progress"), unit(11, "they rely on us")) // untagged
	labels = append(labels, 0, 0)

	model, err := words.Train(units, labels, unit(0, "trust").Words)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range model.Rank([]int{20, 21}) {
		model.Because(&s)
		fmt.Printf("unit %d: likely %v, because of %q\n", s.Unit, s.Probability > 0.5, s.Because)
	}
	// Output:
	// unit 21: likely true, because of ["rely"]
	// unit 20: likely false, because of []
}
