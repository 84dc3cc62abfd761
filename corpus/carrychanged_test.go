package corpus

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"crosscase/corpus/draws"
)

// spoken words of TestCarryChanged; the passages are in them.
const told = "Roe: It began with the money that nobody in the two services had any more of. So we met.\n\n" +
	"Penn: Yes. The board met in May, and the board agreed to share one control room by the end of the year.\n\n" +
	"Roe: Then we waited."

func TestCarryChanged(t *testing.T) {
	replace := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(told) }
	const money = "It began with the money that nobody in the two services had any more of."
	const board = "The board met in May, and the board agreed to share one control room by the end of the year."
	tests := []struct {
		name, quote string
		to          string
		outcome     Outcome
		want        string
	}{
		{"as it was", money, "So. " + told, Unchanged, money},
		{"a word in the middle", money, replace("services", "forces"), Changed,
			"It began with the money that nobody in the two forces had any more of."},
		{"a word inserted", money, replace("had any", "had really any"), Changed,
			"It began with the money that nobody in the two services had really any more of."},
		{"a word left out", money, replace("any more", "more"), Changed, "It began with the money that nobody in the two services had more of."},
		{"its first word", money, replace("It began", "That began"), Changed,
			"That began with the money that nobody in the two services had any more of."},
		{"its first word, by two", money, replace("It began", "All this began"), Changed,
			"began with the money that nobody in the two services had any more of."}, // with those, it were 13 of 15
		{"its last word", board, replace("the year.", "the season."), Changed,
			"The board met in May, and the board agreed to share one control room by the end of the season."},
		{"a full stop", money, replace("any more of.", "any more of!"), Changed,
			"It began with the money that nobody in the two services had any more of!"},
		{"a comma", "The board met in May, and", replace("May,", "May;"), Changed, "The board met in May; and"},
		{"half of its words", money, replace("money that nobody in the two services", "cost which no one of us"), Detached, ""},
		{"other words before it", money, replace("Roe: It", "Roe: Well, you know, it"), Unchanged,
			"it began with the money that nobody in the two services had any more of."},
		{"deleted", money, replace(money+" ", ""), Detached, ""},
		{"one of two words", "nobody in", replace("nobody in", "no one in"), Detached, ""},
		{"the mark after two words", "in May,", replace("May,", "May;"), Detached, ""},
		{"split in two", money, replace("that nobody", "that, so I was told by all of those who had to know it then, nobody"), Detached, ""},
		{"changed and moved", money, replace(money+" ", "", "Then we waited.",
			"Then we waited. It began with the money that nobody in the two forces had any more of."), Changed,
			"It began with the money that nobody in the two forces had any more of."},
		{"twice, equally near", money, replace(money, "It began with the money that nobody in the two forces had any more of. "+
			"It began with the money that nobody in the two groups had any more of."), Detached, ""},
		{"twice, one of them nearer", money, replace(money, "It began with the money that nobody in the two forces had any more of. "+
			"It began with the money that nobody in two groups had any more of."), Changed,
			"It began with the money that nobody in the two forces had any more of."},
		{"punctuation at its end, with words after it", money, replace("more of. So", "more of, for sure, so"), Changed,
			"It began with the money that nobody in the two services had any more of,"},
		{"the words of another", "Then we waited.", replace("Then we waited.", ""), Detached, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := strings.Index(told, tt.quote)
			got := CarryChanged(Text{Body: told}, Text{Body: tt.to}, []Span{{at, at + len(tt.quote)}}, ChangedPercent)[0]
			if words := tt.to[got.Span.Start:got.Span.End]; got.Outcome != tt.outcome || words != tt.want {
				t.Errorf("%s as %q (tied: %v), want %s as %q", got.Outcome, words, got.Tied, tt.outcome, tt.want)
			}
		})
	}
}

func TestCarryNearest(t *testing.T) {
	const quote = "We never trusted the merger at all."
	old := "Alpha beta gamma. " + quote + " Delta epsilon zeta."
	for _, tt := range []struct {
		name, to, want string
		tied           bool
	}{
		{"rewritten in its place", "Alpha beta gamma. We never really trusted that merger at all. Delta epsilon zeta.",
			"We never really trusted that merger at all.", false},
		{"rewritten elsewhere", "Alpha beta gamma. Delta epsilon zeta. Nobody ever trusted the merger at all.", "trusted the merger at all.", false},
		{"twice", "Alpha beta gamma. We trusted the merger at all. Delta epsilon zeta. We trusted the merger at all.", "", true},
		{"other words", "Alpha beta gamma. They did not believe in it. Delta epsilon zeta.", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at := strings.Index(old, quote)
			got := CarryChanged(Text{Body: old}, Text{Body: tt.to}, []Span{{at, at + len(quote)}}, NearestPercent)[0]
			if words := tt.to[got.Span.Start:got.Span.End]; words != tt.want || got.Tied != tt.tied {
				t.Errorf("%s as %q, tied %v, want %q, %v", got.Outcome, words, got.Tied, tt.want, tt.tied)
			}
		})
	}
}

