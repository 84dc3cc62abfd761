package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/foreign"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/exchange/tidy"
	"crosscase/coding/project"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// exportFunc writes a study to a file or folder.
type exportFunc func(ctx context.Context, p *project.Project, s *coding.Study, to string) error

const exportFormats = `  plain         a folder of plain files (for a FOLDER, where nothing else is said)
  qdpx          REFI-QDA, for NVivo, ATLAS.ti, MAXQDA, QualCoder and others (.qdpx)
  qualcoder     a project of QualCoder's, a folder (.qda)
  taguette      highlights.csv and codebook.csv as Taguette writes them
  html          each source as a page, with stripes and tags in the margin
  docx          each source as a Word document, with a comment for each tag
  markdown      each source and theme as a note, with tags and links, for Obsidian and
                other programs for notes
  annotations   W3C Web Annotations (JSON-LD), with the texts that they are on
  tidy          tables as CSV and Parquet with a data dictionary, and scripts in R and
                Python that make the matrix of them again
`

// exporter is what writes the format that is meant.
func (w *env) exporter(o exportFlags) (exportFunc, error) {
	switch {
	case o.to == "" && o.archive == "":
		return nil, fault{errors.New("export: where to? give --to FOLDER, --to FILE.qdpx or --archive FILE.zip"), usage}
	case o.archive != "" && o.to+o.format+o.program != "":
		return nil, fault{errors.New("export: --archive goes without --to, --format and --for"), usage}
	case o.archive == "" && o.withoutSources:
		return nil, fault{errors.New("export: --without-sources goes with --archive"), usage}
	case o.archive != "":
		return w.exportArchive(o), nil
	}
	format := strings.ToLower(o.format)
	if format == "" {
		format = map[string]string{".qdpx": "qdpx", ".qda": "qualcoder"}[strings.ToLower(filepath.Ext(o.to))]
	}
	if format == "" {
		format = "plain"
	}
	if o.program != "" && format != "qdpx" {
		return nil, fault{fmt.Errorf("export: --for names the program that a .qdpx is for; %s is not a .qdpx", o.to), usage}
	}
	switch format {
	case "plain":
		return w.export, nil
	case "qdpx":
		profile := refi.Standard
		if o.program != "" {
			var err error
			if profile, err = refi.ParseProfile(o.program); err != nil {
				return nil, fault{fmt.Errorf("--for: %w", err), usage}
			}
		}
		return func(ctx context.Context, p *project.Project, s *coding.Study, to string) error {
			return w.exportQDPX(ctx, p, s, to, profile)
		}, nil
	case "qualcoder":
		return w.exportQualCoder, nil
	case "taguette":
		return w.exportFolder(exchange.Taguette), nil
	case "annotations":
		return w.exportFolder(exchange.Annotations), nil
	case "tidy":
		return w.exportFolder(tidyFiles), nil
	case "html", "docx", "markdown":
		f, err := report.ParseFormat(format)
		if err != nil {
			return nil, err
		}
		return w.exportFolder(func(ctx context.Context, c exchange.Contents) ([]exchange.File, error) { return markedFiles(ctx, c, f) }), nil
	}
	return nil, fault{fmt.Errorf("export: --format %q: there is none of that name; formats are\n%s", o.format, strings.TrimRight(exportFormats, "\n")), usage}
}

// notThere refuses to write over a file.
func notThere(to string) error {
	if _, err := os.Stat(to); err == nil {
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "export: %s is there already", to), "name another file, or remove it first")
	}
	return nil
}

// newFolder refuses a folder that holds something.
func newFolder(to string) error {
	entries, err := os.ReadDir(to)
	switch {
	case err == nil && len(entries) > 0:
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "export: %s is there already, and not empty", to), "name another folder")
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "export: %s is there already, and no folder", to), "name a folder")
	}
	return os.MkdirAll(to, 0o700)
}

func contents(p *project.Project, s *coding.Study) exchange.Contents {
	return exchange.Contents{Study: s, Texts: p, Original: p.Original}
}

// exportFolder writes files into a new folder.
func (w *env) exportFolder(make func(ctx context.Context, c exchange.Contents) ([]exchange.File, error)) exportFunc {
	return func(ctx context.Context, p *project.Project, s *coding.Study, to string) error {
		if err := newFolder(to); err != nil {
			return err
		}
		files, err := make(ctx, contents(p, s))
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		for _, f := range files {
			name := filepath.Join(to, filepath.FromSlash(f.Name))
			if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
				return fmt.Errorf("export: %w", err)
			}
			if err := os.WriteFile(name, f.Data, 0o600); err != nil {
				return fmt.Errorf("export: %w", err)
			}
		}
		fmt.Fprintf(w.stderr, "%s of %s written to %s\n", plural(len(files), "file"), plural(len(s.Sources), "source"), to)
		return nil
	}
}

func tidyFiles(ctx context.Context, c exchange.Contents) ([]exchange.File, error) {
	tables, err := tidy.Tables(ctx, c.Study, c.Texts, true)
	if err != nil {
		return nil, err
	}
	return tidy.Files(c.Study.Title, tables)
}

