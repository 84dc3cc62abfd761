package matrix

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"crosscase/coding"
)

// counter counts one selection into cells. First each passage is looked at once:
// which of its tags and which of its voices go the same way, and which rows they
// are in; that makes a list of events for each row. Then the rows are counted,
// several at once, each with cells that fit into the processor's cache.
type counter struct {
	s          *coding.Study
	o          Options
	measure    *MeasureSpec
	rows, cols *axis

	entries []entry
	pieces  []piece     // for words and coverage
	weights []weights   // of groups, for the measure
	groups  int32       // how many there were
	events  [][][]event // of each row, one more than its number, in the order of passages
	cells   [][]cellAt  // by row, one more than its number
	bases   map[[2]place]*base
	seen    *seen

	mixedCoders, mixedCases atomic.Bool // within some cell
}

// total is the line that every passage belongs to.
const total = int32(-1)

// weights are the tags of a group or a cell that have one.
type weights struct {
	tags int32
	sum  float64
}

// An entry is voices of one passage that belong to the same lines.
type entry struct{ rows, cols, participant, caseStudy int32 }

// A piece is the words [from, to) of one turn in a passage, by their numbers in
// the transcript.
type piece struct{ rows, cols, turn, from, to int32 }

// An event is that a passage counts in a row for a group of its tags that go the
// same way, such as those of several coders who agree. It holds all that the row
// needs: to look it up elsewhere takes longer than to count it.
type event struct {
	passage, source     int32 // one more than the index
	group               int32 // number of it, from 1
	tags                int32
	coder               int32 // of one of them, one more than its index
	cols                int32 // what the columns' axis says of the tags
	rows                int32 // place in the rows' axis of the voices that count; [anywhere] for totals
	entries, entriesEnd int32
	pieces, piecesEnd   int32
}

const anywhere = int32(-1)

type cellAt struct {
	col int32
	Cell
	people set
	behind []int32
}

// newCounter counts the passages of a selection.
func newCounter(s *coding.Study, o Options, sel coding.Selection) *counter {
	c := &counter{s: s, o: o, measure: o.Measure.Spec(), rows: newAxis(s, o.Rows, o.Filter), cols: newAxis(s, o.Cols, o.Filter)}
	c.look(sel.Passages)
	c.cells = make([][]cellAt, len(c.events))
	var wait sync.WaitGroup
	rows := make(chan int32, len(c.cells))
	for row := range int32(len(c.cells)) {
		rows <- row
	}
	close(rows)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			r := newRowCounter(c)
			for row := range rows {
				c.cells[row] = r.count(c.events[row], row == 0)
			}
		})
	}
	wait.Wait()
	return c
}

// look finds the entries and pieces of each passage and the rows it counts in.
func (c *counter) look(passages []coding.Selected) {
	c.entries = make([]entry, 0, 2*len(passages))
	c.events = make([][][]event, 1)
	cuts := c.cutAll(passages)
	for n := range passages {
		p := &passages[n]
		e := event{passage: int32(p.Index) + 1, source: int32(p.Source) + 1, entries: int32(len(c.entries)), pieces: int32(len(c.pieces))}
		for _, v := range p.Voices {
			s := entry{c.rows.place(p.Source, v), c.cols.place(p.Source, v), v.Participant, v.Case + 1}
			if !c.measure.needs.participants {
				s.participant = none
			}
			if !slices.Contains(c.entries[e.entries:], s) {
				c.entries = append(c.entries, s)
			}
		}
		for _, x := range cuts[n] {
			c.pieces = append(c.pieces, piece{c.rows.place(p.Source, x.voice), c.cols.place(p.Source, x.voice), x.turn, x.from, x.to})
		}
		e.entriesEnd, e.piecesEnd = int32(len(c.entries)), int32(len(c.pieces))
		if !c.cols.ofTags { // totals need not tell one tag from another
			whole := e
			whole.rows = anywhere
			c.group(&whole, p.Tags)
			c.event(total, whole)
		}
		for tags := p.Tags; len(tags) > 0; {
			rowsKey, colsKey, to := c.rows.tagKey(tags[0]), c.cols.tagKey(tags[0]), 1
			for to < len(tags) && c.rows.tagKey(tags[to]) == rowsKey && c.cols.tagKey(tags[to]) == colsKey {
				to++
			}
			e.cols = colsKey
			c.group(&e, tags[:to])
			c.spread(e, tags[0], rowsKey)
			tags = tags[to:]
		}
	}
}

