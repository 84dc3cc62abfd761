package format

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"crosscase/corpus"
)

const (
	wordspace   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strictspace = "http://purl.oclc.org/ooxml/wordprocessingml/main" // the same words, ISO strict
	maxDepth    = 512                                                // of nested elements; Word nests a few dozen
)

// readDOCX reads a word processor's document: its body's paragraphs, in order,
// table cells and content controls included; text as it stands with all tracked
// changes accepted; no hidden text, no field codes.
func readDOCX(data []byte) (corpus.Document, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return corpus.Document{}, fmt.Errorf("%w: not a whole .docx (%v); save it again in the word processor", ErrDamaged, err)
	}
	part, err := open(archive, "word/document.xml")
	if err != nil {
		return corpus.Document{}, err
	}
	styles, err := headingStyles(archive)
	if err != nil {
		return corpus.Document{}, err
	}
	r := docxReader{xml: xml.NewDecoder(part), headings: styles}
	if err := r.read(); err != nil {
		return corpus.Document{}, unreadable("word/document.xml", err)
	}
	doc := r.out.document()
	doc.Encoding = "utf-8"
	return doc, nil
}

// open opens a part of an archive, to be read no further than [MaxText]: what a
// small file unpacks to is not for its sender to decide.
func open(archive *zip.Reader, name string) (io.Reader, error) {
	f, err := archive.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: no %s in it; is it a .docx?", ErrDamaged, name)
	}
	return &limited{r: f, left: 4 * MaxText}, nil
}

type limited struct {
	r    io.Reader
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("%w: it unpacks to more than %d MB", ErrTooLarge, 4*MaxText>>20)
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

func unreadable(part string, err error) error {
	if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("%w: %s breaks off (%v); save it again in the word processor", ErrDamaged, part, err)
}

// headingStyles lists the ids of paragraph styles that are headings: by their
// name, which is English in every language's Word, or by their outline level.
func headingStyles(archive *zip.Reader) (map[string]bool, error) {
	found := map[string]bool{}
	part, err := open(archive, "word/styles.xml")
	if err != nil {
		return found, nil // a document without styles has no heading styles
	}
	var sheet struct {
		Styles []struct {
			ID   string `xml:"styleId,attr"`
			Name struct {
				Val string `xml:"val,attr"`
			} `xml:"name"`
			Outline *struct{} `xml:"pPr>outlineLvl"`
		} `xml:"style"`
	}
	if err := xml.NewDecoder(part).Decode(&sheet); err != nil {
		return nil, unreadable("word/styles.xml", err)
	}
	for _, s := range sheet.Styles {
		name := strings.ToLower(s.Name.Val)
		found[s.ID] = s.Outline != nil || strings.HasPrefix(name, "heading") || name == "title"
	}
	return found, nil
}

// marks are the characters that stand as elements of a run.
var marks = map[string]string{"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}

// docxReader walks the document's elements once. Paragraphs nest (a text box
// stands inside one), so there is a stack of them.
type docxReader struct {
	xml      *xml.Decoder
	headings map[string]bool
	out      builder
	open     []*docxParagraph
	depth    int
	size     int // bytes of text so far
	run      struct{ bold, hidden bool }
}

type docxParagraph struct {
	text    strings.Builder
	bold    int  // bytes at the start in bold
	plain   bool // something not bold came
	heading bool
	inField bool // between a field's beginning and its result: code, not text
}

func (r *docxReader) read() error {
	if err := r.element("", true); err != nil && err != io.EOF {
		return err
	}
	return nil
}

// element reads up to the end of the element that is open; paragraph and run
// state are those of the elements around it.
func (r *docxReader) element(parent string, root bool) error {
	if r.depth++; r.depth > maxDepth {
		return fmt.Errorf("%w: elements nested more than %d deep", ErrDamaged, maxDepth)
	}
	defer func() { r.depth-- }()
	for {
		token, err := r.xml.Token()
		if err != nil {
			if err == io.EOF && !root {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = r.start(t, parent)
		case xml.EndElement:
			return nil
		case xml.CharData:
			if parent == "t" {
				err = r.write(string(t))
			}
		}
		if err != nil {
			return err
		}
	}
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
		r.open = append(r.open, &docxParagraph{})
		err := r.element(name, false)
		r.endParagraph()
		return err
	case "r":
		r.run.bold, r.run.hidden = false, false
		return r.element(name, false)
	case "b":
		r.run.bold = parent == "rPr" && on(t)
	case "vanish":
		r.run.hidden = parent == "rPr" && on(t)
	case "pStyle":
		if p := r.paragraph(); p != nil && r.headings[value(t)] {
			p.heading = true
		}
	case "outlineLvl":
		if p := r.paragraph(); p != nil {
			p.heading = true
		}
	case "tab", "br", "cr", "noBreakHyphen":
		if parent == "r" { // a tab in a paragraph's settings is a tab stop
			if err := r.write(marks[name]); err != nil {
				return err
			}
		}
	case "fldChar":
		if p := r.paragraph(); p != nil {
			p.inField = attribute(t, "fldCharType") == "begin"
		}
	case "del", "moveFrom", "instrText", "pPrChange", "rPrChange", "delText":
		return r.xml.Skip()
	}
	return r.element(name, false)
}

func (r *docxReader) paragraph() *docxParagraph {
	if len(r.open) == 0 {
		return nil
	}
	return r.open[len(r.open)-1]
}

func (r *docxReader) write(s string) error {
	p := r.paragraph()
	if p == nil || r.run.hidden || p.inField {
		return nil
	}
	s = clean(s)
	if r.size += len(s); r.size > MaxText {
		return fmt.Errorf("%w: more than %d MB of text", ErrTooLarge, MaxText>>20)
	}
	p.text.WriteString(s)
	switch {
	case r.run.bold && !p.plain:
		p.bold = p.text.Len()
	case strings.TrimSpace(s) != "":
		p.plain = true
	}
	return nil
}

// clean takes out what a text may not hold.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.ToValidUTF8(s, "\ufffd")
}

func (r *docxReader) endParagraph() {
	last := len(r.open) - 1
	p := r.open[last]
	r.open = r.open[:last]
	text := strings.TrimRight(p.text.String(), " \t\n")
	block := corpus.Block{Gap: true, Bold: min(p.bold, len(text))}
	if p.heading {
		block.Kind = corpus.HeadingBlock
	}
	r.out.add(text, block)
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
