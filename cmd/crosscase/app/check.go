package app

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"crosscase/coding"
	"crosscase/coding/project"
)

// Checked is what a check of the project found.
type Checked struct {
	File                    string
	Problems                []string // none in a project that is well
	Sources, Passages, Tags int      // that the coder sees; of passages those that lists count
	Others                  int      // passages without a tag, or on a text that a correction has replaced
	Unsettled               bool     // the file alone lacks edits, which another process still keeps beside it
}

// Check verifies the integrity of the project. The study, which cannot be read where the
// project is damaged, is read afterwards where the session has none.
func (s *Session) Check(ctx context.Context) (c Checked, err error) {
	c.File = filepath.Base(s.Project.Path())
	if c.Problems, err = s.Project.Check(ctx); err != nil || len(c.Problems) > 0 {
		return c, err
	}
	if s.Study == nil {
		study, err := s.Project.Study(ctx)
		if err != nil {
			return c, err
		}
		s = s.On(study)
	}
	seen := s.Seen()
	c.Sources, c.Passages, c.Tags = len(seen.Sources), seen.Tagged(), len(seen.Tags)
	c.Others = len(seen.Passages) - c.Passages
	whole, err := s.Project.Settled(ctx)
	c.Unsettled = !whole
	return c, err
}

// Backup copies the project to a file that must not be there yet, whole and consistent,
// while others use it.
func (s *Session) Backup(ctx context.Context, to string) error {
	if err := s.Project.Backup(ctx, to); err != nil {
		return fmt.Errorf("backup to %s: %w", to, err)
	}
	return nil
}

// Restored is what a backup brought back.
type Restored struct {
	File    string    // of the project
	Kept    string    // where the project as it was is kept, "" where there was none
	Entries int       // of the log
	Last    time.Time // of the last of them, zero where there is none
}

// Restore puts a backup in the place of the project in a file, which is kept. The errors
// are those of [project.Restore].
func Restore(ctx context.Context, backup, file string, at time.Time) (r Restored, err error) {
	backup = ProjectFile(backup)
	if err := checkFile(backup); err != nil {
		return r, coding.Errorf(coding.ErrUnknown, "backup %s: %w", backup, err)
	}
	r.File = filepath.Base(file)
	kept, err := project.Restore(ctx, backup, file, at)
	if err != nil {
		return r, err
	}
	if kept != "" {
		r.Kept = filepath.Base(kept)
	}
	p, err := project.Open(ctx, file)
	if err != nil {
		return r, err
	}
	defer p.Close()
	last, err := p.Latest(ctx)
	r.Entries, r.Last = last.Number, last.At
	return r, err
}