// spread makes an event for each row that a group of tags is in.
func (c *counter) spread(e event, tag int, rowsKey int32) {
	if e.rows = anywhere; c.cols.ofTags {
		c.event(total, e)
	}
	entries := c.entries[e.entries:e.entriesEnd]
	for j, s := range entries {
		c.cols.linesOf(tag, e.cols, s.cols) // numbered now, since rows are counted at once
		if j > 0 && slices.ContainsFunc(entries[:j], func(o entry) bool { return o.rows == s.rows }) {
			continue
		}
		e.rows = s.rows
		for _, row := range c.rows.linesOf(tag, rowsKey, s.rows) {
			c.event(row, e)
		}
	}
	for _, x := range c.pieces[e.pieces:e.piecesEnd] {
		c.cols.linesOf(tag, e.cols, x.cols)
	}
}

// event adds an event to a row, in pieces of a size, so that nothing is moved.
func (c *counter) event(row int32, e event) {
	for int(row-total) >= len(c.events) {
		c.events = append(c.events, nil)
	}
	list := c.events[row-total]
	last := len(list) - 1
	if last < 0 || len(list[last]) == cap(list[last]) {
		size := 16
		if last >= 0 {
			size = min(2*cap(list[last]), 256)
		}
		list = append(list, make([]event, 0, size))
		c.events[row-total] = list
		last++
	}
	list[last] = append(list[last], e)
}

// group fills in what an event's tags are.
func (c *counter) group(e *event, tags []int) {
	c.groups++
	e.group, e.tags, e.coder = c.groups, int32(len(tags)), int32(c.s.TagCoder(tags[0]))+1
	for _, tag := range tags {
		if int32(c.s.TagCoder(tag))+1 != e.coder {
			c.mixedCoders.Store(true)
		}
	}
	if c.measure.needs.weights {
		var w weights
		for _, tag := range tags {
			if x := c.s.Tags[tag].Weight; x > 0 {
				w.tags++
				w.sum += x
			}
		}
		c.weights = append(c.weights, w)
	}
}

// rowCounter counts one row after the other.
type rowCounter struct {
	*counter
	tallies []tally // by column, from total on
	people  []set
	behind  [][]int32 // passages of each, where they are to be kept
	touched []int32   // columns with something in them
	run     []*event  // of the passage that is being counted, where words matter
}

// A tally is a cell that is being counted. Passages come in the order of their
// sources and places, so that remembering the last one is enough to count each
// once.
type tally struct {
	passages, tags, sources int32
	passage, source, group  int32 // last one counted, one more than its index
	coder, caseStudy        int32
	weights                 weights
	// Words up to end are counted of the source wordsIn; of the passage wordsOf,
	// those from before on are new, and turn is counted already.
	words                               int
	wordsIn, wordsOf, before, end, turn int32
}

func newRowCounter(c *counter) *rowCounter {
	n := len(c.cols.all.pairs) + 1
	return &rowCounter{counter: c, tallies: make([]tally, n), people: make([]set, n), behind: make([][]int32, n)}
}

