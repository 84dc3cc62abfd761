// Package matrix counts passages by dimensions of a study.
//
// [New] lays a study out by up to two dimensions on each side, as themes by
// organisations within case studies. Each cell counts the passages that
// [coding.Study.Select] yields for it, and nothing else: [Matrix.Filter] gives
// the filter that lists them, so a number and the passages behind it cannot
// differ.
//
// A passage may count in several cells, where several organisations speak in it
// or a theme stands below another. Totals are therefore never summed from cells
// but counted anew, over the distinct passages of a line. What a reader could
// take a number wrongly for is said in [Matrix.Notes].
//
// Laws, which laws_test.go holds on random studies: a value's line counts the passages
// that its filter selects; every passage is in some line of each dimension; no measure
// changes which passages a cell counts; rows sorted by total go down by the totals shown.
//
// The other analyses rest on the same counts, most of them on a matrix: two sides
// theme by theme ([Compare]), similarity and clusters ([Similar]), which types of
// sources support a theme ([Triangulate]), conditions and outcomes ([TruthTable]),
// themes beside numbers ([JointDisplay]); and on the same selection: which themes come
// together ([Cooccur]), what each further source brings ([Saturate]), where themes are
// in a source ([NewCodeline]), what coders made of each unit ([RateCoders], for package
// agreement). Distributions and inverse functions are gonum.org/v1/gonum's (maintained,
// BSD-3); tests and intervals on them are ours, with their papers.
package matrix

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/dimension"
)

// Options say what to count and how to lay it out.
type Options struct {
	Filter     coding.Filter
	Rows, Cols []Dimension
	Measure    Measure
	Percent    string // "", "row", "column" or "total": of that line's counted total
	Depth      int    // show themes down to this level; 0 is all
	Empty      bool   // show lines in which nothing was counted, too
	Sort       string // of the rows: "" as the study has them, "name", or "total", most first
	Keep       bool   // remember the passages of each cell, for [Matrix.Behind]
}

// A Cell holds what was counted for a row and a column.
type Cell struct {
	Passages     int
	Tags         int
	Sources      int
	Participants int // only for the measure
	Words        int // only for words and coverage
	Weights      int // tags that have a weight
	WeightSum    float64

	AllWords        int  // of the cell's turns, tagged or not; only for coverage and rate
	AllParticipants int  // who speak in them; only for participants
	Unseen          bool // nothing was counted, but nobody has yet gone through any of its sources with the theme in mind
}

// A Matrix is a study laid out by dimensions.
type Matrix struct {
	Options
	RowKeys, ColKeys     [][]Key // for each line, a key for each dimension
	Cells                [][]Cell
	RowTotals, ColTotals []Cell
	Total                Cell
	Notes                []string         // what to know before quoting a number
	Selection            coding.Selection // what was counted

	behind map[[2]int][]int32
}

// New counts. It takes time in step with the passages and tags of the study.
// The error wraps [coding.ErrInvalid] where options make no sense together.
func New(s *coding.Study, o Options) (*Matrix, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.Measure = cmp.Or(o.Measure, Passages)
	m := &Matrix{Options: o, Selection: s.Select(o.Filter)}
	c := newCounter(s, o, m.Selection)
	c.seen = newSeen(s, o.Filter)
	if c.measure.Of != OfNothing || c.seen.kept {
		c.countBases()
	}
	c.fill(m)
	m.Notes = c.notes(m)
	return m, nil
}

func (o Options) check() error {
	for _, r := range o.Rows {
		if slices.Contains(o.Cols, r) {
			return coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s is asked for in rows and columns", r), "each dimension stands on one side")
		}
	}
	measure := o.Measure.Spec()
	if measure == nil {
		return coding.Errorf(coding.ErrInvalid, "measure %q: there is none of that name; measures are %s", o.Measure, join(Measures))
	}
	if !slices.Contains([]string{"", "row", "column", "total"}, o.Percent) {
		return coding.Errorf(coding.ErrInvalid, "percent of %q: say row, column or total", o.Percent)
	}
	if o.Percent != "" && !measure.Shares {
		return coding.Errorf(coding.ErrInvalid, "percent of %s: only counts have shares", o.Measure)
	}
	if !slices.Contains([]string{"", "name", "total"}, o.Sort) {
		return coding.Errorf(coding.ErrInvalid, "sort by %q: say name or total", o.Sort)
	}
	return nil
}

// Filter returns the filter that lists exactly the passages of a cell; -1 for
// row or col is a total.
func (m *Matrix) Filter(row, col int) coding.Filter {
	f := m.Options.Filter
	if row >= 0 {
		for _, k := range m.RowKeys[row] {
			k.Narrow(&f)
		}
	}
	if col >= 0 {
		for _, k := range m.ColKeys[col] {
			k.Narrow(&f)
		}
	}
	return f
}

// Behind lists the passages of a cell, as indices into Study.Passages; -1 for row or
// col is a total. It is what [Matrix.Filter] selects, without selecting anew, and
// nil unless Options.Keep.
func (m *Matrix) Behind(row, col int) []int32 { return m.behind[[2]int{row, col}] }

