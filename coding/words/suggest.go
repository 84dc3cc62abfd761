package words

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// features are the terms of units in numbers: stems, and stems side by side,
// weighed by how often they stand in a unit and in how few units they stand at all
// (TF-IDF), each unit of length 1.
type features struct {
	number map[string]int32
	names  []string  // as people read them
	rarity []float64 // idf
	of     [][]term  // by unit
}

type term struct {
	number int32
	weight float64
}

// minUnits is in how many units a term must stand to be looked at: what stands
// but once tells nothing about another unit.
const minUnits = 2

func newFeatures(units []Unit) *features {
	f := &features{number: map[string]int32{}}
	seen := map[string]int{}
	names := map[string]string{}
	counts := make([]map[string]int, len(units))
	for i, u := range units {
		counts[i] = map[string]int{}
		eachTerm(u.Words, func(key, name string) {
			counts[i][key]++
			if counts[i][key] == 1 {
				seen[key]++
			}
			if names[key] == "" {
				names[key] = name
			}
		})
	}
	var keys []string
	for key, n := range seen {
		if n >= minUnits {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys) // so that the same study gives the same numbers
	for i, key := range keys {
		f.number[key] = int32(i)
		f.names = append(f.names, names[key])
		f.rarity = append(f.rarity, math.Log(float64(1+len(units))/float64(1+seen[key]))+1)
	}
	f.of = make([][]term, len(units))
	for i := range units {
		f.of[i] = f.terms(counts[i])
	}
	return f
}

// eachTerm yields stems, and pairs of them that stand side by side; words that say
// nothing are left out, but still part what stands around them.
func eachTerm(words []Word, yield func(key, name string)) {
	for i, w := range words {
		if w.Stop {
			continue
		}
		yield(w.Stem, w.Word)
		if i+1 < len(words) && !words[i+1].Stop {
			yield(w.Stem+" "+words[i+1].Stem, w.Word+" "+words[i+1].Word)
		}
	}
}

func (f *features) terms(counts map[string]int) []term {
	var terms []term
	sum := 0.0
	for key, n := range counts {
		if number, ok := f.number[key]; ok {
			w := (1 + math.Log(float64(n))) * f.rarity[number]
			terms = append(terms, term{number, w})
		}
	}
	slices.SortFunc(terms, func(a, b term) int { return cmp.Compare(a.number, b.number) })
	for _, t := range terms {
		sum += t.weight * t.weight
	}
	for i := range terms {
		terms[i].weight /= math.Sqrt(sum)
	}
	return terms
}

// A Labels says what is known of units: 1 has the theme, -1 has it not, 0 nobody
// has said.
type Labels []int8

// Label says of each unit whether it has a theme, or one below it. A unit has it
// where a passage tagged with it covers at least half of the unit, or half of the
// passage lies in it; it has it not where somebody rejected it. Other units of
// sources that somebody has tagged have it not, either, as far as one can know:
// they are candidates, and count as a no for learning.
func Label(s *coding.Study, units []Unit, theme coding.ThemeID, words func(Unit) string) (labels Labels, candidates []int) {
	labels = make(Labels, len(units))
	tagged := make(map[int][]corpus.Span)
	begun := make([]bool, len(s.Sources))
	for _, p := range s.Select(coding.Filter{}).Passages {
		begun[p.Source] = true
		for _, t := range p.Tags {
			if s.Below(s.Tags[t].Theme, theme) {
				tagged[p.Source] = append(tagged[p.Source], s.Passages[p.Index].Span)
				break
			}
		}
	}
	rejected := map[corpus.SourceID]map[string]bool{}
	for _, r := range s.Rejections {
		if r.Theme == theme {
			if rejected[r.Source] == nil {
				rejected[r.Source] = map[string]bool{}
			}
			rejected[r.Source][r.Words] = true
		}
	}
	next := map[int]int{}
	for i, u := range units {
		spans := tagged[u.Source]
		for next[u.Source] < len(spans) && spans[next[u.Source]].End <= u.Span.Start && next[u.Source] < len(spans)-1 {
			next[u.Source]++
		}
		touched := false
		for _, span := range spans {
			if span.Start >= u.Span.End {
				break
			}
			common := coding.Overlap(span, u.Span).Len()
			touched = touched || common > 0
			if 2*common >= u.Span.Len() || 2*common >= span.Len() {
				labels[i] = 1
			}
		}
		no := rejected[s.Sources[u.Source].ID]
		switch {
		case labels[i] == 1:
		case no != nil && no[coding.WordsKey(words(u))]:
			labels[i] = -1
		default:
			if begun[u.Source] {
				labels[i] = -1
			}
			if !touched { // words that have the theme in part are neither
				candidates = append(candidates, i)
			} else {
				labels[i] = 0
			}
		}
	}
	return labels, candidates
}

// A Model tells units that have a theme from others: logistic regression on
// stemmed words and pairs of them, L2-regularised, both classes of equal weight,
// with the theme's own name and description as one example more.
type Model struct {
	features *features
	weights  []float64
	bias     float64
	a, b     float64 // of the sigmoid that turns scores into probabilities
}

// A Suggestion is a unit that may have a theme.
type Suggestion struct {
	Unit        int     // in the units
	Probability float64 // 0 to 1, calibrated on units that the model had not seen
	Because     []string
}

// exampleCounts is for how many passages a theme's description stands: themes whose
// name is a common word gain by it, others lose nothing.
const exampleCounts = 3

// minExamples is how many units must have the theme before there is anything to
// learn from.
const minExamples = 3

// Train learns a theme from labelled units; describes are the words of its name and
// description. The error wraps [coding.ErrInvalid] where there are too few
// examples. Scores are calibrated by Platt's method (1999; in the form of Lin, Lin
// and Weng 2007) on units of sources that were held out.
func Train(units []Unit, labels Labels, describes []Word) (*Model, error) {
	positive, negative := 0, 0
	for _, l := range labels {
		switch l {
		case 1:
			positive++
		case -1:
			negative++
		}
	}
	if positive < minExamples || negative == 0 {
		return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "only %d passages to learn from; %d are needed", positive, minExamples), "tag some more first, or find them with crosscase search")
	}
	f := newFeatures(units)
	m := &Model{features: f}
	example := f.example(describes)
	all := make([]int, len(units))
	for i := range all {
		all[i] = i
	}
	m.weights, m.bias = fit(f, labels, all, example)
	var scores []float64
	var truths []bool
	for _, fold := range folds(units) {
		held := map[int]bool{}
		for _, i := range fold {
			held[i] = true
		}
		var rest []int
		for _, i := range all {
			if !held[i] {
				rest = append(rest, i)
			}
		}
		w, b := fit(f, labels, rest, example)
		for _, i := range fold {
			if labels[i] != 0 {
				scores, truths = append(scores, score(f.of[i], w, b)), append(truths, labels[i] == 1)
			}
		}
	}
	m.a, m.b = platt(scores, truths)
	return m, nil
}

