package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/foreign"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/merge"
	"crosscase/coding/project"
	"crosscase/coding/report"
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

` + programs + `
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
	f.StringArrayVar(&o.cases, "map-cases", nil, "what cases are, a `RULE` as Person=participant")
	f.StringArrayVar(&o.positions, "positions", nil, "how positions are counted, `[SOURCE=]HOW`: the name of a program, as nvivo-mac, or words as the report has them")
	f.BoolVar(&o.external, "allow-external", false, "read files that the project names outside of its archive")
	f.StringArrayVar(&o.theirs, "theirs", nil, "of this `CONFLICT`, as it is listed, take FILE's side; all for every one")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would come in, and do nothing")
	w.addCoder(f, "who brings it in")
	return c
}

const programs = `  .qdpx, .qde   REFI-QDA, from NVivo, ATLAS.ti, MAXQDA, QualCoder, Transana and others
  .qda          QualCoder: the project's folder, or its data.qda
  .sqlite3      Taguette
  .rqda         RQDA
  folder        qualitative-coding (qc), or an unzipped .qdpx
`

// options are the flags as package exchange has them.
func (o *arrivalFlags) options() (out exchange.Options, err error) {
	for _, rule := range o.cases {
		r, err := exchange.ParseCaseRule(rule)
		if err != nil {
			return out, fault{fmt.Errorf("--map-cases %w", err), usage}
		}
		out.Cases = append(out.Cases, r)
	}
	slices.SortStableFunc(out.Cases, func(a, b exchange.CaseRule) int { // what is for all comes last
		switch {
		case a.Of != "" && b.Of == "":
			return -1
		case a.Of == "" && b.Of != "":
			return 1
		}
		return 0
	})
	for _, p := range o.positions {
		name, how := "", p
		if i := strings.LastIndex(p, "="); i >= 0 {
			name, how = strings.TrimSpace(p[:i]), p[i+1:]
		}
		c, err := refi.ParseConvention(how)
		if err != nil {
			return out, fault{fmt.Errorf("--positions: %w", err), usage}
		}
		if out.Positions == nil {
			out.Positions = map[string]refi.Convention{}
		}
		out.Positions[name] = c
	}
	return out, nil
}

func (w *env) importProject(ctx context.Context, path string, o arrivalFlags) error {
	options, err := o.options()
	if err != nil {
		return err
	}
	p, s, made, err := w.landing(ctx, path, o)
	if err != nil {
		return err
	}
	if w.opened == nil || made != "" { // else it is left open
		defer p.Close()
	}
	if made != "" { // nothing came in, so nothing stays
		defer func() {
			if made != "" {
				p.Close()
				project.Remove(made)
			}
		}()
	}
	options.Known = func(label string) bool { _, err := s.FindParticipant(label); return err == nil }
	doc, files, found, end, err := readForeign(ctx, path, o.external)
	if errors.Is(err, coding.ErrInvalid) {
		return fault{err, failed}
	}
	if err != nil {
		return err
	}
	defer end()
	a, err := exchange.Import(doc, files, filepath.Base(path), options, w.now())
	if err != nil {
		return err
	}
	mine := merge.Side{Study: s, Texts: p, Original: p.Original}
	choose := func(what string) bool {
		return slices.ContainsFunc(o.theirs, func(t string) bool { return t == "all" || strings.EqualFold(strings.TrimSpace(t), what) })
	}
	j, err := a.Merge(ctx, mine, choose, w.newID)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if made != "" && a.Title != "" {
		j.Changes = append(j.Changes, edit.PutTitle{Title: exchange.CleanTitle(a.Title)})
	}
	if err := w.arrivalReport(path, a, found); err != nil {
		return err
	}
	if err := w.conflicts(j); err != nil {
		return err
	}
	if o.dryRun {
		fmt.Fprintln(w.stderr, "nothing was stored: --dry-run")
		return nil
	}
	step, endBar := w.bar(ctx, "storing")
	n, err := p.Apply(ctx, edit.Edit{Coder: w.coderName(), At: w.now(), What: "import project " + filepath.Base(path), Changes: j.Changes, Progress: step})
	endBar()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	into := filepath.Base(p.Path())
	if made != "" {
		into += ", a new project"
	}
	made = ""
	if n == 0 {
		fmt.Fprintf(w.stderr, "nothing to bring in: all of it is in %s already\n", into)
		return nil
	}
	fmt.Fprintf(w.stderr, "brought into %s\n", into)
	return w.syncIndex(ctx, p)
}

