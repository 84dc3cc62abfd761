package format

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"

	"crosscase/corpus"
)

const (
	wordspace   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strictspace = "http://purl.oclc.org/ooxml/wordprocessingml/main" // the same words, ISO strict
)

// readDOCX reads a word processor's document: its body's paragraphs, in order,
// with tables, content controls, text boxes, footnotes and the numbers that lists
// get; text as it stands with all tracked changes accepted; no hidden text, no
// field codes, no running heads.
func readDOCX(data []byte) (corpus.Document, error) {
	archive, err := openArchive(data, ".docx")
	if err != nil {
		return corpus.Document{}, err
	}
	r := docxReader{archive: archive, noteIDs: map[string]int{}}
	if err := r.readStyles(); err != nil {
		return corpus.Document{}, err
	}
	if err := r.readNumbering(); err != nil {
		return corpus.Document{}, err
	}
	if err := r.part("word/document.xml", true); err != nil {
		return corpus.Document{}, err
	}
	for _, part := range []string{"word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"} {
		r.inComments = strings.Contains(part, "comments")
		if err := r.part(part, false); err != nil {
			return corpus.Document{}, err
		}
	}
	return r.out.document(), nil
}

// marks are the characters that stand as elements of a run.
var marks = map[string]string{"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}

// docxReader walks the document's elements once.
type docxReader struct {
	archive    *archive
	xml        *xml.Decoder
	out        flow
	styles     map[string]docxStyle
	lists      docxLists
	noteIDs    map[string]int // number of a note by "footnote" or "endnote" and its id
	inComments bool
	depth      int
	run        struct{ bold, hidden bool }
	fields     []bool // nested fields: true from the field's end of code on
	para       []docxParagraph
}

// docxParagraph is what is known of a paragraph besides its text.
type docxParagraph struct {
	list, level string
	numbered    bool
}

// part reads one part of the document.
func (r *docxReader) part(name string, needed bool) error {
	part, err := r.archive.open(name)
	if err != nil {
		if needed {
			return err
		}
		return nil
	}
	r.xml = xml.NewDecoder(part)
	if err := r.element("", true); err != nil && err != io.EOF {
		return unreadable(name, err)
	}
	return nil
}

// element reads up to the end of the element that is open; paragraph and run
// state are those of the elements around it.
func (r *docxReader) element(parent string, root bool) error {
	return walk(r.xml, &r.depth, root, func(t xml.StartElement) error { return r.start(t, parent) }, func(text string) error {
		if parent == "t" {
			return r.write(text)
		}
		return nil
	})
}

func (r *docxReader) start(t xml.StartElement, parent string) error {
	name := t.Name.Local
	if t.Name.Space != wordspace && t.Name.Space != strictspace {
		if name == "Fallback" { // the same text box once more, for old programs
			return r.xml.Skip()
		}
		return r.element("", false)
	}
	switch name {
	case "p":
		r.out.begin()
		r.para = append(r.para, docxParagraph{})
		err := r.element(name, false)
		r.para = r.para[:len(r.para)-1]
		return errors.Join(err, r.out.end())
	case "tr":
		return r.around(name, r.out.beginRow, r.out.endRow)
	case "tc":
		return r.around(name, r.out.beginCell, r.out.endCell)
	case "r":
		r.run.bold, r.run.hidden = false, false
		return r.element(name, false)
	case "b":
		r.run.bold = parent == "rPr" && on(t)
	case "vanish":
		r.run.hidden = r.run.hidden || parent == "rPr" && on(t)
	case "rStyle":
		r.run.hidden = r.run.hidden || r.styles[value(t)].hidden
	case "pStyle":
		r.style(r.styles[value(t)])
	case "outlineLvl":
		if p := r.out.paragraph(); p != nil && value(t) != "9" {
			p.heading = true
		}
	case "numId", "ilvl":
		if n := len(r.para); n > 0 && parent == "numPr" {
			if name == "numId" {
				r.para[n-1].list = value(t)
			} else {
				r.para[n-1].level = value(t)
			}
		}
	case "tab", "ptab", "br", "cr", "noBreakHyphen":
		if parent == "r" && attribute(t, "type") != "page" && attribute(t, "type") != "column" { // a tab in a paragraph's settings is a tab stop
			if err := r.write(marks[name]); err != nil {
				return err
			}
		}
	case "fldChar":
		r.field(attribute(t, "fldCharType"))
	case "footnoteReference", "endnoteReference":
		if err := r.noteReference(strings.TrimSuffix(name, "Reference"), attribute(t, "id")); err != nil {
			return err
		}
	case "footnote", "endnote":
		return r.note(name, attribute(t, "id"))
	case "commentRangeStart", "commentRangeEnd":
		r.out.mark(attribute(t, "id"), name == "commentRangeEnd")
	case "commentReference":
		if r.out.comment(attribute(t, "id")); !r.inComments {
			r.out.mark(attribute(t, "id"), true)
		}
	case "comment":
		return r.comment(t)
	case "del", "moveFrom", "instrText", "pPrChange", "rPrChange", "numberingChange", "delText", "sdtPr":
		return r.xml.Skip()
	}
	return r.element(name, false)
}

func (r *docxReader) around(name string, begin, end func()) error {
	begin()
	defer end()
	return r.element(name, false)
}

func (r *docxReader) style(s docxStyle) {
	if p := r.out.paragraph(); p != nil {
		p.heading = p.heading || s.heading
	}
	if n := len(r.para); n > 0 && r.para[n-1].list == "" {
		r.para[n-1].list, r.para[n-1].level = s.list, s.level
	}
}

// field follows a field through its code, which is not text, to its result,
// which is.
func (r *docxReader) field(kind string) {
	n := len(r.fields)
	switch {
	case kind == "begin":
		r.fields = append(r.fields, false)
	case kind == "separate" && n > 0:
		r.fields[n-1] = true
	case kind == "end" && n > 0:
		r.fields = r.fields[:n-1]
	}
}

func (r *docxReader) inFieldCode() bool {
	for _, result := range r.fields {
		if !result {
			return true
		}
	}
	return false
}

func (r *docxReader) noteReference(kind, id string) error {
	number, err := r.out.noteMark()
	r.noteIDs[kind+id] = number
	return err
}

// note reads a footnote or endnote that the text names; separators and the like
// it does not name.
func (r *docxReader) note(kind, id string) error {
	number, ok := r.noteIDs[kind+id]
	if !ok {
		return r.xml.Skip()
	}
	r.out.beginNote(number)
	defer r.out.restore()
	return r.element(kind, false)
}

func (r *docxReader) comment(t xml.StartElement) error {
	c := r.out.comment(attribute(t, "id"))
	c.author = attribute(t, "author")
	c.at, _ = time.Parse(time.RFC3339, attribute(t, "date")) // zero where it is none
	r.out.divert(&c.text)
	defer r.out.restore()
	return r.element("comment", false)
}

func (r *docxReader) write(s string) error {
	p := r.out.paragraph()
	if p == nil || r.run.hidden || r.inFieldCode() {
		return nil
	}
	// The number comes with the paragraph's first words, since an empty one in a
	// list is not counted for the eye.
	if n := len(r.para); n > 0 && !r.para[n-1].numbered && strings.TrimSpace(s) != "" {
		r.para[n-1].numbered = true
		if number := r.lists.number(r.para[n-1]); number != "" {
			p.tight = !p.heading
			if err := r.out.write(number, false); err != nil {
				return err
			}
			p.plain = false
		}
	}
	return r.out.write(s, r.run.bold)
}

func value(t xml.StartElement) string { return attribute(t, "val") }

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reads a switch such as <w:b/> or <w:b w:val="false"/>.
func on(t xml.StartElement) bool {
	v := value(t)
	return v != "0" && v != "false" && v != "off"
}
