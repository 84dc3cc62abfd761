package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/reading"
	"crosscase/coding/report"
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
			if err := o.check(c.Flags()); err != nil {
				return fault{err, usage}
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

type searchOptions struct {
	filterFlags
	outputFlags
	count bool
	by    string
	in    string
	save  string
	limit int
}

// check refuses flags that would be ignored.
func (o *searchOptions) check(fs *pflag.FlagSet) error {
	switch {
	case o.count && o.by != "":
		return errors.New("--count and --by do not go together; --by counts, too")
	case (o.count || o.by != "") && fs.Changed("limit"):
		return errors.New("--limit has no effect with --count or --by")
	case o.in != "texts" && o.in != "memos":
		return fmt.Errorf("--in %q: texts or memos", o.in)
	case o.in == "memos" && o.save != "":
		return errors.New("--save has no effect with --in memos")
	}
	if flags := onlyInTexts(fs); o.in == "memos" && len(flags) > 0 {
		return fmt.Errorf("%s has no effect with --in memos; crosscase memo list has filters for memos", flags[0])
	}
	return nil
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

func runSearch(ctx context.Context, w *env, o searchOptions, words string) error {
	return w.working(ctx, func(a *app.Session) error {
		q := app.Search{Words: words, Filters: o.typed(), By: o.by}
		switch {
		case o.in == "memos":
			return o.searchMemos(ctx, w, a, words)
		case o.save != "":
			if err := w.tell(a.SaveSearch(ctx, o.save, q)); err != nil {
				return err
			}
			fmt.Fprintf(w.stderr, "saved; crosscase search @%s searches again\n", strings.TrimPrefix(strings.TrimSpace(o.save), "@"))
			return nil
		}
		step, end := w.bar(ctx, "indexing ")
		found, err := a.Search(ctx, q, step)
		end()
		if err != nil {
			return err
		}
		switch {
		case o.count:
			return o.grid(w, &report.Grid{Head: []string{"matches", "turns", "sources"}, Rows: [][]any{{found.Matches(), len(found.Hits), found.Sources()}}})
		case found.By != "":
			return o.printFacets(w, found)
		}
		quotes, err := found.Quotes(ctx, o.limit)
		if err != nil {
			return err
		}
		err = o.quotes(w, quotes, reading.Concordance, reading.Hits)
		if all := found.Matches(); len(quotes) < all {
			fmt.Fprintf(w.stderr, "%d of %s shown; --limit 0 shows all\n", len(quotes), plural(all, "match"))
		} else {
			fmt.Fprintln(w.stderr, found.Said())
		}
		return err
	})
}
