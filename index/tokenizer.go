package index

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"
)

// A Word is a word of a text as the index knows it. For Chinese, Japanese and Korean
// it is a pair of adjacent characters.
type Word struct {
	Start, End int    // bytes of the text
	Word       string // in lower case, in Unicode form NFKC, with straight apostrophes
	Stem       string // the word itself where it has none
	Stop       bool   // a stop word of the language, such as "the"
}

// A Tokenizer splits texts of one language into the words that a search finds.
type Tokenizer struct {
	analyzer *analyzer
	stop     analysis.TokenMap
}

// NewTokenizer makes a tokenizer for a language, such as "en" or "de-AT". Of a
// language that is not known, words have no stems and none is a stop word.
func NewTokenizer(language string) (*Tokenizer, error) {
	name := chain(language)
	a, err := newAnalyzer(name)
	if err != nil {
		return nil, err
	}
	t := &Tokenizer{analyzer: a}
	if stemmers[name] != nil {
		if t.stop, err = registry.NewCache().TokenMapNamed("stop_" + name); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// Tokenize returns the words of a text, in order.
func (t *Tokenizer) Tokenize(text string) []Word {
	tokens := t.analyzer.words([]byte(text))
	words := make([]Word, len(tokens))
	for i, token := range tokens {
		word := string(token.Term)
		words[i] = Word{Start: token.Start, End: token.End, Word: word, Stem: t.analyzer.stemOf(word), Stop: t.stop[word]}
	}
	return words
}
