package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"crosscase/corpus"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// A Hit is a turn in which a query found something.
type Hit struct {
	Source int           // in the sources that were searched
	Turn   int           // in the source's transcript
	Spans  []corpus.Span // of the text, in order, never overlapping: what matched
}

// maxTerms is how many different words a prefix or pattern may stand for.
const maxTerms = 2000

// Search finds q in sources, in their order, turn by turn. The index is brought
// up to date first if it is not; progress is as for [Index.Sync]. The error
// wraps [ErrBusy], or says that a pattern stands for too many words.
func (ix *Index) Search(ctx context.Context, q Query, sources []Source, texts Texts, progress func(done, of int)) ([]Hit, error) {
	want := wanted(sources)
	for try := 0; ; try++ {
		b, have, err := ix.open(true)
		if err == nil && !have.equal(want) {
			b.Close()
			err = errRebuild
		}
		if err == nil {
			var hits []Hit
			if hits, err = find(ctx, b, q, sources); err == nil {
				return hits, b.Close()
			}
			b.Close()
			if errors.Is(err, errRebuild) {
				err = ix.rebuild(ctx, want, sources, texts, progress)
			}
		} else if errors.Is(err, errRebuild) {
			err = ix.Sync(ctx, sources, texts, progress)
		}
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		if try == 2 {
			return nil, fmt.Errorf("search: %w", ErrBusy)
		}
	}
}

// Find finds q in sources that are few and short, in an index that is made for
// this once, in memory. See [Index.Search].
func Find(ctx context.Context, q Query, sources []Source, texts Texts) ([]Hit, error) {
	b, err := bleve.NewMemOnly(bleve.NewIndexMapping())
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer b.Close()
	w := &writer{index: b, batch: b.NewBatch(), have: manifest{version, map[corpus.TextID]entry{}}}
	if err := w.add(ctx, wanted(sources), sources, texts); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return find(ctx, b, q, sources)
}

// find searches an index that holds exactly sources.
func find(ctx context.Context, b bleve.Index, q Query, sources []Source) (hits []Hit, err error) {
	defer func() {
		if r := recover(); r != nil { // bleve trusts its files
			err = errRebuild
		}
	}()
	t, err := newTranslator(b, sources)
	if err != nil {
		return nil, err
	}
	defer t.reader.Close()
	request := bleve.NewSearchRequestOptions(t.query(q.root, true), math.MaxInt32, 0, false)
	request.IncludeLocations = true
	request.Score = "none"
	if t.err != nil {
		return nil, t.err
	}
	result, err := b.SearchInContext(ctx, request)
	if err != nil {
		return nil, err
	}
	at := make(map[corpus.TextID]int, len(sources))
	for i, s := range sources {
		at[s.Text] = i
	}
	for _, m := range result.Hits {
		text, turn, ok := readDocumentID(m.ID)
		i, known := at[text]
		if !ok || !known || turn >= len(sources[i].Transcript.Turns) {
			return nil, errRebuild
		}
		if spans := t.spans(m, sources[i].Transcript.Turns[turn]); len(spans) > 0 {
			hits = append(hits, Hit{i, turn, spans})
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Turn, b.Turn)) })
	return hits, nil
}

// A translator turns a query into bleve's, and what bleve found into spans.
type translator struct {
	reader bleveindex.IndexReader
	chains map[string]*analyzer // those of the sources searched
	// sought are the sequences of terms that make a match, by field: one term
	// for a word, several for a phrase. What a query excludes is not among them.
	sought map[string][][]string
	err    error
}

func newTranslator(b bleve.Index, sources []Source) (*translator, error) {
	inner, err := b.Advanced()
	if err != nil {
		return nil, err
	}
	t := &translator{chains: map[string]*analyzer{}, sought: map[string][][]string{}}
	if t.reader, err = inner.Reader(); err != nil {
		return nil, err
	}
	for _, s := range sources {
		name := chain(s.Language)
		if t.chains[name] == nil {
			if t.chains[name], err = newAnalyzer(name); err != nil {
				return nil, errors.Join(err, t.reader.Close())
			}
		}
	}
	return t, nil
}

// query translates n; shown is false within what a query excludes.
func (t *translator) query(n node, shown bool) query.Query {
	switch n := n.(type) {
	case and:
		q := query.NewBooleanQuery(t.all(n.must, shown), t.all(n.may, shown), t.all(n.not, false))
		if len(n.must) > 0 && len(n.may) > 0 {
			q.SetMinShould(0)
		}
		if len(n.must)+len(n.may) == 0 {
			q.AddMust(query.NewMatchAllQuery())
		}
		return q
	case or:
		return query.NewDisjunctionQuery(t.all(n.any, shown))
	case fact:
		return t.fact(n)
	}
	var fields []query.Query
	for name, a := range t.chains {
		fields = append(fields, t.leaf(n, field(name), a, shown))
	}
	return query.NewDisjunctionQuery(fields)
}

