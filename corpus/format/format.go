// Package format reads files into text.
//
// [Reader.Read] takes a file's name and bytes and gives a [corpus.Document]: the
// words as UTF-8 with \n line ends, and the blocks that the format sets apart
// (lines, paragraphs, headings, cues with their times). It decides by the name's
// ending which reader to use, and by the bytes which encoding; who speaks is not
// its business but package transcript's. Tables of a survey's answers are read by
// [ReadTable] and become documents elsewhere, since somebody has to say what their
// columns are.
//
// What a word processor's document holds is put together in one place (flow.go),
// whatever the format: paragraphs apart by an empty line, a table's row in a line
// with tabs, the numbers that lists get, footnotes at the end as [1]; text as it
// stands with tracked changes accepted; nothing hidden, no running heads.
//
// Most readers are our own, since a small one is the safer choice there:
//
//   - WebVTT, SRT, SBV: the common library refuses a whole file for one unknown
//     cue setting and returns nothing, without an error, for a file that lacks
//     its first line.
//   - DOCX: the libraries under a permissive licence drop inserted text, text
//     boxes and content controls; so encoding/xml and archive/zip it is.
//   - ODT: the one library at hand loses headings, tables and links.
//   - RTF: the one library at hand takes one code page for all fonts, and shows
//     style names, hidden and deleted text.
//   - EPUB: a zip file of pages, read as HTML is.
//
// HTML is parsed by golang.org/x/net/html (the Go team's, BSD) as browsers do.
// XLSX is read by github.com/xuri/excelize (maintained, BSD), which knows how
// cells are shown. PDF is read by Chrome's engine, PDFium, through
// github.com/klippa-app/go-pdfium on WebAssembly (maintained, MIT): of what was
// tried it alone keeps words apart in documents from TeX, and what runs in
// WebAssembly can neither read files nor crash. Encodings are guessed by
// github.com/wlynxg/chardet (maintained, MIT, no dependencies), after the cases
// that need no guess, and decoded by golang.org/x/text.
package format

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"crosscase/corpus"
)

// The ways in which a file cannot be read.
var (
	// ErrUnknown says that no reader takes a file with such a name.
	ErrUnknown = errors.New("unknown kind of file")
	// ErrEmpty says that a file holds no words.
	ErrEmpty = errors.New("no words in it")
	// ErrDamaged says that a file is not what its name says, or broken.
	ErrDamaged = errors.New("damaged")
	// ErrTooLarge says that a file is, or unpacks to, more than MaxText bytes.
	ErrTooLarge = errors.New("too large")
	// ErrPassword says that a file is encrypted, and that the password is missing
	// or wrong.
	ErrPassword = errors.New("encrypted")
)

// MaxText is the most text that one file may hold, unpacked, in bytes: a hundred
// times the longest interview, and small enough for any machine. MaxFile is the
// most that the file itself may have, pictures included.
const (
	MaxText = 32 << 20
	MaxFile = 200 << 20
)

// A Reader reads files. The zero value is ready; whoever is done with it calls
// Close. It is for one goroutine at a time.
type Reader struct {
	Password string // of encrypted PDF documents
	Cache    string // folder to keep the compiled PDF engine in, which saves 4 s; "" for none
	pdf      *pdfEngine
}

// Close ends what was started.
func (r *Reader) Close() error { return r.pdf.close() }

