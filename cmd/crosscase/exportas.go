package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/project"
)

// exportFunc writes a study to a file or folder.
type exportFunc func(ctx context.Context, p *project.Project, s *coding.Study, to string) error

const exportFormats = `  plain         a folder of plain files (what a folder gets where nothing is said)
  qdpx          REFI-QDA, for NVivo, ATLAS.ti, MAXQDA, QualCoder and others
`

// exporter is what writes the format that is meant.
func (w *world) exporter(o exportFlags) (exportFunc, error) {
	format := strings.ToLower(o.format)
	if format == "" {
		format = map[string]string{".qdpx": "qdpx"}[strings.ToLower(filepath.Ext(o.to))]
	}
	if format == "" {
		format = "plain"
	}
	if o.program != "" && format != "qdpx" {
		return nil, fault{fmt.Errorf("export: --for says for which program a .qdpx is; %s is none", o.to), usage}
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

func contents(p *project.Project, s *coding.Study) exchange.Contents {
	return exchange.Contents{Study: s, Texts: p, Original: p.Original}
}

func (w *world) exportQDPX(ctx context.Context, p *project.Project, s *coding.Study, to string, profile refi.Profile) error {
	if err := notThere(to); err != nil {
		return err
	}
	doc, files, r, err := exchange.Give(ctx, contents(p, s), profile, "crosscase "+version())
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	replaced := 0
	step, end := w.bar(ctx, "writing")
	defer end()
	for i, f := range files {
		data := f.Data
		files[i].Data = func() ([]byte, error) {
			if step != nil {
				step(i, len(files))
			}
			return data()
		}
	}
	if err := writeFile(to, func(out io.Writer) (err error) {
		replaced, err = refi.WritePackage(out, doc, files)
		return err
	}); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	end()
	fmt.Fprintf(w.stderr, "%s with %s written to %s, for %s\n", plural(r.Counts["sources"], "source"), plural(r.Counts["codings"], "coding"), to, profile.Title)
	if replaced > 0 {
		fmt.Fprintf(w.stderr, "%s that XML cannot hold became \ufffd\n", plural(replaced, "control character"))
	}
	w.exportReport(r, profile)
	return nil
}

// exportReport says what the file has no place for.
func (w *world) exportReport(r *exchange.Report, profile refi.Profile) {
	list := func(title string, all []refi.Problem) {
		if len(all) == 0 {
			return
		}
		fmt.Fprintln(w.stderr, title)
		for _, p := range all {
			fmt.Fprintf(w.stderr, "  %5s  %s\n", thousands(p.Count), p.What)
		}
	}
	list("otherwise there than here:", r.Changed)
	list("in crosscase.json beside the project, which crosscase alone reads:", r.Kept)
	list("left out, since the format has no place for it:", r.Lost)
	if profile.Name == refi.Standard.Name && r.Astral > 0 {
		fmt.Fprintf(w.stderr, "%s hold letters beyond U+FFFF, as emoji, which programs count differently; --for NAME writes it for one of them\n", plural(r.Astral, "coded text"))
	}
}
