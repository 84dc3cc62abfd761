package format

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"crosscase/corpus"
)

// readRTF reads Rich Text Format: text with the code pages of its fonts, tables,
// notes, comments; no deleted or hidden text, no pictures, no running heads.
func readRTF(data []byte) (corpus.Document, error) {
	if !bytes.HasPrefix(bytes.TrimLeft(data, " \r\n\t\ufeff"), []byte(`{\rtf`)) {
		return corpus.Document{}, fmt.Errorf(`%w: an .rtf begins with {\rtf; save it again as rich text`, ErrDamaged)
	}
	r := rtfReader{data: data, g: rtfGroup{uc: 1}, page: charmap.Windows1252, fonts: map[int]encoding.Encoding{}, headings: map[int]bool{}}
	if err := r.read(); err != nil {
		return corpus.Document{}, err
	}
	if err := r.flush(); err != nil {
		return corpus.Document{}, err
	}
	if r.depth > 0 {
		return corpus.Document{}, fmt.Errorf("%w: it breaks off in the middle; save it again in the program that made it", ErrDamaged)
	}
	if err := r.structure("row"); err != nil { // a table that nobody ended
		return corpus.Document{}, err
	}
	return r.out.document(), nil
}

// An rtfGroup is what holds between braces.
type rtfGroup struct {
	skip, bold, hidden bool
	uc                 int // how many characters stand in for one of \u
	font               int
	kind               rtfKind
	field              func(string) // where text goes that is none of the document's
	end                func() error
	fresh              bool // nothing but its first word came
	ignorable          bool // \* came
}

type rtfKind int

const (
	rtfBody rtfKind = iota
	rtfFontTable
	rtfStyles
)

type rtfReader struct {
	data     []byte
	at       int
	out      flow
	groups   []rtfGroup
	g        rtfGroup
	depth    int
	page     encoding.Encoding
	fonts    map[int]encoding.Encoding
	defined  int          // font or style being defined
	headings map[int]bool // styles that are
	bytes    []byte       // waiting to be decoded
	units    []uint16     // waiting for their other half
	drop     int          // characters still to leave out behind a \u
	inTable  bool         // of the paragraph
	row      bool         // a row is open
	noteFrom []int        // open paragraphs before each note
	author   string
	comments int
	commentI string // reference of the comment to come
}

func (r *rtfReader) read() error {
	for r.at < len(r.data) {
		c := r.data[r.at]
		switch {
		case c == '{':
			if err := r.flush(); err != nil {
				return err
			}
			r.at++
			if len(r.groups) > 2000 {
				return fmt.Errorf("%w: groups nested more than 2000 deep", ErrDamaged)
			}
			r.groups = append(r.groups, r.g)
			r.g.end, r.g.fresh, r.g.ignorable = nil, true, false
			r.depth++
		case c == '}':
			if err := r.closeGroup(); err != nil {
				return err
			}
			if r.depth == 0 {
				return nil // what follows is not the document's
			}
		case c == '\\':
			if err := r.control(); err != nil {
				return err
			}
		case c == '\r' || c == '\n' || c == 0:
			r.at++
		default:
			r.at++
			r.byte(c)
		}
	}
	return nil
}

func (r *rtfReader) closeGroup() error {
	if err := r.flush(); err != nil {
		return err
	}
	r.at++
	if r.depth--; r.depth < 0 || len(r.groups) == 0 {
		return fmt.Errorf("%w: more groups end than begin", ErrDamaged)
	}
	var err error
	if r.g.end != nil {
		err = r.g.end()
	}
	r.g = r.groups[len(r.groups)-1]
	r.groups = r.groups[:len(r.groups)-1]
	r.drop = 0
	return err
}

// byte takes one byte of text in the font's code page.
func (r *rtfReader) byte(c byte) {
	if r.drop > 0 {
		r.drop--
		return
	}
	r.units = r.units[:0]
	r.bytes = append(r.bytes, c)
}

// flush decodes the bytes that wait. Their code page is the font's.
func (r *rtfReader) flush() error {
	// Half a letter waits for the other, whatever settings stand between.
	if n := len(r.units); n > 1 || n == 1 && (r.units[0] < 0xd800 || r.units[0] >= 0xdc00) {
		s := string(utf16.Decode(r.units))
		r.units = r.units[:0]
		if err := r.write(s); err != nil {
			return err
		}
	}
	if len(r.bytes) == 0 {
		return nil
	}
	page := r.page
	if f := r.fonts[r.g.font]; f != nil {
		page = f
	}
	text, err := page.NewDecoder().Bytes(r.bytes)
	r.bytes = r.bytes[:0]
	if err != nil {
		return fmt.Errorf("%w: letters that no code page has", ErrDamaged)
	}
	return r.write(string(text))
}

