package index

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"
)

// A Word is a word of a text as the index knows it.
type Word struct {
	Start, End int    // bytes of the text
	Word       string // in lower case, composed, with straight apostrophes
	Stem       string // the word itself where it has none; of Chinese, Japanese and Korean words are pairs of characters
	Stop       bool   // so common that it says nothing, as "the"
}

// Words cuts texts of one language into words.
type Words struct {
	analyzer *analyzer
	stop     analysis.TokenMap
}

// NewWords makes a cutter for a language, as "en".
func NewWords(language string) (*Words, error) {
	name := chain(language)
	a, err := newAnalyzer(name)
	if err != nil {
		return nil, err
	}
	w := &Words{analyzer: a}
	if stemmers[name] != nil {
		if w.stop, err = registry.NewCache().TokenMapNamed("stop_" + name); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// Cut returns the words of a text, in order.
func (w *Words) Cut(text string) []Word {
	tokens := w.analyzer.words([]byte(text))
	words := make([]Word, len(tokens))
	for i, t := range tokens {
		word := string(t.Term)
		words[i] = Word{Start: t.Start, End: t.End, Word: word, Stem: w.analyzer.stemOf(word), Stop: w.stop[word]}
	}
	return words
}