// sharePercent is how many percent of the words of the longer of two texts the other one
// has in the same order, by the textbook table of a longest common subsequence.
func sharePercent(a, b string) int {
	x, y := plainWords(a), plainWords(b)
	if max(len(x), len(y)) == 0 {
		return 0
	}
	line := make([]int, len(y)+1)
	for i := range x {
		diagonal := 0
		for j := range y {
			above := line[j+1]
			if line[j+1] = max(above, line[j]); x[i] == y[j] {
				line[j+1] = diagonal + 1
			}
			diagonal = above
		}
	}
	return 100 * line[len(y)] / max(len(x), len(y))
}

// plainWords are the words of a text in lower case, without punctuation.
func plainWords(s string) []string {
	t := tokenize(s, map[string]int32{})
	var words []string
	for _, w := range t.spans {
		if r := []rune(s[w.Start:w.End])[0]; unicode.IsLetter(r) || unicode.IsDigit(r) {
			words = append(words, strings.ToLower(s[w.Start:w.End]))
		}
	}
	return words
}

// The share of words is what the textbook says.
func TestLawSharePercent(t *testing.T) {
	for seed := range draws.Times(uint64(500)) {
		r := rand.New(rand.NewPCG(seed, 6))
		a := writeText(r, 1+r.IntN(25))
		b := edit(r, a)
		if got, want := SharePercent(a, b), sharePercent(a, b); got != want {
			t.Fatalf("seed %d: %d %% of %q and %q, want %d", seed, got, a, b, want)
		}
	}
}

// Where all words of a text differ, nothing is a matter of chance: of a passage some words
// of which are replaced, left out or inserted, it is the numbers of words that say whether
// it is carried, and its place is known.
func TestLawChangedIsCounted(t *testing.T) {
	count := map[Outcome]int{}
	for seed := range draws.Times(uint64(600)) {
		r := rand.New(rand.NewPCG(seed, 7))
		words := make([]string, 60)
		for i := range words {
			words[i] = fmt.Sprintf("w%d", i)
		}
		first, n := 1+r.IntN(20), 3+r.IntN(30)
		from, at := Text{Body: strings.Join(words, " ")}, Span{}
		at.Start = strings.Index(from.Body, words[first]+" ")
		at.End = strings.Index(from.Body, " "+words[first+n])
		next := slices.Clone(words)
		inside := func() int { return first + 1 + r.IntN(n-2) } // its ends stay
		gone := map[int]bool{}
		for k := range r.IntN(5) {
			switch i := inside(); r.IntN(3) {
			case 0:
				if !gone[i] {
					gone[i] = true
					next[i] = fmt.Sprintf("x%d", k)
				}
			case 1:
				if !gone[i] {
					gone[i] = true
					next[i] = ""
				}
			case 2:
				next[i] += fmt.Sprintf(" y%d", k)
			}
		}
		to := Text{Body: strings.Join(strings.Fields(strings.Join(next, " ")), " ")}
		kept, added := n-len(gone), strings.Count(to.Body, "x")+strings.Count(to.Body, "y")
		want := Detached
		switch {
		case len(gone)+added == 0:
			want = Unchanged
		case anyStretch(plainWords(from.Body[at.Start:at.End]), plainWords(to.Body)):
			want = Changed
		}
		got := CarryChanged(from, to, []Span{at}, ChangedPercent)[0]
		count[got.Outcome]++
		if got.Outcome != want {
			t.Fatalf("seed %d: %s, want %s: %d of %d words left, %d added", seed, got.Outcome, want, kept, n, added)
		}
		place := Span{strings.Index(to.Body, words[first]+" "), strings.Index(to.Body, " "+words[first+n])}
		if 100*kept >= ChangedPercent*max(n, kept+added) && got.Span != place {
			t.Fatalf("seed %d: at %v, want %v", seed, got.Span, place)
		}
		if want == Changed && got.Span == place && got.Percent != 100*kept/max(n, kept+added) {
			t.Fatalf("seed %d: %d %%, want %d of %d", seed, got.Percent, kept, max(n, kept+added))
		}
	}
	if count[Changed] < 50 || count[Detached] < 50 || count[Unchanged] < 50 {
		t.Errorf("%v: some hardly ever", count)
	}
}

// anyStretch tells whether some stretch of a text has enough of the words of a quote, all of
// which differ, and few others.
func anyStretch(quote, text []string) bool {
	for i := range text {
		same := 0
		for k := i; k < len(text); k++ {
			if slices.Contains(quote, text[k]) {
				same++
			}
			if 100*same >= ChangedPercent*max(len(quote), k+1-i) {
				return true
			}
		}
	}
	return false
}
