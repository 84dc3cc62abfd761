package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

var ctx = context.Background()

// library is sources in memory, as a study would give them.
type library struct {
	sources []Source
	texts   map[corpus.TextID]corpus.Text
}

func (l *library) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	t, ok := l.texts[id]
	if !ok {
		return t, errors.New("no such text")
	}
	return t, nil
}

// add puts a transcript into the library; each speaker's organisation is the
// speaker's name with "shire" behind it.
func (l *library) add(t testing.TB, language, body string) {
	t.Helper()
	doc, err := format.Read("a.txt", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	found, err := transcript.Find(doc, transcript.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tr := found.Transcript
	id := corpus.TextID(fmt.Sprintf("text-%04d", len(l.sources)))
	facts := [][]corpus.Fact{{{Name: "type", Value: "document"}}}
	for _, s := range tr.Speakers {
		facts = append(facts, []corpus.Fact{{Name: "speaker", Value: s.Label}, {Name: "organisation", Value: s.Label + "shire"}})
	}
	if l.texts == nil {
		l.texts = map[corpus.TextID]corpus.Text{}
	}
	l.texts[id] = corpus.Text{ID: id, Body: doc.Body}
	l.sources = append(l.sources, Source{id, language, &tr, facts})
}

func interviews(t testing.TB) *library {
	var l library
	l.add(t, "en", `Interviewer: Did you trust them?
Roe: Trusting was the hard part. We trusted the organisation's word — “the shared vision” — and they organised it.
Penn: The vision was not shared. It was state-of-the-art, they said, 🙂 and naïve.
Roe: The universe of universities! Colour or color, it can't be told.`)
	l.add(t, "de", "Vater: Die Häuser waren schön.\nMutter: Das Haus war Vertrauen, Vertrauens wert.\nVater: Ja.\nMutter: Nein.")
	l.add(t, "fr", "Père: L'organisation d'une équipe.\nMère: Nous organisons les équipes.\nPère: Oui.\nMère: Non.")
	l.add(t, "ru", "Отец: Мы доверяли пожарным.\nМать: Доверие было.\nОтец: Да.\nМать: Нет.")
	l.add(t, "ja", "消防と警察が一緒に働くことになりました。")
	l.add(t, "", "Nobody speaks of trusting here. Trusts stay as they are.")
	return &l
}

func TestSearch(t *testing.T) {
	l := interviews(t)
	ix := At(filepath.Join(t.TempDir(), "x.index"))
	tests := []struct {
		query string
		want  []string // what matched, in order; hits of one turn joined with |
	}{
		{"trust", []string{"trust", "Trusting|trusted"}},
		{"exact:trusted", []string{"trusted"}},
		{"trusting", []string{"trust", "Trusting|trusted", "trusting"}},
		{`"shared vision"`, []string{"shared vision"}},
		{`"vision shared"`, nil},
		{"shared vision", []string{"shared|vision", "vision|shared"}},
		{"shared -hard", []string{"shared"}},
		{"shared NOT hard", []string{"shared"}},
		{"+shared hard", []string{"hard|shared", "shared"}},
		{"trust AND shared", []string{"Trusting|trusted|shared"}},
		{"(hard OR naïve) vision", []string{"hard|vision", "vision|naïve"}},
		{"organisation", []string{"organisation's|organised", "L'organisation"}},
		{"universe", []string{"universe|universities"}}, // Porter's stem is one
		{"exact:universe", []string{"universe"}},
		{"univ*", []string{"universe|universities"}},
		{"COLOUR~", []string{"Colour|color"}},
		{"Nai\u0308v*", []string{"naïve"}},
		{"/colou?r/", []string{"Colour|color"}},
		{"/.*trust.*/", []string{"trust", "Trusting|trusted", "trusting|Trusts"}},
		{"state-of-the-art", []string{"state-of-the-art"}},
		{"can't", []string{"can't"}},
		{"can’t", []string{"can't"}},
		{"haus", []string{"Häuser", "Haus"}},
		{"vertrauen", []string{"Vertrauen|Vertrauens"}},
		{"équipe", []string{"équipe", "équipes"}},
		{"доверять", []string{"доверяли"}},
		{"警察", []string{"警察"}},
		{"speaker:roe trust", []string{"Trusting|trusted"}},
		{"organisation:pennshire vision", []string{"vision"}},
		{"type:document trusting", []string{"trusting"}},
		{"the", []string{"the|the|the", "The|the", "The"}},
		{"nowhere", nil},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			q, err := Parse(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			hits, err := ix.Search(ctx, q, l.sources, l, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, h := range hits {
				var matched []string
				turn := l.sources[h.Source].Transcript.Turns[h.Turn]
				for _, s := range h.Spans {
					if !turn.Words().Contains(s) {
						t.Errorf("%v lies outside its turn %v", s, turn)
					}
					quote, err := l.texts[l.sources[h.Source].Text].Quote(s)
					if err != nil {
						t.Error(err)
					}
					matched = append(matched, quote)
				}
				got = append(got, strings.Join(matched, "|"))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSyntaxErrorsPointAtThePlace(t *testing.T) {
	tests := []struct {
		query  string
		offset int
		says   string
	}{
		{"", 0, "nothing to look for"},
		{"-trust", 0, "nothing to look for"},
		{"speaker:roe", 0, "nothing to look for"},
		{`trust "shared`, 6, "not closed"},
		{"trust (a OR b", 6, "not closed"},
		{"trust) b", 5, "closes nothing"},
		{"a OR", 4, "both sides"},
		{"OR a", 0, "both sides"},
		{"a AND", 2, "both sides"},
		{"a ()", 2, "nothing in these parentheses"},
		{"a /b", 2, "not closed"},
		{"a /(b/", 2, "no pattern"},
		{"é coder:x", 3, "no field"},
		{"speaker: x", 0, "must follow"},
		{"a - b", 2, "a word must follow"},
		{"*", 0, "end of a word"},
		{"a ~", 2, "no word before"},
		{`"…"`, 0, "no word"},
	}
	for _, tt := range tests {
		_, err := Parse(tt.query)
		var at *SyntaxError
		if !errors.As(err, &at) || at.Offset != tt.offset || !strings.Contains(at.Reason, tt.says) {
			t.Errorf("Parse(%q): %+v, want %q at %d", tt.query, err, tt.says, tt.offset)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, q := range []string{`+a -b "c d" OR (e AND NOT f*) g~2 /h+/ exact:i speaker:"j k"`, "a)", "((", `"`, "-", "é:ü", "a OR OR"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		_, err := Parse(query)
		var at *SyntaxError
		if err != nil && (!errors.As(err, &at) || at.Offset < 0 || at.Offset > len(query)) {
			t.Fatalf("%q: %v", query, err)
		}
		if err != nil {
			at.Hint()
		}
	})
}

// Whatever is found stands there: each span holds the word that was sought, in
// some form of it, on its own.
func TestSpansHoldWhatMatched(t *testing.T) {
	words := []string{"trust", "Trust", "über", "naïve", "naïve", "🙂", "日本", "O’Brien", "it's", "x", "—", "ﬁre", "İ", "re-use"}
	rapid.Check(t, func(rt *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 30).Draw(rt, "words"), rapid.SampledFrom([]string{" ", "\n", ", "}).Draw(rt, "between"))
		var l library
		l.add(t, rapid.SampledFrom([]string{"en", "", "de"}).Draw(rt, "language"), "Start. "+body)
		word := rapid.SampledFrom([]string{"trust", "über", "naïve", "O'Brien", "it's", "fire"}).Draw(rt, "sought")
		q, err := Parse("exact:" + word)
		if err != nil {
			rt.Fatal(err)
		}
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		hits, err := At(filepath.Join(dir, "x")).Search(ctx, q, l.sources, &l, nil)
		if err != nil {
			rt.Fatal(err)
		}
		text := l.texts[l.sources[0].Text]
		finder := corpus.Finder{Text: text}
		found := map[corpus.Span]bool{}
		for _, h := range hits {
			for _, s := range h.Spans {
				if len((&corpus.Finder{Text: corpus.Text{Body: text.Body[s.Start:s.End]}}).Find(word)) != 1 {
					rt.Fatalf("%q was found in %q", word, text.Body[s.Start:s.End])
				}
				found[s] = true
			}
		}
		for _, s := range finder.Find(word) {
			if !found[s] {
				rt.Fatalf("%q at %v of %q was not found", word, s, text.Body)
			}
		}
	})
}

// The index heals itself: missing, of another version, damaged, of other texts or
// with other facts, it answers as if it were new.
func TestHeals(t *testing.T) {
	l := interviews(t)
	q, err := Parse("trust")
	if err != nil {
		t.Fatal(err)
	}
	segment := func(t *testing.T, folder string) string {
		files, err := filepath.Glob(filepath.Join(folder, "store", "*.zap"))
		if err != nil || len(files) == 0 {
			t.Fatal("no segments", err)
		}
		return files[0]
	}
	tests := []struct {
		name string
		harm func(t *testing.T, folder string)
	}{
		{"missing", func(t *testing.T, folder string) { os.RemoveAll(folder) }},
		{"an empty folder", func(t *testing.T, folder string) { os.RemoveAll(folder); os.Mkdir(folder, 0o700) }},
		{"a file in its place", func(t *testing.T, folder string) { os.RemoveAll(folder); os.WriteFile(folder, []byte("x"), 0o600) }},
		{"no metadata", func(t *testing.T, folder string) { os.Remove(filepath.Join(folder, "index_meta.json")) }},
		{"a segment missing", func(t *testing.T, folder string) { os.Remove(segment(t, folder)) }},
		{"a segment cut", func(t *testing.T, folder string) { os.Truncate(segment(t, folder), 100) }},
		{"a segment emptied", func(t *testing.T, folder string) { os.Truncate(segment(t, folder), 0) }},
		{"a segment overwritten", func(t *testing.T, folder string) {
			data, _ := os.ReadFile(segment(t, folder))
			for i := range data {
				data[i] = 0xff
			}
			os.WriteFile(segment(t, folder), data, 0o600)
		}},
		{"no root", func(t *testing.T, folder string) {
			os.WriteFile(filepath.Join(folder, "store", "root.bolt"), []byte("hello"), 0o600)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "x.index")
			ix := At(folder)
			if err := ix.Sync(ctx, l.sources, l, nil); err != nil {
				t.Fatal(err)
			}
			tt.harm(t, folder)
			hits, err := ix.Search(ctx, q, l.sources, l, nil)
			if err != nil || len(hits) != 2 {
				t.Errorf("%d hits, %v; want 2", len(hits), err)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(folder), ".*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestFollowsTheStudy(t *testing.T) {
	l := interviews(t)
	ix := At(filepath.Join(t.TempDir(), "x.index"))
	count := func(query string) int {
		t.Helper()
		q, err := Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		hits, err := ix.Search(ctx, q, l.sources, l, nil)
		if err != nil {
			t.Fatal(err)
		}
		return len(hits)
	}
	if n := count("vision"); n != 2 {
		t.Errorf("%d hits, want 2", n)
	}
	l.add(t, "en", "Lacey: A vision. Another vision.\nOrme: None.\nLacey: One.\nOrme: None.")
	if n := count("vision"); n != 3 {
		t.Errorf("%d hits after one source more, want 3", n)
	}
	l.sources[0].Facts[2] = []corpus.Fact{{Name: "organisation", Value: "Aldenshire"}}
	if n := count("organisation:alden vision"); n != 1 {
		t.Errorf("%d hits after a speaker changed organisations, want 1", n)
	}
	l.sources = l.sources[1:]
	if n := count("vision"); n != 1 {
		t.Errorf("%d hits after a source went, want 1", n)
	}
}

func BenchmarkSearch(b *testing.B) {
	l := &library{}
	if files, _ := filepath.Glob("../../shared/data/meetings/*.txt"); len(files) > 0 {
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				b.Fatal(err)
			}
			l.add(b, "en", string(data))
		}
	} else {
		for i := range 100 {
			l.add(b, "en", strings.Repeat(fmt.Sprintf("Roe: We need a remote %d with many buttons.\nPenn: Trust me, that is expensive.\n", i), 500))
		}
	}
	ix := At(filepath.Join(b.TempDir(), "x.index"))
	if err := ix.Sync(ctx, l.sources, l, nil); err != nil {
		b.Fatal(err)
	}
	for _, query := range []string{"expensive", `"that is"`, "button* -remote", "trust OR speaker:roe speech"} {
		q, err := Parse(query)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(query, func(b *testing.B) {
			hits := 0
			for b.Loop() {
				found, err := ix.Search(ctx, q, l.sources, l, nil)
				if err != nil {
					b.Fatal(err)
				}
				hits = len(found)
			}
			b.ReportMetric(float64(hits), "hits")
		})
	}
}
