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
package matrix

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"crosscase/coding"
)

// A Measure is what a cell shows.
type Measure string

// The measures.
const (
	Passages     Measure = "passages"     // distinct passages; coders who marked the same span count once
	Tags         Measure = "tags"         // tags, each coder's counted
	Sources      Measure = "sources"      // distinct sources with such a passage
	Participants Measure = "participants" // distinct participants who speak in such a passage
	Words        Measure = "words"        // distinct words of such passages, in turns of the column's
	Coverage     Measure = "coverage"     // those, in % of all words of the column's turns
	Rate         Measure = "rate"         // passages per 1,000 of all words of the column's turns
	Presence     Measure = "presence"     // 1 where there is such a passage, else 0
	Weight       Measure = "weight"       // mean of the weights of tags that have one
)

// Measures lists all measures.
var Measures = []Measure{Passages, Tags, Sources, Participants, Words, Coverage, Rate, Presence, Weight}

func measures() string {
	names := make([]string, len(Measures))
	for i, m := range Measures {
		names[i] = string(m)
	}
	return strings.Join(names, ", ")
}

// Options say what to count and how to lay it out.
type Options struct {
	Filter     coding.Filter
	Rows, Cols []Dimension
	Measure    Measure
	Percent    string // "", "row", "column" or "total": of that line's counted total
	Depth      int    // show themes down to this level; 0 is all
	Empty      bool   // show lines in which nothing was counted, too
	Sort       string // of the rows: "" as the study has them, "name", or "total", most first
}

// A Cell holds what was counted for a row and a column.
type Cell struct {
	Passages     int
	Tags         int
	Sources      int
	Participants int // only for the measure
	Words        int // only for words and coverage
	AllWords     int // of the column's turns, only for coverage and rate
	Weights      int // tags that have a weight
	WeightSum    float64
}

// Value is the cell's number for a measure. It is NaN where that is not defined:
// coverage and rate of no words, the mean of no weights.
func (c Cell) Value(m Measure) float64 {
	switch m {
	case Tags:
		return float64(c.Tags)
	case Sources:
		return float64(c.Sources)
	case Participants:
		return float64(c.Participants)
	case Words:
		return float64(c.Words)
	case Coverage:
		return ratio(100*float64(c.Words), float64(c.AllWords))
	case Rate:
		return ratio(1000*float64(c.Passages), float64(c.AllWords))
	case Presence:
		return float64(min(c.Passages, 1))
	case Weight:
		return ratio(c.WeightSum, float64(c.Weights))
	}
	return float64(c.Passages)
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
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
}

// New counts. It takes time in step with the passages and tags of the study.
// The error wraps [coding.ErrInvalid] where options make no sense together.
func New(s *coding.Study, o Options) (*Matrix, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.Measure = cmp.Or(o.Measure, Passages)
	c := counter{s: s, o: o, rows: newAxis(s, o.Rows, o.Filter), cols: newAxis(s, o.Cols, o.Filter)}
	m := &Matrix{Options: o, Selection: s.Select(o.Filter)}
	c.count(m.Selection)
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
	if !slices.Contains(Measures, cmp.Or(o.Measure, Passages)) {
		return coding.Errorf(coding.ErrInvalid, "measure %q: there is none of that name; measures are %s", o.Measure, measures())
	}
	if !slices.Contains([]string{"", "row", "column", "total"}, o.Percent) {
		return coding.Errorf(coding.ErrInvalid, "percent of %q: say row, column or total", o.Percent)
	}
	if o.Percent != "" && slices.Contains([]Measure{Coverage, Rate, Presence, Weight}, o.Measure) {
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
			k.narrow(&f)
		}
	}
	if col >= 0 {
		for _, k := range m.ColKeys[col] {
			k.narrow(&f)
		}
	}
	return f
}

// Value is what a cell shows: its number for the measure, or its share of the
// line that Percent names, in %. -1 for row or col is a total.
func (m *Matrix) Value(row, col int) float64 {
	v := m.cell(row, col).Value(m.Measure)
	switch m.Percent {
	case "row":
		return ratio(100*v, m.cell(row, -1).Value(m.Measure))
	case "column":
		return ratio(100*v, m.cell(-1, col).Value(m.Measure))
	case "total":
		return ratio(100*v, m.Total.Value(m.Measure))
	}
	return v
}

