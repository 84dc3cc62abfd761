package matrix

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/coding/agreement"
	"crosscase/corpus"
)

// A Unit is what coders are compared on.
type Unit string

// The units. A coder has put a theme on one where a passage of theirs with it
// touches it; on a word, where it begins in the passage.
const (
	UnitCharacter Unit = "character"
	UnitWord      Unit = "word"
	UnitSentence  Unit = "sentence"
	UnitTurn      Unit = "turn"
	UnitPassage   Unit = "passage" // what any of the coders marked, with whatever theme
	UnitSource    Unit = "source"
)

// RatingUnits lists all units.
var RatingUnits = []Unit{UnitCharacter, UnitWord, UnitSentence, UnitTurn, UnitPassage, UnitSource}

// RatingOptions say whom to compare on what.
type RatingOptions struct {
	Filter coding.Filter // Coders and what is said of tags are not looked at, but for themes
	Coders []coding.CoderID
	Unit   Unit // "" is turn
	// AllSources takes sources, too, that not all of the coders have begun, if two
	// have; what the others would say is missing there.
	AllSources bool
}

// A Rating is what coders made of the units of a study, theme by theme, as package
// agreement takes it.
type Rating struct {
	RatingOptions
	Themes  []Key
	ByTheme []*agreement.Ratings // of each theme with what is below it, unless Filter.Exact
	Sources []int                // in Study.Sources: that were compared
	Left    []int                // that were not, though somebody has begun them
	Places  []Location           // of each block of units
	Drawn   string               // what the blocks are, for the bootstrap: turn, passage or source

	Sums []*agreement.Sums // of ByTheme

	units     *agreement.Units
	alone     []*agreement.Ratings // of each theme for itself
	aloneSums []*agreement.Sums
}

// A Location is where a block of units is.
type Location struct {
	Source int
	Turn   int // from 1; 0 where the block is no turn
	Span   corpus.Span
}

// RateCoders puts what coders tagged into ratings. Units are those of participants and
// documents that the filter lets through; what researchers say counts for nobody.
// The error wraps [coding.ErrInvalid], or is that of texts, which are read for
// characters and sentences only.
func RateCoders(ctx context.Context, s *coding.Study, o RatingOptions, texts coding.Texts) (*Rating, error) {
	o.Unit = cmp.Or(o.Unit, UnitTurn)
	switch {
	case !slices.Contains(RatingUnits, o.Unit):
		return nil, coding.Errorf(coding.ErrInvalid, "unit %q: one of %s", o.Unit, join(RatingUnits))
	case len(o.Coders) < 2:
		return nil, coding.Errorf(coding.ErrInvalid, "%s: agreement needs two at least", coding.Count(len(o.Coders), "coder"))
	}
	r := &rater{Rating: &Rating{RatingOptions: o, Drawn: "turn"}, s: s, coder: map[coding.CoderID]int8{}, marks: make([][]mark, len(s.Themes)),
		units: &agreement.Units{Coders: len(o.Coders)}}
	for i, c := range o.Coders {
		r.coder[c] = int8(i)
	}
	if o.Unit == UnitPassage || o.Unit == UnitSource {
		r.Drawn = string(o.Unit)
	}
	places := o.Filter
	places.Themes, places.Coders, places.About, places.Where = nil, nil, nil, nil
	r.choose(places)
	if err := r.mark(ctx, s.Select(places).Passages, places, texts); err != nil {
		return nil, err
	}
	r.rate()
	return r.Rating, nil
}

// rater is a rating that is being made.
type rater struct {
	*Rating
	s     *coding.Study
	coder map[coding.CoderID]int8
	rated [][]bool // of each source: by whom; nil is not compared
	units *agreement.Units
	marks [][]mark // of each theme itself, in the order of blocks but for what overlaps
}

// A mark is that a coder put a theme on the units [from, to) of a block.
type mark struct {
	block, from, to int32
	coder           int8
}

