package format

import (
	"errors"
	"fmt"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// open begins the paragraph of the text that follows, and in a table its row and
// cell.
func (r *rtfReader) open() {
	base := r.base()
	if len(r.out.open) > base {
		return
	}
	if r.inTable && !r.row && base == 0 {
		r.row = true
		r.out.beginRow()
		r.out.beginCell()
	}
	r.out.begin()
}

// base is the number of paragraphs that are open around the note or comment that
// is being read; 0 in the body.
func (r *rtfReader) base() int {
	if n := len(r.asides); n > 0 {
		return r.asides[n-1]
	}
	return 0
}

// closeParagraph ends the open paragraph, if there is one.
func (r *rtfReader) closeParagraph() error {
	if len(r.out.open) <= r.base() {
		return nil
	}
	p := r.out.paragraph()
	if m := rtfNumber().FindSubmatchIndex(p.text); m != nil && len(p.marks) == 0 {
		number := string(p.text[m[2]:m[3]])
		if strings.ContainsAny(number, "·\uf0b7\uf0a7") {
			number = "•"
		}
		p.text = append([]byte(number+" "), p.text[m[1]:]...)
		p.bold = 0
		p.tight = true
	}
	return r.out.end()
}

// rtfNumber is the number or bullet of a list item with the tab after it, as
// programs write them into the text.
var rtfNumber = lazyregexp.New(`^[ \t]*([•·\x{f0b7}\x{f0a7}◦▪o–-]|\(?[0-9a-zA-Z.]{1,8}[.)])[ ]*\t[ \t]*`)

// structure ends paragraphs, cells and rows.
func (r *rtfReader) structure(word string) error {
	switch word {
	case "par", "sect", "page", "column":
		return r.closeParagraph()
	case "pard":
		r.inTable = false
		if p := r.out.paragraph(); p != nil && len(p.text) == 0 {
			p.heading = false
		}
	case "intbl":
		r.inTable = true
	case "nestcell", "nestrow": // cells of a nested table are paragraphs of the outer cell
		return r.closeParagraph()
	case "cell":
		r.inTable = true
		if !r.row {
			r.row = true
			r.out.beginRow()
			r.out.beginCell()
		}
		err := r.closeParagraph()
		r.out.endCell()
		r.out.beginCell()
		return err
	case "row":
		err := r.closeParagraph()
		if r.row {
			r.out.endCell()
			r.out.endRow()
			r.row = false
		}
		return err
	}
	return nil
}

// beginNote writes the mark of a note and reads its text to the end of the group.
func (r *rtfReader) beginNote() error {
	if r.g.skip || r.g.kind != rtfBody || r.g.field != nil {
		return nil
	}
	r.open()
	number, err := r.out.noteMark()
	if err != nil {
		return err
	}
	r.out.beginNote(number)
	r.aside()
	return nil
}

// beginHead reads a header or footer to the end of the group, to leave it out.
func (r *rtfReader) beginHead(where string) error {
	if r.g.skip || r.g.kind != rtfBody || r.g.field != nil {
		return nil
	}
	if err := r.out.endAside(); err != nil {
		return err
	}
	var text []*paragraph
	r.out.divert(&text)
	r.aside()
	end := r.g.end
	r.g.end = func() error {
		return errors.Join(end(), r.out.leaveParagraphs(corpus.RunningHead, where, text))
	}
	return nil
}

// aside makes the rest of the group a text of its own, apart from the paragraph and
// table around it.
func (r *rtfReader) aside() {
	r.asides = append(r.asides, len(r.out.open))
	table, row := r.inTable, r.row
	r.inTable, r.row = false, false
	r.g.bold = false
	r.g.end = func() error {
		err := r.closeParagraph()
		if r.row {
			r.out.endCell()
			r.out.endRow()
		}
		r.inTable, r.row = table, row
		r.asides = r.asides[:len(r.asides)-1]
		r.out.restore()
		return err
	}
}

// annotation reads a part of a comment: a mark in the text, the author, or the text
// of the comment itself.
func (r *rtfReader) annotation(word string) {
	if r.g.skip {
		return
	}
	text := &strings.Builder{}
	r.g.field = func(s string) { text.WriteString(s) }
	switch word {
	case "atrfstart", "atrfend":
		r.g.end = func() error {
			r.open()
			id := strings.TrimSpace(text.String())
			r.out.comment(id)
			r.out.mark(id, word == "atrfend")
			r.annotated = id
			return nil
		}
	case "atnauthor":
		r.g.end = func() error { r.author = strings.TrimSpace(text.String()); return nil }
	case "annotation":
		r.beginComment()
	}
}

// beginComment reads the text of a comment to the end of the group. A comment
// without a reference is about the paragraph that it is in.
func (r *rtfReader) beginComment() {
	r.g.field = nil
	r.open()
	id := r.annotated
	if id == "" {
		r.annotations++
		id = fmt.Sprintf("comment %d", r.annotations)
		r.out.mark(id, true)
	}
	c := r.out.comment(id)
	c.author, r.annotated, r.author = r.author, "", ""
	r.out.divert(&c.text)
	r.aside()
}
