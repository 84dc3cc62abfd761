package corpus

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// before is the text that the passages of TestCarry are in.
const before = "Roe: It began with money. Nobody had any.\n\n" +
	"Penn: Yes. The board met in May, and the board agreed.\n\n" +
	"Roe: Yes."

func TestCarry(t *testing.T) {
	replace := func(old, new string) string { return strings.ReplaceAll(before, old, new) }
	tests := []struct {
		name, quote string
		to          string
		outcome     Outcome
		want        string // words of the carried span or, if detached, near it
	}{
		{"nothing changed", "began with money", before, Unchanged, "began with money"},
		{"words before it", "Nobody had any.",
			"Roe: Well. It all began with money. Nobody had any.\n\nPenn: Yes.", Unchanged, "Nobody had any."},
		{"white space", "money. Nobody had any.", replace("money. Nobody", "money.\n\n  Nobody"),
			Unchanged, "money.\n\n  Nobody had any."},
		{"case", "the board agreed", replace("the board agreed", "The Board agreed"), Unchanged, "The Board agreed"},
		{"a word inserted", "began with money", replace("with money", "with the money"), Detached, "with the money"},
		{"a mark replaced", "in May, and", replace("May,", "May;"), Detached, ";"},
		{"deleted", "Nobody had any.", replace(" Nobody had any.", ""), Detached, ""},
		{"a paragraph moved", "The board met in May",
			"Penn: The board met in May, and the board agreed.\n\nRoe: It began with money. Nobody had any.\n\nRoe: Yes.",
			Unchanged, "The board met in May"},
		{"a sentence moved", "Nobody had any.",
			"Nobody had any. Roe: It began with money.\n\nPenn: Yes. The board met in May, and the board agreed.\n\nRoe: Yes.",
			Moved, "Nobody had any."},
		{"part of a word", "oney", replace("money", "MONEY"), Unchanged, "ONEY"},
		{"part of a word that changed", "oney", replace("money", "honey"), Detached, "honey"},
		{"white space at its ends", " began with money. ", replace("It began", "So it began"), Unchanged, " began with money. "},
		{"an empty text", "Nobody had any.", "", Detached, ""},
		{"another text", "Nobody had any.", "Kestrel Bay has a harbour.", Detached, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := strings.Index(before, tt.quote)
			got := Carry(Text{Body: before}, Text{Body: tt.to}, []Span{{at, at + len(tt.quote)}})[0]
			if got.Outcome != tt.outcome {
				t.Fatalf("%s on %v, want %s", got.Outcome, got.Span, tt.outcome)
			}
			if got.Outcome != Detached {
				if words := tt.to[got.Span.Start:got.Span.End]; words != tt.want {
					t.Errorf("carried to %q, want %q", words, tt.want)
				}
				return
			}
			if near := tt.to[got.Near.Start:got.Near.End]; !strings.Contains(near, tt.want) || got.Span != (Span{}) {
				t.Errorf("detached at %v near %q, want %q", got.Span, near, tt.want)
			}
		})
	}
}

// Of two equal answers, the one that was coded is carried; if it was deleted, the
// other one does not replace it.
func TestCarryTellsEqualWordsApart(t *testing.T) {
	const old = "Roe: Was it trust?\n\nPenn: Yes.\n\nRoe: Was it money?\n\nPenn: Yes.\n\nRoe: Then we agree."
	second := strings.LastIndex(old, "Yes.")
	without := "Roe: Was it trust?\n\nPenn: Yes.\n\nRoe: Was it money?\n\nRoe: Then we agree."
	if got := Carry(Text{Body: old}, Text{Body: without}, []Span{{second, second + 4}})[0]; got.Outcome != Detached {
		t.Errorf("%s on %d, want detached: the other one is another answer", got.Outcome, got.Span.Start)
	}
	longer := "Roe: Hello.\n\n" + old
	got := Carry(Text{Body: old}, Text{Body: longer}, []Span{{second, second + 4}})[0]
	if got.Span.Start != strings.LastIndex(longer, "Yes.") {
		t.Errorf("carried to %d, want the last one", got.Span.Start)
	}
}

// Moved words that occur twice in the new text are only carried if the words around
// them tell which place is meant.
func TestCarryMovedWordsByContext(t *testing.T) {
	const old = "One two three. The fire was slow. Four five six. Seven eight nine. Ten eleven twelve."
	at := strings.Index(old, "The fire was slow.")
	span := []Span{{at, at + len("The fire was slow.")}}

	ambiguous := "One two three. Four five six. Seven eight nine. The fire was slow. The fire was slow. Ten eleven twelve."
	if got := Carry(Text{Body: old}, Text{Body: ambiguous}, span)[0]; got.Outcome == Unchanged {
		t.Errorf("%s on %v, though it was moved", got.Outcome, got.Span)
	}
	unique := "One two three. Four five six. Seven eight nine. The fire was slow. Ten eleven twelve."
	got := Carry(Text{Body: old}, Text{Body: unique}, span)[0]
	if got.Outcome != Moved || got.Span.Start != strings.Index(unique, "The fire") {
		t.Errorf("%s on %v, want moved to the only place", got.Outcome, got.Span)
	}
}

