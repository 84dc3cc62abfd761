package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/corpus"
)

func newUntag(w *env) *cobra.Command {
	var o untagOptions
	c := &cobra.Command{
		Use:   "untag THEME[,THEME...]",
		Short: "Take themes off passages",
		Long: `Take themes off passages: off the one that --quote, --turns, --lines or --span
names, or with --all off every one that the filter flags leave. Only your own
tags, or those of --coder.`,
		Example: `  crosscase untag Trust --source int-03 --quote "we picked up the phone"
  crosscase untag Cost --all --type document`,
		Args: arguments("THEME[,THEME...]"),
		RunE: func(c *cobra.Command, args []string) error { return runUntag(c.Context(), w, o, args[0]) },
	}
	o.filterFlags.addPlaces(c.Flags())
	o.place.add(c.Flags())
	c.Flags().BoolVar(&o.all, "all", false, "every passage that the filter flags leave")
	o.filterFlags.add(c.Flags(), "where")
	c.Flags().StringVar(&o.whose, "coder", "", "take off this `CODER`'s tags instead of your own")
	return c
}

type untagOptions struct {
	filterFlags
	place placeFlags
	all   bool
	whose string
}

func runUntag(ctx context.Context, w *env, o untagOptions, themes string) error {
	ways := o.place.given()
	switch {
	case len(ways) == 0 && !o.all:
		return fault{errors.New("untag: where? give --quote, --turns, --lines or --span, or --all"), usage}
	case len(ways) > 1 || len(ways) > 0 && o.all:
		return fault{errors.New("untag: give one of --quote, --turns, --lines, --span and --all"), usage}
	case len(ways) > 0 && len(o.list("source")) != 1:
		return fault{fmt.Errorf("untag: %s needs one --source", ways[0]), usage}
	}
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		names, coder := s.SplitThemes(themes), cmp.Or(o.whose, w.coderName())
		o.fix("theme", names...)
		o.fix("exact", "true")
		o.fix("coder", coder)
		filter, err := o.filter(ctx, s, p)
		if err != nil {
			return err
		}
		var spans []corpus.Span
		if !o.all {
			src, err := s.FindSource(o.list("source")[0])
			if err != nil {
				return err
			}
			text, err := p.Text(ctx, src.Text)
			if err != nil {
				return err
			}
			if spans, err = coding.Locate(&corpus.Finder{Text: text}, s.Transcript(src), o.place.Place); err != nil {
				return err
			}
		}
		var changes []edit.Change
		for _, sel := range s.Select(filter).Passages {
			if o.all || slices.Contains(spans, s.Passages[sel.Index].Span) {
				for _, t := range sel.Tags {
					changes = append(changes, edit.Untag{Tag: s.Tags[t].ID})
				}
			}
		}
		if len(changes) == 0 {
			return coding.WithHint(fmt.Errorf("no tag of %s by %s there: %w", themes, coder, coding.ErrUnknown),
				"crosscase passages lists what is tagged; --coder takes off another's")
		}
		what := fmt.Sprintf("untag %s: %s by %s", strings.Join(names, ", "), plural(len(changes), "tag"), coder)
		if err := w.apply(ctx, p, what, changes...); err != nil {
			return err
		}
		fmt.Fprintf(w.stderr, "%s removed; crosscase undo puts back what was there\n", plural(len(changes), "tag"))
		return nil
	})
}
