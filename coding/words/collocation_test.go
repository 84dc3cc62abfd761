package words

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func texted(all []Collocate) (texts []string) {
	for _, c := range all {
		texts = append(texts, c.Text)
	}
	return texts
}

func TestCollocations(t *testing.T) {
	all := units("they trust us fully", "they trust us", "trust the us", "us too", "fully")
	found, nodes := Collocations(all, split("trust")[0], 1, Options{})
	if nodes != 3 || len(found) != 2 {
		t.Fatalf("%d times, %+v", nodes, found)
	}
	// "they" is near each of its 2 times: 14 + log2(2·2 / (3+2)).
	if c := found[0]; c.Text != "they" || c.Near != 2 || math.Abs(c.LogDice-(14+math.Log2(4.0/5))) > 1e-9 {
		t.Errorf("first %+v", c)
	}
	if c := found[1]; c.Text != "us" || c.Near != 2 || c.Count != 4 {
		t.Errorf("second %+v", c)
	}
}

// By hand: "us" is twice among the 4 words beside "trust" and 2 times among the 8
// other words. Expected are 4·4/12; G² is 2·(2·ln(2/1⅓) + 2·ln(2/2⅔)).
func TestCollocateMeasures(t *testing.T) {
	all := units("us trust us", "we trust you", "us us we you them you")
	found, nodes := Collocations(all, split("trust")[0], 1, Options{})
	if nodes != 2 || len(found) != 1 {
		t.Fatalf("%d nodes, %+v; want 2 and one collocate", nodes, found)
	}
	want := Collocate{Text: "us", Near: 2, Count: 4, Expected: 4.0 * 4 / 12, LogDice: 14 + math.Log2(4.0/6),
		G2: 2 * (2*math.Log(2/(4.0*4/12)) + 2*math.Log(2/(4.0*8/12)))}
	c := found[0]
	if c.Text != want.Text || c.Near != want.Near || c.Count != want.Count || math.Abs(c.Expected-want.Expected) > 1e-9 ||
		math.Abs(c.LogDice-want.LogDice) > 1e-9 || math.Abs(c.G2-want.G2) > 1e-9 {
		t.Errorf("%+v, want %+v", c, want)
	}
}

func TestCollocationOptions(t *testing.T) {
	all := units("the trust of boards", "the trust of the board", "trusts boards the")
	tests := []struct {
		name   string
		window int
		o      Options
		want   []string
		nodes  int
	}{
		{"without stop words", 2, Options{}, nil, 2},
		{"with stop words", 1, Options{Stop: true}, []string{"of", "the"}, 2},
		{"by stems", 3, Options{Stems: true}, []string{"boards"}, 3},
		{"a wider window", 2, Options{Stop: true}, []string{"of", "the"}, 2},
		{"at least 3 times", 2, Options{Stop: true, Min: 3}, []string{"the"}, 2},
		{"once is chance, whatever is asked for", 2, Options{Min: 1}, nil, 2},
	}
	for _, tt := range tests {
		found, nodes := Collocations(all, split("trust")[0], tt.window, tt.o)
		if diff := cmp.Diff(tt.want, texted(found)); diff != "" || nodes != tt.nodes {
			t.Errorf("%s: %d nodes, want %d; collocates (-want +got):\n%s", tt.name, nodes, tt.nodes, diff)
		}
	}
}

// A word in the windows of two nodes is counted once, and windows end with the unit.
func TestWindows(t *testing.T) {
	found, _ := Collocations(units("trust us trust", "a us b us"), split("trust")[0], 2, Options{Min: 1})
	if len(found) != 0 {
		t.Errorf("a word between two nodes is counted twice: %+v", found)
	}
	if found, nodes := Collocations(units("trust", "us", "trust", "us"), split("trust")[0], 5, Options{}); nodes != 2 || len(found) != 0 {
		t.Errorf("words of other units are near: %+v", found)
	}
	if found, nodes := Collocations(units("us us"), split("trust")[0], 5, Options{}); nodes != 0 || found != nil {
		t.Errorf("without a node: %d nodes, %+v", nodes, found)
	}
}
