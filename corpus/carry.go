package corpus

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// A Fate says what became of the words of a span when their text was corrected.
type Fate string

// The fates.
const (
	Kept     Fate = "kept"     // the same words in the same place of the story
	Changed  Fate = "changed"  // so, but for white space and case
	Moved    Fate = "moved"    // the same words, which stand elsewhere now
	Detached Fate = "detached" // not these words any more
)

// A Carried is where a span of one text stands in another.
type Carried struct {
	Fate Fate
	Span Span // in the other text; nothing where detached
	Near Span // where detached, what stands now in the place of the words; may be empty
}

// Carry finds the words of spans of one text in another that took its place. A
// span is carried only if all its words and marks are there, one after the other,
// whatever the white space between them and their case: so no passage comes to
// stand on other words than were marked. Words that were moved are found if they
// stand nowhere else in what is new. Spans must be places in from.
//
// It compares words, not letters or lines: what is unique in both texts is matched
// first and the rest between it (Bram Cohen's patience diff), then the shortest
// edits in what remains (Myers, An O(ND) difference algorithm, Algorithmica 1986).
func Carry(from, to Text, spans []Span) []Carried {
	a, b, match := matchWords(from, to)
	c := carrier{from: from, to: to, a: a, b: b, match: match, taken: make([]bool, len(b.words))}
	for _, j := range c.match {
		if j >= 0 {
			c.taken[j] = true
		}
	}
	carried := make([]Carried, len(spans))
	for i, s := range spans {
		carried[i] = c.carry(s)
	}
	return carried
}

// CarryTranscript is the transcript of a text that took another's place, where the
// text itself does not say who speaks: every turn of the old one goes along with
// its words, its speaker, times and question, and pages with theirs. Words that
// are new belong to the turn before, or to that whose line they stand in.
func CarryTranscript(from Text, tr *Transcript, to Text) Transcript {
	a, b, match := matchWords(from, to)
	out := Transcript{Layout: tr.Layout, Speakers: slices.Clone(tr.Speakers), Questions: tr.Questions}
	end := 0 // of what is taken so far
	for _, t := range tr.Turns {
		first, last := a.within(t.Span())
		for first < last && match[first] < 0 {
			first++
		}
		for first < last && match[last-1] < 0 {
			last--
		}
		if first == last {
			continue
		}
		start := b.spans[match[first]].Start
		if line := strings.LastIndexByte(to.Body[:start], '\n') + 1; line >= end {
			start = to.Trim(Span{line, len(to.Body)}).Start
		}
		if n := len(out.Turns); n > 0 {
			before := &out.Turns[n-1]
			before.End = to.Trim(Span{before.Start, start}).End
			before.Body = min(before.Body, before.End)
		}
		end = b.spans[match[last-1]].End
		u := t
		u.Start, u.Body, u.End = start, start, end
		if words, _ := a.within(t.Words()); t.Body > t.Start && words < last && words > first && match[words] >= 0 { // the label is still there
			u.Body = b.spans[match[words]].Start
		}
		out.Turns = append(out.Turns, u)
	}
	if n := len(out.Turns); n > 0 {
		out.Turns[0].Start = to.Trim(Span{0, len(to.Body)}).Start
		out.Turns[0].Body = out.Turns[0].Start
		out.Turns[n-1].End = to.Trim(Span{out.Turns[n-1].Start, len(to.Body)}).End
	}
	out.Pages = carryPages(a, b, match, tr.Pages, len(to.Body))
	return out
}

// CarryPages says where the pages of a text begin in one that took its place: with
// the first of their words that is still there.
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

// matchWords finds for each word of from its place among those of to, -1 where it
// is gone.
func matchWords(from, to Text) (a, b tokens, match []int32) {
	names := map[string]int32{}
	a, b = tokensOf(from.Body, names), tokensOf(to.Body, names)
	match = make([]int32, len(a.words))
	for i := range match {
		match[i] = -1
	}
	align(a.words, b.words, 0, 0, match, 0)
	return a, b, match
}

