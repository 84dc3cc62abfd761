package words

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/corpus"
)

// cut cuts at blanks; "the" and "of" say nothing, and a final s is no part of a
// stem.
func cut(text string) (words []Word) {
	for w := range strings.FieldsSeq(strings.ToLower(text)) {
		words = append(words, Word{Word: w, Stem: strings.TrimSuffix(w, "s"), Stop: w == "the" || w == "of"})
	}
	return words
}

// units are units of sources that turn with each "|".
func units(texts ...string) (all []Unit) {
	source := 0
	for _, t := range texts {
		if t == "|" {
			source++
			continue
		}
		all = append(all, Unit{Source: source, Turn: len(all), Words: cut(t)})
	}
	return all
}

func everybody(Unit) string { return "" }

func TestFrequencies(t *testing.T) {
	all := units("the cost of trust", "costs costs", "|", "trust the cost", "the Trust")
	tests := []struct {
		name string
		o    Options
		want string
	}{
		{"words", Options{}, "trust 3/2, cost 2/2, costs 2/1"},
		{"stems", Options{Stems: true}, "cost 4/2, trust 3/2"},
		{"all of them", Options{Stop: true, Min: 3}, "the 3/2, trust 3/2"},
		{"pairs that say something", Options{Phrase: 2}, "costs costs 1/1"},
		{"longer ones with what says nothing inside", Options{Phrase: 3}, "cost of trust 1/1, trust the cost 1/1"},
		{"often enough", Options{Min: 3}, "trust 3/2"},
	}
	for _, tt := range tests {
		found, totals := Frequencies(all, tt.o, everybody)
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprintf("%s %d/%d", f.Text, f.Count, f.Sources))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if totals.All != 11 {
			t.Errorf("%s: of %d words, want 11", tt.name, totals.All)
		}
	}
}

// The counts of groups add up to those of all, whatever is counted.
func TestFrequenciesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Unit
		for i := range rapid.IntRange(1, 20).Draw(t, "units") {
			all = append(all, Unit{Source: i / 3, Turn: i, Words: cut(strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"cost", "costs", "the", "trust"}), 1, 8).Draw(t, "words"), " "))})
		}
		o := Options{Phrase: rapid.IntRange(1, 3).Draw(t, "phrase"), Stems: rapid.Bool().Draw(t, "stems"), Stop: rapid.Bool().Draw(t, "stop")}
		found, totals := Frequencies(all, o, func(u Unit) string { return fmt.Sprint(u.Turn % 3) })
		sum := 0
		for _, n := range totals.Groups {
			sum += n
		}
		if sum != totals.All {
			t.Fatalf("groups have %d words, all %d", sum, totals.All)
		}
		for _, f := range found {
			sum := 0
			for _, n := range f.Groups {
				sum += n
			}
			if sum != f.Count {
				t.Fatalf("%s: groups have %d, all %d", f.Text, sum, f.Count)
			}
		}
	})
}

