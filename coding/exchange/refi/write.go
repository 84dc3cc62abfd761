package refi

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Namespaces of what is written.
const (
	projectSpace  = "urn:QDA-XML:project:1.0"
	codebookSpace = "urn:QDA-XML:codebook:1.0"
)

// Write writes the project as project.qde: in the schema's order, without empty
// lists, in UTF-8 without a byte order mark. The same project gives the same bytes.
// Characters that XML cannot hold are replaced by U+FFFD; it returns how many.
func (p *Project) Write(out io.Writer) (replaced int, err error) {
	w := &writer{out: bufio.NewWriterSize(out, 64<<10)}
	w.out.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
	w.project(p)
	w.out.WriteString("\n")
	return w.replaced, w.out.Flush()
}

// WriteCodebook writes codes and their sets as a codebook, .qdc. The schema asks for
// one code at least.
func (p *Project) WriteCodebook(out io.Writer) (replaced int, err error) {
	w := &writer{out: bufio.NewWriter(out), codebook: true}
	w.out.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
	w.element("CodeBook", []string{"xmlns", codebookSpace, "origin", p.Origin}, func() {
		w.list("Codes", len(p.Codes), func(i int) { w.code(p.Codes[i]) })
		w.list("Sets", len(p.Sets), func(i int) { w.set(p.Sets[i]) })
	})
	w.out.WriteString("\n")
	return w.replaced, w.out.Flush()
}

// A writer writes elements; errors are those of out, at its end.
type writer struct {
	out      *bufio.Writer
	depth    int
	open     bool // a start tag lacks its >
	inner    bool // elements were written in the one that is open
	codebook bool
	replaced int
}

// required attributes are written even where they are empty.
func required(element, attr string) bool {
	return strings.Contains(" "+schema[element].attributes+" ", " "+attr+"! ")
}

func (w *writer) newline() {
	w.out.WriteByte('\n')
	for range w.depth {
		w.out.WriteByte(' ')
	}
}

// element writes an element with attributes, which are names and values in turn, and
// what do writes in it. Attributes that are empty and need not be there are left out.
func (w *writer) element(name string, attrs []string, do func()) {
	if w.open {
		w.out.WriteByte('>')
		w.open = false
	}
	if w.depth > 0 {
		w.newline()
	}
	w.out.WriteByte('<')
	w.out.WriteString(name)
	for i := 0; i < len(attrs); i += 2 {
		if attrs[i+1] == "" && !required(name, attrs[i]) {
			continue
		}
		w.out.WriteByte(' ')
		w.out.WriteString(attrs[i])
		w.out.WriteString(`="`)
		w.escape(attrs[i+1], true)
		w.out.WriteByte('"')
	}
	w.open, w.inner = true, false
	w.depth++
	if do != nil {
		do()
	}
	w.depth--
	if w.open {
		w.out.WriteString("/>")
		w.open = false
	} else {
		if w.inner {
			w.newline()
		}
		w.out.WriteString("</" + name + ">")
	}
	w.inner = true
}

// text writes an element that holds a text alone; nothing for an empty one.
func (w *writer) text(name, text string) {
	if text != "" {
		w.whole(name, text)
	}
}

func (w *writer) whole(name, text string) {
	w.element(name, nil, func() {
		w.out.WriteByte('>')
		w.open = false
		w.escape(text, false)
	})
}

// escape writes what XML can hold. White space in attributes becomes references,
// since parsers make blanks of it; carriage returns do everywhere, since parsers
// make line feeds of those.
func (w *writer) escape(s string, inAttribute bool) {
	last := 0
	for i, r := range s {
		with := ""
		switch {
		case r == '&':
			with = "&amp;"
		case r == '<':
			with = "&lt;"
		case r == '>':
			with = "&gt;"
		case r == '"' && inAttribute:
			with = "&quot;"
		case r == '\r':
			with = "&#13;"
		case r == '\n' && inAttribute:
			with = "&#10;"
		case r == '\t' && inAttribute:
			with = "&#9;"
		case r < ' ' && r != '\n' && r != '\t', r == 0xfffe, r == 0xffff, r == utf8.RuneError && s[i] != 0xef:
			with = "\ufffd"
			w.replaced++
		default:
			continue
		}
		w.out.WriteString(s[last:i])
		w.out.WriteString(with)
		_, n := utf8.DecodeRuneInString(s[i:])
		last = i + n
	}
	w.out.WriteString(s[last:])
}

func (w *writer) list(name string, n int, item func(i int)) {
	if n == 0 {
		return
	}
	w.element(name, nil, func() {
		for i := range n {
			item(i)
		}
	})
}