// tokens are the words and marks of a text: each letter of scripts that write no
// spaces is one.
type tokens struct {
	words []int32 // equal where the words are equal but for case
	spans []Span
}

func tokensOf(body string, names map[string]int32) (t tokens) {
	add := func(start, end int) {
		word := body[start:end]
		if strings.ToLower(word) != word {
			word = strings.ToLower(word)
		}
		id, ok := names[word]
		if !ok {
			id = int32(len(names))
			names[strings.Clone(word)] = id
		}
		t.words = append(t.words, id)
		t.spans = append(t.spans, Span{start, end})
	}
	start := -1
	for i, r := range body {
		if inWord(r) || start >= 0 && isMark(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			add(start, i)
			start = -1
		}
		if !isSpace(r) {
			add(i, i+utf8.RuneLen(r))
		}
	}
	if start >= 0 {
		add(start, len(body))
	}
	return t
}

// carrier knows which words of a text stand where in another.
type carrier struct {
	from, to Text
	a, b     tokens
	match    []int32 // for each word of a its place in b, or -1
	taken    []bool  // words of b that are some word of a
	at       map[int32][]int32
}

// within are the words that a span touches, [first, last).
func (t tokens) within(s Span) (first, last int) {
	first = sort.Search(len(t.spans), func(i int) bool { return t.spans[i].End > s.Start })
	last = sort.Search(len(t.spans), func(i int) bool { return t.spans[i].Start >= s.End })
	return first, max(first, last)
}

func (c *carrier) carry(s Span) Carried {
	first, last := c.a.within(s)
	if first == last {
		return Carried{Fate: Detached}
	}
	tried := map[int]bool{}
	for i := first; i < last; i++ {
		j := int(c.match[i]) - (i - first)
		if c.match[i] < 0 || tried[j] {
			continue
		}
		tried[j] = true
		if c.same(first, last, j) && c.mine(first, last, j) {
			return c.put(s, first, last, j, Kept)
		}
	}
	if j, ok := c.elsewhere(first, last); ok {
		return c.put(s, first, last, j, Moved)
	}
	return Carried{Fate: Detached, Near: c.near(first, last)}
}

// same tells whether the words first to last of a stand in b from j on.
func (c *carrier) same(first, last, j int) bool {
	return j >= 0 && j+last-first <= len(c.b.words) && slices.Equal(c.a.words[first:last], c.b.words[j:j+last-first])
}

// mine tells whether the words in b from j on are not, for the most part, other
// words of a.
func (c *carrier) mine(first, last, j int) bool {
	other := 0
	for k := range last - first {
		if c.taken[j+k] && int(c.match[first+k]) != j+k {
			other++
		}
	}
	return other*2 < last-first || other == 0
}

// elsewhere finds the words first to last of a in what is new in b, if they stand
// there once, or the words around tell which one is meant.
func (c *carrier) elsewhere(first, last int) (j int, ok bool) {
	c.indexNew()
	// The rarest of the words that are new is where to look.
	rare := first
	for i := first; i < last; i++ {
		if len(c.at[c.a.words[i]]) > 0 && (len(c.at[c.a.words[rare]]) == 0 || len(c.at[c.a.words[i]]) < len(c.at[c.a.words[rare]])) {
			rare = i
		}
	}
	best, most, second := -1, -1, -1
	for _, at := range c.at[c.a.words[rare]] {
		j := int(at) - (rare - first)
		if !c.same(first, last, j) || !c.mine(first, last, j) {
			continue
		}
		n := c.around(first, last, j)
		switch {
		case n > most:
			best, most, second = j, n, most
		case n > second:
			second = n
		}
	}
	return best, best >= 0 && most > second
}

// indexNew lists where each word stands in what is new.
func (c *carrier) indexNew() {
	if c.at != nil {
		return
	}
	c.at = map[int32][]int32{}
	for j, w := range c.b.words {
		if !c.taken[j] {
			c.at[w] = append(c.at[w], int32(j))
		}
	}
}

