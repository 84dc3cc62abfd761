package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/coding/words"
	"crosscase/corpus"
	"crosscase/index"
)

// A Search is what to look for in the texts of sources.
type Search struct {
	Words   string      // a query as [index.Parse] reads it, or @NAME of a saved search
	Filters query.Names // where, by [query.PlaceNames]; they replace those of a saved search
	By      string      // dimension to count matches by, "" for none
	Counted bool        // only turns whose words count, as the analysis of words counts them
}

// Found is what a search found.
type Found struct {
	Search // that was asked for; of a saved one, with what was saved
	Hits   []index.Hit

	study *coding.Study
	texts coding.Texts
}

// Search finds words in the texts of sources. The index is brought up to date before;
// progress, if not nil, hears of that. The error wraps [coding.ErrInvalid] where the
// query cannot be read, and [coding.ErrUnknown] for names of nothing.
func (s *Session) Search(ctx context.Context, q Search, progress func(done, of int)) (Found, error) {
	study := s.Seen()
	q, parsed, filter, err := s.resolve(ctx, q)
	if err != nil {
		return Found{}, err
	}
	hits, err := Index(s.Project).Search(ctx, parsed, Searchable(study), s.Texts, progress)
	if err != nil {
		return Found{}, err
	}
	lets := study.Places(filter)
	hits = slices.DeleteFunc(hits, func(h index.Hit) bool {
		return !lets(h.Source, voiceOf(study, h)) || q.Counted && !counted(study, h)
	})
	return Found{q, hits, study, s.Texts}, nil
}

// resolve looks up what a search names: a saved search, filters, fields of a query.
func (s *Session) resolve(ctx context.Context, q Search) (Search, index.Query, coding.Filter, error) {
	q, err := again(s.Seen(), q)
	if err != nil {
		return q, index.Query{}, coding.Filter{}, err
	}
	parsed, err := parseWords(q.Words)
	if err != nil {
		return q, index.Query{}, coding.Filter{}, err
	}
	filter, err := q.Filters.Resolve(ctx, s.Seen(), s.Texts)
	return q, parsed, filter, err
}

