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
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

func newImport(w *env) *cobra.Command {
	var o importOptions
	c := &cobra.Command{
		Use:   "import PATH...",
		Short: "Import transcripts, documents and surveys, files or whole folders",
		Long: `Import transcripts and documents: ` + strings.Join(format.Extensions(), ", ") + `.

Speakers, times, pages, language and date are found by themselves; --dry-run shows
what would be, and --layout says how speakers are marked where it is not found.
What else is known of sources and people comes from two tables (.csv, .tsv or
.xlsx) or from flags:

  --sources       file, name, type, case, organisation, date, language
  --participants  name, role, organisation, aliases (with ; between them)

Any other column is kept as an attribute. Each file is imported whole or not at
all; what is there already is skipped.

A table of a survey's answers is imported with each answer as a turn, or with
--each source with each line as a source of its own. Its columns are recognised by
their names and by what is in them; --column says otherwise, once for each:

  --column text="What would you change?" --column participant=ID --column case=Site

Layouts:
` + layoutList(),
		Example: `  crosscase import interviews minutes --sources sources.csv --participants participants.csv
  crosscase import roe.docx --type interview --case "Joint control room" --organisation "Northmoor Police"
  crosscase import board.pdf --layout minutes --dry-run`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return runImport(c.Context(), w, o, args) },
	}
	f := c.Flags()
	f.StringVar(&o.sources, "sources", "", "table of sources, a `FILE`")
	f.StringVar(&o.participants, "participants", "", "table of participants, a `FILE`")
	o.facts.add(f)
	f.StringVar(&o.facts.name, "name", "", "name of the source, for a single file")
	o.reading.add(f)
	f.BoolVar(&o.comments, "comments", false, "keep a document's comments as notes on their words")
	f.StringArrayVar(&o.columns, "column", nil, "what a column of a survey is, as `WHAT=COLUMN`: text, participant, organisation, case, date, name or attribute")
	f.StringVar(&o.each, "each", "", "what each line of a survey is: a `turn` or a source")
	f.BoolVar(&o.dryRun, "dry-run", false, "show what would be imported, and store nothing")
	w.addCoder(f, "who imports")
	return c
}

func layoutList() string {
	var b strings.Builder
	for _, l := range transcript.Layouts() {
		fmt.Fprintf(&b, "  %-12s %s\n", l[0], l[1])
	}
	return b.String()
}

type importOptions struct {
	sources, participants string
	reading               readingFlags
	facts                 factFlags
	columns               []string
	each                  string
	comments, dryRun      bool
}

// readingFlags say how to read files.
type readingFlags struct{ layout, encoding, password string }

func (r *readingFlags) add(fs *pflag.FlagSet) {
	fs.StringVar(&r.layout, "layout", "", "how speakers are marked, a `NAME` from the list of layouts; it is found by itself where that is possible")
	fs.StringVar(&r.encoding, "encoding", "", "encoding of plain text files, a `NAME` as windows-1252; it is found by itself where that is possible")
	fs.StringVar(&r.password, "password", "", "`PASSWORD` of an encrypted PDF")
}

// check returns an error of wrong usage.
func (r *readingFlags) check() error {
	if _, err := format.Transcode(nil, cmp.Or(r.encoding, "utf-8")); err != nil {
		return fault{fmt.Errorf("--encoding: %w", err), usage}
	}
	if r.layout != "" && !slices.ContainsFunc(transcript.Layouts(), func(l [2]string) bool { return l[0] == r.layout }) {
		_, err := transcript.Find(corpus.Document{}, transcript.Options{Layout: r.layout})
		return fault{fmt.Errorf("--layout: %w", err), usage}
	}
	return nil
}

// A fileReader reads files and finds who speaks in them.
type fileReader struct {
	readingFlags
	columns intake.SurveyColumns
	known   func(label string) bool
	reader  format.Reader
}

func newFileReader(flags readingFlags, known func(label string) bool) *fileReader {
	r := &fileReader{readingFlags: flags, known: known, reader: format.Reader{Password: flags.password}}
	if cache, err := os.UserCacheDir(); err == nil { // without one, the PDF engine is compiled each time
		r.reader.Cache = filepath.Join(cache, "crosscase", "pdf")
	}
	return r
}

// errOwnTable says that a file is a table of crosscase's own.
var errOwnTable = errors.New("no transcript")

// read reads a file: one import, or as many as a survey has sources.
func (r *fileReader) read(path string) ([]intake.Import, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a file but a device or a pipe")
	}
	if err := format.CheckSize(path, info.Size()); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text := data
	if r.encoding != "" && format.IsText(path) {
		if text, err = format.Transcode(data, r.encoding); err != nil {
			return nil, err
		}
	}
	if format.IsTable(path) {
		table, err := format.ReadTable(path, text)
		switch {
		case err != nil:
			return nil, err
		case intake.OwnTable(table) != "":
			return nil, fmt.Errorf("%w but %s", errOwnTable, intake.OwnTable(table))
		case format.IsSurvey(table):
			return r.survey(path, data, table)
		}
	}
	doc, err := r.reader.Read(path, text)
	if err != nil {
		return nil, err
	}
	i, err := r.find(intake.Import{File: path, Data: data, Document: doc})
	return []intake.Import{i}, err
}

