package reader

import (
	"slices"
	"unicode"

	"crosscase/corpus"
)

// unit is what a move goes by.
type unit int

const (
	byTurn unit = iota
	bySentence
	byWord
)

// goTo puts the cursor on a turn.
func (m *Model) goTo(turn int) {
	m.moved(m.turnSpan(turn))
}

// jump lets go of what was chosen and goes to a turn.
func (m *Model) jump(turn int) {
	m.anchored = false
	m.goTo(turn)
}

// extend chooses on to the next unit, or back.
func (m *Model) extend(u unit, by int) {
	if !m.anchored {
		m.anchored, m.anchor = true, m.cursor
	}
	m.move(u, by)
}

// turnSpan is the words of a turn, all of it where it has none.
func (m *Model) turnSpan(turn int) corpus.Span {
	t := m.tr.Turns[turn]
	if span := m.text.Trim(t.Words()); span.Len() > 0 {
		return span
	}
	return t.Span()
}

// moved puts the cursor on a span, or extends what is chosen to it.
func (m *Model) moved(span corpus.Span) {
	if m.anchored {
		span = corpus.Span{Start: min(m.anchor.Start, span.Start), End: max(m.anchor.End, span.End)}
	}
	m.cursor = span
	m.follow()
}

// turn is the turn in which the cursor's moving end stands.
func (m *Model) turn() int {
	at := m.cursor.Start
	if m.anchored && m.cursor.End > m.anchor.End {
		at = m.cursor.End - 1
	}
	turn, last := m.tr.TurnsIn(corpus.Span{Start: at, End: at + 1})
	if turn == last { // between turns
		turn = min(turn, len(m.tr.Turns)-1)
	}
	return turn
}

// move goes to the next unit (by 1) or the one before (by -1).
func (m *Model) move(u unit, by int) {
	turn := m.turn()
	switch u {
	case byTurn:
		if next := turn + by; next >= 0 && next < len(m.tr.Turns) {
			m.goTo(next)
		} else {
			m.goTo(turn)
		}
	case bySentence:
		all := m.sentencesOf(turn)
		m.step(all, by, func() { m.across(turn+by, by, m.sentencesOf) })
	case byWord:
		m.step(m.wordsOf(turn), by, func() { m.across(turn+by, by, m.wordsOf) })
	}
}

// step goes to the unit next to the cursor among those of a turn, or across to
// another turn where there is none.
func (m *Model) step(all []corpus.Span, by int, across func()) {
	from := m.cursor
	if m.anchored { // the moving end
		if m.cursor.End > m.anchor.End {
			from = corpus.Span{Start: m.cursor.End - 1, End: m.cursor.End}
		} else if m.cursor.Start < m.anchor.Start {
			from = corpus.Span{Start: m.cursor.Start, End: m.cursor.Start + 1}
		}
	}
	at := slices.IndexFunc(all, func(s corpus.Span) bool { return s.Overlaps(from) })
	if inside := slices.Index(all, from); inside < 0 && !m.anchored && at >= 0 && from.Len() > all[at].Len() { // from a larger unit into it
		if by < 0 {
			at = len(all) - 1
			for at > 0 && !all[at].Overlaps(from) {
				at--
			}
		}
		m.moved(all[at])
		return
	}
	if next := at + by; at >= 0 && next >= 0 && next < len(all) {
		m.moved(all[next])
		return
	}
	across()
}

// across goes to the first or last unit of the next turn that has any.
func (m *Model) across(turn, by int, of func(turn int) []corpus.Span) {
	for ; turn >= 0 && turn < len(m.tr.Turns); turn += by {
		if all := of(turn); len(all) > 0 {
			if by > 0 {
				m.moved(all[0])
			} else {
				m.moved(all[len(all)-1])
			}
			return
		}
	}
}

func (m *Model) sentencesOf(turn int) []corpus.Span {
	all, known := m.sentences[turn]
	if !known {
		all = m.text.Sentences(m.tr.Turns[turn].Words())
		m.sentences[turn] = all
	}
	return all
}

// wordsOf are the words of a turn, without what stands between them.
func (m *Model) wordsOf(turn int) []corpus.Span {
	span := m.tr.Turns[turn].Words()
	from, to := m.tr.WordsFrom(span)
	var all []corpus.Span
	for i := from; i < to; i++ {
		end := span.End
		if i+1 < to {
			end = int(m.tr.Words[i+1])
		}
		start := int(m.tr.Words[i])
		last := start
		for at, r := range m.text.Body[start:end] {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
				last = start + at + len(string(r))
			}
		}
		all = append(all, corpus.Span{Start: start, End: max(last, start+1)})
	}
	return all
}

// untagged goes to the next turn that the coder has not tagged, or the one before.
func (m *Model) untagged(by int) {
	me := m.me()
	tagged := map[int]bool{}
	for _, x := range m.marks {
		for _, t := range x.tags {
			if t.Coder == me {
				first, last := m.tr.TurnsIn(x.span)
				for i := first; i < last; i++ {
					tagged[i] = true
				}
				break
			}
		}
	}
	for i := m.turn() + by; i >= 0 && i < len(m.tr.Turns); i += by {
		if !tagged[i] && m.tr.TurnWords(i) > 0 {
			m.jump(i)
			return
		}
	}
	m.say("no untagged turn %s", map[int]string{1: "below", -1: "above"}[by])
}

// nextOf goes to the next of some spans, or the one before; round the end.
func (m *Model) nextOf(spans []corpus.Span, by int, what string) {
	if len(spans) == 0 {
		m.say("no %s", what)
		return
	}
	at := 0
	if by > 0 {
		for at < len(spans) && (spans[at].Start < m.cursor.Start || spans[at].Start == m.cursor.Start && spans[at].End <= m.cursor.End) {
			at++
		}
		at %= len(spans)
	} else {
		at = len(spans) - 1
		for at >= 0 && (spans[at].Start > m.cursor.Start || spans[at].Start == m.cursor.Start && spans[at].End >= m.cursor.End) {
			at--
		}
		at = (at + len(spans)) % len(spans)
	}
	m.anchored = false
	m.moved(spans[at])
	m.say("%s %d of %d", what, at+1, len(spans))
}

// passages are the spans that are tagged.
func (m *Model) passages() (spans []corpus.Span) {
	for _, x := range m.marks {
		if len(x.tags) > 0 {
			spans = append(spans, x.span)
		}
	}
	return spans
}
