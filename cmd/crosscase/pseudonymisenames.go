package main

import (
	"context"
	"crosscase/cmd/crosscase/app"
	"crosscase/coding/project"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
	"fmt"
	"slices"
	"strings"
)

func (o *pseudonymiseOptions) suggestions(ctx context.Context, w *env, a *app.Session) error {
	mask, err := app.ReadMask(o.names)
	if err != nil {
		return err
	}
	list, err := mask.Suggest(ctx, a.Study, a.Texts)
	if err != nil {
		return err
	}
	g := &report.Grid{Head: []string{"name", "pseudonym", "times", "sources", "first"}, Empty: "No names recur that are not covered."}
	for _, x := range list {
		g.Rows = append(g.Rows, []any{x.Name, "", x.Count, len(x.Sources), x.Context})
	}
	return o.output.grid(w, g)
}

// show prints each place where a name would be replaced.
func (o *pseudonymiseOptions) show(ctx context.Context, w *env, a *app.Session) error {
	mask, err := app.ReadMask(o.names)
	if err != nil {
		return err
	}
	places, sources := 0, map[corpus.SourceID]bool{}
	for x, err := range mask.Places(ctx, a.Study, a.Texts) {
		if err != nil {
			return err
		}
		places++
		sources[x.Source.ID] = true
		if _, err := fmt.Fprintln(w.stdout, reading.Replacement(a.Study, x.Source, x.Text, x.Replacement)); err != nil {
			return err
		}
	}
	w.notReplaced(a.PlannedPseudonyms(mask))
	fmt.Fprintf(w.stderr, "would replace names in %s in %s; nothing was done\n", plural(places, "place"), plural(len(sources), "source"))
	return nil
}

// run replaces names.
func (o *pseudonymiseOptions) run(ctx context.Context, w *env, a *app.Session) error {
	names, err := app.ReadNames(o.names)
	if err != nil {
		return err
	}
	passphrase, err := w.freshPassphrase("", a.Project.Path())
	if err != nil {
		return err
	}
	came, err := a.Pseudonymise(ctx, names, o.key, passphrase)
	switch {
	case err != nil && came.Gone:
		fmt.Fprintf(w.stderr, "note     keep the key %s: only it tells which pseudonym is whose\n", came.Key)
		return fault{err, partial}
	case err != nil:
		return err
	}
	fmt.Fprintf(w.stderr, "replaced names in %s; the key is %s\n", plural(came.Places, "place"), came.Key)
	w.notReplaced(came)
	var left []string
	for _, x := range came.Leftovers {
		left = append(left, fmt.Sprintf("%s (%s)", x.Name, plural(x.Count, "time")))
	}
	if len(left) > 0 {
		fmt.Fprintf(w.stderr, "note     parts of names still stand: %s; add lines for them and do it again\n",
			report.Visible(strings.Join(left, ", ")))
	}
	elsewhere := strings.Join(append(came.Elsewhere, o.names), ", ")
	fmt.Fprintf(w.stderr, "note     the names are still in %s, and in backups, exports and the files that you imported\n", elsewhere)
	if slices.Contains(came.Elsewhere, project.CopiesOf(a.Project.Path())) {
		fmt.Fprintf(w.stderr, "note     the automatic copies still hold the names: once the result is right, remove them with crosscase backup --keep 0\n")
	}
	return w.syncIndex(ctx, a.Project)
}

// notReplaced notes the participants whose names stay, and what goes instead.
func (w *env) notReplaced(came app.Pseudonymised) {
	if len(came.Uncovered) > 0 {
		fmt.Fprintf(w.stderr, "note     participants whose names stay: %s\n", report.Visible(strings.Join(came.Uncovered, ", ")))
	}
	for _, name := range came.Preserved {
		fmt.Fprintf(w.stderr, "note     what came with %s and crosscase does not show, as pictures, goes: it may hold names\n",
			report.Visible(name))
	}
}