func (r *fileReader) survey(path string, data []byte, table corpus.Table) ([]intake.Import, error) {
	answers, err := intake.ReadSurvey(intake.SourceName(filepath.ToSlash(path)), table, r.columns)
	if err != nil {
		return nil, err
	}
	var all []intake.Import
	for _, a := range answers {
		a.Document.MediaType = format.MediaType(path)
		a.Facts.Type = corpus.TypeSurvey
		i, err := r.find(intake.Import{File: path, Data: data, Document: a.Document, Facts: a.Facts})
		if err != nil {
			return nil, err
		}
		i.People = append(i.People, a.People...)
		all = append(all, i)
	}
	return all, nil
}

// find finds who speaks. A survey says so itself, whatever the layout of other
// files.
func (r *fileReader) find(i intake.Import) (intake.Import, error) {
	layout := r.layout
	if len(i.Document.Blocks) > 0 && i.Document.Blocks[0].Voice != "" && i.Document.Blocks[0].Label > 0 {
		layout = transcript.Voices
	}
	found, err := transcript.Find(i.Document, transcript.Options{Layout: layout, Known: r.known})
	i.Transcript, i.People = found.Transcript, found.People
	i.Transcript.Words = corpus.WordStarts(i.Document.Body)
	return i, err
}

// An importer brings files into a project, one after the other.
type importer struct {
	w        *env
	project  *project.Project
	list     intake.SourceList
	facts    intake.Facts
	options  importOptions
	reader   *fileReader
	intake   *intake.Intake
	named    map[string]bool // files that were named, not met in a folder
	step     int             // number of the log entry that all belong to
	listed   map[string]bool
	imported []edit.AddSource
	previews []reading.Preview
	skipped  []string
	notes    []string // on files that were imported
	failures []string
}

