package format

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHTMLText(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"blocks and lines", "<h1>A title</h1>text <i>that</i>\n goes on<br>below<p>and <b>on</b></p><div>end</div>",
			"A title\n\ntext that goes on\nbelow\n\nand on\n\nend"},
		{"white space", "<p>  one \n\t two  </p>\n\n<p>three", "one two\n\nthree"},
		{"blocks in blocks", "<div>one<div>two<p>three</p>four</div>five</div>", "one\n\ntwo\n\nthree\n\nfour\n\nfive"},
		{"what is not shown", "<head><title>T</title></head><nav>menu</nav><script>x()</script>" +
			"<p style='display: none'>no</p><p style='VISIBILITY:hidden'>no</p><p hidden>no</p><p>yes<!-- no --></p>", "yes"},
		{"a visible style", "<p style='color: red'>yes", "yes"},
		{"controls", "<p>yes<button>no</button><select><option>no</select><textarea>no</textarea>", "yes"},
		{"headers and footers of LibreOffice", `<div title="header"><p>Head</div><p>yes</p><div title="footer">Foot</div>`, "yes"},
		{"what was deleted", "<p>a<del>b</del><ins>c</ins></p>", "ac"},
		{"as it was typed", "<pre>a  b\n c</pre>", "a  b\n c"},
		{"entities", "<p>a&nbsp;&amp;&lt;b&gt; &eacute;</p>", "a\u00a0&<b> é"},
		{"readings of Japanese", "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢字"},
		{"a break at the end of a paragraph", "<p>one<br></p><p>two", "one\n\ntwo"},
		{"a break outside of paragraphs", "<br><p>one", "one"},
		{"tags that are never closed", "<p>one<b>two<div>three", "onetwo\n\nthree"},
		{"a definition list", "<dl><dt>Term<dd>What it means.</dl>", "Term\n\nWhat it means."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.html", []byte(tt.page))
			if diff := cmp.Diff(tt.want, doc.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHTMLHeadingsAndBold(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"headings", "<h1>One</h1><h6>Six</h6><p>text", "# One\n# Six\n| text\n"},
		{"a bold name", "<p><b>Roe:</b> Yes.", "| *Roe:* Yes.\n"},
		{"a strong name", "<p><strong>Roe</strong><br>Yes.", "| *Roe*\n  Yes.\n"},
		{"bold in a link", `<p><a href="x"><b>Roe</b></a> Yes.`, "| *Roe* Yes.\n"},
		{"bold later", "<p>We <b>never</b> waited.", "| We never waited.\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outline(readOK(t, "a.html", []byte(tt.page)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHTMLLists(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"bullets", "<ul><li>one<li>two</ul>", "• one\n• two"},
		{"numbers", "<ol><li>one<li>two</ol>", "1. one\n2. two"},
		{"numbers from three", "<ol start=3><li>three<li>four</ol>", "3. three\n4. four"},
		{"a number of its own", "<ol><li>one<li value=7>seven<li>eight</ol>", "1. one\n7. seven\n8. eight"},
		{"letters, reversed", "<ol type=a reversed><li>x<li>y</ol>", "b. x\na. y"},
		{"Roman numbers", "<ol type=I><li>x<li>y</ol>", "I. x\nII. y"},
		{"lists in lists", "<ol start=3><li>three<ul><li>dot</ul><li>four</ol>", "3. three\n• dot\n4. four"},
		{"a list without words of its own", "<ol><li><ol><li>deep</ol></ol>", "1. deep"},
		{"paragraphs in an item", "<ol><li><p>one</p><p>more</p><li><div>two</div></ol>", "1. one\n\nmore\n2. two"},
		{"an empty item", "<ul><li> <li>two</ul>", "• two"},
		{"an item without a list", "<li>one", "• one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.html", []byte(tt.page)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

func TestHTMLTables(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"rows are lines", "<table><tr><th>No<th>Who</tr><tr><td>1<td><p>Roe</p></tr></table>after", "No\tWho\n1\tRoe\n\nafter"},
		{"a caption", "<table><caption>Who</caption><tr><td>a<td>b</table>", "Who\na\tb"},
		{"a hidden cell", "<table><tr><td>a<td hidden>no<td>b</table>", "a\tb"},
		{"paragraphs in a cell", "<table><tr><td>Roe<td><p>One.</p><p>Two.</p></table>", "Roe\tOne.\n\n\tTwo."},
		{"a heading in a cell", "<table><tr><td>Roe<td><h2>Two</h2></table>", "Roe\n\nTwo"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.html", []byte(tt.page)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

// Word processors, pandoc and publishers mark footnotes in different ways.
func TestHTMLNotes(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"pandoc", `<p>Words<a class="footnote-ref" role="doc-noteref"><sup>1</sup></a>.</p>` +
			`<section role="doc-endnotes"><ol><li><p>A note.<a class="footnote-back" role="doc-backlink">↩</a></p></ol></section>`,
			"Words[1].\n[1] A note."},
		{"LibreOffice", `<p>Words<a class="sdfootnoteanc"><sup>1</sup></a>.</p>` +
			`<div id="sdfootnote1"><p><a class="sdfootnotesym">1</a>A note.</p></div>`, "Words[1].\n\n[1] A note."},
		{"a book", `<p>Words<a epub:type="noteref">2</a>.</p>`, "Words[2]."},
		{"another link", `<p>Words<a href="#x">2</a>.</p>`, "Words2."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.html", []byte(tt.page)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

func TestHTMLEncodingAndLanguage(t *testing.T) {
	tests := []struct{ name, page, want, encoding, language string }{
		{"declared", "<meta charset=windows-1251><p>\xef\xf0\xe8\xe2\xe5\xf2</p>", "привет", "windows-1251", ""},
		{"declared in the old way", `<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><p>` + "\xa9", "Š",
			"iso-8859-2", ""},
		{"declared as UTF-8, but not", "<meta charset=utf-8><p>caf\xe9 au lait", "café au lait", "windows-1252", ""},
		{"declared as Windows, but UTF-8", "<meta charset=windows-1251><p>é", "é", "utf-8", ""},
		{"seven bits", "<meta charset=iso-2022-jp><p>\x1b$BF|K\\\x1b(B", "日本", "iso-2022-jp", ""},
		{"not declared", "<p>é", "é", "utf-8", ""},
		{"UTF-16", "\xff\xfe<\x00p\x00>\x00h\x00i\x00", "hi", "utf-16le", ""},
		{"a language", `<html lang="de-AT"><p>ja`, "ja", "utf-8", "de"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.html", []byte(tt.page))
			if doc.Body != tt.want || doc.Encoding != tt.encoding || doc.Language != tt.language {
				t.Errorf("%q in %s, language %q, want %q in %s, %q", doc.Body, doc.Encoding, doc.Language, tt.want, tt.encoding, tt.language)
			}
		})
	}
}
