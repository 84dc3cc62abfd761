// Package format reads files into text.
//
// [Read] takes a file's name and bytes and gives a [corpus.Document]: the words
// as UTF-8 with \n line ends, and the blocks that the format sets apart (lines,
// paragraphs, headings, cues with their times). It decides by the name's ending
// which reader to use, and by the bytes which encoding; who speaks is not its
// business but package transcript's.
//
// The readers are our own where a small one is the safer choice. WebVTT and SRT:
// the common library refuses a whole file for one unknown cue setting and
// returns nothing, without an error, for a file that lacks its first line. DOCX:
// the libraries under a permissive licence drop inserted text, text boxes and
// content controls, so encoding/xml and archive/zip it is. Encodings are guessed
// by github.com/wlynxg/chardet (maintained, MIT, no dependencies), after the
// cases that need no guess, and decoded by golang.org/x/text.
package format

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

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
)

// MaxText is the most that one file may hold, unpacked, in bytes: a hundred
// times the longest interview, and small enough for any machine.
const MaxText = 32 << 20

type reader struct {
	mediaType string
	read      func(data []byte) (corpus.Document, error)
}

var readers = map[string]reader{
	".txt":      {"text/plain", readText},
	".md":       {"text/markdown", readMarkdown},
	".markdown": {"text/markdown", readMarkdown},
	".vtt":      {"text/vtt", readVTT},
	".srt":      {"application/x-subrip", readSRT},
	".docx":     {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", readDOCX},
}

// Known tells whether a file of this name can be read.
func Known(name string) bool {
	_, ok := readers[ending(name)]
	return ok
}

// Plain tells whether a file of this name is plain text, in whatever encoding.
func Plain(name string) bool { return Known(name) && ending(name) != ".docx" }

// Endings lists the endings of names that can be read, in alphabetical order.
func Endings() []string {
	var names []string
	for e := range readers {
		names = append(names, e)
	}
	slices.Sort(names)
	return names
}

func ending(name string) string { return strings.ToLower(path.Ext(name)) }

// Read reads a file. The error wraps [ErrUnknown], [ErrEmpty], [ErrDamaged] or
// [ErrTooLarge], and names the line where there is one.
func Read(name string, data []byte) (corpus.Document, error) {
	r, ok := readers[ending(name)]
	switch {
	case !ok:
		return corpus.Document{}, fmt.Errorf("%w: crosscase reads %s", ErrUnknown, strings.Join(Endings(), ", "))
	case len(data) > MaxText:
		return corpus.Document{}, fmt.Errorf("%w: %d MB; %d MB is the most", ErrTooLarge, len(data)>>20, MaxText>>20)
	}
	doc, err := r.read(data)
	if err != nil {
		return corpus.Document{}, err
	}
	if strings.TrimSpace(doc.Body) == "" {
		return corpus.Document{}, ErrEmpty
	}
	doc.MediaType = r.mediaType
	return doc, nil
}

// builder puts a text together from blocks, where a format has no lines of its
// own.
type builder struct {
	body strings.Builder
	doc  corpus.Document
}

// add appends a block; an empty one is left out.
func (b *builder) add(text string, block corpus.Block) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if b.body.Len() > 0 {
		b.body.WriteByte('\n')
	}
	block.Span = corpus.Span{Start: b.body.Len(), End: b.body.Len() + len(text)}
	b.body.WriteString(text)
	b.doc.Blocks = append(b.doc.Blocks, block)
}

func (b *builder) document() corpus.Document {
	b.doc.Body = b.body.String()
	return b.doc
}