// example is a theme's description as a unit.
func (f *features) example(describes []Word) []term {
	counts := map[string]int{}
	eachTerm(describes, func(key, _ string) { counts[key]++ })
	return f.terms(counts)
}

// folds parts units into five, each with whole sources, as even as that goes; a
// source's own units would tell too much about each other.
func folds(units []Unit) [][]int {
	sizes := map[int]int{}
	for _, u := range units {
		sizes[u.Source]++
	}
	var sources []int
	for s := range sizes {
		sources = append(sources, s)
	}
	slices.SortFunc(sources, func(a, b int) int { return cmp.Or(cmp.Compare(sizes[b], sizes[a]), cmp.Compare(a, b)) })
	const n = 5
	fold, sums := map[int]int{}, make([]int, n)
	for _, s := range sources {
		least := slices.Index(sums, slices.Min(sums))
		fold[s] = least
		sums[least] += sizes[s]
	}
	parts := make([][]int, n)
	for i, u := range units {
		parts[fold[u.Source]] = append(parts[fold[u.Source]], i)
	}
	return slices.DeleteFunc(parts, func(p []int) bool { return len(p) == 0 })
}

// fit finds the weights of a logistic regression by coordinate descent in the dual
// (Yu, Huang and Lin 2011), which is quick where units have few terms each, and
// needs no step size.
func fit(f *features, labels Labels, of []int, example []term) (weights []float64, bias float64) {
	type row struct {
		terms []term
		y     float64
		c     float64 // bound of its multiplier
	}
	var rows []row
	positive, negative := 0.0, 0.0
	for _, i := range of {
		switch labels[i] {
		case 1:
			positive++
		case -1:
			negative++
		default:
			continue
		}
		rows = append(rows, row{f.of[i], float64(labels[i]), 0})
	}
	if len(example) > 0 {
		for range exampleCounts {
			rows = append(rows, row{example, 1, 0})
			positive++
		}
	}
	const strength = 1.0 // inverse of regularisation; between 1 and 10 little changes
	for i := range rows {
		if rows[i].y > 0 {
			rows[i].c = strength * (positive + negative) / (2 * max(positive, 1))
		} else {
			rows[i].c = strength * (positive + negative) / (2 * max(negative, 1))
		}
	}
	weights = make([]float64, len(f.names))
	alpha := make([]float64, len(rows))
	squares := make([]float64, len(rows))
	add := func(r row, by float64) {
		for _, t := range r.terms {
			weights[t.number] += by * t.weight
		}
		bias += by
	}
	for i, r := range rows {
		alpha[i] = min(0.001*r.c, 1e-8)
		squares[i] = 1 // for the bias
		for _, t := range r.terms {
			squares[i] += t.weight * t.weight
		}
		add(r, alpha[i]*r.y)
	}
	for range 60 {
		moved := 0.0
		for i, r := range rows {
			margin := bias
			for _, t := range r.terms {
				margin += weights[t.number] * t.weight
			}
			old := alpha[i]
			alpha[i] = dual(old, r.c, squares[i], r.y*margin)
			if by := alpha[i] - old; by != 0 {
				add(r, by*r.y)
				moved = max(moved, math.Abs(by)/r.c)
			}
		}
		if moved < 1e-3 {
			break
		}
	}
	return weights, bias
}

