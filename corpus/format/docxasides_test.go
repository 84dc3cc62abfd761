package format

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// rels are the relationships of a part, by kind and target.
func rels(all ...[2]string) string {
	text := `<Relationships>`
	for _, r := range all {
		text += `<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + r[0] + `" Target="` + r[1] + `"/>`
	}
	return text + `</Relationships>`
}

// Parts of a Word document have any name; relationships tell what they are.
func TestDOCXParts(t *testing.T) {
	const space = ` xmlns:w="` + wordspace + `"`
	for _, main := range []string{"word/document2.xml", "word/Main Part.xml", "document22.xml", "a/b/main.xml"} {
		target := "/" + main
		if main == "document22.xml" {
			target = main
		}
		folder, base := "", main
		for i, c := range main {
			if c == '/' {
				folder, base = main[:i+1], main[i+1:]
			}
		}
		doc := readOK(t, "a.docx", zipped(t, map[string]string{
			"_rels/.rels": rels([2]string{"officeDocument", target}),
			main: docxHead + styled(`<w:pStyle w:val="X"/>`, "A title") +
				wp(wr("See"), `<w:r><w:footnoteReference w:id="2"/></w:r>`) + "</w:body></w:document>",
			folder + "_rels/" + base + ".rels": rels([2]string{"styles", "look.xml"}, [2]string{"footnotes", "../notes.xml"}),
			folder + "look.xml":                `<w:styles` + space + `><w:style w:styleId="X"><w:name w:val="heading 1"/></w:style></w:styles>`,
			map[string]string{"word/": "notes.xml", "": "notes.xml", "a/b/": "a/notes.xml"}[folder]: `<w:footnotes` + space + `><w:footnote w:id="2">` +
				wp(wr("below")) + `</w:footnote></w:footnotes>`,
		}))
		if diff := cmp.Diff("# A title\n| See[1]\n| [1] below\n", outline(doc)); diff != "" {
			t.Error(main, diff)
		}
	}
}

// A large first letter belongs to the paragraph that it begins.
func TestDOCXDropCaps(t *testing.T) {
	letter := func(kind, text string) string { return styled(`<w:framePr w:dropCap="`+kind+`" w:lines="3"/>`, text) }
	tests := []struct{ name, body, want string }{
		{"in the text", letter("drop", "T") + wp(wr("rust grew.")) + wp(wr("Then not.")), "Trust grew.\n\nThen not."},
		{"in the margin", letter("margin", "“O") + wp(wr("h, no.”")), "“Oh, no.”"},
		{"a frame without one", letter("none", "Aside") + wp(wr("rust")), "Aside\n\nrust"},
		{"at the end", wp(wr("a")) + letter("drop", "T"), "a\n\nT"},
		{"before a table", letter("drop", "T") + "<w:tbl><w:tr><w:tc>" + wp(wr("rust")) + "</w:tc></w:tr></w:tbl>", "Trust"},
	}
	for _, tt := range tests {
		if doc := readOK(t, "a.docx", docx(t, tt.body, nil)); doc.Body != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, doc.Body, tt.want)
		}
	}
}

// What a document shows beside its text, or may show, is left out by name.
func TestDOCXLeftOut(t *testing.T) {
	const hidden, math = `<w:rPr><w:vanish/></w:rPr>`, ` xmlns:m="` + mathspace + `"`
	left := func(why corpus.Why, where, text string) corpus.LeftOut {
		return corpus.LeftOut{Why: why, Where: where, Text: text}
	}
	tests := []struct {
		name, body string
		parts      map[string]string
		want       string
		left       []corpus.LeftOut
	}{
		{"deleted", wp(wr("we "), `<w:del><w:r><w:delText>never </w:delText></w:r><w:r><w:delText>ever </w:delText></w:r></w:del>`, wr("met")), nil,
			"we met", []corpus.LeftOut{left(corpus.DeletedText, "", "never ever")}},
		{"moved", wp(`<w:moveFrom><w:r><w:t>later</w:t></w:r></w:moveFrom>`, wr("we met ")) + wp(`<w:moveTo><w:r><w:t>later</w:t></w:r></w:moveTo>`), nil,
			"we met\n\nlater", []corpus.LeftOut{left(corpus.DeletedText, "", "later")}},
		{"hidden", wp(`<w:r>`+hidden+`<w:t>a se</w:t></w:r><w:r>`+hidden+`<w:t>cret</w:t></w:r>`, wr("we met")), nil,
			"we met", []corpus.LeftOut{left(corpus.HiddenText, "", "a secret")}},
		{"a hidden paragraph", styled(`<w:pStyle w:val="S"/>`, "a secret") + wp(wr("we met")),
			map[string]string{"styles.xml": `<w:styles><w:style w:styleId="S"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>`},
			"we met", []corpus.LeftOut{left(corpus.HiddenText, "", "a secret")}},
		{"a deleted footnote", wp(wr("we met"), `<w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del>`),
			map[string]string{"footnotes.xml": `<w:footnotes><w:footnote w:id="0">` + wp() + `</w:footnote><w:footnote w:id="2">` + wp(wr("in May")) + `</w:footnote></w:footnotes>`},
			"we met", []corpus.LeftOut{left(corpus.DeletedText, "", "in May")}},
		{"heads of sections", wp(wr("we met")), map[string]string{
			"_rels/document.xml.rels": rels([2]string{"header", "h1.xml"}, [2]string{"header", "h2.xml"}, [2]string{"footer", "f.xml"}),
			"h1.xml":                  `<w:hdr>` + wp(wr("Board")) + wp(wr("May")) + `</w:hdr>`, "h2.xml": `<w:hdr>` + wp(wr("Board May")) + `</w:hdr>`,
			"f.xml": `<w:ftr>` + wp(wr("page 1")) + `</w:ftr>`},
			"we met", []corpus.LeftOut{left(corpus.RunningHead, "header", "Board May"), left(corpus.RunningHead, "footer", "page 1")}},
		{"a comment on nothing", wp(wr("we met")), map[string]string{
			"comments.xml": `<w:comments><w:comment w:id="7" w:author="AK">` + wp(wr("why?")) + `</w:comment></w:comments>`},
			"we met", []corpus.LeftOut{left(corpus.Annotation, "AK", "why?")}},
		{"a formula is text", wp(wr("so "), `<m:oMath`+math+`><m:r><m:t>a=b</m:t></m:r></m:oMath>`), nil, "so a=b", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.docx", docx(t, tt.body, tt.parts))
			if doc.Body != tt.want {
				t.Errorf("text %q, want %q", doc.Body, tt.want)
			}
			if diff := cmp.Diff(tt.left, doc.LeftOut); diff != "" {
				t.Error(diff)
			}
		})
	}
}
