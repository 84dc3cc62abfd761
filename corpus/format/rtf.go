package format

import (
	"bytes"
	"fmt"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"crosscase/corpus"
)

// readRTF reads Rich Text Format: text in the code pages of its fonts, tables, notes
// and comments. It leaves out deleted and hidden text, pictures, headers and
// footers.
func readRTF(data []byte) (corpus.Document, error) {
	if !bytes.HasPrefix(bytes.TrimLeft(data, " \r\n\t\ufeff"), []byte(`{\rtf`)) {
		return corpus.Document{}, fmt.Errorf(`%w: an .rtf begins with {\rtf; save it again as rich text`, ErrDamaged)
	}
	r := rtfReader{
		data: data, g: rtfGroup{uc: 1}, page: charmap.Windows1252,
		fonts: map[int]encoding.Encoding{}, headings: map[int]bool{},
	}
	if err := r.read(); err != nil {
		return corpus.Document{}, err
	}
	if err := r.flush(); err != nil {
		return corpus.Document{}, err
	}
	if r.depth > 0 {
		return corpus.Document{}, fmt.Errorf("%w: it breaks off in the middle; save it again in the program that made it", ErrDamaged)
	}
	if err := r.structure("row"); err != nil { // end a table that is still open
		return corpus.Document{}, err
	}
	if err := r.out.endAside(); err != nil {
		return corpus.Document{}, err
	}
	return r.out.document(), nil
}

// An rtfGroup is the state between two braces.
type rtfGroup struct {
	skip, bold      bool
	hidden, deleted bool
	uc              int // how many characters replace one \u for old programs
	font            int
	kind            rtfKind
	field           func(string) // receives text that is not part of the document
	end             func() error // called at the closing brace
	fresh           bool         // nothing followed the opening brace yet
	ignorable       bool         // \* followed it
}

// An rtfKind says what the text of a group is.
type rtfKind int

const (
	rtfBody rtfKind = iota
	rtfFontTable
	rtfStyles
)

// An rtfReader reads a file from its first byte to its last.
type rtfReader struct {
	data   []byte
	at     int
	out    flow
	groups []rtfGroup // around g
	g      rtfGroup
	depth  int

	page     encoding.Encoding // of the document
	fonts    map[int]encoding.Encoding
	defined  int          // number of the font or style that is being defined
	headings map[int]bool // styles of headings
	bytes    []byte       // not decoded yet
	units    []uint16     // first half of a UTF-16 surrogate pair
	drop     int          // characters to skip after a \u

	inTable     bool  // the paragraph is in a table
	row         bool  // a row is open
	asides      []int // number of open paragraphs before each note or comment around
	author      string
	annotations int    // comments without a reference so far
	annotated   string // reference of the next comment
}

// read reads groups, control words and text up to the end of the document.
func (r *rtfReader) read() error {
	for r.at < len(r.data) {
		c := r.data[r.at]
		switch {
		case c == '{':
			if err := r.openGroup(); err != nil {
				return err
			}
		case c == '}':
			if err := r.closeGroup(); err != nil {
				return err
			}
			if r.depth == 0 {
				return nil // the document ends here
			}
		case c == '\\':
			if err := r.control(); err != nil {
				return err
			}
		case c == '\r' || c == '\n' || c == 0:
			r.at++
		default:
			r.at++
			r.byte(c)
		}
	}
	return nil
}

func (r *rtfReader) openGroup() error {
	if err := r.flush(); err != nil {
		return err
	}
	r.at++
	if len(r.groups) > 2000 {
		return fmt.Errorf("%w: groups nested more than 2000 deep", ErrDamaged)
	}
	r.groups = append(r.groups, r.g)
	r.g.end, r.g.fresh, r.g.ignorable = nil, true, false
	r.depth++
	return nil
}

func (r *rtfReader) closeGroup() error {
	if err := r.flush(); err != nil {
		return err
	}
	r.at++
	if r.depth--; r.depth < 0 || len(r.groups) == 0 {
		return fmt.Errorf("%w: more groups end than begin", ErrDamaged)
	}
	var err error
	if r.g.end != nil {
		err = r.g.end()
	}
	r.g = r.groups[len(r.groups)-1]
	r.groups = r.groups[:len(r.groups)-1]
	r.drop = 0
	return err
}

// byte adds one byte of text in the code page of the font.
func (r *rtfReader) byte(c byte) {
	if r.drop > 0 {
		r.drop--
		return
	}
	r.units = r.units[:0]
	r.bytes = append(r.bytes, c)
}

// flush decodes and writes the bytes and UTF-16 units that were read so far.
func (r *rtfReader) flush() error {
	// The first half of a pair waits for the second, even if settings come between.
	if n := len(r.units); n > 1 || n == 1 && (r.units[0] < 0xd800 || r.units[0] >= 0xdc00) {
		s := string(utf16.Decode(r.units))
		r.units = r.units[:0]
		if err := r.write(s); err != nil {
			return err
		}
	}
	if len(r.bytes) == 0 {
		return nil
	}
	page := r.page
	if f := r.fonts[r.g.font]; f != nil {
		page = f
	}
	text, err := page.NewDecoder().Bytes(r.bytes)
	r.bytes = r.bytes[:0]
	if err != nil {
		return fmt.Errorf("%w: letters that no code page has", ErrDamaged)
	}
	return r.write(string(text))
}

// write writes text to where the group sends it.
func (r *rtfReader) write(s string) error {
	if s == "" {
		return nil
	}
	r.g.fresh = false
	switch {
	case r.g.kind == rtfStyles && !r.g.skip:
		r.nameStyle(s)
		return nil
	case r.g.field != nil:
		r.g.field(s)
		return nil
	case r.g.skip || r.g.kind != rtfBody:
		return nil
	case r.g.deleted:
		return r.out.writeAside(corpus.DeletedText, s)
	case r.g.hidden:
		return r.out.writeAside(corpus.HiddenText, s)
	}
	if err := r.out.endAside(); err != nil {
		return err
	}
	r.open()
	return r.out.write(s, r.g.bold)
}
