package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"

	"crosscase/corpus"
)

// readHTML reads a page as a browser shows it: paragraphs, headings, lists with their
// numbers, tables. Hidden and deleted text, navigation, headers and footers are left out;
// scripts and styles are no words.
func readHTML(data []byte) (corpus.Document, error) {
	text, name, err := decodeHTML(data)
	if err != nil {
		return corpus.Document{}, err
	}
	var w htmlWalker
	if err := w.page(text); err != nil {
		return corpus.Document{}, err
	}
	doc := w.out.document()
	doc.Encoding, doc.Language = name, w.language
	return doc, nil
}

// decodeHTML decodes a page in the encoding that it declares. If it declares none, or
// its bytes are UTF-8 all the same, it is decoded like any text.
func decodeHTML(data []byte) (text, name string, err error) {
	enc, name := declaredEncoding(data)
	if enc == nil {
		return Decode(data)
	}
	decoded, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return Decode(data)
	}
	return clean(string(decoded)), name, nil
}

// declaredEncoding returns the encoding that a page declares; nil for none, and for
// those that Decode detects by itself.
func declaredEncoding(data []byte) (encoding.Encoding, string) {
	multibyte := utf8.Valid(data) && bytes.ContainsFunc(data, func(r rune) bool { return r >= utf8.RuneSelf })
	utf16 := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
	enc, name, _ := charset.DetermineEncoding(data[:min(len(data), 1024)], "")
	if multibyte || utf16 || name == "utf-8" || name == "windows-1252" { // the last is also its answer to no declaration
		return nil, ""
	}
	return enc, name
}

// An htmlWalker walks the nodes of pages.
type htmlWalker struct {
	out      flow
	language string
	depth    int
}

// page reads one page.
func (w *htmlWalker) page(text string) error {
	if err := countTags(text); err != nil {
		return err
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return w.children(root, htmlState{})
}

// countTags returns an error that wraps [ErrTooLarge] for a page that would exhaust
// the memory: 30 MB can hold ten million elements, each of which needs a hundred
// times its bytes.
func countTags(text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	for n := 0; ; {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				return fmt.Errorf("%w: %v", ErrDamaged, z.Err())
			}
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			_, more := z.TagName()
			for n++; more; n++ {
				_, _, more = z.TagAttr()
			}
			if n > maxBlocks {
				return fmt.Errorf("%w: more than %d elements and attributes", ErrTooLarge, maxBlocks)
			}
		}
	}
}

// An htmlState is what the elements around a text say about it.
type htmlState struct {
	bold, pre bool
	list      *htmlList
}

// An htmlList is a list whose items are being counted.
type htmlList struct {
	format string // of [ordinal]; "" for bullets
	next   int    // number
	down   bool   // it counts down
	notes  bool   // its items are footnotes
}

// children reads the nodes in n.
func (w *htmlWalker) children(n *html.Node, s htmlState) error {
	if w.depth++; w.depth > maxDepth {
		return fmt.Errorf("%w: elements nested more than %d deep", ErrDamaged, maxDepth)
	}
	defer func() { w.depth-- }()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := w.node(c, s); err != nil {
			return err
		}
	}
	return nil
}

func (w *htmlWalker) node(n *html.Node, s htmlState) error {
	switch n.Type {
	case html.TextNode:
		if w.out.paragraph() == nil {
			if strings.TrimSpace(n.Data) == "" {
				return nil
			}
			w.out.begin()
		}
		if s.pre {
			return w.out.write(n.Data, s.bold)
		}
		return w.out.collapse(n.Data, s.bold)
	case html.ElementNode:
		return w.element(n, s)
	case html.DocumentNode:
		return w.children(n, s)
	}
	return nil
}

// htmlSkipped are elements whose text is not part of the page's text.
var htmlSkipped = atoms(atom.Head, atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Svg, atom.Nav, atom.Iframe,
	atom.Object, atom.Select, atom.Button, atom.Textarea, atom.Title, atom.Rp, atom.Rt, atom.Del)

// htmlBlocks are elements that begin on a line of their own.
var htmlBlocks = atoms(atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside,
	atom.Blockquote, atom.Figure, atom.Figcaption, atom.Address, atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Caption,
	atom.Form, atom.Fieldset, atom.Legend, atom.Details, atom.Summary, atom.Body, atom.Hr, atom.Center, atom.Hgroup)

