package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

// An AnalysisFile names results, so that an analysis can be done again as it was.
type AnalysisFile struct {
	Folder  string                    `yaml:"folder"` // that results go to, below that of the file
	Filters map[string]map[string]any `yaml:"filters"`
	Results []map[string]any          `yaml:"results"`

	name string
	data []byte
}

var noField = regexp.MustCompile(`field (\S+) not found in type \S+`)

// wrongYAML says what is wrong with a file in words that name no type of ours.
func wrongYAML(err error) string {
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "yaml: "), "construct errors:")
	return noField.ReplaceAllString(strings.Join(strings.Fields(text), " "), "$1: there is no such setting")
}

// ReadAnalysisFile reads an analysis file; errors name it by its name. They wrap
// [coding.ErrInvalid].
func ReadAnalysisFile(name string, data []byte) (*AnalysisFile, error) {
	f := &AnalysisFile{name: name, data: data}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(f); err != nil && !errors.Is(err, io.EOF) {
		return nil, AnalysisFileHint(coding.Errorf(coding.ErrInvalid, "%s: %s", name, wrongYAML(err)))
	}
	if len(f.Results) == 0 {
		return nil, AnalysisFileHint(coding.Errorf(coding.ErrInvalid, "%s: names no results", name))
	}
	if f.Folder != "" && !filepath.IsLocal(filepath.FromSlash(f.Folder)) {
		return nil, coding.Errorf(coding.ErrInvalid, "%s: folder %q: is not below the folder of the file", name, f.Folder)
	}
	return f, nil
}

// AnalysisFileHint says where an analysis file is described.
func AnalysisFileHint(err error) error {
	return orHint(err, "crosscase run --help shows such a file")
}

// AnalysisFileCommands are what an analysis file may ask for, in the order of the alphabet.
func AnalysisFileCommands() (names []string) {
	for _, l := range Listings() {
		names = append(names, l.Asked.Name)
	}
	for _, a := range analysis.All() {
		names = append(names, a.Name)
	}
	slices.Sort(names)
	return names
}

// A Results is what an analysis file asks for: what is to be written, in the folder of
// results.
type Results struct {
	Files []ResultFile
	Names []string // of the results themselves, without what is beside them
	State string   // of the project
}

// A ResultFile is a file to be written; its name has slashes.
type ResultFile struct {
	Name string
	Data []byte
}

// A resultLine is what results.json says of one result.
type resultLine struct {
	File    string   `json:"file"`
	SHA256  string   `json:"sha256"`
	Command []string `json:"command"`
}

// Results makes all results that an analysis file names, with a manifest beside each
// table, and results.json, which says what was made from which state of the project.
// Errors name the result.
func (s *Session) Results(ctx context.Context, f *AnalysisFile) (*Results, error) {
	all := &Results{State: analysis.Digest(s.Seen())}
	var lines []resultLine
	for i, settings := range f.Results {
		files, command, err := s.result(ctx, f, settings)
		if err != nil {
			return nil, fmt.Errorf("%s: result %d: %w", f.name, i+1, err)
		}
		name := files[0].Name
		if slices.Contains(all.Names, name) {
			return nil, coding.Errorf(coding.ErrInvalid, "%s: result %d: %s is written by another one already", f.name, i+1, name)
		}
		all.Names, all.Files = append(all.Names, name), append(all.Files, files...)
		lines = append(lines, resultLine{name, checksum(files[0].Data), command})
	}
	stamp, err := s.stamp(ctx, f, lines)
	all.Files = append(all.Files, stamp)
	return all, err
}

// result makes one result, with its manifest if it has one; command is what makes the same.
func (s *Session) result(ctx context.Context, f *AnalysisFile, settings map[string]any) (files []ResultFile, command []string, err error) {
	if err := misspelt(settings); err != nil {
		return nil, nil, err
	}
	name, _ := settings["write"].(string)
	if name == "" || !filepath.IsLocal(filepath.FromSlash(name)) || name == stampName {
		return nil, nil, coding.Errorf(coding.ErrInvalid, "write: a file's name is needed, below the folder")
	}
	asked, _ := settings["command"].(string)
	listing, isListing := ListingNamed(asked)
	x := analysis.Named(asked)
	if isListing {
		x = listing.Asked
	}
	if x == nil {
		return nil, nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: command %q: none of those that an analysis may run", name, asked),
			"they are %s", strings.Join(AnalysisFileCommands(), ", "))
	}
	flags, err := f.flags(name, settings)
	if err != nil {
		return nil, nil, err
	}
	arguments := list(settings["arguments"])
	command = slices.Concat(strings.Fields(asked), arguments, flags)
	r, o := x.Ask(arguments...), Output{File: name}
	if err = o.take(r, flags); err == nil && isListing {
		files, err = s.listingFile(ctx, listing, r, o)
	} else if err == nil {
		files, err = s.analysisFiles(ctx, r, o)
	}
	if err != nil {
		err = fmt.Errorf("%s: crosscase %s: %w", name, query.CommandLine(command...), err)
	}
	return files, command, err
}