// around counts how many words before and behind are the same, up to 12 on each
// side.
func (c *carrier) around(first, last, j int) (n int) {
	for k := 1; k <= 12 && first-k >= 0 && j-k >= 0 && c.a.words[first-k] == c.b.words[j-k]; k++ {
		n++
	}
	end := j + last - first
	for k := 0; k < 12 && last+k < len(c.a.words) && end+k < len(c.b.words) && c.a.words[last+k] == c.b.words[end+k]; k++ {
		n++
	}
	return n
}

// put makes the span in b. One that begins or ends inside a word does so there,
// too.
func (c *carrier) put(s Span, first, last, j int, fate Fate) Carried {
	head, tail := c.b.spans[j], c.b.spans[j+last-first-1]
	out := Span{
		Start: within(c.from.Body, c.a.spans[first], c.to.Body, head, s.Start),
		End:   within(c.from.Body, c.a.spans[last-1], c.to.Body, tail, s.End),
	}
	// White space at its ends goes along where it is still there.
	if lead := c.from.Body[s.Start:max(c.a.spans[first].Start, s.Start)]; strings.HasSuffix(c.to.Body[:out.Start], lead) {
		out.Start -= len(lead)
	}
	if trail := c.from.Body[min(c.a.spans[last-1].End, s.End):s.End]; strings.HasPrefix(c.to.Body[out.End:], trail) {
		out.End += len(trail)
	}
	if fate == Kept && c.from.Body[s.Start:s.End] != c.to.Body[out.Start:out.End] {
		fate = Changed
	}
	if c.to.Check(out) != nil || !SameWords(c.from.Body[s.Start:s.End], c.to.Body[out.Start:out.End]) {
		return Carried{Fate: Detached, Near: Span{head.Start, tail.End}}
	}
	return Carried{Fate: fate, Span: out}
}

// within is the place in word w of to that at is in word v of from: by letters,
// since a word in another case may have other bytes.
func within(from string, v Span, to string, w Span, at int) int {
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

// SameWords tells whether two texts are the same but for white space and case.
func SameWords(a, b string) bool {
	var x, y strings.Builder
	for _, s := range []struct {
		in  string
		out *strings.Builder
	}{{a, &x}, {b, &y}} {
		for _, r := range s.in {
			if !isSpace(r) {
				s.out.WriteRune(r)
			}
		}
	}
	return strings.EqualFold(x.String(), y.String())
}

// near is what stands now in the place of words that are not carried: what is
// new between the nearest words around that are still there, or what is new
// elsewhere and has a third of the words in the same order.
func (c *carrier) near(first, last int) Span {
	from, to := 0, len(c.b.words)
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
	n := last - first
	if from < to && to-from <= 3*n+20 {
		return Span{c.b.spans[from].Start, c.b.spans[to-1].End}
	}
	c.indexNew()
	best, most := 0, n/3
	for i := first; i < last; i++ {
		if len(c.at[c.a.words[i]]) > 50 {
			continue // too common to lead anywhere
		}
		for _, at := range c.at[c.a.words[i]] {
			j, same := int(at)-(i-first), 0
			for k := range n {
				if j+k >= 0 && j+k < len(c.b.words) && !c.taken[j+k] && c.a.words[first+k] == c.b.words[j+k] {
					same++
				}
			}
			if same > most {
				best, most = j, same
			}
		}
	}
	if most == n/3 {
		return Span{}
	}
	return Span{c.b.spans[max(best, 0)].Start, c.b.spans[min(best+n, len(c.b.words))-1].End}
}

// align matches words of a with words of b that stand in the same order; offsets
// say where both begin in the whole.
func align(a, b []int32, atA, atB int, match []int32, depth int) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		match[atA] = int32(atB)
		a, b, atA, atB = a[1:], b[1:], atA+1, atB+1
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		match[atA+len(a)-1] = int32(atB + len(b) - 1)
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 || len(b) == 0 {
		return
	}
	if depth < 40 {
		for _, n := range []int{8, 4, 2, 1} {
			anchors := unique(a, b, n)
			if len(anchors) == 0 {
				continue
			}
			x, y := 0, 0
			for _, p := range anchors {
				if p.a < x || p.b < y {
					continue
				}
				align(a[x:p.a], b[y:p.b], atA+x, atB+y, match, depth+1)
				for k := range n {
					match[atA+p.a+k] = int32(atB + p.b + k)
				}
				x, y = p.a+n, p.b+n
			}
			align(a[x:], b[y:], atA+x, atB+y, match, depth+1)
			return
		}
	}
	shortest(a, b, atA, atB, match)
}