func atoms(list ...atom.Atom) map[atom.Atom]bool {
	m := map[atom.Atom]bool{}
	for _, a := range list {
		m[a] = true
	}
	return m
}

func (w *htmlWalker) element(n *html.Node, s htmlState) error {
	if htmlSkipped[n.DataAtom] || hiddenHTML(n) {
		return w.leave(n)
	}
	switch n.DataAtom {
	case atom.Html:
		w.language, _, _ = strings.Cut(get(n, "lang"), "-")
	case atom.Br:
		if p := w.out.paragraph(); p != nil {
			p.text = bytes.TrimRight(p.text, " ")
			return w.out.lineBreak()
		}
		return nil
	case atom.A:
		if done, err := w.note(n, s); done || err != nil {
			return err
		}
	case atom.B, atom.Strong:
		s.bold = true
	case atom.Pre:
		s.pre = true
		return w.block(n, s, false)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return w.block(n, s, true)
	case atom.Tr:
		return w.row(n, s)
	case atom.Ul, atom.Menu:
		s.list = &htmlList{}
		return w.block(n, s, false)
	case atom.Ol:
		s.list = orderedList(n)
		s.list.notes = isNotes(n.Parent)
		return w.block(n, s, false)
	case atom.Li:
		return w.item(n, s)
	}
	if htmlBlocks[n.DataAtom] {
		return w.block(n, s, false)
	}
	return w.children(n, s)
}

// note writes a link to a footnote as [1], for the ways in which word processors,
// pandoc and publishers mark it. It leaves out links back to the text. done is false
// for other links.
func (w *htmlWalker) note(n *html.Node, s htmlState) (done bool, err error) {
	class, role := get(n, "class"), get(n, "role")+" "+get(n, "epub:type")
	switch {
	case strings.Contains(role, "backlink") || class == "footnote-back":
		return true, nil
	case strings.Contains(role, "noteref") || class == "footnote-ref" || class == "sdfootnoteanc" || class == "sdendnoteanc":
		if err = w.out.write("[", false); err == nil {
			err = w.children(n, s)
		}
		return true, errors.Join(err, w.out.write("]", false))
	case class == "sdfootnotesym" || class == "sdendnotesym":
		if w.out.paragraph() == nil {
			w.out.begin()
		}
		if err = w.out.write("[", false); err == nil {
			err = w.children(n, s)
		}
		return true, errors.Join(err, w.out.write("] ", false))
	}
	return false, nil
}

// isNotes reports whether an element contains footnotes.
func isNotes(n *html.Node) bool {
	if n == nil {
		return false
	}
	role := get(n, "role") + " " + get(n, "epub:type") + " " + get(n, "class")
	return strings.Contains(role, "endnotes") || strings.Contains(role, "footnotes")
}

// leave leaves out the words of an element that are not part of the page's text. Those of
// scripts and of elements that browsers never show are no words.
func (w *htmlWalker) leave(n *html.Node) error {
	why, where := corpus.HiddenText, ""
	switch n.DataAtom {
	case atom.Head, atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Object, atom.Title, atom.Rp:
		return nil
	case atom.Nav, atom.Select, atom.Button, atom.Textarea:
		why = corpus.Navigation
	case atom.Svg:
		why = corpus.Diagram
	case atom.Rt:
		why = corpus.Annotation
	case atom.Del:
		why = corpus.DeletedText
	case atom.Div:
		if where = get(n, "title"); where == "header" || where == "footer" {
			why = corpus.RunningHead
		} else {
			where = ""
		}
	}
	return w.out.leave(why, where, wordsOf(n))
}

// wordsOf are the words in an element, those of other elements than spans apart.
func wordsOf(n *html.Node) string {
	var words strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.ElementNode && htmlBlocks[d.DataAtom], d.DataAtom == atom.Li, d.DataAtom == atom.Br, d.DataAtom == atom.Td,
			d.DataAtom == atom.Option, d.DataAtom == atom.Tr:
			words.WriteByte(' ')
		case d.Type == html.TextNode && d.Parent.DataAtom != atom.Script && d.Parent.DataAtom != atom.Style:
			words.WriteString(d.Data)
		}
	}
	return words.String()
}

