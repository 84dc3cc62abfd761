package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/htmlindex"

	"crosscase/corpus"
)

// readHTML reads a page as it is shown: paragraphs, headings, lists with their
// numbers, tables; nothing hidden or deleted, no scripts, no navigation, no running
// heads.
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

// decodeHTML decodes a page as it says itself, else as any text.
func decodeHTML(data []byte) (text, name string, err error) {
	if _, said, certain := charset.DetermineEncoding(data[:min(len(data), 1024)], ""); certain && said != "utf-8" && !bytes.HasPrefix(data, []byte("\xff\xfe")) && !bytes.HasPrefix(data, []byte("\xfe\xff")) {
		if enc, err := htmlindex.Get(said); err == nil {
			if decoded, err := enc.NewDecoder().Bytes(data); err == nil {
				return clean(string(decoded)), said, nil
			}
		}
	}
	return Decode(data)
}

type htmlWalker struct {
	out      flow
	language string
	depth    int
}

// page reads one page's body.
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

// countTags refuses what would fill the memory: a page of 30 MB can hold ten
// million elements, each of which takes a hundred times its bytes.
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

// htmlState is what holds for the text at a place, from the elements around it.
type htmlState struct {
	bold, pre bool
	list      *htmlList
}

// htmlList is a list whose items are being counted.
type htmlList struct {
	format string // as [ordinal] takes it; "" for bullets
	next   int
	down   bool
	notes  bool // its items are footnotes
}

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

func (w *htmlWalker) element(n *html.Node, s htmlState) error {
	if hiddenHTML(n) {
		return nil
	}
	switch n.DataAtom {
	case atom.Html:
		w.language, _, _ = strings.Cut(get(n, "lang"), "-")
	case atom.Head, atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Svg, atom.Nav, atom.Iframe, atom.Object,
		atom.Select, atom.Button, atom.Textarea, atom.Title, atom.Rp, atom.Rt, atom.Del:
		return nil
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
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Blockquote, atom.Figure,
		atom.Figcaption, atom.Address, atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Caption, atom.Form, atom.Fieldset, atom.Legend,
		atom.Details, atom.Summary, atom.Body, atom.Hr, atom.Center, atom.Hgroup:
		return w.block(n, s, false)
	}
	return w.children(n, s)
}

// note writes the links between a text and its footnotes, as word processors,
// pandoc and makers of books mark them, like every other format's: [1]. Links
// back are left out.
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

// isNotes tells whether a section holds footnotes.
func isNotes(n *html.Node) bool {
	if n == nil {
		return false
	}
	role := get(n, "role") + " " + get(n, "epub:type") + " " + get(n, "class")
	return strings.Contains(role, "endnotes") || strings.Contains(role, "footnotes")
}

func hiddenHTML(n *html.Node) bool {
	for _, a := range n.Attr {
		if n.DataAtom == atom.Div && a.Key == "title" && (a.Val == "header" || a.Val == "footer") {
			return true // running heads, as LibreOffice writes them
		}
		style := strings.ToLower(strings.ReplaceAll(a.Val, " ", ""))
		if a.Key == "hidden" || a.Key == "style" && (strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")) {
			return true
		}
	}
	return false
}

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// closed ends the paragraphs that are open beyond so many.
func (w *htmlWalker) closed(to int) error {
	for len(w.out.open) > to {
		if p := w.out.paragraph(); p != nil {
			p.text = bytes.TrimRight(p.text, " ")
		}
		if err := w.out.end(); err != nil {
			return err
		}
	}
	return nil
}

// block is an element that begins a line of its own. What stands in it may be
// blocks in turn, so paragraphs begin with the text and not with the element.
func (w *htmlWalker) block(n *html.Node, s htmlState, heading bool) error {
	if err := w.closed(0); err != nil {
		return err
	}
	if heading {
		w.out.begin().heading = true
	}
	return errors.Join(w.children(n, s), w.closed(0))
}