// resultSettings are the settings of a result that are no flags of its command.
var resultSettings = []string{"write", "command", "arguments", "filter"}

// misspelt names a setting that no command has, where one that each result needs is missing:
// it is likely meant to be that.
func misspelt(settings map[string]any) error {
	if settings["write"] != nil && settings["command"] != nil {
		return nil
	}
	commands := analysis.All()
	for _, l := range Listings() {
		commands = append(commands, l.Asked)
	}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		known := slices.Contains(resultSettings, name) || name == "format" || slices.ContainsFunc(commands, func(x *analysis.Analysis) bool {
			return x.Ask().Set(name, "") == nil
		})
		if !known {
			return coding.WithHint(coding.Errorf(coding.ErrInvalid, "%q: there is no such setting", name),
				"a result has the settings %s, and flags of its command", strings.Join(resultSettings, ", "))
		}
	}
	return nil
}

// take puts flags into a request, as they are written behind a command; the format goes
// into the output.
func (o *Output) take(r *analysis.Request, flags []string) error {
	for _, flag := range flags {
		name, value, _ := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		if name == "format" {
			o.Format = value
		} else if err := r.Set(name, value); err != nil {
			return err
		}
	}
	return nil
}

// fileScreen is what a file is like for who reads it in a terminal.
var fileScreen = report.Screen{Width: 100}

// listingFile makes the file of a listing.
func (s *Session) listingFile(ctx context.Context, l Listing, r *analysis.Request, o Output) ([]ResultFile, error) {
	format, err := l.Format(o)
	if err != nil {
		return nil, err
	}
	found, err := l.Read(ctx, s, r, nil)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = found.Write(&out, format, fileScreen)
	return []ResultFile{{o.File, out.Bytes()}}, err
}

// analysisFiles makes the files of an analysis: a picture, or a table and its manifest.
func (s *Session) analysisFiles(ctx context.Context, r *analysis.Request, o Output) ([]ResultFile, error) {
	format, err := o.Table()
	if err != nil {
		return nil, err
	}
	found, err := r.Run(ctx, s.Seen(), s.Tools(format, true))
	if err != nil {
		return nil, err
	}
	var out, beside bytes.Buffer
	if err := found.Write(&out, format, fileScreen); err != nil {
		return nil, err
	}
	files := []ResultFile{{o.File, out.Bytes()}}
	if !HasManifest(format) {
		return files, nil
	}
	m, err := s.Manifest(ctx, r, found, filepath.Base(o.File), out.Bytes())
	if err != nil {
		return nil, err
	}
	err = report.WriteJSON(&beside, m)
	return append(files, ResultFile{ManifestOf(o.File), beside.Bytes()}), err
}

// flags are those of one result: those of its filters, and its own.
func (f *AnalysisFile) flags(name string, settings map[string]any) (flags []string, err error) {
	for _, x := range list(settings["filter"]) {
		filter, ok := f.Filters[x]
		if !ok {
			return nil, coding.Errorf(coding.ErrInvalid, "%s: filter %q: there is none of that name under filters", name, x)
		}
		flags = append(flags, flagsOf(filter)...)
	}
	own := map[string]any{}
	for k, v := range settings {
		if !slices.Contains(resultSettings, k) {
			own[k] = v
		}
	}
	return append(flags, flagsOf(own)...), nil
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
func flagsOf(settings map[string]any) (flags []string) {
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		for _, v := range list(settings[name]) {
			flags = append(flags, "--"+name+"="+v)
		}
	}
	return flags
}

// stampName is the file that says what was made from what.
const stampName = "results.json"

// stamp says what was made, from what.
func (s *Session) stamp(ctx context.Context, f *AnalysisFile, lines []resultLine) (ResultFile, error) {
	latest, err := s.Project.Latest(ctx)
	if err != nil {
		return ResultFile{}, err
	}
	var out bytes.Buffer
	err = report.WriteJSON(&out, struct {
		Version  string       `json:"crosscase"`
		Project  string       `json:"project"`
		State    string       `json:"state"`
		Change   int          `json:"change"`
		Analysis string       `json:"analysis"`
		SHA256   string       `json:"sha256"`
		Results  []resultLine `json:"results"`
	}{s.Version, s.Seen().Title, analysis.Digest(s.Seen()), latest.Number, filepath.Base(f.name), checksum(f.data), lines})
	return ResultFile{stampName, out.Bytes()}, err
}
