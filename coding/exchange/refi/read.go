package refi

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrNotREFI says that a file holds no REFI-QDA project, or none that can be read.
var ErrNotREFI = errors.New("not a REFI-QDA project")

// A Problem is something in a file that could not be taken, or had to be mended.
type Problem struct {
	What    string // as "identifier missing: made a new one"
	Count   int
	Example string // where, the first time
}

// Problems counts what is wrong, by kind.
type Problems struct {
	order []string
	by    map[string]*Problem
}

// Add notes a problem.
func (p *Problems) Add(what, example string) { p.AddN(what, 1, example) }

// AddN notes the same problem n times.
func (p *Problems) AddN(what string, n int, example string) {
	if n == 0 {
		return
	}
	if p.by == nil {
		p.by = map[string]*Problem{}
	}
	if p.by[what] == nil {
		p.by[what] = &Problem{What: what, Example: example}
		p.order = append(p.order, what)
	}
	p.by[what].Count += n
}

// All lists them in the order in which they were met.
func (p *Problems) All() (all []Problem) {
	for _, what := range p.order {
		all = append(all, *p.by[what])
	}
	return all
}

// Bounds of what a file may ask for; the largest real projects stay a hundredth
// below them.
const (
	maxElements = 8_000_000
	maxCodes    = 200_000
	maxNesting  = 64
	maxProject  = 1 << 30
)

// A reader reads a project's XML by the local names of elements.
type reader struct {
	d        *xml.Decoder
	problems *Problems
	elements int
	codes    int
	seen     map[string]map[string]bool // by kind, identifiers
	known    map[string][2][]string     // of each element: names of attributes, and of children
}

// ReadProject reads a project.qde. The error wraps [ErrNotREFI] and names the line.
func ReadProject(in io.Reader) (*Project, []Problem, error) {
	problems := &Problems{}
	p, err := readProject(in, problems)
	return p, problems.All(), err
}

func readProject(in io.Reader, problems *Problems) (*Project, error) {
	buffered := bufio.NewReaderSize(&cut{r: in, left: maxProject}, 64<<10)
	if start, err := buffered.Peek(3); err == nil && string(start) == "\ufeff" {
		buffered.Discard(3)
	}
	r := &reader{d: xml.NewDecoder(buffered), problems: problems, seen: map[string]map[string]bool{}, known: map[string][2][]string{}}
	r.d.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("it is in %s, not UTF-8", name)
	}
	for name, rule := range schema {
		r.known[name] = [2][]string{names(rule.attributes), names(rule.children)}
	}
	for {
		token, err := r.d.RawToken()
		if err != nil {
			if err == io.EOF {
				return nil, fmt.Errorf("%w: there is no Project in it", ErrNotREFI)
			}
			return nil, r.wrong(err)
		}
		el, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch el.Name.Local {
		case "Project":
		case "CodeBook":
			p := &Project{Origin: attribute(el, "origin")}
			r.known["MemberCode"] = [2][]string{{"guid"}, nil} // which it is called there
			return p, r.wrong(r.codebook(p, el))
		default:
			return nil, fmt.Errorf("%w: it begins with <%s>, not <Project>", ErrNotREFI, el.Name.Local)
		}
		p, err := r.project(el)
		if err != nil {
			return nil, r.wrong(err)
		}
		return p, nil
	}
}

func names(list string) (all []string) {
	for _, name := range strings.Fields(list) {
		all = append(all, strings.TrimRight(name, "!*+"))
	}
	return all
}

// cut ends a file with an error that is longer than it may be.
type cut struct {
	r    io.Reader
	left int64
}

func (c *cut) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errors.New("it unpacks to more than a file may have")
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

func (r *reader) wrong(err error) error {
	if err == nil || errors.Is(err, ErrNotREFI) {
		return err
	}
	line, _ := r.d.InputPos()
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%w: line %d: %s", ErrNotREFI, syntax.Line, syntax.Msg)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: it breaks off in line %d", ErrNotREFI, line)
	}
	return fmt.Errorf("%w: line %d: %w", ErrNotREFI, line, err)
}

