package refi

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
)

// Bounds of what a file may ask for; the largest real projects are a hundredth of
// them.
const (
	maxElements = 8_000_000
	maxCodes    = 200_000
	maxNesting  = 64
	maxProject  = 1 << 30 // bytes
)

// A reader reads elements by their local names.
type reader struct {
	document
	tokens   tokenizer
	problems *Problems
	count    int                           // of elements
	codes    int                           // of codes
	seen     map[string]map[uuid.UUID]bool // by kind, identifiers
}

func newReader(in io.Reader, problems *Problems) *reader {
	buffered := bufio.NewReaderSize(&cut{r: in, left: maxProject}, 64<<10)
	if start, err := buffered.Peek(3); err == nil && string(start) == "\ufeff" {
		buffered.Discard(3)
	}
	r := &reader{tokens: tokenizer{in: buffered, d: xml.NewDecoder(buffered)}, problems: problems, seen: map[string]map[uuid.UUID]bool{}}
	r.tokens.d.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("it is in %s, not UTF-8", name)
	}
	return r
}

// cut ends a file that is longer than it may be with an error.
type cut struct {
	r    io.Reader
	left int64
}

func (c *cut) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, fmt.Errorf("it unpacks to more than %d GB", maxProject>>30)
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

// root returns the start of the outermost element.
func (r *reader) root() (xml.StartElement, error) {
	for {
		token, err := r.tokens.next(true, nil)
		if err == io.EOF {
			return xml.StartElement{}, fmt.Errorf("%w: it has no Project element", ErrNotREFI)
		}
		if err != nil {
			return xml.StartElement{}, r.located(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// located wraps an error with the line at which it occurred.
func (r *reader) located(err error) error {
	line := r.tokens.line()
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: line %d: %s", ErrNotREFI, syntax.Line+r.tokens.lines, syntax.Msg)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: it ends unexpectedly in line %d", ErrNotREFI, line)
	}
	return fmt.Errorf("%w: line %d: %w", ErrNotREFI, line, err)
}

// read reads an element as its kind declares it. It returns false for one that is
// of no use.
func (r *reader) read(start xml.StartElement, k kind) (usable bool, err error) {
	e := r.open(start)
	k.declare(e)
	if e.err != nil {
		return false, e.err
	}
	if _, err := r.inside(e); err != nil {
		return false, err
	}
	if c, ok := k.(checked); ok {
		return c.usable(r.problems), nil
	}
	return true, nil
}

// leaf reads an element that has no children, and returns its text.
func (r *reader) leaf(start xml.StartElement, attributes ...string) (string, error) {
	e := r.open(start)
	e.attributes = append(e.attributes, attributes...)
	return r.inside(e)
}

func (r *reader) open(start xml.StartElement) *element {
	e := r.push(start.Name.Local)
	e.r, e.start = r, start
	return e
}

// inside reads what is in an element, up to its end. It returns its text, which
// counts only where it declares no children.
func (r *reader) inside(e *element) (string, error) {
	defer r.pop()
	e.unknownAttributes()
	var text strings.Builder
	for last := 0; ; {
		token, err := r.token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if last, err = r.inner(e, t, last); err != nil {
				return "", err
			}
		case xml.EndElement:
			if t.Name != e.start.Name {
				return "", fmt.Errorf("<%s> is ended by </%s>", e.name, t.Name.Local)
			}
			return text.String(), nil
		case xml.CharData:
			if len(e.children) == 0 {
				text.Write(t)
			}
		}
	}
}

func (e *element) unknownAttributes() {
	for _, a := range e.start.Attr {
		if a.Name.Space != "" || a.Name.Local == "xmlns" { // of namespaces, and where schemas are
			continue
		}
		if !slices.Contains(e.attributes, a.Name.Local) {
			e.r.problems.Add("attribute not in the standard: left out", e.name+"@"+a.Name.Local)
		}
	}
}

// inner reads a child of e. It takes and returns which of the declared children came
// last.
func (r *reader) inner(e *element, start xml.StartElement, last int) (int, error) {
	at := slices.IndexFunc(e.children, func(c child) bool { return c.name == start.Name.Local })
	if at < 0 {
		r.problems.Add("element not allowed there by the standard: left out", e.name+"/"+start.Name.Local)
		return last, r.skip()
	}
	if at < last && !e.anyOrder {
		r.problems.Add("element out of order: moved to its place", e.name+"/"+start.Name.Local)
	}
	return max(last, at), e.children[at].read(r, start, e.children[at].to)
}

// token returns what comes next. Names are as written: looking up namespaces takes
// as long as all the rest, and no program writes prefixes.
func (r *reader) token() (xml.Token, error) {
	in := r.elements[r.depth-1]
	token, err := r.tokens.next(len(in.children) > 0, in.childAttrs[:0])
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if start, ok := token.(xml.StartElement); ok && err == nil {
		in.childAttrs = start.Attr
		if r.count++; r.count > maxElements {
			return nil, fmt.Errorf("more than %d elements", maxElements)
		}
	}
	return token, err
}

// skip reads to the end of the element that was begun last.
func (r *reader) skip() error {
	for depth := 1; depth > 0; {
		token, err := r.token()
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// guid returns the identifier of an element. One that is missing, malformed or used
// by another element of its kind is replaced by one that the same file gets each
// time it is read.
func (r *reader) guid(start xml.StartElement, kind string) string {
	is, name := strings.TrimSpace(attribute(start, "guid")), attribute(start, "name")
	seen := r.seen[kind]
	if seen == nil {
		seen = map[uuid.UUID]bool{}
		r.seen[kind] = seen
	}
	switch guid, ok := parseGUID(is); {
	case is == "":
		r.problems.Add("identifier missing: a new one was made", start.Name.Local+" "+name)
	case !ok:
		r.problems.Add("malformed identifier: a new one was made", start.Name.Local+" "+shorten(is))
	case seen[guid]:
		r.problems.Add("duplicate identifier: the second got a new one", start.Name.Local+" "+is)
	default:
		seen[guid] = true
		return is
	}
	made := NewGUID("read", kind, is, name, strconv.Itoa(len(seen)))
	guid, _ := parseGUID(made)
	seen[guid] = true
	return made
}

// number reads a whole number, -1 where it is none.
func (r *reader) number(start xml.StartElement, name, value string) int {
	n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
	if err != nil {
		r.problems.Add("not a number", start.Name.Local+"@"+name+" "+shorten(value))
		return -1
	}
	return int(n)
}

// ref reads a reference: by the standard an attribute, in drafts another one or the
// element's text.
func (r *reader) ref(start xml.StartElement) (string, error) {
	declared := "targetGUID"
	if r.codebook && start.Name.Local == "MemberCode" {
		declared = "guid"
	}
	text, err := r.leaf(start, declared)
	for _, to := range []string{attribute(start, "targetGUID"), attribute(start, "guid"), text} {
		if to != "" {
			return strings.TrimSpace(to), err
		}
	}
	return "", err
}

func readText(r *reader, start xml.StartElement, to any) (err error) {
	*to.(*string), err = r.leaf(start)
	return err
}

func readContent(r *reader, start xml.StartElement, to any) error {
	text, err := r.leaf(start)
	*to.(**string) = &text
	return err
}

func readRefs(r *reader, start xml.StartElement, to any) error {
	ref, err := r.ref(start)
	if err != nil {
		return err
	}
	if !IsGUID(ref) {
		r.problems.Add("reference without a valid identifier: left out", start.Name.Local)
		return nil
	}
	list := to.(*[]string)
	*list = append(*list, ref)
	return nil
}

// readRef keeps the first reference where there are several.
func readRef(r *reader, start xml.StartElement, to any) error {
	ref, err := r.ref(start)
	if one := to.(*string); *one == "" {
		*one = ref
	}
	return err
}

func readGroup(r *reader, start xml.StartElement, to any) error {
	_, err := r.read(start, to.(group))
	return err
}

func readOne[T any, K pointerTo[T]](r *reader, start xml.StartElement, to any) error {
	x := new(T)
	*to.(**T) = x
	_, err := r.read(start, K(x))
	return err
}

func readMany[T any, K pointerTo[T]](r *reader, start xml.StartElement, to any) error {
	x := new(T)
	usable, err := r.read(start, K(x))
	if list := to.(*[]*T); usable {
		*list = append(*list, x)
	}
	return err
}

func readValues[T any, K pointerTo[T]](r *reader, start xml.StartElement, to any) error {
	var x T
	usable, err := r.read(start, K(&x))
	if list := to.(*[]T); usable {
		*list = append(*list, x)
	}
	return err
}

func shorten(s string) string {
	if utf8.RuneCountInString(s) > 40 {
		return string([]rune(s)[:40]) + "…"
	}
	return s
}
