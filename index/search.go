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
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// A Hit is a turn that a query matches.
type Hit struct {
	Source int           // in the sources that were searched
	Turn   int           // in the source's transcript
	Spans  []corpus.Span // the matches in the text, in order, never overlapping
}

// maxTerms is how many different words a prefix or pattern may match.
const maxTerms = 2000

// Search finds the turns of sources that match q, in their order. It brings the index
// up to date first; progress is as for [Index.Sync]. The error wraps [ErrBusy], is that
// of reading a text, or is that a pattern matches too many words.
func (ix *Index) Search(ctx context.Context, q Query, sources []Source, texts Texts, progress func(done, of int)) ([]Hit, error) {
	want := wanted(sources)
	for try := 0; ; try++ {
		damaged := false
		b, have, err := ix.whole()
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
			damaged = true // Sync would find it up to date
		}
		switch {
		case !errors.Is(err, errRebuild):
		case ix.elsewhere != nil:
			err = ix.move()
		case damaged:
			err = ix.rebuild(ctx, want, sources, texts, progress)
		default:
			err = ix.Sync(ctx, sources, texts, progress)
		}
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		if try == 3 {
			return nil, fmt.Errorf("search: %w", ErrBusy)
		}
	}
}

// Find finds the turns of a few short sources that match q, like [Index.Search], with an
// index in memory.
func Find(ctx context.Context, q Query, sources []Source, texts Texts) ([]Hit, error) {
	// Without a path, scorch is in memory. bleve's own index in memory lists no terms
	// for patterns and fuzzy words.
	b, err := bleve.NewUsing("", bleve.NewIndexMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer b.Close()
	w := newWriter(b, nil)
	if err := w.add(ctx, wanted(sources), sources, texts); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return find(ctx, b, q, sources)
}

// find searches an index of exactly these sources.
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

// A translator turns a query into a query of bleve, and bleve's matches into spans.
type translator struct {
	reader bleveindex.IndexReader
	analyzers
	// sought are the sequences of terms that make a match, by field: one term for a
	// word, several for a phrase. Terms that the query excludes are not among them.
	sought map[string][][]string
	err    error
}

// newTranslator makes a translator; the caller closes its reader.
func newTranslator(b bleve.Index, sources []Source) (*translator, error) {
	inner, err := b.Advanced()
	if err != nil {
		return nil, err
	}
	t := &translator{analyzers: analyzers{}, sought: map[string][][]string{}}
	for _, s := range sources {
		if _, err := t.of(s.Language); err != nil {
			return nil, err
		}
	}
	t.reader, err = inner.Reader()
	return t, err
}

// query translates n. show is false for what the query excludes.
func (t *translator) query(n node, show bool) query.Query {
	switch n := n.(type) {
	case and:
		q := query.NewBooleanQuery(t.all(n.must, show), t.all(n.may, show), t.all(n.not, false))
		if len(n.must) > 0 && len(n.may) > 0 {
			q.SetMinShould(0)
		}
		if len(n.must)+len(n.may) == 0 {
			q.AddMust(query.NewMatchAllQuery())
		}
		return q
	case or:
		return query.NewDisjunctionQuery(t.all(n.any, show))
	case fact:
		return t.fact(n)
	}
	var fields []query.Query
	for _, a := range t.analyzers {
		fields = append(fields, t.leaf(n, a, show))
	}
	return query.NewDisjunctionQuery(fields)
}

func (t *translator) all(nodes []node, show bool) []query.Query {
	var all []query.Query
	for _, n := range nodes {
		all = append(all, t.query(n, show))
	}
	return all
}

// leaf translates what matches words, for the field of one language.
func (t *translator) leaf(n node, a *analyzer, show bool) query.Query {
	var any []query.Query
	for _, s := range t.sequences(n, a) {
		if len(s) == 0 {
			continue
		}
		if show {
			t.sought[a.field] = append(t.sought[a.field], s)
		}
		any = append(any, sequence(s, a.field))
	}
	return query.NewDisjunctionQuery(any)
}

// sequences are the sequences of terms of a language that n matches.
func (t *translator) sequences(n node, a *analyzer) [][]string {
	switch n := n.(type) {
	case word:
		words := terms(a.words([]byte(n.text)))
		if len(words) != 1 || n.exact || a.bigrams {
			return [][]string{words}
		}
		stem := a.stemOf(words[0])
		found := [][]string{{string(stemMark) + stem}}
		if a.stemOf(stem) == stem { // a word that is its own stem has no other term
			found = append(found, []string{stem})
		}
		return found
	case phrase:
		return [][]string{terms(a.words([]byte(n.text)))}
	case prefix:
		start := string(normal([]byte(n.text)))
		return t.expand(a.field, n.text+"*", start, func(term string) bool { return true })
	case fuzzy:
		return t.expandFuzzy(a.field, n)
	case pattern:
		written := strings.TrimSuffix(strings.TrimPrefix(n.re.String(), "^(?i:"), ")$")
		return t.expand(a.field, written, "", n.re.MatchString)
	}
	return nil
}

// sequence matches one word, or several adjacent ones.
func sequence(words []string, field string) query.Query {
	if len(words) > 1 {
		return query.NewPhraseQuery(words, field)
	}
	q := query.NewTermQuery(words[0])
	q.SetField(field)
	return q
}

// terms are the words of tokens.
func terms(tokens analysis.TokenStream) (words []string) {
	for _, t := range tokens {
		words = append(words, string(t.Term))
	}
	return words
}

// expand lists the words of the index that begin with start and are wanted. written is
// how the query has it, for the error.
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

// expandFuzzy lists the words of the index that differ by at most so many letters.
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

// fact matches turns by part of the value of a field.
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

// each calls do for every term of a part of the index's dictionary; err is that of
// opening it.
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

// spans are the matches in one turn: for each sequence that was sought, every place
// where its terms are adjacent.
func (t *translator) spans(m *search.DocumentMatch, turn corpus.Turn) []corpus.Span {
	var spans []corpus.Span
	for field, byTerm := range m.Locations {
		for _, s := range t.sought[field] {
			for _, first := range byTerm[s[0]] {
				if end, ok := sequenceEnd(first, s[1:], byTerm); ok {
					spans = append(spans, corpus.Span{Start: turn.Body + int(first.Start), End: turn.Body + end})
				}
			}
		}
	}
	return joined(spans)
}

// sequenceEnd is where a sequence ends that begins with first, if the rest of its terms
// follows.
func sequenceEnd(first *search.Location, rest []string, byTerm search.TermLocationMap) (end int, ok bool) {
	end = int(first.End)
	for i, term := range rest {
		at := slices.IndexFunc(byTerm[term], func(l *search.Location) bool { return l.Pos == first.Pos+uint64(i)+1 })
		if at < 0 {
			return 0, false
		}
		end = int(byTerm[term][at].End)
	}
	return end, true
}

// joined puts spans in order and joins overlapping ones.
func joined(spans []corpus.Span) []corpus.Span {
	slices.SortFunc(spans, func(a, b corpus.Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	all := spans[:0]
	for _, s := range spans {
		if n := len(all); n > 0 && s.Start < all[n-1].End {
			all[n-1].End = max(all[n-1].End, s.End)
			continue
		}
		all = append(all, s)
	}
	return all
}
