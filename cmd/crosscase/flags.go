package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/matrix"
	"crosscase/coding/project"
	"crosscase/coding/query"
	"crosscase/coding/report"
	"crosscase/corpus"
	"crosscase/index"
)

// held is an open project with its study, which a command works on and leaves open.
type held struct {
	project *project.Project
	study   *coding.Study
}

// open opens the project that is meant and reads its study.
func (w *world) open(ctx context.Context) (*project.Project, *coding.Study, error) {
	if w.held != nil {
		return w.held.project, w.held.study, nil
	}
	p, err := w.openProject(ctx)
	if err != nil {
		return nil, nil, err
	}
	s, err := p.Study(ctx)
	if err != nil {
		p.Close()
		return nil, nil, err
	}
	return p, s, nil
}

// openProject opens the project that is meant.
func (w *world) openProject(ctx context.Context) (*project.Project, error) {
	path := w.project
	if path == "" {
		path = w.getenv("CROSSCASE_PROJECT")
	}
	if path == "" {
		var err error
		if path, err = project.Find("."); err != nil {
			return nil, err
		}
	}
	return project.Open(ctx, withEnding(path))
}

// withEnding is a project's file, also where its name was given without the ending.
func withEnding(path string) string {
	if _, err := os.Stat(path); err != nil && !strings.HasSuffix(path, project.Ending) {
		return path + project.Ending
	}
	return path
}

// with runs do on the open project, as the coder sees it who may work blind.
func (w *world) with(ctx context.Context, do func(p *project.Project, s *coding.Study) error) error {
	return w.withAll(ctx, func(p *project.Project, s *coding.Study) error {
		if w.isBlind() {
			s = s.Only(coderID(s, w.coderName()))
		}
		return do(p, s)
	})
}

// coderID is the identifier of a coder, "" where nobody of that name has worked yet.
func coderID(s *coding.Study, name string) coding.CoderID {
	if c, err := s.FindCoder(name); err == nil {
		return c.ID
	}
	return ""
}

// isBlind tells whether the coder works blind.
func (w *world) isBlind() bool {
	env := w.getenv("CROSSCASE_BLIND")
	return w.blind || env != "" && env != "0"
}

// withAll runs do on the open project with everything in it: what removes or
// corrects things must know of all that goes with them, whoever made it.
func (w *world) withAll(ctx context.Context, do func(p *project.Project, s *coding.Study) error) error {
	p, s, err := w.open(ctx)
	if err != nil {
		return err
	}
	if w.held == nil {
		defer p.Close()
	}
	return do(p, s)
}

// coderName is who tags: --coder, else $CROSSCASE_CODER, else the user.
func (w *world) coderName() string {
	for _, name := range []string{w.coder, w.getenv("CROSSCASE_CODER")} {
		if name != "" {
			return name
		}
	}
	return w.user()
}

func (w *world) addCoder(fs *pflag.FlagSet, what string) {
	fs.StringVar(&w.coder, "coder", "", what+"; else $CROSSCASE_CODER, else you")
}

// apply makes changes and says so.
func (w *world) apply(ctx context.Context, p *project.Project, what string, changes ...edit.Change) error {
	n, err := p.Apply(ctx, edit.Edit{Coder: w.coderName(), At: w.now(), What: what, Changes: changes})
	if err == nil && n == 0 {
		fmt.Fprintln(w.stderr, "nothing to change: it is so already")
	}
	return err
}

// filterFlags select passages, for every command alike. Names are kept as typed
// until there is a study to look them up in.
type filterFlags struct {
	themes, cases, organisations, about, types, sources, participants, roles, questions, coders, attributes []string
	since, until, straddle, where                                                                           string
	exact                                                                                                   bool
}

// addPlaces adds the flags that say where in the corpus.
func (f *filterFlags) addPlaces(fs *pflag.FlagSet) {
	organizationToo(fs)
	fs.StringArrayVar(&f.cases, "case", nil, "only this `CASE` study; (none) for none")
	fs.StringArrayVar(&f.organisations, "organisation", nil, "only this `ORGANISATION`; (none) for none")
	fs.StringArrayVar(&f.types, "type", nil, "only this `TYPE` of source")
	fs.StringArrayVar(&f.sources, "source", nil, "only this `SOURCE`")
	fs.StringArrayVar(&f.participants, "participant", nil, "only where this `PERSON` speaks; (none) where nobody does")
	fs.StringArrayVar(&f.roles, "role", nil, "only where somebody of this `ROLE` speaks")
	fs.StringArrayVar(&f.questions, "question", nil, "only answers to this `QUESTION`, by its words or number; (none) for none")
	fs.StringVar(&f.since, "since", "", "only sources of this `DATE` or later")
	fs.StringVar(&f.until, "until", "", "only sources of this `DATE` or earlier")
	fs.StringArrayVar(&f.attributes, "attr", nil, "only where an attribute has this value, as `NAME=VALUE`")
}