func (w *htmlWalker) item(n *html.Node, s htmlState) error {
	if err := w.closed(0); err != nil {
		return err
	}
	number := "• "
	if l := s.list; l != nil && l.format != "" {
		if v, err := strconv.Atoi(get(n, "value")); err == nil {
			l.next = v
		}
		number = ordinal(l.next, l.format) + ". "
		if l.notes {
			number = fmt.Sprintf("[%d] ", l.next)
		}
		if l.next++; l.down {
			l.next -= 2
		}
	}
	// The number stands before the item's first words, however deep they are.
	p := w.out.begin()
	p.tight = true
	if err := w.out.write(number, false); err != nil {
		return err
	}
	p.plain = false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (c.DataAtom == atom.P || c.DataAtom == atom.Div) && string(p.text) == number && w.out.paragraph() == p {
			if err := w.children(c, s); err != nil { // <li><p>…: the paragraph is the item's own
				return err
			}
			if w.out.paragraph() == p {
				if err := w.closed(0); err != nil {
					return err
				}
			}
			continue
		}
		if c.Type == html.ElementNode && string(p.text) == number && w.out.paragraph() == p && (c.DataAtom == atom.Ul || c.DataAtom == atom.Ol) {
			w.out.open = nil // a number without words
		}
		if err := w.node(c, s); err != nil {
			return err
		}
	}
	if w.out.paragraph() == p && string(p.text) == number {
		w.out.open = nil
	}
	return w.closed(0)
}

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

func (w *htmlWalker) row(n *html.Node, s htmlState) error {
	if err := w.closed(0); err != nil {
		return err
	}
	w.out.beginRow()
	defer w.out.endRow()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th || hiddenHTML(c) {
			continue
		}
		w.out.beginCell()
		err := errors.Join(w.children(c, s), w.closed(0))
		w.out.endCell()
		if err != nil {
			return err
		}
	}
	return nil
}

// readEPUB reads an electronic book: its chapters in the order in which they are
// read, each like a page.
func readEPUB(data []byte) (corpus.Document, error) {
	a, err := openArchive(data, ".epub")
	if err != nil {
		return corpus.Document{}, err
	}
	var container struct {
		Files []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err := a.decode("META-INF/container.xml", &container); err != nil {
		return corpus.Document{}, err
	}
	if len(container.Files) == 0 {
		return corpus.Document{}, fmt.Errorf("%w: no META-INF/container.xml in it; is it a .epub?", ErrDamaged)
	}
	var book struct {
		Language string `xml:"metadata>language"`
		Items    []struct {
			ID         string `xml:"id,attr"`
			Path       string `xml:"href,attr"`
			Type       string `xml:"media-type,attr"`
			Properties string `xml:"properties,attr"`
		} `xml:"manifest>item"`
		Spine []struct {
			ID     string `xml:"idref,attr"`
			Linear string `xml:"linear,attr"`
		} `xml:"spine>itemref"`
	}
	root := container.Files[0].Path
	if err := a.decode(root, &book); err != nil {
		return corpus.Document{}, err
	}
	if locked, _ := a.bytes("META-INF/rights.xml"); locked != nil {
		return corpus.Document{}, fmt.Errorf("%w: the book is protected; ask for a copy without copy protection", ErrDamaged)
	}
	paths := map[string]string{}
	for _, i := range book.Items {
		if !strings.Contains(i.Properties, "nav") && strings.Contains(i.Type, "html") {
			paths[i.ID] = path.Join(path.Dir(root), i.Path) // a part of the archive, wherever it points
		}
	}
	var w htmlWalker
	for _, i := range book.Spine {
		if paths[i.ID] == "" || i.Linear == "no" {
			continue
		}
		chapter, err := a.bytes(paths[i.ID])
		if errors.Is(err, errNoPart) {
			continue
		}
		if err != nil {
			return corpus.Document{}, err
		}
		text, _, err := Decode(chapter)
		if err != nil {
			return corpus.Document{}, fmt.Errorf("%s: %w", paths[i.ID], err)
		}
		if err := w.page(text); err != nil {
			return corpus.Document{}, fmt.Errorf("%s: %w", paths[i.ID], err)
		}
	}
	doc := w.out.document()
	doc.Language, _, _ = strings.Cut(book.Language, "-")
	return doc, nil
}
