package refi

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

const (
	enoughToPlace = 4  // letters that words must have to say where a selection is
	enoughToBegin = 20 // bytes of words that may be cut off although no dots say so
)

// A quote is words that come with a selection and may be those that it is on.
type quote struct {
	words, uncut string // with single blanks; without dots where they were cut off
	letters      int    // bytes of letters and digits
	part         bool   // of a description, between quotation marks
}

// quotesOf are those of a selection: its name, its description, and what is between quotation
// marks in that.
func quotesOf(s *Selection) (all []quote) {
	add := func(words string, part bool) {
		q := quote{words: singleSpaced(words, len(words)), part: part}
		q.uncut = singleSpaced(trimDots(q.words), len(q.words))
		if q.letters = len(letters(q.uncut)); q.letters >= enoughToPlace {
			all = append(all, q)
		}
	}
	add(s.Name, false)
	if number, words, ok := strings.Cut(s.Name, " "); ok && isNumbers(number) { // as ATLAS.ti names quotations
		add(words, false)
	}
	if s.Description != "" {
		add(s.Description, false)
		isMark := func(r rune) bool { return strings.ContainsRune("\"“”„‟«»", r) }
		if first, last := strings.IndexFunc(s.Description, isMark), strings.LastIndexFunc(s.Description, isMark); first < last {
			_, size := utf8.DecodeRuneInString(s.Description[first:])
			add(s.Description[first+size:last], true) // which may have quotation marks in it
			for p := range strings.FieldsFuncSeq(s.Description, isMark) {
				add(p, true)
			}
		}
	}
	return all
}

// isNumbers tells of numbers with a colon between them.
func isNumbers(s string) bool {
	return strings.Contains(s, ":") && strings.Trim(s, ":0123456789") == ""
}

// trimDots are words without the dots of what was cut off.
func trimDots(s string) string {
	for _, dots := range []string{"…", "..."} {
		s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(s, dots), dots))
	}
	return s
}

// How much of the words of a selection a quote is.
const (
	notQuoted = iota
	beginQuoted
	signsQuoted // all but signs at their borders
	allQuoted   // all but blanks at their borders
	exactQuoted // all but blanks within, capitals and the kind of signs
)

// of tells how much of words a quote is, in whatever letters, signs and lines. What is quoted
// within a description is all of them or none.
func (q quote) of(words string) int {
	n := q.compare(words)
	if n == beginQuoted && q.part {
		return notQuoted
	}
	return n
}

func (q quote) compare(words string) int {
	if differ(words, q.uncut) {
		return notQuoted
	}
	is, exact := singleSpaced(words, 4*len(q.words)+64), exactQuoted
	if words != strings.TrimSpace(words) {
		exact = allQuoted
	}
	switch {
	case is == q.words || is == q.uncut:
		return exact
	case strings.HasPrefix(is, q.uncut):
		return beginQuoted
	}
	same, want := sameWords(is), sameWords(q.uncut)
	inner, innerWant := strings.Trim(same, "'"), strings.Trim(want, "'")
	switch {
	case same == want || same == sameWords(q.words):
		return exact
	case inner == innerWant:
		return signsQuoted
	case strings.HasPrefix(inner, innerWant):
		return beginQuoted
	}
	return notQuoted
}

// places tells how much of words a quote is that are elsewhere than a file says: the beginning
// alone may be so by chance where the quote is a word or two.
func (q quote) places(words string) int {
	n := q.of(words)
	if n == beginQuoted && q.words == q.uncut && len(q.uncut) < enoughToBegin {
		return notQuoted
	}
	return n
}

// sameWords are words in small letters and plain signs, without blanks.
func sameWords(s string) string {
	s = corpus.FoldQuote(strings.ToValidUTF8(s, ""))
	return strings.ReplaceAll(s, " ", "")
}

// differ tells of words whose first letters are plain ones, and others.
func differ(one, other string) bool {
	a, b := firstLetter(one), firstLetter(other)
	return a != b && a < utf8.RuneSelf && b < utf8.RuneSelf
}

// firstLetter is the first letter or digit in lower case, or the first sign that may stand
// for one.
func firstLetter(s string) rune {
	for _, r := range s {
		if r >= utf8.RuneSelf || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
	}
	return utf8.MaxRune
}

// A Reading is where the selections of a text are.
type Reading struct {
	Verdict
	Places    []Located
	Was       []Located // where they are as the verdict of [Resolve], or the program, counts
	Moved     []int     // selections that are elsewhere now
	Elsewhere []int     // selections that no way to count puts on the words that are quoted with them
}

