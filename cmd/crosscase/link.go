package main

import (
	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
)

func newLink(w *env) *cobra.Command {
	var note string
	var remove bool
	c := &cobra.Command{
		Use:   "link FROM KIND TO",
		Short: "Say how one theme, passage or case study bears on another",
		Long: `Say how one theme, passage or case study bears on another. KIND is any word or
words: influences, contradicts, explains, is part of. FROM and TO are themes;
case:NAME is a case study, passage:ID a passage. crosscase links lists all, and
draws the concept map.`,
		Example: `  crosscase link "Reputation" influences "Trust" --note "said by both chiefs"
  crosscase link case:"Joint control room" contradicts Savings
  crosscase links --format svg -o map.svg`,
		Args: arguments("FROM", "KIND", "TO"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				if remove {
					return w.tell(a.Unlink(c.Context(), args[0], args[1], args[2]))
				}
				return w.tell(a.Link(c.Context(), args[0], args[1], args[2], note))
			})
		},
	}
	c.Flags().StringVar(&note, "note", "", "why, `TEXT`")
	c.Flags().BoolVar(&remove, "remove", false, "take the link away")
	w.addCoder(c.Flags(), "who links them")
	return c
}
