package format

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const odtSpaces = ` xmlns:office="` + odfOffice + `" xmlns:text="` + odfText + `" xmlns:table="` + odfTable + `" xmlns:style="` + odfStyle +
	`" xmlns:draw="` + odfDraw + `" xmlns:svg="` + odfSVG + `" xmlns:dc="` + dublinCore + `" xmlns:fo="f"`

// odt is an OpenDocument text with these automatic styles and this body.
func odt(t testing.TB, styles, body string) []byte {
	t.Helper()
	return zipped(t, map[string]string{"content.xml": `<office:document-content` + odtSpaces + `><office:automatic-styles>` + styles +
		`</office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`})
}

// op is a paragraph of an OpenDocument text.
func op(content string) string { return "<text:p>" + content + "</text:p>" }

func TestODTText(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"paragraphs", op("One.") + op("") + op("Two."), "One.\n\nTwo."},
		{"white space", op("  one \n two  ") + op("three"), "one two\n\nthree"},
		{"blanks as elements", op(`a<text:s text:c="3"/>b<text:s/>c`), "a   b c"},
		{"too many blanks", op(`a<text:s text:c="1000000"/>b`), "a" + strings.Repeat(" ", 200) + "b"},
		{"blanks by a number that is none", op(`a<text:s text:c="x"/>b`), "a b"},
		{"tabs and line breaks", op("Roe:<text:tab/>yes<text:line-break/>no"), "Roe:\tyes\nno"},
		{"soft hyphens and page breaks", op("col<text:soft-page-break/>lab"), "collab"},
		{"spans and links", op("We <text:span>never</text:span> <text:a>waited</text:a>."), "We never waited."},
		{"tracked changes", `<text:tracked-changes><text:changed-region>` + op("gone") +
			`</text:changed-region></text:tracked-changes>` + op("kept"), "kept"},
		{"readings", op(`<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>字`), "漢字"},
		{"hidden text", op(`a<text:hidden-text>no</text:hidden-text>b`), "ab"},
		{"a text box", op(`see<draw:frame><draw:text-box>` + op("in a box") + `</draw:text-box></draw:frame>`), "in a box\n\nsee"},
		{"titles of pictures", op(`a<draw:frame><svg:title>no</svg:title><svg:desc>no</svg:desc></draw:frame>b`), "ab"},
		{"forms", `<office:forms><x>no</x></office:forms>` + op("kept"), "kept"},
		{"text outside of paragraphs", "stray" + op("kept"), "kept"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.odt", odt(t, "", tt.body))
			if diff := cmp.Diff(tt.want, doc.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestODTStyles(t *testing.T) {
	const styles = `<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
		<style:style style:name="B600" style:family="text"><style:text-properties fo:font-weight="600"/></style:style>
		<style:style style:name="N" style:family="text"><style:text-properties fo:font-weight="400"/></style:style>
		<style:style style:name="Child" style:family="text" style:parent-style-name="B"/>
		<style:style style:name="Not" style:family="text" style:parent-style-name="B">
			<style:text-properties fo:font-weight="normal"/></style:style>
		<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>
		<style:style style:name="PB" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
		<style:style style:name="PH" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
		<style:default-style><style:text-properties fo:font-weight="bold"/></style:default-style>
		<style:style style:name="Loop" style:family="text" style:parent-style-name="Loop"/>`
	span := func(style, text string) string {
		return `<text:span text:style-name="` + style + `">` + text + `</text:span>`
	}
	tests := []struct{ name, body, want string }{
		{"a heading", `<text:h text:outline-level="1">Minutes</text:h>` + op("text"), "# Minutes\n| text\n"},
		{"a bold name", op(span("B", "Anna Roe") + " We waited."), "| *Anna Roe* We waited.\n"},
		{"a weight of 600", op(span("B600", "Roe") + " Yes."), "| *Roe* Yes.\n"},
		{"a weight of 400", op(span("N", "Roe") + " Yes."), "| Roe Yes.\n"},
		{"an inherited weight", op(span("Child", "Roe") + " Yes."), "| *Roe* Yes.\n"},
		{"an inherited weight that is changed", op(span("Not", "Roe") + " Yes."), "| Roe Yes.\n"},
		{"a bold paragraph", `<text:p text:style-name="PB">Roe</text:p>`, "| *Roe*\n"},
		{"a style that is its own parent", op(span("Loop", "Roe") + " Yes."), "| Roe Yes.\n"},
		{"hidden text", op("a" + span("H", "no") + "b"), "| ab\n"},
		{"a hidden paragraph", `<text:p text:style-name="PH">no</text:p>` + op("yes"), "| yes\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outline(readOK(t, "a.odt", odt(t, styles, tt.body)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Styles of styles.xml count as those of the content do.
func TestODTStylesPart(t *testing.T) {
	data := zipped(t, map[string]string{
		"styles.xml": `<office:document-styles` + odtSpaces + `><office:styles><style:style style:name="B" style:family="text">` +
			`<style:text-properties fo:font-weight="bold"/></style:style></office:styles>` +
			`<office:master-styles>` + op("Header") + `</office:master-styles></office:document-styles>`,
		"content.xml": `<office:document-content` + odtSpaces + `><office:body><office:text>` +
			op(`<text:span text:style-name="B">Roe</text:span> Yes.`) + `</office:text></office:body></office:document-content>`,
	})
	if got := outline(readOK(t, "a.odt", data)); got != "| *Roe* Yes.\n" {
		t.Errorf("outline %q", got)
	}
}

func TestODTLists(t *testing.T) {
	const styles = `<text:list-style style:name="N">
			<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
			<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
			<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3"/></text:list-style>
		<text:list-style style:name="Four">
			<text:list-level-style-number text:level="1" style:num-format="I" text:start-value="4"/></text:list-style>
		<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>
		<text:list-style style:name="Plain"><text:list-level-style-number text:level="1" style:num-format=""/></text:list-style>
		<text:list-style style:name="Odd"><text:list-level-style-number text:level="77" style:num-format="1"/></text:list-style>`
	list := func(style, more string, items ...string) string {
		return `<text:list text:style-name="` + style + `"` + more + `>` + strings.Join(items, "") + `</text:list>`
	}
	item := func(content ...string) string {
		return `<text:list-item>` + strings.Join(content, "") + `</text:list-item>`
	}
	deeper := func(items ...string) string { return `<text:list>` + strings.Join(items, "") + `</text:list>` }
	one, two := item(op("one")), item(op("two"))
	tests := []struct{ name, body, want string }{
		{"numbers", list("N", "", one, two), "1. one\n2. two"},
		{"bullets", list("B", "", one, two), "• one\n• two"},
		{"Roman numbers from four", list("Four", "", one, two), "IV one\nV two"},
		{"three levels", list("N", "", item(op("a"), deeper(item(op("b"), deeper(item(op("c")), item(op("d")))), item(op("e")))),
			item(op("f"), deeper(item(op("g"))))),
			"1. a\n(a) b\n1.a.1 c\n1.a.2 d\n(b) e\n2. f\n(a) g"},
		{"a second list begins at one", list("N", "", one) + op("text") + list("N", "", two), "1. one\n\ntext\n1. two"},
		{"a list that continues", list("N", "", one) + op("text") + list("N", ` text:continue-numbering="true"`, two), "1. one\n\ntext\n2. two"},
		{"two paragraphs in an item", list("N", "", item(op("one"), op("more")), two), "1. one\n\nmore\n2. two"},
		{"a header without a number", list("N", "", `<text:list-header>`+op("head")+`</text:list-header>`, one), "head\n1. one"},
		{"no numbers", list("Plain", "", one), "one"},
		{"a style that is not defined", list("Nothing", "", one), "one"},
		{"a level that is not defined", list("Odd", "", one), "one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.odt", odt(t, styles, tt.body)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

func TestODTTablesAndNotes(t *testing.T) {
	cell := func(content string) string { return "<table:table-cell>" + content + "</table:table-cell>" }
	row := func(cells ...string) string {
		return "<table:table-row>" + strings.Join(cells, "") + "</table:table-row>"
	}
	note := func(content string) string {
		return `<text:note><text:note-citation>1</text:note-citation><text:note-body>` + content + `</text:note-body></text:note>`
	}
	tests := []struct{ name, body, want string }{
		{"rows", "<table:table>" + row(cell(op("Roe")), cell(op("Yes."))) + row(cell(op("Penn")), cell(op("No."))) +
			"</table:table>", "Roe\tYes.\nPenn\tNo."},
		{"a covered cell", "<table:table>" + row(cell(op("a")),
			"<table:covered-table-cell>"+op("no")+"</table:covered-table-cell>", cell(op("b"))) +
			"</table:table>", "a\tb"},
		{"a footnote", op("Words" + note(op("A note.")) + " go on."), "Words[1] go on.\n\n[1] A note."},
		{"two notes", op("One" + note(op("first")) + ", two" + note(op("second")+op("more")) + "."),
			"One[1], two[2].\n\n[1] first\n[2] second\n\nmore"},
		{"a note in a table", "<table:table>" + row(cell(op("a"+note(op("n")))), cell(op("b"))) + "</table:table>", "a[1]\tb\n\n[1] n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.odt", odt(t, "", tt.body)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

func TestODTComments(t *testing.T) {
	annotation := func(name, words string) string {
		return `<office:annotation office:name="` + name + `"><dc:creator>A. Coder</dc:creator><dc:date>2019-03-14T10:30:00.123</dc:date>` +
			`<x>no</x>` + words + `</office:annotation>`
	}
	end := `<office:annotation-end office:name="1"/>`
	tests := []struct {
		name, body string
		want       []string // text | words
	}{
		{"a range", op("It " + annotation("1", op("Ask.")+op("Soon.")) + "began" + end + " so."), []string{"Ask.\nSoon. | began"}},
		{"a range over paragraphs", op("It "+annotation("1", op("Ask."))+"began.") + op("Nobody"+end+" knew."),
			[]string{"Ask. | began.\n\nNobody"}},
		{"without a range", op("It began." + annotation("", op("Ask."))), []string{"Ask. | It began."}},
		{"a list in a comment", op("It " + annotation("1",
			"<text:list><text:list-item>"+op("Ask.")+"</text:list-item></text:list>") + "began" + end),
			[]string{"Ask. | began"}},
		{"without words", op("It " + annotation("1", op(" ")) + "began" + end), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.odt", odt(t, "", tt.body))
			var got []string
			for _, c := range doc.Comments {
				got = append(got, c.Text+" | "+doc.Body[c.Span.Start:c.Span.End])
				if c.Author != "A. Coder" || !c.At.Equal(time.Date(2019, 3, 14, 10, 30, 0, 0, time.UTC)) {
					t.Errorf("by %q at %v", c.Author, c.At)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestInvalidODT(t *testing.T) {
	head := `<office:document-content` + odtSpaces + `><office:body><office:text>`
	tests := []struct {
		name string
		data []byte
		is   error
		says string
	}{
		{"not a zip file", []byte("hello"), ErrDamaged, "not a whole .odt"},
		{"another zip file", zipped(t, map[string]string{"a": "b"}), ErrDamaged, "no content.xml in it; is it a .odt?"},
		{"broken off", zipped(t, map[string]string{"content.xml": head + "<text:p>hel"}), ErrDamaged, "content.xml breaks off"},
		{"broken off in a comment", zipped(t, map[string]string{"content.xml": head + "<text:p><office:annotation>"}), ErrDamaged, "breaks off"},
		{"styles that break off", zipped(t, map[string]string{"styles.xml": "<a>", "content.xml": head}), ErrDamaged, "styles.xml breaks off"},
		{"without text", odt(t, "", op(" ")), ErrEmpty, "no words"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read("a.odt", tt.data)
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v with %q", err, tt.is, tt.says)
			}
		})
	}
}
