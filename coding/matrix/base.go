package matrix

import (
	"iter"
	"math/bits"
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
)

// A set is a set of small numbers.
type set []uint64

func (s *set) add(i int32) {
	for int(i/64) >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[i/64] |= 1 << (i % 64)
}

func (s set) len() (n int) {
	for _, x := range s {
		n += bits.OnesCount64(x)
	}
	return n
}

// join adds what is in t.
func (s *set) join(t set) {
	for len(*s) < len(t) {
		*s = append(*s, 0)
	}
	for i, x := range t {
		(*s)[i] |= x
	}
}

// union counts what is in s or t.
func (s set) union(t set) (n int) {
	if len(s) < len(t) {
		s, t = t, s
	}
	for i, x := range s {
		if i < len(t) {
			x |= t[i]
		}
		n += bits.OnesCount64(x)
	}
	return n
}

func (s set) meets(t set) bool {
	for i := range min(len(s), len(t)) {
		if s[i]&t[i] != 0 {
			return true
		}
	}
	return false
}

// A base is what a place holds, tagged or not: what shares are of, and what
// somebody has looked at or not.
type base struct {
	words   int
	people  set
	sources set
}

// countBases goes through every turn that the filter lets through, by what rows and
// columns say of where it stands.
func (c *counter) countBases() {
	c.bases = map[[2]place]*base{}
	everywhere := place{any_, any_}
	for source, voices := range spoken(c.s, c.o.Filter) {
		for v, words := range voices {
			row, col := c.rows.places.pairs[c.rows.place(source, v)], c.cols.places.pairs[c.cols.place(source, v)]
			c.baseAt(everywhere, everywhere).add(source, v, words)
			if row != everywhere {
				c.baseAt(row, everywhere).add(source, v, words)
			}
			if col != everywhere {
				c.baseAt(everywhere, col).add(source, v, words)
			}
			if row != everywhere && col != everywhere {
				c.baseAt(row, col).add(source, v, words)
			}
		}
	}
}

func (c *counter) baseAt(row, col place) *base {
	g := c.bases[[2]place{row, col}]
	if g == nil {
		g = &base{}
		c.bases[[2]place{row, col}] = g
	}
	return g
}

func (g *base) add(source int, v coding.Voice, words int) {
	g.words += words
	g.sources.add(int32(source))
	if v.Participant >= 0 {
		g.people.add(v.Participant)
	}
}

// spoken yields for each source how many words each voice says that f lets
// through, tagged or not.
func spoken(s *coding.Study, f coding.Filter) iter.Seq2[int, map[coding.Voice]int] {
	type who struct {
		speaker, question int
		kind              corpus.TurnKind
	}
	lets := s.Places(f)
	return func(yield func(int, map[coding.Voice]int) bool) {
		said, voices := map[who]int{}, map[coding.Voice]int{}
		for i, src := range s.Sources {
			clear(said)
			clear(voices)
			// Turns come in the order of their words, so that one walk finds all.
			tr, word := s.Transcript(src), 0
			for t := range tr.Turns {
				turn := &tr.Turns[t]
				for word < len(tr.Words) && int(tr.Words[word]) < turn.Body {
					word++
				}
				from := word
				for word < len(tr.Words) && int(tr.Words[word]) < turn.End {
					word++
				}
				said[who{turn.Speaker, turn.Question, turn.Kind}] += word - from
			}
			for w, words := range said {
				if v, ok := s.Owner(i, corpus.Turn{Speaker: w.speaker, Question: w.question, Kind: w.kind}); ok && lets(i, v) {
					voices[v] += words
				}
			}
			if len(voices) > 0 && !yield(i, voices) {
				return
			}
		}
	}
}

// seen tells in which sources somebody has looked for a theme.
type seen struct {
	s       *coding.Study
	filter  coding.Filter
	kept    bool  // somebody has said of some source that they are done with it
	byTheme []set // nil: not asked yet
	asked   []bool
	anyOf   set
}

func newSeen(s *coding.Study, f coding.Filter) *seen {
	x := &seen{s: s, filter: f, byTheme: make([]set, len(s.Themes)), asked: make([]bool, len(s.Themes))}
	for i, t := range s.Themes {
		if len(s.Readings) == 0 {
			return x
		}
		x.kept = x.kept || x.of(int32(i)) != nil
		if len(f.Themes) == 0 || slices.Contains(f.Themes, t.ID) {
			x.anyOf.join(x.of(int32(i)))
		}
	}
	return x
}

func (x *seen) of(theme int32) set {
	if !x.asked[theme] {
		x.asked[theme] = true
		for source, looked := range x.s.Looked(x.s.Themes[theme].ID, x.filter.Coders) {
			if looked {
				x.byTheme[theme].add(int32(source))
			}
		}
	}
	return x.byTheme[theme]
}

// any tells whether somebody has gone through one of the sources with the theme
// in mind, or with any that the filter asks for where a cell names none.
func (x *seen) any(theme int32, sources set) bool {
	if theme == none {
		return x.anyOf.meets(sources)
	}
	return x.of(theme).meets(sources)
}
