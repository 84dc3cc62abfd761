package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/coding/edit"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/merge"
	"crosscase/coding/project"
)

// ProjectOptions say how to import a project of another program.
type ProjectOptions struct {
	Path      string
	Cases     []exchange.CaseRule // what its cases are; rules for all of them come last
	Positions map[string]refi.Convention
	External  bool // files that it names outside of its archive are read
	New       bool // the session's project was made for it, and gets its title
	Theirs    []string
	DryRun    bool // nothing is stored
	Progress  func(done, of int)
}

// Arrived is what a project of another program holds, and what became of it.
type Arrived struct {
	Done
	File      string
	Report    *exchange.Report
	Found     []refi.Problem // what was corrected or left out in reading
	Conflicts []merge.Conflict
}

// ImportProject imports a project of another program in one step of the log: all of it or
// nothing. The search index is left as it was ([Session.SyncIndex]). The error is a
// [FileError] where the file cannot be read; where the project cannot be written, what is
// in the file is returned beside it.
func (s *Session) ImportProject(ctx context.Context, o ProjectOptions) (Arrived, error) {
	out := Arrived{File: filepath.Base(o.Path)}
	other, err := readForeign(ctx, o.Path, o.External)
	if err != nil {
		return out, err
	}
	defer other.close()
	how := exchange.Options{Cases: o.Cases, Positions: o.Positions, Known: names(s.Study), Cache: pdfCache()}
	arriving, err := exchange.Import(other.document, other.files, out.File, how, s.Now())
	if err != nil {
		return out, err
	}
	theirs := sides{names: o.Theirs}
	j, err := arriving.Merge(ctx, s.side(), theirs.take, s.NewID)
	if err != nil {
		return out, fmt.Errorf("%s: %w", o.Path, err)
	}
	if o.New && arriving.Title != "" {
		j.Changes = append(j.Changes, edit.PutTitle{Title: exchange.CleanTitle(arriving.Title)})
	}
	out.Report, out.Found, out.Conflicts = arriving.Report, other.found, j.Conflicts
	if o.DryRun {
		return out, nil
	}
	if !o.New && len(j.Changes) > 0 {
		if out.Said, err = s.keepCopy(ctx, "import-project"); err != nil {
			return out, err
		}
	}
	out.What = "import project " + out.File
	out.Step, err = s.Project.Apply(ctx, edit.Edit{Coder: s.Coder, At: s.Now(), What: out.What, Changes: j.Changes, Progress: o.Progress})
	if err != nil {
		return out, fmt.Errorf("%s: %w", o.Path, err)
	}
	return out, nil
}

// ParseCaseRules reads what cases are, as Person=participant. What is for all of them
// comes last. The error wraps [coding.ErrInvalid].
func ParseCaseRules(rules []string) (cases []exchange.CaseRule, err error) {
	for _, rule := range rules {
		r, err := exchange.ParseCaseRule(rule)
		if err != nil {
			return nil, err
		}
		cases = append(cases, r)
	}
	slices.SortStableFunc(cases, func(a, b exchange.CaseRule) int {
		switch {
		case a.Of != "" && b.Of == "":
			return -1
		case a.Of == "" && b.Of != "":
			return 1
		}
		return 0
	})
	return cases, nil
}

// ParsePositions reads how positions are counted in sources, as Minutes=nvivo-mac, or in
// all of them, as nvivo-mac.
func ParsePositions(choices []string) (positions map[string]refi.Convention, err error) {
	for _, p := range choices {
		name, how := "", p
		if i := strings.LastIndex(p, "="); i >= 0 {
			name, how = strings.TrimSpace(p[:i]), p[i+1:]
		}
		c, err := refi.ParseConvention(how)
		if err != nil {
			return nil, err
		}
		if positions == nil {
			positions = map[string]refi.Convention{}
		}
		positions[name] = c
	}
	return positions, nil
}

// NewProjectFor makes a project for what a file holds, named after the file where name is
// "", or with dryRun one that nobody sees. remove removes it again.
func NewProjectFor(ctx context.Context, path, name string, dryRun bool, newID func() string, now time.Time) (
	p *project.Project, remove func(), err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, nil, noForeign(path, err)
	}
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(filepath.Clean(path)), filepath.Ext(path))
	}
	folder := ""
	if dryRun {
		if folder, err = durable.Folder(); err != nil {
			return nil, nil, err
		}
		name = filepath.Join(folder, "dry")
	}
	name = strings.TrimSuffix(name, project.Ending) + project.Ending
	remove = func() {
		project.Remove(name)
		if folder != "" {
			os.RemoveAll(folder)
		}
	}
	p, err = project.Init(ctx, name, newID(), strings.TrimSuffix(filepath.Base(name), project.Ending), now)
	if err != nil && folder != "" {
		os.RemoveAll(folder)
	}
	return p, remove, err
}

// names returns a function that tells whether a label names a participant.
func names(s *coding.Study) func(label string) bool {
	return func(label string) bool {
		_, err := s.FindParticipant(label)
		return err == nil
	}
}

// side is the session's project as one side of a merge.
func (s *Session) side() merge.Side {
	return merge.Side{Study: s.Study, Texts: s.Project, Original: s.Project.Original}
}

// sides choose between two sides of conflicts.
type sides struct {
	names []string // conflicts whose other side is taken; "all" is every one
	used  map[string]bool
}

// take tells whether the other side of a conflict is taken.
func (c *sides) take(what string) bool {
	for _, name := range c.names {
		if name == "all" || strings.EqualFold(strings.TrimSpace(name), what) {
			if c.used == nil {
				c.used = map[string]bool{}
			}
			c.used[name] = true
			return true
		}
	}
	return false
}

// unknown is an error for a name that no conflict has, nil where there is none. The error
// wraps [coding.ErrUnknown].
func (c *sides) unknown(all []merge.Conflict) error {
	for _, name := range c.names {
		if c.used[name] || name == "all" {
			continue
		}
		var names []string
		for _, x := range all {
			names = append(names, x.What)
		}
		err := fmt.Errorf("--theirs %q: %w: there is no such conflict", name, coding.ErrUnknown)
		if near := coding.Nearest(name, names); len(near) > 0 {
			return coding.WithHint(err, "did you mean %q?", near[0])
		}
		return err
	}
	return nil
}
