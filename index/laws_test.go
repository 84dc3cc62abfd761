package index

import (
	"errors"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/corpus"
)

// drawText draws a text of words that are hard to split.
func drawText(t *rapid.T) string {
	words := []string{"trust", "Trust", "über", "naïve", "nai\u0308ve", "🙂", "日本", "O’Brien", "it's", "x", "—", "ﬁre", "İ",
		"re-use"}
	between := rapid.SampledFrom([]string{" ", "\n", ", "}).Draw(t, "between")
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 30).Draw(t, "words"), between)
}

// searchExact finds an exact word in a text, and returns it with the matches, and what tells
// whether a place is in a speaker's label.
func searchExact(t *testing.T, rt *rapid.T) (word string, text corpus.Text, inLabel func(corpus.Span) bool, spans []corpus.Span) {
	var l library
	language := rapid.SampledFrom([]string{"en", "", "de"}).Draw(rt, "language")
	l.add(t, language, "Start. "+drawText(rt)) // lines of one word may be names, which are not searched
	word = rapid.SampledFrom([]string{"trust", "über", "naïve", "O'Brien", "it's", "fire"}).Draw(rt, "sought")
	hits, err := Find(ctx, parse(rt, "exact:"+word), l.sources, &l)
	if err != nil {
		rt.Fatal(err)
	}
	for _, h := range hits {
		spans = append(spans, h.Spans...)
	}
	inLabel = func(s corpus.Span) bool {
		turns := l.sources[0].Transcript.Turns
		return slices.ContainsFunc(turns, func(t corpus.Turn) bool { return t.Start <= s.Start && s.End <= t.Body })
	}
	return word, l.texts[l.sources[0].Text], inLabel, spans
}

// What is found is there: each span of a hit is the word that was searched for.
func TestLawFoundIsThere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		word, text, _, spans := searchExact(t, rt)
		for _, s := range spans {
			found := corpus.Finder{Text: corpus.Text{Body: text.Body[s.Start:s.End]}}
			if len(found.Find(word)) != 1 {
				rt.Fatalf("%q was found in %q", word, text.Body[s.Start:s.End])
			}
		}
	})
}

// What is there is found: no occurrence of a word is missed.
func TestLawThereIsFound(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		word, text, inLabel, spans := searchExact(t, rt)
		found := map[corpus.Span]bool{}
		for _, s := range spans {
			found[s] = true
		}
		for _, s := range (&corpus.Finder{Text: text}).Find(word) {
			if !found[s] && !inLabel(s) {
				rt.Fatalf("%q at %v of %q was not found", word, s, text.Body)
			}
		}
	})
}

// Operators are set operations: AND, OR and NOT find the intersection, union and
// difference of the turns that their operands find.
func TestLawOperatorsAreSetOperations(t *testing.T) {
	operand := rapid.SampledFrom([]string{"trust", "cost", "vision", "tru*", "cots~2", "/.o.*/", `"trust cost"`})
	rapid.Check(t, func(rt *rapid.T) {
		var l library
		var turns []string
		word := rapid.SampledFrom([]string{"trust", "costs", "vision", "trusted", "and"})
		for i := range rapid.IntRange(4, 12).Draw(rt, "turns") {
			turns = append(turns, []string{"Roe: ", "Penn: "}[i%2]+strings.Join(rapid.SliceOfN(word, 1, 4).Draw(rt, "words"), " "))
		}
		l.add(t, "en", strings.Join(turns, "\n"))
		find := func(query string) map[int]bool {
			hits, err := Find(ctx, parse(rt, query), l.sources, &l)
			if err != nil {
				rt.Fatal(err)
			}
			found := map[int]bool{}
			for _, h := range hits {
				found[h.Turn] = true
			}
			return found
		}
		a, b := operand.Draw(rt, "a"), operand.Draw(rt, "b")
		inA, inB := find(a), find(b)
		for query, holds := range map[string]func(turn int) bool{
			a + " " + b:          func(n int) bool { return inA[n] && inB[n] },
			a + " AND " + b:      func(n int) bool { return inA[n] && inB[n] },
			a + " OR " + b:       func(n int) bool { return inA[n] || inB[n] },
			a + " -" + b:         func(n int) bool { return inA[n] && !inB[n] },
			"NOT " + b + " " + a: func(n int) bool { return inA[n] && !inB[n] },
			"+" + a + " " + b:    func(n int) bool { return inA[n] },
			"(" + a + ")":        func(n int) bool { return inA[n] },
		} {
			found := find(query)
			for n := range l.sources[0].Transcript.Turns {
				if found[n] != holds(n) {
					rt.Fatalf("%s finds turn %d: %v; %s: %v, %s: %v", query, n, found[n], a, inA[n], b, inB[n])
				}
			}
		}
	})
}

