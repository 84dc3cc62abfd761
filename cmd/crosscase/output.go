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
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

// outputFlags say how and where to write a result.
type outputFlags struct{ format, file string }

func (o *outputFlags) add(fs *pflag.FlagSet) {
	fs.StringVar(&o.format, "format", "", gridFormats)
	fs.StringVarP(&o.file, "output", "o", "", "write to this `FILE`")
}

// addPicture adds the flags, for a result that can be drawn, too.
func (o *outputFlags) addPicture(fs *pflag.FlagSet) {
	o.add(fs)
	fs.Lookup("format").Usage = pictureFormats
}

const (
	gridFormats    = "`FORMAT`: table, csv, tsv, json, markdown, html, xlsx, docx or latex; else what FILE ends in, else table"
	pictureFormats = "`FORMAT`: table, csv, tsv, json, markdown, html, xlsx, docx, latex, svg or png; else what FILE ends in, else table"
)

// means is the format that is asked for, by its name or by what the file ends in. The
// error wraps [coding.ErrInvalid] where the file ends in nothing that means a format.
func (o *outputFlags) means() (report.Format, error) {
	name, ok := o.named()
	if !ok {
		return report.Table, nil
	}
	if o.format != "" {
		return report.ParseFormat(name)
	}
	if f := report.FormatOf(o.file); f != "" {
		return f, nil
	}
	return "", o.noFormat(report.Formats)
}

// document is the format that is asked for of those that a document has, the first
// where none is. The error wraps [coding.ErrInvalid].
func (o *outputFlags) document(formats ...report.Format) (report.Format, error) {
	if _, ok := o.named(); !ok {
		return formats[0], nil
	}
	f, err := o.means()
	if err == nil && slices.Contains(formats, f) {
		return f, nil
	}
	if o.format == "" {
		return "", o.noFormat(formats)
	}
	names, _ := namesOf(formats)
	return "", coding.Errorf(coding.ErrInvalid, "--format %q: formats are %s", o.format, strings.Join(names, ", "))
}

// named is the name of a format, or the ending of the file, as it was typed; ok is
// false where neither is asked for: on standard output, and in a pipe without one.
func (o *outputFlags) named() (name string, ok bool) {
	if o.format != "" {
		return o.format, true
	}
	if ending := filepath.Ext(o.file); ending != "" || o.file != "" && !isStream(o.file) {
		return strings.ToLower(strings.TrimPrefix(ending, ".")), true
	}
	return "", false
}

// noFormat is the error for a file whose ending means no format.
func (o *outputFlags) noFormat(formats []report.Format) error {
	names, endings := namesOf(formats)
	return o.wrongEnding(names, endings)
}

// namesOf are the names of formats, and what their files end in.
func namesOf(formats []report.Format) (names, endings []string) {
	for _, f := range formats {
		names, endings = append(names, string(f)), append(endings, f.Endings()...)
	}
	return names, endings
}

func (o *outputFlags) wrongEnding(formats, endings []string) error {
	err := coding.Errorf(coding.ErrInvalid, "--output %q: no format for the ending %q; endings are %s",
		o.file, filepath.Ext(o.file), strings.Join(endings, ", "))
	return coding.WithHint(err, "use one of these endings, or add --format with one of %s", strings.Join(formats, ", "))
}

// write opens what the result goes to and hands it to do, with the format. A file
// that is there already is replaced only when all is written.
func (o *outputFlags) write(w *env, do func(out io.Writer, f report.Format, s report.Screen) error) error {
	f, err := o.means()
	if err != nil {
		return err
	}
	if o.file == "" {
		if f.Binary() && w.terminal {
			return fault{fmt.Errorf("--format %s is nothing for a terminal: give --output FILE", f), usage}
		}
		return do(w.stdout, f, w.screen)
	}
	return w.writeFile(o.file, func(out io.Writer) error { return do(out, f, report.Screen{Width: 100}) })
}

// to writes what is no grid.
func (o *outputFlags) to(w *env, do func(out io.Writer) error) error {
	if o.file == "" {
		return do(w.stdout)
	}
	return w.writeFile(o.file, do)
}

func (o *outputFlags) grid(w *env, g *report.Grid) error {
	if w.capture != nil {
		w.capture.Grid = g
		return nil
	}
	return o.write(w, g.Write)
}

// quotes prints passages or hits: text makes the table, grid every other format.
func (o *outputFlags) quotes(w *env, quotes []reading.Quote, text func(io.Writer, []reading.Quote, report.Screen) error,
	grid func([]reading.Quote) *report.Grid) error {
	if w.capture != nil {
		w.capture.Quotes = quotes
		return nil
	}
	return o.write(w, func(out io.Writer, f report.Format, screen report.Screen) error {
		if f == report.Table {
			return text(out, quotes, screen)
		}
		return grid(quotes).Write(out, f, screen)
	})
}

// writeFile writes a file as a whole or not at all. What is no ordinary file, such as
// a pipe, is written to as it is.
func (w *env) writeFile(name string, do func(out io.Writer) error) error {
	if isStream(name) {
		return w.writeStream(name, do)
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".crosscase-*") // mode 0600
	if err != nil {
		return fmt.Errorf("%s: %w", name, reason(err))
	}
	err = do(file)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// isStream tells whether a name stands for something that cannot be replaced: a pipe,
// a device, or a file that is open already, such as /dev/stdout.
func isStream(name string) bool {
	info, err := os.Stat(name)
	if err != nil || info.IsDir() {
		return false
	}
	path, err := filepath.Abs(name)
	return !info.Mode().IsRegular() || err == nil && (strings.HasPrefix(path, "/dev/") || strings.HasPrefix(path, "/proc/"))
}

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
