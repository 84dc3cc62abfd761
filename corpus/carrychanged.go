package corpus

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How many percent of the words of a span must be the same.
const (
	// ChangedPercent is the least for a span whose words were corrected to be carried with
	// its words changed. A span of fewer than ten words is thus never carried if one of them
	// was replaced.
	ChangedPercent = 90
	// NearestPercent is the least for the place nearest to words that are gone.
	NearestPercent = 60
)

// leastChanged is how many words a span has at least that is carried changed: fewer are
// found by chance. Words that are not in their place have to be leastElsewhere.
const leastChanged, leastElsewhere = 3, 5

// CarryChanged is [Carry], but finds spans whose words were changed a little: in one
// stretch of the new text, at least percent percent of the words of the span are there in
// the same order (a longest common subsequence), and they are at least percent percent of
// the words of the stretch. Words are compared regardless of case, and punctuation does not
// count. Most of them must be new or in their place: words that other words of the old text
// became are somebody else's.
//
// A span of fewer than three words is never changed, and one of which two separate
// stretches hold equally many words is detached.
func CarryChanged(from, to Text, spans []Span, percent int) []Carried {
	return carryAll(from, to, spans, func(c *carrier, s Span) Carried { return c.changed(s, percent) })
}

// SharePercent returns how many percent of the words of the longer of two texts the other
// one has in the same order, 0 to 100 and rounded down: the measure of [CarryChanged].
func SharePercent(a, b string) int {
	numbers := map[string]int32{}
	x, y := tokenize(a, numbers), tokenize(b, numbers)
	n, m := x.countWords(a, 0, len(x.words)), y.countWords(b, 0, len(y.words))
	if max(n, m) == 0 {
		return 0
	}
	return 100 * len(commonWords(a, x, 0, len(x.words), b, y, 0, len(y.words))) / max(n, m)
}

// A stretch is words of b that some of the words of a span are among, in their order.
type stretch struct {
	pairs []pair // of equal words; from the first to the last of them
	words int    // of the stretch, without punctuation
	of    int    // words of the span, without punctuation
}

func (s stretch) start() int { return s.pairs[0].b }
func (s stretch) end() int   { return s.pairs[len(s.pairs)-1].b + 1 }

// percent is how many of the words of the span and of the stretch are the same.
func (s stretch) percent() int { return 100 * len(s.pairs) / max(s.words, s.of) }

// compare orders stretches by how near they are to the span: by the words that are the
// same, then by those that are not.
func (s stretch) compare(t stretch) int {
	return cmp.Or(cmp.Compare(len(s.pairs), len(t.pairs)), cmp.Compare(t.words, s.words))
}

// changed finds where the words of a span that is detached are, but for a few.
func (c *carrier) changed(s Span, percent int) Carried {
	first, last := c.a.within(s)
	n := c.a.countWords(c.from.Body, first, last)
	if n < leastChanged || !c.mayBeThere(first, last, n, percent) {
		return Carried{Outcome: Detached}
	}
	best, tied := c.unique(first, last, n, percent)
	if best.pairs == nil || tied {
		return Carried{Outcome: Detached, Tied: tied}
	}
	out, share := c.edges(s, first, last, best, percent)
	if c.to.Check(out) != nil {
		return Carried{Outcome: Detached}
	}
	was, is := c.from.Body[s.Start:s.End], c.to.Body[out.Start:out.End]
	if SameWords(was, is) { // a word that only in part belongs to them was changed
		return Carried{Outcome: Unchanged, Span: out}
	}
	if s.Start > c.a.spans[first].Start || s.End < c.a.spans[last-1].End {
		share = SharePercent(was, is) // less, where a part of a word is gone
	}
	if share < percent {
		return Carried{Outcome: Detached}
	}
	return Carried{Outcome: Changed, Span: out, Percent: share}
}

