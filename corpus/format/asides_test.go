package format

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// What pages and OpenDocument texts show beside their text, or may show, is left out by
// name.
func TestAsides(t *testing.T) {
	const change = `<office:change-info><dc:creator>AK</dc:creator><dc:date>2026-05-01T10:00:00</dc:date></office:change-info>`
	const hidden = `<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>`
	left := func(why corpus.Why, where, text string) corpus.LeftOut {
		return corpus.LeftOut{Why: why, Where: where, Text: text}
	}
	odtOf := func(body string) []byte { return odt(t, hidden, body) }
	book := bookParts()
	book["META-INF/container.xml"] = `<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>`
	book["a.opf"] = `<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" ` +
		`media-type="application/xhtml+xml"/><item id="c" href="c.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>` +
		`<spine><itemref idref="a"/><itemref idref="b" linear="no"/></spine></package>`
	book["a.xhtml"], book["b.xhtml"], book["c.xhtml"] = "<p>we met", "<p>see<p>below", "<ol><li>One<li>Two</ol>"
	tests := []struct {
		name, file string
		data       []byte
		want       string
		left       []corpus.LeftOut
	}{
		{"deleted", "a.odt", odtOf(`<text:tracked-changes><text:changed-region><text:insertion>` + change + `</text:insertion></text:changed-region>` +
			`<text:changed-region><text:deletion>` + change + op("never") + op("ever") + `</text:deletion></text:changed-region></text:tracked-changes>` +
			op("we met")), "we met", []corpus.LeftOut{left(corpus.DeletedText, "", "never ever")}},
		{"hidden", "a.odt", odtOf(op(`we<text:span text:style-name="H"> ne<text:span>ver</text:span></text:span> met`) +
			`<text:section text:display="none">` + op("a") + op("secret") + `</text:section>`),
			"we met", []corpus.LeftOut{left(corpus.HiddenText, "", "never"), left(corpus.HiddenText, "", "a secret")}},
		{"hidden rows", "a.odt", odtOf(`<table:table><table:table-row table:visibility="collapse"><table:table-cell>` + op("no") +
			`</table:table-cell></table:table-row><table:table-row><table:table-cell>` + op("yes") + `</table:table-cell><table:covered-table-cell>` +
			op("under") + `</table:covered-table-cell></table:table-row></table:table>`),
			"yes", []corpus.LeftOut{left(corpus.HiddenText, "", "no"), left(corpus.HiddenText, "", "under")}},
		{"heads", "a.odt", zipped(t, map[string]string{
			"styles.xml": `<office:document-styles` + odtSpaces + `><office:master-styles><style:master-page><style:header>` + op("Board") +
				`</style:header><style:header-left style:display="false">` + op("x") + `</style:header-left><style:footer>` + op("p. 1") +
				`</style:footer></style:master-page><style:master-page><style:header>` + op("Board") + `</style:header></style:master-page>` +
				`</office:master-styles></office:document-styles>`,
			"content.xml": `<office:document-content` + odtSpaces + `><office:body><office:text>` + op("we met") + `</office:text></office:body></office:document-content>`}),
			"we met", []corpus.LeftOut{left(corpus.RunningHead, "header", "Board"), left(corpus.RunningHead, "footer", "p. 1")}},
		{"a page", "a.html", []byte(`<title>no</title><nav><a>Home</a><ul><li>News<li>Help</ul></nav><p>we <del>never</del> met<span hidden>a <script>x</script>secret</span>` +
			`<button>Go</button><table><tr><td style="display:none">under<td>there</table><div title="header"><p>Board</div>`),
			"we met\n\nthere", []corpus.LeftOut{left(corpus.Navigation, "", "Home News Help"), left(corpus.DeletedText, "", "never"),
				left(corpus.HiddenText, "", "a secret"), left(corpus.Navigation, "", "Go"), left(corpus.HiddenText, "", "under"),
				left(corpus.RunningHead, "header", "Board")}},
		{"a book", "a.epub", zipped(t, book), "we met",
			[]corpus.LeftOut{left(corpus.HiddenText, "b.xhtml", "see below"), left(corpus.Navigation, "c.xhtml", "One Two")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, tt.file, tt.data)
			if doc.Body != tt.want {
				t.Errorf("text %q, want %q", doc.Body, tt.want)
			}
			if diff := cmp.Diff(tt.left, doc.LeftOut); diff != "" {
				t.Error(diff)
			}
		})
	}
}
