package format

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// A node is an element of a small XML file, or text between elements.
type node struct {
	name     string // "" for text
	text     string
	attrs    []xml.Attr
	children []*node
	line     int
}

// The most elements of a file, and the most quotation marks before the next element:
// ELAN writes a tenth of that for a day of speech.
const (
	maxElements = 1 << 19
	maxQuotes   = 200_000
)

var xmlEncoding = lazyregexp.New(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// readXML reads a whole XML file whose root element has a name; program is what writes
// such files, for messages. It returns the root and the name of the encoding.
func readXML(data []byte, root, program string) (*node, string, error) {
	text, encoding, err := decodeXML(data)
	if err != nil {
		return nil, "", err
	}
	for element := range strings.SplitSeq(text, "<") {
		if strings.Count(element, `"`)+strings.Count(element, "'") > maxQuotes {
			return nil, "", fmt.Errorf("%w: an element with more than %d attributes", ErrDamaged, maxQuotes/2)
		}
	}
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	t := treeReader{xml: d}
	top := &node{}
	err = t.element(top, true)
	if err != nil && err != io.EOF {
		return nil, "", brokenXML(err, program)
	}
	for _, n := range top.children {
		if n.name == root {
			return n, encoding, nil
		}
	}
	return nil, "", fmt.Errorf("%w: no element %s; is it a file of %s?", ErrDamaged, root, program)
}

// decodeXML converts a file to UTF-8 and returns the name of its encoding: that of its
// byte order mark, UTF-8 if it is valid, else the one that it declares.
func decodeXML(data []byte) (text, encoding string, err error) {
	declared := xmlEncoding().FindSubmatch(data[:min(len(data), 1000)])
	if declared == nil || utf8.Valid(data) {
		return Decode(data)
	}
	encoding = strings.ToLower(string(declared[1]))
	converted, err := Transcode(data, encoding)
	if err != nil {
		return Decode(data)
	}
	text, _, err = Decode(converted)
	return text, encoding, err
}

// brokenXML says where a file is broken.
func brokenXML(err error, program string) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, ErrDamaged) || errors.Is(err, ErrTooLarge):
		return err
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: line %d: %s; save it again in %s", ErrDamaged, syntax.Line, clip(syntax.Msg), program)
	}
	return fmt.Errorf("%w: %s; save it again in %s", ErrDamaged, clip(err.Error()), program)
}

// A treeReader reads the elements of a file.
type treeReader struct {
	xml      *xml.Decoder
	depth    int
	elements int
	texts    int
}

// element reads what is in an element.
func (t *treeReader) element(n *node, root bool) error {
	return walk(t.xml, &t.depth, root, func(e xml.StartElement) error {
		if t.elements++; t.elements > maxElements {
			return fmt.Errorf("%w: more than %d elements", ErrTooLarge, maxElements)
		}
		line, _ := t.xml.InputPos()
		child := &node{name: e.Name.Local, attrs: e.Attr, line: line}
		n.children = append(n.children, child)
		return t.element(child, false)
	}, func(text string) error {
		if strings.TrimSpace(text) != "" {
			if t.texts++; t.texts > maxElements { // comments divide them
				return fmt.Errorf("%w: more than %d pieces of text", ErrTooLarge, maxElements)
			}
			n.children = append(n.children, &node{text: text})
		}
		return nil
	})
}

// attr is the value of an attribute, "" if there is none.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// child is the first element of a name in n; an empty element if there is none.
func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return &node{}
}

// all returns the elements of a name in n.
func (n *node) all(name string) (found []*node) {
	for _, c := range n.children {
		if c.name == name {
			found = append(found, c)
		}
	}
	return found
}

// own is the text in n, without that of its elements.
func (n *node) own() string {
	if len(n.children) == 1 {
		return n.children[0].text
	}
	var b strings.Builder
	for _, c := range n.children {
		b.WriteString(c.text)
	}
	return b.String()
}

// leaves calls do for n and each element in it, with the text that is the element's own.
func (n *node) leaves(do func(n *node, text string) error) error {
	if text := n.own(); text != "" {
		if err := do(n, text); err != nil {
			return err
		}
	}
	for _, c := range n.children {
		if c.name == "" {
			continue
		}
		if err := c.leaves(do); err != nil {
			return err
		}
	}
	return nil
}

// header leaves out what a file declares in an element, each piece with the name of its
// element or of the attribute that it is about.
func (b *builder) header(n *node) error {
	return n.leaves(func(n *node, text string) error {
		return b.leaveOut(corpus.Header, cmp.Or(oneLine(n.attr("attribute-name")), n.name), text)
	})
}
