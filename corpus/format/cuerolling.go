package format

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"crosscase/corpus"
)

// Captions that roll show the last line once more above the new one, and some show each
// line once more alone, for a moment.
const (
	rollingWords  = 100                   // the most words of a cue that may roll
	rollingGap    = 2 * time.Second       // the longest time between two cues that show the same line
	rollingMoment = 60 * time.Millisecond // a cue that nobody can read
)

// rolling leaves out the words that a cue repeats of the one before, if the captions of
// the file roll.
func (r *cueReader) rolling() {
	cues := slices.DeleteFunc(slices.Clone(r.cues), func(c *subtitle) bool { return len(c.words()) == 0 })
	repeated := repeats(cues)
	if !roll(cues, repeated) {
		return
	}
	for i, n := range repeated {
		if n > 0 {
			where := fmt.Sprintf("cue %d", cues[i].place)
			r.left = append(r.left, leftRow{cues[i].row, corpus.LeftOut{Why: corpus.RepeatedCaption, Where: where, Text: cues[i].cut(n)}})
		}
	}
}

// repeats counts the words at the beginning of each cue that the one before has at its end:
// at least all that is new in it, so a word that is said twice is none.
func repeats(cues []*subtitle) []int {
	found := make([]int, len(cues))
	var before []string
	for i, cue := range cues {
		words := cue.words()
		if i > 0 && len(words) <= rollingWords && len(before) <= rollingWords && cue.From-cues[i-1].To < rollingGap {
			fresh := len(before) - found[i-1]
			if fresh == 0 { // all of it was in the cue before: the same line a third time
				fresh = len(before)
			}
			found[i] = overlap(before, words, fresh)
		}
		before = words
	}
	return found
}

// overlap is the most words, but at least a number, that end before and begin after.
func overlap(before, after []string, least int) int {
	for n := min(len(before), len(after)); n >= least; n-- {
		if slices.Equal(before[len(before)-n:], after[:n]) {
			return n
		}
	}
	return 0
}

// roll reports whether most cues repeat words of the one before. That some of them have
// new words as well, or are shown for a moment, tells them from someone who says the same
// again.
func roll(cues []*subtitle, repeated []int) bool {
	times, sure := 0, 0
	for i, n := range repeated {
		if n == 0 {
			continue
		}
		if times++; n < len(cues[i].words()) || cues[i].To-cues[i].From <= rollingMoment {
			sure++
		}
	}
	return times > 1 && times*2 > len(cues)-1 && sure*3 >= times
}

// words are all words of a cue.
func (c *subtitle) words() (words []string) {
	for _, u := range c.said {
		words = append(words, strings.Fields(u.text)...)
	}
	return words
}

// cut removes and returns the first n words of a cue.
func (c *subtitle) cut(n int) string {
	var gone []string
	for i, u := range c.said {
		words := strings.Fields(u.text)
		k := min(n-len(gone), len(words))
		gone = append(gone, words[:k]...)
		c.said[i].text = strings.Join(words[k:], " ")
	}
	return strings.Join(gone, " ")
}
