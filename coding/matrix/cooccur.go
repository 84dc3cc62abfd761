package matrix

import (
	"fmt"
	"runtime"
	"slices"
	"sort"
	"sync"

	"crosscase/coding"
	"crosscase/corpus"
)

// A Relation is how two themes stand to each other to be together.
type Relation string

// The relations.
const (
	SamePassage Relation = "passage"  // on the same words, begin and end alike
	Overlapping Relation = "overlap"  // passages with a letter in common
	SameTurn    Relation = "turn"     // passages that touch one turn
	NearTurns   Relation = "near"     // passages that overlap or are at most some turns apart
	FollowedBy  Relation = "followed" // the second begins after the first has ended, at most some turns later
	SameSource  Relation = "source"   // somewhere in one source
)

// Relations lists all relations.
var Relations = []Relation{SamePassage, Overlapping, SameTurn, NearTurns, FollowedBy, SameSource}

// CooccurrenceOptions say what to look for.
type CooccurrenceOptions struct {
	Filter   coding.Filter
	Relation Relation // "" is overlap
	Turns    int      // for near and followed: how many turns apart at most
	Depth    int      // show themes down to this level; 0 is all
}

// A Cooccurrence says how often each theme is together with each other.
//
// What is counted are passages (for the relations turn and source, turns and
// sources): those of either theme that stand in the relation to one of the other.
// The count of two themes is thus the same both ways, and for overlap it is what
// the code query A AND B finds. But [FollowedBy] counts the passages of the first
// that the second follows.
type Cooccurrence struct {
	CooccurrenceOptions
	Themes []int   // in Study.Themes: those that are on anything, in the order of the codebook
	Alone  []int   // for each: its passages, turns or sources
	Pairs  [][]int // together, by two of Themes
	Notes  []string

	both  [][]int32 // passages tagged with both
	study *coding.Study
}

// Nested tells whether one of two themes stands below the other, or is the other:
// they are together wherever the lower one is, which says nothing.
func (c *Cooccurrence) Nested(a, b int) bool {
	x, y := c.Themes[a], c.Themes[b]
	return !c.Filter.Exact && (slices.Contains(c.study.Ancestors(x), int32(y)) || slices.Contains(c.study.Ancestors(y), int32(x))) || x == y
}

// Coefficient is, for the a-th and b-th theme, the share of what is together in all
// that either has, from 0 to 1: Jaccard's coefficient, which other programs call c.
// For [FollowedBy] it is the share of the first's passages that the second follows.
func (c *Cooccurrence) Coefficient(a, b int) float64 {
	if c.Relation == FollowedBy {
		return ratio(float64(c.Pairs[a][b]), float64(c.Alone[a]))
	}
	return ratio(float64(c.Pairs[a][b]), float64(c.Alone[a]+c.Alone[b]-int(c.both[a][b])))
}

// Cooccur counts, in time in step with the passages and with how many of them
// overlap. The error wraps [coding.ErrInvalid].
func Cooccur(s *coding.Study, o CooccurrenceOptions) (*Cooccurrence, error) {
	if o.Relation == "" {
		o.Relation = Overlapping
	}
	if !slices.Contains(Relations, o.Relation) {
		return nil, coding.Errorf(coding.ErrInvalid, "relation %q: one of %s", o.Relation, join(Relations))
	}
	if o.Turns < 0 || o.Turns > 0 && o.Relation != NearTurns && o.Relation != FollowedBy {
		return nil, coding.Errorf(coding.ErrInvalid, "%d turns: only near and followed ask for a number of turns", o.Turns)
	}
	sel := s.Select(o.Filter)
	c := &Cooccurrence{CooccurrenceOptions: o, study: s}
	number := c.number(sel)
	parts := bySource(sel.Passages)
	counters := make([]*pairCounter, runtime.GOMAXPROCS(0))
	next := make(chan []coding.Selected, len(parts))
	for _, p := range parts {
		next <- p
	}
	close(next)
	var wait sync.WaitGroup
	for i := range counters {
		counters[i] = newPairCounter(c, number)
		wait.Go(func() {
			for part := range next {
				counters[i].count(part)
			}
		})
	}
	wait.Wait()
	c.Alone, c.Pairs, c.both = make([]int, len(c.Themes)), make([][]int, len(c.Themes)), make([][]int32, len(c.Themes))
	for a := range c.Themes {
		c.Pairs[a], c.both[a] = make([]int, len(c.Themes)), make([]int32, len(c.Themes))
		for _, x := range counters {
			c.Alone[a] += x.alone[a]
			for b := range c.Themes {
				c.Pairs[a][b] += int(x.pairs[a*len(c.Themes)+b])
				c.both[a][b] += x.both[a*len(c.Themes)+b]
			}
		}
	}
	c.Notes = c.notes(sel)
	return c, nil
}

