package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/foreign"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/exchange/tidy"
	"crosscase/coding/report"
)

// ExportFormats lists what a study can be exported as, for help.
const ExportFormats = `  plain         a folder of plain files (for a FOLDER, where nothing else is said)
  qdpx          REFI-QDA, for NVivo, ATLAS.ti, MAXQDA, QualCoder and others (.qdpx)
  qualcoder     a project of QualCoder's, a folder (.qda)
  taguette      a project of Taguette's (.sqlite3); in a FOLDER, highlights.csv and
                codebook.csv as Taguette writes them
  qc            a project of qualitative-coding's (qc), a folder
  html          each source as a page, with stripes and tags in the margin
  docx          each source as a Word document, with a comment for each tag
  markdown      each source and theme as a note, with tags and links, for Obsidian and
                other programs for notes
  annotations   W3C Web Annotations (JSON-LD), with the texts that they are on
  tidy          tables as CSV and Parquet with a data dictionary, and scripts in R and
                Python that make the matrix of them again
`

// ExportOptions say what to write, and where.
type ExportOptions struct {
	To             string // a folder or a file
	Format         string // a name of [ExportFormats], "" for what To ends in
	Archive        string // a file for a data repository, in the place of the others
	WithoutSources bool   // of an archive: no words of sources
	Program        string // that a .qdpx is for, "" for any
	Pseudonyms     string // table of names that are replaced, a file; "" for none

	// Create writes a file whole or not at all; folders do without.
	Create   func(file string, write func(io.Writer) error) error
	Progress func(done, of int)
}

// Exported is what was written.
type Exported struct {
	To                      string
	Format                  string // archive, or a name of [ExportFormats]
	Files, Sources, Codings int
	Unplaced                int              // passages left out of plain files, whose words were corrected since
	OtherTurns              []string         // names of sources whose turns are others in plain files
	Profile                 refi.Profile     // of a .qdpx
	Controls                int              // characters that a .qdpx cannot hold
	Report                  *exchange.Report // what a format has no place for; nil for one that has all
	Withheld                []string         // from an archive
	Masked                  bool             // names were replaced
	Names                   Pseudonymised    // what came of replacing names
}

// Check returns an error that wraps [coding.ErrInvalid] where options make no sense.
func (o ExportOptions) Check() error {
	_, err := o.exporter()
	return err
}

// An export is a study on its way into files.
type export struct {
	*Session
	study   *coding.Study // as the coder sees it
	options ExportOptions
	out     Exported
	made    string // the folder that was made for it with all that it holds; of a folder that was there and empty, ""
	filled  string // the folder that it writes into
}

// An exporter writes a study, and keeps what was written.
type exporter func(ctx context.Context, x *export) error

// exporter is what writes the format that is meant.
func (o ExportOptions) exporter() (exporter, error) {
	switch {
	case o.To == "" && o.Archive == "":
		return nil, coding.Errorf(coding.ErrInvalid, "export: where to? give --to FOLDER, --to FILE.qdpx or --archive FILE.zip")
	case o.Archive != "" && o.To+o.Format+o.Program != "":
		return nil, coding.Errorf(coding.ErrInvalid, "export: --archive goes without --to, --format and --for")
	case o.Archive == "" && o.WithoutSources:
		return nil, coding.Errorf(coding.ErrInvalid, "export: --without-sources goes with --archive")
	case o.Archive != "":
		return exportArchive, nil
	}
	format := o.format()
	if o.Format == "" && format == "plain" && looksLikeFile(o.To) {
		err := wrongEnding("to", o.To, slices.Sorted(maps.Keys(exporters)), slices.Sorted(maps.Keys(exportEndings)))
		return nil, coding.WithHint(err, "%s; for a folder of this name, end it in a slash", coding.Hint(err))
	}
	if o.Program != "" && format != "qdpx" {
		return nil, coding.Errorf(coding.ErrInvalid, "export: --for names the program that a .qdpx is for; %s is not a .qdpx", o.To)
	}
	write, ok := exporters[format]
	if !ok {
		return nil, coding.Errorf(coding.ErrInvalid, "export: --format %q: there is none of that name; formats are\n%s",
			o.Format, strings.TrimRight(ExportFormats, "\n"))
	}
	if _, err := o.profile(); err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "--for: %w", err)
	}
	return write, nil
}

