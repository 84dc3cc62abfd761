package matrix

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// Each count against one that goes through all pairs of passages.
func TestCooccurrenceAgainstAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		o := CooccurrenceOptions{Relation: rapid.SampledFrom(Relations).Draw(t, "relation")}
		if o.Relation == NearTurns || o.Relation == FollowedBy {
			o.Turns = rapid.IntRange(0, 3).Draw(t, "turns")
		}
		o.Filter.Exact = rapid.Bool().Draw(t, "exact")
		if rapid.Bool().Draw(t, "by organisation") {
			o.Filter.Organisations = []corpus.OrganisationID{s.Organisations[0].ID}
		}
		c, err := Cooccur(s, o)
		if err != nil {
			t.Fatal(err)
		}
		sel := s.Select(o.Filter).Passages
		has := func(p coding.Selected, theme int) bool {
			return slices.ContainsFunc(p.Tags, func(tag int) bool {
				return s.TagTheme(tag) == theme || !o.Filter.Exact && slices.Contains(s.Ancestors(s.TagTheme(tag)), int32(theme))
			})
		}
		for a, x := range c.Themes {
			for b, y := range c.Themes {
				together, alone, either := 0, 0, 0
				switch o.Relation {
				case SameSource, SameTurn:
					units := map[string][2]bool{}
					for _, p := range sel {
						first, last := 0, 1
						if o.Relation == SameTurn {
							first, last = s.Transcript(s.Sources[p.Source]).TurnsIn(s.Passages[p.Index].Span)
						}
						for n := first; n < last; n++ {
							k := fmt.Sprint(p.Source, " ", n)
							u := units[k]
							units[k] = [2]bool{u[0] || has(p, x), u[1] || has(p, y)}
						}
					}
					for _, u := range units {
						if u[0] {
							alone++
						}
						if u[0] && u[1] {
							together++
						}
						if u[0] || u[1] {
							either++
						}
					}
				default:
					stand := func(p, q coding.Selected) bool {
						if p.Source != q.Source {
							return false
						}
						a, b := s.Passages[p.Index].Span, s.Passages[q.Index].Span
						tr := s.Transcript(s.Sources[p.Source])
						apart := func(a, b corpus.Span) bool {
							_, last := tr.TurnsIn(corpus.Span{Start: a.End - 1, End: a.End})
							first, _ := tr.TurnsIn(corpus.Span{Start: b.Start, End: b.Start + 1})
							return b.Start >= a.End && first-(last-1) <= o.Turns
						}
						switch o.Relation {
						case SamePassage:
							return p.Index == q.Index
						case FollowedBy:
							return apart(a, b)
						case NearTurns:
							return a.Overlaps(b) || apart(a, b) || apart(b, a)
						}
						return a.Overlaps(b)
					}
					for _, p := range sel {
						partner := func(theme int) bool {
							return slices.ContainsFunc(sel, func(q coding.Selected) bool { return has(q, theme) && stand(p, q) })
						}
						if has(p, x) {
							alone++
						}
						if has(p, x) || has(p, y) {
							either++
						}
						if has(p, x) && partner(y) || o.Relation != FollowedBy && has(p, y) && partner(x) {
							together++
						}
					}
				}
				if o.Relation == FollowedBy {
					either = alone
				}
				if c.Pairs[a][b] != together || c.Alone[a] != alone || !same(c.Coefficient(a, b), ratio(float64(together), float64(either))) {
					t.Fatalf("%s of %s and %s: %d of %d, %.3f; by hand %d of %d, of either %d", o.Relation, s.Themes[x].Name, s.Themes[y].Name,
						c.Pairs[a][b], c.Alone[a], c.Coefficient(a, b), together, alone, either)
				}
			}
		}
	})
}

// same tells whether two numbers are equal, or neither is defined.
func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

// What the table counts is what the code query finds.
func TestCooccurrenceIsTheQuery(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		for _, tt := range []struct {
			o     CooccurrenceOptions
			query string
		}{
			{CooccurrenceOptions{}, "%[1]s AND %[2]s"},
			{CooccurrenceOptions{Relation: NearTurns, Turns: 2}, "(%[1]s NEAR %[2]s WITHIN 2 TURNS) OR (%[2]s NEAR %[1]s WITHIN 2 TURNS)"},
			{CooccurrenceOptions{Relation: FollowedBy, Turns: 1}, "%[1]s FOLLOWED BY %[2]s WITHIN 1 TURNS"},
		} {
			c, err := Cooccur(s, tt.o)
			if err != nil {
				t.Fatal(err)
			}
			for a, x := range c.Themes {
				for b, y := range c.Themes {
					q, err := query.Parse(fmt.Sprintf(tt.query, s.Themes[x].Name, s.Themes[y].Name))
					if err != nil {
						t.Fatal(err)
					}
					where, err := q.Resolve(context.Background(), s, nil)
					if err != nil {
						t.Fatal(err)
					}
					if n := len(s.Select(coding.Filter{Where: where}).Passages); n != c.Pairs[a][b] {
						t.Fatalf("%s: counts %d, the query finds %d", q, c.Pairs[a][b], n)
					}
				}
			}
		}
	})
}

func TestCooccurrenceRefuses(t *testing.T) {
	for _, o := range []CooccurrenceOptions{{Relation: "beside"}, {Turns: 3}, {Relation: NearTurns, Turns: -1}} {
		if _, err := Cooccur(meeting(), o); err == nil {
			t.Errorf("%+v makes sense, it says", o)
		}
	}
}

func BenchmarkCooccur(b *testing.B) {
	for _, tags := range []int{10_000, 100_000, 1_000_000} {
		s := largeStudy(tags)
		b.Run(fmt.Sprintf("tags=%d", tags), func(b *testing.B) {
			for b.Loop() {
				if _, err := Cooccur(s, CooccurrenceOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
