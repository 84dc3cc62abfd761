package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"crosscase/corpus"
)

// The namespaces of OpenDocument.
const (
	odfText    = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
	odfTable   = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
	odfOffice  = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
	odfStyle   = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
	odfDraw    = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
	odfSVG     = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
	dublinCore = "http://purl.org/dc/elements/1.1/"
)

// readODT reads an OpenDocument text: paragraphs, headings, lists with their numbers,
// tables, text boxes, notes, comments. Tracked changes are accepted; deleted and hidden
// text, headers and footers are left out.
func readODT(data []byte) (corpus.Document, error) {
	a, err := openArchive(data, ".odt")
	if err != nil {
		return corpus.Document{}, err
	}
	r := odtReader{styles: map[string]odtStyle{}, lists: map[string][]odtLevel{}, counts: map[string][]int{}}
	for _, part := range []string{"styles.xml", "content.xml"} {
		in, err := a.open(part)
		if err != nil && part == "styles.xml" {
			continue
		}
		if err != nil {
			return corpus.Document{}, err
		}
		r.xml = xml.NewDecoder(in)
		if err := r.element(xml.Name{}, odtState{}, true); err != nil && err != io.EOF {
			return corpus.Document{}, unreadable(part, err)
		}
	}
	return r.out.document(), nil
}

// An odtStyle is what matters here of a style.
type odtStyle struct {
	parent       string
	bold, hidden *bool // nil if the parent decides
}

// An odtLevel is the format of one level of a list.
type odtLevel struct {
	format, prefix, suffix string
	start, display         int // first number; levels whose numbers are shown
	bullet                 bool
}

// An odtState is what the elements around a text say about it.
type odtState struct {
	inBody, bold bool
	list         string       // style of the list around, "" for none
	counted      string       // style of the outermost list around
	level        int          // of the list around, 0 for none
	items        *int         // paragraphs of the list item so far
	field        func(string) // receives text that is not part of the document
}

// An odtReader walks the elements of styles.xml and content.xml.
type odtReader struct {
	xml     *xml.Decoder
	out     flow
	depth   int
	styles  map[string]odtStyle
	lists   map[string][]odtLevel
	counts  map[string][]int
	style   string // that is being defined
	listed  string // list style that is being defined
	unnamed int    // comments without a name so far
}

// element reads up to the end of the open element.
func (r *odtReader) element(name xml.Name, s odtState, root bool) error {
	return walk(r.xml, &r.depth, root, func(t xml.StartElement) error { return r.start(t, s) }, func(text string) error {
		switch {
		case s.field != nil:
			s.field(text)
		case s.inBody && name.Space != odfOffice:
			return r.out.collapse(text, s.bold)
		}
		return nil
	})
}

// start reads the element that t begins.
func (r *odtReader) start(t xml.StartElement, s odtState) error {
	switch t.Name.Space {
	case odfText:
		return r.text(t, s)
	case odfTable:
		return r.table(t, s)
	case odfOffice:
		return r.office(t, s)
	case odfStyle:
		switch name := t.Name.Local; {
		case strings.HasPrefix(name, "header") && !strings.HasSuffix(name, "style"):
			return r.head(t, "header", s)
		case strings.HasPrefix(name, "footer") && !strings.HasSuffix(name, "style"):
			return r.head(t, "footer", s)
		}
		r.defineStyle(t)
	case odfSVG: // titles and descriptions of pictures
		if t.Name.Local == "title" || t.Name.Local == "desc" {
			return r.xml.Skip()
		}
	}
	return r.element(t.Name, s, false)
}

