package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/locate"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

// decide stores decisions that were made on a list.
func (o *suggestOptions) decide(ctx context.Context, w *env, a *app.Session, name string) error {
	theme, err := a.Seen().FindTheme(name)
	if err != nil {
		return err
	}
	yes, no := placesIn(o.accept), placesIn(o.reject)
	if o.decisions != "" {
		table, err := app.ReadTable(o.decisions)
		if err != nil {
			return fault{err, failed}
		}
		y, n, err := app.ReadDecisions(o.decisions, table)
		if err != nil {
			return fault{err, failed}
		}
		yes, no = append(yes, y...), append(no, n...)
	}
	places, err := a.Places(ctx, locate.Unit(o.unit), slices.Concat(yes, no)...)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		fmt.Fprintln(w.stderr, "no decisions; write yes or no in the column \"decision\"")
		return nil
	}
	var judgements []app.Judgement
	for i, p := range places {
		judgements = append(judgements, app.Judgement{Text: p.Text, Span: p.Span, Accept: i < len(yes)})
	}
	if err := w.tell(a.Judge(ctx, theme, judgements...)); err != nil {
		return err
	}
	fmt.Fprintln(w.stderr, report.Visible(fmt.Sprintf("suggestions of %s: %d accepted, %d rejected", a.Study.Path(theme.ID), len(yes),
		len(no))))
	return nil
}

// placesIn are the places of a list with commas between them.
func placesIn(list string) (refs []string) {
	for r := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(r) != "" {
			refs = append(refs, r)
		}
	}
	return refs
}

// ask asks for each suggestion, and stores each answer at once.
func (o *suggestOptions) ask(ctx context.Context, w *env, a *app.Session, found app.Suggestions) error {
	if !w.interactive {
		return coding.WithHint(fault{errors.New("suggest: --each asks, and nobody is there to answer"), usage},
			"use --accept and --reject, or --decisions")
	}
	for i, x := range found.List {
		fmt.Fprintf(w.stdout, "\n%d of %d, %.0f %% likely, because of %s\n", i+1, len(found.List), 100*x.Probability,
			report.Visible(strings.Join(x.Because, ", ")))
		if err := reading.WritePassages(w.stdout, []reading.Quote{x.Quote}, w.screen); err != nil {
			return err
		}
		answer, ok := w.ask("%s? [y/n, Enter to leave it, q to stop] ", report.Visible(a.Study.Path(found.Theme.ID)))
		if !ok {
			return nil
		}
		j := app.Judgement{Text: x.Text, Span: x.Span}
		switch strings.ToLower(answer) {
		case "y", "yes":
			j.Accept = true
		case "n", "no":
		case "q":
			return nil
		default:
			continue
		}
		if err := w.tell(a.Judge(ctx, found.Theme, j)); err != nil {
			return err
		}
	}
	return nil
}
