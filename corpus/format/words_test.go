package format

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"crosscase/corpus"
)

// wordsOfText are the words of a text.
func wordsOfText(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// kept are the words of a document: in its text, left out, or in comments.
func kept(doc corpus.Document) (words []string) {
	words = wordsOfText(doc.Body)
	for _, l := range doc.LeftOut {
		words = append(words, wordsOfText(l.Text)...)
	}
	for _, c := range doc.Comments {
		words = append(words, wordsOfText(c.Text)...)
	}
	return words
}

// A drawing is a document that is drawn, each word of it another one.
type drawing struct {
	t     *rapid.T
	words []string
}

// some are one to three new words.
func (d *drawing) some() string {
	n := rapid.IntRange(1, 3).Draw(d.t, "words")
	for range n {
		d.words = append(d.words, fmt.Sprintf("w%dx", len(d.words)))
	}
	return strings.Join(d.words[len(d.words)-n:], " ")
}

// one is one of several pieces, which have holes for words.
func (d *drawing) one(pieces ...string) string {
	piece := rapid.SampledFrom(pieces).Draw(d.t, "piece")
	for strings.Contains(piece, "$") {
		piece = strings.Replace(piece, "$", d.some(), 1)
	}
	return piece
}

// many are up to a number of such pieces.
func (d *drawing) many(most int, pieces ...string) string {
	var b strings.Builder
	for range rapid.IntRange(0, most).Draw(d.t, "pieces") {
		b.WriteString(d.one(pieces...))
	}
	return b.String()
}

// drawn are documents by the format of their file.
var drawn = map[string]func(t *testing.T, d *drawing) []byte{
	"a.docx": func(t *testing.T, d *drawing) []byte {
		run, hidden := wr(" $ "), `<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve"> $ </w:t></w:r>`
		gone := `<w:del><w:r><w:delText xml:space="preserve"> $ </w:delText></w:r></w:del>`
		par := wp(run, gone, run)
		body := d.many(8, wp(run), wp(run, hidden), par, wp(run, `<w:r><w:tab/></w:r>`, run),
			`<w:tbl><w:tr><w:tc>`+wp(run)+`</w:tc><w:tc>`+par+`</w:tc></w:tr></w:tbl>`, wp(`<w:moveFrom>`+run+`</w:moveFrom>`),
			`<w:sdt><w:sdtContent>`+par+`</w:sdtContent></w:sdt>`, wp(`<w:r><w:pict><w:txbxContent>`+wp(run)+`</w:txbxContent></w:pict></w:r>`))
		return docx(t, body+wp(wr(d.some()), `<w:r><w:footnoteReference w:id="1"/></w:r>`), map[string]string{
			"_rels/document.xml.rels": rels([2]string{"header", "h.xml"}, [2]string{"footer", "f.xml"}),
			"footnotes.xml":           `<w:footnotes><w:footnote w:id="1">` + wp(wr(d.some())) + `</w:footnote><w:footnote w:id="2">` + wp(wr(d.some())) + `</w:footnote></w:footnotes>`,
			"comments.xml":            `<w:comments><w:comment w:id="1">` + wp(wr(d.some())) + `</w:comment></w:comments>`,
			"h.xml":                   `<w:hdr>` + wp(wr(d.some())) + `</w:hdr>`, "f.xml": `<w:ftr>` + d.many(2, wp(run)) + `</w:ftr>`,
		})
	},
	"a.odt": func(t *testing.T, d *drawing) []byte {
		const hidden, change = `<text:span text:style-name="H"> $ </text:span>`, `<office:change-info><dc:creator>AK</dc:creator></office:change-info>`
		return odt(t, `<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>`,
			d.many(3, `<text:tracked-changes><text:changed-region><text:deletion>`+change+op("$")+`</text:deletion></text:changed-region></text:tracked-changes>`)+
				d.many(8, op("$"), op("$ "+hidden+" $"), `<text:h>$</text:h>`, op(`$<text:line-break/>$<text:tab/>$`),
					`<text:list><text:list-item>`+op("$")+op("$")+`</text:list-item></text:list>`, `<text:section text:display="none">`+op("$")+`</text:section>`,
					`<table:table><table:table-row><table:table-cell>`+op("$")+op("$")+`</table:table-cell><table:covered-table-cell>`+op("$")+
						`</table:covered-table-cell></table:table-row></table:table>`,
					op(`$<text:note><text:note-citation>1</text:note-citation><text:note-body>`+op("$")+`</text:note-body></text:note>`),
					op(`$<office:annotation><dc:creator>AK</dc:creator>`+op("$")+`</office:annotation> $`),
					op(`$<draw:frame><draw:text-box>`+op("$")+`</draw:text-box></draw:frame>`))+op(d.some()))
	},
	"a.html": func(t *testing.T, d *drawing) []byte {
		return []byte(`<html><head><title>no</title></head><body>` + d.many(10, "<p>$ <b>$</b>", " $ ", "<div>$<p>$</div>", "<ul><li>$<li><p>$</ul>", "<nav><a>$</a> <a>$</a></nav>",
			"<p hidden>$ <i>$</i></p>", "<table><tr><td>$<td style='display:none'>$<td><p>$<p>$</table>", " <del>$</del> ", "<h2>$</h2>", "<button>$</button>",
			"<select><option>$<option>$</select>", "<script>no</script>", "<details><summary>$</summary>$</details>", "<pre>$\n  $</pre>", "<div title='footer'>$</div>") +
			"<p>" + d.some())
	},
	"a.vtt": func(t *testing.T, d *drawing) []byte {
		return []byte("WEBVTT " + d.some() + "\n\n" + drawCues(d, "00:%02d:%02d.000 --> 00:%02d:%02d.500\n", "NOTE $\n\n", "NOTE\n$\n$\n\n", "an $\n", "7\n", "3 \"Roe\" (1)\n"))
	},
	"a.srt": func(t *testing.T, d *drawing) []byte {
		return []byte(drawCues(d, "00:%02d:%02d,000 --> 00:%02d:%02d,500\n", "", "1 - Roe\n"))
	},
	"a.sbv": func(t *testing.T, d *drawing) []byte {
		return []byte(drawCues(d, "0:%02d:%02d.000,0:%02d:%02d.500\n", ""))
	},
	"a.json": func(t *testing.T, d *drawing) []byte {
		type word struct{ Word, Speaker string }
		type segment struct {
			Text  string
			Words []word
		}
		var all []segment
		for range rapid.IntRange(1, 5).Draw(d.t, "segments") {
			s := segment{Text: d.some() + ", " + d.some()}
			for w := range strings.FieldsSeq(s.Text) {
				if rapid.IntRange(0, 4).Draw(d.t, "known") > 0 {
					s.Words = append(s.Words, word{w, rapid.SampledFrom([]string{"", "A", "B"}).Draw(d.t, "speaker")})
				}
			}
			all = append(all, s)
		}
		data, err := json.Marshal(map[string]any{"segments": all})
		if err != nil {
			t.Fatal(err)
		}
		return data
	},
}

// drawCues are subtitles with what is between them.
func drawCues(d *drawing, times string, between ...string) string {
	var b strings.Builder
	for n := range rapid.IntRange(1, 8).Draw(d.t, "cues") {
		b.WriteString(d.one(append(between, "")...))
		fmt.Fprintf(&b, times, n, n, n, n)
		b.WriteString(d.many(4, "$\n", " \n", "\n", "<i>$</i> $\n", "(Roe Penn)\n$\n", "- $\n- $\n", "1984\n$\n") + d.some() + "\n\n")
	}
	return b.String()
}

// Words: each word that a file shows is in the text, left out or in a comment, and no word
// is there twice.
func TestLawWords(t *testing.T) {
	for name, draw := range drawn {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				d := &drawing{t: rt}
				data := draw(t, d)
				doc, err := Read(name, data)
				if err != nil {
					rt.Fatal(err)
				}
				times := map[string]int{}
				for _, w := range kept(doc) {
					times[w]++
				}
				for _, w := range d.words {
					if times[w] != 1 {
						rt.Fatalf("%s is there %d times in %q, %v, %v", w, times[w], doc.Body, doc.LeftOut, doc.Comments)
					}
				}
			})
		})
	}
}

