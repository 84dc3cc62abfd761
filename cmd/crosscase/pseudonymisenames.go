package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/project"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
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
	sources := map[corpus.SourceID]bool{}
	for x, err := range mask.Places(ctx, a.Study, a.Texts) {
		if err != nil {
			return err
		}
		sources[x.Source.ID] = true
		if _, err := fmt.Fprintln(w.stdout, reading.Replacement(a.Study, x.Source, x.Text, x.Replacement)); err != nil {
			return err
		}
	}
	planned, err := a.PlannedPseudonyms(ctx, mask)
	if err != nil {
		return err
	}
	w.notReplaced(planned)
	w.stillStand(leftNames, planned.Left, addLines)
	fmt.Fprintf(w.stderr, "would replace names in %s; nothing was done\n", replacedIn(planned.Replaced, len(sources)))
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
	fmt.Fprintf(w.stderr, "replaced names in %s; the key is %s\n", replacedIn(came.Replaced, 0), came.Key)
	w.notReplaced(came)
	w.stillStand(leftNames, came.Left, addLines)
	elsewhere := strings.Join(append(came.Elsewhere, o.names), ", ")
	fmt.Fprintf(w.stderr, "note     the names are still in %s, and in backups, exports and the files that you imported\n", elsewhere)
	if slices.Contains(came.Elsewhere, project.CopiesOf(a.Project.Path())) {
		fmt.Fprintf(w.stderr, "note     the automatic copies still hold the names: once the result is right, remove them with crosscase backup --keep 0\n")
	}
	return w.syncIndex(ctx, a.Project)
}

// replacedIn says in how many places names were replaced, and in the texts of how many sources, if
// that is known.
func replacedIn(r project.Replaced, sources int) string {
	texts := "in texts"
	if sources > 0 {
		texts += " of " + plural(sources, "source")
	}
	var parts []string
	for _, x := range []struct {
		n    int
		what string
	}{{r.Texts, texts}, {r.Others, "in names and notes"}, {r.Aliases, "in aliases, which go"}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.what))
		}
	}
	if len(parts) == 0 {
		return plural(0, "place")
	}
	return fmt.Sprintf("%s (%s)", plural(r.Places(), "place"), strings.Join(parts, ", "))
}

// What is said of names that pseudonyms leave.
const (
	leftNames = "parts of names or aliases still stand"
	addLines  = "add lines for them and do it again"
)

// stillStand notes words that are left, and where, and what to do.
func (w *env) stillStand(what string, all []project.Standing, then string) {
	var left []string
	for _, s := range all {
		var where []string
		for _, x := range []struct {
			n    int
			what string
		}{{s.Texts, "in texts"}, {s.Sources, "in names of sources and files"}, {s.Others, "in other names and notes"}, {s.Log, "in the log"}} {
			if x.n > 0 {
				where = append(where, fmt.Sprintf("%d %s", x.n, x.what))
			}
		}
		left = append(left, fmt.Sprintf("%s (%s)", s.Word, strings.Join(where, ", ")))
	}
	if len(left) > 0 {
		fmt.Fprintf(w.stderr, "note     %s: %s; %s\n", what, report.Visible(strings.Join(left, ", ")), then)
	}
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
