package main

import (
	"context"
	"fmt"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/intake"
	"crosscase/coding/locate"
	"crosscase/coding/report"
)

func runTag(ctx context.Context, w *env, o tagOptions, args []string) error {
	return w.working(ctx, func(a *app.Session) error {
		if o.from != "" {
			return o.tagFrom(ctx, w, a)
		}
		t := app.Tagging{Themes: a.Seen().SplitThemes(args[0]), Create: o.create, About: o.about, Weight: o.weight, Memo: o.memo}
		in := app.Widening{Unit: locate.Unit(o.unit), Researchers: o.researchers}
		var tags app.Tags
		var err error
		switch {
		case o.query != "":
			step, end := w.bar(ctx, "indexing ")
			tags, err = a.TagFound(ctx, t, app.Search{Words: o.query, Filters: o.typed()}, in, step)
			end()
		case o.regex != "":
			tags, err = a.TagMatching(ctx, t, o.regex, o.typed(), in)
		default:
			var source string
			if source, err = oneSource(a, "tag", o.place.given()[0], o.list("source")...); err == nil {
				tags, err = a.TagPlace(ctx, t, source, o.place.Place)
			}
		}
		if err != nil {
			return err
		}
		if tags.Left > 0 {
			fmt.Fprintf(w.stderr, "%s in researchers' turns left out; --researchers tags them, too\n", plural(tags.Left, "match"))
		}
		return o.finish(ctx, w, a, tags)
	})
}

// finish makes tags that were worked out and says how many they are.
func (o *tagOptions) finish(ctx context.Context, w *env, a *app.Session, tags app.Tags) error {
	switch {
	case tags.Count+tags.Notes == 0:
		fmt.Fprintln(w.stderr, "nothing found to tag")
		return nil
	case o.dryRun:
		places, err := tags.Changed(ctx)
		if err != nil {
			return err
		}
		for _, p := range places {
			fmt.Fprintf(w.stdout, "%s  %s\n", p.Ref, report.Visible(strings.Join(strings.Fields(p.Quote.Quote), " ")))
		}
		fmt.Fprintln(w.stderr, planned(tags))
		return nil
	}
	if err := w.tell(a.Tag(ctx, tags)); err != nil {
		return err
	}
	if made := tags.Made; len(made) > 0 {
		if len(made) > 8 {
			made = append(made[:6:6], fmt.Sprintf("and %d more", len(made)-6))
		}
		fmt.Fprintf(w.stderr, "added %s: %s\n", plural(len(tags.Made), "theme"), strings.Join(made, ", "))
	}
	if tags.Notes > 0 {
		fmt.Fprintf(w.stderr, "added %s on passages\n", plural(tags.Notes, "memo"))
	}
	switch {
	case tags.Fresh > 0:
		fmt.Fprintf(w.stderr, "tagged %s\n", tags.Said())
	case tags.Updated > 0:
		fmt.Fprintf(w.stderr, "updated %s\n", tags.Said())
	}
	return nil
}

// planned says what a real run would do.
func planned(tags app.Tags) string {
	switch {
	case tags.Fresh > 0:
		return "would tag " + tags.Said() + "; nothing was done"
	case tags.Updated > 0:
		return "would update " + tags.Said() + "; nothing was done"
	}
	return fmt.Sprintf("would change nothing: %s there already", plural(tags.Count, "tag"))
}

// tagFrom tags what a table lists: all rows or, with --keep-going, the good ones.
func (o *tagOptions) tagFrom(ctx context.Context, w *env, a *app.Session) error {
	columns, err := intake.ParseColumnNames(o.columns)
	if err != nil {
		return fault{fmt.Errorf("--column: %w", err), usage}
	}
	tags, bad, err := o.readFrom(ctx, a, columns)
	if err != nil {
		return fault{err, failed}
	}
	for _, said := range tags.Guesses {
		fmt.Fprintln(w.stderr, report.Visible(said))
	}
	for _, err := range bad {
		line := err.Error()
		if hint := coding.Hint(err); hint != "" {
			line += " (" + hint + ")"
		}
		fmt.Fprintln(w.stderr, line)
	}
	if len(bad) > 0 && !o.keepGoing {
		return fault{coding.WithHint(fmt.Errorf("%s in %s: nothing was tagged", plural(len(bad), "bad row"), o.from),
			"mend them, or tag the others with --keep-going"), failed}
	}
	if err := o.finish(ctx, w, a, tags); err != nil {
		return err
	}
	if len(bad) > 0 {
		return fault{fmt.Errorf("%s in %s left out", plural(len(bad), "bad row"), o.from), partial}
	}
	return nil
}

// readFrom works out what a table or a file of annotations lists.
func (o *tagOptions) readFrom(ctx context.Context, a *app.Session, columns map[string]string) (tags app.Tags, bad []error, err error) {
	data, err := app.ReadFile(o.from)
	if err != nil {
		return tags, nil, err
	}
	if exchange.IsAnnotations(data) {
		return a.TagAnnotations(ctx, o.from, data, o.create)
	}
	table, err := app.ParseTable(o.from, data)
	if err != nil {
		return tags, nil, err
	}
	return a.TagTable(ctx, o.from, table, columns, o.create)
}
