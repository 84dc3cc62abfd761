package analysis

import (
	"fmt"
	"slices"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
)

// pairsOf lists the themes that are together at all, by two, most first.
func pairsOf(c *matrix.Cooccurrence) (pairs [][2]int) {
	for a := range c.Themes {
		for b := range c.Themes {
			if (a < b || c.Relation == matrix.FollowedBy) && c.Pairs[a][b] > 0 && !c.Nested(a, b) {
				pairs = append(pairs, [2]int{a, b})
			}
		}
	}
	slices.SortStableFunc(pairs, func(x, y [2]int) int { return c.Pairs[y[0]][y[1]] - c.Pairs[x[0]][x[1]] })
	return pairs
}

// inTable leads from the table of themes by themes: a column for each, then how much
// each has for itself.
func inTable(c *matrix.Cooccurrence, s *coding.Study) behind {
	to := newTogether(c, s)
	return func(row, column int) (coding.Filter, string, bool) {
		switch column--; {
		case column == len(c.Themes):
			return to.one(row)
		case column < 0 || column > len(c.Themes):
			return coding.Filter{}, "", false
		}
		return to.both(row, column)
	}
}

// inPairs leads from the list of pairs.
func inPairs(c *matrix.Cooccurrence, s *coding.Study) behind {
	to, pairs := newTogether(c, s), pairsOf(c)
	return func(row, column int) (coding.Filter, string, bool) {
		switch {
		case column == 2:
			return to.both(pairs[row][0], pairs[row][1])
		case column >= 4:
			return to.one(pairs[row][column-4])
		}
		return coding.Filter{}, "", false
	}
}

// together writes the code queries that find what is together.
type together struct {
	*matrix.Cooccurrence
	s          *coding.Study
	writer     *query.Writer
	conditions string // that hold for both themes
	ok         bool   // there are conditions that say what the filter does
	longest    int    // no passages of one source are as many turns apart
}

func newTogether(c *matrix.Cooccurrence, s *coding.Study) *together {
	t := &together{Cooccurrence: c, s: s, writer: query.NewWriter(s)}
	t.conditions, t.ok = t.writer.Conditions(c.Filter)
	for _, tr := range s.Transcripts {
		t.longest = max(t.longest, len(tr.Turns)+1)
	}
	return t
}

// one leads to all passages of a theme.
func (t *together) one(a int) (coding.Filter, string, bool) {
	f := t.Filter
	f.Themes = []coding.ThemeID{t.s.Themes[t.Themes[a]].ID}
	return f, "", true
}

// both leads to the passages of two themes that are together.
func (t *together) both(a, b int) (coding.Filter, string, bool) {
	if !t.ok || t.Nested(a, b) {
		return coding.Filter{}, "", false
	}
	first, ok1 := t.writer.Theme(t.s.Themes[t.Themes[a]].ID, t.conditions)
	second, ok2 := t.writer.Theme(t.s.Themes[t.Themes[b]].ID, t.conditions)
	near := func(turns int) string {
		return fmt.Sprintf("(%s NEAR %s WITHIN %d TURNS) OR (%[2]s NEAR %[1]s WITHIN %[3]d TURNS)", first, second, turns)
	}
	where := map[matrix.Relation]string{
		matrix.SamePassage: fmt.Sprintf("(%s EQUALS %s) OR (%[2]s EQUALS %[1]s)", first, second),
		matrix.Overlapping: first + " AND " + second,
		matrix.SameTurn:    near(0),
		matrix.NearTurns:   near(t.Turns),
		matrix.FollowedBy:  fmt.Sprintf("%s FOLLOWED BY %s WITHIN %d TURNS", first, second, t.Turns),
		matrix.SameSource:  near(t.longest),
	}[t.Relation]
	return t.Filter, where, ok1 && ok2
}
