package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/report"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

func newImport(w *world) *cobra.Command {
	var o importOptions
	c := &cobra.Command{
		Use:   "import PATH...",
		Short: "Import transcripts and documents, files or whole folders",
		Long: `Import transcripts and documents: ` + strings.Join(format.Endings(), ", ") + `.

Speakers are found by themselves. What else is known of sources and people comes
from two tables (CSV, as a spreadsheet saves it) or from flags:

  --sources       file, name, type, case, organisation, date, language
  --participants  name, role, organisation, aliases (with ; between them)

Any other column is kept as an attribute. Each file is imported whole or not at
all; what is there already is skipped.`,
		Example: `  crosscase import interviews minutes --sources sources.csv --participants participants.csv
  crosscase import roe.docx --type interview --case "Joint control room" --organisation "Northmoor Police"`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return runImport(c.Context(), w, o, args) },
	}
	f := c.Flags()
	f.StringVar(&o.sources, "sources", "", "table of sources, a CSV `FILE`")
	f.StringVar(&o.participants, "participants", "", "table of participants, a CSV `FILE`")
	o.facts.add(f)
	f.StringVar(&o.facts.name, "name", "", "name of the source, for a single file")
	f.StringVar(&o.encoding, "encoding", "", "encoding of plain text files, a `NAME` as windows-1252; it is found by itself where that is possible")
	w.addCoder(f, "who imports")
	return c
}

type importOptions struct {
	sources, participants string
	encoding              string
	facts                 factFlags
}

// An importer brings files into a project, one after the other.
type importer struct {
	w        *world
	project  *project.Project
	list     coding.SourceList
	facts    coding.Facts
	encoding string
	intake   *coding.Intake
	known    func(label string) bool
	step     int // number of the log entry that all belong to
	listed   map[string]bool
	imported []coding.AddSource
	skipped  []string
	notes    []string // on files that were imported
	failures []string
}

func runImport(ctx context.Context, w *world, o importOptions, paths []string) error {
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		facts, err := o.facts.facts()
		if err != nil {
			return err
		}
		if _, err := format.Recode(nil, cmp.Or(o.encoding, "utf-8")); err != nil {
			return fault{fmt.Errorf("--encoding: %w", err), usage}
		}
		im := &importer{w: w, project: p, facts: facts, encoding: o.encoding, intake: coding.NewIntake(s, w.newID), listed: map[string]bool{}}
		if err := im.tables(ctx, o); err != nil {
			return err
		}
		files := im.collect(paths, o)
		if facts.Name != "" && len(files) > 1 {
			return fault{errors.New("--name names one source, but there are several files"), usage}
		}
		if err := im.files(ctx, files); err != nil {
			im.report()
			return err
		}
		im.missing()
		im.report()
		if err := syncIndex(ctx, w, p); err != nil {
			return err
		}
		if len(im.failures) > 0 {
			return fault{fmt.Errorf("%s could not be imported", plural(len(im.failures), "file")), partial}
		}
		return nil
	})
}

// tables reads the tables of sources and participants; nothing is imported where
// one is wrong.
func (im *importer) tables(ctx context.Context, o importOptions) error {
	if o.sources != "" {
		text, err := readTable(o.sources)
		if err == nil {
			im.list, err = coding.ReadSources(o.sources, text)
		}
		if err != nil {
			return fault{err, failed}
		}
	}
	if o.participants == "" {
		return nil
	}
	text, err := readTable(o.participants)
	if err != nil {
		return fault{err, failed}
	}
	people, err := coding.ReadParticipants(o.participants, text)
	if err != nil {
		return fault{err, failed}
	}
	return im.apply(ctx, "import "+plural(len(people), "participant")+" from "+filepath.Base(o.participants), im.intake.People(people))
}

// readTable reads a CSV file, whatever its encoding.
func readTable(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, reason(err))
	}
	text, _, err := format.Decode(data)
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	return text, nil
}

// apply makes changes as part of the one step that the whole import is.
func (im *importer) apply(ctx context.Context, what string, changes []coding.Change) error {
	n, err := im.project.Apply(ctx, coding.Edit{Coder: im.w.coderName(), At: im.w.now(), What: what, Step: im.step, Changes: changes})
	if im.step == 0 {
		im.step = n
	}
	return err
}

// collect lists the files below paths, in order; what cannot be read is a
// failure, what is no transcript is skipped.
func (im *importer) collect(paths []string, o importOptions) (files []string) {
	tables := func(path string) bool {
		return slices.ContainsFunc([]string{o.sources, o.participants}, func(t string) bool { return t != "" && same(t, path) })
	}
	for _, root := range paths {
		filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				im.fail(path, err)
				if d != nil && d.IsDir() {
					return fs.SkipDir
				}
			case path != root && strings.HasPrefix(d.Name(), "."):
				if d.IsDir() {
					return fs.SkipDir
				}
			case d.IsDir() || tables(path):
			case !format.Known(path) && path == root:
				im.fail(path, format.ErrUnknown)
			case !format.Known(path):
				im.skipped = append(im.skipped, path+": unknown kind of file")
			default:
				files = append(files, path)
			}
			return nil
		})
	}
	return files
}

