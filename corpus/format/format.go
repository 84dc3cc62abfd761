// Package format reads files into text.
//
// [Reader.Read] takes a file's name and bytes and returns a [corpus.Document]: the
// words as UTF-8 with \n line ends, and the blocks that the format separates (lines,
// paragraphs, headings, subtitles with their times). The extension of the name
// decides which reader to use, the bytes decide which encoding. Package transcript
// finds the speakers. [ReadTable] reads the answers of a survey, which become
// documents elsewhere, because the researcher has to say what their columns are.
//
// The documents of word processors are put together in one place (flow.go) for all
// formats: an empty line between paragraphs, a table's row as a line with
// tabs, the numbers of lists, footnotes at the end as [1]; tracked changes are
// accepted; deleted and hidden text, headers and footers are left out.
//
// Most readers are our own, since a small reader is safer here:
//
//   - WebVTT, SRT, SBV: the common library rejects a whole file for one unknown
//     cue setting and returns nothing, without an error, for a file without its
//     first line.
//   - DOCX: the libraries under a permissive licence drop inserted text, text
//     boxes and content controls; encoding/xml and archive/zip suffice.
//   - ODT: the one library available loses headings, tables and links.
//   - CHAT, ELAN, EXMARaLDA, Praat, Transcriber: there is no library for Go.
//   - RTF: the one library available takes one code page for all fonts, and
//     includes style names, hidden and deleted text.
//   - EPUB: a zip file of pages, read like HTML.
//
// HTML is parsed as browsers do by golang.org/x/net/html (the Go team's, BSD). XLSX
// is read by github.com/xuri/excelize (maintained, BSD), which formats cells as
// they are displayed. PDF is read by Chrome's engine, PDFium, through
// github.com/klippa-app/go-pdfium on WebAssembly (maintained, MIT): of the engines
// tried, only PDFium keeps words apart in documents from TeX, and code in
// WebAssembly can neither read files nor crash the program. Encodings of one byte for a
// letter are told by the letters that languages have (guess.go), since the library takes
// Polish, Turkish and Arabic for others; those of East Asia are detected by
// github.com/wlynxg/chardet (maintained, MIT, no dependencies). Both are decoded by
// golang.org/x/text.
//
// These laws hold for every document that a reader returns (laws_test.go):
//
//   - Text: the body is valid UTF-8 without carriage returns and NUL.
//   - Blocks: they are in order, never overlap, and lie on rune boundaries, as do
//     their bold and label prefixes.
//   - Places: comments are about text in the document, and pages begin in ascending
//     order on rune boundaries.
//   - Tables: every row of a table has a value for each column.
//   - Kept: the letters and words that a PDF shows are in the text or in the list of what
//     is left out (pdfkept_test.go).
//   - Words: each word that any other file shows is in the text, left out or in a comment,
//     and none is there twice (words_test.go).
//   - Formats: a text reads the same from every format that can hold it.
//   - Scores: each word of a linguist's transcript is in the text or left out, once.
package format

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// The reasons why a file cannot be read.
var (
	// ErrUnknown means that no reader takes a file with such a name.
	ErrUnknown = errors.New("unknown kind of file")
	// ErrEmpty means that a file has no text.
	ErrEmpty = errors.New("no words in it")
	// ErrDamaged means that a file is broken, or not what its name says.
	ErrDamaged = errors.New("damaged")
	// ErrTooLarge means that a file is, or unpacks to, more than MaxText bytes.
	ErrTooLarge = errors.New("too large")
	// ErrPassword means that a file is encrypted, and that the password is missing
	// or wrong.
	ErrPassword = errors.New("encrypted")
)

// MaxText is the most text that one file may have, unpacked, in bytes: a hundred
// times the longest interview, and small enough for any machine. MaxFile is the
// most that the file itself may have, pictures included.
const (
	MaxText = 32 << 20
	MaxFile = 200 << 20
)

// The most text of one document: a million and a half words, thirty times the longest
// interview. A line of it is a paragraph, and accents follow their letter.
const (
	MaxBody    = 8 << 20
	maxLine    = 3 << 20
	maxAccents = 64
)

// A Reader reads files. The zero value is ready for use; Close releases it. A Reader
// is for one goroutine at a time.
type Reader struct {
	Password string // of encrypted PDF documents
	// Ask is asked for the password of a file where none that is known opens it; "" gives up. wrong says
	// that one was given or typed for the file, and was not its own.
	Ask   func(file string, wrong bool) string
	Cache string // folder for the compiled PDF engine, which saves 4 s; "" for none
	pdf   *pdfEngine
	file  string    // that is read
	typed []string  // passwords that opened a file
	keep  bool      // letters of pages are kept
	kept  []PDFPage // if so
}

// Close releases the PDF engine.
func (r *Reader) Close() error { return r.pdf.close() }