// count counts the events of a row; whole says that it is the row of totals.
func (r *rowCounter) count(events [][]event, whole bool) []cellAt {
	for _, list := range events {
		for i := range list {
			e := &list[i]
			if len(r.pieces) > 0 && len(r.run) > 0 && r.run[0].passage != e.passage {
				r.noteWords()
			}
			r.note(e, whole)
			if len(r.pieces) > 0 {
				r.run = append(r.run, e)
			}
		}
	}
	if len(r.run) > 0 {
		r.noteWords()
	}
	cells := make([]cellAt, len(r.touched))
	for i, col := range r.touched {
		t := &r.tallies[col-total]
		cells[i] = cellAt{col, Cell{Passages: int(t.passages), Tags: int(t.tags), Sources: int(t.sources), Words: t.words,
			Weights: int(t.weights.tags), WeightSum: t.weights.sum}, r.people[col-total], r.behind[col-total]}
		*t, r.people[col-total], r.behind[col-total] = tally{}, nil, nil
	}
	r.touched = r.touched[:0]
	return cells
}

// note counts a group of a passage's tags in the columns of a row.
func (r *rowCounter) note(e *event, whole bool) {
	r.noteAt(total, e)
	for i := e.entries; i < e.entriesEnd; i++ {
		s := &r.entries[i]
		if e.rows != anywhere && e.rows != s.rows {
			continue
		}
		if s.participant >= 0 {
			r.person(total, s.participant)
		}
		for _, col := range r.cols.known(e.cols, s.cols) {
			t := r.noteAt(col, e)
			if s.participant >= 0 {
				r.person(col, s.participant)
			}
			if !whole && (t.coder != e.coder || t.caseStudy != s.caseStudy) {
				if t.coder != 0 && t.coder != e.coder {
					r.mixedCoders.Store(true)
				}
				if t.caseStudy > 0 && s.caseStudy > 0 && t.caseStudy != s.caseStudy {
					r.mixedCases.Store(true)
				}
				t.coder, t.caseStudy = e.coder, max(t.caseStudy, s.caseStudy)
			}
		}
	}
}

func (r *rowCounter) person(col, participant int32) {
	people := &r.people[col-total]
	if *people == nil {
		*people = make(set, len(r.s.Participants)/64+1)
	}
	people.add(participant)
}

// noteAt counts what was not counted already in a cell.
func (r *rowCounter) noteAt(col int32, e *event) *tally {
	t := &r.tallies[col-total]
	if t.passage != e.passage {
		if t.passage == 0 {
			r.touched = append(r.touched, col)
		}
		t.passage = e.passage
		t.passages++
		if r.o.Keep {
			r.behind[col-total] = append(r.behind[col-total], e.passage-1)
		}
		if t.source != e.source {
			t.source = e.source
			t.sources++
		}
	}
	if t.group != e.group {
		t.group = e.group
		t.tags += e.tags
		if r.weights != nil {
			t.weights.tags += r.weights[e.group-1].tags
			t.weights.sum += r.weights[e.group-1].sum
		}
	}
	return t
}

// noteWords counts the words of the passage in run for the cells of a row that
// counted it and that the turn they are in belongs to.
func (r *rowCounter) noteWords() {
	first := r.run[0]
	for i := first.pieces; i < first.piecesEnd; i++ {
		x := &r.pieces[i]
		for _, e := range r.run {
			if e.rows != anywhere && e.rows != x.rows {
				continue
			}
			r.tallies[0].addWords(e, x)
			for _, col := range r.cols.known(e.cols, x.cols) {
				if t := &r.tallies[col-total]; t.passage == e.passage {
					t.addWords(e, x)
				}
			}
		}
	}
	r.run = r.run[:0]
}

// addWords counts words once. Passages come by their beginnings, so that a cell
// has all its words before the furthest end so far.
func (t *tally) addWords(e *event, x *piece) {
	if t.wordsOf != e.passage {
		t.wordsOf, t.turn = e.passage, -1
		if t.wordsIn != e.source {
			t.wordsIn, t.end = e.source, 0
		}
		t.before = t.end
	}
	if t.turn == x.turn {
		return
	}
	t.turn = x.turn
	t.words += max(int(x.to-max(x.from, t.before)), 0)
	t.end = max(t.end, x.to)
}

