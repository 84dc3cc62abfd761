package format

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

func TestRTFText(t *testing.T) {
	tests := []struct{ name, rtf, want string }{
		{"paragraphs", `{\rtf1 one\par two\par}`, "one\n\ntwo"},
		{"a paragraph by a line end", "{\\rtf1 one\\\ntwo}", "one\n\ntwo"},
		{"line ends that are not text", "{\\rtf1 one\r\n two}", "one two"},
		{"sections and pages", `{\rtf1 one\sect two\page three\column four}`, "one\n\ntwo\n\nthree\n\nfour"},
		{"a line break", `{\rtf1 one\line two}`, "one\ntwo"},
		{"marks and dashes", `{\rtf1 \ldblquote a\rdblquote\emdash b\~c\_d\line e\tab f\{\}\\}`, "“a”—b\u00a0c\u2011d\ne\tf{}\\"},
		{"an optional hyphen", `{\rtf1 col\-laboration}`, "collaboration"},
		{"hidden, deleted and field codes",
			`{\rtf1 a{\v hidden}b{\deleted gone}c{\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}}}`, "abclink"},
		{"hidden text that ends", `{\rtf1 a\v hidden\v0 b\v hidden\plain c}`, "abc"},
		{"pictures, headers and footers",
			`{\rtf1{\header Head}{\footer Foot}{\info{\title T}}a{\pict 00ff}b{\*\unknown c}{\*\shppict{\pict 1}}}`, "ab"},
		{"an unknown word that may not be ignored", `{\rtf1 {\unknown a}b}`, "ab"},
		{"binary data", "{\\rtf1 a\\bin3 {}\\b}", "ab"},
		{"a shape's text once", `{\rtf1 a{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt in a box}}{\shprslt in a box}}}`, "ain a box"},
		{"the better of two texts", `{\rtf1{\upr{one}{\*\ud{two}}}}`, "two"},
		{"what follows the document", `{\rtf1 a}} more`, "a"},
		{"a table of colours", `{\rtf1{\colortbl;\red0\green0\blue0;}a}`, "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.rtf", []byte(tt.rtf))
			if diff := cmp.Diff(tt.want, doc.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRTFEncodings(t *testing.T) {
	tests := []struct{ name, rtf, want string }{
		{"code pages of fonts", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}` +
			`\f0 na\'efve {\f1 \'ef\'f0\'e8\'e2\'e5\'f2} \f0\'80}`, "naïve привет €"},
		{"the code page of the document", `{\rtf1\ansi\ansicpg1250 \'8a\'9d}`, "Šť"},
		{"an unknown code page", `{\rtf1\ansi\ansicpg9999 \'e9}`, "é"},
		{"a code page of a font", `{\rtf1{\fonttbl{\f2\cpg1253 A;}}\f2 \'e1\'e2}`, "αβ"},
		{"a Mac", `{\rtf1\mac \'8e}`, "é"},
		{"a PC", `{\rtf1\pc \'82}`, "é"},
		{"two bytes a letter", `{\rtf1{\fonttbl{\f0\fcharset128 A;}}\f0 \'93\'fa\'96\'7b}`, "日本"},
		{"UTF-8", `{\rtf1\ansicpg65001 \'c3\'a9}`, "é"},
		{"letters by number, with a replacement", `{\rtf1\uc1 \u8364?5 \u-10179?\u-8638? {\uc2 \u228ae}x}`, "€5 🙂 äx"},
		{"without a replacement", `{\rtf1\uc0 \u228x}`, "äx"},
		{"a replacement in hexadecimal", `{\rtf1\uc1 \u8364\'805}`, "€5"},
		{"half a letter", `{\rtf1 a\u-10179?b}`, "ab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.rtf", []byte(tt.rtf)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

func TestRTFHeadingsAndBold(t *testing.T) {
	const styles = `{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2\outlinelevel1 Mine;}{\*\cs3 heading 9;}{\s4 Title;}` +
		`{\s5\outlinelevel8 Deep;}{\s6\outlinelevel9 Plain;}}`
	tests := []struct{ name, rtf, want string }{
		{"by the name of a style", `\s1 Minutes\par`, "# Minutes\n"},
		{"a title", `\s4 Minutes\par`, "# Minutes\n"},
		{"by the outline level of a style", `\s2 Minutes\par`, "# Minutes\n"},
		{"by its own outline level", `\outlinelevel0 Minutes\par`, "# Minutes\n"},
		{"by the last outline level", `\outlinelevel8 Minutes\par`, "# Minutes\n"},
		{"by the last outline level of a style", `\s5 Minutes\par`, "# Minutes\n"},
		{"a style of body text", `\s6 Text\par`, "| Text\n"},
		{"outline level 9 is body text", `\outlinelevel9 Text\par`, "| Text\n"},
		{"a character style", `\cs3 Text\par`, "| Text\n"},
		{"body text after a heading", `\s1 Minutes\par\pard\s0 Text\par`, "# Minutes\n| Text\n"},
		{"a bold name", `{\b Anna Roe} We waited.\par`, "| *Anna Roe* We waited.\n"},
		{"bold switched off", `\b Roe:\b0  Yes.\par`, "| *Roe:* Yes.\n"},
		{"plain after bold", `\b Roe:\plain  Yes.\par`, "| *Roe:* Yes.\n"},
		{"bold later", `We {\b never} waited.\par`, "| We never waited.\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.rtf", []byte(`{\rtf1`+styles+tt.rtf+"}"))
			if diff := cmp.Diff(tt.want, outline(doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRTFTablesAndLists(t *testing.T) {
	tests := []struct{ name, rtf, want string }{
		{"a row", `{\rtf1\trowd\intbl Roe\cell Yes.\cell\row\pard\par after}`, "Roe\tYes.\n\nafter"},
		{"two rows", `{\rtf1\trowd\intbl a\cell b\cell\row\trowd\intbl c\cell d\cell\row}`, "a\tb\nc\td"},
		{"an empty cell", `{\rtf1\trowd\intbl a\cell\cell c\cell\row}`, "a\t\tc"},
		{"two paragraphs in a cell", `{\rtf1\trowd\intbl Roe\cell One.\par\intbl Two.\cell\row}`, "Roe\tOne.\n\n\tTwo."},
		{"a row without an end", `{\rtf1\trowd\intbl a\cell b\cell}`, "a\tb"},
		{"a nested table", `{\rtf1\trowd\intbl out\cell in\nestcell side\nestrow\cell\row}`, "out\tin\n\n\tside"},
		{"numbers and bullets", `{\rtf1{\listtext\f1\'b7\tab}one\par{\pntext 2.\tab}two\par{\listtext (b)\tab}three}`,
			"• one\n2. two\n(b) three"},
		{"a name with a tab", `{\rtf1 Roe\tab Yes.}`, "Roe\tYes."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.rtf", []byte(tt.rtf)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

func TestRTFNotes(t *testing.T) {
	tests := []struct{ name, rtf, want string }{
		{"a footnote", `{\rtf1 Words{\super\chftn}{\footnote\pard{\super\chftn} A note.} go on.}`, "Words[1] go on.\n\n[1] A note."},
		{"two footnotes", `{\rtf1 One{\footnote first}, two{\footnote second}.}`, "One[1], two[2].\n\n[1] first\n[2] second"},
		{"two paragraphs in a note", `{\rtf1 One{\footnote first\par more} end.}`, "One[1] end.\n\n[1] first\n\nmore"},
		{"in a table", `{\rtf1\trowd\intbl a{\footnote note}\cell b\cell\row}`, "a[1]\tb\n\n[1] note"},
		{"a table in a note", `{\rtf1 a{\footnote\trowd\intbl x\cell y\cell\row} b}`, "a[1] b\n\n[1] x\ty"},
		{"hidden with its group", `{\rtf1 a{\*\unknown{\footnote note}}b}`, "ab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc := readOK(t, "a.rtf", []byte(tt.rtf)); doc.Body != tt.want {
				t.Errorf("%q, want %q", doc.Body, tt.want)
			}
		})
	}
}

func TestRTFComments(t *testing.T) {
	tests := []struct {
		name, rtf string
		want      []string // author: text | words
	}{
		{"a range", `{\rtf1 It {\*\atrfstart 1}began{\*\atrfend 1}{\*\atnid AC}{\*\atnauthor A. Coder}\chatn` +
			`{\*\annotation{\*\atnref 1}{\*\atndate 5}Ask.\par Soon.} so.}`, []string{"A. Coder: Ask./Soon. | began"}},
		{"without a range", `{\rtf1 It began.\par Nobody {\*\atnauthor J. Reader}{\*\annotation Really?}knew.}`,
			[]string{"J. Reader: Really? | Nobody knew."}},
		{"without words", `{\rtf1 It began{\*\annotation  }.}`, nil},
		{"two", `{\rtf1 {\*\atrfstart 1}It{\*\atrfend 1}{\*\annotation{\*\atnref 1}one} {\*\atrfstart 2}began{\*\atrfend 2}` +
			`{\*\atnauthor B}{\*\annotation{\*\atnref 2}two}.}`, []string{": one | It", "B: two | began"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.rtf", []byte(tt.rtf))
			var got []string
			for _, c := range doc.Comments {
				got = append(got, c.Author+": "+strings.ReplaceAll(c.Text, "\n", "/")+" | "+doc.Body[c.Span.Start:c.Span.End])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestInvalidRTF(t *testing.T) {
	tests := []struct {
		name, rtf string
		is        error
		says      string
	}{
		{"broken off", `{\rtf1 a`, ErrDamaged, "breaks off in the middle"},
		{"broken off after a backslash", `{\rtf1 \`, ErrDamaged, "breaks off in the middle"},
		{"broken off in a letter", `{\rtf1 \'e`, ErrDamaged, "breaks off in the middle"},
		{"another file", `rtf`, ErrDamaged, `an .rtf begins with {\rtf`},
		{"digits that are none", `{\rtf1 \'zz}`, ErrDamaged, `no letter in \'zz`},
		{"groups nested too deep", `{\rtf1 ` + strings.Repeat("{", 3000), ErrDamaged, "groups nested more than 2000 deep"},
		{"without text", `{\rtf1\par\par}`, ErrEmpty, "no words"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read("a.rtf", []byte(tt.rtf))
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v with %q", err, tt.is, tt.says)
			}
		})
	}
}

// What is deleted or hidden, and heads of pages, are left out by name.
func TestRTFLeftOut(t *testing.T) {
	doc := readOK(t, "a.rtf", []byte(`{\rtf1{\header Board {\b May}\par}{\headerl Board May}we{\deleted  never} {\deleted ever}met{\v  a{\b  secret}}{\footerf p. 1\par}\par in May}`))
	want := []corpus.LeftOut{{Why: corpus.RunningHead, Where: "header", Text: "Board May"}, {Why: corpus.DeletedText, Text: "never"},
		{Why: corpus.DeletedText, Text: "ever"}, {Why: corpus.HiddenText, Text: "a secret"}, {Why: corpus.RunningHead, Where: "footer", Text: "p. 1"}}
	if diff := cmp.Diff(want, doc.LeftOut); diff != "" || doc.Body != "we met\n\nin May" {
		t.Errorf("%s%q", diff, doc.Body)
	}
}
