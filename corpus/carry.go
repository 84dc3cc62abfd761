package corpus

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// An Outcome says what happened to the words of a span when their text was
// corrected.
type Outcome string

// The outcomes.
const (
	Unchanged Outcome = "unchanged" // the same words in the same order of the text
	Moved     Outcome = "moved"     // the same words in another place
	Changed   Outcome = "changed"   // nearly the same words; only from [CarryChanged]
	Detached  Outcome = "detached"  // the words are no longer in the text
)

// A Carried is the place of a span in the text that replaced its own.
type Carried struct {
	Outcome Outcome
	Span    Span // in the new text; zero if detached
	Near    Span // if detached, the text that replaced the words; may be empty
	Percent int  // if changed, how many percent of the words are the same; see [CarryChanged]
	Tied    bool // if detached, several places have equally many of the words
}

// Carry finds the words of spans of one text in the text that replaced it. Spans
// must be valid in from.
//
// A span is carried only if all its words and punctuation are there, in order,
// regardless of the white space between them and of case. A passage therefore
// never ends up on words that nobody coded. Moved words are found if they occur
// only once among the words that are new. Where the texts are the same, each span stays
// exactly where it is.
//
// Carry compares words rather than letters or lines. It first matches what is
// unique in both texts (Bram Cohen's patience diff), then finds the shortest edits
// between those matches (Myers, An O(ND) difference algorithm, Algorithmica 1986).
func Carry(from, to Text, spans []Span) []Carried {
	return carryAll(from, to, spans, func(_ *carrier, _ Span) Carried { return Carried{Outcome: Detached} })
}

// carryAll carries spans; lost says what becomes of one whose words are not all there.
func carryAll(from, to Text, spans []Span, lost func(c *carrier, s Span) Carried) []Carried {
	carried := make([]Carried, len(spans))
	if from.Body == to.Body {
		for i, s := range spans {
			carried[i] = Carried{Outcome: Unchanged, Span: s}
		}
		return carried
	}
	c := newCarrier(from, to)
	for i, s := range spans {
		if carried[i] = c.carry(s); carried[i].Outcome == Detached {
			carried[i] = lost(c, s)
		}
		if carried[i].Outcome == Detached {
			carried[i].Near = c.near(s)
		}
	}
	return carried
}

func newCarrier(from, to Text) *carrier {
	c := &carrier{from: from, to: to}
	c.a, c.b, c.match = matchWords(from, to)
	c.owner = unmatched(len(c.b.words))
	for i, j := range c.match {
		if j >= 0 {
			c.owner[j] = int32(i)
		}
	}
	return c
}

// SameWords reports whether two texts are equal except for white space and case.
func SameWords(a, b string) bool {
	for {
		a, b = strings.TrimLeftFunc(a, isSpace), strings.TrimLeftFunc(b, isSpace)
		if a == "" || b == "" {
			return a == b
		}
		r, n := utf8.DecodeRuneInString(a)
		q, m := utf8.DecodeRuneInString(b)
		if r != q && !strings.EqualFold(string(r), string(q)) {
			return false
		}
		a, b = a[n:], b[m:]
	}
}

func withoutSpace(s string) string {
	return strings.Map(func(r rune) rune {
		if isSpace(r) {
			return -1
		}
		return r
	}, s)
}

// SameSpan is the place in b of a span of a, of two texts that [SameWords] holds equal:
// it begins and ends with the same letters.
func SameSpan(a, b string, s Span) Span {
	before, all := letters(a[:s.Start]), letters(a[:s.End])
	place := Span{len(b), len(b)}
	n := 0
	for i, c := range b {
		switch {
		case isSpace(c):
			continue
		case n == before:
			place.Start = i
		}
		if n++; n == all {
			place.End = i + utf8.RuneLen(c)
			break
		}
	}
	return place
}

// letters counts what is not white space.
func letters(s string) int { return utf8.RuneCountInString(withoutSpace(s)) }

// A carrier knows the place of each word of a in b.
type carrier struct {
	from, to Text
	a, b     tokens
	match    []int32           // for each word of a its index in b, or -1
	owner    []int32           // for each word of b the one of a that it is matched with, or -1
	added    map[int32][]int32 // indices of the words of b that are new, by word
}

// carry finds the place of a span with all its words, but not what is near one that is
// detached.
func (c *carrier) carry(s Span) Carried {
	first, last := c.a.within(s)
	if first == last {
		return Carried{Outcome: Detached}
	}
	tried := map[int]bool{}
	for i := first; i < last; i++ {
		j := int(c.match[i]) - (i - first)
		if c.match[i] < 0 || tried[j] {
			continue
		}
		tried[j] = true
		if c.same(first, last, j) && c.free(first, last, j) {
			return c.place(s, first, last, j, Unchanged)
		}
	}
	if j, ok := c.moved(first, last); ok {
		return c.place(s, first, last, j, Moved)
	}
	return Carried{Outcome: Detached}
}

// same reports whether the words first to last of a occur in b from j on.
func (c *carrier) same(first, last, j int) bool {
	return j >= 0 && j+last-first <= len(c.b.words) && slices.Equal(c.a.words[first:last], c.b.words[j:j+last-first])
}

// free reports whether most of the words in b from j on are not matched by other
// words of a.
func (c *carrier) free(first, last, j int) bool {
	other := 0
	for k := range last - first {
		if c.owner[j+k] >= 0 && int(c.match[first+k]) != j+k {
			other++
		}
	}
	return other*2 < last-first || other == 0
}