// Words, in the files of real programs: what a walk without any rules finds.
func TestLawWordsOfRealPrograms(t *testing.T) {
	files, err := filepath.Glob("testdata/real/*.*.*")
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		shown, ok := shownBy(t, file, data)
		if !ok {
			continue
		}
		tried++
		doc, err := Read(file, data)
		if err != nil {
			t.Fatal(file, err)
		}
		have := map[string]int{}
		for _, w := range kept(doc) {
			have[w]++
		}
		for _, w := range wordsOfText(shown) {
			if have[w]--; have[w] < 0 {
				t.Errorf("%s: %q is lost", filepath.Base(file), w)
			}
		}
	}
	if tried < 20 {
		t.Errorf("only %d files", tried)
	}
}

// shownBy is all text of a file that is no setting; ok is false for formats that others
// test.
func shownBy(t *testing.T, file string, data []byte) (text string, ok bool) {
	tags := regexp.MustCompile(`(?s)<head>.*?</head>|<(script|style)\b.*?</(script|style)>|<[^>]*>`)
	switch filepath.Ext(file) {
	case ".html":
		return unescaped(tags.ReplaceAllStringFunc(string(data), inlineOrBlank)), true
	case ".epub":
		return strings.Join(partsOf(t, data, `\.xhtml$`, func(part []byte) string {
			return unescaped(tags.ReplaceAllStringFunc(string(part), inlineOrBlank))
		}), " "), true
	case ".docx":
		parts := partsOf(t, data, `^word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$`, func(part []byte) string {
			return textOf(t, part, map[string]bool{"t": true, "delText": true}, nil)
		})
		slices.Sort(parts)
		return strings.Join(slices.Compact(parts), " "), true
	case ".odt":
		return strings.Join(partsOf(t, data, `^content\.xml$`, func(part []byte) string {
			return textOf(t, part, nil, map[string]bool{"change-info": true, "note-citation": true, "title": true, "desc": true, "creator": true, "date": true, "creator-initials": true})
		}), " "), true
	}
	return "", false
}

