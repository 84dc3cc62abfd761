package refi

import (
	"bufio"
	"unicode/utf8"
)

// A writer writes elements. Errors of out are returned at the end.
type writer struct {
	document
	out      *bufio.Writer
	open     bool // the > of the last start tag is still to be written
	nested   bool // the element that is open holds other elements
	replaced int  // characters that XML cannot hold
}

// whole writes a document of one element.
func (w *writer) whole(name string, k kind) (replaced int, err error) {
	w.out.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
	w.element(name, k)
	w.out.WriteString("\n")
	return w.replaced, w.out.Flush()
}

// element writes an element as its kind declares it.
func (w *writer) element(name string, k kind) {
	k.declare(w.begin(name))
	w.end(name)
}

// text writes an element that holds nothing but text.
func (w *writer) text(name, text string) {
	w.begin(name)
	w.closeTag()
	w.escape(text, false)
	w.end(name)
}

// attribute writes an attribute of the element that was begun last.
func (w *writer) attribute(name, value string) {
	w.out.WriteByte(' ')
	w.out.WriteString(name)
	w.out.WriteString(`="`)
	w.escape(value, true)
	w.out.WriteByte('"')
}

func (w *writer) begin(name string) *element {
	w.closeTag()
	if w.depth > 0 {
		w.newline()
	}
	w.out.WriteByte('<')
	w.out.WriteString(name)
	w.open, w.nested = true, false
	e := w.push(name)
	e.w = w
	return e
}

func (w *writer) end(name string) {
	w.pop()
	if w.open {
		w.out.WriteString("/>")
		w.open = false
	} else {
		if w.nested {
			w.newline()
		}
		w.out.WriteString("</")
		w.out.WriteString(name)
		w.out.WriteByte('>')
	}
	w.nested = true
}

func (w *writer) closeTag() {
	if w.open {
		w.out.WriteByte('>')
		w.open = false
	}
}

func (w *writer) newline() {
	w.out.WriteByte('\n')
	for range w.depth {
		w.out.WriteByte(' ')
	}
}

// escape writes what XML can hold, and counts what it cannot.
func (w *writer) escape(s string, inAttribute bool) {
	if isPlain(s) {
		w.out.WriteString(s)
		return
	}
	last := 0
	for i, r := range s {
		with := escaped(r, inAttribute)
		if unwritable(r) || r == utf8.RuneError && s[i] != 0xef { // U+FFFD itself begins with that byte
			with = "\ufffd"
			w.replaced++
		}
		if with == "" {
			continue
		}
		w.out.WriteString(s[last:i])
		w.out.WriteString(with)
		_, n := utf8.DecodeRuneInString(s[i:])
		last = i + n
	}
	w.out.WriteString(s[last:])
}

// isPlain reports whether a text is written as it is: most are identifiers and numbers.
func isPlain(s string) bool {
	for i := range len(s) {
		if b := s[i]; b < ' ' || b >= utf8.RuneSelf || b == '&' || b == '<' || b == '>' || b == '"' {
			return false
		}
	}
	return true
}

// escaped returns how a character is written, "" for as it is. White space in
// attributes becomes references, since parsers turn it into blanks; carriage
// returns do everywhere, since parsers turn them into line feeds.
func escaped(r rune, inAttribute bool) string {
	switch r {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '\r':
		return "&#13;"
	}
	if inAttribute {
		switch r {
		case '"':
			return "&quot;"
		case '\n':
			return "&#10;"
		case '\t':
			return "&#9;"
		}
	}
	return ""
}

// unwritable reports whether XML 1.0 has no way to hold a character.
func unwritable(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0xfffe || r == 0xffff
}
