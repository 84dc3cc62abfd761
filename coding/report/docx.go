package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// docx is a Word document that is being written: headings, paragraphs, tables and
// pictures, nothing else. No maintained library under a permissive licence writes
// them, and these need little of the format.
type docx struct {
	body   bytes.Buffer
	images [][]byte
	notes  strings.Builder // comments
	noted  int             // how many
	wide   bool            // on its side
}

func (g *Grid) docx(w io.Writer) error {
	d := &docx{wide: len(g.Head) > 6}
	d.grid(g)
	return d.write(w, g.Title)
}

// runText is a text as a run holds it, lines broken where it breaks them.
func runText(s string) string {
	var b strings.Builder
	for i, line := range strings.Split(Visible(s), "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		b.WriteString(`<w:t xml:space="preserve">`)
		xml.EscapeText(&b, []byte(line))
		b.WriteString("</w:t>")
	}
	return b.String()
}

// comment adds a comment and returns its number, by which the text refers to it.
func (d *docx) comment(author string, at time.Time, text string) int {
	var by strings.Builder
	xml.EscapeText(&by, []byte(Visible(author)))
	when := ""
	if !at.IsZero() {
		when = ` w:date="` + at.UTC().Format(time.RFC3339) + `"`
	}
	fmt.Fprintf(&d.notes, `<w:comment w:id="%d" w:author="%s"%s><w:p><w:r>%s</w:r></w:p></w:comment>`, d.noted, by.String(), when,
		runText(text))
	d.noted++
	return d.noted - 1
}

func (d *docx) heading(level int, text string) {
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:pStyle w:val="Heading%d"/></w:pPr><w:r>%s</w:r></w:p>`, level, runText(text))
}

// paragraph writes text in a style: "" for plain, Quote, Note.
func (d *docx) paragraph(style, text string) {
	d.body.WriteString(paragraphOf(style, "", text, false))
}

func paragraphOf(style, align, text string, bold bool) string {
	p, r := "", ""
	if style != "" {
		p += fmt.Sprintf(`<w:pStyle w:val="%s"/>`, style)
	}
	if align != "" {
		p += fmt.Sprintf(`<w:jc w:val="%s"/>`, align)
	}
	if p != "" {
		p = "<w:pPr>" + p + "</w:pPr>"
	}
	if bold {
		r = "<w:rPr><w:b/></w:rPr>"
	}
	return "<w:p>" + p + "<w:r>" + r + runText(text) + "</w:r></w:p>"
}

// grid writes a table with its title and notes.
func (d *docx) grid(g *Grid) {
	if g.Title != "" {
		d.body.WriteString(paragraphOf("Caption", "", g.Title, false))
	}
	if len(g.Rows) == 0 && g.Empty != "" {
		d.paragraph("", g.Empty)
		return
	}
	numbers := g.numbers()
	widths := d.widths(g, numbers)
	span := func(from, to int) (w int) {
		for _, x := range widths[from:to] {
			w += x
		}
		return w
	}
	fmt.Fprintf(&d.body, `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/>`+
		`</w:tblPr><w:tblGrid>`, span(0, len(widths)))
	for _, w := range widths {
		fmt.Fprintf(&d.body, `<w:gridCol w:w="%d"/>`, w)
	}
	d.body.WriteString(`</w:tblGrid>`)
	if g.Groups != nil {
		d.body.WriteString(`<w:tr><w:trPr><w:tblHeader/></w:trPr>`)
		for from := 0; from < len(g.Groups); {
			to := from + 1
			for to < len(g.Groups) && g.Groups[to] == g.Groups[from] && g.Groups[from] != "" {
				to++
			}
			fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:gridSpan w:val="%d"/></w:tcPr>%s</w:tc>`, span(from, to), to-from,
				paragraphOf("Cell", "", g.Groups[from], true))
			from = to
		}
		d.body.WriteString(`</w:tr>`)
	}
	d.body.WriteString(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, h := range g.Head {
		fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>%s</w:tc>`, widths[i],
			paragraphOf("Cell", align(numbers[i]), h, true))
	}
	d.body.WriteString(`</w:tr>`)
	most := g.most(numbers)
	for n, row := range g.Lines() {
		d.body.WriteString(`<w:tr>`)
		for c, v := range row {
			cell, shading := "", ""
			switch v := v.(type) {
			case Texts:
				for _, t := range v {
					cell += paragraphOf("Cell", "", t, false)
				}
			case Name:
				cell = strings.Replace(paragraphOf("Cell", "", v.Label, n >= len(g.Rows)), "</w:pPr>",
					fmt.Sprintf(`<w:ind w:left="%d"/></w:pPr>`, 240*v.Level), 1)
			default:
				cell = paragraphOf("Cell", align(numbers[c]), g.Shown(v), n >= len(g.Rows))
			}
			if x := size(v); g.Heat && x > 0 && most > 0 && c < g.shaded() && n < len(g.Rows) {
				shading = fmt.Sprintf(`<w:shd w:val="clear" w:color="auto" w:fill="%s"/>`, strings.TrimPrefix(shade(0.05+0.45*x/most), "#"))
			}
			if cell == "" {
				cell = paragraphOf("Cell", "", "", false)
			}
			fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>%s</w:tc>`, widths[c], shading, cell)
		}
		d.body.WriteString(`</w:tr>`)
	}
	d.body.WriteString(`</w:tbl>`)
	d.paragraph("", "")
	for _, n := range g.Notes {
		d.paragraph("Note", n)
	}
}

