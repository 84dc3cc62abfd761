package refi

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// Namespaces of what is written.
const (
	projectSpace  = "urn:QDA-XML:project:1.0"
	codebookSpace = "urn:QDA-XML:codebook:1.0"
)

// ErrNotREFI reports that a file is not a REFI-QDA project, or cannot be read as
// one.
var ErrNotREFI = errors.New("not a REFI-QDA project")

// ReadProject reads a project.qde or a codebook (.qdc), and returns the problems
// that it met. The error wraps [ErrNotREFI] and names the line.
func ReadProject(in io.Reader) (*Project, []Problem, error) {
	problems := &Problems{}
	p, err := readProject(in, problems)
	return p, problems.All(), err
}

func readProject(in io.Reader, problems *Problems) (*Project, error) {
	r := newReader(in, problems)
	root, err := r.root()
	if err != nil {
		return nil, err
	}
	p := &Project{}
	switch root.Name.Local {
	case "Project":
		_, err = r.read(root, p)
	case "CodeBook":
		r.codebook = true
		_, err = r.read(root, codebook{p})
	default:
		return nil, fmt.Errorf("%w: it begins with <%s>, not <Project>", ErrNotREFI, root.Name.Local)
	}
	if err != nil {
		return nil, r.located(err)
	}
	return p, nil
}

// Write writes the project as project.qde: in the schema's order, without empty
// lists, in UTF-8 without a byte order mark. It returns how many characters that
// XML cannot hold were replaced by U+FFFD.
func (p *Project) Write(out io.Writer) (replaced int, err error) {
	w := &writer{out: bufio.NewWriterSize(out, 64<<10)}
	return w.whole("Project", p)
}

// WriteCodebook writes codes and their sets as a codebook (.qdc), and returns the
// same as [Project.Write]. The schema asks for at least one code.
func (p *Project) WriteCodebook(out io.Writer) (replaced int, err error) {
	w := &writer{out: bufio.NewWriter(out)}
	w.codebook = true
	return w.whole("CodeBook", codebook{p})
}

// A document keeps the elements that are open while it is read or written, so that
// they are used again for those that follow.
type document struct {
	codebook bool // it is a codebook, not a project
	elements []*element
	depth    int
}

func (d *document) push(name string) *element {
	if d.depth == len(d.elements) {
		d.elements = append(d.elements, &element{})
	}
	e := d.elements[d.depth]
	*e = element{name: name, codebook: d.codebook, level: 1, attributes: e.attributes[:0], children: e.children[:0], childAttrs: e.childAttrs}
	if d.depth > 0 && d.elements[d.depth-1].name == name {
		e.level += d.elements[d.depth-1].level
	}
	d.depth++
	return e
}

func (d *document) pop() { d.depth-- }

// attribute returns an attribute's value, "" where there is none.
func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