func (w *writer) refs(name string, to []string) {
	for _, guid := range to {
		attr := "targetGUID"
		if w.codebook && name == "MemberCode" {
			attr = "guid"
		}
		w.element(name, []string{attr, guid}, nil)
	}
}

func (w *writer) project(p *Project) {
	w.element("Project", []string{"xmlns", projectSpace, "name", p.Name, "origin", p.Origin, "creatingUserGUID", p.Creator, "creationDateTime", p.Created,
		"modifyingUserGUID", p.Modifier, "modifiedDateTime", p.Modified, "basePath", p.BasePath}, func() {
		w.list("Users", len(p.Users), func(i int) {
			w.element("User", []string{"guid", p.Users[i].GUID, "name", p.Users[i].Name, "id", p.Users[i].ID}, nil)
		})
		if len(p.Codes) > 0 {
			w.element("CodeBook", nil, func() {
				w.list("Codes", len(p.Codes), func(i int) { w.code(p.Codes[i]) })
			})
		}
		w.list("Variables", len(p.Variables), func(i int) {
			v := p.Variables[i]
			w.element("Variable", []string{"guid", v.GUID, "name", v.Name, "typeOfVariable", v.Type}, func() { w.text("Description", v.Description) })
		})
		w.list("Cases", len(p.Cases), func(i int) { w.caseOf(p.Cases[i]) })
		w.list("Sources", len(p.Sources), func(i int) { w.source(p.Sources[i]) })
		w.list("Notes", len(p.Notes), func(i int) { w.textSource("Note", p.Notes[i]) })
		w.list("Links", len(p.Links), func(i int) {
			l := p.Links[i]
			w.element("Link", []string{"guid", l.GUID, "name", l.Name, "direction", l.Direction, "color", l.Colour, "originGUID", l.Origin, "targetGUID", l.Target},
				func() { w.refs("NoteRef", l.NoteRefs) })
		})
		w.list("Sets", len(p.Sets), func(i int) { w.set(p.Sets[i]) })
		w.list("Graphs", len(p.Graphs), func(i int) { w.graph(p.Graphs[i]) })
		w.text("Description", p.Description)
		w.refs("NoteRef", p.NoteRefs)
	})
}

func (w *writer) code(c *Code) {
	w.element("Code", []string{"guid", c.GUID, "name", c.Name, "isCodable", strconv.FormatBool(c.Codable), "color", c.Colour}, func() {
		w.text("Description", c.Description)
		if !w.codebook {
			w.refs("NoteRef", c.NoteRefs)
		}
		for _, below := range c.Below {
			w.code(below)
		}
	})
}

func (w *writer) caseOf(c *Case) {
	w.element("Case", []string{"guid", c.GUID, "name", c.Name}, func() {
		w.text("Description", c.Description)
		w.refs("CodeRef", c.CodeRefs)
		w.values(c.Values)
		w.refs("SourceRef", c.SourceRefs)
		w.refs("SelectionRef", c.SelectionRefs)
	})
}

func (w *writer) values(all []Value) {
	for _, v := range all {
		w.element("VariableValue", nil, func() {
			w.element("VariableRef", []string{"targetGUID", v.Variable}, nil)
			if v.Type != "" {
				w.whole(v.Type+"Value", v.Value)
			}
		})
	}
}

func auditOf(a Audit) []string {
	return []string{"creatingUser", a.Creator, "creationDateTime", a.Created, "modifyingUser", a.Modifier, "modifiedDateTime", a.Modified}
}

func (w *writer) textSource(element string, t *Text) {
	w.element(element, append([]string{"guid", t.GUID, "name", t.Name, "richTextPath", t.Rich, "plainTextPath", t.Plain}, auditOf(t.Audit)...), func() {
		w.text("Description", t.Description)
		if t.Content != nil {
			w.whole("PlainTextContent", *t.Content)
		}
		w.selections("PlainTextSelection", t.Selections)
		w.said(t)
	})
}

// said is what is said of a whole text or source.
func (w *writer) said(t *Text) {
	w.codings(t.Codings)
	w.refs("NoteRef", t.NoteRefs)
	w.values(t.Values)
}

func (w *writer) codings(all []*Coding) {
	for _, c := range all {
		w.element("Coding", []string{"guid", c.GUID, "creatingUser", c.Creator, "creationDateTime", c.Created}, func() {
			w.element("CodeRef", []string{"targetGUID", c.Code}, nil)
			w.refs("NoteRef", c.NoteRefs)
		})
	}
}