// Best picks up to n of the passages of a cell to stand for it: those of most
// weight first, then those whose number of words is nearest to the median of the
// cell, then in the order of the study. n of 0 is all.
func (m *Matrix) Best(s *coding.Study, row, col, n int) []int32 {
	f := m.Filter(row, col)
	themes := map[coding.ThemeID]bool{}
	for _, t := range s.Themes {
		for _, asked := range f.Themes {
			if t.ID == asked || !f.Exact && s.Below(t.ID, asked) {
				themes[t.ID] = true
			}
		}
	}
	type quote struct {
		passage int32
		weight  float64
		words   int
		off     int
	}
	var all []quote
	var lengths []int
	for _, p := range m.Behind(row, col) {
		q := quote{passage: p}
		first, last := s.TagsOf(int(p))
		for t := first; t < last; t++ {
			if len(themes) == 0 || themes[s.Tags[t].Theme] {
				q.weight = max(q.weight, s.Tags[t].Weight)
			}
		}
		if src := s.SourceOf(s.Passages[p]); src != nil {
			q.words = s.Transcript(src).WordsIn(s.Passages[p].Span)
		}
		all, lengths = append(all, q), append(lengths, q.words)
	}
	if len(all) == 0 {
		return nil
	}
	slices.Sort(lengths)
	median := lengths[len(lengths)/2]
	for i := range all {
		all[i].off = max(all[i].words-median, median-all[i].words)
	}
	slices.SortStableFunc(all, func(a, b quote) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.off, b.off), cmp.Compare(a.passage, b.passage))
	})
	if n > 0 && n < len(all) {
		all = all[:n]
	}
	best := make([]int32, len(all))
	for i, q := range all {
		best[i] = q.passage
	}
	return best
}

// Value is what a cell shows: its number for the measure, or its share of the
// line that Percent names, in %. -1 for row or col is a total.
func (m *Matrix) Value(row, col int) float64 {
	v := m.At(row, col).Value(m.Measure)
	switch m.Percent {
	case "row":
		return ratio(100*v, m.At(row, -1).Value(m.Measure))
	case "column":
		return ratio(100*v, m.At(-1, col).Value(m.Measure))
	case "total":
		return ratio(100*v, m.Total.Value(m.Measure))
	}
	return v
}

// At is a cell; -1 for row or col is a total.
func (m *Matrix) At(row, col int) Cell {
	switch {
	case row < 0 && col < 0:
		return m.Total
	case row < 0:
		return m.ColTotals[col]
	case col < 0:
		return m.RowTotals[row]
	}
	return m.Cells[row][col]
}

// notes says what stands below every table.
func (c *counter) notes(m *Matrix) []string {
	var notes []string
	sel := m.Selection
	note := fmt.Sprintf("%s: %d attributed to an organisation, %d without one.", coding.Count(len(sel.Passages), "passage"),
		len(sel.Passages)-sel.WithoutOrganisation, sel.WithoutOrganisation)
	switch {
	case sel.Straddling == 0:
	case c.o.Filter.Straddle == coding.StraddleExclude:
		note += fmt.Sprintf(" %d over several organisations left out (--straddle exclude).", sel.Straddling)
	case c.o.Filter.Straddle == coding.StraddleMajority:
		note += fmt.Sprintf(" %d over several organisations, counted for the one with most words (--straddle majority).", sel.Straddling)
	default:
		note += fmt.Sprintf(" %d straddle: several organisations speak in them, and each counts them.", sel.Straddling)
	}
	notes = append(notes, note, "Totals are counted anew over distinct passages, not summed.")
	switch {
	case c.measure.Of == OfWords:
		notes = append(notes, fmt.Sprintf("Divided by all words that the line's participants speak or its documents hold, %d in all; – is where there are none.", m.Total.AllWords))
	case c.measure.Of == OfParticipants && c.o.Percent == "":
		notes = append(notes, "3 of 9: participants who speak in such a passage, of all who speak there; – where nobody does.")
	case c.o.Percent != "":
		notes = append(notes, "Shares are of the line's counted total; where passages count in several cells they add up to more than 100 %.")
	}
	if slices.Contains(c.o.Rows, Theme) || slices.Contains(c.o.Cols, Theme) {
		if c.o.Filter.Exact {
			notes = append(notes, "Themes count without those below them (--exact).")
		} else {
			notes = append(notes, "Themes count what lies below them, too.")
		}
	}
	if where := c.o.Filter.Where; where != nil {
		notes = append(notes, fmt.Sprintf("Only passages where %s.", where))
		if c.measure.Of == OfWords {
			notes = append(notes, "What they are divided by is not narrowed by that.")
		}
	}
	for _, d := range append(slices.Clone(c.o.Rows), c.o.Cols...) {
		name, isAttribute := strings.CutPrefix(string(d), attr)
		if name, bins := dimension.Attribute(name); isAttribute && bins != nil {
			notes = append(notes, fmt.Sprintf("A bin of %s, as 20..30, goes from its first number to below its second.", name))
		}
	}
	notes = append(notes, c.unseen(m)...)
	asked := append(slices.Clone(c.o.Rows), c.o.Cols...)
	if c.mixedCases.Load() && !slices.Contains(asked, "case") && !slices.Contains(asked, "source") {
		notes = append(notes, "Some cells join case studies; add case to --rows or --cols, or choose one with --case.")
	}
	if c.mixedCoders.Load() && !slices.Contains(asked, "coder") {
		notes = append(notes, "Some cells join coders; a passage that several marked alike counts once (--cell tags counts each).")
	}
	return append(notes, sel.Notes()...)
}

// unseen says what a 0 means.
func (c *counter) unseen(m *Matrix) []string {
	zeros, unseen := false, false
	for _, line := range m.Cells {
		for _, x := range line {
			zeros = zeros || x.Passages == 0 && !x.Unseen
			unseen = unseen || x.Unseen
		}
	}
	switch {
	case unseen:
		return []string{"· is where nobody has yet gone through any of the sources with the theme as it is now (see progress)."}
	case zeros && !c.seen.kept:
		return []string{"No source is marked as gone through (source mark), so that a 0 may also be what nobody has looked for yet."}
	}
	return nil
}
