package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/durable"
	"crosscase/coding/report"
)

// outputFlags say how and where to write a result.
type outputFlags struct{ format, file string }

// add adds the flags, for a table.
func (o *outputFlags) add(fs *pflag.FlagSet) { o.addFormats(fs, app.TableFormats) }

// addFormats adds the flags, for a result that has these formats, in words.
func (o *outputFlags) addFormats(fs *pflag.FlagSet, formats string) {
	fs.StringVar(&o.format, "format", "", "`FORMAT`: "+formats)
	fs.StringVarP(&o.file, "output", "o", "", "write to this `FILE`")
}

// output is where the result goes, and as what.
func (o *outputFlags) output() app.Output { return app.Output{Format: o.format, File: o.file} }

// means is the format of a table that is asked for. Errors are those of [app.Output.Table].
func (o *outputFlags) means() (report.Format, error) { return o.output().Table() }

// write opens what the result goes to and hands it to do, with the format. A file
// that is there already is replaced only when all is written.
func (o *outputFlags) write(w *env, do func(out io.Writer, f report.Format, s report.Screen) error) error {
	f, err := o.means()
	if err != nil {
		return err
	}
	return o.writeAs(w, f, func(out io.Writer, s report.Screen) error { return do(out, f, s) })
}

// writeAs writes a result in a format that is known.
func (o *outputFlags) writeAs(w *env, f report.Format, do func(out io.Writer, s report.Screen) error) error {
	if o.file != "" {
		return w.writeFile(o.file, func(out io.Writer) error { return do(out, report.Screen{Width: 100}) })
	}
	if f.Binary() && w.terminal {
		return fault{fmt.Errorf("--format %s is nothing for a terminal: give --output FILE", f), usage}
	}
	return do(w.stdout, w.screen)
}

// to writes what is no grid.
func (o *outputFlags) to(w *env, do func(out io.Writer) error) error {
	if o.file == "" {
		return do(w.stdout)
	}
	return w.writeFile(o.file, do)
}

func (o *outputFlags) grid(w *env, g *report.Grid) error {
	return o.write(w, g.Write)
}

// writeFile writes a file as a whole or not at all; it is on the disk then. What is no ordinary file, such as
// a pipe, is written to as it is. The error is also that of [app.CheckOutput].
func (w *env) writeFile(name string, do func(out io.Writer) error) error {
	if app.IsStream(name) {
		return w.writeStream(name, do)
	}
	if err := app.CheckOutput(name, w.asked); err != nil {
		return err
	}
	err := durable.Write(name, do)
	var path *fs.PathError
	if errors.As(err, &path) && filepath.Dir(path.Path) == filepath.Dir(name) { // its own name says nothing to a person
		return fmt.Errorf("%s: %w", name, reason(err))
	}
	return err
}
