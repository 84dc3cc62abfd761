package main

import (
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/analysis"
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

func newLinks(w *env) *cobra.Command {
	var o outputFlags
	c := &cobra.Command{
		Use:   "links",
		Short: "List links, or draw them as a concept map",
		Example: `  crosscase links
  crosscase links --format svg -o map.svg
  crosscase links --format dot | dot -Tpdf -o map.pdf`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.links(a.Seen(), &o) })
		},
	}
	o.add(c.Flags())
	c.Flags().Lookup("format").Usage = "`FORMAT`: table, csv, tsv, json, markdown, dot or svg; else what FILE ends in, else table"
	return c
}

// links writes the links of a study, or their concept map.
func (w *env) links(s *coding.Study, o *outputFlags) error {
	m := analysis.NewConceptMap(s)
	name, _ := o.named()
	switch strings.ToLower(name) {
	case "dot":
		return o.to(w, func(out io.Writer) error { return m.WriteDOT(out) })
	case "svg":
		return o.to(w, func(out io.Writer) error { return m.WriteSVG(out) })
	}
	err := o.grid(w, analysis.Links(s))
	if errors.Is(err, coding.ErrInvalid) {
		return coding.WithHint(err, "dot and svg draw the concept map")
	}
	return err
}
