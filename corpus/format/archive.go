package format

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// An archive is the zip file of a document. Since a small file may unpack to any
// size, all parts together are read no further than four times [MaxText].
type archive struct {
	zip  *zip.Reader
	ext  string // for messages
	left int    // bytes that may still be read
}

// openArchive opens the archive of a file with the extension ext.
func openArchive(data []byte, ext string) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: not a whole %s (%v); save it again in the program that made it", ErrDamaged, ext, err)
	}
	return &archive{z, ext, 4 * MaxText}, nil
}

// errNoPart means that an archive has no such part.
var errNoPart = errors.New("no such part")

// open opens a part. The error wraps [errNoPart] if there is none of that name.
func (a *archive) open(name string) (io.Reader, error) {
	f, err := a.zip.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w: no %s in it; is it a %s?", ErrDamaged, errNoPart, name, a.ext)
	}
	return &limited{r: f, left: &a.left, most: 4 * MaxText}, nil
}

// bytes reads a whole part.
func (a *archive) bytes(name string) ([]byte, error) {
	part, err := a.open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(part)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return data, nil
}

// maxSettings is the most bytes in a part with settings, such as styles; Word's are
// a hundredth of that.
const maxSettings = 4 << 20

// decode reads a part with settings into v, as encoding/xml does. A missing part is
// no error.
func (a *archive) decode(name string, v any) error {
	part, err := a.open(name)
	if err != nil {
		return nil
	}
	left := min(maxSettings, a.left)
	part = &limited{r: part, left: &left, most: maxSettings}
	if err := xml.NewDecoder(part).Decode(v); err != nil {
		if errors.Is(err, ErrTooLarge) {
			return fmt.Errorf("%s: %w", name, err)
		}
		return unreadable(name, err)
	}
	return nil
}

// A limited reader fails on more bytes than are left, on more tags and on more
// attributes in one tag than any program writes.
type limited struct {
	r          io.Reader
	left       *int
	most       int // how many they were in the beginning
	attributes int // of the current tag
	tags       int
	run        int // bytes since the last tag
}

// The most attributes of an element, and the most tags of a part: Word writes ten
// million for twenty thousand pages.
const (
	maxAttributes = 10_000
	maxTags       = 10_000_000
	maxRun        = 8 << 20 // bytes of text between two tags, which are kept in memory
)

func (l *limited) Read(p []byte) (int, error) {
	if *l.left <= 0 {
		return 0, fmt.Errorf("%w: it unpacks to more than %d MB", ErrTooLarge, l.most>>20)
	}
	n, err := l.r.Read(p[:min(len(p), *l.left)])
	*l.left -= n
	for i, c := range p[:n] {
		l.run++
		switch {
		case c == '<':
			l.attributes, l.run = 0, 0
			if l.tags++; l.tags > maxTags {
				return 0, fmt.Errorf("%w: more than %d elements", ErrTooLarge, maxTags/2)
			}
		case (c == '"' || c == '\'') && i > 0 && p[i-1] == '=':
			if l.attributes++; l.attributes > maxAttributes {
				return 0, fmt.Errorf("%w: an element with more than %d attributes", ErrDamaged, maxAttributes)
			}
		case l.run > maxRun:
			return 0, errLong
		}
	}
	return n, err
}

// unreadable explains an error in reading a part.
func unreadable(part string, err error) error {
	if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("%w: %s breaks off (%v); save it again in the program that made it", ErrDamaged, part, err)
}

// maxDepth is the deepest nesting of elements; Word nests a few dozen.
const maxDepth = 512

var (
	errDeep = fmt.Errorf("%w: elements nested more than %d deep", ErrDamaged, maxDepth)
	errLong = fmt.Errorf("%w: more than %d MB of text in one paragraph", ErrTooLarge, maxRun>>20)
)

// walk reads XML up to the end of the open element. It calls start for each element
// in it, which must read that element to its end, and text for the text between.
// depth counts the nesting; root is true for the file itself, which has no end tag.
// The error is io.EOF at the end of the file.
func walk(d *xml.Decoder, depth *int, root bool, start func(xml.StartElement) error, text func(string) error) error {
	if *depth++; *depth > maxDepth {
		return errDeep
	}
	defer func() { *depth-- }()
	for {
		token, err := d.Token()
		if err != nil {
			if err == io.EOF && !root {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = start(t)
		case xml.EndElement:
			return nil
		case xml.CharData:
			err = text(string(t))
		}
		if err != nil {
			return err
		}
	}
}
