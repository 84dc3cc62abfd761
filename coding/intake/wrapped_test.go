package intake_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

// inFormat is a transcript as another format has it: lines of a text as paragraphs of a
// document, a table as that of a spreadsheet or a document, subtitles as others.
func inFormat(t *testing.T, file string, data []byte, ext string) (string, []byte) {
	t.Helper()
	from, stem := path.Ext(file), strings.TrimSuffix(file, path.Ext(file))
	text := string(data)
	switch {
	case ext == "crlf":
		return file, []byte("\ufeff" + strings.ReplaceAll(text, "\n", "\r\n"))
	case ext == "utf-16":
		var b bytes.Buffer
		b.WriteString("\xff\xfe")
		for _, u := range utf16.Encode([]rune(text)) {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
		return file, b.Bytes()
	case ext == "srt" || ext == "sbv":
		return stem + "." + ext, subtitles(text, ext)
	case from == ".csv":
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return stem + "." + ext, inTable(t, rows, ext)
	case ext == "md":
		return stem + ".md", append(data, '\n') // the same bytes would be the same file
	}
	write := map[string]func(*testing.T, []line) []byte{"docx": docx, "odt": odt, "rtf": rtf, "html": html, "pdf": pdf}[ext]
	if write == nil {
		t.Fatalf("no way to write %s", ext)
	}
	return stem + "." + ext, write(t, linesOf(text, from == ".md"))
}

// A line is a line of a text; gap tells whether an empty line is above it.
type line struct {
	text, bold   string // bold is what the line begins with, in bold letters
	heading, gap bool
}

var boldStart = regexp.MustCompile(`^\*\*(.+?)\*\*`)

// linesOf are the lines of a text that are not empty.
func linesOf(text string, markdown bool) (all []line) {
	gap := true
	for s := range strings.Lines(text) {
		l := line{text: strings.TrimRight(s, "\n"), gap: gap}
		if gap = l.text == ""; gap {
			continue
		}
		if markdown {
			words := strings.TrimLeft(l.text, "#")
			l.heading = words != l.text
			l.text = strings.TrimSpace(words)
			if m := boldStart.FindStringSubmatch(l.text); m != nil {
				l.bold, l.text = m[1], l.text[len(m[0]):]
			}
		}
		all = append(all, l)
	}
	return all
}

var xmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// docx has a paragraph for each line, and an empty one for each gap.
func docx(t *testing.T, lines []line) []byte {
	var b strings.Builder
	for _, l := range lines {
		if l.gap {
			b.WriteString("<w:p/>")
		}
		b.WriteString("<w:p>")
		if l.heading {
			b.WriteString(`<w:pPr><w:outlineLvl w:val="0"/></w:pPr>`)
		}
		if l.bold != "" {
			b.WriteString("<w:r><w:rPr><w:b/></w:rPr>" + wordText(l.bold) + "</w:r>")
		}
		b.WriteString("<w:r>" + wordText(l.text) + "</w:r></w:p>")
	}
	return wordFile(t, b.String())
}

func wordText(s string) string {
	return `<w:t xml:space="preserve">` + strings.ReplaceAll(xmlText.Replace(s), "\t", `</w:t><w:tab/><w:t xml:space="preserve">`) + "</w:t>"
}

func wordFile(t *testing.T, body string) []byte {
	return zipped(t, "word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+
		body+"</w:body></w:document>")
}

// zipped is an archive with one file.
func zipped(t *testing.T, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte(content))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// odt has a paragraph for lines without a gap, with line breaks in it.
func odt(t *testing.T, lines []line) []byte {
	replace := strings.NewReplacer("\t", "<text:tab/>", "  ", ` <text:s text:c="1"/>`)
	body := paragraphs(lines, func(l line) string { return bold(`<text:span text:style-name="B">`, "</text:span>", l, replace) },
		[2]string{"<text:h>", "</text:h>"}, [2]string{"<text:p>", "</text:p>"}, "<text:line-break/>")
	return textFile(t, body)
}

func textFile(t *testing.T, body string) []byte {
	const oasis = "urn:oasis:names:tc:opendocument:xmlns:"
	return zipped(t, "content.xml", `<office:document-content xmlns:office="`+oasis+`office:1.0" xmlns:text="`+oasis+`text:1.0"`+
		` xmlns:table="`+oasis+`table:1.0" xmlns:style="`+oasis+`style:1.0" xmlns:fo="`+oasis+`xsl-fo-compatible:1.0">`+
		`<office:automatic-styles><style:style style:name="B" style:family="text">`+
		`<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles><office:body><office:text>`+body+
		`</office:text></office:body></office:document-content>`)
}

// bold is a line of which the beginning may be bold.
func bold(open, end string, l line, more *strings.Replacer) string {
	text := more.Replace(xmlText.Replace(l.text))
	if l.bold != "" {
		text = open + xmlText.Replace(l.bold) + end + text
	}
	return text
}

// paragraphs joins lines without a gap between them.
func paragraphs(lines []line, write func(line) string, heading, paragraph [2]string, lineBreak string) string {
	var b strings.Builder
	for i, l := range lines {
		around := paragraph
		if l.heading {
			around = heading
		}
		if l.gap {
			b.WriteString(around[0])
		} else {
			b.WriteString(lineBreak)
		}
		b.WriteString(write(l))
		if i+1 == len(lines) || lines[i+1].gap {
			b.WriteString(around[1] + "\n")
		}
	}
	return b.String()
}

func html(_ *testing.T, lines []line) []byte {
	replace := strings.NewReplacer("\t", "&#9;", "  ", "&nbsp; ")
	return []byte("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>\n" +
		paragraphs(lines, func(l line) string { return bold("<b>", "</b>", l, replace) },
			[2]string{"<h2>", "</h2>"}, [2]string{"<p>", "</p>"}, "<br>") +
		"</body></html>\n")
}

// rtf has a paragraph for each line.
func rtf(_ *testing.T, lines []line) []byte {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\ansicpg1252\uc1 `)
	for _, l := range lines {
		if l.gap {
			b.WriteString(`\pard\par `)
		}
		b.WriteString(`\pard`)
		if l.heading {
			b.WriteString(`\outlinelevel0`)
		}
		if l.bold != "" {
			b.WriteString(`{\b ` + rtfText(l.bold) + `}`)
		}
		b.WriteString(" " + rtfText(l.text) + `\par` + "\n")
	}
	return []byte(b.String() + "}")
}

func rtfText(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		switch {
		case u == '\t':
			b.WriteString(`\tab `)
		case u == '\\' || u == '{' || u == '}':
			b.WriteString(`\` + string(rune(u)))
		case u < 128:
			b.WriteByte(byte(u))
		default:
			fmt.Fprintf(&b, `\u%d?`, int16(u))
		}
	}
	return b.String()
}

// pdf has a page with one line below the other, and more space where there is a gap.
func pdf(t *testing.T, lines []line) []byte {
	t.Helper()
	var page bytes.Buffer
	y := 760
	draw := func(font, x int, s string) {
		s = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "\t", "    ").Replace(s)
		fmt.Fprintf(&page, "BT /F%d 10 Tf %d %d Td (", font, x, y)
		for _, r := range s {
			if r > 255 {
				t.Fatalf("%q cannot be drawn", r)
			}
			page.WriteByte(byte(r))
		}
		page.WriteString(") Tj ET\n")
	}
	for _, l := range lines {
		if l.gap {
			y -= 10
		}
		switch {
		case l.heading:
			draw(2, 60, l.text)
		case l.bold != "":
			draw(2, 60, l.bold)
			draw(1, 60+7*len(l.bold), l.text)
		default:
			draw(1, 60, l.text)
		}
		y -= 13
	}
	if y < 40 {
		t.Fatal("more than a page")
	}
	return pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[6 0 R]>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", page.Len(), page.String()),
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>")
}

// pdfOf numbers objects from 1 on. Readers find them without a list of where they are.
func pdfOf(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\n%%%%EOF\n", len(objects)+1)
	return b.Bytes()
}

// inTable is a table as a spreadsheet or a document has it.
func inTable(t *testing.T, rows [][]string, ext string) []byte {
	t.Helper()
	join := func(row, end, cell, endCell string, write func(string) string) string {
		var b strings.Builder
		for _, r := range rows {
			b.WriteString(row)
			for _, c := range r {
				b.WriteString(cell + write(c) + endCell)
			}
			b.WriteString(end)
		}
		return b.String()
	}
	switch ext {
	case "tsv":
		return []byte(join("", "\n", "", "\t", func(s string) string { return s }))
	case "xlsx":
		return []byte(workbook(t, rows))
	case "html":
		return []byte("<html><meta charset=\"utf-8\"><table>" + join("<tr>", "</tr>\n", "<td>", "</td>", xmlText.Replace) + "</table></html>")
	case "docx":
		return wordFile(t, "<w:tbl>"+join("<w:tr>", "</w:tr>", "<w:tc><w:p><w:r>", "</w:r></w:p></w:tc>", wordText)+"</w:tbl>")
	case "odt":
		return textFile(t, "<table:table>"+join("<table:table-row>", "</table:table-row>",
			"<table:table-cell><text:p>", "</text:p></table:table-cell>", xmlText.Replace)+"</table:table>")
	}
	t.Fatalf("no way to write a table as %s", ext)
	return nil
}

var cueTime = regexp.MustCompile(`(\d\d:\d\d:\d\d)\.(\d\d\d) --> (\d\d:\d\d:\d\d)\.(\d\d\d).*`)

// subtitles are the cues of a .vtt as .srt or .sbv has them.
func subtitles(vtt, ext string) []byte {
	_, cues, _ := strings.Cut(vtt, "\n\n")
	if ext == "srt" {
		return []byte(cueTime.ReplaceAllString(cues, "$1,$2 --> $3,$4"))
	}
	cues = regexp.MustCompile(`(?m)^\d+\n`).ReplaceAllString(cues, "")
	return []byte(cueTime.ReplaceAllString(cues, "$1.$2,$3.$4"))
}