// addAll adds the flags that say which tags, too.
func (f *filterFlags) addAll(fs *pflag.FlagSet) {
	f.addPlaces(fs)
	fs.StringArrayVar(&f.themes, "theme", nil, "only this `THEME` and what is below it")
	fs.BoolVar(&f.exact, "exact", false, "themes without what is below them")
	fs.StringArrayVar(&f.about, "about", nil, "only tags about this `ORGANISATION`; (none) for none")
	fs.StringArrayVar(&f.coders, "coder", nil, "only tags by this `CODER`")
	f.addWhere(fs)
	fs.StringVar(&f.straddle, "straddle", "each", "passages over several organisations: `HOW`, one of each, majority, exclude")
}

func (f *filterFlags) addWhere(fs *pflag.FlagSet) {
	fs.StringVar(&f.where, "where", "", "only what this `QUERY` means, as 'Trust AND Cost' (see crosscase help queries)")
}

// filter looks the names up. A flag may be given several times; any of its
// values will do.
func (f *filterFlags) filter(ctx context.Context, s *coding.Study, texts coding.Texts) (out coding.Filter, err error) {
	if f.where != "" {
		q, err := query.Parse(f.where)
		if err != nil {
			return out, err
		}
		if out.Where, err = q.Resolve(ctx, s, texts); err != nil {
			return out, err
		}
	}
	if out.Exact = f.exact; f.straddle == "" {
		f.straddle = string(coding.StraddleEach)
	}
	if out.Themes, err = lookUp(f.themes, s.FindTheme, func(t *coding.Theme) coding.ThemeID { return t.ID }); err != nil {
		return out, err
	}
	if out.Cases, err = lookUp(f.cases, s.FindCase, func(c *corpus.CaseStudy) corpus.CaseID { return c.ID }); err != nil {
		return out, err
	}
	organisation := func(o *corpus.Organisation) corpus.OrganisationID { return o.ID }
	if out.Organisations, err = lookUp(f.organisations, s.FindOrganisation, organisation); err != nil {
		return out, err
	}
	if out.About, err = lookUp(f.about, s.FindOrganisation, organisation); err != nil {
		return out, err
	}
	if out.Sources, err = lookUp(f.sources, s.FindSource, func(x *corpus.Source) corpus.SourceID { return x.ID }); err != nil {
		return out, err
	}
	if out.Participants, err = lookUp(f.participants, s.FindParticipant, func(p *corpus.Participant) corpus.ParticipantID { return p.ID }); err != nil {
		return out, err
	}
	if out.Coders, err = lookUp(f.coders, s.FindCoder, func(c *coding.Coder) coding.CoderID { return c.ID }); err != nil {
		return out, err
	}
	for _, t := range f.types {
		typ, err := corpus.ParseSourceType(t)
		if err != nil {
			return out, fault{err, usage}
		}
		out.Types = append(out.Types, typ)
	}
	if out.Roles, err = lookUp(f.roles, s.FindRole, func(role string) string { return role }); err != nil {
		return out, err
	}
	if out.Questions, err = lookUp(f.questions, s.FindQuestion, func(q string) string { return q }); err != nil {
		return out, err
	}
	if out.Since, err = corpus.ParseDate(f.since); err == nil {
		out.Until, err = corpus.ParseDate(f.until)
	}
	if err != nil {
		return out, fault{err, usage}
	}
	for _, a := range f.attributes {
		name, value, ok := strings.Cut(a, "=")
		if !ok {
			return out, fault{fmt.Errorf("--attr %q: write it as NAME=VALUE", a), usage}
		}
		is, err := s.FindAttributeValue(name, value)
		if err != nil {
			return out, fmt.Errorf("--attr: %w", err)
		}
		out.Attributes = append(out.Attributes, is)
	}
	switch out.Straddle = coding.Straddle(f.straddle); out.Straddle {
	case coding.StraddleEach, coding.StraddleMajority, coding.StraddleExclude:
		return out, nil
	}
	return out, fault{fmt.Errorf("--straddle %q: one of each, majority, exclude", f.straddle), usage}
}

