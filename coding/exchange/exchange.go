// Package exchange reads and writes what other programs and people keep outside of
// a project.
//
// A codebook goes out with [WriteCodebook] and comes back with [ReadCodebook] as
// entries, from which codebook.Revise works out the changes. YAML is for
// people: lists in lists, with a theme's short identifier in a comment behind its
// name, by which it is known again when it was renamed. CSV is for spreadsheets,
// Markdown and HTML for an appendix, and .qdc (REFI-QDA) for other programs.
//
// [Import] reads another program's project, and [Imported.Merge] brings it into a
// study as another coder's copy is. [Export] writes a study. A document that was
// imported is preserved with its files ([coding.Preserved]) and is the template of
// the next export: each part is written as it came unless it was changed here. So
// nothing that the standard can say is lost, and a second export gives the same file.
//
// [ReadAnnotations] and [Annotate] make tags of annotations, which [Annotations] writes.
//
// Laws: nothing that the standard can say is lost of a project that comes in and goes out,
// and a second time gives the same file; a study of crosscase's own comes back whole; one
// that was edited here has the same themes on the same words when it comes back; tables of
// highlights and annotations have each tag once, on its words, and annotations come back.
//
// One file translates one kind of thing, reading and writing side by side: users,
// codes, variables, cases, sources, codings, memos, links, sets. Subpackage refi knows
// the standard, foreign the databases of other open programs, and tidy writes tables
// for statistics programs.
//
// YAML is read by go.yaml.in/yaml/v4 (maintained, Apache-2.0), which keeps
// comments and line numbers, and HTML is written by html/template.
package exchange

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// Contents are what an export reads: a study, its texts and its imported files.
type Contents struct {
	Study    *coding.Study
	Texts    coding.Texts
	Original func(ctx context.Context, sha256 string) ([]byte, error)
}

// Files gives the files that a document of REFI-QDA names, by the paths that stand in
// it. The error wraps [refi.ErrMissing] where there is none, and [refi.ErrTooLarge].
type Files interface {
	File(path string, most int64) ([]byte, error)
}

// Options say how to take another program's project where that can be said.
type Options struct {
	// Cases says what cases are, by the first rule that fits; see [ParseCaseRule].
	Cases []CaseRule
	// Positions says how positions are counted in sources, by their names; "" is all
	// others.
	Positions map[string]refi.Convention
	// Known tells whether a label is the name of a participant; nil knows nobody.
	Known func(label string) bool `json:"-"`
	// Cache is a folder for the compiled PDF engine, "" for none (see Reader in package format).
	Cache string `json:"-"`
	// Rules are those by which a project is imported, set by [Import]: what was imported by
	// earlier ones is read by those again when it is exported.
	Rules Rules `json:",omitempty"`

	silent bool // nobody asks who speaks, or reads a report
}

// Rules are a state of what importing makes of a project, each with all of those before.
type Rules int

// The rules, in the order in which they came.
const (
	firstRules        Rules = iota
	namesOfFiles            // a source without a name has that of its file
	casesOfWholeTexts       // a source all of whose words are coded with a case belongs to it
	casesOfAllParts         // so does one whose words are coded with it part by part
	quotesDecide            // words that come with selections say where they are, coding by coding
	wholeNamesOfFiles       // dots in the name of a file that no ending follows belong to it
	latestRules       = wholeNamesOfFiles
)

// Memory are files in memory, by their names in small letters.
type Memory map[string][]byte

// Has tells whether there is the file that a path names.
func (m Memory) Has(p string) bool {
	name, ok := refi.Internal(p)
	_, there := m[strings.ToLower(name)]
	return ok && there
}

// File implements [Files].
func (m Memory) File(p string, most int64) ([]byte, error) {
	name, ok := refi.Internal(p)
	data, there := m[strings.ToLower(name)]
	if !ok || !there {
		return nil, refi.ErrMissing
	}
	if int64(len(data)) > most {
		return nil, refi.ErrTooLarge
	}
	return data, nil
}

// A File is one to be written, by its name in a folder, with / between the parts.
type File struct {
	Name string
	Data []byte
}

// FileNames are names of files for names of things, each used once; ending is put behind them.
func FileNames(names []string, ending string) []string {
	var files FileNamer
	named := make([]string, len(names))
	for i, name := range names {
		named[i] = files.Name(name) + ending
	}
	return named
}

// A FileNamer names files for things, each name used once whatever the case of its letters.
// The zero value has named none yet.
type FileNamer struct{ used map[string]bool }

// Name is a thing's name as that of a file, up to an ending. It is of at most 110 bytes, any file
// system takes it, and it is not hidden.
func (f *FileNamer) Name(of string) string {
	file := strings.TrimLeft(strings.Map(fileRune, of), ". ")
	if len(file) > 100 {
		file = strings.ToValidUTF8(file[:100], "")
	}
	file = strings.TrimRight(file, ". ")
	if isDevice(file) {
		file = "-" + file
	}
	for base, n := file, 2; f.used[strings.ToLower(file)] || file == ""; n++ {
		file = fmt.Sprintf("%s-%d", base, n)
	}
	if f.used == nil {
		f.used = map[string]bool{}
	}
	f.used[strings.ToLower(file)] = true
	return file
}

// fileRune keeps what any file system takes in a name, and a link in Markdown.
func fileRune(r rune) rune {
	if strings.ContainsRune(`/\:*?"<>|#^[]`, r) || r < ' ' || r == 0x7f {
		return '-'
	}
	return r
}

// isDevice reports whether Windows takes files of this name, whatever their ending, for a device.
func isDevice(file string) bool {
	name, _, _ := strings.Cut(strings.ToUpper(file), ".")
	name = strings.TrimRight(name, " ")
	if port := strings.TrimRight(name, "0123456789¹²³"); (port == "COM" || port == "LPT") && len(name) > len(port) {
		return true
	}
	return slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}, name)
}

// bodies reads the texts of all sources.
func (c Contents) bodies(ctx context.Context) (map[corpus.TextID]string, error) {
	all := map[corpus.TextID]string{}
	for _, src := range c.Study.Sources {
		t, err := c.Texts.Text(ctx, src.Text)
		if err != nil {
			return nil, err
		}
		all[src.Text] = t.Body
	}
	return all, nil
}

func sourceNames(s *coding.Study) (names []string) {
	for _, src := range s.Sources {
		names = append(names, src.Name)
	}
	return names
}