func (m *Matrix) cell(row, col int) Cell {
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

// counter counts one selection into cells.
type counter struct {
	s          *coding.Study
	o          Options
	rows, cols *axis
	cells      [][]tally          // by row and column, from total on
	open       [][2]int32         // cells with pieces of the source that is being read
	words      map[[2]place]int   // of the corpus, by what rows and columns say of where
	mixed      map[Dimension]bool // what varies within some cell
}

// total is the line that every passage belongs to.
const total = int32(-1)

// A tally is a cell that is being counted. Passages come in the order of their
// sources, so that remembering the last one is enough to count each once.
type tally struct {
	Cell
	passage, source, tag int // last one counted, one more than its index
	coder, caseStudy     int32
	participants         map[int32]bool
	pieces               []stretch // of the source that is being read
}

// A stretch is a run of words, [from, to), by their numbers in a transcript.
type stretch struct{ from, to int32 }

// at is the tally of a row and a column; either may be total.
func (c *counter) at(row, col int32) *tally {
	for int(row-total) >= len(c.cells) {
		c.cells = append(c.cells, nil)
	}
	line := &c.cells[row-total]
	for int(col-total) >= len(*line) {
		*line = append(*line, tally{})
	}
	return &(*line)[col-total]
}

// cellsOf calls do for each cell that a tag belongs to as a voice speaks it,
// totals included.
func (c *counter) cellsOf(tag, source int, v coding.Voice, do func(row, col int32)) {
	cols := c.cols.lines(tag, source, v)
	for _, row := range c.rows.lines(tag, source, v) {
		for _, col := range cols {
			do(row, col)
		}
	}
}

func (c *counter) count(sel coding.Selection) {
	c.mixed = map[Dimension]bool{}
	lets := c.s.Places(c.o.Filter)
	for n := range sel.Passages {
		p := &sel.Passages[n]
		for _, tag := range p.Tags {
			for _, v := range p.Voices {
				c.cellsOf(tag, p.Source, v, func(row, col int32) { c.note(row, col, p, tag, v) })
			}
		}
		if c.o.Measure == Words || c.o.Measure == Coverage {
			c.pieces(p, lets)
			if n+1 == len(sel.Passages) || sel.Passages[n+1].Source != p.Source {
				c.closeSource()
			}
		}
	}
	if c.o.Measure == Coverage || c.o.Measure == Rate {
		c.allWords()
	}
}

// note counts one tag of a passage as one voice speaks it; what was counted
// already is not counted again.
func (c *counter) note(row, col int32, p *coding.Selected, tag int, v coding.Voice) {
	t := c.at(row, col)
	if t.passage != p.Index+1 {
		t.passage = p.Index + 1
		t.Passages++
		if t.source != p.Source+1 {
			t.source = p.Source + 1
			t.Sources++
		}
	}
	if t.tag != tag+1 {
		t.tag = tag + 1
		t.Tags++
		if w := c.s.Tags[tag].Weight; w > 0 {
			t.Weights++
			t.WeightSum += w
		}
	}
	if c.o.Measure == Participants && v.Participant >= 0 {
		if t.participants == nil {
			t.participants = map[int32]bool{}
		}
		t.participants[v.Participant] = true
	}
	if row == total || col == total {
		return
	}
	coder, caseStudy := int32(c.s.TagCoder(tag))+1, v.Case+1
	if t.coder != 0 && t.coder != coder {
		c.mixed["coder"] = true
	}
	if t.caseStudy > 0 && caseStudy > 0 && t.caseStudy != caseStudy {
		c.mixed["case"] = true
	}
	t.coder, t.caseStudy = coder, max(t.caseStudy, caseStudy)
}

// pieces hands a passage's turns to the cells that they belong to and that
// counted the passage.
func (c *counter) pieces(p *coding.Selected, lets func(int, coding.Voice) bool) {
	span := c.s.Passages[p.Index].Span
	tr := c.s.Transcript(c.s.Sources[p.Source])
	first, last := tr.TurnsIn(span)
	for _, turn := range tr.Turns[first:last] {
		v, ok := c.s.Owner(p.Source, turn)
		if !ok || !lets(p.Source, v) {
			continue
		}
		var piece stretch
		if piece.from, piece.to = tr.WordsFrom(coding.Overlap(span, turn.Words())); piece.from == piece.to {
			continue
		}
		for _, tag := range p.Tags {
			c.cellsOf(tag, p.Source, v, func(row, col int32) {
				t := c.at(row, col)
				if t.passage != p.Index+1 {
					return
				}
				if len(t.pieces) == 0 {
					c.open = append(c.open, [2]int32{row, col})
				}
				t.pieces = append(t.pieces, piece)
			})
		}
	}
}

// closeSource counts the words of the source just read, each once for a cell.
func (c *counter) closeSource() {
	for _, cell := range c.open {
		t := c.at(cell[0], cell[1])
		byStart := func(a, b stretch) int { return cmp.Compare(a.from, b.from) }
		if !slices.IsSortedFunc(t.pieces, byStart) {
			slices.SortFunc(t.pieces, byStart)
		}
		end := int32(0)
		for _, p := range t.pieces {
			t.Words += int(max(p.to, end) - max(p.from, end))
			end = max(end, p.to)
		}
		t.pieces = t.pieces[:0]
	}
	c.open = c.open[:0]
}

// allWords counts the words of every turn that the filter lets through, by what
// rows and columns say of where it stands.
func (c *counter) allWords() {
	c.words = map[[2]place]int{}
	everywhere := place{any_, any_}
	for t := range c.s.Turns(c.o.Filter) {
		n := c.s.Transcript(c.s.Sources[t.Source]).TurnWords(t.Index)
		row, col := c.rows.place(t.Source, t.Voice), c.cols.place(t.Source, t.Voice)
		c.words[[2]place{everywhere, everywhere}] += n
		if row != everywhere {
			c.words[[2]place{row, everywhere}] += n
		}
		if col != everywhere {
			c.words[[2]place{everywhere, col}] += n
		}
		if row != everywhere && col != everywhere {
			c.words[[2]place{row, col}] += n
		}
	}
}

// fill makes the matrix of what was counted: lines in order, with names.
func (c *counter) fill(m *Matrix) {
	rows := c.rows.ordered(c.o, func(l int32) bool { return c.at(l, total).Passages > 0 })
	cols := c.cols.ordered(c.o, func(l int32) bool { return c.at(total, l).Passages > 0 })
	switch c.o.Sort {
	case "name":
		slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(c.rows.keys(a)[0].Path, c.rows.keys(b)[0].Path) })
	case "total":
		slices.SortStableFunc(rows, func(a, b int32) int {
			return cmp.Compare(c.at(b, total).Passages, c.at(a, total).Passages)
		})
	}
	everywhere := place{any_, any_}
	m.Total = c.finish(c.at(total, total), everywhere, everywhere)
	for _, col := range cols {
		m.ColKeys = append(m.ColKeys, c.cols.keys(col))
		m.ColTotals = append(m.ColTotals, c.finish(c.at(total, col), everywhere, c.cols.where(col)))
	}
	for _, r := range rows {
		m.RowKeys = append(m.RowKeys, c.rows.keys(r))
		m.RowTotals = append(m.RowTotals, c.finish(c.at(r, total), c.rows.where(r), everywhere))
		line := make([]Cell, len(cols))
		for i, col := range cols {
			line[i] = c.finish(c.at(r, col), c.rows.where(r), c.cols.where(col))
		}
		m.Cells = append(m.Cells, line)
	}
}