func attribute(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// each reads what stands in an element, up to its end, and hands elements that the
// schema knows there to do. It returns the text that stands in it.
func (r *reader) each(el xml.StartElement, do func(el xml.StartElement) error) (string, error) {
	parent := el.Name.Local
	rule := r.known[parent]
	for _, a := range el.Attr {
		if a.Name.Space != "" || a.Name.Local == "xmlns" { // of namespaces, and where schemas are
			continue
		}
		if !slices.Contains(rule[0], a.Name.Local) {
			r.problems.Add("attribute that the standard does not know: left out", parent+"@"+a.Name.Local)
		}
	}
	var text strings.Builder
	last, mixed := 0, schema[parent].mixed
	for {
		token, err := r.token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			at := slices.Index(rule[1], t.Name.Local)
			if at < 0 || do == nil {
				r.problems.Add("element that the standard does not know there: left out", parent+"/"+t.Name.Local)
				if err := r.skip(); err != nil {
					return "", err
				}
				continue
			}
			if at < last && !mixed {
				r.problems.Add("element out of order: put where it belongs", parent+"/"+t.Name.Local)
			}
			last = max(last, at)
			if err := do(t); err != nil {
				return "", err
			}
		case xml.EndElement:
			if t.Name != el.Name {
				return "", fmt.Errorf("<%s> is ended by </%s>", parent, t.Name.Local)
			}
			return text.String(), nil
		case xml.CharData:
			if do == nil || parent == "MemberNote" || len(rule[1]) == 0 {
				text.Write(t)
			}
		}
	}
}

// token is what comes next. Names are as written: namespaces are not looked up, which
// takes as long as all the rest, and no program writes prefixes.
func (r *reader) token() (xml.Token, error) {
	token, err := r.d.RawToken()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if _, ok := token.(xml.StartElement); ok && err == nil {
		if r.elements++; r.elements > maxElements {
			return nil, fmt.Errorf("more than %d elements", maxElements)
		}
	}
	return token, err
}

// skip reads to the end of the element that is open.
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

// text reads an element that holds a text alone.
func (r *reader) text(el xml.StartElement) (string, error) { return r.each(el, nil) }

// ref reads a reference.
func (r *reader) ref(el xml.StartElement) (string, error) {
	to := attribute(el, "targetGUID")
	if to == "" {
		to = attribute(el, "guid") // drafts
	}
	text, err := r.each(el, nil)
	if to == "" {
		to = strings.TrimSpace(text)
	}
	return strings.TrimSpace(to), err
}

// refs reads a reference into a list.
func (r *reader) refs(el xml.StartElement, to *[]string) error {
	ref, err := r.ref(el)
	if err != nil {
		return err
	}
	if !IsGUID(ref) {
		r.problems.Add("reference to nothing: left out", el.Name.Local)
		return nil
	}
	*to = append(*to, ref)
	return nil
}

// guid is the identifier of an element; one that is missing, no identifier at all,
// or another thing's of the same kind, is made anew.
func (r *reader) guid(el xml.StartElement, kind string) string {
	is := strings.TrimSpace(attribute(el, "guid"))
	if r.seen[kind] == nil {
		r.seen[kind] = map[string]bool{}
	}
	switch {
	case is == "":
		r.problems.Add("identifier missing: a new one was made", el.Name.Local+" "+name(el))
	case !IsGUID(is):
		r.problems.Add("identifier that is none: a new one was made", el.Name.Local+" "+shorten(is))
	case r.seen[kind][Key(is)]:
		r.problems.Add("identifier used twice: the second got a new one", el.Name.Local+" "+is)
	default:
		r.seen[kind][Key(is)] = true
		return is
	}
	made := NewGUID("read", kind, is, name(el), strconv.Itoa(len(r.seen[kind])))
	r.seen[kind][made] = true
	return made
}

func shorten(s string) string {
	if utf8.RuneCountInString(s) > 40 {
		return string([]rune(s)[:40]) + "…"
	}
	return s
}

// name is an element's name. Raw line breaks in it are blanks, as any parser but
// Go's has it.
func name(el xml.StartElement) string { return attribute(el, "name") }

func (r *reader) user(el xml.StartElement, attr string) string {
	is := strings.TrimSpace(attribute(el, attr))
	if is != "" && !IsGUID(is) {
		r.problems.Add("user that is no identifier: left out", el.Name.Local+"@"+attr)
		return ""
	}
	return is
}