func (r *rtfReader) write(s string) error {
	if s == "" {
		return nil
	}
	r.g.fresh = false
	switch {
	case r.g.kind == rtfStyles && !r.g.skip:
		name := strings.ToLower(strings.TrimSpace(strings.TrimSuffix(s, ";")))
		if strings.HasPrefix(name, "heading ") || name == "title" {
			r.headings[r.defined] = true
		}
		return nil
	case r.g.field != nil:
		r.g.field(s)
		return nil
	case r.g.skip || r.g.hidden || r.g.kind != rtfBody:
		return nil
	}
	r.open()
	return r.out.write(s, r.g.bold)
}

// open begins the paragraph, and in a table the row and the cell, that text
// stands in.
func (r *rtfReader) open() {
	base := 0
	if n := len(r.noteFrom); n > 0 {
		base = r.noteFrom[n-1]
	}
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

// closeParagraph ends the paragraph that is open, if one is.
func (r *rtfReader) closeParagraph() error {
	base := 0
	if n := len(r.noteFrom); n > 0 {
		base = r.noteFrom[n-1]
	}
	if len(r.out.open) > base {
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
	return nil
}

// rtfNumber is what a program wrote before an item of a list, with the tab behind
// it.
var rtfNumber = lazily(`^[ \t]*([•·\x{f0b7}\x{f0a7}◦▪o–-]|\(?[0-9a-zA-Z.]{1,8}[.)])[ ]*\t[ \t]*`)

// control reads a control word or symbol.
func (r *rtfReader) control() error {
	r.at++
	if r.at >= len(r.data) {
		return fmt.Errorf("%w: it breaks off in the middle", ErrDamaged)
	}
	c := r.data[r.at]
	if c < 'a' || c > 'z' {
		if c < 'A' || c > 'Z' {
			return r.symbol(c)
		}
	}
	start := r.at
	for r.at < len(r.data) && (r.data[r.at] >= 'a' && r.data[r.at] <= 'z' || r.data[r.at] >= 'A' && r.data[r.at] <= 'Z') {
		r.at++
	}
	word := string(r.data[start:min(r.at, start+40)])
	digits := r.at
	if r.at < len(r.data) && r.data[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.data) && r.data[r.at] >= '0' && r.data[r.at] <= '9' {
		r.at++
	}
	n, err := strconv.Atoi(string(r.data[digits:min(r.at, digits+12)]))
	given := err == nil
	if r.at < len(r.data) && r.data[r.at] == ' ' {
		r.at++
	}
	if word == "u" && given {
		return r.unicode(n)
	}
	if word == "bin" && given {
		r.at = min(r.at+max(n, 0), len(r.data))
		return nil
	}
	if r.drop > 0 && word != "par" {
		r.drop--
		return nil
	}
	if err := r.flush(); err != nil {
		return err
	}
	err = r.word(word, n, given)
	r.g.fresh = false
	return err
}

func (r *rtfReader) symbol(c byte) error {
	r.at++
	switch c {
	case '\'':
		if r.at+2 > len(r.data) {
			return fmt.Errorf("%w: it breaks off in the middle", ErrDamaged)
		}
		n, err := strconv.ParseUint(string(r.data[r.at:r.at+2]), 16, 8)
		if r.at += 2; err != nil {
			return fmt.Errorf(`%w: no letter in \'%s`, ErrDamaged, strings.ToValidUTF8(string(r.data[r.at-2:r.at]), "?"))
		}
		r.byte(byte(n))
		return nil
	case '*':
		r.g.ignorable = true
		return nil
	}
	if r.drop > 0 {
		r.drop--
		return nil
	}
	if err := r.flush(); err != nil {
		return err
	}
	switch c {
	case '\\', '{', '}':
		return r.write(string(rune(c)))
	case '~':
		return r.write("\u00a0")
	case '_':
		return r.write("\u2011")
	case '\r', '\n':
		return r.word("par", 0, false)
	}
	return nil // an optional hyphen, an index entry's parts
}

func (r *rtfReader) unicode(n int) error {
	if n < 0 {
		n += 1 << 16
	}
	r.drop = 0
	if len(r.bytes) > 0 {
		if err := r.flush(); err != nil {
			return err
		}
	}
	r.units = append(r.units, uint16(n))
	if err := r.flush(); err != nil {
		return err
	}
	r.drop = r.g.uc
	return nil
}

// rtfSkipped are destinations whose text is none of the document's.
var rtfSkipped = words(`colortbl info pict header headerl headerr headerf footer footerl footerr footerf listtable listoverridetable
	revtbl rsidtbl generator fldinst datafield themedata colorschememapping latentstyles datastore xmlnstbl mmathPr filetbl
	ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn objdata objclass objname atnparent atnicn nonesttables background bkmkstart bkmkend
	tc xe private template shpinst sp sn sv do pgptbl listpicture passwordhash userprops docvar nonshppict upr_ansi`)

func words(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// rtfText are words that stand for text.
var rtfText = map[string]string{"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
	"ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005"}

func (r *rtfReader) word(word string, n int, given bool) error {
	first := r.g.fresh
	if text, ok := rtfText[word]; ok {
		return r.write(text)
	}
	if first && rtfSkipped[word] {
		r.g.skip = true
		return nil
	}
	switch word {
	case "ansicpg":
		r.page = codePage(n, r.page)
	case "mac":
		r.page = charmap.Macintosh
	case "pc", "pca":
		r.page = charmap.CodePage850
	case "deff", "f":
		if r.g.kind == rtfFontTable {
			r.defined = n
		}
		r.g.font = n
	case "fcharset":
		if r.g.kind == rtfFontTable {
			r.fonts[r.defined] = fontCharset(n)
		}
	case "cpg":
		if r.g.kind == rtfFontTable {
			r.fonts[r.defined] = codePage(n, r.page)
		}
	case "fonttbl":
		r.g.kind = rtfFontTable
	case "stylesheet":
		r.g.kind, r.defined = rtfStyles, 0
	case "uc":
		r.g.uc = max(0, min(n, 10))
	case "b":
		r.g.bold = !given || n != 0
	case "v", "deleted":
		r.g.hidden = !given || n != 0
	case "plain":
		r.g.bold, r.g.hidden = false, false
	case "s", "cs", "ds", "ts":
		return r.style(word, n)
	case "outlinelevel":
		if r.g.kind == rtfStyles {
			r.headings[r.defined] = n < 9
		} else if !r.g.skip && r.g.field == nil {
			r.open()
			r.out.paragraph().heading = n < 9
		}
	case "par", "sect", "cell", "row", "nestcell", "nestrow", "intbl", "pard", "page", "column":
		if r.g.skip || r.g.kind != rtfBody || r.g.field != nil {
			return nil
		}
		return r.structure(word)
	case "footnote":
		return r.beginNote()
	case "annotation", "atnid", "atnauthor", "atnref", "atrfstart", "atrfend", "atndate", "atntime":
		return r.annotation(word)
	case "upr": // the same text twice; \ud has the better one
		r.g.skip = true
	case "ud":
		r.g.skip = false
	case "result", "fldrslt", "shptxt", "listtext", "pntext", "field", "object", "shp", "shprslt":
		if word == "shptxt" {
			r.g.skip = false
		}
		if word == "shprslt" { // the same once more, for old programs
			r.g.skip = true
		}
	default:
		if first && r.g.ignorable {
			r.g.skip = true
		}
	}
	return nil
}

func (r *rtfReader) style(word string, n int) error {
	if r.g.kind == rtfStyles {
		r.defined = -1
		if word == "s" {
			r.defined = n
		}
		return nil
	}
	if word == "s" && r.headings[n] && !r.g.skip && r.g.field == nil && r.g.kind == rtfBody {
		r.open()
		r.out.paragraph().heading = true
	}
	return nil
}

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
	case "nestcell", "nestrow": // a nested table's cells are paragraphs of the outer one's
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

// aside makes what the group holds a text of its own, until it ends.
func (r *rtfReader) aside() {
	r.noteFrom = append(r.noteFrom, len(r.out.open))
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
		r.noteFrom = r.noteFrom[:len(r.noteFrom)-1]
		r.out.restore()
		return err
	}
}

// annotation reads the parts of a comment: the places that it is about, by a
// reference, then its author and its text.
func (r *rtfReader) annotation(word string) error {
	if r.g.skip {
		return nil
	}
	reference := &strings.Builder{}
	r.g.field = func(s string) { reference.WriteString(s) }
	switch word {
	case "atrfstart", "atrfend":
		r.g.end = func() error {
			r.open()
			id := strings.TrimSpace(reference.String())
			r.out.comment(id)
			r.out.mark(id, word == "atrfend")
			r.commentI = id
			return nil
		}
	case "atnauthor":
		r.g.end = func() error { r.author = strings.TrimSpace(reference.String()); return nil }
	case "annotation":
		r.g.field = nil
		r.open()
		id := r.commentI
		if id == "" {
			r.comments++
			id = fmt.Sprintf("comment %d", r.comments)
			r.out.mark(id, true)
		}
		c := r.out.comment(id)
		c.author, r.commentI, r.author = r.author, "", ""
		r.out.divert(&c.text)
		r.aside()
	}
	return nil
}

// codePage is a Windows or DOS code page by its number.
func codePage(n int, otherwise encoding.Encoding) encoding.Encoding {
	if e, ok := codePages[n]; ok {
		return e
	}
	return otherwise
}

var codePages = map[int]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 858: charmap.CodePage858, 866: charmap.CodePage866,
	874: charmap.Windows874, 932: japanese.ShiftJIS, 936: simplifiedchinese.GBK, 949: korean.EUCKR, 950: traditionalchinese.Big5,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254,
	1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258, 10000: charmap.Macintosh,
	65001: encoding.Nop,
}

// fontCharset is the code page of a font's character set; nil for the document's.
func fontCharset(n int) encoding.Encoding {
	pages := map[int]int{77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437}
	if page, ok := pages[n]; ok {
		return codePages[page]
	}
	return nil
}