// number finds the themes to show and gives, for each theme of the study, its
// numbers among them: its own and those of the themes above it.
func (c *Cooccurrence) number(sel coding.Selection) [][]int32 {
	s := c.study
	axis := newAxis(s, []Dimension{Theme}, c.Filter)
	used := make([]bool, len(s.Themes))
	above := make([][]int32, len(s.Themes))
	for i := range s.Themes {
		for n, t := range s.Ancestors(i) {
			if axis.themes[t] && (n == 0 || !c.Filter.Exact) && (c.Depth == 0 || s.Level(s.Themes[t].ID) < c.Depth) {
				above[i] = append(above[i], t)
			}
		}
	}
	seen := make([]bool, len(s.Themes))
	for _, p := range sel.Passages {
		for _, tag := range p.Tags {
			if t := s.TagTheme(tag); !seen[t] {
				seen[t] = true
				for _, a := range above[t] {
					used[a] = true
				}
			}
		}
	}
	number := make([]int32, len(s.Themes))
	for i, u := range used {
		if u {
			number[i] = int32(len(c.Themes))
			c.Themes = append(c.Themes, i)
		}
	}
	for i := range above {
		for n, t := range above[i] {
			above[i][n] = number[t]
		}
	}
	return above
}

// bySource divides passages, which are in the order of sources.
func bySource(passages []coding.Selected) (parts [][]coding.Selected) {
	for from := 0; from < len(passages); {
		to := from
		for to < len(passages) && passages[to].Source == passages[from].Source {
			to++
		}
		parts = append(parts, passages[from:to])
		from = to
	}
	return parts
}

// pairCounter counts pairs of themes, one source after the other.
type pairCounter struct {
	c           *Cooccurrence
	themesOf    [][]int32 // of each theme of the study
	alone       []int
	pairs, both []int32

	mark    []int32 // of each theme: the last set it was put into
	marks   int32
	spans   []corpus.Span // of the source that is read
	turns   [][2]int32    // first and last turn of each
	themes  [][]int32     // of each
	maxEnd  []int         // of the spans up to this one
	maxTurn []int32
	room    []int32 // that themes share
	partner []int32
}

func newPairCounter(c *Cooccurrence, themesOf [][]int32) *pairCounter {
	n := len(c.Themes)
	return &pairCounter{c: c, themesOf: themesOf, alone: make([]int, n), pairs: make([]int32, n*n), both: make([]int32, n*n),
		mark: make([]int32, n)}
}

// fresh begins a set; add puts a theme into it once.
func (x *pairCounter) fresh() { x.marks++ }

func (x *pairCounter) add(to []int32, theme int32) []int32 {
	if x.mark[theme] == x.marks {
		return to
	}
	x.mark[theme] = x.marks
	return append(to, theme)
}

func (x *pairCounter) count(part []coding.Selected) {
	x.read(part)
	switch x.c.Relation {
	case SameSource:
		x.fresh()
		x.partner = x.partner[:0]
		for _, themes := range x.themes {
			for _, t := range themes {
				x.partner = x.add(x.partner, t)
			}
		}
		x.together(x.partner)
	case SameTurn:
		turns := map[int32][]int32{} // passages that touch it
		for i, t := range x.turns {
			for n := t[0]; n <= t[1]; n++ {
				turns[n] = append(turns[n], int32(i))
			}
		}
		for _, passages := range turns {
			x.fresh()
			x.partner = x.partner[:0]
			for _, p := range passages {
				for _, t := range x.themes[p] {
					x.partner = x.add(x.partner, t)
				}
			}
			x.together(x.partner)
		}
	default:
		for i := range x.spans {
			x.passage(i)
		}
	}
}

// read finds the themes and turns of each passage of a source. A passage that two
// people marked alike is one.
func (x *pairCounter) read(part []coding.Selected) {
	s := x.c.study
	x.spans, x.turns, x.themes, x.room = x.spans[:0], x.turns[:0], x.themes[:0], x.room[:0]
	x.maxEnd, x.maxTurn = x.maxEnd[:0], x.maxTurn[:0]
	tr := s.Transcript(s.Sources[part[0].Source])
	for i := range part {
		span := s.Passages[part[i].Index].Span
		first, last := tr.TurnsIn(span)
		from := len(x.room)
		x.fresh()
		for _, tag := range part[i].Tags {
			for _, t := range x.themesOf[s.TagTheme(tag)] {
				x.room = x.add(x.room, t)
			}
		}
		x.spans = append(x.spans, span)
		x.turns = append(x.turns, [2]int32{int32(first), int32(last - 1)})
		x.themes = append(x.themes, x.room[from:len(x.room):len(x.room)])
		end, turn := span.End, int32(last-1)
		if i > 0 {
			end, turn = max(end, x.maxEnd[i-1]), max(turn, x.maxTurn[i-1])
		}
		x.maxEnd, x.maxTurn = append(x.maxEnd, end), append(x.maxTurn, turn)
	}
}

