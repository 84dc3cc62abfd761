package format

import (
	"encoding/xml"
	"errors"
	"strings"

	"crosscase/corpus"
)

// The namespaces of what a Word document has of other kinds: formulas, and shapes with
// text of their own.
const (
	mathspace   = "http://schemas.openxmlformats.org/officeDocument/2006/math"
	strictmath  = "http://purl.oclc.org/ooxml/officeDocument/math"
	drawspace   = "http://schemas.openxmlformats.org/drawingml/2006/main"
	strictdraws = "http://purl.oclc.org/ooxml/drawingml/main"
)

// foreign reads an element that is not Word's own.
func (r *docxReader) foreign(t xml.StartElement) error {
	switch space, name := t.Name.Space, t.Name.Local; {
	case name == "Fallback": // the same text box once more, for old programs
		return r.xml.Skip()
	case name == "t" && (space == mathspace || space == strictmath || space == drawspace || space == strictdraws):
		return r.element("t", false)
	case name == "p" && (space == drawspace || space == strictdraws):
		return r.paragraph()
	}
	return r.element("", false)
}

// paragraph reads a paragraph. A large first letter is a paragraph of its own before the
// one that it begins.
func (r *docxReader) paragraph() error {
	p := r.out.begin()
	if r.dropCap != "" {
		if err := r.out.write(r.dropCap, false); err != nil {
			return err
		}
		r.dropCap = ""
	}
	r.para = append(r.para, docxParagraph{})
	err := errors.Join(r.element("p", false), r.out.endAside())
	last := len(r.para) - 1
	if r.para[last].dropCap {
		r.dropCap, p.text = strings.TrimSpace(string(p.text)), nil
	}
	r.para = r.para[:last]
	return errors.Join(err, r.out.end())
}

// endDropCap makes a paragraph of a large first letter that no paragraph follows.
func (r *docxReader) endDropCap() error {
	if r.dropCap == "" {
		return nil
	}
	r.out.begin()
	err := errors.Join(r.out.write(r.dropCap, false), r.out.end())
	r.dropCap = ""
	return err
}

// asides leaves out headers and footers, and the words of diagrams, which are parts of
// their own.
func (r *docxReader) asides() error {
	for _, kind := range []string{"header", "footer", "diagramData"} {
		for _, part := range r.parts[kind] {
			why, where := corpus.RunningHead, kind
			if kind == "diagramData" {
				why, where = corpus.Diagram, ""
			}
			var text []*paragraph
			r.out.divert(&text)
			err := r.part(part, false)
			r.out.restore()
			if err := errors.Join(err, r.out.leaveParagraphs(why, where, text)); err != nil {
				return err
			}
		}
	}
	return nil
}
