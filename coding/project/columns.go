package project

import (
	"encoding/binary"
	"fmt"

	"crosscase/coding"
)

// appendName appends a string behind its length.
func appendName(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// nameNumbers numbers strings.
type nameNumbers struct {
	all     []string
	numbers map[string]int
	last    string
	lastIs  int
}

func (c *nameNumbers) number(s string) int {
	if s == c.last && len(c.all) > 0 {
		return c.lastIs
	}
	if c.numbers == nil {
		c.numbers = map[string]int{}
	}
	n, known := c.numbers[s]
	if !known {
		n = len(c.all)
		c.numbers[s] = n
		c.all = append(c.all, s)
	}
	c.last, c.lastIs = s, n
	return n
}

// A textDecoder reads what was appended. The strings that it gives are parts of one, so that
// a million take no more memory than they need. What breaks off gives nothing from there on,
// and an error at the end.
type textDecoder struct {
	decoder
	whole string // ends as b does
}

func newTextDecoder(b []byte) textDecoder { return textDecoder{decoder{b: b}, string(b)} }

// text is a string behind its length.
func (d *textDecoder) text() string { return d.part().whole }

// part is what was appended as a string, to be read by itself.
func (d *textDecoder) part() textDecoder {
	n := d.count()
	at := len(d.whole) - len(d.b)
	part := textDecoder{decoder{b: d.b[:n]}, d.whole[at : at+n]}
	d.b = d.b[n:]
	return part
}

// oneOf is one of some strings, by its number.
func (d *textDecoder) oneOf(names []string) string {
	if n := int(d.four()); n < len(names) {
		return names[n]
	}
	d.breaksOff()
	return ""
}

// four is a number of four bytes.
func (d *textDecoder) four() uint32 {
	if len(d.b) < 4 {
		d.breaksOff()
		return 0
	}
	n := binary.LittleEndian.Uint32(d.b)
	d.b = d.b[4:]
	return n
}

// eight is a number of eight bytes.
func (d *textDecoder) eight() uint64 { return uint64(d.four()) | uint64(d.four())<<32 }

// byte is one byte.
func (d *textDecoder) byte() byte {
	if len(d.b) == 0 {
		d.breaksOff()
		return 0
	}
	b := d.b[0]
	d.b = d.b[1:]
	return b
}

func (d *textDecoder) breaksOff() {
	d.b, d.err = nil, fmt.Errorf("%w: it breaks off", coding.ErrDamaged)
}