func (r *odtReader) text(t xml.StartElement, s odtState) error {
	switch name := t.Name.Local; name {
	case "p", "h":
		return r.paragraph(t, s)
	case "span", "a":
		style := attribute(t, "style-name")
		if r.is(style, func(x odtStyle) *bool { return x.hidden }) {
			return r.leave(corpus.HiddenText)
		}
		s.bold = s.bold || name == "span" && r.is(style, func(x odtStyle) *bool { return x.bold })
	case "s", "tab", "line-break", "soft-hyphen":
		if err := r.character(t, s); err != nil {
			return err
		}
	case "list":
		s = r.list(t, s)
	case "list-item", "list-header":
		s.items = new(int)
		if name == "list-header" {
			*s.items = 1
		}
	case "note":
		number, err := r.out.noteMark()
		if err != nil {
			return err
		}
		r.out.beginNote(number)
		defer r.out.restore()
		s.list, s.level, s.items, s.bold = "", 0, nil, false
	case "section":
		if attribute(t, "display") == "none" {
			return r.leave(corpus.HiddenText)
		}
	case "note-citation":
		return r.xml.Skip()
	case "changed-region":
		return r.leave(corpus.DeletedText)
	case "ruby-text":
		return r.leave(corpus.Annotation)
	case "hidden-text":
		return r.leave(corpus.HiddenText)
	case "list-style", "outline-style":
		r.listed = attribute(t, "name")
		r.lists[r.listed] = make([]odtLevel, 10)
	case "list-level-style-number", "list-level-style-bullet", "outline-level-style":
		r.defineLevel(t)
	}
	return r.element(t.Name, s, false)
}

// list enters a list. The numbers of an outermost list restart unless it says that
// it continues the one before.
func (r *odtReader) list(t xml.StartElement, s odtState) odtState {
	if s.level++; s.level == 1 || attribute(t, "style-name") != "" {
		s.list = attribute(t, "style-name")
	}
	continues := attribute(t, "continue-numbering") == "true" || attribute(t, "continue-list") != ""
	if s.level == 1 {
		if s.counted = s.list; !continues {
			delete(r.counts, s.list)
		}
	}
	return s
}

// character writes a character that is written as an element.
func (r *odtReader) character(t xml.StartElement, s odtState) error {
	switch t.Name.Local {
	case "s":
		n, err := strconv.Atoi(attribute(t, "c"))
		if err != nil || n < 1 {
			n = 1
		}
		return r.out.write(strings.Repeat(" ", min(n, 200)), s.bold)
	case "tab":
		return r.out.write("\t", s.bold)
	case "line-break":
		return r.out.lineBreak()
	}
	return nil
}

func (r *odtReader) paragraph(t xml.StartElement, s odtState) error {
	style := attribute(t, "style-name")
	if r.is(style, func(x odtStyle) *bool { return x.hidden }) {
		return r.leave(corpus.HiddenText)
	}
	p := r.out.begin()
	p.heading = t.Name.Local == "h"
	if s.items != nil {
		if *s.items++; *s.items == 1 && s.level > 0 {
			p.tight = !p.heading
			if err := r.out.write(r.number(s), false); err != nil {
				return err
			}
			p.plain = false
		}
	}
	s.items = nil
	s.bold = r.is(style, func(x odtStyle) *bool { return x.bold })
	return errors.Join(r.element(t.Name, s, false), r.out.end())
}

// number returns the number or bullet of an item of a list.
func (r *odtReader) number(s odtState) string {
	levels := r.lists[s.list]
	n := s.level - 1
	if n >= len(levels) {
		return ""
	}
	l := levels[n]
	if l.bullet {
		return "• "
	}
	if l.format == "" {
		return ""
	}
	counts := r.counts[s.counted]
	if counts == nil {
		counts = make([]int, len(levels))
		for i := range counts {
			counts[i] = max(levels[i].start, 1) - 1
		}
		r.counts[s.counted] = counts
	}
	counts[n]++
	for i := n + 1; i < len(counts); i++ {
		counts[i] = max(levels[i].start, 1) - 1
	}
	var parts []string
	for i := max(0, n+1-max(l.display, 1)); i <= n; i++ {
		parts = append(parts, ordinal(max(counts[i], 1), odtFormats[levels[i].format]))
	}
	return l.prefix + strings.Join(parts, ".") + l.suffix + " "
}

