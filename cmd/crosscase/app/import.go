package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// ImportOptions say which files to import, and what is known of them.
type ImportOptions struct {
	Paths        []string // files and folders
	Sources      string   // a table of sources, a file; "" for none
	Participants string   // a table of participants, a file; "" for none
	Facts        intake.Facts
	Reading      Reading
	Comments     bool   // documents' comments become notes
	DryRun       bool   // nothing is stored
	LeftOut      bool   // what was left out of the files is listed
	Folder       string // that is no part of names, as it is made for the import; "" for none
	Progress     func(done, of int)
}

// TablesIn are the tables of sources and of participants in a folder, which are known by
// their names; "" where there is none.
func TablesIn(folder string) (sources, participants string) {
	find := func(name string) string {
		for _, ending := range []string{".csv", ".tsv", ".xlsx"} {
			file := filepath.Join(folder, name+ending)
			if _, err := os.Stat(file); err == nil {
				return file
			}
		}
		return ""
	}
	return find("sources"), find("participants")
}

// Imported is what came of an import. Whether a file could be imported is said file by
// file; one that could not does not stop the others.
type Imported struct {
	Done
	intake.Outcome
	Previews []reading.Preview // of the sources that would come in, from a dry run
	LeftOut  *report.Grid      // what was left out of each file; nil unless that was asked for
}

// Import imports files, each whole or not at all, in one step of the log. The search
// index is left as it was ([Session.SyncIndex]).
//
// The error wraps [coding.ErrInvalid] for options that make no sense, is a [FileError] for
// tables that do not, or is one of the project's. Where it comes after the first file was
// looked at, what was done until then is returned beside it.
func (s *Session) Import(ctx context.Context, o ImportOptions) (imported *Imported, err error) {
	if err := o.Reading.check(); err != nil {
		return nil, err
	}
	im := &importer{session: s, options: o, batch: intake.NewBatch(s.Study, s.NewID), named: map[string]bool{}}
	if im.batch.Kept, err = im.kept(ctx); err != nil {
		return nil, err
	}
	people, err := im.tables()
	if err != nil {
		return nil, err
	}
	files := im.collect()
	if o.Facts.Name != "" && len(files) > 1 {
		return nil, coding.Errorf(coding.ErrInvalid, "--name names one source, but there are several files")
	}
	if people != nil {
		what := "import " + coding.Count(len(people), "participant") + " from " + filepath.Base(o.Participants)
		if err := im.apply(ctx, what, im.batch.People(people)); err != nil {
			return nil, err
		}
	}
	if err = im.files(ctx, files); err == nil {
		im.batch.Missing()
	}
	im.done.Outcome = im.batch.Outcome()
	return &im.done, err
}

// kept is what the batch is told of the project.
func (im *importer) kept(ctx context.Context) (k intake.Kept, err error) {
	k = intake.Kept{Place: im.place, Earlier: map[string]string{}, Body: func(id corpus.TextID) (string, error) {
		text, err := im.session.Texts.Text(ctx, id)
		return text.Body, err
	}}
	ids := slices.Compact(slices.Sorted(maps.Values(im.session.Study.Earlier)))
	files, err := im.session.Project.ImportedFiles(ctx, ids)
	for id, file := range files {
		if src := im.session.Study.Source(id); src != nil {
			for _, sum := range file.Earlier {
				k.Earlier[sum] = src.Name
			}
		}
	}
	return k, err
}

// place says where a file is, seen from the folder of the project, in a way that names nobody;
// "" for files in a folder that is made for the import.
func (im *importer) place(file string) string {
	if im.options.Folder != "" {
		return ""
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	project, err := filepath.Abs(im.session.Project.Path())
	if err != nil {
		return ""
	}
	if rel, err := filepath.Rel(filepath.Dir(project), abs); err == nil { // on the same disk
		abs = rel
	}
	sum := sha256.Sum256([]byte(filepath.ToSlash(abs)))
	return hex.EncodeToString(sum[:])
}

// An importer brings files into a project, one after the other.
type importer struct {
	session *Session
	options ImportOptions
	batch   *intake.Batch
	speak   intake.SpeakersElsewhere
	named   map[string]bool // files that were named, not met in a folder
	done    Imported
}

// tables reads the tables of sources and participants; nothing is imported where one is
// wrong.
func (im *importer) tables() (people []corpus.Person, err error) {
	im.batch.Facts, im.batch.Comments, im.batch.Decided = im.options.Facts, im.options.Comments, im.options.Reading.Decisions
	if file := im.options.Sources; file != "" {
		table, err := ReadTable(file)
		if err != nil {
			return nil, err
		}
		if im.batch.List, err = intake.ReadSources(file, table); err != nil {
			return nil, FileError{err}
		}
	}
	file := im.options.Participants
	if file == "" {
		return nil, nil
	}
	table, err := ReadTable(file)
	if err != nil {
		return nil, err
	}
	if people, err = intake.ReadParticipants(file, table); err != nil {
		return nil, FileError{err}
	}
	return people, nil
}

// collect lists the files to read below the paths, in order.
func (im *importer) collect() (files []string) {
	for _, root := range im.options.Paths {
		filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			name := filepath.ToSlash(path)
			switch {
			case err != nil:
				if errors.Is(err, fs.ErrNotExist) && path == root {
					err = missing(path, err)
				}
				im.batch.Fail(name, Reason(err))
				if d != nil && d.IsDir() {
					return fs.SkipDir
				}
			case d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || ofProject(d.Name())):
				return fs.SkipDir
			case d.IsDir() || im.isTable(path) || path != root && ofProject(d.Name()):
			case im.batch.Meet(name, path == root):
				im.named[name] = im.named[name] || path == root
				files = append(files, name)
			}
			return nil
		})
	}
	return files
}