// together counts a turn or a source that has all these themes.
func (x *pairCounter) together(themes []int32) {
	n := len(x.c.Themes)
	for _, a := range themes {
		x.alone[a]++
		line := x.pairs[int(a)*n : (int(a)+1)*n]
		both := x.both[int(a)*n : (int(a)+1)*n]
		for _, b := range themes {
			line[b]++
			both[b]++
		}
	}
}

// passage counts what the i-th passage of the source is together with.
func (x *pairCounter) passage(i int) {
	n, mine := len(x.c.Themes), x.themes[i]
	for _, a := range mine {
		x.alone[a]++
		both := x.both[int(a)*n : (int(a)+1)*n]
		for _, b := range mine {
			both[b]++
		}
	}
	x.fresh()
	x.partner = x.partner[:0]
	if x.c.Relation != FollowedBy {
		for _, t := range mine {
			x.partner = x.add(x.partner, t)
		}
	}
	own := len(x.partner)
	x.eachPartner(i, func(j int) {
		for _, t := range x.themes[j] {
			x.partner = x.add(x.partner, t)
		}
	})
	for _, a := range mine {
		line := x.pairs[int(a)*n : (int(a)+1)*n]
		for _, b := range x.partner {
			line[b]++
		}
		if x.c.Relation != FollowedBy {
			for _, b := range x.partner[own:] {
				x.pairs[int(b)*n+int(a)]++
			}
		}
	}
}

// eachPartner calls do for the passages that stand in the relation to the i-th.
func (x *pairCounter) eachPartner(i int, do func(j int)) {
	if x.c.Relation == SamePassage {
		return
	}
	// Passages are in the order of their beginnings, so that those behind are found
	// at once; those before may be long, and all are looked at that reach far enough.
	a := x.spans[i]
	reach := int32(x.c.Turns)
	behind := func(j int) bool { return x.turns[j][0]-x.turns[i][1] <= reach }
	from := sort.Search(len(x.spans), func(j int) bool { return x.spans[j].Start >= a.End })
	if x.c.Relation != Overlapping {
		for j := from; j < len(x.spans) && behind(j); j++ {
			do(j)
		}
	}
	if x.c.Relation == FollowedBy {
		return
	}
	for j := from - 1; j >= 0; j-- {
		if x.spans[j].End > a.Start || x.c.Relation == NearTurns && x.turns[i][0]-x.turns[j][1] <= reach {
			if j != i {
				do(j)
			}
		} else if x.maxEnd[j] <= a.Start && (x.c.Relation == Overlapping || x.turns[i][0]-x.maxTurn[j] > reach) {
			return
		}
	}
}

// notes says what stands below the table.
func (c *Cooccurrence) notes(sel coding.Selection) []string {
	what := map[Relation]string{
		SamePassage: "passages that have both themes on the same words",
		Overlapping: "passages of either theme that overlap one of the other, as a code query A AND B finds them",
		SameTurn:    "turns in which both themes are",
		NearTurns: fmt.Sprintf("passages of either theme that overlap one of the other or are at most %s from it",
			coding.Count(c.Turns, "turn")),
		FollowedBy: fmt.Sprintf("passages of the row's theme after which one of the column's begins, at most %s later",
			coding.Count(c.Turns, "turn")),
		SameSource: "sources in which both themes are",
	}[c.Relation]
	notes := []string{"Counted are " + what + "."}
	if c.Relation == FollowedBy {
		notes = append(notes, "The coefficient is the share of the row's passages that are followed so.")
	} else {
		notes = append(notes, "The coefficient is the share in all that either theme has (Jaccard, also called c).")
	}
	if c.Filter.Exact {
		notes = append(notes, "Themes count without those below them (--exact).")
	} else {
		notes = append(notes, "Themes count what lies below them, too; – is where one stands below the other.")
	}
	if c.Filter.Where != nil {
		notes = append(notes, fmt.Sprintf("Only passages where %s.", c.Filter.Where))
	}
	return append(notes, sel.Notes()...)
}