var datePattern = regexp.MustCompile(`^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$`)

func (r *reader) date(el xml.StartElement, attr string) string {
	is := strings.TrimSpace(attribute(el, attr))
	if is != "" && !datePattern.MatchString(is) {
		r.problems.Add("date that is none: left out", el.Name.Local+"@"+attr+" "+shorten(is))
		return ""
	}
	return is
}

func (r *reader) audit(el xml.StartElement) Audit {
	return Audit{r.user(el, "creatingUser"), r.date(el, "creationDateTime"), r.user(el, "modifyingUser"), r.date(el, "modifiedDateTime")}
}

// number reads a whole number; what is none is -1, and noted.
func (r *reader) number(el xml.StartElement, attr string) int {
	n, err := strconv.ParseInt(strings.TrimSpace(attribute(el, attr)), 10, 64)
	if err != nil {
		r.problems.Add("number that is none", el.Name.Local+"@"+attr+" "+shorten(attribute(el, attr)))
		return -1
	}
	return int(n)
}

var colourPattern = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)

func (r *reader) colour(el xml.StartElement) string {
	is := strings.TrimSpace(attribute(el, "color"))
	if is != "" && !colourPattern.MatchString(is) {
		r.problems.Add("colour that is none: left out", el.Name.Local+" "+shorten(is))
		return ""
	}
	return is
}

// one of a list of words, "" for any other.
func (r *reader) word(el xml.StartElement, attr string, words ...string) string {
	is := strings.TrimSpace(attribute(el, attr))
	if is != "" && !slices.Contains(words, is) {
		r.problems.Add("value that the standard does not know: left out", el.Name.Local+"@"+attr+" "+shorten(is))
		return ""
	}
	return is
}

func (r *reader) project(el xml.StartElement) (*Project, error) {
	p := &Project{Name: name(el), Origin: attribute(el, "origin"), BasePath: attribute(el, "basePath"),
		Audit: Audit{r.user(el, "creatingUserGUID"), r.date(el, "creationDateTime"), r.user(el, "modifyingUserGUID"), r.date(el, "modifiedDateTime")}}
	_, err := r.each(el, func(el xml.StartElement) (err error) {
		switch el.Name.Local {
		case "CodeBook":
			return r.codebook(p, el)
		case "Description":
			p.Description, err = r.text(el)
			return err
		case "NoteRef":
			return r.refs(el, &p.NoteRefs)
		}
		_, err = r.each(el, func(el xml.StartElement) error { return r.item(p, el) })
		return err
	})
	return p, err
}

func (r *reader) codebook(p *Project, el xml.StartElement) error {
	// A codebook alone has its sets beside its codes.
	r.known["CodeBook"] = [2][]string{{"origin"}, {"Codes", "Sets"}}
	_, err := r.each(el, func(el xml.StartElement) error {
		_, err := r.each(el, func(el xml.StartElement) error { return r.item(p, el) })
		return err
	})
	return err
}

// item reads one of what the lists of a project hold.
func (r *reader) item(p *Project, el xml.StartElement) (err error) {
	switch el.Name.Local {
	case "User":
		p.Users = append(p.Users, User{r.guid(el, "user"), name(el), attribute(el, "id")})
		_, err = r.each(el, nil)
	case "Code":
		var c *Code
		if c, err = r.code(el, 1); err == nil {
			p.Codes = append(p.Codes, c)
		}
	case "Variable":
		v := Variable{GUID: r.guid(el, "variable"), Name: name(el), Type: r.word(el, "typeOfVariable", "Text", "Boolean", "Integer", "Float", "Date", "DateTime")}
		if v.Type == "" {
			v.Type = "Text"
		}
		_, err = r.each(el, func(el xml.StartElement) (err error) {
			v.Description, err = r.text(el)
			return err
		})
		p.Variables = append(p.Variables, v)
	case "Case":
		var c *Case
		if c, err = r.caseOf(el); err == nil {
			p.Cases = append(p.Cases, c)
		}
	case TextSource, PictureSource, PDFSource, AudioSource, VideoSource:
		var s *Source
		if s, err = r.source(el); err == nil {
			p.Sources = append(p.Sources, s)
		}
	case "Note":
		var t Text
		if t, err = r.textSource(el, "note"); err == nil {
			p.Notes = append(p.Notes, &t)
		}
	case "Link":
		l := &Link{GUID: r.guid(el, "link"), Name: name(el), Direction: r.word(el, "direction", "Associative", "OneWay", "Bidirectional"),
			Colour: r.colour(el), Origin: strings.TrimSpace(attribute(el, "originGUID")), Target: strings.TrimSpace(attribute(el, "targetGUID"))}
		_, err = r.each(el, func(el xml.StartElement) error { return r.refs(el, &l.NoteRefs) })
		p.Links = append(p.Links, l)
	case "Set":
		var s *Set
		if s, err = r.set(el); err == nil {
			p.Sets = append(p.Sets, s)
		}
	case "Graph":
		var g *Graph
		if g, err = r.graph(el); err == nil {
			p.Graphs = append(p.Graphs, g)
		}
	}
	return err
}