// dual minimises over one multiplier z in (0, c): ½a(z-old)² + b(z-old) + z ln z +
// (c-z) ln(c-z), by Newton's steps kept inside.
func dual(old, c, a, b float64) float64 {
	z := old
	for range 20 {
		slope := a*(z-old) + b + math.Log(z/(c-z))
		if math.Abs(slope) < 1e-6 {
			break
		}
		next := z - slope/(a+c/(z*(c-z)))
		switch {
		case next <= 0:
			next = z * 0.1
		case next >= c:
			next = c - (c-z)*0.1
		}
		z = next
	}
	return z
}

func score(terms []term, weights []float64, bias float64) float64 {
	for _, t := range terms {
		bias += weights[t.number] * t.weight
	}
	return bias
}

// platt fits 1/(1+exp(a·score+b)) to what is true.
func platt(scores []float64, truths []bool) (a, b float64) {
	positive, negative := 0.0, 0.0
	for _, t := range truths {
		if t {
			positive++
		} else {
			negative++
		}
	}
	high, low := (positive+1)/(positive+2), 1/(negative+2)
	target := func(i int) float64 {
		if truths[i] {
			return high
		}
		return low
	}
	loss := func(a, b float64) (sum float64) {
		for i, s := range scores {
			x := a*s + b
			if x >= 0 {
				sum += target(i)*x + math.Log1p(math.Exp(-x))
			} else {
				sum += (target(i)-1)*x + math.Log1p(math.Exp(x))
			}
		}
		return sum
	}
	b = math.Log((negative + 1) / (positive + 1))
	now := loss(a, b)
	for range 100 {
		h11, h22, h21, g1, g2 := 1e-12, 1e-12, 0.0, 0.0, 0.0
		for i, s := range scores {
			p := 1 / (1 + math.Exp(a*s+b))
			d2 := p * (1 - p)
			h11, h22, h21 = h11+s*s*d2, h22+d2, h21+s*d2
			d1 := target(i) - p
			g1, g2 = g1+s*d1, g2+d1
		}
		if math.Abs(g1) < 1e-5 && math.Abs(g2) < 1e-5 {
			break
		}
		det := h11*h22 - h21*h21
		da, db := -(h22*g1-h21*g2)/det, -(-h21*g1+h11*g2)/det
		slope := g1*da + g2*db
		step := 1.0
		for ; step > 1e-10; step /= 2 {
			if next := loss(a+step*da, b+step*db); next < now+1e-4*step*slope {
				a, b, now = a+step*da, b+step*db, next
				break
			}
		}
		if step <= 1e-10 {
			break
		}
	}
	return a, b
}