// unique finds the stretch that is nearest to a span of n words, and whether another one is
// equally near.
func (c *carrier) unique(first, last, n, percent int) (best stretch, tied bool) {
	note := func(x stretch) {
		switch order := x.compare(best); {
		case best.pairs == nil || order > 0:
			best, tied = x, false
		case order == 0 && (x.start() >= best.end() || best.start() >= x.end()):
			tied = true
		}
	}
	windows := c.elsewhere(first, last, n, percent)
	if x := c.inPlace(first, last, n); x.pairs != nil && x.percent() >= percent {
		note(x)
	} else {
		windows = append(windows, c.around(first, last)...)
	}
	for len(windows) > 0 {
		w := windows[0]
		windows = windows[1:]
		if 100*w.Len() < percent*n {
			continue
		}
		if x, ok := c.nearest(first, last, n, w, percent); ok {
			note(x)
			windows = append(windows, Span{w.Start, x.start()}, Span{x.end(), w.End}) // another may be beside it
		}
	}
	return best, tied
}

// inPlace is the stretch of the words that are in their place.
func (c *carrier) inPlace(first, last, n int) (x stretch) {
	for i := first; i < last; i++ {
		if j := c.match[i]; j >= 0 && c.a.isWord(c.from.Body, i) {
			x.pairs = append(x.pairs, pair{i, int(j)})
		}
	}
	if x.of = n; x.pairs != nil && x.end()-x.start() <= 3*(last-first)+20 {
		x.words = c.b.countWords(c.to.Body, x.start(), x.end())
		return x
	}
	return stretch{}
}

// mayBeThere tells in time in step with the span whether enough of its words are new in b,
// or in their place, for a stretch to have percent percent of its n words.
func (c *carrier) mayBeThere(first, last, n, percent int) bool {
	c.indexAdded()
	there := 0
	for i := first; i < last; i++ {
		if c.a.isWord(c.from.Body, i) && (c.match[i] >= 0 || len(c.added[c.a.words[i]]) > 0) {
			there++
		}
	}
	return 2*100*there > percent*n // most of the words of a stretch must be of these
}

// around is the part of b between the words around a span, if that is not too much.
func (c *carrier) around(first, last int) []Span {
	n := last - first
	from, to := c.gap(first, last)
	if own := c.own(first, last); to-from > 4*n+40 && own.Len() > 0 {
		from, to = max(from, own.Start-n), min(to, own.End+n)
	}
	if to-from > 6*n+40 {
		return nil
	}
	return []Span{{from, to}}
}

// elsewhere are parts of b where so many new words are at about the distances that they have
// in a span of n words that a stretch may be there, those that have most of them first.
func (c *carrier) elsewhere(first, last, n, percent int) (all []Span) {
	length := last - first
	step, common := length/2+8, 0
	votes := map[int]*tally{} // by part, each of two steps
	for i := first; i < last; i++ {
		places := c.added[c.a.words[i]]
		switch {
		case len(places) == 0 || !c.a.isWord(c.from.Body, i):
			continue
		case len(places) > 50: // tells nothing of where
			common++
			continue
		}
		for _, j := range places {
			k := (int(j) - (i - first) + length) / step
			votes[k-1] = votes[k-1].add(i)
			votes[k] = votes[k].add(i)
		}
	}
	var parts []int
	for k, v := range votes {
		if 200*(v.words+common) > percent*n { // most of the words of a stretch are new
			parts = append(parts, k)
		}
	}
	slices.SortFunc(parts, func(a, b int) int { return cmp.Or(cmp.Compare(votes[b].words, votes[a].words), cmp.Compare(a, b)) })
	for _, k := range parts[:min(len(parts), 6)] {
		at := k*step - length
		all = append(all, Span{max(0, at-step), min(len(c.b.words), at+3*step+length)})
	}
	return all
}

// A tally is how many words of a span would be in a part of b.
type tally struct{ words, last int }

// add counts word i, once.
func (v *tally) add(i int) *tally {
	if v == nil {
		return &tally{1, i}
	}
	if v.last != i {
		v.words, v.last = v.words+1, i
	}
	return v
}

// own is where the words of the span that are in their place begin and end in b.
func (c *carrier) own(first, last int) (own Span) {
	for _, j := range c.match[first:last] {
		if j >= 0 && own.Len() == 0 {
			own.Start = int(j)
		}
		if j >= 0 {
			own.End = int(j) + 1
		}
	}
	return own
}

