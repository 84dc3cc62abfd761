package words

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSimilar(t *testing.T) {
	all := units("we trusted them with money", "money alone", "trust and money with them", "nothing of it", "trusted them")
	found := Similar(all, split("we trusted them with money"))
	if len(found) < 3 || found[0].Unit != 0 || math.Abs(found[0].Similarity-1) > 1e-9 || found[1].Unit == 3 {
		t.Errorf("%+v", found)
	}
	if found := Similar(all, split("zebra")); len(found) != 0 {
		t.Errorf("similar to a zebra: %+v", found)
	}
}

// By hand: "cost" is in three of four units, "trust" in two, so their weights are
// 1 + ln(5/4) and 1 + ln(5/3); other terms are in one unit only and count for nothing.
// A unit with both against the text "trust" has the cosine of trust's share.
func TestSimilarByHand(t *testing.T) {
	all := units("cost the trust", "cost alone", "cost again", "trust")
	cost, trust := 1+math.Log(5.0/4), 1+math.Log(5.0/3)
	found := Similar(all, split("trust"))
	if len(found) != 2 || found[0].Unit != 3 || found[1].Unit != 0 {
		t.Fatalf("%+v, want units 3 and 0", found)
	}
	if got, want := found[1].Similarity, trust/math.Hypot(cost, trust); math.Abs(got-want) > 1e-9 {
		t.Errorf("similarity %.4f, want %.4f", got, want)
	}
	if diff := cmp.Diff([]string{"trust"}, found[1].Common); diff != "" {
		t.Errorf("in common (-want +got):\n%s", diff)
	}
}

// A term counts more the more often it occurs in a unit, but less than in proportion:
// three times are 1 + ln 3.
func TestRepeatedTerms(t *testing.T) {
	f := newFeatures(units("cost the cost the cost the trust", "cost the trust"))
	weights := map[string]float64{}
	for _, t := range f.of[0] {
		weights[f.names[t.number]] = t.weight
	}
	if got, want := weights["cost"]/weights["trust"], 1+math.Log(3); math.Abs(got-want) > 1e-9 {
		t.Errorf("three times count %.4f as much as once, want %.4f", got, want)
	}
}

// Terms are stems and pairs of adjacent stems; a stop word separates a pair.
func TestTerms(t *testing.T) {
	var got []string
	eachTerm(split("Costs of trust grow, the boards trust"), func(key, name string) { got = append(got, key+" = "+name) })
	want := []string{"cost = costs", "trust = trust", "trust grow = trust grow", "grow = grow", "board = boards",
		"board trust = boards trust", "trust = trust"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What two units have in common is at most five terms, those that contribute most
// first: rare terms before common ones.
func TestCommonTerms(t *testing.T) {
	all := units("alpha the beta the gamma the delta the epsilon the zeta", "alpha the beta the gamma the delta the epsilon the zeta",
		"zeta", "zeta", "zeta", "epsilon")
	found := Similar(all, split("zeta the epsilon the delta the gamma the beta the alpha"))
	if diff := cmp.Diff([]string{"alpha", "beta", "delta", "gamma", "epsilon"}, found[0].Common); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