// isTable tells whether a file is one of the tables that say what is known of the others.
func (im *importer) isTable(path string) bool {
	return slices.ContainsFunc([]string{im.options.Sources, im.options.Participants}, func(t string) bool { return t != "" && same(t, path) })
}

func same(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// files imports each file in an edit of its own. Reading runs ahead of storing. Files with
// labels that may be speakers wait until it is known who speaks in the others. It stops where
// the project itself cannot be written.
func (im *importer) files(ctx context.Context, files []string) error {
	reader, end := im.options.Reading.reader(im.batch.Known())
	defer end()
	im.speak.NoteSources(im.session.Study, im.session.Study.Sources)
	reader.Names = im.batch.Names(files, im.full)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	read := make(chan intake.File, 4)
	go func() {
		defer close(read)
		for _, name := range files {
			select {
			case read <- im.read(reader, name):
			case <-ctx.Done():
				return
			}
		}
	}()
	n := 0
	store := func(f intake.File) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := im.store(ctx, f); err != nil {
			return err
		}
		if n++; im.options.Progress != nil {
			im.options.Progress(n, len(files))
		}
		return nil
	}
	var late waiting
	for f := range read {
		if len(files) > 1 && late.hold(f) {
			continue
		}
		im.note(f)
		if err := store(f); err != nil {
			return err
		}
	}
	for _, f := range late.files {
		im.note(f)
	}
	for _, f := range late.files {
		if err := store(im.again(reader, f)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Files that wait to be looked at again are held in memory up to so many bytes; the others are
// read again.
const mostWaiting = 32 << 20

// waiting are files with labels that may be speakers.
type waiting struct {
	files []intake.File
	bytes int
}

// hold keeps a file if it has such a label; of what is too much, only its labels.
func (w *waiting) hold(f intake.File) bool {
	if f.Err != nil || len(f.Imports) != 1 || !f.Imports[0].Doubtful() {
		return false
	}
	if n := len(f.Imports[0].Data) + 2*len(f.Imports[0].Document.Body); w.bytes+n <= mostWaiting {
		w.bytes += n
	} else {
		f.Imports = []intake.Import{{Labels: f.Imports[0].Labels}}
	}
	w.files = append(w.files, f)
	return true
}

// note notes who speaks in a file.
func (im *importer) note(f intake.File) {
	for _, i := range f.Imports {
		im.speak.Note(i)
	}
}

// again finds anew who speaks in a file that waited, with what the other files tell.
func (im *importer) again(reader *intake.Reader, f intake.File) intake.File {
	i := f.Imports[0]
	if im.speak.Settles(i) {
		reader.Elsewhere = im.speak.Than(i)
	} else {
		reader.Elsewhere = nil
	}
	switch {
	case i.File == "":
		return im.read(reader, f.Name)
	case reader.Elsewhere != nil:
		i, f.Err = reader.Again(i)
		f.Imports = []intake.Import{i}
	}
	return f
}

// full is the path of a file with all folders that may be part of a source's name.
func (im *importer) full(file string) string {
	if im.options.Folder != "" {
		if rel, err := filepath.Rel(im.options.Folder, file); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	if abs, err := filepath.Abs(file); err == nil {
		return filepath.ToSlash(abs)
	}
	return file
}

func (im *importer) read(reader *intake.Reader, name string) intake.File {
	f := intake.File{Name: name, Named: im.named[name]}
	data, err := readFile(name)
	if err == nil {
		f.Imports, err = reader.Read(name, data)
	}
	f.Err = err
	return f
}

// store puts one file into the project. What is wrong with the file is part of the
// outcome; the error is one of the project's.
func (im *importer) store(ctx context.Context, f intake.File) error {
	plan, ok := im.batch.Plan(f)
	if !ok {
		return nil
	}
	err := im.apply(ctx, plan.What, plan.Changes)
	switch {
	case err == nil:
		im.batch.Done(plan)
		for n, i := range plan.Imports {
			im.leftOut(f.Name, i)
			if im.options.DryRun {
				p := reading.NewPreview(i, plan.Sources[n])
				p.Labels, p.Sentences = im.batch.Labels(plan, n)
				im.done.Previews = append(im.done.Previews, p)
			}
		}
		return nil
	case !errors.Is(err, coding.ErrConflict) && !errors.Is(err, coding.ErrInvalid):
		return fmt.Errorf("import %s: %w", f.Name, err)
	}
	now, studyErr := im.session.Project.Study(ctx)
	if studyErr == nil {
		im.batch.Refused(plan, err, now)
	}
	return studyErr
}

// leftOut lists what was left out of a file, where that is asked for.
func (im *importer) leftOut(file string, i intake.Import) {
	if !im.options.LeftOut {
		return
	}
	if im.done.LeftOut == nil {
		im.done.LeftOut = &report.Grid{Title: "Left out", Head: []string{"file", "where", "what", "text"},
			Empty: noWordsLeftOut}
	}
	for _, row := range leftOutTable("", i.Document.LeftOut).Rows {
		im.done.LeftOut.Rows = append(im.done.LeftOut.Rows, append([]any{file}, row...))
	}
}

// apply makes changes as part of the one step that the whole import is.
func (im *importer) apply(ctx context.Context, what string, changes []edit.Change) error {
	if im.options.DryRun {
		return nil
	}
	s := im.session
	n, err := s.Project.Apply(ctx, edit.Edit{Coder: s.Coder, At: s.Now(), What: what, Step: im.done.Step, Changes: changes})
	if im.done.Step == 0 {
		im.done.Done = Done{Step: n, What: what}
	}
	return err
}
