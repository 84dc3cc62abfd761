package query

import (
	"cmp"
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
)

// related leaves those of left (nil for all) whose passages stand to a passage of
// right, of the same text, as the relation says.
func (r *resolver) related(n queryRelation, left, right []bool) []bool {
	s := r.study
	in := func(tags []bool, passage int) bool {
		if tags == nil {
			return true
		}
		first, last := s.TagsOf(passage)
		return slices.Contains(tags[first:last], true)
	}
	others := map[corpus.TextID]*spans{}
	for p, x := range s.Passages {
		if in(right, p) {
			if others[x.Text] == nil {
				others[x.Text] = &spans{}
			}
			others[x.Text].all = append(others[x.Text].all, x.Span)
		}
	}
	for _, o := range others {
		o.order()
	}
	stands := r.eachPassage(func(p int) bool {
		x := s.Passages[p]
		o := others[x.Text]
		return o != nil && in(left, p) && o.stand(n, x.Span, s.Transcripts[x.Text])
	})
	for t := range stands {
		stands[t] = stands[t] && (left == nil || left[t])
	}
	return stands
}

// spans are spans of one text, ready to be asked how another stands to them.
type spans struct {
	all    []corpus.Span // by start
	maxEnd []int         // of those up to this one
	minEnd []int         // of those from this one on
	ends   []int         // of all, ascending
}

// inOrder puts spans in the order of their beginnings, then of their ends.
func inOrder(a, b corpus.Span) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

func (o *spans) order() {
	slices.SortFunc(o.all, inOrder)
	o.maxEnd, o.minEnd = make([]int, len(o.all)), make([]int, len(o.all))
	for i, a := range o.all {
		o.maxEnd[i] = a.End
		if i > 0 {
			o.maxEnd[i] = max(a.End, o.maxEnd[i-1])
		}
		o.ends = append(o.ends, a.End)
	}
	for i := len(o.all) - 1; i >= 0; i-- {
		o.minEnd[i] = o.all[i].End
		if i+1 < len(o.all) {
			o.minEnd[i] = min(o.all[i].End, o.minEnd[i+1])
		}
	}
	slices.Sort(o.ends)
}

// stand tells whether a stands to one of the spans as n says, in time that grows
// with the logarithm of their number. Of what lies behind or before a, the
// nearest decides.
func (o *spans) stand(n queryRelation, a corpus.Span, tr *corpus.Transcript) bool {
	before := func(start int) int { // how many begin before start
		i, _ := slices.BinarySearchFunc(o.all, start, func(b corpus.Span, start int) int { return cmp.Compare(b.Start, start) })
		return i
	}
	switch n.kind {
	case overlaps:
		i := before(a.End)
		return i > 0 && o.maxEnd[i-1] > a.Start
	case within:
		i := before(a.Start + 1)
		return i > 0 && o.maxEnd[i-1] >= a.End
	case encloses:
		i := before(a.Start)
		return i < len(o.all) && o.minEnd[i] <= a.End
	case equals:
		_, there := slices.BinarySearchFunc(o.all, a, inOrder)
		return there
	case followedBy:
		i := before(a.End)
		return i < len(o.all) && apart(a, o.all[i], n, tr)
	case precededBy:
		i, there := slices.BinarySearch(o.ends, a.Start)
		if !there {
			i--
		}
		return i >= 0 && apart(corpus.Span{Start: o.ends[i] - 1, End: o.ends[i]}, a, n, tr)
	case near:
		for _, kind := range []relation{overlaps, followedBy, precededBy} {
			n.kind = kind
			if o.stand(n, a, tr) {
				return true
			}
		}
	}
	return false
}

// apart tells whether b begins at most as far behind the end of a as n says: in
// turns from that in which a ends to that in which b begins, or in words between
// them. Of words that were corrected since nobody knows.
func apart(a, b corpus.Span, n queryRelation, tr *corpus.Transcript) bool {
	if tr == nil {
		return false
	}
	if n.words {
		between := corpus.Span{Start: a.End, End: b.Start}
		words := tr.WordsIn(between)
		first, last := tr.TurnsIn(between)
		for _, t := range tr.Turns[first:last] { // who speaks is not said
			words -= tr.WordsIn(coding.Overlap(between, corpus.Span{Start: t.Start, End: t.Body}))
		}
		return words <= n.distance
	}
	_, last := tr.TurnsIn(corpus.Span{Start: a.End - 1, End: a.End})
	first, _ := tr.TurnsIn(corpus.Span{Start: b.Start, End: b.Start + 1})
	return first-(last-1) <= n.distance
}
