package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/coding/project"
	"crosscase/coding/report"
	"crosscase/coding/secret"
)

// Checked is what a check of the project found.
type Checked struct {
	File                    string
	Problems                []string // none in a project that is well
	Sources, Passages, Tags int      // that the coder sees; of passages those that lists count
	Others                  int      // passages without a tag, or on a text that a correction has replaced
	Index                   bool     // the search index beside the project is damaged; the next search builds it anew
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
	if c.Index, err = Index(s.Project).Damaged(); err != nil {
		return c, err
	}
	whole, err := s.Project.Settled(ctx)
	c.Unsettled = !whole
	return c, err
}

// Backup copies the project to a file that must not be there yet, whole and consistent,
// while others use it; encrypted where there is somebody to encrypt it for.
func (s *Session) Backup(ctx context.Context, file string, to secret.To) (err error) {
	if to.Nobody() {
		err = s.Project.Backup(ctx, file)
	} else {
		err = s.Project.BackupTo(ctx, file, to)
	}
	if err != nil {
		return fmt.Errorf("backup to %s: %w", file, err)
	}
	return nil
}

// keepCopy copies the project before something is done to it, and says so the first time.
func (s *Session) keepCopy(ctx context.Context, reason string) (said []string, err error) {
	path, first, err := s.Project.CopyBefore(ctx, reason, s.Now())
	if err != nil || !first {
		return nil, err
	}
	return []string{fmt.Sprintf("The project as it was is kept in %s; crosscase backup --list shows such copies.",
		filepath.Join(filepath.Base(filepath.Dir(path)), filepath.Base(path)))}, nil
}

// CopyTable is a table of the automatic copies of the project, the newest first.
func (s *Session) CopyTable() (*report.Grid, error) {
	all, err := project.Copies(s.Project.Path())
	g := &report.Grid{Head: []string{"number", "name", "made", "before", "KiB"}, Empty: "No automatic copies yet."}
	for i, c := range all {
		g.Rows = append(g.Rows, []any{i + 1, c.Name(), c.At.Format("2006-01-02 15:04:05"), c.Reason, int(c.Size+1023) / 1024})
	}
	return g, err
}

// KeepCopies sets how many automatic copies of the project stay; the error wraps
// [coding.ErrInvalid].
func (s *Session) KeepCopies(n int) error { return s.Project.KeepCopies(n) }

// backupMeant is the file that a person means: one of that name, or else an automatic copy of
// the project in file, by its name or its number.
func backupMeant(named, file string) string {
	path := ProjectFile(named)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if c, err := project.FindCopy(file, named); err == nil {
		return c.Path
	}
	return path
}

// Restored is what a backup brought back.
type Restored struct {
	File    string    // of the project
	From    string    // the backup, as it was typed, or which automatic copy
	Kept    string    // where the project as it was is kept, "" where there was none
	Entries int       // of the log
	Last    time.Time // of the last of them, zero where there is none
}

// Restore puts a backup in the place of the project in a file, which is kept. from decrypts it
// where that is needed. The errors are those of [project.Restore] and [project.DecryptTo].
func Restore(ctx context.Context, backup, file string, from secret.From, at time.Time) (r Restored, err error) {
	if r.From = backup; backupMeant(backup, file) != ProjectFile(backup) {
		backup = backupMeant(backup, file)
		r.From = "copy " + stem(backup)
	}
	backup = ProjectFile(backup)
	if err := checkFile(backup); err != nil {
		return r, coding.Errorf(coding.ErrUnknown, "backup %s: %w", backup, err)
	}
	r.File = filepath.Base(file)
	if secret.Is(backup) {
		plain := durable.Part(filepath.Dir(file))
		defer os.Remove(plain)
		if err := project.DecryptTo(backup, from, plain); err != nil {
			return r, fmt.Errorf("restore %w", err)
		}
		backup = plain
	}
	kept, err := project.Restore(ctx, backup, file, at)
	if err != nil {
		return r, err
	}
	if kept != "" {
		r.Kept = filepath.Join(filepath.Base(filepath.Dir(kept)), filepath.Base(kept))
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