// kinds are the readers by the ending of names. Of tables only Whisper's is a
// document.
var kinds = map[string]struct {
	mediaType string
	read      func(r *Reader, data []byte) (corpus.Document, error)
}{
	".txt":      {"text/plain", only(readText)},
	".md":       {"text/markdown", only(readMarkdown)},
	".markdown": {"text/markdown", only(readMarkdown)},
	".vtt":      {"text/vtt", only(readVTT)},
	".srt":      {"application/x-subrip", only(readSRT)},
	".sbv":      {"text/x-sbv", only(readSBV)},
	".docx":     {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", only(readDOCX)},
	".odt":      {"application/vnd.oasis.opendocument.text", only(readODT)},
	".rtf":      {"application/rtf", only(readRTF)},
	".html":     {"text/html", only(readHTML)},
	".htm":      {"text/html", only(readHTML)},
	".epub":     {"application/epub+zip", only(readEPUB)},
	".pdf":      {"application/pdf", (*Reader).readPDF},
	".json":     {"application/json", only(readWhisperJSON)},
	".tsv":      {"text/tab-separated-values", only(readTSV)},
	".csv":      {"text/csv", nil},
	".xlsx":     {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", nil},
}

func only(read func([]byte) (corpus.Document, error)) func(*Reader, []byte) (corpus.Document, error) {
	return func(_ *Reader, data []byte) (corpus.Document, error) { return read(data) }
}

// MediaType is what a file of this name is, as "text/plain"; "" where no reader
// takes it.
func MediaType(name string) string { return kinds[ending(name)].mediaType }

// Known tells whether a file of this name can be read, as a document or a table.
func Known(name string) bool { return MediaType(name) != "" }

// Plain tells whether a file of this name is plain text, in whatever encoding.
func Plain(name string) bool {
	switch ending(name) {
	case ".txt", ".md", ".markdown", ".vtt", ".srt", ".sbv", ".csv", ".tsv", ".html", ".htm":
		return true
	}
	return false
}

// Endings lists the endings of names that can be read, in alphabetical order.
func Endings() []string {
	var names []string
	for e := range kinds {
		names = append(names, e)
	}
	slices.Sort(names)
	return names
}

func ending(name string) string { return strings.ToLower(path.Ext(name)) }

// Read reads a file with a [Reader] of its own.
func Read(name string, data []byte) (corpus.Document, error) {
	var r Reader
	defer r.Close()
	return r.Read(name, data)
}

// Read reads a file. The error wraps [ErrUnknown], [ErrEmpty], [ErrDamaged],
// [ErrTooLarge] or [ErrPassword], and names the line where there is one.
func (r *Reader) Read(name string, data []byte) (corpus.Document, error) {
	kind, ok := kinds[ending(name)]
	switch {
	case slices.Contains([]string{".qdpx", ".qde", ".qda", ".rqda", ".sqlite3"}, ending(name)):
		return corpus.Document{}, fmt.Errorf("%w: a whole project of another program; crosscase import-project brings it in", ErrUnknown)
	case slices.Contains([]string{".nvp", ".nvpx", ".nvcx", ".mx20", ".mx22", ".mx24", ".mex", ".atlproj", ".atlproj22", ".atlproj23", ".atlproj24", ".hpr7"}, ending(name)):
		return corpus.Document{}, fmt.Errorf("%w: a project that only its own program reads; export it there as REFI-QDA (.qdpx), which crosscase import-project brings in", ErrUnknown)
	case ending(name) == ".doc":
		return corpus.Document{}, fmt.Errorf("%w: the old .doc; open it in a word processor and save it as .docx", ErrUnknown)
	case !ok:
		return corpus.Document{}, fmt.Errorf("%w: crosscase reads %s", ErrUnknown, strings.Join(Endings(), ", "))
	case kind.read == nil:
		return corpus.Document{}, errSurvey
	}
	if err := CheckSize(name, int64(len(data))); err != nil {
		return corpus.Document{}, err
	}
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) && !Plain(name) { // the container of encrypted Office documents, and of old ones
		return corpus.Document{}, fmt.Errorf("%w: a document with a password, or of an old Word; open it there and save it as .docx without one", ErrPassword)
	}
	doc, err := kind.read(r, data)
	if err != nil {
		return corpus.Document{}, err
	}
	if strings.TrimSpace(doc.Body) == "" {
		return corpus.Document{}, ErrEmpty
	}
	doc.MediaType = kind.mediaType
	return doc, nil
}

// CheckSize returns an error that wraps [ErrTooLarge] where a file of so many
// bytes is too large to be read: text alone may be smaller than what pictures
// make of a document.
func CheckSize(name string, size int64) error {
	most := int64(MaxFile)
	if Plain(name) || ending(name) == ".json" {
		most = MaxText
	}
	if size > most {
		return fmt.Errorf("%w: %d MB; %d MB is the most", ErrTooLarge, size>>20, most>>20)
	}
	return nil
}

// lazily makes a regular expression when it is first asked for, and not when a
// program starts.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// builder puts a text together from blocks, where a format has no lines of its
// own.
type builder struct {
	body strings.Builder
	doc  corpus.Document
}

// add appends a block; an empty one is left out. The error wraps [ErrTooLarge].
func (b *builder) add(text string, block corpus.Block) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	if len(b.doc.Blocks) == maxBlocks {
		return fmt.Errorf("%w: more than %d paragraphs", ErrTooLarge, maxBlocks)
	}
	if b.body.Len() > 0 {
		b.body.WriteByte('\n')
	}
	block.Span = corpus.Span{Start: b.body.Len(), End: b.body.Len() + len(text)}
	b.body.WriteString(text)
	b.doc.Blocks = append(b.doc.Blocks, block)
	return nil
}

func (b *builder) document() corpus.Document {
	b.doc.Body = b.body.String()
	return b.doc
}
