package foreign

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
)

// taguette reads the tables of Taguette. A document is HTML; offsets are bytes of its
// text nodes one after the other, the end not included.
func (r *reader) taguette() error {
	r.doc.Origin = "Taguette"
	projects := r.rows("projects", "id")
	if len(projects) > 1 {
		return fmt.Errorf("it holds %d projects; export the one that you mean in Taguette (Project info, Export project), and name that file",
			len(projects))
	}
	for _, p := range projects {
		r.doc.Name, r.doc.Description, r.doc.Created = p.text("name"), p.text("description"), date(p.text("created"))
	}
	owner := ""
	members := r.rows("project_members", "user_login")
	for _, m := range members {
		r.user(m.text("user_login"))
	}
	if len(members) == 1 {
		owner = members[0].text("user_login")
	} else if len(members) > 1 {
		r.problems.Add("who made a highlight is not in the file: nobody's", "")
	}
	codes := r.taguetteTags()
	documents := map[int]taguetteDocument{}
	for _, d := range r.rows("documents", "id") {
		p, err := textOf(d.text("contents"))
		if err != nil {
			return fmt.Errorf("document %q: %w", d.text("name"), err)
		}
		s := r.textSource("Taguette", d.text("name"), p.body, d.text("description"), owner, d.text("created"))
		documents[d.number("id")] = taguetteDocument{s, p}
	}
	return r.taguetteHighlights(documents, codes, owner)
}

// taguetteTags reads the codebook, and returns the codes by the numbers of their tags. Tags
// have no order but their paths: one lies below another whose path stands before it, as
// [WriteTaguette] writes themes.
func (r *reader) taguetteTags() map[int]string {
	codes, byPath := map[int]string{}, map[string]*refi.Code{}
	tags := r.rows("tags", "id")
	for _, t := range tags {
		path := t.text("path")
		byPath[path] = &refi.Code{GUID: refi.NewGUID("taguette tag", path), Name: strings.ReplaceAll(path, `\>`, ">"),
			Description: t.text("description"), Codable: true}
		codes[t.number("id")] = byPath[path].GUID
	}
	for _, t := range tags {
		path := t.text("path")
		into := &r.doc.Codes
		if i := strings.LastIndex(path, coding.Separator); i >= 0 && byPath[path[:i]] != nil {
			byPath[path].Name = strings.ReplaceAll(path[i+len(coding.Separator):], `\>`, ">")
			into = &byPath[path[:i]].Below
		}
		*into = append(*into, byPath[path])
	}
	return codes
}

type taguetteDocument struct {
	source *refi.Source
	page
}

// taguetteHighlights reads highlights in documents, with codes by their numbers.
func (r *reader) taguetteHighlights(documents map[int]taguetteDocument, codes map[int]string, owner string) error {
	tags := map[int][]int{}
	for _, x := range r.rows("highlight_tags", "highlight_id, tag_id") {
		tags[x.number("highlight_id")] = append(tags[x.number("highlight_id")], x.number("tag_id"))
	}
	for _, h := range r.rows("highlights", "document_id, start_offset, id") {
		d, ok := documents[h.number("document_id")]
		if !ok {
			r.problems.Add("highlight in a document that is not there: left out", "")
			continue
		}
		snippet, err := textOf(h.text("snippet"))
		if err != nil {
			return err
		}
		start, end := d.at(h.number("start_offset")), d.end(h.number("end_offset"))
		if start < 0 || end <= start {
			r.problems.Add("highlight that is no place in its document: left out", d.source.Name)
			continue
		}
		words := d.body[start:end]
		if !sameLetters(words, snippet.body) {
			r.problems.Add("highlight whose words are not those of its document: left out", d.source.Name)
			continue
		}
		mark := len(byteOrderMark) * marks(d.body)
		if end <= mark {
			r.problems.Add("highlight of a byte order mark alone: left out", d.source.Name)
			continue
		}
		start = max(start, mark)
		words = d.body[start:end]
		from := utf8.RuneCountInString(d.body[mark:start])
		if mark > 0 {
			r.problems.Add("highlight counted with the byte order mark that its document begins with, which is left out here: that much earlier",
				d.source.Name)
		}
		// The identifier is as it was when line breaks at the end were part of a highlight.
		behind := from + utf8.RuneCountInString(d.body[start:max(end, d.at(h.number("end_offset")))])
		sel := &refi.Selection{GUID: refi.NewGUID("taguette highlight", d.source.GUID, fmt.Sprint(from, behind, h.number("id"))),
			Name: refi.QuoteName(words), Start: from, End: from + utf8.RuneCountInString(words)}
		for _, t := range slices.Compact(tags[h.number("id")]) {
			if codes[t] != "" {
				guid := refi.NewGUID("coding", sel.GUID, codes[t])
				sel.Codings = append(sel.Codings, &refi.Coding{GUID: guid, Creator: r.user(owner), Code: codes[t]})
			}
		}
		d.source.Selections = append(d.source.Selections, sel)
	}
	return nil
}

// sameLetters compares words without white space, which HTML does not keep.
func sameLetters(a, b string) bool {
	return strings.Join(strings.Fields(a), "") == strings.Join(strings.Fields(b), "")
}

// A page is the text of a document with where its bytes are in the text nodes.
type page struct {
	body string
	// Line breaks that are in the body alone: between paragraphs that the text nodes
	// do not keep apart.
	breaks []int // where they are in the text nodes
	length int
}

// at is where what begins at a byte of the text nodes is in the body, -1 beyond its end. A
// break stands before it.
func (p page) at(offset int) int { return p.behind(offset, sort.SearchInts(p.breaks, offset+1)) }

// end is where what ends at a byte of the text nodes ends in the body, -1 beyond its end. A
// break stands behind it.
func (p page) end(offset int) int { return p.behind(offset, sort.SearchInts(p.breaks, offset)) }

// behind is where a byte of the text nodes is in the body, behind so many breaks.
func (p page) behind(offset, breaks int) int {
	if offset < 0 || offset > p.length {
		return -1
	}
	at := offset + breaks
	if at > len(p.body) || at < len(p.body) && !utf8.RuneStart(p.body[at]) {
		return -1
	}
	return at
}

// blocks are the elements that begin a line.
var blocks = []atom.Atom{atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Tr, atom.Br,
	atom.Blockquote, atom.Pre, atom.Table, atom.Ul, atom.Ol}

// textOf is the text of HTML as Taguette has it: text nodes one after the other.
func textOf(source string) (page, error) {
	var p page
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(source))
	tokens.SetMaxBuf(refi.MaxText)
	newline := func() {
		if s := b.String(); s != "" && !strings.HasSuffix(s, "\n") {
			p.breaks = append(p.breaks, p.length)
			b.WriteByte('\n')
		}
	}
	pending := false
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			p.body = b.String()
			return p, nil
		case html.TextToken:
			text := string(tokens.Text())
			text = html.UnescapeString(text)
			if text == "" {
				continue
			}
			if pending && !strings.HasPrefix(text, "\n") {
				newline()
			}
			pending = false
			p.length += len(text)
			b.WriteString(text)
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			if slices.Contains(blocks, atom.Lookup(name)) {
				pending = true
			}
		}
	}
}