// landing is the project that things are brought into: the one that is meant, else a
// new one named after the file; made is its path then.
func (w *env) landing(ctx context.Context, path string, o arrivalFlags) (p *project.Project, s *coding.Study, made string, err error) {
	name := o.fresh
	if name == "" {
		p, s, err = w.open(ctx)
		if err == nil || !errors.Is(err, coding.ErrUnknown) || w.project != "" || w.getenv("CROSSCASE_PROJECT") != "" {
			return p, s, "", err
		}
		name = strings.TrimSuffix(filepath.Base(filepath.Clean(path)), filepath.Ext(path))
	}
	if _, err := os.Stat(path); err != nil {
		return nil, nil, "", coding.WithHint(coding.Errorf(coding.ErrUnknown, "%s: %w", path, reason(err)), "name the file that the other program exported")
	}
	if o.dryRun { // it is made where nobody sees it
		dir, err := os.MkdirTemp("", "crosscase-*")
		if err != nil {
			return nil, nil, "", err
		}
		name = filepath.Join(dir, "dry"+project.Ending)
	}
	name = strings.TrimSuffix(name, project.Ending) + project.Ending
	if p, err = project.Init(ctx, name, w.newID(), strings.TrimSuffix(filepath.Base(name), project.Ending), w.now()); err != nil {
		return nil, nil, "", err
	}
	s, err = p.Study(ctx)
	return p, s, name, err
}

// conflicts lists what both say differently.
func (w *env) conflicts(j *merge.Result) error {
	if len(j.Conflicts) == 0 {
		return nil
	}
	g := &report.Grid{Head: []string{"conflict", "here", "there", "taken"}}
	for _, c := range j.Conflicts {
		g.Rows = append(g.Rows, []any{c.What, c.Mine, c.Theirs, map[string]string{"mine": "here", "theirs": "there"}[c.Taken]})
	}
	return g.Write(w.stdout, report.Table, w.screen)
}

// arrivalReport says what is in the file and what becomes of it.
func (w *env) arrivalReport(path string, a *exchange.Imported, found []refi.Problem) error {
	r := a.Report
	by := "by a program that does not say its name"
	if r.Origin != "" {
		by = "by " + r.Origin
	}
	fmt.Fprintf(w.stdout, "%s, written %s\n\n", filepath.Base(path), report.Visible(by))
	g := &report.Grid{Head: []string{"", "in the file", "here", "kept for export"}}
	for _, c := range r.Account() {
		g.Rows = append(g.Rows, []any{c.What, c.InFile, c.Here, c.InFile - c.Here})
	}
	if len(g.Rows) == 0 {
		fmt.Fprintln(w.stdout, "an empty project")
	} else if err := g.Write(w.stdout, report.Table, w.screen); err != nil {
		return err
	}
	w.positionsReport(r)
	w.casesReport(r)
	w.listProblems("corrected or left out in reading", found)
	w.listProblems("otherwise here than in the file", r.Changed)
	w.listProblems("kept for export, not shown here", r.Kept)
	w.listProblems("left out", r.Lost)
	fmt.Fprintln(w.stdout)
	return nil
}

func (w *env) listProblems(title string, all []refi.Problem) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(w.stdout, "\n%s:\n", title)
	for _, p := range all {
		line := fmt.Sprintf("  %5s  %s", thousands(p.Count), p.What)
		if p.Example != "" {
			line += " (" + p.Example + ")"
		}
		fmt.Fprintln(w.stdout, report.Visible(line))
	}
}