// choose finds the sources to compare.
func (r *rater) choose(places coding.Filter) {
	begun := make([][]bool, len(r.s.Sources))
	for _, p := range r.s.Ledger(r.Coders...) {
		if c, ok := r.coder[r.s.Coders[p.Coder].ID]; ok && p.State != coding.Unread {
			if begun[p.Source] == nil {
				begun[p.Source] = make([]bool, len(r.Coders))
			}
			begun[p.Source][c] = true
		}
	}
	r.rated = make([][]bool, len(r.s.Sources))
	last := -1
	for t := range r.s.Turns(places) {
		if t.Source == last {
			continue
		}
		last = t.Source
		n := 0
		for _, b := range begun[last] {
			if b {
				n++
			}
		}
		switch {
		case n == len(r.Coders), n > 1 && r.AllSources:
			r.rated[last] = begun[last]
			r.Sources = append(r.Sources, last)
		case n > 0:
			r.Left = append(r.Left, last)
		}
	}
}

// block adds units of a source that the bootstrap draws together.
func (r *rater) block(units int, at Location) int32 {
	r.Places = append(r.Places, at)
	return int32(r.units.Add(units, r.rated[at.Source]))
}

// mark goes through the sources, numbers their units and marks those that were
// tagged.
func (r *rater) mark(ctx context.Context, passages []coding.Selected, places coding.Filter, texts coding.Texts) error {
	bySource := make([][]coding.Selected, len(r.s.Sources))
	for from := 0; from < len(passages); {
		to := from
		for to < len(passages) && passages[to].Source == passages[from].Source {
			to++
		}
		bySource[passages[from].Source] = passages[from:to]
		from = to
	}
	for i := range bySource { // of others than the coders nothing counts
		bySource[i] = slices.DeleteFunc(slices.Clone(bySource[i]), func(p coding.Selected) bool {
			return !slices.ContainsFunc(p.Tags, func(t int) bool { _, ok := r.coder[r.s.Tags[t].Coder]; return ok })
		})
	}
	lets := r.s.Places(places)
	for _, source := range r.Sources {
		cut := cutter{rater: r, source: source, tr: r.s.Transcript(r.s.Sources[source])}
		if r.Unit == UnitCharacter || r.Unit == UnitSentence {
			var err error
			if cut.text, err = texts.Text(ctx, r.s.Sources[source].Text); err != nil {
				return err
			}
		}
		cut.number(bySource[source], lets)
		for n, p := range bySource[source] {
			cut.ranges(n, bySource[source], func(block, from, to int32) {
				for _, t := range p.Tags {
					if c, ok := r.coder[r.s.Tags[t].Coder]; ok {
						list := &r.marks[r.s.TagTheme(t)]
						if m := (mark{block, from, to, c}); len(*list) == 0 || (*list)[len(*list)-1] != m {
							*list = append(*list, m)
						}
					}
				}
			})
		}
	}
	return nil
}

// A cutter numbers the units of one source.
type cutter struct {
	*rater
	source    int
	tr        *corpus.Transcript
	text      corpus.Text
	blocks    []int32         // of each turn (for passages: of each passage), -1 for none
	sentences [][]corpus.Span // of each turn
}

func (c *cutter) number(passages []coding.Selected, lets func(int, coding.Voice) bool) {
	switch c.Unit {
	case UnitSource:
		c.blocks = []int32{c.block(1, Location{Source: c.source})}
		return
	case UnitPassage:
		for _, p := range passages {
			c.blocks = append(c.blocks, c.block(1, Location{Source: c.source, Span: c.s.Passages[p.Index].Span}))
		}
		return
	case UnitSentence:
		c.sentences = make([][]corpus.Span, len(c.tr.Turns))
	}
	for i, turn := range c.tr.Turns {
		c.blocks = append(c.blocks, -1)
		if v, ok := c.s.Owner(c.source, turn); !ok || !lets(c.source, v) {
			continue
		}
		units := 1
		switch c.Unit {
		case UnitWord:
			units = c.tr.TurnWords(i)
		case UnitCharacter:
			units = utf8.RuneCountInString(c.text.Body[turn.Body:turn.End])
		case UnitSentence:
			c.sentences[i] = c.text.Sentences(turn.Words())
			units = len(c.sentences[i])
		}
		if units > 0 {
			c.blocks[i] = c.block(units, Location{c.source, i + 1, turn.Words()})
		}
	}
}