func runImport(ctx context.Context, w *env, o importOptions, paths []string) error {
	return w.withAll(ctx, func(p *project.Project, s *coding.Study) error {
		facts, err := o.facts.facts()
		if err != nil {
			return err
		}
		if err := o.reading.check(); err != nil {
			return err
		}
		im := &importer{w: w, project: p, facts: facts, options: o, intake: intake.NewIntake(s, w.newID), listed: map[string]bool{}, named: map[string]bool{}}
		im.reader = newFileReader(o.reading, nil)
		defer im.reader.reader.Close()
		if im.reader.columns, err = intake.ParseColumns(o.columns); err != nil {
			return fault{fmt.Errorf("--column: %w", err), usage}
		}
		if im.reader.columns.Each = o.each; !slices.Contains([]string{"", "turn", "source"}, o.each) {
			return fault{fmt.Errorf("--each %q: turn or source", o.each), usage}
		}
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
		if o.dryRun {
			return im.preview()
		}
		im.report()
		if err := w.syncIndex(ctx, p); err != nil {
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
		table, err := readTable(o.sources)
		if err == nil {
			im.list, err = intake.ReadSources(o.sources, table)
		}
		if err != nil {
			return fault{err, failed}
		}
	}
	if o.participants == "" {
		return nil
	}
	table, err := readTable(o.participants)
	if err != nil {
		return fault{err, failed}
	}
	people, err := intake.ReadParticipants(o.participants, table)
	if err != nil {
		return fault{err, failed}
	}
	return im.apply(ctx, "import "+plural(len(people), "participant")+" from "+filepath.Base(o.participants), im.intake.People(people))
}

// readTable reads a table of crosscase's own.
func readTable(file string) (corpus.Table, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return corpus.Table{}, fmt.Errorf("%s: %w", file, reason(err))
	}
	table, err := format.ReadTable(file, data)
	if err != nil && !errors.Is(err, format.ErrEmpty) { // an empty one lacks its columns, which is said better
		return table, fmt.Errorf("%s: %w", file, err)
	}
	return table, nil
}

// apply makes changes as part of the one step that the whole import is.
func (im *importer) apply(ctx context.Context, what string, changes []edit.Change) error {
	if im.options.dryRun {
		return nil
	}
	n, err := im.project.Apply(ctx, edit.Edit{Coder: im.w.coderName(), At: im.w.now(), What: what, Step: im.step, Changes: changes})
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
			case !format.Supported(path) && path == root:
				_, err := format.Read(path, nil) // which says what is read instead
				im.fail(path, err)
			case !format.Supported(path):
				im.skipped = append(im.skipped, path+": unknown kind of file")
			default:
				im.named[path] = im.named[path] || path == root
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

// A fileRead is a file read, with its speakers found.
type fileRead struct {
	path    string
	imports []intake.Import
	err     error
}

// files imports each file in an edit of its own. Reading runs ahead of storing.
// It stops where the project itself cannot be written.
func (im *importer) files(ctx context.Context, files []string) error {
	// Which labels are names is settled before, so that the order of the files
	// does not matter.
	im.reader.known = im.intake.Known()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	readings := make(chan fileRead, 4)
	go func() {
		defer close(readings)
		for _, f := range files {
			imports, err := im.reader.read(f)
			select {
			case readings <- fileRead{f, imports, err}:
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

// store puts one file into the project. What is wrong with the file is noted as
// a failure; the error is one of the project's.
func (im *importer) store(ctx context.Context, r fileRead) error {
	facts, listed, ok := im.list.For(filepath.ToSlash(r.path))
	switch {
	case ok:
		im.listed[listed] = true
	case len(im.list.Files) > 0 && r.err == nil:
		im.notes = append(im.notes, r.path+": not named in the table of sources, so that only the flags are known of it")
	}
	switch {
	case r.err != nil && !im.named[r.path] && (errors.Is(r.err, errOwnTable) || errors.Is(r.err, format.ErrUnknown) || errors.Is(r.err, coding.ErrInvalid)):
		im.skipped = append(im.skipped, r.path+": "+r.err.Error())
		return nil
	case r.err != nil:
		im.fail(r.path, r.err)
		return nil
	}
	if name := im.intake.Already(r.imports[0].Data); name != "" {
		im.skipped = append(im.skipped, fmt.Sprintf("%s: there already, as %q", r.path, name))
		return nil
	}
	var sources []edit.AddSource
	var all []edit.Change
	for _, i := range r.imports {
		own := i.Facts
		i.Facts = facts.Or(im.facts).Or(own)
		if len(r.imports) > 1 {
			i.Facts.Name = own.Name
		}
		i.Comments = im.options.comments
		source, changes, err := im.intake.Add(i)
		if err != nil {
			im.fail(r.path, err)
			return im.forget(ctx)
		}
		sources, all = append(sources, source), append(all, changes...)
		if im.options.dryRun {
			im.previews = append(im.previews, reading.NewPreview(i, source))
		}
	}
	what := "import " + sources[0].Source.Name
	if len(sources) > 1 {
		what = fmt.Sprintf("import %s from %s", plural(len(sources), "source"), filepath.Base(r.path))
	}
	err := im.apply(ctx, what, all)
	switch {
	case err == nil:
		im.imported = append(im.imported, sources...)
		im.noteReading(r)
		return nil
	case errors.Is(err, coding.ErrConflict), errors.Is(err, coding.ErrInvalid):
		im.fail(r.path, err)
		return im.forget(ctx)
	}
	return fmt.Errorf("import %s: %w", r.path, err)
}

// noteReading notes what a person may want to know of how a file was read.
func (im *importer) noteReading(r fileRead) {
	doc := r.imports[0].Document
	if doc.Encoding != "utf-8" {
		im.notes = append(im.notes, fmt.Sprintf("%s: read as %s; if letters are wrong, undo and say --encoding NAME", r.path, doc.Encoding))
	}
	if n := len(doc.Comments); n > 0 && !im.options.comments {
		im.notes = append(im.notes, fmt.Sprintf("%s: %s left out; --comments keeps them as notes", r.path, plural(n, "comment")))
	}
}

// forget makes the intake know what is stored, after it believed in what was not.
func (im *importer) forget(ctx context.Context) error {
	s, err := im.project.Study(ctx)
	if err == nil {
		im.intake = intake.NewIntake(s, im.w.newID)
	}
	return err
}

// preview shows what would be imported.
func (im *importer) preview() error {
	if im.w.capture != nil {
		im.w.capture.Previews = im.previews
	} else if err := reading.WritePreviews(im.w.stdout, im.previews, im.w.screen); err != nil {
		return err
	}
	im.complain()
	fmt.Fprintf(im.w.stderr, "would import %s; nothing was stored. %d skipped, %d failed.\n", plural(len(im.previews), "source"), len(im.skipped), len(im.failures))
	if len(im.failures) > 0 {
		return fault{fmt.Errorf("%s could not be imported", plural(len(im.failures), "file")), partial}
	}
	return nil
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
	im.complain()
	fmt.Fprintf(im.w.stderr, "%s imported: %s, %s, %s words. %d skipped, %d failed.\n", plural(len(im.imported), "source"),
		plural(turns, "turn"), plural(len(people), "speaker"), thousands(words), len(im.skipped), len(im.failures))
}

// complain says what was skipped, noted and failed.
func (im *importer) complain() {
	for _, list := range []struct {
		what  string
		files []string
	}{{"skipped", im.skipped}, {"note", im.notes}, {"failed", im.failures}} {
		for _, f := range list.files { // names of files may hold anything
			fmt.Fprintf(im.w.stderr, "%-8s %s\n", list.what, report.Visible(f))
		}
	}
}
