package words

import (
	"cmp"
	"slices"
	"strings"
)

// Options are what to count as one, and what to leave out.
type Options struct {
	Phrase int  // adjacent words in a phrase, 1 to 5; 0 is 1
	Stems  bool // count the forms of a word together
	Stop   bool // include stop words
	Min    int  // leave out what is counted less often
}

// key is what tells words apart.
func (o Options) key(w Word) string {
	if o.Stems {
		return w.Stem
	}
	return w.Word
}

// A Frequency is how often a word or phrase is used.
type Frequency struct {
	Text    string // the word; of several forms the most frequent one
	Count   int
	Sources int            // in which it is used
	Groups  map[string]int // counts by group
}

// Totals are numbers of words, stop words included: of all units and by group.
type Totals struct {
	All    int
	Groups map[string]int
}

// Frequencies counts words, or phrases, over units; group names the group of a unit,
// "" for none. The most frequent come first, ties in alphabetical order. Without
// Options.Stop, a phrase neither begins nor ends with a stop word. The units of a
// source must be adjacent.
func Frequencies(units []Unit, o Options, group func(Unit) string) ([]Frequency, Totals) {
	n := max(o.Phrase, 1)
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
			text, key := phrase(part, o)
			c := counts[key]
			if c == nil {
				c = &count{last: -1, Frequency: Frequency{Text: text, Groups: map[string]int{}}}
				if o.Stems {
					c.forms = map[string]int{}
				}
				counts[key] = c
			}
			c.add(text, u.Source, g)
		}
	}
	var all []Frequency
	for _, c := range counts {
		if c.Count >= o.Min {
			c.Text = c.form()
			all = append(all, c.Frequency)
		}
	}
	slices.SortFunc(all, func(a, b Frequency) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text)) })
	return all, totals
}

// A count is a frequency being counted.
type count struct {
	Frequency
	last  int            // source that was counted last
	forms map[string]int // how often each of its forms is used; nil where all are one
}

func (c *count) add(text string, source int, group string) {
	c.Count++
	c.Groups[group]++
	if c.forms != nil {
		c.forms[text]++
	}
	if c.last != source {
		c.last = source
		c.Sources++
	}
}

// form is the most frequent form, of several the first in alphabetical order.
func (c *count) form() string {
	best := c.Text
	for form, n := range c.forms {
		if m := c.forms[best]; n > m || n == m && form < best {
			best = form
		}
	}
	return best
}

// phrase is how adjacent words read, and the key that tells phrases apart.
func phrase(part []Word, o Options) (text, key string) {
	if len(part) == 1 {
		return part[0].Word, o.key(part[0])
	}
	texts, keys := make([]string, len(part)), make([]string, len(part))
	for i, w := range part {
		texts[i], keys[i] = w.Word, o.key(w)
	}
	return strings.Join(texts, " "), strings.Join(keys, " ")
}
