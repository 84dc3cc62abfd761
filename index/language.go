package index

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	"github.com/blevesearch/bleve/v2/analysis/lang/da"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fi"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/it"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/analysis/lang/no"
	"github.com/blevesearch/bleve/v2/analysis/lang/pt"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/registry"
	"golang.org/x/text/unicode/norm"
)

// stemmers are bleve's filters for each language that has any, in the order in which
// they are applied. None changes the place or length of a token.
var stemmers = map[string][]string{
	"en": {en.SnowballStemmerName},
	"de": {de.SnowballStemmerName},
	"fr": {fr.ElisionName, fr.SnowballStemmerName},
	"es": {es.SnowballStemmerName},
	"it": {it.ElisionName, it.SnowballStemmerName},
	"nl": {nl.SnowballStemmerName},
	"pt": {pt.LightStemmerName},
	"sv": {sv.SnowballStemmerName},
	"no": {no.SnowballStemmerName},
	"da": {da.SnowballStemmerName},
	"fi": {fi.SnowballStemmerName},
	"ru": {ru.SnowballStemmerName},
	"ar": {ar.NormalizeName, ar.StemmerName},
}

// chain names the analyzer of a language: the language itself, "cjk" for Chinese,
// Japanese and Korean, or "standard" where words are not stemmed.
func chain(language string) string {
	language, _, _ = strings.Cut(strings.ToLower(strings.ReplaceAll(language, "_", "-")), "-")
	switch language {
	case "nb", "nn":
		return "no"
	case "zh", "ja", "ko", "cjk":
		return "cjk"
	}
	if stemmers[language] != nil {
		return language
	}
	return "standard"
}

// field is the field of texts of a chain. Each chain has its own, because a word has
// another stem in another language.
func field(chain string) string { return "text." + chain }

// stemMark is the first character of terms that are stems; no word begins with it.
const stemMark = '~'

// An analyzer turns text into terms: each word in lower case and, if it differs, its
// stem after a [stemMark] at the same place. One field thus serves words, stems and
// phrases, and a word that is its own stem costs one posting only.
type analyzer struct {
	field     string
	tokenizer analysis.Tokenizer
	stem      []analysis.TokenFilter
	bigrams   bool

	lock  sync.RWMutex
	stems map[string][]byte // see stemmed
}

// newAnalyzer makes the analyzer of a chain. It fails if bleve lacks one of its filters.
func newAnalyzer(chain string) (*analyzer, error) {
	cache := registry.NewCache()
	a := &analyzer{field: field(chain), tokenizer: unicode.NewUnicodeTokenizer(), bigrams: chain == "cjk"}
	names := stemmers[chain]
	if a.bigrams {
		names = []string{cjk.WidthName, cjk.BigramName}
	}
	for _, name := range names {
		f, err := cache.TokenFilterNamed(name)
		if err != nil {
			return nil, err
		}
		a.stem = append(a.stem, f)
	}
	return a, nil
}

// analyzers are those of the languages in use, by chain.
type analyzers map[string]*analyzer

// of returns the analyzer of a language, which it makes once.
func (as analyzers) of(language string) (*analyzer, error) {
	name := chain(language)
	if as[name] == nil {
		a, err := newAnalyzer(name)
		if err != nil {
			return nil, err
		}
		as[name] = a
	}
	return as[name], nil
}

// Analyze implements bleve's analysis.Analyzer.
func (a *analyzer) Analyze(text []byte) analysis.TokenStream {
	tokens := a.words(text)
	if len(a.stem) == 0 || a.bigrams {
		return tokens
	}
	for _, t := range tokens[:len(tokens):len(tokens)] {
		if stem := a.stemmed(t.Term); stem != nil {
			s := *t
			s.Term = stem
			tokens = append(tokens, &s)
		}
	}
	return tokens
}

// stemmed is a word's stem after a [stemMark], nil where the word is its own stem. Few
// words make up most of a text, so stems are cached; bleve analyzes several turns at
// once, hence the lock.
func (a *analyzer) stemmed(word []byte) []byte {
	a.lock.RLock()
	stem, known := a.stems[string(word)]
	a.lock.RUnlock()
	if known {
		return stem
	}
	tokens := analysis.TokenStream{{Term: bytes.Clone(word)}} // stemmers write into it
	for _, f := range a.stem {
		tokens = f.Filter(tokens)
	}
	if len(tokens) == 1 && len(tokens[0].Term) > 0 && !bytes.Equal(tokens[0].Term, word) {
		stem = append([]byte{stemMark}, tokens[0].Term...)
	}
	a.lock.Lock()
	defer a.lock.Unlock()
	if a.stems == nil || len(a.stems) >= maxStems {
		a.stems = map[string][]byte{}
	}
	a.stems[string(word)] = stem
	return stem
}

// maxStems limits the memory of cached stems to a few MB.
const maxStems = 100_000

// words are the words of a text as normal writes them. For Chinese, Japanese and
// Korean they are pairs of adjacent characters.
func (a *analyzer) words(text []byte) analysis.TokenStream {
	tokens := a.tokenizer.Tokenize(text)
	for _, t := range tokens {
		t.Term = normal(t.Term)
	}
	if a.bigrams {
		for _, f := range a.stem {
			tokens = f.Filter(tokens)
		}
	}
	return tokens
}

// normal is a word in lower case and Unicode form NFKC, with straight apostrophes and
// without signs that have no width. A word that already is in this form is not copied.
func normal(word []byte) []byte {
	switch {
	case bytes.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }):
		return bytes.Map(visible, norm.NFKC.Bytes(bytes.ToLower(word)))
	case bytes.ContainsFunc(word, func(r rune) bool { return 'A' <= r && r <= 'Z' }):
		return bytes.ToLower(word)
	}
	return word
}

// visible drops soft hyphens and joiners, with which a word may be written or not, and
// makes apostrophes straight.
func visible(r rune) rune {
	switch r {
	case '\u00ad', '\u200c', '\u200d', '\u2060', '\ufeff':
		return -1
	case '’':
		return '\''
	}
	return r
}

// stemOf is the stem of a word, or the word itself where it has none.
func (a *analyzer) stemOf(word string) string {
	if stem := a.stemmed([]byte(word)); stem != nil {
		return string(stem[1:])
	}
	return word
}

// facts is the analyzer of the field of [Source.Facts]: terms with a separator between
// them.
type facts struct{}

// Analyze implements bleve's analysis.Analyzer.
func (facts) Analyze(text []byte) analysis.TokenStream {
	var tokens analysis.TokenStream
	for i, term := range bytes.Split(text, []byte{separator}) {
		tokens = append(tokens, &analysis.Token{Term: term, Position: i + 1, End: len(term)})
	}
	return tokens
}

// separator is ASCII's unit separator.
const separator = 0x1f