// Rank puts candidates in the order of how likely they have the theme, with the
// words that speak most for it.
func (m *Model) Rank(candidates []int) []Suggestion {
	all := make([]Suggestion, len(candidates))
	scores := map[int]float64{}
	for i, c := range candidates {
		s := score(m.features.of[c], m.weights, m.bias)
		scores[c] = s
		all[i] = Suggestion{Unit: c, Probability: 1 / (1 + math.Exp(m.a*s+m.b))}
	}
	slices.SortStableFunc(all, func(a, b Suggestion) int { return cmp.Compare(scores[b.Unit], scores[a.Unit]) })
	return all
}

// Because fills in why a suggestion was made: the terms that speak most for it, five
// at most.
func (m *Model) Because(s *Suggestion) {
	terms := slices.Clone(m.features.of[s.Unit])
	weight := func(t term) float64 { return t.weight * m.weights[t.number] }
	slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(weight(b), weight(a)) })
	s.Because = nil
	for _, t := range terms {
		name := m.features.names[t.number]
		if weight(t) <= 0 || len(s.Because) == 5 {
			break
		}
		if !slices.ContainsFunc(s.Because, func(b string) bool { return strings.Contains(" "+b+" ", " "+name+" ") }) {
			s.Because = append(s.Because, name)
		}
	}
}

// Top are the terms that speak most for a theme anywhere.
func (m *Model) Top(n int) []string {
	order := make([]int, len(m.weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(m.weights[b], m.weights[a]) })
	var top []string
	for _, i := range order[:min(n, len(order))] {
		if m.weights[i] > 0 {
			top = append(top, m.features.names[i])
		}
	}
	return top
}

// A Like is a unit that is like another text.
type Like struct {
	Unit       int
	Similarity float64 // cosine, 0 to 1
	Common     []string
}

// Similar ranks units by how much their words are those of a text: the cosine of
// their TF-IDF vectors over stems and pairs of them. Units that have no word in
// common with it are left out.
func Similar(units []Unit, text []Word) []Like {
	f := newFeatures(units)
	counts := map[string]int{}
	eachTerm(text, func(key, _ string) { counts[key]++ })
	weight := map[int32]float64{}
	for _, t := range f.terms(counts) {
		weight[t.number] = t.weight
	}
	var all []Like
	for i, terms := range f.of {
		l := Like{Unit: i}
		var common []term
		for _, t := range terms {
			if w := weight[t.number]; w > 0 {
				l.Similarity += w * t.weight
				common = append(common, term{t.number, w * t.weight})
			}
		}
		if l.Similarity == 0 {
			continue
		}
		slices.SortStableFunc(common, func(a, b term) int { return cmp.Compare(b.weight, a.weight) })
		for _, t := range common[:min(5, len(common))] {
			l.Common = append(l.Common, f.names[t.number])
		}
		all = append(all, l)
	}
	slices.SortStableFunc(all, func(a, b Like) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return all
}