// format is the name of the format that is meant.
func (o ExportOptions) format() string {
	if o.Format != "" {
		return strings.ToLower(o.Format)
	}
	return cmp.Or(exportEndings[strings.ToLower(filepath.Ext(o.To))], "plain")
}

// exportEndings are the formats that the endings of names mean; other names are those of
// folders.
var exportEndings = map[string]string{".qdpx": "qdpx", ".qda": "qualcoder", taguetteEnding: "taguette"}

// taguetteEnding is what the name of a project of Taguette's ends in.
const taguetteEnding = ".sqlite3"

// looksLikeFile tells whether a name that is new is rather a file's than a folder's: its
// ending is a word, as in study.docx, and not a year or a number as in study.2024.
func looksLikeFile(name string) bool {
	ending := strings.TrimPrefix(filepath.Ext(name), ".")
	for i, r := range ending {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	if ending == "" || filepath.Base(name) == "."+ending { // a slash at the end leaves no ending
		return false
	}
	info, err := os.Stat(name)
	return err != nil || !info.IsDir()
}

// profile is the program that a .qdpx is for.
func (o ExportOptions) profile() (refi.Profile, error) {
	if o.Program == "" {
		return refi.Standard, nil
	}
	return refi.ParseProfile(o.Program)
}

// exporters are what writes each format.
var exporters = map[string]exporter{
	"plain":       exportPlain,
	"qdpx":        exportQDPX,
	"qualcoder":   exportForeign(foreign.WriteQualCoder),
	"qc":          exportForeign(foreign.WriteQC),
	"taguette":    exportTaguette,
	"annotations": exportFolder(exchange.Annotations),
	"tidy":        exportFolder(tidyFiles),
	"html":        exportFolder(markedFiles(report.HTML)),
	"docx":        exportFolder(markedFiles(report.DOCX)),
	"markdown":    exportFolder(markedFiles(report.Markdown)),
}

// Export writes the study, as the coder sees it, into a new file or folder. With
// pseudonyms it writes what [Session.Pseudonymise] would leave of it. The error wraps
// [coding.ErrInvalid] where options make no sense, and [coding.ErrConflict] where there is
// something already.
func (s *Session) Export(ctx context.Context, o ExportOptions) (Exported, error) {
	write, err := o.exporter()
	if err != nil {
		return Exported{}, err
	}
	x := &export{Session: s, study: s.Seen(), options: o, out: Exported{To: o.To, Format: o.format()}}
	if o.Archive != "" {
		x.out.To, x.out.Format = o.Archive, "archive"
	}
	if o.Pseudonyms == "" {
		return x.out, x.write(ctx, write)
	}
	mask, err := ReadMask(o.Pseudonyms)
	if err != nil {
		return x.out, err
	}
	x.out.Names, err = s.Masked(ctx, mask, func(masked *Session) error {
		x.Session, x.study = masked, masked.Seen()
		return x.write(ctx, write)
	})
	x.out.Masked = err == nil
	return x.out, err
}

// write exports, or leaves nothing behind: half a folder would be taken for the export,
// and stand in the way of the next try.
func (x *export) write(ctx context.Context, do exporter) error {
	err := do(ctx, x)
	if err == nil || x.filled == "" {
		return err
	}
	if x.made != "" {
		return errors.Join(err, os.RemoveAll(x.made))
	}
	entries, failed := os.ReadDir(x.filled)
	for _, e := range entries {
		failed = errors.Join(failed, os.RemoveAll(filepath.Join(x.filled, e.Name())))
	}
	return errors.Join(err, failed)
}

// notThere refuses to write over a file.
func notThere(to string) error {
	if _, err := os.Stat(to); err == nil {
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "export: %s is there already", to), "name another file, or remove it first")
	}
	return nil
}