// ranges calls do for the units that the n-th passage touches.
func (c *cutter) ranges(n int, passages []coding.Selected, do func(block, from, to int32)) {
	span := c.s.Passages[passages[n].Index].Span
	switch c.Unit {
	case UnitSource:
		do(c.blocks[0], 0, 1)
		return
	case UnitPassage:
		for m := n; m < len(passages) && c.s.Passages[passages[m].Index].Span.Start < span.End; m++ {
			do(c.blocks[m], 0, 1)
		}
		for m := n - 1; m >= 0; m-- {
			if c.s.Passages[passages[m].Index].Span.End > span.Start {
				do(c.blocks[m], 0, 1)
			}
		}
		return
	}
	first, last := c.tr.TurnsIn(span)
	for i := first; i < last; i++ {
		turn := c.tr.Turns[i]
		in := coding.Overlap(span, turn.Words())
		if c.blocks[i] < 0 || in.Start >= in.End {
			continue
		}
		from, to := int32(0), int32(1)
		switch c.Unit {
		case UnitWord:
			begin, _ := c.tr.WordsFrom(turn.Words())
			from, to = c.tr.WordsFrom(in)
			from, to = from-begin, to-begin
		case UnitCharacter:
			from = int32(utf8.RuneCountInString(c.text.Body[turn.Body:in.Start]))
			to = from + int32(utf8.RuneCountInString(c.text.Body[in.Start:in.End]))
		case UnitSentence:
			all := c.sentences[i]
			for from < int32(len(all)) && all[from].End <= in.Start {
				from++
			}
			for to = from; to < int32(len(all)) && all[to].Start < in.End; to++ {
			}
		}
		if from < to {
			do(c.blocks[i], from, to)
		}
	}
}

// rate makes ratings of the marks, theme by theme.
func (r *rater) rate() {
	axis := newAxis(r.s, []Dimension{Theme}, r.Filter)
	below := make([][]int, len(r.s.Themes)) // of each theme that rows may show: whose marks count
	for t := range r.s.Themes {
		for n, a := range r.s.Ancestors(t) {
			if axis.themes[a] && (n == 0 || !r.Filter.Exact) && len(r.marks[t]) > 0 {
				below[a] = append(below[a], t)
			}
		}
	}
	var shown []int
	for t, list := range below {
		if len(list) > 0 {
			shown = append(shown, t)
		}
	}
	r.ByTheme = make([]*agreement.Ratings, len(shown))
	r.alone, r.Rating.units = make([]*agreement.Ratings, len(shown)), r.units
	r.Sums, r.aloneSums = make([]*agreement.Sums, len(shown)), make([]*agreement.Sums, len(shown))
	for _, t := range shown {
		th := r.s.Themes[t]
		r.Themes = append(r.Themes, ThemeKey(r.s, th))
	}
	next := make(chan int, len(shown))
	for i := range shown {
		next <- i
	}
	close(next)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				own := r.rows([]int{shown[i]})
				r.ByTheme[i], r.alone[i] = own, own
				r.Sums[i] = own.Sums()
				r.aloneSums[i] = r.Sums[i]
				if len(below[shown[i]]) != 1 || below[shown[i]][0] != shown[i] {
					r.ByTheme[i] = r.rows(below[shown[i]])
					r.Sums[i] = r.ByTheme[i].Sums()
				}
			}
		})
	}
	wait.Wait()
}

