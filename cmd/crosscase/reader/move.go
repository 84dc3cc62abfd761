package reader

import (
	"slices"
	"strings"
	"unicode"

	"crosscase/corpus"
)

// unit is how far a move goes.
type unit int

const (
	byTurn unit = iota
	bySentence
	byWord
)

// goTo selects a turn, or extends the selection to it.
func (m *Model) goTo(turn int) {
	m.selectTo(m.turnSpan(turn))
}

// jump drops the extended selection and selects a turn.
func (m *Model) jump(turn int) {
	m.anchored = false
	m.goTo(turn)
}

// extend extends the selection by a unit.
func (m *Model) extend(u unit, by int) {
	if !m.anchored {
		m.anchored, m.anchor = true, m.cursor
	}
	m.move(u, by)
}

// turnSpan is the words of a turn, or all of it where it has none.
func (m *Model) turnSpan(turn int) corpus.Span {
	t := m.tr.Turns[turn]
	if span := m.text.Trim(t.Words()); span.Len() > 0 {
		return span
	}
	return t.Span()
}

// selectTo selects a span, or extends the selection to it.
func (m *Model) selectTo(span corpus.Span) {
	if m.anchored {
		span = corpus.Span{Start: min(m.anchor.Start, span.Start), End: max(m.anchor.End, span.End)}
	}
	m.cursor = span
	m.follow()
}

// turn is the turn of the moving end of the selection.
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

// move goes to the next unit (by 1) or the previous one (by -1).
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

// step goes to the next or previous of the units of a turn; across goes on to another
// turn where there is none.
func (m *Model) step(all []corpus.Span, by int, across func()) {
	from := m.movingEnd()
	at := slices.IndexFunc(all, func(s corpus.Span) bool { return s.Overlaps(from) })
	if at >= 0 && !m.anchored && !slices.Contains(all, from) && from.Len() > all[at].Len() { // from a larger unit into it
		if by < 0 {
			at = len(all) - 1
			for at > 0 && !all[at].Overlaps(from) {
				at--
			}
		}
		m.selectTo(all[at])
		return
	}
	if next := at + by; at >= 0 && next >= 0 && next < len(all) {
		m.selectTo(all[next])
		return
	}
	across()
}

// movingEnd is the first or last byte of an extended selection, whichever moves, or
// else the selection.
func (m *Model) movingEnd() corpus.Span {
	switch {
	case m.anchored && m.cursor.End > m.anchor.End:
		return corpus.Span{Start: m.cursor.End - 1, End: m.cursor.End}
	case m.anchored && m.cursor.Start < m.anchor.Start:
		return corpus.Span{Start: m.cursor.Start, End: m.cursor.Start + 1}
	}
	return m.cursor
}

// across goes to the nearest unit of the turns from turn on, in either direction.
func (m *Model) across(turn, by int, of func(turn int) []corpus.Span) {
	for ; turn >= 0 && turn < len(m.tr.Turns); turn += by {
		if all := of(turn); len(all) > 0 {
			if by > 0 {
				m.selectTo(all[0])
			} else {
				m.selectTo(all[len(all)-1])
			}
			return
		}
	}
}

// sentencesOf are the sentences of a turn.
func (m *Model) sentencesOf(turn int) []corpus.Span {
	all, known := m.sentences[turn]
	if !known {
		all = m.text.Sentences(m.tr.Turns[turn].Words())
		m.sentences[turn] = all
	}
	return all
}

// wordsOf are the words of a turn, without the punctuation and space between them.
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

// untagged goes to the next or previous turn that the coder has not tagged.
func (m *Model) untagged(by int) {
	me := m.app.CoderID()
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

// nextOf goes to the next or previous of some spans, and wraps around.
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
	m.selectTo(spans[at])
	m.say("%s %d of %d", what, at+1, len(spans))
}

// passages are the tagged spans.
func (m *Model) passages() (spans []corpus.Span) {
	for _, x := range m.marks {
		if len(x.tags) > 0 {
			spans = append(spans, x.span)
		}
	}
	return spans
}

// search goes to the first match of a query from here on; an empty query drops the
// search.
func (m *Model) search(query string) {
	if query = strings.TrimSpace(query); query == "" {
		m.query, m.hits = "", nil
		return
	}
	hits, err := m.app.FindIn(m.ctx, m.source, query)
	if err != nil {
		m.wrong(err)
		return
	}
	m.query, m.hits = query, hits
	if len(hits) == 0 {
		m.say("%q: nothing found here", query)
		return
	}
	m.cursor = corpus.Span{Start: m.cursor.Start, End: m.cursor.Start} // finds a match that begins here
	m.nextOf(hits, 1, "match")
}