// A kind is a kind of file that is read.
type kind struct {
	mediaType string
	example   string // a program that writes it, or what its lines look like
	read      func(r *Reader, data []byte) (corpus.Document, error)
}

// kinds are the readers by extension. Those without one are tables; see [ReadTable].
var kinds = map[string]kind{
	".txt":      {"text/plain", "plain text in any layout below", stateless(readPlain)},
	".md":       {"text/markdown", "Markdown, as # Interview 3", stateless(readMarkdown)},
	".markdown": {"text/markdown", "Markdown, as # Interview 3", stateless(readMarkdown)},
	".vtt":      {"text/vtt", "WebVTT of Zoom or Teams: 00:01:02.000 --> 00:01:05.000, <v Name>text", stateless(readVTT)},
	".srt":      {"application/x-subrip", "SubRip: 00:01:02,000 --> 00:01:05,000, text", stateless(readSRT)},
	".sbv":      {"text/x-sbv", "YouTube: 0:01:02.000,0:01:05.000, text", stateless(readSBV)},
	".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word, Google Docs",
		stateless(readDOCX)},
	".odt":      {"application/vnd.oasis.opendocument.text", "LibreOffice Writer", stateless(readODT)},
	".rtf":      {"application/rtf", "rich text, as of f4 and TextEdit", stateless(readRTF)},
	".html":     {"text/html", "web page, as saved by a browser", stateless(readHTML)},
	".htm":      {"text/html", "web page, as saved by a browser", stateless(readHTML)},
	".epub":     {"application/epub+zip", "electronic book", stateless(readEPUB)},
	".pdf":      {"application/pdf", "PDF with text, from any program", (*Reader).readPDF},
	".json":     {"application/json", "a chat or transcript, or speech recognition by " + recogniserNames(), stateless(readJSON)},
	".tsv":      {"text/tab-separated-values", "Whisper: start, end, text; or a survey", stateless(readTSV)},
	".cha":      {"text/x-chat", "CHAT of TalkBank: *PET:, tab, we took the bus .", stateless(readCHAT)},
	".eaf":      {"text/x-eaf+xml", "ELAN: a tier for each speaker", stateless(readEAF)},
	".exb":      {"application/x-exmaralda-exb+xml", "EXMARaLDA: a tier of type t for each speaker", stateless(readEXB)},
	".trs":      {"application/x-transcriber+xml", "Transcriber: <Turn speaker=\"spk1\"><Sync time=\"1.2\"/>text", stateless(readTRS)},
	".textgrid": {"text/x-praat-textgrid", "Praat: an interval tier for each speaker", stateless(readTextGrid)},
	".csv":      {"text/csv", "survey: a column for each question, a line for each respondent", nil},
	".xlsx":     {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "survey in Excel: its first sheet with values", nil},
}

// stateless adapts a reader that needs nothing of a Reader.
func stateless(read func([]byte) (corpus.Document, error)) func(*Reader, []byte) (corpus.Document, error) {
	return func(_ *Reader, data []byte) (corpus.Document, error) { return read(data) }
}

// MediaType returns the media type of a file of this name, as "text/plain"; "" if no
// reader takes it.
func MediaType(name string) string { return kinds[extension(name)].mediaType }

// Supported reports whether a file of this name can be read, as a document or a
// table.
func Supported(name string) bool { return MediaType(name) != "" }

// IsText reports whether a file of this name is plain text, in any encoding.
func IsText(name string) bool {
	switch extension(name) {
	case ".txt", ".md", ".markdown", ".vtt", ".srt", ".sbv", ".csv", ".tsv", ".html", ".htm", ".cha", ".textgrid":
		return true
	}
	return false
}

// Extensions lists the file name extensions that can be read, in alphabetical order.
func Extensions() []string {
	var names []string
	for e := range kinds {
		names = append(names, e)
	}
	slices.Sort(names)
	return names
}

// Formats lists each extension that can be read, in alphabetical order, and an example
// of its files.
func Formats() [][2]string {
	var all [][2]string
	for _, e := range Extensions() {
		all = append(all, [2]string{e, kinds[e].example})
	}
	return all
}

func extension(name string) string { return strings.ToLower(path.Ext(name)) }

// Read reads a file with a [Reader] of its own.
func Read(name string, data []byte) (corpus.Document, error) {
	var r Reader
	defer r.Close()
	return r.Read(name, data)
}