// Read returns where selections are. They are where the verdicts of [Resolve] have them, unless
// the words that come with them prove otherwise: a text in which quotes are what another way
// to count selects is read by that one, also its other selections, unless more than a fifth
// of the letters quoted speak against it. A selection that then is not on the words that are
// quoted with it is on those that any way to count selects, if all that do agree. isLabel tells
// which names are none of words. Nothing is moved where somebody or the file says how it counts.
func Read(samples []Sample, verdicts []Verdict, isLabel func(name string) bool) []Reading {
	all := make([]*quoted, len(samples))
	groups := map[counting][]*quoted{}
	for i, s := range samples {
		q := newQuoted(s, verdicts[i], isLabel)
		if all[i] = q; !q.fixed() {
			q.vote()
			groups[q.counting()] = append(groups[q.counting()], q)
		}
	}
	proven := map[counting]Convention{}
	for g, texts := range groups {
		proven[g] = best(texts, g.Convention)
	}
	readings := make([]Reading, len(samples))
	for i, q := range all {
		readings[i] = q.read(proven[q.counting()])
	}
	return readings
}

// A counting is what texts have in common that are read alike. A byte order mark may be what moves
// positions, so texts without one prove nothing of texts with one.
type counting struct {
	Convention
	mark bool
}

func (q *quoted) counting() counting { return counting{q.Convention, q.Mark} }

// fixed tells that somebody or the file says how positions are counted.
func (q *quoted) fixed() bool { return q.Forced || q.Told }

// read reads a text by what its own quotes prove, or where it has none by what those of other
// texts do, if that fits as well as the verdict.
func (q *quoted) read(proven Convention) Reading {
	r := Reading{Verdict: q.Verdict, Places: slices.Clone(q.places), Was: q.places}
	switch {
	case q.fixed():
		r.Elsewhere = q.open
	case len(q.open)+len(q.closed) > 0:
		q.follow(best([]*quoted{q}, q.Convention), &r)
	case proven != q.Convention && scoreOf(proven, q.Sample).points >= scoreOf(q.Convention, q.Sample).points:
		q.follow(proven, &r)
	}
	r.Elsewhere = slices.DeleteFunc(slices.Clone(r.Elsewhere), func(i int) bool {
		return !slices.ContainsFunc(q.quotes[i], func(x quote) bool { return !x.part && q.has(x) })
	})
	return r
}

// quoted is a text whose selections come with words.
type quoted struct {
	Sample
	traits
	Verdict
	body   string
	places []Located // by the verdict
	quotes [][]quote // by selection; none of labels
	open   []int     // selections that are not on the words quoted with them, which the text has
	closed []int     // selections that are on them
	much   []int     // how much of its words a quote of each selection is
	weak   bool      // of some it is less than another way to count may make it
	signs  bool      // of some but for signs at their borders
	tally  map[Convention]votes
	found  map[int][]candidate // by open selection

	text string // the body as quotes are compared
	had  map[string]bool
}

// votes are letters of quotes for and against a convention, how much of the words those for it
// are, and how many of their borders are at edges of words.
type votes struct{ forIt, against, whole, edges int }

// A candidate is a place at which a quote is as much of the words.
type candidate struct {
	Located
	much int
}

func newQuoted(s Sample, v Verdict, isLabel func(string) bool) *quoted {
	q := &quoted{Sample: s, Verdict: v, body: Fold(s.Raw), quotes: make([][]quote, len(s.Selections)), much: make([]int, len(s.Selections)),
		tally: map[Convention]votes{}, found: map[int][]candidate{}, had: map[string]bool{}}
	q.places = v.Locate(s.Raw, s.Selections)
	for i, sel := range s.Selections {
		q.quotes[i] = slices.DeleteFunc(quotesOf(sel), func(x quote) bool { return isLabel(x.words) })
		part := func(x quote) bool { return x.part }
		if slices.ContainsFunc(q.quotes[i], part) && slices.ContainsFunc(q.quotes[i], func(x quote) bool { return !x.part && q.has(x) }) {
			q.quotes[i] = slices.DeleteFunc(q.quotes[i], part) // which are quoted in the words themselves
		}
		q.much[i] = q.most(i, q.places[i], quote.of)
		if q.much[i] > notQuoted {
			q.closed = append(q.closed, i)
			q.signs = q.signs || q.much[i] == signsQuoted
			q.weak = q.weak || q.signs || q.much[i] == allQuoted || q.much[i] == beginQuoted && q.most(i, q.places[i], quote.places) == notQuoted
		} else if slices.ContainsFunc(q.quotes[i], q.has) {
			q.open = append(q.open, i)
		}
	}
	return q
}

// has tells whether a quote is words of the text.
func (q *quoted) has(x quote) bool {
	there, known := q.had[x.uncut]
	if !known {
		if q.text == "" {
			q.text = sameWords(q.body)
		}
		there = strings.Contains(q.text, strings.Trim(sameWords(x.uncut), "'"))
		q.had[x.uncut] = there
	}
	return there
}

// most is how much of the words at a place the best quote of a selection is.
func (q *quoted) most(selection int, at Located, much func(quote, string) int) (most int) {
	if at.Damaged != "" {
		return notQuoted
	}
	for _, x := range q.quotes[selection] {
		most = max(most, much(x, q.body[at.Start:at.End]))
	}
	return most
}

