package corpus

import (
	"slices"
	"strings"
)

// CarryTranscript makes the transcript of a text that replaced another, where the
// new text does not say who speaks. Each turn of the old text keeps its words,
// speaker, times and question. New words belong to the turn before them or, if
// they begin a line, to the turn of that line.
func CarryTranscript(from Text, tr *Transcript, to Text) Transcript {
	c := turnCarrier{to: to, out: Transcript{Layout: tr.Layout, Speakers: slices.Clone(tr.Speakers), Questions: tr.Questions}}
	c.a, c.b, c.match = matchWords(from, to)
	for _, t := range tr.Turns {
		c.carry(t)
	}
	if n := len(c.out.Turns); n > 0 { // the first and last turn reach to the ends of the text
		first, last := &c.out.Turns[0], &c.out.Turns[n-1]
		if at := to.Trim(Span{0, len(to.Body)}).Start; at < first.Start || first.Body == first.Start { // nothing is before its label
			first.Start, first.Body = at, at
		}
		last.End = to.Trim(Span{last.Start, len(to.Body)}).End
	}
	c.out.Pages = carryPages(c.a, c.b, c.match, tr.Pages, len(to.Body))
	return c.out
}

// A turnCarrier builds the transcript of a new text turn by turn.
type turnCarrier struct {
	to    Text
	a, b  tokens
	match []int32
	out   Transcript
	end   int // of the words that belong to turns so far
}

// carry adds a turn of the old text, unless none of its words is left.
func (c *turnCarrier) carry(t Turn) {
	first, last := c.a.within(t.Span())
	for first < last && c.match[first] < 0 {
		first++
	}
	for first < last && c.match[last-1] < 0 {
		last--
	}
	if first == last {
		return
	}
	start := c.b.spans[c.match[first]].Start
	if line := strings.LastIndexByte(c.to.Body[:start], '\n') + 1; line >= c.end {
		start = c.to.Trim(Span{line, len(c.to.Body)}).Start
	}
	c.endLastTurn(start)
	c.end = c.b.spans[c.match[last-1]].End
	u := t
	u.Start, u.Body, u.End = start, start, c.end
	words, _ := c.a.within(t.Words())
	if t.Body > t.Start && words < last && words > first && c.match[words] >= 0 { // the label is still there
		u.Body = c.b.spans[c.match[words]].Start
	}
	c.out.Turns = append(c.out.Turns, u)
}

// endLastTurn extends the turn before up to start.
func (c *turnCarrier) endLastTurn(start int) {
	if n := len(c.out.Turns); n > 0 {
		before := &c.out.Turns[n-1]
		before.End = c.to.Trim(Span{before.Start, start}).End
		before.Body = min(before.Body, before.End)
	}
}

// CarryPages returns the bytes at which the pages of a text begin in the text that
// replaced it: at the first of a page's words that is still there.
func CarryPages(from Text, pages []int32, to Text) []int32 {
	if len(pages) == 0 {
		return nil
	}
	a, b, match := matchWords(from, to)
	return carryPages(a, b, match, pages, len(to.Body))
}

func carryPages(a, b tokens, match []int32, pages []int32, end int) []int32 {
	var out []int32
	for n, p := range pages {
		at := end
		i, _ := a.within(Span{int(p), int(p) + 1<<30})
		for ; i < len(match); i++ {
			if match[i] >= 0 {
				at = b.spans[match[i]].Start
				break
			}
		}
		if n == 0 {
			at = 0
		}
		out = append(out, int32(at))
	}
	return out
}
