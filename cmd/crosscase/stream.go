package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"crosscase/cmd/crosscase/app"
)

// writeStream writes to a pipe or a device. It waits for a reader until a signal
// interrupts it; a reader that goes away ends the command without a word, as it does
// on standard output.
func (w *env) writeStream(name string, do func(out io.Writer) error) error {
	switch filepath.Clean(name) {
	case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1": // opened anew, a file would be written from its start
		return do(w.stdout)
	case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2":
		return do(w.stderr)
	}
	file, err := w.openStream(name)
	if err != nil {
		return fmt.Errorf("%s: %w", name, reason(err))
	}
	defer file.Close()
	out := bufio.NewWriterSize(interruptible{file, w.interrupted}, 1<<16)
	if err = do(out); err == nil {
		err = out.Flush()
	}
	if errors.Is(err, syscall.EPIPE) {
		return fault{errors.New(""), failed}
	}
	return err
}

// openStream opens a stream. A named pipe without a reader would block for good, so
// that it is tried again and again.
func (w *env) openStream(name string) (*os.File, error) {
	for {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|syscall.O_NONBLOCK, 0)
		info, gone := os.Stat(name)
		if !errors.Is(err, syscall.ENXIO) || gone != nil || info.Mode()&fs.ModeNamedPipe == 0 {
			return file, err
		}
		select {
		case <-w.interrupted:
			return nil, context.Canceled
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// An interruptible writer gives up waiting for who reads when it is interrupted.
type interruptible struct {
	to          io.Writer
	interrupted <-chan struct{}
}

func (i interruptible) Write(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	written, own := make(chan result, 1), slices.Clone(p) // the caller may change p once it has the error
	go func() {
		n, err := i.to.Write(own)
		written <- result{n, err}
	}()
	select {
	case r := <-written:
		return r.n, r.err
	case <-i.interrupted:
		return 0, context.Canceled
	}
}

// reason is why a file cannot be read or written, without its name.
func reason(err error) error { return app.Reason(err) }
