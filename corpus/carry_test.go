package corpus

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestCarry(t *testing.T) {
	const old = "Roe: It began with money. Nobody had any.\n\nPenn: Yes. The board met in May, and the board agreed.\n\nRoe: Yes."
	tests := []struct {
		name, quote string
		to          string
		fate        Outcome
		want        string // words that it stands on, or that stand in its place
	}{
		{"nothing changed", "began with money", old, Kept, "began with money"},
		{"words before it", "Nobody had any.", "Roe: Well. It all began with money. Nobody had any.\n\nPenn: Yes.", Kept, "Nobody had any."},
		{"white space", "money. Nobody had any.", strings.ReplaceAll(old, "money. Nobody", "money.\n\n  Nobody"), Changed, "money.\n\n  Nobody had any."},
		{"case", "the board agreed", strings.ReplaceAll(old, "the board agreed", "The Board agreed"), Changed, "The Board agreed"},
		{"a word in it", "began with money", strings.ReplaceAll(old, "with money", "with the money"), Detached, "with the money"},
		{"a mark in it", "in May, and", strings.ReplaceAll(old, "May,", "May;"), Detached, ";"},
		{"gone", "Nobody had any.", strings.ReplaceAll(old, " Nobody had any.", ""), Detached, ""},
		{"a paragraph moved", "The board met in May", "Penn: The board met in May, and the board agreed.\n\nRoe: It began with money. Nobody had any.\n\nRoe: Yes.", Kept, "The board met in May"},
		{"a sentence moved", "Nobody had any.", "Nobody had any. Roe: It began with money.\n\nPenn: Yes. The board met in May, and the board agreed.\n\nRoe: Yes.", Moved, "Nobody had any."},
		{"part of a word", "oney", strings.ReplaceAll(old, "money", "MONEY"), Changed, "ONEY"},
		{"the word that it is part of", "oney", strings.ReplaceAll(old, "money", "honey"), Detached, "honey"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := strings.Index(old, tt.quote)
			got := Carry(Text{Body: old}, Text{Body: tt.to}, []Span{{at, at + len(tt.quote)}})[0]
			span := got.Span
			if got.Outcome == Detached {
				span = got.Near
			}
			if got.Outcome != tt.fate || tt.fate != Detached && tt.to[span.Start:span.End] != tt.want || tt.fate == Detached && !strings.Contains(tt.to[span.Start:span.End], tt.want) {
				t.Errorf("%s on %q, want %s on %q", got.Outcome, tt.to[span.Start:span.End], tt.fate, tt.want)
			}
		})
	}
}

// Of two that are alike, the one that was marked is carried; where it went, the
// other one is not taken for it.
func TestCarryTellsTwinsApart(t *testing.T) {
	const old = "Roe: Was it trust?\n\nPenn: Yes.\n\nRoe: Was it money?\n\nPenn: Yes.\n\nRoe: Then we agree."
	second := strings.LastIndex(old, "Yes.")
	without := "Roe: Was it trust?\n\nPenn: Yes.\n\nRoe: Was it money?\n\nRoe: Then we agree."
	if got := Carry(Text{Body: old}, Text{Body: without}, []Span{{second, second + 4}})[0]; got.Outcome != Detached {
		t.Errorf("%s on %d, want detached: the other one is another answer", got.Outcome, got.Span.Start)
	}
	longer := "Roe: Hello.\n\n" + old
	if got := Carry(Text{Body: old}, Text{Body: longer}, []Span{{second, second + 4}})[0]; got.Span.Start != strings.LastIndex(longer, "Yes.") {
		t.Errorf("carried to %d, want the last one", got.Span.Start)
	}
}

// words that recur as words do, with letters of several bytes and scripts without
// spaces.
var lexicon = strings.Fields("the the the and and of to trust money board naïve Straße ÜBER 🙂 don't it's (so) – 私 達 は yes yes no İstanbul ŉ é é مرحبا שלום")

func writeText(r *rand.Rand, words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteString([]string{" ", " ", " ", " ", "\n", "\n\n", "  "}[r.IntN(7)])
		}
		b.WriteString(lexicon[r.IntN(len(lexicon))])
		b.WriteString([]string{"", "", "", "", ".", ",", "?"}[r.IntN(7)])
	}
	return b.String()
}

