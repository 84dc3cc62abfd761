package format

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// An archive is a zip file that a document is kept in. What it unpacks to is
// not for its sender to decide: all parts together are read no further than
// four times [MaxText].
type archive struct {
	zip    *zip.Reader
	ending string // for messages
	left   int
}

func openArchive(data []byte, ending string) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: not a whole %s (%v); save it again in the program that made it", ErrDamaged, ending, err)
	}
	return &archive{z, ending, 4 * MaxText}, nil
}

// errNoPart says that an archive has no such part.
var errNoPart = errors.New("no such part")

// open opens a part. The error wraps [errNoPart] where it is not there.
func (a *archive) open(name string) (io.Reader, error) {
	f, err := a.zip.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w: no %s in it; is it a %s?", ErrDamaged, errNoPart, name, a.ending)
	}
	return &limited{r: f, left: &a.left}, nil
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

// maxSettings is the most that a part with settings, as styles, may hold, in
// bytes; Word's are a hundredth of that.
const maxSettings = 4 << 20

// decode reads a part with settings into v, as encoding/xml does; nothing where
// there is none.
func (a *archive) decode(name string, v any) error {
	part, err := a.open(name)
	if err != nil {
		return nil
	}
	left := min(maxSettings, a.left)
	part = &limited{r: part, left: &left}
	if err := xml.NewDecoder(part).Decode(v); err != nil {
		return unreadable(name, err)
	}
	return nil
}

// limited reads no more than is left, and no element with more attributes than
// any program writes.
type limited struct {
	r          io.Reader
	left       *int
	attributes int // since the last <
	tags       int
}

// maxAttributes is the most that one element may have, maxTags the most tags that
// a part may: Word writes ten million for twenty thousand pages.
const (
	maxAttributes = 10_000
	maxTags       = 10_000_000
)

func (l *limited) Read(p []byte) (int, error) {
	if *l.left <= 0 {
		return 0, fmt.Errorf("%w: it unpacks to more than %d MB", ErrTooLarge, 4*MaxText>>20)
	}
	n, err := l.r.Read(p[:min(len(p), *l.left)])
	*l.left -= n
	for i, c := range p[:n] {
		switch {
		case c == '<':
			l.attributes = 0
			if l.tags++; l.tags > maxTags {
				return 0, fmt.Errorf("%w: more than %d elements", ErrTooLarge, maxTags/2)
			}
		case (c == '"' || c == '\'') && i > 0 && p[i-1] == '=':
			if l.attributes++; l.attributes > maxAttributes {
				return 0, fmt.Errorf("%w: an element with more than %d attributes", ErrDamaged, maxAttributes)
			}
		}
	}
	return n, err
}

func unreadable(part string, err error) error {
	if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("%w: %s breaks off (%v); save it again in the program that made it", ErrDamaged, part, err)
}

// maxDepth is how deep elements may nest; Word nests a few dozen.
const maxDepth = 512

// walk reads XML up to the end of the element that is open; it calls start for
// each element in it, which reads that to its end, and text for what stands
// between. depth counts how deep it is; root is the file itself, which no end tag
// ends. The error is io.EOF at the file's end.
func walk(d *xml.Decoder, depth *int, root bool, start func(xml.StartElement) error, text func(string) error) error {
	if *depth++; *depth > maxDepth {
		return fmt.Errorf("%w: elements nested more than %d deep", ErrDamaged, maxDepth)
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
