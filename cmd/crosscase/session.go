package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/spf13/pflag"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/coding/project"
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

// projectFile is the file of the project that is meant. The error is that of [project.Find].
func (w *env) projectFile() (string, error) {
	if path := cmp.Or(w.project, w.getenv("CROSSCASE_PROJECT")); path != "" {
		return app.ProjectFile(path), nil
	}
	path, notices, err := project.Find(".")
	w.say(notices...)
	return path, err
}

// openProject opens the project that is meant, and prints what was noticed of it.
func (w *env) openProject(ctx context.Context) (*project.Project, error) {
	path, err := w.projectFile()
	if err != nil {
		return nil, err
	}
	p, err := app.OpenProject(ctx, path)
	if err != nil {
		return nil, err
	}
	w.say(p.Notices()...)
	w.adviseOnSync(path)
	p.OnWait(func() { w.say("Waiting for another program that is writing to the project (Ctrl-C gives up)") })
	w.sweep(filepath.Dir(path), project.CopiesOf(path))
	return p, nil
}

// adviseOnSync says once what a person should know of a project in a folder that another
// program synchronises.
func (w *env) adviseOnSync(path string) {
	if advice := app.SyncAdvice(path, w.getenv); advice != "" {
		w.say(advice)
	}
}

// sweep removes what commands that were killed left in folders, and among temporary files.
func (w *env) sweep(folders ...string) {
	for _, folder := range folders {
		durable.Sweep(folder)
	}
	for _, file := range durable.Sweep(os.TempDir()) {
		w.say(fmt.Sprintf("A command was interrupted before your edit was stored; what you wrote is in %s (remove it when done)", durable.Keep(file)))
	}
}

// session is the coder at work on an open project.
func (w *env) session(p *project.Project, s *coding.Study) *app.Session {
	return &app.Session{Project: p, Study: s, Texts: p, Coder: w.coderName(), Blind: w.isBlind(),
		Now: w.now, NewID: w.newID, Version: version(), KeyWork: w.keyWork}
}

// working runs do with the coder at work on the project that is meant.
func (w *env) working(ctx context.Context, do func(a *app.Session) error) error {
	p, s, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer p.Close()
	return do(w.session(p, s))
}

// isBlind tells whether the coder works blind.
func (w *env) isBlind() bool {
	env := w.getenv("CROSSCASE_BLIND")
	return w.blind || env != "" && env != "0"
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
	for _, line := range d.Made {
		if !strings.HasSuffix(line, "?") {
			line += ";"
		}
		w.say(line + " crosscase undo takes it back")
	}
	return err
}

// say says lines beside what is printed.
func (w *env) say(lines ...string) {
	for _, line := range lines {
		fmt.Fprintln(w.stderr, report.Visible(line))
	}
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

// syncIndex brings the search index up to date, and shows how far it is. What was asked for is
// stored by then, so that an error says that only a part of it failed.
func (w *env) syncIndex(ctx context.Context, p *project.Project) error {
	step, end := w.bar(ctx, "indexing ")
	defer end()
	err := w.session(p, nil).SyncIndex(ctx, step)
	if err == nil || ctx.Err() != nil {
		return err
	}
	return fault{err, partial}
}
