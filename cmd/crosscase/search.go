package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/matrix"
	"crosscase/coding/project"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
	"crosscase/index"
)

func newSearch(w *env) *cobra.Command {
	var o searchOptions
	c := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find words, in context",
		Long: `Find words, in context.

  trust                  the word in all its forms: trusts, trusted, trusting
  exact:trusted          the word as it stands
  "shared vision"        words side by side, as they stand
  trust cost             both in one turn; also trust AND cost
  trust OR cost          either
  trust -cost            the one without the other; also trust NOT cost
  +trust cost            the first, with or without the second
  (trust OR faith) cost  parentheses
  collab*                words that begin so
  colour~  colour~2      words at most one, or two, letters off
  /organi[sz]ation/      words that match a pattern (RE2)
  speaker:roe            turns of a speaker; so organisation:, case:, source:,
                         type:, role: and date:`,
		Example: `  crosscase search trust --organisation "Northmoor Police"
  crosscase search '"shared vision" OR goal*' --by organisation
  crosscase search trust --type interview --save trust-told; crosscase search @trust-told`,
		Args: arguments("QUERY"),
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case o.count && o.by != "":
				return fault{errors.New("--count and --by do not go together; --by counts, too"), usage}
			case (o.count || o.by != "") && c.Flags().Changed("limit"):
				return fault{errors.New("--limit has no effect with --count or --by"), usage}
			}
			if o.in == "memos" {
				if flags := onlyInTexts(c.Flags()); len(flags) > 0 {
					return fault{fmt.Errorf("%s has no effect with --in memos; crosscase memo list has filters for memos", flags[0]), usage}
				}
				return searchMemos(c.Context(), w, &o, args[0])
			}
			if o.in != "texts" {
				return fault{fmt.Errorf("--in %q: texts or memos", o.in), usage}
			}
			if o.save != "" {
				return saveSearch(c.Context(), w, o, c.Flags(), args[0])
			}
			return runSearch(c.Context(), w, o, args[0])
		},
	}
	o.filterFlags.addPlaces(c.Flags())
	o.outputFlags.add(c.Flags())
	c.Flags().BoolVar(&o.count, "count", false, "print numbers only: matches, turns, sources")
	c.Flags().StringVar(&o.by, "by", "", "count matches by `DIMENSION`: organisation, case, source, participant, type, role…")
	c.Flags().IntVar(&o.limit, "limit", 50, "print at most so many `MATCHES`; 0 is all")
	c.Flags().StringVar(&o.in, "in", "texts", "search `WHERE`: in texts or in memos")
	c.Flags().StringVar(&o.save, "save", "", "save the search under this `NAME` instead; @NAME searches again")
	return c
}

// saveSearch gives a search with its filters a name.
func saveSearch(ctx context.Context, w *env, o searchOptions, fs *pflag.FlagSet, words string) error {
	if _, err := index.Parse(words); err != nil {
		return fault{err, usage}
	}
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		if _, err := o.filter(ctx, s, p); err != nil {
			return err
		}
		name := strings.TrimPrefix(strings.TrimSpace(o.save), "@")
		var given []string
		for _, a := range givenArguments(fs) {
			if !strings.HasPrefix(a, "--save=") && !strings.HasPrefix(a, "--limit=") {
				given = append(given, a)
			}
		}
		q := coding.SavedQuery{ID: coding.QueryID(w.newID()), Name: name, Kind: coding.SavedSearch, Expression: query.CommandLine(append(given, "--", words)...)}
		if old, err := s.FindSearch(name); err == nil && strings.EqualFold(old.Name, name) {
			q.ID = old.ID
		}
		if err := w.apply(ctx, p, "save search "+name, edit.PutQuery{Query: q}); err != nil {
			return err
		}
		fmt.Fprintf(w.stderr, "saved; crosscase search @%s searches again\n", name)
		return nil
	})
}