func (t *translator) all(nodes []node, shown bool) []query.Query {
	var all []query.Query
	for _, n := range nodes {
		all = append(all, t.query(n, shown))
	}
	return all
}

// leaf translates what stands for words, in the field of one language.
func (t *translator) leaf(n node, field string, a *analyzer, shown bool) query.Query {
	var sequences [][]string
	switch n := n.(type) {
	case word:
		words := terms(a.words([]byte(n.text)))
		if len(words) != 1 || n.exact || a.bigrams {
			sequences = [][]string{words}
			break
		}
		// A word that is its own stem has no term of the stem's.
		stem := a.stemOf(words[0])
		sequences = append(sequences, []string{string(stemMark) + stem})
		if a.stemOf(stem) == stem {
			sequences = append(sequences, []string{stem})
		}
	case phrase:
		sequences = [][]string{terms(a.words([]byte(n.text)))}
	case prefix:
		start := string(normal([]byte(n.text)))
		sequences = t.expand(field, n.text+"*", start, func(term string) bool { return true })
	case fuzzy:
		sequences = t.expandFuzzy(field, n)
	case pattern:
		sequences = t.expand(field, strings.TrimSuffix(strings.TrimPrefix(n.re.String(), "^(?i:"), ")$"), "", n.re.MatchString)
	}
	var any []query.Query
	for _, s := range sequences {
		if len(s) == 0 {
			continue
		}
		if shown {
			t.sought[field] = append(t.sought[field], s)
		}
		any = append(any, sequence(s, field))
	}
	return query.NewDisjunctionQuery(any)
}

func sequence(words []string, field string) query.Query {
	if len(words) > 1 {
		return query.NewPhraseQuery(words, field)
	}
	q := query.NewTermQuery(words[0])
	q.SetField(field)
	return q
}

func terms(tokens analysis.TokenStream) (words []string) {
	for _, t := range tokens {
		words = append(words, string(t.Term))
	}
	return words
}

// expand lists the words in the index that begin with start and are wanted.
func (t *translator) expand(field, written, start string, want func(string) bool) (found [][]string) {
	dict, err := t.reader.FieldDictPrefix(field, []byte(start))
	t.each(dict, err, func(word string) {
		if word[0] != stemMark && want(word) {
			found = append(found, []string{word})
		}
	})
	if len(found) > maxTerms {
		t.err = fmt.Errorf("%q stands for %d different words; write more of it", written, len(found))
		return nil
	}
	return found
}

func (t *translator) expandFuzzy(field string, f fuzzy) (found [][]string) {
	reader, ok := t.reader.(bleveindex.IndexReaderFuzzy)
	if !ok {
		return nil
	}
	dict, err := reader.FieldDictFuzzy(field, string(normal([]byte(f.text))), f.edits, "")
	t.each(dict, err, func(word string) {
		if word[0] != stemMark {
			found = append(found, []string{word})
		}
	})
	return found
}

// fact finds turns by what is known of them; part of a name will do.
func (t *translator) fact(f fact) query.Query {
	var any []query.Query
	start := term(corpus.Fact{Name: f.name})
	dict, err := t.reader.FieldDictPrefix("facts", []byte(start))
	t.each(dict, err, func(fact string) {
		if strings.Contains(fact[len(start):], f.value) {
			any = append(any, sequence([]string{fact}, "facts"))
		}
	})
	return query.NewDisjunctionQuery(any)
}

// each calls do for every term of a part of the index's dictionary; err is that
// of opening it.
func (t *translator) each(dict bleveindex.FieldDict, err error, do func(term string)) {
	if err != nil {
		t.err = errors.Join(t.err, err)
		return
	}
	defer dict.Close()
	for {
		e, err := dict.Next()
		if err != nil || e == nil {
			t.err = errors.Join(t.err, err)
			return
		}
		do(e.Term)
	}
}

// spans are what matched in one turn: for each sequence that was sought, every
// place where its terms stand side by side.
func (t *translator) spans(m *search.DocumentMatch, turn corpus.Turn) []corpus.Span {
	var spans []corpus.Span
	for field, byTerm := range m.Locations {
		for _, s := range t.sought[field] {
			for _, first := range byTerm[s[0]] {
				end, ok := int(first.End), true
				for i, term := range s[1:] {
					var next *search.Location
					for _, l := range byTerm[term] {
						if l.Pos == first.Pos+uint64(i)+1 {
							next = l
						}
					}
					if ok = next != nil; !ok {
						break
					}
					end = int(next.End)
				}
				if ok {
					spans = append(spans, corpus.Span{Start: turn.Body + int(first.Start), End: turn.Body + end})
				}
			}
		}
	}
	slices.SortFunc(spans, func(a, b corpus.Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	joined := spans[:0]
	for _, s := range spans {
		if n := len(joined); n > 0 && s.Start < joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}
