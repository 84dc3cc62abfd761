package matrix

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"crosscase/coding"
)

// A Side is one of two things that are compared.
type Side struct {
	Name   string
	Filter coding.Filter
}

// A Comparison tells how two sides, as two case studies, differ in their themes.
type Comparison struct {
	Sides  [2]Side
	Totals [2]Cell
	Themes []ThemeComparison // that are on anything on one side, the most different first
	Notes  []string
}

// A ThemeComparison is one theme on both sides.
type ThemeComparison struct {
	Key
	Cells      [2]Cell
	Rank       [2]int   // 1 is the theme with most passages; equals share a rank; 0 where it is not
	Rates      Estimate // the first's passages per 1,000 words, less the second's
	Shares     Estimate // the first's share of participants, less the second's, from −1 to 1
	OddsRatio  Estimate // of participants who speak of it
	FisherP    float64  // of the same four counts
	Everywhere bool     // on both sides
}

// Compare compares two sides theme by theme. The error wraps [coding.ErrInvalid].
func Compare(s *coding.Study, first, second Side) (*Comparison, error) {
	c := &Comparison{Sides: [2]Side{first, second}}
	var lines [2]*Matrix
	for i, side := range c.Sides {
		m, err := New(s, Options{Filter: side.Filter, Rows: []Dimension{Theme}, Measure: Participants})
		if err != nil {
			return nil, err
		}
		lines[i], c.Totals[i] = m, m.Total
	}
	at := map[string]int{}
	for i, m := range lines {
		for r, keys := range m.RowKeys {
			if m.RowTotals[r].Passages == 0 {
				continue
			}
			n, ok := at[keys[0].ID]
			if !ok {
				n = len(c.Themes)
				at[keys[0].ID] = n
				c.Themes = append(c.Themes, ThemeComparison{Key: keys[0]})
			}
			c.Themes[n].Cells[i] = m.RowTotals[r]
		}
	}
	for i := range c.Themes {
		t := &c.Themes[i]
		for side := range t.Cells { // of a theme that is not there
			t.Cells[side].AllWords, t.Cells[side].AllParticipants = c.Totals[side].AllWords, c.Totals[side].AllParticipants
		}
		a, b := t.Cells[0], t.Cells[1]
		t.Everywhere = a.Passages > 0 && b.Passages > 0
		t.Rates = difference(rate(a.Passages, a.AllWords), rate(b.Passages, b.AllWords))
		t.Shares = difference(share(a.Participants, a.AllParticipants), share(b.Participants, b.AllParticipants))
		without := [2]int{a.AllParticipants - a.Participants, b.AllParticipants - b.Participants}
		t.OddsRatio = OddsRatio(a.Participants, without[0], b.Participants, without[1])
		t.FisherP = Fisher(a.Participants, without[0], b.Participants, without[1])
	}
	c.rank()
	slices.SortStableFunc(c.Themes, func(a, b ThemeComparison) int {
		return cmp.Or(-compareBool(a.Everywhere, b.Everywhere), -compareBool(a.Cells[0].Passages > 0, b.Cells[0].Passages > 0),
			cmp.Compare(apart(b), apart(a)), cmp.Compare(a.Path, b.Path))
	})
	c.Notes = c.notes()
	there := map[int]bool{}
	for _, p := range lines[1].Selection.Passages {
		there[p.Index] = true
	}
	both := 0
	for _, p := range lines[0].Selection.Passages {
		if there[p.Index] {
			both++
		}
	}
	if both > 0 {
		c.Notes = append(c.Notes, fmt.Sprintf("%s on both sides; intervals and p take the sides for separate.", coding.Count(both, "passage")))
	}
	return c, nil
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// apart is how far the rates of a theme are apart; 0 where that cannot be said.
func apart(t ThemeComparison) float64 {
	if math.IsNaN(t.Rates.Value) {
		return 0
	}
	return math.Abs(t.Rates.Value)
}

// rank ranks the themes of each side by their passages.
func (c *Comparison) rank() {
	for side := range c.Sides {
		var counts []int
		for _, t := range c.Themes {
			counts = append(counts, t.Cells[side].Passages)
		}
		slices.SortFunc(counts, func(a, b int) int { return cmp.Compare(b, a) })
		for i := range c.Themes {
			if n := c.Themes[i].Cells[side].Passages; n > 0 {
				c.Themes[i].Rank[side] = 1 + slices.Index(counts, n)
			}
		}
	}
}

func (c *Comparison) notes() []string {
	return []string{
		fmt.Sprintf("%s: %s of %s, %s words. %s: %s of %s, %s words.",
			c.Sides[0].Name, coding.Count(c.Totals[0].Passages, "passage"), coding.Count(c.Totals[0].AllParticipants, "participant"),
			coding.Thousands(c.Totals[0].AllWords),
			c.Sides[1].Name, coding.Count(c.Totals[1].Passages, "passage"), coding.Count(c.Totals[1].AllParticipants, "participant"),
			coding.Thousands(c.Totals[1].AllWords)),
		"Rates are passages per 1,000 words that participants speak or documents hold; 95 % intervals by exact Poisson limits (Garwood 1936; Zou and Donner 2008).",
		"Shares are of participants; 95 % intervals by Newcombe (1998), odds ratios by Woolf (1955), p by Fisher's exact test.",
		Purposive,
	}
}

// Purposive says what tests on interviews may and may not say.
const Purposive = "Interviewees are chosen, not drawn at random: intervals and p describe how clear a pattern is in this material, and say nothing about others; many themes tested at once make small p likely somewhere."
