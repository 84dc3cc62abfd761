package corpus

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// numbers makes a word of each letter.
func numbers(letters string) (words []int32) {
	for _, r := range letters {
		words = append(words, r)
	}
	return words
}

func TestAlignMatches(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       []int32
	}{
		{"equal", "abc", "abc", []int32{0, 1, 2}},
		{"nothing in common", "abc", "xyz", []int32{-1, -1, -1}},
		{"empty", "", "abc", nil},
		{"against nothing", "ab", "", []int32{-1, -1}},
		{"inserted", "abc", "axbc", []int32{0, 2, 3}},
		{"deleted", "abcd", "abd", []int32{0, 1, -1, 2}},
		{"replaced", "abc", "axc", []int32{0, -1, 2}},
		{"a prefix", "ab", "abcde", []int32{0, 1}},
		{"a suffix", "de", "abcde", []int32{3, 4}},
		{"repeated words keep their order", "abab", "ab", []int32{0, 1, -1, -1}},
		{"unique words anchor repeated ones", "xaxbx", "xaxxbx", []int32{0, 1, 2, 4, 5}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := numbers(tt.a), numbers(tt.b)
			match := unmatched(len(a))
			align(a, b, 0, 0, match, 0)
			if len(match) == 0 {
				match = nil
			}
			if diff := cmp.Diff(tt.want, match); diff != "" {
				t.Errorf("%q to %q (-want +got):\n%s", tt.a, tt.b, diff)
			}
		})
	}
}

func TestUniqueRuns(t *testing.T) {
	tests := []struct {
		name, a, b string
		n          int
		want       []pair
	}{
		{"single words", "abc", "cab", 1, []pair{{0, 1}, {1, 2}}}, // c is out of order
		{"runs of two", "abxab", "xab", 2, []pair{{2, 0}}},        // ab occurs twice in a
		{"not unique in b", "ab", "aab", 1, []pair{{1, 2}}},
		{"too short", "a", "abc", 2, nil},
		{"none", "abc", "xyz", 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := uniqueRuns(numbers(tt.a), numbers(tt.b), tt.n)
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(pair{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLongestRising(t *testing.T) {
	pairs := func(bs ...int) (p []pair) {
		for i, b := range bs {
			p = append(p, pair{i, b})
		}
		return p
	}
	tests := []struct {
		name string
		bs   []int
		want int // length
	}{
		{"none", nil, 0},
		{"one", []int{5}, 1},
		{"rising", []int{1, 2, 3}, 3},
		{"falling", []int{3, 2, 1}, 1},
		{"one out of order", []int{1, 9, 2, 3, 4}, 4},
		{"two runs", []int{5, 6, 7, 1, 2, 3, 4}, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := longestRising(pairs(tt.bs...))
			if len(got) != tt.want {
				t.Fatalf("%v has %d pairs, want %d", got, len(got), tt.want)
			}
			for i := 1; i < len(got); i++ {
				if got[i].a <= got[i-1].a || got[i].b <= got[i-1].b {
					t.Errorf("%v does not rise", got)
				}
			}
		})
	}
}

// Stretches without a common unique word that differ in more than maxEdits words
// count as rewritten.
func TestAlignGivesUp(t *testing.T) {
	var a, b []int32
	for i := range int32(2 * maxEdits) {
		a = append(a, i%7)
		b = append(b, 100+i%7)
	}
	match := unmatched(len(a))
	align(a, b, 0, 0, match, 0)
	for i, j := range match {
		if j >= 0 {
			t.Fatalf("word %d is matched with %d", i, j)
		}
	}
}

func TestTokenize(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"words and marks", "Yes, it's 5 %.", []string{"Yes", ",", "it", "'", "s", "5", "%", "."}},
		{"white space", "  a \n\tb\u200b ", []string{"a", "b"}},
		{"decomposed accents", "cafe\u0301 au", []string{"cafe\u0301", "au"}},
		{"no spaces between words", "日本語です", []string{"日", "本", "語", "で", "す"}},
		{"mixed scripts", "A日b", []string{"A", "日", "b"}},
		{"an emoji", "ok🙂", []string{"ok", "🙂"}},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range tokenize(tt.body, map[string]int32{}).spans {
				got = append(got, tt.body[s.Start:s.End])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Words have equal numbers if they are equal except for case, also across texts.
func TestTokenNumbers(t *testing.T) {
	numbers := map[string]int32{}
	a, b := tokenize("The board, the BOARD", numbers), tokenize("Board the", numbers)
	if diff := cmp.Diff([]int32{0, 1, 2, 0, 1}, a.words); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int32{1, 0}, b.words); diff != "" {
		t.Error(diff)
	}
}

func TestTokensWithin(t *testing.T) {
	tokens := tokenize("one two, three", map[string]int32{}) // 0:3 4:7 7:8 9:14
	tests := []struct {
		name        string
		span        Span
		first, last int
	}{
		{"a word", Span{4, 7}, 1, 2},
		{"part of a word", Span{5, 6}, 1, 2},
		{"a word and its comma", Span{4, 8}, 1, 3},
		{"white space", Span{3, 4}, 1, 1},
		{"all", Span{0, 14}, 0, 4},
		{"after the end", Span{14, 20}, 4, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if first, last := tokens.within(tt.span); first != tt.first || last != tt.last {
				t.Errorf("within %v are %d to %d, want %d to %d", tt.span, first, last, tt.first, tt.last)
			}
		})
	}
}
