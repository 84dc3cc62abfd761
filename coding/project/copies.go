package project

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/durable"
)

// Before anything that cannot be taken back step by step, or that brings in much at once, the
// project is copied into a folder beside it. The newest few of these copies stay.

// copiesEnding is put after the name of a project file to name the folder of its copies.
const copiesEnding = ".copies"

// CopiesOf is the folder with the automatic copies of the project at path.
func CopiesOf(path string) string { return path + copiesEnding }

// usualCopies is how many automatic copies stay where nobody said otherwise.
const usualCopies = 5

// keptFile in the folder of the copies says how many stay.
const keptFile = "keep"

// copyTime is the layout of the time in the name of a copy, which makes names sort by age.
const copyTime = "2006-01-02-150405.000"

// A Copy is an automatic copy of a project.
type Copy struct {
	Path   string
	At     time.Time // in the local time of when it was made
	Reason string    // what it was made before
	Size   int64     // bytes
}

// Name is the name of the file without its ending.
func (c Copy) Name() string { return strings.TrimSuffix(filepath.Base(c.Path), Ending) }

// Copies lists the automatic copies of the project at path, the newest first.
func Copies(path string) (all []Copy, err error) {
	entries, err := os.ReadDir(CopiesOf(path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), Ending)
		info, err := e.Info()
		if !ok || err != nil || len(name) <= len(copyTime) {
			continue
		}
		if at, err := time.ParseInLocation(copyTime, name[:len(copyTime)], time.Local); err == nil {
			all = append(all, Copy{filepath.Join(CopiesOf(path), e.Name()), at, name[len(copyTime)+1:], info.Size()})
		}
	}
	slices.SortStableFunc(all, func(a, b Copy) int { return b.At.Compare(a.At) })
	return all, nil
}

// FindCopy returns the automatic copy that a person means: its number in [Copies], from 1, or
// its name. The error wraps [coding.ErrUnknown].
func FindCopy(path, named string) (Copy, error) {
	all, err := Copies(path)
	if err != nil {
		return Copy{}, err
	}
	if n, err := strconv.Atoi(named); err == nil && n >= 1 && n <= len(all) {
		return all[n-1], nil
	}
	for _, c := range all {
		if c.Name() == strings.TrimSuffix(named, Ending) {
			return c, nil
		}
	}
	return Copy{}, coding.Errorf(coding.ErrUnknown, "no automatic copy %q", named)
}

// CopiesKept is how many automatic copies of the project at path stay.
func CopiesKept(path string) int {
	data, err := os.ReadFile(filepath.Join(CopiesOf(path), keptFile))
	if err != nil {
		return usualCopies
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil {
		return usualCopies
	}
	return n
}

// KeepCopies sets how many automatic copies of the project stay, and removes others; with 0
// none is made any more.
func (p *Project) KeepCopies(n int) error {
	path := p.path
	if p.ReadOnly() {
		return p.readOnlyError()
	}
	if n < 0 {
		return coding.Errorf(coding.ErrInvalid, "%d copies", n)
	}
	if err := os.MkdirAll(CopiesOf(path), 0o700); err != nil {
		return err
	}
	err := durable.Write(filepath.Join(CopiesOf(path), keptFile), func(w io.Writer) error { _, err := fmt.Fprintln(w, n); return err })
	if err != nil {
		return err
	}
	return removeCopies(path, n)
}

// removeCopies removes all automatic copies but the newest.
func removeCopies(path string, but int) error {
	all, err := Copies(path)
	for _, c := range all[min(but, len(all)):] {
		err = errors.Join(err, removeDatabase(c.Path))
	}
	return err
}

// CopyBefore copies the project to where automatic copies are, since something is about to be
// done to it, in a word. It returns the path, "" where none are to be kept; first tells that
// there were none before.
func (p *Project) CopyBefore(ctx context.Context, reason string, at time.Time) (path string, first bool, err error) {
	return p.copyBefore(ctx, reason, at, sound)
}

func (p *Project) copyBefore(ctx context.Context, reason string, at time.Time, check func(context.Context, string) error) (
	path string, first bool, err error) {
	if p.ReadOnly() {
		return "", false, p.readOnlyError()
	}
	kept := CopiesKept(p.path)
	if kept == 0 {
		return "", false, nil
	}
	if path, first, err = freeCopy(p.path, reason, at); err != nil {
		return "", false, err
	}
	if err := p.copyTo(ctx, path, check); err != nil {
		return "", false, fmt.Errorf("automatic copy before %s: %w", reason, err)
	}
	return path, first, removeCopies(p.path, kept)
}

// freeCopy is the path for a new automatic copy of the project at path. It makes the folder;
// first tells that it was not there.
func freeCopy(path, reason string, at time.Time) (to string, first bool, err error) {
	if _, err := os.Stat(CopiesOf(path)); errors.Is(err, fs.ErrNotExist) {
		first = true
	}
	if err := os.MkdirAll(CopiesOf(path), 0o700); err != nil {
		return "", false, err
	}
	base := filepath.Join(CopiesOf(path), at.Local().Format(copyTime)+"-"+reason)
	for n := 1; ; n++ {
		to = base + Ending
		if n > 1 {
			to = fmt.Sprintf("%s-%d%s", base, n, Ending)
		}
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return to, first, nil
		}
	}
}