func same(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

func (im *importer) fail(path string, err error) {
	text := path + ": " + reason(err).Error()
	if hint := coding.Hint(err); hint != "" {
		text += " (" + hint + ")"
	}
	im.failures = append(im.failures, text)
}

// reason is why a file cannot be read, without its name.
func reason(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// A reading is a file read, with its speakers found.
type reading struct {
	path       string
	data       []byte
	document   corpus.Document
	transcript corpus.Transcript
	err        error
}

// files imports each file in an edit of its own. Reading runs ahead of storing.
// It stops where the project itself cannot be written.
func (im *importer) files(ctx context.Context, files []string) error {
	// Which labels are names is settled before, so that the order of the files
	// does not matter.
	im.known = im.intake.Known()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	readings := make(chan reading, 4)
	go func() {
		defer close(readings)
		for _, f := range files {
			select {
			case readings <- im.read(f):
			case <-ctx.Done():
				return
			}
		}
	}()
	step, end := im.w.bar(ctx, "importing")
	defer end()
	n := 0
	for r := range readings {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := im.store(ctx, r); err != nil {
			return err
		}
		if n++; step != nil {
			step(n, len(files))
		}
	}
	return ctx.Err()
}

func (im *importer) read(path string) (r reading) {
	r.path = path
	info, err := os.Stat(path)
	switch {
	case err != nil:
		r.err = err
	case !info.Mode().IsRegular():
		r.err = errors.New("not a file but a device or a pipe")
	case info.Size() > format.MaxText:
		r.err = fmt.Errorf("%w: %d MB; %d MB is the most", format.ErrTooLarge, info.Size()>>20, format.MaxText>>20)
	default:
		r.data, r.err = os.ReadFile(path)
	}
	text := r.data
	if r.err == nil && im.encoding != "" && format.Plain(path) {
		text, r.err = format.Recode(r.data, im.encoding)
	}
	if r.err == nil {
		r.document, r.err = format.Read(path, text)
	}
	if r.err == nil {
		r.transcript = transcript.Turns(r.document, im.known)
		r.transcript.Words = corpus.WordStarts(r.document.Body)
	}
	return r
}

// store puts one file into the project. What is wrong with the file is noted as
// a failure; the error is one of the project's.
func (im *importer) store(ctx context.Context, r reading) error {
	facts, listed, ok := im.list.For(filepath.ToSlash(r.path))
	switch {
	case ok:
		im.listed[listed] = true
	case len(im.list.Files) > 0 && r.err == nil:
		im.notes = append(im.notes, r.path+": not named in the table of sources, so that only the flags are known of it")
	}
	if r.err != nil {
		im.fail(r.path, r.err)
		return nil
	}
	if name := im.intake.Already(r.data); name != "" {
		im.skipped = append(im.skipped, fmt.Sprintf("%s: there already, as %q", r.path, name))
		return nil
	}
	source, changes, err := im.intake.Add(r.path, r.data, r.document, r.transcript, facts.Or(im.facts))
	if err != nil {
		im.fail(r.path, err)
		return nil
	}
	err = im.apply(ctx, "import "+source.Source.Name, changes)
	switch {
	case err == nil:
		im.imported = append(im.imported, source)
		if r.document.Encoding != "utf-8" {
			im.notes = append(im.notes, fmt.Sprintf("%s: read as %s; if letters are wrong, undo and say --encoding NAME", r.path, r.document.Encoding))
		}
		return nil
	case errors.Is(err, coding.ErrConflict), errors.Is(err, coding.ErrInvalid):
		im.fail(r.path, err)
		s, err := im.project.Study(ctx) // the intake believed in what was not stored
		if err == nil {
			im.intake = coding.NewIntake(s, im.w.newID)
		}
		return err
	}
	return fmt.Errorf("import %s: %w", r.path, err)
}

// missing names what the table of sources lists, but was not among the files.
func (im *importer) missing() {
	for _, f := range im.list.Files {
		if !im.listed[f] {
			im.skipped = append(im.skipped, f+": named in the table of sources, but not among the files")
		}
	}
}

// report says what came of each file: results on standard output, the rest on
// standard error.
func (im *importer) report() {
	turns, words := 0, 0
	people := map[corpus.ParticipantID]bool{}
	width := 0
	for _, a := range im.imported {
		width = max(width, len([]rune(a.Source.Name)))
	}
	for _, a := range im.imported {
		layout := "nobody speaks"
		if n := len(a.Transcript.Speakers); n > 0 {
			layout = plural(n, "speaker")
		}
		fmt.Fprintf(im.w.stdout, "%-*s  %-10s %5s turns  %7s words  %s\n", width, a.Source.Name, a.Source.Type,
			thousands(len(a.Transcript.Turns)), thousands(a.Transcript.AllWords()), layout)
		turns, words = turns+len(a.Transcript.Turns), words+a.Transcript.AllWords()
		for _, s := range a.Transcript.Speakers {
			people[s.Participant] = true
		}
	}
	for _, list := range []struct {
		what  string
		files []string
	}{{"skipped", im.skipped}, {"note", im.notes}, {"failed", im.failures}} {
		for _, f := range list.files { // names of files may hold anything
			fmt.Fprintf(im.w.stderr, "%-8s %s\n", list.what, report.Visible(f))
		}
	}
	fmt.Fprintf(im.w.stderr, "%s imported: %s, %s, %s words. %d skipped, %d failed.\n", plural(len(im.imported), "source"),
		plural(turns, "turn"), plural(len(people), "speaker"), thousands(words), len(im.skipped), len(im.failures))
}

// syncIndex brings the search index up to date.
func syncIndex(ctx context.Context, w *world, p *project.Project) error {
	s, err := p.Study(ctx)
	if err != nil {
		return err
	}
	step, end := w.bar(ctx, "indexing ")
	defer end()
	return indexOf(p).Sync(ctx, searchable(s), p, step)
}