func (w *writer) source(s *Source) {
	if s.Kind == TextSource {
		w.textSource(s.Kind, &s.Text)
		return
	}
	selections := strings.TrimSuffix(s.Kind, "Source") + "Selection"
	w.element(s.Kind, append([]string{"guid", s.GUID, "name", s.Name, "path", s.Path, "currentPath", s.CurrentPath}, auditOf(s.Audit)...), func() {
		w.text("Description", s.Description)
		if s.TextDescription != nil && s.Kind == PictureSource {
			w.textSource("TextDescription", s.TextDescription)
		}
		if s.Kind == AudioSource || s.Kind == VideoSource {
			for _, t := range s.Transcripts {
				w.transcript(t)
			}
		}
		w.selections(selections, s.Selections)
		if s.Representation != nil && s.Kind == PDFSource {
			w.textSource("Representation", s.Representation)
		}
		w.said(&s.Text)
	})
}

func (w *writer) transcript(t *Transcript) {
	number := func(n int) string {
		if n < 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	w.element("Transcript", append([]string{"guid", t.GUID, "name", t.Name, "richTextPath", t.Rich, "plainTextPath", t.Plain}, auditOf(t.Audit)...), func() {
		w.text("Description", t.Description)
		if t.Content != nil {
			w.whole("PlainTextContent", *t.Content)
		}
		for _, p := range t.Points {
			w.element("SyncPoint", []string{"guid", p.GUID, "timeStamp", number(p.Time), "position", number(p.Position)}, nil)
		}
		w.selections("TranscriptSelection", t.Selections)
		w.refs("NoteRef", t.NoteRefs)
	})
}

func (w *writer) selections(element string, all []*Selection) {
	for _, s := range all {
		attrs := []string{"guid", s.GUID, "name", s.Name}
		box := func() {
			for i, name := range []string{"firstX", "firstY", "secondX", "secondY"} {
				attrs = append(attrs, name, strconv.Itoa(s.Box[i]))
			}
		}
		switch element {
		case "PlainTextSelection":
			attrs = append(attrs, "startPosition", strconv.Itoa(s.Start), "endPosition", strconv.Itoa(s.End))
		case "AudioSelection", "VideoSelection":
			attrs = append(attrs, "begin", strconv.Itoa(s.Start), "end", strconv.Itoa(s.End))
		case "PDFSelection":
			attrs = append(attrs, "page", strconv.Itoa(s.Page))
			box()
		case "PictureSelection":
			box()
		case "TranscriptSelection":
			attrs = append(attrs, "fromSyncPoint", s.From, "toSyncPoint", s.To)
		}
		w.element(element, append(attrs, auditOf(s.Audit)...), func() {
			w.text("Description", s.Description)
			if s.Representation != nil && element == "PDFSelection" {
				w.textSource("Representation", s.Representation)
			}
			w.codings(s.Codings)
			w.refs("NoteRef", s.NoteRefs)
		})
	}
}

func (w *writer) set(s *Set) {
	w.element("Set", []string{"guid", s.GUID, "name", s.Name}, func() {
		w.text("Description", s.Description)
		w.refs("MemberCode", s.Codes)
		if !w.codebook {
			w.refs("MemberSource", s.Sources)
			w.refs("MemberNote", s.Notes)
		}
	})
}

func (w *writer) graph(g *Graph) {
	w.element("Graph", []string{"guid", g.GUID, "name", g.Name}, func() {
		for _, v := range g.Vertices {
			w.element("Vertex", []string{"guid", v.GUID, "representedGUID", v.Represented, "name", v.Name, "firstX", v.X1, "firstY", v.Y1,
				"secondX", v.X2, "secondY", v.Y2, "shape", v.Shape, "color", v.Colour}, nil)
		}
		for _, e := range g.Edges {
			w.element("Edge", []string{"guid", e.GUID, "representedGUID", e.Represented, "name", e.Name, "sourceVertex", e.Source, "targetVertex", e.Target,
				"color", e.Colour, "direction", e.Direction, "lineStyle", e.Style}, nil)
		}
	})
}

// Validate reads a project.qde and returns what the schema does not allow in it:
// elements and attributes that it does not know, or that are missing or out of
// order, and identifiers, dates, colours and values that are none. It is what
// xmllint --schema says, as far as exported files can go wrong.
func Validate(in io.Reader) ([]Problem, error) {
	problems := &Problems{}
	p, err := readProject(in, problems)
	if err != nil {
		return problems.All(), err
	}
	empty := func(element string, n int, there bool) {
		if there && n == 0 {
			problems.Add("empty list", element)
		}
	}
	empty("Codes", len(p.Codes), false)
	return problems.All(), nil
}

// Describe says a problem in a line.
func (p Problem) Describe() string {
	if p.Count == 1 {
		return fmt.Sprintf("%s (%s)", p.What, p.Example)
	}
	return fmt.Sprintf("%s: %d times (first %s)", p.What, p.Count, p.Example)
}
