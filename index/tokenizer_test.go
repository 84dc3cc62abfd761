package index

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTokenize(t *testing.T) {
	tests := []struct {
		language, text string
		want           string // word or word=stem, stop words in parentheses
	}{
		{"en", "The organisation’s trusted word", "(the) organisation's=organis trusted=trust word"},
		{"en-GB", "Trusting!", "trusting=trust"},
		{"en_US", "Trusting!", "trusting=trust"},
		{"de", "Die Häuser", "(die) häuser=haus"},
		{"de-AT", "Die Häuser", "(die) häuser=haus"},
		{"fr", "L'organisation", "l'organisation=organis"},
		{"nb", "husene", "husene=hus"},
		{"nn-NO", "husene", "husene=hus"},
		{"ru", "Мы доверяли", "(мы) доверяли=доверя"},
		{"ja", "一緒に働く", "一緒 緒に に働 働く"},
		{"zh", "信任", "信任"},
		{"de", "Zusammen\u00adarbeit", "zusammenarbeit"},
		{"fa", "می\u200cخواهم", "میخواهم"},
		{"xx", "क्\u200dष a\u2060b\ufeff", "क्ष ab"},
		{"", "The trusting ones", "the trusting ones"},
		{"xx", "The trusting ones", "the trusting ones"},
		{"en", "", ""},
		{"en", " — … ", ""},
	}
	for _, tt := range tests {
		tokenizer, err := NewTokenizer(tt.language)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range tokenizer.Tokenize(tt.text) {
			s := w.Word
			if w.Stem != w.Word {
				s += "=" + w.Stem
			}
			if w.Stop {
				s = "(" + w.Word + ")"
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %q (-want +got):\n%s", tt.language, tt.text, diff)
		}
	}
}

// Words are where they are in the text, however they are written there.
func TestTokensAreAtTheirPlace(t *testing.T) {
	const text = "Nai\u0308ve O’Brien, ﬁre"
	tokenizer, err := NewTokenizer("en")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range tokenizer.Tokenize(text) {
		got = append(got, fmt.Sprintf("%s: %s", text[w.Start:w.End], w.Word))
	}
	if diff := cmp.Diff([]string{"Nai\u0308ve: naïve", "O’Brien: o'brien", "ﬁre: fire"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Stems are cached, and the cache is limited.
func TestStemCache(t *testing.T) {
	a, err := newAnalyzer("en")
	if err != nil {
		t.Fatal(err)
	}
	for i := range maxStems + 10 {
		a.stemmed(fmt.Appendf(nil, "w%d", i))
	}
	if n := len(a.stems); n > maxStems {
		t.Errorf("%d stems are cached, at most %d should be", n, maxStems)
	}
	for range 2 {
		if got := a.stemOf("trusting"); got != "trust" {
			t.Errorf("stem %q, want trust", got)
		}
	}
}

// All languages with stemmers have their filters and stop words.
func TestLanguages(t *testing.T) {
	for language := range stemmers {
		if _, err := NewTokenizer(language); err != nil {
			t.Errorf("%s: %v", language, err)
		}
	}
	if _, err := newAnalyzer("cjk"); err != nil {
		t.Error(err)
	}
}