func (r *reader) code(el xml.StartElement, depth int) (*Code, error) {
	if r.codes++; r.codes > maxCodes {
		return nil, fmt.Errorf("more than %d codes", maxCodes)
	}
	if depth > maxNesting {
		return nil, fmt.Errorf("codes nest deeper than %d", maxNesting)
	}
	c := &Code{GUID: r.guid(el, "code"), Name: name(el), Colour: r.colour(el)}
	codable := strings.TrimSpace(attribute(el, "isCodable"))
	c.Codable = codable != "false" && codable != "0"
	_, err := r.each(el, func(el xml.StartElement) (err error) {
		switch el.Name.Local {
		case "Description":
			c.Description, err = r.text(el)
		case "NoteRef":
			err = r.refs(el, &c.NoteRefs)
		case "Code":
			var below *Code
			if below, err = r.code(el, depth+1); err == nil {
				c.Below = append(c.Below, below)
			}
		}
		return err
	})
	return c, err
}

func (r *reader) caseOf(el xml.StartElement) (*Case, error) {
	c := &Case{GUID: r.guid(el, "case"), Name: name(el)}
	_, err := r.each(el, func(el xml.StartElement) (err error) {
		switch el.Name.Local {
		case "Description":
			c.Description, err = r.text(el)
		case "CodeRef":
			err = r.refs(el, &c.CodeRefs)
		case "SourceRef":
			err = r.refs(el, &c.SourceRefs)
		case "SelectionRef":
			err = r.refs(el, &c.SelectionRefs)
		case "VariableValue":
			err = r.value(el, &c.Values)
		}
		return err
	})
	return c, err
}

