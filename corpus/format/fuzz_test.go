package format

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// seeds are the files in testdata/real that match a pattern.
func seeds(f *testing.F, pattern string) [][]byte {
	files, err := filepath.Glob("testdata/real/" + pattern)
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	var all [][]byte
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, data)
	}
	return all
}

// part unpacks one part of an archive.
func part(f *testing.F, data []byte, name string) []byte {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		f.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		return nil
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		f.Fatal(err)
	}
	return content
}

// fuzzScore fuzzes the reader of a format of linguists from its files in testdata/score.
func fuzzScore(f *testing.F, ext string, more ...string) {
	files, err := filepath.Glob("testdata/score/*" + ext)
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	fuzz(f, "a"+ext, more...)
}

func FuzzCHAT(f *testing.F) {
	fuzzScore(f, ".cha", "*PET:\tone \x151_2\x15 \x02\x01two •3_4•\n%x: \x15y\x15\n", "@Participants:\tA B C,D\n@ID:\t|||||||x|\n*A:\ta")
}
func FuzzTextGrid(f *testing.F) { fuzzScore(f, ".TextGrid") }
func FuzzEAF(f *testing.F) {
	fuzzScore(f, ".eaf", eaf(slot("1", "1")+slot("2", "")+slot("3", "9"), xmlTier(`TIER_ID="r"`, aligned("a", "1", "2", "x.1")+aligned("b", "2", "3", "x.2"))+
		xmlTier(`TIER_ID="t" PARENT_REF="r"`, referring("c", "a", "yes"))))
}
func FuzzEXB(f *testing.F) {
	fuzzScore(f, ".exb", exbHead+`<tier id="a" speaker="SPK0" type="t"><event start="T0" end="T1">a </event><event start="T1" end="T2">b</event>`+
		`</tier></basic-body></basic-transcription>`)
}
func FuzzTRS(f *testing.F) { fuzzScore(f, ".trs", trs) }

// For formats that are archives the parts are fuzzed, since the library reads the
// archive around them.

func FuzzODT(f *testing.F) {
	for _, data := range seeds(f, "*.odt") {
		f.Add(part(f, data, "content.xml"), part(f, data, "styles.xml"))
	}
	f.Fuzz(func(t *testing.T, content, styles []byte) {
		check(t, "a.odt", zipped(t, map[string]string{"content.xml": string(content), "styles.xml": string(styles)}))
	})
}

func FuzzDOCXParts(f *testing.F) {
	names := []string{"word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/comments.xml"}
	for _, data := range seeds(f, "*.docx") {
		f.Add(part(f, data, names[0]), part(f, data, names[1]), part(f, data, names[2]), part(f, data, names[3]), part(f, data, names[4]))
	}
	f.Fuzz(func(t *testing.T, document, styles, numbering, footnotes, comments []byte) {
		parts := map[string]string{}
		for i, p := range [][]byte{document, styles, numbering, footnotes, comments} {
			parts[names[i]] = string(p)
		}
		check(t, "a.docx", zipped(t, parts))
	})
}

func FuzzEPUB(f *testing.F) {
	for _, data := range seeds(f, "*.epub") {
		f.Add(part(f, data, "META-INF/container.xml"), part(f, data, "EPUB/content.opf"), part(f, data, "EPUB/text/ch001.xhtml"))
	}
	f.Fuzz(func(t *testing.T, container, book, chapter []byte) {
		check(t, "a.epub", zipped(t, map[string]string{
			"META-INF/container.xml": string(container), "EPUB/content.opf": string(book), "EPUB/text/ch001.xhtml": string(chapter),
		}))
	})
}

func whole(f *testing.F, name, pattern string, more ...string) {
	for _, data := range seeds(f, pattern) {
		f.Add(data)
	}
	fuzz(f, name, more...)
}

func FuzzRTF(f *testing.F) {
	whole(f, "a.rtf", "*.rtf",
		`{\rtf1{\fonttbl{\f0\fcharset204 A;}}\f0\'ef{\footnote x\row}\trowd a\cell\u-10179?\u-8704?\row{\*\annotation y}}`)
}
func FuzzHTML(f *testing.F) {
	whole(f, "a.html", "*.html", "<ol><li><ol><li><p>a<td>b", "<table><tr><td>a<td><table><tr><td>b")
}
func FuzzWhisper(f *testing.F) {
	fuzz(f, "a.json", `{"segments":[{"start":0.1,"end":1e3,"text":" a","speaker":"S"}],"language":"en"}`,
		`{"segments":[{"text":"a b c","words":[{"word":"a","speaker":"S"},{"word":"b","speaker":"T","start":1},{"word":"x"}]}]}`,
		`{"transcription":[{"offsets":{"from":1,"to":2},"text":"a"}]}`)
}
func FuzzSpeech(f *testing.F) {
	fuzz(f, "a.json", amazonJSON, oldAmazonJSON, amazonChannelsJSON, deepgramJSON, deepgramParagraphsJSON, deepgramUtterancesJSON, speechmaticsJSON,
		googleJSON, googleNodeJSON, google2JSON, googleTextJSON, azureJSON, azureFastJSON, revAIJSON, revJSON, assemblyJSON, assemblyWordsJSON,
		elevenJSON, openAIWordsJSON)
}
func FuzzTSV(f *testing.F) { fuzz(f, "a.tsv", "start\tend\ttext\n0\t1000\thello \"you\n") }
func FuzzSBV(f *testing.F) { fuzz(f, "a.sbv", "0:00:01.000,0:00:02.500\nRoe: hello\n\n") }

