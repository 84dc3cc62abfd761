package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/project"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

func newRun(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "run ANALYSIS.yaml",
		Short: "Write all results that an analysis file names: tables, pictures and reports",
		Long: `Write all results that a file names, so that an analysis can be done again as it was:

  folder: results             # beside the file; that is also the default
  filters:
    police:                   # filters under a name, as the flags are called
      organisation: [Northmoor Police, Eastmarch Police]
      type: interview
  results:
    - write: themes.xlsx      # a file for each; its ending is the format
      command: matrix
      filter: police          # one or more of those above
      cell: rate              # all else are flags of the command
    - write: cases.svg
      command: compare
      arguments: [Joint records system, Shared control room]
    - write: report.html
      command: report

` + report.Wrap("Commands are those that only read: "+strings.Join(readers(), ", ")+".", 84) + `

results.json says what was written, from which state of the project and with which
version. The same state gives the same files, byte for byte. Everything is written,
or nothing where one of them fails.`,
		Example: `  crosscase run analysis.yaml`,
		Args:    arguments("ANALYSIS.yaml"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error { return runAnalysis(c.Context(), w, p, s, args[0]) })
		},
	}
}

// An analysisFile is what an analysis file says.
type analysisFile struct {
	Folder  string                    `yaml:"folder"`
	Filters map[string]map[string]any `yaml:"filters"`
	Results []map[string]any          `yaml:"results"`
}

var noField = regexp.MustCompile(`field (\S+) not found in type \S+`)

// wrongYAML says what is wrong with a file in words that name no type of ours.
func wrongYAML(err error) string {
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "yaml: "), "construct errors:")
	return noField.ReplaceAllString(strings.Join(strings.Fields(text), " "), "$1: there is no such setting")
}

// listings are the commands besides analyses that an analysis file may run: they change
// nothing.
var listings = []string{"case list", "codebook export", "coder list", "links", "memo list", "organisation list", "participant list", "passages", "progress",
	"report", "search", "source list", "summary list", "theme list"}

// readers are all commands that an analysis file may run, by the alphabet.
func readers() []string {
	all := slices.Clone(listings)
	for _, a := range analysis.All() {
		all = append(all, a.Name)
	}
	slices.Sort(all)
	return all
}

func runAnalysis(ctx context.Context, w *env, p *project.Project, s *coding.Study, file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var a analysisFile
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&a); err != nil && !errors.Is(err, io.EOF) {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: %s", file, wrongYAML(err)), "crosscase run --help shows such a file")
	}
	if len(a.Results) == 0 {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: names no results", file), "crosscase run --help shows such a file")
	}
	folder := filepath.Join(filepath.Dir(file), filepath.FromSlash(a.Folder))
	if a.Folder != "" && !filepath.IsLocal(filepath.FromSlash(a.Folder)) {
		return coding.Errorf(coding.ErrInvalid, "%s: folder %q: is not below the folder of the file", file, a.Folder)
	}
	temporary, err := os.MkdirTemp("", "crosscase-run-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	var lines []resultLine
	for i, r := range a.Results {
		line, err := a.write(ctx, w, p, s, temporary, r)
		if err != nil {
			return fmt.Errorf("%s: result %d: %w", file, i+1, err)
		}
		if slices.ContainsFunc(lines, func(l resultLine) bool { return l.File == line.File }) {
			return coding.Errorf(coding.ErrInvalid, "%s: result %d: %s is written by another one already", file, i+1, line.File)
		}
		lines = append(lines, line)
	}
	if err := w.writeStamp(ctx, filepath.Join(temporary, "results.json"), p, s, file, data, lines); err != nil {
		return err
	}
	if err := w.moveAll(temporary, folder); err != nil {
		return err
	}
	for _, l := range lines {
		fmt.Fprintf(w.stdout, "%s\n", filepath.Join(folder, l.File))
	}
	fmt.Fprintf(w.stderr, "%s written, from state %.12s\n", plural(len(lines), "result"), s.Digest())
	return nil
}

// A resultLine is what results.json says of one result.
type resultLine struct {
	File    string   `json:"file"`
	SHA256  string   `json:"sha256"`
	Command []string `json:"command"`
}

