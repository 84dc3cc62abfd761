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

// The formats. Markdown and HTML are only written, XLSX is only read.
const (
	YAML     CodebookFormat = "yaml"
	CSV      CodebookFormat = "csv"
	XLSX     CodebookFormat = "xlsx"
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
	{XLSX, []string{".xlsx"}},
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
	return coding.WithHint(coding.Errorf(coding.ErrInvalid, "a codebook cannot be written as %s", f), "csv opens in spreadsheet programs")
}

// ReadCodebook reads a codebook. The error wraps [coding.ErrInvalid] and names the
// line; formats that are only written are an error, too. Notes say what of the file is
// not taken over, or was guessed.
func ReadCodebook(data []byte, f CodebookFormat) (entries []codebook.Entry, notes []string, err error) {
	if len(data) > maxCodebook {
		return nil, nil, coding.Errorf(coding.ErrInvalid, "a codebook of %d MB; %d MB is the most", len(data)>>20, maxCodebook>>20)
	}
	switch f {
	case YAML:
		entries, err = readYAML(data)
	case CSV, XLSX:
		return readTable(data, f)
	case QDC:
		entries, err = readQDC(data)
	default:
		err = coding.WithHint(coding.Errorf(coding.ErrInvalid, "a codebook in %s cannot be read back", f), "yaml, csv, xlsx and qdc can")
	}
	return entries, nil, err
}

// SplitNames makes a tree of entries whose names are paths with sep between their
// parts, as Taguette's are; parts of a path that no entry has are made.
func SplitNames(entries []codebook.Entry, sep string) []codebook.Entry {
	tree := &entryTree{}
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

// An entryTree is a tree of entries that grows by paths.
type entryTree struct {
	codebook.Entry
	below []*entryTree
	named map[string]*entryTree
}

func (b *entryTree) at(path []string) *entryTree {
	for _, name := range path {
		next := b.named[name]
		if next == nil {
			next = &entryTree{}
			next.Name = name
			if b.named == nil {
				b.named = map[string]*entryTree{}
			}
			b.named[name] = next
			b.below = append(b.below, next)
		}
		b = next
	}
	return b
}

func (b *entryTree) entries() []codebook.Entry {
	var all []codebook.Entry
	for _, x := range b.below {
		x.Below = x.entries()
		all = append(all, x.Entry)
	}
	return all
}