// fill makes the matrix of what was counted: lines in order, with names.
func (c *counter) fill(m *Matrix) {
	whole := make([]cellAt, len(c.cols.all.pairs)+1) // the line of totals, by column
	for _, x := range c.cells[0] {
		whole[x.col-total] = x
	}
	counted := func(row int32) (x cellAt) { // in all columns
		if int(row-total) < len(c.cells) && len(c.cells[row-total]) > 0 {
			return c.cells[row-total][0]
		}
		return x
	}
	rows := c.rows.ordered(c.o, func(l int32) bool { return counted(l).Passages > 0 })
	cols := c.cols.ordered(c.o, func(l int32) bool { return int(l-total) < len(whole) && whole[l-total].Passages > 0 })
	switch c.o.Sort {
	case "name":
		slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(c.rows.keys(a)[0].Path, c.rows.keys(b)[0].Path) })
	case "total":
		c.sortByTotal(rows, m.Measure, counted)
	}
	m.Total = c.finish(total, total, counted(total))
	m.ColTotals = make([]Cell, len(cols))
	shown := make([]int, len(c.cols.all.pairs)+1) // where each column is shown, one more
	for i, col := range cols {
		m.ColKeys = append(m.ColKeys, c.cols.keys(col))
		var x cellAt
		if int(col-total) < len(whole) {
			x = whole[col-total]
		}
		m.ColTotals[i] = c.finish(total, col, x)
		shown[col-total] = i + 1
	}
	m.Cells, m.RowTotals = make([][]Cell, len(rows)), make([]Cell, len(rows))
	if c.o.Keep {
		m.behind = map[[2]int][]int32{{-1, -1}: counted(total).behind}
		for i, col := range cols {
			if int(col-total) < len(whole) {
				m.behind[[2]int{-1, i}] = whole[col-total].behind
			}
		}
	}
	all := make([]Cell, len(rows)*len(cols))
	for r, row := range rows {
		m.RowKeys = append(m.RowKeys, c.rows.keys(row))
		m.RowTotals[r] = c.finish(row, total, counted(row))
		line := all[r*len(cols) : (r+1)*len(cols) : (r+1)*len(cols)]
		if c.bases != nil {
			for i, col := range cols {
				line[i] = c.finish(row, col, cellAt{})
			}
		}
		if int(row-total) < len(c.cells) {
			for _, x := range c.cells[row-total] {
				i := shown[x.col-total] - 1
				if i >= 0 {
					line[i] = c.finish(row, x.col, x)
				}
				if c.o.Keep && (i >= 0 || x.col == total) {
					m.behind[[2]int{r, i}] = x.behind
				}
			}
		}
		m.Cells[r] = line
	}
}

// sortByTotal puts the rows with the highest totals first, as the table shows them; those
// without one come last.
func (c *counter) sortByTotal(rows []int32, measure Measure, counted func(row int32) cellAt) {
	totals := map[int32]float64{}
	for _, row := range rows {
		totals[row] = c.finish(row, total, counted(row)).Value(measure)
	}
	slices.SortStableFunc(rows, func(a, b int32) int { // NaN is below every number
		return cmp.Compare(totals[b], totals[a])
	})
}

// finish adds to a cell what depends on where in the corpus it is.
func (c *counter) finish(row, col int32, found cellAt) Cell {
	cell := found.Cell
	cell.Participants = found.people.len()
	if c.bases == nil {
		return cell
	}
	at := [2]place{{any_, any_}, {any_, any_}}
	theme := none
	for n, side := range []struct {
		*axis
		line int32
	}{{c.rows, row}, {c.cols, col}} {
		if side.line == total {
			continue
		}
		at[n] = side.where(side.line)
		if t := side.theme(side.line); t != none {
			theme = t
		}
	}
	if g := c.bases[at]; g != nil {
		cell.AllWords, cell.AllParticipants = g.words, found.people.union(g.people)
		cell.Unseen = cell.Passages == 0 && c.seen.kept && !c.seen.any(theme, g.sources)
	}
	return cell
}

// theme is the theme of a line, none where it names none.
func (a *axis) theme(line int32) int32 {
	for i, x := range a.values {
		if x.nests {
			return a.all.pairs[line][i]
		}
	}
	return none
}