// parseWords reads a query. The error wraps [coding.ErrInvalid].
func parseWords(words string) (index.Query, error) {
	var known []string
	for _, fact := range coding.SourceFacts {
		known = append(known, fact.Name)
	}
	q, err := index.Parse(words, known...)
	if err != nil {
		return q, coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	return q, nil
}

// voiceOf is who speaks where something was found.
func voiceOf(s *coding.Study, h index.Hit) coding.Voice {
	v, _ := s.Owner(h.Source, s.Transcript(s.Sources[h.Source]).Turns[h.Turn])
	return v
}

// counted tells whether words count where something was found.
func counted(s *coding.Study, h index.Hit) bool {
	_, ok := words.Counted(s, h.Source, s.Transcript(s.Sources[h.Source]).Turns[h.Turn])
	return ok
}

// Matches counts the places that were found.
func (f Found) Matches() (n int) {
	for _, h := range f.Hits {
		n += len(h.Spans)
	}
	return n
}

// Sources counts the sources in which something was found.
func (f Found) Sources() (n int) {
	for i, h := range f.Hits {
		if i == 0 || f.Hits[i-1].Source != h.Source {
			n++
		}
	}
	return n
}

// Said is how much was found, as "3 matches in 2 turns of 1 source (of 12)".
func (f Found) Said() string {
	return fmt.Sprintf("%s in %s of %s (of %d)", coding.Count(f.Matches(), "match"), coding.Count(len(f.Hits), "turn"),
		coding.Count(f.Sources(), "source"), len(f.study.Sources))
}

// Quotes reads the words around the first matches, at most limit, all for 0.
func (f Found) Quotes(ctx context.Context, limit int) (quotes []reading.Quote, err error) {
	var text corpus.Text
	for _, h := range f.Hits {
		for _, span := range h.Spans {
			if limit > 0 && len(quotes) == limit {
				return quotes, nil
			}
			if id := f.study.Sources[h.Source].Text; text.ID != id {
				if text, err = f.texts.Text(ctx, id); err != nil {
					return nil, err
				}
			}
			quotes = append(quotes, reading.NewHit(f.study, h.Source, h.Turn, span, text))
		}
	}
	return quotes, nil
}

// A Facet counts what was found under one value of a dimension.
type Facet struct {
	Label                   string
	Matches, Turns, Sources int
}

// Facets counts by a dimension of the turns in which something was found, the most
// frequent value first; name is the dimension's. The error wraps [coding.ErrInvalid]
// where there is no such dimension.
func (f Found) Facets(by string) (name string, facets []Facet, err error) {
	dims, err := matrix.ParseDimensions(by, f.study)
	if err != nil {
		return "", nil, err
	}
	places, err := matrix.Places(f.study, dims[0])
	if err != nil || len(dims) > 1 {
		return "", nil, coding.Errorf(coding.ErrInvalid, "--by %q: one dimension of turns, as organisation, case, source, participant", by)
	}
	at := map[matrix.Key]int{}
	var last []int // source counted last, by facet
	for _, h := range f.Hits {
		k := places(h.Source, voiceOf(f.study, h))
		i, known := at[k]
		if !known {
			i = len(facets)
			at[k], facets, last = i, append(facets, Facet{Label: k.Label}), append(last, -1)
		}
		facets[i].Matches += len(h.Spans)
		facets[i].Turns++
		if last[i] != h.Source {
			last[i] = h.Source
			facets[i].Sources++
		}
	}
	slices.SortStableFunc(facets, func(a, b Facet) int {
		return cmp.Or(cmp.Compare(b.Matches, a.Matches), cmp.Compare(a.Label, b.Label))
	})
	return string(dims[0]), facets, nil
}

// FindIn finds words in one source, in order. Errors are those of [Session.Search].
func (s *Session) FindIn(ctx context.Context, src *corpus.Source, words string) (spans []corpus.Span, err error) {
	q, err := parseWords(words)
	if err != nil {
		return nil, err
	}
	hits, err := Index(s.Project).Search(ctx, q, Searchable(s.Seen()), s.Texts, nil)
	for _, h := range hits {
		if s.Seen().Sources[h.Source].ID == src.ID {
			spans = append(spans, h.Spans...)
		}
	}
	return spans, err
}

// SaveSearch gives a search a name, under which [Session.Search] finds it as @NAME; a
// saved search of that name is replaced. Errors are those of [Session.Search].
func (s *Session) SaveSearch(ctx context.Context, name string, q Search) (Done, error) {
	q, _, _, err := s.resolve(ctx, q)
	if err != nil {
		return Done{}, err
	}
	name = queryName(name)
	saved := coding.SavedQuery{ID: coding.QueryID(s.NewID()), Name: name, Kind: coding.SavedSearch, Expression: q.line()}
	if old, err := s.Study.FindSearch(name); err == nil && strings.EqualFold(old.Name, name) {
		saved.ID = old.ID
	}
	return s.Apply(ctx, "save search "+name, edit.PutQuery{Query: saved})
}

// RemoveSearch removes a saved search. The error wraps [coding.ErrUnknown] where there
// is none of that name.
func (s *Session) RemoveSearch(ctx context.Context, name string) (Done, error) {
	q, err := findSearch(s.Study, name)
	if err != nil {
		return Done{}, err
	}
	return s.Apply(ctx, "remove search "+q.Name, edit.RemoveQuery{ID: q.ID})
}

// queryName is the name of a saved query or search, which may be typed with its @.
func queryName(typed string) string { return strings.TrimPrefix(strings.TrimSpace(typed), "@") }

// line is a search as it is saved: its flags in alphabetical order, then the words.
func (q Search) line() string {
	flags := maps.Clone(q.Filters)
	if q.By != "" {
		if flags == nil {
			flags = query.Names{}
		}
		flags["by"] = []string{q.By}
	}
	var args []string
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		for _, v := range flags[name] {
			args = append(args, "--"+name+"="+v)
		}
	}
	return query.CommandLine(append(args, "--", q.Words)...)
}

