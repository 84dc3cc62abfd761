package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"crosscase/coding"
	"crosscase/coding/merge"
	"crosscase/coding/project"
)

// ProjectFile is a project's file, also where its name was given without the ending.
func ProjectFile(path string) string {
	if _, err := os.Stat(path); err != nil && !strings.HasSuffix(path, project.Ending) {
		return path + project.Ending
	}
	return path
}

// Merged is what came of a merge.
type Merged struct {
	Done
	*merge.Result
}

// Summary says what comes in.
func (m Merged) Summary() string {
	var said []string
	for _, c := range m.Counts {
		if c.Added > 0 {
			said = append(said, coding.Count(c.Added, c.Kind))
		}
		if c.Taken > 0 {
			said = append(said, coding.Count(c.Taken, "changed "+c.Kind))
		}
	}
	if len(said) == 0 {
		return "nothing new"
	}
	return strings.Join(said, ", ")
}

// Open is how many conflicts were left as they are here.
func (m Merged) Open() (n int) {
	for _, c := range m.Conflicts {
		if c.Taken == "mine" {
			n++
		}
	}
	return n
}

// Merge brings another project, or a copy of this one, into the session's. theirs are
// conflicts whose other side is taken; "all" is every one. With dryRun nothing is stored.
// The search index is left as it was ([Session.SyncIndex]). The error wraps
// [coding.ErrUnknown] where there is no such project or conflict; where the project cannot
// be written, what would have come in is returned beside it.
func (s *Session) Merge(ctx context.Context, path string, theirs []string, dryRun bool) (m Merged, err error) {
	other, err := OpenProject(ctx, path)
	if errors.Is(err, coding.ErrUnknown) && !strings.HasPrefix(coding.Hint(err), "did you mean") {
		return m, coding.WithHint(err, "name the other project's file, as crosscase merge ../study-bm.crosscase")
	}
	if err != nil {
		return m, err
	}
	defer other.Close()
	mine, copied, err := s.bothSides(ctx, other)
	if err != nil {
		return m, fmt.Errorf("%s: %w", path, err)
	}
	choice := sides{names: theirs}
	j, err := merge.Merge(ctx, mine, copied, choice.take, s.NewID)
	if err != nil {
		return m, fmt.Errorf("merge %s: %w", path, err)
	}
	if err := choice.unknown(j.Conflicts); err != nil {
		if coding.Hint(err) == "" {
			err = coding.WithHint(err, "crosscase merge %s --dry-run lists them", path)
		}
		return m, err
	}
	if m.Result = j; dryRun {
		return m, nil
	}
	var said []string
	if len(j.Changes) > 0 {
		if said, err = s.keepCopy(ctx, "merge"); err != nil {
			return m, err
		}
	}
	defer func() { m.Said = append(m.Said, said...) }()
	m.Done, err = s.Apply(ctx, "merge "+path+": "+m.Summary(), j.Changes...)
	return m, err
}

// bothSides are two projects with what changed in each since they were one.
func (s *Session) bothSides(ctx context.Context, other *project.Project) (mine, copied merge.Side, err error) {
	study, err := other.Study(ctx)
	if err != nil {
		return mine, copied, err
	}
	mine, copied = s.side(), merge.Side{Study: study, Texts: other, Original: other.Original}
	fork, err := s.Project.Fork(ctx, other)
	if err != nil || fork == 0 {
		return mine, copied, err
	}
	if mine.Touched, mine.Removed, err = s.Project.Touched(ctx, fork); err == nil {
		copied.Touched, copied.Removed, err = other.Touched(ctx, fork)
	}
	return mine, copied, err
}