// markedFiles are the sources with what is marked in them.
func markedFiles(ctx context.Context, c exchange.Contents, f report.Format) (files []exchange.File, err error) {
	s := c.Study
	var names, themes []string
	for _, src := range s.Sources {
		names = append(names, src.Name)
	}
	for _, t := range s.Themes {
		themes = append(themes, s.Path(t.ID))
	}
	ending := map[report.Format]string{report.HTML: ".html", report.DOCX: ".docx", report.Markdown: ".md"}[f]
	sources, notes := exchange.FileNames(names, ""), exchange.FileNames(themes, "")
	note := map[coding.ThemeID]string{}
	for i, t := range s.Themes {
		note[t.ID] = "themes/" + notes[i]
	}
	bodies := map[corpus.TextID]string{}
	file := map[corpus.SourceID]string{}
	for i, src := range s.Sources {
		t, err := c.Texts.Text(ctx, src.Text)
		if err != nil {
			return nil, err
		}
		bodies[src.Text] = t.Body
		m := &report.Marked{Study: s, Source: src, Body: t.Body, File: func(t coding.ThemeID) string { return note[t] }}
		file[src.ID] = sources[i]
		if f == report.Markdown {
			file[src.ID] = "sources/" + sources[i]
		}
		var b bytes.Buffer
		if err := m.Write(&b, f); err != nil {
			return nil, fmt.Errorf("%s: %w", src.Name, err)
		}
		files = append(files, exchange.File{Name: file[src.ID] + ending, Data: b.Bytes()})
	}
	switch f {
	case report.HTML:
		var b bytes.Buffer
		if err := report.MarkedIndex(&b, s, func(id corpus.SourceID) string { return file[id] + ending }); err != nil {
			return nil, err
		}
		files = append(files, exchange.File{Name: "index.html", Data: b.Bytes()})
	case report.Markdown:
		for _, t := range s.Themes {
			var b bytes.Buffer
			if err := report.ThemeNote(&b, s, t, bodies, func(id corpus.SourceID) string { return file[id] }); err != nil {
				return nil, err
			}
			files = append(files, exchange.File{Name: note[t.ID] + ".md", Data: b.Bytes()})
		}
	}
	return files, nil
}

func (w *env) exportQualCoder(ctx context.Context, p *project.Project, s *coding.Study, to string) error {
	if err := newFolder(to); err != nil {
		return err
	}
	lost, err := foreign.WriteQualCoder(ctx, contents(p, s), to)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	fmt.Fprintf(w.stderr, "%s with %s written to %s\n", plural(len(s.Sources), "source"), plural(len(s.Tags), "coding"), to)
	w.exportReport(&exchange.Report{Lost: lost})
	return nil
}

func (w *env) exportQDPX(ctx context.Context, p *project.Project, s *coding.Study, to string, profile refi.Profile) error {
	if err := notThere(to); err != nil {
		return err
	}
	doc, files, r, err := exchange.Export(ctx, contents(p, s), profile, "crosscase "+version())
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	replaced := 0
	step, end := w.bar(ctx, "writing")
	for i, f := range files {
		data := f.Data
		files[i].Data = func() ([]byte, error) {
			if step != nil {
				step(i, len(files))
			}
			return data()
		}
	}
	err = w.writeFile(to, func(out io.Writer) (err error) {
		replaced, err = refi.WritePackage(out, doc, files)
		return err
	})
	end()
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	fmt.Fprintf(w.stderr, "%s with %s written to %s, for %s\n", plural(r.Counts["sources"], "source"), plural(r.Counts["codings"], "coding"), to, profile.Title)
	if replaced > 0 {
		fmt.Fprintf(w.stderr, "%s that XML cannot hold became \ufffd\n", plural(replaced, "control character"))
	}
	w.exportReport(r)
	if profile.Name == refi.Standard.Name && r.Astral > 0 {
		fmt.Fprintf(w.stderr, "%s letters beyond U+FFFF, as emoji, which programs count differently; --for PROGRAM writes it for one of them\n", map[bool]string{true: "a coded text has", false: plural(r.Astral, "coded text") + " have"}[r.Astral == 1])
	}
	return nil
}

// exportReport says what a file has no place for.
func (w *env) exportReport(r *exchange.Report) {
	list := func(title string, all []refi.Problem) {
		if len(all) == 0 {
			return
		}
		fmt.Fprintln(w.stderr, title)
		for _, p := range all {
			line := fmt.Sprintf("  %5s  %s", thousands(p.Count), p.What)
			if p.Example != "" {
				line += " (" + p.Example + ")"
			}
			fmt.Fprintln(w.stderr, report.Visible(line))
		}
	}
	list("otherwise there than here:", r.Changed)
	list("in crosscase.json beside the project, which crosscase alone reads:", r.Kept)
	list("left out or changed, since the format has no place for it:", r.Lost)
}
