package format

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"

	"crosscase/corpus"
)

// The namespaces of WordprocessingML.
const (
	wordspace   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strictspace = "http://purl.oclc.org/ooxml/wordprocessingml/main" // the same elements in ISO strict
)

// readDOCX reads a Word document: paragraphs, tables, content controls, text boxes,
// footnotes, comments and the numbers of lists. Tracked changes are accepted; deleted and
// hidden text, headers and footers are left out, and field codes are no words.
func readDOCX(data []byte) (corpus.Document, error) {
	archive, err := openArchive(data, ".docx")
	if err != nil {
		return corpus.Document{}, err
	}
	top, err := archive.related("")
	if err != nil {
		return corpus.Document{}, err
	}
	main := top.first("officeDocument", "word/document.xml")
	r := docxReader{archive: archive, noteIDs: map[string]int{}}
	if r.parts, err = archive.related(main); err != nil {
		return corpus.Document{}, err
	}
	if err := r.readStyles(); err != nil {
		return corpus.Document{}, err
	}
	if err := r.readNumbering(); err != nil {
		return corpus.Document{}, err
	}
	if err := errors.Join(r.part(main, true), r.endDropCap()); err != nil {
		return corpus.Document{}, err
	}
	for _, kind := range []string{"footnotes", "endnotes", "comments"} {
		r.inComments = kind == "comments"
		if err := r.part(r.parts.first(kind, "word/"+kind+".xml"), false); err != nil {
			return corpus.Document{}, err
		}
	}
	if err := r.asides(); err != nil {
		return corpus.Document{}, err
	}
	return r.out.document(), nil
}

// A docxReader walks the elements of a document once.
type docxReader struct {
	archive    *archive
	parts      relationships // of the main part
	xml        *xml.Decoder
	out        flow
	styles     map[string]docxStyle
	lists      docxLists
	noteIDs    map[string]int // number of a note by "footnote" or "endnote" and its id
	inComments bool
	depth      int
	run        struct{ bold, hidden bool }
	fields     []bool // open fields; true after the end of a field's code
	para       []docxParagraph
	dropCap    string // the first letter of the next paragraph
	deleted    int    // depth of tracked deletions
}

