package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/reading"
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
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				from, err := findEnd(s, args[0])
				if err != nil {
					return err
				}
				to, err := findEnd(s, args[2])
				if err != nil {
					return err
				}
				kind := strings.TrimSpace(args[1])
				_, a := reading.Thing(s, from)
				_, b := reading.Thing(s, to)
				said := fmt.Sprintf("%s %s %s", a, kind, b)
				if !remove {
					return w.apply(c.Context(), p, "link "+said, edit.PutLink{Link: coding.Link{ID: coding.LinkID(w.newID()), From: from, To: to, Kind: kind, Note: note}})
				}
				for _, l := range s.Links {
					if l.From == from && l.To == to && strings.EqualFold(l.Kind, kind) {
						return w.apply(c.Context(), p, "remove link "+said, edit.RemoveLink{ID: l.ID})
					}
				}
				return coding.WithHint(fmt.Errorf("link %s: %w", said, coding.ErrUnknown), "see crosscase links")
			})
		},
	}
	c.Flags().StringVar(&note, "note", "", "why, `TEXT`")
	c.Flags().BoolVar(&remove, "remove", false, "take the link away")
	w.addCoder(c.Flags(), "who links them")
	return c
}

// findEnd finds what a link joins.
func findEnd(s *coding.Study, name string) (id string, err error) {
	kind, rest, _ := strings.Cut(name, ":")
	switch kind {
	case "case":
		x, err := s.FindCase(rest)
		if err != nil {
			return "", err
		}
		return string(x.ID), nil
	case "passage":
		i, err := s.FindPassage(strings.TrimSpace(rest))
		if err != nil {
			return "", err
		}
		return string(s.Passages[i].ID), nil
	case "theme":
		name = rest
	}
	t, err := s.FindTheme(name)
	if err != nil {
		return "", err
	}
	return string(t.ID), nil
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
			return w.with(c.Context(), func(_ *project.Project, s *coding.Study) error {
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
			})
		},
	}
	o.add(c.Flags())
	c.Flags().Lookup("format").Usage = "`FORMAT`: table, csv, tsv, json, markdown, dot or svg; else what FILE ends in, else table"
	return c
}
