package app

import (
	"crosscase/coding/analysis"
	"crosscase/coding/report"
	"crosscase/coding/words"
	"crosscase/index"
)

// Tokenizer splits texts into words, each language by the rules of the search index. It
// keeps what it has made for a language, and is for one task at a time.
func Tokenizer() words.Tokenizer {
	made := map[string]*index.Tokenizer{}
	return func(language, text string) ([]words.Word, error) {
		t := made[language]
		if t == nil {
			var err error
			if t, err = index.NewTokenizer(language); err != nil {
				return nil, err
			}
			made[language] = t
		}
		found := t.Tokenize(text)
		all := make([]words.Word, len(found))
		for i, w := range found {
			all[i] = words.Word{Word: w.Word, Stem: w.Stem, Stop: w.Stop}
		}
		return all, nil
	}
}

// Tools are what one analysis works with. Keep asks for the passages behind the cells,
// whatever the format.
func (s *Session) Tools(f report.Format, keep bool) analysis.Tools {
	return analysis.Tools{Texts: s.Texts, Tokenize: Tokenizer(), Format: f, Keep: keep, Blind: s.Blind}
}