func (c *counter) finish(t *tally, row, col place) Cell {
	t.Participants = len(t.participants)
	t.AllWords = c.words[[2]place{row, col}]
	return t.Cell
}

// notes says what stands below every table.
func (c *counter) notes(m *Matrix) []string {
	var notes []string
	sel := m.Selection
	note := fmt.Sprintf("%s: %d attributed to an organisation, %d without one.", plural(len(sel.Passages), "passage"), len(sel.Passages)-sel.WithoutOrganisation, sel.WithoutOrganisation)
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
	case c.o.Measure == Rate || c.o.Measure == Coverage:
		notes = append(notes, fmt.Sprintf("Divided by all words that the line's participants speak or its documents hold, %d in all; – is where there are none.", m.Total.AllWords))
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
		if c.o.Measure == Rate || c.o.Measure == Coverage {
			notes = append(notes, "What they are divided by is not narrowed by that.")
		}
	}
	asked := append(slices.Clone(c.o.Rows), c.o.Cols...)
	if c.mixed["case"] && !slices.Contains(asked, "case") && !slices.Contains(asked, "source") {
		notes = append(notes, "Some cells join case studies; add case to --rows or --cols, or choose one with --case.")
	}
	if c.mixed["coder"] && !slices.Contains(asked, "coder") {
		notes = append(notes, "Some cells join coders; a passage that several marked alike counts once (--cell tags counts each).")
	}
	if sel.Detached > 0 {
		notes = append(notes, fmt.Sprintf("%s on words that were corrected since: not counted.", plural(sel.Detached, "passage")))
	}
	return notes
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