// A docxParagraph is what a paragraph's settings say.
type docxParagraph struct {
	list, level string
	numbered    bool // the number has been written
	hidden      bool
	dropCap     bool // it is the first letter of the next one
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

// element reads up to the end of the open element, called parent.
func (r *docxReader) element(parent string, root bool) error {
	return walk(r.xml, &r.depth, root, func(t xml.StartElement) error { return r.start(t, parent) }, func(text string) error {
		if parent == "t" || parent == "delText" {
			return r.write(text)
		}
		return nil
	})
}

// start reads the element that t begins.
func (r *docxReader) start(t xml.StartElement, parent string) error {
	name := t.Name.Local
	if t.Name.Space != wordspace && t.Name.Space != strictspace {
		return r.foreign(t)
	}
	switch name {
	case "p":
		return r.paragraph()
	case "tr":
		return r.around(name, r.out.beginRow, r.out.endRow)
	case "tc":
		return r.around(name, r.out.beginCell, r.out.endCell)
	case "footnote", "endnote":
		return r.note(name, attribute(t, "id"))
	case "comment":
		return r.comment(t)
	case "instrText", "delInstrText", "pPrChange", "rPrChange", "numberingChange", "sdtPr":
		return r.xml.Skip()
	case "del", "moveFrom":
		r.deleted++
		defer func() { r.deleted-- }()
	case "r":
		r.run.bold, r.run.hidden = false, len(r.para) > 0 && r.para[len(r.para)-1].hidden
	case "tab", "ptab", "br", "cr", "noBreakHyphen":
		if err := r.character(t, parent); err != nil {
			return err
		}
	case "footnoteReference", "endnoteReference":
		if err := r.noteReference(strings.TrimSuffix(name, "Reference"), attribute(t, "id")); err != nil {
			return err
		}
	default:
		r.setting(t, parent)
	}
	return r.element(name, false)
}

// setting applies an element without text of its own.
func (r *docxReader) setting(t xml.StartElement, parent string) {
	switch t.Name.Local {
	case "b":
		r.run.bold = parent == "rPr" && on(t)
	case "vanish":
		r.run.hidden = parent == "rPr" && on(t)
	case "framePr":
		if n, kind := len(r.para), attribute(t, "dropCap"); n > 0 && (kind == "drop" || kind == "margin") {
			r.para[n-1].dropCap = true
		}
	case "rStyle":
		r.run.hidden = r.run.hidden || r.styles[value(t)].hidden
	case "pStyle":
		r.style(r.styles[value(t)])
	case "outlineLvl":
		if p := r.out.paragraph(); p != nil && value(t) != "9" {
			p.heading = true
		}
	case "numId":
		if n := len(r.para); n > 0 && parent == "numPr" {
			r.para[n-1].list = value(t)
		}
	case "ilvl":
		if n := len(r.para); n > 0 && parent == "numPr" {
			r.para[n-1].level = value(t)
		}
	case "fldChar":
		r.field(attribute(t, "fldCharType"))
	case "commentRangeStart", "commentRangeEnd":
		r.out.mark(attribute(t, "id"), t.Name.Local == "commentRangeEnd")
	case "commentReference":
		if r.out.comment(attribute(t, "id")); !r.inComments {
			r.out.mark(attribute(t, "id"), true)
		}
	}
}

// characters are those that are written as elements of a run.
var characters = map[string]string{"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}

// character writes a character, but not a break of pages or columns, nor the tab
// stop of a paragraph's settings.
func (r *docxReader) character(t xml.StartElement, parent string) error {
	if kind := attribute(t, "type"); parent != "r" || kind == "page" || kind == "column" {
		return nil
	}
	return r.write(characters[t.Name.Local])
}

// around reads an element between begin and end.
func (r *docxReader) around(name string, begin, end func()) error {
	begin()
	defer end()
	return r.element(name, false)
}

// style applies the style of a paragraph.
func (r *docxReader) style(s docxStyle) {
	if p := r.out.paragraph(); p != nil {
		p.heading = p.heading || s.heading
	}
	if n := len(r.para); n > 0 {
		r.para[n-1].hidden = s.hidden
		if r.para[n-1].list == "" {
			r.para[n-1].list, r.para[n-1].level = s.list, s.level
		}
	}
}

// field follows a field from its code, which is not text, to its result, which is.
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
	if r.deleted > 0 {
		return nil
	}
	number, err := r.out.noteMark()
	r.noteIDs[kind+id] = number
	return err
}

// note reads a footnote or endnote. It is left out if the reference to it was deleted.
func (r *docxReader) note(kind, id string) error {
	number, ok := r.noteIDs[kind+id]
	if !ok {
		r.deleted++
		defer func() { r.deleted-- }()
		return errors.Join(r.element(kind, false), r.out.endAside())
	}
	r.out.beginNote(number)
	defer r.out.restore()
	return r.element(kind, false)
}

func (r *docxReader) comment(t xml.StartElement) error {
	c := r.out.comment(attribute(t, "id"))
	c.author = attribute(t, "author")
	c.at, _ = time.Parse(time.RFC3339, attribute(t, "date")) // zero if it is not valid
	r.out.divert(&c.text)
	defer r.out.restore()
	return r.element("comment", false)
}

// write writes text, after the number of its paragraph.
func (r *docxReader) write(s string) error {
	p := r.out.paragraph()
	switch {
	case p == nil || r.inFieldCode():
		return nil
	case r.deleted > 0:
		return r.out.writeAside(corpus.DeletedText, s)
	case r.run.hidden:
		return r.out.writeAside(corpus.HiddenText, s)
	}
	if err := r.out.endAside(); err != nil {
		return err
	}
	// The number comes with the first words of the paragraph, since Word shows none
	// for an empty one.
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