// hiddenHTML reports whether an element is not shown, or is a header or footer.
func hiddenHTML(n *html.Node) bool {
	for _, a := range n.Attr {
		if n.DataAtom == atom.Div && a.Key == "title" && (a.Val == "header" || a.Val == "footer") {
			return true // as LibreOffice writes headers and footers
		}
		style := strings.ToLower(strings.ReplaceAll(a.Val, " ", ""))
		invisible := strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
		if a.Key == "hidden" || a.Key == "style" && invisible {
			return true
		}
	}
	return false
}

// get returns the value of an attribute, "" if there is none.
func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// endParagraphs ends all open paragraphs.
func (w *htmlWalker) endParagraphs() error {
	for len(w.out.open) > 0 {
		if p := w.out.paragraph(); p != nil {
			p.text = bytes.TrimRight(p.text, " ")
		}
		if err := w.out.end(); err != nil {
			return err
		}
	}
	return nil
}

// block reads an element that begins on a line of its own. Since it may contain other
// blocks, paragraphs begin with the text and not with the element.
func (w *htmlWalker) block(n *html.Node, s htmlState, heading bool) error {
	if err := w.endParagraphs(); err != nil {
		return err
	}
	if heading {
		w.out.begin().heading = true
	}
	return errors.Join(w.children(n, s), w.endParagraphs())
}

// item reads an item of a list. Its number comes before its first words, however
// deep they are.
func (w *htmlWalker) item(n *html.Node, s htmlState) error {
	if err := w.endParagraphs(); err != nil {
		return err
	}
	number := s.list.number(n)
	p := w.out.begin()
	p.tight = true
	if err := w.out.write(number, false); err != nil {
		return err
	}
	p.plain = false
	bare := func() bool { return w.out.paragraph() == p && string(p.text) == number } // nothing but the number
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := w.inItem(c, s, p, bare()); err != nil {
			return err
		}
	}
	if bare() {
		w.out.open = nil
	}
	return w.endParagraphs()
}

// inItem reads a node in a list item that began with paragraph p; bare tells that p
// has only the number so far.
func (w *htmlWalker) inItem(c *html.Node, s htmlState, p *paragraph, bare bool) error {
	if !bare || c.Type != html.ElementNode {
		return w.node(c, s)
	}
	switch c.DataAtom {
	case atom.P, atom.Div: // <li><p>…: the paragraph is that of the item
		if err := w.children(c, s); err != nil {
			return err
		}
		if w.out.paragraph() == p {
			return w.endParagraphs()
		}
		return nil
	case atom.Ul, atom.Ol: // a number without words
		w.out.open = nil
	}
	return w.node(c, s)
}

// number returns the number or bullet of the item n.
func (l *htmlList) number(n *html.Node) string {
	if l == nil || l.format == "" {
		return "• "
	}
	if v, err := strconv.Atoi(get(n, "value")); err == nil {
		l.next = v
	}
	number := ordinal(l.next, l.format) + ". "
	if l.notes {
		number = fmt.Sprintf("[%d] ", l.next)
	}
	if l.next++; l.down {
		l.next -= 2
	}
	return number
}

// orderedList returns a list that is about to begin.
func orderedList(n *html.Node) *htmlList {
	l := &htmlList{format: "decimal", next: 1}
	if f, ok := odtFormats[get(n, "type")]; ok {
		l.format = f
	}
	items := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Li {
			items++
		}
	}
	for _, a := range n.Attr {
		if a.Key == "reversed" {
			l.next, l.down = items, true
		}
	}
	if start, err := strconv.Atoi(get(n, "start")); err == nil {
		l.next = start
	}
	return l
}

// row reads a row of a table.
func (w *htmlWalker) row(n *html.Node, s htmlState) error {
	if err := w.endParagraphs(); err != nil {
		return err
	}
	w.out.beginRow()
	defer w.out.endRow()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th || hiddenHTML(c) {
			if err := w.leave(c); err != nil {
				return err
			}
			continue
		}
		w.out.beginCell()
		err := errors.Join(w.children(c, s), w.endParagraphs())
		w.out.endCell()
		if err != nil {
			return err
		}
	}
	return nil
}