// History does not matter: an index that was synced step by step answers like a new
// one, and like one in memory.
func TestLawHistoryDoesNotMatter(t *testing.T) {
	queries := []string{"trust", "exact:costs", `"the costs"`, "cos* -trust", "speaker:roe costs", "costs OR vision",
		"/.*ted/", "cots~2"}
	words := []string{"trust", "costs", "cost", "vision", "the", "trusted"}
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 0))
		var l library
		stepwise := At(filepath.Join(t.TempDir(), "x.index"))
		for range 4 {
			var turns []string
			for i := range 4 {
				turn := []string{"Roe: ", "Penn: "}[i%2]
				for range 1 + r.IntN(5) {
					turn += words[r.IntN(len(words))] + " "
				}
				turns = append(turns, turn)
			}
			l.add(t, []string{"en", "de", ""}[r.IntN(3)], strings.Join(turns, "\n"))
			if len(l.sources) > 1 && r.IntN(2) == 0 {
				l.sources = append([]Source{}, l.sources[1:]...)
			}
			if err := stepwise.Sync(ctx, l.sources, &l, nil); err != nil {
				t.Fatal(err)
			}
		}
		fresh := At(filepath.Join(t.TempDir(), "y.index"))
		for _, query := range queries {
			q := parse(t, query)
			want, err := Find(ctx, q, l.sources, &l)
			if err != nil {
				t.Fatal(err)
			}
			for name, ix := range map[string]*Index{"step by step": stepwise, "new": fresh} {
				got, err := ix.Search(ctx, q, l.sources, &l, nil)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("seed %d, %s, %s (-memory +disk):\n%s", seed, query, name, diff)
				}
			}
		}
	}
}

// Errors point into the query: a query that cannot be parsed has its error at a place
// in the query.
func FuzzLawErrorsPointIntoTheQuery(f *testing.F) {
	for _, q := range []string{`+a -b "c d" OR (e AND NOT f*) g~2 /h+/ exact:i speaker:"j k"`, "a)", "((", `"`, "-", "é:ü", "a OR OR"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := Parse(query)
		if err == nil {
			if q.String() != query {
				t.Fatalf("%q reads as %q", query, q)
			}
			return
		}
		var at *SyntaxError
		if !errors.As(err, &at) || at.Offset < 0 || at.Offset > len(query) || at.Reason == "" {
			t.Fatalf("%q: %v", query, err)
		}
		if hint := at.Hint(); !strings.HasPrefix(hint, query+"\n") || !strings.HasSuffix(hint, "^") {
			t.Fatalf("%q: hint %q", query, hint)
		}
	})
}

// Tokens are in order: words never overlap, and their spans are whole letters of the
// text.
func TestLawTokensAreInOrder(t *testing.T) {
	tokenizers := map[string]*Tokenizer{}
	for _, language := range []string{"", "en", "de", "fr", "ru", "ar"} {
		tokenizer, err := NewTokenizer(language)
		if err != nil {
			t.Fatal(err)
		}
		tokenizers[language] = tokenizer
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.Custom(drawText), rapid.String()).Draw(t, "text")
		language := rapid.SampledFrom([]string{"", "en", "de", "fr", "ru", "ar"}).Draw(t, "language")
		end := 0
		for _, w := range tokenizers[language].Tokenize(text) {
			if w.Start < end || w.End <= w.Start || w.End > len(text) || !utf8.ValidString(text[w.Start:w.End]) {
				t.Fatalf("%+v of %q, after %d", w, text, end)
			}
			if w.Word == "" || w.Stem == "" {
				t.Fatalf("%+v: no word", w)
			}
			end = w.End
		}
	})
}