// rows makes ratings of the marks of some themes, as if they were one.
func (r *rater) rows(themes []int) *agreement.Ratings {
	var marks []mark
	for _, t := range themes {
		marks = append(marks, r.marks[t]...)
	}
	order := func(a, b mark) int {
		if a.block != b.block {
			return int(a.block - b.block)
		}
		return int(a.from - b.from)
	}
	if !slices.IsSortedFunc(marks, order) {
		slices.SortFunc(marks, order)
	}
	x := &agreement.Ratings{Units: r.units, Categories: 2}
	x.Marked, x.Values = make([]agreement.Row, 0, len(marks)), make([]int8, 0, len(marks)*len(r.Coders))
	var ends []int32
	for len(marks) > 0 {
		n := 1
		for n < len(marks) && marks[n].block == marks[0].block {
			n++
		}
		block := marks[:n]
		marks = marks[n:]
		ends = ends[:0]
		for _, m := range block {
			ends = append(ends, m.from, m.to)
		}
		slices.Sort(ends)
		ends = slices.Compact(ends)
		for i := range len(ends) - 1 {
			var v []int8
			for _, m := range block {
				if m.from <= ends[i] && ends[i+1] <= m.to {
					if v == nil {
						_, unmarked := r.units.Block(int(m.block))
						x.Mark(int(m.block), int(ends[i+1]-ends[i]), unmarked...)
						v = x.Row(len(x.Marked) - 1)
					}
					if v[m.coder] >= 0 {
						v[m.coder] = 1
					}
				}
			}
		}
	}
	return x
}

// AllSums are those of all themes together: each theme for itself on each unit is one
// decision.
func (r *Rating) AllSums() *agreement.Sums {
	all := (&agreement.Ratings{Units: &agreement.Units{Coders: len(r.Coders)}, Categories: 2}).Sums()
	for _, x := range r.aloneSums {
		all.Add(x)
	}
	return all
}

// All are the ratings behind [Rating.AllSums], for the bootstrap; there are as many as
// of all themes.
func (r *Rating) All() *agreement.Ratings {
	themes := r.alone
	all := &agreement.Ratings{Units: r.units.Times(len(themes)), Categories: 2}
	count := make([]int, all.Blocks()+1)
	for _, t := range themes {
		for i := range t.Marked {
			count[t.Marked[i].Block+1]++
		}
	}
	for i := range all.Blocks() {
		count[i+1] += count[i]
	}
	all.Marked = make([]agreement.Row, count[all.Blocks()])
	all.Values = make([]int8, len(all.Marked)*all.Coders)
	for _, t := range themes {
		for i, row := range t.Marked {
			all.Marked[count[row.Block]] = row
			copy(all.Row(count[row.Block]), t.Row(i))
			count[row.Block]++
		}
	}
	return all
}

// Describe says what was compared, for below a table.
func (r *Rating) Describe(s *coding.Study) []string {
	name := func(sources []int) string {
		var names []string
		for i, n := range sources {
			if i == 8 {
				names = append(names, fmt.Sprintf("and %d more", len(sources)-i))
				break
			}
			names = append(names, s.Sources[n].Name)
		}
		return strings.Join(names, ", ")
	}
	units := r.units.Len()
	which := "that all of these coders have begun"
	if r.AllSources {
		which = "that two or more of these coders have begun; what the others would say is missing"
	}
	notes := []string{fmt.Sprintf("Compared on %s in %s %s: %s.", coding.Count(units, string(r.Unit)),
		coding.Count(len(r.Sources), "source"), which, name(r.Sources))}
	if len(r.Left) > 0 {
		notes = append(notes, fmt.Sprintf("Not compared, since not all have begun them (--all-sources): %s.", name(r.Left)))
	}
	var judges []string
	for _, id := range s.Judges() {
		if !slices.Contains(r.Coders, id) {
			judges = append(judges, s.CoderName(id))
		}
	}
	if len(judges) > 0 {
		notes = append(notes, fmt.Sprintf("Tags of %s record what coders agreed on and are not compared; --coder includes them.",
			strings.Join(judges, ", ")))
	}
	return notes
}
