package project

import (
	"context"
	"fmt"
	"io/fs"
	"os"

	"crosscase/coding"
)

// migrate brings the project to the newest format, in one transaction that other
// processes wait for: the first one does it. An older project is copied before.
func (p *Project) migrate(ctx context.Context) error {
	scripts, err := fs.ReadDir(p.engine.Schema(), ".")
	if err != nil {
		return err
	}
	format, err := p.format(ctx, len(scripts))
	if err != nil || format == len(scripts) {
		return err
	}
	err = p.transact(ctx, func(w *writer) error {
		format, err := p.format(ctx, len(scripts)) // again, now that nobody else can change it
		if err != nil || format == len(scripts) {
			return err
		}
		if !p.engine.ReadOnly() {
			if err := p.copyOld(ctx, format); err != nil {
				return fmt.Errorf("copy before the change to a newer format: %w", err)
			}
		}
		if err := w.upgrade(scripts[format:], len(scripts)); err != nil {
			return err
		}
		return w.sumUp()
	})
	if err != nil {
		return err
	}
	_, err = p.engine.Settle(ctx)
	return p.engine.Kind(err)
}

// upgrade runs scripts of the schema, after which the project has this format.
func (w *writer) upgrade(scripts []fs.DirEntry, format int) error {
	for _, f := range scripts {
		script, err := fs.ReadFile(w.engine.Schema(), f.Name())
		if err != nil {
			return err
		}
		if _, err := w.tx.ExecContext(w.ctx, string(script)); err != nil {
			return fmt.Errorf("%s: %w", f.Name(), err)
		}
	}
	w.wrote = true
	return w.engine.SetFormat(w.ctx, w.tx, format)
}

// sumUp gives what has none, since it is of a format that had none, its place in the chain of
// the log and its checksum.
func (w *writer) sumUp() error {
	unchained, err := w.lookup("select number from log where chain = '' limit 1")
	if err == nil && unchained != "" {
		err = w.chain()
	}
	if err != nil {
		return err
	}
	for _, table := range w.kinds.summed {
		if err := w.sumAll(table); err != nil {
			return err
		}
	}
	return nil
}

// copyOld copies the project as it is before it gets a newer format, dated by its last change.
func (p *Project) copyOld(ctx context.Context, format int) error {
	info, err := os.Stat(p.path)
	if err != nil {
		return err
	}
	unchecked := func(context.Context, string) error { return nil } // it is not of the newest format
	_, _, err = p.copyBefore(ctx, fmt.Sprintf("format-%d", format+1), info.ModTime(), unchecked)
	return err
}

// format is the format of the project; the error wraps [coding.ErrNewer] where it is a
// later one than the newest that is known.
func (p *Project) format(ctx context.Context, newest int) (int, error) {
	format, err := p.engine.Format(ctx)
	if err != nil {
		return 0, p.engine.Kind(err)
	}
	if format > newest {
		return format, coding.ErrNewer
	}
	return format, nil
}