func FuzzTable(f *testing.F) {
	for _, s := range []string{"a;b\n1;\"2\n3\"\n", "name,text\nRoe,hello\n", "\xef\xbb\xbfa\tb\r\n1\t2\r\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := ReadTable("a.csv", data)
		if err != nil {
			return
		}
		checkTable(t, table)
	})
}

func FuzzXLSX(f *testing.F) {
	data, err := os.ReadFile("testdata/survey.xlsx")
	if err != nil {
		f.Fatal(err)
	}
	names := []string{"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
	fixed := map[string]string{}
	for _, n := range names {
		fixed[n] = string(part(f, data, n))
	}
	f.Add(part(f, data, "xl/worksheets/sheet1.xml"), part(f, data, "xl/sharedStrings.xml"))
	f.Fuzz(func(t *testing.T, sheet, strings []byte) {
		parts := map[string]string{"xl/worksheets/sheet1.xml": string(sheet), "xl/sharedStrings.xml": string(strings)}
		for n, s := range fixed {
			parts[n] = s
		}
		table, err := ReadTable("a.xlsx", zipped(t, parts))
		if err != nil {
			return
		}
		checkTable(t, table)
	})
}

func FuzzPDF(f *testing.F) {
	for _, data := range seeds(f, "*.pdf") {
		if len(data) < 60_000 {
			f.Add(data)
		}
	}
	r := engine(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if doc, err := r.Read("a.pdf", data); err == nil {
			checkDocument(t, doc)
		}
	})
}

// FuzzPages fuzzes the layout of pages without the engine: any letters at any place.
func FuzzPages(f *testing.F) {
	f.Add([]byte("The quick-\x02brown\nfox 12\n1 2 3"), int16(20), int16(700), uint8(10))
	f.Fuzz(func(t *testing.T, text []byte, x, y int16, size uint8) {
		var pages [][]pdfLine
		for i, page := range bytes.Split(text, []byte("\f")) {
			var glyphs []glyph
			left, base := float64(x), float64(y)
			for _, r := range string(page) {
				glyphs = append(glyphs, glyph{
					text: r, left: left, right: left + float64(size)/2,
					bottom: base, top: base + float64(size), size: float64(size), bold: r%3 == 0,
				})
				if left += float64(size) / 2; r == '\n' {
					left, base = float64(x)+float64(i%3)*100, base-float64(size)*1.2
				}
			}
			pages = append(pages, linesOf(glyphs))
		}
		checkDocument(t, joinPages(pagesWith(pages...)))
	})
}

func FuzzText(f *testing.F) {
	fuzz(f, "a.txt", "Roe: hello\r\n\r\nNote: \xe9t\xe9", "\xff\xfeh\x00i\x00", "\ufeffhi")
}
func FuzzMarkdown(f *testing.F) {
	fuzz(f, "a.md", "# A\n\ntext\n\nTitle\n=====\n\n**Roe:** hello\n---\n", "===\n")
}
func FuzzVTT(f *testing.F) {
	fuzz(f, "a.vtt", "WEBVTT\n\n1\n00:01.000 --> 00:02.000 line:0\n<v Roe>hel<i>lo</v> <v Penn>no\n\nNOTE x\n",
		"WEBVTT\n\n00:01.000 --> 00:02.000\n<v >\n",
		"1 \"Roe\" (7)\n1.5 --> 2.5\n(Roe)\na\n-\n \n(Lee)\nb\n\n2 - Lee\n2.5 --> 3.5\n(Lee)\nb\nc\n")
}
func FuzzSRT(f *testing.F) {
	fuzz(f, "a.srt", "1\r\n00:00:01,000 --> 00:00:02,000\r\nRoe: {\\an8}hello\r\n\r\n"+
		"2\r\n00:00:03,000 --> 00:00:04,000\r\nand\r\n",
		"1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:02,000 --> 00:00:03,000\na\nb\n\n3\n00:00:03,000 --> 00:00:04,000\nb\n")
}

// FuzzDOCX fuzzes the XML of the document alone, also as its styles.
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

// check reads a file and checks the laws on the result; an error is one too.
func check(t *testing.T, name string, data []byte) {
	t.Helper()
	if doc, err := Read(name, data); err == nil {
		checkDocument(t, doc)
	}
}
