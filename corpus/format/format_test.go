package format

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"crosscase/corpus"
)

func TestEncodings(t *testing.T) {
	const text = "Interviewer: Wie fing es an?\nRoe: Mit Geld – für die Brücke, naïve Öfen, „so“ sagte sie, größer, schöner, über alle Maßen.\n"
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) []byte {
		b, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	windows, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	const russian = "Мы начали с денег, и это было непросто, потому что денег не было ни у кого.\n"
	cyrillic, err := charmap.Windows1251.NewEncoder().Bytes([]byte(russian))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name     string
		data     []byte
		encoding string
		want     string
	}{
		{"UTF-8", []byte(text), "utf-8", text},
		{"UTF-8 with a byte order mark", []byte("\ufeff" + text), "utf-8", text},
		{"line ends of Windows", []byte(strings.ReplaceAll(text, "\n", "\r\n")), "utf-8", text},
		{"line ends of old Macs", []byte(strings.ReplaceAll(text, "\n", "\r")), "utf-8", text},
		{"UTF-16, little end first", utf16(unicode.LittleEndian, unicode.UseBOM), "utf-16le", text},
		{"UTF-16, big end first", utf16(unicode.BigEndian, unicode.UseBOM), "utf-16be", text},
		{"UTF-16 without a byte order mark", utf16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", text},
		{"Windows-1252", windows, "windows-1252", text},
		{"Windows-1251", cyrillic, "windows-1251", russian},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read("a.txt", tt.data)
			if err != nil {
				t.Fatal(err)
			}
			if doc.Encoding != tt.encoding {
				t.Errorf("encoding %s, want %s", doc.Encoding, tt.encoding)
			}
			if diff := cmp.Diff(tt.want, doc.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBadFiles(t *testing.T) {
	tests := []struct {
		name, file string
		data       string
		is         error
		says       string
	}{
		{"no bytes", "a.txt", "", ErrEmpty, "no words"},
		{"blanks only", "a.md", " \n\t\n", ErrEmpty, "no words"},
		{"a program called .txt", "a.txt", "\x7fELF\x02\x01\x01\x00\x00\x00\x05\x06\x07\x08\x0e\x0f" + strings.Repeat("\x01\x02\x03q", 50), ErrDamaged, "binary"},
		{"a kind that nobody reads", "a.exe", "x", ErrUnknown, ".docx"},
		{"broken times", "a.vtt", "WEBVTT\n\n00:00:0x --> 00:00:02.000\nhello\n", ErrDamaged, "line 3"},
		{"times that are not there", "a.srt", "1\n --> 00:00:02,000\nhello\n", ErrDamaged, "line 2"},
		{"no first line", "a.vtt", "00:00:01.000 --> 00:00:02.000\nhello\n", ErrDamaged, "WEBVTT"},
		{"no cues", "a.srt", "hello\n", ErrDamaged, "no cue"},
		{"not a zip file", "a.docx", "PK\x03\x04 hello", ErrDamaged, "whole .docx"},
		{"another zip file", "a.docx", string(zipped(t, map[string]string{"a.txt": "x"})), ErrDamaged, "word/document.xml"},
		{"broken off", "a.docx", string(zipped(t, map[string]string{"word/document.xml": docxHead + "<w:p><w:r><w:t>hel"})), ErrDamaged, "breaks off"},
		{"nested beyond reason", "a.docx", string(zipped(t, map[string]string{"word/document.xml": docxHead + strings.Repeat("<w:p>", 5000)})), ErrDamaged, "nested"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(tt.file, []byte(tt.data))
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v with %q in it", err, tt.is, tt.says)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
		})
	}
}

// Files of a few kilobytes that unpack to gigabytes, that refer to themselves, or
// that are nested without end are refused, each with its reason, before they fill
// the memory.
func TestBombs(t *testing.T) {
	// bomb is an archive in which one part is begun, filled and filled.
	bomb := func(part, begin, filling string, more map[string]string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for name, data := range more {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(w, data)
		}
		w, err := z.Create(part)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, begin)
		chunk := []byte(strings.Repeat(filling, 1+(1<<20)/len(filling)))
		for range 140 {
			w.Write(chunk)
		}
		z.Close()
		return b.Bytes()
	}
	const odt = `<office:document-content xmlns:office="` + odfOffice + `" xmlns:text="` + odfText + `" xmlns:table="` + odfTable + `"><office:body><office:text>`
	const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	table := func(open string, times int) string { return strings.Repeat(open, times) }
	container := map[string]string{"META-INF/container.xml": `<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>`,
		"a.opf": `<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`}
	tests := []struct {
		name, file string
		data       func() []byte
		is         error
	}{
		{"text without end", "a.docx", func() []byte {
			return bomb("word/document.xml", docxHead, "<w:p><w:r><w:t>"+strings.Repeat("a", 1000)+"</w:t></w:r></w:p>", nil)
		}, ErrTooLarge},
		{"empty paragraphs without end", "a.docx", func() []byte { return bomb("word/document.xml", docxHead, "<w:p/>", nil) }, ErrTooLarge},
		{"short paragraphs without end", "a.docx", func() []byte { return bomb("word/document.xml", docxHead, "<w:p><w:r><w:t>a</w:t></w:r></w:p>", nil) }, ErrTooLarge},
		{"styles without end", "a.docx", func() []byte {
			return bomb("word/styles.xml", "<styles>", "<style/>", map[string]string{"word/document.xml": docxHead + "<w:p/>"})
		}, ErrTooLarge},
		{"attributes without end", "a.docx", func() []byte { return bomb("word/document.xml", docxHead+"<w:p ", `a="" `, nil) }, ErrDamaged},
		{"entities", "a.docx", func() []byte {
			return zipped(t, map[string]string{"word/document.xml": laughs + "<w:document>&c;</w:document>"})
		}, ErrDamaged},
		{"tables in tables", "a.docx", func() []byte {
			return zipped(t, map[string]string{"word/document.xml": docxHead + table("<w:tbl><w:tr><w:tc>", 5000)})
		}, ErrDamaged},
		{"text without end", "a.odt", func() []byte { return bomb("content.xml", odt, "<text:p>"+strings.Repeat("a", 1000)+"</text:p>", nil) }, ErrTooLarge},
		{"entities", "a.odt", func() []byte { return zipped(t, map[string]string{"content.xml": laughs + "<text>&c;</text>"}) }, ErrDamaged},
		{"tables in tables", "a.odt", func() []byte {
			return zipped(t, map[string]string{"content.xml": odt + table("<table:table><table:table-row><table:table-cell>", 5000)})
		}, ErrDamaged},
		{"a chapter without end", "a.epub", func() []byte { return bomb("a.xhtml", "<p>", "aaaaaaaa ", container) }, ErrTooLarge},
		{"elements without end", "a.epub", func() []byte { return bomb("a.xhtml", "<p>", "<br>", container) }, ErrTooLarge},
		{"elements without end", "a.html", func() []byte { return []byte(strings.Repeat("<br>", 4<<20)) }, ErrTooLarge},
		{"tables in tables", "a.html", func() []byte { return []byte(strings.Repeat("<table><tr><td>", 5000)) }, ErrDamaged},
		{"groups in groups", "a.rtf", func() []byte { return []byte(`{\rtf1 ` + strings.Repeat("{", 1<<20)) }, ErrDamaged},
		{"segments without end", "a.json", func() []byte { return []byte(`{"segments":[` + strings.Repeat("{},", 2<<20) + "{}]}") }, ErrTooLarge},
		{"lists in lists", "a.json", func() []byte { return []byte(`{"segments":` + strings.Repeat("[", 1<<20)) }, ErrDamaged},
		{"lines without end", "a.txt", func() []byte { return []byte(strings.Repeat("a\n", 2<<20)) }, ErrTooLarge},
		{"a text of 200 MB", "a.txt", func() []byte { return make([]byte, 200<<20) }, ErrTooLarge},
		{"a document of 201 MB", "a.pdf", func() []byte { return make([]byte, 201<<20) }, ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name+" in "+tt.file, func(t *testing.T) {
			data := tt.data()
			_, err := Read(tt.file, data)
			if !errors.Is(err, tt.is) || strings.Contains(err.Error(), "\n") || len(err.Error()) > 200 {
				t.Errorf("%d kB: error %v, want %v", len(data)>>10, err, tt.is)
			}
		})
	}
	sheet := bomb("xl/worksheets/sheet1.xml", "<worksheet><sheetData>", "<row><c><v>1</v></c></row>", nil)
	if _, err := ReadTable("a.xlsx", sheet); !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrDamaged) {
		t.Errorf("a sheet without end: %v", err)
	}
}