// ways are the conventions that may say something else of a text than its verdict.
func (q *quoted) ways(yield func(Convention) bool) {
	seen := []Convention{q.same(q.Convention, q.Expected)}
	for c := range everyConvention {
		switch {
		case len(q.open) == 0 && !q.signs && !slices.Contains(conventions, c):
			return
		case c.First == 3 && (!q.Mark || c.Unit != Bytes), c.First < 0 && !strings.HasPrefix(q.Raw, "\ufeff"):
			continue
		}
		if c = q.same(c, q.Expected); slices.Contains(seen, c) {
			continue
		}
		if seen = append(seen, c); !yield(c) {
			return
		}
	}
}

// vote counts for each convention the letters of quotes, and keeps where it finds them. What no
// program is known to follow is proven only by quotes that are not where the verdict has them,
// or are but for their signs.
func (q *quoted) vote() {
	if len(q.open) == 0 && !q.weak {
		return
	}
	q.traits = traitsOf(q.Raw)
	open, closed := q.some(q.open), q.some(q.closed)
	for c := range q.ways {
		v, usual := votes{}, slices.Contains(conventions, c)
		for n, at := range c.Locate(q.Raw, open) {
			i := q.open[n]
			if much := q.most(i, at, quote.places); much > notQuoted {
				v.forIt += q.letters(i)
				v.whole += much
				v.edges += q.edges(at)
				q.found[i] = append(q.found[i], candidate{at, much})
			}
		}
		if v.forIt == 0 && !usual && !q.signs {
			continue
		}
		for n, at := range c.Locate(q.Raw, closed) {
			i := q.closed[n]
			switch much := q.most(i, at, quote.of); {
			case much > q.much[i] && (usual || q.much[i] == signsQuoted && much == exactQuoted):
				v.forIt += q.letters(i)
				v.whole += much
				v.edges += q.edges(at)
			case much < q.much[i]:
				v.against += q.letters(i)
			}
		}
		if v.forIt > 0 {
			q.tally[c] = v
		}
	}
}

// edges is how many borders of a place are at edges of words.
func (q *quoted) edges(at Located) (n int) {
	if beginsWord(q.body, at.Start) {
		n++
	}
	if endsWord(q.body, at.End) {
		n++
	}
	return n
}

// letters are those of the longest quote of a selection.
func (q *quoted) letters(selection int) (most int) {
	for _, x := range q.quotes[selection] {
		most = max(most, x.letters)
	}
	return most
}

func (q *quoted) some(selections []int) []*Selection {
	some := make([]*Selection, len(selections))
	for n, i := range selections {
		some[n] = q.Selections[i]
	}
	return some
}

// best returns the convention that quotes in texts prove against another one, or that.
func best(all []*quoted, against Convention) Convention {
	total := map[Convention]votes{}
	for c := range everyConvention {
		var t votes
		for _, q := range all {
			v := q.tally[q.same(c, q.Expected)]
			t = votes{t.forIt + v.forIt, t.against + v.against, t.whole + v.whole, t.edges + v.edges}
		}
		total[c] = t
	}
	found := against
	for c := range everyConvention {
		v, o := total[c], total[found]
		better := cmp.Or(cmp.Compare(v.forIt-v.against, o.forIt-o.against), cmp.Compare(v.whole, o.whole), cmp.Compare(v.edges, o.edges))
		if v.forIt > 4*v.against && better > 0 {
			found = c
		}
	}
	return found
}

// follow reads a text by a convention, but for selections whose quotes say otherwise.
func (q *quoted) follow(c Convention, r *Reading) {
	if c != q.Convention {
		is, was := scoreOf(c, q.Sample), scoreOf(q.Convention, q.Sample)
		r.Verdict = Verdict{Convention: c, Points: is.points, Edges: is.edges, Second: q.Convention, Against: was.points, Expected: q.Expected}
		r.Places = c.Locate(q.Raw, q.Selections)
		for _, i := range q.closed {
			if q.most(i, r.Places[i], quote.of) < q.much[i] {
				r.Places[i] = q.places[i]
			}
		}
	}
	for _, i := range q.open {
		if q.most(i, r.Places[i], quote.places) > notQuoted {
			continue
		}
		if at, ok := q.find(i); ok {
			r.Places[i] = at
		} else {
			r.Elsewhere = append(r.Elsewhere, i)
		}
	}
	if (Convention{Unit: c.Unit, LineEnd: c.LineEnd}) == q.Expected && q.Convention != q.Expected {
		r.Was = q.Expected.Locate(q.Raw, q.Selections) // by how much it differs from what its program does
	}
	for i, at := range r.Places {
		if at != r.Was[i] {
			r.Moved = append(r.Moved, i)
		}
	}
}

// find returns the only place that some way to count gives a selection on the words quoted
// with it: where they are all of them, else where they begin.
func (q *quoted) find(selection int) (at Located, ok bool) {
	var first candidate
	several := false
	for _, x := range q.found[selection] {
		switch {
		case x.much > first.much:
			first, several = x, false
		case x.much == first.much && x.Start != first.Start:
			several = true
		}
	}
	return first.Located, first.much > notQuoted && !several
}