var valuePatterns = map[string]*regexp.Regexp{
	"Boolean":  regexp.MustCompile(`^(true|false|0|1)$`),
	"Integer":  regexp.MustCompile(`^[+-]?\d+$`),
	"Float":    regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)$`),
	"Date":     regexp.MustCompile(`^-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$`),
	"DateTime": datePattern,
}

// IsValue tells whether a text can be a value of a type.
func IsValue(typ, text string) bool {
	pattern := valuePatterns[typ]
	return pattern == nil || pattern.MatchString(text)
}

func (r *reader) value(el xml.StartElement, to *[]Value) error {
	var v Value
	_, err := r.each(el, func(el xml.StartElement) (err error) {
		if el.Name.Local == "VariableRef" {
			v.Variable, err = r.ref(el)
			return err
		}
		v.Type = strings.TrimSuffix(el.Name.Local, "Value")
		if v.Value, err = r.text(el); err != nil || v.Type == "Text" {
			return err
		}
		if v.Value = strings.TrimSpace(v.Value); !IsValue(v.Type, v.Value) {
			if v.Value != "" {
				r.problems.Add("value that is not of its type: kept as missing", v.Type+" "+shorten(v.Value))
			}
			v.Type, v.Value = "", ""
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !IsGUID(v.Variable) {
		r.problems.Add("value of no variable: left out", shorten(v.Value))
		return nil
	}
	*to = append(*to, v)
	return nil
}

func (r *reader) textSource(el xml.StartElement, kind string) (Text, error) {
	t := Text{GUID: r.guid(el, kind), Name: name(el), Rich: attribute(el, "richTextPath"), Plain: attribute(el, "plainTextPath"), Audit: r.audit(el)}
	_, err := r.each(el, func(el xml.StartElement) error { return r.inText(el, &t) })
	return t, err
}

// inText reads what may stand in a text, or in any source.
func (r *reader) inText(el xml.StartElement, t *Text) (err error) {
	switch el.Name.Local {
	case "Description":
		t.Description, err = r.text(el)
	case "PlainTextContent":
		var text string
		text, err = r.text(el)
		t.Content = &text
	case "Coding":
		err = r.coding(el, &t.Codings)
	case "NoteRef":
		err = r.refs(el, &t.NoteRefs)
	case "VariableValue":
		err = r.value(el, &t.Values)
	default:
		var s *Selection
		if s, err = r.selection(el); err == nil {
			t.Selections = append(t.Selections, s)
		}
	}
	return err
}

func (r *reader) source(el xml.StartElement) (*Source, error) {
	s := &Source{Kind: el.Name.Local, Path: attribute(el, "path"), CurrentPath: attribute(el, "currentPath")}
	s.Text = Text{GUID: r.guid(el, "source"), Name: name(el), Rich: attribute(el, "richTextPath"), Plain: attribute(el, "plainTextPath"), Audit: r.audit(el)}
	_, err := r.each(el, func(el xml.StartElement) error {
		switch el.Name.Local {
		case "Representation":
			t, err := r.textSource(el, "representation")
			s.Representation = &t
			return err
		case "TextDescription":
			t, err := r.textSource(el, "representation")
			s.TextDescription = &t
			return err
		case "Transcript":
			return r.transcript(el, s)
		}
		return r.inText(el, &s.Text)
	})
	return s, err
}

func (r *reader) transcript(el xml.StartElement, s *Source) error {
	t := &Transcript{GUID: r.guid(el, "transcript"), Name: name(el), Rich: attribute(el, "richTextPath"), Plain: attribute(el, "plainTextPath"), Audit: r.audit(el)}
	s.Transcripts = append(s.Transcripts, t)
	_, err := r.each(el, func(el xml.StartElement) (err error) {
		switch el.Name.Local {
		case "Description":
			t.Description, err = r.text(el)
		case "PlainTextContent":
			var text string
			text, err = r.text(el)
			t.Content = &text
		case "SyncPoint":
			p := SyncPoint{r.guid(el, "syncpoint"), -1, -1}
			if attribute(el, "timeStamp") != "" {
				p.Time = r.number(el, "timeStamp")
			}
			if attribute(el, "position") != "" {
				p.Position = r.number(el, "position")
			}
			t.Points = append(t.Points, p)
			_, err = r.each(el, nil)
		case "TranscriptSelection":
			var sel *Selection
			if sel, err = r.selection(el); err == nil {
				t.Selections = append(t.Selections, sel)
			}
		case "NoteRef":
			err = r.refs(el, &t.NoteRefs)
		}
		return err
	})
	return err
}

func (r *reader) selection(el xml.StartElement) (*Selection, error) {
	// A part of a PDF file and the words on it may be one segment under one
	// identifier.
	s := &Selection{GUID: r.guid(el, el.Name.Local), Name: name(el), Audit: r.audit(el)}
	switch el.Name.Local {
	case "PlainTextSelection":
		s.Start, s.End = r.number(el, "startPosition"), r.number(el, "endPosition")
	case "AudioSelection", "VideoSelection":
		s.Start, s.End = r.number(el, "begin"), r.number(el, "end")
	case "PDFSelection":
		s.Page = r.number(el, "page")
		fallthrough
	case "PictureSelection":
		s.Box = [4]int{r.number(el, "firstX"), r.number(el, "firstY"), r.number(el, "secondX"), r.number(el, "secondY")}
	case "TranscriptSelection":
		s.From, s.To = strings.TrimSpace(attribute(el, "fromSyncPoint")), strings.TrimSpace(attribute(el, "toSyncPoint"))
	}
	_, err := r.each(el, func(el xml.StartElement) (err error) {
		switch el.Name.Local {
		case "Description":
			s.Description, err = r.text(el)
		case "Representation":
			var t Text
			t, err = r.textSource(el, "representation")
			s.Representation = &t
		case "Coding":
			err = r.coding(el, &s.Codings)
		case "NoteRef":
			err = r.refs(el, &s.NoteRefs)
		}
		return err
	})
	return s, err
}

func (r *reader) coding(el xml.StartElement, to *[]*Coding) error {
	c := &Coding{GUID: r.guid(el, "coding"), Creator: r.user(el, "creatingUser"), Created: r.date(el, "creationDateTime")}
	_, err := r.each(el, func(el xml.StartElement) (err error) {
		switch el.Name.Local {
		case "CodeRef":
			var code string
			if code, err = r.ref(el); c.Code == "" {
				c.Code = code
			}
		case "NoteRef":
			err = r.refs(el, &c.NoteRefs)
		}
		return err
	})
	if err != nil {
		return err
	}
	if !IsGUID(c.Code) {
		r.problems.Add("coding without a code: left out", c.GUID)
		return nil
	}
	*to = append(*to, c)
	return nil
}

func (r *reader) set(el xml.StartElement) (*Set, error) {
	s := &Set{GUID: r.guid(el, "set"), Name: name(el)}
	_, err := r.each(el, func(el xml.StartElement) (err error) {
		switch el.Name.Local {
		case "Description":
			s.Description, err = r.text(el)
		case "MemberCode":
			err = r.refs(el, &s.Codes)
		case "MemberSource":
			err = r.refs(el, &s.Sources)
		case "MemberNote":
			err = r.refs(el, &s.Notes)
		}
		return err
	})
	return s, err
}

func (r *reader) graph(el xml.StartElement) (*Graph, error) {
	g := &Graph{GUID: r.guid(el, "graph"), Name: name(el)}
	integer := func(el xml.StartElement, attr string) string {
		if attribute(el, attr) == "" {
			return ""
		}
		return strconv.Itoa(r.number(el, attr))
	}
	_, err := r.each(el, func(el xml.StartElement) error {
		if el.Name.Local == "Vertex" {
			v := Vertex{GUID: r.guid(el, "vertex"), Represented: strings.TrimSpace(attribute(el, "representedGUID")), Name: name(el),
				X1: integer(el, "firstX"), Y1: integer(el, "firstY"), X2: integer(el, "secondX"), Y2: integer(el, "secondY"),
				Shape:  r.word(el, "shape", "Person", "Oval", "Rectangle", "RoundedRectangle", "Star", "LeftTriangle", "RightTriangle", "UpTriangle", "DownTriangle", "Note"),
				Colour: r.colour(el)}
			g.Vertices = append(g.Vertices, v)
		} else {
			g.Edges = append(g.Edges, Edge{GUID: r.guid(el, "edge"), Represented: strings.TrimSpace(attribute(el, "representedGUID")), Name: name(el),
				Source: strings.TrimSpace(attribute(el, "sourceVertex")), Target: strings.TrimSpace(attribute(el, "targetVertex")), Colour: r.colour(el),
				Direction: r.word(el, "direction", "Associative", "OneWay", "Bidirectional"), Style: r.word(el, "lineStyle", "dotted", "dashed", "solid")})
		}
		_, err := r.each(el, nil)
		return err
	})
	return g, err
}

// Counts are how many of each kind of thing a project holds.
func (p *Project) Counts() map[string]int {
	n := map[string]int{"users": len(p.Users), "variables": len(p.Variables), "cases": len(p.Cases), "sources": len(p.Sources), "notes": len(p.Notes),
		"links": len(p.Links), "sets": len(p.Sets), "graphs": len(p.Graphs)}
	var codes func(all []*Code)
	codes = func(all []*Code) {
		n["codes"] += len(all)
		for _, c := range all {
			codes(c.Below)
		}
	}
	codes(p.Codes)
	text := func(t *Text) {
		if t == nil {
			return
		}
		n["selections"] += len(t.Selections)
		n["codings"] += len(t.Codings)
		for _, s := range t.Selections {
			n["codings"] += len(s.Codings)
		}
	}
	for _, s := range p.Sources {
		text(&s.Text)
		text(s.Representation)
		text(s.TextDescription)
		for _, t := range s.Transcripts {
			text(&Text{Selections: t.Selections})
		}
	}
	for _, note := range p.Notes {
		text(note)
	}
	maps.DeleteFunc(n, func(_ string, n int) bool { return n == 0 })
	return n
}