// widths divides the page among columns, in twentieths of a point: each has room for
// its longest word, and what is left is shared by how much they hold.
func (d *docx) widths(g *Grid, numbers []bool) []int {
	page := 9638
	if d.wide {
		page = 14570
	}
	widths, need := make([]int, len(g.Head)), make([]int, len(g.Head))
	left, all := page, 0
	for i, h := range g.Head {
		word := 3
		for _, row := range g.Lines() {
			for w := range strings.FieldsSeq(g.Shown(row[i])) {
				word = max(word, min(utf8.RuneCountInString(w), 16))
			}
		}
		for w := range strings.FieldsSeq(h) {
			word = max(word, min(utf8.RuneCountInString(w), 12))
		}
		widths[i] = 170 + 105*word
		if !numbers[i] {
			need[i] = min(max(g.longest(i), len(h)), 60)
		}
		left -= widths[i]
		all += need[i]
	}
	for i := range widths {
		switch {
		case left < 0: // more columns than a page holds: all are narrower
			widths[i] = widths[i] * page / (page - left)
		case all > 0:
			widths[i] += left * need[i] / all
		}
	}
	return widths
}

func align(number bool) string {
	if number {
		return "right"
	}
	return ""
}

// picture puts a picture into the document, no wider than the page.
func (d *docx) picture(p *Picture) error {
	var png bytes.Buffer
	if err := p.PNG(&png); err != nil {
		return err
	}
	d.images = append(d.images, png.Bytes())
	n := len(d.images)
	const perPixel = 9525 // in the format's units, 914,400 of which are an inch
	scale := min(1, 620/p.Width, 860/p.Height)
	w, h := int(p.Width*scale*perPixel), int(p.Height*scale*perPixel)
	name := &strings.Builder{}
	xml.EscapeText(name, []byte(Visible(p.Title)))
	fmt.Fprintf(&d.body, `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="%d" cy="%d"/>`+
		`<wp:docPr id="%d" name="Picture %[3]d" descr="%s"/><a:graphic>`+
		`<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>`+
		`<pic:cNvPr id="%[3]d" name="Picture %[3]d"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId%[5]d"/><a:stretch>`+
		`<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm>`+
		`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		w, h, n, name.String(), n+1)
	return nil
}

func (d *docx) write(w io.Writer, title string) error {
	z := zip.NewWriter(w)
	var failed error
	add := func(name, content string) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate}) // without a time, the same each time
		if err == nil {
			_, err = io.WriteString(f, content)
		}
		if failed == nil {
			failed = err
		}
	}
	commentsType := ""
	if d.noted > 0 {
		commentsType = `<Override PartName="/word/comments.xml"` +
			` ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>`
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	add("[Content_Types].xml", head+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`+
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>`+
		`<Override PartName="/word/document.xml"`+
		` ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>`+
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>`+
		commentsType+`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`)
	add("_rels/.rels", head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"`+
		` Target="word/document.xml"/>`+
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"`+
		` Target="docProps/core.xml"/></Relationships>`)
	name := &strings.Builder{}
	xml.EscapeText(name, []byte(Visible(title)))
	add("docProps/core.xml", head+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"`+
		` xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`+name.String()+`</dc:title>`+
		`<dc:creator>crosscase</dc:creator></cp:coreProperties>`)
	rels := head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>`
	for i := range d.images {
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"`+
			` Target="media/image%d.png"/>`, i+2, i+1)
	}
	if d.noted > 0 {
		rels += fmt.Sprintf(`<Relationship Id="rId%d"`+
			` Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/>`, len(d.images)+2)
		add("word/comments.xml", head+`<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`+d.notes.String()+
			`</w:comments>`)
	}
	add("word/_rels/document.xml.rels", rels+`</Relationships>`)
	add("word/styles.xml", head+docxStyles)
	size := `<w:pgSz w:w="11906" w:h="16838"/>`
	if d.wide {
		size = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`
	}
	add("word/document.xml", head+`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`+
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`+
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`+
		` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`+
		` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>`+d.body.String()+`<w:sectPr>`+size+
		`<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`+
		`</w:body></w:document>`)
	for i, png := range d.images {
		add(fmt.Sprintf("word/media/image%d.png", i+1), string(png))
	}
	if failed != nil {
		return failed
	}
	return z.Close()
}

const docxStyles = `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault>` +
	`<w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>` +
	`<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>` +
	`<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="160"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="34"/>` +
	`</w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>` +
	`<w:pPr><w:keepNext/><w:spacing w:before="280" w:after="120"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="27"/>` +
	`</w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>` +
	`<w:pPr><w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/><w:sz w:val="23"/>` +
	`</w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="400"/>` +
	`</w:pPr><w:rPr><w:i/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/>` +
	`<w:spacing w:before="160" w:after="80"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="Note"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="40"/>` +
	`</w:pPr><w:rPr><w:color w:val="595959"/><w:sz w:val="18"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr>` +
	`<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:style>` +
	`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>` +
	`<w:top w:val="single" w:sz="6" w:color="808080"/><w:bottom w:val="single" w:sz="6" w:color="808080"/>` +
	`<w:insideH w:val="single" w:sz="4" w:color="D0D0D0"/></w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/>` +
	`<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`