// odtFormats are the formats of [ordinal] by OpenDocument's and HTML's names; any
// other is decimal.
var odtFormats = map[string]string{"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}

func (r *odtReader) table(t xml.StartElement, s odtState) error {
	switch t.Name.Local {
	case "table-row", "table-cell":
		if v := attribute(t, "visibility"); v == "collapse" || v == "filter" {
			return r.leave(corpus.HiddenText)
		}
	}
	switch t.Name.Local {
	case "table-row":
		r.out.beginRow()
		defer r.out.endRow()
	case "table-cell":
		r.out.beginCell()
		defer r.out.endCell()
	case "covered-table-cell":
		return r.leave(corpus.HiddenText)
	}
	return r.element(t.Name, s, false)
}

func (r *odtReader) office(t xml.StartElement, s odtState) error {
	switch t.Name.Local {
	case "text":
		s.inBody = true
	case "annotation":
		return r.annotation(t, s)
	case "annotation-end":
		r.out.mark(attribute(t, "name"), true)
	case "forms", "meta", "scripts", "change-info":
		return r.xml.Skip()
	}
	return r.element(t.Name, s, false)
}

// annotation reads a comment: author, date and paragraphs.
func (r *odtReader) annotation(t xml.StartElement, s odtState) error {
	id := attribute(t, "name")
	if id == "" {
		r.unnamed++
		id = fmt.Sprintf("annotation %d", r.unnamed)
	}
	r.out.mark(id, false)
	c := r.out.comment(id)
	r.out.divert(&c.text)
	defer r.out.restore()
	for {
		token, err := r.xml.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := r.annotationPart(t, c); err != nil {
				return err
			}
		}
	}
}

// annotationPart reads one element of a comment.
func (r *odtReader) annotationPart(t xml.StartElement, c *comment) error {
	inner := odtState{inBody: true}
	switch {
	case t.Name.Space == odfText && (t.Name.Local == "p" || t.Name.Local == "list"):
		return r.start(t, inner)
	case t.Name.Space == dublinCore && t.Name.Local == "creator":
		inner.field = func(text string) { c.author += text }
	case t.Name.Space == dublinCore && t.Name.Local == "date":
		inner.field = func(text string) { // zero if it is not valid
			c.at, _ = time.Parse("2006-01-02T15:04:05", strings.TrimSuffix(text[:min(len(text), 19)], "Z"))
		}
	default:
		inner.field = func(string) {}
	}
	return r.element(t.Name, inner, false)
}

// defineStyle reads a style, or properties of the style being defined.
func (r *odtReader) defineStyle(t xml.StartElement) {
	switch t.Name.Local {
	case "style":
		r.style = attribute(t, "family") + "/" + attribute(t, "name")
		r.styles[r.style] = odtStyle{parent: attribute(t, "family") + "/" + attribute(t, "parent-style-name")}
	case "text-properties":
		x := r.styles[r.style]
		if w := attribute(t, "font-weight"); w != "" {
			n, err := strconv.Atoi(w)
			bold := w == "bold" || err == nil && n >= 600
			x.bold = &bold
		}
		if d := attribute(t, "display"); d != "" {
			hidden := d == "none"
			x.hidden = &hidden
		}
		r.styles[r.style] = x
	case "default-style":
		r.style = "default"
	}
}

// defineLevel reads a level of the list style being defined.
func (r *odtReader) defineLevel(t xml.StartElement) {
	n, err := strconv.Atoi(attribute(t, "level"))
	if err != nil || n < 1 || n > 10 || r.lists[r.listed] == nil {
		return
	}
	l := odtLevel{format: attribute(t, "num-format"), prefix: attribute(t, "num-prefix"), suffix: attribute(t, "num-suffix"),
		bullet: t.Name.Local == "list-level-style-bullet", start: 1}
	if start := attribute(t, "start-value"); start != "" {
		l.start, _ = strconv.Atoi(start)
	}
	l.display, _ = strconv.Atoi(attribute(t, "display-levels"))
	r.lists[r.listed][n-1] = l
}

// is reports whether a style has a property; a style that does not say inherits it
// from its parent.
func (r *odtReader) is(name string, what func(odtStyle) *bool) bool {
	for _, family := range []string{"text/", "paragraph/"} {
		for at, n := family+name, 0; n < 20; n++ {
			x, ok := r.styles[at]
			if !ok {
				break
			}
			if v := what(x); v != nil {
				return *v
			}
			at = x.parent
		}
	}
	return false
}