// G² by hand: a word 20 times among 1,000 words against 5 times among 2,000.
// Expected are 25/3000 of each; 2·(20·ln(20/8.33) + 5·ln(5/16.67)) = 22.98.
func TestKeyness(t *testing.T) {
	totals := Totals{All: 3000, Groups: map[string]int{"a": 1000, "b": 2000}}
	keys := Keyness([]Frequency{
		{Text: "same", Groups: map[string]int{"a": 10, "b": 20}},
		{Text: "more", Groups: map[string]int{"a": 20, "b": 5}},
		{Text: "never", Groups: map[string]int{"a": 8}},
		{Text: "elsewhere", Groups: map[string]int{"c": 8}},
	}, totals, "a", "b")
	var got []string
	for _, k := range keys {
		got = append(got, fmt.Sprintf("%s %d:%d %.2f %.2f", k.Text, k.A, k.B, k.G2, k.LogRatio))
	}
	want := []string{"more 20:5 22.98 3.00", "never 8:0 17.58 5.00", "same 10:20 0.00 0.00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCollocations(t *testing.T) {
	all := units("they trust us fully", "they trust us", "trust the us", "us too", "fully")
	found, nodes := Collocations(all, cut("trust")[0], 1, Options{})
	if nodes != 3 || len(found) != 2 {
		t.Fatalf("%d times, %+v", nodes, found)
	}
	// "they" stands near each of its 2 times: 14 + log2(2·2 / (3+2)).
	if c := found[0]; c.Text != "they" || c.Near != 2 || math.Abs(c.LogDice-(14+math.Log2(4.0/5))) > 1e-9 {
		t.Errorf("first %+v", c)
	}
	if c := found[1]; c.Text != "us" || c.Near != 2 || c.Count != 4 {
		t.Errorf("second %+v", c)
	}
	// Windows that overlap count a word once.
	found, _ = Collocations(units("trust us trust", "a us b us"), cut("trust")[0], 2, Options{Min: 1})
	if len(found) != 0 {
		t.Errorf("a word between two nodes is counted twice: %+v", found)
	}
}

// A theme that shows in its words is learnt from a few examples, and the model's
// ranking says why.
func TestTrain(t *testing.T) {
	var texts []string
	labels := Labels{}
	for i := range 60 {
		if i%6 == 0 && i > 0 {
			texts = append(texts, "|")
		}
		if i%5 == 0 {
			texts, labels = append(texts, fmt.Sprintf("we never trusted the board number %d reliance", i)), append(labels, 1)
		} else {
			texts, labels = append(texts, fmt.Sprintf("the server cost %d money and time", i)), append(labels, -1)
		}
	}
	all := append(units(texts...), units("nobody trusted the chief", "money again", "zebra")...)
	labels = append(labels, 0, 0, 0)
	m, err := Train(all, labels, cut("trust"))
	if err != nil {
		t.Fatal(err)
	}
	n := len(all)
	ranked := m.Rank([]int{n - 3, n - 2, n - 1})
	if ranked[0].Unit != n-3 || ranked[2].Unit != n-2 || ranked[0].Probability < 0.5 || ranked[2].Probability > 0.2 {
		t.Errorf("ranked %+v", ranked)
	}
	m.Because(&ranked[0])
	if !slices.Contains(ranked[0].Because, "trusted") {
		t.Errorf("because of %v", ranked[0].Because)
	}
	again, err := Train(all, labels, cut("trust"))
	if err != nil || !cmp.Equal(again.weights, m.weights) || again.a != m.a {
		t.Error("the same study teaches something else the second time")
	}
	for _, few := range []Labels{{1, 1, -1}, {1, 1, 1, 1}, {}} {
		if _, err := Train(all[:len(few)], few, nil); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%v: %v, want %v", few, err, coding.ErrInvalid)
		}
	}
}

// Average precision and precision at 10 of rankings that can be worked out by
// hand: hits at ranks 1 and 3 of 4 give (1 + 2/3) / 2; of equals any order counts.
func TestQuality(t *testing.T) {
	labels := Labels{1, -1, 1, -1}
	of := []int{0, 1, 2, 3}
	q := quality(of, labels, func(i int) float64 { return -float64(i) })
	if math.Abs(q.Average-(1+2.0/3)/2) > 1e-9 || math.Abs(q.At10-0.2) > 1e-9 {
		t.Errorf("%+v", q)
	}
	// All equal: the mean over all 24 orders.
	orders, sum := 0, 0.0
	var permute func(rest, order []int)
	permute = func(rest, order []int) {
		if len(rest) == 0 {
			q := quality(order, labels, func(i int) float64 { return -float64(slices.Index(order, i)) })
			orders, sum = orders+1, sum+q.Average
			return
		}
		for i, x := range rest {
			permute(append(slices.Clone(rest[:i]), rest[i+1:]...), append(slices.Clone(order), x))
		}
	}
	permute(of, nil)
	q = quality(of, labels, func(int) float64 { return 0 })
	if math.Abs(q.Average-sum/float64(orders)) > 1e-9 {
		t.Errorf("of equals %.4f, the mean of all orders is %.4f", q.Average, sum/float64(orders))
	}
}