// again reads what a saved search stands for; any other search is as it was asked. What
// is asked besides comes in the place of what was saved under the same name.
func again(s *coding.Study, q Search) (Search, error) {
	if !strings.HasPrefix(q.Words, "@") {
		return q, nil
	}
	saved, err := findSearch(s, q.Words)
	if err != nil {
		return q, err
	}
	was := Search{Filters: query.Names{}}
	args := query.Split(saved.Expression)
	for len(args) > 0 && args[0] != "--" {
		name, value, ok := strings.Cut(strings.TrimPrefix(args[0], "--"), "=")
		switch {
		case ok && name == "by":
			was.By = value
		case ok && slices.Contains(query.PlaceNames(), name):
			was.Filters[name] = append(was.Filters[name], value)
		default:
			return q, coding.Errorf(coding.ErrInvalid, "search %s: %q: unknown %s", saved.Name, saved.Expression, args[0])
		}
		args = args[1:]
	}
	if len(args) != 2 {
		return q, coding.Errorf(coding.ErrInvalid, "search %s: %q: no words to search for", saved.Name, saved.Expression)
	}
	maps.Copy(was.Filters, q.Filters)
	return Search{Words: args[1], Filters: was.Filters, By: cmp.Or(q.By, was.By)}, nil
}

func findSearch(s *coding.Study, name string) (*coding.SavedQuery, error) {
	saved, err := s.FindSearch(name)
	if err != nil {
		if hint := coding.Hint(err); hint == "" || strings.HasPrefix(hint, "see ") { // searches have no list of their own
			err = coding.WithHint(err, "crosscase search QUERY --save NAME saves one")
		}
	}
	return saved, err
}

// FoundMemos is what a search found in memos.
type FoundMemos struct {
	Quotes []reading.Quote // one for each match
	Memos  int             // in which something was found
	Of     int             // memos that were searched
}

// Said is how much was found.
func (f FoundMemos) Said() string {
	return fmt.Sprintf("%s in %s (of %d)", coding.Count(len(f.Quotes), "match"), coding.Count(f.Memos, "memo"), f.Of)
}

// memoTexts gives the words of memos by their identifiers.
type memoTexts map[corpus.TextID]string

// Text implements [index.Texts].
func (m memoTexts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	return corpus.Text{ID: id, Body: m[id]}, nil
}

// SearchMemos finds words in memos. There are few of them, so they are indexed anew
// each time. The error wraps [coding.ErrInvalid] where the query cannot be read.
func (s *Session) SearchMemos(ctx context.Context, words string) (FoundMemos, error) {
	q, err := parseWords(words)
	if err != nil {
		return FoundMemos{}, err
	}
	study := s.Seen()
	texts := memoTexts{}
	language := analysis.MostSpoken(study)
	var sources []index.Source
	for _, m := range study.Memos {
		id := corpus.TextID(m.ID)
		texts[id] = m.Text
		tr := &corpus.Transcript{Turns: []corpus.Turn{{End: len(m.Text), Speaker: -1}}}
		sources = append(sources, index.Source{Text: id, Language: language, Transcript: tr})
	}
	hits, err := index.Find(ctx, q, sources, texts)
	if err != nil {
		return FoundMemos{}, err
	}
	f := FoundMemos{Memos: len(hits), Of: len(study.Memos)}
	for _, h := range hits {
		m := reading.NewMemo(study, study.Memos[h.Source])
		for _, span := range h.Spans {
			f.Quotes = append(f.Quotes, reading.NewMemoHit(m, span))
		}
	}
	return f, nil
}
