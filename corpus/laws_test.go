package corpus

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/corpus/draws"
)

// Spans: a span that Check accepts quotes at least one letter, and with the text
// before and after it makes the whole text again.
func TestLawSpans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := Text{Body: rapid.String().Draw(t, "body")}
		s := Span{rapid.IntRange(-1, len(text.Body)+1).Draw(t, "start"), rapid.IntRange(-1, len(text.Body)+1).Draw(t, "end")}
		quote, err := text.Quote(s)
		if (err == nil) != (text.Check(s) == nil) {
			t.Fatalf("Quote says %v, Check %v", err, text.Check(s))
		}
		if err != nil {
			return
		}
		if !utf8.ValidString(quote) || quote == "" {
			t.Fatalf("%s quotes %q", s, quote)
		}
		before, after := text.Around(s, len(text.Body))
		if before+quote+after != text.Body {
			t.Fatalf("%q, %q and %q do not make %q", before, quote, after, text.Body)
		}
		if trimmed := text.Trim(s); !s.Contains(trimmed) || strings.TrimSpace(quote) != text.Body[trimmed.Start:trimmed.End] {
			t.Fatalf("Trim(%s) = %s of %q", s, trimmed, text.Body)
		}
	})
}

// Words add up: the words of adjacent spans are the words of both together; none is
// lost, none counted twice.
func TestLawWordsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.String().Draw(t, "body")
		tr := &Transcript{Words: WordStarts(body)}
		cut := rapid.IntRange(0, len(body)).Draw(t, "cut")
		a, b := tr.WordsIn(Span{0, cut}), tr.WordsIn(Span{cut, len(body)})
		if a+b != len(tr.Words) {
			t.Fatalf("%d + %d words of %d", a, b, len(tr.Words))
		}
	})
}

// Quotes are found: any quote of whole words is found at its place.
func TestLawQuotesAreFound(t *testing.T) {
	alphabet := []rune("abAB é“”’'-–\n\t…ﬁßİı日本\u0301\u00ad.,𝒳🙂 ")
	rapid.Check(t, func(t *rapid.T) {
		f := &Finder{Text: Text{Body: string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 1, 60).Draw(t, "text"))}}
		starts := WordStarts(f.Body)
		if len(starts) == 0 {
			return
		}
		from := int(rapid.SampledFrom(starts).Draw(t, "from"))
		rest := strings.FieldsFunc(f.Body[from:], func(r rune) bool { return r == '\n' })
		quote := strings.TrimSpace(rest[0])
		want := Span{from, from + len(quote)}
		for _, s := range f.Find(quote) {
			if err := f.Check(s); err != nil {
				t.Fatal(err)
			}
			if s.Start <= want.Start && s.End >= want.Start {
				return
			}
		}
		before, _ := utf8.DecodeLastRuneInString(f.Body[:from])
		first, _ := utf8.DecodeRuneInString(quote)
		after, _ := utf8.DecodeRuneInString(f.Body[want.End:])
		last, _ := utf8.DecodeLastRuneInString(quote)
		if inWord(before) && inWord(first) || inWord(after) && inWord(last) || strings.ContainsAny(f.Body, "\u0301\u00ad") {
			return // a word by Unicode's rules that has a letter beside it, or loose marks
		}
		t.Fatalf("%q is not found at %v of %q", quote, want, f.Body)
	})
}

// Kinds of marks do not matter: a quote is found at its place also where its quotation
// marks and ellipses are of other kinds.
func TestLawKindsOfMarks(t *testing.T) {
	marks := []string{"'", `"`, "’", "“", "”", "„", "«", "‹", "`"}
	dots := []string{"…", "..."}
	rapid.Check(t, func(t *rapid.T) {
		var text, quote strings.Builder
		for i := range rapid.IntRange(1, 12).Draw(t, "words") {
			word := fmt.Sprintf("w%d", i)
			switch rapid.IntRange(0, 3).Draw(t, "mark") {
			case 0:
				text.WriteString(rapid.SampledFrom(marks).Draw(t, "in the text") + word)
				quote.WriteString(rapid.SampledFrom(marks).Draw(t, "in the quote") + word)
			case 1:
				text.WriteString(word + rapid.SampledFrom(dots).Draw(t, "in the text"))
				quote.WriteString(word + rapid.SampledFrom(dots).Draw(t, "in the quote"))
			default:
				text.WriteString(word)
				quote.WriteString(word)
			}
			text.WriteString(" ")
			quote.WriteString(" ")
		}
		body := strings.TrimSpace(text.String())
		f := &Finder{Text: Text{Body: "é… “before” " + body + " ‘after’"}}
		start := len("é… “before” ")
		if diff := cmp.Diff([]Span{{start, start + len(body)}}, f.Find(quote.String())); diff != "" {
			t.Fatalf("%q in %q (-want +got):\n%s", quote.String(), f.Body, diff)
		}
	})
}