// nearest finds the stretch in a part of b that is nearest to a span of n words. ok is false
// where none has percent percent of them, or those that have became of other words.
func (c *carrier) nearest(first, last, n int, window Span, percent int) (best stretch, ok bool) {
	pairs := commonWords(c.from.Body, c.a, first, last, c.to.Body, c.b, window.Start, window.End)
	before := make([]int, len(pairs)) // words between the first and each
	for k := 1; k < len(pairs); k++ {
		before[k] = before[k-1] + c.b.countWords(c.to.Body, pairs[k-1].b, pairs[k].b)
	}
	for left := len(pairs); left > 0 && 100*left >= percent*n && !ok; left-- { // fewer where those at the ends are far away
		for i := range len(pairs) - left + 1 {
			x := stretch{pairs[i : i+left], before[i+left-1] - before[i] + 1, n}
			if x.percent() >= percent && (!ok || x.compare(best) > 0) {
				best, ok = x, true
			}
		}
	}
	if !ok {
		return best, false
	}
	own, others := 0, 0
	for _, p := range best.pairs {
		switch i := int(c.owner[p.b]); {
		case i >= first && i < last:
			own++
		case i >= 0:
			others++
		}
	}
	return best, others*2 < len(best.pairs) && (own*2 > len(best.pairs) || len(best.pairs) >= leastElsewhere)
}

// edges is the span of a stretch with what was changed at its ends, as far as that leaves
// percent percent of the words the same, and how many percent those are.
func (c *carrier) edges(s Span, first, last int, x stretch, percent int) (out Span, share int) {
	from, to := x.start(), x.end()
	head, tail := x.pairs[0].a, x.pairs[len(x.pairs)-1].a
	out = Span{c.b.spans[from].Start, c.b.spans[to-1].End}
	if head == first {
		out.Start = sameOffset(c.from.Body, c.a.spans[head], c.to.Body, c.b.spans[from], s.Start)
	} else if y := x.with(c.b.countWords(c.to.Body, c.back(first, head, from), from)); y.percent() >= percent {
		x = y
		out.Start = c.b.spans[c.back(first, head, from)].Start
	}
	if tail == last-1 {
		out.End = sameOffset(c.from.Body, c.a.spans[tail], c.to.Body, c.b.spans[to-1], s.End)
	} else if y := x.with(c.b.countWords(c.to.Body, to, c.ahead(tail+1, last, to))); y.percent() >= percent {
		x = y
		out.End = c.b.spans[c.ahead(tail+1, last, to)-1].End
	}
	return out, x.percent()
}

// with is a stretch with so many more words.
func (s stretch) with(words int) stretch {
	s.words += words
	return s
}

// back is where in b, at most at from, the words begin that became of the words first to
// head of a, with which a span begins, and which were changed.
func (c *carrier) back(first, head, from int) (at int) {
	most, words := head-first, c.a.countWords(c.from.Body, first, head) > 0
	before := -1 // what stood before the span
	if first > 0 {
		before = int(c.match[first-1])
	}
	if words && (first == 0 || before >= 0) && before < from && !c.matched(before+1, from) {
		most = from // all that lies between
	}
	for at = from; at > 0 && from-at < most && c.mine(at-1, head-(from-at)-1, first, head) && !c.newLine(at-1); at-- {
		if !words && c.b.isWord(c.to.Body, at-1) {
			break
		}
	}
	return at
}

// ahead is where in b, at least at to, the words end that became of the words tail to last
// of a, with which a span ends, and which were changed.
func (c *carrier) ahead(tail, last, to int) (at int) {
	most, words := last-tail, c.a.countWords(c.from.Body, tail, last) > 0
	after := len(c.b.words) // what stood after the span
	if last < len(c.match) {
		after = int(c.match[last])
	}
	if words && after >= to && !c.matched(to, after) {
		most = after - to // all that lies between
	}
	for at = to; at < len(c.b.words) && at-to < most && c.mine(at, tail+at-to, tail, last) && !c.newLine(at-1); at++ {
		if !words && c.b.isWord(c.to.Body, at) {
			break
		}
	}
	return at
}