// folder makes the folder that is written into, and has do fill it; one that holds something
// is refused. Nothing is in it before all is on the disk.
func (x *export) folder(do func(inside string) error) error {
	to := x.out.To
	durable.Sweep(to)
	entries, err := os.ReadDir(to)
	switch {
	case err == nil && len(entries) > 0:
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "export: %s is there already, and not empty", to), "name another folder")
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "export: %s is there already, and no folder", to), "name a folder")
	}
	x.filled, x.made = to, firstMissing(to)
	err = os.MkdirAll(to, 0o700)
	if err == nil {
		err = durable.Fill(to, do)
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// firstMissing is the uppermost folder on the way to a folder that is not there, "" where
// all are.
func firstMissing(folder string) (missing string) {
	for {
		if _, err := os.Lstat(folder); !errors.Is(err, os.ErrNotExist) {
			return missing
		}
		missing, folder = folder, filepath.Dir(folder)
	}
}

// contents are what exchange writes.
func (x *export) contents() exchange.Contents {
	return exchange.Contents{Study: x.study, Texts: x.Project, Original: x.Project.Original}
}

// exportFolder writes files into a new folder.
func exportFolder(files func(ctx context.Context, c exchange.Contents) ([]exchange.File, error)) exporter {
	return func(ctx context.Context, x *export) error {
		return x.folder(func(inside string) error {
			all, err := files(ctx, x.contents())
			if err != nil {
				return err
			}
			for _, f := range all {
				name := filepath.Join(inside, filepath.FromSlash(f.Name))
				if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
					return err
				}
				if err := os.WriteFile(name, f.Data, 0o600); err != nil {
					return err
				}
			}
			x.out.Files, x.out.Sources = len(all), len(x.study.Sources)
			return nil
		})
	}
}

func tidyFiles(ctx context.Context, c exchange.Contents) ([]exchange.File, error) {
	tables, err := tidy.Tables(ctx, c.Study, c.Texts, true)
	if err != nil {
		return nil, err
	}
	return tidy.Files(c.Study.Title, tables)
}

// A foreignWriter makes a project of another program's at a path. It returns how many tags
// are in it, and what the program has no place for.
type foreignWriter func(ctx context.Context, c exchange.Contents, at string) (codings int, lost []refi.Problem, err error)

// exportForeign writes a project of another program's that is a folder.
func exportForeign(write foreignWriter) exporter {
	return func(ctx context.Context, x *export) error {
		return x.folder(func(inside string) error {
			codings, lost, err := write(ctx, x.contents(), inside)
			x.out.Sources, x.out.Codings, x.out.Report = len(x.study.Sources), codings, &exchange.Report{Lost: lost}
			return err
		})
	}
}

// exportTaguette writes a project of Taguette's into a file, and tables into a folder.
func exportTaguette(ctx context.Context, x *export) error {
	if !strings.EqualFold(filepath.Ext(x.out.To), taguetteEnding) {
		return exportFolder(exchange.Taguette)(ctx, x)
	}
	if err := notThere(x.out.To); err != nil {
		return err
	}
	folder, err := durable.Folder()
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	made := filepath.Join(folder, "project"+taguetteEnding)
	codings, lost, err := foreign.WriteTaguette(ctx, x.contents(), made)
	if err == nil {
		err = x.options.Create(x.out.To, func(out io.Writer) error { return copyFile(out, made) })
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	x.out.Sources, x.out.Codings, x.out.Report = len(x.study.Sources), codings, &exchange.Report{Lost: lost}
	return nil
}

// copyFile writes the bytes of a file.
func copyFile(out io.Writer, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(out, f)
	return err
}

func exportQDPX(ctx context.Context, x *export) (err error) {
	if err := notThere(x.out.To); err != nil {
		return err
	}
	if x.out.Profile, err = x.options.profile(); err != nil {
		return err
	}
	doc, files, r, err := exchange.Export(ctx, x.contents(), x.out.Profile, "crosscase "+x.Version)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	for i, f := range files {
		data := f.Data
		files[i].Data = func() ([]byte, error) {
			x.progress(i, len(files))
			return data()
		}
	}
	err = x.options.Create(x.out.To, func(out io.Writer) (err error) {
		x.out.Controls, err = refi.WritePackage(out, doc, files)
		return err
	})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	x.out.Sources, x.out.Codings, x.out.Report = r.Counts["sources"], r.Counts["codings"], r
	return nil
}

// progress tells who listens how far it is.
func (x *export) progress(done, of int) {
	if x.options.Progress != nil {
		x.options.Progress(done, of)
	}
}
