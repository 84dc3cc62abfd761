package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"crosscase/coding"
	"crosscase/coding/durable"
)

// Backup writes a copy of the project, whole and consistent, to a file that must
// not be there yet, readable by its owner alone. The copy has that name only when it is on
// the disk and was read back without a problem. The error wraps [os.ErrExist] where the file
// is there.
func (p *Project) Backup(ctx context.Context, to string) error {
	return p.copyTo(ctx, to, sound)
}

// sound returns an error that wraps [coding.ErrDamaged] where the project at path is not well.
func sound(ctx context.Context, path string) error {
	p, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer p.Close()
	problems, err := p.Check(ctx)
	if err == nil && len(problems) > 0 {
		err = coding.WithHint(coding.Errorf(coding.ErrDamaged, "the copy has %d problems, as the project has: %s", len(problems), problems[0]),
			"crosscase check lists them")
	}
	return err
}

// copyTo writes a copy under a name of its own, and gives it the name that is wanted when
// check finds nothing wrong and it is on the disk.
func (p *Project) copyTo(ctx context.Context, to string, check func(ctx context.Context, path string) error) error {
	if _, err := os.Lstat(to); err == nil {
		return &fs.PathError{Op: "copy", Path: to, Err: os.ErrExist}
	}
	if folder, err := os.Stat(filepath.Dir(to)); err != nil || !folder.IsDir() {
		return coding.WithHint(coding.Errorf(coding.ErrUnknown, "folder %q: no such folder", filepath.Dir(to)), "make the folder first")
	}
	durable.Sweep(filepath.Dir(to))
	part := durable.Part(filepath.Dir(to))
	if err := p.engine.Copy(ctx, part); err != nil {
		return p.engine.Kind(err)
	}
	defer removeDatabase(part) // nothing is there once it has its name
	if err := check(ctx, part); err != nil {
		return err
	}
	return install(part, to)
}

// install gives a whole file the name that is wanted, when its bytes are on the disk. The
// error wraps [os.ErrExist] where there is a file of that name; it stays.
func install(part, to string) error {
	if err := durable.Sync(part); err != nil {
		return err
	}
	err := os.Link(part, to) // unlike Rename, fails where there is one
	if err != nil && !errors.Is(err, os.ErrExist) {
		if _, there := os.Lstat(to); there == nil {
			return &fs.PathError{Op: "copy", Path: to, Err: os.ErrExist}
		}
		err = os.Rename(part, to) // file systems without links
	}
	if err != nil {
		return err
	}
	return durable.Sync(filepath.Dir(to))
}

// Restore puts a backup in the place of the project at path, and returns where the file
// that was there is kept; "" where there was none. The backup is checked before anything
// happens, and stays as it is. The error wraps [coding.ErrUnknown] or [coding.ErrDamaged]
// where the backup is no whole project, [coding.ErrConflict] where it is the project itself
// and [coding.ErrBusy] where another process has the project open.
func Restore(ctx context.Context, backup, path string, at time.Time) (kept string, err error) {
	if a, err := os.Stat(backup); err == nil {
		if b, err := os.Stat(path); err == nil && os.SameFile(a, b) {
			return "", coding.Errorf(coding.ErrConflict, "restore %s: it is the project itself", backup)
		}
	}
	e, err := openEngine(backup) // not Open, which would bring it to the newest format
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	defer e.Close()
	durable.Sweep(filepath.Dir(path))
	part := durable.Part(filepath.Dir(path))
	if err := e.Copy(ctx, part); err != nil {
		return "", fmt.Errorf("restore %s: %w", backup, e.Kind(err))
	}
	defer removeDatabase(part)
	defer os.RemoveAll(CopiesOf(part))
	if err := sound(ctx, part); err != nil {
		return "", fmt.Errorf("restore %s: %w", backup, err)
	}
	if err := claim(ctx, part); err != nil {
		return "", fmt.Errorf("restore %s: %w", backup, err)
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return "", install(part, path)
	}
	if kept, _, err = freeCopy(path, "restore", at); err != nil {
		return "", err
	}
	if err := replaceDatabase(path, kept, part); err != nil {
		return "", err
	}
	return kept, nil
}

// claim makes a copy a project of its own: it no longer says that it is a backup.
func claim(ctx context.Context, path string) error {
	e, err := openEngine(path)
	if err != nil {
		return err
	}
	defer e.Close()
	tx, err := e.Begin(ctx, false)
	if err != nil {
		return e.Kind(err)
	}
	defer tx.Rollback()
	return e.Kind(e.Commit(ctx, tx))
}
