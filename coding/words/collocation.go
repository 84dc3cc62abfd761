package words

import (
	"cmp"
	"math"
	"slices"
)

// A Collocate is a word that occurs near another one, the node.
type Collocate struct {
	Text     string
	Near     int     // times within the window
	Count    int     // times in all
	Expected float64 // times within the window if words were in random order
	// LogDice is the association, 1 more being twice as strong (Rychlý 2008). It is at
	// most 14 for a word that occurs once in a window, and below 15 in any case.
	LogDice float64
	G2      float64 // log-likelihood ratio, inside the window against outside
}

// Collocations finds the words within window words of node, on each side, in the same
// unit, and counts the nodes. node is compared by its stem where Options.Stems. The
// strongest by logDice come first, of those near it at least Options.Min times, and
// at least twice.
func Collocations(units []Unit, node Word, window int, o Options) (all []Collocate, nodes int) {
	c := collocations{Options: o, node: node, window: window, count: map[string]int{}, near: map[string]int{}, text: map[string]string{}}
	for _, u := range units {
		c.add(u.Words)
	}
	for key, n := range c.near {
		if n >= max(o.Min, 2) {
			all = append(all, c.collocate(key))
		}
	}
	slices.SortFunc(all, func(a, b Collocate) int {
		return cmp.Or(cmp.Compare(b.LogDice, a.LogDice), cmp.Compare(a.Text, b.Text))
	})
	return all, c.nodes
}

// collocations are counts by [Options.key].
type collocations struct {
	Options
	node   Word
	window int

	nodes       int
	words       int // in all
	inside      int // words within windows, without the nodes
	count, near map[string]int
	text        map[string]string // how the first form of a word reads
}

func (c *collocations) isNode(w Word) bool { return w.Word == c.node.Word || c.key(w) == c.key(c.node) }

// add counts the words of a unit.
func (c *collocations) add(words []Word) {
	last := -1 // counted as near; windows may overlap
	for i, w := range words {
		key := c.key(w)
		c.words++
		c.count[key]++
		if c.text[key] == "" {
			c.text[key] = w.Word
		}
		if !c.isNode(w) {
			continue
		}
		c.nodes++
		for m := max(i-c.window, last+1); m <= min(i+c.window, len(words)-1); m++ {
			last = m
			if x := words[m]; !c.isNode(x) {
				c.inside++
				if c.Stop || !x.Stop {
					c.near[c.key(x)]++
				}
			}
		}
	}
}

func (c *collocations) collocate(key string) Collocate {
	near, count := float64(c.near[key]), c.count[key]
	return Collocate{
		Text: c.text[key], Near: c.near[key], Count: count,
		Expected: float64(count) * float64(c.inside) / float64(max(c.words, 1)),
		LogDice:  14 + math.Log2(2*near/float64(c.nodes+count)),
		G2:       logLikelihood(near, float64(count-c.near[key]), float64(c.inside), float64(c.words-c.inside)),
	}
}
