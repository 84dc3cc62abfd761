package refi

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"unicode/utf8"
)

// A tokenizer parts a document into tags and text. Plain tags, as nearly all programs write
// nearly all of them, are read here, which takes a fifth of the time. All else, and what is
// not well formed, is left to encoding/xml, which goes on from the same place.
type tokenizer struct {
	in    *bufio.Reader
	d     *xml.Decoder // of in
	ahead bool         // d may have read the next byte already, or owe the end of <x/>
	owed  string       // the name of an element whose end is still to come
	lines int          // that d has not seen
	names []string     // that occurred, so that each is allocated once
}

// plainTag is the length that a plain tag has at most, in bytes.
const plainTag = 4 << 10

// line returns the line at which reading is.
func (t *tokenizer) line() int {
	line, _ := t.d.InputPos()
	return line + t.lines
}

// next returns what comes next, a start with its attributes in attrs. White space before a
// tag is left out if blanks says that it does not count.
func (t *tokenizer) next(blanks bool, attrs []xml.Attr) (xml.Token, error) {
	if t.owed != "" {
		end := xml.EndElement{Name: xml.Name{Local: t.owed}}
		t.owed = ""
		return end, nil
	}
	if !t.ahead {
		if tag := t.plain(blanks, attrs); tag != nil {
			return tag, nil
		}
	}
	token, err := t.d.RawToken()
	switch token.(type) {
	case xml.StartElement, xml.CharData:
		t.ahead = true
	default:
		t.ahead = false
	}
	return token, err
}

// plain reads a plain tag; nil where none comes next, and nothing is read.
func (t *tokenizer) plain(blanks bool, attrs []xml.Attr) xml.Token {
	window, _ := t.in.Peek(t.in.Buffered())
	tag, n := t.tag(window, blanks, attrs)
	if tag == nil && len(window) < plainTag { // it may only be cut
		window, _ = t.in.Peek(plainTag)
		tag, n = t.tag(window, blanks, attrs)
	}
	if tag != nil {
		t.lines += bytes.Count(window[:n], []byte("\n"))
		t.in.Discard(n)
	}
	return tag
}

// tag returns the plain tag at the beginning of a window, and how many bytes it takes.
func (t *tokenizer) tag(window []byte, blanks bool, attrs []xml.Attr) (tag xml.Token, n int) {
	at := 0
	if blanks {
		at = space(window, 0)
	}
	if at = next(window, at, '<'); at < 0 {
		return nil, 0
	}
	if ends := next(window, at, '/'); ends > 0 {
		name, at := t.name(window, ends)
		if at = next(window, space(window, at), '>'); at < 0 {
			return nil, 0
		}
		return xml.EndElement{Name: xml.Name{Local: name}}, at
	}
	start := xml.StartElement{Attr: attrs[:0]}
	if start.Name.Local, at = t.name(window, at); at < 0 {
		return nil, 0
	}
	for {
		before := at
		at = space(window, at)
		if end := next(window, at, '>'); end > 0 {
			return start, end
		}
		if end := next(window, next(window, at, '/'), '>'); end > 0 {
			t.owed = start.Name.Local
			return start, end
		}
		a, end := t.attribute(window, at)
		if end < 0 || at == before {
			return nil, 0
		}
		start.Attr, at = append(start.Attr, a), end
	}
}

// attribute returns the attribute at a place of a window and where it ends; below 0 where
// there is no plain one.
func (t *tokenizer) attribute(window []byte, at int) (a xml.Attr, end int) {
	if a.Name.Local, at = t.name(window, at); at < 0 {
		return a, -1
	}
	quoted := next(window, at, '=')
	if quoted < 0 || quoted == len(window) || window[quoted] != '"' && window[quoted] != '\'' {
		return a, -1
	}
	value := window[quoted+1:]
	length := bytes.IndexByte(value, window[quoted])
	if length < 0 || !isLiteral(value[:length]) {
		return a, -1
	}
	a.Value = string(value[:length])
	return a, quoted + 1 + length + 1
}

// isLiteral reports whether XML takes the bytes of a value as they are.
func isLiteral(value []byte) bool {
	ascii := true
	for _, b := range value {
		if b < ' ' || b == '&' || b == '<' || b == 0xef { // U+FFFE and U+FFFF begin with that one
			return false
		}
		ascii = ascii && b < utf8.RuneSelf
	}
	return ascii || utf8.Valid(value)
}

// name returns the name at a place of a window and where it ends; below 0 where there is no
// name of letters and digits.
func (t *tokenizer) name(window []byte, at int) (name string, end int) {
	if at < 0 {
		return "", -1
	}
	n := 0
	for at+n < len(window) && isNameByte(window[at+n], n) {
		n++
	}
	if n == 0 || at+n == len(window) {
		return "", -1
	}
	is := window[at : at+n]
	for _, name := range t.names {
		if name == string(is) {
			return name, at + n
		}
	}
	if name = string(is); len(t.names) < 100 {
		t.names = append(t.names, name)
	}
	return name, at + n
}

// isNameByte reports whether a byte may be the nth of a plain name.
func isNameByte(b byte, n int) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || n > 0 && '0' <= b && b <= '9'
}

// next returns the place behind a byte if it is at a place of a window; below 0 where not.
func next(window []byte, at int, b byte) int {
	if at < 0 || at >= len(window) || window[at] != b {
		return -1
	}
	return at + 1
}

// space returns the place behind white space at a place of a window.
func space(window []byte, at int) int {
	for at >= 0 && at < len(window) && (window[at] == ' ' || window[at] == '\n' || window[at] == '\t' || window[at] == '\r') {
		at++
	}
	return at
}