type pair struct{ a, b int }

// unique finds runs of n words that stand once in a and once in b, as many as are
// in the same order in both.
func unique(a, b []int32, n int) []pair {
	if len(a) < n || len(b) < n {
		return nil
	}
	type place struct{ inA, inB, a, b int }
	seen := map[uint64]*place{}
	for i := range len(a) - n + 1 {
		h := hash(a[i : i+n])
		p := seen[h]
		if p == nil {
			p = &place{}
			seen[h] = p
		}
		p.inA++
		p.a = i
	}
	for j := range len(b) - n + 1 {
		if p := seen[hash(b[j:j+n])]; p != nil {
			p.inB++
			p.b = j
		}
	}
	var pairs []pair
	for _, p := range seen {
		if p.inA == 1 && p.inB == 1 && slices.Equal(a[p.a:p.a+n], b[p.b:p.b+n]) {
			pairs = append(pairs, pair{p.a, p.b})
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Compare(x.a, y.a) })
	return rising(pairs)
}

// hash is FNV-1a over words (Fowler, Noll and Vo).
func hash(words []int32) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range words {
		h = (h ^ uint64(uint32(w))) * 1099511628211
	}
	return h
}

// rising is a longest run of pairs in which b rises with a.
func rising(pairs []pair) []pair {
	var ends []int // of the best run of each length, its last pair
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n := sort.Search(len(ends), func(k int) bool { return pairs[ends[k]].b >= p.b })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	run := make([]pair, len(ends))
	for i, k := len(ends)-1, ends[len(ends)-1]; i >= 0; i, k = i-1, before[k] {
		run[i] = pairs[k]
	}
	return run
}

// maxEdits is how many edits are looked for between two stretches that share no
// unique word; beyond it they are taken for rewritten.
const maxEdits = 400

// shortest matches words by Myers' algorithm.
func shortest(a, b []int32, atA, atB int, match []int32) {
	n, m := len(a), len(b)
	most := min(n+m, maxEdits)
	v := make([]int32, 2*most+3)
	var trace [][]int32
	for d := 0; d <= most; d++ {
		trace = append(trace, slices.Clone(v[most+1-d:most+2+d]))
		for k := -d; k <= d; k += 2 {
			var x int
			if k == -d || k != d && v[most+1+k-1] < v[most+1+k+1] {
				x = int(v[most+1+k+1])
			} else {
				x = int(v[most+1+k-1]) + 1
			}
			y := x - k
			for x < n && y < m && a[x] == b[y] {
				x, y = x+1, y+1
			}
			v[most+1+k] = int32(x)
			if x >= n && y >= m {
				backtrack(trace, a, b, d, atA, atB, match)
				return
			}
		}
	}
}

func backtrack(trace [][]int32, a, b []int32, d, atA, atB int, match []int32) {
	x, y := len(a), len(b)
	for ; d > 0; d-- {
		v := trace[d] // of the step before, centred
		at := func(k int) int {
			if k+d < 0 || k+d >= len(v) {
				return -1
			}
			return int(v[k+d])
		}
		k := x - y
		var before int
		if k == -d || k != d && at(k-1) < at(k+1) {
			before = k + 1
		} else {
			before = k - 1
		}
		px := at(before)
		py := px - before
		for x > px && y > py && x > 0 && y > 0 && a[x-1] == b[y-1] {
			x, y = x-1, y-1
			match[atA+x] = int32(atB + y)
		}
		x, y = px, py
	}
	for x > 0 && y > 0 {
		x, y = x-1, y-1
		match[atA+x] = int32(atB + y)
	}
}
