package analysis

import (
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/agreement"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// rated leads from numbers of units to the passages with which coders marked them.
type rated struct {
	*matrix.Rating
	s          *coding.Study
	writer     *query.Writer
	conditions string // that hold for each passage
	ok         bool   // there are conditions that say what the filter does
}

func newRated(r *matrix.Rating, s *coding.Study) *rated {
	x := &rated{Rating: r, s: s, writer: query.NewWriter(s)}
	f := r.Filter
	f.Themes = nil
	x.conditions, x.ok = x.writer.Conditions(f)
	return x
}

// inThemes leads from the table of coefficients: units by what two coders marked, or by
// who of several did. Of all themes together each is a decision of its own.
func (x *rated) inThemes() behind {
	return func(row, column int) (coding.Filter, string, bool) {
		k := len(x.Coders)
		switch column--; {
		case row >= len(x.Themes) || column < 0:
			return coding.Filter{}, "", false
		case k == 2 && column < 4:
			return x.units(row, [][]int8{{1, 1}, {1, 0}, {0, 1}, {0, 0}}[column])
		case k > 2 && column < k:
			values := slices.Repeat([]int8{agreement.Missing}, k)
			values[column] = 1
			return x.units(row, values)
		}
		return coding.Filter{}, "", false
	}
}

// inUnits leads from the list of units: from how many a coder marked in a turn, or in a
// source.
func (x *rated) inUnits() behind {
	type line struct{ theme, block int }
	var lines []line
	for i, ratings := range x.ByTheme {
		for _, m := range ratings.Marked {
			if l := (line{i, int(m.Block)}); len(lines) == 0 || lines[len(lines)-1] != l {
				lines = append(lines, l)
			}
		}
	}
	return func(row, column int) (coding.Filter, string, bool) {
		if column -= 3; column < 0 || column >= len(x.Coders) || x.Unit == matrix.UnitPassage {
			return coding.Filter{}, "", false
		}
		return x.inBlocks(lines[row].theme, x.Coders[column:column+1], []int{lines[row].block})
	}
}

// units leads to the passages of a theme with which coders marked the units that have
// these values, 1 for marked, 0 for not, and [agreement.Missing] for either.
func (x *rated) units(theme int, values []int8) (coding.Filter, string, bool) {
	if x.Unit == matrix.UnitPassage {
		return x.passages(theme, values)
	}
	var coders []coding.CoderID
	for i, v := range values {
		if v > 0 {
			coders = append(coders, x.Coders[i])
		}
	}
	var blocks []int
	for i, m := range x.ByTheme[theme].Marked {
		row := x.ByTheme[theme].Row(i)
		same := func(c int) bool { return values[c] == agreement.Missing || values[c] == row[c] }
		if !slices.ContainsFunc(indices(values), func(c int) bool { return !same(c) }) {
			blocks = append(blocks, int(m.Block))
		}
	}
	return x.inBlocks(theme, coders, slices.Compact(blocks))
}

func indices(values []int8) (all []int) {
	for i := range values {
		all = append(all, i)
	}
	return all
}

// inBlocks leads to the passages of a theme by some coders in blocks of units: in turns,
// or in whole sources. Nobody marked what no coder did.
func (x *rated) inBlocks(theme int, coders []coding.CoderID, blocks []int) (f coding.Filter, where string, ok bool) {
	if len(coders) == 0 || len(blocks) == 0 {
		return f, "", false
	}
	if f, _, ok = narrowed(x.Filter, x.Themes[theme]); !ok {
		return f, "", false
	}
	f.Coders = coders
	var sources []int
	turns := map[int][]int{}
	for _, b := range blocks {
		place := x.Places[b]
		sources = append(sources, place.Source)
		turns[place.Source] = append(turns[place.Source], place.Turn)
	}
	sources = slices.Compact(sources)
	if x.Unit == matrix.UnitSource {
		f.Sources = x.named(sources)
		return f, "", true
	}
	var either []string
	for _, source := range sources {
		some, ok := x.writer.Turns(x.s.Sources[source].ID, turns[source])
		if !ok {
			return f, "", false
		}
		either = append(either, some)
	}
	where = strings.Join(either, " OR ")
	return f, where, query.Readable(where)
}

// passages leads to the units themselves, where they are passages: those of whatever
// theme, by any of the coders, on whose words the theme is or is not.
func (x *rated) passages(theme int, values []int8) (f coding.Filter, where string, ok bool) {
	if !x.ok {
		return f, "", false
	}
	var any []string
	not := "" // behind what overlaps, which binds closer
	for i, v := range values {
		coder, ok1 := x.writer.Coder(x.Coders[i])
		marked, ok2 := x.writer.Theme(coding.ThemeID(x.Themes[theme].ID), " AND "+coder+x.conditions)
		if !ok1 || !ok2 {
			return f, "", false
		}
		any = append(any, coder)
		switch v {
		case 1:
			where += " OVERLAPS " + marked
		case 0:
			not += " AND NOT " + marked
		}
	}
	f = x.Filter
	f.Themes, f.Sources = nil, x.named(x.Sources)
	return f, "(" + strings.Join(any, " OR ") + ")" + where + not, true
}

// named are sources by their identifiers.
func (x *rated) named(sources []int) (ids []corpus.SourceID) {
	for _, source := range sources {
		ids = append(ids, x.s.Sources[source].ID)
	}
	return ids
}
