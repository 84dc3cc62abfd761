package format

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// control reads a control word or symbol.
func (r *rtfReader) control() error {
	r.at++
	if r.at >= len(r.data) {
		return fmt.Errorf("%w: it breaks off in the middle", ErrDamaged)
	}
	if c := r.data[r.at]; !letter(c) {
		return r.symbol(c)
	}
	word, n, given := r.nextWord()
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
	err := r.word(word, n, given)
	r.g.fresh = false
	return err
}

// nextWord reads a control word with its number, if one is given, and the blank
// that ends it.
func (r *rtfReader) nextWord() (word string, n int, given bool) {
	start := r.at
	for r.at < len(r.data) && letter(r.data[r.at]) {
		r.at++
	}
	word = string(r.data[start:min(r.at, start+40)])
	digits := r.at
	if r.at < len(r.data) && r.data[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.data) && r.data[r.at] >= '0' && r.data[r.at] <= '9' {
		r.at++
	}
	n, err := strconv.Atoi(string(r.data[digits:min(r.at, digits+12)]))
	if r.at < len(r.data) && r.data[r.at] == ' ' {
		r.at++
	}
	return word, n, err == nil
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// symbol reads a control symbol: one character that is not a letter.
func (r *rtfReader) symbol(c byte) error {
	r.at++
	switch c {
	case '\'':
		return r.hexadecimal()
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

// hexadecimal reads a byte of text that is written as two digits.
func (r *rtfReader) hexadecimal() error {
	if r.at+2 > len(r.data) {
		return fmt.Errorf("%w: it breaks off in the middle", ErrDamaged)
	}
	digits := string(r.data[r.at : r.at+2])
	r.at += 2
	n, err := strconv.ParseUint(digits, 16, 8)
	if err != nil {
		return fmt.Errorf(`%w: no letter in \'%s`, ErrDamaged, strings.ToValidUTF8(digits, "?"))
	}
	r.byte(byte(n))
	return nil
}

// unicode reads a UTF-16 unit that is written as a signed number.
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

// rtfSkipped are the destinations whose text is not part of the document.
var rtfSkipped = words(`colortbl info pict listtable listoverridetable
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

// rtfText are the control words that stand for text.
var rtfText = map[string]string{"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
	"ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005"}

// word applies a control word; given tells whether it has the number n.
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
	case "ansicpg", "mac", "pc", "pca", "deff", "f", "fcharset", "cpg", "fonttbl", "uc":
		r.characterSet(word, n)
	case "b", "v", "deleted", "plain":
		r.characterFormat(word, !given || n != 0)
	case "stylesheet":
		r.g.kind, r.defined = rtfStyles, 0
	case "s", "cs", "ds", "ts":
		r.style(word, n)
	case "outlinelevel":
		r.outlineLevel(n)
	case "par", "sect", "cell", "row", "nestcell", "nestrow", "intbl", "pard", "page", "column":
		if r.g.skip || r.g.kind != rtfBody || r.g.field != nil {
			return nil
		}
		return r.structure(word)
	case "footnote":
		return r.beginNote()
	case "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf":
		return r.beginHead(word[:len("header")])
	case "annotation", "atnid", "atnauthor", "atnref", "atrfstart", "atrfend", "atndate", "atntime":
		r.annotation(word)
	case "upr", "shprslt": // the same text again, for old programs; \ud has the better one
		r.g.skip = true
	case "ud", "shptxt":
		r.g.skip = false
	case "result", "fldrslt", "listtext", "pntext", "field", "object", "shp":
	default:
		if first && r.g.ignorable {
			r.g.skip = true
		}
	}
	return nil
}

// characterSet applies a control word about fonts and code pages.
func (r *rtfReader) characterSet(word string, n int) {
	switch word {
	case "ansicpg":
		r.page = codePage(n, r.page)
	case "mac":
		r.page = charmap.Macintosh
	case "pc", "pca":
		r.page = charmap.CodePage850
	case "fonttbl":
		r.g.kind = rtfFontTable
	case "uc":
		r.g.uc = max(0, min(n, 10))
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
	}
}

// characterFormat switches bold and hidden text on or off.
func (r *rtfReader) characterFormat(word string, on bool) {
	switch word {
	case "b":
		r.g.bold = on
	case "v":
		r.g.hidden = on
	case "deleted":
		r.g.deleted = on
	case "plain":
		r.g.bold, r.g.hidden, r.g.deleted = false, false, false
	}
}

// style begins the definition of a style or, in the body, applies one.
func (r *rtfReader) style(word string, n int) {
	if r.g.kind == rtfStyles {
		r.defined = -1
		if word == "s" {
			r.defined = n
		}
		return
	}
	if word == "s" && r.headings[n] && !r.g.skip && r.g.field == nil && r.g.kind == rtfBody {
		r.open()
		r.out.paragraph().heading = true
	}
}

// nameStyle notes whether the name of the style that is being defined is a
// heading's.
func (r *rtfReader) nameStyle(name string) {
	name = strings.ToLower(strings.TrimSpace(strings.TrimSuffix(name, ";")))
	if strings.HasPrefix(name, "heading ") || name == "title" {
		r.headings[r.defined] = true
	}
}

// outlineLevel makes a style or a paragraph a heading: levels 0 to 8 are, 9 is
// body text.
func (r *rtfReader) outlineLevel(n int) {
	if r.g.kind == rtfStyles {
		r.headings[r.defined] = n < 9
	} else if !r.g.skip && r.g.field == nil {
		r.open()
		r.out.paragraph().heading = n < 9
	}
}
