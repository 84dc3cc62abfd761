package words

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Options say what is counted as one.
type Options struct {
	Phrase int  // so many words side by side, 1 to 5; 0 is 1
	Stems  bool // forms of one word together
	Stop   bool // words that are too common to say anything, too
	Min    int  // only what stands so often
}

// A Frequency is how often a word or phrase is used.
type Frequency struct {
	Text    string // the word; of several forms the one used most
	Count   int
	Sources int            // in which it is used
	Groups  map[string]int // counts by group
}

// Totals are the words that counts are of: all of them, and those of each group.
type Totals struct {
	All    int
	Groups map[string]int
}

// Frequencies counts words, or phrases, over units; group says whose a unit is, ""
// for nobody's. Most frequent come first, equals by the alphabet. A phrase neither
// begins nor ends with a word that says nothing, unless Stop.
func Frequencies(units []Unit, o Options, group func(Unit) string) ([]Frequency, Totals) {
	n := max(o.Phrase, 1)
	type count struct {
		Frequency
		last  int
		forms map[string]int
	}
	counts := map[string]*count{}
	totals := Totals{Groups: map[string]int{}}
	for _, u := range units {
		g := group(u)
		totals.All += len(u.Words)
		totals.Groups[g] += len(u.Words)
		for i := 0; i+n <= len(u.Words); i++ {
			part := u.Words[i : i+n]
			if !o.Stop && (part[0].Stop || part[n-1].Stop) {
				continue
			}
			text, key := phrase(part, o.Stems)
			c := counts[key]
			if c == nil {
				c = &count{last: -1}
				c.Groups = map[string]int{}
				if o.Stems {
					c.forms = map[string]int{}
				}
				c.Text = text
				counts[key] = c
			}
			c.Count++
			c.Groups[g]++
			if c.forms != nil {
				c.forms[text]++
			}
			if c.last != u.Source {
				c.last = u.Source
				c.Sources++
			}
		}
	}
	var all []Frequency
	for _, c := range counts {
		if c.Count < o.Min {
			continue
		}
		for form, n := range c.forms {
			if m := c.forms[c.Text]; n > m || n == m && form < c.Text {
				c.Text = form
			}
		}
		all = append(all, c.Frequency)
	}
	slices.SortFunc(all, func(a, b Frequency) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text)) })
	return all, totals
}

// phrase is how words read side by side, and what tells them apart.
func phrase(part []Word, stems bool) (text, key string) {
	if len(part) == 1 {
		if stems {
			return part[0].Word, part[0].Stem
		}
		return part[0].Word, part[0].Word
	}
	texts, keys := make([]string, len(part)), make([]string, len(part))
	for i, w := range part {
		texts[i], keys[i] = w.Word, w.Word
		if stems {
			keys[i] = w.Stem
		}
	}
	return strings.Join(texts, " "), strings.Join(keys, " ")
}

// A Key is a word that one group uses more, or less, than another.
type Key struct {
	Text     string
	A, B     int     // counts
	G2       float64 // log-likelihood, above 0; 3.84 is p < 0.05, 6.63 p < 0.01, 10.83 p < 0.001, 15.13 p < 0.0001, for one word looked at alone
	LogRatio float64 // effect size: how often twice as much A uses it as B; negative where less
}

// Keyness compares two groups of which frequencies were counted, words by G², the
// log-likelihood (Dunning 1993, in the form of Rayson and Garside 2000), with the
// log ratio of relative frequencies as effect size (Hardie 2014; half an occurrence
// stands for none). Most telling words come first.
func Keyness(all []Frequency, totals Totals, a, b string) []Key {
	var keys []Key
	na, nb := float64(totals.Groups[a]), float64(totals.Groups[b])
	for _, f := range all {
		k := Key{Text: f.Text, A: f.Groups[a], B: f.Groups[b]}
		if k.A+k.B == 0 || na == 0 || nb == 0 {
			continue
		}
		k.G2 = logLikelihood(float64(k.A), float64(k.B), na, nb)
		k.LogRatio = math.Log2(math.Max(float64(k.A), 0.5) / na / (math.Max(float64(k.B), 0.5) / nb))
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y Key) int { return cmp.Or(cmp.Compare(y.G2, x.G2), cmp.Compare(x.Text, y.Text)) })
	return keys
}

// logLikelihood is G² of a word that stands a times among na words and b times
// among nb.
func logLikelihood(a, b, na, nb float64) float64 {
	share := (a + b) / (na + nb)
	sum := 0.0
	for _, x := range [][2]float64{{a, na * share}, {b, nb * share}} {
		if x[0] > 0 {
			sum += x[0] * math.Log(x[0]/x[1])
		}
	}
	return max(2*sum, 0)
}

// A Collocate is a word that stands near another one.
type Collocate struct {
	Text     string
	Near     int     // times within the window
	Count    int     // times anywhere
	Expected float64 // times near, were words strewn at random
	LogDice  float64 // association, 14 at most; 1 more is twice as strong (Rychlý 2008)
	G2       float64 // log-likelihood against other places
}

// Collocations finds the words within window words of node, on each side, in the
// same unit; node is compared by its stem where Stems. Strongest by logDice come
// first, of those that stand near it at least Min times, 2 if that is less.
func Collocations(units []Unit, node Word, window int, o Options) (all []Collocate, nodes int) {
	is := func(w Word) bool { return w.Word == node.Word || o.Stems && w.Stem == node.Stem }
	key := func(w Word) string {
		if o.Stems {
			return w.Stem
		}
		return w.Word
	}
	count, near, text := map[string]int{}, map[string]int{}, map[string]string{}
	words, seen := 0, 0
	for _, u := range units {
		last := -1 // word that was counted as near last: windows may overlap
		for i, w := range u.Words {
			words++
			count[key(w)]++
			if text[key(w)] == "" {
				text[key(w)] = w.Word
			}
			if !is(w) {
				continue
			}
			nodes++
			for m := max(i-window, last+1); m <= min(i+window, len(u.Words)-1); m++ {
				last = m
				if x := u.Words[m]; !is(x) {
					seen++
					if o.Stop || !x.Stop {
						near[key(x)]++
					}
				}
			}
		}
	}
	for k, n := range near {
		if n < max(o.Min, 2) {
			continue
		}
		c := Collocate{Text: text[k], Near: n, Count: count[k], Expected: float64(count[k]) * float64(seen) / float64(max(words, 1))}
		c.LogDice = 14 + math.Log2(2*float64(n)/float64(nodes+c.Count))
		c.G2 = logLikelihood(float64(n), float64(c.Count-n), float64(seen), float64(words-seen))
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Collocate) int {
		return cmp.Or(cmp.Compare(b.LogDice, a.LogDice), cmp.Compare(a.Text, b.Text))
	})
	return all, nodes
}
