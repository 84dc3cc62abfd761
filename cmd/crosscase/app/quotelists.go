package app

import (
	"context"
	"fmt"
	"io"
	"slices"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

// quotesListed lists quotes: as a table, or where people read them as text does.
func quotesListed(quotes []reading.Quote, table func([]reading.Quote) *report.Grid,
	text func(io.Writer, []reading.Quote, report.Screen) error) *Listed {
	l := &Listed{Table: table(quotes)}
	l.write = func(out io.Writer, format string, screen report.Screen) error {
		if f := report.Format(format); f != report.Table {
			return l.Table.Write(out, f, screen)
		}
		return text(out, quotes, screen)
	}
	return l
}

// PassageList lists tagged passages.
func PassageList() Listing {
	return Listing{
		Asked: &analysis.Analysis{
			Name: "passages", Short: "List tagged passages, by any filter",
			Example: `  crosscase passages --theme Trust --organisation "Northmoor Police"
  crosscase passages --theme Reputation --context 1 --format markdown -o reputation.md`,
			Options: []query.Flag{
				{Name: "context", Kind: query.Whole, Default: "0", Usage: "so many `TURNS` before and after, too"},
				{Name: "changed", Kind: query.Check,
					Usage: "those whose words a correction has changed a little, with what they were; see crosscase passage accept"},
				{Name: "detached", Kind: query.Check,
					Usage: "those whose words a correction has replaced, with what stands there now; see crosscase passage attach"},
			},
			Check: func(r *analysis.Request) error {
				if r.Is("changed") && r.Is("detached") {
					return coding.Errorf(coding.ErrInvalid, "--changed and --detached do not go together: changed passages have a place")
				}
				return nil
			},
			Filters: query.FilterNames(),
		},
		Formats: TableFormats,
		read: func(ctx context.Context, s *Session, in asked) (*Listed, error) {
			var state PassageState
			for _, x := range []PassageState{Changed, Detached} {
				if in.Is(string(x)) {
					state = x
				}
			}
			found, err := s.Passages(ctx, in.Filters, state)
			if err != nil {
				return nil, err
			}
			quotes, err := found.Quotes(ctx, 0, len(found.Passages), in.Whole("context"))
			if err != nil {
				return nil, err
			}
			said := coding.Count(len(quotes), "passage")
			if over := found.Over(); over != "" {
				said += ", " + over
			}
			if changed := found.Reworded(); changed != "" {
				said += "; " + changed + ": crosscase passages --changed"
			}
			if more := found.Replaced(); more != "" {
				said += "; " + more + ": crosscase passages --detached"
			}
			l := quotesListed(quotes, reading.Passages, reading.WritePassages)
			l.Said = []string{said}
			return l, nil
		},
	}
}

// SearchList finds words in texts or memos.
func SearchList() Listing {
	return Listing{
		Asked: &analysis.Analysis{
			Name: "search", Short: "Find words, in context",
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
			Arguments: []analysis.Argument{{Name: "q", Value: "QUERY"}},
			Options: []query.Flag{
				{Name: "count", Kind: query.Check, Usage: "print numbers only: matches, turns, sources"},
				{Name: "by", Usage: "count matches by `DIMENSION`: organisation, case, source, participant, type, role…"},
				{Name: "limit", Kind: query.Whole, Default: "50", Usage: "print at most so many `MATCHES`; 0 is all"},
				{Name: "in", Default: "texts", Usage: "search `WHERE`: in texts or in memos"},
			},
			Filters: query.PlaceNames(),
			Check:   checkSearch,
		},
		Formats: TableFormats,
		read: func(ctx context.Context, s *Session, in asked) (*Listed, error) {
			if in.Text("in") == "memos" {
				return s.listMemoMatches(ctx, in)
			}
			return s.listMatches(ctx, in)
		},
	}
}

// checkSearch refuses options that would be ignored.
func checkSearch(r *analysis.Request) error {
	switch in := r.Text("in"); {
	case r.Is("count") && r.Given("by"):
		return coding.Errorf(coding.ErrInvalid, "--count and --by do not go together; --by counts, too")
	case (r.Is("count") || r.Given("by")) && r.Given("limit"):
		return coding.Errorf(coding.ErrInvalid, "--limit has no effect with --count or --by")
	case in != "texts" && in != "memos":
		return coding.Errorf(coding.ErrInvalid, "--in %q: texts or memos", in)
	case in == "texts":
		return nil
	}
	names := append([]string{}, "by")
	for _, name := range slices.Sorted(slices.Values(append(names, query.PlaceNames()...))) {
		if r.Given(name) || len(r.Filters[name]) > 0 {
			return coding.Errorf(coding.ErrInvalid, "--%s has no effect with --in memos; crosscase memo list has filters for memos", name)
		}
	}
	return nil
}

// listMatches lists what is found in texts, or counts it.
func (s *Session) listMatches(ctx context.Context, in asked) (*Listed, error) {
	found, err := s.Search(ctx, Search{Words: in.Arguments[0], Filters: in.Filters, By: in.Text("by")}, in.progress)
	if err != nil {
		return nil, err
	}
	switch {
	case in.Is("count"):
		return &Listed{Table: &report.Grid{Head: []string{"matches", "turns", "sources"},
			Rows: [][]any{{found.Matches(), len(found.Hits), found.Sources()}}}}, nil
	case found.By != "":
		return listFacets(found)
	}
	quotes, err := found.Quotes(ctx, in.Whole("limit"))
	if err != nil {
		return nil, err
	}
	l := quotesListed(quotes, reading.Hits, reading.Concordance)
	l.Said = []string{found.Said()}
	if all := found.Matches(); len(quotes) < all {
		l.Said = []string{fmt.Sprintf("%d of %s shown; --limit 0 shows all", len(quotes), coding.Count(all, "match"))}
	}
	return l, nil
}

// listFacets counts what was found by one dimension.
func listFacets(found Found) (*Listed, error) {
	dimension, facets, err := found.Facets(found.By)
	if err != nil {
		return nil, err
	}
	g := &report.Grid{Head: []string{dimension, "matches", "turns", "sources"}, Empty: "No matches."}
	for _, f := range facets {
		g.Rows = append(g.Rows, []any{f.Label, f.Matches, f.Turns, f.Sources})
	}
	return &Listed{Table: g}, nil
}

// listMemoMatches lists what is found in memos, or counts it.
func (s *Session) listMemoMatches(ctx context.Context, in asked) (*Listed, error) {
	found, err := s.SearchMemos(ctx, in.Arguments[0])
	if err != nil {
		return nil, err
	}
	if in.Is("count") {
		return &Listed{Table: &report.Grid{Head: []string{"matches", "memos"}, Rows: [][]any{{len(found.Quotes), found.Memos}}}}, nil
	}
	quotes := found.Quotes
	if limit := in.Whole("limit"); limit > 0 {
		quotes = quotes[:min(limit, len(quotes))]
	}
	l := quotesListed(quotes, reading.Hits, reading.Concordance)
	l.Said = []string{found.Said()}
	return l, nil
}