// Read reads a file. The error wraps [ErrUnknown], [ErrEmpty], [ErrDamaged],
// [ErrTooLarge] or [ErrPassword], and names the line if there is one.
func (r *Reader) Read(name string, data []byte) (corpus.Document, error) {
	if err := checkName(name); err != nil {
		return corpus.Document{}, err
	}
	if err := CheckSize(name, int64(len(data))); err != nil {
		return corpus.Document{}, err
	}
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) && !IsText(name) { // container of encrypted and of old Office documents
		return corpus.Document{}, fmt.Errorf(
			"%w: a document with a password, or of an old Word; open it there and save it as .docx without one", ErrPassword)
	}
	kind := kinds[extension(name)]
	r.file = name
	doc, err := kind.read(r, data)
	if err != nil {
		return corpus.Document{}, err
	}
	if strings.TrimSpace(doc.Body) == "" {
		return corpus.Document{}, ErrEmpty
	}
	doc = heldCues(doc)
	if doc.Encoding == "utf-8" && IsText(name) && !utf8.Valid(data) {
		doc.LeftOut = append(damagedBytes(data), doc.LeftOut...)
	}
	doc.MediaType = kind.mediaType
	return doc, CheckBody(doc.Body)
}

// CheckBody returns an error that wraps [ErrTooLarge] or [ErrDamaged] for a text that would
// exhaust the memory of what comes after reading.
func CheckBody(body string) error {
	if len(body) > MaxBody {
		return fmt.Errorf("%w: %d MB of text; %d MB is the most; divide the file", ErrTooLarge, len(body)>>20, MaxBody>>20)
	}
	line := 0
	for row := range strings.Lines(body) {
		if line++; len(row) > maxLine {
			return fmt.Errorf("%w: line %d has %d MB; %d MB is the most; divide it into paragraphs", ErrTooLarge, line, len(row)>>20, maxLine>>20)
		}
		marks := 0
		for _, r := range row {
			if r < 0x300 || !unicode.IsMark(r) {
				marks = 0
			} else if marks++; marks > maxAccents {
				return fmt.Errorf("%w: line %d: a letter with more than %d accents", ErrDamaged, line, maxAccents)
			}
		}
	}
	return nil
}

// importedProjects are extensions of other programs' projects that crosscase imports.
var importedProjects = []string{".qdpx", ".qde", ".qda", ".rqda", ".sqlite3"}

// closedProjects are programs whose projects nothing else reads, by what the extensions of
// their files begin with, and the menu in which each writes a REFI-QDA project.
var closedProjects = []struct{ extension, program, menu string }{
	{".nvpx", "NVivo", "File > Export Project (Mac)"},
	{".nvcx", "NVivo", "File > Export Project (Mac)"},
	{".nvp", "NVivo", "Share > Export Project > REFI-QDA Project (Windows)"},
	{".mx", "MAXQDA", "Reports > Export > REFI-QDA Project (MAXQDA 2020 or later)"},
	{".mex", "MAXQDA", "Reports > Export > REFI-QDA Project (MAXQDA 2020 or later)"},
	{".atlproj", "ATLAS.ti", "File > Export > REFI-QDA Project (ATLAS.ti 8.4 or later)"},
	{".atlcb", "ATLAS.ti", "File > Export > REFI-QDA Project (ATLAS.ti 8.4 or later)"},
	{".hpr", "ATLAS.ti", "File > Export > REFI-QDA Project (ATLAS.ti 8.4 or later)"},
}

// ClosedProject tells of a file by its name that it is a project that only its own program
// reads, and says in which menu that program writes one that crosscase imports.
func ClosedProject(name string) (says string, closed bool) {
	ext := extension(name)
	for _, p := range closedProjects {
		if rest, ok := strings.CutPrefix(ext, p.extension); ok && strings.Trim(rest, "0123456789") == "" && (rest != "" || p.extension != ".mx") {
			return fmt.Sprintf("a project that only %s reads; open it there and export it as REFI-QDA (.qdpx): %s", p.program, p.menu), true
		}
	}
	return "", false
}

// checkName returns an error that wraps [ErrUnknown] if no reader makes a document
// of a file of this name. It says what to do with the file instead.
func checkName(name string) error {
	ext := extension(name)
	kind, ok := kinds[ext]
	says, closed := ClosedProject(name)
	switch {
	case slices.Contains(importedProjects, ext):
		return fmt.Errorf("%w: a whole project of another program; crosscase import-project brings it in", ErrUnknown)
	case closed:
		return fmt.Errorf("%w: %s; crosscase import-project brings that in", ErrUnknown, says)
	case !ok && SaveAs(name) != "":
		return fmt.Errorf("%w: %s", ErrUnknown, SaveAs(name))
	case !ok:
		return fmt.Errorf("%w: crosscase reads %s", ErrUnknown, strings.Join(Extensions(), ", "))
	case kind.read == nil:
		return errSurvey
	}
	return nil
}

// CheckSize returns an error that wraps [ErrTooLarge] if a file of size bytes is too
// large to be read. The limit is lower for text, since pictures make other
// documents large.
func CheckSize(name string, size int64) error {
	most := int64(MaxFile)
	switch ext := extension(name); {
	case IsText(name), ext == ".json", ext == ".eaf", ext == ".exb", ext == ".trs":
		most = MaxText
	}
	if size > most {
		return fmt.Errorf("%w: %d MB; %d MB is the most", ErrTooLarge, size>>20, most>>20)
	}
	return nil
}