// Carrying never invents: a span is carried with the words that it had before, but for
// white space and case, or is detached; where words may change, those of the latter may be
// listed as changed, and then nearly all of their words are there, in order, and nearly no
// others. Checked on thousands of edits of texts with overlapping spans, most of which are
// carried.
func TestLawCarryingNeverInvents(t *testing.T) {
	count := map[Outcome]int{}
	edits, enough := 0, draws.Times(2000)
	for seed := uint64(0); edits < enough; seed++ {
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
			strict := Carry(text, next, spans)
			for i, c := range CarryChanged(text, next, spans, ChangedPercent) {
				count[c.Outcome]++
				quote := body[spans[i].Start:spans[i].End]
				if strict[i].Outcome == Changed || strict[i].Outcome != Detached && c != strict[i] {
					t.Fatalf("seed %d, edit %d: %q is %+v, and %+v where no word may change", seed, edits, quote, c, strict[i])
				}
				if c.Outcome == Detached {
					continue
				}
				got, err := next.Quote(c.Span)
				if intact := SameWords(quote, got); err != nil || intact == (c.Outcome == Changed) {
					t.Fatalf("seed %d, edit %d: %q is %s as %q (%v)", seed, edits, quote, c.Outcome, got, err)
				}
				if c.Outcome == Changed && sharePercent(quote, got) < ChangedPercent {
					t.Fatalf("seed %d, edit %d: %d %% of %q are in %q", seed, edits, sharePercent(quote, got), quote, got)
				}
			}
			if body = next.Body; len(body) < 20 {
				break
			}
		}
	}
	t.Log(edits, "edits:", count)
	if count[Unchanged] < count[Detached] || count[Moved] == 0 || count[Changed] == 0 {
		t.Errorf("fates %v: too few are carried, or some never", count)
	}
}

// Words are followed: a word that is unique in both texts is carried to where it went.
func TestLawWordsAreFollowed(t *testing.T) {
	for seed := range draws.Times(uint64(100)) {
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
		spans := make([]Span, len(words))
		for i, w := range words {
			at := strings.Index(old+" ", w+" ")
			spans[i] = Span{at, at + len(w)}
		}
		for i, got := range Carry(Text{Body: old}, Text{Body: next}, spans) {
			if want := strings.Index(next+" ", words[i]+" "); got.Outcome == Detached || got.Span.Start != want {
				t.Fatalf("seed %d: word %d %q is %s at %d, want %d", seed, i, words[i], got.Outcome, got.Span.Start, want)
			}
		}
	}
}

// Alignment: words are only matched with equal words, in the same order, by the whole
// algorithm and by its last resort.
func TestLawAlignment(t *testing.T) {
	for seed := range draws.Times(uint64(1000)) {
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
			match := unmatched(len(a))
			f(match)
			last := int32(-1)
			for i, j := range match {
				if j >= 0 && (j <= last || a[i] != b[j]) {
					t.Fatalf("seed %d: %v and %v are matched by %v", seed, a, b, match)
				}
				last = max(last, j)
			}
		}
	}
}

// Turns are carried: a carried transcript is valid, and each of its turns keeps the
// speaker and the time of a turn of the old one, in the same order.
func TestLawTurnsAreCarried(t *testing.T) {
	for seed := range draws.Times(uint64(150)) {
		r := rand.New(rand.NewPCG(seed, 4))
		var body strings.Builder
		for i := range 2 + r.IntN(8) {
			if i > 0 {
				body.WriteByte('\n')
			}
			body.WriteString([]string{"Roe", "Penn", "Hale"}[r.IntN(3)] + ": " + strings.Join(strings.Fields(writeText(r, 3+r.IntN(12))), " "))
		}
		from, tr := spoken(body.String())
		to := Text{Body: edit(r, from.Body)}
		got := CarryTranscript(from, tr, to)
		if err := got.Check(to); err != nil {
			t.Fatalf("seed %d: %v\n%q\n%q", seed, err, from.Body, to.Body)
		}
		next := 0
		for _, u := range got.Turns {
			for next < len(tr.Turns) && tr.Turns[next].From != u.From {
				next++
			}
			if next == len(tr.Turns) || tr.Turns[next].Speaker != u.Speaker {
				t.Fatalf("seed %d: turn %+v is none of %+v", seed, u, tr.Turns)
			}
			next++
		}
	}
}

// Dates and times: what is formatted is read back as the same value.
func TestLawDatesAndTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.IntRange(0, 200*3600).Draw(t, "seconds")
		at := time.Duration(seconds) * time.Second
		if got, ok := ParseTime(FormatTime(at)); !ok || got != at {
			t.Fatalf("%v is formatted as %s and read as %v, %v", at, FormatTime(at), got, ok)
		}
		day := time.Date(1900+rapid.IntRange(0, 199).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, seconds%365)
		date := Date(day.Format("2006-01-02"))
		if got, err := ParseDate(string(date)); err != nil || got != date {
			t.Fatalf("ParseDate(%q) = %q, %v", date, got, err)
		}
		for _, layout := range []string{"2006-01-02", "20060102", "2.1.2006", "2 January 2006", "January 2, 2006"} {
			if got := FindDate("held " + day.Format(layout) + " in the hall"); got != date {
				t.Fatalf("FindDate(%q) = %q, want %q", day.Format(layout), got, date)
			}
		}
		if year := Date(date.Year()); !date.Within(year, year) || !date.Within(Date(date.Month()), Date(date.Month())) {
			t.Fatalf("%s is not within its year and month", date)
		}
	})
}

// lexicon has words that recur as in real texts, letters of several bytes and scripts
// without spaces.
var lexicon = strings.Fields("the the the and and of to trust money board naïve Straße ÜBER 🙂 don't it's " +
	"(so) – 私 達 は yes yes no İstanbul ŉ é e\u0301 مرحبا שלום")

// writeText makes a text of random words.
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
