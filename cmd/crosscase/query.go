package main

import (
	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/report"
)

func newQuery(w *env) *cobra.Command {
	c := &cobra.Command{Use: "query", Short: "Saved code queries: save, list, rename and remove", Long: queryHelp, Args: subcommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	var o outputFlags
	list := &cobra.Command{
		Use: "list", Short: "List them", Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				g := &report.Grid{Head: []string{"query", "means"}, Empty: `No queries. Save one with crosscase query save NAME 'Trust AND Cost'.`}
				for _, q := range a.Seen().Queries {
					g.Rows = append(g.Rows, []any{q.Name, q.Expression})
				}
				return o.grid(w, g)
			})
		},
	}
	o.add(list.Flags())
	save := &cobra.Command{
		Use: "save NAME QUERY", Short: "Save one, or give the one of that name another meaning", Args: arguments("NAME", "QUERY"),
		Example: `  crosscase query save shared 'Trust AND "Motivation > Savings"'
  crosscase passages --where @shared`,
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(a.SaveQuery(c.Context(), args[0], args[1])) })
		},
	}
	w.addCoder(save.Flags(), "who saves it")
	rename := &cobra.Command{
		Use: "rename NAME NEW", Short: "Rename a saved query", Args: arguments("NAME", "NEW"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(a.RenameQuery(c.Context(), args[0], args[1])) })
		},
	}
	w.addCoder(rename.Flags(), "who renames it")
	remove := &cobra.Command{
		Use: "remove NAME", Short: "Remove one", Args: arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(a.RemoveQuery(c.Context(), args[0])) })
		},
	}
	w.addCoder(remove.Flags(), "who removes it")
	c.AddCommand(list, save, rename, remove)
	return c
}

// newQueries is a topic of the help, not a command.
func newQueries() *cobra.Command {
	return &cobra.Command{Use: "queries", Short: "Code queries, for --where", Long: queryHelp}
}

const queryHelp = `A code query says which tagged passages are meant. --where takes one, in every
command that takes filters, and crosscase query save gives one a name.

  Trust                            passages tagged with the theme, or one below it
  "Motivation > Savings"           a path; quotation marks are needed where a name
                                   has parentheses or words in capitals in it
  Trust AND Cost                   passages of both that are the same, or overlap
  Trust OR Cost                    of either
  Trust NOT Cost                   of the one on whose words the other is not

How passages stand to each other; the passages of the left one are found:
  Trust OVERLAPS Cost              at least a letter in common
  Trust WITHIN Cost                inside, or the same
  Trust ENCLOSES Cost              around, or the same
  Trust EQUALS Cost                the same words: begin and end alike
  Trust FOLLOWED BY Cost WITHIN 3 TURNS
  Trust PRECEDED BY Cost           at most 1 turn away where nothing is said
  Trust NEAR Cost WITHIN 50 WORDS  overlapping, or before or after

Conditions, which need no AND before them:
  text:"shared vision"  text:trust words of the passage, as quotes are found
  memo:why                         words of a note on it
  coder:AK  about:"Northmoor Police"  weight>2  suggested:yes     of one tag
  turn:int-03:12  turn:int-03:12-15     a turn of a source, or several
  source:int-03  type:meeting  case:"Joint control room"  date>=2019-03
  organisation:"Northmoor Police"  participant:Roe  role:chief  question:Q2
  rank:high  attr:age>40           any attribute

NOT binds closest, then OVERLAPS and its kin, then AND, then OR; parentheses say
otherwise. @NAME is a saved query.`