// moved finds the words first to last of a among the new words of b. ok is false
// if they are not there, or if the context does not tell several places apart.
func (c *carrier) moved(first, last int) (j int, ok bool) {
	rare := c.rarest(first, last)
	best, most, second := -1, -1, -1
	for _, at := range c.added[c.a.words[rare]] {
		j := int(at) - (rare - first)
		if !c.same(first, last, j) || !c.free(first, last, j) {
			continue
		}
		n := c.context(first, last, j)
		switch {
		case n > most:
			best, most, second = j, n, most
		case n > second:
			second = n
		}
	}
	return best, best >= 0 && most > second
}

// rarest is the word from first to last that occurs least often among the new
// words of b, but does occur there; first if none does.
func (c *carrier) rarest(first, last int) int {
	c.indexAdded()
	rare := first
	for i := first; i < last; i++ {
		n, least := len(c.added[c.a.words[i]]), len(c.added[c.a.words[rare]])
		if n > 0 && (least == 0 || n < least) {
			rare = i
		}
	}
	return rare
}

// indexAdded lists the places of each word of b that is new: matched with none of a.
func (c *carrier) indexAdded() {
	if c.added != nil {
		return
	}
	c.added = map[int32][]int32{}
	for j, w := range c.b.words {
		if c.owner[j] < 0 {
			c.added[w] = append(c.added[w], int32(j))
		}
	}
}

// context counts the equal words before and after, up to 12 on each side.
func (c *carrier) context(first, last, j int) (n int) {
	for k := 1; k <= 12 && first-k >= 0 && j-k >= 0 && c.a.words[first-k] == c.b.words[j-k]; k++ {
		n++
	}
	end := j + last - first
	for k := 0; k < 12 && last+k < len(c.a.words) && end+k < len(c.b.words) && c.a.words[last+k] == c.b.words[end+k]; k++ {
		n++
	}
	return n
}

// place makes the span in b. If s begins or ends inside a word, so does the
// result.
func (c *carrier) place(s Span, first, last, j int, outcome Outcome) Carried {
	head, tail := c.b.spans[j], c.b.spans[j+last-first-1]
	out := Span{
		Start: sameOffset(c.from.Body, c.a.spans[first], c.to.Body, head, s.Start),
		End:   sameOffset(c.from.Body, c.a.spans[last-1], c.to.Body, tail, s.End),
	}
	// White space at the ends is kept if it is still there.
	lead := c.from.Body[s.Start:max(c.a.spans[first].Start, s.Start)]
	if strings.HasSuffix(c.to.Body[:out.Start], lead) {
		out.Start -= len(lead)
	}
	trail := c.from.Body[min(c.a.spans[last-1].End, s.End):s.End]
	if strings.HasPrefix(c.to.Body[out.End:], trail) {
		out.End += len(trail)
	}
	if c.to.Check(out) != nil || !SameWords(c.from.Body[s.Start:s.End], c.to.Body[out.Start:out.End]) {
		return Carried{Outcome: Detached}
	}
	return Carried{Outcome: outcome, Span: out}
}

// sameOffset is the byte in word w of to that corresponds to byte at in word v of
// from. It counts letters, since upper and lower case may differ in bytes.
func sameOffset(from string, v Span, to string, w Span, at int) int {
	switch {
	case at <= v.Start:
		return w.Start
	case at >= v.End:
		return w.End
	}
	runes := utf8.RuneCountInString(from[v.Start:at])
	for i := range to[w.Start:w.End] {
		if runes == 0 {
			return w.Start + i
		}
		runes--
	}
	return w.End
}

// near is the text that replaced words that are not carried: what lies between
// the nearest words that are still there or, if that is too much, a new stretch
// that has a third of the words in the same order.
func (c *carrier) near(s Span) Span {
	first, last := c.a.within(s)
	n := last - first
	if n == 0 {
		return Span{}
	}
	from, to := c.gap(first, last)
	if from < to && to-from <= 3*n+20 {
		return Span{c.b.spans[from].Start, c.b.spans[to-1].End}
	}
	j, most := c.similar(first, last)
	if most == n/3 {
		return Span{}
	}
	return Span{c.b.spans[max(j, 0)].Start, c.b.spans[min(j+n, len(c.b.words))-1].End}
}

// gap returns the words of b between those that the nearest matched words before
// first and from last on have there.
func (c *carrier) gap(first, last int) (from, to int) {
	to = len(c.b.words)
	for i := first - 1; i >= 0; i-- {
		if c.match[i] >= 0 {
			from = int(c.match[i]) + 1
			break
		}
	}
	for i := last; i < len(c.match); i++ {
		if c.match[i] >= 0 {
			to = int(c.match[i])
			break
		}
	}
	return from, to
}

// similar finds the new words of b that most of the words first to last of a
// equal in their order, and how many do; a third or less counts as none.
func (c *carrier) similar(first, last int) (best, most int) {
	c.indexAdded()
	most = (last - first) / 3
	for i := first; i < last; i++ {
		if len(c.added[c.a.words[i]]) > 50 {
			continue // too common to tell anything
		}
		for _, at := range c.added[c.a.words[i]] {
			j := int(at) - (i - first)
			if n := c.equalAdded(first, last, j); n > most {
				best, most = j, n
			}
		}
	}
	return best, most
}

// equalAdded counts the words first to last of a that equal the new word at the
// same distance from j in b.
func (c *carrier) equalAdded(first, last, j int) (n int) {
	for k := range last - first {
		if j+k >= 0 && j+k < len(c.b.words) && c.owner[j+k] < 0 && c.a.words[first+k] == c.b.words[j+k] {
			n++
		}
	}
	return n
}