// edit changes a text as people do: it inserts, deletes, replaces and moves words
// or whole paragraphs.
func edit(r *rand.Rand, body string) string {
	place := func(s string) int {
		if s == "" {
			return 0
		}
		i := r.IntN(len(s) + 1)
		for i < len(s) && !utf8.RuneStart(s[i]) {
			i++
		}
		return i
	}
	from, to := place(body), place(body)
	from, to = min(from, to), max(from, to)
	if to-from > 60 {
		to = from + 60
		for to < len(body) && !utf8.RuneStart(body[to]) {
			to++
		}
	}
	paragraphs := strings.Split(body, "\n\n")
	switch r.IntN(8) {
	case 0:
		return body[:from] + writeText(r, 1+r.IntN(4)) + body[from:]
	case 1:
		return body[:from] + body[to:]
	case 2:
		return body[:from] + writeText(r, 1+r.IntN(4)) + body[to:]
	case 3: // moved
		rest := body[:from] + body[to:]
		at := place(rest)
		return rest[:at] + body[from:to] + rest[at:]
	case 4: // paragraphs change places
		i, j := r.IntN(len(paragraphs)), r.IntN(len(paragraphs))
		paragraphs[i], paragraphs[j] = paragraphs[j], paragraphs[i]
	case 5:
		i := r.IntN(len(paragraphs))
		paragraphs = slices.Delete(paragraphs, i, i+1)
	case 6:
		i := r.IntN(len(paragraphs))
		paragraphs = slices.Insert(paragraphs, i, writeText(r, 1+r.IntN(12)))
	case 7: // white space and case
		return strings.ToUpper(body[:from]) + strings.ReplaceAll(body[from:], " ", "\n")
	}
	return strings.Join(paragraphs, "\n\n")
}

// Ten thousand edits of sources with overlapping passages: none is ever carried
// to other words than its own, and what an edit did not touch is kept.
func TestCarryLaw(t *testing.T) {
	count := map[Outcome]int{}
	edits := 0
	for seed := uint64(0); edits < 10_000; seed++ {
		r := rand.New(rand.NewPCG(seed, 1))
		body := writeText(r, 5+r.IntN(150))
		for range 20 {
			text := Text{Body: body}
			var spans []Span
			for range 12 {
				a, b := r.IntN(len(body)+1), r.IntN(len(body)+1)
				s := Span{min(a, b), max(a, b)}
				if s.Len() > 80 {
					s.End = s.Start + 80
				}
				if text.Check(s) == nil {
					spans = append(spans, s)
				}
			}
			next := Text{Body: edit(r, body)}
			edits++
			for i, c := range Carry(text, next, spans) {
				count[c.Outcome]++
				quote := body[spans[i].Start:spans[i].End]
				if c.Outcome == Detached {
					continue
				}
				got, err := next.Quote(c.Span)
				if err != nil || !SameWords(quote, got) {
					t.Fatalf("seed %d, edit %d: %q is carried to %q (%v)", seed, edits, quote, got, err)
				}
				if c.Outcome == Kept && got != quote {
					t.Fatalf("seed %d: %q is kept as %q", seed, quote, got)
				}
			}
			if body = next.Body; len(body) < 20 {
				break
			}
		}
	}
	t.Log(edits, "edits:", count)
	if count[Kept] < count[Detached] || count[Moved] == 0 || count[Changed] == 0 {
		t.Errorf("fates %v: too few are carried, or some never", count)
	}
}

// Where every word is unique, a word's way is known for certain: it is where it
// went.
func TestCarryFollowsWords(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		words := make([]string, 60)
		for i := range words {
			words[i] = "w" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + string(rune('a'+i/26))
		}
		old := strings.Join(words, " ")
		changed := slices.Clone(words)
		from := r.IntN(40)
		block := slices.Clone(changed[from : from+10])
		changed = slices.Delete(changed, from, from+10)
		to := r.IntN(len(changed))
		changed = slices.Insert(changed, to, block...)
		next := strings.Join(changed, " ")
		for i, w := range words {
			at := strings.Index(old+" ", w+" ")
			got := Carry(Text{Body: old}, Text{Body: next}, []Span{{at, at + len(w)}})[0]
			if want := strings.Index(next+" ", w+" "); got.Outcome == Detached || got.Span.Start != want {
				t.Fatalf("seed %d: word %d %q is %s at %d, want %d", seed, i, w, got.Outcome, got.Span.Start, want)
			}
		}
	}
}

func TestAlign(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 3))
		a, b := make([]int32, r.IntN(30)), make([]int32, r.IntN(30))
		for i := range a {
			a[i] = int32(r.IntN(4))
		}
		for i := range b {
			b[i] = int32(r.IntN(4))
		}
		for _, f := range []func(m []int32){
			func(m []int32) { align(a, b, 0, 0, m, 0) },
			func(m []int32) { shortestEdits(a, b, 0, 0, m) },
		} {
			match := make([]int32, len(a))
			for i := range match {
				match[i] = -1
			}
			f(match)
			last := int32(-1)
			for i, j := range match {
				if j >= 0 && (j <= last || a[i] != b[j]) {
					t.Fatalf("seed %d: %v and %v are matched by %v", seed, a, b, match)
				}
				last = max(last, j)
			}
			if diff := cmp.Diff(len(a) == 0, len(match) == 0); diff != "" {
				t.Fatal(diff)
			}
		}
	}
}

func BenchmarkCarry(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	old := writeText(r, 200_000)
	next := old
	for range 200 {
		next = edit(r, next[:len(next)/2]) + next[len(next)/2:]
	}
	var spans []Span
	text := Text{Body: old}
	for i := 0; i+40 < len(old); i += 400 {
		if s := (Span{i, i + 40}); text.Check(s) == nil {
			spans = append(spans, s)
		}
	}
	b.ReportMetric(float64(len(spans)), "passages")
	for b.Loop() {
		Carry(text, Text{Body: next}, spans)
	}
}