const docxHead = `<?xml version="1.0"?><w:document xmlns:w="` + wordspace + `" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>`

func zipped(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDOCX(t *testing.T) {
	const body = `
<w:p><w:pPr><w:pStyle w:val="Kop1"/></w:pPr><w:r><w:t>Minutes</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Anna </w:t></w:r><w:r><w:rPr><w:b w:val="1"/></w:rPr><w:t>Roe</w:t></w:r><w:r><w:t xml:space="preserve"> We waited.</w:t></w:r></w:p>
<w:p><w:ins w:id="1"><w:r><w:t>Added</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>Gone</w:delText></w:r></w:del><w:moveFrom w:id="3"><w:r><w:t>Old place</w:t></w:r></w:moveFrom><w:moveTo w:id="4"><w:r><w:t> moved</w:t></w:r></w:moveTo></w:p>
<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden</w:t></w:r><w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink><w:r><w:br/><w:t>and</w:t><w:tab/><w:t>more</w:t></w:r></w:p>
<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cell one</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Cell two</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>
</w:body></w:document>`
	data := zipped(t, map[string]string{
		"word/document.xml": docxHead + body,
		"word/styles.xml":   `<w:styles xmlns:w="` + wordspace + `"><w:style w:styleId="Kop1"><w:name w:val="heading 1"/></w:style></w:styles>`,
	})
	doc, err := Read("a.docx", data)
	if err != nil {
		t.Fatal(err)
	}
	want := "Minutes\n\nAnna Roe We waited.\n\nAdded moved\n\nA link\nand\tmore\n\nIn a control\nCell one\tCell two\n\n7\n\nIn a box"
	if diff := cmp.Diff(want, doc.Body); diff != "" {
		t.Error(diff)
	}
	if doc.Blocks[0].Kind != corpus.HeadingBlock || doc.Blocks[1].Bold != len("Anna Roe") {
		t.Errorf("heading %v, bold %d bytes, want a heading and %d", doc.Blocks[0].Kind, doc.Blocks[1].Bold, len("Anna Roe"))
	}
}

// Documents as pandoc and LibreOffice write them hold what went in.
func TestRealDOCX(t *testing.T) {
	for file, sentence := range map[string]string{
		"int-02.docx":   "We built what we call the spine, one message hub that everything plugs into, so that custody doesn't have to know that records exists.",
		"min-01.docx":   "Northmoor will carry two thirds until March.",
		"int-07.docx":   "I wouldn't call it trust yet, I'd call it the absence of recent disappointment.",
		"strat-01.docx": "It can be neither extended nor insured",
	} {
		data, err := os.ReadFile("../../testdata/demo/study/" + file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Read(file, data)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(doc.Body, sentence) {
			t.Errorf("%s lacks %q", file, sentence)
		}
		if _, err := Read(file, data[:len(data)/2]); !errors.Is(err, ErrDamaged) {
			t.Errorf("half of %s: error %v, want %v", file, err, ErrDamaged)
		}
	}
}

func FuzzText(f *testing.F) {
	fuzz(f, "a.txt", "Roe: hello\r\n\r\nNote: \xe9t\xe9", "\xff\xfeh\x00i\x00", "\ufeffhi")
}
func FuzzMarkdown(f *testing.F) {
	fuzz(f, "a.md", "# A\n\ntext\n\nTitle\n=====\n\n**Roe:** hello\n---\n", "===\n")
}
func FuzzVTT(f *testing.F) {
	fuzz(f, "a.vtt", "WEBVTT\n\n1\n00:01.000 --> 00:02.000 line:0\n<v Roe>hel<i>lo</v> <v Penn>no\n\nNOTE x\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v >\n")
}
func FuzzSRT(f *testing.F) {
	fuzz(f, "a.srt", "1\r\n00:00:01,000 --> 00:00:02,000\r\nRoe: {\\an8}hello\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nand\r\n")
}

// FuzzDOCX fuzzes the document's XML; the archive around it is the library's.
func FuzzDOCX(f *testing.F) {
	f.Add([]byte(docxHead + `<w:p><w:r><w:t>hello</w:t></w:r></w:p></w:body></w:document>`))
	f.Add([]byte(docxHead + `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Roe</w:t></w:r><w:r><w:t> hello</w:t><w:br/></w:r><w:p/></w:p>`))
	f.Fuzz(func(t *testing.T, xml []byte) {
		check(t, "a.docx", zipped(t, map[string]string{"word/document.xml": string(xml), "word/styles.xml": string(xml)}))
	})
}

func fuzz(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { check(t, name, data) })
}

// check reads a file and holds the result to the law: valid UTF-8, no carriage
// return or NUL, blocks in order and on rune boundaries.
func check(t *testing.T, name string, data []byte) {
	doc, err := Read(name, data)
	if err != nil {
		return
	}
	lawful(t, doc)
}

// lawful holds a document to what every reader promises.
func lawful(t *testing.T, doc corpus.Document) {
	t.Helper()
	if !utf8.ValidString(doc.Body) || strings.ContainsAny(doc.Body, "\r\x00") {
		t.Fatalf("text %q", doc.Body)
	}
	text, end := corpus.Text{Body: doc.Body}, 0
	for _, b := range doc.Blocks {
		if err := text.Check(b.Span); err != nil || b.Span.Start < end || b.Bold > b.Span.Len() || b.Label > b.Span.Len() || !utf8.ValidString(doc.Body[b.Span.Start:b.Span.Start+b.Bold]) {
			t.Fatalf("block %+v after %d: %v", b, end, err)
		}
		end = b.Span.End
	}
	for _, c := range doc.Comments {
		if err := text.Check(c.Span); err != nil {
			t.Fatalf("comment %+v: %v", c, err)
		}
	}
	for i, p := range doc.Pages {
		if p < 0 || p > len(doc.Body) || p < len(doc.Body) && !utf8.RuneStart(doc.Body[p]) || i > 0 && p < doc.Pages[i-1] {
			t.Fatalf("pages %v", doc.Pages)
		}
	}
}

func BenchmarkReadDOCX(b *testing.B) {
	data, err := os.ReadFile("../../testdata/demo/study/int-07.docx")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Read("int-07.docx", data); err != nil {
			b.Fatal(err)
		}
	}
}