// positionsReport says how positions were read: once where it is the same in all
// sources, and for each source where there was something to decide.
func (w *env) positionsReport(r *exchange.Report) {
	if len(r.Positions) == 0 {
		return
	}
	same := true
	selections, edges := 0, 0
	for _, p := range r.Positions {
		same = same && p.Convention == r.Positions[0].Convention
		selections += p.Selections
		edges += p.Edges
	}
	fmt.Fprintln(w.stdout)
	if same {
		fmt.Fprintf(w.stdout, "positions: %s; %s of %s begin and end where words do\n", r.Positions[0].Convention, thousands(edges), plural(selections, "selection"))
	} else {
		fmt.Fprintln(w.stdout, "positions:")
	}
	for _, p := range r.Positions {
		if (p.Alike || p.Told) && same && !p.Forced {
			continue
		}
		line := fmt.Sprintf("  %s: %s", p.Source, p.Convention)
		switch {
		case p.Forced:
			line += fmt.Sprintf(", as you say (%d points)", p.Points)
		case p.Told:
			line += ", as the file says"
		case p.Alike:
			line += ", and no other way to count says otherwise"
		default:
			line += fmt.Sprintf(" (%d points; next %s, %d)", p.Points, p.Second, p.Against)
			if p.Convention != p.Expected {
				line += fmt.Sprintf("; %s would say %s", r.Origin, p.Expected)
			}
		}
		fmt.Fprintln(w.stdout, report.Visible(line))
	}
}

// casesReport says what cases were taken for.
func (w *env) casesReport(r *exchange.Report) {
	if len(r.Cases) == 0 {
		return
	}
	type taken struct{ is, by string }
	names := map[taken][]string{}
	var order []taken
	attributes := false
	for _, c := range r.Cases {
		k := taken{c.Is, c.By}
		if names[k] == nil {
			order = append(order, k)
		}
		names[k] = append(names[k], c.Name)
		attributes = attributes || c.Is == "attribute"
	}
	fmt.Fprintln(w.stdout, "\ncases:")
	for _, k := range order {
		shown := strings.Join(names[k][:min(3, len(names[k]))], ", ")
		if len(names[k]) > 3 {
			shown += ", …"
		}
		what := plural(len(names[k]), map[string]string{"participant": "participant", "organisation": "organisation", "case": "case study", "attribute": "attribute"}[k.is])
		fmt.Fprintln(w.stdout, report.Visible(fmt.Sprintf("  %s, %s (%s)", what, k.by, shown)))
	}
	if attributes {
		fmt.Fprintln(w.stdout, "  --map-cases says what they are, as --map-cases participant")
	}
}

// readForeign reads a project of another program.
func readForeign(ctx context.Context, path string, external bool) (doc *refi.Project, files exchange.Files, found []refi.Problem, end func(), err error) {
	end = func() {}
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, nil, end, coding.WithHint(coding.Errorf(coding.ErrUnknown, "%s: %w", path, reason(err)), "name the file that the other program exported")
	}
	if strings.HasSuffix(path, project.Ending) {
		return nil, nil, nil, end, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: a project of crosscase's own", path), "crosscase merge %s brings it into this one", path)
	}
	other, err := foreign.Read(ctx, path)
	if err != nil {
		return nil, nil, nil, end, err
	}
	if other != nil {
		return other.Document, other.Files, other.Found, end, nil
	}
	var p *refi.Package
	if info.IsDir() {
		p, err = refi.ReadFolder(os.DirFS(path))
	} else {
		var f *os.File
		if f, err = os.Open(path); err != nil {
			return nil, nil, nil, end, fmt.Errorf("%s: %w", path, reason(err))
		}
		end = func() { f.Close() }
		p, err = refi.ReadPackage(f, info.Size())
	}
	if err != nil {
		return nil, nil, nil, end, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: %w", path, err), "crosscase import-project reads:\n%s", strings.TrimRight(programs, "\n"))
	}
	return p.Project, &outside{Package: p, allowed: external, beside: filepath.Dir(path), base: p.Project.BasePath}, p.Found, end, nil
}

// outside reads files outside of an archive, too, where that is allowed.
type outside struct {
	*refi.Package
	allowed      bool
	beside, base string
}

// File implements [exchange.Files].
func (o *outside) File(path string, most int64) ([]byte, error) {
	file, relative, ok := refi.External(path)
	if !ok {
		return o.Package.File(path, most)
	}
	if !o.allowed {
		return nil, refi.ErrMissing
	}
	candidates := []string{filepath.FromSlash(file)}
	if relative {
		candidates = []string{filepath.Join(filepath.FromSlash(o.base), filepath.FromSlash(file)), filepath.Join(o.beside, filepath.FromSlash(file))}
	}
	for _, c := range candidates {
		info, err := os.Stat(c)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if info.Size() > most {
			return nil, refi.ErrTooLarge
		}
		return os.ReadFile(c)
	}
	return nil, refi.ErrMissing
}
