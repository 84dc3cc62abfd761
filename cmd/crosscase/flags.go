package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

// open opens the project that is meant and reads its study.
func (w *env) open(ctx context.Context) (*project.Project, *coding.Study, error) {
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
func (w *env) openProject(ctx context.Context) (*project.Project, error) {
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
	return project.Open(ctx, app.ProjectFile(path))
}

// session is the coder at work on an open project.
func (w *env) session(p *project.Project, s *coding.Study) *app.Session {
	return &app.Session{Project: p, Study: s, Texts: p, Coder: w.coderName(), Blind: w.isBlind(), Now: w.now, NewID: w.newID, Version: version()}
}

// working runs do with the coder at work on the project that is meant.
func (w *env) working(ctx context.Context, do func(a *app.Session) error) error {
	return w.withAll(ctx, func(p *project.Project, s *coding.Study) error { return do(w.session(p, s)) })
}

// with runs do on the open project, as the coder sees it who may work blind.
func (w *env) with(ctx context.Context, do func(p *project.Project, s *coding.Study) error) error {
	return w.working(ctx, func(a *app.Session) error { return do(a.Project, a.Seen()) })
}

// isBlind tells whether the coder works blind.
func (w *env) isBlind() bool {
	env := w.getenv("CROSSCASE_BLIND")
	return w.blind || env != "" && env != "0"
}

// withAll runs do on the open project with everything in it: what removes or
// corrects things must know of all that goes with them, whoever made it.
func (w *env) withAll(ctx context.Context, do func(p *project.Project, s *coding.Study) error) error {
	p, s, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer p.Close()
	return do(p, s)
}

// coderName is who tags: --coder, else $CROSSCASE_CODER, else the user.
func (w *env) coderName() string {
	for _, name := range []string{w.coder, w.getenv("CROSSCASE_CODER")} {
		if name != "" {
			return name
		}
	}
	return w.user()
}

func (w *env) addCoder(fs *pflag.FlagSet, what string) {
	fs.StringVar(&w.coder, "coder", "", what+"; else $CROSSCASE_CODER, else you")
}

// tell says what an edit has to say, and where it changed nothing.
func (w *env) tell(d app.Done, err error) error {
	if err == nil && d.Step == 0 {
		fmt.Fprintln(w.stderr, "nothing to change: it is so already")
	}
	w.say(d.Said...)
	return err
}

// say says lines beside what is printed.
func (w *env) say(lines ...string) {
	for _, line := range lines {
		fmt.Fprintln(w.stderr, report.Visible(line))
	}
}

// filterFlags select passages, for every command alike. Names are kept as typed until
// there is a study to look them up in.
type filterFlags struct {
	flags *pflag.FlagSet
	names []string
}

// addPlaces adds the flags that say where in the corpus.
func (f *filterFlags) addPlaces(fs *pflag.FlagSet) { f.add(fs, query.PlaceNames()...) }

// addAll adds the flags that say which tags, too.
func (f *filterFlags) addAll(fs *pflag.FlagSet) { f.add(fs, query.FilterNames()...) }

func (f *filterFlags) add(fs *pflag.FlagSet, names ...string) {
	organizationToo(fs)
	f.flags, f.names = fs, append(f.names, names...)
	for _, name := range names {
		x, _ := query.FilterNamed(name)
		addFlag(fs, x.Flag)
	}
}

// typed are the filters that were given.
func (f *filterFlags) typed() query.Names {
	names := query.Names{}
	visitGiven(f.flags, func(name string, values []string) {
		if slices.Contains(f.names, name) {
			names[name] = values
		}
	})
	return names
}

// list are the values of one filter.
func (f *filterFlags) list(name string) []string { return f.typed()[name] }

// filter looks the names up.
func (f *filterFlags) filter(ctx context.Context, s *coding.Study, texts coding.Texts) (coding.Filter, error) {
	return f.typed().Resolve(ctx, s, texts)
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

// bar shows how far a long task is, on a terminal, from the first step on. It returns a
// function to say so, and one to end it with.
func (w *env) bar(ctx context.Context, what string) (step func(done, of int), end func()) {
	if !w.progress {
		return nil, func() {}
	}
	var begin sync.Once
	var bars *mpb.Progress
	var b *mpb.Bar
	return func(done, of int) {
			begin.Do(func() {
				bars = mpb.NewWithContext(ctx, mpb.WithOutput(w.stderr), mpb.WithWidth(40))
				b = bars.AddBar(0, mpb.BarRemoveOnComplete(),
					mpb.PrependDecorators(decor.Name(what+" ")), mpb.AppendDecorators(decor.CountersNoUnit(" %d of %d")))
			})
			b.SetTotal(int64(of), false)
			b.SetCurrent(int64(done))
		}, func() {
			if b != nil {
				b.SetTotal(-1, true)
				b.Abort(true)
				bars.Wait()
			}
		}
}

// syncIndex brings the search index up to date, and shows how far it is.
func (w *env) syncIndex(ctx context.Context, p *project.Project) error {
	step, end := w.bar(ctx, "indexing ")
	defer end()
	return w.session(p, nil).SyncIndex(ctx, step)
}

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
