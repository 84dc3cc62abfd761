package transcript

import (
	"strings"
	"time"

	"crosscase/corpus"
)

// A time on a line of its own may be that of the words below, or what somebody says: "When do you
// start?" "9:30". Which it is, the other lines of the document show, and the times beside names.

// maybeWords reports whether block i, a time, may be what somebody says: neither in brackets nor with
// hours, minutes and seconds.
func (d *document) maybeWords(i int) bool {
	line := strings.TrimSpace(d.line(i))
	return !strings.ContainsAny(line[:1], "[(") && strings.Count(line, ":") < 2
}

// endsParagraph reports whether block i, a time, may be the end of what is said above it: it is in the
// same paragraph, and the line below begins another one.
func (d *document) endsParagraph(i int) bool {
	return i > 0 && !d.Blocks[i].Gap && d.maybeWords(i) && (i+1 == len(d.Blocks) || d.Blocks[i+1].Gap)
}

// timesBelow reports whether most of the blocks that are names have a time below them.
func (d *document) timesBelow(isName func(i int) bool) bool {
	names, times := 0, 0
	for i := range d.Blocks[:max(len(d.Blocks)-1, 0)] {
		if !isName(i) {
			continue
		}
		names++
		if isTime(d.timeLines(), i+1) {
			times++
		}
	}
	return times*3 > names*2
}

// timesAbove reports whether most marks have a time on the line above.
func (d *document) timesAbove(marks []mark) bool {
	times := 0
	for _, m := range marks {
		if isTime(d.timeLines(), m.block-1) {
			times++
		}
	}
	return times*3 > len(marks)*2
}

// afterTime returns the first block from i to end that is not of the time at i, and that time: another
// one may be said, unless it is the same or cannot be words.
func (d *document) afterTime(i, end int) (next int, at timeLine) {
	at = timeLine{corpus.NoTime, corpus.NoTime}
	for ; i < end; i++ {
		t, ok := d.timeLines()[i]
		if !ok || at.from != corpus.NoTime && t.from/time.Second != at.from/time.Second && d.maybeWords(i) {
			break
		}
		at = t
	}
	return i, at
}

// inOrder reports whether the document has several times on lines of their own, none before the one
// above it.
func (d *document) inOrder() bool {
	n, last := 0, corpus.NoTime
	for i := range d.Blocks {
		t, ok := d.timeLines()[i]
		if !ok {
			continue
		}
		if n++; t.from < last {
			return false
		}
		last = t.from
	}
	return n > 1
}

// An ownTimes gives marks the times in lines of their own.
type ownTimes struct {
	*assembler
	marks []mark
	below bool // a time below a name is that of its words
	order bool // what inOrder says
	most  bool // names have a time above them
}

// withTimes gives marks the times in lines of their own: those above and below a name, and
// those within a turn, after which its speaker goes on in another one.
func (a *assembler) withTimes(marks []mark) (all []mark) {
	if len(a.timeLines()) == 0 {
		return marks
	}
	names := map[int]bool{}
	for _, m := range marks {
		names[m.block] = a.saysNothing(m)
	}
	o := ownTimes{a, marks, a.timesBelow(func(i int) bool { return names[i] }), a.inOrder(), a.timesAbove(marks)}
	said := 0 // the first block of words of the mark before
	for i := range marks {
		o.above(i, said)
		said = o.beside(i)
		all = append(all, marks[i])
		all = o.goesOn(all, i, said, o.next(i))
	}
	return all
}

// beside takes the time below the name of mark i for its own, and returns the first block that may be
// more of its words.
func (o *ownTimes) beside(i int) (said int) {
	m, from, next := &o.marks[i], o.marks[i].block+1, o.next(i)
	k, t := o.afterTime(from, next)
	only := k == next && i+1 < len(o.marks) && !(o.below && m.at == corpus.NoTime)
	switch {
	case k == from || !o.saysNothing(*m):
		return from
	case only || !o.isTime(i, from, o.below):
		return from
	case m.at == corpus.NoTime:
		m.at, m.to = t.from, t.to
	}
	m.body = o.Blocks[k-1].Span.End
	return k
}

// saysNothing reports whether a mark has no words on its line.
func (a *assembler) saysNothing(m mark) bool {
	end := a.Blocks[m.block].Span.End
	return a.text.Trim(corpus.Span{Start: min(m.body, end), End: end}).Len() == 0
}

// next is the block of the mark behind mark i.
func (o *ownTimes) next(i int) int {
	if i+1 < len(o.marks) {
		return o.marks[i+1].block
	}
	return len(o.Blocks)
}

// isTime reports whether block k, a time in the turn of mark i, is no words: it fits between the times
// beside the names, or is likely where there are none.
func (o *ownTimes) isTime(i, k int, likely bool) bool {
	m, t := o.marks[i], o.timeLines()[k]
	switch {
	case m.at == corpus.NoTime:
		return likely || !o.maybeWords(k)
	case t.from < m.at:
		return false
	case i+1 < len(o.marks) && o.marks[i+1].at != corpus.NoTime:
		return t.from <= o.marks[i+1].at
	}
	return !o.maybeWords(k)
}

// above takes the times above the name of mark i for its own, unless they are all that the speaker
// before says, whose words are from block said on.
func (o *ownTimes) above(i, said int) {
	m, least := &o.marks[i], said
	if i > 0 && !o.saysNothing(o.marks[i-1]) {
		least--
	}
	for k := m.block - 1; k >= 0 && !o.endsParagraph(k) && o.likelyAbove(m, k) && (i == 0 || k > least) && isTime(o.timeLines(), k); k-- {
		t := o.timeLines()[k]
		if m.at != corpus.NoTime && (t.from > m.at || i > 0 && !o.isTime(i-1, k, true)) {
			return
		}
		m.before++
		if m.at == corpus.NoTime && m.before == 1 {
			m.at, m.to = t.from, t.to
		}
	}
}

// likelyAbove reports whether block k, a time above the name of a mark, is likely to be no words.
func (o *ownTimes) likelyAbove(m *mark, k int) bool {
	return m.at != corpus.NoTime || o.most || o.order || !o.maybeWords(k)
}

// goesOn adds a mark for each time within the turn of mark i, blocks [from, next), that words
// follow.
func (o *ownTimes) goesOn(all []mark, i, from, next int) []mark {
	m := o.marks[i]
	for j := from; j < next && !o.endsTurn(j); j++ {
		if first := j == m.block+1 && o.saysNothing(m); first || !isTime(o.timeLines(), j) || !o.isTime(i, j, o.order) {
			continue
		}
		k, t := o.afterTime(j, next)
		if k == next {
			break
		}
		all = append(all, mark{block: j, name: m.name, nobody: m.nobody, body: o.Blocks[k-1].Span.End, at: t.from, to: t.to})
		j = k
	}
	return all
}

// mostlyEmpty reports whether most marks have no words, up to the next one: such lines are no names but
// what is said itself, as "14:10 - We arrive".
func (e *weigher) mostlyEmpty(marks []mark) bool {
	empty := 0
	for i, m := range marks {
		next := len(e.Body)
		if i+1 < len(marks) {
			next = e.Blocks[marks[i+1].block].Span.Start + marks[i+1].start
		}
		if strings.TrimSpace(e.Body[min(m.body, next, len(e.Body)):min(next, len(e.Body))]) == "" {
			empty++
		}
	}
	return len(marks) > 2 && empty*2 > len(marks)
}