// again reads what a saved search was asked with: its query and its filters.
func (o *searchOptions) again(s *coding.Study, name string) (words string, err error) {
	saved, err := s.FindSearch(name)
	if err != nil {
		if hint := coding.Hint(err); hint == "" || strings.HasPrefix(hint, "see ") { // searches have no list of their own
			err = coding.WithHint(err, "crosscase search QUERY --save NAME saves one")
		}
		return "", err
	}
	fs := pflag.NewFlagSet("search", pflag.ContinueOnError)
	fs.SetOutput(io.Discard)
	var f filterFlags
	f.addPlaces(fs)
	var by string
	fs.StringVar(&by, "by", "", "")
	if err := fs.Parse(query.Split(saved.Expression)); err != nil || fs.NArg() != 1 {
		return "", coding.Errorf(coding.ErrInvalid, "search %s: %q: %v", saved.Name, saved.Expression, err)
	}
	o.filterFlags = f
	o.by = cmp.Or(o.by, by)
	return fs.Arg(0), nil
}

type searchOptions struct {
	filterFlags
	outputFlags
	count bool
	by    string
	in    string
	save  string
	limit int
}

func runSearch(ctx context.Context, w *env, o searchOptions, query string) error {
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		if strings.HasPrefix(query, "@") {
			var err error
			if query, err = o.again(s, query); err != nil {
				return err
			}
		}
		q, err := index.Parse(query)
		if err != nil {
			return fault{err, usage}
		}
		hits, err := o.search(ctx, w, p, s, q)
		if err != nil {
			return err
		}
		switch {
		case o.count:
			return o.grid(w, counts(s, hits))
		case o.by != "":
			g, err := facets(s, hits, o.by)
			if err != nil {
				return err
			}
			return o.grid(w, g)
		}
		quotes, all, err := o.read(ctx, p, s, hits)
		if err != nil {
			return err
		}
		err = o.quotes(w, quotes, reading.Concordance, reading.Hits)
		if len(quotes) < all {
			fmt.Fprintf(w.stderr, "%d of %s shown; --limit 0 shows all\n", len(quotes), plural(all, "match"))
		} else {
			fmt.Fprintln(w.stderr, found(s, hits))
		}
		return err
	})
}

// search finds q where the filter flags say.
func (f *filterFlags) search(ctx context.Context, w *env, p *project.Project, s *coding.Study, q index.Query) ([]index.Hit, error) {
	filter, err := f.filter(ctx, s, p)
	if err != nil {
		return nil, err
	}
	step, end := w.bar(ctx, "indexing ")
	hits, err := app.Index(p).Search(ctx, q, app.Searchable(s), p, step)
	end()
	if err != nil {
		return nil, err
	}
	lets := s.Places(filter)
	return slices.DeleteFunc(hits, func(h index.Hit) bool {
		v, _ := s.Owner(h.Source, s.Transcript(s.Sources[h.Source]).Turns[h.Turn])
		return !lets(h.Source, v)
	}), nil
}

// read reads the words around the first hits; all is how many matches there are.
func (o *searchOptions) read(ctx context.Context, p *project.Project, s *coding.Study, hits []index.Hit) (quotes []reading.Quote, all int, err error) {
	var text corpus.Text
	for _, h := range hits {
		for _, span := range h.Spans {
			if all++; o.limit > 0 && all > o.limit {
				continue
			}
			if id := s.Sources[h.Source].Text; text.ID != id {
				if text, err = p.Text(ctx, id); err != nil {
					return nil, 0, err
				}
			}
			quotes = append(quotes, reading.NewHit(s, h.Source, h.Turn, span, text))
		}
	}
	return quotes, all, nil
}

func tally(hits []index.Hit) (matches, sources int) {
	last := -1
	for _, h := range hits {
		matches += len(h.Spans)
		if h.Source != last {
			last = h.Source
			sources++
		}
	}
	return matches, sources
}

func found(s *coding.Study, hits []index.Hit) string {
	matches, sources := tally(hits)
	return fmt.Sprintf("%s in %s of %s (of %d)", plural(matches, "match"), plural(len(hits), "turn"), plural(sources, "source"), len(s.Sources))
}

