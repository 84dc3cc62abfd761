package words

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFrequencies(t *testing.T) {
	all := units("the cost of trust", "costs costs", "|", "trust the cost", "the Trust")
	tests := []struct {
		name string
		o    Options
		want string // text, count/sources
	}{
		{"words", Options{}, "trust 3/2, cost 2/2, costs 2/1"},
		{"stems", Options{Stems: true}, "cost 4/2, trust 3/2"},
		{"with stop words", Options{Stop: true, Min: 3}, "the 3/2, trust 3/2"},
		{"pairs without stop words", Options{Phrase: 2}, "costs costs 1/1"},
		{"a stop word inside", Options{Phrase: 3}, "cost of trust 1/1, trust the cost 1/1"},
		{"at least 3 times", Options{Min: 3}, "trust 3/2"},
		{"phrases by stems", Options{Phrase: 2, Stems: true, Stop: true, Min: 2}, "the cost 2/2"},
		{"longer than any unit", Options{Phrase: 5}, ""},
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

// Of the forms of a word the most frequent one is shown, of equally frequent ones the
// first in alphabetical order, wherever they occur.
func TestFormOfAWord(t *testing.T) {
	tests := []struct{ text, want string }{
		{"cost costs costs", "costs"},
		{"costs cost", "cost"},
		{"cost costs", "cost"},
		{"costs costs cost cost cost", "cost"},
	}
	for _, tt := range tests {
		found, _ := Frequencies(units(tt.text), Options{Stems: true}, everybody)
		if len(found) != 1 || found[0].Text != tt.want {
			t.Errorf("%q: %+v, want %q", tt.text, found, tt.want)
		}
	}
}

func TestFrequenciesByGroup(t *testing.T) {
	all := units("trust cost", "|", "trust trust", "|", "the cost")
	names := []string{"Northmoor", "Aldenshire", ""}
	found, totals := Frequencies(all, Options{}, func(u Unit) string { return names[u.Source] })
	want := []Frequency{
		{Text: "trust", Count: 3, Sources: 2, Groups: map[string]int{"Northmoor": 1, "Aldenshire": 2}},
		{Text: "cost", Count: 2, Sources: 2, Groups: map[string]int{"Northmoor": 1, "": 1}},
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Totals{6, map[string]int{"Northmoor": 2, "Aldenshire": 2, "": 2}}, totals); diff != "" {
		t.Errorf("totals, stop words included (-want +got):\n%s", diff)
	}
}