// lookUp finds each name; (none) is the empty identifier.
func lookUp[T any, K ~string](names []string, find func(string) (T, error), id func(T) K) ([]K, error) {
	var ids []K
	for _, n := range names {
		if strings.EqualFold(strings.TrimSpace(n), coding.None) {
			ids = append(ids, "")
			continue
		}
		x, err := find(n)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id(x))
	}
	return ids, nil
}

// organizationToo takes --organization for --organisation.
func organizationToo(fs *pflag.FlagSet) {
	fs.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "organization" {
			name = "organisation"
		}
		return pflag.NormalizedName(name)
	})
}

// analyse prints the table that do makes of what the filters leave.
func (w *world) analyse(ctx context.Context, filter *filterFlags, output *outputFlags, do func(s *coding.Study, f coding.Filter) (*report.Grid, error)) error {
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		f, err := filter.filter(ctx, s, p)
		if err != nil {
			return err
		}
		g, err := do(s, f)
		if err != nil {
			return err
		}
		return w.keep(ctx, output, g, p, s)
	})
}

// keep prints a table; where it goes to a file, with its manifest.
func (w *world) keep(ctx context.Context, output *outputFlags, g *report.Grid, p *project.Project, s *coding.Study) error {
	if err := output.grid(w, g); err != nil || output.file == "" {
		return err
	}
	if f, err := output.means(); err != nil || f == report.SVG || f == report.PNG {
		return err
	}
	return w.writeManifest(ctx, output.file, analysis.TableManifest(g, s), w.asked, p)
}

// dimension reads what --by names: one dimension.
func dimension(by string, s *coding.Study) (matrix.Dimension, error) {
	dims, err := matrix.ParseDimensions(by, s)
	if err != nil {
		return "", fmt.Errorf("--by: %w", err)
	}
	if len(dims) != 1 {
		return "", fault{fmt.Errorf("--by %s: one dimension", by), usage}
	}
	return dims[0], nil
}

// bar shows how far a long task is, on a terminal. It returns a function to say
// so, and one to end it with.
func (w *world) bar(ctx context.Context, what string) (step func(done, of int), end func()) {
	if !w.progress {
		return nil, func() {}
	}
	bars := mpb.NewWithContext(ctx, mpb.WithOutput(w.stderr), mpb.WithWidth(40))
	b := bars.AddBar(0, mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(what+" ")), mpb.AppendDecorators(decor.CountersNoUnit(" %d of %d")))
	return func(done, of int) {
			b.SetTotal(int64(of), false)
			b.SetCurrent(int64(done))
		}, func() {
			b.SetTotal(-1, true)
			b.Abort(true)
			bars.Wait()
		}
}

// searchable are the study's sources as the index wants them.
func searchable(s *coding.Study) []index.Source {
	sources := make([]index.Source, len(s.Sources))
	for i, src := range s.Sources {
		sources[i] = index.Source{Text: src.Text, Language: src.Language, Transcript: s.Transcript(src), Facts: s.Facts(i)}
	}
	return sources
}

// indexOf is the search index beside a project.
func indexOf(p *project.Project) *index.Index { return index.At(p.Path() + ".index") }

// arguments makes cobra's checks of arguments say what is missing.
func arguments(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < len(names) {
			return fmt.Errorf("%s: %s is missing: %s", c.CommandPath(), names[len(args)], c.UseLine())
		}
		if len(args) > len(names) {
			return fmt.Errorf("%s: %q is too much: %s; put names of several words in quotation marks", c.CommandPath(), args[len(names)], c.UseLine())
		}
		return nil
	}
}

func plural(n int, what string) string { return coding.Count(n, what) }

func thousands(n int) string { return coding.Thousands(n) }

// numberFlag is a flag that takes a number as [coding.ParseNumber] reads it.
type numberFlag float64

// numberVar adds a flag for a number, with the value that it has where it is not given.
func numberVar(fs *pflag.FlagSet, to *float64, name string, value float64, what string) {
	*to = value
	fs.Var((*numberFlag)(to), name, what)
}

func (n *numberFlag) Set(s string) error {
	x, ok := coding.ParseNumber(s)
	if !ok {
		return fmt.Errorf("%q is not a number", s)
	}
	*n = numberFlag(x)
	return nil
}

func (n *numberFlag) String() string { return strconv.FormatFloat(float64(*n), 'g', -1, 64) }

func (n *numberFlag) Type() string { return "float64" }
