package app

import "testing"

// Words are cut as the search index cuts them, each language by its own rules.
func TestTokenizer(t *testing.T) {
	tokenize := Tokenizer()
	for _, tt := range []struct{ language, text, word, stem string }{
		{"en", "trusted", "trusted", "trust"},
		{"de", "Häuser", "häuser", "haus"},
		{"en", "trusts", "trusts", "trust"},
	} {
		words, err := tokenize(tt.language, tt.text)
		if err != nil || len(words) != 1 || words[0].Word != tt.word || words[0].Stem != tt.stem {
			t.Errorf("%s in %s: %+v, %v, want %s of %s", tt.text, tt.language, words, err, tt.word, tt.stem)
		}
	}
	if words, err := tokenize("en", "the"); err != nil || len(words) != 1 || !words[0].Stop {
		t.Errorf("a stop word: %+v, %v", words, err)
	}
}
