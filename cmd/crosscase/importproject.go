package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
)

// arrivalFlags say how to take another program's project.
type arrivalFlags struct {
	cases, positions []string
	external, dryRun bool
	fresh            string
	theirs           []string
}

func newImportProject(w *env) *cobra.Command {
	var o arrivalFlags
	c := &cobra.Command{
		Use:   "import-project FILE",
		Short: "Import a project from NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette or another program",
		Long: `Import a project of another program, into the project here or, where there is
none, into a new one:

` + app.Programs + `
Codes become themes, codings tags, notes memos, users coders. What crosscase does
not show, as pictures, drawings and sets of codes, is kept and goes out again with
crosscase export. How positions in texts are counted is found out for each source
and said; --positions sets it. Nothing is silently left out, and all happens at
once or nothing; crosscase undo takes it back. The same file again changes nothing.

Cases become participants, organisations or case studies where their variables or
names tell which; --map-cases says so, once for each rule: OF=WHAT, where OF is a
case, a variable, a value of one or a classification, and WHAT is participant,
organisation, case or attribute. WHAT alone is for all cases.`,
		Example: `  crosscase import-project study.qdpx --dry-run
  crosscase import-project study.qdpx --map-cases Person=participant --map-cases Site=case
  crosscase import-project interviews.qda --new interviews
  crosscase import-project study.qdpx --positions "Board minutes=nvivo-windows"`,
		Args: arguments("FILE"),
		RunE: func(c *cobra.Command, args []string) error { return w.importProject(c.Context(), args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.fresh, "new", "", "into a new project of this `NAME`")
	manyVar(f, &o.cases, "map-cases", "what cases are, a `RULE` as Person=participant")
	manyVar(f, &o.positions, "positions",
		"how positions are counted, `[SOURCE=]HOW`: the name of a program, as nvivo-mac, or words as the report has them")
	f.BoolVar(&o.external, "allow-external", false, "read files that the project names outside of its archive")
	manyVar(f, &o.theirs, "theirs", "of this `CONFLICT`, as it is listed, take FILE's side; all for every one")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would come in, and do nothing")
	w.addCoder(f, "who brings it in")
	return c
}

// means is what the flags ask for; the error is of wrong usage.
func (o *arrivalFlags) means(path string) (m app.ProjectOptions, err error) {
	m = app.ProjectOptions{Path: path, External: o.external, Theirs: o.theirs, DryRun: o.dryRun}
	if m.Cases, err = app.ParseCaseRules(o.cases); err != nil {
		return m, fault{fmt.Errorf("--map-cases %w", err), usage}
	}
	if m.Positions, err = app.ParsePositions(o.positions); err != nil {
		return m, fault{fmt.Errorf("--positions: %w", err), usage}
	}
	return m, nil
}

func (w *env) importProject(ctx context.Context, path string, o arrivalFlags) error {
	m, err := o.means(path)
	if err != nil {
		return err
	}
	a, remove, err := w.landing(ctx, path, o)
	if err != nil {
		return err
	}
	m.New = remove != nil
	defer a.Project.Close()
	var end func()
	m.Progress, end = w.bar(ctx, "storing")
	came, err := a.ImportProject(ctx, m)
	end()
	if m.New && (err != nil || o.dryRun) { // nothing came in, so nothing stays
		defer remove()
		defer a.Project.Close()
	}
	if came.Report != nil {
		if err := cmp.Or(w.arrivalReport(came), w.conflicts(came.Conflicts)); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	if o.dryRun {
		fmt.Fprintln(w.stderr, "nothing was stored: --dry-run")
		return nil
	}
	into := filepath.Base(a.Project.Path())
	if m.New {
		into += ", a new project"
	}
	if came.Step == 0 {
		fmt.Fprintf(w.stderr, "nothing to bring in: all of it is in %s already\n", into)
		return nil
	}
	fmt.Fprintf(w.stderr, "brought into %s\n", into)
	w.say(came.Said...)
	return w.syncIndex(ctx, a.Project)
}

// landing is the coder at work on the project that things are brought into: the one that is
// meant, else a new one named after the file, which remove removes again.
func (w *env) landing(ctx context.Context, path string, o arrivalFlags) (a *app.Session, remove func(), err error) {
	if o.fresh == "" {
		p, s, err := w.open(ctx)
		if err == nil || !errors.Is(err, coding.ErrUnknown) || w.project != "" || w.getenv("CROSSCASE_PROJECT") != "" {
			return w.session(p, s), nil, err
		}
	}
	p, remove, err := app.NewProjectFor(ctx, path, o.fresh, o.dryRun, w.newID, w.now())
	if err != nil {
		return nil, nil, err
	}
	s, err := p.Study(ctx)
	return w.session(p, s), remove, err
}
