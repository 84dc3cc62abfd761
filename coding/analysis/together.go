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
		case column == len(c.Themes) && c.Relation != matrix.SameTurn:
			return to.one(row)
		case column < 0 || column >= len(c.Themes):
			return coding.Filter{}, "", false
		}
		return to.both(row, column)
	}
}

// inPairs leads from the list of pairs.
func inPairs(c *matrix.Cooccurrence, s *coding.Study) behind {
	to, pairs := newTogether(c, s), pairsOf(c)
	return func(row, column int) (coding.Filter, string, bool) {
		counted := c.Relation != matrix.SameTurn && c.Relation != matrix.SameSource
		switch {
		case column == 2:
			return to.both(pairs[row][0], pairs[row][1])
		case column >= 4 && counted:
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
}

func newTogether(c *matrix.Cooccurrence, s *coding.Study) *together {
	t := &together{Cooccurrence: c, s: s, writer: query.NewWriter(s)}
	t.conditions, t.ok = t.writer.Conditions(c.Filter)
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
	where := ""
	switch t.Relation {
	case matrix.Overlapping:
		where = first + " AND " + second
	case matrix.FollowedBy:
		where = fmt.Sprintf("%s FOLLOWED BY %s WITHIN %d TURNS", first, second, t.Turns)
	case matrix.NearTurns:
		where = fmt.Sprintf("(%s NEAR %s WITHIN %d TURNS) OR (%s NEAR %s WITHIN %d TURNS)", first, second, t.Turns, second, first, t.Turns)
	default: // on the same words, in a turn or a source
		return coding.Filter{}, "", false
	}
	return t.Filter, where, ok1 && ok2
}