// write runs the command of one result, with its output in a folder.
func (a *analysisFile) write(ctx context.Context, w *env, p *project.Project, s *coding.Study, folder string, r map[string]any) (line resultLine, err error) {
	name, _ := r["write"].(string)
	if name == "" || !filepath.IsLocal(filepath.FromSlash(name)) || name == "results.json" {
		return line, coding.Errorf(coding.ErrInvalid, "write: a file's name is needed, below the folder")
	}
	command, _ := r["command"].(string)
	if !slices.Contains(readers(), command) {
		return line, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: command %q: none of those that an analysis may run", name, command), "they are %s", strings.Join(readers(), ", "))
	}
	settings, err := a.settings(name, r)
	if err != nil {
		return line, err
	}
	to := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return line, err
	}
	line = resultLine{File: name, Command: slices.Concat(strings.Fields(command), list(r["arguments"]), settings)}
	if x := analysis.Named(command); x != nil {
		err = w.writeAnalysis(ctx, p, s, x, list(r["arguments"]), settings, to)
	} else {
		err = w.inner(ctx, p, append(slices.Clone(line.Command), "--output="+to))
	}
	if err != nil {
		return line, fmt.Errorf("%s: crosscase %s: %w", name, query.CommandLine(line.Command...), err)
	}
	written, err := os.ReadFile(to)
	if err != nil {
		return line, err
	}
	sum := sha256.Sum256(written)
	line.SHA256 = hex.EncodeToString(sum[:])
	return line, nil
}

// settings are the flags of one result: those of its filters, and its own.
func (a *analysisFile) settings(name string, r map[string]any) (args []string, err error) {
	for _, f := range list(r["filter"]) {
		flags, ok := a.Filters[f]
		if !ok {
			return nil, coding.Errorf(coding.ErrInvalid, "%s: filter %q: there is none of that name under filters", name, f)
		}
		args = append(args, flagsOf(flags)...)
	}
	own := map[string]any{}
	for k, v := range r {
		if !slices.Contains([]string{"write", "command", "arguments", "filter"}, k) {
			own[k] = v
		}
	}
	return append(args, flagsOf(own)...), nil
}

// writeAnalysis writes the result of an analysis to a file.
func (w *env) writeAnalysis(ctx context.Context, p *project.Project, s *coding.Study, a *analysis.Analysis, arguments, settings []string, to string) error {
	r := a.Ask(arguments...)
	o := outputFlags{file: to}
	for _, arg := range settings {
		name, value, _ := strings.Cut(strings.TrimPrefix(arg, "--"), "=")
		if name == "format" {
			o.format = value
			continue
		}
		if err := r.Set(name, value); err != nil {
			return err
		}
	}
	quiet := *w
	quiet.stderr = io.Discard
	return quiet.answer(ctx, p, s, r, &o)
}

// inner runs a command within another one, on the same project; what it prints is
// thrown away, what went wrong is the error.
func (w *env) inner(ctx context.Context, p *project.Project, args []string) error {
	var said bytes.Buffer
	inner := *w
	inner.stdout, inner.stderr, inner.progress, inner.interactive, inner.terminal = io.Discard, &said, false, false, false
	inner.screen = report.Screen{Width: 100}
	inner.project, inner.blind = "", false
	args = append(slices.Clone(args), "--project="+p.Path())
	if w.isBlind() {
		args = append(args, "--blind")
	}
	if status := run(ctx, &inner, args); status != done {
		return fault{errors.New(strings.TrimPrefix(strings.TrimSpace(said.String()), "crosscase: ")), status}
	}
	return nil
}

// list is a value of a file that may be one or several.
func list(v any) (all []string) {
	switch v := v.(type) {
	case nil:
	case []any:
		for _, x := range v {
			all = append(all, fmt.Sprint(x))
		}
	default:
		all = append(all, fmt.Sprint(v))
	}
	return all
}

// flagsOf writes settings as flags, in the order of their names.
func flagsOf(settings map[string]any) (args []string) {
	var names []string
	for name := range settings {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range list(settings[name]) {
			args = append(args, "--"+name+"="+v)
		}
	}
	return args
}

// writeStamp writes what was written, from what.
func (w *env) writeStamp(ctx context.Context, to string, p *project.Project, s *coding.Study, file string, data []byte, lines []resultLine) error {
	entries, err := p.Log(ctx)
	if err != nil {
		return err
	}
	change := 0
	if n := len(entries); n > 0 {
		change = entries[n-1].Number
	}
	sum := sha256.Sum256(data)
	return w.writeFile(to, func(out io.Writer) error {
		return report.WriteJSON(out, struct {
			Version  string       `json:"crosscase"`
			Project  string       `json:"project"`
			State    string       `json:"state"`
			Change   int          `json:"change"`
			Analysis string       `json:"analysis"`
			SHA256   string       `json:"sha256"`
			Results  []resultLine `json:"results"`
		}{version(), s.Title, s.Digest(), change, filepath.Base(file), hex.EncodeToString(sum[:]), lines})
	})
}

// moveAll puts the files of one folder into another, in the place of those that are
// there.
func (w *env) moveAll(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return w.writeFile(target, func(out io.Writer) error { _, err := out.Write(data); return err })
	})
}
