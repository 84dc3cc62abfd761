package main

import (
	"context"
	"fmt"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

// printFacets prints matches by one dimension.
func (o *searchOptions) printFacets(w *env, found app.Found) error {
	dimension, facets, err := found.Facets(found.By)
	if err != nil {
		return err
	}
	g := &report.Grid{Head: []string{dimension, "matches", "turns", "sources"}, Empty: "No matches."}
	for _, f := range facets {
		g.Rows = append(g.Rows, []any{f.Label, f.Matches, f.Turns, f.Sources})
	}
	return o.grid(w, g)
}

func (o *searchOptions) searchMemos(ctx context.Context, w *env, a *app.Session, words string) error {
	found, err := a.SearchMemos(ctx, words)
	if err != nil {
		return err
	}
	if o.count {
		return o.grid(w, &report.Grid{Head: []string{"matches", "memos"}, Rows: [][]any{{len(found.Quotes), found.Memos}}})
	}
	quotes := found.Quotes
	if o.limit > 0 {
		quotes = quotes[:min(o.limit, len(quotes))]
	}
	err = o.quotes(w, quotes, reading.Concordance, reading.Hits)
	fmt.Fprintln(w.stderr, found.Said())
	return err
}
