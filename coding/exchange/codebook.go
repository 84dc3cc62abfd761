// Package exchange reads and writes what other programs and people keep outside of
// a project.
//
// A codebook goes out with [WriteCodebook] and comes back with [ReadCodebook] as
// entries, from which [coding.Study.Revise] works out the changes. YAML is for
// people: lists in lists, with a theme's short identifier in a comment behind its
// name, by which it is known again when it was renamed. CSV is for spreadsheets,
// Markdown and HTML for an appendix, and .qdc (REFI-QDA) for other programs.
//
// A whole project of another program comes in with [Arrive] and is brought into a
// study as another coder's copy is ([Arrival.Join]); a study goes out with [Give].
// What comes in and has no place in a study, as pictures, is kept as a parcel, and is
// the template of what goes out: each part is written as it came unless it was changed
// here. So nothing that the standard can say is lost on the way through, and a second
// time gives the same file. Subpackage refi knows that standard, neighbour the
// databases of other open programs, and tidy writes tables for statistics programs.
//
// YAML is read by go.yaml.in/yaml/v4 (maintained, Apache-2.0), which keeps
// comments and line numbers, and HTML is written by html/template.
package exchange

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/codebook"
)

// A CodebookFormat is a format of codebook files.
type CodebookFormat string

// The formats. Markdown and HTML are only written.
const (
	YAML     CodebookFormat = "yaml"
	CSV      CodebookFormat = "csv"
	QDC      CodebookFormat = "qdc"
	Markdown CodebookFormat = "markdown"
	HTML     CodebookFormat = "html"
)

// codebookFormats are the formats with what their files end in.
var codebookFormats = []struct {
	format  CodebookFormat
	endings []string
}{
	{YAML, []string{".yaml", ".yml"}},
	{CSV, []string{".csv"}},
	{QDC, []string{".qdc", ".xml"}},
	{Markdown, []string{".md"}},
	{HTML, []string{".html", ".htm"}},
}

// CodebookFormats lists the formats, and what their files end in.
func CodebookFormats() (names, endings []string) {
	for _, f := range codebookFormats {
		names, endings = append(names, string(f.format)), append(endings, f.endings...)
	}
	return names, endings
}

// CodebookFormatOf tells a format by its name, or by the ending of a file's. The
// error wraps [coding.ErrInvalid].
func CodebookFormatOf(name, file string) (CodebookFormat, error) {
	ending := "." + strings.ToLower(name)
	if name == "" {
		ending = strings.ToLower(filepath.Ext(file))
	}
	for _, f := range codebookFormats {
		if strings.EqualFold(name, string(f.format)) || slices.Contains(f.endings, ending) {
			return f.format, nil
		}
	}
	names, endings := CodebookFormats()
	if name == "" {
		return "", coding.Errorf(coding.ErrInvalid, "%q: no format for the ending %q; endings are %s",
			file, filepath.Ext(file), strings.Join(endings, ", "))
	}
	return "", coding.Errorf(coding.ErrInvalid, "codebook format %q: there is none of that name; formats are %s",
		name, strings.Join(names, ", "))
}

// WriteCodebook writes the codebook of a study. origin names the program, for
// .qdc.
func WriteCodebook(ctx context.Context, w io.Writer, c Contents, f CodebookFormat, origin string) error {
	s := c.Study
	switch f {
	case YAML:
		return writeYAML(w, s)
	case CSV:
		return writeCSV(w, s)
	case QDC:
		return writeQDC(ctx, w, c, origin)
	case Markdown:
		return writeMarkdown(w, s)
	case HTML:
		return writeHTML(w, s)
	}
	return fmt.Errorf("codebook format %q", f)
}

// ReadCodebook reads a codebook. The error wraps [coding.ErrInvalid] and names the
// line; formats that are only written are an error, too.
func ReadCodebook(data []byte, f CodebookFormat) ([]codebook.Entry, error) {
	if len(data) > maxCodebook {
		return nil, coding.Errorf(coding.ErrInvalid, "a codebook of %d MB; %d MB is the most", len(data)>>20, maxCodebook>>20)
	}
	switch f {
	case YAML:
		return readYAML(data)
	case CSV:
		return readCSV(data)
	case QDC:
		return readQDC(data)
	}
	return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "a codebook in %s cannot be read back", f), "yaml, csv and qdc can")
}

// SplitNames makes a tree of entries whose names are paths with sep between their
// parts, as Taguette's are; parts of a path that no entry has are made.
func SplitNames(entries []codebook.Entry, sep string) []codebook.Entry {
	tree := &branch{}
	var each func(entries []codebook.Entry, above []string)
	each = func(entries []codebook.Entry, above []string) {
		for _, e := range entries {
			path := above[:len(above):len(above)]
			for part := range strings.SplitSeq(e.Name, sep) {
				if part = strings.TrimSpace(part); part != "" {
					path = append(path, part)
				}
			}
			to := tree.at(path)
			below := e.Below
			e.Name, e.Below = to.Name, nil
			to.Entry = e
			each(below, path)
		}
	}
	each(entries, nil)
	return tree.entries()
}

// maxCodebook and maxNesting bound what a file may ask for.
const (
	maxCodebook = 32 << 20
	maxNesting  = 64
)

// atLine names the line of an error.
func atLine(line int, format string, args ...any) error {
	return coding.Errorf(coding.ErrInvalid, "line %d: %s", line, fmt.Sprintf(format, args...))
}

// Description is all that describes a theme in one text, for a program that has one
// place for it.
func Description(t coding.Theme) string { return description(t) }

// description is all that describes a theme in one text, for formats that have one
// place for it; undescribe takes it apart again.
func description(t coding.Theme) string {
	var parts []string
	add := func(mark, text string) {
		for i, part := range strings.Split(text, "\n\n") {
			if i == 0 && mark != "" {
				part = mark + part
			} else if markOf(strings.TrimLeft(part, `\`), &t) != nil { // words that look like a mark
				part = `\` + part
			}
			parts = append(parts, part)
		}
	}
	if t.Definition != "" {
		add("", t.Definition)
	}
	for _, f := range marked(&t) {
		if *f.to != "" {
			add(f.mark+": ", *f.to)
		}
	}
	if t.Archived {
		parts = append(parts, archivedMark)
	}
	return strings.Join(parts, "\n\n")
}

const archivedMark = "Archived: yes"

// markOf is the field whose mark a part begins with, nil for none.
func markOf(part string, t *coding.Theme) *markedField {
	if part == archivedMark {
		return &markedField{"Archived", new(string)}
	}
	for _, f := range marked(t) {
		if strings.HasPrefix(part, f.mark+": ") {
			return &f
		}
	}
	return nil
}

type markedField struct {
	mark string
	to   *string
}

func marked(t *coding.Theme) []markedField {
	return []markedField{{"Include", &t.Include}, {"Exclude", &t.Exclude}, {"Example", &t.Example}, {"Kind", &t.Kind}}
}

func undescribe(text string, t *coding.Theme) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	to := &t.Definition
	for part := range strings.SplitSeq(text, "\n\n") {
		if part == archivedMark {
			t.Archived = true
			continue
		}
		if f := markOf(part, t); f != nil && *f.to == "" {
			to, part = f.to, part[len(f.mark)+2:]
		} else if strings.HasPrefix(part, `\`) && markOf(strings.TrimLeft(part, `\`), t) != nil {
			part = part[1:]
		}
		if *to != "" {
			*to += "\n\n"
		}
		*to += part
	}
}