// inlineOrBlank replaces a tag: those within words by nothing.
func inlineOrBlank(tag string) string {
	if regexp.MustCompile(`^</?(span|b|i|em|strong|font|u|sup|sub|a)\b`).MatchString(tag) {
		return ""
	}
	return " "
}

func unescaped(s string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&nbsp;", " ", "&#160;", " ", "&shy;", "", "\u00ad", "").Replace(s)
}

// partsOf is what read makes of the parts of an archive whose names match.
func partsOf(t *testing.T, data []byte, pattern string, read func([]byte) string) (all []string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if !regexp.MustCompile(pattern).MatchString(f.Name) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, read(part))
	}
	return all
}

// textOf is the text in the elements of some names, nil for all, without those of others.
func textOf(t *testing.T, part []byte, in, not map[string]bool) string {
	t.Helper()
	var b strings.Builder
	var open []string
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Name.Local)
		case xml.EndElement:
			if name := token.Name.Local; name == "p" || name == "h" {
				b.WriteByte('\n')
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 && (in == nil || in[open[len(open)-1]]) && !slices.ContainsFunc(open, func(n string) bool { return not[n] }) {
				b.Write(token)
			}
			if n := len(open); n > 0 && (open[n-1] == "tab" || open[n-1] == "line-break") {
				b.WriteByte(' ')
			}
		}
		if s, ok := token.(xml.StartElement); ok && (s.Name.Local == "tab" || s.Name.Local == "br" || s.Name.Local == "line-break" || s.Name.Local == "s") {
			b.WriteByte(' ')
		}
	}
}