func counts(s *coding.Study, hits []index.Hit) *report.Grid {
	matches, sources := tally(hits)
	return &report.Grid{Head: []string{"matches", "turns", "sources"}, Rows: [][]any{{matches, len(hits), sources}}}
}

// facets counts matches by one dimension of the turns that they stand in.
func facets(s *coding.Study, hits []index.Hit, by string) (*report.Grid, error) {
	dims, err := matrix.ParseDimensions(by, s)
	if err != nil {
		return nil, err
	}
	places, err := matrix.Places(s, dims[0])
	if err != nil || len(dims) > 1 {
		return nil, fault{fmt.Errorf("--by %q: one dimension of turns, as organisation, case, source, participant", by), usage}
	}
	type count struct{ matches, turns, sources, last int }
	byKey := map[matrix.Key]*count{}
	var keys []matrix.Key
	for _, h := range hits {
		v, _ := s.Owner(h.Source, s.Transcript(s.Sources[h.Source]).Turns[h.Turn])
		k := places(h.Source, v)
		c := byKey[k]
		if c == nil {
			c = &count{last: -1}
			byKey[k] = c
			keys = append(keys, k)
		}
		c.matches += len(h.Spans)
		c.turns++
		if c.last != h.Source {
			c.last = h.Source
			c.sources++
		}
	}
	slices.SortStableFunc(keys, func(a, b matrix.Key) int {
		return cmp.Or(cmp.Compare(byKey[b].matches, byKey[a].matches), cmp.Compare(a.Label, b.Label))
	})
	g := &report.Grid{Head: []string{string(dims[0]), "matches", "turns", "sources"}, Empty: "No matches."}
	for _, k := range keys {
		c := byKey[k]
		g.Rows = append(g.Rows, []any{k.Label, c.matches, c.turns, c.sources})
	}
	return g, nil
}

// onlyInTexts lists the flags that were given and say something of turns alone.
func onlyInTexts(fs *pflag.FlagSet) (flags []string) {
	var places pflag.FlagSet
	(&filterFlags{}).addPlaces(&places)
	fs.Visit(func(f *pflag.Flag) {
		if f.Name == "by" || places.Lookup(f.Name) != nil {
			flags = append(flags, "--"+f.Name)
		}
	})
	return flags
}

// memoTexts gives the words of memos by the identifiers of the memos.
type memoTexts map[corpus.TextID]string

func (m memoTexts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	return corpus.Text{ID: id, Body: m[id]}, nil
}

// searchMemos finds words in memos. There are few of them, so that they are
// indexed anew each time.
func searchMemos(ctx context.Context, w *env, o *searchOptions, query string) error {
	q, err := index.Parse(query)
	if err != nil {
		return fault{err, usage}
	}
	return w.with(ctx, func(_ *project.Project, s *coding.Study) error {
		texts := memoTexts{}
		language := analysis.MostSpoken(s)
		var sources []index.Source
		for _, m := range s.Memos {
			id := corpus.TextID(m.ID)
			texts[id] = m.Text
			tr := &corpus.Transcript{Turns: []corpus.Turn{{End: len(m.Text), Speaker: -1}}}
			sources = append(sources, index.Source{Text: id, Language: language, Transcript: tr})
		}
		hits, err := index.Find(ctx, q, sources, texts)
		if err != nil {
			return err
		}
		var quotes []reading.Quote
		matches := 0
		for _, h := range hits {
			m := reading.NewMemo(s, s.Memos[h.Source])
			for _, span := range h.Spans {
				if matches++; o.limit == 0 || matches <= o.limit {
					quotes = append(quotes, reading.NewMemoHit(m, span))
				}
			}
		}
		if o.count {
			return o.grid(w, &report.Grid{Head: []string{"matches", "memos"}, Rows: [][]any{{matches, len(hits)}}})
		}
		err = o.quotes(w, quotes, reading.Concordance, reading.Hits)
		fmt.Fprintf(w.stderr, "%s in %s (of %d)\n", plural(matches, "match"), plural(len(hits), "memo"), len(s.Memos))
		return err
	})
}