// matched tells whether one of the words from up to to of b is of the old text.
func (c *carrier) matched(from, to int) bool {
	return slices.ContainsFunc(c.owner[from:to], func(i int32) bool { return i >= 0 })
}

// mine tells whether word j of b is new, or one of the words first to last of a, or equals
// word i, which is among those.
func (c *carrier) mine(j, i, first, last int) bool {
	owner := int(c.owner[j])
	return owner < 0 || owner >= first && owner < last || i >= first && i < last && c.a.words[i] == c.b.words[j]
}

// newLine tells whether a line ends between word j of b and the next one.
func (c *carrier) newLine(j int) bool {
	return strings.Contains(c.to.Body[c.b.spans[j].End:c.b.spans[j+1].Start], "\n")
}

// commonWords is a longest common subsequence of words: of those of x from first to last
// and those of y from start to end. Of words that one part holds more than 50 times, only
// those count that stand in step.
func commonWords(a string, x tokens, first, last int, b string, y tokens, start, end int) []pair {
	places := map[int32][]int{}
	for j := end - 1; j >= start; j-- { // from the last, so that no word is of two pairs that rise
		if y.isWord(b, j) {
			places[y.words[j]] = append(places[y.words[j]], j)
		}
	}
	var pairs []pair
	for i := first; i < last; i++ {
		if !x.isWord(a, i) {
			continue
		}
		at := places[x.words[i]]
		if len(at) > 50 {
			near := slices.IndexFunc(at, func(j int) bool { return j-start <= i-first })
			near = max(0, min(near, len(at)-1)-25)
			at = at[near:min(len(at), near+50)]
		}
		for _, j := range at {
			pairs = append(pairs, pair{i, j})
		}
	}
	run := longestRising(pairs)
	for k := len(run) - 2; k >= 0; k-- { // as near to the last word as can be
		for _, j := range places[x.words[run[k].a]] {
			if j < run[k+1].b {
				run[k].b = max(run[k].b, j)
				break
			}
		}
	}
	return run
}

// isWord tells whether token i is a word rather than punctuation.
func (t tokens) isWord(body string, i int) bool {
	r, _ := utf8.DecodeRuneInString(body[t.spans[i].Start:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// countWords counts the words, without punctuation, among the tokens from first up to last.
func (t tokens) countWords(body string, first, last int) (n int) {
	for i := first; i < last; i++ {
		if t.isWord(body, i) {
			n++
		}
	}
	return n
}

// SameSpeakers tells whether the same people, one after the other, speak in a span of one
// transcript and in one of another: the same participants, or in the place of one who speaks
// nowhere in b one who speaks nowhere in a, as where a label was corrected throughout.
func SameSpeakers(a *Transcript, s Span, b *Transcript, t Span) bool {
	before, after := a.speakersIn(s), b.speakersIn(t)
	if len(before) != len(after) {
		return false
	}
	for i, who := range before {
		if who != after[i] && (b.speaks(who) || a.speaks(after[i])) {
			return false
		}
	}
	return true
}

// speakersIn are who speak in a span, one after the other; "" is nobody.
func (tr *Transcript) speakersIn(s Span) (people []ParticipantID) {
	first, last := tr.TurnsIn(s)
	for _, t := range tr.Turns[first:last] {
		if who := tr.participant(t); len(people) == 0 || people[len(people)-1] != who {
			people = append(people, who)
		}
	}
	return people
}

// participant is who speaks in a turn, "" for nobody.
func (tr *Transcript) participant(t Turn) ParticipantID {
	if t.Speaker < 0 {
		return ""
	}
	return tr.Speakers[t.Speaker].Participant
}

// speaks tells whether somebody speaks anywhere in a transcript.
func (tr *Transcript) speaks(who ParticipantID) bool {
	return slices.ContainsFunc(tr.Turns, func(t Turn) bool { return tr.participant(t) == who })
}
