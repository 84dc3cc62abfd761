package corpus

import (
	"cmp"
	"slices"
	"sort"
)

// align matches words of a with words of b in the same order. atA and atB are the
// indices of both in the whole texts, depth is how often align called itself.
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
			if anchors := uniqueRuns(a, b, n); len(anchors) > 0 {
				alignBetween(anchors, n, a, b, atA, atB, match, depth)
				return
			}
		}
	}
	shortestEdits(a, b, atA, atB, match)
}

// alignBetween matches the runs of n words at anchors, and aligns what lies
// between them.
func alignBetween(anchors []pair, n int, a, b []int32, atA, atB int, match []int32, depth int) {
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
}

// A pair is an index in a and one in b.
type pair struct{ a, b int }

// uniqueRuns finds the runs of n words that occur once in a and once in b; of
// these, as many as have the same order in both.
func uniqueRuns(a, b []int32, n int) []pair {
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
	return longestRising(pairs)
}

// hash is FNV-1a over words (Fowler, Noll and Vo).
func hash(words []int32) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range words {
		h = (h ^ uint64(uint32(w))) * 1099511628211
	}
	return h
}

// longestRising returns a longest subsequence of pairs in which b rises. Pairs are
// sorted by a.
func longestRising(pairs []pair) []pair {
	var ends []int // last pair of the best subsequence of each length
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

// maxEdits is the most edits between two stretches without unique words in common;
// beyond it they count as rewritten.
const maxEdits = 400

// shortestEdits matches words by Myers' algorithm.
func shortestEdits(a, b []int32, atA, atB int, match []int32) {
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

// backtrack follows the trace of Myers' algorithm from the ends of a and b to their
// beginnings, and matches the words on its diagonals.
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
