package format

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

const docxHead = `<?xml version="1.0"?><w:document xmlns:w="` + wordspace + `"` +
	` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>`

// docx is a Word document with this body and, by their names, other parts.
func docx(t testing.TB, body string, parts map[string]string) []byte {
	t.Helper()
	files := map[string]string{"word/document.xml": docxHead + body + "</w:body></w:document>"}
	for name, content := range parts {
		files["word/"+name] = strings.Replace(content, ">", ` xmlns:w="`+wordspace+`">`, 1)
	}
	return zipped(t, files)
}

// wp is a paragraph, wr a run of text in one.
func wp(content ...string) string { return "<w:p>" + strings.Join(content, "") + "</w:p>" }
func wr(text string) string       { return `<w:r><w:t xml:space="preserve">` + text + "</w:t></w:r>" }

// styled is a paragraph with settings.
func styled(settings, text string) string { return wp("<w:pPr>"+settings+"</w:pPr>", wr(text)) }

// outline writes a block on each line: # for headings, | for paragraphs, and the text
// with *the bold part* at its beginning marked.
func outline(doc corpus.Document) string {
	var b strings.Builder
	for _, block := range doc.Blocks {
		text := doc.Body[block.Span.Start:block.Span.End]
		switch {
		case block.Kind == corpus.HeadingBlock:
			b.WriteString("# ")
		case block.Gap:
			b.WriteString("| ")
		default:
			b.WriteString("  ")
		}
		if block.Bold > 0 {
			text = "*" + text[:block.Bold] + "*" + text[block.Bold:]
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}

func readOK(t *testing.T, name string, data []byte) corpus.Document {
	t.Helper()
	doc, err := Read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	checkDocument(t, doc)
	return doc
}

func TestDOCXText(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"paragraphs", wp(wr("One.")) + wp() + wp(wr("Two.")), "One.\n\nTwo."},
		{"runs", wp(wr("Anna "), wr("Roe")), "Anna Roe"},
		{"a line break", wp(`<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>`), "one\ntwo"},
		{"a page break", wp(wr("one"), `<w:r><w:br w:type="page"/></w:r>`, wr("two")), "onetwo"},
		{"a column break", wp(wr("one"), `<w:r><w:br w:type="column"/></w:r>`, wr("two")), "onetwo"},
		{"a tab", wp(`<w:r><w:t>Roe:</w:t><w:tab/><w:t>yes</w:t></w:r>`), "Roe:\tyes"},
		{"a tab stop", wp(`<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>`, wr("yes")), "yes"},
		{"a hyphen that does not break", wp(wr("police"), `<w:r><w:noBreakHyphen/></w:r>`, wr("led")), "police\u2011led"},
		{"a carriage return", wp(wr("one"), `<w:r><w:cr/></w:r>`, wr("two")), "one\ntwo"},
		{"a link", wp(wr("see "), `<w:hyperlink>`+wr("here")+`</w:hyperlink>`), "see here"},
		{"text added in a tracked change", wp(`<w:ins>` + wr("added") + `</w:ins>`), "added"},
		{"text deleted in a tracked change", wp(wr("a"), `<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>`, wr("b")), "ab"},
		{"moved text", wp(`<w:moveFrom>`+wr("old place")+`</w:moveFrom>`, wr("x "), `<w:moveTo>`+wr("new place")+`</w:moveTo>`),
			"x new place"},
		{"hidden text", wp(`<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>`, wr("seen")), "seen"},
		{"text that is not hidden any more", wp(`<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r>`), "seen"},
		{"a content control", `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>` + wp(wr("inside")) +
			`</w:sdtContent></w:sdt>`, "inside"},
		{"entities", wp(wr("R&amp;D &lt;b&gt; &#233;")), "R&D <b> é"},
		{"text outside of paragraphs", "stray" + wp(wr("kept")), "kept"},
		{"a text box once", wp(`<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>`, wp(wr("in a box")),
			`</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>`, wp(wr("in a box")),
			`</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>`), "in a box"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.docx", docx(t, tt.body, nil))
			if diff := cmp.Diff(tt.want, doc.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDOCXFields(t *testing.T) {
	char := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	code := func(text string) string { return `<w:r><w:instrText>` + text + `</w:instrText></w:r>` }
	tests := []struct{ name, body, want string }{
		{"its result only", wp(wr("page "), char("begin"), code("PAGE"), char("separate"), wr("7"), char("end"), wr(" of 9")), "page 7 of 9"},
		{"without a result", wp(wr("a"), char("begin"), code("XE index"), char("end"), wr("b")), "ab"},
		{"nested in a code", wp(char("begin"), code("IF "), char("begin"), code("PAGE"), char("separate"), wr("3"), char("end"),
			code(" = 3"), char("separate"), wr("third"), char("end")), "third"},
		{"nested in a result", wp(char("begin"), code("TOC"), char("separate"), wr("Intro "),
			char("begin"), code("PAGEREF"), char("separate"), wr("2"), char("end"), char("end")), "Intro 2"},
		{"an end without a beginning", wp(char("end"), char("separate"), wr("text")), "text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.docx", docx(t, tt.body, nil)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

func TestDOCXHeadingsAndBold(t *testing.T) {
	styles := map[string]string{"styles.xml": `<w:styles>
		<w:style w:styleId="Kop1"><w:name w:val="heading 1"/></w:style>
		<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
		<w:style w:styleId="Mine"><w:name w:val="My heads"/><w:basedOn w:val="Kop1"/></w:style>
		<w:style w:styleId="Level"><w:name w:val="Level"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
		<w:style w:styleId="Body"><w:name w:val="Body"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
		<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
		<w:style w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
		</w:styles>`}
	style := func(id, text string) string { return styled(`<w:pStyle w:val="`+id+`"/>`, text) }
	bold := func(setting, text string) string {
		return `<w:r><w:rPr>` + setting + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
	}
	tests := []struct{ name, body, want string }{
		{"by the English name of a style", style("Kop1", "Minutes"), "# Minutes\n"},
		{"a title", style("Titel", "Minutes"), "# Minutes\n"},
		{"by the style that it is based on", style("Mine", "Minutes"), "# Minutes\n"},
		{"by the outline level of a style", style("Level", "Minutes"), "# Minutes\n"},
		{"outline level 9 is body text", style("Body", "Text"), "| Text\n"},
		{"by its own outline level", styled(`<w:outlineLvl w:val="0"/>`, "Minutes"), "# Minutes\n"},
		{"a style based on itself", style("Loop", "Text"), "| Text\n"},
		{"an unknown style", style("Nothing", "Text"), "| Text\n"},
		{"a bold name", wp(bold("<w:b/>", "Anna Roe"), wr(" We waited.")), "| *Anna Roe* We waited.\n"},
		{"a bold name in two runs", wp(bold("<w:b/>", "Anna "), bold(`<w:b w:val="1"/>`, "Roe"), wr(" Yes.")), "| *Anna Roe* Yes.\n"},
		{"bold switched off", wp(bold(`<w:b w:val="false"/>`, "Anna"), wr(" Yes.")), "| Anna Yes.\n"},
		{"bold later", wp(wr("We "), bold("<w:b/>", "never"), wr(" waited.")), "| We never waited.\n"},
		{"bold on the first line only", wp(bold("<w:b/>", "Roe"), `<w:r><w:br/><w:t>Yes.</w:t></w:r>`), "| *Roe*\n  Yes.\n"},
		{"a hidden style", wp(`<w:r><w:rPr><w:rStyle w:val="Secret"/></w:rPr><w:t>x</w:t></w:r>`, wr("seen")), "| seen\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.docx", docx(t, tt.body, styles))
			if diff := cmp.Diff(tt.want, outline(doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDOCXTables(t *testing.T) {
	cell := func(paragraphs ...string) string { return "<w:tc>" + strings.Join(paragraphs, "") + "</w:tc>" }
	row := func(cells ...string) string { return "<w:tr>" + strings.Join(cells, "") + "</w:tr>" }
	table := func(rows ...string) string { return "<w:tbl>" + strings.Join(rows, "") + "</w:tbl>" }
	tests := []struct{ name, body, want string }{
		{"rows are lines", table(row(cell(wp(wr("Roe"))), cell(wp(wr("Yes.")))), row(cell(wp(wr("Penn"))), cell(wp(wr("No."))))),
			"Roe\tYes.\nPenn\tNo."},
		{"after a paragraph", wp(wr("Minutes")) + table(row(cell(wp(wr("a"))), cell(wp(wr("b"))))), "Minutes\na\tb"},
		{"an empty cell", table(row(cell(wp()), cell(wp(wr("b"))), cell(wp(wr("c"))))), "\tb\tc"},
		{"an empty row", table(row(cell(wp())), row(cell(wp(wr("a"))), cell(wp(wr("b"))))), "a\tb"},
		{"several paragraphs in the last cell", table(row(cell(wp(wr("Roe"))), cell(wp(wr("One.")), wp(wr("Two."))))), "Roe\tOne.\n\n\tTwo."},
		{"several paragraphs in the first cell", table(row(cell(wp(wr("One.")), wp(wr("Two."))), cell(wp(wr("b"))))), "One.\n\nTwo.\n\n\tb"},
		{"one column", table(row(cell(wp(wr("a")))), row(cell(wp(wr("b"))))), "a\n\nb"},
		{"a table in a cell", table(row(cell(wp(wr("out"))), cell(table(row(cell(wp(wr("in"))), cell(wp(wr("side"))))), wp()))),
			"out\tin\tside"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.docx", docx(t, tt.body, nil)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

func TestDOCXLists(t *testing.T) {
	level := func(n, format, text, more string) string {
		return `<w:lvl w:ilvl="` + n + `">` + more + `<w:numFmt w:val="` + format + `"/><w:lvlText w:val="` + text + `"/></w:lvl>`
	}
	parts := map[string]string{
		"numbering.xml": `<w:numbering>
			<w:abstractNum w:abstractNumId="0">` + level("0", "decimal", "%1.", "") + level("1", "lowerLetter", "%1.%2)", "") + `</w:abstractNum>
			<w:abstractNum w:abstractNumId="1">` + level("0", "bullet", "x", "") + `</w:abstractNum>
			<w:abstractNum w:abstractNumId="2">` + level("0", "upperRoman", "(%1)", `<w:start w:val="4"/>`) + `</w:abstractNum>
			<w:abstractNum w:abstractNumId="3">` + level("0", "none", "", "") + level("77", "decimal", "%1", "") + `</w:abstractNum>
			<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
			<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
			<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
			<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
			<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>
			</w:numbering>`,
		"styles.xml": `<w:styles><w:style w:styleId="Listed"><w:name w:val="Listed"/>` +
			`<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>`,
	}
	item := func(list, level, text string) string {
		return styled(`<w:numPr><w:ilvl w:val="`+level+`"/><w:numId w:val="`+list+`"/></w:numPr>`, text)
	}
	tests := []struct{ name, body, want string }{
		{"numbers", item("1", "0", "one") + item("1", "0", "two"), "1. one\n2. two"},
		{"two levels", item("1", "0", "a") + item("1", "1", "b") + item("1", "1", "c") + item("1", "0", "d") + item("1", "1", "e"),
			"1. a\n1.a) b\n1.b) c\n2. d\n2.a) e"},
		{"bullets", item("2", "0", "one") + item("2", "0", "two"), "• one\n• two"},
		{"Roman numbers from four", item("3", "0", "a") + item("3", "0", "b"), "(IV) a\n(V) b"},
		{"a list that restarts", item("1", "0", "a") + item("1", "0", "b") + item("4", "0", "c") + item("4", "0", "d"), "1. a\n2. b\n1. c\n2. d"},
		{"a list without numbers", item("5", "0", "a"), "a"},
		{"a list that is not defined", item("9", "0", "a"), "a"},
		{"a level that is not defined", item("1", "8", "a") + item("1", "x", "b"), "a\n1. b"},
		{"the list of a style", styled(`<w:pStyle w:val="Listed"/>`, "a") + styled(`<w:pStyle w:val="Listed"/>`, "b"), "1. a\n2. b"},
		{"an empty item is not counted", item("1", "0", "a") + item("1", "0", " ") + item("1", "0", "b"), "1. a\n2. b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.docx", docx(t, tt.body, parts)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

func TestDOCXNotes(t *testing.T) {
	reference := func(kind, id string) string { return `<w:r><w:` + kind + `Reference w:id="` + id + `"/></w:r>` }
	parts := map[string]string{
		"footnotes.xml": `<w:footnotes><w:footnote w:type="separator" w:id="-1">` + wp(wr("----")) + `</w:footnote>
			<w:footnote w:id="1">` + wp(wr(" A note.")) + wp(wr("It goes on.")) + `</w:footnote>
			<w:footnote w:id="2">` + wp(wr("Never named.")) + `</w:footnote></w:footnotes>`,
		"endnotes.xml": `<w:endnotes><w:endnote w:id="1">` + wp(wr("At the end.")) + `</w:endnote></w:endnotes>`,
	}
	body := wp(wr("Words"), reference("footnote", "1"), wr(" go on"), reference("endnote", "1"), wr("."))
	doc := readOK(t, "a.docx", docx(t, body, parts))
	want := "Words[1] go on[2].\n\n[1] A note.\n\nIt goes on.\n[2] At the end."
	if diff := cmp.Diff(want, doc.Body); diff != "" {
		t.Error(diff)
	}
	if doc := readOK(t, "a.docx", docx(t, wp(wr("Words"), reference("footnote", "9")), parts)); doc.Body != "Words[1]" {
		t.Errorf("a note that is missing: %q", doc.Body)
	}
}

func TestDOCXComments(t *testing.T) {
	parts := map[string]string{"comments.xml": `<w:comments>
		<w:comment w:id="1" w:author="A. Coder" w:date="2019-03-14T10:30:00Z">` + wp(wr("Ask about it.")) + wp(wr("Soon.")) + `</w:comment>
		<w:comment w:id="2" w:author="J. Reader" w:date="yesterday">` + wp(wr("Really?")) + `</w:comment>
		<w:comment w:id="3">` + wp(wr(" ")) + `</w:comment></w:comments>`}
	start := func(id string) string { return `<w:commentRangeStart w:id="` + id + `"/>` }
	end := func(id string) string {
		return `<w:commentRangeEnd w:id="` + id + `"/><w:r><w:commentReference w:id="` + id + `"/></w:r>`
	}
	type comment struct{ Words, Author, Text string }
	tests := []struct {
		name, body string
		want       []comment
	}{
		{"a range", wp(wr("It began with "), start("1"), wr("money."), end("1"), wr(" So.")),
			[]comment{{"money.", "A. Coder", "Ask about it.\nSoon."}}},
		{"a range over two paragraphs", wp(wr("It "), start("2"), wr("began.")) + wp(wr("Nobody"), end("2"), wr(" knew.")),
			[]comment{{"began.\n\nNobody", "J. Reader", "Really?"}}},
		{"white space around the words", wp(wr("It"), start("2"), wr(" began "), end("2"), wr("so.")),
			[]comment{{"began", "J. Reader", "Really?"}}},
		{"without a range it is about the paragraph", wp(wr("It began.")) + wp(wr("Nobody "),
			`<w:r><w:commentReference w:id="2"/></w:r>`, wr("knew.")),
			[]comment{{"Nobody knew.", "J. Reader", "Really?"}}},
		{"in the order of the text", wp(start("2"), wr("It"), end("2"), wr(" began "), start("1"), wr("so"), end("1"), wr(".")),
			[]comment{{"It", "J. Reader", "Really?"}, {"so", "A. Coder", "Ask about it.\nSoon."}}},
		{"without words", wp(start("3"), wr("It began."), end("3")), nil},
		{"that is missing", wp(start("7"), wr("It began."), end("7")), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.docx", docx(t, tt.body, parts))
			var got []comment
			for _, c := range doc.Comments {
				got = append(got, comment{doc.Body[c.Span.Start:c.Span.End], c.Author, c.Text})
				want := time.Time{} // of a date that is not valid
				if c.Author == "A. Coder" {
					want = time.Date(2019, 3, 14, 10, 30, 0, 0, time.UTC)
				}
				if !c.At.Equal(want) {
					t.Errorf("comment by %s at %v, want %v", c.Author, c.At, want)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Documents in the strict variant of the standard have other namespaces.
func TestDOCXStrict(t *testing.T) {
	data := zipped(t, map[string]string{
		"word/document.xml": `<w:document xmlns:w="` + strictspace + `"><w:body>` + wp(wr("Strictly.")) + `</w:body></w:document>`,
	})
	if doc := readOK(t, "a.docx", data); doc.Body != "Strictly." {
		t.Errorf("%q", doc.Body)
	}
}

// Documents as pandoc and LibreOffice write them keep their sentences, and half of
// one is damaged.
func TestDOCXOfRealPrograms(t *testing.T) {
	for file, sentence := range map[string]string{
		"int-02.docx": "We built what we call the spine, one message hub that everything plugs into, " +
			"so that custody doesn't have to know that records exists.",
		"min-01.docx":   "Northmoor will carry two thirds until March.",
		"int-07.docx":   "I wouldn't call it trust yet, I'd call it the absence of recent disappointment.",
		"strat-01.docx": "It can be neither extended nor insured",
	} {
		data, err := os.ReadFile("../../testdata/demo/study/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if doc := readOK(t, file, data); !strings.Contains(doc.Body, sentence) {
			t.Errorf("%s lacks %q", file, sentence)
		}
		if _, err := Read(file, data[:len(data)/2]); !errors.Is(err, ErrDamaged) {
			t.Errorf("half of %s: error %v, want %v", file, err, ErrDamaged)
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