// Near a detached passage is what replaced it, even if it was rewritten and moved.
func TestCarryNear(t *testing.T) {
	const greek = "Delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon."
	const old = "Alpha beta gamma. We never trusted the merger at all. " + greek
	at := strings.Index(old, "We never")
	span := []Span{{at, strings.Index(old, " Delta")}}
	tests := []struct {
		name, to, want string
	}{
		{"rewritten in its place", "Alpha beta gamma. We did not trust the merger. " + greek, "did not trust the merger"},
		{"rewritten at the end", "Alpha beta gamma. " + greek + " Nobody trusted the merger at all in May.",
			"trusted the merger at all"},
		{"gone", "Alpha beta gamma. " + greek, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Carry(Text{Body: old}, Text{Body: tt.to}, span)[0]
			near := tt.to[got.Near.Start:got.Near.End]
			if got.Outcome != Detached || !strings.Contains(near, tt.want) || tt.want == "" && near != "" {
				t.Errorf("%s near %q, want detached near %q", got.Outcome, near, tt.want)
			}
		})
	}
}

// Letters of several bytes, accents and scripts without spaces do not confuse the
// places of spans.
func TestCarryScripts(t *testing.T) {
	tests := []struct {
		name, from, quote, to, want string
		outcome                     Outcome
	}{
		{"umlauts in upper case", "die straße war groß", "straße", "Die STRASSE war groß", "", Detached}, // ß is not SS
		{"capital umlauts", "über öl", "öl", "ÜBER ÖL", "ÖL", Unchanged},
		{"Japanese", "私達は合意した。", "合意", "昨日、私達は合意した。", "合意", Unchanged},
		{"an emoji", "so 🙂 yes", "🙂 yes", "so, well 🙂 yes", "🙂 yes", Unchanged},
		{"Arabic", "مرحبا بكم في الاجتماع", "الاجتماع", "أهلا مرحبا بكم في الاجتماع", "الاجتماع", Unchanged},
		{"a Turkish capital I", "in İstanbul today", "İstanbul", "we were in İstanbul today", "İstanbul", Unchanged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := strings.Index(tt.from, tt.quote)
			got := Carry(Text{Body: tt.from}, Text{Body: tt.to}, []Span{{at, at + len(tt.quote)}})[0]
			if got.Outcome != tt.outcome || tt.to[got.Span.Start:got.Span.End] != tt.want {
				t.Errorf("%s on %q, want %s on %q", got.Outcome, tt.to[got.Span.Start:got.Span.End], tt.outcome, tt.want)
			}
		})
	}
}

// Spans are independent of each other and returned in the order in which they are
// given.
func TestCarrySeveralSpans(t *testing.T) {
	to := "Well. " + before
	var spans []Span
	for _, quote := range []string{"Roe: Yes.", "It began", "began with", "Penn"} {
		at := strings.LastIndex(before, quote)
		spans = append(spans, Span{at, at + len(quote)})
	}
	got := Carry(Text{Body: before}, Text{Body: to}, spans)
	for i, c := range got {
		if c.Outcome != Unchanged || c.Span.Start != spans[i].Start+len("Well. ") {
			t.Errorf("span %d: %s on %v, want unchanged, 6 bytes further", i, c.Outcome, c.Span)
		}
	}
	if got := Carry(Text{Body: before}, Text{Body: to}, nil); len(got) != 0 {
		t.Errorf("without spans: %v", got)
	}
	if got := Carry(Text{Body: "a  b"}, Text{Body: "a b"}, []Span{{1, 3}})[0]; got.Outcome != Detached {
		t.Errorf("a span of white space is %s", got.Outcome)
	}
}

func TestSameWords(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"The board agreed.", "the  BOARD\nagreed.", true},
		{"data base", "database", true}, // white space does not count at all
		{"", " \n", true},
		{"a\u200bb", "ab", true},
		{"agreed.", "agreed", false},
		{"Öl", "öl", true},
		{"Öl", "Ol", false},
	}
	for _, tt := range tests {
		if got := SameWords(tt.a, tt.b); got != tt.want {
			t.Errorf("SameWords(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestSameSpan(t *testing.T) {
	for _, tt := range []struct{ a, part, b, want string }{
		{"The board  agreed.", "board  agreed", "the BOARD\nagreed.", "BOARD\nagreed"},
		{"a b a b", "b a", "a\u200bb  ab", "b  a"},
		{"one two", "one", " one two", "one"},
		{"one two", " two", "one\ntwo\n", "two"}, // it begins with a letter
		{"Öl ist da", "ist", "öl  ist da", "ist"},
	} {
		at := strings.Index(tt.a, tt.part)
		got := SameSpan(tt.a, tt.b, Span{at, at + len(tt.part)})
		if tt.b[got.Start:got.End] != tt.want {
			t.Errorf("%q of %q is %q in %q, want %q", tt.part, tt.a, tt.b[got.Start:got.End], tt.b, tt.want)
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
