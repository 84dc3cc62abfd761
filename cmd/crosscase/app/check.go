package app

import (
	"context"
	"fmt"
	"path/filepath"
)

// Checked is what a check of the project found.
type Checked struct {
	File                    string
	Problems                []string // none in a project that is well
	Sources, Passages, Tags int      // that the coder sees; of passages those that lists count
	Others                  int      // passages without a tag, or on a text that a correction has replaced
}

// Check verifies the integrity of the project.
func (s *Session) Check(ctx context.Context) (c Checked, err error) {
	seen := s.Seen()
	c = Checked{File: filepath.Base(s.Project.Path()), Sources: len(seen.Sources), Passages: seen.Tagged(), Tags: len(seen.Tags)}
	c.Others = len(seen.Passages) - c.Passages
	c.Problems, err = s.Project.Check(ctx)
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