func TestSimilar(t *testing.T) {
	all := units("we trusted them with money", "money alone", "trust and money with them", "nothing of it", "trusted them")
	found := Similar(all, cut("we trusted them with money"))
	if len(found) < 3 || found[0].Unit != 0 || math.Abs(found[0].Similarity-1) > 1e-9 || found[1].Unit == 3 {
		t.Errorf("%+v", found)
	}
	for _, l := range found {
		if l.Unit == 3 {
			t.Error("a unit without a common word")
		}
		if l.Similarity < 0 || l.Similarity > 1+1e-9 || len(l.Common) == 0 {
			t.Errorf("%+v", l)
		}
	}
	if found := Similar(all, cut("zebra")); len(found) != 0 {
		t.Errorf("like a zebra: %+v", found)
	}
}

// What is labelled: tagged and rejected units are known, others of sources that
// somebody has begun count as a no and can be suggested, words that have the theme
// in part are neither.
func TestLabel(t *testing.T) {
	turn := func(start int) corpus.Turn { return corpus.Turn{Start: start, End: start + 10, Speaker: -1} }
	s := coding.NewStudy(coding.Study{
		Sources:     []*corpus.Source{{ID: "one", Text: "one"}, {ID: "two", Text: "two"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"one": {Turns: []corpus.Turn{turn(0), turn(10), turn(20), turn(30), turn(40)}}, "two": {Turns: []corpus.Turn{turn(0)}}},
		Coders:      []*coding.Coder{{ID: "x"}},
		Themes:      []*coding.Theme{{ID: "a", Name: "A"}, {ID: "b", Name: "B", Parent: "a"}, {ID: "c", Name: "C"}},
		Passages:    []coding.Passage{{ID: "p", Text: "one", Span: corpus.Span{Start: 0, End: 10}}, {ID: "q", Text: "one", Span: corpus.Span{Start: 12, End: 15}}, {ID: "r", Text: "one", Span: corpus.Span{Start: 18, End: 32}}},
		Tags:        []coding.Tag{{ID: "1", Passage: "p", Theme: "b", Coder: "x"}, {ID: "2", Passage: "q", Theme: "c", Coder: "x"}, {ID: "3", Passage: "r", Theme: "a", Coder: "x"}},
		Rejections:  []coding.Rejection{{Theme: "a", Source: "one", Words: coding.WordsKey("words 4")}},
	})
	var all []Unit
	for i := range 5 {
		all = append(all, Unit{Source: 0, Turn: i, Span: corpus.Span{Start: 10 * i, End: 10*i + 10}})
	}
	all = append(all, Unit{Source: 1, Span: corpus.Span{Start: 0, End: 10}})
	words := func(u Unit) string { return fmt.Sprint("words ", u.Turn) }
	labels, candidates := Label(s, all, "a", words)
	if diff := cmp.Diff(Labels{1, 0, 1, 0, -1, 0}, labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{5}, candidates); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
	labels, candidates = Label(s, all, "c", words)
	if diff := cmp.Diff(Labels{-1, 1, -1, -1, -1, 0}, labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{0, 2, 3, 4, 5}, candidates); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
}

func BenchmarkTrain(b *testing.B) {
	var texts []string
	labels := Labels{}
	for i := range 2000 {
		if i%40 == 0 && i > 0 {
			texts = append(texts, "|")
		}
		texts, labels = append(texts, fmt.Sprintf("we said a%d b%d c%d and then d%d e%d f%d again", i%7, i%31, i%53, i%101, i%211, i%401)), append(labels, []int8{1, -1, -1, -1}[i%4])
	}
	all := units(texts...)
	for b.Loop() {
		if _, err := Train(all, labels, nil); err != nil {
			b.Fatal(err)
		}
	}
}
